import Foundation
import Testing

@testable import Experiments

@Suite struct MemoryLimitTests {
    /// Bytes for a process of these groups, the files being those of the mount.
    private func bytes(_ membership: String, _ files: [String: String]) throws -> UInt64? {
        let mount = FileManager.default.temporaryDirectory.appendingPathComponent("saddle-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: mount) }
        for (path, text) in files {
            let url = mount.appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        return MemoryLimit(membership: membership, mount: mount.path).bytes
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
    }

    @Test func theMachineIsTheLimitAtMost() {
        #expect(MemoryLimit.ofThisProcess <= ProcessInfo.processInfo.physicalMemory)
        #expect(MemoryLimit.ofThisProcess > 0)
    }
}
