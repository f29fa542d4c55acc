import Configuration

/// Weights with orthogonal rows or columns.
struct OrthogonalInitializer: Initializer {
    static let elsewhere = [
        Elsewhere(.studioGAN, "g_init: ortho, d_init: ortho")
    ]

    static let declaration = Declaration(
        "orthogonal", "orthogonal rows or columns of one length",
        details: """
            The tensor as a matrix [first dimension, all others]: its rows (or its columns, if it has fewer) are orthogonal
            and of length gain, uniformly distributed. Saxe, McClelland & Ganguli 2014. PyTorch: init.orthogonal_.
            """,
        keys: [Key("gain", .real(.positive), default: .real(1), "length of the rows or columns")],
        shorthand: "gain", example: "initializer: {orthogonal: {gain: 1.4}}")

    let gain: Float

    init(_ values: Values) { gain = Float(values.real("gain")) }

    func values(_ shape: [Int]) -> InitialValues { .orthogonal(length: gain) }
}
