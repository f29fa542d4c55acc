import Configuration

/// Takes the operations that layers lower themselves to, one after another, and infers their shapes.
public struct GraphBuilder: Sendable {
    var nodes: [Graph.Node] = []
    /// By value: 0 is the network's input, i + 1 the output of node i.
    var shapes: [Shape]
    /// The value that the next operation reads.
    private(set) var current = 0
    /// What produced it, for messages: the name of a layer.
    var origin = "the network's input"
    var layer = 0
    private var parameterCount = 0
    private var valueCount: Int

    init(input: Shape) {
        shapes = [input]
        valueCount = input.count
    }

    /// The shape of a sample at this point.
    var shape: Shape { shapes[current] }

    /// Appends an operation that reads the current value, and makes its output the current value.
    mutating func add(_ operation: any Operation) throws(ShapeError) {
        try add(operation, inputs: [current])
    }

    /// Appends an operation that reads any earlier values.
    mutating func add(_ operation: any Operation, inputs: [Int]) throws(ShapeError) {
        let shapesIn = inputs.map { shapes[$0] }
        let output = try operation.outputShape(shapesIn)
        guard output.count <= Limits.values else {
            throw ShapeError("the output \(output) has more than \(Limits.values) values per sample")
        }
        valueCount = saturatingSum(valueCount, output.count)
        guard valueCount <= Limits.allValues else {
            throw ShapeError("the network holds more than \(Limits.allValues) values per sample up to here")
        }
        let count = operation.parameters(input: Port(shapesIn[0]), output: Port(output))
            .reduce(0) { saturatingSum($0, $1.layout.count) }
        parameterCount = saturatingSum(parameterCount, count)
        guard parameterCount <= Limits.parameters else {
            throw ShapeError("the parameters up to here take more than \(Limits.parameters >> 28) GiB")
        }
        nodes.append(Graph.Node(operation: operation, inputs: inputs, layer: layer))
        shapes.append(output)
        current = nodes.count
    }

    /// The current shape as an image.
    /// - Throws: for a layer that needs one, with the reshape that would give it where one is near.
    func image(for layer: String) throws(ShapeError) -> ImageSize {
        if let image = shape.image { return image }
        throw ShapeError(
            "\(layer) needs an image [height, width, channels]; its input has shape \(shape) (from \(origin))",
            help: shape.features.flatMap(Self.squareImage).map { "put `reshape: \($0)` before it" }
                ?? "put a `reshape: [height, width, channels]` before it")
    }

    /// The current shape as a vector.
    func features(for layer: String) throws(ShapeError) -> Int {
        if let features = shape.features { return features }
        throw ShapeError(
            "\(layer) needs a vector [features]; its input has shape \(shape) (from \(origin))",
            help: "put `flatten` before it")
    }

    /// The square image of one or three channels that has `count` values.
    private static func squareImage(_ count: Int) -> Shape? {
        for channels in [1, 3] where count % channels == 0 {
            let side = Int(Double(count / channels).squareRoot().rounded())
            if side > 1, side * side * channels == count { return Shape([side, side, channels]) }
        }
        return nil
    }
}
