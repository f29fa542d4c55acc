/// Reads the header, a dictionary as Python writes it: {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }.
struct NPYHeaderParser {
    enum Value: Hashable {
        case text(String)
        case truth(Bool)
        case tuple([Int])
        /// Of a structured type; what it holds is not kept.
        case list
    }

    private let bytes: ArraySlice<UInt8>
    private var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    mutating func dictionary() throws(FormatError) -> [String: Value] {
        try expect("{")
        var fields: [String: Value] = [:]
        while !takes("}") {
            let key = try text()
            try expect(":")
            fields[key] = try value()
            if !takes(",") {
                try expect("}")
                break
            }
        }
        skipBlanks()
        guard position == bytes.endIndex else { throw unexpected("the end") }
        return fields
    }

    private mutating func value() throws(FormatError) -> Value {
        switch peek() {
        case UInt8(ascii: "'"), UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "("): return .tuple(try tuple())
        case UInt8(ascii: "["):
            try skipList()
            return .list
        default:
            let word = word()
            guard word == "True" || word == "False" else { throw unexpected("True, False, a text or a tuple") }
            return .truth(word == "True")
        }
    }

    private mutating func tuple() throws(FormatError) -> [Int] {
        try expect("(")
        var sizes: [Int] = []
        while !takes(")") {
            // Python 2 wrote long integers as 3L.
            let digits = word()
            guard let size = Int(digits.hasSuffix("L") ? String(digits.dropLast()) : digits), size >= 0 else {
                throw unexpected("a size")
            }
            sizes.append(size)
            if !takes(",") {
                try expect(")")
                break
            }
        }
        return sizes
    }

    private mutating func text() throws(FormatError) -> String {
        guard let quote = peek(), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
            throw unexpected("a quoted text")
        }
        position += 1
        let start = position
        while position < bytes.endIndex, bytes[position] != quote { position += 1 }
        guard position < bytes.endIndex else { throw unexpected("the end of a quoted text") }
        defer { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func skipList() throws(FormatError) {
        var depth = 0
        while let byte = peek() {
            if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
                _ = try text()
                continue
            }
            position += 1
            if byte == UInt8(ascii: "[") { depth += 1 }
            if byte == UInt8(ascii: "]") { depth -= 1 }
            if depth == 0 { return }
        }
        throw unexpected("the end of a list")
    }

    /// Letters and digits, as many as there are.
    private mutating func word() -> String {
        skipBlanks()
        let start = position
        func isLetter(_ byte: UInt8) -> Bool {
            Character(UnicodeScalar(byte)).isLetter || Character(UnicodeScalar(byte)).isNumber
        }
        while position < bytes.endIndex, bytes[position] < 128, isLetter(bytes[position]) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// The next byte that is not blank, which stays.
    private mutating func peek() -> UInt8? {
        skipBlanks()
        return position < bytes.endIndex ? bytes[position] : nil
    }

    private mutating func skipBlanks() {
        while position < bytes.endIndex, [0x20, 0x0a, 0x0d, 0x09].contains(bytes[position]) { position += 1 }
    }

    private mutating func takes(_ byte: Unicode.Scalar) -> Bool {
        guard peek() == UInt8(ascii: byte) else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ byte: Unicode.Scalar) throws(FormatError) {
        if !takes(byte) { throw unexpected("'\(byte)'") }
    }

    private func unexpected(_ wanted: String) -> FormatError {
        FormatError(
            "has a header that is no dictionary as NumPy writes it: \(wanted) is expected", at: position,
            help: "write it with numpy.save")
    }
}
