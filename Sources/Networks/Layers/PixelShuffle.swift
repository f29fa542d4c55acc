import Configuration

/// Channels to pixels; PyTorch's `PixelShuffle`.
struct PixelShuffle: Layer {
    static let declaration = Declaration(
        "pixel_shuffle", "enlarges an image by making blocks of pixels of its channels",
        details: """
            y[i·r + u, j·r + v, c] = x[i, j, c·r² + u·r + v], r = factor: [height, width, r²·channels] becomes
            [height·r, width·r, channels]. Shi et al. 2016 (sub-pixel convolution). PyTorch: PixelShuffle; HyperGAN:
            subpixel.
            """,
        keys: [Key("factor", .integer(2...64), default: .integer(2), "times height and width")],
        shorthand: "factor",
        example: "- pixel_shuffle: 2")

    let factor: Int

    init(_ values: Values) { factor = values.integer("factor") }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        let image = try builder.image(for: "pixel_shuffle")
        let block = factor * factor
        guard image.channels % block == 0 else {
            throw ShapeError(
                "pixel_shuffle: \(image.channels) channels are no multiple of \(factor)² (from \(builder.origin))",
                help: "give the layer before it a multiple of \(block) filters")
        }
        let channels = image.channels / block
        let shape = Shape([image.height * factor, image.width * factor, channels])
        var sources: [Int] = []
        sources.reserveCapacity(shape.count)
        for y in 0..<image.height * factor {
            for x in 0..<image.width * factor {
                let pixel = (y / factor * image.width + x / factor) * image.channels
                for c in 0..<channels { sources.append(pixel + c * block + y % factor * factor + x % factor) }
            }
        }
        try builder.add(Selection("pixel shuffle", shape, sources: sources))
    }
}
