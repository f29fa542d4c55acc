import Diagnostics
import Foundation

/// A distribution of a random sweep. Draws are a function of (seed, path, position): nothing else can change them.
enum Distribution {
    case uniform(Double, Double)
    case logUniform(Double, Double)
    /// Both ends count.
    case integer(Int, Int)
    case choice([Node])

    private static let names = ["uniform", "log_uniform", "integer", "choice"]

    init(_ node: Node) throws(Diagnostic) {
        let expected = "one of {uniform: [a, b]}, {log_uniform: [a, b]}, {integer: [a, b]}, {choice: [...]}"
        guard let pairs = node.pairs, let pair = pairs.first, pairs.count == 1 else {
            throw Diagnostic(
                "expected \(expected), found \(node.phrase)", at: node.location, help: "for example {uniform: [0, 1]}")
        }
        guard Distribution.names.contains(pair.key) else {
            let near = Similarity.nearest(to: pair.key, in: Distribution.names)
            throw Diagnostic(
                "unknown distribution '\(pair.key)'", at: pair.keyLocation,
                help: near.map { "a distribution with a similar name exists: '\($0)'" } ?? "it is \(expected)")
        }
        guard let items = pair.value.items, pair.key == "choice" ? !items.isEmpty : items.count == 2 else {
            let wanted = pair.key == "choice" ? "a list of values" : "two numbers, [from, to]"
            throw Diagnostic(
                "expected \(wanted), found \(pair.value.phrase)", at: pair.value.location,
                help: "for example {\(pair.key): [\(pair.key == "integer" ? "8, 64" : "0.1, 1")]}")
        }
        switch pair.key {
        case "choice": self = .choice(items)
        case "integer":
            let low = try Distribution.integer(items[0])
            let high = try Distribution.integer(items[1])
            try Distribution.order(low < high, pair.value, items)
            self = .integer(low, high)
        default:
            let low = try Distribution.number(items[0])
            let high = try Distribution.number(items[1])
            try Distribution.order(low < high, pair.value, items)
            guard pair.key == "log_uniform" else {
                self = .uniform(low, high)
                return
            }
            try Distribution.check(
                low > 0, "log_uniform needs numbers above 0", at: pair.value,
                help: "for example {log_uniform: [1e-4, 1e-2]}")
            self = .logUniform(low, high)
        }
    }

    func draw(seed: Int, path: String, index: Int, at location: Location) -> Node {
        var bits = StableHash.mix(UInt64(bitPattern: Int64(seed)))
        bits = StableHash.mix(bits ^ StableHash.hash(path))
        bits = StableHash.mix(bits ^ UInt64(index))
        let unit = Double(bits >> 11) * 0x1p-53
        switch self {
        case .uniform(let low, let high):
            return Distribution.real(low * (1 - unit) + high * unit, in: low...high, at: location)
        case .logUniform(let low, let high):
            let exponent = log(low) * (1 - unit) + log(high) * unit
            return Distribution.real(exp(exponent), in: low...high, at: location)
        case .integer(let low, let high):
            let width = UInt64(bitPattern: Int64(high)) &- UInt64(bitPattern: Int64(low)) &+ 1
            let offset = Int(bits.multipliedFullWidth(by: width).high)
            return .plain(String(low + offset), at: location)
        case .choice(let nodes): return nodes[Int(bits.multipliedFullWidth(by: UInt64(nodes.count)).high)]
        }
    }

    /// Four significant digits: enough for any search, short enough to read in a run's id.
    private static func real(_ value: Double, in range: ClosedRange<Double>, at location: Location) -> Node {
        let rounded = Double(String(format: "%.4g", value)) ?? value
        return .plain(CanonicalNumber.plain(min(max(rounded, range.lowerBound), range.upperBound)), at: location)
    }

    private static func number(_ node: Node) throws(Diagnostic) -> Double {
        guard let scalar = node.scalar, scalar.isPlain, let value = Scalars.real(scalar.text) else {
            throw Diagnostic(
                "expected a number, found \(node.phrase)", at: node.location,
                help: "two plain numbers: [0.1, 1]")
        }
        return value
    }

    private static func integer(_ node: Node) throws(Diagnostic) -> Int {
        guard let scalar = node.scalar, scalar.isPlain, let value = Scalars.integer(scalar.text)
        else {
            throw Diagnostic(
                "expected an integer, found \(node.phrase)", at: node.location, help: "two whole numbers: [8, 64]")
        }
        try check(
            value.magnitude < 1 << 53, "the numbers must lie between -2^53 and 2^53", at: node,
            help: "give numbers nearer to 0")
        return value
    }

    private static func order(_ holds: Bool, _ node: Node, _ items: [Node]) throws(Diagnostic) {
        if holds { return }
        throw Diagnostic(
            "the first number must be below the second", at: node.location,
            help: "write [\(items.reversed().compactMap { $0.scalar?.text }.joined(separator: ", "))]")
    }

    private static func check(_ holds: Bool, _ message: String, at node: Node, help: String) throws(Diagnostic) {
        if !holds { throw Diagnostic(message, at: node.location, help: help) }
    }
}
