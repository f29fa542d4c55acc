/// Convolutions of up to `batch` samples and their gradients, NHWC; weights in `geometry.convolutionPanels`.
///
/// Calls allocate nothing; two plans that share a workspace must not run at the same time.
public final class ConvolutionPlan {
    public let geometry: ConvolutionGeometry
    public let panels: Panels
    let passes: ConvolutionPasses

    public init(
        geometry: ConvolutionGeometry, batch: Int, workers: Workers, workspace: Workspace,
        winograd: WinogradUse = .whereItPays
    ) {
        self.geometry = geometry
        panels = geometry.convolutionPanels
        passes = ConvolutionPasses(
            geometry, .convolution, batch: batch, workers: workers, workspace: workspace,
            winograd: winograd)
    }

    /// y = f(conv(x, W) + bias), f fusible. x [rows, in], y [rows, out].
    public func forward(
        _ x: UnsafePointer<Float>, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?, activation: Activation,
        into y: UnsafeMutablePointer<Float>, rows: Int
    ) {
        passes.gather(x, weights, bias, activation, into: y, rows: rows)
    }

    /// dx from dy.
    public func inputGradient(
        _ dy: UnsafePointer<Float>, weights: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>, rows: Int
    ) {
        passes.scatter(dy, weights, nil, .identity, into: dx, rows: rows)
    }

    /// dW from x and dy, added to `gradient` when `accumulate`; the padding of the panels is left zero.
    public func weightGradient(
        _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, into gradient: UnsafeMutablePointer<Float>, rows: Int,
        accumulate: Bool
    ) {
        passes.weightGradient(
            image: x, map: dy, into: gradient, rows: rows, accumulate: accumulate)
    }
}

/// Transposed convolutions of up to `batch` samples and their gradients. `geometry` is that of the convolution whose
/// input gradient it is: x has the shape of that convolution's output, y of its input. Weights in
/// `geometry.transposedPanels`.
public final class TransposedConvolutionPlan {
    public let geometry: ConvolutionGeometry
    public let panels: Panels
    let passes: ConvolutionPasses

    public init(
        geometry: ConvolutionGeometry, batch: Int, workers: Workers, workspace: Workspace,
        winograd: WinogradUse = .whereItPays
    ) {
        self.geometry = geometry
        panels = geometry.transposedPanels
        passes = ConvolutionPasses(
            geometry, .transposed, batch: batch, workers: workers, workspace: workspace,
            winograd: winograd)
    }

    /// y = f(transposed conv(x, W) + bias), f fusible.
    public func forward(
        _ x: UnsafePointer<Float>, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?, activation: Activation,
        into y: UnsafeMutablePointer<Float>, rows: Int
    ) {
        passes.scatter(x, weights, bias, activation, into: y, rows: rows)
    }

    /// dx from dy.
    public func inputGradient(
        _ dy: UnsafePointer<Float>, weights: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>, rows: Int
    ) {
        passes.gather(dy, weights, nil, .identity, into: dx, rows: rows)
    }

    /// dW from x and dy, added to `gradient` when `accumulate`; the padding of the panels is left zero.
    public func weightGradient(
        _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, into gradient: UnsafeMutablePointer<Float>, rows: Int,
        accumulate: Bool
    ) {
        passes.weightGradient(
            image: dy, map: x, into: gradient, rows: rows, accumulate: accumulate)
    }
}
