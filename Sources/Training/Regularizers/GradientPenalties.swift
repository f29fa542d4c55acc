import Configuration

/// weight/2 · E[||∇D(x)||²] over real samples x. Mescheder, Geiger & Nowozin 2018, eq. 9 (Roth et al. 2017 before
/// them).
struct RealGradientPenalty: SlopePenalty {
    static let elsewhere = [
        Elsewhere(.studioGAN, "apply_r1_reg: true, r1_lambda as weight"),
        Elsewhere(
            .mmagic, "r1_gradient_penalty_loss",
            differs:
                "not halved: its weight is half of the weight here; and its norm is over the channels of each pixel unless norm_mode is HWC"
        ),
    ]

    static let declaration = Declaration(
        "r1", "zero-centred gradient penalty at real samples",
        details: """
            Adds weight/2 * E[||grad D(x)||^2] over real samples x to D's loss, D(x) its output before any sigmoid.
            Mescheder, Geiger & Nowozin 2018 (arXiv:1801.04406), eq. 9: with it training is proven to converge locally,
            where unregularized GANs and WGANs need not. The gradient is exact. With instance_noise or packing, x is what
            D sees. The losses that are reported are without it. D's layers must not include batch_norm: with it every
            output depends on the whole batch, and there is no gradient of one output by its own sample
            (Gulrajani et al. 2017, section 4, for their penalty, who take layer_norm instead).
            weight: automatic is 0.0002 * height * width / batch_size, the rule of thumb of stylegan2-ada-pytorch (train.py,
            cfg auto), made for 256x256 and more: at 32x32 and batches of 64 it is 0.0032, where its own configuration for
            CIFAR-10 has 0.01. `saddle check` shows the number, and the run is the one that gives it.
            """,
        keys: [Squared.weight, .every],
        shorthand: "weight", example: "regularization: [r1: {weight: 10}]")
    let weight: Double
    let every: Int
    let points = PenaltyPoints.real

    init(_ values: Values) {
        weight = Squared.weight(values)
        every = values.optionalInteger("every") ?? 1
    }

    func cost(_ norm: Double) -> (value: Double, slopeOverNorm: Double) { Squared.cost(norm, weight) }
}

/// weight/2 · E[||∇D(x)||²] over generated samples x. Mescheder, Geiger & Nowozin 2018, eq. 10.
struct FakeGradientPenalty: SlopePenalty {
    static let declaration = Declaration(
        "r2", "zero-centred gradient penalty at generated samples",
        details: """
            Adds weight/2 * E[||grad D(x)||^2] over generated samples x to D's loss, D(x) its output before any sigmoid.
            Mescheder, Geiger & Nowozin 2018 (arXiv:1801.04406), eq. 10. The rest is as with r1.
            """,
        keys: [Squared.weight, .every],
        shorthand: "weight", example: "regularization: [r2: {weight: 10}]")
    let weight: Double
    let every: Int
    let points = PenaltyPoints.fake

    init(_ values: Values) {
        weight = Squared.weight(values)
        every = values.optionalInteger("every") ?? 1
    }

    func cost(_ norm: Double) -> (value: Double, slopeOverNorm: Double) { Squared.cost(norm, weight) }
}

private enum Squared {
    static let weight = Key(
        "weight", .either([.real(.positive), .word([RunSpec.automatic])]), default: .real(10),
        "twice the factor of the mean squared norm; automatic: from the size of the images and of the batch")

    /// Anything for one that is not known before the data is.
    static func weight(_ values: Values) -> Double {
        values["weight"] == .text(RunSpec.automatic) ? 1 : values.real("weight")
    }

    static func cost(_ norm: Double, _ weight: Double) -> (value: Double, slopeOverNorm: Double) {
        (weight / 2 * norm * norm, weight)
    }
}
