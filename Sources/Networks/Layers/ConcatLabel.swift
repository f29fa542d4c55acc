import Configuration

/// The sample's label beside its values.
struct ConcatLabel: Layer {
    static let declaration = Declaration(
        "concat_label", "appends the sample's label: values of a vector, channels of an image",
        details: """
            Appends one value for each class, 1 for the sample's own and 0 for the others; of an image, channels that are
            constant over its positions. With `embedding: d`, d trained values of each class in their place (checkpoints:
            embed.weight [classes, d]). Mirza & Osindero 2014 (cGAN). Needs `condition`; its methods concat and embedding put
            this layer first in both networks. PyTorch: torch.cat([x, one_hot(label)], 1), one_hot(label)[:, :, None,
            None].expand(...) for images.
            """,
        keys: [
            Key("embedding", .integer(1...Limits.size), default: .null, "trained values of each class; default: none"),
            .initializer, .weightTransforms,
        ],
        example: "- concat_label")

    let dimension: Int?
    /// Of the embedding.
    let weights: WeightOptions

    init(_ values: Values) {
        dimension = values.optionalInteger("embedding")
        weights = WeightOptions(values)
    }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        let (input, shape, path) = (builder.current, builder.shape, builder.path)
        var label = try builder.label(for: "concat_label")
        if let dimension {
            let given = builder.keys(weights).merging(["dimension": .integer(dimension)]) { $1 }
            try builder.lower(Embedding.choice(given), path: "\(path).embed")
            label = builder.current
        }
        if let image = shape.image {
            let count = builder.shapes[label].count
            let planes = Shape([image.height, image.width, count])
            try builder.add(
                Selection("planes", planes, sources: (0..<planes.count).map { $0 % count }), inputs: [label])
            label = builder.current
        }
        try builder.add(Concatenation(), inputs: [input, label])
    }
}
