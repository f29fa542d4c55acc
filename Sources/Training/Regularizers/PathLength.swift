import Configuration

/// weight · E[(||Jᵀy|| - a)²], J the generator's Jacobian by its noise, y normal noise over the samples, a a running
/// mean of the norms. Karras et al. 2020, eq. 4.
struct PathLength: Regularizer {
    static let elsewhere = [
        Elsewhere(
            .studioGAN, "apply_pl_reg: true, pl_weight: 2, g_reg_interval: 4 as every",
            differs: "J is by StyleGAN's w, the mapping network's output"),
        Elsewhere(
            .mmagic, "gen_path_regularizer(loss_weight=2, decay=0.01), interval as every",
            differs: "J is by StyleGAN's w, the mapping network's output"),
    ]

    static let declaration = Declaration(
        "path_length", "a step in the noise is to change samples by as much wherever it is taken",
        details: """
            Adds weight * E[(||J^T y|| - a)^2] to G's loss, J the Jacobian of a sample by its noise z and y normal noise of the
            sample's shape over the root of the number of its pixels; J^T y is the gradient of y * G(z) by z. a is a running
            mean of the norms, a <- a + decay * (mean - a), taken before it is used and differentiated with it, as in
            StyleGAN2's code. Karras et al. 2020 (StyleGAN2, arXiv:1912.04958), eq. 4; the gradient is exact. There z is w, what a
            mapping network makes of the noise, and the term has a batch of its own, half as large; here it is the noise, and the
            batch that of G's update. It stands in the generator's regularization. a is the column path_length of metrics.csv. The
            losses that are reported are without it. G's layers must not include batch_norm: with it there is no Jacobian of
            one sample by its own noise. StyleGAN2 takes it every: 4 updates.
            """,
        keys: [
            Key("weight", .real(.positive), default: .real(2), "factor of the mean squared difference"),
            Key(
                "decay", .real(RealRange(0, 1, includesLower: false)), default: .real(0.01),
                "share of the new in the running mean"),
            Key(
                "every", .integer(1...1_000_000), default: .null,
                "generator updates from one term to the next, which is multiplied by as much; default: 1"),
        ],
        shorthand: "weight", example: "regularization: [path_length: {weight: 2, every: 4}]")
    static let players: Set<Player> = [.generator]
    static let memory = [RememberedNumber("mean")]
    let weight: Double, decay: Double
    let every: Int

    init(_ values: Values) {
        weight = values.real("weight")
        decay = values.real("decay")
        every = values.optionalInteger("every") ?? 1
    }

    /// Follows the lengths of a batch, and makes of each the term's derivative by it, over it.
    /// - Parameters:
    ///   - lengths: [count], replaced.
    ///   - mean: a.
    func follow(_ lengths: UnsafeMutablePointer<Double>, count: Int, mean: UnsafeMutablePointer<Double>) {
        var sum = 0.0
        for i in 0..<count { sum += lengths[i] }
        let average = sum / Double(count)
        mean.pointee += decay * (average - mean.pointee)
        let excess = average - mean.pointee
        for i in 0..<count {
            let slope = 2 * weight / Double(count) * (lengths[i] - mean.pointee - decay * excess)
            lengths[i] = lengths[i] > 0 ? Double(every) * slope / lengths[i] : 0
        }
    }
}
