import Configuration

// What several layers declare alike.
extension Key {
    static let bias = Key("bias", .boolean, default: .boolean(true), "add a trained bias to every output")

    static let initializer = Key(
        "initializer", .choice(.initializers), default: .null,
        "how the weights start; left out: the network's `initializer`")

    static let filters = Key("filters", .integer(1...Limits.size), "channels of the output")

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
struct Sides: Hashable, Sendable {
    let height: Int, width: Int

    init(height: Int, width: Int) {
        self.height = height
        self.width = width
    }

    /// From a value of the type `sides`.
    init(_ value: Value) {
        switch value {
        case .integer(let side): self.init(height: side, width: side)
        case .list(let sides):
            let numbers = sides.map { side -> Int in
                guard case .integer(let number) = side else { preconditionFailure("not declared as sides") }
                return number
            }
            self.init(height: numbers[0], width: numbers[1])
        default: preconditionFailure("not declared as sides")
        }
    }

    var text: String { height == width ? "\(height)" : "[\(height), \(width)]" }
}
