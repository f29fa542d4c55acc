import Datasets
import Foundation
import Kernels
import Training

/// What is asked of each class of a conditional generator, and of whom.
struct ClassQuestion {
    let names: [String]
    /// Labels of the first held-out samples, and of as many generated ones that a critic is tested on.
    let heldOut: [UInt8]
    let tested: (_ count: Int) -> [UInt8]
    /// Labels of the samples whose variety is measured.
    let generated: (_ count: Int) -> [UInt8]
    /// Of the discriminator in training, by label; empty where it was not evaluated.
    let discriminator: [Accuracy]
    let judge: Judge?

    /// Samples of either kind among which neighbours are sought, and which of them makes a neighbourhood.
    private static let mostNeighbours = 1000, neighbour = 5
}

extension ClassQuestion {
    /// nil where the game is played without labels.
    init?(_ trainer: Trainer, _ measurement: Measurement?, _ judge: Judge?) {
        let dataset = trainer.dataset
        guard trainer.labels(count: 1, stream: .metricNoise) != nil, let heldOut = dataset.heldOut.labels,
            let classes = dataset.classes
        else { return nil }
        names = (0..<classes).map { $0 < dataset.classNames.count ? dataset.classNames[$0] : "\($0)" }
        self.heldOut = heldOut
        let index = RandomStream.criticIndex(iteration: trainer.iteration, update: 0)
        tested = { trainer.labels(count: $0, stream: .criticTestNoise, at: index) ?? [] }
        generated = { trainer.labels(count: $0, stream: .metricNoise) ?? [] }
        discriminator =
            measurement.flatMap { measurement in
                trainer.labelledOutputs(samples: trainer.spec.evaluation.samples).map { outputs in
                    Self.accuracies(outputs, classes: classes, Expectation(trainer.spec), measurement)
                }
            } ?? []
        self.judge = judge
    }

    /// The samples that the accuracy of all classes together was counted on, by label. Where that is a coin toss's, as
    /// all outputs are one, so it is of each class.
    static func accuracies(
        _ outputs: LabelledOutputs, classes: Int, _ expectation: Expectation, _ measurement: Measurement
    ) -> [Accuracy] {
        func half(_ values: [Float], _ parity: Int) -> [Float] {
            stride(from: parity, to: values.count, by: 2).map { values[$0] }
        }
        let natural = expectation.equilibrium.threshold
        let threshold =
            natural ?? Ranking.bestThreshold(real: half(outputs.real, 0), fake: half(outputs.fake, 0))
        let isTied = measurement.areaUnderCurve == 0.5 && measurement.accuracy.real.value == 0.5
        func side(_ values: [Float], _ labels: [UInt8], _ label: Int) -> [Float] {
            zip(values, labels).enumerated()
                .filter { (natural != nil || !$0.offset.isMultiple(of: 2)) && Int($0.element.1) == label }
                .map(\.element.0)
        }
        return (0..<classes).map { label in
            let real = side(outputs.real, outputs.realLabels, label)
            let fake = side(outputs.fake, outputs.fakeLabels, label)
            return isTied
                ? Accuracy(real: .coin(real.count), fake: .coin(fake.count))
                : Accuracy(real: real, fake: fake, threshold: threshold)
        }
    }

    /// - Parameters:
    ///   - samples: those whose variety is measured.
    ///   - critic: its answers to held-out and to tested samples; nil where there was no critic.
    /// - Returns: of every class that has a held-out or a generated sample.
    func findings(_ samples: SampleSet, critic: (real: [Float], fake: [Float])?) throws -> [ClassFinding] {
        let labels = generated(samples.generated.count)
        let found = names.indices.filter { label in
            heldOut.contains(UInt8(label)) || labels.contains(UInt8(label))
        }
        let level = Evidence.significance / Double(max(1, found.count))
        let critics = critic.map { CriticByClass(real: ($0.real, heldOut), fake: ($0.fake, tested($0.fake.count))) }
        let judged = try judge.map { judge in
            (
                generated: try judge.judgement(of: samples.generated, limit: .max, workers: samples.workers).classes,
                heldOut: try judge.judgement(of: samples.heldOut, limit: .max, workers: samples.workers).classes
            )
        }
        return found.map { label in
            ClassFinding(
                label: label, name: names[label],
                discriminator: discriminator.isEmpty ? nil : discriminator[label],
                critic: critics?.finding(label), variety: variety(of: label, samples, labels),
                recognition: judged.map { judged in
                    Self.recognition(of: label, (judged.generated, labels), (judged.heldOut, heldOut))
                }, level: level)
        }
    }

    private func variety(of label: Int, _ set: SampleSet, _ labels: [UInt8]) -> ClassVariety? {
        func rows(_ labels: [UInt8], _ limit: Int) -> [Int] {
            Array(labels.indices.lazy.filter { labels[$0] == label }.prefix(limit))
        }
        let (made, known) = (
            rows(labels, Self.mostNeighbours), rows(set.training.labels ?? [], Self.mostNeighbours)
        )
        let count = min(made.count, known.count)
        let real = set.heldOut.selecting(rows(heldOut, Self.mostNeighbours))
        guard min(count, real.count) > Self.neighbour else { return nil }
        func overlap(_ samples: Samples) -> (coverage: Double, recall: Double) {
            let pairs = SampleSet(training: real, heldOut: real, generated: samples, workers: set.workers)
            let found = SamplePairs(pairs, limit: Self.mostNeighbours).overlap(k: Self.neighbour)
            return (
                Double(found.realCovered.reduce(0) { $0 + Int($1) }) / Double(real.count),
                Double(found.realHits.count { $0 > 0 }) / Double(real.count)
            )
        }
        let generated = overlap(set.generated.selecting(made.prefix(count)))
        let training = overlap(set.training.selecting(known.prefix(count)))
        return ClassVariety(
            coverage: generated.coverage, recall: generated.recall, trainingCoverage: training.coverage,
            trainingRecall: training.recall)
    }

    /// - Parameters: what samples were taken for, and their labels.
    private static func recognition(
        of label: Int, _ generated: (taken: [UInt8], labels: [UInt8]), _ heldOut: (taken: [UInt8], labels: [UInt8])
    ) -> ClassRecognition {
        func counted(_ side: (taken: [UInt8], labels: [UInt8])) -> (right: Int, all: Int) {
            zip(side.taken, side.labels).reduce(into: (0, 0)) { counts, pair in
                guard pair.1 == label else { return }
                counts.1 += 1
                if pair.0 == label { counts.0 += 1 }
            }
        }
        let (made, real) = (counted(generated), counted(heldOut))
        return ClassRecognition(
            generated: Proportion(successes: Double(made.right), count: made.all),
            heldOut: Proportion(successes: Double(real.right), count: real.all),
            pValue: Hypergeometric.pValue(made.right, of: made.all, real.right, of: real.all))
    }
}

extension Hypergeometric {
    /// Fisher's exact test, two-sided; 1 where a side is empty.
    static func pValue(_ a: Int, of m: Int, _ b: Int, of n: Int) -> Double {
        m > 0 && n > 0 ? exp(logTwoSided(a, of: m, b, of: n)) : 1
    }
}
