import Experiments
import Formats
import Reporting

@testable import struct Experiments.RunFolder

/// A sink as somebody would add it: `losses.csv`, the losses at every evaluation.
struct LossFile: Sink {
    static let name = "losses.csv"

    private let folder: RunFolder

    init?(_ site: SinkSite) { folder = site.folder }

    private static func table(_ rows: [[String]]) -> CSVTable {
        CSVTable(columns: ["iteration", "discriminator", "generator"], rows: rows)
    }

    func begin() throws { try folder.write(Self.table([]).text, to: Self.name) }

    func evaluated(_ moment: RunMoment) throws {
        let rows = moment.course.suffix(1).map { measurement in
            ["\(measurement.iteration)"]
                + [measurement.discriminatorLoss, measurement.generatorLoss].map { $0.map { "\($0)" } ?? "" }
        }
        try folder.append(Self.table(rows), to: Self.name)
    }
}
