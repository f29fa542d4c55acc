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

    static let flatCount = 2000

    /// Flats to let: what a table may hold, each column dependent on others.
    static var flats: [UInt8] {
        var state: UInt64 = 5
        // Knuth's linear congruential generator (MMIX); its upper bits.
        func uniform() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 33) / 0x1p31
        }
        func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + uniform() } }
        let districts = [("North", 11.0), ("Harbour", 16), ("Old Town", 14), ("South", 9)]
        var text = "district,rooms,area,heating,built,listed,rent\n"
        for _ in 0..<flatCount {
            let district = districts[Int(pow(uniform(), 1.4) * 4)]
            let rooms = 1 + Int(pow(uniform(), 1.3) * 5)
            let area = max(14, 12 + 21 * Double(rooms) + 8 * normal())
            let built = min(2024, Int(1900 + 125 * pow(uniform(), 0.7)))
            let heating = built > 2005 && uniform() < 0.6 ? "heat pump" : uniform() < 0.7 ? "gas" : "district"
            let age = Double(2025 - built) / 125
            let rent = area * district.1 * (1.1 - 0.35 * age) * (1 + 0.08 * normal())
            let listed = String(format: "2025-%02d-%02d", 1 + Int(uniform() * 12), 1 + Int(uniform() * 28))
            // Who lets an old house often does not say when it was built.
            let said = uniform() < 0.3 * age ? "" : "\(built)"
            text += "\(district.0),\(rooms),\(Int(area)),\(heating),\(said),\(listed),\(Int(rent))\n"
        }
        return Array(text.utf8)
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
