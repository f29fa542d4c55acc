import Foundation
import Testing

/// `Tests/Slurm/cluster.py` as a test: a cluster of two nodes on this machine. It takes minutes, so it is asked for:
///
///     SADDLE_CLUSTER_TESTS=1 swift test --filter ClusterTests
///
/// Where Slurm is not installed, or nobody is root, the script says so and passes.
@Suite struct ClusterTests {
    static let isAskedFor = ProcessInfo.processInfo.environment["SADDLE_CLUSTER_TESTS"] != nil

    @Test(.enabled(if: ClusterTests.isAskedFor, "takes minutes: SADDLE_CLUSTER_TESTS=1 asks for it"))
    func aClusterGivesTheBytesOfOneMachine() throws {
        let program = try Program()
        defer { program.remove() }
        let script = Program.root.appendingPathComponent("Tests/Slurm/cluster.py").path
        let result = try program.start(shell: "exec python3 '\(script)' \"$SADDLE\"").wait()
        print(result.output)
        #expect(result.status == 0, "\(result.output)\n\(result.errors)")
    }
}
