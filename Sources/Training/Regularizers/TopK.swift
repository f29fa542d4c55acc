import Configuration
import Foundation

/// The generator learns from the samples that the discriminator rates highest. Sinha et al. 2020, section 3.
struct TopK: FakeSelection {
    static let elsewhere = [
        Elsewhere(.studioGAN, "apply_topk: true, topk_gamma: 0.99, topk_nu: 0.5")
    ]

    static let declaration = Declaration(
        "top_k", "the generator learns from its best samples alone, of which there are fewer and fewer",
        details: """
            The mean of G's loss is taken over the k samples of the batch with the highest outputs of D; the others get no
            gradient. k = max(decay^e, least) * batch, rounded down and at least 1, e the passes over the data so far,
            rounded down. Sinha et al. 2020 (arXiv:2002.06224), algorithm 1. It stands in the discriminator's
            regularization, whose outputs it reads. The loss that is reported is over all samples.
            """,
        keys: [
            Key("decay", .real(RealRange(0, 1, includesLower: false)), default: .real(0.99), "of k, for every epoch"),
            Key("least", .real(RealRange(0, 1, includesLower: false)), default: .real(0.5), "of the batch, that stays"),
        ],
        shorthand: "decay", example: "regularization: [top_k: {decay: 0.99, least: 0.5}]")
    static let scheduledKeys: [String] = []
    let decay: Double, least: Double

    init(_ values: Values) {
        decay = values.real("decay")
        least = values.real("least")
    }

    func kept(of count: Int, epochs: Double) -> Int {
        max(1, Int(max(pow(decay, epochs.rounded(.down)), least) * Double(count)))
    }
}
