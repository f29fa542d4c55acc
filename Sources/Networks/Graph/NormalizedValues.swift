extension Graph {
    /// The layers that normalize over the batch, and how many values of each channel a sample gives them: 1 for
    /// vectors, height times width for images.
    public var valuesPerNormalizedChannel: [(layer: Int, count: Int)] {
        nodes.filter { $0.operation is BatchNormalization }.map { node in
            let shape = ports[node.inputs[0]].shape
            return (node.layer, shape.count / shape.channels)
        }
    }
}
