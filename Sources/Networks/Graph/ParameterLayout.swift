/// How a parameter lies in memory, and where each of its values stands in PyTorch's tensor of the same name.
///
/// Memory order is that of the computation: channels innermost, weights as a matrix [k, n] whose rows follow the input
/// and whose columns follow the output. `axes` are its dimensions in that order. PyTorch's tensor has them permuted:
/// its axis i is memory axis `order[i]`, and consecutive ones may count as one in `shape` (a dense layer after
/// `flatten` has axes [height, width, channels, out], order [3, 2, 0, 1] and shape [out, in]).
public struct ParameterLayout: Hashable, Sendable {
    public enum Storage: Hashable, Sendable {
        /// The values in memory order.
        case vector
        /// A matrix [k, n], which a backend may hold in another order, with padding.
        case matrix(k: Int, n: Int)
    }

    public let storage: Storage
    public let axes: [Int]
    public let order: [Int]
    /// The shape of PyTorch's tensor.
    public let shape: [Int]
    /// Of weights: the memory axes, the innermost, that make up the layer's output channels.
    public let outputAxes: Range<Int>

    init(_ storage: Storage, axes: [Int], order: [Int], shape: [Int], outputAxes: Range<Int> = 0..<0) {
        self.storage = storage
        self.axes = axes
        self.order = order
        self.shape = shape
        self.outputAxes = outputAxes
    }

    /// Values, padding not counted.
    public var count: Int { axes.reduce(1) { saturatingProduct($0, $1) } }

    /// Of weights: a vector [out], a value for each of the layer's output channels.
    public var outputs: ParameterLayout { vector { outputAxes.contains($0) } }

    /// Of weights: a vector [in and kernel], a value for each that goes into an output channel.
    public var inputs: ParameterLayout { vector { !outputAxes.contains($0) } }

    /// Of weights: a value for each output channel, of the shape that broadcasts to theirs, such as [out, 1, 1, 1].
    public var outputsBroadcast: ParameterLayout {
        let outputs = outputs
        // PyTorch's tensors have the output first, but those of transposed convolutions and embeddings.
        let axis = order.first.map { outputAxes.contains($0) } ?? true ? 0 : 1
        let broadcast = shape.indices.map { $0 == axis ? shape[axis] : 1 }
        return ParameterLayout(.vector, axes: outputs.axes, order: outputs.order, shape: broadcast)
    }

    private func vector(_ isMeant: (Int) -> Bool) -> ParameterLayout {
        let kept = axes.indices.filter(isMeant)
        let order = self.order.filter(isMeant).map { axis in kept.firstIndex(of: axis) ?? 0 }
        let axes = kept.map { self.axes[$0] }
        return ParameterLayout(.vector, axes: axes, order: order, shape: [axes.reduce(1, saturatingProduct)])
    }

    /// One value for every value of a sample of `port`, which PyTorch holds channels first.
    static func elements(of port: Port) -> ParameterLayout {
        let image = port.unrolled
        let shape = port.shape.image.map { [$0.channels, $0.height, $0.width] } ?? port.shape.dimensions
        return ParameterLayout(.vector, axes: image.axes, order: image.order, shape: shape)
    }

    /// One value.
    static let single = ParameterLayout(.vector, axes: [1], order: [0], shape: [1])

    /// One value for every channel of `port`.
    static func channels(of port: Port) -> ParameterLayout {
        if port.shape.features != nil { return elements(of: port) }
        return ParameterLayout(.vector, axes: [port.shape.channels], order: [0], shape: [port.shape.channels])
    }
}
