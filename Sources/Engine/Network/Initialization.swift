import Kernels
import Networks

extension InitialValues {
    /// Fills a weight tensor.
    /// - Parameters:
    ///   - shape: PyTorch's, as for `Initializer.values`.
    ///   - address: where the random numbers are drawn.
    func fill(_ values: UnsafeMutablePointer<Float>, shape: [Int], at address: RandomAddress) {
        let count = shape.reduce(1, *)
        switch self {
        case .constant(let value): values.update(repeating: value, count: count)
        case .uniform(let bound):
            Random.fillUniform(values, count: count, low: -bound, high: bound, at: address, workers: .shared)
        case .normal(let mean, let deviation):
            Random.fillNormal(
                values, count: count, mean: mean, deviation: deviation, at: address, workers: .shared)
        case .orthogonal(let length):
            Self.fillOrthogonal(values, rows: shape.first ?? 1, count: count, length: length, at: address)
        }
    }

    private static func fillOrthogonal(
        _ values: UnsafeMutablePointer<Float>, rows: Int, count: Int, length: Float, at address: RandomAddress
    ) {
        let columns = count / rows
        guard rows > columns else {
            Random.fillNormal(values, count: count, at: address, workers: .shared)
            return Orthogonal.makeRows(values, rows: rows, columns: columns, length: length)
        }
        let transposed = FloatBuffer(count: count)
        Random.fillNormal(transposed.pointer, count: count, at: address, workers: .shared)
        Orthogonal.makeRows(transposed.pointer, rows: columns, columns: rows, length: length)
        Permutation.apply(transposed.pointer, axes: [columns, rows], order: [1, 0], into: values)
    }
}
