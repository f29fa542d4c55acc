import Configuration
import Kernels

/// weight · max ||∇D(x̂)||², x̂ on the line from a real to a generated sample. Zhou et al. 2019, section 4.
struct MaxGradientPenalty: SlopePenalty {
    static let elsewhere = [
        Elsewhere(.studioGAN, "apply_maxgp: true, maxgp_lambda as weight")
    ]

    static let declaration = Declaration(
        "max_gradient_penalty", "the batch's largest gradient norm, squared, between real and generated samples",
        details: """
            Adds weight * max ||grad D(x)||^2 to D's loss, the largest over the batch's x = e * real + (1 - e) * generated, e
            uniform from 0 to 1 anew for every row. Zhou et al. 2019 (LGAN, arXiv:1902.05687), section 4: what is
            penalized is D's Lipschitz constant itself, as far as the batch shows it. The gradient is exact: it is that of
            the row with the longest one. With instance_noise or packing, x lies between what D sees. The losses that are
            reported are without it. D's layers must not include batch_norm (see r1).
            """,
        keys: [Key("weight", .real(.positive), default: .real(10), "factor of the penalty"), .every],
        shorthand: "weight", example: "regularization: [max_gradient_penalty: {weight: 1}]")
    let weight: Double
    let every: Int
    let points = PenaltyPoints.made
    let isOfLargest = true

    init(_ values: Values) {
        weight = values.real("weight")
        every = values.optionalInteger("every") ?? 1
    }

    func cost(_ norm: Double) -> (value: Double, slopeOverNorm: Double) { (weight * norm * norm, 2 * weight) }

    func make(_ site: PointSite) { site.interpolate() }
}
