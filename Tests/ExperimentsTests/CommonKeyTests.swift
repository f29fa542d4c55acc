import Diagnostics
import TestSupport
import Testing

@testable import Configuration
@testable import Experiments

extension CommonKey: CustomTestStringConvertible {
    public var testDescription: String { names[0] }
}

/// Keys as other programs have them are answered by what to write, and that is read without an error.
@Suite struct CommonKeyTests {
    private static let base = CommonNameTests.base

    private func findings(_ text: String) throws -> [Diagnostic] {
        let folder = try TemporaryFolder(["base.yaml": Self.base])
        do {
            _ = try Preparation(files: [try folder.write("file.yaml", text)])
            return []
        } catch let error as DiagnosticError {
            return error.diagnostics.filter { $0.severity == .error }
        }
    }

    @Test(arguments: CommonKeys.all) func whatIsWrittenForItIsRead(_ key: CommonKey) throws {
        #expect(key.keys != nil || key.note != nil)
        guard key.keys != nil else { return }
        let written = key.help().dropFirst("write ".count)
        let keys = key.note.map { written.dropLast(": \($0)".count) } ?? written
        // Digits are no pictures in colour.
        let text = "extends: base.yaml\n" + keys.replacing("[color, translation", with: "[translation") + "\n"
        #expect(try findings(text).map(\.message) == [])
    }

    /// In a sweep a path is told, and it can be swept with a value of the kind that is shown.
    @Test(arguments: CommonKeys.all.filter { $0.place(.saddle) != nil }) func thePathForItCanBeSwept(_ key: CommonKey)
        throws
    {
        let place = try #require(key.place(.saddle))
        func grid(_ path: String, _ value: String) -> String {
            "extends: base.yaml\nsweep: {grid: {\(path): [\(value)]}}\n"
        }
        let told = try findings(grid(key.names[0], "1"))
        #expect(told.map(\.help) == [key.helpOfPath(.saddle)])
        #expect(key.helpOfPath(.saddle).hasPrefix("write \(place.path) in its place"))
        let value = place.value.scalar?.text ?? CommonKey.flow(place.value)
        // Digits are no pictures in colour.
        #expect(
            try findings(grid(place.path, value.replacing("[color, translation", with: "[translation"))).map(\.message)
                == [])
    }

    /// Under each of its names.
    @Test(arguments: CommonKeys.all.filter { !$0.isOfEntries }) func itIsTold(_ key: CommonKey) throws {
        for name in key.names {
            let found = try findings("extends: base.yaml\n\(name): 3.5\n")
            #expect(found.map(\.message) == ["unknown key '\(name)'"])
            #expect(found.map(\.help) == [key.help(value: "3.5")], "\(name)")
        }
    }

    /// Among the keys of a layer.
    @Test(arguments: CommonKeys.all.filter(\.isOfEntries)) func itIsToldOfLayers(_ key: CommonKey) throws {
        for name in key.names {
            let text = Self.base.replacing("dense: 16", with: "dense: {units: 16, \(name): 3}")
            #expect(try findings(text).map(\.help) == [key.help()], "\(name)")
        }
    }

    /// A name of another program's is taken for the key that it is, beside the error.
    @Test(arguments: [
        ("dense: 16", "dense: {out_features: 16}", "the key for it is 'units'"),
        ("leaky_relu", "leaky_relu: {negative_slope: 0.1}", "the key for it is 'slope'"),
        ("leaky_relu", "dropout: {p: 0.1}", "the key for it is 'rate'"),
        ("flatten", "conv2d: {filters: 4, kernel_size: 3}, flatten", "the key for it is 'kernel'"),
        ("flatten", "conv2d: {out_channels: 4, kernel: 3}, flatten", "the key for it is 'filters'"),
        ("dense: 16", "dense: {units: 16, use_bias: false}", "the key for it is 'bias'"),
    ])
    func anotherNameForAKeyIsTakenForIt(_ place: String, _ written: String, _ help: String) throws {
        #expect(
            try findings(
                Self.base.replacing(
                    "flatten, dense: 16, leaky_relu",
                    with: "flatten, dense: 16, leaky_relu"
                        .replacing(place, with: written))
            ).map(\.help) == [help])
    }

    /// What stands in its own section under another name is not missing as well.
    @Test(arguments: [
        ("training: {iterations: 100}", "training: {iters: 100}", "the key for it is 'iterations'"),
        ("training: {iterations: 100}", "training: {n_epochs: 2}", "the key for it is 'epochs'"),
        ("noise: {dimension: 8}", "noise: {nz: 8}", "the key for it is 'dimension'"),
    ])
    func anotherNameInItsSectionIsTakenForIt(_ place: String, _ written: String, _ help: String) throws {
        #expect(try findings(Self.base.replacing(place, with: written)).map(\.help) == [help])
    }

    /// Another name stands for a key that there is, and for nothing else where that key is.
    @Test func everyOtherNameIsOfAKey() {
        let declarations = RegistryKind.allCases.flatMap { Vocabulary.saddle.declarations(of: $0) }
        for (names, key) in CommonKeys.renamed {
            let with = declarations.filter { $0.key(key) != nil }
            #expect(!with.isEmpty, "\(key)")
            for name in names { #expect(!with.contains { $0.key(name) != nil }, "\(name) for \(key)") }
        }
    }

    /// A name means one thing.
    @Test func everyNameIsThereOnce() {
        for name in CommonKeys.all.flatMap(\.names) {
            #expect(CommonKeys.all.count { $0.isCalled(name) } == 1, "\(name)")
        }
    }

    /// A value of the right kind goes with the name.
    @Test(arguments: [
        ("n_critic: 3", "write step_ratio: {discriminator: 3}"),
        ("n_critic: many", "write step_ratio: {discriminator: 5}"),
        ("z_dim: [8]", "write noise: {dimension: 64}"),
        ("lambda_gp: 1e1", "write discriminator: {regularization: [gradient_penalty: 1e1]}"),
    ])
    func aValueIsKept(_ text: String, _ help: String) throws {
        #expect(try findings("extends: base.yaml\n\(text)\n").map(\.help) == [help])
    }

    /// `saddle explain` answers as an error does.
    @Test func itIsExplained() throws {
        let mentions = try Mentions(of: "n-critic", in: "nowhere")
        #expect(mentions.cures.map(\.help) == ["write step_ratio: {discriminator: 5}"])
        #expect(mentions.cures.map(\.noun) == ["key"])
    }
}
