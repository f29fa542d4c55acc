import Diagnostics
import Foundation
import Reporting
import Testing
import TestSupport

@Suite struct TextTests {
    static let table = TextTable(
        [.init("layer"), .init("output"), .init("parameters", .right)],
        rows: [["dense: 256", "[256]", "16,640"], ["\u{6F22}\u{5B57}", "[8, 8, 1]", "0"]])

    @Test func columnsLineUp() {
        #expect(
            Self.table.text() == """
                layer       output     parameters
                ──────────  ─────────  ──────────
                dense: 256  [256]          16,640
                漢字        [8, 8, 1]           0

                """)
        #expect(
            Self.table.text(rule: false, indent: 2).split(separator: "\n").first
                == "  layer       output     parameters")
    }

    @Test func aNarrowTerminalShortensTextNeverNumbers() {
        var table = TextTable([.init("layers"), .init("accuracy", .right)])
        table.append(["[dense: 256, batch_norm, relu]", "0.512345"])
        #expect(
            table.text(width: 24) == """
                layers          accuracy
                ──────────────  ────────
                [dense: 256, …  0.512345

                """)
        #expect(table.text(width: 5).contains("0.512345"))
    }

    @Test func markdownEscapesPipesAndLineBreaks() {
        let table = TextTable([.init("a|b"), .init("n", .right)], rows: [["x\ny", "1"]])
        #expect(table.markdown == "| a\\|b | n |\n| :-- | --: |\n| x y | 1 |\n")
    }

    @Test func aCellCannotSteerTheTerminal() {
        let table = TextTable([.init("a")], rows: [["\u{1B}[2Jx"]])
        #expect(table.text(rule: false) == "a\n\u{FFFD}[2Jx\n")
        // Nor turn the text around it.
        #expect(TextTable([.init("a")], rows: [["\u{202E}x\u{2066}"]]).rows == [["\u{FFFD}x\u{FFFD}"]])
    }

    @Test(arguments: [("abc", 3), ("e\u{301}", 1), ("\u{6F22}", 2), ("\u{1F600}", 2), ("±", 1), ("", 0), ("👩‍👩‍👧", 2)])
    func widthInColumns(text: String, width: Int) {
        #expect(DisplayWidth.of(text) == width)
        #expect(DisplayWidth.truncated(text, to: width) == text)
    }

    @Test func truncationNeverSplitsAWideCharacter() {
        #expect(DisplayWidth.truncated("\u{6F22}\u{5B57}", to: 3) == "\u{6F22}…")
        #expect(DisplayWidth.truncated("\u{6F22}\u{5B57}", to: 2) == "…")
    }

    @Test(
        arguments: [
            (0.5, "0.500"), (1.0 / 3, "0.333"), (0, "0.000"), (-0.25, "-0.250"), (0.0001, "1.0e-04"),
            (2.5e7, "2.5e+07"),
            (.nan, "nan"), (.infinity, "inf"), (-.infinity, "-inf"), (nil, "-"),
        ] as [(Double?, String)])
    func roundedNumbers(x: Double?, text: String) {
        #expect(NumberText.rounded(x) == text)
    }

    @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567")])
    func groupedIntegers(n: Int, text: String) {
        #expect(NumberText.grouped(n) == text)
    }

    /// As a shell reads it back.
    @Test(arguments: [
        "results/a=1_b=0.5-07d6c8bd/config.yaml", "my results/ring", "it's", "a$HOME", "", "*", "\u{6F22}", "-x", "~",
        "a\nb", "[dense: 3]", "a;b",
    ]) func wordsAreOneWordForAShell(text: String) throws {
        let shell = Process()
        let output = Pipe()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-c", "printf '%s|' \(ShellText.word(text))"]
        shell.standardOutput = output
        try shell.run()
        let read = output.fileHandleForReading.readDataToEndOfFile()
        shell.waitUntilExit()
        #expect(String(decoding: read, as: UTF8.self) == text + "|")
    }

    @Test func plainWordsStayAsTheyAre() {
        #expect(ShellText.word("generator.optimizer.learning_rate=1e-4") == "generator.optimizer.learning_rate=1e-4")
        #expect(ShellText.word("a=[1, 2]") == "'a=[1, 2]'")
    }
}

extension TextTests {
    /// One column after another gives up one column of the terminal, the widest first, until the table fits.
    @Test(arguments: 0..<30) func theWidestColumnsGiveWayFirst(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        let natural = (0..<Int.random(in: 1...6, using: &random)).map { _ in Int.random(in: 1...30, using: &random) }
        let isText = natural.map { _ in Int.random(in: 0..<4, using: &random) > 0 }
        let limit = Int.random(in: 5...120, using: &random)
        var table = TextTable(isText.map { .init("", $0 ? .left : .right) })
        table.append(natural.map { String(repeating: "x", count: $0) })
        var widths = natural
        while widths.reduce(0, +) + 2 * (widths.count - 1) > limit {
            let candidates = widths.indices.filter { isText[$0] && widths[$0] > 8 }
            guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
            widths[widest] -= 1
        }
        let rule = table.text(width: limit).split(separator: "\n", omittingEmptySubsequences: false)[1]
        #expect(rule.split(separator: " ", omittingEmptySubsequences: true).map(\.count) == widths)
    }
}
