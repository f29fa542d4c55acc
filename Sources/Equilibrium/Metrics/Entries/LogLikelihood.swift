import Configuration
import Datasets

/// How likely the samples are under the mixture that the data come from, and the data under one fitted to the samples.
struct LogLikelihood: SampleMetric {
    static let declaration = Declaration(
        "log_likelihood",
        "mixtures: log density of the samples under the truth, and of held-out data under a fit to them",
        details: """
            log_likelihood_generated = mean over generated samples x of ln p(x), with p the data's own mixture: low where
            samples lie where data do not, and above its value for real samples where they crowd into the modes' middles.
            log_likelihood_held_out = mean over held-out samples of ln q(x), with q a mixture of normal distributions
            with diagonal covariances fitted to the generated samples: low where modes are missing. Both are nats, and
            both are minus the data's entropy for a perfect generator. L_syn and L_test of CTGAN (Xu et al. 2019,
            arXiv:1907.00503, section 5.1) as its program computes them: 6 components for 5 modes, so 30 for 25 and 10
            for 8; k-means, then at most 100 steps of EM, until one adds less than 1e-3; 1e-6 is added to variances. Here
            from three fixed starts, of which the likeliest fit counts. Takes about a second.
            """,
        keys: [
            Key(
                "components", .integer(1...1000), default: .null,
                "of the fitted mixture; default: 6 for 5 modes, rounded up"),
            .samples(default: 10_000),
        ], example: "evaluation: {metrics: [log_likelihood]}")
    static let columns = [
        MetricColumn(
            "log_likelihood_generated", "mean log density of generated samples under the data's mixture, in nats",
            better: .neither),
        MetricColumn(
            "log_likelihood_held_out",
            "mean log density of held-out samples under a mixture fitted to the generated ones, in nats",
            better: .higher),
    ]
    /// Asked for where a paper's table is the question.
    static let isCheap = false

    static func objection(to data: DataTraits) -> String? {
        data.labels == .modes ? nil : "needs the modes of a mixture"
    }

    let components: Int?
    let samples: Int

    init(_ values: Values) {
        components = values.optionalInteger("components")
        samples = values.integer("samples")
    }

    func measure(_ set: SampleSet) -> [Double?] {
        let generated = set.generated.points(samples)
        // A mode of no width has no density.
        guard let truth = NormalMixture(set.modes) else { return [nil, nil] }
        let count = components ?? (6 * set.modes.count + 4) / 5
        guard generated.count >= count * truth.dimensions else { return [truth.meanLogDensity(generated), nil] }
        let fitted = MixtureFit().mixture(of: generated, dimensions: truth.dimensions, components: count)
        return [truth.meanLogDensity(generated), fitted.meanLogDensity(set.heldOut.points(samples))]
    }
}

extension NormalMixture {
    /// Equally likely modes; nil without any, or with one of no width.
    fileprivate init?(_ modes: [Mode]) {
        guard let first = modes.first, modes.allSatisfy({ $0.standardDeviation > 0 }) else { return nil }
        self.init(
            dimensions: first.center.count, weights: modes.map { _ in 1 / Double(modes.count) },
            means: modes.flatMap { $0.center.map(Double.init) },
            variances: modes.flatMap { mode in
                mode.center.map { _ in Double(mode.standardDeviation) * Double(mode.standardDeviation) }
            })
    }
}

extension Samples {
    /// The values of the first `limit` samples.
    fileprivate func points(_ limit: Int) -> [Double] { values(of: 0..<min(limit, count)).map(Double.init) }
}
