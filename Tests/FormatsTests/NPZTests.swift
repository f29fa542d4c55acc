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
        #expect(try stored.array("y") == NPYArray(shape: [2], values: [0.5, -2]))
        #expect(try stored.array("n") == NPYArray(shape: [], values: [3]))
        let deflated = try NPZFile(Self.file(.deflated))
        #expect(deflated.names.sorted() == ["n", "x_train", "y"])
        #expect(
            try deflated.array("x_train") == NPYArray(shape: [100, 6], values: (0..<600).map { Double($0 % 7) }))
        #expect(try deflated.array("z") == nil)
    }

    @Test("every cut of a file is an error", arguments: Kind.allCases) func cut(_ kind: Kind) {
        let bytes = Self.file(kind)
        for count in 0..<bytes.count {
            #expect(throws: FormatError.self, "\(count) bytes") { try NPZFile(Array(bytes.prefix(count))) }
        }
    }

    /// A bit of the data, the headers or the directory: an error, or the same arrays.
    @Test("no flipped bit changes the data in silence", arguments: Kind.allCases)
    func flips(_ kind: Kind) throws {
        let bytes = Self.file(kind)
        let sound = try NPZFile(bytes)
        let arrays = try sound.names.map { try sound.array($0) }
        for bit in 0..<8 * bytes.count {
            var flipped = bytes
            flipped[bit / 8] ^= 1 << UInt8(bit % 8)
            do throws(FormatError) {
                let file = try NPZFile(flipped)
                for (name, array) in zip(sound.names, arrays) {
                    if let found = try file.array(name) { #expect(found == array, "bit \(bit)") }
                }
            } catch {}
        }
    }
}
