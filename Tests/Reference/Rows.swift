/// A batch of samples of one shape in double precision, row major, channels last: the plain counterpart of what the
/// engine keeps in single precision.
public struct Rows: Equatable, Sendable {
    /// Of one sample: [features] or [height, width, channels].
    public var shape: [Int]
    public var values: [Double]

    public init(_ shape: [Int], _ values: [Double]) {
        precondition(values.count % shape.reduce(1, *) == 0)
        self.shape = shape
        self.values = values
    }

    /// Elements of one sample.
    public var width: Int { shape.reduce(1, *) }
    /// Samples.
    public var count: Int { values.count / width }

    public func map(_ f: (Double) -> Double) -> Rows { Rows(shape, values.map(f)) }

    /// The same values, each sample's in another order: value i of a sample is value `order[i]` of the old one.
    public func reordered(_ order: [Int], shape: [Int]) -> Rows {
        let size = width
        return Rows(shape, values.indices.map { values[$0 / size * size + order[$0 % size]] })
    }

    /// Images [height, width, channels] or vectors in that order, as vectors with the channels first.
    public func channelsFirst(_ image: [Int]) -> Rows { reordered(Self.order(image), shape: [width]) }

    /// Vectors with the channels first, as vectors in the order [height, width, channels].
    public func channelsLast(_ image: [Int]) -> Rows {
        var inverse = [Int](repeating: 0, count: width)
        for (to, from) in Self.order(image).enumerated() { inverse[from] = to }
        return reordered(inverse, shape: [width])
    }

    private static func order(_ image: [Int]) -> [Int] {
        let (height, width, channels) = (image[0], image[1], image[2])
        return (0..<height * width * channels).map { i in
            let (channel, place) = (i / (height * width), i % (height * width))
            return place * channels + channel
        }
    }
}

/// A parameter or running statistic in the layout that PyTorch gives it.
public struct Tensor: Equatable, Sendable {
    public var shape: [Int]
    public var values: [Double]

    public init(shape: [Int], values: [Double]) {
        self.shape = shape
        self.values = values
    }
}

public func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

/// Numbers for tests from a seed: SplitMix64 (Steele et al. 2014), independent of the engine's own generator.
public struct TestNumbers {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func bits() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Uniform in [-1, 1), exactly representable in single precision, so that engine and reference start from the
    /// same number.
    public mutating func number() -> Double { Double(bits() >> 41) / Double(1 << 22) - 1 }

    public mutating func numbers(_ count: Int, scale: Double = 1) -> [Double] {
        (0..<count).map { _ in Double(Float(number() * scale)) }
    }

    public mutating func below(_ bound: Int) -> Int { Int(bits() % UInt64(bound)) }
}
