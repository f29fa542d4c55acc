import Configuration

/// Normal distributions on a square grid.
struct Grid: DatasetSource {
    static let declaration = Declaration(
        "grid", "a mixture of normal distributions on a square grid",
        details: """
            side x side modes, `spacing` apart, around the origin; all are equally likely. Shape [2]; labels
            are the modes, row by row. The defaults are the set-up of PacGAN, table 1 (Lin et al. 2018,
            arXiv:1712.04086): coordinates -4, -2, 0, 2, 4, standard deviation 0.05, 100,000 fixed samples.
            With jitter: j each mode stands off its place by U(-j, j) on either axis, the same in every run with
            this `seed`. CTGAN's simulated data (Xu et al. 2019, arXiv:1907.00503) are std: 0.2236068, a variance of
            0.05, and for its gridr jitter: 0.5.
            """,
        keys: [
            Key("side", .integer(1...16), default: .integer(5), "modes in a row"),
            Key("spacing", .real(.nonNegative), default: .real(2), "distance between neighbours"),
            Key("std", .real(.nonNegative), default: .real(0.05), "standard deviation of each mode, on either axis"),
            // Null is the default so that runs without it are written, and named, without it.
            Key(
                "jitter", .real(.nonNegative), default: .null,
                "the most that a mode stands off its place, on either axis; default: 0"),
        ] + Synthetic.keys,
        example: "data: {dataset: grid, side: 5, std: 0.05}")

    let mixture: Mixture
    let synthetic: Synthetic

    init(_ values: Values) {
        let (side, spacing) = (values.integer("side"), values.real("spacing"))
        let line = (0..<side).map { Float((Double($0) - Double(side - 1) / 2) * spacing) }
        synthetic = Synthetic(values)
        let jitter = Float(values.optionalReal("jitter") ?? 0)
        let places = line.flatMap { y in line.map { x in [x, y] } }
        let draws = DataStream.displacement.uniforms(2 * places.count, seed: synthetic.seed)
        let centers = places.indices.map { mode in
            (0..<2).map { axis -> Float in places[mode][axis] + jitter * (2 * draws[2 * mode + axis] - 1) }
        }
        mixture = Mixture(centers: centers, standardDeviation: Float(values.real("std")))
    }

    var labelKind: DataTraits.Labels { .modes }

    func load() -> Dataset { synthetic.dataset("grid", modes: mixture.modes, draw: mixture.samples) }
}
