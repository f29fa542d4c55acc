import Configuration

/// Weights whose variance balances forward and backward passes of linear layers.
struct XavierInitializer: Initializer {
    static let elsewhere = [
        Elsewhere(.studioGAN, "g_init: glorot, d_init: glorot")
    ]

    static let declaration = Declaration(
        "xavier", "variance from inputs and outputs, for tanh and sigmoid",
        details: """
            std = gain · sqrt(2 / (fan_in + fan_out)). Glorot & Bengio 2010, equation 16. fan_in and fan_out are counted as
            in PyTorch. PyTorch: init.xavier_uniform_, init.xavier_normal_.
            """,
        keys: [InitialDistribution.key, Key("gain", .real(.positive), default: .real(1), "factor of the weights")],
        example: "initializer: xavier")

    let distribution: InitialDistribution
    let gain: Double

    init(_ values: Values) {
        distribution = InitialDistribution(values)
        gain = values.real("gain")
    }

    func values(_ shape: [Int]) -> InitialValues {
        let fan = Fan(shape)
        return distribution.values(gain * (2 / Double(fan.in + fan.out)).squareRoot())
    }
}
