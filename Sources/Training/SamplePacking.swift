import Kernels

/// Several samples as one input of the discriminator, concatenated along the last axis: points by their coordinates,
/// images by their channels. Lin et al. 2018, section 2. A packed discriminator sees a lack of diversity that single
/// samples do not show.
struct SamplePacking: Sendable {
    /// Samples in a row.
    let count: Int
    /// Of one sample: what lies before the last axis, and the last axis.
    private let positions: Int, channels: Int

    /// - Parameter shape: of one sample.
    init(_ count: Int, shape: [Int]) {
        self.count = count
        channels = shape.last ?? 1
        positions = shape.dropLast().reduce(1, *)
    }

    /// The shape that the discriminator sees.
    static func shape(_ shape: [Int], count: Int) -> [Int] {
        shape.isEmpty ? [count] : shape.dropLast() + [shape[shape.count - 1] * count]
    }

    /// Whether samples must move: vectors that lie one after another are a packed vector already.
    var moves: Bool { count > 1 && positions > 1 }

    /// [rows, count, sample] to [rows, positions, count * channels].
    func pack(_ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, rows: Int, workers: Workers) {
        Elementwise.swapAxes(
            x, into: y, outer: rows, first: count, second: positions, columns: channels, workers: workers)
    }

    /// The way back, for gradients.
    func unpack(_ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, rows: Int, workers: Workers) {
        Elementwise.swapAxes(
            x, into: y, outer: rows, first: positions, second: count, columns: channels, workers: workers)
    }
}
