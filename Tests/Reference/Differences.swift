/// Central differences: (f(x + h) - f(x - h)) / 2h, exact to h^2.
public enum Differences {
    /// Small enough for the curvature of a normalization that divides by 0.02, large enough for 53 bits.
    public static let step = 2e-6

    /// The derivative of `f` along one coordinate of `x`.
    public static func partial(
        _ f: ([Double]) throws -> Double, at x: [Double], _ index: Int, step: Double = step
    ) rethrows -> Double {
        var shifted = x
        shifted[index] = x[index] + step
        let above = try f(shifted)
        shifted[index] = x[index] - step
        return (above - (try f(shifted))) / (2 * step)
    }

    /// The derivative of `f` along `direction`: one number that every coordinate of a gradient takes part in.
    public static func along(
        _ direction: [Double], _ f: ([Double]) throws -> Double, at x: [Double], step: Double = step
    ) rethrows -> Double {
        let above = try f(zip(x, direction).map { $0 + step * $1 })
        let below = try f(zip(x, direction).map { $0 - step * $1 })
        return (above - below) / (2 * step)
    }
}
