import Datasets

extension ColumnEvidence {
    /// How one column is distributed in held-out and in generated rows, for a picture of bars.
    public struct Marginal: Hashable, Sendable {
        public let name: String
        public let bars: [Bar]

        /// The rows with one value, with a number from one to another, or without.
        public struct Bar: Hashable, Sendable {
            /// The same twice of a value, or of rows without one.
            public let from: String, to: String
            /// Shares of the rows.
            public let heldOut: Double, generated: Double

            init(from: String, to: String, heldOut: Double, generated: Double) {
                (self.from, self.to, self.heldOut, self.generated) = (from, to, heldOut, generated)
            }

            init(_ text: String, heldOut: Double, generated: Double) {
                self.init(from: text, to: text, heldOut: heldOut, generated: generated)
            }

            /// "3.5", "3.5 to 4.2".
            public var text: String { from == to ? from : "\(from) to \(to)" }
        }
    }

    /// Bars of a column, at most, one for the rows without a value and one for all other categories not counted.
    private static let mostBars = 20
    /// Numbers beyond these quantiles of held-out rows fall into the outermost bars.
    private static let outside = 0.01

    static func marginal(_ column: Int, _ kind: SampleColumn, held: ColumnCells, made: ColumnCells) -> Marginal {
        let bars =
            kind.isNumber
            ? numberBars(column, held, made)
            : categoryBars(held.texts[column], made.texts[column])
        return Marginal(name: kind.name, bars: bars)
    }

    /// The most frequent of held-out rows first, then the rest together.
    private static func categoryBars(_ held: [String], _ made: [String]) -> [Marginal.Bar] {
        func counts(_ texts: [String]) -> [String: Int] { Dictionary(texts.map { ($0, 1) }, uniquingKeysWith: +) }
        let (real, fake) = (counts(held), counts(made))
        func share(_ count: Int, of texts: [String]) -> Double { Double(count) / Double(max(1, texts.count)) }
        let all = Set(real.keys).union(fake.keys).sorted { (real[$1] ?? 0, $0) < (real[$0] ?? 0, $1) }
        let bars = all.prefix(mostBars).map { text in
            Marginal.Bar(
                text.isEmpty ? "missing" : text, heldOut: share(real[text] ?? 0, of: held),
                generated: share(fake[text] ?? 0, of: made))
        }
        let rest = all.dropFirst(mostBars)
        guard !rest.isEmpty else { return bars }
        let (realRest, fakeRest) = rest.reduce((0, 0)) { ($0.0 + (real[$1] ?? 0), $0.1 + (fake[$1] ?? 0)) }
        return bars + [
            Marginal.Bar(
                "\(rest.count) others", heldOut: share(realRest, of: held), generated: share(fakeRest, of: made))
        ]
    }

    /// A bar for each value where there are few, else for stretches of equal length.
    private static func numberBars(_ column: Int, _ held: ColumnCells, _ made: ColumnCells) -> [Marginal.Bar] {
        let sorted = held.numbers[column].filter { !$0.isNaN }.sorted()
        let values = Set(sorted)
        guard let least = sorted.first, let greatest = sorted.last else { return [] }
        let skipped = Int(outside * Double(sorted.count))
        var (low, high) = (sorted[skipped], sorted[sorted.count - 1 - skipped])
        if low == high { (low, high) = (least, greatest) }
        // Where each bar but the last ends.
        let isFew = values.count <= mostBars
        let distinct = values.sorted()
        let bounds: [Double] =
            if isFew {
                zip(distinct, distinct.dropFirst()).map { ($0 + $1) / 2 }
            } else {
                (1..<mostBars).map { low + (high - low) * Double($0) / Double(mostBars) }
            }
        /// By bar, the last for rows without a value: rows, and those of its least and greatest number.
        func counted(_ side: ColumnCells) -> [(rows: Int, least: Int, greatest: Int)] {
            var bars = [(rows: Int, least: Int, greatest: Int)](repeating: (0, -1, -1), count: bounds.count + 2)
            let numbers = side.numbers[column]
            for (row, number) in numbers.enumerated() {
                let bar = number.isNaN ? bounds.count + 1 : bounds.firstIndex { number < $0 } ?? bounds.count
                bars[bar].rows += 1
                if bars[bar].least < 0 || number < numbers[bars[bar].least] { bars[bar].least = row }
                if bars[bar].greatest < 0 || number > numbers[bars[bar].greatest] { bars[bar].greatest = row }
            }
            return bars
        }
        let (real, fake) = (counted(held), counted(made))
        return zip(real, fake).enumerated().compactMap { index, pair in
            let (real, fake) = pair
            let isMissing = index == bounds.count + 1
            guard !isMissing || real.rows + fake.rows > 0 else { return nil }
            let span =
                isMissing
                ? ("missing", "missing")
                : span([(held, real.least, real.greatest), (made, fake.least, fake.greatest)], column)
            return Marginal.Bar(
                from: span.0, to: span.1, heldOut: Double(real.rows) / Double(max(1, held.rows)),
                generated: Double(fake.rows) / Double(max(1, made.rows)))
        }
    }

    /// The least and the greatest number that the rows of a bar have.
    private static func span(
        _ sides: [(cells: ColumnCells, least: Int, greatest: Int)], _ column: Int
    ) -> (String, String) {
        let there = sides.filter { $0.least >= 0 }
        let least = there.min { $0.cells.numbers[column][$0.least] < $1.cells.numbers[column][$1.least] }
        let greatest = there.max { $0.cells.numbers[column][$0.greatest] < $1.cells.numbers[column][$1.greatest] }
        guard let least, let greatest else { return ("", "") }
        return (
            least.cells.text(row: least.least, column: column),
            greatest.cells.text(row: greatest.greatest, column: column)
        )
    }
}
