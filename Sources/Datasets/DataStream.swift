import Kernels

/// The streams of random numbers that datasets draw from, each by (seed of the data, stream, element). A run draws from
/// other streams, so that data and training are independent even where their seeds are equal.
enum DataStream: UInt32 {
    // "dat" in ASCII, and a number.
    case split = 0x6461_7401
    /// Which component of a mixture, or which position on a curve, a sample has.
    case component
    case noise
    /// How far the modes of a grid stand from their places.
    case displacement

    func bits(_ count: Int, seed: Int) -> [UInt32] {
        [UInt32](unsafeUninitializedCapacity: count) { buffer, filled in
            if let start = buffer.baseAddress { Random.fillBits(start, count: count, at: address(seed)) }
            filled = count
        }
    }

    /// On 0...255.
    func bytes(_ count: Int, seed: Int) -> [UInt8] {
        let words = (count + 3) / 4
        return [UInt8](unsafeUninitializedCapacity: 4 * words) { buffer, filled in
            if let start = buffer.baseAddress {
                UnsafeMutableRawPointer(start).withMemoryRebound(to: UInt32.self, capacity: words) {
                    Random.fillBits($0, count: words, at: address(seed))
                }
            }
            filled = count
        }
    }

    /// In `0..<bound`.
    func integers(_ count: Int, below bound: Int, seed: Int) -> [Int32] {
        [Int32](unsafeUninitializedCapacity: count) { buffer, filled in
            if let start = buffer.baseAddress {
                Random.fillIndices(start, count: count, below: bound, at: address(seed))
            }
            filled = count
        }
    }

    /// On [0, 1).
    func uniforms(_ count: Int, seed: Int) -> [Float] {
        floats(count) { Random.fillUniform($0, count: count, at: address(seed), workers: .shared) }
    }

    /// Of mean 0 and standard deviation 1.
    func normals(_ count: Int, seed: Int) -> [Float] {
        floats(count) { Random.fillNormal($0, count: count, at: address(seed), workers: .shared) }
    }

    private func floats(_ count: Int, _ fill: (UnsafeMutablePointer<Float>) -> Void) -> [Float] {
        [Float](unsafeUninitializedCapacity: count) { buffer, filled in
            if let start = buffer.baseAddress { fill(start) }
            filled = count
        }
    }

    private func address(_ seed: Int) -> RandomAddress {
        RandomAddress(seed: UInt64(seed), stream: rawValue, iteration: 0)
    }
}
