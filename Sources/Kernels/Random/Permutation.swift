/// Reordering of a tensor's axes.
public enum Permutation {
    /// Copies a row-major tensor so that axis i of the result is axis `order[i]` of the source.
    public static func apply(
        _ source: UnsafePointer<Float>, axes: [Int], order: [Int], into target: UnsafeMutablePointer<Float>
    ) {
        var strides = [Int](repeating: 1, count: axes.count)
        for axis in (0..<max(0, axes.count - 1)).reversed() { strides[axis] = strides[axis + 1] * axes[axis + 1] }
        var target = target
        copy(source, order.map { axes[$0] }, order.map { strides[$0] }, 0, &target)
    }

    private static func copy(
        _ source: UnsafePointer<Float>, _ sizes: [Int], _ strides: [Int], _ axis: Int,
        _ target: inout UnsafeMutablePointer<Float>
    ) {
        guard axis < sizes.count else { return }
        let (size, stride) = (sizes[axis], strides[axis])
        if axis == sizes.count - 2, stride == 1, strides[axis + 1] >= size {
            let inner = sizes[axis + 1]
            Transposition.block(
                source, stride: strides[axis + 1], rows: inner, columns: size, into: target, stride: inner)
            target += size * inner
        } else if axis == sizes.count - 1 {
            for index in 0..<size { target[index] = source[index * stride] }
            target += size
        } else {
            for index in 0..<size { copy(source + index * stride, sizes, strides, axis + 1, &target) }
        }
    }
}
