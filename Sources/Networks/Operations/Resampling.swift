/// A fixed linear map of an image that acts on height and width apart, alike for every channel: enlarging, pooling by
/// sums or means, blurring.
public struct Resampling: Operation {
    public let vertical: AxisMap
    public let horizontal: AxisMap
    /// What it does, as a graph is printed.
    let name: String

    init(_ name: String, _ vertical: AxisMap, _ horizontal: AxisMap) {
        self.name = name
        self.vertical = vertical
        self.horizontal = horizontal
    }

    public var description: String { name }

    public func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        Shape([vertical.outputs, horizontal.outputs, inputs[0].channels])
    }
}

/// What each position along one axis is made of: a weighted sum of positions of the input.
public struct AxisMap: Hashable, Sendable {
    public struct Tap: Hashable, Sendable {
        public let source: Int
        public let weight: Double

        public init(source: Int, weight: Double) {
            self.source = source
            self.weight = weight
        }
    }

    public let inputs: Int
    /// By output position.
    public let taps: [[Tap]]

    public var outputs: Int { taps.count }

    /// Every position `factor` times.
    static func nearest(_ inputs: Int, factor: Int) -> AxisMap {
        AxisMap(inputs: inputs, taps: (0..<inputs * factor).map { [Tap(source: $0 / factor, weight: 1)] })
    }

    /// Between the centres of the two nearest positions; beyond the outermost centres, the outermost position.
    static func linear(_ inputs: Int, factor: Int) -> AxisMap {
        AxisMap(
            inputs: inputs,
            taps: (0..<inputs * factor).map { output in
                let place = max(0, (Double(output) + 0.5) / Double(factor) - 0.5)
                let first = min(Int(place), inputs - 1)
                let share = first == inputs - 1 ? 0 : place - Double(first)
                return [Tap(source: first, weight: 1 - share)]
                    + (share > 0 ? [Tap(source: first + 1, weight: share)] : [])
            })
    }

    /// A kernel slid along the axis.
    /// - Parameter mirrors: whether the axis is mirrored at its outermost positions, rather than continued by zeros.
    static func window(
        _ inputs: Int, weights: [Double], stride: Int, padding: Int, positions: Int, mirrors: Bool = false
    ) -> AxisMap {
        AxisMap(
            inputs: inputs,
            taps: (0..<positions).map { output in
                weights.indices.compactMap { tap in
                    var source = output * stride + tap - padding
                    if mirrors { source = source < 0 ? -source : source >= inputs ? 2 * inputs - 2 - source : source }
                    return source >= 0 && source < inputs ? Tap(source: source, weight: weights[tap]) : nil
                }
            })
    }

    /// One position, the sum of all of them times `weight`.
    static func whole(_ inputs: Int, weight: Double) -> AxisMap {
        AxisMap(inputs: inputs, taps: [(0..<inputs).map { Tap(source: $0, weight: weight) }])
    }

    /// By output position: the sum of its weights.
    var sums: [Double] { taps.map { $0.reduce(0) { $0 + $1.weight } } }
}

extension Resampling: ConfinedOperation {
    /// Of weights that are not negative.
    func range(of input: ValueRange) -> ValueRange {
        guard input.lower.isFinite, input.upper.isFinite else { return .all }
        let sums = vertical.sums.flatMap { a in horizontal.sums.map { a * $0 } }
        let (least, most) = (sums.min() ?? 1, sums.max() ?? 1)
        return ValueRange(
            min(least * input.lower, most * input.lower), max(least * input.upper, most * input.upper))
    }
}
