import Configuration
import Kernels

/// z ~ N(0, 1) given |z| <= bound (Brock et al. 2019, the "truncation trick", here in training too).
struct TruncatedNormal: Prior {
    static let declaration = Declaration(
        "truncated_normal", "standard normal noise within a bound",
        details: "Each component is drawn from N(0, 1) given |z| <= bound. Brock et al. 2019, section 3.1.",
        keys: [Key("bound", .real(RealRange(0.1, 10)), default: .real(2), "largest absolute value of a component")],
        shorthand: "bound", example: "noise: {dimension: 64, prior: {truncated_normal: 1.5}}")
    let bound: Float

    init(_ values: Values) { bound = Float(values.real("bound")) }

    init(bound: Double) { self.bound = Float(bound) }

    func fill(_ noise: UnsafeMutablePointer<Float>, count: Int, at address: RandomAddress, workers: Workers) {
        Random.fillTruncatedNormal(noise, count: count, bound: bound, at: address, workers: workers)
    }
}
