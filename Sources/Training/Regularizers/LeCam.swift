import Configuration

/// weight · (E[max(0, D(x) - f)²] + E[max(0, r - D(G(z)))²]), r and f running means of D on real and generated samples.
/// Tseng et al. 2021, eq. 4, as their code has it: the paper squares the differences whatever their sign.
struct LeCam: OutputPenalty {
    static let elsewhere = [
        Elsewhere(.studioGAN, "apply_lecam: true, lecam_lambda: 0.3, decay 0.99")
    ]

    static let declaration = Declaration(
        "lecam", "keeps the discriminator's outputs near running means of those on the other side",
        details: """
            Adds weight * (E[max(0, D(x) - f)^2] + E[max(0, r - D(G(z)))^2]) to D's loss, r and f running means of D's
            outputs, before any sigmoid, on real and on generated samples: m <- decay * m + (1 - decay) * mean(batch), taken
            before they are used; until iteration `start` they are the batch's and the term is left out. Tseng et al. 2021
            (arXiv:2104.03310), for small sets of data: eq. 4, to which their code adds the max. The losses that are
            reported are without it.
            google/lecam-gan: these defaults, weight 0.3 in its scripts; its StyleGAN2 has decay 0.99 from the beginning.
            """,
        keys: [
            Key("weight", .real(.positive), default: .real(0.3), "factor of both terms"),
            Key("decay", .real(RealRange(0, 1, includesUpper: false)), default: .real(0.9), "of the running means"),
            Key(
                "start", .integer(0...1_000_000_000), default: .integer(1000),
                "iterations before the term takes part"),
        ],
        shorthand: "weight", example: "regularization: [lecam: {weight: 0.3, start: 1000}]")
    static let memory = [RememberedNumber("real"), RememberedNumber("fake")]
    let weight: Double, decay: Double, start: Int

    init(_ values: Values) {
        weight = values.real("weight")
        decay = values.real("decay")
        start = values.integer("start")
    }

    func addGradient(_ site: OutputSite) {
        let isDue = site.iteration >= start
        let keep = isDue ? decay : 0
        follow(site.memory, site.real, keep)
        follow(site.memory + 1, site.fake, keep)
        guard isDue, site.factor > 0 else { return }
        add(site.real, from: Float(site.memory[1]), sign: 1, site.factor)
        add(site.fake, from: Float(site.memory[0]), sign: -1, site.factor)
    }

    private func follow(_ mean: UnsafeMutablePointer<Double>, _ batch: LossBatch, _ keep: Double) {
        var sum = 0.0
        for i in 0..<batch.count { sum += Double(batch.outputs[i]) }
        mean.pointee = keep * mean.pointee + (1 - keep) * sum / Double(batch.count)
    }

    /// Adds the gradient of share * weight * mean max(0, sign * (output - bound))² by the outputs.
    private func add(_ batch: LossBatch, from bound: Float, sign: Float, _ share: Double) {
        let factor = Float(2 * weight * share) * batch.scale
        for i in 0..<batch.count { batch.gradient[i] += factor * sign * max(0, sign * (batch.outputs[i] - bound)) }
    }
}
