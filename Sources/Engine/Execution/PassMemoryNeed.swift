import Kernels
import Networks

/// Bytes that executions take which share a `PassMemory`.
public struct PassMemoryNeed: Hashable, Sendable {
    /// Of each its own, summed.
    public var own = 0
    /// Of what they share.
    public var shared = 0

    /// Of none.
    public init() {}

    /// Of one execution.
    /// - Parameters:
    ///   - outside: what of its results lies in memory of the caller's.
    ///   - workers: whose threads each have scratch memory.
    public init(
        _ graph: Graph, batch: Int, holding: Holding = .everything, outside: OutsideMemory.Places = [],
        workers: Workers = .shared
    ) {
        let plan = Plan(graph, batch: batch, holding: holding, outside: outside, workers: workers)
        own = 4 * plan.ownCount
        shared = 4 * plan.sharedCount
    }

    public var bytes: Int { own + shared }

    /// What it takes beside the memory that executions of another need share.
    public func beside(_ other: Self) -> Int {
        own + max(0, shared - other.shared)
    }

    public static func + (a: Self, b: Self) -> Self {
        var sum = a
        sum.own += b.own
        sum.shared = max(a.shared, b.shared)
        return sum
    }
}
