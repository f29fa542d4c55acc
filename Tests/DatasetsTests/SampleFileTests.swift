import Formats
import Testing
import TestSupport

@testable import Datasets

/// Samples from files of any format.
@Suite struct SampleFileTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    static func npy(_ shape: String, _ bytes: [UInt8], type: String = "|u1") -> [UInt8] {
        let header = Array("{'descr': '\(type)', 'fortran_order': False, 'shape': \(shape), }".utf8)
        return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.count), 0] + header + bytes
    }

    static func floats(_ values: [Float]) -> [UInt8] {
        values.flatMap { value in [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value.bitPattern >> $0) } }
    }

    @Test(
        "tables",
        arguments: [
            "1,2\n3,4\n5,6\n", "x,y\n1,2\n3,4\n5,6\n", "1;2\n3;4\n5;6", "1\t2\n3\t4\n5\t6\n", "1 2\n3 4\n5 6\n",
            "1.0e0 2.0e0\n3e0 4.0\n5 6", "\"x\";\"y\"\n1;2\n3;4\n5;6",
        ])
    func tables(_ text: String) throws {
        let file = try SampleFile(path: folder.write("t", text))
        #expect(file.shape == [2] && file.count == 3 && file.values == [1, 2, 3, 4, 5, 6])
        #expect((file.columnNames == ["x", "y"]) == text.contains("x") && !file.isUniform)
        let packed = try SampleFile(path: folder.write("t.gz", gzip(Array(text.utf8))))
        #expect(packed.values == file.values)
    }

    @Test func arraysAndImages() throws {
        let array = try SampleFile(path: folder.write("a.npy", Self.npy("(2, 3)", [1, 2, 3, 4, 5, 6])))
        #expect(array.shape == [3] && array.count == 2 && array.values == [1, 2, 3, 4, 5, 6])
        let pictures = Self.npy("(2, 1, 3)", [1, 2, 3, 4, 5, 6])
        #expect(try SampleFile(path: folder.write("p.npy.gz", gzip(pictures))).isUniform)
        #expect(try SampleFile(path: folder.write("v.npy", Self.npy("(2,)", [1, 2]))).shape == [1])
        let idx = try SampleFile(path: folder.write("i.gz", gzip(idx([2, 1, 2], [0, 255, 7, 8]))))
        #expect(idx.shape == [1, 2] && idx.count == 2 && idx.values == [0, 255, 7, 8])
    }

    @Test func errorsSayWhereAndWhatToDo() throws {
        let nan = Float.nan
        let cases: [(String, [UInt8], [String])] = [
            ("empty", [], ["'empty' is empty"]),
            (
                "z.npz", Array("PK\u{3}\u{4}....".utf8),
                ["'z.npz' is cut short: a ZIP archive ends with a directory", "help: fetch or copy the file again"]
            ),
            ("a.png", [0x89] + Array("PNG\r\n".utf8), ["'a.png' is a PNG picture"]),
            ("t.csv", Array("x,y\n1,2\n3,\n5,6\n".utf8), ["'t.csv' line 3, column 'y' is empty", "help: fill it in"]),
            (
                "w.csv", Array("x,y\n1,a\n".utf8),
                ["'w.csv' line 2, column 'y' holds 'a', not a number", "help: mend the cell, or leave out its column"]
            ),
            (
                "o.npy", Self.npy("(2, 2)", [0, 0, 0, 0], type: "|O"),
                ["'o.npy' byte 10: holds Python objects", "help: "]
            ),
            (
                "s.npy", Self.npy("(2, 2)", [0, 0, 0]),
                ["'s.npy' byte", "is cut short: its header promises 4 bytes of values and 3 are there"]
            ),
            ("n.npy", Self.npy("()", [1]), ["'n.npy' holds a single number"]),
            ("e.npy", Self.npy("(0, 3)", []), ["'e.npy' holds no samples: its sizes are 0 x 3"]),
            (
                "nan.npy", Self.npy("(3, 2)", Self.floats([1, 2, 3, nan, nan, 6]), type: "<f4"),
                ["'nan.npy' holds nan at [1, 1], and 1 more"]
            ),
            (
                "all.npy", Self.npy("(3, 2)", Self.floats([1, nan, 3, nan, 4, .infinity]), type: "<f4"),
                ["'all.npy' has no finite number at [:, 1], in all samples"]
            ),
            ("i.idx", idx([1, 1, 1, 1, 2], [1, 2]), ["'i.idx' has 5 dimensions; 1 to 4 are read here"]),
            ("j.idx", idx([2, 2], [1, 2]), ["'j.idx' holds 2 bytes of values, and its header promises 4"]),
        ]
        for (name, bytes, parts) in cases {
            let text = folder.failure { try SampleFile(path: folder.write(name, bytes)) }
            for part in parts { #expect(text.contains(part), "\(text)") }
            #expect(!text.contains("data.") && !text.contains("'columns'"), "no keys of a dataset: \(text)")
        }
        #expect(
            folder.failure { try SampleFile(path: "\(folder.path)/none.npy") }.contains("'none.npy' does not exist"))
    }

    /// A folder of sounds of one rate and one length, channels averaged; else the error says what to do.
    @Test func foldersOfSounds() throws {
        func sound(_ name: String, _ samples: [Float], rate: Int = 8000, channels: Int = 1) throws {
            var bytes = WAVFile.bytes(rate: rate, samples: samples)
            // In the header: channels, and bytes of a frame.
            (bytes[22], bytes[32]) = (UInt8(channels), UInt8(2 * channels))
            try folder.write(name, bytes)
        }
        try sound("s/a.wav", [0.5, -0.5, 0.25])
        try sound("s/in/b.wav", [1, 0, 0.5, 0, 0, 0], channels: 2)
        let file = try SampleFile(path: folder.path("s"))
        #expect(file.shape == [1, 3, 1] && file.count == 2 && file.rate == 8000 && file.isUniform)
        for (x, y) in zip(file.values, [0.5, -0.5, 0.25, 0.5, 0.25, 0]) { #expect(abs(x - y) < 1e-4) }
        try sound("s/c.wav", [0, 0])
        func failure(_ name: String) -> String { folder.failure { try SampleFile(path: folder.path(name)) } }
        #expect(
            failure("s").contains(
                "has sounds of 3 and of 2 samples\nhelp: cut all sounds, real and generated, to one length"))
        try sound("s/c.wav", [0, 0, 0], rate: 16000)
        #expect(failure("s").contains("has sounds of 8000 and of 16000 samples a second\nhelp: convert all sounds"))
        try folder.write("broken/a.wav", "RIFF")
        #expect(failure("broken").contains("has no sound that can be read"))
    }

    /// Of texts it is said what is read instead.
    @Test func foldersOfTexts() throws {
        try folder.write("texts/a.txt", "one")
        try folder.write("texts/b.txt", "two")
        let text = folder.failure { try SampleFile(path: folder.path("texts")) }
        #expect(
            text.contains("is a folder of 2 text files, and of folders pictures (PNG, JPEG) and sounds (WAV) are read"))
        #expect(text.contains("help: put a text on each line of one file and give that"))
        try folder.write("none/a.gif", "GIF")
        #expect(folder.failure { try SampleFile(path: folder.path("none")) }.contains("has no pictures in it"))
    }

    /// Lines of texts are told from tables, and from tables with a mistake.
    @Test func filesOfTexts() throws {
        let words = (0..<60).map { "word\($0 % 7)\($0)" }
        let sentences = (0..<40).map { row in (0...(row % 5 + 2)).map { "w\($0 * row)" }.joined(separator: " ") }
        let commas = sentences.enumerated().map { $0 % 2 == 0 ? $1 : $1 + ", and \($0)" }
        let quotes = sentences.enumerated().map { $0 % 3 == 0 ? "she said \"\($1)\", and left" : $1 }
        let texts: [String: [String]] = [
            "words.txt": words, "again.txt": words + words + words, "sentences.txt": sentences, "notes.md": sentences,
            "commas": commas, "blanks.txt": (0..<40).map { "line \($0) of text" },
            "colours.txt": ["colour"] + (0..<60).map { ["red", "green", "blue"][$0 % 3] }, "quotes.txt": quotes,
            "two.txt": words.map { "\($0) \($0)x" },
        ]
        for (name, lines) in texts {
            let path = try folder.write(name, lines.joined(separator: "\n"))
            #expect(LinesOfText(path) != nil, "\(name)")
            // As a table it cannot be read even beside itself.
            #expect(try SampleFile.tables([path, path]) == nil, "\(name)")
        }
        let colours = (0..<60).map { ["red", "green", "blue"][$0 % 3] }
        let rows = (0..<60).map { "\($0 % 9),\(colours[$0])" }
        let (numbers, days) = ((0..<40).map { "\($0) 1 2" }, (10..<59).map { "20\($0)-12-24" })
        let mistake = (0..<40).map { "\($0) \($0 == 7 ? "x" : "1")" }
        let tables: [String: [String]] = [
            "colours": ["colour"] + colours, "rows.txt": ["age,colour"] + rows,
            "short.txt": ["age,colour"] + rows + ["1"], "numbers.txt": numbers, "mistake.txt": mistake + ["1 2 3"],
            "words.csv": words, "empty.txt": [], "days.txt": ["day"] + days,
        ]
        for (name, lines) in tables {
            #expect(LinesOfText(try folder.write(name, lines.joined(separator: "\n"))) == nil, "\(name)")
        }
        #expect(LinesOfText(folder.path("none.txt")) == nil && LinesOfText(folder.path) == nil)
        #expect(LinesOfText(try folder.write("zeros.txt", [UInt8](repeating: 0, count: 99))) == nil)
    }

    @Test func samplesAreFoundInSinglePrecision() throws {
        let table = try SampleFile(path: folder.write("t.csv", "0.1,2\n-0,4\n5,6\n5,6\n"))
        let same = try SampleFile(
            path: folder.write("u.npy", Self.npy("(4, 2)", Self.floats([5, 6, 0, 4, 0.1, 2, 5, 6]), type: "<f4")))
        let index = SampleIndex(table)
        #expect(index.equals(same) && index.count(of: same) == 4 && index.hasRepeats)
        let other = try SampleFile(path: folder.write("o.csv", "0.1,2\n0.1,2\n5,6\n5,7\n"))
        #expect(!index.equals(other) && index.count(of: other) == 3 && !index.contains(3, of: other))
    }

    /// Columns of other units count alike, and pictures keep the proportions of their values.
    @Test func scales() throws {
        let table = try SampleFile(path: folder.write("t.csv", "1,1000,5\n3,3000,5\n"))
        let scale = SampleScale(of: [table])
        #expect(scale.samples([1, 0], of: table).values == [1, 1, 0, -1, -1, 0])
        #expect(table.constantColumns == [2])
        let far = try SampleFile(path: folder.write("f.csv", "1e30,2000,6\n"))
        #expect(scale.samples([0], of: far).values == [1000, 0, 1])
        let pictures = try SampleFile(path: folder.write("p.npy", Self.npy("(2, 1, 2)", [0, 4, 0, 4])))
        let uniform = SampleScale(of: [pictures])
        #expect(uniform.samples([0], of: pictures).values == [-1, 1] && pictures.constantColumns == [])
        // Of both files together, whichever comes first.
        let other = try SampleFile(path: folder.write("o.csv", "5,2000,6\n7,2000,6\n"))
        for files in [[table, other], [other, table]] {
            let values = SampleScale(of: files).samples([0], of: other).values
            #expect(abs(values[0] - 0.4472136) < 1e-6 && values[1...] == [0, 1])
        }
        // A few values far off: by ranks, from -sqrt(3) to sqrt(3), equal ones in the middle of theirs.
        let rows = (0..<40).map { "\($0 < 38 ? Double($0 % 2) : 1e12)\n" }
        let outliers = try SampleFile(path: folder.write("w.csv", rows.joined()))
        let ranks = SampleScale(of: [outliers])
        #expect(ranks.rankedColumns == [0] && scale.rankedColumns == [])
        let scaled = ranks.samples([0, 1, 39], of: outliers).values
        let wanted = [-0.2625, 0.2125, 0.475].map { Float($0 * 12.0.squareRoot()) }
        #expect(zip(scaled, wanted).allSatisfy { abs($0 - $1) < 1e-5 })
        // Where most are 0, by those that are not.
        let mostlyZero = (0..<200).map { "\($0 < 120 ? 0 : $0 < 197 ? Double($0) : 1e9)\n" }
        let zeros = try SampleFile(path: folder.write("z.csv", mostlyZero.joined()))
        #expect(SampleScale(of: [zeros]).rankedColumns == [0])
        // A Unix time: the mean is taken off before single precision would lose the rest.
        let times = try SampleFile(path: folder.write("u.csv", "1700000000\n1700000001\n1700000002\n"))
        let values = SampleScale(of: [times]).samples(0..<3, of: times).values
        #expect(values[1] == 0 && abs(values[2] - 1.2247449) < 1e-5)
    }
}
