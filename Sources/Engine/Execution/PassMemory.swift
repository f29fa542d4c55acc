import Kernels

/// Memory that executions share which run one after another: what their passes need while they last.
public final class PassMemory {
    private let floats = Workspace()
    /// The execution whose forward pass left values here for its backward pass.
    private var holder: ObjectIdentifier?

    public init() {}

    public var bytes: Int { 4 * floats.count }

    /// Makes sure that at least so many floats are there. What others left is lost where they were not.
    func reserve(_ count: Int) {
        if count > floats.count { holder = nil }
        floats.reserve(count)
    }

    /// Lets executions that are gone in the end use the memory. What they need beyond what is there is given back then.
    public func lend<Result>(_ body: () throws -> Result) rethrows -> Result {
        let count = floats.count
        defer {
            if floats.count > count { holder = nil }
            floats.shrink(to: count)
        }
        return try body()
    }

    var pointer: UnsafeMutablePointer<Float> { floats.pointer }

    /// Notes that an execution begins a forward pass, which overwrites what others left.
    func begin(_ execution: AnyObject) { holder = ObjectIdentifier(execution) }

    /// Notes that somebody works in the memory. Nobody's values are there any more.
    func useUp() { holder = nil }

    /// Whether an execution's values are still there; they are used up now.
    func end(_ execution: AnyObject) -> Bool {
        defer { holder = nil }
        return holder == ObjectIdentifier(execution)
    }
}
