import Kernels
import Networks

/// Where the tensors of a list stand in one flat array: one after another in the list's order, each at a multiple of 16
/// floats, matrices in the panels that the product kernel reads.
public struct FlatLayout: Hashable, Sendable {
    /// By tensor: where it begins, in floats.
    public let offsets: [Int]
    /// By tensor: floats that it takes, the panels' padding included.
    public let counts: [Int]
    /// Floats of the whole array.
    public let count: Int

    public init(_ specs: [ParameterSpec]) {
        var (offsets, end) = ([Int](), 0)
        counts = specs.map(\.layout.flatCount)
        for count in counts {
            offsets.append(end)
            end += aligned(count)
        }
        self.offsets = offsets
        count = end
    }
}

extension Graph {
    /// Floats of the flat array of the parameters, padding included.
    public var flatCount: Int { FlatLayout(parameters).count }
    public var stateCount: Int { FlatLayout(state).count }
}

/// The next multiple of 16 floats: a cache line, and the width of the widest vector register.
func aligned(_ count: Int) -> Int { (count + 15) & ~15 }

extension ParameterLayout {
    /// Floats in the flat arrays, the panels' padding included.
    var flatCount: Int {
        switch storage {
        case .vector: count
        case .matrix(let k, let n): Panels(rows: k, columns: n).count
        }
    }

    /// From the flat arrays to PyTorch's order.
    func export(_ flat: UnsafePointer<Float>, into values: UnsafeMutablePointer<Float>) {
        guard case .matrix(let k, let n) = storage else {
            return Permutation.apply(flat, axes: axes, order: order, into: values)
        }
        let matrix = FloatBuffer(count: count)
        Panels(rows: k, columns: n).unpack(flat, into: matrix.pointer, rowStride: n, columnStride: 1)
        Permutation.apply(matrix.pointer, axes: axes, order: order, into: values)
    }

    /// From PyTorch's order to the flat arrays.
    func load(_ values: UnsafePointer<Float>, into flat: UnsafeMutablePointer<Float>) {
        let permuted = order.map { axes[$0] }
        let back = order.indices.map { axis in order.firstIndex(of: axis) ?? axis }
        guard case .matrix(let k, let n) = storage else {
            return Permutation.apply(values, axes: permuted, order: back, into: flat)
        }
        let matrix = FloatBuffer(count: count)
        Permutation.apply(values, axes: permuted, order: back, into: matrix.pointer)
        Panels(rows: k, columns: n).pack(matrix.pointer, rowStride: n, columnStride: 1, into: flat)
    }
}
