/// Values that networks see as they are.
public struct PlainUnits: SampleUnits {
    public let header: [String]?

    init(header: [String]) { self.header = header }

    /// Columns named x1, x2, ...
    public init(shape: [Int], named name: String = "x") {
        header = (0..<shape.reduce(1, *)).map { "\(name)\($0 + 1)" }
    }

    public var element: SampleElement? { .single }

    public var linear: LinearUnits? { LinearUnits(centers: [0], widths: [1], range: nil, isWhole: false) }

    public func numbers(_ sample: ArraySlice<Float>) -> [Double] { sample.map { Double($0) } }

    public func cells(_ sample: ArraySlice<Float>) -> [String] { sample.map { "\($0)" } }
}

extension Dataset {
    /// Where nothing else is known: pixels of bytes; coordinates as they are.
    static func plainUnits(of shape: [Int]) -> any SampleUnits {
        switch Dataset.Kind(shape: shape) {
        case .image: PixelUnits(shape: shape, maximum: 255)
        case .points: PlainUnits(header: ["x", "y"])
        case .vector, .text, .sound: PlainUnits(shape: shape)
        }
    }
}
