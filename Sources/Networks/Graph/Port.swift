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
