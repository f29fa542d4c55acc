import Diagnostics

/// The proved distance over two swept keys.
enum HeatMap {
    struct Cell {
        let x: String, y: String
        let bound: Double
    }

    /// - Parameters:
    ///   - names: of the keys, across and up.
    static func svg(_ cells: [Cell], names: (x: String, y: String)) -> String {
        let (columns, rows) = (values(cells.map(\.x)), values(cells.map(\.y)))
        var chart = Chart(
            height: 60 + 34 * Double(rows.count), left: 130, x: 0...Double(columns.count), y: 0...Double(rows.count))
        for cell in cells {
            guard let x = columns.firstIndex(of: cell.x).map(Double.init),
                let y = rows.firstIndex(of: cell.y).map(Double.init)
            else { continue }
            chart.cell(
                x: x...x + 1, y: y...y + 1, style: "fill:hsl(\(Int(145 - 145 * cell.bound)) 55% 45%)",
                text: NumberText.rounded(cell.bound, decimals: 2),
                title: "\(names.x) \(cell.x), \(names.y) \(cell.y): \(NumberText.rounded(cell.bound))")
        }
        chart.ticksX(columns.indices.map { Double($0) + 0.5 }, title: names.x) { columns[Int($0)] }
        for (index, row) in rows.enumerated() { chart.labelY(row, at: Double(index) + 0.5) }
        return chart.svg(title: "The proved distance by \(names.x) across and \(names.y) up")
    }

    /// Numbers by size, words as they come.
    private static func values(_ texts: [String]) -> [String] {
        var seen = Set<String>()
        let unique = texts.filter { seen.insert($0).inserted }
        let numbers = unique.compactMap { Double($0) }
        guard numbers.count == unique.count else { return unique }
        return unique.sorted { (Double($0) ?? 0) < (Double($1) ?? 0) }
    }
}
