import Configuration
import Foundation

/// A spiral in the plane.
struct SwissRoll: DatasetSource {
    static let declaration = Declaration(
        "swiss_roll", "points along a spiral",
        details: """
            (t cos t, t sin t) with t uniform from 1.5 pi to 4.5 pi, plus normal noise, divided by
            `divisor`. Shape [2]. The defaults are those of the toy experiments of WGAN-GP (Gulrajani et al.
            2017, arXiv:1704.00028).
            """,
        keys: [
            Key("noise", .real(.nonNegative), default: .real(0.25), "standard deviation of the noise, before dividing"),
            Key("divisor", .real(.positive), default: .real(7.5), "what coordinates are divided by"),
        ] + Synthetic.keys,
        example: "data: {dataset: swiss_roll, noise: 0.5}")

    let noise: Double
    let divisor: Double
    let synthetic: Synthetic

    init(_ values: Values) {
        noise = values.real("noise")
        divisor = values.real("divisor")
        synthetic = Synthetic(values)
    }

    func load() -> Dataset { synthetic.dataset("swiss_roll", draw: samples) }

    private func samples(_ count: Int, _ seed: Int) -> Samples {
        let positions = DataStream.component.uniforms(count, seed: seed)
        var values = DataStream.noise.normals(2 * count, seed: seed)
        for sample in 0..<count {
            let t = 1.5 * Double.pi * (1 + 2 * Double(positions[sample]))
            values[2 * sample] = Float((t * cos(t) + noise * Double(values[2 * sample])) / divisor)
            values[2 * sample + 1] = Float((t * sin(t) + noise * Double(values[2 * sample + 1])) / divisor)
        }
        return Samples(shape: [2], count: count, values: values)
    }
}
