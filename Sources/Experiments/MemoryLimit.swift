import Foundation

/// The memory that a process may use: the machine's, or less where a container or a batch system has set a limit
/// (Linux's control groups, of either version).
public struct MemoryLimit {
    /// `/proc/self/cgroup`: lines `number:controllers:path`, of version 2 with no controllers.
    let membership: String
    /// Where the groups are mounted.
    let mount: String

    /// Bytes, of this process.
    public static var ofThisProcess: UInt64 {
        let membership = (try? String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8)) ?? ""
        let limit = MemoryLimit(membership: membership, mount: "/sys/fs/cgroup")
        return min(ProcessInfo.processInfo.physicalMemory, limit.bytes ?? .max)
    }

    /// The lowest limit of the groups that the process is in, nil where there is none. A container may see its own group
    /// as the topmost one, while the path is told from outside: so all of a path's parents are asked, up to the mount.
    var bytes: UInt64? {
        membership.split(separator: "\n").compactMap { line -> UInt64? in
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { return nil }
            if parts[1].isEmpty { return lowest("memory.max", of: parts[2], in: mount) }
            guard parts[1].split(separator: ",").contains("memory") else { return nil }
            return lowest("memory.limit_in_bytes", of: parts[2], in: mount + "/memory")
        }.min()
    }

    /// - Returns: nil where no file holds a number; version 2 writes `max` for no limit.
    private func lowest(_ file: String, of path: Substring, in mount: String) -> UInt64? {
        var names = path.split(separator: "/").filter { $0 != ".." }
        var limits: [UInt64] = []
        while true {
            let place = ([mount] + names.map(String.init) + [file]).joined(separator: "/")
            if let text = try? String(contentsOfFile: place, encoding: .utf8) {
                limits += UInt64(text.filter { !$0.isWhitespace }).map { [$0] } ?? []
            }
            if names.popLast() == nil { return limits.min() }
        }
    }
}
