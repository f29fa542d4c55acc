/// A text that many runs have in common, and what it makes of the hash of what stands before it.
///
/// A step of FNV-1a, (h XOR byte) * p, adds to h a number that h's lowest eight bits alone decide, then multiplies. So
/// over a whole text of n bytes the hash becomes h * p^n + s, and s depends on nothing but those eight bits of h: once
/// it is known for them, a text costs one step.
final class HashedText {
    private let bytes: [UInt8]
    private let power: UInt64
    /// By the lowest eight bits; empty while the text was asked for so seldom that they would cost more than they save.
    private var sums: [UInt64?] = []
    private var uses = 0

    private static let seldom = 32

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        power = bytes.reduce(1) { power, _ in power &* StableHash.prime }
    }

    /// Has a hash take in the text.
    func add(to hash: inout UInt64) {
        let lowest = Int(hash & 0xFF)
        if uses > Self.seldom, let sum = sums[lowest] {
            hash = hash &* power &+ sum
            return
        }
        uses += 1
        let before = hash
        StableHash.add(bytes, to: &hash)
        guard uses > Self.seldom else { return }
        if sums.isEmpty { sums = Array(repeating: nil, count: 256) }
        sums[lowest] = hash &- before &* power
    }
}
