import Kernels

/// A random permutation of 0..<count that is computed, not stored: a balanced Feistel network on the smallest even
/// number of bits that holds `count`, walked until it falls inside (Black & Rogaway 2002). Its round keys come from
/// Philox.
struct Shuffle {
    let count: Int
    private let halfBits: UInt32
    private let keys: SIMD4<UInt32>, moreKeys: SIMD4<UInt32>

    init(count: Int, address: RandomAddress) {
        self.count = count
        var bits: UInt32 = 1
        while 1 << (2 * Int(bits)) < count { bits += 1 }
        halfBits = bits
        keys = Philox.block(0, of: address)
        moreKeys = Philox.block(1, of: address)
    }

    subscript(position: Int) -> Int {
        var x = position
        repeat { x = encrypt(x) } while x >= count
        return x
    }

    private func encrypt(_ x: Int) -> Int {
        let mask = (UInt32(1) << halfBits) - 1
        var left = UInt32(truncatingIfNeeded: x >> Int(halfBits)) & mask
        var right = UInt32(truncatingIfNeeded: x) & mask
        for round in 0..<8 {
            let key = round < 4 ? keys[round] : moreKeys[round - 4]
            (left, right) = (right, left ^ (Self.mix(right ^ key) & mask))
        }
        return Int(left) << Int(halfBits) | Int(right)
    }

    /// A bijection of 32 bits in which every bit of the input reaches every bit of the output (MurmurHash3's finaliser,
    /// Appleby 2011).
    private static func mix(_ x: UInt32) -> UInt32 {
        var x = x
        x ^= x >> 16
        x &*= 0x85eb_ca6b
        x ^= x >> 13
        x &*= 0xc2b2_ae35
        x ^= x >> 16
        return x
    }
}
