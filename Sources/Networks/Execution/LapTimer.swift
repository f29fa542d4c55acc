import Dispatch

/// Tells where time goes, lap by lap: what has passed since the last lap is added to the part that ends it, so that
/// all parts together are the whole.
public final class LapTimer {
    public struct Part: Sendable {
        public let name: String
        public fileprivate(set) var seconds = 0.0
        /// Floating-point operations of the products done in that time.
        public fileprivate(set) var flops = 0.0
    }

    public private(set) var parts: [Part] = []
    private var last = DispatchTime.now().uptimeNanoseconds

    public init() {}

    /// - Returns: what names the part to `lap`.
    public func add(_ name: String) -> Int {
        parts.append(Part(name: name))
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
    /// By step: the part of its forward pass (the backward pass is the next), and a sample's operations in a product.
    private let steps: [(part: Int, flops: Double)]

    init(_ timer: LapTimer, _ plan: Plan, name: String) {
        self.timer = timer
        let graph = plan.graph
        steps = plan.steps.map { step in
            let node = graph.nodes[step.node]
            let text = "\(name).\(node.layer) \(step.text(graph))"
            let part = timer.add("\(text), forward")
            _ = timer.add("\(text), backward")
            return (part, Double(Graph.flops(node, output: step.node + 1, graph.ports)))
        }
    }

    func forward(_ step: Int, rows: Int) {
        timer.lap(steps[step].part, flops: steps[step].flops * Double(rows))
    }

    func backward(_ step: Int, rows: Int, towards targets: GradientTargets) {
        let products = (targets.contains(.input) ? 1.0 : 0) + (targets.contains(.parameters) ? 1 : 0)
        timer.lap(steps[step].part + 1, flops: products * steps[step].flops * Double(rows))
    }
}
