import Synchronization

/// Which runs belong to a sweep, by what their names end with. Looked up once somebody asks: a task of a plan has no
/// other use for a million names.
final class SweepMembers: Sendable {
    private let look: @Sendable () throws -> Set<String>
    private let found: Mutex<Set<String>?>

    init(_ tails: Set<String>) {
        look = { tails }
        found = Mutex(tails)
    }

    init(_ look: @escaping @Sendable () throws -> Set<String>) {
        self.look = look
        found = Mutex(nil)
    }

    func contain(_ tail: String) throws -> Bool {
        try found.withLock { found in
            if let found { return found.contains(tail) }
            let tails = try look()
            found = tails
            return tails.contains(tail)
        }
    }
}
