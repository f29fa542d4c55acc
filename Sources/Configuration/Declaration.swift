import Diagnostics

/// What an entry of a registry (a layer, a loss, ...) or a section of an experiment file says about itself, once:
/// decoding, "unknown key" errors and `saddle explain` all read this.
public struct Declaration: Sendable {
    public let name: String
    /// One line: what it is.
    public let summary: String
    /// Formula, behaviour and paper, for `saddle explain`; may be several lines.
    public let details: String
    public private(set) var keys: [Key]
    /// How many of `keys`, at their end, every entry of the registry takes.
    public private(set) var commonCount = 0
    /// The key that a bare value stands for: `dense: 256` means `dense: {units: 256}`.
    public let shorthand: String?
    /// A piece of YAML that uses the entry, as it stands in a file.
    public let example: String
    /// Keys that say one thing in different units: one of them is given, and setting one takes the others away.
    public let oneOf: [String]
    /// What other programs call it, where they differ.
    public private(set) var elsewhere: [Elsewhere]
    /// What to write for a number in the place of its keys, where that is not the first key of the example; nil: that.
    let cureOfNumber: (@Sendable (Double) -> String?)?

    public init(
        _ name: String, _ summary: String, details: String = "", keys: [Key] = [], shorthand: String? = nil,
        example: String, oneOf: [String] = [], elsewhere: [Elsewhere] = [],
        cureOfNumber: (@Sendable (Double) -> String?)? = nil
    ) {
        self.name = name
        self.summary = summary
        self.details = details
        self.keys = keys
        self.shorthand = shorthand
        self.example = example
        self.oneOf = oneOf
        self.elsewhere = elsewhere
        self.cureOfNumber = cureOfNumber
    }

    /// With other keys in the place of each.
    func with(_ keys: (Key) -> [Key]) -> Declaration {
        var declaration = self
        declaration.keys = self.keys.flatMap(keys)
        return declaration
    }

    /// The keys that a value of `key` takes the place of.
    func others(of key: String) -> [String] { oneOf.contains(key) ? oneOf.filter { $0 != key } : [] }

    /// The keys that other entries of the registry do not take as well.
    public var ownKeys: ArraySlice<Key> { keys.dropLast(commonCount) }

    /// With the keys that every entry of its registry takes, unless it declares one of the name itself, and with what
    /// others call it.
    func with(_ common: [Key], _ elsewhere: [Elsewhere]) -> Declaration {
        var declaration = self
        declaration.elsewhere += elsewhere
        let added = common.filter { key in !keys.contains { $0.name == key.name } }
        declaration.keys += added
        declaration.commonCount = added.count
        return declaration
    }
}

/// One key of a declaration.
public struct Key: Sendable {
    public let name: String
    public let type: ValueType
    /// nil: the key must be given. `.null`: it may be left out, and then has no value.
    public let defaultValue: Value?
    /// One line, with the unit where there is one.
    public let help: String
    /// Whether `ValueType.switches` stood in its place. Left out, it leaves no value.
    let isSwitch: Bool
    /// Where it changes something; nil: everywhere.
    private(set) var need: Need?

    /// Another key of the entry, or the section, and the values of it beside which a key changes something. `.null`:
    /// left out.
    struct Need: Sendable {
        let key: String
        let values: [Value]
    }

    /// A key that changes something only beside certain values of another one.
    public func needing(_ key: String, _ values: [Value]) -> Key {
        var copy = self
        copy.need = Need(key: key, values: values)
        return copy
    }

    public init(_ name: String, _ type: ValueType, default defaultValue: Value? = nil, _ help: String) {
        self.init(name, type, default: defaultValue, help, isSwitch: false)
    }

    init(_ name: String, _ type: ValueType, default defaultValue: Value?, _ help: String, isSwitch: Bool) {
        self.isSwitch = isSwitch
        self.name = name
        self.type = type
        self.defaultValue = defaultValue
        self.help = help
    }
}

/// What a key accepts.
public indirect enum ValueType: Sendable {
    case integer(ClosedRange<Int>)
    case real(RealRange)
    case boolean
    case text
    /// Of a file or a folder of data: relative to the file in which it is written.
    case path
    /// One of a closed set of words.
    case word([String])
    case list(of: ValueType, count: ClosedRange<Int>)
    /// An entry of a registry: `adam`, `adam: {learning_rate: 1e-3}`.
    case choice(RegistryKind)
    /// A list of entries of a registry: the layers of a network.
    case choices(RegistryKind)
    /// The first type that fits; errors speak of all of them.
    case either([ValueType])
    /// A section with keys of its own.
    case section(Declaration)
    /// In the key's place, a boolean for each entry of a registry, by the entry's name; a vocabulary puts them there.
    /// The key's help says what holds where one is left out, as in "false".
    case switches(RegistryKind)
    /// Read by code of its own; the text says what it takes.
    case described(String)
}

/// A range of real numbers whose ends may be open.
public struct RealRange: Hashable, Sendable, CustomStringConvertible {
    public let lower: Double, upper: Double
    public let includesLower: Bool, includesUpper: Bool

    public init(_ lower: Double, _ upper: Double, includesLower: Bool = true, includesUpper: Bool = true) {
        self.lower = lower
        self.upper = upper
        self.includesLower = includesLower
        self.includesUpper = includesUpper
    }

    public static let any = RealRange(-.greatestFiniteMagnitude, .greatestFiniteMagnitude)
    public static let positive = RealRange(0, .greatestFiniteMagnitude, includesLower: false)
    public static let nonNegative = RealRange(0, .greatestFiniteMagnitude)
    public static let unit = RealRange(0, 1)

    public func contains(_ x: Double) -> Bool {
        (includesLower ? x >= lower : x > lower) && (includesUpper ? x <= upper : x < upper)
    }

    /// Reads as in an error message: "a number above 0", "a number from 0 to 1".
    public var description: String {
        let low = lower == -.greatestFiniteMagnitude ? nil : CanonicalNumber.plain(lower)
        let high = upper == .greatestFiniteMagnitude ? nil : CanonicalNumber.plain(upper)
        return switch (low, high) {
        case (nil, nil): "a number"
        case (let low?, nil): includesLower ? "a number of at least \(low)" : "a number above \(low)"
        case (nil, let high?): includesUpper ? "a number of at most \(high)" : "a number below \(high)"
        case (let low?, let high?):
            (includesLower ? "a number from \(low)" : "a number above \(low)")
                + (includesUpper
                    ? (includesLower ? " to \(high)" : " and up to \(high)")
                    : (includesLower ? " to below \(high)" : " and below \(high)"))
        }
    }
}
