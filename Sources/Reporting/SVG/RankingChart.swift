import Diagnostics

/// The distance that is proved of each setting, best first: a dot for the mean of its seeds, a line from the least to
/// the largest.
enum RankingChart {
    struct Row {
        let name: String
        /// The setting's values alone, in the order of its keys.
        let values: String
        let bounds: [Double]
        let color: String
    }

    static func svg(_ rows: [Row]) -> String {
        let count = Double(rows.count)
        var chart = Chart(height: 60 + 22 * count, left: 300, x: 0...1, y: 0...max(1, count))
        chart.ticksX(
            [0, 0.25, 0.5, 0.75, 1], title: "total variation distance between real and generated samples, at least"
        ) {
            NumberText.brief($0)
        }
        let isNamed = hasRoomForNames(rows)
        for (index, row) in rows.enumerated() where !row.bounds.isEmpty {
            let y = count - Double(index) - 0.5
            let mean = row.bounds.reduce(0, +) / Double(row.bounds.count)
            let (low, high) = (row.bounds.min() ?? mean, row.bounds.max() ?? mean)
            chart.labelY(shortened(isNamed ? row.name : row.values), at: y, title: row.name)
            chart.line(from: (low, y), to: (high, y), class: "range", style: "stroke:\(row.color)")
            chart.dot((mean, y), style: "fill:\(row.color)", title: "\(row.name): \(NumberText.rounded(mean))")
        }
        return chart.svg(title: "The proved distance of each setting, best first")
    }

    /// Whether there is room for keys beside the values: cut, settings would look alike.
    static func hasRoomForNames(_ rows: [Row]) -> Bool { rows.allSatisfy { $0.name.count <= room } }

    private static let room = 46

    private static func shortened(_ name: String) -> String {
        name.count <= room ? name : "…" + name.suffix(room - 1)
    }
}
