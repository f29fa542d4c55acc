import Formats
import Foundation

/// Data that starters bring along, since none lies inside the program: made here, the same every time.
enum StarterData {
    /// Roman numerals from 1 to 3999, a line each.
    static var numerals: [UInt8] {
        let parts = [
            (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
            (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
        ]
        let lines = (1...3999).map { number in
            var rest = number
            return parts.reduce("") { text, part in
                let count = rest / part.0
                rest %= part.0
                return text + String(repeating: part.1, count: count)
            }
        }
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    /// 800 plucked strings of 512 samples at 4,000 Hz, one after another: a burst of noise goes round a delay line, and
    /// each time round it is averaged with what came before (Karplus & Strong 1983).
    static var plucks: [UInt8] {
        var state: UInt64 = 3
        // Knuth's linear congruential generator (MMIX); its upper bits.
        func uniform() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 33) / 0x1p31
        }
        let notes = [0.0, 3, 5, 7, 10, 12, 15, 17].map { 110 * pow(2, $0 / 12) }
        var samples: [Float] = []
        for _ in 0..<800 {
            let period = Int((4000 / notes[Int(uniform() * 8)] - 0.5).rounded())
            var line = (0..<period).map { _ in 2 * uniform() - 1 }
            let peak = line.map(abs).max() ?? 1
            let (loudness, damping) = (0.5 + 0.45 * uniform(), 0.97 + 0.025 * uniform())
            for i in 0..<512 {
                let value = line[i % period]
                line[i % period] = damping * (value + line[(i + 1) % period]) / 2
                samples.append(Float(loudness * value / peak))
            }
        }
        return WAVFile.bytes(rate: 4000, samples: samples)
    }
}
