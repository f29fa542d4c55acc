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

    /// The words of elements 16 * group ..< 16 * group + 16.
    static func sixteen(_ group: Int, of address: RandomAddress) -> SIMD16<UInt32> {
        var words = SIMD16<UInt32>.zero
        for quarter in 0..<4 {
            let four = block(group * 4 + quarter, of: address)
            for lane in 0..<4 { words[quarter * 4 + lane] = four[lane] }
        }
        return words
    }
}
