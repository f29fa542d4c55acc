/// The largest of several pieces: x [pieces, units] as a vector, y_u = max over p of x[p, u].
public struct Maximum: Operation {
    public let pieces: Int
    public let units: Int

    public var description: String { "maximum of \(pieces)" }
    /// Every piece has the order of the output.
    public var keepsPlaces: Bool { true }

    public func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape { Shape([units]) }
}
