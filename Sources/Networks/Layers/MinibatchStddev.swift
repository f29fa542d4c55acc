import Configuration

/// Appends how much the samples of a batch differ, so that a discriminator sees a lack of variety.
struct MinibatchStddev: Layer {
    static let declaration = Declaration(
        "minibatch_stddev", "appends a channel that says how much the samples of a batch differ",
        details: """
            For groups of samples of a batch: the standard deviation of every value over the group, sqrt(variance +
            epsilon), averaged over the values; that number is appended as one more channel (of a vector: one more
            value). Karras et al. 2018 (progressive growing), section 3. Of n samples, sample i is in group i mod
            (n / group), as in StyleGAN2 (MinibatchStdLayer, one channel); there the batch must be a multiple of the
            group, here the last groups may be smaller. A discriminator with it sees real and generated samples in
            separate batches, in evaluations too. It ties samples together, so gradient penalties refuse it.
            """,
        keys: [
            Key("group", .integer(2...4096), default: .integer(4), "samples that are compared with each other"),
            Key("epsilon", .real(.positive), default: .real(1e-8), "added to the variance"),
        ],
        shorthand: "group",
        example: "- minibatch_stddev")

    let operation: DeviationOverBatch

    init(_ values: Values) {
        operation = DeviationOverBatch(size: values.integer("group"), epsilon: values.real("epsilon"))
    }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        let input = builder.current
        try builder.add(operation)
        try builder.add(Concatenation(), inputs: [input, builder.current])
    }
}
