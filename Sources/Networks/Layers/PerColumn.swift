import Configuration

/// Runs of a vector's values, each through a layer of its own.
struct PerColumn: Layer {
    static let declaration = Declaration(
        "per_column", "an activation of its own for each run of columns: the last layer of a generator of table rows",
        details: """
            The vector is cut into runs of `columns` values, in order; run i goes through the layer i of `activations`,
            which keeps its length, and the results are joined again. For rows of a table: `tanh` for a number,
            `gumbel_softmax` or `softmax` for as many columns as a category has values. CTGAN (Xu et al. 2019): for every
            number a `tanh` of one column and a `gumbel_softmax: 0.2` over its modes, for every category a
            `gumbel_softmax: 0.2` over its values. Checkpoints name weights inside as in "3.activations.0.weight".
            PyTorch: torch.cat([f(p) for f, p in zip(activations, x.split(columns, 1))], 1).
            """,
        keys: [
            Key(
                "columns", .list(of: .integer(1...Limits.size), count: 1...4096),
                "lengths of the runs; they add up to the length of the vector"),
            Key("activations", .choices(.layers), "a layer for each run, which keeps the run's length"),
        ],
        example: """
            - dense: 7
            - per_column: {columns: [3, 4], activations: [tanh, softmax]}
            """)

    let columns: [Int]
    let activations: [Choice]

    init(_ values: Values) {
        columns = values.integers("columns")
        activations = values.choices("activations")
    }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        let features = try builder.features(for: "per_column")
        let (start, origin, path) = (builder.current, builder.origin, builder.path)
        guard activations.count == columns.count else {
            throw ShapeError(
                "per_column: \(columns.count) runs of columns, and \(activations.count) activations",
                help: "give one activation for each number in `columns`")
        }
        let total = columns.reduce(0) { saturatingSum($0, $1) }
        guard total == features else {
            throw ShapeError(
                "per_column: the runs have \(total) columns together, and the vector has \(features) (from \(origin))",
                help: "`columns` must add up to \(features), or the layer before it give \(total) values")
        }
        var parts: [Int] = []
        var first = 0
        for (index, (count, activation)) in zip(columns, activations).enumerated() {
            builder.rewind(to: start, origin: origin)
            let run = Shape([count])
            try builder.add(Selection("columns", run, sources: Array(first..<first + count)))
            try builder.lower(activation, path: "\(path).activations.\(index)")
            guard builder.shape == run else {
                throw ShapeError(
                    "per_column: \(activation.name) makes \(builder.shape) of a run of \(count) columns",
                    help: "an activation here must keep the number of values"
                ).located(activation.location)
            }
            parts.append(builder.current)
            first += count
        }
        try builder.add(Concatenation(), inputs: parts)
    }
}
