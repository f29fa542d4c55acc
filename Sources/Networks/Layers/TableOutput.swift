import Configuration

/// The last layer of a generator of table rows: as many values as the data has, each run of them with its activation.
public struct TableOutput: Layer {
    public static let declaration = Declaration(
        "table", "the last layer of a generator of table rows, which follows the data's columns",
        details: """
            A dense layer to as many values as a row of the data has, and an activation for each run of them: tanh for a
            number (none with `bounded: false`, which `scale: standardize` needs), gumbel_softmax for a category, a mode
            or whether a value is missing, as CTGAN does (Xu et al. 2019). The runs are those of the run's dataset;
            `runs` names others. PyTorch: Linear, and torch.cat over the runs of its output.
            """,
        keys: [
            Key("temperature", .real(.positive), default: .real(0.2), "of gumbel_softmax"),
            Key(
                "gumbel", .boolean, default: .boolean(true),
                "whether categories are drawn, by gumbel_softmax; false: softmax, mixtures of them"),
            Key("bounded", .boolean, default: .boolean(true), "whether numbers lie between -1 and 1"),
            Key(
                "runs", .list(of: .integer(1...Limits.size), count: 1...100_000), default: .null,
                "lengths of the runs: 1 for a number, more for a category; default: those of the data"),
            .initializer, .weightTransforms,
        ],
        shorthand: "temperature",
        example: """
            - dense: 16
            - relu
            - table: {runs: [1, 3], gumbel: false}
            """)

    let temperature: Double
    let gumbel: Bool, bounded: Bool
    let runs: [Int]
    let weights: WeightOptions

    public init(_ values: Values) {
        temperature = values.real("temperature")
        gumbel = values.boolean("gumbel")
        bounded = values.boolean("bounded")
        runs = values["runs"] == .null ? [] : values.integers("runs")
        weights = WeightOptions(values)
    }

    public func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        guard !runs.isEmpty else {
            throw ShapeError(
                "table: the data is no table, and has no columns to follow",
                help: "end with dense and tanh, or name the lengths of the runs: table: {runs: [1, 3]}")
        }
        _ = try builder.features(for: "table")
        let width = runs.reduce(0) { saturatingSum($0, $1) }
        try builder.add(Matmul(output: Shape([width]), weight: .dense, setting: builder.setting(weights)))
        try builder.add(Bias())
        let (start, origin) = (builder.current, builder.origin)
        var parts: [Int] = []
        var first = 0
        for count in runs {
            builder.rewind(to: start, origin: origin)
            try builder.add(Selection("columns", Shape([count]), sources: Array(first..<first + count)))
            if count > 1 {
                if gumbel { try builder.add(GumbelNoise()) }
                try builder.add(SoftmaxOverChannels(temperature: temperature))
            } else if bounded {
                try builder.add(Pointwise(.tanh))
            }
            parts.append(builder.current)
            first += count
        }
        if parts.count > 1 { try builder.add(Concatenation(), inputs: parts) }
    }
}

extension TableOutput {
    /// Layers in which every `table` that names no runs has those of the data.
    public static func following(_ runs: [Int], in layers: [Choice]) -> [Choice] {
        guard !runs.isEmpty else { return layers }
        return layers.map { layer in
            guard layer.name == declaration.name, layer.values["runs"] == .null else { return layer }
            return Choice(
                layer.kind, layer.name, layer.values.merging(["runs": .list(runs.map { .integer($0) })]),
                at: layer.location)
        }
    }
}
