import Testing

/// What a table's rows and columns are told to be too few or too far off for.
@Suite struct TableRuleTests {
    private static let rows = (0..<2000).map { "\($0 % 7),3,\($0 % 11)" }.joined(separator: "\n")

    /// No share of so few rows is enough.
    @Test func fewRowsAreTold() throws {
        let text = SoundFile.text.replacing("ring, samples: 2000", with: "csv, path: FOLDER/t.csv, columns: [1, 3]")
            .replacing("iterations: 60,", with: "iterations: 60, stop: {equilibrium: 5},")
        func rows(_ count: Int) -> [String: String] {
            ["t.csv": Self.rows.split(separator: "\n").prefix(count).joined(separator: "\n")]
        }
        let found = try SoundFile.remarks(text, beside: rows(300))
        #expect(
            found.contains(
                "60 held-out samples are too few for every judge to see a total variation distance of 0.2, which takes 320: "
                    + "the verdict cannot be \"equilibrium\" or near it, and training.stop.equilibrium does not end the run\n"
            ))
        #expect(
            found.hasSuffix(
                "help: that many are more than these 300 samples can spare (less than half of all): a verdict of equilibrium "
                    + "needs more data"))
        #expect(try SoundFile.remarks(text, beside: rows(700)).hasSuffix("help: set data.held_out to 0.46 or more"))
    }

    @Test func aColumnOfRowNumbersIsTold() throws {
        let rows = (0..<2000).map { "\($0),\($0 % 7),\($0 % 11)" }.joined(separator: "\n")
        let text = SoundFile.text.replacing("ring, samples: 2000", with: "csv, path: FOLDER/t.csv").replacing(
            "dense: 2]", with: "dense: 3]")
        let found = try SoundFile.remarks(text, beside: ["t.csv": "n,a,b\n" + rows])
        #expect(
            found.hasPrefix(
                "file.yaml:1:28: warning: column 'n' of 't.csv' counts the rows, 0 to 1999: unless it is measured, "
                    + "there is nothing in it to learn, and judges look at it\n")
                && found.hasSuffix("\nhelp: leave it out: data.columns: [a, b]"),
            "\(found)")
        let bare = try SoundFile.remarks(text, beside: ["t.csv": rows])
        #expect(bare.hasSuffix("\nhelp: leave it out: data.columns: [2, 3]"), "\(bare)")
        for columns in ["[a, b]", "[2, 3]"] {
            let cured = text.replacing("t.csv", with: "t.csv, columns: \(columns)").replacing(
                "dense: 3]", with: "dense: 2]")
            #expect(try SoundFile.remarks(cured, beside: ["t.csv": "n,a,b\n" + rows]) == "")
        }
    }

    @Test func aConstantColumnIsTold() throws {
        let text = SoundFile.text.replacing("ring, samples: 2000", with: "csv, path: FOLDER/t.csv").replacing(
            "dense: 2", with: "dense: 3")
        let files = ["t.csv": "a,b,c\n" + Self.rows]
        let found = try SoundFile.remarks(text, beside: files)
        #expect(
            found.hasPrefix(
                "file.yaml:1:28: warning: column 'b' of 't.csv' has one value in all training samples: whatever a "
                    + "generator gives there tells its samples from real ones\n"))
        #expect(found.hasSuffix("\nhelp: leave the column out: name the others as data.columns"))
        let chosen = text.replacing("t.csv", with: "t.csv, columns: [a, b]").replacing("dense: 3", with: "dense: 2")
        #expect(try SoundFile.remarks(chosen, beside: files).contains("warning: column 'b' of 't.csv' has one value"))
        #expect(try SoundFile.remarks(chosen.replacing("[a, b]", with: "[a, c]"), beside: files) == "")
    }

    /// Nine cells of 1e9 among two thousand: in standard deviations their column is as good as constant.
    @Test func valuesFarOffAreTold() throws {
        let text = SoundFile.text.replacing("ring, samples: 2000", with: "csv, path: FOLDER/t.csv")
        func file(_ last: String) -> [String: String] {
            [
                "t.csv": "a,b\n" + (0..<2000).map { "\($0 % 7),\($0 % 11)\n" }.joined()
                    + String(repeating: last, count: 9)
            ]
        }
        let found = try SoundFile.remarks(text, beside: file("1e9,3\n"))
        #expect(
            found.hasPrefix("file.yaml:1:28: warning: half of column 'a' of 't.csv' lies within ")
                && found.contains("e-08 of a standard deviation, as a few values are far off"), "\(found)")
        #expect(try SoundFile.remarks(text, beside: file("20,3\n")) == "")
        #expect(
            try SoundFile.remarks(text.replacing("t.csv}", with: "t.csv, scale: none}"), beside: file("99,3\n")) == "")
    }

    /// What `scale` makes of the numbers is what the generator must reach.
    @Test func theRangeOfATableIsTheScaledOne() throws {
        let text = SoundFile.text.replacing("ring, samples: 2000", with: "csv, path: FOLDER/t.csv, columns: [1, 3]")
            .replacing("dense: 2]", with: "dense: 2, tanh]")
        let files = ["t.csv": Self.rows]
        let found = try SoundFile.remarks(text, beside: files)
        #expect(
            found.contains("warning: the generator ends in tanh, which gives values from -1 to 1; the data has values"))
        #expect(found.hasSuffix("\nhelp: leave tanh out, or set data.scale to minmax and use tanh"))
        #expect(try SoundFile.remarks(text.replacing("t.csv,", with: "t.csv, scale: minmax,"), beside: files) == "")
    }
}
