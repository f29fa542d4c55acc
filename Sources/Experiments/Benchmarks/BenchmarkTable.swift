import Diagnostics
import Formats
import Foundation
import Kernels
import Reporting

/// What benchmarks found on machines, a line each in one CSV file.
public struct BenchmarkTable {
    private static let columns = [
        "date", "processor", "cores", "threads", "experiment", "milliseconds", "rounds", "other", "other_milliseconds",
        "ratio", "ratio_low", "ratio_high",
    ]
    private static let header = CSVTable.line(columns)

    private let path: String

    /// - Throws: where the file is there and is another one.
    public init(_ path: String) throws {
        self.path = path
        guard try Folder.kind(path) != nil else { return }
        let text = String(decoding: try AtomicFile.read(path), as: UTF8.self)
        guard text.isEmpty || text.hasPrefix(Self.header) else {
            throw DiagnosticError(
                Diagnostic(
                    "'\(path)' is no table of benchmarks: nothing was added to it",
                    help: "name a new file, or one that saddle bench --csv began"))
        }
    }

    public func add(_ report: BenchmarkReport) throws {
        try add(report.experiment, report.threads, report.millisecondsPerIteration.median, report.rounds, nil)
    }

    /// - Parameter other: the path of the other build.
    public func add(_ comparison: BuildComparison, experiment: String, threads: Int, other: String) throws {
        try add(
            experiment, threads, comparison.own.median, comparison.own.count, (other, comparison))
    }

    private func add(
        _ experiment: String, _ threads: Int, _ milliseconds: Double, _ rounds: Int,
        _ other: (path: String, comparison: BuildComparison)?
    ) throws {
        func number(_ value: Double?) -> String { value.map { NumberText.brief($0, digits: 4) } ?? "" }
        let comparison = other?.comparison
        let fields = [
            Date.now.formatted(.iso8601.year().month().day()), Self.processor, "\(Workers.availableCores)",
            "\(threads)", experiment, number(milliseconds), "\(rounds)", other?.path ?? "",
            number(comparison.map { $0.others.median }), number(comparison?.ratio),
            number(comparison?.interval?.lower), number(comparison?.interval?.upper),
        ]
        let isNew = try Folder.kind(path) == nil || AtomicFile.read(path).isEmpty
        let before = isNew ? Array(Self.header.utf8) : try AtomicFile.read(path)
        try AtomicFile.write(before + Array(CSVTable.line(fields).utf8), to: path)
    }

    /// As the system names it.
    private static var processor: String {
        let lines = ThisProcess.read("/proc/cpuinfo")?.split(separator: "\n") ?? []
        let named = lines.first { $0.hasPrefix("model name") } ?? lines.first { $0.hasPrefix("CPU part") }
        return named?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown"
    }
}
