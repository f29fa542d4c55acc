import Configuration

/// A sample as one vector; PyTorch's `Flatten`.
struct Flatten: Layer {
    static let declaration = Declaration(
        "flatten", "reads an image as one vector",
        details: """
            Costs nothing. Values stand in the order height, width, channels here and channels first in PyTorch; exported
            weights of a `dense` after it are permuted so that PyTorch's Flatten and Linear compute the same.
            """,
        example: "- flatten")

    init(_ values: Values) {}

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        if builder.shape.features == nil { try builder.add(View(Shape([builder.shape.count]))) }
    }
}
