/// A kernel sliding over an image: from where it reads for every position.
public struct Window: Hashable, Sendable {
    public let kernel: Sides
    public let stride: Sides
    /// Zeros above and to the left. Below and to the right there are as many as the positions need.
    public let padding: Sides
    /// Positions of the kernel, rows and columns.
    public let positions: Sides

    /// Whether there is one position and it sees exactly the whole image.
    func coversInput(_ image: ImageSize) -> Bool {
        positions == Sides(height: 1, width: 1) && padding == Sides(height: 0, width: 0)
            && kernel == Sides(height: image.height, width: image.width)
    }

    public var taps: Int { kernel.height * kernel.width }

    var text: String {
        "\(kernel.height)x\(kernel.width)" + (stride == Sides(height: 1, width: 1) ? "" : " stride \(stride.text)")
            + (padding == Sides(height: 0, width: 0) ? "" : " padding \(padding.text)")
    }
}
