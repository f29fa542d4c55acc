import Configuration

/// Steers the probability of augmentations by the discriminator's outputs on real training samples. Karras et al. 2020,
/// section 3.2.
struct AdaptiveAugmentation {
    static let name = "augmentation"
    static let memory = [RememberedNumber("probability"), RememberedNumber("signs"), RememberedNumber("updates")]

    let spec: AdaptiveAugmentationSpec
    /// The output that the loss takes for undecided.
    let threshold: Float
    /// The numbers that `memory` names, in its order.
    let numbers: UnsafeMutablePointer<Double>

    var probability: Double { numbers[0] }

    /// Takes in the outputs on the real samples of one of the discriminator's updates, and changes the probability
    /// after every so many of them.
    /// - Parameters:
    ///   - outputs: [count]
    ///   - samples: how many these rows hold together: more than `count` where several are packed into a row.
    func watch(_ outputs: UnsafePointer<Float>, count: Int, samples: Int) {
        var sum = 0
        for i in 0..<count { sum += outputs[i] > threshold ? 1 : outputs[i] < threshold ? -1 : 0 }
        numbers[1] += Double(sum) / Double(count)
        numbers[2] += 1
        guard Int(numbers[2]) == spec.every else { return }
        let excess = numbers[1] / numbers[2] - spec.target
        let step = Double(spec.every * samples) / Double(spec.samples)
        numbers[0] = min(max(numbers[0] + (excess > 0 ? step : excess < 0 ? -step : 0), 0), 1)
        (numbers[1], numbers[2]) = (0, 0)
    }
}
