import Datasets
import Foundation
import Kernels
import Testing

@testable import Equilibrium

/// How often each judge finds a difference, where there is none and where one was planted.
///
/// The whole of it, whose table Sources/Equilibrium/README.md shows:
///
///     SADDLE_TRIALS=200 swift test -c release -Xswiftc -enable-testing --filter JudgeTrials
@Suite struct JudgeTrialsTests {
    /// Points of the plane, or digits, and how many of them are held out.
    struct Data: Hashable, Sendable {
        let name: String
        let count: Int

        static let all = [200, 2000].flatMap { [Data(name: "points", count: $0), Data(name: "digits", count: $0)] }
    }

    /// Alarms of `trials`, by judge and of any.
    struct Tally {
        var trials = 0
        var alarms: [String: Int] = [:]
        var any = 0
        /// Trials whose strongest bound was above the distance that is there, where that is known.
        var untrue = 0

        mutating func note(_ evidence: Evidence, distance: Double?) {
            trials += 1
            if evidence.isDifference { any += 1 }
            for finding in evidence.findings where finding.isDifference { alarms[finding.judge, default: 0] += 1 }
            if let distance, evidence.bound > distance { untrue += 1 }
        }
    }

    static func tally(_ data: Data, _ difference: Difference, trials: Int) -> Tally {
        var tally = Tally()
        for trial in 0..<trials {
            let evidence =
                data.name == "points"
                ? JudgesTests.evidence(trial, count: data.count, difference)
                : DigitTrial.evidence(trial, count: data.count, difference)
            tally.note(evidence, distance: difference.distance)
        }
        return tally
    }

    /// Few trials: who errs here errs grossly. 20 trials of a level of 1 % raise 4 alarms with probability 4e-5.
    @Test(arguments: Data.all.filter { $0.count == 200 }) func fewAlarmsAndSomePower(data: Data) {
        let equal = Self.tally(data, .none, trials: 20)
        for (judge, alarms) in equal.alarms { #expect(alarms < 4, "\(judge): \(alarms) of 20") }
        #expect(equal.any < 7 && equal.untrue < 7, "\(equal)")
        let cloud = Self.tally(data, .cloud, trials: 2)
        #expect(cloud.any == 2)
    }

    /// The table has a row for every difference and a column for every judge but the two discriminators.
    @Test func theTableIsDocumented() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Sources/Equilibrium/README.md")
        let text = try String(contentsOf: path, encoding: .utf8)
        #expect(text.contains(Self.header))
        for data in Data.all {
            for difference in Difference.allCases {
                #expect(text.contains("| \(data.name), \(data.count) | \(difference.text) | "))
            }
        }
    }

    static let judges = Judges.all.map { $0.name }.filter { !["discriminator", "critic"].contains($0) }
    static let header = "| data, held out | generated samples | trials | " + judges.joined(separator: " | ") + " | any |"

    @Test(.enabled(if: ProcessInfo.processInfo.environment["SADDLE_TRIALS"] != nil)) func theWholeTable() {
        let trials = ProcessInfo.processInfo.environment["SADDLE_TRIALS"].flatMap { Int($0) } ?? 0
        print(Self.header)
        print("|---|---|---:|" + Self.judges.map { _ in "---:|" }.joined() + "---:|")
        for data in Data.all {
            for difference in Difference.allCases {
                let tally = Self.tally(data, difference, trials: difference == .none ? trials : max(1, trials / 10))
                func share(_ count: Int) -> String {
                    String(format: "%.1f %%", 100 * Double(count) / Double(max(1, tally.trials)))
                }
                let cells = Self.judges.map { judge in
                    judge == "modes" && data.name == "digits" ? "" : share(tally.alarms[judge] ?? 0)
                }
                print(
                    "| \(data.name), \(data.count) | \(difference.text) | \(tally.trials) | "
                        + (cells + [share(tally.any)]).joined(separator: " | ") + " |")
            }
        }
    }
}

extension Difference {
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

/// Digits of a smoothed distribution, of which any number can be drawn: one of the 1,797 with noise in every pixel.
private enum DigitTrial {
    private static let noise: Float = 0.2
    private static let digits = Result { try dataset("digits") }

    static func evidence(_ trial: Int, count: Int, _ difference: Difference) -> Evidence {
        guard let all = try? digits.get() else { return Evidence([]) }
        let source = all.training
        func samples(_ seed: Int, _ count: Int) -> Samples { draw(source, seed, count) }
        let data = Dataset(
            name: "digits", training: samples(10 * trial + 1, 2 * count), heldOut: samples(10 * trial + 2, count))
        let generated = changed(
            source, 10 * trial + 3, max(count, 500), difference, training: data.training)
        let set = SampleSet(data, generated: generated)
        return Evidence(
            Exhibit(set, neighbourhoods: DiversityYardstick(data).wholeDiversity(set).1, seed: trial))
    }

    private static func draw(
        _ source: Samples, _ seed: Int, _ count: Int, noise: Float = noise, without label: UInt8? = nil
    ) -> Samples {
        let labels = source.labels ?? []
        let rows = labels.indices.filter { labels[$0] != label }
        var values = normal(seed, rows: count, columns: source.size, deviation: noise).values
        for sample in 0..<count {
            let row = rows[Int(splitMix(seed &* 7919 &+ sample) % UInt64(rows.count))]
            for pixel in 0..<source.size {
                values[sample * source.size + pixel] += source.values[row * source.size + pixel]
            }
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
            return (0..<count).flatMap { row -> ArraySlice<Float> in
                let from = Int(splitMix(seed &* 7919 &+ row) % UInt64(training.count))
                return training.values[from * source.size..<(from + 1) * source.size]
            }
        case .narrow: return draw(source, seed, count, noise: 0.8 * noise).values
        case .cloud: return normal(seed, rows: count, columns: source.size, deviation: 0.75).values
        }
    }
}
