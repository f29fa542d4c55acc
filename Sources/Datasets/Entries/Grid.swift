import Configuration

/// Normal distributions on a square grid.
struct Grid: DatasetSource {
    static let declaration = Declaration(
        "grid", "a mixture of normal distributions on a square grid",
        details: """
            side x side modes, `spacing` apart, around the origin; all are equally likely. Shape [2]; labels
            are the modes, row by row. The defaults are the set-up of PacGAN, table 1 (Lin et al. 2018,
            arXiv:1712.04086): coordinates -4, -2, 0, 2, 4, standard deviation 0.05, 100,000 fixed samples.
            """,
        keys: [
            Key("side", .integer(1...16), default: .integer(5), "modes in a row"),
            Key("spacing", .real(.nonNegative), default: .real(2), "distance between neighbours"),
            Key("std", .real(.nonNegative), default: .real(0.05), "standard deviation of each mode, on either axis"),
        ] + Synthetic.keys,
        example: "data: {dataset: grid, side: 5, std: 0.05}")

    let mixture: Mixture
    let synthetic: Synthetic

    init(_ values: Values) {
        let (side, spacing) = (values.integer("side"), values.real("spacing"))
        let line = (0..<side).map { Float((Double($0) - Double(side - 1) / 2) * spacing) }
        mixture = Mixture(
            centers: line.flatMap { y in line.map { x in [x, y] } }, standardDeviation: Float(values.real("std")))
        synthetic = Synthetic(values)
    }

    var labelKind: DataTraits.Labels { .modes }

    func load() -> Dataset { synthetic.dataset("grid", modes: mixture.modes, draw: mixture.samples) }
}
