import Configuration

/// A list of layers several times over, each time with weights of its own.
struct Repeat: Layer {
    static let declaration = Declaration(
        "repeat", "a list of layers several times over",
        details: """
            The layers as if they had been written out `times` times, one copy after another; each copy has weights of
            its own. Ids given inside are known inside their copy only. PyTorch: a Sequential of `times` Sequentials;
            checkpoints name the weights "2.0.1.weight": layer 2 of the network, first copy, layer 1 of it.
            """,
        keys: [
            Key("times", .integer(1...1024), "number of copies"),
            Key("layers", .choices(.layers), "of one copy"),
        ],
        example: "- repeat: {times: 3, layers: [dense: 64, leaky_relu: 0.2]}")

    let times: Int
    let layers: [Choice]

    init(_ values: Values) {
        times = values.integer("times")
        layers = values.choices("layers")
    }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        let path = builder.path
        for copy in 0..<times { try builder.lower(layers, path: "\(path).\(copy).") }
    }
}
