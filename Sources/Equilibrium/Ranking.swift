/// What the order of a discriminator's outputs says, apart from any threshold.
public enum Ranking {
    /// The probability that a real sample's output is above a generated one's, ties counted half: the area under the
    /// ROC curve, which is the Mann-Whitney statistic over the number of pairs. 0.5 where nothing separates the two;
    /// not a number where one side is empty.
    public static func areaUnderCurve(real: [Float], fake: [Float]) -> Double {
        guard !real.isEmpty, !fake.isEmpty else { return .nan }
        var sum = 0.0
        var fakesBelow = 0
        for group in groups(real: real, fake: fake) {
            sum += Double(group.real) * (Double(fakesBelow) + Double(group.fake) / 2)
            fakesBelow += group.fake
        }
        return sum / (Double(real.count) * Double(fake.count))
    }

    /// The threshold with the best mean accuracy on these outputs; among equals the one whose two accuracies are
    /// nearest to each other, then the lowest. Candidates are the outputs themselves (where ties count half) and the
    /// points midway between neighbours. 0 where a side is empty.
    public static func bestThreshold(real: [Float], fake: [Float]) -> Double {
        guard !real.isEmpty, !fake.isEmpty else { return 0 }
        let groups = groups(real: real, fake: fake)
        var best = (threshold: 0.0, mean: -1.0, gap: 0.0)
        func consider(_ threshold: Double, _ realBelow: Double, _ fakeBelow: Double) {
            let real = 1 - realBelow / Double(real.count)
            let fake = fakeBelow / Double(fake.count)
            let mean = (real + fake) / 2
            let gap = abs(real - fake)
            if mean > best.mean || (mean == best.mean && gap < best.gap) { best = (threshold, mean, gap) }
        }
        var realBelow = 0
        var fakeBelow = 0
        for (index, group) in groups.enumerated() {
            consider(
                Double(group.output), Double(realBelow) + Double(group.real) / 2,
                Double(fakeBelow) + Double(group.fake) / 2)
            realBelow += group.real
            fakeBelow += group.fake
            if index + 1 < groups.count {
                let midway = (Double(group.output) + Double(groups[index + 1].output)) / 2
                consider(midway, Double(realBelow), Double(fakeBelow))
            }
        }
        return best.threshold
    }

    /// Accuracy for a loss without a threshold of its own: the best threshold of one half of the samples (those of even
    /// index), measured on the other half, so that choosing it cannot flatter the discriminator.
    public static func accuracyAtValidatedThreshold(
        real: [Float], fake: [Float]
    ) -> (accuracy: Accuracy, threshold: Double) {
        func half(_ values: [Float], _ parity: Int) -> [Float] {
            stride(from: parity, to: values.count, by: 2).map { values[$0] }
        }
        let threshold = bestThreshold(real: half(real, 0), fake: half(fake, 0))
        return (Accuracy(real: half(real, 1), fake: half(fake, 1), threshold: threshold), threshold)
    }

    /// The distinct outputs in rising order, with how many of each side have them.
    private static func groups(real: [Float], fake: [Float]) -> [(output: Float, real: Int, fake: Int)] {
        var tagged = real.map { (output: $0, real: 1, fake: 0) } + fake.map { (output: $0, real: 0, fake: 1) }
        tagged.sort { $0.output < $1.output }
        var groups: [(output: Float, real: Int, fake: Int)] = []
        for item in tagged {
            if let last = groups.last, last.output == item.output {
                groups[groups.count - 1].real += item.real
                groups[groups.count - 1].fake += item.fake
            } else {
                groups.append(item)
            }
        }
        return groups
    }
}
