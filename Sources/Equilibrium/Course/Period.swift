import Foundation

/// A cycle in a series that noise would not give.
enum Period {
    /// The length of the cycle that stands out most, in places of the series; nil where noise makes one as strong in a
    /// series of twenty.
    ///
    /// The power at each whole number of cycles is divided by the spectrum that red noise has there, proportional to
    /// 1/(1 + rho^2 - 2 rho cos(2 pi frequency)) (Torrence & Compo 1998, eq. 16). What is left has no colour, and
    /// Fisher's test (1929; Percival & Walden 1993, chapter 10) applies: the largest of m shares g of it is above
    /// chance by P <= m (1 - g)^(m - 1). Shares are averaged over the noise's rho. Of a pure sine the most likely rho
    /// is the cosine of its frequency, for which the divisor there is that of white noise, so a cycle does not hide
    /// itself.
    ///
    /// Two cycles are the least that make a period: one is a trend or a bump. Of few cycles, slow wandering makes as
    /// many: three of them must be several times as high as the noise to be found.
    static func evaluations(of values: [Double], above noise: RedNoise) -> Double? {
        let count = values.count
        let mean = values.reduce(0, +) / Double(count)
        // Cycles in the whole series; half of the count, two places a cycle, is the edge and has half the power.
        let most = (count - 1) / 2
        guard most >= 3 else { return nil }
        let turn = (0..<count).map { place in
            let angle = 2 * Double.pi * Double(place) / Double(count)
            return (cosine: cos(angle), sine: sin(angle))
        }
        let powers = (1...most).map { cycles -> Double in
            var (real, imaginary) = (0.0, 0.0)
            for (place, value) in values.enumerated() {
                let angle = turn[cycles * place % count]
                real += (value - mean) * angle.cosine
                imaginary += (value - mean) * angle.sine
            }
            return real * real + imaginary * imaginary
        }
        var shares = [Double](repeating: 0, count: most)
        for candidate in noise.candidates {
            let rho = candidate.correlation
            let bare = powers.indices.map { powers[$0] * (1 + rho * rho - 2 * rho * turn[$0 + 1].cosine) }
            let total = bare.reduce(0, +)
            guard total > 0 else { return nil }
            for index in shares.indices { shares[index] += candidate.weight * bare[index] / total }
        }
        guard let largest = shares.enumerated().max(by: { $0.element < $1.element }), largest.offset >= 1 else {
            return nil
        }
        let chance = Double(most) * pow(1 - largest.element, Double(most - 1))
        return chance < 0.05 ? Double(count) / Double(largest.offset + 1) : nil
    }
}
