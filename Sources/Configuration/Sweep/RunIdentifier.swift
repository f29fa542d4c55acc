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
        var id = ""
        id.reserveCapacity(maximumLength)
        if pieces.isEmpty {
            id = "run"
        } else {
            // With what stands between them and before the hash.
            let length = pieces.reduce(pieces.count) { $0 + $1.whole.utf8.count } + tailLength - 1
            join(pieces, in: &id, isCut: length > maximumLength)
        }
        id += "-"
        id += StableHash.short(hash)
        return id
    }

    private static let tailLength = 9

    private static func join(_ pieces: [Piece], in id: inout String, isCut: Bool) {
        for (index, piece) in pieces.enumerated() {
            if index > 0 { id += "_" }
            if !isCut {
                id += piece.whole
            } else {
                id += pieces.count { $0.lastKey == piece.lastKey } == 1 ? piece.cutToKey : piece.cut
            }
        }
        let room = maximumLength - tailLength
        if isCut, id.utf8.count > room { id = String(id.prefix(room)) }
    }

    /// Letters, digits and `.,_=+-` mean nothing to any file system or shell.
    private static func safe(_ text: String) -> String {
        String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber || ".,_=+-".contains($0)) ? $0 : "-" })
    }
}
