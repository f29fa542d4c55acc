/// Small dense symmetric matrices in double precision, [order, order].
public enum SymmetricMatrix {
    /// The means and the covariances of the columns of x [rows, columns], divided by rows - 1. `rows`: 2 or more.
    public static func covariance(
        _ x: UnsafePointer<Float>, rows: Int, columns: Int, means: UnsafeMutablePointer<Double>,
        into covariances: UnsafeMutablePointer<Double>
    ) {
        for c in 0..<columns { means[c] = 0 }
        for row in 0..<rows { for c in 0..<columns { means[c] += Double(x[row * columns + c]) } }
        for c in 0..<columns { means[c] /= Double(rows) }
        for i in 0..<columns * columns { covariances[i] = 0 }
        withUnsafeTemporaryAllocation(of: Double.self, capacity: max(1, columns)) { differences in
            for row in 0..<rows {
                for c in 0..<columns { differences[c] = Double(x[row * columns + c]) - means[c] }
                for a in 0..<columns {
                    let (factor, target) = (differences[a], covariances + a * columns)
                    for b in 0..<columns { target[b] += factor * differences[b] }
                }
            }
        }
        for i in 0..<columns * columns { covariances[i] /= Double(rows - 1) }
    }

    /// Eigenvalues, in no order, and the eigenvectors as rows of `vectors`, by Jacobi's cyclic method (Golub & Van
    /// Loan 2013, section 8.5): plane rotations until what is off the diagonal is below rounding. `matrix` is
    /// overwritten.
    public static func eigen(
        _ matrix: UnsafeMutablePointer<Double>, order n: Int, values: UnsafeMutablePointer<Double>,
        vectors: UnsafeMutablePointer<Double>
    ) {
        for i in 0..<n { for j in 0..<n { vectors[i * n + j] = i == j ? 1 : 0 } }
        var scale = 0.0
        for i in 0..<n * n { scale += matrix[i] * matrix[i] }
        for _ in 0..<60 {
            var off = 0.0
            for i in 0..<n { for j in 0..<i { off += matrix[i * n + j] * matrix[i * n + j] } }
            if off <= 1e-32 * scale { break }
            for p in 0..<max(0, n - 1) { for q in p + 1..<n { rotate(matrix, vectors, n, p, q) } }
        }
        for i in 0..<n { values[i] = matrix[i * n + i] }
    }

    /// The rotation of p and q that makes their entry 0.
    private static func rotate(
        _ a: UnsafeMutablePointer<Double>, _ vectors: UnsafeMutablePointer<Double>, _ n: Int, _ p: Int, _ q: Int
    ) {
        let entry = a[p * n + q]
        if entry == 0 { return }
        let ratio = (a[q * n + q] - a[p * n + p]) / (2 * entry)
        let tangent = (ratio < 0 ? -1 : 1) / (abs(ratio) + (1 + ratio * ratio).squareRoot())
        let cosine = 1 / (1 + tangent * tangent).squareRoot()
        let sine = tangent * cosine
        for k in 0..<n {
            let (x, y) = (a[k * n + p], a[k * n + q])
            (a[k * n + p], a[k * n + q]) = (cosine * x - sine * y, sine * x + cosine * y)
        }
        for k in 0..<n {
            let (x, y) = (a[p * n + k], a[q * n + k])
            (a[p * n + k], a[q * n + k]) = (cosine * x - sine * y, sine * x + cosine * y)
        }
        for k in 0..<n {
            let (x, y) = (vectors[p * n + k], vectors[q * n + k])
            (vectors[p * n + k], vectors[q * n + k]) = (cosine * x - sine * y, sine * x + cosine * y)
        }
    }

    /// result = sum over k of f(value_k) v_k v_k^T: a function of a symmetric matrix.
    private static func compose(
        _ values: UnsafePointer<Double>, _ vectors: UnsafePointer<Double>, _ n: Int,
        into result: UnsafeMutablePointer<Double>, _ f: (Double) -> Double
    ) {
        for i in 0..<n * n { result[i] = 0 }
        for k in 0..<n {
            let (weight, v) = (f(values[k]), vectors + k * n)
            for i in 0..<n {
                let factor = weight * v[i]
                for j in 0..<n { result[i * n + j] += factor * v[j] }
            }
        }
    }

    /// trace((A B)^(1/2)) of positive semidefinite A and B: that of (A^(1/2) B A^(1/2))^(1/2), which is symmetric.
    /// Eigenvalues below 0, which rounding makes of zeros, count as 0.
    public static func traceOfRootOfProduct(
        _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, order n: Int
    ) -> Double {
        withUnsafeTemporaryAllocation(of: Double.self, capacity: 4 * n * n + n) { memory in
            guard let work = memory.baseAddress else { return 0 }
            let (vectors, root, product) = (work + n * n, work + 2 * n * n, work + 3 * n * n)
            let values = work + 4 * n * n
            work.update(from: a, count: n * n)
            eigen(work, order: n, values: values, vectors: vectors)
            compose(values, vectors, n, into: root) { max(0, $0).squareRoot() }
            multiply(root, b, n, into: product)
            multiply(product, root, n, into: work)
            eigen(work, order: n, values: values, vectors: vectors)
            var trace = 0.0
            for i in 0..<n { trace += max(0, values[i]).squareRoot() }
            return trace
        }
    }

    private static func multiply(
        _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ n: Int, into c: UnsafeMutablePointer<Double>
    ) {
        for i in 0..<n {
            let target = c + i * n
            for j in 0..<n { target[j] = 0 }
            for k in 0..<n {
                let factor = a[i * n + k]
                for j in 0..<n { target[j] += factor * b[k * n + j] }
            }
        }
    }
}
