import Kernels

@testable import Engine

/// Runs that are the same whoever asks: numbers from an address, in [-1, 1).
func numbers(_ count: Int, seed: UInt64) -> [Float] {
    let buffer = FloatBuffer(count: count)
    Random.fillUniform(
        buffer.pointer, count: count, low: -1, high: 1, at: RandomAddress(seed: seed, stream: 9, iteration: 0),
        workers: Workers(threads: 1))
    return (0..<count).map { buffer[$0] }
}

extension Execution {
    /// The input is kept to the program's end: a backward pass that follows reads it.
    @discardableResult
    func output(_ input: [Float], rows: Int, training: RandomAddress? = nil) -> [Float] {
        let kept = UnsafeMutablePointer<Float>.allocate(capacity: input.count)
        kept.initialize(from: input, count: input.count)
        let result = forward(kept, rows: rows, mode: training.map { .training($0) } ?? .inference)
        return Array(UnsafeBufferPointer(start: result, count: rows * network.graph.output.count))
    }
}

extension Network {
    var gradientValues: [Float] { Array(UnsafeBufferPointer(start: gradients, count: flatCount)) }
    var parameterValues: [Float] { Array(UnsafeBufferPointer(start: parameters, count: flatCount)) }
    var stateValues: [Float] { Array(UnsafeBufferPointer(start: state, count: stateCount)) }
}
