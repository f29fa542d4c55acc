import Dispatch

/// Tells where time goes, lap by lap: what has passed since the last lap is added to the part that ends it, so that
/// all parts together are the whole.
public final class LapTimer {
    /// What a step of a network does.
    public enum Work: String, CaseIterable, Sendable {
        case forward, backward
        /// The parts of a product's backward pass.
        case inputGradient = "input gradient"
        case weightGradient = "weight gradient"
        case weightUpdate = "weight gradient and update"
        case activationGradient = "activation gradient"
        case biasGradient = "bias gradient"
    }

    public struct Part: Sendable {
        public let name: String
        /// Of a step of a network; else nil.
        public let work: Work?
        public fileprivate(set) var seconds = 0.0
        /// Floating-point operations of the products done in that time.
        public fileprivate(set) var flops = 0.0
    }

    public private(set) var parts: [Part] = []
    private var last = DispatchTime.now().uptimeNanoseconds

    public init() {}

    /// - Returns: what names the part to `lap`.
    public func add(_ name: String, _ work: Work? = nil) -> Int {
        parts.append(Part(name: work.map { "\(name), \($0.rawValue)" } ?? name, work: work))
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
