import Testing

@testable import Formats

@Suite struct NPYTests {
    @Test("reads what NumPy writes", arguments: NumPyFile.all)
    func written(_ file: NumPyFile) throws {
        let array = try NPYArray(file.bytes)
        #expect(array.shape == file.shape)
        #expect(Array(array.values) == file.values)
    }

    @Test("every cut of a file is an error", arguments: [NumPyFile.all[0], NumPyFile.all[NumPyFile.all.count - 1]])
    func cut(_ file: NumPyFile) {
        for count in 0..<file.bytes.count {
            #expect(throws: FormatError.self, "\(count) bytes") { try NPYArray(Array(file.bytes.prefix(count))) }
        }
    }

    @Test func spellingsOfTheHeader() throws {
        for header in [
            "{'descr':'<u2','fortran_order':False,'shape':(2,)}",
            "{\"shape\": (2L,), \"fortran_order\": False, \"descr\": \"<u2\"}",
            "  {'shape': (2, ), 'descr': '<u2', 'fortran_order': True, }  \n",
            "{'other': [('a', '<f4'), ']'], 'shape': (2), 'descr': '=u2', 'fortran_order': False}",
        ] {
            #expect(try NPYArray(Self.file(header, [1, 0, 2, 1])).values == [1, 258], "\(header)")
        }
    }

    @Test("unsigned bytes stay bytes, in either order, and other numbers become them where they can")
    func bytes() throws {
        func read(_ type: String, _ order: String, _ bytes: [UInt8]) throws -> ArrayNumbers {
            try NPYArray(
                Self.file("{'descr': '\(type)', 'fortran_order': \(order), 'shape': (2, 3)}", bytes)
            ).values
        }
        guard case .bytes([0, 1, 2, 3, 4, 255]) = try read("|u1", "False", [0, 1, 2, 3, 4, 255]),
            case .bytes([0, 2, 4, 1, 3, 255]) = try read("|u1", "True", [0, 1, 2, 3, 4, 255]),
            case .doubles = try read("|i1", "False", [0, 1, 2, 3, 4, 127])
        else {
            Issue.record("not as they should be kept")
            return
        }
        #expect(try read("|i1", "False", [0, 1, 2, 3, 4, 127]).bytes == [0, 1, 2, 3, 4, 127])
        #expect(try read("|i1", "False", [0, 1, 2, 3, 4, 255]).bytes == nil)
        #expect(ArrayNumbers.doubles([0, 0.5]).bytes == nil && ArrayNumbers.doubles([256]).bytes == nil)
        #expect(ArrayNumbers.doubles([7, 255]) == .bytes([7, 255]) && ArrayNumbers.doubles([7]) != .bytes([8]))
    }

    static let malformed: [(String, String)] = [
        (
            "{'descr': '|O', 'fortran_order': False, 'shape': (1,)}",
            "byte 10: holds Python objects (|O); numbers are read"
        ),
        (
            "{'descr': '<c8', 'fortran_order': False, 'shape': (1,)}",
            "byte 10: holds complex numbers (<c8); numbers are read"
        ),
        ("{'descr': '<f16', 'fortran_order': False, 'shape': (1,)}", "byte 10: holds floats of an unusual size (<f16)"),
        ("{'descr': '<U5', 'fortran_order': False, 'shape': (1,)}", "byte 10: holds texts (<U5)"),
        (
            "{'descr': [('x', '<f4'), ('y', '<f4')], 'fortran_order': False, 'shape': (1,)}",
            "byte 10: holds records of several fields"
        ),
        ("{'descr': '<f4', 'shape': (1,)}", "byte 10: has a header without 'fortran_order', True or False"),
        ("{'descr': '<f4', 'fortran_order': False}", "byte 10: has a header without 'shape', a tuple of sizes"),
        ("{'fortran_order': False, 'shape': (1,)}", "byte 10: has a header without 'descr', the type of the values"),
        ("{'descr': '<f4', 'fortran_order': 1, 'shape': (1,)}", "True, False, a text or a tuple is expected"),
        (
            "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}",
            "byte 61: has a header that is no dictionary as NumPy writes it: a size is expected"
        ),
        ("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)", "'}' is expected"),
        ("{'descr': '<f4", "the end of a quoted text is expected"),
        ("{'descr': '<f4'} 1", "byte 27: has a header that is no dictionary as NumPy writes it: the end is expected"),
        ("", "byte 10: has a header that is no dictionary as NumPy writes it: '{' is expected"),
        ("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296)}", "values, too many"),
        (
            "{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000,)}",
            "is cut short: its header promises 4000000000 bytes of values and 4 are there"
        ),
        ("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 2)}", "holds 4 bytes more than its header promises"),
    ]

    @Test("malformed headers", arguments: malformed)
    func malformedHeader(_ header: String, _ message: String) {
        #expect(
            Self.failure(Self.file(header, [0, 0, 0, 0])).contains(message),
            "\(Self.failure(Self.file(header, [0, 0, 0, 0])))")
    }

    @Test func otherVersions() {
        var bytes = Self.file("{}", [])
        bytes[6] = 4
        #expect(Self.failure(bytes).contains("byte 6: has version 4.0 of the .npy format"))
        #expect(Self.failure(Array("a,b\n1,2\n".utf8)).contains("byte 0: is not a .npy file"))
        #expect(
            Self.failure(NPYArray.magic + [2, 0, 0xff, 0xff, 0xff, 0xff]).contains(
                "promises a header of 4294967295 bytes"))
    }

    /// Whatever the bytes, there is an array or an error.
    @Test func changedBytes() {
        let bytes = NumPyFile.all[0].bytes
        for place in bytes.indices {
            for change: UInt8 in [1, 0x20, 0x80, 0xff] {
                var changed = bytes
                changed[place] ^= change
                if let array = try? NPYArray(changed) { #expect(array.values.count == array.shape.reduce(1, *)) }
            }
        }
    }

    static func file(_ header: String, _ values: [UInt8]) -> [UInt8] {
        let text = Array(header.utf8)
        return NPYArray.magic + [1, 0, UInt8(text.count % 256), UInt8(text.count / 256)] + text + values
    }

    static func failure(_ bytes: [UInt8]) -> String {
        do {
            _ = try NPYArray(bytes)
            return "no error"
        } catch { return "\(error)" }
    }
}

extension NumPyFile: CustomTestStringConvertible {
    var testDescription: String { name }

    var bytes: [UInt8] {
        let digits = hexadecimal.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(16 * digits[$0] + digits[$0 + 1]) }
    }
}
