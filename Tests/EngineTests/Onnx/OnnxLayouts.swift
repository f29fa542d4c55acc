import Reference

extension OnnxTensor {
    var doubles: [Double] { floats.map(Double.init) }
    var parameter: Tensor { Tensor(shape: dimensions, values: doubles) }
    var matrix: Tensor { parameter }

    /// Of the last two axes, one for each index of those before.
    var matrices: [Tensor] {
        let shape = Array(dimensions.suffix(2))
        let size = shape[0] * shape[1]
        return stride(from: 0, to: floats.count, by: size).map {
            Tensor(shape: shape, values: Array(doubles[$0..<$0 + size]))
        }
    }

    /// A vector for every index of the first axis, or a single one.
    var vectors: Rows {
        let count = dimensions.count > 1 ? dimensions[0] : 1
        return Rows([floats.count / count], doubles)
    }

    /// From [n, channels, ...] to channels last. One axis becomes the width of an image of height 1; of three, the
    /// first two become its height.
    var images: Rows {
        let axes = Array(dimensions.dropFirst(2))
        let height = axes.dropLast().reduce(1, *)
        return Self.channelsLast(doubles, height: height, width: axes.last ?? 1, channels: dimensions[1])
    }

    func axis(_ axis: Int) -> Int { axis < 0 ? axis + dimensions.count : axis }

    /// Axes from `axis` on are a sample: an image, [channels, height, width], where there are three of them, and a
    /// vector otherwise. With `folding` any number but one is an image, whose channels take the leading axes together.
    func samples(from axis: Int, folding: Bool = false) -> Rows {
        let axes = Array(dimensions[axis...])
        guard axes.count == 3 || (folding && axes.count > 1) else { return Rows([axes.reduce(1, *)], doubles) }
        let (height, width) = (axes.count == 2 ? 1 : axes[axes.count - 2], axes[axes.count - 1])
        return Self.channelsLast(
            doubles, height: height, width: width, channels: axes.reduce(1, *) / (height * width))
    }

    private static func channelsLast(_ values: [Double], height: Int, width: Int, channels: Int) -> Rows {
        let vectors = Rows([height * width * channels], values)
        let image = [height, width, channels]
        return Rows(image, vectors.channelsLast(image).values)
    }
}

extension Tensor {
    var transposed: Tensor {
        let (rows, columns) = (shape[0], shape[1])
        return Tensor(
            shape: [columns, rows], values: (0..<values.count).map { values[$0 % rows * columns + $0 / rows] })
    }

    static func identity(_ size: Int) -> Tensor {
        Tensor(shape: [size, size], values: (0..<size * size).map { $0 / size == $0 % size ? 1 : 0 })
    }
}
