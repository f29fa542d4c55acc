import Kernels
import Networks

/// A plan run for one network: forward and backward passes over batches of up to `batch` samples. All memory is taken
/// when it is made; passes allocate nothing. Not to be used from two threads at once.
public final class Execution {
    public enum Mode {
        /// Batch statistics and dropout; random numbers are drawn from the address.
        case training(RandomAddress)
        /// Running statistics, no dropout.
        case inference
    }

    public enum ParameterGradients: Sendable {
        case none, overwrite, accumulate
        /// As `overwrite`, but for the weights of late steps, whose gradients are left to `giveLate` or `computeLate`:
        /// what the pass read must stay as it is until then.
        case late
    }

    public let network: Network
    public let plan: Plan
    public let workers: Workers
    /// What it shares with other executions.
    public let memory: PassMemory
    let own: FloatBuffer
    private let outside: OutsideMemory
    /// Memory for use within one call of a step: for each it lies elsewhere.
    private let workspace = Workspace(isMeasured: true)
    /// Where the shared memory was when the tables of pointers were made.
    private var sharedPlace: UnsafeMutablePointer<Float>
    let steps: [any Step]
    let values: PointerTable
    private let incoming: PointerTable
    private let gradients: PointerTable
    /// By step: the memory that it works in.
    private let forwardWork: PointerTable
    private let backwardWork: PointerTable
    let outputSlot: Int
    /// By slot: whether a backward pass that stops at the first parameters needs its gradient.
    private let isAbove: [Bool]
    /// By step: what a backward pass that stops at the first parameters asks of it, and one that goes to the input.
    private let targets: [(parameters: GradientTargets, input: GradientTargets)]
    private(set) var last: (rows: Int, random: RandomAddress)?
    private(set) var laps: StepLaps?
    let late: [(index: Int, step: any LateStep)]
    /// By step.
    let signs: SignTable
    /// By step: what is made again right before it runs backward.
    private let remakes: [[Remake]]

    /// A step whose output is made again at an offset of the plan's.
    private struct Remake {
        let step: any RemakingStep
        let slot: Int, offset: Int
        /// Whether it is read for gradients of parameters alone.
        let isForWeights: Bool
    }

    /// Of the memory that is not shared.
    public var ownBytes: Int { 4 * plan.ownCount }

    /// - Parameters:
    ///   - batch: the most rows of one pass.
    ///   - memory: may be shared by executions that run one after another.
    ///   - holding: what their passes must leave as it is.
    ///   - remaking: floats of a value from which on it may be made again where it is read.
    ///   - outside: memory of the caller's; what has none there has it in the execution.
    ///   - gap: as of the plan.
    public init(
        _ network: Network, batch: Int, workers: Workers, memory: PassMemory = PassMemory(),
        holding: Holding = .everything, remaking: Int = Plan.worthRemaking,
        outside: OutsideMemory = OutsideMemory(), gap: Int = 0
    ) {
        let graph = network.graph
        let plan = Plan(
            graph, batch: batch, holding: holding, remaking: remaking, outside: outside.places, gap: gap,
            workers: workers)
        let own = FloatBuffer(count: plan.ownCount)
        memory.reserve(plan.sharedCount)
        self.memory = memory
        self.network = network
        self.plan = plan
        self.workers = workers
        self.own = own
        self.outside = outside
        sharedPlace = memory.pointer
        // All but those of inputs are set by `settle`.
        values = PointerTable(plan.memory.values.map { _ in own.pointer })
        incoming = PointerTable(plan.memory.gradients.map { _ in own.pointer })
        gradients = PointerTable(plan.memory.gradients.map { _ in own.pointer })
        signs = SignTable(plan.steps.count)
        forwardWork = PointerTable(plan.steps.map { _ in own.pointer })
        backwardWork = PointerTable(plan.steps.map { _ in own.pointer })
        outputSlot = plan.slots[graph.ports.count - 1] ?? 0
        steps = plan.steps.indices.map { [workspace] in
            plan.steps[$0].operation.place(Site(plan, $0, network, own.pointer, workspace, workers))
        }
        remakes = plan.remakes.map { [steps] remakes in
            remakes.map { remake in
                let slot = plan.outputSlot(ofStep: remake.step)
                guard let step = steps[remake.step] as? any RemakingStep, let offset = plan.memory.remade[slot] else {
                    preconditionFailure("a value is to be made again by a step that cannot")
                }
                return Remake(step: step, slot: slot, offset: offset, isForWeights: remake.isForWeights)
            }
        }
        late = steps.enumerated().compactMap { index, step in
            (step as? any LateStep).flatMap { $0.lateRange == nil ? nil : (index, $0) }
        }
        let above = graph.valuesAboveParameters
        isAbove = graph.inputs.map { _ in false } + plan.steps.map { above[$0.output] }
        targets = plan.steps.map { step in
            let own: GradientTargets = step.hasParameters(graph) ? .parameters : []
            return (step.inputs.contains { above[$0] } ? own.union(.input) : own, own.union(.input))
        }
        settle()
    }

    /// Points the tables at the memory that there is now.
    private func settle() {
        sharedPlace = memory.pointer
        var index = network.graph.inputs.count
        while index < plan.memory.values.count {
            if let offset = plan.memory.values[index] { values.pointer[index] = place(offset) }
            index += 1
        }
        if let output = outside.output, outputSlot >= network.graph.inputs.count { values.pointer[outputSlot] = output }
        index = 0
        while index < plan.memory.gradients.count {
            let isOutside = index == 0 && outside.inputGradient != nil
            gradients.pointer[index] =
                isOutside ? outside.inputGradient.unsafelyUnwrapped : place(plan.memory.gradients[index])
            incoming.pointer[index] = gradients.pointer[index]
            index += 1
        }
        index = 0
        while index < steps.count {
            signs.pointer[index] = plan.memory.signs[index].map {
                UnsafeMutableRawPointer(place($0)).assumingMemoryBound(to: UInt32.self)
            }
            forwardWork.pointer[index] = place(plan.memory.work[index].forward.lowerBound)
            backwardWork.pointer[index] = place(plan.memory.work[index].backward.lowerBound)
            index += 1
        }
    }

    /// Where an offset of the plan's stands.
    private func place(_ offset: Int) -> UnsafeMutablePointer<Float> {
        offset < plan.ownCount ? own.pointer + offset : sharedPlace + (offset - plan.ownCount)
    }

    /// Computes the network's output.
    /// - Parameters:
    ///   - input: [rows, input.count]; it must stay as it is until after a backward pass.
    ///   - rows: at most `batch`.
    ///   - firstRow: in inference, the place of the first row among the samples of which it is a part: noise that is
    ///     drawn in inference too must not depend on the parts.
    /// - Returns: [rows, output.count], valid until the next forward pass.
    @discardableResult
    public func forward(
        _ input: UnsafePointer<Float>, rows: Int, mode: Mode, firstRow: Int = 0
    ) -> UnsafePointer<Float> {
        precondition(rows > 0 && rows <= plan.batch, "the execution was made for up to \(plan.batch) rows")
        var random: RandomAddress?
        if case .training(let address) = mode { random = address }
        last = random.map { (rows, $0) }
        // Another execution may have asked for more.
        if memory.pointer != sharedPlace { settle() }
        memory.begin(self)
        bind(input, toInput: 0)
        var pass = pass(rows: rows, random: random, accumulates: false)
        pass.firstRow = firstRow
        let laps = laps
        // Loops over indices, here and below: iterators allocate in a debug build.
        var index = 0
        while index < steps.count {
            let slot = plan.outputSlot(ofStep: index)
            // The last backward pass may have left the value elsewhere.
            if plan.memory.remade[slot] != nil, let offset = plan.memory.values[slot] {
                values.pointer[slot] = place(offset)
            }
            workspace.lie(at: forwardWork.pointer[index])
            steps[index].forward(pass)
            laps?.forward(index, rows: rows)
            index += 1
        }
        return UnsafePointer(values.pointer[outputSlot])
    }

    /// Gives the network an input besides the first: [rows, count], which must stay as it is until after a backward
    /// pass.
    public func bind(_ input: UnsafePointer<Float>, toInput index: Int) {
        values.pointer[index] = UnsafeMutablePointer(mutating: input)
    }

    /// The gradient towards an input, after a backward pass that was asked for it: [rows, count].
    public func gradient(ofInput index: Int) -> UnsafePointer<Float> { UnsafePointer(gradients.pointer[index]) }

    /// Computes gradients after a forward pass in training mode, for all of its rows. What may have come between says
    /// the execution's `Holding`.
    /// - Parameters:
    ///   - outputGradient: the loss's gradient towards the output, [rows, output.count].
    ///   - parameters: whether and how `network.gradients` is written.
    ///   - inputGradient: whether the gradient towards the input is wanted.
    ///   - features: a gradient towards a value inside the network, beside what comes to it from the output; only where
    ///     that towards the input is wanted.
    /// - Returns: the gradient towards the input, [rows, input.count], valid until the next pass; nil if not asked for.
    @discardableResult
    public func backward(
        _ outputGradient: UnsafePointer<Float>, parameters: ParameterGradients, inputGradient: Bool,
        features: FeatureGradient? = nil
    ) -> UnsafeMutablePointer<Float>? {
        guard let last else { preconditionFailure("backward needs a forward pass in training mode before it") }
        var pass = pass(rows: last.rows, random: last.random, accumulates: parameters == .accumulate)
        pass.leavesLate = parameters == .late
        if inputGradient, outputSlot < network.graph.inputs.count {
            // Nothing but views: the gradient is the caller's, in memory that the caller may write.
            let count = last.rows * network.graph.output.count
            gradients.pointer[outputSlot].update(from: outputGradient, count: count)
            return gradients.pointer[0]
        }
        if memory.pointer != sharedPlace { settle() }
        incoming.pointer[outputSlot] = UnsafeMutablePointer(mutating: outputGradient)
        guard parameters != .none || inputGradient else { return nil }
        let isThere = memory.end(self)
        precondition(
            plan.holding.isOwn || plan.holding == .nothing && isThere, "the values of the pass are not held")
        let laps = laps
        var index = steps.count
        while index > 0 {
            index -= 1
            var wanted = inputGradient ? targets[index].input : targets[index].parameters
            if parameters == .none { wanted.remove(.parameters) }
            workspace.lie(at: backwardWork.pointer[index])
            remake(before: index, pass, forWeights: parameters != .none)
            if wanted.isEmpty { continue }
            if let features, plan.outputSlot(ofStep: index) == features.slot {
                Elementwise.accumulate(
                    features.gradient, into: gradients.pointer[features.slot],
                    count: last.rows * features.count, workers: workers)
            }
            steps[index].backward(pass, towards: wanted)
            if wanted.contains(.input) { addUp(index, rows: last.rows, all: inputGradient) }
            laps?.backward(index, rows: last.rows, towards: wanted)
        }
        return inputGradient ? gradients.pointer[0] : nil
    }

    /// Gives a step memory to work in, whatever of the passes of executions lies there: for passes over its values that
    /// are held.
    func giveWork(toStep index: Int) {
        if memory.pointer != sharedPlace { settle() }
        memory.useUp()
        workspace.lie(at: backwardWork.pointer[index])
    }

    /// Gives late steps memory to work in, after a backward pass.
    func giveLateWork() { workspace.lie(at: place(plan.memory.lateWork)) }

    /// Makes the values again that a step is the first to read back.
    private func remake(before index: Int, _ pass: Pass, forWeights: Bool) {
        let due = remakes[index]
        var number = 0
        while number < due.count {
            let remake = due[number]
            if forWeights || !remake.isForWeights {
                values.pointer[remake.slot] = place(remake.offset)
                remake.step.remake(pass)
            }
            number += 1
        }
    }

    /// Lets the gradients of values with several readers meet, after a step that is one of them.
    private func addUp(_ step: Int, rows: Int, all: Bool) {
        let sums = plan.sums[step]
        var index = 0
        while index < sums.count {
            let sum = sums[index]
            if all || isAbove[sum.slot] {
                Elementwise.accumulate(
                    gradients.pointer[sum.place], into: gradients.pointer[sum.slot], count: rows * sum.count,
                    workers: workers)
            }
            index += 1
        }
    }

    /// Has every step end a lap of the timer from now on; nil ends that.
    public func time(with timer: LapTimer?, name: String) {
        laps = timer.map { plan.laps($0, name: name) }
    }

    private func pass(rows: Int, random: RandomAddress?, accumulates: Bool) -> Pass {
        Pass(
            rows: rows, random: random, workers: workers, values: values.pointer, incoming: incoming.pointer,
            gradients: gradients.pointer, signs: signs.pointer, accumulates: accumulates, laps: laps)
    }
}

/// A fixed list of pointers at a fixed place.
final class PointerTable {
    let pointer: UnsafeMutablePointer<UnsafeMutablePointer<Float>>

    init(_ pointers: [UnsafeMutablePointer<Float>]) {
        pointer = .allocate(capacity: max(1, pointers.count))
        for (index, value) in pointers.enumerated() { (pointer + index).initialize(to: value) }
    }

    deinit { pointer.deallocate() }
}

/// By step: bits of its outputs' signs, or nil.
final class SignTable {
    let pointer: UnsafeMutablePointer<UnsafeMutablePointer<UInt32>?>

    init(_ count: Int) {
        pointer = .allocate(capacity: max(1, count))
        pointer.initialize(repeating: nil, count: max(1, count))
    }

    deinit { pointer.deallocate() }
}

extension Site {
    /// The memory of a plan's step.
    fileprivate init(
        _ plan: Plan, _ index: Int, _ network: Network, _ own: UnsafeMutablePointer<Float>, _ workspace: Workspace,
        _ workers: Workers
    ) {
        let node = plan.graph.nodes[plan.steps[index].node]
        let bias = plan.steps[index].epilogue.bias.map { network.layout.offsets[$0] }
        self.init(
            plan, index, parameters: node.parameters.map(network.weights),
            parameterGradients: node.parameters.map(network.weightGradient),
            state: node.state.map { network.state + network.stateLayout.offsets[$0] },
            lateRange: plan.steps[index].isLate(plan.graph, batch: plan.batch)
                ? network.storedRange(node.parameters) : nil,
            bias: bias.map { network.parameters + $0 }, biasGradient: bias.map { network.gradients + $0 },
            saved: own + plan.memory.saved[index], workspace, workers)
    }

    /// For a step that says what working memory it needs, and never runs.
    init(measuring plan: Plan, _ index: Int, _ workspace: Workspace, _ workers: Workers) {
        let nowhere = workspace.pointer
        let node = plan.graph.nodes[plan.steps[index].node]
        let parameters = node.parameters.map { _ in nowhere }
        let bias = plan.steps[index].epilogue.bias.map { _ in nowhere }
        self.init(
            plan, index, parameters: parameters, parameterGradients: parameters, state: node.state.map { _ in nowhere },
            lateRange: nil, bias: bias, biasGradient: bias, saved: nowhere, workspace, workers)
    }

    private init(
        _ plan: Plan, _ index: Int, parameters: [UnsafeMutablePointer<Float>],
        parameterGradients: [UnsafeMutablePointer<Float>], state: [UnsafeMutablePointer<Float>],
        lateRange: Range<Int>?, bias: UnsafeMutablePointer<Float>?, biasGradient: UnsafeMutablePointer<Float>?,
        saved: UnsafeMutablePointer<Float>, _ workspace: Workspace, _ workers: Workers
    ) {
        let graph = plan.graph
        let step = plan.steps[index]
        let node = graph.nodes[step.node]
        self.init(
            batch: plan.batch, inputs: step.inputs.map { graph.ports[$0].shape },
            output: graph.ports[graph.value(ofNode: step.node)].shape,
            inputSlots: step.inputs.map { plan.slots[$0] ?? 0 }, outputSlot: plan.outputSlot(ofStep: index),
            gradientPlaces: plan.gradientPlaces[index],
            isFromOutside: step.inputs.map { (plan.slots[$0] ?? 0) < graph.inputs.count },
            firstParameter: node.parameters.lowerBound, biasParameter: step.epilogue.bias, parameters: parameters,
            parameterGradients: parameterGradients, state: state,
            lateRange: lateRange, bias: bias, biasGradient: biasGradient,
            activation: step.epilogue.activation, saved: saved, workspace: workspace, workers: workers, ordinal: index)
    }
}
