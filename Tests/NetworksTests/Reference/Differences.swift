/// Central differences: (f(x + h) - f(x - h)) / 2h, exact to h^2.
enum Differences {
    /// Small enough for the curvature of the layers here, large enough for 53 bits: both errors stay near 1e-10.
    static let step = 1e-5

    /// The derivative of `f` along one coordinate of `x`.
    static func partial(_ f: ([Double]) -> Double, at x: [Double], _ index: Int, step: Double = step) -> Double {
        var shifted = x
        shifted[index] = x[index] + step
        let above = f(shifted)
        shifted[index] = x[index] - step
        return (above - f(shifted)) / (2 * step)
    }

    /// The derivative of `f` along `direction`: one number that every coordinate of a gradient takes part in.
    static func along(
        _ direction: [Double], _ f: ([Double]) -> Double, at x: [Double], step: Double = step
    ) -> Double {
        let above = f(zip(x, direction).map { $0 + step * $1 })
        let below = f(zip(x, direction).map { $0 - step * $1 })
        return (above - below) / (2 * step)
    }
}

func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
