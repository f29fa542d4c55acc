/// A random permutation of 0..<count that is computed, not stored: a balanced Feistel network on the smallest even
/// number of bits that holds `count`, walked until it falls inside (Black & Rogaway 2002). Its round keys come from
/// Philox.
public struct Shuffle: Sendable {
    public let count: Int
    private let halfBits: UInt32
    private let keys: SIMD4<UInt32>, moreKeys: SIMD4<UInt32>

    private typealias Lanes = SIMD16<UInt32>

    public init(count: Int, address: RandomAddress) {
        precondition(count > 0 && count <= Int(Int32.max), "numbers of samples are of 32 bits")
        self.count = count
        var bits: UInt32 = 1
        while 1 << (2 * Int(bits)) < count { bits += 1 }
        halfBits = bits
        keys = Philox.block(0, of: address)
        moreKeys = Philox.block(1, of: address)
    }

    /// Writes what stands at the positions from `first` on, which must all be below `count`. Sixteen walk together:
    /// one that has fallen inside waits for the others.
    public func fill(_ numbers: UnsafeMutablePointer<Int32>, from first: Int, count positions: Int) {
        let limit = Lanes(repeating: UInt32(count))
        let steps = Lanes(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
        for start in stride(from: 0, to: positions, by: 16) {
            var x = encrypt(Lanes(repeating: UInt32(first + start)) &+ steps)
            // Lanes beyond the last position need not walk.
            let wanted = steps .< Lanes(repeating: UInt32(min(16, positions - start)))
            while true {
                let outside = wanted .& (x .>= limit)
                guard any(outside) else { break }
                x = x.replacing(with: encrypt(x), where: outside)
            }
            let found = SIMD16<Int32>(truncatingIfNeeded: x)
            if start + 16 <= positions {
                UnsafeMutableRawPointer(numbers + start).storeBytes(of: found, as: SIMD16<Int32>.self)
            } else {
                for lane in 0..<positions - start { numbers[start + lane] = found[lane] }
            }
        }
    }

    @inline(__always) private func encrypt(_ x: Lanes) -> Lanes {
        let mask = Lanes(repeating: (1 << halfBits) - 1)
        let half = Lanes(repeating: halfBits)
        var (left, right) = ((x &>> half) & mask, x & mask)
        for round in 0..<8 {
            let key = Lanes(repeating: round < 4 ? keys[round] : moreKeys[round - 4])
            (left, right) = (right, left ^ (mix(right ^ key) & mask))
        }
        return left &<< half | right
    }

    /// A bijection of 32 bits in which every bit of the input reaches every bit of the output (MurmurHash3's finaliser,
    /// Appleby 2011).
    @inline(__always) private func mix(_ x: Lanes) -> Lanes {
        var x = x
        x ^= x &>> Lanes(repeating: 16)
        x &*= Lanes(repeating: 0x85eb_ca6b)
        x ^= x &>> Lanes(repeating: 13)
        x &*= Lanes(repeating: 0xc2b2_ae35)
        x ^= x &>> Lanes(repeating: 16)
        return x
    }
}
