import Testing

@testable import Kernels

/// Every kernel gives the same bits with any number of threads.
@Suite struct ThreadTests {
    private func results(threads: Int) -> [[Float]] {
        let workers = Workers(threads: threads)
        let workspace = Workspace()
        var results: [[Float]] = []
        func record(_ count: Int, _ body: (UnsafeMutablePointer<Float>) -> Void) {
            var output = [Float](repeating: 0, count: count)
            body(&output)
            results.append(output)
        }
        for (rows, inputs, outputs) in [(64, 300, 200), (97, 130, 1), (200, 33, 70), (900, 3, 170), (900, 170, 3)] {
            let plan = DensePlan(
                inputs: inputs, outputs: outputs, batch: rows, workers: workers, workspace: workspace)
            let (x, dy) = (Numbers.make(rows * inputs, seed: 1), Numbers.make(rows * outputs, seed: 2))
            let w = plan.panels.write(Numbers.make(inputs * outputs, seed: 3))
            record(rows * outputs) {
                plan.forward(x, weights: w, bias: nil, activation: .tanh, into: $0, rows: rows)
            }
            record(rows * inputs) { plan.inputGradient(dy, weights: w, into: $0, rows: rows) }
            record(w.count) { plan.weightGradient(x, dy, into: $0, rows: rows, accumulate: false) }
        }
        let squares = SquaredWeights(taps: 9, inputs: 300, outputs: 33)
        let kernels = Panels(rows: 9 * 300, columns: 33)
        let (a, b) = (kernels.write(Numbers.make(2700 * 33, seed: 4)), kernels.write(Numbers.make(2700 * 33, seed: 5)))
        let sums = squares.sums.write(Numbers.make(300 * 33, seed: 6))
        record(squares.sums.count) { squares.sum(a, b, factor: 2, into: $0, workers: workers) }
        record(kernels.count) {
            $0.update(repeating: 0, count: kernels.count)
            squares.addGradient(sums, a, into: $0, workers: workers)
        }
        for (size, channels, maps, rows) in [
            (11, 1, 40, 13), (12, 3, 5, 40), (11, 20, 33, 13), (11, 64, 16, 13), (31, 8, 9, 60), (13, 80, 36, 40),
        ] {
            let winograd = channels == 80 ? WinogradUse.large : .whereItPays
            let g = ConvolutionGeometry(
                inHeight: size, inWidth: 12, inChannels: channels, outChannels: maps, kernel: (4, 4), stride: (2, 2),
                padding: (1, 1))
            let plan = ConvolutionPlan(
                geometry: g, batch: rows, workers: workers, workspace: workspace, winograd: winograd)
            let transposed = TransposedConvolutionPlan(
                geometry: g, batch: rows, workers: workers, workspace: workspace, winograd: winograd)
            let (x, y) = (Numbers.make(rows * g.inCount, seed: 1), Numbers.make(rows * g.outCount, seed: 2))
            let w = Numbers.make(g.taps * channels * maps, seed: 3)
            let (packed, other) = (plan.panels.write(w), transposed.panels.write(g.exchanged(w)))
            record(y.count) { plan.forward(x, weights: packed, bias: nil, activation: .selu, into: $0, rows: rows) }
            record(x.count) { plan.inputGradient(y, weights: packed, into: $0, rows: rows) }
            record(packed.count) { plan.weightGradient(x, y, into: $0, rows: rows, accumulate: false) }
            record(x.count) {
                transposed.forward(y, weights: other, bias: nil, activation: .relu, into: $0, rows: rows)
            }
            record(y.count) { transposed.inputGradient(x, weights: other, into: $0, rows: rows) }
            record(other.count) { transposed.weightGradient(y, x, into: $0, rows: rows, accumulate: false) }
        }
        for (height, width, channels) in [(40, 33, 3), (9, 17, 1)] {
            let pictures = Numbers.make(20 * height * width * channels, seed: 6)
            var pairs = (0..<60).map { Int32($0 * 7 % 20) }
            let similarity = StructuralSimilarity(height: height, width: width, channels: channels)
            var found = [Double](repeating: 0, count: 30)
            similarity.measure(pictures, pairs: &pairs, count: 30, into: &found, workers: workers)
            results.append(found.map(Float.init))
            let pyramid = LaplacianPyramid(height: height, width: width, channels: channels, levels: 5, least: 16)
            let patches = Patches(pyramid, level: pyramid.sizes.count - 1, side: 7, count: 4)
            var places = (0..<160).map { Int32($0 % 3) }
            record(80 * patches.dimensions) {
                patches.take(pictures, pictureCount: 20, places: &places, least: 0, into: $0, workers: workers)
            }
        }
        let (rows, channels) = (3000, 37)
        let n = rows * channels
        let (x, dy) = (Numbers.make(n, seed: 4), Numbers.make(n, seed: 5))
        let norm = BatchNormPlan(channels: channels, workers: workers, workspace: workspace)
        let layer = LayerNormPlan(features: channels, workers: workers, workspace: workspace)
        workspace.reserve(Reductions.columnSumsWorkspace(rows: rows, columns: channels))
        record(n + 2 * channels) { y in
            norm.forwardTraining(
                x, rows: rows, gamma: nil, beta: nil, epsilon: 1e-5, momentum: 0.1, runningMean: nil,
                runningVariance: nil, savedMean: y + n, savedInverse: y + n + channels, activation: .relu, into: y)
            norm.backward(
                dy, x: x, y: y, rows: rows, gamma: nil, beta: nil, savedMean: y + n, savedInverse: y + n + channels,
                activation: .relu, into: y, gammaGradient: y + n, betaGradient: y + n + channels, accumulate: false)
        }
        record(n + 2 * rows) { y in
            layer.forward(
                x, rows: rows, gamma: nil, beta: nil, epsilon: 1e-5, savedMean: y + n, savedInverse: y + n + rows,
                into: y)
            layer.backward(
                dy, x: x, rows: rows, gamma: nil, savedMean: y + n, savedInverse: y + n + rows, into: y,
                gammaGradient: y + n, betaGradient: y + n + channels, accumulate: false)
        }
        record(channels) {
            Reductions.columnSums(
                x, rows: rows, columns: channels, into: $0, accumulate: false, workspace: workspace, workers: workers)
        }
        results.append([
            Float(Reductions.sum(x, count: n, workers: workers)),
            Float(Reductions.squaredNorm(x, count: n, workers: workers)),
        ])
        let address = RandomAddress(seed: 1, stream: 2, iteration: 3)
        record(n) { Random.fillTruncatedNormal($0, count: n, at: address, workers: workers) }
        record(60 * 12 * 20) {
            MatrixPairs.product(
                x, dy, rows: 60, m: 12, k: 9, n: 20, into: $0, accumulate: false, workers: workers)
        }
        record(60 * 30) {
            BatchSimilarity(kernels: 30, dimensions: 4).forward(x, rows: 60, into: $0, workers: workers)
        }
        record(n) {
            SampleModulation.apply(
                x, gain: dy, plus: 1, shift: nil, rows: rows / 10, positions: 10, channels: channels, into: $0,
                workers: workers)
        }
        let grouped = ConvolutionGeometry(
            inHeight: 9, inWidth: 9, inChannels: 6, outChannels: 8, kernel: (3, 3), stride: (1, 1), padding: (1, 1))
        let grouping = GroupedConvolutionPlan(
            geometry: grouped, groups: 2, dilation: (1, 1), workers: workers, workspace: workspace)
        let weights = Panels(rows: 27, columns: 8).write(Numbers.make(27 * 8, seed: 6))
        record(40 * grouped.outCount) {
            grouping.forward(x, weights: weights, bias: nil, activation: .tanh, into: $0, rows: 40)
        }
        record(weights.count) { grouping.weightGradient(x, dy, into: $0, rows: 40, accumulate: false) }
        let weightNorm = WeightNormPlan(rows: rows, columns: channels, channels: channels)
        let (v, g) = (Panels(rows: rows, columns: channels).write(x), Numbers.make(channels, seed: 7))
        record(v.count) { weightNorm.derive(v, g: g, into: $0, workers: workers) }
        record(v.count + channels) {
            weightNorm.pullBack(v, v, g: g, into: $0, gGradient: $0 + v.count, workers: workers)
        }
        record(n) { Random.fillGumbel($0, count: n, at: address, workers: workers) }
        record(n) {
            SoftmaxRows.forward(x, temperature: 0.5, rows: rows, columns: channels, into: $0, workers: workers)
            SoftmaxRows.derivative(
                dy, y: $0, temperature: 0.5, rows: rows, columns: channels, into: $0, workers: workers)
        }
        record(n) { Random.dropout(x, into: $0, count: n, rate: 0.5, at: address, workers: workers) }
        let moments = FloatBuffer(count: channels)
        for c in 0..<channels { moments[c] = g[c] }
        let along = (UnsafePointer(moments.pointer), UnsafePointer(moments.pointer))
        let tangent = BatchNormTangent(
            channels: channels, gamma: nil, mean: moments.pointer, inverse: moments.pointer)
        record(n) { tangent.tangent(x, x: dy, rows: rows, direction: along, into: $0, workers: workers) }
        record(n + 2 * channels) { y in
            tangent.backward(
                adjoint: x, slope: dy, x, x: dy, rows: rows, direction: along, into: y,
                gradients: (y + n, y + n + channels), workers: workers)
        }
        record(4 * n) { p in
            for i in 0..<3 * n { p[i] = x[i % n] }
            OptimizerPullbacks.adam(
                x, gradients: dy, first: x, second: v, byParameters: p, byFirst: p + n, bySecond: p + 2 * n,
                byGradients: p + 3 * n, count: n, step: 1, rate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1,
                weightDecay: 0.1, decoupled: false, workers: workers)
        }
        record(3 * n) { p in
            OptimizerUpdates.adam(
                p, gradients: x, first: p + n, second: p + 2 * n, count: n, step: 1, rate: 0.1, beta1: 0.9,
                beta2: 0.99, workers: workers)
        }
        return results
    }

    @Test func resultsDoNotDependOnThreads() {
        let one = results(threads: 1)
        for result in one { #expect(result.contains { $0 != 0 }) }
        for threads in [2, 3, 5] {
            let other = results(threads: threads)
            for i in one.indices {
                let isEqual = one[i].map(\.bitPattern) == other[i].map(\.bitPattern)
                #expect(isEqual, "result \(i), \(threads) threads")
            }
        }
    }
}
