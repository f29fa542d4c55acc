import Configuration

/// Enlarges an image; PyTorch's `Upsample`.
struct Upsample: Layer {
    static let declaration = Declaration(
        "upsample", "enlarges height and width of an image by a whole factor",
        details: """
            `nearest` repeats every pixel: y[i, j] = x[i / factor, j / factor], rounded down. `bilinear` mixes the
            four pixels whose centres are nearest to (i + 1/2) / factor - 1/2, and repeats the outermost beyond their centres.
            Before a `conv2d` it is the resize convolution that avoids the checkerboards of transposed ones (Odena,
            Dumoulin & Olah 2016). PyTorch: Upsample(scale_factor, mode), bilinear with align_corners=False.
            StudioGAN and mimicry: F.interpolate; HyperGAN: resize_conv. The unpool of compare_gan puts zeros between
            pixels: with the convolution after it, it is
            `conv_transpose2d: {kernel: 3, stride: 2, padding: 1, output_padding: 1}`.
            """,
        keys: [
            .side("factor", 1...64, default: 2, "times height and width, or [vertical, horizontal]"),
            Key("mode", .word(["nearest", "bilinear"]), default: .text("nearest"), "how pixels between are made"),
        ],
        shorthand: "factor",
        example: "- upsample: 2")

    let factor: Sides
    let isLinear: Bool

    init(_ values: Values) {
        factor = Sides(values, "factor")
        isLinear = values.text("mode") == "bilinear"
    }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        let image = try builder.image(for: "upsample")
        guard saturatingProduct(image.height, factor.height) <= Limits.size,
            saturatingProduct(image.width, factor.width) <= Limits.size
        else {
            throw ShapeError(
                "upsample gives an image of more than \(Limits.size) lines or columns", help: "set a smaller factor")
        }
        let map = isLinear ? AxisMap.linear : AxisMap.nearest
        try builder.add(
            Resampling(
                "upsampling by \(factor.text)", map(image.height, factor.height), map(image.width, factor.width)))
    }
}
