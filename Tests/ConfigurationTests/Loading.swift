import Configuration
import Diagnostics
import TestSupport

extension TemporaryFolder {
    func load(_ name: String = "file.yaml", _ overrides: [String] = []) throws(DiagnosticError) -> Experiment {
        try ExperimentFile.load(path: "\(path)/\(name)", overrides: overrides, vocabulary: Fake.vocabulary)
    }

    /// What a person would read, with paths relative to the folder; "" where nothing is wrong.
    func messages(_ name: String = "file.yaml", _ overrides: [String] = []) -> String {
        let diagnostics: [Diagnostic]
        do { diagnostics = try load(name, overrides).warnings } catch { diagnostics = error.diagnostics }
        return short(DiagnosticRenderer().render(diagnostics))
    }
}

func load(_ text: String, _ overrides: [String] = []) throws -> Experiment {
    try TemporaryFolder(["file.yaml": text]).load("file.yaml", overrides)
}

func messages(_ text: String, _ overrides: [String] = []) throws -> String {
    try TemporaryFolder(["file.yaml": text]).messages("file.yaml", overrides)
}
