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
        #expect(rows == [[0.5, -0.5, 0.25, 0], [0.75, 0, 0, 0], [32767 / 32768, 0, -1, 0.125]])
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
