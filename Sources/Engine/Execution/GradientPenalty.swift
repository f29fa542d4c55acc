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
/// parameters is that of the sum over the samples of v·∇D(x), the derivative of D along v. Three passes over the values
/// that the last forward pass left: backward for g; forward for the derivative of every value along v; and backward
/// through both.
///
/// With f(n) = weight/2 · n² this is R1 on real samples and R2 on generated ones (Mescheder, Geiger & Nowozin 2018, eq.
/// 9 and 10), with (n - 1)² between them the penalty of WGAN-GP (Gulrajani et al. 2017, eq. 3). Calls allocate nothing.
/// D is the first number that the network gives, and all of the network's operations have tangents.
public final class GradientPenalty {
    private let execution: Execution
    private let rows: Int
    private let steps: [any TangentStep]
    private let plan: Plan
    private let inputs: Int
    private let arena: FloatBuffer
    private let tangents: PointerTable
    private let slopes: PointerTable
    private let adjoints: PointerTable
    /// Where the backward pass leaves gradients: by slot, what `slopes` says, but the output of the current step is
    /// worked on in `scratch`.
    private let working: PointerTable
    private let scratch: UnsafeMutablePointer<Float>

    /// - Parameter rows: the most samples of one call; at most the execution's batch.
    public init(_ execution: Execution, rows: Int) {
        let graph = execution.network.graph
        precondition(rows <= execution.plan.batch, "no more rows than a forward pass has")
        self.execution = execution
        self.rows = rows
        steps = execution.steps.map {
            guard let step = $0 as? any TangentStep else { preconditionFailure("an operation without a tangent") }
            return step
        }
        plan = execution.plan
        inputs = graph.inputs.count
        let counts = Self.counts(execution.plan, rows: rows)
        let arena = FloatBuffer(count: Self.floatCount(counts))
        var end = arena.pointer
        func take(_ count: Int) -> UnsafeMutablePointer<Float> {
            defer { end += count }
            return end
        }
        tangents = PointerTable(counts.map(take))
        slopes = PointerTable(counts.map(take))
        adjoints = PointerTable(counts.map(take))
        scratch = take(counts.max() ?? 0)
        working = PointerTable(counts.indices.map { [scratch] _ in scratch })
        self.arena = arena
    }

    /// Memory that a penalty takes.
    public static func byteCount(_ graph: Graph, rows: Int) -> Int {
        4 * floatCount(counts(Plan(graph, batch: rows), rows: rows))
    }

    /// Floats of each gradient place, those of the slots first.
    private static func counts(_ plan: Plan, rows: Int) -> [Int] { plan.placeCounts.map { aligned(rows * $0) } }

    private static func floatCount(_ counts: [Int]) -> Int { 3 * counts.reduce(0, +) + (counts.max() ?? 0) }

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
        let own = slopes.pointer[execution.outputSlot]
        own.update(repeating: outputs == 1 ? 1 : 0, count: rows * outputs)
        if outputs > 1 {
            for row in 0..<rows { own[row * outputs] = 1 }
        }
        backward(rows: rows, random: last.random)

        let direction = tangents.pointer[0]
        direction.update(repeating: 0, count: wanted.lowerBound * size)
        let largest = function.isOfLargest ? rowOfLargest(wanted, size) : nil
        var penalty = 0.0
        var row = wanted.lowerBound
        while row < wanted.upperBound {
            let gradient = slopes.pointer[0] + row * size
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
        addGradient(rows: rows, random: last.random)
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
        slopes.pointer[execution.outputSlot].update(from: weights, count: rows * graph.output.count)
        backward(rows: rows, random: last.random)
        let size = graph.input.count
        var row = 0
        while row < rows {
            lengths[row] =
                Reductions.squaredNorm(slopes.pointer[0] + row * size, count: size, workers: execution.workers)
                .squareRoot()
            row += 1
        }
    }

    /// Adds the gradient of a function of the lengths that were taken last.
    /// - Parameter factors: [rows]: the function's derivative by each length, over that length.
    public func addGradient(_ factors: UnsafePointer<Double>, rows: Int) {
        guard let last = execution.last else { preconditionFailure("a penalty needs a forward pass in training mode") }
        let size = execution.network.graph.input.count
        var row = 0
        while row < rows {
            Elementwise.scale(
                slopes.pointer[0] + row * size, by: Float(factors[row]), into: tangents.pointer[0] + row * size,
                count: size, workers: execution.workers)
            row += 1
        }
        addGradient(rows: rows, random: last.random)
    }

    /// The gradient of the derivative along the direction that is there: forward, and backward through both.
    private func addGradient(rows: Int, random: RandomAddress) {
        let pass = TangentPass(
            rows: rows, random: random, workers: execution.workers, values: execution.values.pointer,
            tangents: tangents.pointer, slopes: slopes.pointer, adjoints: adjoints.pointer, scratch: scratch)
        var index = 0
        while index < steps.count {
            steps[index].tangent(pass)
            index += 1
        }
        adjoints.pointer[execution.outputSlot].update(
            repeating: 0, count: rows * execution.network.graph.output.count)
        while index > 0 {
            index -= 1
            steps[index].tangentBackward(pass)
            addUp(adjoints, index, rows: rows)
        }
    }

    /// The first of the samples whose gradient is longest.
    private func rowOfLargest(_ rows: Range<Int>, _ size: Int) -> Int {
        var (longest, square) = (rows.lowerBound, -1.0)
        for row in rows {
            let own = Reductions.squaredNorm(slopes.pointer[0] + row * size, count: size, workers: execution.workers)
            if own > square { (longest, square) = (row, own) }
        }
        return longest
    }

    /// dD/dy of every value, from that of the output.
    private func backward(rows: Int, random: RandomAddress) {
        let pass = Pass(
            rows: rows, random: random, workers: execution.workers, values: execution.values.pointer,
            incoming: slopes.pointer, gradients: working.pointer, accumulates: false)
        var index = steps.count
        while index > 0 {
            index -= 1
            working.pointer[inputs + index] = scratch
            let places = plan.gradientPlaces[index]
            var input = 0
            while input < places.count {
                working.pointer[places[input]] = slopes.pointer[places[input]]
                input += 1
            }
            steps[index].backward(pass, towards: .input)
            addUp(slopes, index, rows: pass.rows)
        }
    }

    /// Lets what several readers of a value have left for it meet.
    private func addUp(_ table: PointerTable, _ step: Int, rows: Int) {
        let sums = plan.sums[step]
        var index = 0
        while index < sums.count {
            Elementwise.accumulate(
                table.pointer[sums[index].place], into: table.pointer[sums[index].slot],
                count: rows * sums[index].count, workers: execution.workers)
            index += 1
        }
    }
}

extension Graph {
    /// The layers, by their place in `layers`, through which no gradient penalty can be trained yet.
    public var layersWithoutTangent: [Int] {
        nodes.filter { !$0.operation.isView && !$0.runnable.hasTangent }.map(\.layer)
    }
}
