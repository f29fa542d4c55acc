/// The part of JSON that a safetensors header uses: objects, strings, lists of numbers from 0. Unlike general readers
/// it refuses a key given twice, which two readers could otherwise understand differently.
struct JSONText {
    enum Value {
        /// Members in the file's order; names are distinct.
        case object([(name: String, value: Value)])
        case text(String)
        case list([Int])
    }

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The one value that the text holds, with nothing but white space after it.
    mutating func parse() throws(SafetensorsError) -> Value {
        let value = try value(depth: 0)
        skipSpace()
        guard position == bytes.count else { throw fail("text after the end of the object") }
        return value
    }

    static func quote(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    // A header nests three deep: the file, a tensor, its shape.
    private mutating func value(depth: Int) throws(SafetensorsError) -> Value {
        skipSpace()
        switch peek {
        case UInt8(ascii: "{"):
            guard depth < 3 else { throw fail("nested too deep") }
            return .object(try members(depth: depth))
        case UInt8(ascii: "["): return .list(try numbers())
        case UInt8(ascii: "\""): return .text(try string())
        default: throw fail("expected an object, a list or a string")
        }
    }

    private mutating func members(depth: Int) throws(SafetensorsError) -> [(name: String, value: Value)] {
        position += 1
        var members: [(name: String, value: Value)] = []
        var names: Set<String> = []
        skipSpace()
        if take("}") { return members }
        while true {
            skipSpace()
            guard peek == UInt8(ascii: "\"") else { throw fail("expected a key") }
            let name = try string()
            guard names.insert(name).inserted else { throw fail("the key '\(name)' is given twice") }
            skipSpace()
            guard take(":") else { throw fail("expected ':'") }
            members.append((name, try value(depth: depth + 1)))
            skipSpace()
            if take("}") { return members }
            guard take(",") else { throw fail("expected ',' or '}'") }
        }
    }

    private mutating func numbers() throws(SafetensorsError) -> [Int] {
        position += 1
        var numbers: [Int] = []
        skipSpace()
        if take("]") { return numbers }
        while true {
            skipSpace()
            numbers.append(try number())
            skipSpace()
            if take("]") { return numbers }
            guard take(",") else { throw fail("expected ',' or ']'") }
        }
    }

    private mutating func number() throws(SafetensorsError) -> Int {
        let start = position
        var number = 0
        while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
            let (product, tooLarge) = number.multipliedReportingOverflow(by: 10)
            let (sum, overflow) = product.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
            guard !tooLarge, !overflow else { throw fail("a number overflows") }
            number = sum
            position += 1
        }
        guard position > start else { throw fail("expected a number from 0") }
        guard bytes[start] != UInt8(ascii: "0") || position == start + 1 else { throw fail("a number begins with 0") }
        return number
    }

    private mutating func string() throws(SafetensorsError) -> String {
        position += 1
        var text: [UInt8] = []
        while let byte = peek {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else { throw fail("not UTF-8") }
                return string
            case UInt8(ascii: "\\"): text += Array(try escape().utf8)
            case 0..<0x20: throw fail("a control character in a string")
            default: text.append(byte)
            }
        }
        throw fail("a string without end")
    }

    private mutating func escape() throws(SafetensorsError) -> String {
        guard let byte = peek else { throw fail("a string without end") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            var units = [try unit()]
            if UTF16.isLeadSurrogate(units[0]), take("\\"), take("u") { units.append(try unit()) }
            guard let text = String(validating: units, as: UTF16.self) else { throw fail("half a surrogate pair") }
            return text
        default: throw fail("an unknown escape")
        }
    }

    private mutating func unit() throws(SafetensorsError) -> UInt16 {
        guard position + 4 <= bytes.count,
            let text = String(validating: bytes[position..<(position + 4)], as: UTF8.self),
            text.allSatisfy(\.isHexDigit), let unit = UInt16(text, radix: 16)
        else { throw fail("\\u needs four hexadecimal digits") }
        position += 4
        return unit
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { position += 1 }
    }

    private func fail(_ what: String) -> SafetensorsError {
        SafetensorsError("the header is not valid at byte \(position): \(what)")
    }
}
