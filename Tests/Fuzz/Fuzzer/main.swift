import Foundation
import FuzzTargets

// Feeds one reader, named by FUZZ_TARGET, with libFuzzer's inputs. FUZZ_SEEDS: a folder that is given sound inputs
// first.
// Tests/Fuzz/fuzz starts it.

@_silgen_name("LLVMFuzzerRunDriver")
private func run(
    _ count: UnsafeMutablePointer<Int32>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

/// A C function captures nothing, so the reader is a global of a type.
private enum Fuzzed {
    static let target: FuzzTarget = {
        let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
        guard let target = FuzzTarget.named(name) else {
            fatalError("FUZZ_TARGET is one of \(FuzzTarget.all.map(\.name).joined(separator: ", "))")
        }
        return target
    }()
}

if let folder = ProcessInfo.processInfo.environment["FUZZ_SEEDS"] {
    for (index, seed) in try Fuzzed.target.seeds().enumerated() {
        try Data(seed).write(to: URL(fileURLWithPath: "\(folder)/seed-\(index)"))
    }
}
private var count = CommandLine.argc
private var arguments = CommandLine.unsafeArgv
exit(
    run(&count, &arguments) { bytes, size in
        Fuzzed.target.read(Array(UnsafeBufferPointer(start: bytes, count: size)))
        return 0
    })
