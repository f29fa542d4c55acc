/// Swings that keep crossing the middle in the second half of a course: of the mean accuracy about 0.5, or of the gap
/// between its two sides about 0 (the discriminator calling now everything real, now everything generated).
struct Oscillation: Hashable, Sendable {
    let reason: String

    /// nil where the course does not oscillate.
    /// - Parameters:
    ///   - half: its second half, in order.
    ///   - scale: of differences between outputs.
    init?(_ half: ArraySlice<Measurement>, scale: Double) {
        let mean = Swing(half.map { $0.accuracy.mean - 0.5 })
        let gap = Swing(half.map { ($0.accuracy.real.value - $0.accuracy.fake.value) / 2 })
        let output = Swing(half.map { ($0.realOutput + $0.fakeOutput) / 2 })
        let span = "between iterations \(half.first?.iteration ?? 0) and \(half.last?.iteration ?? 0)"
        if mean.isOscillation {
            reason =
                "The discriminator's mean accuracy swung by \(Verdict.text(mean.amplitude)) and crossed 0.5 "
                + "\(mean.crossings) times \(span)."
        } else if gap.isOscillation, output.amplitude >= VerdictThresholds.outputSwing * scale {
            reason =
                "The discriminator turned from calling most samples real to calling most generated, or back, "
                + "\(gap.crossings) times \(span)."
        } else {
            return nil
        }
    }
}

/// How far and how often a series swings about 0.
struct Swing: Hashable, Sendable {
    /// Between the 10 % and the 90 % quantile (nearest rank).
    let amplitude: Double
    /// Changes of sign among the values beyond the margin.
    let crossings: Int

    init(_ values: [Double], margin: Double = VerdictThresholds.crossingMargin) {
        let sorted = values.sorted()
        func quantile(_ q: Double) -> Double {
            sorted.isEmpty ? 0 : sorted[Int((q * Double(sorted.count - 1)).rounded())]
        }
        amplitude = quantile(0.9) - quantile(0.1)
        var crossings = 0
        var side = 0
        for value in values where abs(value) > margin {
            let now = value > 0 ? 1 : -1
            if side != 0, now != side { crossings += 1 }
            side = now
        }
        self.crossings = crossings
    }

    var isOscillation: Bool {
        amplitude >= VerdictThresholds.swing && crossings >= VerdictThresholds.crossings
    }
}
