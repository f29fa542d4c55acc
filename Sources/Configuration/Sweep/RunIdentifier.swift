/// Names of runs: what was swept, for people, and a hash of everything, for certainty.
///
///     noise.dimension=16_seed=2-3f9a1c2e
enum RunIdentifier {
    static let maximumLength = 120

    static func id(_ parameters: [Parameter], hash: UInt64) -> String {
        let tail = "-" + StableHash.short(hash)
        guard !parameters.isEmpty else { return "run" + tail }
        let room = maximumLength - tail.count
        var head = parameters.map { "\(safe($0.path))=\(safe($0.text))" }.joined(separator: "_")
        if head.count > room {
            let lastKeys = parameters.map { lastKey($0.path) }
            head = zip(parameters, lastKeys).map { parameter, key in
                let isUnique = lastKeys.count { $0 == key } == 1
                return "\(safe(isUnique ? key : parameter.path))=\(safe(parameter.text).prefix(24))"
            }.joined(separator: "_")
        }
        return head.prefix(room) + tail
    }

    private static func lastKey(_ path: String) -> String { path.split(separator: ".").last.map(String.init) ?? path }

    /// Letters, digits and `.,_=+-` mean nothing to any file system or shell.
    private static func safe(_ text: String) -> String {
        String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber || ".,_=+-".contains($0)) ? $0 : "-" })
    }
}
