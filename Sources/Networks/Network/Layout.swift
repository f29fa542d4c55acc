import Kernels

extension ParameterLayout {
    /// Floats in the flat arrays, the panels' padding included.
    var flatCount: Int {
        switch storage {
        case .vector: count
        case .panels(let k, let n): Panels(rows: k, columns: n).count
        }
    }

    /// From the flat arrays to PyTorch's order.
    func export(_ flat: UnsafePointer<Float>, into values: UnsafeMutablePointer<Float>) {
        guard case .panels(let k, let n) = storage else {
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
        guard case .panels(let k, let n) = storage else {
            return Permutation.apply(values, axes: permuted, order: back, into: flat)
        }
        let matrix = FloatBuffer(count: count)
        Permutation.apply(values, axes: permuted, order: back, into: matrix.pointer)
        Panels(rows: k, columns: n).pack(matrix.pointer, rowStride: n, columnStride: 1, into: flat)
    }
}
