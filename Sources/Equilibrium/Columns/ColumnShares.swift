import Datasets
import Foundation

/// How many real and generated rows of a table have each category, no value, or a number up to each tenth of all rows'
/// numbers, column by column. Nothing is learned here, so every row counts: a category that is rare, or a lack of
/// values that the generator never makes, is seen where judges who look at whole rows see nothing.
public struct ColumnShares: Hashable, Sendable {
    /// The rows of which one column says one thing.
    public struct Share: Hashable, Sendable {
        public enum Condition: Hashable, Sendable {
            case category(String)
            /// A number at most this, as the data writes it.
            case upTo(String)
            case missing
        }

        public let column: String
        public let condition: Condition
        /// Rows.
        public let real: Int, generated: Int
        /// The decimal logarithm of Fisher's exact p-value, two-sided.
        let logPValue: Double

        /// As of a finding.
        public var pValueNumber: String { PValue.number(log10: logPValue) }
    }

    /// Rows of either kind.
    public let realCount: Int, generatedCount: Int
    /// Those that are not the same in all rows.
    public let shares: [Share]

    /// Numbers of a column are cut into so many parts of as many rows.
    private static let parts = 10

    init(real: Int, generated: Int, _ counts: [(column: String, condition: Share.Condition, real: Int, generated: Int)])
    {
        (realCount, generatedCount) = (real, generated)
        shares = counts.filter { (1..<real + generated).contains($0.real + $0.generated) }.map { count in
            let logP = Hypergeometric.logTwoSided(count.real, of: real, count.generated, of: generated) / log(10)
            return Share(
                column: count.column, condition: count.condition, real: count.real, generated: count.generated,
                logPValue: logP)
        }
    }

    /// - Parameter generated: rows as networks see them, one after another.
    /// - Returns: nil where the data is no table.
    public init?(_ dataset: Dataset, generated: [Float]) {
        let kinds = dataset.units.columns
        guard !kinds.isEmpty, !generated.isEmpty, dataset.heldOut.count > 0 else { return nil }
        let held = ColumnCells(dataset.heldOut.values, dataset), made = ColumnCells(generated, dataset)
        let counts = kinds.enumerated().flatMap { index, kind in
            kind.isNumber
                ? Self.counts(kind.name, held.numbers[index], made.numbers[index]) { row in
                    row < held.rows
                        ? held.text(row: row, column: index) : made.text(row: row - held.rows, column: index)
                }
                : Self.counts(kind.name, held.texts[index], made.texts[index])
        }
        self.init(real: held.rows, generated: made.rows, counts)
    }

    /// Of a column of categories.
    static func counts(_ column: String, _ real: [String], _ generated: [String]) -> [(
        column: String, condition: Share.Condition, real: Int, generated: Int
    )] {
        func counted(_ texts: [String]) -> [String: Int] { Dictionary(texts.map { ($0, 1) }, uniquingKeysWith: +) }
        let (real, generated) = (counted(real), counted(generated))
        return Set(real.keys).union(generated.keys).sorted().map { text in
            (column, text.isEmpty ? .missing : .category(text), real[text] ?? 0, generated[text] ?? 0)
        }
    }

    /// Of a column of numbers; NaN where one is missing. Where the parts end depends on both kinds of rows alike, so
    /// that the test of each stays exact.
    /// - Parameter text: the number of a row, generated rows after real ones.
    static func counts(_ column: String, _ real: [Double], _ generated: [Double], text: (Int) -> String) -> [(
        column: String, condition: Share.Condition, real: Int, generated: Int
    )] {
        let all = real + generated
        let sorted = all.indices.filter { !all[$0].isNaN }.sorted { (all[$0], $0) < (all[$1], $1) }
        let ends = sorted.isEmpty ? [] : (1..<parts).map { sorted[(sorted.count * $0 + parts - 1) / parts - 1] }
        // Up to the largest number are all that are not missing, which are counted below.
        var seen = Set(sorted.last.map { [all[$0]] } ?? [])
        let cuts = ends.filter { seen.insert(all[$0]).inserted }
        func upTo(_ end: Double, _ numbers: [Double]) -> Int { numbers.count { $0 <= end } }
        return cuts.map { (column, .upTo(text($0)), upTo(all[$0], real), upTo(all[$0], generated)) }
            + [(column, .missing, real.count(where: \.isNaN), generated.count(where: \.isNaN))]
    }

    /// Shares that chance would hardly make so different, all of them considered (Bonferroni), the least probable
    /// first.
    public func differences(level: Double) -> [Share] {
        let limit = log10(level / Double(max(1, shares.count)))
        return byProbability.filter { $0.logPValue < limit }
    }

    /// The least probable first; of equally probable ones, as of two categories that are all there are, what one kind
    /// of rows lacks.
    var byProbability: [Share] {
        /// Equal probabilities differ by rounding.
        func order(_ share: (offset: Int, element: Share)) -> (Double, Int, Int) {
            let (found, p) = (share.element, (share.element.logPValue * 1e6).rounded())
            return (p, found.real == 0 || found.generated == 0 ? 0 : 1, share.offset)
        }
        return shares.enumerated().sorted { order($0) < order($1) }.map(\.element)
    }
}
