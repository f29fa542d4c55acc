import Configuration

/// Moves sounds a little in training, so that a discriminator cannot go by their phase.
struct PhaseShuffle: Layer {
    static let declaration = Declaration(
        "phase_shuffle", "moves every sample along its length by a small random number of steps in training",
        details: """
            y[i, c] = x[m(i - s), c], s a whole number from -reach to reach, drawn anew for every sample, m the mirror at
            both ends (-1 becomes 1); outside of training y = x. Between the convolutions of a discriminator of sounds,
            which otherwise tells generated ones by the phase of the pattern that upsampling leaves (Donahue, McAuley &
            Puckette 2019, WaveGAN, section 3.3: reach 2; their program draws one number for a batch). Images move along
            their width.
            """,
        keys: [Key("reach", .integer(1...255), default: .integer(2), "steps to either side, at most")],
        shorthand: "reach", example: "- phase_shuffle: 1")

    let reach: Int

    init(_ values: Values) { reach = values.integer("reach") }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        let image = try builder.image(for: "phase_shuffle")
        guard reach < image.width else {
            throw ShapeError(
                "phase_shuffle moves by up to \(reach) steps, and its input has \(image.width) (from \(builder.origin))",
                help: "lower its reach, or leave it out here")
        }
        try builder.add(PhaseShift(reach: reach))
    }
}
