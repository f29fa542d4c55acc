import Configuration

/// What layers that pool over windows have in common.
struct Pooling {
    static let keys = [
        Key.side("kernel", 1...255, default: 2, "height and width of the window, or [height, width]"),
        Key(
            "stride", .sides(1...255), default: .null,
            "step between windows, or [vertical, horizontal]; default: the kernel"),
        Key.side("padding", 0...127, default: 0, "on each side, at most half the kernel, or [vertical, horizontal]"),
    ]

    let kernel: Sides
    let stride: Sides
    let padding: Sides

    init(_ values: Values) {
        kernel = Sides(values, "kernel")
        stride = values["stride"] == .null ? kernel : Sides(values, "stride")
        padding = Sides(values, "padding")
    }

    func window(over image: ImageSize, for layer: String) throws(ShapeError) -> Window {
        guard 2 * padding.height <= kernel.height, 2 * padding.width <= kernel.width else {
            throw ShapeError(
                "\(layer): padding \(padding.text) is more than half the kernel, \(kernel.text)",
                help: "set padding to half the kernel or less")
        }
        let free = Sides(
            height: image.height + 2 * padding.height - kernel.height,
            width: image.width + 2 * padding.width - kernel.width)
        guard free.height >= 0, free.width >= 0 else {
            throw ShapeError(
                "\(layer): the window, \(kernel.text), is larger than its input \(image.shape)",
                help: "make the kernel smaller, or downsample less before it")
        }
        return Window(
            kernel: kernel, stride: stride, padding: padding,
            positions: Sides(height: free.height / stride.height + 1, width: free.width / stride.width + 1))
    }
}
