import Configuration

/// weight · (n - target)², or only where n is above the target: what a penalty makes of a gradient's norm n.
struct TargetedSlope: Hashable, Sendable {
    let weight: Double
    let target: Double
    let isOneSided: Bool

    static let keys = [
        Key("weight", .real(.positive), default: .real(10), "factor of the mean penalty"),
        Key("target", .real(.nonNegative), default: .real(1), "the norm that costs nothing"),
        Key(
            "sides", .word(["two", "one"]), default: .text("two"),
            "`two`: norms below the target cost as well; `one`: only norms above it"),
        Key.every,
    ]

    init(_ values: Values) {
        weight = values.real("weight")
        target = values.real("target")
        isOneSided = values.text("sides") == "one"
    }

    /// With the derivative by n divided by n. At n = 0 the norm has no gradient, and nothing is added.
    func cost(_ norm: Double) -> (value: Double, slopeOverNorm: Double) {
        let excess = isOneSided ? max(0, norm - target) : norm - target
        return (weight * excess * excess, norm > 0 ? 2 * weight * excess / norm : 0)
    }
}
