import Experiments
import Formats
import Foundation
import Reporting
import Synchronization

/// One set-up with every remedy that applies to it.
struct SetupTrial {
    let file: String
    let saddle: String
    let results: String
    let log: TrialLog

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private var name: String { URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent }

    func run(jobs: Int) throws {
        guard let spec = try Preparation(files: [file]).experiments.first?.runs.first?.spec else {
            throw Failure(description: "\(file) describes no run")
        }
        let todo = Remedies.all.filter { !log.has(name, $0.name) }.compactMap { remedy in
            remedy.settings(spec).map { (name: remedy.name, settings: $0) }
        }
        guard !todo.isEmpty else { return }
        let before = try outcomes([])
        let next = Atomic(0)
        let failures = Mutex<[any Error]>([])
        DispatchQueue.concurrentPerform(iterations: jobs) { _ in
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                guard index < todo.count, failures.withLock({ $0.isEmpty }) else { return }
                do {
                    try attempt(todo[index].name, todo[index].settings, before)
                } catch {
                    failures.withLock { $0.append(error) }
                }
            }
        }
        if let failure = failures.withLock({ $0.first }) { throw failure }
    }

    private func attempt(_ remedy: String, _ settings: [String], _ before: [Outcome]) throws {
        let after = try outcomes(settings)
        let trials = zip(before, after).enumerated().map { index, pair in
            Trial(
                setup: name, seed: index + 1, verdict: pair.0.verdict, bound: pair.0.bound, remedy: remedy,
                settings: settings.joined(separator: " "), verdictAfter: pair.1.verdict, boundAfter: pair.1.bound)
        }
        try log.add(trials)
        let text = trials.map { String(format: "%.3f -> %.3f", $0.bound, $0.boundAfter) }.joined(separator: ", ")
        // Unbuffered: who follows a log sees each line as it comes.
        FileHandle.standardOutput.write(Data("\(name), \(remedy): \(text)\n".utf8))
    }

    /// What became of a run.
    private struct Outcome {
        let verdict: String
        /// 1 where training broke down.
        let bound: Double
    }

    private func outcomes(_ settings: [String]) throws -> [Outcome] {
        let folder = "\(results)/\(UUID().uuidString)"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: saddle)
        process.arguments =
            ["run", file, "--results", folder, "--threads", "1", "--quiet"] + settings.flatMap { ["--set", $0] }
        let errors = Pipe()
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        try process.run()
        let text = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        // 1: a run diverged, which is an outcome.
        guard process.terminationStatus <= 1 else {
            throw Failure(description: "\(file) \(settings): \(String(decoding: text, as: UTF8.self))")
        }
        let path = "\(folder)/\(name)/runs.csv"
        let rows = try RunsTable.results(CSVFileRows(path))
        guard rows.allSatisfy({ $0.isFinished || $0.status == "diverged" }) else {
            throw Failure(description: "\(file) \(settings): \(String(decoding: text, as: UTF8.self))")
        }
        return rows.map { Outcome(verdict: $0.verdict, bound: $0.bound ?? 1) }
    }
}
