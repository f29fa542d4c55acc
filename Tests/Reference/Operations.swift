/// Each operation as its formula reads, in double precision: loops that can be checked by eye, never fast.
/// Parameters are in PyTorch's layouts; samples are channels last.
public enum Reference {
    /// y = x W^T + b. weight: [out, in]; bias: [out] or none.
    public static func dense(_ x: Rows, weight: Tensor, bias: Tensor?) -> Rows {
        let (outputs, inputs) = (weight.shape[0], weight.shape[1])
        precondition(x.width == inputs)
        var y = Rows([outputs], [Double](repeating: 0, count: x.count * outputs))
        for n in 0..<x.count {
            for o in 0..<outputs {
                var sum = bias?.values[o] ?? 0
                for i in 0..<inputs { sum += x.values[n * inputs + i] * weight.values[o * inputs + i] }
                y.values[n * outputs + o] = sum
            }
        }
        return y
    }

    /// Each [vertical, horizontal].
    public struct Window: Sendable {
        public var kernel: [Int], stride: [Int], padding: [Int], outputPadding: [Int]

        public init(kernel: [Int], stride: [Int], padding: [Int] = [0, 0], outputPadding: [Int] = [0, 0]) {
            self.kernel = kernel
            self.stride = stride
            self.padding = padding
            self.outputPadding = outputPadding
        }
    }

    /// y[oy, ox, o] = b[o] + sum over ky, kx, c of x[oy s + ky - p, ox s + kx - p, c] w[o, c, ky, kx], where x is zero
    /// outside the image (a cross-correlation, as every framework calls "convolution"). weight: [out, in, kh, kw].
    public static func convolution(_ x: Rows, weight: Tensor, bias: Tensor?, _ window: Window) -> Rows {
        let (height, width, inputs) = (x.shape[0], x.shape[1], x.shape[2])
        let (outputs, kh, kw) = (weight.shape[0], weight.shape[2], weight.shape[3])
        precondition(weight.shape[1] == inputs && [kh, kw] == window.kernel)
        let outHeight = (height + 2 * window.padding[0] - kh) / window.stride[0] + 1
        let outWidth = (width + 2 * window.padding[1] - kw) / window.stride[1] + 1
        var y = Rows(
            [outHeight, outWidth, outputs], [Double](repeating: 0, count: x.count * outHeight * outWidth * outputs))
        for n in 0..<x.count {
            for oy in 0..<outHeight {
                for ox in 0..<outWidth {
                    for o in 0..<outputs {
                        var sum = bias?.values[o] ?? 0
                        for ky in 0..<kh {
                            let iy = oy * window.stride[0] + ky - window.padding[0]
                            guard iy >= 0, iy < height else { continue }
                            for kx in 0..<kw {
                                let ix = ox * window.stride[1] + kx - window.padding[1]
                                guard ix >= 0, ix < width else { continue }
                                for c in 0..<inputs {
                                    sum +=
                                        x.values[((n * height + iy) * width + ix) * inputs + c]
                                        * weight.values[((o * inputs + c) * kh + ky) * kw + kx]
                                }
                            }
                        }
                        y.values[((n * outHeight + oy) * outWidth + ox) * outputs + o] = sum
                    }
                }
            }
        }
        return y
    }

    /// Every input pixel adds its value times the kernel to the output around (iy s - p, ix s - p); what falls outside
    /// is cut off. Output: (in - 1) s - 2 p + k + output padding. weight: [in, out, kh, kw].
    public static func transposedConvolution(_ x: Rows, weight: Tensor, bias: Tensor?, _ window: Window) -> Rows {
        let (height, width, inputs) = (x.shape[0], x.shape[1], x.shape[2])
        let (outputs, kh, kw) = (weight.shape[1], weight.shape[2], weight.shape[3])
        precondition(weight.shape[0] == inputs && [kh, kw] == window.kernel)
        let outHeight = (height - 1) * window.stride[0] - 2 * window.padding[0] + kh + window.outputPadding[0]
        let outWidth = (width - 1) * window.stride[1] - 2 * window.padding[1] + kw + window.outputPadding[1]
        var y = Rows(
            [outHeight, outWidth, outputs], [Double](repeating: 0, count: x.count * outHeight * outWidth * outputs))
        if let bias { for i in y.values.indices { y.values[i] = bias.values[i % outputs] } }
        for n in 0..<x.count {
            for iy in 0..<height {
                for ix in 0..<width {
                    for c in 0..<inputs {
                        let value = x.values[((n * height + iy) * width + ix) * inputs + c]
                        for ky in 0..<kh {
                            let oy = iy * window.stride[0] + ky - window.padding[0]
                            guard oy >= 0, oy < outHeight else { continue }
                            for kx in 0..<kw {
                                let ox = ix * window.stride[1] + kx - window.padding[1]
                                guard ox >= 0, ox < outWidth else { continue }
                                for o in 0..<outputs {
                                    y.values[((n * outHeight + oy) * outWidth + ox) * outputs + o] +=
                                        value * weight.values[((c * outputs + o) * kh + ky) * kw + kx]
                                }
                            }
                        }
                    }
                }
            }
        }
        return y
    }

    /// Mean and biased variance of every channel (the last axis) over samples and positions.
    public static func channelMoments(_ x: Rows) -> (mean: [Double], variance: [Double]) {
        let channels = x.shape[x.shape.count - 1]
        let population = Double(x.values.count / channels)
        var mean = [Double](repeating: 0, count: channels)
        for (i, value) in x.values.enumerated() { mean[i % channels] += value / population }
        var variance = [Double](repeating: 0, count: channels)
        for (i, value) in x.values.enumerated() {
            variance[i % channels] += (value - mean[i % channels]) * (value - mean[i % channels]) / population
        }
        return (mean, variance)
    }

    /// y = (x - mean) / sqrt(variance + epsilon) * weight + bias, per channel. Ioffe & Szegedy 2015, algorithm 1 with
    /// the batch's moments, algorithm 2 with the running ones.
    public static func batchNorm(
        _ x: Rows, weight: Tensor?, bias: Tensor?, mean: [Double], variance: [Double], epsilon: Double
    ) -> Rows {
        let channels = x.shape[x.shape.count - 1]
        var y = x
        for (i, value) in x.values.enumerated() {
            let c = i % channels
            y.values[i] =
                (value - mean[c]) / (variance[c] + epsilon).squareRoot() * (weight?.values[c] ?? 1)
                + (bias?.values[c] ?? 0)
        }
        return y
    }

    /// The same over each run of `group` consecutive elements, with a weight and bias per element of the run. Ba,
    /// Kiros & Hinton 2016, eq. 4.
    public static func layerNorm(_ x: Rows, group: Int, weight: [Double]?, bias: [Double]?, epsilon: Double) -> Rows {
        var y = x
        for start in stride(from: 0, to: x.values.count, by: group) {
            let run = x.values[start..<start + group]
            let mean = run.reduce(0, +) / Double(group)
            let variance = run.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(group)
            for i in 0..<group {
                y.values[start + i] =
                    (x.values[start + i] - mean) / (variance + epsilon).squareRoot() * (weight?[i] ?? 1)
                    + (bias?[i] ?? 0)
            }
        }
        return y
    }

    /// y = x mask / (1 - rate). mask: 0 or 1 per element. Srivastava et al. 2014, in the "inverted" form.
    public static func dropout(_ x: Rows, mask: [Double], rate: Double) -> Rows {
        Rows(x.shape, zip(x.values, mask).map { $0 * $1 / (1 - rate) })
    }
}
