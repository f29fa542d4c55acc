import Foundation

/// A reader of files that come from outside, and sound inputs to start from.
///
/// To refuse an input is an answer. Findings are traps, endless loops, memory without a limit, and what `read` itself
/// checks of an input that is accepted.
public struct FuzzTarget: Sendable, CustomStringConvertible {
    public let name: String
    public let seeds: @Sendable () throws -> [[UInt8]]
    public let read: @Sendable ([UInt8]) -> Void

    public var description: String { name }

    public static let all = [yaml, csv, idx, samples, npy, npz, wav, picture, safetensors, results, record]

    public static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }
}

/// Traps where an accepted input does not hold what it must: a fuzzer sees nothing else.
func require(_ condition: Bool, _ what: @autoclosure () -> String) {
    if !condition { fatalError(what()) }
}

/// Gives an input to a reader of files, by a path that is gone afterwards.
func withFile(_ bytes: [UInt8], _ ending: String, _ body: (String) -> Void) {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("fuzz-\(UUID().uuidString).\(ending)")
    defer { try? FileManager.default.removeItem(at: url) }
    guard (try? Data(bytes).write(to: url)) != nil else { fatalError("cannot write \(url.path)") }
    body(url.path)
}

/// Files of the project, for seeds.
func projectFiles(_ folder: String, _ isWanted: (String) -> Bool) throws -> [[UInt8]] {
    let top = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(folder)
    return try FileManager.default.subpathsOfDirectory(atPath: top.path).filter(isWanted).sorted().map {
        Array(try Data(contentsOf: top.appendingPathComponent($0)))
    }
}
