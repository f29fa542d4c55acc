import Configuration

/// A trained vector for each class.
struct Embedding: Layer {
    static let declaration = Declaration(
        "embedding", "a trained vector for each class: that of the sample's label, whatever the layer before gives",
        details: """
            y = W[label], W: [classes, dimension]. Needs `condition`. Give it an id and join it by `concat`, or start a
            network with it. PyTorch: Embedding(classes, dimension) of the label, which starts at N(0, 1):
            `embedding: {dimension: 16, initializer: {normal: 1}}`.
            """,
        keys: [
            Key("dimension", .integer(1...Limits.size), "length of the vectors"), .initializer, .weightTransforms,
        ],
        shorthand: "dimension",
        example: """
            - dense: {units: 8, id: features}
            - embedding: 16
            - concat: features
            """)

    let dimension: Int
    let weights: WeightOptions

    init(_ values: Values) {
        dimension = values.integer("dimension")
        weights = WeightOptions(values)
    }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        let label = try builder.label(for: "embedding")
        try builder.add(
            Matmul(output: Shape([dimension]), weight: .embedding, setting: builder.setting(weights)), inputs: [label])
    }
}
