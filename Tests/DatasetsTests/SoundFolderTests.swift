import Configuration
import Formats
import TestSupport
import Testing

@testable import Datasets

/// `sounds`: folders of WAV files, and single ones.
@Suite struct SoundFolderTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func load(_ values: [String: Value] = [:]) throws -> Dataset {
        try source("sounds", ["path": .text(folder.path)].merging(values) { $1 }).load()
    }

    private func write(_ name: String, _ samples: [Float], rate: Int = 8000) throws {
        try folder.write(name, WAVFile.bytes(rate: rate, samples: samples))
    }

    @Test func soundsComeBack() throws {
        try write("a/1.wav", [0.5, -0.5, 0.25])
        try write("a/2.wav", [1, 0, -1, 0.125, 0.5])
        try write("b/3.WAV", [0.75])
        let dataset = try load(["length": .integer(4)])
        #expect(dataset.shape == [1, 4, 1] && dataset.kind == .sound && dataset.classNames == ["a", "b"])
        #expect(dataset.units.sampleRate == 8000)
        let rows = (dataset.training.rows + dataset.heldOut.rows).sorted { $0.lexicographicallyPrecedes($1) }
        let loudest: Float = 32767 / 32768
        #expect(rows == [[0.5, -0.5, 0.25, 0], [0.75, 0, 0, 0], [loudest, 0, -1, 0.125]])
        let profile = try source("sounds", ["path": .text(folder.path), "length": .integer(4)]).profile()
        #expect(profile.remarks.map(\.key) == ["length"] && profile.kind == .sound)
    }

    @Test func piecesOfOneFile() throws {
        try write("long.wav", (0..<11).map { Float($0) / 16 })
        let values: [String: Value] = [
            "path": .text("\(folder.path)/long.wav"), "length": .integer(4), "longer": .text("pieces"),
        ]
        let dataset = try load(values)
        let rows = (dataset.training.rows + dataset.heldOut.rows).sorted { $0[0] < $1[0] }
        #expect(rows.map { $0.map { Int(16 * $0) } } == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 0]])
    }

    @Test func otherRatesAreConverted() throws {
        try write("1.wav", [Float](repeating: 0.5, count: 80), rate: 8000)
        try write("2.wav", [Float](repeating: 0.5, count: 160), rate: 16000)
        let dataset = try load(["length": .integer(80)])
        for row in dataset.training.rows + dataset.heldOut.rows {
            #expect(row[20..<60].allSatisfy { abs($0 - 0.5) < 2e-3 })
        }
        let profile = try source("sounds", ["path": .text(folder.path), "length": .integer(80)]).profile()
        #expect(
            profile.remarks.map(\.message) == [
                "1 of 2 files of '\(folder.path)' have another rate than 8000 Hz and are converted"
            ])
    }

    /// Files of four rates and forms, as soundfile reads them and SciPy converts them.
    @Test(arguments: soundValues.indices) func aRateIsAskedFor(_ index: Int) throws {
        for file in soundFiles {
            let digits = file.hexadecimal.compactMap(\.hexDigitValue)
            let bytes = stride(from: 0, to: digits.count, by: 2).map { UInt8(16 * digits[$0] + digits[$0 + 1]) }
            try folder.write(file.name, bytes)
        }
        let (rate, texts) = soundValues[index]
        let values: [String: Value] = ["path": .text(folder.path), "length": .integer(40), "rate": .integer(rate)]
        let expected = texts.map { $0.split(separator: " ").compactMap { Float(String($0)) } }
        let dataset = try load(values)
        #expect(dataset.units.sampleRate == rate)
        let rows = dataset.training.rows + dataset.heldOut.rows
        #expect(rows.count == expected.count)
        for sound in expected {
            // Their order is the split's.
            let distances = rows.map { row -> Float in zip(row, sound).map { abs($0 - $1) }.max() ?? 1 }
            #expect(distances.contains { $0 < 2e-6 })
        }
        let others = soundFiles.count { $0.rate != rate }
        let message =
            "\(others) of 4 files of '\(folder.path)' have another rate than \(rate) Hz and are converted"
        #expect(try source("sounds", values).profile().remarks.contains { $0.message == message && $0.key == "rate" })
    }

    /// Without a word it is that of the first file that can be read.
    @Test func theFirstFileSaysTheRate() throws {
        try folder.write("0.wav", "RIFF....WAVE")
        try write("1.wav", [Float](repeating: 0.5, count: 80), rate: 22050)
        for name in ["2.wav", "3.wav"] { try write(name, [Float](repeating: 0.5, count: 80), rate: 8000) }
        #expect(try load(["length": .integer(40)]).units.sampleRate == 22050)
    }

    /// What `saddle new --from` chooses: the rate of most files, the lower one of two, and 8000 at most; a length in
    /// which half of the sounds find room, and pieces where they are long.
    @Test(
        arguments: [
            ([8000, 8000, 22050], 5000, "length: 2048, rate: 8000", nil),
            ([44100, 44100, 8000], 44100, "length: 2048, rate: 8000", 44100),
            ([4000, 6000], 6000, "length: 2048, rate: 4000", nil),
            ([16000, 44100], 16000, "length: 2048, rate: 8000", 16000),
            ([11025, 11025, 11025], 4000, "length: 512, rate: 8000, longer: pieces", 11025),
            ([6000, 6000, 6000], 1000, "length: 512, rate: 6000", nil),
            ([8000, 8000, 8000], 9000, "length: 2048, rate: 8000, longer: pieces", nil),
        ] as [([Int], Int, String, Int?)])
    func aGlanceChoosesARate(_ rates: [Int], _ frames: Int, _ words: String, _ remarked: Int?) throws {
        for (index, rate) in rates.enumerated() {
            try write("\(index).wav", [Float](repeating: 0.25, count: frames), rate: rate)
        }
        let glance = try DataGlance(folder.path)
        #expect(glance.lines[0].hasPrefix("data: {dataset: sounds, path: ") && glance.lines[0].hasSuffix(", \(words)}"))
        let remark = glance.lines.first { $0.hasPrefix("# The files have") }
        #expect(remark == remarked.map { "# The files have \($0) samples a second." })
    }

    @Test func whatIsWrong() throws {
        #expect(folder.failure { try load() }.contains("has no sounds in it\nhelp: WAV files are read"))
        try folder.write("x.wav", "RIFF....WAVE")
        #expect(folder.failure { try load() }.contains("has no sound that can be read\nhelp: 'x.wav' has no samples"))
        // A conversion from such a rate would take more memory than there is.
        for rate in [1, 0xffff_fffb] {
            try write("x.wav", [0.5, 0.25], rate: rate)
            let failure = folder.failure { try load(["rate": .integer(8000)]) }
            #expect(failure.contains("help: 'x.wav' has \(rate) samples a second; 100 to 1000000 are read"))
        }
        try write("1.wav", [0.5, 0.25])
        #expect(folder.failure { try load(["length": .integer(2)]) }.contains("has 1 sample; a split into training"))
    }
}
