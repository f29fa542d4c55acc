/// A convolution whose channels are cut into groups that do not meet, with gaps between the kernel's taps:
/// y[i, j, o] = b[o] + sum over u, v, c of x[i·stride + u·dilation - padding, ..., g·in + c] · W[u, v, c, o], g the
/// group of o and in its channels. A plain kernel: without groups and gaps a `ConvolutionPlan` is quicker.
///
/// Weights are panels of a matrix [taps · in, outputs]. They are laid out by groups in the workspace, [tap, group, in,
/// out], at every call. Sums over samples are of the samples' own sums, in order.
public final class GroupedConvolutionPlan {
    public let geometry: ConvolutionGeometry
    private let groups: Int
    private let dilation: (height: Int, width: Int)
    /// Channels of a group.
    private let inputs: Int
    private let outputs: Int
    private let workers: Workers
    private let workspace: Workspace
    private let panels: Panels

    /// - Parameter geometry: its output size has been made for the dilated kernel; its kernel is without gaps.
    public init(
        geometry: ConvolutionGeometry, groups: Int, dilation: (height: Int, width: Int), workers: Workers,
        workspace: Workspace
    ) {
        self.geometry = geometry
        self.groups = groups
        self.dilation = dilation
        self.workers = workers
        self.workspace = workspace
        inputs = geometry.inChannels / groups
        outputs = geometry.outChannels / groups
        panels = Panels(rows: geometry.taps * inputs, columns: geometry.outChannels)
        workspace.reserve(2 * weightCount)
    }

    private var weightCount: Int { geometry.taps * inputs * geometry.outChannels }

    /// y = f(x * W + bias).
    public func forward(
        _ x: UnsafePointer<Float>, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?, activation: Activation,
        into y: UnsafeMutablePointer<Float>, rows: Int
    ) {
        let w = unpacked(weights)
        let g = geometry
        let line = g.outWidth * g.outChannels
        workers.run(tasks: rows * g.outHeight) { task in
            let (row, oy) = (task / g.outHeight, task % g.outHeight)
            let (image, target) = (x + row * g.inCount, y + task * line)
            for ox in 0..<g.outWidth {
                let output = target + ox * g.outChannels
                if let bias {
                    output.update(from: bias, count: g.outChannels)
                } else {
                    output.update(repeating: 0, count: g.outChannels)
                }
                forEachTap(oy, ox) { tap, pixel in
                    let (input, w) = (image + pixel * g.inChannels, w + tap * inputs * g.outChannels)
                    if inputs == 1, outputs == 1 {
                        for c in 0..<groups { output[c] += input[c] * w[c] }
                        return
                    }
                    for group in 0..<groups {
                        let (part, block) = (output + group * outputs, w + group * inputs * outputs)
                        for c in 0..<inputs {
                            let (value, row) = (input[group * inputs + c], block + c * outputs)
                            for o in 0..<outputs { part[o] += value * row[o] }
                        }
                    }
                }
            }
        }
        activation.apply(y, into: y, count: rows * g.outCount, workers: workers)
    }

    /// dx from dy.
    public func inputGradient(
        _ dy: UnsafePointer<Float>, weights: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>, rows: Int
    ) {
        let w = unpacked(weights)
        let g = geometry
        workers.run(tasks: rows) { row in
            let (slope, image) = (dy + row * g.outCount, dx + row * g.inCount)
            image.update(repeating: 0, count: g.inCount)
            for position in 0..<g.outHeight * g.outWidth {
                let output = slope + position * g.outChannels
                forEachTap(position / g.outWidth, position % g.outWidth) { tap, pixel in
                    let (input, w) = (image + pixel * g.inChannels, w + tap * inputs * g.outChannels)
                    if inputs == 1, outputs == 1 {
                        for c in 0..<groups { input[c] += output[c] * w[c] }
                        return
                    }
                    for group in 0..<groups {
                        let (part, block) = (output + group * outputs, w + group * inputs * outputs)
                        for c in 0..<inputs {
                            input[group * inputs + c] += MatrixPairs.dot(part, block + c * outputs, outputs)
                        }
                    }
                }
            }
        }
    }

    /// dW from x and dy.
    public func weightGradient(
        _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, into gradient: UnsafeMutablePointer<Float>, rows: Int,
        accumulate: Bool
    ) {
        let g = geometry
        let (total, own) = (workspace.pointer, workspace.pointer + weightCount)
        let block = inputs * outputs
        total.update(repeating: 0, count: weightCount)
        workers.run(tasks: g.taps * groups) { task in
            let (tap, group) = (task / groups, task % groups)
            let (total, own) = (total + task * block, own + task * block)
            for row in 0..<rows {
                own.update(repeating: 0, count: block)
                let (image, slope) = (x + row * g.inCount, dy + row * g.outCount)
                for position in 0..<g.outHeight * g.outWidth {
                    guard let pixel = pixel(tap, position / g.outWidth, position % g.outWidth) else { continue }
                    let input = image + pixel * g.inChannels + group * inputs
                    let output = slope + position * g.outChannels + group * outputs
                    for c in 0..<inputs {
                        let (value, line) = (input[c], own + c * outputs)
                        for o in 0..<outputs { line[o] += value * output[o] }
                    }
                }
                for i in 0..<block { total[i] += own[i] }
            }
        }
        if !accumulate { gradient.update(repeating: 0, count: panels.count) }
        forEachWeight { place, offset in gradient[offset] += total[place] }
    }

    private func unpacked(_ weights: UnsafePointer<Float>) -> UnsafePointer<Float> {
        let target = workspace.pointer
        forEachWeight { place, offset in target[place] = weights[offset] }
        return UnsafePointer(target)
    }

    /// Every weight by its place in the order of groups and its offset in the panels.
    @inline(__always) private func forEachWeight(_ body: (_ place: Int, _ offset: Int) -> Void) {
        var place = 0
        for tap in 0..<geometry.taps {
            for group in 0..<groups {
                for c in 0..<inputs {
                    for o in 0..<outputs {
                        body(place, panels.offset(row: tap * inputs + c, column: group * outputs + o))
                        place += 1
                    }
                }
            }
        }
    }

    /// The pixel that a tap reads for an output position; nil: it is outside.
    @inline(__always) private func pixel(_ tap: Int, _ oy: Int, _ ox: Int) -> Int? {
        let g = geometry
        let y = oy * g.strideHeight + tap / g.kernelWidth * dilation.height - g.paddingHeight
        let x = ox * g.strideWidth + tap % g.kernelWidth * dilation.width - g.paddingWidth
        guard y >= 0, y < g.inHeight, x >= 0, x < g.inWidth else { return nil }
        return y * g.inWidth + x
    }

    @inline(__always) private func forEachTap(_ oy: Int, _ ox: Int, _ body: (_ tap: Int, _ pixel: Int) -> Void) {
        for tap in 0..<geometry.taps { if let pixel = pixel(tap, oy, ox) { body(tap, pixel) } }
    }
}
