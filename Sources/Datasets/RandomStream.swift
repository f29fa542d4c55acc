import Foundation

/// TEMPORARY until Kernels has Philox.
enum RandomStream: UInt32 {
    case split = 0x6461_7401
    case component, noise
    func bits(_ count: Int, seed: Int) -> [UInt32] {
        var r = UInt64(truncatingIfNeeded: seed) &+ UInt64(rawValue) << 33
        return (0..<count).map { _ in
            r &+= 0x9E37_79B9_7F4A_7C15
            var z = r
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return UInt32(truncatingIfNeeded: z ^ (z >> 31))
        }
    }
    func integers(_ count: Int, below: Int, seed: Int) -> [UInt32] {
        bits(count, seed: seed).map { $0 % UInt32(below) }
    }
    func uniforms(_ count: Int, seed: Int) -> [Float] {
        bits(count, seed: seed).map { (Float($0 >> 8) + 0.5) / 16_777_216 }
    }
    func normals(_ count: Int, seed: Int) -> [Float] {
        let u = uniforms(2 * count, seed: seed)
        return (0..<count).map { sqrt(-2 * log(u[2 * $0])) * cos(2 * .pi * u[2 * $0 + 1]) }
    }
}
