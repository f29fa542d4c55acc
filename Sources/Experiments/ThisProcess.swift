import Foundation

/// What the system knows of the process. nil where it does not tell (Linux does, in /proc).
enum ThisProcess {
    /// Seconds since the process was started, before anything of it was loaded; too high by 10 ms at most.
    static var age: Double? {
        // The name in the second field may hold blanks and brackets; field 22, the start in clock ticks since boot, is
        // the 20th behind it.
        guard let stat = read("/proc/self/stat"), let name = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[stat.index(after: name)...].split(separator: " ")
        guard fields.count > 19, let ticks = Double(fields[19]) else { return nil }
        #if os(Linux)
            var now = timespec()
            guard clock_gettime(CLOCK_BOOTTIME, &now) == 0 else { return nil }
            let started = ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
            let age = Double(now.tv_sec) + 1e-9 * Double(now.tv_nsec) - started
            return age > 0 ? age : nil
        #else
            return nil
        #endif
    }

    /// The machine's name as it knows itself: nobody else is asked, which could take seconds.
    static var host: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "unknown" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The most memory that was resident at a time.
    static var largestResidentBytes: Int? {
        guard let status = read("/proc/self/status"),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
            let kilobytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Int($0) })
        else { return nil }
        return kilobytes * 1024
    }

    /// A file in which the system tells of itself; nil where it does not.
    static func read(_ path: String) -> String? {
        do { return try String(contentsOfFile: path, encoding: .utf8) } catch { return nil }
    }
}
