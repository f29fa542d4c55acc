import Kernels
import Testing

@Suite struct DenseTests {
    static let sizes = [1, 2, 3, 4, 5, 6, 7, 13, 15, 16, 17, 31, 32, 33, 49, 100]
    /// Pairs of sizes and a third that goes another way around, so that all remainders meet; then larger ones.
    static let cases =
        sizes.indices.flatMap { i in
            sizes.indices.map { j in (sizes[i], sizes[j], sizes[(2 * i + 3 * j + 1) % sizes.count]) }
        } + [(64, 300, 40), (7, 1000, 33), (200, 20, 600), (130, 64, 65)]

    @Test(arguments: cases) func productsAgreeWithDoublePrecision(rows: Int, inputs: Int, outputs: Int) {
        check(rows, inputs, outputs, 1, Workers(threads: 2))
    }

    /// A large batch goes another way than a small one, and its rows have the same input gradients to the bit.
    @Test(arguments: [(64, 40, 300), (60, 100, 33), (200, 33, 600)])
    func inputGradientsDoNotDependOnTheBatch(rows: Int, inputs: Int, outputs: Int) {
        let plan = DensePlan(
            inputs: inputs, outputs: outputs, batch: rows, workers: Workers(threads: 2), workspace: Workspace())
        let weights = Guarded(plan.panels.write(Numbers.make(inputs * outputs, seed: 1)))
        let dy = Guarded(Numbers.make(rows * outputs, seed: 2))
        let (whole, parts) = (Guarded(count: rows * inputs), Guarded(count: rows * inputs))
        plan.inputGradient(dy.pointer, weights: weights.pointer, into: whole.pointer, rows: rows)
        for row in stride(from: 0, to: rows, by: 5) {
            plan.inputGradient(
                dy.pointer + row * outputs, weights: weights.pointer, into: parts.pointer + row * inputs,
                rows: min(5, rows - row))
        }
        #expect(whole.values.map(\.bitPattern) == parts.values.map(\.bitPattern))
    }

    /// The gradient that is given in blocks is that which is written, to the bit, and so for any number of threads.
    @Test(arguments: [(7, 300, 33), (64, 40, 300), (60, 1000, 70), (200, 6, 64)])
    func aGivenWeightGradientIsTheWrittenOne(rows: Int, inputs: Int, outputs: Int) {
        let x = Guarded(Numbers.make(rows * inputs, seed: 1))
        let dy = Guarded(Numbers.make(rows * outputs, seed: 2))
        var sums: [Double] = []
        for threads in [1, 2, 3] {
            let plan = DensePlan(
                inputs: inputs, outputs: outputs, batch: rows + 3, workers: Workers(threads: threads),
                workspace: Workspace())
            let written = Guarded(count: plan.panels.count)
            plan.weightGradient(x.pointer, dy.pointer, into: written.pointer, rows: rows, accumulate: false)
            let collector = Collector(count: plan.panels.count, arrays: threads)
            sums.append(plan.giveWeightGradient(x.pointer, dy.pointer, rows: rows, to: collector))
            #expect(collector.values.values.map(\.bitPattern) == written.values.map(\.bitPattern))
            #expect(collector.values.isIntact)
            let square = written.values.reduce(0.0) { $0 + Double($1) * Double($1) }
            #expect(abs(sums[0] / square - 1) < 1e-6)
            #expect(plan.weightGradientIsBounded(x.pointer, dy.pointer, rows: rows))
        }
        #expect(sums[0] == sums[1] && sums[0] == sums[2])
    }

    /// Nothing is called bounded of which a product, a sum or a square may be beyond all numbers.
    @Test(arguments: [Float.nan, .infinity, -.infinity, 1e19, 3e38]) func whatMayOverflowIsNotBounded(value: Float) {
        let plan = DensePlan(
            inputs: 300, outputs: 300, batch: 8, workers: Workers(threads: 2), workspace: Workspace())
        let (x, dy) = (Guarded(Numbers.make(8 * 300, seed: 1)), Guarded(Numbers.make(8 * 300, seed: 2)))
        #expect(plan.weightGradientIsBounded(x.pointer, dy.pointer, rows: 8))
        for side in [x, dy] {
            let kept = side.pointer[1234]
            side.pointer[1234] = value
            #expect(!plan.weightGradientIsBounded(x.pointer, dy.pointer, rows: 8))
            side.pointer[1234] = kept
        }
    }

    private final class Collector: GradientTaker, @unchecked Sendable {
        let values: Guarded
        private let arrays: UnsafeMutablePointer<UnsafePointer<Float>>
        private let number: Int

        init(count: Int, arrays number: Int) {
            values = Guarded(count: count)
            self.number = number
            arrays = .allocate(capacity: number)
            for index in 0..<number { (arrays + index).initialize(to: values.pointer) }
        }

        deinit { arrays.deallocate() }

        var met: UnsafeBufferPointer<UnsafePointer<Float>> { UnsafeBufferPointer(start: arrays, count: number) }

        func take(_ block: UnsafePointer<Float>, offset: Int, count: Int) {
            (values.pointer + offset).update(from: block, count: count)
        }
    }

    private func check(_ rows: Int, _ inputs: Int, _ outputs: Int, _ seed: UInt64, _ workers: Workers) {
        let workspace = Workspace()
        let plan = DensePlan(inputs: inputs, outputs: outputs, batch: rows + 3, workers: workers, workspace: workspace)
        let x = Numbers.make(rows * inputs, seed: seed)
        let w = Numbers.make(inputs * outputs, seed: seed + 1)
        let dy = Numbers.make(rows * outputs, seed: seed + 2)
        let bias = Numbers.make(outputs, seed: seed + 3)
        let packed = plan.panels.write(w)
        #expect(plan.panels.read(packed).matrix == w)

        let guarded = [x, dy, packed, bias].map { Guarded($0) }
        let (xs, dys, weights, biases) = (
            guarded[0].pointer, guarded[1].pointer, guarded[2].pointer, guarded[3].pointer
        )
        let (y, dx) = (Guarded(count: rows * outputs), Guarded(count: rows * inputs))
        let dw = Guarded([Float](repeating: 0, count: plan.panels.count))
        plan.forward(
            xs, weights: weights, bias: biases, activation: .leakyRelu(slope: 0.2), into: y.pointer, rows: rows)
        plan.inputGradient(dys, weights: weights, into: dx.pointer, rows: rows)
        plan.weightGradient(xs, dys, into: dw.pointer, rows: rows, accumulate: false)
        plan.weightGradient(xs, dys, into: dw.pointer, rows: rows, accumulate: true)

        var (yTrue, dxTrue) = ([Double](), [Double](repeating: 0, count: rows * inputs))
        var dwTrue = [Double](repeating: 0, count: inputs * outputs)
        for row in 0..<rows {
            for o in 0..<outputs {
                var sum = Double(bias[o])
                let slope = Double(dy[row * outputs + o])
                for i in 0..<inputs {
                    let (a, b) = (Double(x[row * inputs + i]), Double(w[i * outputs + o]))
                    sum += a * b
                    dxTrue[row * inputs + i] += slope * b
                    dwTrue[i * outputs + o] += 2 * a * slope
                }
                yTrue.append(sum > 0 ? sum : 0.2 * sum)
            }
        }
        let label = Comment("\(rows) x \(inputs) -> \(outputs)")
        #expect((guarded + [y, dx, dw]).allSatisfy { $0.isIntact }, label)
        #expect(Numbers.difference(y.values, yTrue) < 3e-6, label)
        #expect(Numbers.difference(dx.values, dxTrue) < 3e-6, label)
        let (found, padding) = plan.panels.read(dw.values)
        #expect(Numbers.difference(found, dwTrue) < 3e-6, label)
        #expect(padding.allSatisfy { $0 == 0 }, label)
    }
}
