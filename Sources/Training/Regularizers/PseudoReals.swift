import Configuration
import Kernels

/// Adaptive pseudo augmentation: a share of the real samples of the discriminator's updates is replaced by generated
/// ones. Jiang et al. 2021, section 3.
struct PseudoReals: RealReplacement {
    static let declaration = Declaration(
        "pseudo_reals", "APA: passes generated samples off as real to the discriminator, as often as it overfits",
        details: """
            In each of D's updates every real sample is, with probability p, replaced by the generated one of its place in
            the batch. Jiang et al. 2021 (APA, arXiv:2111.06849), for small sets of data. Unless `probability` is given, p
            is steered: after every `every` updates it changes by every * batch / samples, upwards where the mean sign of D's
            outputs on what passes for real is above the target, and downwards where it is below; from 0, where it starts,
            to 1. The sign is taken about the output that the loss takes for undecided. p is the column
            pseudo_real_probability of metrics.csv. With labels, a generated sample has the label of the real one in whose
            place it is. The generator's update is as it was. APA's code (DeceiveD): these defaults, and no upper bound.
            """,
        keys: [
            Key("probability", .real(.unit), default: .null, "p as a constant; default: steered"),
            Key("target", .real(RealRange(-1, 1)), default: .real(0.6), "the mean sign that changes nothing")
                .needing("probability", [.null]),
            Key(
                "samples", .integer(1...1_000_000_000), default: .integer(500_000),
                "real samples over which p can rise from 0 to 1"
            ).needing("probability", [.null]),
            Key("every", .integer(1...1_000_000), default: .integer(4), "discriminator updates between changes")
                .needing("probability", [.null]),
        ],
        shorthand: "probability", example: "regularization: [pseudo_reals]")
    static let memory = AdaptiveAugmentation.memory
    static let scheduledKeys: [String] = []
    let probability: Double?
    let controller: AdaptiveAugmentationSpec

    init(_ values: Values) {
        probability = values.optionalReal("probability")
        controller = AdaptiveAugmentationSpec(
            target: values.real("target"), samples: values.integer("samples"), every: values.integer("every"))
    }

    var needsThreshold: Bool { probability == nil }

    func probability(_ memory: UnsafePointer<Double>) -> Double { probability ?? memory[0] }

    func addGradient(_ site: OutputSite) {
        guard probability == nil else { return }
        AdaptiveAugmentation(spec: controller, threshold: site.threshold, numbers: site.memory)
            .watch(site.real.outputs, count: site.real.count, samples: site.samples)
    }
}
