extension Graph {
    /// The index of the layer that decides the output's shape: the last one that does more than to change each value.
    public var shapingLayer: Int {
        nodes.last { !$0.operation.keepsPlaces || $0.operation.isView }?.layer ?? layers.count - 1
    }
}
