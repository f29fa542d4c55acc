/// Convolutions of up to `batch` samples and their gradients, NHWC; weights in `geometry.convolutionPanels`.
public final class ConvolutionPlan {
    public let geometry: ConvolutionGeometry
    public let panels: Panels
    private let workers: Workers
    private let workspace: Workspace

    public init(geometry: ConvolutionGeometry, batch: Int, workers: Workers, workspace: Workspace) {
        (self.geometry, self.workers, self.workspace) = (geometry, workers, workspace)
        panels = geometry.convolutionPanels
    }

    /// y = f(conv(x, W) + bias), f fusible. x [rows, in], y [rows, out].
    public func forward(
        _ x: UnsafePointer<Float>, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?, activation: Activation,
        into y: UnsafeMutablePointer<Float>, rows: Int
    ) {
        let g = geometry
        for position in 0..<rows * g.outHeight * g.outWidth {
            for co in 0..<g.outChannels { y[position * g.outChannels + co] = bias?[co] ?? 0 }
        }
        g.forEachProduct(rows) { input, output, tap in
            for ci in 0..<g.inChannels {
                for co in 0..<g.outChannels {
                    y[output * g.outChannels + co] +=
                        x[input * g.inChannels + ci] * weights[panels.offset(row: tap * g.inChannels + ci, column: co)]
                }
            }
        }
        activation.apply(y, into: y, count: rows * g.outCount, workers: workers)
    }

    /// dx from dy.
    public func inputGradient(
        _ dy: UnsafePointer<Float>, weights: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>, rows: Int
    ) {
        let g = geometry
        dx.update(repeating: 0, count: rows * g.inCount)
        g.forEachProduct(rows) { input, output, tap in
            for ci in 0..<g.inChannels {
                for co in 0..<g.outChannels {
                    dx[input * g.inChannels + ci] +=
                        dy[output * g.outChannels + co]
                        * weights[panels.offset(row: tap * g.inChannels + ci, column: co)]
                }
            }
        }
    }

    /// dW from x and dy, added to `gradient` when `accumulate`; the padding of the panels is left zero.
    public func weightGradient(
        _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, into gradient: UnsafeMutablePointer<Float>, rows: Int,
        accumulate: Bool
    ) {
        let g = geometry
        if !accumulate { gradient.update(repeating: 0, count: panels.count) }
        g.forEachProduct(rows) { input, output, tap in
            for ci in 0..<g.inChannels {
                for co in 0..<g.outChannels {
                    gradient[panels.offset(row: tap * g.inChannels + ci, column: co)] +=
                        x[input * g.inChannels + ci] * dy[output * g.outChannels + co]
                }
            }
        }
    }
}

/// Transposed convolutions of up to `batch` samples and their gradients. `geometry` is that of the convolution whose
/// input gradient it is: x has the shape of that convolution's output, y of its input. Weights in
/// `geometry.transposedPanels`.
public final class TransposedConvolutionPlan {
    public let geometry: ConvolutionGeometry
    public let panels: Panels
    private let workers: Workers
    private let workspace: Workspace

    public init(geometry: ConvolutionGeometry, batch: Int, workers: Workers, workspace: Workspace) {
        (self.geometry, self.workers, self.workspace) = (geometry, workers, workspace)
        panels = geometry.transposedPanels
    }

    /// y = f(transposed conv(x, W) + bias), f fusible.
    public func forward(
        _ x: UnsafePointer<Float>, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?, activation: Activation,
        into y: UnsafeMutablePointer<Float>, rows: Int
    ) {
        let g = geometry
        for position in 0..<rows * g.inHeight * g.inWidth {
            for co in 0..<g.inChannels { y[position * g.inChannels + co] = bias?[co] ?? 0 }
        }
        g.forEachProduct(rows) { target, source, tap in
            for ci in 0..<g.outChannels {
                for co in 0..<g.inChannels {
                    y[target * g.inChannels + co] +=
                        x[source * g.outChannels + ci]
                        * weights[panels.offset(row: tap * g.outChannels + ci, column: co)]
                }
            }
        }
        activation.apply(y, into: y, count: rows * g.inCount, workers: workers)
    }

    /// dx from dy.
    public func inputGradient(
        _ dy: UnsafePointer<Float>, weights: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>, rows: Int
    ) {
        let g = geometry
        dx.update(repeating: 0, count: rows * g.outCount)
        g.forEachProduct(rows) { target, source, tap in
            for ci in 0..<g.outChannels {
                for co in 0..<g.inChannels {
                    dx[source * g.outChannels + ci] +=
                        dy[target * g.inChannels + co]
                        * weights[panels.offset(row: tap * g.outChannels + ci, column: co)]
                }
            }
        }
    }

    /// dW from x and dy, added to `gradient` when `accumulate`; the padding of the panels is left zero.
    public func weightGradient(
        _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, into gradient: UnsafeMutablePointer<Float>, rows: Int,
        accumulate: Bool
    ) {
        let g = geometry
        if !accumulate { gradient.update(repeating: 0, count: panels.count) }
        g.forEachProduct(rows) { target, source, tap in
            for ci in 0..<g.outChannels {
                for co in 0..<g.inChannels {
                    gradient[panels.offset(row: tap * g.outChannels + ci, column: co)] +=
                        x[source * g.outChannels + ci] * dy[target * g.inChannels + co]
                }
            }
        }
    }
}

extension ConvolutionGeometry {
    /// Calls the body for every input position, output position and tap that meet.
    fileprivate func forEachProduct(_ rows: Int, _ body: (_ input: Int, _ output: Int, _ tap: Int) -> Void) {
        for row in 0..<rows {
            for oy in 0..<outHeight {
                for ox in 0..<outWidth {
                    for ky in 0..<kernelHeight {
                        for kx in 0..<kernelWidth {
                            let iy = oy * strideHeight + ky - paddingHeight
                            let ix = ox * strideWidth + kx - paddingWidth
                            guard iy >= 0, iy < inHeight, ix >= 0, ix < inWidth else { continue }
                            body(
                                (row * inHeight + iy) * inWidth + ix, (row * outHeight + oy) * outWidth + ox,
                                ky * kernelWidth + kx)
                        }
                    }
                }
            }
        }
    }
}
