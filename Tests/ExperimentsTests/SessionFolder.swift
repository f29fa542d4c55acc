import Configuration
import Experiments
import Foundation
import Synchronization
import TestSupport

/// An experiment that is done in a moment, to which a test adds what it is about.
/// - Parameters:
///   - every: iterations from one evaluation to the next.
///   - critic: the section of that name.
func tinyExperiment(
    _ name: String, samples: Int = 100, iterations: Int, every: Int, critic: String = "{iterations: 0}"
) -> String {
    """
    name: \(name)
    data: {dataset: ring, samples: \(samples)}
    noise: {dimension: 2}
    generator: {layers: [dense: 2]}
    discriminator: {layers: [dense: 1]}
    training: {iterations: \(iterations), batch_size: 4}
    evaluation: {every: \(every), samples: 10, metrics: none, critic: \(critic)}

    """
}

/// Trains an experiment in a folder of its own, in this process: a test can interrupt it at any iteration.
struct SessionFolder {
    let folder: TemporaryFolder
    private let file: String

    init(_ text: String) throws {
        folder = try TemporaryFolder()
        file = try folder.write("experiment.yaml", text)
    }

    func remove() { withExtendedLifetime(folder) {} }

    var results: String { folder.path("results") }

    func prepare() throws -> [PreparedExperiment] { try Preparation(files: [file]).experiments }

    /// - Parameter iterations: of all jobs together, after which the session is interrupted; nil: never.
    @discardableResult func run(
        interruptedAfter iterations: Int? = nil, threads: Int = 2, jobs: Int = 1, fresh: Bool = false,
        launcher: (any TrainingLauncher)? = nil, sinks: [any Sink.Type] = Sinks.all,
        report: (SessionEvent) -> Void = { _ in }
    ) throws -> [Session.Result] {
        var options = Session.Options(
            results: results, threads: threads, jobs: jobs, fresh: fresh, launcher: launcher)
        options.sinks = sinks
        let session = Session(try prepare(), options)
        // Asked before each run, too.
        let patience = Patience(questions: (iterations ?? .max - jobs) + jobs)
        return try session.run(isInterrupted: { patience.isOver }, report: report)
    }

    /// The paths of the runs' folders, in the order of the runs.
    func folders() throws -> [String] {
        try prepare().flatMap { experiment in experiment.runs.map { "\(results)/\(experiment.name)/\($0.id)" } }
    }

    /// Every file but the clock's.
    func bytes() throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: results) where !name.hasSuffix("timing.csv") {
            let url = URL(fileURLWithPath: results).appendingPathComponent(name)
            guard try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { continue }
            var data = try Data(contentsOf: url)
            // Reports name the folder, and so do their checksums.
            if name.hasSuffix("status.json") { data = try Self.withoutReports(data) }
            files[name] = String(data: data, encoding: .utf8).map { Data($0.replacing(results, with: "").utf8) } ?? data
        }
        return files
    }

    private static func withoutReports(_ status: Data) throws -> Data {
        guard var record = try JSONSerialization.jsonObject(with: status) as? [String: Any] else { return status }
        record["checksum"] = nil
        let files = record["files"] as? [String: Any]
        record["files"] = files?.filter { !$0.key.hasPrefix("equilibrium.") && $0.key != "report.html" }
        return try JSONSerialization.data(withJSONObject: record, options: [.sortedKeys, .prettyPrinted])
    }

    /// Makes the records of all runs those of an earlier version, which did not list files.
    func forgetFiles() throws {
        for folder in try folders() {
            let url = URL(fileURLWithPath: "\(folder)/status.json")
            let json = try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any]
            let record = json?.filter { !["files", "checksum"].contains($0.key) } ?? [:]
            try JSONSerialization.data(withJSONObject: record).write(to: url)
        }
    }

    /// A column of a CSV file of the only run.
    func column(_ column: String, of name: String) throws -> [String] {
        // The table over all runs has the name of a run's own.
        let found = try bytes().keys.filter { $0.hasSuffix("/\(name)") }
        guard let path = found.max(by: { $0.split(separator: "/").count < $1.split(separator: "/").count }) else {
            return []
        }
        let text = try String(contentsOfFile: "\(results)/\(path)", encoding: .utf8)
        let rows = text.split(whereSeparator: \.isNewline)
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        guard let index = rows.first?.firstIndex(of: column) else { return [] }
        return rows.dropFirst().map { $0[index] }
    }
}

/// Interrupts a session at a question that it is known by: jobs ask once before every run and after every iteration.
final class Patience: Sendable {
    private let questions: Int
    private let asked = Atomic<Int>(0)

    init(questions: Int) { self.questions = questions }

    var isOver: Bool { asked.add(1, ordering: .relaxed).oldValue >= questions }
}
