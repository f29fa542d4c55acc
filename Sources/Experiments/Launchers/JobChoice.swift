/// How many runs are trained at a time where nobody has said. No result depends on it.
enum JobChoice {
    /// Operations of an iteration, for each thread, up to which runs end sooner side by side than one after another
    /// with all threads. On two cores of Zen 4 runs side by side take 0.63 of the time for `experiments/ring.yaml`,
    /// 0.78 for quickstart, 0.89 for a perceptron of 1 GFLOP and 0.97 for a DCGAN of 12.
    private static let smallWork = 2e9

    /// As many as there are threads for small networks, fewer where memory would be short; one for large ones.
    /// - Parameters:
    ///   - threads: of all jobs together.
    ///   - memory: bytes that this process may use.
    static func jobs(_ runs: [PreparedRun], threads: Int, memory: UInt64) -> Int {
        let most = min(threads, runs.count)
        let small = smallWork * Double(threads)
        guard most > 1, runs.allSatisfy({ $0.blueprint.flopsPerIteration <= small }) else { return 1 }
        let jobs = (2...most).reversed().first { MemoryCheck(jobs: $0, memory: memory).finding(runs) == nil }
        return jobs ?? 1
    }
}
