import ArgumentParser
import Experiments

/// Bytes as people write them: 500M, 4G, 1.5G. The units are those of 1000, as memory is printed everywhere here.
struct MemorySize: ExpressibleByArgument {
    let bytes: UInt64

    init?(argument: String) {
        let units: [(ending: String, size: Double)] = [("k", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12)]
        let text = argument.hasSuffix("B") ? String(argument.dropLast()) : argument
        let unit = units.first { text.lowercased().hasSuffix($0.ending.lowercased()) }
        guard let number = Double(text.dropLast(unit == nil ? 0 : 1)), number > 0 else { return nil }
        guard let bytes = UInt64(exactly: (number * (unit?.size ?? 1)).rounded()), bytes > 0 else { return nil }
        self.bytes = bytes
    }

    /// Bytes that runs may use: all that the process may, where no limit is given.
    static func usable(_ limit: MemorySize?) -> UInt64 { min(limit?.bytes ?? .max, ProcessLimits.memory) }
}
