import Configuration

extension GraphBuilder {
    /// What the weights of a layer are, the network's choices taken in.
    func setting(_ options: WeightOptions) throws(ShapeError) -> WeightSetting {
        WeightSetting(initializer: options.initializer, transform: try transforms.choice(options))
    }

    /// The same options, for a layer inside this one.
    func keys(_ options: WeightOptions) -> [String: Value] {
        options.values.entries.filter { $0.key == "initializer" || transforms.names.contains($0.key) }
    }

    /// Weights that no transform is for, whatever the network has.
    var untransformed: [String: Value] {
        Dictionary(uniqueKeysWithValues: transforms.names.map { ($0, .boolean(false)) })
    }
}
