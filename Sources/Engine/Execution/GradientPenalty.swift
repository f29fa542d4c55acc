import Kernels
import Networks

/// What a penalty makes of the norm n of a sample's gradient.
public protocol NormCost {
    /// f(n) and f'(n)/n.
    func cost(_ norm: Double) -> (value: Double, slopeOverNorm: Double)

    /// Whether the penalty is f of the largest norm of the batch rather than the mean of f over samples; false unless
    /// it says so.
    var isOfLargest: Bool { get }
}

extension NormCost {
    public var isOfLargest: Bool { false }
}

/// A penalty on the gradient of a network's output D by its input, the mean of f(||∇D(x)||) over samples, and its exact
/// gradient by the parameters.
///
/// With g = ∇D(x) of a sample, n = ||g|| and v = f'(n)/(n · rows) · g held constant, the penalty's gradient by the
/// parameters is that of the sum over the samples of v·∇D(x), the derivative of D along v: see `SecondDerivative`.
///
/// With f(n) = weight/2 · n² this is R1 on real samples and R2 on generated ones (Mescheder, Geiger & Nowozin 2018, eq.
/// 9 and 10), with (n - 1)² between them the penalty of WGAN-GP (Gulrajani et al. 2017, eq. 3). Calls allocate nothing.
/// D is the first number that the network gives, and all of the network's operations have tangents.
public final class GradientPenalty {
    private let execution: Execution
    private let rows: Int
    private let passes: SecondDerivative

    /// - Parameter rows: the most samples of one call; at most the execution's batch.
    public init(_ execution: Execution, rows: Int) {
        self.execution = execution
        self.rows = rows
        passes = SecondDerivative(execution, rows: rows)
    }

    /// Memory that a penalty takes.
    public static func byteCount(_ graph: Graph, rows: Int) -> Int { SecondDerivative.byteCount(graph, rows: rows) }

    /// Adds the penalty's gradient to the network's, after a forward pass in training mode. A backward pass may have
    /// come between.
    /// - Parameters:
    ///   - rows: samples `rows` of that pass, counted from its first.
    ///   - function: f.
    ///   - factor: of the whole penalty.
    /// - Returns: the penalty.
    @discardableResult
    public func addGradient(
        rows wanted: Range<Int>, cost function: some NormCost, factor: Double = 1
    ) -> Double {
        guard let last = execution.last else { preconditionFailure("a penalty needs a forward pass in training mode") }
        precondition(wanted.upperBound <= min(rows, last.rows) && !wanted.isEmpty, "rows that the pass had")
        // Random masks are addressed from the first row on, so rows before the wanted ones take part, with v = 0.
        let rows = wanted.upperBound
        let size = execution.network.graph.input.count
        let workers = execution.workers
        let outputs = execution.network.graph.output.count
        let own = passes.outputSlope
        own.update(repeating: outputs == 1 ? 1 : 0, count: rows * outputs)
        if outputs > 1 {
            for row in 0..<rows { own[row * outputs] = 1 }
        }
        passes.takeSlopes(rows: rows)

        let direction = passes.inputTangent
        direction.update(repeating: 0, count: wanted.lowerBound * size)
        let largest = function.isOfLargest ? rowOfLargest(wanted, size) : nil
        var penalty = 0.0
        var row = wanted.lowerBound
        while row < wanted.upperBound {
            let gradient = passes.inputSlope + row * size
            let norm = Reductions.squaredNorm(gradient, count: size, workers: workers).squareRoot()
            let cost = function.cost(norm)
            // What the sample counts in the mean.
            let share = largest.map { $0 == row ? factor * Double(wanted.count) : 0 } ?? factor
            penalty += share * cost.value
            Elementwise.scale(
                gradient, by: Float(share * cost.slopeOverNorm / Double(wanted.count)), into: direction + row * size,
                count: size, workers: workers)
            row += 1
        }
        addGradient(rows: rows)
        return penalty / Double(wanted.count)
    }

    /// The lengths of the gradients of w · y by the input, y the outputs of a sample and w weights of its own.
    /// - Parameters:
    ///   - weights: [rows, output.count]
    ///   - lengths: [rows]
    public func takeLengths(
        _ weights: UnsafePointer<Float>, rows: Int, into lengths: UnsafeMutablePointer<Double>
    ) {
        guard let last = execution.last else { preconditionFailure("a penalty needs a forward pass in training mode") }
        precondition(rows <= min(self.rows, last.rows), "rows that the pass had")
        let graph = execution.network.graph
        passes.outputSlope.update(from: weights, count: rows * graph.output.count)
        passes.takeSlopes(rows: rows)
        let size = graph.input.count
        var row = 0
        while row < rows {
            lengths[row] =
                Reductions.squaredNorm(passes.inputSlope + row * size, count: size, workers: execution.workers)
                .squareRoot()
            row += 1
        }
    }

    /// Adds the gradient of a function of the lengths that were taken last.
    /// - Parameter factors: [rows]: the function's derivative by each length, over that length.
    public func addGradient(_ factors: UnsafePointer<Double>, rows: Int) {
        let size = execution.network.graph.input.count
        var row = 0
        while row < rows {
            Elementwise.scale(
                passes.inputSlope + row * size, by: Float(factors[row]), into: passes.inputTangent + row * size,
                count: size, workers: execution.workers)
            row += 1
        }
        addGradient(rows: rows)
    }

    /// The gradient of the derivative along the direction that is there.
    private func addGradient(rows: Int) {
        passes.moveAlong(rows: rows)
        passes.outputAdjoint.update(repeating: 0, count: rows * execution.network.graph.output.count)
        passes.addGradient(rows: rows)
    }

    /// The first of the samples whose gradient is longest.
    private func rowOfLargest(_ rows: Range<Int>, _ size: Int) -> Int {
        var (longest, square) = (rows.lowerBound, -1.0)
        for row in rows {
            let own = Reductions.squaredNorm(passes.inputSlope + row * size, count: size, workers: execution.workers)
            if own > square { (longest, square) = (row, own) }
        }
        return longest
    }
}
