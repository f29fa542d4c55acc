import Configuration
import Diagnostics
import Experiments
import Foundation
import Testing

@Suite struct PreparationTests {
    /// Names and keys are unique, every default reads back as its own text, every example holds its entry.
    @Test func everyDeclarationHoldsTogether() {
        #expect(Vocabulary.saddle.mistakes == [])
    }

    private static let valid = """
        name: same
        data: {dataset: ring, samples: 100}
        noise: {dimension: 2}
        generator: {layers: [dense: 2]}
        discriminator: {layers: [dense: 1]}
        training: {iterations: 1}
        """

    private func files(_ texts: [String]) throws -> (folder: URL, paths: [String]) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("saddle-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let paths = try texts.enumerated().map { index, text in
            let url = folder.appendingPathComponent("\(index).yaml")
            try Data(text.utf8).write(to: url)
            return url.path
        }
        return (folder, paths)
    }

    @Test func twoFilesOfOneNameWouldShareAFolder() throws {
        let (folder, paths) = try files([Self.valid, Self.valid])
        defer { try? FileManager.default.removeItem(at: folder) }
        let error = try #require(throws: DiagnosticError.self) { try Preparation(files: paths) }
        #expect(error.diagnostics.count == 1)
        #expect(error.diagnostics[0].message.contains("both named 'same'"))
    }

    @Test func errorsOfEveryFileComeTogether() throws {
        let (folder, paths) = try files([
            Self.valid.replacing("dense: 2", with: "dense: 3"),
            Self.valid.replacing("same", with: "other").replacing("dense: 1", with: "dense: 2"),
        ])
        defer { try? FileManager.default.removeItem(at: folder) }
        let error = try #require(throws: DiagnosticError.self) { try Preparation(files: paths) }
        #expect(
            error.diagnostics.map(\.message) == [
                "produces [3]; data 'ring' has shape [2]", "produces [2]; a discriminator gives one number, [1]",
            ])
        #expect(error.diagnostics.map { $0.location?.line } == [4, 5])
    }

    @Test func whatIsDoneIsSkippedAndWhatWasInterruptedContinues() throws {
        let (folder, paths) = try files([Self.valid.replacing("iterations: 1", with: "iterations: 20")])
        defer { try? FileManager.default.removeItem(at: folder) }
        let experiments = try Preparation(files: paths).experiments
        let session = Session(experiments, Session.Options(results: folder.path + "/results", threads: 1))
        var asked = 0
        let first = try session.run(
            isInterrupted: {
                asked += 1
                return asked > 5
            }, report: { _ in })
        #expect(first.map(\.outcome.status) == [.interrupted])
        #expect(session.plan().map(\.intention) == [.resume])
        #expect(try session.run(isInterrupted: { false }, report: { _ in }).map(\.outcome.status) == [.complete])
        #expect(session.plan().map(\.intention) == [.skip])
    }
}
