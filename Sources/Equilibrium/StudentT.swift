import Foundation

/// Student's t distribution.
public enum StudentT {
    /// The value below which a share `p` (above one half) of the distribution lies, to about 12 digits. Newton's method
    /// from the left, where the distribution's concave half never lets it go too far.
    public static func quantile(_ p: Double, degrees: Double) -> Double {
        let front = exp(lgamma((degrees + 1) / 2) - lgamma(degrees / 2)) / (degrees * .pi).squareRoot()
        var t = 0.0
        for _ in 0..<100 {
            let density = front * pow(1 + t * t / degrees, -(degrees + 1) / 2)
            let step = (p - cumulative(t, degrees: degrees)) / density
            t += step
            if abs(step) <= 1e-13 * t { break }
        }
        return t
    }

    /// P(T <= t) for t >= 0: 1 - I_x(v/2, 1/2) / 2 with x = v / (v + t^2). Abramowitz & Stegun 1964, 26.7.1.
    static func cumulative(_ t: Double, degrees v: Double) -> Double {
        1 - incompleteBeta(v / (v + t * t), v / 2, 0.5) / 2
    }

    /// P(T >= t), of any t.
    public static func upperTail(_ t: Double, degrees: Double) -> Double {
        let tail = incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5) / 2
        return t >= 0 ? tail : 1 - tail
    }

    /// The regularised incomplete beta function I_x(a, b) by its continued fraction. A&S 26.5.8, evaluated as Lentz
    /// 1976 does.
    static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
        if x <= 0 { return 0 }
        if x >= 1 { return 1 }
        // The fraction converges fast below the distribution's middle; beyond it the symmetric one does.
        if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
        let logBeta = lgamma(a) + lgamma(b) - lgamma(a + b)
        let front = exp(a * log(x) + b * log(1 - x) - logBeta) / a
        func safe(_ y: Double) -> Double { abs(y) < 1e-300 ? 1e-300 : y }
        var c = 1.0
        var d = 1 / safe(1 - (a + b) * x / (a + 1))
        var fraction = d
        for m in 1...500 {
            let k = Double(m)
            let even = a + 2 * k
            let first = k * (b - k) * x / ((even - 1) * even)
            let second = -(a + k) * (a + b + k) * x / (even * (even + 1))
            for term in [first, second] {
                d = 1 / safe(1 + term * d)
                c = safe(1 + term / c)
                fraction *= c * d
            }
            if abs(c * d - 1) < 1e-15 { break }
        }
        return front * fraction
    }
}
