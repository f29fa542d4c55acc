/// A place at which the exported parameters alone do not make PyTorch compute the same: an image is read value by value
/// as something else, and PyTorch, whose images are channels first, would read the values in another order.
public struct PyTorchReordering: Hashable, Sendable {
    public enum Place: Hashable, Sendable {
        /// The network's input, a vector that `layer` reads as an image.
        case input(layer: Int)
        /// A layer that reads one image, written out or not, as another.
        case layer(Int)
        /// The network's output, an image written out as a vector.
        case output
    }

    public let place: Place
    /// PyTorch's expression of a batch `x`: of what the network is to be given, of the layer's input (in place of the
    /// layer), or of the network's output.
    public let expression: String
}

extension Graph {
    /// In the order of the network. Most have none: where a product stands before or after, its weights are exported in
    /// PyTorch's order, and no more is needed.
    public var pyTorchReorderings: [PyTorchReordering] {
        var found: [PyTorchReordering] = []
        if input.features != nil, let inward = ports[0].toPyTorch {
            let reader = nodes.first { $0.operation.isView && ports[$0.inputs[0]] == ports[0] }
            found.append(
                PyTorchReordering(place: .input(layer: reader?.layer ?? 0), expression: "x\(inward).flatten(1)"))
        }
        for (index, node) in nodes.enumerated() where node.operation.isView {
            let (from, to) = (ports[node.inputs[0]], ports[value(ofNode: index)])
            guard from.blocks != to.blocks else { continue }
            found.append(
                PyTorchReordering(
                    place: .layer(node.layer),
                    expression: "x\(from.fromPyTorch ?? "")\(to.toPyTorch ?? Port.reshape(to.pyTorchShape))"))
        }
        if output.features != nil, let outward = ports[ports.count - 1].fromPyTorch {
            found.append(PyTorchReordering(place: .output, expression: "x\(outward).flatten(1)"))
        }
        return found
    }
}

extension Port {
    /// What PyTorch's order differs by: how many images, of how many pixels and channels; nil where it is the same.
    fileprivate var blocks: [Int]? {
        guard isReordered else { return nil }
        let (axes, channels) = (unrolled.axes, unrolled.axes.last ?? 1)
        let pixels = axes.suffix(3).dropLast().reduce(1, *)
        return [shape.count / (pixels * channels), pixels, channels]
    }

    private var isReordered: Bool { unrolled.axes.count > 1 }

    /// The shape of PyTorch's tensor, without the batch.
    fileprivate var pyTorchShape: [Int] {
        shape.image.map { [$0.channels, $0.height, $0.width] } ?? shape.dimensions
    }

    /// From the order here to PyTorch's; nil where the two are the same.
    fileprivate var toPyTorch: String? {
        isReordered ? Self.reshape(unrolled.axes) + Self.permute(unrolled.order) : nil
    }

    /// From PyTorch's order to the one here; nil where the two are the same.
    fileprivate var fromPyTorch: String? {
        let (axes, order) = unrolled
        guard isReordered else { return nil }
        let back = order.indices.map { axis in order.firstIndex(of: axis) ?? axis }
        return Self.reshape(order.map { axes[$0] }) + Self.permute(back)
    }

    fileprivate static func reshape(_ sizes: [Int]) -> String { ".reshape(\(list([-1] + sizes)))" }
    private static func permute(_ axes: [Int]) -> String { ".permute(\(list([0] + axes.map { $0 + 1 })))" }
    private static func list(_ numbers: [Int]) -> String { numbers.map(String.init).joined(separator: ", ") }
}
