import Configuration
import Kernels

/// G minimises ||E[f(x)] - E[f(G(z))]||², f hidden features of D, which plays as in `NonSaturating`. Salimans et al.
/// 2016, section 3.1.
struct FeatureMatching: FeatureLoss {
    static let elsewhere = [
        Elsewhere(
            .studioGAN, "apply_fm: true, fm_lambda as weight is adversarial: 1, distance: absolute",
            differs: "beside whatever adv_loss names"),
        Elsewhere(
            .torchGAN, "FeatureMatchingGeneratorLoss",
            wrong:
                "it compares each generated sample's features with those of a real one that it has nothing to do with, "
                + "and not their means"),
    ]

    static let declaration = Declaration(
        "feature_matching", "G matches the means of the discriminator's hidden features",
        details: """
            G: weight * ||mean f(x) - mean f(G(z))||^2, the means over a real and a generated batch and the square summed over
            the features, f what the discriminator's last layer with weights reads, in training mode. Salimans et al. 2016
            (arXiv:1606.03498), section 3.1. D plays as with non_saturating, label_smoothing included. G's update shows D real
            samples too, those of D's update of the same number; they are held.
            distance: absolute takes the mean absolute difference in its place; adversarial: w adds w times G's loss of
            non_saturating, whose place feature matching takes otherwise. The loss that is reported is without the factor
            of `schedule`.
            At equilibrium D = (r+f)/2 and D's loss is 2 ln 2 = 1.3863, as with non_saturating. G's loss has no value there: with
            equal distributions the difference of the means is 0 on average, and its square over batches of n is
            2/n times the variance that the features then have.
            """,
        keys: [
            Key("weight", .real(.positive), default: .real(1), "factor of the distance"),
            Key("distance", .word(["squared", "absolute"]), default: .text("squared"), "between the means"),
            Key("adversarial", .real(.nonNegative), default: .real(0), "factor of G's usual loss beside it"),
            .schedule(of: ["weight"]),
        ],
        shorthand: "weight", example: "loss: feature_matching")
    static let hasTargets = true
    static let output = DiscriminatorOutput.probability
    static let comparesSides = true
    let weight: Double, adversarial: Double
    let isAbsolute: Bool

    init(_ values: Values) {
        weight = values.real("weight")
        adversarial = values.real("adversarial")
        isAbsolute = values.text("distance") == "absolute"
    }

    func equilibrium(_ smoothing: LabelSmoothing) -> LossEquilibrium {
        let logistic = LossEquilibrium.logistic(smoothing) { _ in 0 }
        return LossEquilibrium(
            output: logistic.output, discriminatorLoss: logistic.discriminatorLoss, generatorLoss: nil,
            inWords: adversarial == 0 ? "small, by batch" : "any", threshold: logistic.threshold)
    }

    func discriminatorOnReal(_ batch: LossBatch) -> Double { batch.crossEntropy() }
    func discriminatorOnFake(_ batch: LossBatch) -> Double { batch.crossEntropy() }

    /// Of the outputs alone.
    func generator(_ batch: LossBatch) -> Double {
        let value = batch.crossEntropy()
        for i in 0..<batch.count { batch.gradient[i] *= Float(adversarial) }
        return adversarial > 0 ? adversarial * value : 0
    }

    func match(_ site: FeatureSite) -> Double {
        var sum = 0.0
        let share = 1 / Double(site.rows)
        for i in 0..<site.count {
            let difference = Double(site.fake[i]) - Double(site.real[i])
            if isAbsolute {
                let factor = weight / Double(site.count)
                sum += factor * abs(difference)
                site.gradient[i] = Float(difference == 0 ? 0 : difference > 0 ? factor * share : -factor * share)
            } else {
                sum += weight * difference * difference
                site.gradient[i] = Float(2 * weight * share * difference)
            }
        }
        return sum
    }
}
