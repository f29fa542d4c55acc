import Configuration

/// Weights whose variance keeps the signal's through rectified layers.
struct KaimingInitializer: Initializer {
    static let declaration = Declaration(
        "kaiming", "variance from inputs (or outputs), for relu and similar",
        details: """
            std = sqrt(2 / (1 + slope²) / fan). He et al. 2015, equation 15. fan_in and fan_out are counted as in PyTorch.
            The default slope, sqrt(5), gives the uniform ±1/sqrt(fan_in) with which PyTorch's Linear and Conv2d start;
            slope 0 is for layers before a relu. PyTorch: init.kaiming_uniform_, init.kaiming_normal_.
            """,
        keys: [
            InitialDistribution.key,
            Key(
                "mode", .word(["fan_in", "fan_out"]), default: .text("fan_in"),
                "`fan_in` keeps the forward pass's variance, `fan_out` the backward pass's"),
            Key(
                "slope", .real(.nonNegative), default: .real(5.0.squareRoot()),
                "slope of the leaky_relu that follows; 0 for relu"),
        ],
        example: "initializer: {kaiming: {slope: 0.2}}")

    let distribution: InitialDistribution
    let usesInputs: Bool
    let slope: Double

    init(_ values: Values) {
        distribution = InitialDistribution(values)
        usesInputs = values.text("mode") == "fan_in"
        slope = values.real("slope")
    }

    func values(_ shape: [Int]) -> InitialValues {
        let fan = Fan(shape)
        return distribution.values((2 / (1 + slope * slope) / Double(usesInputs ? fan.in : fan.out)).squareRoot())
    }
}
