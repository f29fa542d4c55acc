import Configuration

/// D sees x + e, e ~ N(0, std²), for real and generated samples alike. Sønderby et al. 2017, section 2.3.
struct InstanceNoise: InputNoise {
    static let declaration = Declaration(
        "instance_noise", "Gaussian noise on everything that the discriminator sees in training",
        details: """
            D is trained on x + e and judges G(z) + e for the generator's update, e ~ N(0, std^2) anew for every value:
            the two distributions then overlap, and D's best answer is smooth. Sønderby et al. 2017 (arXiv:1610.04490);
            Arjovsky & Bottou 2017. With `final` the deviation runs along a straight line from std to final over the
            run's iterations; `schedule` is a factor of it. Evaluations and samples are without noise.
            """,
        keys: [
            Key("std", .real(.positive), default: .real(0.1), "standard deviation, in the data's units"),
            Key("final", .real(.nonNegative), default: .null, "standard deviation at the run's end; default: std"),
        ],
        shorthand: "std", example: "regularization: [instance_noise: {std: 0.1, final: 0}]")
    static let scheduledKeys = ["std", "final"]
    let std: Double, final: Double

    init(_ values: Values) {
        std = values.real("std")
        final = values.optionalReal("final") ?? std
    }

    /// Along a straight line.
    func deviation(at iteration: Int, of total: Int) -> Double {
        std + (final - std) * Double(iteration) / Double(total)
    }
}
