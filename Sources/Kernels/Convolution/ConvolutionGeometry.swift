/// The sizes of a convolution: x [batch, inHeight, inWidth, inChannels] -> y [batch, outHeight, outWidth, outChannels],
/// y[oy, ox] = sum over ky, kx of x[oy * stride + ky - padding, ox * stride + kx - padding] · W[ky, kx].
public struct ConvolutionGeometry: Hashable, Sendable {
    public var inHeight, inWidth, inChannels: Int
    public var outHeight, outWidth, outChannels: Int
    public var kernelHeight, kernelWidth: Int
    public var strideHeight, strideWidth: Int
    public var paddingHeight, paddingWidth: Int

    /// A convolution of an input; the output's size is (in + 2 * padding - kernel) / stride + 1, rounded down.
    public init(
        inHeight: Int, inWidth: Int, inChannels: Int, outChannels: Int, kernel: (height: Int, width: Int),
        stride: (height: Int, width: Int), padding: (height: Int, width: Int)
    ) {
        (self.inHeight, self.inWidth, self.inChannels) = (inHeight, inWidth, inChannels)
        outHeight = (inHeight + 2 * padding.height - kernel.height) / stride.height + 1
        outWidth = (inWidth + 2 * padding.width - kernel.width) / stride.width + 1
        self.outChannels = outChannels
        (kernelHeight, kernelWidth) = kernel
        (strideHeight, strideWidth) = stride
        (paddingHeight, paddingWidth) = padding
    }

    /// The convolution whose input gradient is a transposed convolution from `height` x `width` x `channels`: its
    /// *output* is the transposed convolution's input, its *input* the transposed convolution's output, of size
    /// (size - 1) * stride - 2 * padding + kernel + outputPadding.
    public init(
        transposedFrom height: Int, _ width: Int, channels: Int, to outChannels: Int,
        kernel: (height: Int, width: Int), stride: (height: Int, width: Int), padding: (height: Int, width: Int),
        outputPadding: (height: Int, width: Int) = (0, 0)
    ) {
        inHeight = (height - 1) * stride.height - 2 * padding.height + kernel.height + outputPadding.height
        inWidth = (width - 1) * stride.width - 2 * padding.width + kernel.width + outputPadding.width
        inChannels = outChannels
        (outHeight, outWidth, self.outChannels) = (height, width, channels)
        (kernelHeight, kernelWidth) = kernel
        (strideHeight, strideWidth) = stride
        (paddingHeight, paddingWidth) = padding
    }

    public var taps: Int { kernelHeight * kernelWidth }
    public var inCount: Int { inHeight * inWidth * inChannels }
    public var outCount: Int { outHeight * outWidth * outChannels }
    /// Floating-point operations per sample, of the forward pass or of either gradient.
    public var flops: Int { 2 * outHeight * outWidth * taps * inChannels * outChannels }

    /// The weights of the convolution: row (ky * kernelWidth + kx) * inChannels + ci, column co.
    public var convolutionPanels: Panels { Panels(rows: taps * inChannels, columns: outChannels) }

    /// The weights of the transposed convolution, whose input has `outChannels` channels:
    /// row (ky * kernelWidth + kx) * outChannels + ci, column co of `inChannels`.
    public var transposedPanels: Panels { Panels(rows: taps * outChannels, columns: inChannels) }

    /// The weights of either.
    func panels(_ order: WeightOrder) -> Panels {
        order == .convolution ? convolutionPanels : transposedPanels
    }

    /// Where a weight lies in the panels of an order.
    func place(_ order: WeightOrder, tap: Int, imageChannel: Int, mapChannel: Int) -> Int {
        order == .convolution
            ? convolutionPanels.offset(row: tap * inChannels + imageChannel, column: mapChannel)
            : transposedPanels.offset(row: tap * outChannels + mapChannel, column: imageChannel)
    }

    /// Whether the image's channels would leave most of a panel empty.
    var isNarrow: Bool { inChannels < 8 }

    /// Both directions, for a walk over all positions of its result.
    func axes(_ way: ConvolutionAxis.Way) -> (lines: ConvolutionAxis, columns: ConvolutionAxis) {
        let (height, width) = way == .scatter ? (outHeight, outWidth) : (inHeight, inWidth)
        return (
            ConvolutionAxis(
                way: way, kernel: kernelHeight, stride: strideHeight, padding: paddingHeight, size: height),
            ConvolutionAxis(way: way, kernel: kernelWidth, stride: strideWidth, padding: paddingWidth, size: width)
        )
    }
}
