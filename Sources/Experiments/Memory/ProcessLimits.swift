import Foundation
import Kernels

/// What a process may use of the machine: all of it, or less where a container or a batch system has set limits
/// (Linux's control groups, of either version).
public struct ProcessLimits {
    /// `/proc/self/cgroup`: lines `number:controllers:path`, of version 2 with no controllers.
    let membership: String
    /// Where the groups are mounted.
    let mount: String

    private static var ofThisProcess: ProcessLimits {
        let membership = ThisProcess.read("/proc/self/cgroup") ?? ""
        return ProcessLimits(membership: membership, mount: "/sys/fs/cgroup")
    }

    /// Bytes of memory.
    public static var memory: UInt64 { min(ProcessInfo.processInfo.physicalMemory, ofThisProcess.memory ?? .max) }

    /// Cores: those that the process may run on, or fewer where its share of their time is less. A job of Slurm may see
    /// all cores of its node, and be given a few of them.
    public static var cores: Int {
        min(Workers.availableCores, ofThisProcess.cores ?? .max, SlurmJob.current?.cores ?? .max)
    }

    /// nil where there is no limit.
    var memory: UInt64? {
        lowest(of: "memory", ["memory.max"]) { UInt64($0[0]) }
            ?? lowest(of: "memory", ["memory.limit_in_bytes"], version: 1) { UInt64($0[0]) }
    }

    /// Quotas of processor time as cores, rounded up; nil where there is none.
    var cores: Int? {
        func cores(_ numbers: [String]) -> Int? {
            guard numbers.count == 2, let quota = Double(numbers[0]), let period = Double(numbers[1]), quota > 0,
                period > 0
            else { return nil }
            return Int(exactly: (quota / period).rounded(.up))
        }
        return lowest(of: "cpu", ["cpu.max"], cores)
            ?? lowest(of: "cpu", ["cpu.cfs_quota_us", "cpu.cfs_period_us"], version: 1, cores)
    }

    /// The lowest limit of the groups that the process is in. A container may see its own group as the topmost one,
    /// while the path is told from outside: so all of a path's parents are asked, up to the mount.
    /// - Parameter read: the limit by the words of the files, nil where they set none; version 2 writes `max`.
    private func lowest<Limit: Comparable>(
        of controller: String, _ files: [String], version: Int = 2, _ read: ([String]) -> Limit?
    ) -> Limit? {
        var limits: [Limit] = []
        for line in membership.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { continue }
            let isOurs =
                version == 2 ? parts[1].isEmpty : parts[1].split(separator: ",").contains(Substring(controller))
            guard isOurs else { continue }
            var names = [version == 2 ? mount : "\(mount)/\(controller)"]
            names += parts[2].split(separator: "/").filter { $0 != ".." }.map(String.init)
            while !names.isEmpty {
                let texts = files.compactMap {
                    ThisProcess.read((names + [$0]).joined(separator: "/"))
                }
                let words = texts.flatMap { $0.split(whereSeparator: \.isWhitespace).map(String.init) }
                if texts.count == files.count, !words.isEmpty, let limit = read(words) { limits.append(limit) }
                names.removeLast()
            }
        }
        return limits.min()
    }
}
