import Diagnostics
import Foundation
import Reporting
import Synchronization

/// A run trained again elsewhere, from its own configuration: the same file, build and machine give the same bytes.
public struct Repetition {
    private let folder: RunFolder
    private let iterations: Int?
    private let threads: Int

    /// - Parameters:
    ///   - path: of the run's folder.
    ///   - iterations: to train, from the beginning; nil: all.
    public init(_ path: String, iterations: Int?, threads: Int) throws {
        folder = RunFolder(URL(fileURLWithPath: path).standardizedFileURL.path)
        self.iterations = iterations
        self.threads = threads
        guard case .finished = try folder.state() else {
            throw DiagnosticError(
                Diagnostic("the run in '\(path)' is not done", help: "saddle run trains or continues it"))
        }
    }

    /// What is not the same, in words; what a part of the run does not come to is left out.
    public func differences() throws -> [String] {
        let place = FileManager.default.temporaryDirectory.appendingPathComponent("saddle-\(UUID().uuidString)").path
        let prepared = try Preparation(files: [folder.file("config.yaml")]).experiments
        for experiment in prepared {
            // A run keeps the folder in which it was first trained, and pictures show its name.
            try Folder.make("\(place)/\(experiment.name)/\(folder.name)")
        }
        let asked = Atomic<Int>(0)
        // Asked before the run, too.
        let most = iterations.map { $0 + 1 } ?? .max
        let results = try Session(prepared, .init(results: place, threads: threads)).run(
            isInterrupted: { asked.add(1, ordering: .relaxed).newValue > most }, report: { _ in })
        defer { removeQuietly(place) }
        guard let result = results.first, let record = try RunFolder(result.folder).record() else {
            return ["the run could not be repeated"]
        }
        if record.status == .failed { return ["the run could not be repeated: \(record.message ?? "")"] }
        let isWhole = record.status.isFinal
        let passing = RunFolder.checkpointName(record.iteration)
        return try (record.files ?? [:]).keys.sorted().compactMap { name in
            // Of an interrupted run, the checkpoint that it would continue from is no result.
            if !isWhole, name == passing { return nil }
            let again = try AtomicFile.read("\(result.folder)/\(name)")
            guard let before = try AtomicFile.readIfThere(folder.file(name)) else { return "\(name) is missing" }
            return isSame(before, again, name, isWhole: isWhole) ? nil : "\(name) differs"
        }
    }

    private func isSame(_ before: [UInt8], _ again: [UInt8], _ name: String, isWhole: Bool) -> Bool {
        if name.hasPrefix("equilibrium.") || name == "report.html" {
            return Self.ownLines(before) == Self.ownLines(again)
        }
        return isWhole || !name.hasSuffix(".csv") ? before == again : before.starts(with: again)
    }

    /// What a report says of its run alone: commands name the folder, and advice looks at the runs beside it.
    private static func ownLines(_ content: [UInt8]) -> [Substring] {
        var isAdvice = false
        return String(decoding: content, as: UTF8.self).split(separator: "\n").filter { line in
            if line.contains("What to try next") || line.hasPrefix("  \"advice\" : [") { isAdvice = true }
            if line.hasPrefix("#") || line == "  ]," || line == "</ul>" { isAdvice = false }
            return !isAdvice && !line.contains("saddle ")
        }
    }

    private func removeQuietly(_ place: String) {
        // What is left behind is in the folder for temporary files.
        do { try Folder.remove(place) } catch {}
    }
}
