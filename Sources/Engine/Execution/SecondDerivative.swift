import Kernels
import Networks

/// A network's gradient, differentiated once more along a direction.
///
/// Let L be a function of the network's outputs, with a slope by each of them, and S its derivative along a direction
/// of the input, of the parameters, or of both, so that S is the gradient of L times the direction. The gradient of S
/// is then the product of L's second derivatives with the direction. It takes three passes over the values that the
/// last forward pass left: backward for L's slope by every value; forward for every value's derivative along the
/// direction; and backward through both (Pearlmutter 1994).
///
/// A penalty of the input's gradient is one direction of the input (`GradientPenalty`); a product with the Hessian by
/// the weights is one of the parameters. Calls allocate nothing.
public final class SecondDerivative {
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
    private let directionBuffer: FloatBuffer
    /// By parameter; nil where they are always held.
    private let parameterTable: PointerTable?
    private let secondScratch: UnsafeMutablePointer<Float>

    /// - Parameters:
    ///   - rows: the most samples of one call; at most the execution's batch.
    ///   - movesParameters: whether there will be directions of the parameters.
    public init(_ execution: Execution, rows: Int, movesParameters: Bool = false) {
        let graph = execution.network.graph
        precondition(rows <= execution.plan.batch, "no more rows than a forward pass has")
        precondition(execution.plan.holding == .everything, "values are read that the passes do not keep")
        self.execution = execution
        self.rows = rows
        steps = execution.steps.map {
            guard let step = $0 as? any TangentStep else { preconditionFailure("an operation without a tangent") }
            return step
        }
        plan = execution.plan
        inputs = graph.inputs.count
        let counts = Self.counts(execution.plan, rows: rows)
        let arena = FloatBuffer(count: Self.floatCount(counts, movesParameters: movesParameters))
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
        secondScratch = movesParameters ? take(counts.max() ?? 0) : scratch
        self.arena = arena
        let layout = execution.network.layout
        directionBuffer = FloatBuffer(count: movesParameters ? layout.count : 0)
        parameterTable =
            movesParameters
            ? PointerTable(layout.offsets.map { [directionBuffer] in directionBuffer.pointer + $0 }) : nil
        precondition(!movesParameters || graph.layersWithTransforms.isEmpty, "derived weights have no tangent")
    }

    /// Memory that the passes take.
    public static func byteCount(_ graph: Graph, rows: Int, movesParameters: Bool = false) -> Int {
        let arena = floatCount(counts(Plan(graph, batch: rows), rows: rows), movesParameters: movesParameters)
        return 4 * (arena + (movesParameters ? graph.flatCount : 0))
    }

    /// Floats of each gradient place, those of the slots first.
    private static func counts(_ plan: Plan, rows: Int) -> [Int] { plan.placeCounts.map { aligned(rows * $0) } }

    private static func floatCount(_ counts: [Int], movesParameters: Bool) -> Int {
        3 * counts.reduce(0, +) + (movesParameters ? 2 : 1) * (counts.max() ?? 0)
    }

    /// The direction of the parameters, in the layout of `Network.parameters`.
    public var direction: UnsafeMutablePointer<Float> { directionBuffer.pointer }
    /// [rows, input.count]: the direction of the input, to be given before `moveAlong`; zero at first.
    public var inputTangent: UnsafeMutablePointer<Float> { tangents.pointer[0] }
    /// [rows, output.count]: what the last forward pass gave.
    public var outputs: UnsafePointer<Float> { UnsafePointer(execution.values.pointer[execution.outputSlot]) }
    /// [rows, output.count]: the outputs' derivatives along the direction, after `moveAlong`.
    public var outputTangent: UnsafePointer<Float> { UnsafePointer(tangents.pointer[execution.outputSlot]) }
    /// [rows, output.count]: L's slopes by the outputs, to be given before `takeSlopes`.
    public var outputSlope: UnsafeMutablePointer<Float> { slopes.pointer[execution.outputSlot] }
    /// [rows, input.count]: L's slopes by the input, after `takeSlopes`.
    public var inputSlope: UnsafeMutablePointer<Float> { slopes.pointer[0] }
    /// [rows, output.count]: the derivative of S by the outputs, the slopes held, to be given before `addGradient`:
    /// L's second derivatives by the outputs times their tangents, and what comes of S by later networks.
    public var outputAdjoint: UnsafeMutablePointer<Float> { adjoints.pointer[execution.outputSlot] }
    /// [rows, input.count]: the derivative of S by the input, after an `addGradient` that was to reach it.
    public var inputAdjoint: UnsafeMutablePointer<Float> { adjoints.pointer[0] }

    /// The address of the last forward pass, which had at least as many rows.
    private func random(_ rows: Int) -> RandomAddress {
        guard let last = execution.last else {
            preconditionFailure("second derivatives need a forward pass in training mode before them")
        }
        precondition(rows <= min(self.rows, last.rows), "rows that the pass had")
        return last.random
    }

    /// dL/dy of every value, from `outputSlope`. A backward pass may have come between it and the forward pass.
    public func takeSlopes(rows: Int) {
        let pass = Pass(
            rows: rows, random: random(rows), workers: execution.workers, values: execution.values.pointer,
            incoming: slopes.pointer, gradients: working.pointer, signs: execution.signs.pointer, accumulates: false)
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
            execution.giveWork(toStep: index)
            steps[index].backward(pass, towards: .input)
            addUp(slopes, index, rows: pass.rows)
        }
    }

    /// The derivative of every value along `inputTangent` and, where wanted, `direction`.
    public func moveAlong(rows: Int, parameters: Bool = false) {
        let pass = pass(rows, parameters)
        var index = 0
        while index < steps.count {
            execution.giveWork(toStep: index)
            steps[index].tangent(pass)
            index += 1
        }
    }

    /// Adds the gradient of S by the parameters to the network's, after `takeSlopes` and `moveAlong`.
    /// - Parameters:
    ///   - parameters: as in `moveAlong`.
    ///   - reachesInput: whether `inputAdjoint` is wanted.
    public func addGradient(rows: Int, parameters: Bool = false, reachesInput: Bool = false) {
        var pass = pass(rows, parameters)
        pass.reachesInput = reachesInput
        var index = steps.count
        while index > 0 {
            index -= 1
            execution.giveWork(toStep: index)
            steps[index].tangentBackward(pass)
            addUp(adjoints, index, rows: rows)
        }
    }

    private func pass(_ rows: Int, _ parameters: Bool) -> TangentPass {
        precondition(!parameters || parameterTable != nil, "made for directions of the input alone")
        return TangentPass(
            rows: rows, random: random(rows), workers: execution.workers, values: execution.values.pointer,
            tangents: tangents.pointer, slopes: slopes.pointer, adjoints: adjoints.pointer, scratch: scratch,
            parameters: parameters
                ? parameterTable.map { ParameterTangents(values: $0.pointer, scratch: secondScratch) } : nil)
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
    /// The layers, by their place in `layers`, through which a gradient cannot be differentiated once more.
    public var layersWithoutSecondDerivative: [Int] {
        nodes.filter { !$0.operation.isView && !$0.runnable.hasTangent }.map(\.layer)
    }

    /// Those whose output has no derivative by its own sample alone, or none that can be differentiated once more:
    /// no gradient penalty can be trained through them.
    public var layersWithoutTangent: [Int] {
        nodes.filter {
            !$0.operation.isView && ($0.operation.hasBatchStatistics || !$0.runnable.hasTangent)
        }.map(\.layer)
    }

    /// Those whose weights are derived from what is stored.
    public var layersWithTransforms: [Int] {
        var layers: [Int] = []
        for node in nodes where node.parameters.contains(where: { parameters[$0].transform != nil }) {
            let layer = writtenLayer(node.layer)
            if !layers.contains(layer) { layers.append(layer) }
        }
        return layers
    }
}
