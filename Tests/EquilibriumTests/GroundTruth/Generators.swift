import Datasets
import Foundation
import Kernels
import TestSupport

@testable import Equilibrium

/// Data, and what a generator makes of it: known beyond dispute, unlike what a trained one makes.
struct Generator: Sendable {
    let data: @Sendable (_ seed: Int) throws -> Dataset
    /// Every seed gives other samples, of the same distribution where `run` is the same.
    let samples: @Sendable (_ data: Dataset, _ run: Int, _ seed: Int, _ count: Int) -> [Float]
    /// Of the critic.
    var units = 32, updates = 4000
    /// Whether a judge of the data's classes looks, too.
    var isJudged = false
    /// Generators of one name are the same and need judging once under a seed; nil: like no other.
    var name: String?

    /// The same before a critic that has no time to learn.
    var beforeAPoorCritic: Generator {
        var copy = self
        (copy.units, copy.updates, copy.name) = (2, 1, nil)
        return copy
    }

    /// Copies of the training samples of the same data.
    var copyingTheTrainingSamples: Generator {
        var copy = Generator(
            data: data,
            samples: { data, _, seed, count in
                (0..<count).flatMap { sample -> [Float] in
                    let row = Int(splitMix(seed &* 7919 &+ sample) % UInt64(data.training.count))
                    return data.training.values(of: row..<row + 1)
                }
            })
        (copy.units, copy.updates) = (units, updates)
        return copy
    }

    struct NotExamined: Error {}

    typealias Findings = (examination: Examination, metrics: MetricReport?)

    /// By a real critic, and a real judge of classes.
    func judge(seed: Int) throws -> Findings {
        let data = try data(100_000 * seed)
        let critic = try smallCritic(
            seed: seed, iterations: updates,
            layers: [
                layer("flatten"), layer("dense", ["units": .integer(units)]), layer("leaky_relu"),
                layer("dense", ["units": .integer(units)]), layer("leaky_relu"), layer("dense", ["units": .integer(1)]),
            ], shape: data.shape)
        let examination = critic.examine(data, iteration: 2400) { count, use, update in
            let stream =
                switch use {
                case .training, .reference: 1000 + update
                case .validation: 10
                case .test: 11
                case .diversity: 12
                }
            return samples(data, seed, 100_000 * seed + stream, count)
        }
        guard let examination else { throw NotExamined() }
        guard isJudged else { return (examination, nil) }
        let metrics = try Metrics.report([metric(JudgedClasses.self)], of: data, judge: try Digits.judge.get()) {
            count in
            samples(data, seed, 100_000 * seed + 13, count)
        }
        return (examination, metrics)
    }
}

/// Eight modes on a circle.
extension Generator {
    static let deviation: Float = 0.1

    /// Samples the data.
    static let perfect = ringed("perfect") { ring($0, $1) }
    /// Random, as before any training: a cloud.
    static let frozen = ringed("frozen") { normal($0, rows: $1, columns: 2, deviation: 0.7).values }
    /// One point, whatever the noise.
    static let point = ringed("point") { _, count in (0..<count).flatMap { _ in [Float(1), 0] } }
    /// Three of the eight modes, perfectly.
    static let threeModes = ringed("threeModes") { ring($0, $1, modes: 3) }
    /// All modes, moved by four of their standard deviations.
    static let shifted = ringed("shifted") { ring($0, $1, moved: 4 * deviation) }
    /// The number that the data is, to the last bits: the Dirac-GAN at its equilibrium.
    static let settled = Generator(
        data: { _ in
            let zeros = Samples(shape: [2], count: 400, values: [Float](repeating: 0, count: 800))
            return Dataset(name: "dirac", training: zeros, heldOut: zeros)
        }, samples: { _, _, _, count in [Float](repeating: 1e-20, count: 2 * count) })

    private static func ringed(
        _ name: String, _ draw: @escaping @Sendable (_ seed: Int, _ count: Int) -> [Float]
    ) -> Generator {
        Generator(
            data: { seed in
                func samples(_ seed: Int, _ count: Int) -> Samples {
                    Samples(shape: [2], count: count, values: ring(seed, count))
                }
                let modes = (0..<8).map { index -> Mode in
                    let angle = 2 * Float.pi * Float(index) / 8
                    return Mode(center: [cos(angle), sin(angle)], standardDeviation: deviation)
                }
                return Dataset(
                    name: "ring", training: samples(seed + 1, 1500), heldOut: samples(seed + 2, 1000), modes: modes)
            }, samples: { _, _, seed, count in draw(seed, count) }, name: name)
    }

    private static func ring(_ seed: Int, _ count: Int, modes: Int = 8, moved: Float = 0) -> [Float] {
        var values = normal(seed, rows: count, columns: 2, deviation: deviation).values
        for row in 0..<count {
            let mode = Int(splitMix(seed &* 7919 &+ row) % UInt64(modes))
            let angle = 2 * Float.pi * Float(mode) / 8
            values[2 * row] += cos(angle) + moved
            values[2 * row + 1] += sin(angle)
        }
        return values
    }
}

/// A spiral of even thickness, no modes known.
extension Generator {
    private static let thickness: Float = 0.05

    /// - Parameters:
    ///   - part: of the spiral's length; where it begins depends on the run.
    ///   - noise: its thickness, in units of the data's.
    ///   - moved: likewise.
    static func roll(part: Float = 1, noise: Float = 1, moved: Float = 0) -> Generator {
        Generator(
            data: { seed in
                func samples(_ seed: Int) -> Samples {
                    Samples(shape: [2], count: 1000, values: spiral(seed, 1000, 0, 1, thickness))
                }
                return Dataset(name: "roll", training: samples(seed + 1), heldOut: samples(seed + 2))
            },
            samples: { _, run, seed, count in
                let start = (1 - part) * uniform(run)
                return spiral(seed, count, start, part, noise * thickness).map { $0 + moved * thickness }
            }, units: 64, name: "roll \(part), \(noise), \(moved)")
    }

    private static func spiral(
        _ seed: Int, _ count: Int, _ start: Float, _ part: Float, _ thickness: Float
    ) -> [Float] {
        var values = normal(seed, rows: count, columns: 2, deviation: thickness).values
        for row in 0..<count {
            let angle = 1.5 * Float.pi * (1 + 2 * (start + part * uniform(seed &* 7919 &+ row)))
            values[2 * row] += angle * cos(angle) / 7.5
            values[2 * row + 1] += angle * sin(angle) / 7.5
        }
        return values
    }
}

/// Handwritten digits.
extension Generator {
    /// Copies of training samples.
    /// - Parameters:
    ///   - classes: so many of the ten; which ones depends on the run.
    ///   - noise: standard deviation of what is added to every pixel; pixels lie in [-1, 1].
    static func digits(classes: Int = 10, noise: Float = 0, judged: Bool = false) -> Generator {
        Generator(
            data: { _ in try Digits.data.get() },
            samples: { data, run, seed, count in
                let order = (0..<10).sorted { splitMix(run &* 131 &+ $0) < splitMix(run &* 131 &+ $1) }
                let kept = Set(order.prefix(classes).map { UInt8($0) })
                let labels = data.training.labels ?? []
                let rows = labels.indices.filter { kept.contains(labels[$0]) }
                let size = data.training.size
                var values = normal(seed, rows: count, columns: size, deviation: noise).values
                for sample in 0..<count {
                    let row = rows[Int(splitMix(seed &* 7919 &+ sample) % UInt64(rows.count))]
                    let digit = data.training.values(of: row..<row + 1)
                    for pixel in 0..<size {
                        let value = values[sample * size + pixel] + digit[pixel]
                        values[sample * size + pixel] = noise > 0 ? min(max(value, -1), 1) : value
                    }
                }
                return values
            }, isJudged: judged, name: "digits \(classes), \(noise), \(judged)")
    }

    /// Digits that are not among the training samples. Those that the judges look at are others than those that the
    /// critic learns from, which it could learn by heart.
    static let freshDigits = Generator(
        data: { _ in
            let all = try Digits.data.get()
            return Dataset(
                name: "digits", training: all.training[0..<Digits.trained], heldOut: all.heldOut,
                classNames: all.classNames)
        },
        samples: { _, run, seed, count in
            guard let all = try? Digits.data.get().training else { return [] }
            let others = all[Digits.trained..<all.count]
            let isTest = [11, 12, 13].contains(seed % 100_000)
            let (start, rows) = isTest ? (0, 360) : (360, others.count - 360)
            let order = (0..<rows).sorted { splitMix(run &* 131 &+ $0) < splitMix(run &* 131 &+ $1) }
            return (0..<count).flatMap { sample -> [Float] in
                let place = isTest ? sample % rows : Int(splitMix(seed &* 7919 &+ sample) % UInt64(rows))
                let row = start + order[place]
                return others.values(of: row..<row + 1)
            }
        }, isJudged: true)

    /// What a network makes of noise before it has learned anything: two dense layers with random weights.
    static let untrained = Generator(
        data: { _ in try Digits.data.get() },
        samples: { data, run, seed, count in
            let (inputs, hidden, size) = (16, 16, data.training.size)
            let noise = normal(seed, rows: count, columns: inputs).values
            let first = normal(run * 11 + 5, rows: inputs, columns: hidden, deviation: 0.35).values
            let second = normal(run * 11 + 6, rows: hidden, columns: size, deviation: 0.06).values
            var values = [Float](repeating: 0, count: count * size)
            for sample in 0..<count {
                for unit in 0..<hidden {
                    var sum: Float = 0
                    for input in 0..<inputs { sum += noise[sample * inputs + input] * first[input * hidden + unit] }
                    guard sum > 0 else { continue }
                    for pixel in 0..<size { values[sample * size + pixel] += sum * second[unit * size + pixel] }
                }
            }
            return values.map { tanh($0) }
        })

    fileprivate enum Digits {
        static let trained = 700
        static let data = Result { try dataset("digits") }
        static let judge = Result { try Judge.train(on: try data.get(), updates: 500) }
    }
}
