import CMachine
import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Persistent threads that share the tasks of a kernel.
///
/// Which thread takes which task is left to chance; what a task computes is not. Kernels cut their work into tasks
/// without looking at the number of threads, and so results are the same to the bit for any number.
/// A thread without work spins for some microseconds, then sleeps until the next call.
///
/// While tasks run, numbers below 1.2e-38 are zero, on every thread: processors take many times as long for these
/// denormal numbers, which units that no longer learn leave in the means of their gradients.
public final class Workers: @unchecked Sendable {
    /// One thread per core that this process may use.
    public static let shared = Workers(threads: availableCores)

    /// The threads that may run tasks, the caller's included.
    public let threads: Int
    /// How many of them do, from the next call on: the others sleep. 1...threads.
    public var limit: Int {
        get { state.limit.load(ordering: .relaxed) }
        set { state.setLimit(min(max(1, newValue), threads)) }
    }
    /// Whether all tasks run on the calling thread, one after another, until further notice.
    var isSerial: Bool {
        get { serial.load(ordering: .relaxed) }
        set { serial.store(newValue, ordering: .relaxed) }
    }

    private let serial = Atomic<Bool>(false)
    private let state: State
    private var handles: [pthread_t] = []

    public init(threads: Int) {
        self.threads = max(1, threads)
        state = State(limit: self.threads)
        for worker in 1..<max(2, self.threads) where worker < self.threads {
            let start = Unmanaged.passRetained(Start(state: state, worker: worker))
            #if canImport(Darwin)
                var handle: pthread_t?
                pthread_create(&handle, nil, { Start.enter($0) }, start.toOpaque())
                if let handle { handles.append(handle) }
            #else
                var handle = pthread_t()
                pthread_create(&handle, nil, { Start.enter($0!) }, start.toOpaque())
                handles.append(handle)
            #endif
        }
    }

    deinit {
        state.stop()
        for handle in handles { pthread_join(handle, nil) }
    }

    /// Calls `body(task)` once for every task in `0..<tasks`, on all threads, and returns when all are done.
    ///
    /// A call from within a task, or while another thread uses these workers, runs its tasks one after another on the
    /// calling thread. Allocates nothing.
    public func run(tasks: Int, _ body: (Int) -> Void) {
        runIndexed(tasks: tasks) { task, _ in body(task) }
    }

    /// As `run`, and tells the body which worker, in `0..<threads`, runs it: the index of its scratch memory.
    public func runIndexed(tasks: Int, _ body: (_ task: Int, _ worker: Int) -> Void) {
        guard tasks > 1, limit > 1, tasks < State.mostTasks, !isSerial, state.claim() else {
            runAlone(tasks: tasks, body)
            return
        }
        let denormals = saddle_flush_denormals()
        defer { saddle_restore_denormals(denormals) }
        saddleClosureWords(body, state.words)
        state.publish(tasks: tasks)
        state.work(worker: 0)
        state.finish(tasks: tasks)
    }

    /// As `run`, on the calling thread alone where waking others would cost more than they give. `flops` tells how much
    /// there is to do: a pass over memory counts as the operations that its time would do in a product.
    func run(tasks: Int, flops: Int, _ body: (Int) -> Void) {
        runIndexed(tasks: tasks, flops: flops) { task, _ in body(task) }
    }

    /// As `runIndexed`, on the calling thread alone where waking others would cost more than they give.
    func runIndexed(tasks: Int, flops: Int, _ body: (_ task: Int, _ worker: Int) -> Void) {
        if flops < 400_000 { runAlone(tasks: tasks, body) } else { runIndexed(tasks: tasks, body) }
    }

    @inline(__always) private func runAlone(tasks: Int, _ body: (_ task: Int, _ worker: Int) -> Void) {
        let denormals = saddle_flush_denormals()
        defer { saddle_restore_denormals(denormals) }
        for task in 0..<max(tasks, 0) { body(task, 0) }
    }

    /// The processors that the process may run on (its affinity mask, which is what a batch system sets).
    public static var availableCores: Int { Int(saddle_available_processors()) }
}

/// Stores the two words of a closure that does not escape; see machine.c.
@_silgen_name("saddle_closure_words")
private func saddleClosureWords(_ body: (Int, Int) -> Void, _ words: UnsafeMutablePointer<UnsafeMutableRawPointer?>)

/// What a new thread is told.
private final class Start {
    let state: State
    let worker: Int

    init(state: State, worker: Int) { (self.state, self.worker) = (state, worker) }

    static func enter(_ opaque: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
        let start = Unmanaged<Start>.fromOpaque(opaque).takeRetainedValue()
        // For good: the thread does nothing else.
        _ = saddle_flush_denormals()
        start.state.serve(worker: start.worker)
        return nil
    }
}

/// Tasks of a job that are one thread's to begin with, on a cache line of its own.
///
/// The word holds the job's number, the end of the tasks and the next of them: whoever takes one adds one to it.
private struct Share: ~Copyable {
    private let word = Atomic<UInt64>(0)
    private let unused: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0, 0, 0)

    func set(job: UInt64, _ tasks: Range<Int>) {
        word.store(job << 48 | UInt64(tasks.upperBound) << 24 | UInt64(tasks.lowerBound), ordering: .releasing)
    }

    /// Takes the next task; nil: there is none left. That is seen without writing, so that who has the share keeps its
    /// cache line.
    @inline(__always) func take() -> Int? {
        guard Self.task(word.load(ordering: .relaxed)) != nil else { return nil }
        return Self.task(word.add(1, ordering: .acquiringAndReleasing).oldValue)
    }

    @inline(__always) private static func task(_ word: UInt64) -> Int? {
        let (end, task) = (Int(word >> 24 & 0xffffff), Int(word & 0xffffff))
        return task < end ? task : nil
    }
}

/// The job in progress, shared by the threads.
///
/// Each thread begins with a share of the tasks that lie side by side, the same in every job of so many tasks, and then
/// takes what others have left of theirs: so it mostly meets the numbers that it has written itself, which lie in its
/// own caches. A thread that comes late finds no task left, and never reads a closure that is gone: a task that is
/// taken keeps the job alive.
private final class State: @unchecked Sendable {
    static let mostTasks = 1 << 23
    /// A worker waits this long for the next job before it sleeps: some tens of microseconds, longer than what the
    /// calling thread does alone between two jobs of a small network.
    private static let spins = 6000
    /// The caller waits this long for the last tasks before it offers its core to whoever has them.
    private static let finishSpins = 1000

    let words: UnsafeMutablePointer<UnsafeMutableRawPointer?> = .allocate(capacity: 2)
    /// Workers from this index on rest.
    let limit: Atomic<Int>
    /// By worker.
    private let shares: UnsafeMutablePointer<Share>
    private let shareCount: Int
    /// The number of the last job.
    private let job = Atomic<UInt64>(0)
    private let done = Atomic<Int>(0)
    private let busy = Atomic<Bool>(false)
    private let stopping = Atomic<Bool>(false)
    private let sleepers = Atomic<Int>(0)
    private let mutex: UnsafeMutablePointer<pthread_mutex_t> = .allocate(capacity: 1)
    private let condition: UnsafeMutablePointer<pthread_cond_t> = .allocate(capacity: 1)

    init(limit: Int) {
        self.limit = Atomic(limit)
        shareCount = limit
        shares = UnsafeMutableRawPointer.allocate(
            byteCount: limit * MemoryLayout<Share>.stride, alignment: MemoryLayout<Share>.stride
        ).bindMemory(to: Share.self, capacity: limit)
        for worker in 0..<limit { (shares + worker).initialize(to: Share()) }
        words.initialize(repeating: nil, count: 2)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        shares.deinitialize(count: shareCount)
        shares.deallocate()
        condition.deallocate()
        mutex.deallocate()
        words.deallocate()
    }

    func claim() -> Bool {
        !busy.load(ordering: .relaxed) && !busy.exchange(true, ordering: .acquiring)
    }

    func publish(tasks: Int) {
        let next = (job.load(ordering: .relaxed) + 1) & 0xffff
        done.store(0, ordering: .relaxed)
        let count = limit.load(ordering: .relaxed)
        var worker = 0
        while worker < shareCount {
            let (first, end) = (min(worker, count) * tasks / count, min(worker + 1, count) * tasks / count)
            shares[worker].set(job: next, first..<end)
            worker += 1
        }
        job.store(next, ordering: .sequentiallyConsistent)
        if sleepers.load(ordering: .sequentiallyConsistent) > 0 { wake() }
    }

    /// Its own share first, then what is left of the others'.
    func work(worker: Int) {
        var share = worker
        repeat {
            var count = 0
            while let task = shares[share].take() {
                guard let function = words[0] else { return }
                saddle_call(function, words[1], task, worker)
                count += 1
            }
            // Once for all of them: the line goes from core to core.
            if count > 0 { done.add(count, ordering: .releasing) }
            share = share + 1 < shareCount ? share + 1 : 0
        } while share != worker
    }

    func finish(tasks: Int) {
        var spins = 0
        while done.load(ordering: .acquiring) < tasks {
            spins += 1
            // A worker that lost its core in mid-task gets it back sooner when this one is given up.
            if spins < Self.finishSpins { saddle_pause() } else { sched_yield() }
        }
        busy.store(false, ordering: .releasing)
    }

    func serve(worker: Int) {
        var seen: UInt64 = 0
        while true {
            if worker >= limit.load(ordering: .acquiring) { rest(worker) }
            var spins = 0
            while job.load(ordering: .acquiring) == seen && spins < Self.spins {
                saddle_pause()
                spins += 1
            }
            if job.load(ordering: .acquiring) == seen { park(seen) }
            if stopping.load(ordering: .acquiring) { return }
            seen = job.load(ordering: .acquiring)
            work(worker: worker)
        }
    }

    func setLimit(_ count: Int) {
        pthread_mutex_lock(mutex)
        limit.store(count, ordering: .releasing)
        pthread_cond_broadcast(condition)
        pthread_mutex_unlock(mutex)
    }

    /// Until the worker is within the limit. Unlike one that is parked it is not woken for every job.
    private func rest(_ worker: Int) {
        pthread_mutex_lock(mutex)
        while worker >= limit.load(ordering: .acquiring), !stopping.load(ordering: .sequentiallyConsistent) {
            pthread_cond_wait(condition, mutex)
        }
        pthread_mutex_unlock(mutex)
    }

    private func park(_ seen: UInt64) {
        pthread_mutex_lock(mutex)
        sleepers.add(1, ordering: .sequentiallyConsistent)
        while job.load(ordering: .sequentiallyConsistent) == seen
            && !stopping.load(ordering: .sequentiallyConsistent)
        {
            pthread_cond_wait(condition, mutex)
        }
        sleepers.subtract(1, ordering: .sequentiallyConsistent)
        pthread_mutex_unlock(mutex)
    }

    private func wake() {
        pthread_mutex_lock(mutex)
        pthread_cond_broadcast(condition)
        pthread_mutex_unlock(mutex)
    }

    func stop() {
        stopping.store(true, ordering: .sequentiallyConsistent)
        wake()
        // A thread that still spins sees the flag at the end of its spin: it parks only while the flag is down.
    }
}
