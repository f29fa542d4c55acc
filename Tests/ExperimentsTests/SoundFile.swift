import Diagnostics
import Experiments
import TestSupport

/// A file of which nothing is to be said, and in which tests make mistakes.
enum SoundFile {
    static let text = """
        data: {dataset: ring, samples: 2000}
        noise: {dimension: 2}
        generator: {layers: [dense: 16, relu, dense: 2]}
        discriminator: {layers: [dense: 16, relu, dense: 1]}
        training: {iterations: 60, batch_size: 32}

        """

    /// Everything that is said of a file without errors.
    static func remarks(_ text: String, beside files: [String: String] = [:]) throws -> String {
        let folder = try TemporaryFolder(files)
        let file = try folder.write("file.yaml", text.replacing("FOLDER", with: folder.path))
        let found: [Diagnostic]
        do { found = try Preparation(files: [file]).remarks } catch { found = error.diagnostics }
        return DiagnosticRenderer().render(found).replacing(folder.path + "/", with: "")
    }
}
