/// Pixels: networks see [-1, 1], files hold numbers from a least to a greatest one. What lies outside is cut off; what
/// is not a number is the least.
struct PixelUnits: SampleUnits {
    let header: [String]?
    private let range: ClosedRange<Float>
    /// Whether files hold whole numbers from 0 to 255.
    private let isByte: Bool

    init(shape: [Int], maximum: UInt8) { self.init(shape: shape, 0...Float(maximum), isByte: true) }

    init(shape: [Int], _ range: ClosedRange<Float>, isByte: Bool) {
        header = (0..<shape.reduce(1, *)).map { "pixel\($0 + 1)" }
        (self.range, self.isByte) = (range, isByte)
    }

    /// The same of images of another shape.
    func ofImages(_ shape: [Int]) -> PixelUnits { PixelUnits(shape: shape, range, isByte: isByte) }

    var element: SampleElement? { isByte ? .byte : .single }

    var linear: LinearUnits? {
        let (low, high) = (Double(range.lowerBound), Double(range.upperBound))
        return LinearUnits(centers: [(low + high) / 2], widths: [(high - low) / 2], range: low...high, isWhole: isByte)
    }

    func numbers(_ sample: ArraySlice<Float>) -> [Double] {
        sample.map { value in
            let share = value.isNaN ? 0 : (min(max(value, -1), 1) + 1) / 2
            let number = range.lowerBound + share * (range.upperBound - range.lowerBound)
            return Double(isByte ? number.rounded() : number)
        }
    }

    func cells(_ sample: ArraySlice<Float>) -> [String] {
        numbers(sample).map { isByte ? "\(Int($0))" : "\(Float($0))" }
    }
}
