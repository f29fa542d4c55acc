import Testing

@testable import Kernels

@Suite struct SignsTests {
    /// Around words, vectors and tasks.
    @Test(arguments: [1, 15, 16, 17, 31, 32, 33, 100, 32767, 32768, 32769, 70_001], [1, 3])
    func gradientsAreThoseOfTheOutputs(count: Int, threads: Int) {
        let workers = Workers(threads: threads)
        let (x, dy) = (FloatBuffer(count: count), FloatBuffer(count: count))
        let address = RandomAddress(seed: 1, stream: 2, iteration: 3)
        Random.fillNormal(x.pointer, count: count, at: address, workers: workers)
        Random.fillNormal(
            dy.pointer, count: count, at: RandomAddress(seed: 1, stream: 2, iteration: 4), workers: workers)
        for (place, value) in [0, -0.0, Float.infinity, -.infinity, .nan].enumerated() where place < count {
            x[place] = value
        }
        dy[count - 1] = .infinity
        for activation in [Activation.relu, .leakyRelu(slope: 0.2), .identity] {
            let y = FloatBuffer(count: count)
            activation.apply(x.pointer, into: y.pointer, count: count, workers: workers)
            let signs = UnsafeMutablePointer<UInt32>.allocate(capacity: Signs.floats(count))
            defer { signs.deallocate() }
            Signs.take(y.pointer, count: count, into: signs, workers: workers)
            let (expected, found) = (FloatBuffer(count: count), FloatBuffer(count: count))
            activation.gradient(
                dy.pointer, saved: y.pointer, into: expected.pointer, count: count, workers: workers)
            found.pointer.update(from: dy.pointer, count: count)
            Signs.gradient(
                activation, found.pointer, signs: signs, into: found.pointer, count: count, workers: workers)
            #expect((0..<count).allSatisfy { found[$0].bitPattern == expected[$0].bitPattern })
        }
    }
}
