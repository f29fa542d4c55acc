import Dispatch
import Networks

/// Tells where time goes, lap by lap: what has passed since the last lap is added to the part that ends it, so that
/// all parts together are the whole.
public final class LapTimer {
    /// What a step of a network does.
    public enum Pass: String, CaseIterable, Sendable {
        case forward, backward
        /// The parts of a product's backward pass.
        case inputGradient = "input gradient"
        case weightGradient = "weight gradient"
        case activationGradient = "activation gradient"
        case biasGradient = "bias gradient"
    }

    public struct Part: Sendable {
        public let name: String
        /// Of a step of a network; else nil.
        public let pass: Pass?
        public fileprivate(set) var seconds = 0.0
        /// Floating-point operations of the products done in that time.
        public fileprivate(set) var flops = 0.0
    }

    public private(set) var parts: [Part] = []
    private var last = DispatchTime.now().uptimeNanoseconds

    public init() {}

    /// - Returns: what names the part to `lap`.
    public func add(_ name: String, _ pass: Pass? = nil) -> Int {
        parts.append(Part(name: pass.map { "\(name), \($0.rawValue)" } ?? name, pass: pass))
        return parts.count - 1
    }

    /// Sets all parts to zero and starts the first lap.
    public func start() {
        for index in parts.indices { (parts[index].seconds, parts[index].flops) = (0, 0) }
        last = DispatchTime.now().uptimeNanoseconds
    }

    /// Ends a lap.
    public func lap(_ part: Int, flops: Double = 0) {
        let now = DispatchTime.now().uptimeNanoseconds
        parts[part].seconds += Double(now - last) * 1e-9
        parts[part].flops += flops
        last = now
    }
}

/// A lap for every step of a plan, forward and backward.
final class StepLaps {
    private let timer: LapTimer
    private let steps: [Parts]

    /// The parts of a step.
    private struct Parts {
        let forward: Int
        /// The backward pass; of a product, what it does towards the input.
        let backward: Int
        /// Of a product, what it does towards its weights and for its epilogue.
        let weights, activation, bias: Int?
        /// A sample's operations in one product.
        let flops: Double
    }

    init(_ timer: LapTimer, _ plan: Plan, name: String) {
        self.timer = timer
        let graph = plan.graph
        steps = plan.steps.map { step in
            let node = graph.nodes[step.node]
            let text = "\(name).\(graph.layers[node.layer].path) \(step.text(graph))"
            let flops = Double(graph.flops(ofNode: step.node))
            let isProduct = flops > 0
            func part(_ pass: LapTimer.Pass, where exists: Bool) -> Int? { exists ? timer.add(text, pass) : nil }
            return Parts(
                forward: timer.add(text, .forward), backward: timer.add(text, isProduct ? .inputGradient : .backward),
                weights: part(.weightGradient, where: isProduct),
                activation: part(.activationGradient, where: isProduct && step.epilogue.activation != .identity),
                bias: part(.biasGradient, where: isProduct && step.epilogue.bias != nil), flops: flops)
        }
    }

    func forward(_ step: Int, rows: Int) {
        timer.lap(steps[step].forward, flops: steps[step].flops * Double(rows))
    }

    /// A product has computed its weights' gradient, and goes on.
    func weightGradient(_ step: Int, rows: Int) {
        let parts = steps[step]
        timer.lap(parts.weights ?? parts.backward, flops: parts.flops * Double(rows))
    }

    /// A product has computed the gradient before its activation, if it has one.
    func activationGradient(_ step: Int) {
        if let part = steps[step].activation { timer.lap(part) }
    }

    /// A product has computed its bias's gradient.
    func biasGradient(_ step: Int) {
        if let part = steps[step].bias { timer.lap(part) }
    }

    func backward(_ step: Int, rows: Int, towards targets: GradientTargets) {
        let parts = steps[step]
        let isDone = parts.weights != nil && !targets.contains(.input)
        if !isDone { timer.lap(parts.backward, flops: parts.flops * Double(rows)) }
    }
}
