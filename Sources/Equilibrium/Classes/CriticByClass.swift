/// A critic's answers, counted by the labels of the samples.
struct CriticByClass {
    /// By label.
    private var real = [UInt8: Answers]()
    private var fake = [UInt8: Answers]()

    private struct Answers {
        var outputs: [Float] = []
        /// Samples called real, and called generated; it is undecided on the rest.
        var real = 0, generated = 0

        mutating func note(_ output: Float) {
            outputs.append(abs(output) < CriticResult.undecided ? 0 : output)
            if output >= CriticResult.undecided { real += 1 }
            if output <= -CriticResult.undecided { generated += 1 }
        }

        var decided: Int { real + generated }
    }

    /// Outputs are logits of the probability of being real; of labels that are more than outputs the first count.
    init(real: (outputs: [Float], labels: [UInt8]), fake: (outputs: [Float], labels: [UInt8])) {
        for (output, label) in zip(real.outputs, real.labels) { self.real[label, default: Answers()].note(output) }
        for (output, label) in zip(fake.outputs, fake.labels) { self.fake[label, default: Answers()].note(output) }
    }

    func finding(_ label: Int) -> CriticOfClass {
        let (onReal, onFake) = (real[UInt8(label)] ?? Answers(), fake[UInt8(label)] ?? Answers())
        func others(_ side: [UInt8: Answers], _ right: (Answers) -> Int) -> (right: Int, all: Int) {
            side.filter { $0.key != UInt8(label) }
                .reduce(into: (0, 0)) { $0 = ($0.0 + right($1.value), $0.1 + $1.value.decided) }
        }
        let (otherReal, otherFake) = (others(real) { $0.real }, others(fake) { $0.generated })
        let amongReal = Hypergeometric.pValue(onReal.real, of: onReal.decided, otherReal.right, of: otherReal.all)
        let amongFake = Hypergeometric.pValue(onFake.generated, of: onFake.decided, otherFake.right, of: otherFake.all)
        return CriticOfClass(
            accuracy: Accuracy(real: onReal.outputs, fake: onFake.outputs, threshold: 0),
            pValue: Hypergeometric.pValue(onReal.real, of: onReal.decided, onFake.real, of: onFake.decided),
            pValueAmongClasses: min(1, 2 * min(amongReal, amongFake)))
    }
}
