import Configuration

/// A sample under another shape; PyTorch's `Unflatten`.
struct Reshape: Layer {
    static let declaration = Declaration(
        "reshape", "reads a sample under another shape with as many values",
        details: """
            `[8, 8, 1]` is height, width, channels; `[64]` a vector. Costs nothing.

            Values are read channels last, by PyTorch's Unflatten channels first. After a `dense` this makes no difference:
            its weights are exported in PyTorch's order. Where no weights stand before it, from the noise to an image
            or from an image to another, PyTorch computes the same only with a permutation: from [h, w, c] to [H, W, C]
            x.permute(0, 2, 3, 1).reshape(-1, H, W, C).permute(0, 3, 1, 2), from the noise
            x.reshape(-1, H, W, C).permute(0, 3, 1, 2). `saddle check` notes such places.
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
                    + "(from \(builder.origin))",
                help: builder.shape.features != nil && builder.origin == "dense" && shape.count != .max
                    ? "let the dense layer give \(shape.count), or reshape to \(builder.shape.count) values"
                    : "give a shape of \(builder.shape.count) values")
        }
        if shape != builder.shape { try builder.add(View(shape)) }
    }
}
