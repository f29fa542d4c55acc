/// A number that an entry keeps from update to update.
public struct RememberedNumber: Hashable, Sendable {
    /// Unique among the entry's.
    public let name: String
    /// Before the first update.
    public let start: Double

    public init(_ name: String, start: Double = 0) {
        self.name = name
        self.start = start
    }
}

/// An entry that keeps numbers from update to update: they are part of checkpoints.
public protocol Remembering {
    static var memory: [RememberedNumber] { get }
}

/// The numbers that the entries of a run keep.
final class TrainerMemory {
    /// As checkpoints name them: "lecam.real".
    private let names: [String]
    private let values: UnsafeMutablePointer<Double>
    private var places: [String: Int] = [:]

    /// - Parameter owners: the entries by name, each once.
    init(_ owners: [(name: String, numbers: [RememberedNumber])]) {
        names = owners.flatMap { owner in owner.numbers.map { "\(owner.name).\($0.name)" } }
        values = .allocate(capacity: max(1, names.count))
        values.initialize(repeating: 0, count: max(1, names.count))
        var place = 0
        for owner in owners {
            places[owner.name] = place
            for number in owner.numbers {
                values[place] = number.start
                place += 1
            }
        }
    }

    deinit { values.deallocate() }

    var isEmpty: Bool { names.isEmpty }

    /// Where an owner's numbers stand, in the order in which it declares them.
    func numbers(of owner: String) -> UnsafeMutablePointer<Double> {
        guard let place = places[owner] else { preconditionFailure("'\(owner)' keeps no numbers") }
        return values + place
    }

    /// By name.
    var entries: [String: Double] {
        Dictionary(uniqueKeysWithValues: names.indices.map { (names[$0], values[$0]) })
    }

    /// Swift prints a number so that reading it gives the same bits.
    var text: String { names.indices.map { "\(names[$0])=\(values[$0])" }.joined(separator: " ") }

    /// - Returns: false where the text is not of these numbers.
    func read(_ text: String) -> Bool {
        let parts = text.split(separator: " ")
        guard parts.count == names.count else { return false }
        for (index, part) in parts.enumerated() {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, String(pair[0]) == names[index], let value = Double(pair[1]) else { return false }
            values[index] = value
        }
        return true
    }
}
