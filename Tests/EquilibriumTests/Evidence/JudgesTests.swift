import Datasets
import Foundation
import Kernels
import Testing

@testable import Equilibrium

/// Each judge on samples of which it is known whether they differ.
@Suite struct JudgesTests {
    static let names = Judges.all.map { $0.name }

    /// Points or eight modes; what a generator makes of them is changed by `change`.
    static func evidence(
        _ trial: Int, count: Int = 400, mixture: Bool = true, _ change: Difference = .none
    ) -> Evidence {
        let data = Difference.data(trial, count: count)
        let generated = change.samples(trial, count: max(count, 2000), training: data.training)
        let samples = SampleSet(data, generated: generated)
        let counts = DiversityYardstick(data).wholeDiversity(samples).1
        return Evidence(Exhibit(samples, neighbourhoods: counts, seed: trial))
    }

    @Test func namesAreUnique() {
        #expect(Set(Self.names).count == Self.names.count)
        for judge in Judges.all {
            #expect(!judge.help.isEmpty && !judge.title.isEmpty && !judge.statistic.isEmpty && judge.oneSided != "")
        }
    }

    /// 60 trials of equal distributions: more than 8 alarms of 5 % have a probability of 1 in 250.
    @Test func alarmsAreRareOnEqualDistributions() {
        var alarms: [String: Int] = [:]
        var whole = 0
        for trial in 0..<60 {
            let evidence = Self.evidence(trial, count: 200)
            #expect(evidence.findings.map(\.judge).contains("modes") && evidence.findings.count == 5)
            if evidence.isDifference { whole += 1 }
            for finding in evidence.findings where finding.pValue < 0.05 { alarms[finding.judge, default: 0] += 1 }
            for finding in evidence.findings { #expect(finding.isDifference || finding.bound == 0) }
        }
        #expect(whole <= 8, "\(whole) of 60")
        for (judge, count) in alarms { #expect(count <= 8, "\(judge): \(count) of 60") }
    }

    /// Who must see what, with 1,000 held-out samples.
    @Test(arguments: [
        (Difference.shift, ["mmd", "modes"]), (.missingMode, ["modes", "mmd"]), (.noise, ["modes", "neighbourhoods"]),
        (.copies, ["training_distance"]), (.cloud, ["mmd", "nearest_neighbours", "neighbourhoods", "modes"]),
    ])
    func differencesAreSeen(change: Difference, judges: [String]) {
        let evidence = Self.evidence(3, count: 1000, change)
        for judge in judges {
            let finding = evidence.finding(judge)
            #expect(finding?.isDifference == true, "\(judge): \(finding.map { $0.pValueText } ?? "not asked")")
        }
        #expect(evidence.bound <= change.distance ?? 1, "\(evidence.strongest?.judge ?? ""): \(evidence.bound)")
    }

    @Test func copiesAreNearerToTheTrainingSamples() {
        #expect(Self.evidence(1, count: 600, .copies).isMemorised)
        #expect(!Self.evidence(1, count: 600).isMemorised)
    }

    /// All but repeats of the held-out samples: a neighbour is of the other kind nearly always, which is no distance
    /// between distributions, and nothing that is nearly right either.
    @Test func copiesOfHeldOutSamplesProveNoDistance() throws {
        let heldOut = normal(2, rows: 300, columns: 2)
        let data = Dataset(name: "normal", training: normal(1, rows: 300, columns: 2), heldOut: heldOut)
        let evidence = Evidence(Exhibit(SampleSet(data, generated: heldOut.values.map { $0 + 1e-4 }), seed: 1))
        let found = try #require(evidence.finding("nearest_neighbours"))
        #expect(found.statistic < 0.1 && found.isDifference && found.bound == 0)
        #expect(evidence.answer == .different)
    }

    /// Nothing depends on threads; another seed permutes otherwise.
    @Test func findingsAreDeterministic() {
        let data = Difference.data(5, count: 150)
        let generated = Difference.shift.samples(5, count: 500, training: data.training)
        func evidence(_ threads: Int, seed: Int) -> Evidence {
            Evidence(Exhibit(SampleSet(data, generated: generated, workers: Workers(threads: threads)), seed: seed))
        }
        #expect(evidence(1, seed: 1) == evidence(3, seed: 1))
        #expect(evidence(1, seed: 1) != evidence(1, seed: 2))
    }

    /// Constant data, equal samples, one value: nothing to tell, no number that is none.
    @Test func dataWithoutVariety() {
        let zeros = Samples(shape: [2], count: 300, values: [Float](repeating: 0, count: 600))
        let data = Dataset(name: "dirac", training: zeros, heldOut: zeros)
        let evidence = Evidence(Exhibit(SampleSet(data, generated: zeros.values), seed: 1))
        #expect(!evidence.isDifference && !evidence.findings.isEmpty)
        for finding in evidence.findings {
            #expect(finding.statistic.isFinite && finding.logPValue.isFinite && finding.distance.isFinite)
        }
        let ones = Evidence(Exhibit(SampleSet(data, generated: [Float](repeating: 1, count: 600)), seed: 1))
        #expect(ones.isDifference && ones.bound > 0.5)
    }

    @Test func twoSamplesAreTooFewToTell() {
        let data = Dataset(
            name: "two", training: normal(1, rows: 8, columns: 2), heldOut: normal(2, rows: 2, columns: 2))
        let evidence = Evidence(Exhibit(SampleSet(data, generated: normal(3, rows: 40, columns: 2).values), seed: 1))
        #expect(
            !evidence.isDifference && evidence.answer == .cannotTell && evidence.blind.count == evidence.findings.count)
    }
}

/// What may be wrong with a generator of eight modes on a circle.
enum Difference: String, CaseIterable, Sendable {
    case none, shift, missingMode, noise, copies, narrow, cloud

    /// The total variation distance, where it is known exactly.
    var distance: Double? {
        switch self {
        case .none: 0
        case .missingMode: 0.125
        case .noise: 0.05
        case .shift, .copies, .narrow, .cloud: nil
        }
    }

    static let deviation: Float = 0.1

    static func data(_ trial: Int, count: Int) -> Dataset {
        func samples(_ seed: Int, _ count: Int) -> Samples {
            Samples(shape: [2], count: count, values: ring(seed, count))
        }
        let modes = (0..<8).map { index -> Mode in
            let angle = 2 * Float.pi * Float(index) / 8
            return Mode(center: [cos(angle), sin(angle)], standardDeviation: deviation)
        }
        return Dataset(
            name: "ring", training: samples(10 * trial + 1, 2 * count), heldOut: samples(10 * trial + 2, count),
            modes: modes)
    }

    func samples(_ trial: Int, count: Int, training: Samples) -> [Float] {
        let seed = 10 * trial + 3
        switch self {
        case .none: return Self.ring(seed, count)
        // 0.2 of the data's standard deviation along one axis, which is 0.71.
        case .shift: return Self.ring(seed, count, moved: 0.2 * 0.71)
        case .missingMode: return Self.ring(seed, count, modes: 7)
        case .noise:
            var values = Self.ring(seed, count)
            for row in stride(from: 0, to: count, by: 20) {
                values[2 * row] = 4 * uniform(seed &* 31 &+ row) + 2
                values[2 * row + 1] = 4 * uniform(seed &* 37 &+ row) + 2
            }
            return values
        case .copies:
            return (0..<count).flatMap { row -> [Float] in
                let source = Int(splitMix(seed &* 7919 &+ row) % UInt64(training.count))
                return [training.values[2 * source], training.values[2 * source + 1]]
            }
        case .narrow: return Self.ring(seed, count, deviation: 0.8 * Self.deviation)
        case .cloud: return normal(seed, rows: count, columns: 2, deviation: 0.7).values
        }
    }

    private static func ring(
        _ seed: Int, _ count: Int, modes: Int = 8, moved: Float = 0, deviation: Float = deviation
    ) -> [Float] {
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
