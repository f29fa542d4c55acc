import Diagnostics
import Foundation
import Testing
import TestSupport

@testable import Configuration

/// Whatever bytes a file holds, the answer is runs or located errors, soon.
@Suite struct MalformedInputTests {
    private let swept =
        Fake.good + """

            label_smoothing: {real: 0.9, fake: 0.0}
            sweep:
              grid:
                noise.dimension: [2, 4]
                generator.layers: {small: [dense: 2], wide: *body}
              random: {samples: 2, generator.optimizer.learning_rate: {log_uniform: [1e-5, 1e-2]}}
              seeds: 2
              exclude: [{noise.dimension: 2, generator.layers: small}]
            """

    /// Diagnostics for the file with these bytes, all of them rendered.
    private func check(_ bytes: [UInt8]) throws -> [Diagnostic] {
        let folder = try TemporaryFolder()
        try folder.write("file.yaml", Data(bytes))
        do {
            let experiment = try folder.load()
            #expect(!experiment.runs.isEmpty)
            return []
        } catch {
            #expect(error.diagnostics.contains { $0.severity == .error })
            #expect(!DiagnosticRenderer().render(error.diagnostics).isEmpty)
            return error.diagnostics
        }
    }

    @Test func theWholeFileIsValid() throws {
        #expect(try check(Array(swept.utf8)).isEmpty)
    }

    @Test(arguments: 0..<8)
    func truncationsNeverCrash(phase: Int) throws {
        let bytes = Array(swept.utf8)
        for length in stride(from: phase * 3, to: bytes.count, by: 24) { _ = try check(Array(bytes.prefix(length))) }
    }

    @Test(arguments: 0..<40)
    func changedBytesNeverCrash(seed: Int) throws {
        var random = SplitMix(seed: seed)
        for _ in 0..<8 {
            var bytes = Array(swept.utf8)
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let index = bytes.indices.randomElement(using: &random) ?? 0
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes[index] = Array("[]{}:,&*!|>'\"%@#-?\n\t ".utf8).randomElement(using: &random) ?? 0
                case 2: bytes.remove(at: index)
                default: bytes.insert(contentsOf: bytes[index..<min(index + 9, bytes.count)], at: index)
                }
            }
            _ = try check(bytes)
        }
    }

    @Test(arguments: 0..<40)
    func wrongKindsOfValuesNeverCrash(seed: Int) throws {
        var random = SplitMix(seed: seed)
        let values = [
            "", "~", "x", "-1", "[]", "{}", "[[]]", "[1, 2]", "{a: 1}", "\"\"", "1e999", "{adam: }", "[null]", "*body",
        ]
        for _ in 0..<8 {
            var lines = swept.split(separator: "\n").map(String.init)
            let index = Int.random(in: 0..<lines.count, using: &random)
            let key = lines[index].prefix { $0 != ":" }
            lines[index] = "\(key): \(values.randomElement(using: &random) ?? "")"
            _ = try check(Array(lines.joined(separator: "\n").utf8))
        }
    }

    // MARK: Limits

    private func message(_ text: String) throws -> String? { try check(Array(text.utf8)).first?.message }

    @Test func deepNestingIsRefusedAtOnce() throws {
        let start = ContinuousClock.now
        for piece in ["[", "{a: ", "- ", "? "] {
            let text = String(repeating: piece, count: 500_000 / piece.count)
            #expect(try message(text) == "nested deeper than 64 levels")
        }
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test func sixtyFourLevelsAreRead() throws {
        let nested = String(repeating: "[", count: 63) + String(repeating: "]", count: 63)
        #expect(try message("x: " + nested) != "nested deeper than 64 levels")
        #expect(try message("x: [" + nested + "]") == "nested deeper than 64 levels")
    }

    @Test func aliasesThatMultiplyAreRefused() throws {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...20 {
            let items = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(items)]\n"
        }
        #expect(try message(text) == "the file expands to more than 100000 values")
        let merges = (1...40).map { "a\($0): &a\($0) {<<: [*a\($0 - 1), *a\($0 - 1)], k\($0): 1}" }
        #expect(
            try message("a0: &a0 {k0: 1}\n" + merges.joined(separator: "\n"))
                == "the file expands to more than 100000 values")
    }

    @Test func aFileOfMoreThanAMebibyteIsRefused() throws {
        let text = Golden.valid + "#"
        let padding = String(repeating: " ", count: (1 << 20) - text.utf8.count)
        #expect(try check(Array((text + padding).utf8)).isEmpty)
        #expect(try message(text + padding + " ") == "the file is larger than 1 MiB")
    }

    @Test func otherEncodingsAreNamed() throws {
        let utf16 = "seed: 1".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(try check([0xFF, 0xFE] + utf16).first?.help == "save it as UTF-8")
        #expect(try check(utf16).first?.help == "save it as UTF-8")
        let invalid = try #require(try check(Array("a: 1\né: ".utf8) + [0xC3, 0x28]).first)
        #expect(invalid.message == "the text is not valid UTF-8")
        #expect(invalid.location.map { "\($0.line):\($0.column)" } == "2:4")
        #expect(try check([0xEF, 0xBB, 0xBF] + Array(Golden.valid.utf8)).isEmpty)
    }

    @Test func aFileOfManyMistakesIsAnsweredSoon() throws {
        let text = Golden.valid + (0..<5_000).map { "k\($0): 1" }.joined(separator: "\n")
        #expect(try check(Array(text.utf8)).count == 5_000)
    }

    /// Took a minute, optimised, when each value counted the characters of its line. 100,000 layers are refused.
    @Test(.timeLimit(.minutes(1)), arguments: [30_000, 100_000])
    func timeIsLinearInTheLengthOfALine(count: Int) throws {
        let list = Array(repeating: "relu", count: count).joined(separator: ",")
        let text = Fake.good + "\nsweep: {grid: {generator.layers: {all: [\(list)]}}}\n"
        let folder = try TemporaryFolder()
        try folder.write("file.yaml", Data(text.utf8))
        var findings = Findings()
        let result = Result { () throws(Diagnostic) in
            try NodeReader.read(SourceText(path: "file.yaml", bytes: Array(text.utf8)), &findings)
        }
        guard count == 100_000 else {
            #expect(throws: Never.self) { try result.get() }
            return
        }
        let error = #expect(throws: Diagnostic.self) { try result.get() }
        #expect(error?.message == "the file expands to more than 100000 values")
        #expect(error?.location != nil)
    }
}
