/// Checksums of arrays, to tell whether a file was made from the same numbers. Not for secrets.
public enum Checksum {
    public static let start: UInt64 = 0xCBF2_9CE4_8422_2325

    /// FNV-1a over the bits of each number as one unit (Fowler, Noll & Vo), carried on from `hash`.
    public static func fnv(_ x: UnsafePointer<Float>, count: Int, from hash: UInt64 = start) -> UInt64 {
        var hash = hash
        for i in 0..<count { hash = (hash ^ UInt64(x[i].bitPattern)) &* 0x0000_0100_0000_01B3 }
        return hash
    }

    /// The same over bytes.
    public static func fnv(_ x: UnsafePointer<UInt8>, count: Int, from hash: UInt64 = start) -> UInt64 {
        var hash = hash
        for i in 0..<count { hash = (hash ^ UInt64(x[i])) &* 0x0000_0100_0000_01B3 }
        return hash
    }

    /// Sixteen hexadecimal digits.
    public static func text(_ hash: UInt64) -> String {
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
