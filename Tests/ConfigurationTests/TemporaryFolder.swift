import Configuration
import Diagnostics
import Foundation

/// A folder of experiment files that goes away with the value.
final class TemporaryFolder {
    let path: String

    init(_ files: [String: String] = [:]) throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("saddle-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for (name, text) in files { try write(name, Data(text.utf8)) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ data: Data) throws {
        let url = URL(fileURLWithPath: path).appendingPathComponent(name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: url)
    }

    func load(_ name: String = "file.yaml", _ overrides: [String] = []) throws(DiagnosticError) -> Experiment {
        try ExperimentFile.load(path: "\(path)/\(name)", overrides: overrides, vocabulary: Fake.vocabulary)
    }

    /// What a person would read, with paths relative to the folder; "" where nothing is wrong.
    func messages(_ name: String = "file.yaml", _ overrides: [String] = []) -> String {
        let diagnostics: [Diagnostic]
        do { diagnostics = try load(name, overrides).warnings } catch { diagnostics = error.diagnostics }
        return DiagnosticRenderer().render(diagnostics).replacingOccurrences(of: path + "/", with: "")
    }
}

func load(_ text: String, _ overrides: [String] = []) throws -> Experiment {
    try TemporaryFolder(["file.yaml": text]).load("file.yaml", overrides)
}

func messages(_ text: String, _ overrides: [String] = []) throws -> String {
    try TemporaryFolder(["file.yaml": text]).messages("file.yaml", overrides)
}
