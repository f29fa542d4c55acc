import Configuration

/// real · E[(D(x) - D(T(x)))²] + fake · E[(D(G(z)) - D(T(G(z))))²], T random changes of images. Zhang et al. 2020, eq.
/// 2; Zhao et al. 2021, eq. 3.
struct Consistency: Regularizer {
    static let elsewhere = [
        Elsewhere(.studioGAN, "apply_cr: true, cr_lambda: 10; apply_bcr: true, real_lambda: 10, fake_lambda: 10")
    ]

    static let declaration = Declaration(
        "consistency", "the discriminator is to give changed images the outputs of the images themselves: CR, bCR",
        details: """
            Adds real * E[(D(x) - D(T(x)))^2] + fake * E[(D(G(z)) - D(T(G(z))))^2] to D's loss, D before any sigmoid and T
            the changes of `augmentation`, drawn anew; the gradient goes through both outputs. With fake: 0, the default, it
            is CR (Zhang et al. 2020, arXiv:1910.12027, eq. 2); with fake: 10 bCR (Zhao et al. 2021, arXiv:2002.04724, eq. 3,
            without its changes of the noise, zCR). x is what D sees. Each side that takes part costs another pass of D over
            twice the batch. The losses that are reported are without it. D's layers must not include batch_norm.
            """,
        keys: [
            Key("real", .real(.nonNegative), default: .real(10), "factor of the term on real samples"),
            Key("fake", .real(.nonNegative), default: .real(0), "factor of the term on generated samples"),
            Key(
                "augmentation", .choices(.augmentations), default: .null,
                "the changes; default: [flip, translation]"),
        ],
        shorthand: "real", example: "regularization: [consistency: {real: 10, fake: 10}]")
    static let scheduledKeys = ["real", "fake"]
    let real: Double, fake: Double
    let augmentations: [any Augmentation]

    init(_ values: Values) {
        real = values.real("real")
        fake = values.real("fake")
        augmentations =
            values["augmentation"] == .null
            ? [Flip(Values([:])), Translation(Values(["share": .real(0.125)]))]
            : values.choices("augmentation").map { Augmentations.registry.make($0) }
    }

    /// Writes the gradient of weight * mean (a - b)² by outputs a and b: 2 * weight / count * (a - b) and minus that.
    /// - Parameters:
    ///   - outputs: [2 * count], a before b, as is `gradient`.
    static func writeGradient(
        _ outputs: UnsafePointer<Float>, count: Int, weight: Double, into gradient: UnsafeMutablePointer<Float>
    ) {
        let factor = Float(2 * weight / Double(count))
        for i in 0..<count {
            let difference = factor * (outputs[i] - outputs[count + i])
            (gradient[i], gradient[count + i]) = (difference, -difference)
        }
    }
}
