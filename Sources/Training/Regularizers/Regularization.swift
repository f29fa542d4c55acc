import Configuration

/// All regularizers of a run together, as training needs them.
public struct Regularization: Sendable {
    private let noises: [Scheduled<any InputNoise>]
    let outputPenalties: [Scheduled<any OutputPenalty>]
    private let selections: [any FakeSelection]
    let parameterPenalties: [Scheduled<any ParameterPenalty>]
    let consistency: Scheduled<Consistency>?
    let latentConsistency: Scheduled<LatentConsistency>?
    let pathLength: Scheduled<PathLength>?
    private let replacement: (any RealReplacement)?
    /// Those on real samples first, those on points of their own last.
    let penalties: [Scheduled<any SlopePenalty>]

    public init(_ choices: [Choice] = []) {
        let entries = choices.map {
            Scheduled(entry: Regularizers.registry.make($0), schedule: WeightSchedule($0.weightSchedule))
        }
        noises = entries.compactMap { $0.of((any InputNoise).self) }
        outputPenalties = entries.compactMap { $0.of((any OutputPenalty).self) }
        selections = entries.compactMap { $0.entry as? any FakeSelection }
        parameterPenalties = entries.compactMap { $0.of((any ParameterPenalty).self) }
        consistency = entries.lazy.compactMap { $0.of(Consistency.self) }.first
        pathLength = entries.lazy.compactMap { $0.of(PathLength.self) }.first
        latentConsistency = entries.lazy.compactMap { $0.of(LatentConsistency.self) }.first
        replacement = entries.lazy.compactMap { $0.entry as? any RealReplacement }.first
        let penalties = entries.compactMap { $0.of((any SlopePenalty).self) }
        self.penalties = [PenaltyPoints.real, .fake, .made].flatMap { points in
            penalties.filter { $0.entry.points == points }
        }
        hasMadePoints = penalties.contains { $0.entry.points == .made }
    }

    /// Whether the discriminator's layers must let a gradient be differentiated again.
    var hasPenalty: Bool { !penalties.isEmpty }

    /// Whether a penalty makes points of its own. Stored: updates ask for it, and looking for it would allocate.
    let hasMadePoints: Bool

    var hasNoise: Bool { !noises.isEmpty }

    /// The loss as a sum of terms of either side, so that the sides can pass one after the other; nil: the loss, or a
    /// term beside it, takes both sides' outputs before either's gradient goes back.
    func separable(_ loss: any Loss) -> (any SeparableLoss)? {
        outputPenalties.isEmpty ? loss as? any SeparableLoss : nil
    }

    /// The numbers that entries keep.
    var remembered: [(name: String, numbers: [RememberedNumber])] {
        outputPenalties.map { (type(of: $0.entry).declaration.name, type(of: $0.entry).memory) }
            + (pathLength == nil ? [] : [(PathLength.declaration.name, PathLength.memory)])
    }

    /// Adds the gradients of the terms made of outputs.
    /// - Parameters:
    ///   - memory: of `remembered`.
    ///   - threshold: the output that the loss takes for undecided.
    ///   - samples: of either side.
    func addOutputPenalties(
        _ real: LossBatch, _ fake: LossBatch, _ memory: TrainerMemory, at place: UpdatePlace, threshold: Float,
        samples: Int
    ) {
        var index = 0
        while index < outputPenalties.count {
            let penalty = outputPenalties[index].entry
            penalty.addGradient(
                OutputSite(
                    real: real, fake: fake, memory: memory.numbers(of: type(of: penalty).declaration.name),
                    iteration: place.iteration, threshold: threshold, samples: samples,
                    factor: outputPenalties[index].factor(at: place)))
            index += 1
        }
    }

    /// The probability with which a real sample of a discriminator's update is replaced by a generated one.
    /// - Parameter memory: of `remembered`.
    func replacedShare(_ memory: TrainerMemory) -> Double {
        guard let replacement else { return 0 }
        return replacement.probability(memory.numbers(of: type(of: replacement).declaration.name))
    }

    /// Leaves the generator's loss its gradient by the samples that it is to learn from.
    func select(_ fake: LossBatch, epochs: Double) {
        var index = 0
        while index < selections.count {
            let kept = selections[index].kept(of: fake.count, epochs: epochs)
            if kept < fake.count { fake.keepHighest(kept) }
            index += 1
        }
    }

    /// The standard deviation of all noises together. `iteration` counts from 0.
    func noise(at iteration: Int, of total: Int) -> Double {
        func deviation(_ noise: Scheduled<any InputNoise>) -> Double {
            noise.factor(at: iteration, of: total) * noise.entry.deviation(at: iteration, of: total)
        }
        if noises.count == 1 { return deviation(noises[0]) }
        return noises.reduce(0) { sum, noise in
            let deviation = deviation(noise)
            return sum + deviation * deviation
        }.squareRoot()
    }

    /// Rows of a pass of the discriminator that penalties look at; nil without any.
    /// - Parameter singlePass: whether generated samples follow real ones in one pass.
    func penalizedRows(batch: Int, singlePass: Bool) -> Int? {
        guard hasPenalty else { return nil }
        return singlePass && penalties.contains { $0.entry.points == .fake } ? 2 * batch : batch
    }
}
