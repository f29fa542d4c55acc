extension Graph.Input {
    /// The name of the input that holds a sample's label: one value for each class, 1 for the sample's own.
    public static let label = "label"
}

extension GraphBuilder {
    /// The value that holds a sample's label.
    /// - Throws: for a layer that reads labels, in a network that has none.
    func label(for layer: String) throws(ShapeError) -> Int {
        if let value = networkInput(Graph.Input.label) { return value }
        throw ShapeError(
            "\(layer) reads the samples' labels, and the game is played without them",
            help: "add `condition: {method: layers}` to the file, whose data must have labels")
    }
}

extension Graph {
    /// Whether an operation reads the samples' labels.
    public var readsLabels: Bool {
        guard let label = inputs.firstIndex(where: { $0.name == Input.label }) else { return false }
        return nodes.contains { $0.inputs.contains(label) }
    }
}
