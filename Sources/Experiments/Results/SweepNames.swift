import Reporting

/// The names of the runs of a sweep as it was last begun, a line each, in a file over their folders: so whoever looks
/// at the folders knows which are still to come. Nothing else depends on it.
enum SweepNames {
    static let name = "sweep.txt"

    static func write(_ runs: [String], in experiment: String) throws(FileError) {
        try AtomicFile.write(text(runs), to: "\(experiment)/\(name)")
    }

    /// The same where something else stands there, or nothing.
    static func mend(_ runs: [String], in experiment: String) throws(FileError) {
        guard try AtomicFile.readIfThere("\(experiment)/\(name)") != Array(text(runs).utf8) else { return }
        try write(runs, in: experiment)
    }

    private static func text(_ runs: [String]) -> String { runs.joined(separator: "\n") + "\n" }

    /// The names, and when they were written; nil where there are none.
    static func read(in experiment: String) throws(FileError) -> (runs: [String], time: Double)? {
        let path = "\(experiment)/\(name)"
        guard let stamp = try Folder.stamp(path), let content = try AtomicFile.readIfThere(path) else { return nil }
        let runs = content.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
        return (runs, stamp.time)
    }
}
