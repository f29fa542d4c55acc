import Foundation
import Kernels
import Testing

@testable import Experiments
import TestSupport

@Suite struct ProcessLimitsTests {
    /// Of a process of these groups, the files being those of the mount.
    private func limits<Limit>(
        _ membership: String, _ files: [String: String], _ limit: (ProcessLimits) -> Limit
    ) throws -> Limit {
        let mount = try TemporaryFolder(files)
        defer { withExtendedLifetime(mount) {} }
        return limit(ProcessLimits(membership: membership, mount: mount.path))
    }

    private func bytes(_ membership: String, _ files: [String: String]) throws -> UInt64? {
        try limits(membership, files) { $0.memory }
    }

    private func cores(_ membership: String, _ files: [String: String]) throws -> Int? {
        try limits(membership, files) { $0.cores }
    }

    @Test func theLowestLimitOnTheWayUpCounts() throws {
        let files = ["job/memory.max": "4000\n", "job/step/memory.max": "max\n", "job/other/memory.max": "5\n"]
        #expect(try bytes("0::/job/step\n", files) == 4000)
        #expect(try bytes("0::/job/other\n", files) == 5)
        #expect(try bytes("0::/\n", files) == nil)
    }

    @Test func theFirstVersionHasAFolderForMemory() throws {
        let files = ["memory/slurm/job/memory.limit_in_bytes": "7000\n", "memory.max": "3\n"]
        #expect(try bytes("4:cpu,cpuacct:/slurm\n3:memory:/slurm/job\n", files) == 7000)
    }

    /// The path is that of the host, the mount shows the container's own group.
    @Test func aContainersOwnGroupIsTheTopmost() throws {
        #expect(try bytes("0::/docker/abc\n", ["memory.max": "9000\n"]) == 9000)
    }

    @Test(arguments: ["", "nonsense", "0::/../..\n", "::\n", "0::\n"]) func whatSaysNothingIsNoLimit(text: String)
        throws
    {
        #expect(try bytes(text, [:]) == nil)
        #expect(try cores(text, [:]) == nil)
    }

    @Test func aQuotaOfTimeIsSoManyCores() throws {
        #expect(try cores("0::/job\n", ["job/cpu.max": "150000 100000\n", "cpu.max": "max 100000\n"]) == 2)
        #expect(try cores("0::/job\n", ["job/cpu.max": "50000 100000\n"]) == 1)
        let first = ["cpu/job/cpu.cfs_quota_us": "400000\n", "cpu/job/cpu.cfs_period_us": "100000\n"]
        #expect(try cores("7:cpu,cpuacct:/job\n", first) == 4)
        let none = ["cpu/job/cpu.cfs_quota_us": "-1\n", "cpu/job/cpu.cfs_period_us": "100000\n"]
        #expect(try cores("7:cpu,cpuacct:/job\n", none) == nil)
        #expect(try cores("7:cpu:/job\n", ["cpu/job/cpu.cfs_quota_us": "400000\n"]) == nil)
    }

    @Test func theMachineIsTheLimitAtMost() {
        #expect((1...ProcessInfo.processInfo.physicalMemory).contains(ProcessLimits.memory))
        #expect((1...Workers.availableCores).contains(ProcessLimits.cores))
    }
}
