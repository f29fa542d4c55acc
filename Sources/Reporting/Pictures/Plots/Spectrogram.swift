import Formats
import Foundation

/// Which frequencies a sound has over time: the magnitudes of its short-time Fourier transform.
public enum Spectrogram {
    /// Decibels below which all is black.
    private static let floor = -80.0

    /// Samples of a window, a power of two: as many frequencies as times, about.
    public static func window(length: Int) -> Int {
        var window = 16
        while window * window < 4 * length, 2 * window <= length { window *= 2 }
        return window
    }

    /// Samples from one window to the next.
    public static func hop(length: Int, window: Int) -> Int { max(1, min(window, 2 * length / window)) }

    /// By time and frequency, [times, window / 2 + 1]: the amplitude in decibels of the sine that has this magnitude,
    /// 0 for one from -1 to 1, under Hann's (periodic) window. Windows lie within the sound.
    public static func decibels(_ sound: ArraySlice<Float>, window: Int, hop: Int) -> [[Double]] {
        let hann = (0..<window).map { 0.5 - 0.5 * cos(2 * .pi * Double($0) / Double(window)) }
        let full = hann.reduce(0, +) / 2
        let turns = (0..<window).map { 2 * .pi * Double($0) / Double(window) }
        let (cosines, sines) = (turns.map { cos($0) }, turns.map { sin($0) })
        return stride(from: 0, through: max(0, sound.count - window), by: hop).map { start in
            let values = (0..<window).map { index in
                let place = sound.startIndex + start + index
                return place < sound.endIndex ? hann[index] * Double(sound[place]) : 0
            }
            return (0...window / 2).map { frequency in
                var (real, imaginary) = (0.0, 0.0)
                for (index, value) in values.enumerated() {
                    let turn = frequency * index % window
                    real += value * cosines[turn]
                    imaginary += value * sines[turn]
                }
                return 20 * log10(max((real * real + imaginary * imaginary).squareRoot() / full, 1e-10))
            }
        }
    }

    /// Spectrograms of real sounds beside those of generated ones, time to the right, low frequencies below.
    /// - Parameters:
    ///   - length: samples of a sound.
    ///   - real: sounds one after another.
    public static func grid(length: Int, real: [Float], generated: [Float], title: String) -> PixelImage {
        let window = window(length: length)
        let hop = hop(length: length, window: window)
        func pictures(_ values: [Float]) -> [Float] {
            stride(from: 0, to: values.count, by: length).flatMap { start -> [Float] in
                let columns = decibels(values[start..<start + length], window: window, hop: hop)
                return (0...window / 2).reversed().flatMap { frequency in
                    columns.map { Float(1 - 2 * min(max($0[frequency] / floor, 0), 1)) }
                }
            }
        }
        let times = max(0, length - window) / hop + 1
        return ImageGrid(
            height: window / 2 + 1, width: times, channels: 1, real: pictures(real), generated: pictures(generated),
            title: title
        ).image(columns: 4, rows: 4)
    }
}
