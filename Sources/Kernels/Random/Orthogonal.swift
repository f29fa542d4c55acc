/// Orthogonal matrices from random ones.
public enum Orthogonal {
    /// Makes the rows of a matrix [rows, columns], rows <= columns, orthogonal to each other and all of one length.
    ///
    /// Gram & Schmidt, each row twice ("twice is enough", Giraud et al. 2005). From normal
    /// entries this gives the uniform distribution over such matrices, as a QR decomposition with positive diagonal
    /// does (Mezzadri 2007).
    public static func makeRows(_ matrix: UnsafeMutablePointer<Float>, rows: Int, columns: Int, length: Float) {
        for row in 0..<rows {
            let current = matrix + row * columns
            for _ in 0..<2 {
                for earlier in 0..<row {
                    let other = matrix + earlier * columns
                    let overlap = DotProduct.of(current, other, columns)
                    for i in 0..<columns { current[i] = current[i].addingProduct(-overlap, other[i]) }
                }
                // Between the two rounds too: the second one then works on a row of length one.
                scale(current, columns, by: 1 / DotProduct.of(current, current, columns).squareRoot())
            }
        }
        if length != 1 { scale(matrix, rows * columns, by: length) }
    }

    private static func scale(_ x: UnsafeMutablePointer<Float>, _ count: Int, by factor: Float) {
        for i in 0..<count { x[i] *= factor }
    }
}
