/// Pixels: networks see [-1, 1], files hold whole numbers from 0 to `maximum`. What lies outside is cut off;
/// what is not a number is 0.
struct PixelUnits: SampleUnits {
    let header: [String]?
    private let maximum: Float

    init(shape: [Int], maximum: UInt8) {
        header = (0..<shape.reduce(1, *)).map { "pixel\($0 + 1)" }
        self.maximum = Float(maximum)
    }

    var element: SampleElement? { .byte }

    func numbers(_ sample: ArraySlice<Float>) -> [Double] {
        sample.map { $0.isNaN ? 0 : Double(((min(max($0, -1), 1) + 1) / 2 * maximum).rounded()) }
    }

    func cells(_ sample: ArraySlice<Float>) -> [String] { numbers(sample).map { "\(Int($0))" } }
}
