/// What the discriminator is to give for the samples of one side: a number, or one drawn evenly from a range for each.
public struct TargetRange: Hashable, Sendable {
    public var low: Double, high: Double

    public init(_ low: Double, _ high: Double) { (self.low, self.high) = (low, high) }
    public init(_ target: Double) { self.init(target, target) }

    public var isRandom: Bool { low != high }
    public var mean: Double { isRandom ? (low + high) / 2 : low }
    public var variance: Double { (high - low) * (high - low) / 12 }
    /// As an error message says it.
    public var text: String { isRandom ? "[\(low), \(high)]" : "\(low)" }
}

extension TargetRange: FieldValue {
    private static let target = ValueType.real(RealRange(-1, 1))
    static let type = ValueType.either([target, .list(of: target, count: 2...2)])

    init(_ value: Value) {
        guard case .list(let ends) = value else {
            self.init(Double(value))
            return
        }
        self.init(Double(ends[0]), Double(ends[1]))
    }

    var value: Value { isRandom ? .list([.real(low), .real(high)]) : .real(low) }
}
