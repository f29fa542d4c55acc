import Kernels
import Networks

/// Bytes that executions take which share a `PassMemory`.
public struct PassMemoryNeed: Hashable, Sendable {
    /// Of each its own, summed.
    public var own = 0
    /// Of what they share.
    public var shared = 0, workspace = 0

    /// Of none.
    public init() {}

    /// Of one execution.
    /// - Parameter workers: whose threads each have scratch memory.
    public init(_ graph: Graph, batch: Int, holding: Holding = .everything, workers: Workers = .shared) {
        let plan = Plan(graph, batch: batch, holding: holding)
        own = 4 * plan.ownCount
        shared = 4 * plan.sharedCount
        let workspace = Workspace(isMeasured: true)
        for index in plan.steps.indices {
            _ = plan.steps[index].operation.place(Site(measuring: plan, index, workspace, workers))
        }
        self.workspace = 4 * workspace.count
    }

    public var bytes: Int { own + shared + workspace }

    /// What it takes beside the memory that executions of another need share.
    public func beside(_ other: Self) -> Int {
        own + max(0, shared - other.shared) + max(0, workspace - other.workspace)
    }

    public static func + (a: Self, b: Self) -> Self {
        var sum = a
        sum.own += b.own
        sum.shared = max(a.shared, b.shared)
        sum.workspace = max(a.workspace, b.workspace)
        return sum
    }
}
