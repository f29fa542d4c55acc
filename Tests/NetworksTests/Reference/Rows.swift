/// A batch of samples of one shape in double precision, row major, channels last: the plain counterpart of what the
/// engine keeps in single precision.
struct Rows: Equatable {
    /// Of one sample: [features] or [height, width, channels].
    var shape: [Int]
    var values: [Double]

    init(_ shape: [Int], _ values: [Double]) {
        precondition(values.count % shape.reduce(1, *) == 0)
        self.shape = shape
        self.values = values
    }

    /// Elements of one sample.
    var width: Int { shape.reduce(1, *) }
    /// Samples.
    var count: Int { values.count / width }

    func map(_ f: (Double) -> Double) -> Rows { Rows(shape, values.map(f)) }
}

/// A parameter in the layout that PyTorch gives it.
struct Parameter: Equatable {
    var shape: [Int]
    var values: [Double]
}

/// Numbers for tests from a seed: SplitMix64 (Steele et al. 2014), independent of the engine's own generator.
struct TestNumbers {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func bits() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Uniform in [-1, 1), exactly representable in single precision, so that engine and reference start from the
    /// same number.
    mutating func number() -> Double { Double(bits() >> 41) / Double(1 << 22) - 1 }

    mutating func numbers(_ count: Int, scale: Double = 1) -> [Double] {
        (0..<count).map { _ in Double(Float(number() * scale)) }
    }

    mutating func below(_ bound: Int) -> Int { Int(bits() % UInt64(bound)) }
}
