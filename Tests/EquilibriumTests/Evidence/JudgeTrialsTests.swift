import Datasets
import Foundation
import Kernels
import TestSupport
import Training
import Testing

@testable import Equilibrium

/// How often each judge finds a difference, where there is none and where one was planted, and how often the verdict
/// claims a difference.
///
/// The discriminator in training is a fixed rule, and the fresh critic a small one of few updates: their test is the
/// same however well they were trained.
///
/// The whole of it, whose table Sources/Equilibrium/README.md shows:
///
///     SADDLE_TRIALS=1000 swift test -c release -Xswiftc -enable-testing --filter JudgeTrials
///
/// With SADDLE_TRIALS_OF=texts only their rows.
@Suite struct JudgeTrialsTests {
    /// Points of the plane, digits or texts, and how many of them are held out.
    struct Data: Hashable, Sendable {
        let name: String
        let count: Int

        static let all =
            [200, 2000].flatMap { [Data(name: "points", count: $0), Data(name: "digits", count: $0)] }
            + [200, 2000].map { Data(name: "texts", count: $0) }

        /// The first without a difference, the last with one that every trial shows.
        var rows: [Row] {
            switch name {
            case "texts":
                TextDifference.allCases.map { difference in
                    Row(text: difference.text, distance: difference.distance) {
                        try difference.trial($0, count: count)
                    }
                }
            case "points":
                Difference.allCases.map { difference in
                    Row(text: difference.text, distance: difference.distance) {
                        try Trial.points($0, count: count, difference)
                    }
                }
            default:
                Difference.allCases.map { difference in
                    Row(text: difference.text, distance: difference.distance) {
                        try DigitTrial.trial($0, count: count, difference)
                    }
                }
            }
        }
    }

    /// One of the table.
    struct Row {
        let text: String
        /// The total variation distance, where it is known exactly.
        let distance: Double?
        let trial: (Int) throws -> Trial?

        func tally(trials: Int) throws -> Tally {
            var tally = Tally()
            for number in 0..<trials { tally.note(try #require(try trial(number)), distance: distance) }
            return tally
        }
    }

    /// Alarms of `trials`, by judge and of any.
    struct Tally {
        var trials = 0
        var alarms: [String: Int] = [:]
        /// Judges that looked.
        var asked: Set<String> = []
        var any = 0
        /// Trials whose verdict claims a difference.
        var verdicts = 0
        /// Trials whose strongest bound was above the distance that is there, where that is known.
        var untrue = 0

        mutating func note(_ trial: Trial, distance: Double?) {
            let evidence = trial.examination.evidence
            trials += 1
            if ![.equilibrium, .nearEquilibrium, .cannotTell].contains(trial.verdict.kind) { verdicts += 1 }
            if evidence.isDifference { any += 1 }
            asked.formUnion(evidence.findings.map(\.judge))
            for finding in evidence.findings where finding.isDifference { alarms[finding.judge, default: 0] += 1 }
            if let distance, evidence.bound > distance { untrue += 1 }
        }
    }

    /// Few trials: who errs here errs grossly. 20 trials of a level of 1 % raise 4 alarms with probability 4e-5.
    @Test(arguments: Data.all.filter { $0.count == 200 }) func fewAlarmsAndSomePower(data: Data) throws {
        let rows = data.rows
        let equal = try rows[0].tally(trials: 20)
        for (judge, alarms) in equal.alarms { #expect(alarms < 4, "\(judge): \(alarms) of 20") }
        #expect(equal.any < 7 && equal.untrue < 7 && equal.verdicts < 7, "\(equal)")
        let far = try rows[rows.count - 1].tally(trials: 2)
        #expect(far.any == 2 && far.verdicts == 2)
    }

    /// The table has a row for every difference and a column for every judge.
    @Test func theTableIsDocumented() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Sources/Equilibrium/README.md")
        let text = try String(contentsOf: path, encoding: .utf8)
        #expect(text.contains(Self.header))
        for data in Data.all {
            for row in data.rows { #expect(text.contains("| \(data.name), \(data.count) | \(row.text) | ")) }
        }
    }

    static let judges = Judges.all.map { $0.name }
    static let header =
        "| data, held out | generated samples | trials | " + judges.joined(separator: " | ") + " | any | verdict |"

    @Test(.enabled(if: ProcessInfo.processInfo.environment["SADDLE_TRIALS"] != nil)) func theWholeTable() throws {
        let environment = ProcessInfo.processInfo.environment
        let trials = environment["SADDLE_TRIALS"].flatMap { Int($0) } ?? 0
        let only = environment["SADDLE_TRIALS_OF"]
        print(Self.header)
        print("|---|---|---:|" + Self.judges.map { _ in "---:|" }.joined() + "---:|---:|")
        for data in Data.all where only == nil || only == data.name {
            for row in data.rows {
                let tally = try row.tally(trials: row.distance == 0 ? trials : max(1, trials / 50))
                func share(_ count: Int) -> String {
                    String(format: "%.1f %%", 100 * Double(count) / Double(max(1, tally.trials)))
                }
                let cells = Self.judges.map { judge in
                    tally.asked.contains(judge) ? share(tally.alarms[judge] ?? 0) : ""
                }
                print(
                    "| \(data.name), \(data.count) | \(row.text) | \(tally.trials) | "
                        + (cells + [share(tally.any), share(tally.verdicts)]).joined(separator: " | ") + " |")
            }
        }
    }
}

extension Difference {
    /// Of the critic: what it is worth where there is nothing to see takes less time to find out.
    var updates: Int { self == .none ? 60 : 300 }

    var text: String {
        switch self {
        case .none: "equal"
        case .shift: "moved by 0.2 standard deviations"
        case .missingMode: "one mode of eight, or digit of ten, missing"
        case .noise: "5 % replaced by noise"
        case .copies: "copies of the training set"
        case .narrow: "a little too narrow (0.8)"
        case .cloud: "a cloud of the data's spread"
        }
    }
}

/// What all judges find of one generator, and the verdict on a course that stayed near 0.5.
struct Trial {
    let examination: Examination
    let verdict: Verdict

    private static let expectation = Expectation(
        loss: "non_saturating", output: .probability,
        equilibrium: LossEquilibrium(output: 0.5, discriminatorLoss: 2 * log(2), generatorLoss: log(2), threshold: 0))

    /// - Parameter rule: what stands for the discriminator in training: its output for one sample.
    init?(
        _ data: Dataset, seed: Int, critic: FreshCritic, rule: (ArraySlice<Float>) -> Float,
        generated: @escaping FreshCritic.Source
    ) {
        let size = data.heldOut.size
        func outputs(_ values: [Float]) -> [Float] {
            stride(from: 0, to: values.count, by: size).map { rule(values[$0..<$0 + size]) }
        }
        let real = outputs(data.heldOut.values)
        let course = (1...8).map { index in
            Measurement(
                iteration: 100 * index,
                accuracy: Accuracy(
                    real: real, fake: outputs(generated(data.heldOut.count, .validation, index)), threshold: 0),
                threshold: 0.5, areaUnderCurve: 0.5, realOutput: 0.5,
                fakeOutput: 0.5, outputDeviation: 0.1, discriminatorLoss: 1.38, generatorLoss: 0.69,
                discriminatorGradientNorm: 0.1, generatorGradientNorm: 0.1)
        }
        guard
            let examination = critic.examine(
                data, iteration: 800, measurement: course.last, workers: Workers(threads: 1), generated: generated)
        else { return nil }
        self.examination = examination
        verdict = Verdict(course: course, expectation: Self.expectation, examination: examination)
    }

    /// Which draw a sample is for: every use, update and trial has its own.
    static func draw(_ trial: Int, _ use: FreshCritic.Use, _ update: Int) -> Int {
        let kind =
            switch use {
            case .diversity: 0
            case .test: 1
            case .validation: 2
            case .training, .reference: 3
            }
        return use == .diversity ? trial : 10_000 + trial * 10_000 + 4 * update + kind
    }

    static func points(_ trial: Int, count: Int, _ difference: Difference) throws -> Trial? {
        let data = Difference.data(trial, count: count)
        return Trial(
            data, seed: trial, critic: try smallCritic(seed: trial, iterations: difference.updates),
            rule: { $0[$0.startIndex] - 0.3 }
        ) { count, use, update in
            difference.samples(
                draw(trial, use, update), count: use == .diversity ? max(count, data.heldOut.count) : count,
                training: data.training)
        }
    }
}

/// Digits of a smoothed distribution, of which any number can be drawn: one of the 1,797 with noise in every pixel.
private enum DigitTrial {
    private static let noise: Float = 0.2
    private static let digits = Result { try dataset("digits") }

    static func trial(_ trial: Int, count: Int, _ difference: Difference) throws -> Trial? {
        let source = try digits.get().training
        let data = Dataset(
            name: "digits", training: draw(source, 10 * trial + 1, 2 * count),
            heldOut: draw(source, 10 * trial + 2, count))
        let critic = try smallCritic(
            seed: trial, iterations: difference.updates,
            layers: [
                layer("flatten"), layer("dense", ["units": .integer(32)]), layer("leaky_relu"),
                layer("dense", ["units": .integer(1)]),
            ], shape: source.shape)
        return Trial(
            data, seed: trial, critic: critic, rule: { $0.prefix(32).reduce(0, +) - $0.suffix(32).reduce(0, +) }
        ) {
            count, use, update in
            changed(source, 10 * Trial.draw(trial, use, update) + 3, count, difference, training: data.training)
        }
    }

    private static func draw(
        _ source: Samples, _ seed: Int, _ count: Int, noise: Float = noise, without label: UInt8? = nil
    ) -> Samples {
        let labels = source.labels ?? []
        let rows = labels.indices.filter { labels[$0] != label }
        var values = normal(seed, rows: count, columns: source.size, deviation: noise).values
        for sample in 0..<count {
            let row = rows[Int(splitMix(seed &* 7919 &+ sample) % UInt64(rows.count))]
            let digit = source.values(of: row..<row + 1)
            for pixel in 0..<source.size { values[sample * source.size + pixel] += digit[pixel] }
        }
        return Samples(shape: source.shape, count: count, values: values)
    }

    private static func changed(
        _ source: Samples, _ seed: Int, _ count: Int, _ difference: Difference, training: Samples
    ) -> [Float] {
        let equal = { draw(source, seed, count).values }
        switch difference {
        case .none: return equal()
        // The pixels' standard deviation is about 0.75 over all samples and places; a brighter picture.
        case .shift: return equal().map { $0 + 0.2 * 0.75 }
        case .missingMode: return draw(source, seed, count, without: 7).values
        case .noise:
            var values = equal()
            for row in stride(from: 0, to: count, by: 20) {
                for pixel in 0..<source.size {
                    values[row * source.size + pixel] = 2 * uniform(seed &* 31 &+ row * 64 &+ pixel) - 1
                }
            }
            return values
        case .copies:
            return (0..<count).flatMap { row -> [Float] in
                let from = Int(splitMix(seed &* 7919 &+ row) % UInt64(training.count))
                return training.values(of: from..<from + 1)
            }
        case .narrow: return draw(source, seed, count, noise: 0.8 * noise).values
        case .cloud: return normal(seed, rows: count, columns: source.size, deviation: 0.75).values
        }
    }
}
