import Kernels
import Networks

/// The numbers of a parameter or of a piece of state, in both of its orders.
public struct ParameterValues: Sendable {
    public let layout: ParameterLayout
    /// In memory order, channels innermost: weights are a matrix [k, n]. Padding is left out.
    public let memory: [Float]
    /// In the order and of the shape of PyTorch's tensor.
    public let pyTorch: [Float]

    init(_ layout: ParameterLayout, _ flat: UnsafePointer<Float>) {
        func values(_ fill: (UnsafeMutablePointer<Float>) -> Void) -> [Float] {
            [Float](unsafeUninitializedCapacity: layout.count) { buffer, count in
                count = layout.count
                if let target = buffer.baseAddress { fill(target) }
            }
        }
        self.layout = layout
        pyTorch = values { layout.export(flat, into: $0) }
        memory = values { target in
            guard case .matrix(let k, let n) = layout.storage else {
                return target.update(from: flat, count: layout.count)
            }
            Panels(rows: k, columns: n).unpack(flat, into: target, rowStride: n, columnStride: 1)
        }
    }
}

extension Network {
    /// What the operations read of parameter `index` of the graph: spectrally normalized weights, where they are.
    public func parameterValues(_ index: Int) -> ParameterValues {
        ParameterValues(graph.parameters[index].layout, weights(index))
    }

    /// Piece `index` of the graph's state.
    public func stateValues(_ index: Int) -> ParameterValues {
        ParameterValues(graph.state[index].layout, state + stateLayout.offsets[index])
    }
}
