import Foundation
import Testing

@testable import Reporting

/// Spectrograms against SciPy's short-time Fourier transform: spectrogram.py made the numbers.
@Suite struct SpectrogramTests {
    @Test func agreesWithSciPy() {
        let sound = (0..<64).map { Float(0.5 * sin(0.7 * Double($0)) + 0.1 * cos(2.1 * Double($0))) }
        let expected = [
            [
                -29.678930282592773, -9.576419830322266, -6.279210090637207, -15.45818042755127, -36.843711853027344,
                -20.383190155029297, -22.591169357299805, -39.87345886230469, -53.85689926147461,
            ],
            [
                -33.688480377197266, -9.497690200805664, -6.320320129394531, -15.203700065612793, -28.99690055847168,
                -20.938230514526367, -22.309959411621094, -40.83502960205078, -56.809600830078125,
            ],
            [
                -25.75775909423828, -9.735219955444336, -6.253920078277588, -15.359530448913574, -30.644920349121094,
                -20.727319717407227, -22.40203094482422, -40.72119140625, -81.5269775390625,
            ],
        ]
        let whole = Spectrogram.decibels(sound[...], window: 16, hop: 8)
        #expect(whole.count == 7)
        for (row, wanted) in zip([0, 3, 6], expected) {
            for (value, number) in zip(whole[row], wanted) { #expect(abs(value - number) < 1e-3) }
        }
    }

    /// Times and frequencies in about equal numbers, and a picture for every length.
    @Test(arguments: [2, 16, 100, 512, 16384]) func sizes(_ length: Int) {
        let window = Spectrogram.window(length: length)
        let hop = Spectrogram.hop(length: length, window: window)
        #expect(hop >= 1 && hop <= window)
        if length >= 100 {
            let times = (length - window) / hop + 1
            #expect((window / 4...window).contains(times))
        }
        let silence = [Float](repeating: 0, count: 2 * length)
        #expect(Spectrogram.grid(length: length, real: silence, generated: silence, title: "").width > 0)
    }
}
