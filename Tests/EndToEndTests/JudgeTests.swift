import Foundation
import Testing

/// `saddle judge` on files that a user could have.
@Suite struct JudgeTests {
    /// Normal points as CSV, by SplitMix64 and Box & Muller's transform.
    private static func points(_ seed: UInt64, _ count: Int, moved: Double = 0) -> String {
        var state = seed
        func uniform() -> Double {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
            return (Double((z ^ z >> 31) >> 11) + 0.5) / 9_007_199_254_740_992
        }
        let rows = (0..<count).map { _ in
            let (radius, angle) = ((-2 * log(uniform())).squareRoot(), 2 * Double.pi * uniform())
            return "\(radius * cos(angle) + moved),\(1000 * radius * sin(angle))"
        }
        return "x,y\n" + rows.joined(separator: "\n") + "\n"
    }

    @Test func aDifferenceIsToldAndWritten() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write(Self.points(1, 600), to: "real.csv")
        try program.write(Self.points(2, 600, moved: 1), to: "fake.csv")
        let arguments = ["judge", "real.csv", "fake.csv", "--output", "verdict"]
        let result = try program.start(arguments + ["--threads", "1"]).wait()
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.hasPrefix("The samples can be told apart: their total variation distance is at least 0."))
        #expect(result.output.contains("nearest_neighbours") && result.output.contains("sliced_wasserstein"))
        let files = ["judges.csv", "judges.json", "report.html", "report.md"]
        #expect(try program.list("verdict") == files)
        let rows = try program.csv("verdict/judges.csv")
        #expect(
            rows.map { $0["judge"] } == [
                "critic", "mmd", "nearest_neighbours", "k_nearest_neighbours", "neighbourhoods", "columns",
            ])
        // Nothing learns from columns, so their judge looks at all rows.
        #expect(
            rows.allSatisfy {
                $0["real_samples"] == ($0["judge"] == "columns" ? "600" : "300") && Double($0["p_value"] ?? "") != nil
            })
        let json =
            try JSONSerialization.jsonObject(with: Data(program.read("verdict/judges.json").utf8)) as? [String: Any]
        #expect(json?["answer"] as? String == "different" && json?["total_variation_at_least"] is Double)
        #expect(try program.read("verdict/report.html").contains("<h2>Distances</h2>"))
        #expect(try program.read("verdict/report.md").hasPrefix("# The samples can be told apart"))
        // The same bytes, whatever the threads.
        let first = try files.map { try program.read("verdict/\($0)") }
        let again = try program.start(arguments + ["--threads", "2"]).wait()
        #expect(again.output == result.output)
        #expect(try files.map { try program.read("verdict/\($0)") } == first)
    }

    /// Whole numbers below a bound, by Knuth's linear congruential generator (MMIX).
    private struct Draws {
        var state: UInt64

        mutating func callAsFunction(_ bound: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % bound
        }
    }

    /// Rows of a number, a number that is missing now and then, and a category that goes with the first.
    private static func table(_ seed: UInt64, _ count: Int, kinds: [String]) -> String {
        var draw = Draws(state: seed)
        return "size,score,kind\n"
            + (0..<count).map { _ in
                let size = draw(1000)
                return "\(Double(size) / 10),\(draw(7) == 0 ? "" : "\(draw(40))"),\(kinds[Int(size % 3)])\n"
            }.joined()
    }

    @Test func tablesWithCategoriesAndMissingCells() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write(Self.table(1, 900, kinds: ["a", "b", "c"]), to: "real.csv")
        try program.write(Self.table(2, 900, kinds: ["a", "b", "c"]), to: "same.csv")
        try program.write(Self.table(2, 900, kinds: ["a", "b", "a"]), to: "fake.csv")
        let same = try program.run("judge", "real.csv", "same.csv")
        #expect(same.status == 0 && !same.output.hasPrefix("The samples can be told apart"), "\(same)")
        let fake = try program.run("judge", "real.csv", "fake.csv")
        #expect(fake.output.hasPrefix("The samples can be told apart"), "\(fake)")
        try program.write("size,score\n1,\n2,3\n", to: "narrow.csv")
        let narrow = try program.run("judge", "real.csv", "narrow.csv")
        #expect(narrow.status == 2 && narrow.errors.contains("'narrow.csv' has no column 'kind', as 'real.csv' has"))
    }

    /// Most words stand in one file alone: that is no difference.
    @Test func rareCategoriesShowNoDifference() throws {
        let program = try Program()
        defer { program.remove() }
        for seed in 0..<2 {
            var draw = Draws(state: UInt64(seed + 9))
            let words = (0..<400).map { _ in "w\(draw(1 + draw(400)))" }
            try program.write("word\n" + words.joined(separator: "\n") + "\n", to: "\(seed).csv")
        }
        let result = try program.run("judge", "0.csv", "1.csv")
        #expect(result.status == 0 && !result.output.contains("can be told apart"), "\(result)")
        #expect(!result.errors.contains("one value in all samples"), "\(result.errors)")
    }

    /// One cell far off leaves the rest of its column to be seen.
    @Test func anOutlierHidesNothing() throws {
        let program = try Program()
        defer { program.remove() }
        func rows(_ seed: UInt64, _ moved: Double) -> [String] {
            Self.points(seed, 600, moved: moved).split(separator: "\n").dropFirst().map { "\($0),1,2" }
        }
        // With two more columns no neighbours are looked up in small balls.
        try program.write((["x,y,a,b", "1e9,0,1,2"] + rows(1, 0)).joined(separator: "\n"), to: "real.csv")
        try program.write((["x,y,a,b"] + rows(2, 1)).joined(separator: "\n"), to: "fake.csv")
        let result = try program.run("judge", "real.csv", "fake.csv")
        #expect(result.output.hasPrefix("The samples can be told apart"), "\(result)")
        #expect(result.output.contains("column 'x' by"), "\(result.output)")
    }

    @Test func whatIsWrongWithOneFileIsSaidAlone() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write(Self.table(1, 40, kinds: ["a", "b", "c"]), to: "real.csv")
        let missing = try program.run("judge", "real.csv", "missing.csv")
        #expect(missing.status == 2 && missing.errors.hasPrefix("error: 'missing.csv' does not exist"), "\(missing)")
        #expect(!missing.errors.contains("'real.csv'"), "\(missing.errors)")
        try program.write("x,y\n1,2\n3,4\n", to: "two.csv")
        let both = try program.run("judge", "two.csv", "missing.csv")
        #expect(both.errors.contains("'two.csv' has 2 samples") && both.errors.contains("'missing.csv' does not exist"))
        try program.write("name\n" + (0..<1100).map { "u\($0)\n" }.joined(), to: "names.csv")
        let names = try program.run("judge", "names.csv", "names.csv")
        #expect(names.errors.contains("column 'name' has 1100 different texts"), "\(names.errors)")
    }

    @Test func roundingThatOneFileLacksIsTold() throws {
        let program = try Program()
        defer { program.remove() }
        func rows(_ noise: Double) -> String {
            "n,x\n" + (0..<60).map { "\(Double($0 % 7) + noise * Double($0 % 2)),\(Double($0) / 8)\n" }.joined()
        }
        try program.write(rows(0), to: "real.csv")
        try program.write(rows(0.03).replacing(".0,", with: ".01,"), to: "fake.csv")
        let other = try program.run("judge", "real.csv", "fake.csv")
        #expect(
            other.errors.contains("warning: column 'n' has whole numbers in 'real.csv' and others in 'fake.csv'"),
            "\(other.errors)")
    }

    @Test func repeatedRowsAreTold() throws {
        let program = try Program()
        defer { program.remove() }
        func twice(_ seed: UInt64) -> String {
            let lines = Self.points(seed, 100).split(separator: "\n")
            return (lines + lines.dropFirst()).joined(separator: "\n")
        }
        try program.write(twice(1), to: "real.csv")
        try program.write(twice(2), to: "fake.csv")
        let result = try program.run("judge", "real.csv", "fake.csv")
        #expect(
            result.errors.contains("warning: 100 of the 200 samples of 'real.csv' are copies of others"), "\(result)")
        // Rows of few values repeat by chance, however many there are of the others.
        let rows = (0..<300).map { "\($0 % 5),\($0 % 3)" }
        try program.write("x,y\n" + rows.joined(separator: "\n"), to: "real.csv")
        try program.write("x,y\n1.5,2\n2,1\n0,0\n3,1\n", to: "fake.csv")
        #expect(try !program.run("judge", "real.csv", "fake.csv").errors.contains("copies of others"))
    }

    @Test func codesWithLeadingZerosAreCategories() throws {
        let program = try Program()
        defer { program.remove() }
        func rows(_ shift: Int) -> String {
            "zip,kind,x\n"
                + (0..<120).map { "0\(1000 + ($0 + shift) % 40),\($0 % 3 == 0 ? "a" : "b"),\(($0 * 7 + shift) % 50)\n" }
                .joined()
        }
        try program.write(rows(0), to: "real.csv")
        try program.write(rows(3), to: "fake.csv")
        let result = try program.run("judge", "real.csv", "fake.csv")
        #expect(result.status == 0, "\(result.errors)")
    }

    @Test func oneFileTwiceShowsNoDifference() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write(Self.points(3, 1200), to: "real.csv")
        let result = try program.run("judge", "real.csv", "real.csv")
        #expect(
            result.status == 0 && result.errors.contains("warning: 'real.csv' and 'real.csv' hold the same samples"))
        #expect(result.output.hasPrefix("No judge can tell the samples apart"), "\(result.output)")
    }

    @Test func copiesOfTheTrainingSetAreTold() throws {
        let program = try Program()
        defer { program.remove() }
        let training = Self.points(4, 800)
        try program.write(training, to: "training.csv")
        try program.write(Self.points(5, 600), to: "real.csv")
        try program.write(training.split(separator: "\n").prefix(601).joined(separator: "\n"), to: "fake.csv")
        let result = try program.run("judge", "real.csv", "fake.csv", "--training", "training.csv")
        #expect(result.status == 0)
        #expect(result.output.contains("600 of 600 are exact") || result.output.contains("600 of 600 are\nexact"))
        #expect(result.output.contains("training_distance") && result.output.contains("authentic (AuthPct)"))
    }

    /// Every error of every file at once, and a status of 2.
    @Test func filesThatCannotBeJudged() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write("x,y\n1,2\n3,4\n5,oops\n" + (0..<12).map { "0,1\($0)\n" }.joined(), to: "words.csv")
        try program.write("1,2,3\n4,5,6\n7,8,9\n1,5,2\n", to: "three.csv")
        try program.write("1,2\n2,1\n", to: "few.csv")
        try program.write("y,x\n1,2\n2,1\n3,4\n4,3\n", to: "turned.csv")
        try program.write("x,y\n1,2\n2,1\n3,4\n4,3\n", to: "real.csv")
        func errors(_ arguments: String...) throws -> String {
            let result = try program.start(["judge"] + arguments).wait()
            #expect(result.status == 2 && result.output.isEmpty, "\(result)")
            return result.errors
        }
        let both = try errors("words.csv", "none.npy")
        #expect(both.contains("'words.csv' line 4, column 'y' holds 'oops', not a number"))
        #expect(both.contains("'none.npy' does not exist"))
        #expect(
            try errors("real.csv", "three.csv").contains(
                "'real.csv' has samples of shape [2] and 'three.csv' of shape [3]"))
        #expect(
            try errors("real.csv", "few.csv").contains("'few.csv' has 2 samples; 4 are the fewest that can be judged"))
        #expect(
            try errors("real.csv", "turned.csv").contains("'turned.csv' has the columns of 'real.csv' in another order")
        )
        #expect(try program.run("judge", "real.csv").status != 0)
        #expect(try program.run("judge", "real.csv", "few.csv", "--seed", "-1").status != 0)
    }

    @Test func helpHasExamples() throws {
        let program = try Program()
        defer { program.remove() }
        let help = try program.run("judge", "--help").output
        #expect(help.contains("saddle judge real.npy fake.npy") && help.contains("--training <file>"))
    }
}
