import Configuration

// What several layers declare alike.
extension Key {
    static let bias = Key(
        "bias", .boolean, default: .boolean(true), "add a trained bias, which starts at 0, to every output")

    static let initializer = Key(
        "initializer", .choice(.initializers), default: .null,
        "how the weights start; default: the network's `initializer`")

    static let weightTransforms = Key("transforms", .switches(.transforms), default: .null, "the network's")

    static let filters = Key("filters", .integer(1...Limits.size), "channels of the output")

    static let groups = Key(
        "groups", .integer(1...Limits.size), default: .null,
        "runs of channels that do not meet; it divides the input's and the output's. Default: 1")

    static let dilation = Key(
        "dilation", .sides(1...255), default: .null,
        "pixels from one tap of the kernel to the next, or [vertical, horizontal]. Default: 1")

    static func side(_ name: String, _ range: ClosedRange<Int>, default value: Int? = nil, _ help: String) -> Key {
        Key(name, .sides(range), default: value.map { .integer($0) }, help)
    }
}

extension ValueType {
    /// A number for height and width, or `[height, width]`.
    static func sides(_ range: ClosedRange<Int>) -> ValueType {
        .either([.integer(range), .list(of: .integer(range), count: 2...2)])
    }
}

/// A number for each of height and width.
public struct Sides: Hashable, Sendable {
    public let height: Int, width: Int

    public init(height: Int, width: Int) {
        self.height = height
        self.width = width
    }

    /// From a key of the type `sides`.
    init(_ values: Values, _ key: String) {
        let sides = values.integers(key)
        self.init(height: sides[0], width: sides[sides.count - 1])
    }

    static let one = Sides(height: 1, width: 1)

    var text: String { height == width ? "\(height)" : "[\(height), \(width)]" }
}
