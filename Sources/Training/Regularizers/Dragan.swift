import Configuration
import Kernels

/// weight · E[(||∇D(x + e)|| - target)²] over real samples x, e normal noise. Kodali et al. 2017, section 2.4.
struct Dragan: SlopePenalty {
    static let elsewhere = [
        Elsewhere(
            .studioGAN, "apply_dra: true",
            differs: "one-sided, around x + a * 0.5 * std * U(0, 1)"),
        Elsewhere(
            .torchGAN, "DraganGradientPenalty(lambd=10)",
            wrong: "as its WassersteinGradientPenalty: one norm of the whole batch's gradients"),
        Elsewhere(
            .pyTorchGAN, "dragan.py, lambda_gp 10",
            wrong:
                "only the penalty is differentiated: d_loss.backward() is missing, so the discriminator never learns to tell samples apart; and the norm is over channels alone"
        ),
    ]

    static let declaration = Declaration(
        "dragan", "gradient norms near a target around real samples",
        details: """
            Adds weight * E[(||grad D(x + e)|| - target)^2] to D's loss, x real, e ~ N(0, (std * s)^2) for every value, s the
            standard deviation of all values of the batch; with `sides: one` only norms above the target cost. Kodali et
            al. 2017 (arXiv:1705.07215), section 2.4. (Their code draws e uniformly and goes a random part of the way.) The
            gradient is exact. With instance_noise or packing, x is what D sees. The losses that are reported are without
            it. D's layers must not include batch_norm (see r1).
            """,
        keys: TargetedSlope.keys + [
            Key(
                "std", .real(.positive), default: .real(0.5),
                "of the noise, in standard deviations of the batch's values")
        ],
        shorthand: "weight", example: "regularization: [dragan: {weight: 10}]")
    let slope: TargetedSlope
    let every: Int
    let std: Double
    let points = PenaltyPoints.made

    init(_ values: Values) {
        slope = TargetedSlope(values)
        every = values.optionalInteger("every") ?? 1
        std = values.real("std")
    }

    func cost(_ norm: Double) -> (value: Double, slopeOverNorm: Double) { slope.cost(norm) }

    func make(_ site: PointSite) {
        let count = site.rows * site.size
        let mean = Reductions.sum(site.real, count: count, workers: site.workers) / Double(count)
        let square = Reductions.squaredNorm(site.real, count: count, workers: site.workers) / Double(count)
        let deviation = std * max(0, square - mean * mean).squareRoot()
        Random.fillNormal(
            site.points, count: count, deviation: Float(deviation), at: site.address, workers: site.workers)
        Elementwise.add(site.real, site.points, into: site.points, count: count, workers: site.workers)
    }
}
