import Configuration

/// A sample under another shape; PyTorch's `Unflatten`.
struct Reshape: Layer {
    static let declaration = Declaration(
        "reshape", "reads a sample under another shape with as many values",
        details: """
            `[8, 8, 1]` is height, width, channels; `[64]` a vector. Costs nothing. Exported weights of a `dense` before
            it are permuted so that PyTorch's Linear and Unflatten (channels first) compute the same.
            """,
        keys: [
            Key(
                "shape", .list(of: .integer(1...Limits.size), count: 1...3),
                "the new shape of one sample: [height, width, channels] or [features]")
        ],
        shorthand: "shape", example: "- reshape: [8, 8, 1]")

    let shape: Shape

    init(_ values: Values) { shape = Shape(values.integers("shape")) }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        guard shape.dimensions.count != 2 else {
            throw ShapeError(
                "reshape gives \(shape), which is neither a vector nor an image",
                help: "name the channels too: `reshape: [\(shape.dimensions[0]), \(shape.dimensions[1]), 1]`")
        }
        guard shape.count == builder.shape.count else {
            let needed = shape.count == .max ? "too many" : "\(shape.count)"
            throw ShapeError(
                "reshape gives \(shape), \(needed) values; its input has \(builder.shape.count), shape \(builder.shape) "
                    + "(from \(builder.origin))")
        }
        if shape != builder.shape { try builder.add(View(shape)) }
    }
}
