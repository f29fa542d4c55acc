import Equilibrium

/// Names of a fixed list that numbers can have.
public protocol NumberNames: Sendable {
    static var all: [String] { get }
    /// Of each name in `all`.
    static var places: [String: Int] { get }
}

/// Numbers by name, of which a table of runs may have a million sets: eight bytes for each name of the list. What was
/// not measured is not there.
public struct NumbersByName<Names: NumberNames>: Hashable, Sendable {
    /// In the order of the list; empty where there are none.
    private var bits: [UInt64] = []

    /// No arithmetic gives it.
    private static var none: UInt64 { .max }

    public init() {}

    /// Numbers whose names are not in the list are left out: no table has a column for them.
    public init(_ numbers: [String: Double]) { for (name, number) in numbers { self[name] = number } }

    /// nil: not there.
    public subscript(name: String) -> Double? {
        get { Names.places[name].flatMap { self[$0] } }
        set { if let place = Names.places[name] { self[place] = newValue } }
    }

    /// By the name's place in the list.
    subscript(place: Int) -> Double? {
        get { bits.isEmpty || bits[place] == Self.none ? nil : Double(bitPattern: bits[place]) }
        set {
            if bits.isEmpty {
                guard newValue != nil else { return }
                bits = Array(repeating: Self.none, count: Names.all.count)
            }
            bits[place] = newValue.map(\.bitPattern) ?? Self.none
        }
    }

    /// The names that any of many sets has a number for, in the order of the list.
    public static func names(_ sets: some Sequence<Self>) -> [String] {
        var isThere = Names.all.map { _ in false }
        for set in sets {
            for place in set.bits.indices where set.bits[place] != none { isThere[place] = true }
        }
        return isThere.indices.filter { isThere[$0] }.map { Names.all[$0] }
    }

    /// The names of those that are there, in the order of the list.
    public var keys: [String] { bits.indices.filter { bits[$0] != Self.none }.map { Names.all[$0] } }
}

/// The columns of an evaluation.
public enum EvaluationNames: NumberNames {
    public static let all = EvaluationColumn.all.map(\.name)
    public static let places = all.places
}

public typealias EvaluationNumbers = NumbersByName<EvaluationNames>

extension EvaluationNumbers: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (EvaluationColumn, Double)...) {
        self.init()
        for (column, number) in elements { self[column] = number }
    }

    public init(_ numbers: [EvaluationColumn: Double]) {
        self.init()
        for (column, number) in numbers { self[column] = number }
    }

    public subscript(column: EvaluationColumn) -> Double? {
        get { self[column.name] }
        set { self[column.name] = newValue }
    }
}

/// The numbers of sample metrics.
public enum SampleMetricNames: NumberNames {
    public static let all = Metrics.columns.map(\.name)
    public static let places = all.places
}

public typealias SampleNumbers = NumbersByName<SampleMetricNames>

extension [String] {
    fileprivate var places: [String: Int] {
        Dictionary(zip(self, indices), uniquingKeysWith: { first, _ in first })
    }
}
