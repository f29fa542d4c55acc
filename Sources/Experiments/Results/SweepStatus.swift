import Diagnostics
import Foundation
import Reporting

/// How far the runs of an experiment are, by the files in their folders: on any machine that sees them, and whether a
/// scheduler remembers its jobs or not.
public struct SweepStatus {
    public enum State: String, CaseIterable, Sendable {
        case done, running, interrupted, failed, lost, submitted
        case notBegun = "not begun"
    }

    /// A run of which there is something to say.
    public struct Line: Sendable {
        public let run: String
        public let state: State
        /// Where and how far it is, or why it is not.
        public let text: String
    }

    public let experiment: String
    public private(set) var counts: [State: Int] = [:]
    /// Of runs that lie beside those of the sweep as it was last begun: of the same sweep as it was, or of single
    /// calls.
    public private(set) var others: [State: Int] = [:]
    /// Of those that run, were interrupted, failed or are lost, in the order of the plan.
    public private(set) var lines: [Line] = []
    /// Why nothing is known of what Slurm has, so that its jobs are taken for alive; else nil.
    public private(set) var unasked: String?

    private let place: ExperimentFolder
    /// By the clock of the machine that has the files: those of others may be wrong.
    private let now: Double

    public init(_ path: String) throws {
        place = ExperimentFolder(path: path)
        experiment = FilePath.name(path)
        now = RunUnderWay.clock(of: path)
        let plan = try RunPlan.latest(in: place)
        let places = try RunPlaces(in: path)
        let begun = try Self.names(plan, in: path)
        let known = Set(begun ?? [])
        let beside = try places.names.filter { name in
            try !known.contains(name) && places.path(of: name).map { try ExperimentFolder.holdsRun($0) } ?? false
        }
        let names = (begun ?? []) + beside
        let firstBeside = begun?.count ?? names.count
        let submitted = try plan.map { try SlurmRecords($0).submitted(of: $0) } ?? []
        var taken: Set<Int>?
        if !submitted.isEmpty, let plan {
            do throws(DiagnosticError) { taken = try SlurmRecords(plan).taken(of: plan) } catch {
                unasked = error.diagnostics.first?.message ?? "\(error)"
            }
        }
        let folders = names.map { places.path(of: $0) ?? places.newPath(of: $0, count: names.count) }
        let checked =
            names.count > CheckedRuns.mostRead
            ? try CheckedRuns(in: path).standing(in: folders, isOfTables: true) : folders.map { _ in nil }
        func count(_ state: State, _ index: Int) {
            if index < firstBeside { counts[state, default: 0] += 1 } else { others[state, default: 0] += 1 }
        }
        var gone: [(run: Int, line: Int)] = []
        // Of the plan, which may not be what was begun last.
        let planned =
            submitted.isEmpty
            ? [:] : Dictionary(try plan?.names().enumerated().map { ($1, $0) } ?? [], uniquingKeysWith: { $1 })
        for (index, name) in names.enumerated() {
            guard checked[index] == nil else {
                count(.done, index)
                continue
            }
            let (state, text) = try look(RunFolder(folders[index])) {
                guard let own = planned[name], submitted.contains(own) else { return (.notBegun, nil) }
                guard let taken, !taken.contains(own) else { return (.submitted, nil) }
                return (.lost, Self.gone)
            }
            count(state, index)
            if let text { lines.append(Line(run: name, state: state, text: text)) }
            if text == Self.gone, let own = planned[name] { gone.append((own, lines.count - 1)) }
        }
        guard let plan, !gone.isEmpty else { return }
        let words = try SlurmRecords(plan).lastWords(of: Set(gone.map(\.run)), plan)
        for (run, line) in gone {
            guard let said = words[run] else { continue }
            lines[line] = Line(
                run: lines[line].run, state: .lost, text: "its job of Slurm is gone; the last that it said: \(said)")
        }
    }

    /// The runs of the sweep as it was last begun, by a session or by a plan; nil where neither says.
    private static func names(_ plan: RunPlan?, in path: String) throws -> [String]? {
        guard let written = try SweepNames.read(in: path) else { return try plan?.names() }
        guard let plan, try Folder.stamp(plan.path)?.time ?? 0 > written.time else { return written.runs }
        return try plan.names()
    }

    /// Of a run whose job has ended without a word in the run's folder.
    private static let gone =
        "its job of Slurm is gone and printed nothing: its node could not write into the folder (Slurm says 0:53)"

    private func look(
        _ folder: RunFolder, _ waiting: () -> (State, String?)
    ) throws(FileError) -> (State, String?) {
        let content = try AtomicFile.readIfThere(folder.file(RunRecord.name))
        if let content, Self.isFinal(content), try !folder.isToBeginAnew() { return (.done, nil) }
        let pulse = try RunPulse.last(folder, now: now)
        if let (beat, age) = pulse {
            let machine = beat.node ?? beat.host
            let who = beat.job.map { "\(machine), job \($0)" } ?? "\(machine), process \(beat.process)"
            if try RunUnderWay.isAlive(beat, age: age, in: folder) {
                return (.running, "on \(who): \(beat.progress)")
            }
            if beat.isInterrupted != true {
                let silence = "not heard of for \(NumberText.grouped(Int(max(0, age)))) s"
                let isJudging = beat.isJudging == true
                return (
                    .lost,
                    "on \(who), \(silence)\(isJudging ? ", while it was judged" : ""): the same saddle run "
                        + (isJudging ? "judges it" : "continues it")
                )
            }
        }
        if let content, let record = RunRecord(content), record.status == .failed {
            // Submitted again, it waits.
            let (state, _) = waiting()
            return state == .submitted ? (state, nil) : (.failed, record.message ?? "it gave no reason")
        }
        let (state, text) = waiting()
        guard state == .notBegun else { return (state, text) }
        // What was killed before its first checkpoint starts over: like a run that is yet to start.
        var last = content.flatMap { RunRecord($0) }?.iteration
        if last == nil { last = try folder.checkpoints().last }
        if pulse == nil {
            let isCut = try Folder.kind(folder.file(RunPulse.name)) == .file
            let isBegun = try ExperimentFolder.holdsRun(folder.path)
            let isToBeginAnew = try folder.isToBeginAnew()
            if !isToBeginAnew, isCut || isBegun && last == nil { return try Self.first(of: folder, after: last) }
        }
        guard let last, last > 0 else { return (state, text) }
        let place = "at iteration \(NumberText.grouped(last))"
        guard pulse?.beat.isJudging == true else { return (.interrupted, "\(place): the same saddle run continues it") }
        return (
            .interrupted, "trained to its end, \(place), and not judged yet: the same saddle run judges it"
        )
    }

    /// Of a run that has a folder and no whole beat: it is in the first moments of a call, or its program was killed in
    /// them.
    /// - Parameter iteration: from which it can go on; nil: from none.
    private static func first(of folder: RunFolder, after iteration: Int?) throws(FileError) -> (State, String?) {
        guard try FolderLock.take(folder.path) != nil else { return (.running, "on this machine: it has just begun") }
        guard let iteration, iteration > 0 else {
            return (.lost, "before its first checkpoint: the same saddle run begins it again")
        }
        return (.lost, "at iteration \(NumberText.grouped(iteration)): the same saddle run continues it")
    }

    /// Whether a record says that the run is done: by its word alone, since a sweep may have a million records.
    private static func isFinal(_ record: [UInt8]) -> Bool {
        let marker = Array("\"status\" : \"".utf8)
        guard let start = record.firstRange(of: marker)?.upperBound,
            let end = record[start...].firstIndex(of: UInt8(ascii: "\""))
        else { return false }
        return RunStatus(rawValue: String(decoding: record[start..<end], as: UTF8.self))?.isFinal ?? false
    }

    /// Folders of experiments: the one that is given, or those in it.
    public static func experiments(in path: String) throws -> [String] {
        let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        guard try Folder.kind(path) == .folder else {
            throw DiagnosticError(
                Diagnostic("'\(path)' is not a folder", help: "give a folder that saddle run wrote"))
        }
        func isExperiment(_ path: String) throws -> Bool {
            if try Folder.kind("\(path)/\(RunPlan.folder)") == .folder { return true }
            if try Folder.kind("\(path)/runs.csv") == .file { return true }
            // Nothing may have ended yet.
            return try Folder.kind(path) == .folder
                && Folder.names(in: path).contains { try ExperimentFolder.holdsRun("\(path)/\($0)") }
        }
        if try isExperiment(path) { return [path] }
        let inner = try Folder.names(in: path).map { "\(path)/\($0)" }.filter { try isExperiment($0) }
        guard !inner.isEmpty else {
            throw DiagnosticError(
                Diagnostic("no experiments in '\(path)'", help: "give a folder that saddle run wrote"))
        }
        return inner
    }

    /// Ends what Slurm has of an experiment's jobs.
    /// - Returns: how many tasks there were.
    public static func cancel(_ path: String) throws -> Int { try SlurmRecords(ExperimentFolder(path: path)).cancel() }
}
