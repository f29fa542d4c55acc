import Configuration

@testable import Training

/// A regularizer: weight * E[max(0, ||grad D(x)|| - limit)^2] over real samples x.
struct SlopeLimit: SlopePenalty {
    static let declaration = Declaration(
        "slope_limit", "gradient norms below a limit at real samples",
        keys: [
            Key("weight", .real(.positive), default: .real(10), "factor of the mean penalty"),
            Key("limit", .real(.nonNegative), default: .real(1), "the largest norm that costs nothing"),
        ],
        shorthand: "weight", example: "regularization: [slope_limit: {weight: 10, limit: 2}]")
    let weight: Double, limit: Double
    let points = PenaltyPoints.real
    let every = 1

    init(_ values: Values) {
        weight = values.real("weight")
        limit = values.real("limit")
    }

    func cost(_ norm: Double) -> (value: Double, slopeOverNorm: Double) {
        let excess = max(0, norm - limit)
        return (weight * excess * excess, norm > 0 ? 2 * weight * excess / norm : 0)
    }
}
