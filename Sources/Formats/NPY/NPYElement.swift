/// What an element of an array is, as NumPy's type strings say: byte order, kind and number of bytes, `<f4`.
struct NPYElement: Hashable {
    enum Kind: Character {
        case float = "f"
        case signed = "i"
        case unsigned = "u"
        case truth = "b"
    }

    let kind: Kind
    let size: Int
    let isBigEndian: Bool

    var isByte: Bool { kind == .unsigned && size == 1 }

    /// nil where it is a type that is not read.
    init?(_ description: String) {
        let letters = Array(description)
        guard letters.count == 3, "<>|=".contains(letters[0]), let kind = Kind(rawValue: letters[1]),
            let size = letters[2].wholeNumberValue
        else { return nil }
        let sizes: [Int] =
            switch kind {
            case .float: [2, 4, 8]
            case .signed, .unsigned: [1, 2, 4, 8]
            case .truth: [1]
            }
        guard sizes.contains(size) else { return nil }
        (self.kind, self.size, isBigEndian) = (kind, size, letters[0] == ">")
    }

    /// What a type that is not read is called; nil where nothing is known of it.
    static func name(of description: String) -> String? {
        switch description.drop(while: { "<>|=".contains($0) }).first {
        case "O": "Python objects"
        case "c": "complex numbers"
        case "f": "floats of an unusual size"
        case "S", "a", "U": "texts"
        case "M", "m": "times"
        case "V": "raw bytes"
        default: nil
        }
    }

    func values(_ bytes: UnsafeRawBufferPointer, from start: Int, count: Int) -> [Double] {
        func read<Value: FixedWidthInteger>(_ type: Value.Type, _ convert: (Value) -> Double) -> [Double] {
            (0..<count).map { index in
                let raw = bytes.loadUnaligned(fromByteOffset: start + index * size, as: type)
                return convert(isBigEndian ? Value(bigEndian: raw) : Value(littleEndian: raw))
            }
        }
        switch (kind, size) {
        case (.float, 2): return read(UInt16.self) { Double(Float16(bitPattern: $0)) }
        case (.float, 4): return read(UInt32.self) { Double(Float(bitPattern: $0)) }
        case (.float, _): return read(UInt64.self) { Double(bitPattern: $0) }
        case (.signed, 1): return read(Int8.self) { Double($0) }
        case (.signed, 2): return read(Int16.self) { Double($0) }
        case (.signed, 4): return read(Int32.self) { Double($0) }
        case (.signed, _): return read(Int64.self) { Double($0) }
        case (.truth, _): return read(UInt8.self) { $0 == 0 ? 0 : 1 }
        case (.unsigned, 1): return read(UInt8.self) { Double($0) }
        case (.unsigned, 2): return read(UInt16.self) { Double($0) }
        case (.unsigned, 4): return read(UInt32.self) { Double($0) }
        case (.unsigned, _): return read(UInt64.self) { Double($0) }
        }
    }
}
