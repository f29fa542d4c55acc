import Configuration

/// A parameter of a network. The names are those of PyTorch's `nn.Sequential` of the same layers: "0.weight".
public struct ParameterSpec: Sendable {
    public let name: String
    public let layout: ParameterLayout
    public let start: ParameterDeclaration.Start
    public let transform: (any WeightTransform)?
    /// What the transform trains besides: indices into the graph's `parameters`.
    public let transformParameters: Range<Int>
    /// What the transform remembers: indices into the graph's `state`.
    public let transformState: Range<Int>

    public var shape: [Int] { layout.shape }
    public var count: Int { layout.count }
}

/// What a network remembers between batches without training it: batch norm's running statistics.
public typealias StateSpec = ParameterSpec
