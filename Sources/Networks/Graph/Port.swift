/// An operation's view of a value: the shape of one sample, and, for a vector that is an image written out (or several
/// of one size, one after another), which image. Vectors hold images channels last and PyTorch's hold them channels
/// first, so parameters that belong to such a vector are permuted when they are exported.
public struct Port: Hashable, Sendable {
    public let shape: Shape
    public let image: ImageSize?

    init(_ shape: Shape, image: ImageSize? = nil) {
        self.shape = shape
        self.image = image
    }

    /// The axes in memory order, and the order in which PyTorch has them.
    var unrolled: (axes: [Int], order: [Int]) {
        guard let size = image ?? shape.image, size.channels > 1, size.height * size.width > 1 else {
            return ([shape.count], [0])
        }
        let copies = shape.count / (size.height * size.width * size.channels)
        if copies > 1 { return ([copies, size.height, size.width, size.channels], [0, 3, 1, 2]) }
        return ([size.height, size.width, size.channels], [2, 0, 1])
    }
}

extension Graph {
    /// Finds the vectors that are images written out: those that come from one through a flatten, and those that become
    /// one through a reshape, followed through operations that keep each value in its place. Where both meet with
    /// different sizes, the flatten is followed.
    static func ports(nodes: [Node], shapes: [Shape]) -> [Port] {
        var images = [ImageSize?](repeating: nil, count: shapes.count)
        let first = shapes.count - nodes.count
        for (index, node) in nodes.enumerated() where shapes[first + index].features != nil {
            guard let input = node.inputs.first, node.operation.keepsPlaces else { continue }
            images[first + index] = shapes[input].image ?? images[input]
        }
        for (index, node) in nodes.enumerated().reversed() where node.operation.keepsPlaces {
            for input in node.inputs where shapes[input].features != nil && images[input] == nil {
                images[input] = shapes[first + index].image ?? images[first + index]
            }
        }
        return zip(shapes, images).map { Port($0, image: $1) }
    }
}
