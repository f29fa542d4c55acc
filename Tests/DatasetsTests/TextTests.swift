import Configuration
import Formats
import TestSupport
import Testing

@testable import Datasets

/// `text`: lines and words, their characters one-hot.
@Suite struct TextTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func load(_ text: String, _ values: [String: Value] = [:]) throws -> Dataset {
        try source("text", values.merging(["path": .text(folder.write("t.txt", text))]) { $1 }).load()
    }

    private func texts(_ dataset: Dataset) -> [String] {
        (dataset.training.rows + dataset.heldOut.rows).map { dataset.units.cells($0[...])[0] }.sorted()
    }

    @Test func textsComeBack() throws {
        let words = ["abc", "b", "", "ca b", "żółw", "abc"]
        let dataset = try load(words.joined(separator: "\r\n"))
        #expect(texts(dataset) == words.filter { !$0.isEmpty }.sorted())
        // Four places; the end, a blank, a, b, c, w, ó, ł, ż.
        #expect(dataset.shape == [1, 4, 9] && dataset.kind == .text)
        #expect(dataset.training.rows.allSatisfy { $0.reduce(0, +) == 4 })
        #expect(try texts(load("ab cd\n e", ["unit": .text("words")])) == ["ab", "cd", "e"])
    }

    /// Indents are dropped, which is told unless the file says what becomes of them.
    @Test func indents() throws {
        let text = "if a:\n  b\n\n\tc \nd  \n   \n"
        #expect(try texts(load(text)) == ["b", "c", "d", "if a:"])
        #expect(try texts(load(text, ["blanks": .text("drop")])) == ["b", "c", "d", "if a:"])
        #expect(try texts(load(text, ["blanks": .text("keep")])) == ["\tc ", "  b", "d  ", "if a:"])
        func remarks(_ values: [String: Value]) throws -> [DataRemark] {
            try source("text", values.merging(["path": .text(folder.write("t.txt", text))]) { $1 }).profile().remarks
        }
        let told = try remarks([:])
        let words = "begin with blanks, such as line 2, and the blanks are dropped"
        #expect(told.count == 1 && told[0].message.hasPrefix("2 of the 4 lines of "))
        #expect(told[0].message.hasSuffix(words))
        #expect(told.first?.key == "path" && told.first?.help?.contains("set data.blanks to keep") == true)
        for silent: [String: Value] in [
            ["blanks": .text("drop")], ["blanks": .text("keep")], ["unit": .text("words")],
        ] { #expect(try remarks(silent).isEmpty, "\(silent)") }
    }

    /// A character that cannot be seen is written as an escape.
    @Test func tabsAreShown() throws {
        let path = try folder.write("t.txt", "a\n\ta\n")
        let profile = try source("text", ["path": .text(path), "blanks": .text("keep")]).profile()
        #expect(profile.lines.last == "2 characters: \\ta")
    }

    @Test func whatIsTooLongOrRare() throws {
        #expect(try texts(load("ab\nabcd\nb\n", ["length": .integer(2)])) == ["ab", "b"])
        let cut: [String: Value] = ["length": .integer(2), "longer": .text("cut")]
        #expect(try texts(load("ab\nabcde\nb\n", cut)) == ["ab", "ab", "b", "cd", "e"])
        #expect(try texts(load("aab\na\nba\nac\n", ["characters": .integer(2)])) == ["a", "aab", "ba"])
        let path = try folder.write("t.txt", "ab\nabcd\nb\n")
        let profile = try source("text", ["path": .text(path), "length": .integer(2)]).profile()
        #expect(profile.remarks.first?.message.contains("1 of 3 texts") == true && profile.kind == .text)
        #expect(profile.lines == ["2 lines of 1 to 2 characters, in 2 places of 3 symbols", "2 characters: ab"])
    }

    /// What a generator gives is the most probable character of each place, up to the first end.
    @Test func softValuesBecomeTexts() throws {
        let dataset = try load("ab\nba\n")
        let soft: [Float] = [0.1, 0.2, 0.7, 0.6, 0.4, 0, 0.4, 0.5, 0.1, 0.3, 0.1, 0.6]
        #expect(dataset.units.cells(soft[0..<6]) == ["b"] && dataset.units.cells(soft[6..<12]) == ["ab"])
        #expect(dataset.units.snap(soft) == [0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1])
        let early: [Float] = [0.9, 0.1, 0, 0, 0, 1]
        #expect(dataset.units.cells(early[...]) == [""] && dataset.units.snap(early) == [1, 0, 0, 1, 0, 0])
    }

    @Test func whatIsWrong() throws {
        #expect(
            folder.failure {
                try source("text", ["path": .text(folder.write("l", Array("ok\n".utf8) + [0xe9]))]).load()
            }
                == "'l' is not UTF-8 text in line 2\nhelp: convert it, where it is text: iconv -f LATIN1 -t UTF-8, or "
                + "iconv -f UTF-16 -t UTF-8")
        #expect(folder.failure { try load("abc\n") }.hasPrefix("'t.txt' has 1 line of at most 3 characters; a split"))
        let short: [String: Value] = ["length": .integer(2)]
        #expect(
            folder.failure { try load("abc\nabd\n", short) }.hasSuffix(
                "help: raise data.length, or set data.longer to cut"))
    }
}
