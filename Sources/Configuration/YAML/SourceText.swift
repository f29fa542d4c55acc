import Diagnostics

/// The bytes of a file, checked to be UTF-8 of a sane size before a parser sees them.
struct SourceText {
    static let maximumBytes = 1 << 20

    let source: Source
    /// Without a byte order mark.
    let bytes: [UInt8]
    /// Lines that the text reaches into; the source may go on.
    let lineCount: Int

    init(path: String, bytes: [UInt8]) throws(Diagnostic) {
        guard bytes.count <= SourceText.maximumBytes else {
            throw Diagnostic(
                "the file is larger than 1 MiB", at: Location(source: Source(path: path, text: ""), line: 1),
                help: "an experiment file describes networks and sweeps; data belongs in files of its own")
        }
        var bytes = bytes
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) || bytes.prefix(4).contains(0) {
            throw Diagnostic(
                "the file is UTF-16 or UTF-32 text, or no text",
                at: Location(source: Source(path: path, text: ""), line: 1),
                help: "save it as UTF-8")
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        let source = Source(path: path, text: String(decoding: bytes, as: UTF8.self))
        if let offset = SourceText.invalidOffset(bytes) {
            throw Diagnostic(
                "the text is not valid UTF-8", at: SourceText.location(ofByte: offset, bytes: bytes, source: source),
                help: "save the file as UTF-8")
        }
        self.source = source
        self.bytes = bytes
        lineCount = source.lines.count
    }

    /// Text that is known to be sound, and the source that messages about it show.
    init(source: Source, text: String) {
        self.source = source
        bytes = Array(text.utf8)
        lineCount = text.reduce(1) { $0 + ($1 == "\n" ? 1 : 0) }
    }

    func isBlank(line: Int) -> Bool {
        !source.lines.indices.contains(line) || source.lines[line].allSatisfy(\.isWhitespace)
    }

    /// Where a byte stands: for errors that know no line.
    func location(ofByte offset: Int) -> Location {
        SourceText.location(ofByte: offset, bytes: bytes, source: source)
    }

    private static func location(ofByte offset: Int, bytes: [UInt8], source: Source) -> Location {
        let before = Source(path: "", text: String(decoding: bytes.prefix(offset), as: UTF8.self))
        let column = (before.lines.last?.unicodeScalars.count ?? 0) + 1
        return Location(source: source, line: before.lines.count, column: column, length: 1)
    }

    /// The offset of the first byte that is not part of a well-formed scalar.
    private static func invalidOffset(_ bytes: [UInt8]) -> Int? {
        if String(validating: bytes, as: UTF8.self) != nil { return nil }
        var decoder = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var offset = 0
        while true {
            switch decoder.parseScalar(from: &iterator) {
            case .valid(let encoded): offset += encoded.count
            case .error: return offset
            case .emptyInput: return nil
            }
        }
    }
}

extension Location {
    /// The first column of a line.
    init(source: Source, line: Int) { self.init(source: source, line: line, column: 1, length: 1) }
}
