import Configuration

/// A fixed low-pass filter over height and width.
struct Blur: Layer {
    static let declaration = Declaration(
        "blur", "smooths an image by a fixed kernel; with a stride it shrinks it without aliasing",
        details: """
            Every channel is filtered by kernel · kernel^T, the kernel divided by its sum. Output height: height /
            stride, rounded up; width alike. `edges: zero` takes zeros outside the image, as upfirdn2d of StyleGAN2,
            StyleGAN3 and R3GAN does; `reflect` mirrors it at its outermost pixels, as lightweight-gan does.
            Zhang 2019 (arXiv:1904.11486).
            """,
        keys: [
            Key(
                "kernel", .list(of: .real(.nonNegative), count: 1...31),
                default: .list([.real(1), .real(2), .real(1)]),
                "weights of neighbouring pixels, an odd number of them"),
            .side("stride", 1...255, default: 1, "step between outputs, or [vertical, horizontal]"),
            Key("edges", .word(["zero", "reflect"]), default: .text("zero"), "what lies outside the image"),
        ],
        shorthand: "kernel",
        example: "- blur: [1, 2, 1]")

    let kernel: [Double]
    let stride: Sides
    let mirrors: Bool

    init(_ values: Values) {
        kernel = values.list("kernel").map {
            switch $0 {
            case .real(let x): x
            case .integer(let x): Double(x)
            default: preconditionFailure("'kernel' is not of numbers")
            }
        }
        stride = Sides(values, "stride")
        mirrors = values.text("edges") == "reflect"
    }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        let image = try builder.image(for: "blur")
        let sum = kernel.reduce(0, +)
        guard kernel.count % 2 == 1, sum > 0 else {
            throw ShapeError(
                "blur: the kernel needs an odd number of weights that do not add up to 0",
                help: "such as [1, 2, 1] or [1, 4, 6, 4, 1]")
        }
        let reach = kernel.count / 2
        guard !mirrors || reach < min(image.height, image.width) else {
            throw ShapeError(
                "blur: an image of shape \(image.shape) cannot be mirrored for \(kernel.count) weights",
                help: "give fewer weights, or put the layer where the image is larger")
        }
        func map(_ inputs: Int, _ stride: Int) -> AxisMap {
            .window(
                inputs, weights: kernel.map { $0 / sum }, stride: stride, padding: reach,
                positions: (inputs - 1) / stride + 1, mirrors: mirrors)
        }
        try builder.add(Resampling("blur", map(image.height, stride.height), map(image.width, stride.width)))
    }
}
