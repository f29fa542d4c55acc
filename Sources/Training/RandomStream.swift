import Kernels

/// The streams of random numbers of a run: every use has its own, so that no use can shift another's numbers. A number
/// is addressed by (seed, stream, iteration, element); what "iteration" counts is said here.
///
/// These numbers are part of what makes a run repeatable: never reuse one, never renumber.
public enum RandomStream: UInt32, CaseIterable, Sendable {
    /// First parameters; counts the network's tensors.
    case generatorParameters = 1
    case discriminatorParameters = 2
    /// The order of the training samples; counts epochs.
    case batches = 3
    /// Which labels of real samples are swapped; counts discriminator updates.
    case realFlips = 4
    /// Which labels of generated samples are swapped; counts discriminator updates.
    case fakeFlips = 5
    /// Noise for a discriminator update's fakes; counts discriminator updates.
    case discriminatorNoise = 6
    /// Noise for a generator update's fakes, where fresh; counts generator updates.
    case generatorNoise = 7
    /// Dropout in the generator while it makes fakes for the discriminator; counts discriminator updates.
    case generatorDropoutForDiscriminator = 8
    /// Dropout in the generator while it makes fakes for itself; counts generator updates.
    case generatorDropout = 9
    /// Dropout in the discriminator's own updates, on real samples or on both in one pass; counts its updates.
    case discriminatorDropout = 10
    /// Dropout in the discriminator's own updates on fakes, where those pass separately; counts its updates.
    case discriminatorDropoutOnFakes = 11
    /// Dropout in the discriminator while it judges for the generator; counts generator updates.
    case discriminatorDropoutForGenerator = 12
    /// Noise for an evaluation's fakes; counts iterations.
    case evaluationNoise = 13
    /// Noise for sample pictures: always iteration 0, so that the same points are seen throughout a run.
    case sampleNoise = 14
    /// Noise on what the discriminator sees in its own updates, real samples before generated ones; counts its updates.
    case instanceNoise = 15
    /// Noise on the fakes that it judges for the generator; counts generator updates.
    case instanceNoiseForGenerator = 16
    /// Dropout in the discriminator while it judges real samples for the generator's loss; counts generator updates.
    case discriminatorDropoutForGeneratorOnReal = 17
    /// Noise on those samples; counts generator updates.
    case instanceNoiseForGeneratorOnReal = 18
    /// Dropout in the discriminator at points that a penalty has made; counts discriminator updates.
    case discriminatorDropoutAtPoints = 19
    /// Those points; counts discriminator updates, times 16, and the penalties of one.
    case penaltyPoints = 20
    /// Augmentations of what the discriminator sees in its own updates, real samples before generated ones; counts its
    /// updates. Whether they are applied: `augmentationGates` more.
    case augmentation = 21
    /// Augmentations of the fakes that the discriminator judges for the generator; counts generator updates.
    case augmentationForGenerator = 22
    /// Augmentations of the real samples that it judges for the generator's loss; counts generator updates.
    case augmentationForGeneratorOnReal = 23
    /// Changes of samples whose outputs are compared with those of the samples themselves; counts discriminator
    /// updates, times 2, and the sides of one.
    case consistency = 24
    /// Dropout in the discriminator where it sees those samples; counts as `consistency` does.
    case discriminatorDropoutForConsistency = 25
    /// Conditions on columns, with the real samples that fulfil them; counts discriminator updates.
    case conditions = 26
    /// Conditions for the fakes of generator updates; counts those.
    case conditionsForGenerator = 27
    /// Targets of real samples, where they are drawn from a range; counts discriminator updates.
    case realTargets = 28
    /// Targets of generated samples; counts discriminator updates.
    case fakeTargets = 29
    /// Which real samples are replaced by generated ones; counts discriminator updates.
    case pseudoReals = 30
    // 31 to 33 and 46 are taken: see `augmentationGates`.
    /// What is added to the noise of a discriminator update's fakes, for samples near them; counts its updates.
    case latentChange = 34
    /// What is added to that of a generator update's fakes; counts generator updates.
    case latentChangeForGenerator = 35
    /// Augmentations of both samples; counts discriminator updates.
    case augmentationForLatentConsistency = 36
    /// Noise on both samples; counts discriminator updates.
    case instanceNoiseForLatentConsistency = 37
    /// Dropout in the discriminator where it sees both; counts discriminator updates.
    case discriminatorDropoutForLatentConsistency = 38
    /// Noise over the generator's samples, for the lengths of its paths; counts its updates.
    case pathLength = 39
    /// Dropout in the discriminator in the updates that a generator update looks ahead; counts generator updates, times
    /// 2048, and twice the updates of one, real samples or both in one pass before generated ones.
    case discriminatorDropoutAhead = 40
    /// Noise for the fakes that a fresh critic trains on, is stopped by and is tested on; counts as `criticIndex` says.
    case criticTrainingNoise = 101
    case criticValidationNoise = 102
    case criticTestNoise = 103
    /// Noise for the fakes among which a judge looks up neighbours; counts as `criticIndex` says.
    case referenceNoise = 107
    /// Noise for the fakes that sample metrics see, and whose variety is measured beside a critic: always iteration 0.
    case metricNoise = 105

    /// Noise for samples that are made of a finished run, by a seed of their own; counts blocks of them.
    case askedNoise = 106

    /// From an augmentation's stream to that of the numbers that say which samples are changed: 31 to 33 and 46 are
    /// taken so.
    static let augmentationGates: UInt32 = 10

    /// Of an update of the critic that judges the generator as it is after `iteration`.
    public static func criticIndex(iteration: Int, update: Int) -> Int { iteration << 32 + update }

    func address(seed: UInt64, at iteration: Int) -> RandomAddress {
        RandomAddress(seed: seed, stream: rawValue, iteration: UInt64(iteration))
    }
}
