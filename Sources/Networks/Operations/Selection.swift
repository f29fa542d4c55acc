/// Values of a sample at other places: y[i] = x[sources[i]], in memory order. A value may be taken several times or not
/// at all.
public struct Selection: Operation {
    public let shape: Shape
    public let sources: [Int]
    /// What it does, as a graph is printed.
    let name: String

    init(_ name: String, _ shape: Shape, sources: [Int]) {
        precondition(sources.count == shape.count)
        self.name = name
        self.shape = shape
        self.sources = sources
    }

    public var description: String { name }

    public func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape { shape }
}

extension Selection: ConfinedOperation {
    func range(of input: ValueRange) -> ValueRange { input }
}
