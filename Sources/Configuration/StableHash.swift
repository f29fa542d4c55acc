/// Hashes that are the same on every machine and in every process, for names and for draws.
public enum StableHash {
    /// FNV-1a, 64 bits, over UTF-8 (Fowler, Noll & Vo).
    public static func hash(_ text: String) -> UInt64 {
        var hash = start
        text.utf8.forEach { add($0, to: &hash) }
        return hash
    }

    /// Of no text.
    static let start: UInt64 = 0xCBF2_9CE4_8422_2325

    static let prime: UInt64 = 0x0000_0100_0000_01B3

    /// Takes in the next bytes of a text.
    static func add(_ bytes: [UInt8], to hash: inout UInt64) { for byte in bytes { add(byte, to: &hash) } }

    private static func add(_ byte: UInt8, to hash: inout UInt64) {
        hash = (hash ^ UInt64(byte)) &* prime
    }

    /// The output function of SplitMix64 (Steele, Lea & Flood 2014): every bit of the input reaches every bit out.
    public static func mix(_ x: UInt64) -> UInt64 {
        var z = x &+ 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Eight hexadecimal digits.
    public static func short(_ hash: UInt64) -> String {
        let text = String(shortened(hash), radix: 16)
        return String(repeating: "0", count: 8 - text.count) + text
    }

    /// Half as many bits, which `short` writes.
    static func shortened(_ hash: UInt64) -> UInt32 {
        let mixed = mix(hash)
        return UInt32(truncatingIfNeeded: mixed ^ (mixed >> 32))
    }
}
