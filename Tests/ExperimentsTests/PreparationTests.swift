import Configuration
import Diagnostics
import Experiments
import Formats
import Foundation
import TestSupport
import Testing
import Training

@Suite struct PreparationTests {
    /// Names and keys are unique, every default reads back as its own text, every example holds its entry.
    @Test func everyDeclarationHoldsTogether() {
        #expect(Vocabulary.saddle.mistakes == [])
    }

    private static let valid = """
        name: same
        data: {dataset: ring, samples: 2000}
        noise: {dimension: 2}
        generator: {layers: [dense: 2]}
        discriminator: {layers: [dense: 1]}
        training: {iterations: 1}
        """

    /// Where the critic is not what a test is about: by default it would take most of the test's time.
    private static let critic = "\nevaluation: {critic: {iterations: 20}}"

    private func files(_ texts: [String]) throws -> (folder: TemporaryFolder, paths: [String]) {
        let folder = try TemporaryFolder()
        return (folder, try texts.enumerated().map { try folder.write("\($0).yaml", $1) })
    }

    /// Of 2,000 training samples. A batch that reaches their end goes on with their beginning. The
    /// run is the one that gives the iterations.
    @Test(arguments: [
        ("epochs: 2", "", 63), ("epochs: 2, batch_size: 100", "", 40), ("epochs: 0.5, batch_size: 9", "", 112),
        ("epochs: 1e-9", "", 1), ("epochs: 3, batch_size: 100", "\nstep_ratio: {discriminator: 2}", 30),
        ("epochs: 3, batch_size: 50", "\nstep_ratio: {generator: 3}", 120),
    ])
    func epochsAreIterations(_ given: String, _ more: String, _ iterations: Int) throws {
        let text = Self.valid + more
        let counted = given.replacing(#/epochs: [^,]*/#, with: "iterations: \(iterations)")
        let (folder, paths) = try files([
            text.replacing("iterations: 1", with: given),
            text.replacing("iterations: 1", with: counted).replacing("same", with: "other"),
        ])
        defer { withExtendedLifetime(folder) {} }
        let experiments = try Preparation(files: paths).experiments
        let run = experiments[0].runs[0]
        #expect(run.spec.training.iterations == iterations && run.spec.training.epochs == nil)
        #expect(run.id == experiments[1].runs[0].id)
        #expect(run.spec.evaluation == experiments[1].runs[0].spec.evaluation)
        #expect(CheckText.text(experiments[0], width: nil).contains("training: \(iterations) iterations of batches of"))
    }

    /// Nothing is said of networks that only the data could have shown.
    @Test func aTableThatIsMissingIsOneError() throws {
        let text = Self.valid.replacing("{dataset: ring, samples: 2000}", with: "{dataset: table, path: none.csv}")
            .replacing("[dense: 2]", with: "[dense: 4, relu, table]")
        let (folder, paths) = try files([text])
        defer { withExtendedLifetime(folder) {} }
        let error = try #require(throws: DiagnosticError.self) { try Preparation(files: paths) }
        #expect(error.diagnostics.map(\.message) == ["'\(folder.path("none.csv"))' does not exist"])
    }

    @Test func twoFilesOfOneNameWouldShareAFolder() throws {
        let (folder, paths) = try files([Self.valid, Self.valid])
        defer { withExtendedLifetime(folder) {} }
        let error = try #require(throws: DiagnosticError.self) { try Preparation(files: paths) }
        #expect(error.diagnostics.count == 1)
        #expect(error.diagnostics[0].message.contains("both named 'same'"))
    }

    @Test func errorsOfEveryFileComeTogether() throws {
        let (folder, paths) = try files([
            Self.valid.replacing("dense: 2", with: "dense: 3"),
            Self.valid.replacing("same", with: "other").replacing("dense: 1", with: "dense: 2"),
        ])
        defer { withExtendedLifetime(folder) {} }
        let error = try #require(throws: DiagnosticError.self) { try Preparation(files: paths) }
        #expect(
            error.diagnostics.map(\.message) == [
                "produces [3]; data 'ring' has shape [2]", "produces [2]; a discriminator gives one number, [1]",
            ])
        #expect(error.diagnostics.map { $0.location?.line } == [4, 5])
    }

    /// Before anything is trained, not after hours of other runs.
    @Test func everyCellOfADataFileIsChecked() throws {
        let data = try TemporaryFolder()
        try data.write("data.csv", "a,b\n1,2\n3,4\n5,x\n".utf8)
        let (folder, paths) = try files([
            Self.valid.replacing(
                "{dataset: ring, samples: 2000}", with: "{dataset: csv, path: \(data.path("data.csv"))}")
        ])
        defer { withExtendedLifetime(folder) {} }
        let error = try #require(throws: DiagnosticError.self) { try Preparation(files: paths) }
        #expect(error.diagnostics.count == 1)
        #expect(error.diagnostics[0].message.hasSuffix("line 4, column 'b' holds 'x', not a number"))
        #expect(error.diagnostics[0].location?.line == 2 && error.diagnostics[0].help != nil)
    }

    @Test("pictures of 8 bits take a byte for each value, other numbers four")
    func bytesOfData() throws {
        for (name, bytes) in [
            ("benchmarks/dcgan64.yaml", 1400 * 64 * 64 * 3), ("quickstart.yaml", 1797 * 64),
            ("benchmarks/ring.yaml", 4 * 1400 * 2),
        ] {
            let run = try #require(try Preparation(files: [Shipped.path(name)]).experiments.first?.runs.first)
            #expect(run.memory.data == bytes, "\(name)")
        }
    }

    @Test func runsMustFitIntoTheMachine() throws {
        let (folder, paths) = try files([Self.valid + "\nsweep: {grid: {noise.dimension: [1, 2, 3]}}\n"])
        defer { withExtendedLifetime(folder) {} }
        let largest = try #require(try Preparation(files: paths).experiments.first?.runs.last)
        let bytes = UInt64(largest.memory.total)
        #expect(largest.memory.data > 0 && largest.memory.training == largest.blueprint.memoryBytes(largest.spec))
        // Judges look while the run is still in memory.
        #expect(largest.memory.onTop > 0)
        func found(_ memory: UInt64, jobs: Int = 1) -> [Diagnostic] {
            do { return try Preparation(files: paths, jobs: jobs, memory: memory).remarks } catch {
                return error.diagnostics
            }
        }
        let error = try #require(found(bytes - 1).first)
        #expect(error.severity == .error && error.location?.line == 6)
        #expect(error.message.hasPrefix("the run '\(largest.id)' takes "))
        #expect(error.help?.contains("training.batch_size") == true)
        #expect(found(bytes).map(\.severity) == [.warning])
        #expect(found(bytes * 4 / 3 + 1).isEmpty)
        #expect(found(bytes * 4 / 3 + 1, jobs: 3).map(\.help) == ["give fewer --jobs"])
        #expect(found(4 * bytes, jobs: 9).isEmpty)
    }

    /// A checkpoint that lost a tensor is of no use; the run goes on from the one before it, with clean parameters.
    /// Where none is left it is trained from the beginning, to the same numbers.
    @Test(arguments: [1, 3])
    func aDamagedCheckpointIsNotTakenUp(damaged: Int) throws {
        let text = Self.valid.replacing("iterations: 1", with: "iterations: 20, batch_size: 8") + Self.critic
        let (folder, paths) = try files([text + "\noutput: {checkpoint_every: 3}\n"])
        defer { withExtendedLifetime(folder) {} }
        let experiments = try Preparation(files: paths).experiments
        func run(_ name: String, questions: Int = .max) throws -> Session.Result {
            let patience = Patience(questions: questions)
            let options = Session.Options(results: folder.path + "/" + name, threads: 1)
            let session = Session(experiments, options)
            return try #require(session.run(isInterrupted: { patience.isOver }, report: { _ in }).first)
        }
        func metrics(_ result: Session.Result) throws -> Data {
            try Data(contentsOf: URL(fileURLWithPath: result.folder + "/metrics.csv"))
        }
        let whole = try metrics(run("whole"))
        let checkpoints = URL(fileURLWithPath: try run("damaged", questions: 8).folder + "/checkpoints")
        let names = try FileManager.default.contentsOfDirectory(atPath: checkpoints.path).sorted()
        #expect(names == [3, 6, 7].map { "iteration-\($0).safetensors" })
        for name in names.suffix(damaged) {
            let url = checkpoints.appendingPathComponent(name)
            var checkpoint = try Safetensors([UInt8](Data(contentsOf: url)))
            checkpoint.tensors.removeLast()
            try Data(checkpoint.bytes).write(to: url)
        }
        let last = try run("damaged")
        #expect(last.outcome.status == .complete)
        #expect(try metrics(last) == whole)
    }

    @Test func whatIsDoneIsSkippedAndWhatWasInterruptedContinues() throws {
        let (folder, paths) = try files([Self.valid.replacing("iterations: 1", with: "iterations: 20") + Self.critic])
        defer { withExtendedLifetime(folder) {} }
        let experiments = try Preparation(files: paths).experiments
        let session = Session(experiments, Session.Options(results: folder.path + "/results", threads: 1))
        let patience = Patience(questions: 5)
        let first = try session.run(
            isInterrupted: { patience.isOver }, report: { _ in })
        #expect(first.map(\.outcome.status) == [.interrupted])
        #expect(try session.plan().map(\.intention) == [.resume])
        #expect(try session.run(isInterrupted: { false }, report: { _ in }).map(\.outcome.status) == [.complete])
        #expect(try session.plan().map(\.intention) == [.skip])
    }
}
