import Configuration
import Kernels

/// z ~ U(-1, 1), as in Goodfellow et al. 2014 and Radford et al. 2016.
struct Uniform: Prior {
    static let declaration = Declaration(
        "uniform", "uniform noise from -1 to 1",
        details: "Each component is drawn from U(-1, 1). Goodfellow et al. 2014; Radford et al. 2016.",
        example: "noise: {dimension: 64, prior: uniform}")

    init(_ values: Values) {}

    func fill(_ noise: UnsafeMutablePointer<Float>, count: Int, at address: RandomAddress, workers: Workers) {
        Random.fillUniform(noise, count: count, low: -1, high: 1, at: address, workers: workers)
    }
}
