/// Names of runs: what was swept, for people, and a hash of everything, for certainty.
///
///     noise.dimension=16_seed=2-3f9a1c2e
enum RunIdentifier {
    static let maximumLength = 120

    /// What a parameter adds to an id.
    struct Piece: Sendable {
        /// While there is room: the whole path, and the whole value.
        let whole: String
        /// Where there is not: the value's beginning behind the path, and behind its last key.
        let cut: String, cutToKey: String
        let lastKey: String

        init(_ parameter: Parameter) {
            let (path, text) = (safe(parameter.path), safe(parameter.text))
            lastKey = parameter.path.split(separator: ".").last.map(String.init) ?? parameter.path
            whole = "\(path)=\(text)"
            cut = "\(path)=\(text.prefix(24))"
            cutToKey = "\(safe(lastKey))=\(text.prefix(24))"
        }
    }

    /// - Parameter pieces: of the parameters, in order.
    static func id(_ pieces: [Piece], hash: UInt64) -> String {
        let tail = "-" + StableHash.short(hash)
        guard !pieces.isEmpty else { return "run" + tail }
        let room = maximumLength - tail.utf8.count
        let head = joined(pieces) { $0.whole }
        guard head.utf8.count > room else { return head + tail }
        let short = joined(pieces) { piece in
            pieces.count { $0.lastKey == piece.lastKey } == 1 ? piece.cutToKey : piece.cut
        }
        return (short.utf8.count > room ? String(short.prefix(room)) : short) + tail
    }

    private static func joined(_ pieces: [Piece], _ text: (Piece) -> String) -> String {
        var joined = ""
        joined.reserveCapacity(2 * maximumLength)
        for piece in pieces {
            if !joined.isEmpty { joined += "_" }
            joined += text(piece)
        }
        return joined
    }

    /// Letters, digits and `.,_=+-` mean nothing to any file system or shell.
    private static func safe(_ text: String) -> String {
        String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber || ".,_=+-".contains($0)) ? $0 : "-" })
    }
}
