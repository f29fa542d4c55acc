import Foundation
import Testing

/// `saddle judge` on files of texts, a line each.
@Suite struct JudgeTextTests {
    /// Whole numbers below a bound, by Knuth's linear congruential generator (MMIX).
    private struct Draws {
        var state: UInt64

        mutating func callAsFunction(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
    }

    /// What a generator gets wrong.
    enum Change: CaseIterable {
        case none
        /// Each syllable's vowel before its consonant in a third of the texts: the same characters as often.
        case turned
        /// A syllable more in every fourth text.
        case longer
        /// A character that no real text has, in one text of 20.
        case foreign
    }

    /// Texts of two to four syllables, each a consonant and a vowel.
    private static func texts(_ seed: Int, _ count: Int, _ change: Change = .none) -> [String] {
        var draw = Draws(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15)
        let (consonants, vowels) = (Array("bdfgklmnprst"), Array("aeiou"))
        return (0..<count).map { _ in
            let isChanged = draw(12)
            let count = 2 + draw(3) + (change == .longer && isChanged < 3 ? 1 : 0)
            let text = (0..<count).map { _ in
                let (consonant, vowel) = (consonants[draw(12)], vowels[draw(5)])
                return change == .turned && isChanged < 4 ? "\(vowel)\(consonant)" : "\(consonant)\(vowel)"
            }.joined()
            return change == .foreign && draw(20) == 0 ? text + "ß" : text
        }
    }

    private static func write(_ texts: [String], to name: String, _ program: Program) throws {
        try program.write(texts.joined(separator: "\n") + "\n", to: name)
    }

    private static func judges(_ program: Program) throws -> [String: (p: Double, bound: Double)] {
        Dictionary(
            uniqueKeysWithValues: try program.csv("verdict/judges.csv").map {
                (
                    $0["judge"] ?? "",
                    (Double($0["p_value"] ?? "") ?? -1, Double($0["total_variation_at_least"] ?? "") ?? -1)
                )
            })
    }

    /// Each change is seen by the judge that is made for it, and a text in the README's sense is told.
    @Test(arguments: [
        (Change.turned, "spelling", "The samples can be told apart"), (.longer, "lengths", "can be told apart"),
        (.foreign, "characters", "None of the 600 real texts has 'ß', which"),
    ])
    func differencesAreSeen(change: Change, judge: String, words: String) throws {
        let program = try Program()
        defer { program.remove() }
        try Self.write(Self.texts(1, 600), to: "real.txt", program)
        try Self.write(Self.texts(2, 600, change), to: "fake.txt", program)
        let result = try program.run("judge", "real.txt", "fake.txt", "--output", "verdict")
        #expect(result.status == 0 && result.output.contains(words), "\(result)")
        let found = try Self.judges(program)
        #expect(
            Set(found.keys) == [
                "critic", "mmd", "nearest_neighbours", "neighbourhoods", "lengths", "characters", "spelling",
            ])
        let own = try #require(found[judge])
        #expect(own.p < 0.05 / 7 && own.bound > 0, "\(found)")
        #expect(try program.read("verdict/report.html").contains("<h2>Texts</h2>"))
        #expect(result.output.contains("bigram_divergence") && !result.output.contains("texts_in_training"))
    }

    /// 12 pairs of files of one distribution: of a level of 5 % for all judges, four alarms or more have a probability
    /// of 0.2 %.
    @Test func equalTextsRaiseFewAlarms() throws {
        let program = try Program()
        defer { program.remove() }
        var alarms = 0
        for seed in 0..<12 {
            try Self.write(Self.texts(100 + seed, 300), to: "real.txt", program)
            try Self.write(Self.texts(200 + seed, 300), to: "fake.txt", program)
            let result = try program.run("judge", "real.txt", "fake.txt", "--seed", "\(seed)", "--output", "verdict")
            #expect(result.status == 0)
            let found = try Self.judges(program)
            #expect(found.count == 7)
            if found.values.contains(where: { $0.p < 0.05 / 7 }) { alarms += 1 }
            for (judge, finding) in found where finding.p >= 0.05 / 7 { #expect(finding.bound == 0, "\(judge)") }
        }
        #expect(alarms < 4, "\(alarms) of 12")
    }

    @Test func theSameBytesWhateverTheThreads() throws {
        let program = try Program()
        defer { program.remove() }
        try Self.write(Self.texts(1, 200), to: "real.txt", program)
        try Self.write(Self.texts(2, 200, .turned), to: "fake.txt", program)
        let one = try program.run("judge", "real.txt", "fake.txt", "--threads", "1")
        #expect(try program.run("judge", "real.txt", "fake.txt", "--threads", "2").output == one.output)
        #expect(try program.run("judge", "real.txt", "fake.txt", "--seed", "1").output != one.output)
    }

    @Test func copiesAreTold() throws {
        let program = try Program()
        defer { program.remove() }
        let training = Array(Set(Self.texts(3, 700))).sorted()
        let new = Array(Set(Self.texts(4, 900)).subtracting(training)).sorted()
        try Self.write(training, to: "training.txt", program)
        try Self.write(new, to: "real.txt", program)
        try Self.write(Array(training.prefix(400)), to: "fake.txt", program)
        let result = try program.run("judge", "real.txt", "fake.txt", "--training", "training.txt")
        #expect(
            result.status == 0 && result.output.contains("exact copies of training samples")
                && result.output.contains(" 400 of 400 "), "\(result)")
        #expect(result.output.contains("nearer to the training samples than new real"))
        let known = try program.run("judge", "training.txt", "fake.txt")
        #expect(known.errors.contains("warning: 400 of the 400 samples of 'fake.txt' are also in 'training.txt'"))
        let same = try program.run("judge", "real.txt", "real.txt")
        #expect(same.errors.contains("hold the same samples") && !same.output.hasPrefix("The samples can be told"))
    }

    /// Every error of every file, each with a cure.
    @Test func filesThatCannotBeJudged() throws {
        let program = try Program()
        defer { program.remove() }
        try Self.write(Self.texts(1, 60), to: "real.txt", program)
        func errors(_ arguments: String...) throws -> String {
            let result = try program.start(["judge"] + arguments).wait()
            #expect(result.status == 2 && result.output.isEmpty && result.errors.contains("help: "), "\(result)")
            return result.errors
        }
        try program.write("", to: "empty.txt")
        #expect(try errors("real.txt", "empty.txt").contains("error: 'empty.txt' is empty"))
        try program.write("\n \n\n", to: "blank.txt")
        #expect(try errors("real.txt", "blank.txt").contains("error: 'blank.txt' has no text"))
        try program.write("one text\n", to: "one.txt")
        let few = try errors("real.txt", "one.txt")
        #expect(few.contains("'one.txt' has 1 sample; 4 are the fewest") && few.contains("put a text on each line"))
        try Data([0x61, 0x0A, 0xE9, 0x0A]).write(to: program.folder.appendingPathComponent("latin.txt"))
        let both = try errors("latin.txt", "none.txt", "--text")
        #expect(both.contains("'latin.txt' is not UTF-8 text in line 2") && both.contains("'none.txt' does not exist"))
        #expect(both.contains("iconv"))
        try program.write("x,y\n1,2\n3,4\n5,6\n7,8\n", to: "table.csv")
        #expect(
            try errors("real.txt", "table.csv").contains(
                "error: 'real.txt' is a file of texts, a line each, and 'table.csv' is none"))
        #expect(try errors("table.csv", "table.csv", "--length", "9").contains("--length is of texts"))
        #expect(try program.run("judge", "real.txt", "real.txt", "--length", "0").status != 0)
    }

    /// Lines that are cut are told, and their whole lengths count.
    @Test func longLinesAreCut() throws {
        let program = try Program()
        defer { program.remove() }
        let start = String(repeating: "ab", count: 4)
        let real = (0..<120).map { start + String(repeating: "c", count: $0 % 3) }
        try Self.write(real, to: "real.txt", program)
        try Self.write(real.map { $0 + "cccc" }, to: "fake.txt", program)
        let result = try program.run("judge", "real.txt", "fake.txt", "--text", "--length", "8", "--output", "verdict")
        #expect(
            result.errors.contains(
                "warning: 80 of the 120 lines of 'real.txt' have more than 8 characters, such as line 2, which has 9: "),
            "\(result)")
        let found = try Self.judges(program)
        #expect(
            found["lengths"].map { $0.p < 0.001 } == true && found["critic"].map { $0.p > 0.01 } == true, "\(found)")
        #expect(result.output.replacing("\n", with: " ").contains("of their first 8 characters"))
    }

    /// Empty lines are texts where the real file has none, and nothing where it has some.
    @Test func emptyLines() throws {
        let program = try Program()
        defer { program.remove() }
        let (real, fake) = (Self.texts(1, 300), Self.texts(2, 300))
        let gaps = fake.enumerated().map { $0 % 3 == 0 ? "" : $1 }
        try Self.write(real, to: "real.txt", program)
        try Self.write(gaps, to: "fake.txt", program)
        let judged = try program.run("judge", "real.txt", "fake.txt")
        #expect(
            judged.errors.contains("warning: 100 of the 300 lines of 'fake.txt' are empty, and none of 'real.txt'"))
        #expect(judged.output.hasPrefix("The samples can be told apart"), "\(judged)")
        try Self.write(real + ["", ""], to: "real.txt", program)
        let dropped = try program.run("judge", "real.txt", "fake.txt")
        #expect(dropped.errors.contains("2 of the 302 lines of 'real.txt' are empty and left out"))
        #expect(
            dropped.errors.contains("100 of the 300 lines of 'fake.txt' are empty and left out, as those of 'real.txt'")
        )
        #expect(!dropped.output.hasPrefix("The samples can be told apart"), "\(dropped)")
    }

    /// `--unit words`: what stands between blanks is a text, however many stand on a line, as the data of a run with
    /// `unit: words` has it.
    @Test func wordsOfProse() throws {
        let program = try Program()
        defer { program.remove() }
        let (real, fake) = (Self.texts(1, 400), Self.texts(2, 400))
        func prose(_ words: [String]) -> [String] {
            var lines: [String] = []
            for start in stride(from: 0, to: words.count, by: 10) {
                let some = words[start..<start + 10]
                lines += ["  " + some.prefix(7).joined(separator: " "), "", some.suffix(3).joined(separator: "\t")]
            }
            return lines
        }
        try Self.write(real, to: "list.txt", program)
        try Self.write(prose(real), to: "prose.txt", program)
        try Self.write(fake, to: "fake.txt", program)
        func judged(_ real: String, _ arguments: String...) throws -> Program.Result {
            let output = "verdict/\(real)"
            return try program.start(["judge", "\(real).txt", "fake.txt", "--output", output] + arguments).wait()
        }
        let list = try judged("list"), words = try judged("prose", "--unit", "words")
        #expect(words.status == 0 && words.errors.isEmpty, "\(words)")
        #expect(try program.read("verdict/prose/judges.csv") == program.read("verdict/list/judges.csv"))
        #expect(!list.output.hasPrefix("The samples can be told apart"), "\(list)")
        #expect(try program.read("verdict/list/report.md").contains("Each line was read as a text"))
        #expect(try program.read("verdict/prose/report.md").contains("Each word was read as a text"))
        #expect(try judged("prose", "--unit", "lines").output.hasPrefix("The samples can be told apart"))
        #expect(try judged("prose", "--unit", "syllables").errors.contains("'lines' and 'words'"))
        let long = try judged("prose", "--unit", "words", "--length", "4")
        #expect(
            long.errors.contains(
                " of the 400 words of 'prose.txt' have more than 4 characters, such as one in line 1, which has "),
            "\(long)")
    }

    /// A generator of words writes one a line: a line without any is a text that it made.
    @Test func emptyWords() throws {
        let program = try Program()
        defer { program.remove() }
        let (real, fake) = (Self.texts(1, 300), Self.texts(2, 300))
        try Self.write([real.joined(separator: " "), "", "end"], to: "real.txt", program)
        try Self.write(fake.enumerated().map { $0 % 3 == 0 ? "" : $1 }, to: "fake.txt", program)
        let judged = try program.run("judge", "real.txt", "fake.txt", "--unit", "words")
        #expect(
            judged.errors.contains(
                "warning: 100 of the 300 lines of 'fake.txt' are empty, and the others hold one word each"),
            "\(judged)")
        #expect(judged.output.hasPrefix("The samples can be told apart"), "\(judged)")
        try Self.write(real + [""], to: "real.txt", program)
        let dropped = try program.run("judge", "real.txt", "fake.txt", "--unit", "words")
        #expect(
            dropped.errors.contains("100 of the 300 lines of 'fake.txt' are empty and left out, as those of 'real.txt'")
        )
        #expect(!dropped.output.hasPrefix("The samples can be told apart"), "\(dropped)")
    }

    /// Blanks around lines are left out where the real file has some, which is told, and kept where they are asked for.
    @Test func indents() throws {
        let program = try Program()
        defer { program.remove() }
        let (real, fake) = (Self.texts(1, 300), Self.texts(2, 300))
        try Self.write(real.enumerated().map { $0 % 3 == 1 ? "  " + $1 : $1 }, to: "real.txt", program)
        try Self.write(fake, to: "fake.txt", program)
        let dropped = try program.run("judge", "real.txt", "fake.txt")
        #expect(
            dropped.errors.contains(
                "warning: 100 of the 300 lines of 'real.txt' begin or end with blanks, such as line 2, and the "
                    + "blanks are dropped\n"),
            "\(dropped)")
        #expect(dropped.errors.contains("--blanks keep") && !dropped.output.hasPrefix("The samples can be told apart"))
        let silent = try program.run("judge", "real.txt", "fake.txt", "--blanks", "drop")
        #expect(silent.errors.isEmpty && silent.output == dropped.output, "\(silent)")
        let kept = try program.run("judge", "real.txt", "fake.txt", "--blanks", "keep")
        #expect(kept.errors.isEmpty && kept.output.hasPrefix("The samples can be told apart"), "\(kept)")
        #expect(kept.output.contains("a blank"), "\(kept)")
        try Self.write(fake.map { $0 + "\t" }, to: "fake.txt", program)
        let both = try program.run("judge", "real.txt", "fake.txt")
        #expect(both.errors.contains("300 of the 300 lines of 'fake.txt' begin or end with blanks, such as line 1"))
        #expect(both.errors.contains("and the blanks are dropped, as those of 'real.txt' are"))
        // Once, behind both warnings.
        #expect(both.errors.components(separatedBy: "help: ").count == 2, "\(both)")
        #expect(both.errors.components(separatedBy: "warning: ").count == 3)
        #expect(try program.run("judge", "real.txt", "fake.txt", "--unit", "words", "--blanks", "keep").status != 0)
        let folder = try program.run("judge", ".", "fake.txt", "--blanks", "keep")
        #expect(
            folder.status == 2
                && folder.errors.contains("error: '.' is a folder; texts are read from a file\nhelp: to "))
    }

    /// Lines of numbers are numbers unless it is said otherwise; a generator that repeats few words beside real texts
    /// is no table.
    @Test func whatIsText() throws {
        let program = try Program()
        defer { program.remove() }
        try Self.write((0..<80).map { "\($0 * 7 % 50)" }, to: "numbers.txt", program)
        let numbers = try program.run("judge", "numbers.txt", "numbers.txt")
        #expect(numbers.status == 0 && !numbers.output.contains("characters on average"), "\(numbers)")
        let forced = try program.run("judge", "numbers.txt", "numbers.txt", "--text")
        #expect(forced.status == 0 && forced.output.contains("characters on average"), "\(forced)")
        try Self.write(Self.texts(1, 200), to: "real.txt", program)
        try Self.write((0..<200).map { ["ba", "ku"][$0 % 2] }, to: "fake.txt", program)
        let collapsed = try program.run("judge", "real.txt", "fake.txt")
        #expect(collapsed.output.hasPrefix("The samples can be told apart"), "\(collapsed)")
    }
}
