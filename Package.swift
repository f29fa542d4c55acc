// swift-tools-version: 6.0
import PackageDescription

// The hot loops are always optimised, in debug builds too, and use the instruction set of the machine that builds, or of
// the processor that SADDLE_PROCESSOR names: x86-64-v3 has AVX2 alone, which a machine with AVX-512 runs as well. Debug
// builds compile file by file: whatever a hot loop calls must stand in the same file to be inlined.
let processor = Context.environment["SADDLE_PROCESSOR"] ?? "native"
let optimised: [SwiftSetting] = [.unsafeFlags(["-Ounchecked", "-Xcc", "-march=\(processor)"])]

// Statistics, pictures and data, of which most of the tests' time would be: optimised in debug builds, with all checks.
let quick: [SwiftSetting] = [.unsafeFlags(["-O"])]

// The library of LLVM's fuzzer, which Tests/Fuzz/fuzz gives: the program that it drives is built for it alone.
let fuzzer: [Target] =
    Context.environment["SADDLE_FUZZER"].map { library in
        [
            .executableTarget(
                name: "saddle-fuzz", dependencies: ["FuzzTargets"], path: "Tests/Fuzz/Fuzzer",
                linkerSettings: [.unsafeFlags([library, "-lstdc++"])])
        ]
    } ?? []

let package = Package(
    name: "saddle",
    products: [.executable(name: "saddle", targets: ["saddle"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
    ],
    targets: [
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "CMachine"),
        // libjpeg's errors are jumps, which Swift cannot make: a C file turns them into return values.
        .target(name: "CJPEG", linkerSettings: [.linkedLibrary("jpeg")]),

        .target(name: "Diagnostics"),
        .target(name: "Formats", dependencies: ["CJPEG", "CPNG", "CZlib"], swiftSettings: quick),
        .target(name: "Configuration", dependencies: ["Diagnostics", "CYAML"]),
        .target(name: "Kernels", dependencies: ["CMachine"], exclude: ["README.md"], swiftSettings: optimised),
        .target(name: "Networks", dependencies: ["Configuration", "Diagnostics"]),
        .target(name: "Engine", dependencies: ["Configuration", "Formats", "Kernels", "Networks"]),
        .target(name: "Export", dependencies: ["Diagnostics", "Engine", "Formats", "Networks"]),
        // The digits are compiled in by C's #embed, so that the program is one file that runs from any folder: a copied
        // resource is found by an absolute build path, and .embedInCode costs 10 s of every build (#embed costs none).
        .target(name: "CDigits", exclude: ["data"]),
        .target(
            name: "Datasets", dependencies: ["Configuration", "Diagnostics", "Formats", "Kernels", "CDigits", "CZlib"],
            swiftSettings: quick),
        .target(
            name: "Training",
            dependencies: ["Configuration", "Datasets", "Diagnostics", "Engine", "Formats", "Kernels", "Networks"]),
        .target(
            name: "Equilibrium",
            dependencies: [
                "Configuration", "Datasets", "Diagnostics", "Engine", "Formats", "Kernels", "Networks", "Training",
            ],
            exclude: ["README.md"], swiftSettings: quick),
        .target(
            name: "Reporting",
            dependencies: [
                "Configuration", "Datasets", "Diagnostics", "Equilibrium", "Formats", "Kernels", "Training",
            ],
            swiftSettings: quick),
        .target(
            name: "Experiments",
            dependencies: [
                "Configuration", "Datasets", "Diagnostics", "Engine", "Equilibrium", "Export", "Formats", "Kernels",
                "Networks", "Reporting", "Training",
            ], exclude: ["README.md"]),
        .executableTarget(
            name: "saddle",
            dependencies: [
                "Configuration", "Diagnostics", "Equilibrium", "Experiments", "Formats", "Kernels", "Reporting",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        // Formulas in plain loops over doubles, which judge the engine: seconds become minutes without -O.
        .target(name: "Reference", path: "Tests/Reference", swiftSettings: quick),
        .target(name: "Allocations", path: "Tests/Allocations"),
        // What tests share: folders that go, random numbers, entries and networks as a file would give them.
        .target(
            name: "TestSupport", dependencies: ["Configuration", "Diagnostics", "Engine", "Networks"],
            path: "Tests/TestSupport"),
        .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics"]),
        .testTarget(name: "ConfigurationTests", dependencies: ["Configuration", "Diagnostics", "TestSupport"]),
        .testTarget(name: "KernelsTests", dependencies: ["Kernels"], swiftSettings: quick),
        .testTarget(
            name: "NetworksTests",
            dependencies: ["Configuration", "Diagnostics", "Networks", "Reference", "TestSupport"]),
        .testTarget(
            name: "EngineTests",
            dependencies: [
                "Configuration", "Diagnostics", "Engine", "Export", "Formats", "Kernels", "Networks", "Reference",
                "TestSupport",
            ],
            exclude: ["PyTorch/layers.py", "PyTorch/layers.json", "Export/export.py", "Export/proved.json"]),
        .testTarget(
            name: "EntriesTests",
            dependencies: [
                "Configuration", "Datasets", "Diagnostics", "Engine", "Equilibrium", "Kernels", "Networks", "Training",
            ],
            exclude: ["README.md"]),
        .testTarget(
            name: "FormatsTests", dependencies: ["Formats", "CZlib"],
            exclude: ["npy.py", "npz.py", "sounds.py", "events.py", "pictures.py"]),
        .testTarget(
            name: "DatasetsTests", dependencies: ["Configuration", "Datasets", "Formats", "TestSupport", "CZlib"],
            exclude: ["sounds.py"]),
        .testTarget(
            name: "TrainingTests",
            dependencies: [
                "Configuration", "Datasets", "Diagnostics", "Engine", "Formats", "Kernels", "Networks", "Reference",
                "TestSupport", "Training",
            ],
            exclude: ["PyTorch"]),
        .testTarget(
            name: "EquilibriumTests",
            dependencies: [
                "Configuration", "Datasets", "Diagnostics", "Engine", "Equilibrium", "Formats", "Kernels", "Networks",
                "TestSupport", "Training",
            ],
            exclude: ["Metrics/expected.py", "Metrics/ngrams.py", "Metrics/columns.py"], swiftSettings: quick),
        .testTarget(
            name: "ReportingTests",
            dependencies: [
                "Configuration", "Diagnostics", "Equilibrium", "Formats", "Reporting", "TestSupport", "Training",
                "CPNG",
            ],
            exclude: ["seedtests.py", "spectrogram.py"]),
        .testTarget(
            name: "ExperimentsTests",
            dependencies: [
                "Allocations", "Configuration", "Datasets", "Diagnostics", "Equilibrium", "Experiments", "Formats",
                "Kernels", "Networks", "Reporting", "TestSupport", "Training",
            ]),
        // Not part of the tests: `swift run -c release advice-trials` tries what reports recommend.
        .executableTarget(
            name: "advice-trials",
            dependencies: [
                "Equilibrium", "Experiments", "Formats", "Reporting",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tests/Advice", exclude: ["README.md", "setups", "trials.csv"], sources: ["Sources"]),
        .target(
            name: "FuzzTargets",
            dependencies: [
                "Configuration", "Datasets", "Diagnostics", "Engine", "Experiments", "Formats", "Reporting", "Training",
            ],
            path: "Tests/Fuzz/Targets"),
        .testTarget(name: "FuzzTests", dependencies: ["FuzzTargets"], path: "Tests/Fuzz/Tests"),
        .testTarget(name: "EndToEndTests", dependencies: ["TestSupport", "saddle"], exclude: ["samples.py"]),
    ] + fuzzer,
    swiftLanguageModes: [.v6]
)
