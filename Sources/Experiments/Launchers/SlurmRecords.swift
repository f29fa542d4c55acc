import Diagnostics
import Foundation
import Reporting

/// What was submitted to Slurm for an experiment, in the folder `slurm` beside its runs: which array trains which runs
/// of which plan, and what its tasks print. Slurm itself forgets jobs minutes after they end.
struct SlurmRecords {
    static let script = "#!/bin/sh\nexec \"$@\"\n"

    /// An array.
    struct Job: Codable {
        let job: String
        /// Names of files.
        let plan: String, selection: String
        /// The task that its first one is, of those that were submitted together.
        let first: Int
        let tasks: Int
        let runsPerTask: Int
    }

    private let folder: String
    private let plans: String

    init(_ plan: RunPlan) { self.init(plan.place) }

    init(_ place: ExperimentFolder) {
        folder = "\(place.path)/slurm"
        plans = "\(place.path)/\(RunPlan.folder)"
    }

    var logs: String { "\(folder)/logs" }
    var script: String { "\(folder)/task.sh" }
    private var jobsPath: String { "\(folder)/jobs.jsonl" }

    /// The file that says which runs are submitted together: that many lines of one length, an index in each.
    var nextSelection: String {
        var number = 1
        while access("\(folder)/runs-\(number).txt", F_OK) == 0 { number += 1 }
        return "\(folder)/runs-\(number).txt"
    }

    /// Writes what tasks need.
    /// - Returns: the selection's path.
    func begin(_ runs: [Int]) throws -> String {
        // Slurm fails a job whose output has no folder, and says nothing of it.
        try Folder.make(logs)
        try AtomicFile.write(Self.script, to: script)
        let path = nextSelection
        try AtomicFile.write(RunSelection.text(runs), to: path)
        return path
    }

    func note(_ job: Job) throws {
        if try Folder.kind(jobsPath) == nil { try AtomicFile.write("", to: jobsPath) }
        try AtomicFile.append(try JSONLine.text(job), to: jobsPath)
    }

    func jobs() throws -> [Job] {
        try AtomicFile.readIfThere(jobsPath)?.split(separator: UInt8(ascii: "\n")).compactMap(JSONLine.read) ?? []
    }

    /// Tasks that Slurm has, by array: those that wait, and those that run.
    static func alive() throws(DiagnosticError) -> [String: [Int: String]] {
        let said = try SlurmCommand.output(["squeue", "--me", "--array", "--noheader", "--format=%F %K %T"])
        var alive: [String: [Int: String]] = [:]
        for line in said.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 3, let task = Int(words[1]) else { continue }
            alive[String(words[0]), default: [:]][task] = String(words[2])
        }
        return alive
    }

    /// Runs of a plan that were ever submitted.
    func submitted(of plan: RunPlan) throws -> Set<Int> {
        var runs: Set<Int> = []
        for job in try jobs() where job.plan == FilePath.name(plan.path) {
            // All tasks of an array in one read.
            let selection = RunSelection("\(folder)/\(job.selection)")
            let first = job.first * job.runsPerTask
            runs.formUnion(try selection.runs(from: first, count: job.tasks * job.runsPerTask))
        }
        return runs
    }

    /// Runs of a plan that wait or are trained, by any array of any plan of the experiment.
    func taken(of plan: RunPlan) throws(DiagnosticError) -> Set<Int> {
        do {
            let jobs = try jobs()
            guard !jobs.isEmpty else { return [] }
            let alive = try Self.alive()
            var taken: Set<Int> = []
            var names: Set<String> = []
            for job in jobs {
                for task in (alive[job.job] ?? [:]).keys where task < job.tasks {
                    let runs = try RunSelection("\(folder)/\(job.selection)").runs(
                        of: job.first + task, runsPerTask: job.runsPerTask)
                    if job.plan == FilePath.name(plan.path) {
                        taken.formUnion(runs)
                    } else if try Folder.kind("\(plans)/\(job.plan)") == .file {
                        let other = try RunPlan("\(plans)/\(job.plan)")
                        for run in runs where run < other.count { names.insert(try other.entry(run).run) }
                    }
                }
            }
            guard !names.isEmpty else { return taken }
            for index in 0..<plan.count where names.contains(try plan.entry(index).run) { taken.insert(index) }
            return taken
        } catch let error as DiagnosticError {
            throw error
        } catch { throw DiagnosticError(Diagnostic("\(error)")) }
    }

    /// What the last task of each run printed last: why it ended, where the run says nothing itself. A node's processor
    /// may not know the program, or its disk may have been full.
    /// - Parameter runs: of a plan.
    func lastWords(of runs: Set<Int>, _ plan: RunPlan) throws -> [Int: String] {
        var words: [Int: String] = [:]
        for job in try jobs() where job.plan == FilePath.name(plan.path) {
            let selection = RunSelection("\(folder)/\(job.selection)")
            let all = try selection.runs(from: job.first * job.runsPerTask, count: job.tasks * job.runsPerTask)
            for (place, run) in all.enumerated() where runs.contains(run) {
                let path = "\(logs)/\(job.job)_\(place / job.runsPerTask).log"
                if let line = try Self.lastLine(of: path) { words[run] = line }
            }
        }
        return words
    }

    /// nil where there is none.
    private static func lastLine(of path: String) throws(FileError) -> String? {
        guard let stamp = try Folder.stamp(path) else { return nil }
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw FileError(path: path, code: errno) }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 2000)
        let read = pread(file, &bytes, bytes.count, max(0, stamp.bytes - bytes.count))
        guard read >= 0 else { throw FileError(path: path, code: errno) }
        return String(decoding: bytes.prefix(read), as: UTF8.self).split(separator: "\n").last.map(String.init)
    }

    /// Ends every task that waits or runs.
    /// - Returns: how many there were.
    func cancel() throws -> Int {
        let jobs = try jobs()
        guard !jobs.isEmpty else { return 0 }
        let alive = try Self.alive()
        let own = jobs.filter { alive[$0.job] != nil }
        for job in own { _ = try SlurmCommand.output(["scancel", job.job]) }
        return own.reduce(0) { $0 + (alive[$1.job]?.count ?? 0) }
    }
}

/// Runs of a plan that are trained by tasks: the file that `SlurmRecords` writes.
public struct RunSelection {
    private static let line = 10
    private let path: String

    public init(_ path: String) { self.path = path }

    static func text(_ runs: [Int]) -> String {
        runs.map { run in
            let digits = String(run)
            return String(repeating: "0", count: line - 1 - digits.count) + digits + "\n"
        }.joined()
    }

    /// The indices of the runs that a task trains; empty where there is no such task.
    public func runs(of task: Int, runsPerTask: Int) throws(FileError) -> [Int] {
        try runs(from: task * runsPerTask, count: runsPerTask)
    }

    /// Those of so many lines, or of as many as there are.
    func runs(from first: Int, count: Int) throws(FileError) -> [Int] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw FileError(path: path, code: errno) }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: count * Self.line)
        let read = pread(file, &bytes, bytes.count, first * Self.line)
        guard read >= 0 else { throw FileError(path: path, code: errno) }
        return String(decoding: bytes.prefix(read), as: UTF8.self).split(separator: "\n").compactMap { Int($0) }
    }
}
