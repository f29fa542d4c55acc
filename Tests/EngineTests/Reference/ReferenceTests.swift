import Reference
import Testing

/// The reference is the judge of the engine; these judge the reference, by identities that its loops do not contain.
@Suite struct ReferenceTests {
    @Test(arguments: [
        ReferenceActivation.relu(), .leakyRelu(slope: 0.2), .elu(alpha: 1.5), .selu(), .gelu(), .geluTanh(),
        .softplus(), .tanhActivation(), .sigmoid(),
    ])
    func differencesOfAnActivationMatchItsWrittenDerivative(_ activation: ReferenceActivation) {
        var worst = 0.0
        for x in stride(from: -6.0125, through: 6, by: 0.05) {
            let difference = Differences.partial({ activation.value($0[0]) }, at: [x], 0)
            worst = max(worst, abs(difference - activation.derivative(x)))
        }
        #expect(worst < 2e-9)
    }

    /// A convolution and the transposed convolution of the same weight are adjoint: <A x, y> = <x, A' y>.
    @Test(arguments: [
        // height, width, kernel, stride, padding
        ([5, 6], [3, 3], [1, 1], [0, 0]), ([5, 6], [3, 3], [1, 1], [1, 1]), ([7, 5], [4, 4], [2, 2], [1, 1]),
        ([7, 5], [3, 2], [3, 2], [1, 0]), ([4, 4], [4, 4], [1, 1], [0, 0]), ([6, 9], [2, 5], [2, 3], [0, 2]),
    ])
    func convolutionAndTransposedConvolutionAreAdjoint(size: [Int], kernel: [Int], stride: [Int], padding: [Int]) {
        var numbers = TestNumbers(seed: 11)
        let (inputs, outputs) = (3, 4)
        let weight = Tensor(
            shape: [outputs, inputs] + kernel, values: numbers.numbers(outputs * inputs * kernel[0] * kernel[1]))
        let x = Rows(size + [inputs], numbers.numbers(2 * size[0] * size[1] * inputs))
        var window = Reference.Window(kernel: kernel, stride: stride, padding: padding)
        let convolved = Reference.convolution(x, weight: weight, bias: nil, window)
        let y = Rows(convolved.shape, numbers.numbers(convolved.values.count))
        // What the stride leaves over at the end must be asked for, to come back to the size of x.
        window.outputPadding = (0..<2).map { (size[$0] + 2 * padding[$0] - kernel[$0]) % stride[$0] }
        let back = Reference.transposedConvolution(y, weight: weight, bias: nil, window)
        #expect(back.shape == x.shape)
        #expect(abs(dot(convolved.values, y.values) - dot(x.values, back.values)) < 1e-11)
    }

    @Test func convolutionWithAKernelOfTheImagesSizeIsDense() {
        var numbers = TestNumbers(seed: 12)
        let x = Rows([3, 2, 4], numbers.numbers(2 * 24))
        let weight = Tensor(shape: [5, 4, 3, 2], values: numbers.numbers(120))
        let bias = Tensor(shape: [5], values: numbers.numbers(5))
        // Reorder [out, in, kh, kw] to [out, kh, kw, in], the order of a sample.
        let flat = (0..<120).map { i in
            let (o, y, x, c) = (i / 24, i / 8 % 3, i / 4 % 2, i % 4)
            return weight.values[((o * 4 + c) * 3 + y) * 2 + x]
        }
        let dense = Reference.dense(
            Rows([24], x.values), weight: Tensor(shape: [5, 24], values: flat), bias: bias)
        let window = Reference.Window(kernel: [3, 2], stride: [1, 1], padding: [0, 0])
        let convolved = Reference.convolution(x, weight: weight, bias: bias, window)
        #expect(convolved.shape == [1, 1, 5])
        #expect(zip(convolved.values, dense.values).allSatisfy { abs($0 - $1) < 1e-13 })
    }

    @Test func denseByHand() {
        let y = Reference.dense(
            Rows([2], [1, 2, -1, 3]), weight: Tensor(shape: [3, 2], values: [1, 0, 0, 1, 2, -1]),
            bias: Tensor(shape: [3], values: [0.5, 0, -1]))
        #expect(y == Rows([3], [1.5, 2, -1, -0.5, 3, -6]))
    }

    /// Moments of the output, and Ioffe & Szegedy's gradient formula against differences.
    @Test(arguments: [[4], [2, 3, 4]]) func batchNormByItsProperties(shape: [Int]) {
        var numbers = TestNumbers(seed: 13)
        let epsilon = 1e-3
        let rows = 5
        let x = Rows(shape, numbers.numbers(rows * shape.reduce(1, *), scale: 2))
        func normalized(_ values: [Double]) -> Rows {
            let x = Rows(shape, values)
            let moments = Reference.channelMoments(x)
            return Reference.batchNorm(
                x, weight: nil, bias: nil, mean: moments.mean, variance: moments.variance, epsilon: epsilon)
        }
        let y = normalized(x.values)
        let (before, after) = (Reference.channelMoments(x), Reference.channelMoments(y))
        for c in 0..<4 {
            #expect(abs(after.mean[c]) < 1e-14)
            #expect(abs(after.variance[c] - before.variance[c] / (before.variance[c] + epsilon)) < 1e-13)
        }
        let functional = numbers.numbers(x.values.count)
        let population = x.values.count / 4
        for index in x.values.indices {
            let channel = stride(from: index % 4, to: x.values.count, by: 4)
            let sum = channel.reduce(0) { $0 + functional[$1] }
            let projection = channel.reduce(0) { $0 + functional[$1] * y.values[$1] }
            let expected =
                (functional[index] - (sum + y.values[index] * projection) / Double(population))
                / (before.variance[index % 4] + epsilon).squareRoot()
            let difference = Differences.partial({ dot(normalized($0).values, functional) }, at: x.values, index)
            #expect(abs(difference - expected) < 1e-8)
        }
    }

    @Test func layerNormIsBatchNormOfTheTransposedBatch() {
        var numbers = TestNumbers(seed: 14)
        let (rows, features) = (3, 7)
        let x = Rows([features], numbers.numbers(rows * features))
        let y = Reference.layerNorm(x, group: features, weight: nil, bias: nil, epsilon: 1e-5)
        let transposed = Rows([rows], (0..<rows * features).map { x.values[$0 % rows * features + $0 / rows] })
        let moments = Reference.channelMoments(transposed)
        let z = Reference.batchNorm(
            transposed, weight: nil, bias: nil, mean: moments.mean, variance: moments.variance, epsilon: 1e-5)
        for n in 0..<rows {
            for i in 0..<features { #expect(abs(y.values[n * features + i] - z.values[i * rows + n]) < 1e-13) }
        }
    }
}
