/// Where a random number stands: numbers are a function of their address, there is no generator state.
///
/// The element's index is the rest of the address: a kernel that fills `count` elements uses the elements from 0 on.
/// Streams tell the uses apart (noise, initial weights, batches, dropout of a layer, ...); their numbers are the
/// caller's.
public struct RandomAddress: Hashable, Sendable {
    public var seed: UInt64
    public var stream: UInt32
    public var iteration: UInt64

    public init(seed: UInt64, stream: UInt32, iteration: UInt64) {
        (self.seed, self.stream, self.iteration) = (seed, stream, iteration)
    }
}

/// Philox4x32-10, a counter-based generator. Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3".
///
/// Counter words: block (element / 4), iteration low, iteration high, stream. Key words: seed low, seed high.
public enum Philox {
    /// The four random words of a counter and a key.
    public static func block(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
        var (c0, c1, c2, c3) = (counter[0], counter[1], counter[2], counter[3])
        var (k0, k1) = (key[0], key[1])
        for _ in 0..<10 {
            let first = UInt64(c0) &* 0xD251_1F53
            let second = UInt64(c2) &* 0xCD9E_8D57
            c0 = UInt32(truncatingIfNeeded: second >> 32) ^ c1 ^ k0
            c2 = UInt32(truncatingIfNeeded: first >> 32) ^ c3 ^ k1
            c1 = UInt32(truncatingIfNeeded: second)
            c3 = UInt32(truncatingIfNeeded: first)
            k0 &+= 0x9E37_79B9
            k1 &+= 0xBB67_AE85
        }
        return SIMD4(c0, c1, c2, c3)
    }

    /// The words of elements 4 * block ..< 4 * block + 4.
    public static func block(_ block: Int, of address: RandomAddress) -> SIMD4<UInt32> {
        Philox.block(
            counter: SIMD4(
                UInt32(truncatingIfNeeded: block), UInt32(truncatingIfNeeded: address.iteration),
                UInt32(truncatingIfNeeded: address.iteration >> 32), address.stream),
            key: SIMD2(UInt32(truncatingIfNeeded: address.seed), UInt32(truncatingIfNeeded: address.seed >> 32)))
    }

    /// The word of one element.
    public static func word(_ element: Int, of address: RandomAddress) -> UInt32 {
        block(element / 4, of: address)[element % 4]
    }

    /// Writes the words of elements 32 * group ..< 32 * group + 32.
    static func thirtyTwo(_ group: Int, of address: RandomAddress, into words: UnsafeMutablePointer<UInt32>) {
        let (c0, c1, c2, c3) = eightBlocks(from: group &* 8, of: address)
        // Little endian: a block's four words are two 64-bit numbers.
        var pairs = SIMD16<UInt64>()
        pairs.evenHalf = c0 | (c1 &<< 32)
        pairs.oddHalf = c2 | (c3 &<< 32)
        UnsafeMutableRawPointer(words).storeBytes(of: pairs, as: SIMD16<UInt64>.self)
    }

    private typealias Lanes = SIMD8<UInt64>

    /// Eight blocks side by side, one in each lane; lanes are 64 bits wide with upper halves of zero, so that a product
    /// of two words is one instruction. Not inlined: the compiler would carry the order in which the caller wants the
    /// words into every round, at three times the cost.
    @inline(never) private static func eightBlocks(
        from block: Int, of address: RandomAddress
    ) -> (Lanes, Lanes, Lanes, Lanes) {
        let low = Lanes(repeating: 0xFFFF_FFFF)
        let first = UInt64(UInt32(truncatingIfNeeded: block))
        var c0 = (Lanes(repeating: first) &+ Lanes(0, 1, 2, 3, 4, 5, 6, 7)) & low
        var c1 = Lanes(repeating: address.iteration & 0xFFFF_FFFF)
        var c2 = Lanes(repeating: address.iteration >> 32)
        var c3 = Lanes(repeating: UInt64(address.stream))
        var k0 = UInt32(truncatingIfNeeded: address.seed)
        var k1 = UInt32(truncatingIfNeeded: address.seed >> 32)
        for _ in 0..<10 {
            let a = (c0 & low) &* Lanes(repeating: 0xD251_1F53)
            let b = (c2 & low) &* Lanes(repeating: 0xCD9E_8D57)
            c0 = (b &>> 32) ^ c1 ^ Lanes(repeating: UInt64(k0))
            c2 = (a &>> 32) ^ c3 ^ Lanes(repeating: UInt64(k1))
            c1 = b & low
            c3 = a & low
            k0 &+= 0x9E37_79B9
            k1 &+= 0xBB67_AE85
        }
        return (c0, c1, c2, c3)
    }
}
