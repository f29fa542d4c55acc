import Synchronization

/// Whether somebody wants this process to end. What is being trained asks for itself, between iterations, whether it is
/// to end; this is for those that look on meanwhile.
public enum EndOfProcess {
    private static let flag = Atomic<Bool>(false)

    static var isAskedFor: Bool { flag.load(ordering: .relaxed) }

    public static func ask() { flag.store(true, ordering: .relaxed) }
}
