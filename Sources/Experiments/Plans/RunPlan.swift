import Configuration
import Diagnostics
import Foundation
import Reporting

/// The runs of an experiment, written down so that anything can train them one by one: GNU parallel, a job array of
/// Slurm, an indexed Job of Kubernetes. A task opens the plan, takes its run by index, and reads nothing else of it.
///
/// A plan lies in `results/EXPERIMENT/plans` and is never changed: its name comes from all that it says, so a sweep
/// that was edited has another plan, and the same one is written once. Lines of JSON:
///
///     {"saddle":"plan","version":1,"experiment":"small","description":"","sweep":true,"runs":12}
///         and "folder": what paths of data are relative to, as seen from the plan's, where there are any
///     {"index":0,"run":"seed=1-3f9a1c2e","hash":"...","parameters":[["seed","1"]],"swept":["seed"],"config":"..."}
///     ...
///     [            102,"91b3..."]        for each run, where its line begins and its hash: lines of one length
///     [          73822,                12]     where those lines begin, and how many there are
///
/// So a run is found in a plan of a million by three short reads.
public struct RunPlan: Sendable {
    static let version = 1
    static let folder = "plans"

    public let path: String
    public let experiment: String
    public let description: String
    /// How many runs it has. Their indices count from 0.
    public let count: Int
    let isSweep: Bool
    /// That the paths of its runs' data are relative to, as seen from the plan's; nil: there are none.
    let dataFolder: String?
    private let indexStart: Int

    /// A run of a plan.
    struct Entry: Codable, Sendable {
        let index: Int
        /// The name of its folder.
        let run: String
        let hash: String
        /// Pairs of a path and what it is set to.
        let parameters: [[String]]
        let swept: [String]
        /// The resolved configuration, as `config.yaml` will have it.
        let config: String
    }

    struct Header: Codable {
        let saddle: String
        let version: Int
        let experiment: String
        let description: String
        let sweep: Bool
        let runs: Int
        var folder: String?
    }

    /// Opens a plan.
    /// - Throws: where there is none, or it was not written to its end.
    public init(_ path: String) throws(DiagnosticError) {
        func isNone(_ why: String) -> DiagnosticError {
            DiagnosticError(
                Diagnostic(
                    "'\(path)' is not a plan of runs: \(why)", help: "saddle run FILE --plan-only writes one"))
        }
        do {
            let file = try PlanFile(path)
            let line = try file.line(at: 0)
            guard let header: Header = JSONLine.read(line), header.saddle == "plan" else {
                throw isNone("its first line does not say so")
            }
            guard header.version == Self.version else {
                throw isNone("it is of version \(header.version), and this program reads \(Self.version)")
            }
            let length = PlanFile.indexLine
            let end = try file.bytes()
            let trailer = try file.read(at: max(0, end - length), count: length)
            guard let numbers: [Int] = JSONLine.read(trailer), numbers.count == 2, numbers[1] == header.runs,
                numbers[0] + (numbers[1] + 1) * length == end
            else { throw isNone("its last lines are missing") }
            self.path = path
            (experiment, description, isSweep, count) =
                (header.experiment, header.description, header.sweep, header.runs)
            dataFolder = header.folder
            indexStart = numbers[0]
        } catch let error as DiagnosticError {
            throw error
        } catch {
            throw isNone((error as? FileError)?.reason ?? "\(error)")
        }
    }

    /// The folder of its experiment.
    var place: ExperimentFolder { ExperimentFolder(path: FilePath.parent(FilePath.parent(path))) }

    /// What it says of a run.
    func entry(_ index: Int) throws -> Entry {
        precondition((0..<count).contains(index))
        let file = try PlanFile(path)
        let start = try file.read(at: indexStart + index * PlanFile.indexLine, count: PlanFile.indexLine)
        guard let offset = PlanFile.offset(start) else { throw damage(index) }
        let line = try file.line(at: offset)
        guard let entry: Entry = JSONLine.read(line), entry.index == index,
            entry.parameters.allSatisfy({ $0.count == 2 })
        else { throw damage(index) }
        return entry
    }

    /// A run as its experiment's file described it.
    /// - Throws: where this program does not understand its configuration, or understands another one.
    func run(_ entry: Entry) throws(DiagnosticError) -> Run {
        let run = try ExperimentFile.run(
            resolved: entry.config, path: "\(path), run \(entry.index)", id: entry.run,
            parameters: entry.parameters.map { Parameter(path: $0[0], text: $0[1]) }, swept: entry.swept,
            plan: (path, dataFolder), vocabulary: .saddle)
        guard Self.text(run.hash) == entry.hash else {
            throw DiagnosticError(
                Diagnostic(
                    "run \(entry.index) of '\(path)' is another run to this version of the program",
                    help: "write the plan again with the program that trains it: saddle run FILE --plan-only"))
        }
        return run
    }

    /// The names of all its runs' folders, in order, without a look at the rest of what it says.
    func names() throws -> [String] {
        let file = try PlanFile(path)
        let lines = try file.read(at: indexStart, count: count * PlanFile.indexLine)
        let marker = Array(",\"run\":\"".utf8)
        return try (0..<count).map { index in
            let start = Array(lines[index * PlanFile.indexLine..<(index + 1) * PlanFile.indexLine])
            // Names hold nothing that JSON escapes, and stand at the beginning of a line.
            guard let offset = PlanFile.offset(start), case let line = try file.read(at: offset, count: 256),
                let name = line.firstRange(of: marker)?.upperBound,
                let end = line[name...].firstIndex(of: UInt8(ascii: "\""))
            else { throw damage(index) }
            return String(decoding: line[name..<end], as: UTF8.self)
        }
    }

    /// The plan that was written last in an experiment's folder; nil where there is none.
    static func latest(in place: ExperimentFolder) throws -> RunPlan? {
        let folder = "\(place.path)/\(Self.folder)"
        let paths = try Folder.names(in: folder).filter { $0.hasSuffix(".jsonl") }.map { "\(folder)/\($0)" }
        let times = try paths.map { try Folder.stamp($0)?.time ?? 0 }
        return try zip(paths, times).max { $0.1 < $1.1 }.map { try RunPlan($0.0) }
    }

    /// What the names of all its runs end with.
    func tails() throws -> Set<String> {
        let lines = try PlanFile(path).read(at: indexStart, count: count * PlanFile.indexLine)
        return Set(
            (0..<count).compactMap { index in
                let start = index * PlanFile.indexLine + PlanFile.hashStart
                let text = String(decoding: lines[start..<start + 16], as: UTF8.self)
                return UInt64(text, radix: 16).map(Run.tail)
            })
    }

    private func damage(_ index: Int) -> DiagnosticError {
        DiagnosticError(
            Diagnostic(
                "the plan '\(path)' is damaged at run \(index)",
                help: "remove it; saddle run FILE --plan-only writes it again"))
    }

    static func text(_ hash: UInt64) -> String {
        let text = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}

/// The bytes of a plan, read where they are needed.
private final class PlanFile {
    /// Bytes of a line of the index, and where a hash stands in it.
    static let indexLine = 37
    static let hashStart = 18

    private let path: String
    private let file: Int32

    init(_ path: String) throws(FileError) {
        self.path = path
        file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw FileError(path: path, code: errno) }
    }

    deinit { close(file) }

    func bytes() throws(FileError) -> Int {
        let end = lseek(file, 0, SEEK_END)
        guard end >= 0 else { throw FileError(path: path, code: errno) }
        return end
    }

    /// As many bytes as there are, up to `count`.
    func read(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let got = bytes.withUnsafeMutableBytes {
                pread(file, $0.baseAddress?.advanced(by: done), count - done, offset + done)
            }
            if got == 0 { break }
            if got < 0, errno != EINTR { throw FileError(path: path, code: errno) }
            done += max(got, 0)
        }
        bytes.removeLast(count - done)
        return bytes
    }

    /// The line that begins at an offset, without its end.
    func line(at offset: Int) throws(FileError) -> [UInt8] {
        var line: [UInt8] = []
        while true {
            let piece = try read(at: offset + line.count, count: 1 << 13)
            if let end = piece.firstIndex(of: UInt8(ascii: "\n")) { return line + piece[..<end] }
            line += piece
            if piece.isEmpty { return line }
        }
    }

    static func offset(_ line: [UInt8]) -> Int? {
        guard line.count == indexLine else { return nil }
        return Int(String(decoding: line[1..<16], as: UTF8.self).drop { $0 == " " })
    }

    static func indexLine(_ offset: Int, _ rest: String) -> String { "[\(padded(offset, to: 15)),\(rest)]\n" }

    static func padded(_ number: Int, to width: Int) -> String {
        let text = String(number)
        return String(repeating: " ", count: width - text.count) + text
    }
}

extension RunPlan {
    /// Writes the plan of an experiment, unless it is there.
    /// - Parameter folders: of its runs, in their order.
    static func write(_ experiment: PreparedExperiment, _ folders: [RunFolder], in place: ExperimentFolder) throws
        -> RunPlan
    {
        var identity = StableHash.hash("\(version) \(experiment.name) \(experiment.description) \(experiment.isSweep)")
        for (run, folder) in zip(experiment.runs, folders) {
            identity = StableHash.mix(identity ^ run.run.hash)
            let texts = run.run.parameters.map { "\($0.path)=\($0.text)" } + run.run.swept
            identity = StableHash.mix(identity ^ StableHash.hash(folder.name + texts.joined(separator: "\n")))
        }
        let plans = "\(place.path)/\(folder)"
        try Folder.make(plans)
        let dataFolder = experiment.runs.lazy.compactMap { $0.spec.data.paths }.first?.note(in: plans)
        if let dataFolder { identity = StableHash.mix(identity ^ StableHash.hash(dataFolder)) }
        let path = "\(plans)/\(StableHash.short(identity)).jsonl"
        if try Folder.kind(path) == .file { do { return try RunPlan(path) } catch {} }
        try AtomicFile.write(to: path) { write throws(FileError) in
            var offsets: [Int] = []
            var offset = 0
            func line(_ text: String) throws(FileError) {
                try write(text + "\n")
                offset += text.utf8.count + 1
            }
            let placed = dataFolder.map { ",\"folder\":\(JSONLine.quoted($0))" } ?? ""
            try line(
                "{\"saddle\":\"plan\",\"version\":\(version),\"experiment\":\(JSONLine.quoted(experiment.name)),"
                    + "\"description\":\(JSONLine.quoted(experiment.description)),\"sweep\":\(experiment.isSweep),"
                    + "\"runs\":\(experiment.runs.count)\(placed)}")
            for (index, (run, folder)) in zip(experiment.runs, folders).enumerated() {
                offsets.append(offset)
                try line(text(index, run.run, folder))
            }
            let start = offset
            for (place, run) in zip(offsets, experiment.runs) {
                try write(PlanFile.indexLine(place, "\"\(text(run.run.hash))\""))
            }
            try write(PlanFile.indexLine(start, PlanFile.padded(offsets.count, to: 18)))
        }
        return try RunPlan(path)
    }

    private static func text(_ index: Int, _ run: Run, _ folder: RunFolder) -> String {
        let parameters = run.parameters.map { "[\(JSONLine.quoted($0.path)),\(JSONLine.quoted($0.text))]" }.joined(
            separator: ",")
        return "{\"index\":\(index),\"run\":\(JSONLine.quoted(folder.name)),\"hash\":\"\(text(run.hash))\","
            + "\"parameters\":[\(parameters)],\"swept\":[\(run.swept.map(JSONLine.quoted).joined(separator: ","))],"
            + "\"config\":\(JSONLine.quoted(CanonicalText.yaml(run.spec)))}"
    }
}
