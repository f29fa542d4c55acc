import Datasets
import Foundation

/// How the columns of a table differ between generated and real rows, each by itself and in pairs.
public struct ColumnEvidence: Sendable {
    /// One column, by itself.
    public struct Column: Hashable, Sendable {
        public let name: String
        public let isNumber: Bool
        /// Between generated and held-out rows: of numbers the Kolmogorov-Smirnov distance, the largest difference of
        /// the shares of rows up to a value, a missing one the least of all; of categories the total variation
        /// distance.
        public let distance: Double
        /// The same between as many training rows and the held-out ones: what chance makes of equal distributions.
        public let floor: Double
        /// What is lost of a critic's accuracy where the column's values are dealt out among real and generated rows:
        /// see `FreshCritic.columnImportance`. nil where there was no critic.
        public var importance: Double?
        /// Whether it only counts the rows of the data's file.
        public var numbersRows = false
    }

    /// Two columns of numbers.
    public struct Pair: Hashable, Sendable {
        public let first: String, second: String
        /// Pearson's correlations over the rows in which both are there, of held-out, training and generated rows, as
        /// many of the last two; nil where one is constant.
        public let heldOut: Double?, training: Double?, generated: Double?
        /// How far the correlation in generated rows is from that in held-out ones: the difference of Fisher's z in
        /// standard errors. The same step is larger near 1, where chance moves a correlation less.
        public var standardErrors = 0.0
    }

    /// The farthest from the held-out rows first.
    public let columns: [Column]
    /// The pairs whose correlations differ by the most standard errors, of those first.
    public let pairs: [Pair]

    /// Of all columns of numbers, the first ones; nil where there are not two.
    public var correlations: Correlations?
    /// The distributions of the first of `columns`, for a picture.
    public var marginals: [Marginal] = []
    /// Some rows to look at; nil where nobody chose any.
    public var examples: RowExamples?
    /// How often each of its values comes in a column; nil where nobody counted.
    public var shares: ColumnShares?
    /// Of the critic whose accuracy the columns' importance is a part of; nil where there was none.
    public var criticAccuracy: Double?

    /// Pearson's correlations of so many columns, as `Pair` has them: [columns, columns].
    public struct Correlations: Hashable, Sendable {
        public let names: [String]
        public let heldOut: [Double?], generated: [Double?]
    }

    /// Columns that a picture shows, at most.
    private static let mostDrawn = 24
    private static let mostPairs = 10
    /// Columns of numbers that pairs are made of, at most: the first ones.
    public static let mostPaired = 60
}

extension ColumnEvidence {
    /// nil where the data is no table.
    /// - Parameters:
    ///   - generated: rows as networks see them, one after another.
    ///   - critic: what `FreshCritic.columnImportance` found.
    public init?(
        _ dataset: Dataset, generated: [Float], critic: (accuracy: Double, losses: [Double])? = nil,
        shares: ColumnShares? = nil
    ) {
        let kinds = dataset.units.columns
        guard !kinds.isEmpty, !generated.isEmpty else { return nil }
        let held = ColumnCells(dataset.heldOut.values, dataset)
        let made = ColumnCells(generated, dataset)
        let count = min(made.rows, dataset.training.count)
        let training = ColumnCells(dataset.training.values(of: 0..<count), dataset)
        columns = kinds.enumerated().map { index, kind in
            func distance(_ side: ColumnCells) -> Double {
                kind.isNumber
                    ? Self.kolmogorovSmirnov(side.numbers[index], held.numbers[index])
                    : Self.totalVariation(side.texts[index], held.texts[index])
            }
            return Column(
                name: kind.name, isNumber: kind.isNumber, distance: distance(made), floor: distance(training),
                importance: critic?.losses[index], numbersRows: kind.numbersRows)
        }.sorted { ($1.distance, $0.name) < ($0.distance, $1.name) }
        let places = Dictionary(kinds.indices.map { (kinds[$0].name, $0) }, uniquingKeysWith: { first, _ in first })
        marginals = columns.prefix(Self.mostDrawn).compactMap { column in
            places[column.name].map { Self.marginal($0, kinds[$0], held: held, made: made) }
        }
        let numbers = kinds.indices.filter { kinds[$0].isNumber }.prefix(Self.mostPaired)
        pairs = numbers.flatMap { a in
            numbers.filter { $0 > a }.map { b in
                let real = Self.correlation(held.numbers[a], held.numbers[b])
                let generated = Self.correlation(made.numbers[a], made.numbers[b])
                return Pair(
                    first: kinds[a].name, second: kinds[b].name, heldOut: real,
                    training: Self.correlation(training.numbers[a], training.numbers[b]), generated: generated,
                    standardErrors: Self.standardErrors(
                        (real ?? 0, Self.common(held.numbers[a], held.numbers[b])),
                        (generated ?? 0, Self.common(made.numbers[a], made.numbers[b]))))
            }
        }.sorted { ($1.standardErrors, $0.first, $0.second) < ($0.standardErrors, $1.first, $1.second) }
            .prefix(Self.mostPairs).map { $0 }
        criticAccuracy = critic?.accuracy
        examples = RowExamples(kinds.map(\.name), heldOut: held, generated: made)
        self.shares = shares
        let drawn = Array(numbers.prefix(Self.mostDrawn))
        guard drawn.count > 1 else { return }
        func matrix(_ side: ColumnCells) -> [Double?] {
            drawn.flatMap { a in drawn.map { b in Self.correlation(side.numbers[a], side.numbers[b]) } }
        }
        correlations = Correlations(
            names: drawn.map { kinds[$0].name }, heldOut: matrix(held), generated: matrix(made))
    }

    /// The largest difference of the two empirical distribution functions.
    static func kolmogorovSmirnov(_ a: [Double], _ b: [Double]) -> Double {
        func sorted(_ x: [Double]) -> [Double] { x.map { $0.isNaN ? -.infinity : $0 }.sorted() }
        let (a, b) = (sorted(a), sorted(b))
        var (i, j, largest) = (0, 0, 0.0)
        while i < a.count, j < b.count {
            let value = min(a[i], b[j])
            while i < a.count, a[i] == value { i += 1 }
            while j < b.count, b[j] == value { j += 1 }
            largest = max(largest, abs(Double(i) / Double(a.count) - Double(j) / Double(b.count)))
        }
        return largest
    }

    /// Half of the sum of the differences of shares.
    static func totalVariation(_ a: [String], _ b: [String]) -> Double {
        // Of counts, not of summed shares: those of a constant column would miss 1 by rounding.
        func shares(_ x: [String]) -> [String: Double] {
            Dictionary(x.map { ($0, 1) }, uniquingKeysWith: +).mapValues { Double($0) / Double(x.count) }
        }
        let (a, b) = (shares(a), shares(b))
        return Set(a.keys).union(b.keys).sorted().reduce(0) { $0 + abs((a[$1] ?? 0) - (b[$1] ?? 0)) } / 2
    }

    /// The difference of two correlations of so many rows, by Fisher's z = artanh(r), whose standard error is
    /// 1 / sqrt(n - 3) for normal numbers (Fisher 1921).
    static func standardErrors(_ a: (value: Double, count: Int), _ b: (value: Double, count: Int)) -> Double {
        // Rounding takes a correlation past 1, and z of 1 is infinite.
        func z(_ r: Double) -> Double { atanh(min(max(r, -Self.nearestToOne), Self.nearestToOne)) }
        let variance = 1 / Double(max(1, a.count - 3)) + 1 / Double(max(1, b.count - 3))
        return abs(z(a.value) - z(b.value)) / variance.squareRoot()
    }

    /// Beyond it single precision cannot tell a correlation from 1.
    private static let nearestToOne = 1 - 1e-7

    /// In how many rows both columns are there.
    private static func common(_ a: [Double], _ b: [Double]) -> Int {
        zip(a, b).count { !$0.isNaN && !$1.isNaN }
    }

    static func correlation(_ a: [Double], _ b: [Double]) -> Double? {
        let both = zip(a, b).filter { !$0.isNaN && !$1.isNaN }
        let count = Double(both.count)
        guard count > 1 else { return nil }
        let (x, y) = (both.reduce(0) { $0 + $1.0 } / count, both.reduce(0) { $0 + $1.1 } / count)
        var (xx, yy, xy) = (0.0, 0.0, 0.0)
        for (a, b) in both { (xx, yy, xy) = (xx + (a - x) * (a - x), yy + (b - y) * (b - y), xy + (a - x) * (b - y)) }
        return xx > 0 && yy > 0 ? xy / (xx * yy).squareRoot() : nil
    }
}
