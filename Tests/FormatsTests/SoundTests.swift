import Foundation
import Testing

@testable import Formats

/// WAV files against soundfile, rates against SciPy: sounds.py made the values.
@Suite struct SoundTests {
    private static func bytes(_ file: SoundFile) -> [UInt8] {
        let digits = file.hexadecimal.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(16 * digits[$0] + digits[$0 + 1]) }
    }

    private static func numbers<Number: LosslessStringConvertible>(_ text: String) -> [Number] {
        text.split(separator: " ").compactMap { Number(String($0)) }
    }

    @Test("reads what soundfile writes", arguments: SoundFile.all.indices) func readsEveryFormat(_ index: Int) throws {
        let file = SoundFile.all[index]
        let sound = try WAVFile(Self.bytes(file))
        #expect(sound.rate == file.rate && sound.channels == file.channels && sound.frames == 5)
        #expect(sound.samples == Self.numbers(file.samples), "\(file.name)")
    }

    @Test func channelsAreAveraged() {
        #expect(WAVFile(rate: 1, channels: 2, samples: [1, 0, -0.5, 0.5]).mono == [0.5, 0])
    }

    @Test("sounds at other rates", arguments: resampled.indices) func rates(_ index: Int) {
        let (from, to, text) = resampled[index]
        let expected: [Double] = Self.numbers(text)
        let sound = (0..<60).map { Float(sin(0.3 * Double($0)) + Double($0 % 7) / 10) }
        let found = RateConversion(from: from, to: to).convert(sound)
        #expect(found.count == expected.count)
        for (value, wanted) in zip(found, expected) { #expect(abs(Double(value) - wanted) < 1e-6) }
    }

    /// Every 16-bit number comes back; others are rounded, cut off, or 0 where they are none.
    @Test func sixteenBitsComeBack() throws {
        let all = (Int(Int16.min)...Int(Int16.max)).map { Float($0) / 32768 }
        let bytes = WAVFile.bytes(rate: 22050, samples: all)
        #expect(try WAVFile(bytes) == WAVFile(rate: 22050, samples: all) && bytes.count == 44 + 2 * all.count)
        let others = try WAVFile(WAVFile.bytes(rate: 8000, samples: [2, -2, .nan, 1e-5])).samples
        #expect(others == [32767.0 / 32768, -1, 0, 0] as [Float])
    }

    @Test("every cut of a file is an error", arguments: [0, 2, 13]) func cut(_ index: Int) {
        let whole = Self.bytes(SoundFile.all[index])
        for count in 0..<whole.count {
            // A padding byte, or chunks behind the samples, may be missing.
            let cut = Array(whole.prefix(count))
            if let sound = try? WAVFile(cut) { #expect(sound.samples == Self.numbers(SoundFile.all[index].samples)) }
        }
        #expect(throws: FormatError.self) { try WAVFile(Array(whole.prefix(44))) }
    }

    @Test func whatIsNotRead() {
        func failure(_ change: (inout [UInt8]) -> Void) -> String {
            var bytes = WAVFile.bytes(rate: 8000, samples: [0, 0.5])
            change(&bytes)
            do {
                _ = try WAVFile(bytes)
                return "no error"
            } catch { return "\(error)" }
        }
        #expect(failure { $0[0] = 0 }.contains("is not a WAV file"))
        #expect(failure { $0[3] = UInt8(ascii: "X") }.contains("is a RIFX file; RIFF is read"))
        #expect(failure { $0[20] = 7 }.contains("holds mu-law; whole numbers of 8 to 32 bits"))
        #expect(failure { $0[22] = 0 }.contains("has 0 channels"))
        #expect(failure { $0[32] = 0 }.contains("in frames of 0 bytes"))
        #expect(
            failure { $0[40] = 200 }.contains("is cut short: its header promises 200 bytes of samples and 4 are there"))
        // A size that a program writing to a pipe leaves.
        #expect(failure { for place in 40..<44 { $0[place] = 0xff } } == "no error")
    }
}
