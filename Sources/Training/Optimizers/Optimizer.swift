import Configuration
import Kernels

/// How a player's parameters follow its gradient. An entry is a value; what it remembers between updates stands in
/// arrays of the parameters' size that the trainer keeps.
public protocol Optimizer: Entry {
    var learningRate: Double { get }
    /// Whether an update moves every parameter by about the learning rate, whatever the size of the gradient.
    static var normalizesGradients: Bool { get }
    /// Arrays kept between updates, zero at first, by the names that PyTorch's state has.
    var stateNames: [String] { get }
    /// Whether an update reads how much of the run is over.
    var followsProgress: Bool { get }
    /// One pass over the parameters, or over a part of them: what becomes of each depends on its own numbers alone.
    func update(_ update: OptimizerUpdate)
}

extension Optimizer {
    public var normalizesGradients: Bool { Self.normalizesGradients }
    public var followsProgress: Bool { false }
}

/// What one update works on. All arrays have `count` elements in one layout.
public struct OptimizerUpdate {
    public let parameters: UnsafeMutablePointer<Float>
    public let gradients: UnsafePointer<Float>
    /// The first state array.
    public let state: UnsafeMutablePointer<Float>
    /// Floats from one state array to the next.
    public let stateStride: Int
    public let count: Int
    /// The gradient is multiplied by this first: below 1 where its norm is clipped.
    public let gradientScale: Float
    /// Of this update, the schedule's factor included.
    public let learningRate: Double
    /// Counts from 1.
    public let number: Int
    public let workers: Workers
    /// The share of the run that is over, from 0 to 1: for what changes along it.
    public let progress: Double

    /// - Parameter stateStride: nil: state arrays lie one right behind another.
    public init(
        parameters: UnsafeMutablePointer<Float>, gradients: UnsafePointer<Float>, state: UnsafeMutablePointer<Float>,
        stateStride: Int? = nil, count: Int, gradientScale: Float = 1, learningRate: Double, number: Int,
        workers: Workers, progress: Double = 0
    ) {
        (self.parameters, self.gradients, self.state) = (parameters, gradients, state)
        (self.stateStride, self.count, self.gradientScale) = (stateStride ?? count, count, gradientScale)
        (self.learningRate, self.number, self.workers) = (learningRate, number, workers)
        self.progress = progress
    }

    /// A state array.
    func state(_ index: Int) -> UnsafeMutablePointer<Float> { state + index * stateStride }

    /// The part of the update that begins at `offset`, a multiple of 16, with gradients of its own.
    func part(at offset: Int, count: Int, gradients: UnsafePointer<Float>) -> OptimizerUpdate {
        OptimizerUpdate(
            parameters: parameters + offset, gradients: gradients, state: state + offset, stateStride: stateStride,
            count: count, gradientScale: gradientScale, learningRate: learningRate, number: number, workers: workers,
            progress: progress)
    }
}

public enum Optimizers {
    public static let registry = Registry<any Optimizer>(
        .optimizers, [SGD.self, RMSProp.self, Adam.self, AdamW.self, OptimisticAdam.self, Lookahead.self])

    /// As its paper has it: what the fresh critic and the judge of labels learn by.
    public static func adam(learningRate: Double) -> any Optimizer { Adam(learningRate: learningRate) }

    static func learningRate(default value: Double) -> Key {
        Key("learning_rate", .real(.positive), default: .real(value), "step size before the schedule's factor")
    }
    static let epsilon = Key("epsilon", .real(.positive), default: .real(1e-8), "added to the denominator")
    static func weightDecay(default value: Double, _ help: String) -> Key {
        Key("weight_decay", .real(.nonNegative), default: .real(value), help)
    }
}
