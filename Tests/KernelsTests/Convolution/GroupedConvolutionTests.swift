import Testing

@testable import Kernels

/// Groups and dilation against plain loops, at the edges of the image and of a panel.
@Suite struct GroupedConvolutionTests {
    struct Case: Sendable {
        var groups = 1
        let inputs: Int, outputs: Int
        var kernel = (3, 2)
        var stride = (1, 1)
        var dilation = (1, 1)
        var padding = (0, 0)
    }

    static let cases = [
        Case(groups: 3, inputs: 6, outputs: 9, padding: (1, 1)),
        Case(groups: 5, inputs: 5, outputs: 5, stride: (2, 1)),
        Case(groups: 2, inputs: 34, outputs: 70),
        Case(inputs: 3, outputs: 33, dilation: (2, 3), padding: (2, 1)),
        Case(groups: 4, inputs: 4, outputs: 8, kernel: (2, 2), stride: (2, 3), dilation: (3, 2), padding: (1, 2)),
    ]

    @Test(arguments: cases.indices) func agreesWithTheFormula(_ index: Int) {
        let c = Self.cases[index]
        let (rows, workspace) = (3, Workspace())
        var g = ConvolutionGeometry(
            inHeight: 7, inWidth: 8, inChannels: c.inputs, outChannels: c.outputs, kernel: c.kernel, stride: c.stride,
            padding: c.padding)
        let reach = ((c.kernel.0 - 1) * c.dilation.0 + 1, (c.kernel.1 - 1) * c.dilation.1 + 1)
        g.outHeight = (7 + 2 * c.padding.0 - reach.0) / c.stride.0 + 1
        g.outWidth = (8 + 2 * c.padding.1 - reach.1) / c.stride.1 + 1
        let plan = GroupedConvolutionPlan(
            geometry: g, groups: c.groups, dilation: c.dilation, workers: Workers(threads: 2), workspace: workspace)
        let (inputs, outputs) = (c.inputs / c.groups, c.outputs / c.groups)
        let panels = Panels(rows: g.taps * inputs, columns: c.outputs)
        let (x, dy) = (Numbers.make(rows * g.inCount, seed: 1), Numbers.make(rows * g.outCount, seed: 2))
        let w = Numbers.make(g.taps * inputs * c.outputs, seed: 3)
        let bias = Numbers.make(c.outputs, seed: 4)

        var y = (0..<rows * g.outCount).map { Double(bias[$0 % c.outputs]) }
        var dx = [Double](repeating: 0, count: x.count)
        var dw = [Double](repeating: 0, count: w.count)
        for row in 0..<rows {
            for i in 0..<g.outHeight {
                for j in 0..<g.outWidth {
                    for u in 0..<c.kernel.0 {
                        for v in 0..<c.kernel.1 {
                            let k = i * c.stride.0 + u * c.dilation.0 - c.padding.0
                            let l = j * c.stride.1 + v * c.dilation.1 - c.padding.1
                            guard k >= 0, k < 7, l >= 0, l < 8 else { continue }
                            for o in 0..<c.outputs {
                                for ci in 0..<inputs {
                                    let from = ((row * 7 + k) * 8 + l) * c.inputs + o / outputs * inputs + ci
                                    let to = ((row * g.outHeight + i) * g.outWidth + j) * c.outputs + o
                                    let weight = ((u * c.kernel.1 + v) * inputs + ci) * c.outputs + o
                                    y[to] += Double(x[from]) * Double(w[weight])
                                    dx[from] += Double(dy[to]) * Double(w[weight])
                                    dw[weight] += Double(x[from]) * Double(dy[to])
                                }
                            }
                        }
                    }
                }
            }
        }
        let packed = panels.write(w)
        let (found, back) = (Guarded(count: y.count), Guarded(count: x.count))
        plan.forward(x, weights: packed, bias: bias, activation: .identity, into: found.pointer, rows: rows)
        plan.inputGradient(dy, weights: packed, into: back.pointer, rows: rows)
        #expect(Numbers.difference(found.values, y) < 1e-6 && found.isIntact)
        #expect(Numbers.difference(back.values, dx) < 1e-6 && back.isIntact)
        let gradient = Guarded(count: packed.count)
        plan.weightGradient(x, dy, into: gradient.pointer, rows: rows, accumulate: false)
        plan.weightGradient(x, dy, into: gradient.pointer, rows: rows, accumulate: true)
        #expect(Numbers.difference(panels.read(gradient.values).matrix, dw.map { 2 * $0 }) < 1e-6)
        #expect(panels.read(gradient.values).padding.allSatisfy { $0 == 0 } && gradient.isIntact)
    }
}
