import Diagnostics
import Equilibrium
import Foundation
import Reporting

/// The folder of one run and the files in it.
public struct RunFolder: Sendable {
    public let path: String

    public init(_ path: String) { self.path = path }

    /// What `status.json` holds: the truth about how far the run came.
    public struct Record: Codable, Sendable {
        public let status: RunStatus
        public let iteration: Int
        /// Why, unless complete.
        public let message: String?
    }

    /// nil where the run has not been started, is to begin anew, or was killed before it could say anything.
    public var record: Record? {
        guard !isToBeginAnew, let bytes = try? AtomicFile.read(file("status.json")) else { return nil }
        return try? JSONDecoder().decode(Record.self, from: Data(bytes))
    }

    func write(_ record: Record) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try write(Array(encoder.encode(record)) + [UInt8(ascii: "\n")], to: "status.json")
    }

    /// What judges found, in order; empty where none looked, or their record cannot be read.
    var examinations: [Examination] {
        let (critics, judges) = (file("critic.csv"), file("judges.csv"))
        guard let table = try? CSVTable(contentsOf: critics), let findings = try? CSVTable(contentsOf: judges) else {
            return []
        }
        return
            (try? CriticTable.examinations(table, JudgesTable.evidence(findings, path: judges), path: critics)) ?? []
    }

    /// The folder that it lies in.
    var parent: String { FilePath.parent(path) }

    /// The run's id.
    public var name: String { FilePath.name(path) }

    public func file(_ name: String) -> String { "\(path)/\(name)" }

    func write(_ bytes: [UInt8], to name: String) throws(FileError) { try AtomicFile.write(bytes, to: file(name)) }
    func write(_ text: String, to name: String) throws(FileError) { try AtomicFile.write(text, to: file(name)) }

    /// Makes the folder and those inside it, empty of what an earlier attempt left unless `keeping`: then only of what
    /// it left unfinished. The experiment's folder is locked.
    func prepare(keeping: Bool) throws(FileError) {
        if !keeping {
            // Killed in the middle, it must not be taken up from what it had.
            for name in ["checkpoints", "status.json"] { try Folder.remove(file(name)) }
            try Folder.remove(path)
        }
        for folder in [file("samples"), file("checkpoints")] { try Folder.make(folder) }
        for folder in [path, file("samples"), file("checkpoints")] { AtomicFile.removeUnfinished(in: folder) }
    }

    /// Has the run begin anew when it is trained next, whoever does that. Until then nothing of it is lost.
    func beginAnew() throws(FileError) {
        if FileManager.default.fileExists(atPath: path) { try write("", to: Self.retrain) }
    }

    /// Whether what is there is to be trained again.
    var isToBeginAnew: Bool { FileManager.default.fileExists(atPath: file(Self.retrain)) }

    private static let retrain = "retrain"

    // MARK: Checkpoints

    /// Iterations of the checkpoints that the run can go on from, in rising order.
    var checkpoints: [Int] { isToBeginAnew ? [] : iterations(in: "checkpoints", ".safetensors") }

    /// Of the files `iteration-N` with this ending, in rising order.
    func iterations(in folder: String, _ ending: String) -> [Int] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: file(folder))) ?? []
        return names.compactMap { name in
            guard name.hasPrefix("iteration-"), name.hasSuffix(ending) else { return nil }
            return Int(name.dropFirst("iteration-".count).dropLast(ending.count))
        }.sorted()
    }

    func checkpoint(_ iteration: Int) -> String { file(Self.checkpointName(iteration)) }

    static func checkpointName(_ iteration: Int) -> String { "checkpoints/iteration-\(iteration).safetensors" }

    func removeCheckpoint(_ iteration: Int) { try? FileManager.default.removeItem(atPath: checkpoint(iteration)) }
}
