import Testing

@testable import Diagnostics

@Suite struct DiagnosticRendererTests {
    private func render(_ line: String, column: Int, length: Int, lineWidth: Int = 100) -> [String] {
        let source = Source(path: "a.yaml", text: line)
        let location = Location(source: source, line: 1, column: column, length: length)
        let text = DiagnosticRenderer(lineWidth: lineWidth).render(Diagnostic("wrong", at: location))
        return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    @Test func looksLikeACompilers() {
        let lines = Array(repeating: "", count: 13) + ["    - dense: {unit: 128}"]
        let source = Source(path: "experiments/rings.yaml", text: lines.joined(separator: "\n"))
        let diagnostic = Diagnostic(
            "unknown key 'unit' in layer 'dense'", at: Location(source: source, line: 14, column: 15, length: 4),
            help: "a key with a similar name exists: 'units'")
        #expect(
            DiagnosticRenderer().render(diagnostic) == """
                experiments/rings.yaml:14:15: error: unknown key 'unit' in layer 'dense'
                   14 |     - dense: {unit: 128}
                      |               ^~~~
                help: a key with a similar name exists: 'units'
                """)
    }

    @Test func withoutAPlaceThereIsOnlyTheMessage() {
        #expect(DiagnosticRenderer().render(Diagnostic(.warning, "no disk")) == "warning: no disk")
    }

    @Test func tabsAndWideLettersKeepTheCaretInPlace() {
        #expect(render("\ta\tb: c", column: 7, length: 1)[1...] == ["    1 |     a   b: c", "      |            ^"])
        #expect(render("日本: 語x", column: 5, length: 2)[1...] == ["    1 | 日本: 語x", "      |       ^~~"])
        for wide in ["\u{231A}", "\u{2705}", "\u{1F600}", "\u{1B000}"] {
            #expect(render("\(wide): x", column: 4, length: 1)[2] == "      |     ^", "\(wide)")
        }
        for narrow in ["\u{303F}", "\u{1F321}", "\u{2603}"] {
            #expect(render("\(narrow): x", column: 4, length: 1)[2] == "      |    ^", "\(narrow)")
        }
        // A combining mark takes no column of its own.
        #expect(render("e\u{301}: x", column: 5, length: 1)[1...] == ["    1 | e\u{301}: x", "      |    ^"])
    }

    @Test func aFileCannotSteerTheTerminal() {
        let lines = render("a\u{1B}[31m\u{202E}b", column: 2, length: 1)
        #expect(lines[1] == "    1 | a\u{FFFD}[31m\u{FFFD}b")
        let message = DiagnosticRenderer().render(Diagnostic("found 'a\u{1B}[2J'", help: "x\u{7}"))
        #expect(message == "error: found 'a\u{FFFD}[2J'\nhelp: x\u{FFFD}")
        #expect(DisplayText.sanitizedLines("a\u{1B}\n\n\tb\r\n") == "a\u{FFFD}\n\n    b\n")
    }

    @Test(arguments: [1, 50, 99, 150, 500, 5_000, 99_990])
    func longLinesAreShownAroundTheCulprit(column: Int) {
        var line = Array(repeating: Character("."), count: 100_000)
        line[column - 1] = "X"
        let lines = render(String(line), column: column, length: 1, lineWidth: 60)
        #expect(lines[1].count <= "    1 | ".count + 62)
        let caret = lines[2].firstIndex(of: "^").map { lines[2].distance(from: lines[2].startIndex, to: $0) }
        let culprit = lines[1].firstIndex(of: "X").map { lines[1].distance(from: lines[1].startIndex, to: $0) }
        #expect(caret != nil && caret == culprit)
        #expect(lines[1].hasSuffix("…") == (column < 99_990))
    }

    @Test func aPlaceBeyondTheLineIsStillShown() {
        #expect(render("ab", column: 3, length: 1)[1...] == ["    1 | ab", "      |   ^"])
        #expect(render("ab", column: 2, length: 50)[1...] == ["    1 | ab", "      |  ^"])
    }

    @Test func coloursWrapWordsAndLeaveTheTextAsItIs() {
        let location = Location(source: Source(path: "a", text: "bc"), line: 1, column: 1, length: 2)
        let diagnostic = Diagnostic("wrong", at: location, help: "cure")
        let coloured = DiagnosticRenderer(colour: true).render(diagnostic)
        #expect(coloured.contains("\u{1B}[1;31merror:\u{1B}[0m"))
        let plain = coloured.replacing(/\u{1B}\[[0-9;]*m/, with: "")
        #expect(plain == DiagnosticRenderer().render(diagnostic))
    }

    /// What a file holds may be quoted, and a file may be large.
    @Test func longTextsAreCut() {
        let long = String(repeating: "a", count: 4_000_000)
        let text = DiagnosticRenderer().render(Diagnostic("'\(long)' is wrong", help: "not '\(long)'\nbut short"))
        let a = (String(repeating: "a", count: 665), String(repeating: "a", count: 323))
        #expect(
            text == """
                error: '\(a.0) … \(a.1)' is wrong
                help: not '\(String(repeating: "a", count: 661)) … \(String(repeating: "a", count: 332))'
                      but short
                """)
    }

    @Test func manyAreCounted() {
        let text = DiagnosticRenderer(limit: 2).render((0..<5).map { Diagnostic("\($0)") })
        #expect(text == "error: 0\nerror: 1\n... and 3 more")
    }
}

@Suite struct SourceTests {
    @Test func linesEndAsInYAML() {
        #expect(Source(path: "", text: "a\r\nb\rc\nd\u{2028}e\u{85}").lines == ["a", "b", "c", "d", "e", ""])
        #expect(Source(path: "", text: "").lines == [""])
    }
}

@Suite struct FindingsTests {
    @Test func eachIsKeptOnceAndInReadingOrder() {
        let a = Source(path: "a", text: "x\ny")
        let b = Source(path: "b", text: "z")
        var findings = Findings()
        findings.error("3", at: Location(source: b, line: 1, column: 1, length: 1))
        findings.error("2", at: Location(source: a, line: 2, column: 1, length: 1))
        findings.warning("1", at: Location(source: a, line: 1, column: 4, length: 1))
        findings.error("0", at: nil)
        findings.error("2", at: Location(source: a, line: 2, column: 1, length: 1))
        #expect(findings.sorted.map(\.message) == ["0", "3", "1", "2"])
        #expect(findings.hasErrors)
        #expect(throws: DiagnosticError.self) { try findings.throwErrors() }
    }

    @Test func warningsAloneDoNotThrow() throws {
        var findings = Findings()
        findings.warning("x", at: nil)
        try findings.throwErrors()
    }
}
