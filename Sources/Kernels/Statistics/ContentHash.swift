/// XXH64 with seed 0, to tell whether the bytes of a file are those that were written. Not for secrets.
///
/// Every step is invertible in the word that it takes, so a change within one word always changes the hash; that of
/// other changes goes unseen once in 2^64. https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
public struct ContentHash {
    private static let primes: (UInt64, UInt64, UInt64, UInt64, UInt64) = (
        0x9E37_79B1_85EB_CA87, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0x85EB_CA77_C2B2_AE63,
        0x27D4_EB2F_1656_67C5
    )

    private static let stripe = 32

    /// One for each of the four words of a stripe.
    private var lanes: (UInt64, UInt64, UInt64, UInt64)
    private var count = 0
    /// What does not fill a stripe yet.
    private var rest: [UInt8] = []

    /// Of nothing so far.
    public init() {
        let (p1, p2, _, _, _) = Self.primes
        lanes = (p1 &+ p2, p2, 0, 0 &- p1)
    }

    /// Sixteen hexadecimal digits, as the command `xxhsum -H1` prints them.
    public static func text(_ bytes: [UInt8]) -> String { Checksum.text(bytes.withUnsafeBytes(hash)) }

    public static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var hash = ContentHash()
        hash.take(bytes)
        return hash.value
    }

    /// Takes in what follows.
    public mutating func take(_ bytes: [UInt8]) { bytes.withUnsafeBytes { take($0) } }

    public mutating func take(_ bytes: UnsafeRawBufferPointer) {
        count += bytes.count
        var position = 0
        if !rest.isEmpty {
            position = min(Self.stripe - rest.count, bytes.count)
            rest += bytes[..<position]
            guard rest.count == Self.stripe else { return }
            rest.withUnsafeBytes { _ = stripes($0, from: 0) }
            rest.removeAll(keepingCapacity: true)
        }
        position = stripes(bytes, from: position)
        rest += bytes[position...]
    }

    /// Takes in as many whole stripes as there are. -> where they end
    private mutating func stripes(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var position = start
        var (a, b, c, d) = lanes
        func word(_ index: Int) -> UInt64 {
            UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position + 8 * index, as: UInt64.self))
        }
        while position + Self.stripe <= bytes.count {
            a = Self.round(a, word(0))
            b = Self.round(b, word(1))
            c = Self.round(c, word(2))
            d = Self.round(d, word(3))
            position += Self.stripe
        }
        lanes = (a, b, c, d)
        return position
    }

    private static func turned(_ x: UInt64, _ bits: UInt64) -> UInt64 { x << bits | x >> (64 - bits) }

    private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
        turned(lane &+ word &* primes.1, 31) &* primes.0
    }

    /// Of all that was taken in.
    public var value: UInt64 {
        let (p1, p2, p3, p4, p5) = Self.primes
        var hash = p5
        if count >= Self.stripe {
            let (a, b, c, d) = lanes
            hash = Self.turned(a, 1) &+ Self.turned(b, 7) &+ Self.turned(c, 12) &+ Self.turned(d, 18)
            for lane in [a, b, c, d] { hash = (hash ^ Self.round(0, lane)) &* p1 &+ p4 }
        }
        hash &+= UInt64(count)
        return rest.withUnsafeBytes { bytes in
            var position = 0
            while position + 8 <= bytes.count {
                let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
                hash = Self.turned(hash ^ Self.round(0, word), 27) &* p1 &+ p4
                position += 8
            }
            if position + 4 <= bytes.count {
                let half = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self))
                hash = Self.turned(hash ^ UInt64(half) &* p1, 23) &* p2 &+ p3
                position += 4
            }
            while position < bytes.count {
                hash = Self.turned(hash ^ UInt64(bytes[position]) &* p5, 11) &* p1
                position += 1
            }
            hash = (hash ^ hash >> 33) &* p2
            hash = (hash ^ hash >> 29) &* p3
            return hash ^ hash >> 32
        }
    }
}
