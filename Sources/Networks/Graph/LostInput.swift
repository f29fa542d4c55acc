extension Graph {
    /// Where no path leads from the first input, noise or a sample, to the output: the layer that the output begins at
    /// in its place; else nil.
    public var layerWithoutInput: Int? {
        var follows = inputs.indices.map { $0 == 0 }
        for node in nodes { follows.append(node.readInputs.contains { follows[$0] }) }
        guard follows.last == false else { return nil }
        var isNeeded = [Bool](repeating: false, count: follows.count)
        isNeeded[follows.count - 1] = true
        var first: Int?
        for (index, node) in nodes.enumerated().reversed() where isNeeded[value(ofNode: index)] {
            for input in node.readInputs { isNeeded[input] = true }
            first = node.layer
        }
        return first
    }
}

extension Graph.Node {
    /// Those of its inputs that its output depends on.
    fileprivate var readInputs: [Int] { operation is Constant ? [] : inputs }
}
