import Foundation

/// Sounds at another rate: filled up with zeros, low-pass filtered and thinned out, as `scipy.signal.resample_poly`
/// does it by default (a sinc of 20 periods of the lower rate, windowed by Kaiser's window of 5).
public struct RateConversion: Sendable {
    private let up: Int, down: Int
    private let filter: [Double]
    private let half: Int

    /// Rates in samples a second.
    public init(from: Int, to: Int) {
        let divisor = Self.divisor(from, to)
        (up, down) = (to / divisor, from / divisor)
        let widest = max(up, down)
        half = 10 * widest
        let (half, cut) = (half, 1 / Double(widest))
        var taps = (0...2 * half).map { index -> Double in
            let x = Double(index - half)
            let share = half == 0 ? 0 : x / Double(half)
            return cut * Self.sinc(cut * x) * Self.bessel(5 * max(0, 1 - share * share).squareRoot()) / Self.bessel(5)
        }
        let sum = taps.reduce(0, +)
        for index in taps.indices { taps[index] *= Double(up) / sum }
        filter = taps
    }

    /// As many samples as the same time has at the new rate, rounded up.
    public func count(_ samples: Int) -> Int { (samples * up + down - 1) / down }

    /// - Parameter most: samples that are made at most: the first ones.
    public func convert(_ samples: [Float], most: Int = .max) -> [Float] {
        guard up != down, !samples.isEmpty else { return Array(samples.prefix(most)) }
        return (0..<min(count(samples.count), most)).map { output in
            // The sum over inputs i of x[i] · h[half + output · down - i · up].
            let centre = output * down
            let first = max(0, (centre - half + up - 1) / up)
            let last = min(samples.count - 1, (centre + half) / up)
            guard first <= last else { return 0 }
            var sum = 0.0
            for input in first...last { sum += Double(samples[input]) * filter[half + centre - input * up] }
            return Float(sum)
        }
    }

    private static func divisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : divisor(b, a % b) }

    private static func sinc(_ x: Double) -> Double { x == 0 ? 1 : sin(.pi * x) / (.pi * x) }

    /// The modified Bessel function of the first kind and order 0, by its series.
    private static func bessel(_ x: Double) -> Double {
        var (term, sum, k) = (1.0, 1.0, 1.0)
        while term > 1e-17 * sum {
            term *= (x / 2 / k) * (x / 2 / k)
            sum += term
            k += 1
        }
        return sum
    }
}
