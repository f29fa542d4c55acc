import Testing

@testable import Formats

/// Archives that NumPy wrote, which npz.py made, and what damage makes of them.
@Suite struct NPZTests {
    private static func bytes(_ text: String) -> [UInt8] {
        let digits = Array(text)
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(String(digits[$0..<$0 + 2]), radix: 16) ?? 0 }
    }

    enum Kind: CaseIterable { case stored, deflated }

    private static func file(_ kind: Kind) -> [UInt8] {
        bytes(kind == .stored ? NPZFiles.stored : NPZFiles.deflated)
    }

    @Test func readsWhatNumPyWrites() throws {
        let stored = try NPZFile(Self.file(.stored))
        #expect(stored.names.sorted() == ["n", "y"])
        #expect(try stored.array("y", most: 1 << 20) == NPYArray(shape: [2], values: [0.5, -2]))
        #expect(try stored.array("n", most: 1 << 20) == NPYArray(shape: [], values: [3]))
        let deflated = try NPZFile(Self.file(.deflated))
        #expect(deflated.names.sorted() == ["n", "x_train", "y"])
        #expect(
            try deflated.array("x_train", most: 1 << 20)
                == NPYArray(shape: [100, 6], values: (0..<600).map { Double($0 % 7) }))
        #expect(try deflated.array("z", most: 1 << 20) == nil)
    }

    @Test("every cut of a file is an error", arguments: Kind.allCases) func cut(_ kind: Kind) {
        let bytes = Self.file(kind)
        for count in 0..<bytes.count {
            #expect(throws: FormatError.self, "\(count) bytes") { try NPZFile(Array(bytes.prefix(count))) }
        }
    }

    /// Sizes in the directory that would take gigabytes.
    @Test("what promises too much is not read", arguments: [UInt8(0x7f), 0xff]) func promises(_ high: UInt8) throws {
        var bytes = Self.file(.deflated)
        let directory = try #require(bytes.firstRange(of: Array("PK\u{1}\u{2}".utf8))).lowerBound
        bytes.replaceSubrange(directory + 24..<directory + 28, with: [0xff, 0xff, 0xff, high])
        let file = try NPZFile(bytes)
        let error = #expect(throws: FormatError.self) { try file.array("x_train", most: 1 << 20) }
        #expect(
            error?.message
                == "array 'x_train' has a file 'x_train.npy' that has "
                + (high == 0xff ? "4 GiB or more" : "2147483647 bytes; 9437184 are the most that is read"))
        let few = #expect(throws: FormatError.self) { try NPZFile(Self.file(.deflated)).array("x_train", most: 599) }
        #expect(few?.message == "array 'x_train' has 600 numbers; 599 are the most that is read")
    }

    /// A bit of the data, the headers or the directory: an error, or the same arrays.
    @Test("no flipped bit changes the data in silence", arguments: Kind.allCases)
    func flips(_ kind: Kind) throws {
        let bytes = Self.file(kind)
        let sound = try NPZFile(bytes)
        let arrays = try sound.names.map { try sound.array($0, most: 1 << 20) }
        for bit in 0..<8 * bytes.count {
            var flipped = bytes
            flipped[bit / 8] ^= 1 << UInt8(bit % 8)
            do throws(FormatError) {
                let file = try NPZFile(flipped)
                for (name, array) in zip(sound.names, arrays) {
                    if let found = try file.array(name, most: 1 << 20) { #expect(found == array, "bit \(bit)") }
                }
            } catch {}
        }
    }
}
