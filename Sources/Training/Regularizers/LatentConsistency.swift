import Configuration
import Diagnostics
import Networks

/// discriminator · E[(D(G(z)) - D(G(z + e)))²] in D's loss, -generator · E[mean (G(z) - G(z + e))²] in G's, e small
/// noise. Zhao et al. 2021, zCR.
struct LatentConsistency: Regularizer {
    static let elsewhere = [
        Elsewhere(
            .studioGAN, "apply_zcr: true, radius: 0.05, d_lambda: 20, g_lambda: 0.5",
            differs:
                "the changed samples are not augmented where the others are; uniform noise is changed by uniform noise")
    ]

    static let declaration = Declaration(
        "latent_consistency",
        "zCR: near noise is to give outputs of the discriminator that are alike, and samples that are not",
        details: """
            Adds discriminator * E[(D(G(z)) - D(G(z + e)))^2] to D's loss, D before any sigmoid, and
            -generator * E[mean (G(z) - G(z + e))^2] to G's, the mean over a sample's values; e = std * N(0, 1), drawn anew for
            each update of either player. The gradients go through both sides. Zhao et al. 2021 (arXiv:2002.04724);
            with consistency: {real: 10, fake: 10} beside it it is their ICR. The defaults are StudioGAN's
            configurations; the paper writes the squared norm where here and there it is the mean over values.
            Both samples have the same label, and random layers, augmentations and instance_noise change both alike. With
            batch_norm in G each side has statistics of its own. The generator's term has no bound from below: its weight has to
            stay small. D's update costs another pass of G and one of D over twice the batch, G's another pass of G. The losses
            that are reported are without it. D's layers must not include batch_norm.
            """,
        keys: [
            Key(
                "discriminator", .real(.nonNegative), default: .real(20),
                "factor of D's term, which draws outputs together"),
            Key(
                "generator", .real(.nonNegative), default: .real(0.5), "factor of G's term, which drives samples apart"),
            Key(
                "std", .real(.positive), default: .real(0.05),
                "standard deviation of what is added to each component of z"),
        ],
        shorthand: "discriminator",
        example: "regularization: [latent_consistency: {discriminator: 20, generator: 0.5, std: 0.05}]")
    static let scheduledKeys = ["discriminator", "generator"]
    let discriminator: Double, generator: Double, deviation: Double

    init(_ values: Values) {
        discriminator = values.real("discriminator")
        generator = values.real("generator")
        deviation = values.real("std")
    }

    /// What is wrong with it in a run.
    static func findings(_ run: RunSpec, _ graph: Graph) -> [Diagnostic] {
        guard let choice = run.discriminator.regularization.first(where: { $0.name == declaration.name }) else {
            return []
        }
        var found: [Diagnostic] = []
        if graph.hasBatchStatistics {
            found.append(
                Diagnostic(
                    .error,
                    "latent_consistency compares outputs sample by sample, and a layer of the discriminator makes every "
                        + "output depend on the whole batch",
                    at: choice.location, help: "put layer_norm in the place of batch_norm, or spectral_norm: true"))
        }
        if run.training.order == .generatorFirst, run.training.fakes == .reuse {
            found.append(
                Diagnostic(
                    .error,
                    "latent_consistency compares samples of one generator, and the discriminator would reuse those of the "
                        + "generator before its update",
                    at: choice.location, help: "set training.fakes to fresh, or training.order to alternating"))
        }
        return found
    }
}
