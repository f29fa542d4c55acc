import Configuration
import Foundation

/// Normal distributions on a circle.
struct Ring: DatasetSource {
    static let declaration = Declaration(
        "ring", "a mixture of normal distributions on a circle",
        details: """
            Mode k of K stands at the angle 2 pi k / K; all are equally likely. Shape [2]; labels are the
            modes. The defaults are the set-up of PacGAN, table 1 (Lin et al. 2018, arXiv:1712.04086): 8
            modes, radius 1, standard deviation 0.01, 100,000 fixed samples.
            """,
        keys: [
            Key("modes", .integer(1...256), default: .integer(8), "number of modes"),
            Key("radius", .real(.nonNegative), default: .real(1), "radius of the circle"),
            Key("std", .real(.nonNegative), default: .real(0.01), "standard deviation of each mode, on either axis"),
        ] + Synthetic.keys,
        example: "data: {dataset: ring, modes: 8, std: 0.02}")

    let mixture: Mixture
    let synthetic: Synthetic

    init(_ values: Values) {
        let (count, radius) = (values.integer("modes"), values.real("radius"))
        mixture = Mixture(
            centers: (0..<count).map {
                let angle = 2 * Double.pi * Double($0) / Double(count)
                return [Float(radius * cos(angle)), Float(radius * sin(angle))]
            },
            standardDeviation: Float(values.real("std")))
        synthetic = Synthetic(values)
    }

    var labelKind: DataTraits.Labels { .modes }

    func load() -> Dataset { synthetic.dataset("ring", modes: mixture.modes, draw: mixture.samples) }
}
