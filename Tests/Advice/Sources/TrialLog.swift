import Formats
import Foundation
import Reporting
import Synchronization

/// One run with one remedy, beside the same run without.
struct Trial {
    let setup: String, seed: Int
    let verdict: String, bound: Double
    let remedy: String, settings: String
    let verdictAfter: String, boundAfter: Double
}

/// `trials.csv`: a row a trial, as they come.
final class TrialLog: Sendable {
    private let path: String
    private let rows: Mutex<[Trial]>

    static let columns = [
        "setup", "seed", "verdict", "bound", "remedy", "settings", "verdict_after", "bound_after",
    ]

    init(path: String) throws {
        self.path = path
        guard let content = FileManager.default.contents(atPath: path) else {
            rows = Mutex([])
            return
        }
        let table = try CSVTable(reading: Array(content), path: path)
        rows = Mutex(
            table.rows.compactMap { row in
                guard let seed = Int(row[1]), let before = Double(row[3]), let after = Double(row[7]) else {
                    return nil
                }
                return Trial(
                    setup: row[0], seed: seed, verdict: row[2], bound: before, remedy: row[4], settings: row[5],
                    verdictAfter: row[6], boundAfter: after)
            })
    }

    /// By set-up, remedy and seed.
    var trials: [Trial] {
        rows.withLock { $0 }.sorted { ($0.setup, $0.remedy, $0.seed) < ($1.setup, $1.remedy, $1.seed) }
    }

    func has(_ setup: String, _ remedy: String) -> Bool {
        rows.withLock { $0.contains { $0.setup == setup && $0.remedy == remedy } }
    }

    func add(_ trials: [Trial]) throws {
        rows.withLock { $0 += trials }
        let table = CSVTable(
            columns: Self.columns,
            rows: self.trials.map { trial in
                [
                    trial.setup, "\(trial.seed)", trial.verdict, String(format: "%.4f", trial.bound), trial.remedy,
                    trial.settings, trial.verdictAfter, String(format: "%.4f", trial.boundAfter),
                ]
            })
        try table.text.write(toFile: path, atomically: true, encoding: .utf8)
    }
}
