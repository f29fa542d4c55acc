import Configuration
import Kernels

/// weight · E[(||∇D(x̂)|| - target)²], x̂ on the line from a real to a generated sample. Gulrajani et al. 2017, eq. 3.
struct InterpolatedGradientPenalty: SlopePenalty {
    static let elsewhere = [
        Elsewhere(.studioGAN, "apply_gp: true, gp_lambda: 10"),
        Elsewhere(
            .mmagic, "GradientPenaltyLoss",
            differs: "its norm is over the channels of each pixel unless norm_mode is HWC"),
        Elsewhere(
            .mmagic, "WGANGP",
            wrong:
                "it reads loss_weight and norm_mode; the gp_loss_weight 50 and gp_norm_mode of its configurations are not read, so the weight is 10"
        ),
        Elsewhere(
            .torchGAN, "WassersteinGradientPenalty(lambd=10)",
            wrong:
                "the norm is of the gradients of the whole batch together, (gradients.norm(2) - 1)**2, so the larger the batch the smaller each sample's; and one point of interpolation for the batch"
        ),
        Elsewhere(
            .tfGAN, "wasserstein_gradient_penalty, weights 1, target 1, one_sided",
            differs: "the square root is of 1e-10 more"),
        Elsewhere(.pyTorchGAN, "wgan_gp.py, lambda_gp 10"),
        Elsewhere(
            .gretel, "DGANConfig(gradient_penalty_coef=10)",
            wrong:
                "the norm is of the gradients of the whole batch together, so the larger the batch the smaller each sample's"
        ),
    ]

    static let declaration = Declaration(
        "gradient_penalty", "WGAN-GP: gradient norms near a target between real and generated samples",
        details: """
            Adds weight * E[(||grad D(x)|| - target)^2] to D's loss, x = e * real + (1 - e) * generated, e uniform from 0 to 1
            anew for every row; with `sides: one`, E[max(0, ||grad D(x)|| - target)^2]. Gulrajani et al. 2017
            (arXiv:1704.00028), eq. 3; one-sided: section 4 there, and Petzka et al. 2018. The gradient is exact. With
            instance_noise or packing, x lies between what D sees. The losses that are reported are without it. D's layers
            must not include batch_norm (see r1).
            """,
        keys: TargetedSlope.keys, shorthand: "weight",
        example: "regularization: [gradient_penalty: {weight: 10}]")
    let slope: TargetedSlope
    let every: Int
    let points = PenaltyPoints.made

    init(_ values: Values) {
        slope = TargetedSlope(values)
        every = values.optionalInteger("every") ?? 1
    }

    func cost(_ norm: Double) -> (value: Double, slopeOverNorm: Double) { slope.cost(norm) }

    func make(_ site: PointSite) { site.interpolate() }
}

extension PointSite {
    /// Points on the lines from real to generated samples, evenly distributed.
    func interpolate() {
        Random.fillUniform(shares, count: rows, low: 0, high: 1, at: address, workers: workers)
        RowBlends.blend(real, fake, shares: shares, into: points, rows: rows, columns: size, workers: workers)
    }
}
