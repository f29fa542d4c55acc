import Configuration
import Kernels

/// Weights with orthogonal rows or columns.
struct OrthogonalInitializer: Initializer {
    static let declaration = Declaration(
        "orthogonal", "orthogonal rows or columns of one length",
        details: """
            The tensor as a matrix [first dimension, all others]: its rows (or its columns, if it has fewer) are orthogonal
            and of length gain, uniformly distributed. Saxe, McClelland & Ganguli 2014. PyTorch: init.orthogonal_.
            """,
        keys: [Key("gain", .real(.positive), default: .real(1), "length of the rows or columns")],
        shorthand: "gain", example: "initializer: {orthogonal: {gain: 1.4}}")

    let gain: Float

    init(_ values: Values) { gain = Float(values.real("gain")) }

    func fill(_ values: UnsafeMutablePointer<Float>, shape: [Int], at address: RandomAddress) {
        let count = shape.reduce(1, *)
        let rows = shape.first ?? 1
        let columns = count / rows
        guard rows > columns else {
            Random.fillNormal(values, count: count, at: address, workers: .shared)
            return Orthogonal.makeRows(values, rows: rows, columns: columns, length: gain)
        }
        let transposed = FloatBuffer(count: count)
        Random.fillNormal(transposed.pointer, count: count, at: address, workers: .shared)
        Orthogonal.makeRows(transposed.pointer, rows: columns, columns: rows, length: gain)
        Permutation.apply(transposed.pointer, axes: [columns, rows], order: [1, 0], into: values)
    }
}
