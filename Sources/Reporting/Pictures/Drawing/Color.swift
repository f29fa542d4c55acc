import Foundation

/// An opaque colour in sRGB, components from 0 to 1.
public struct Color: Hashable, Sendable {
    public var red: Double
    public var green: Double
    public var blue: Double

    public init(_ red: Double, _ green: Double, _ blue: Double) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// 0xRRGGBB.
    public init(hex: UInt32) {
        self.init(Double(hex >> 16 & 255) / 255, Double(hex >> 8 & 255) / 255, Double(hex & 255) / 255)
    }

    public static let white = Color(1, 1, 1)
    public static let ink = Color(hex: 0x22262A)
    public static let faint = Color(hex: 0xD9DCDF)
    public static let muted = Color(hex: 0x6B7176)

    // Blue and vermillion of Okabe & Ito 2008: told apart with every common colour vision deficiency.
    public static let real = Color(hex: 0x0072B2)
    public static let generated = Color(hex: 0xD55E00)

    /// The colour a share `t` of the way to `other`, in Oklab (Ottosson 2020), where equal steps look equal.
    public func mixed(with other: Color, _ t: Double) -> Color { Mixture(of: self, and: other).color(t) }

    /// Two colours of which many mixtures are wanted: finding their places in Oklab is most of the work.
    struct Mixture: Sendable {
        private let start, way: SIMD3<Double>

        init(of first: Color, and second: Color) {
            start = first.oklab
            way = second.oklab - start
        }

        func color(_ t: Double) -> Color { Color(oklab: start + way * min(max(t, 0), 1)) }
    }

    var bytes: (UInt8, UInt8, UInt8) {
        func byte(_ x: Double) -> UInt8 { UInt8(min(max(x, 0), 1) * 255 + 0.5) }
        return (byte(red), byte(green), byte(blue))
    }

    private var oklab: SIMD3<Double> {
        func linear(_ x: Double) -> Double { x <= 0.04045 ? x / 12.92 : pow((x + 0.055) / 1.055, 2.4) }
        let r = linear(red)
        let g = linear(green)
        let b = linear(blue)
        let l = cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
        let m = cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
        let s = cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
        return SIMD3(
            0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s)
    }

    private init(oklab lab: SIMD3<Double>) {
        func gamma(_ x: Double) -> Double { x <= 0.0031308 ? 12.92 * x : 1.055 * pow(x, 1 / 2.4) - 0.055 }
        func cube(_ x: Double) -> Double { x * x * x }
        let l = cube(lab.x + 0.3963377774 * lab.y + 0.2158037573 * lab.z)
        let m = cube(lab.x - 0.1055613458 * lab.y - 0.0638541728 * lab.z)
        let s = cube(lab.x - 0.0894841775 * lab.y - 1.2914855480 * lab.z)
        self.init(
            gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
            gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
            gamma(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s))
    }
}

/// A palette with a neutral middle: -1 leans to generated, 0 is white, +1 leans to real, in tints light enough for
/// points of the full colours to stand out on them.
public enum DivergingPalette {
    static let low = Color(hex: 0xF0A35E)
    static let high = Color(hex: 0x6FB1DE)

    public static func color(_ t: Double) -> Color {
        t < 0 ? Color.white.mixed(with: low, -t) : Color.white.mixed(with: high, t)
    }
}
