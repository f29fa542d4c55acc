import Configuration
import Kernels

/// z ~ N(0, 1).
struct Normal: Prior {
    static let declaration = Declaration(
        "normal", "standard normal noise", details: "Each component is drawn from N(0, 1).",
        example: "noise: {dimension: 64, prior: normal}")

    init(_ values: Values) {}

    func fill(_ noise: UnsafeMutablePointer<Float>, count: Int, at address: RandomAddress, workers: Workers) {
        Random.fillNormal(noise, count: count, at: address, workers: workers)
    }
}
