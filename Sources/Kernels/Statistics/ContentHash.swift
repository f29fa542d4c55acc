/// XXH64 with seed 0, to tell whether the bytes of a file are those that were written. Not for secrets.
///
/// Every step is invertible in the word that it takes, so a change within one word always changes the hash; that of
/// other changes goes unseen once in 2^64. https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
public enum ContentHash {
    private static let primes: (UInt64, UInt64, UInt64, UInt64, UInt64) = (
        0x9E37_79B1_85EB_CA87, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0x85EB_CA77_C2B2_AE63,
        0x27D4_EB2F_1656_67C5
    )

    /// Sixteen hexadecimal digits, as the command `xxhsum -H1` prints them.
    public static func text(_ bytes: [UInt8]) -> String { Checksum.text(bytes.withUnsafeBytes(hash)) }

    public static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        let (p1, p2, p3, p4, p5) = primes
        var position = 0
        func word() -> UInt64 {
            defer { position += 8 }
            return UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
        }
        func turned(_ x: UInt64, _ bits: UInt64) -> UInt64 { x << bits | x >> (64 - bits) }
        func round(_ lane: UInt64, _ word: UInt64) -> UInt64 { turned(lane &+ word &* p2, 31) &* p1 }

        var hash: UInt64
        if bytes.count >= 32 {
            var (a, b, c, d) = (p1 &+ p2, p2, UInt64(0), 0 &- p1)
            while position + 32 <= bytes.count {
                a = round(a, word())
                b = round(b, word())
                c = round(c, word())
                d = round(d, word())
            }
            hash = turned(a, 1) &+ turned(b, 7) &+ turned(c, 12) &+ turned(d, 18)
            for lane in [a, b, c, d] { hash = (hash ^ round(0, lane)) &* p1 &+ p4 }
        } else {
            hash = p5
        }
        hash &+= UInt64(bytes.count)
        while position + 8 <= bytes.count { hash = turned(hash ^ round(0, word()), 27) &* p1 &+ p4 }
        if position + 4 <= bytes.count {
            let half = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self))
            hash = turned(hash ^ UInt64(half) &* p1, 23) &* p2 &+ p3
            position += 4
        }
        while position < bytes.count {
            hash = turned(hash ^ UInt64(bytes[position]) &* p5, 11) &* p1
            position += 1
        }
        hash = (hash ^ hash >> 33) &* p2
        hash = (hash ^ hash >> 29) &* p3
        return hash ^ hash >> 32
    }
}
