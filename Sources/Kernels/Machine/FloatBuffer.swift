import CMachine

/// Zero-filled floats in memory aligned to 64 bytes (a cache line, and the widest vector register), or to a large page
/// where they fill one; owned and freed.
public final class FloatBuffer: @unchecked Sendable {
    public let pointer: UnsafeMutablePointer<Float>
    public let count: Int
    private let allocation: UnsafeMutableRawPointer
    /// Bytes of a large page of the processors that this runs on.
    private static let hugePage = 1 << 21

    public init(count: Int) {
        self.count = count
        let size = max(count, 1) * MemoryLayout<Float>.stride
        // Rows of a large matrix lie pages apart. With pages of 2 MB the processor knows where all of them are, and
        // where they lie in its caches is not left to chance.
        let alignment = size >= Self.hugePage ? Self.hugePage : 64
        // Zeros of the system's: pages that are never written take no memory.
        guard let allocation = saddle_allocate_zeroed(size + alignment) else {
            preconditionFailure("no memory for \(size) bytes")
        }
        self.allocation = allocation
        let bytes = allocation.alignedUp(toMultipleOf: alignment)
        if size >= Self.hugePage { saddle_use_huge_pages(bytes, size) }
        pointer = bytes.bindMemory(to: Float.self, capacity: max(count, 1))
    }

    deinit { saddle_free(allocation) }

    public subscript(index: Int) -> Float {
        get { pointer[index] }
        set { pointer[index] = newValue }
    }
}

/// Scratch memory that plans share: each reserves what it needs when it is made, and may use all of it during a call.
///
/// Plans that share a workspace must not run at the same time.
public final class Workspace: @unchecked Sendable {
    private var buffer: FloatBuffer
    private let isMeasured: Bool
    /// Floats that are there, or that would be.
    public private(set) var count = 0
    public private(set) var pointer: UnsafeMutablePointer<Float>

    /// - Parameter isMeasured: whether it only takes note of what plans reserve; they may run once it lies somewhere.
    public init(isMeasured: Bool = false) {
        self.isMeasured = isMeasured
        let nothing = FloatBuffer(count: 0)
        (buffer, pointer) = (nothing, nothing.pointer)
    }

    /// Makes sure that at least `floats` are there. Call it before training starts: it may allocate, and then what was
    /// there is lost.
    public func reserve(_ floats: Int) {
        guard floats > count else { return }
        count = floats
        guard !isMeasured else { return }
        // The old memory goes first, so that never both are there.
        buffer = FloatBuffer(count: 0)
        buffer = FloatBuffer(count: floats)
        pointer = buffer.pointer
    }

    /// Has a workspace that only takes note lie in memory that is somebody else's: there must be what the plan that
    /// runs next has reserved.
    public func lie(at memory: UnsafeMutablePointer<Float>) { pointer = memory }

    /// Leaves `floats` at most. What was there is lost where there are more.
    public func shrink(to floats: Int) {
        guard count > floats else { return }
        count = 0
        reserve(floats)
    }
}
