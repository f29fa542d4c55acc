import Diagnostics
import Equilibrium
import Formats
import Reporting
import Testing
import TestSupport
import Training

// Testing has types of these names, too.
import struct Equilibrium.Expectation
import struct Equilibrium.Measurement
import func Foundation.log

/// Courses made up for reports: outputs at the threshold +-1, of which given shares are on the right side.
enum Courses {
    static let logistic = Expectation(
        loss: "non_saturating", output: .probability,
        equilibrium: LossEquilibrium(output: 0.5, discriminatorLoss: 2 * log(2), generatorLoss: log(2), threshold: 0))

    static func measurement(
        _ iteration: Int, real: Double, fake: Double, samples: Int = 500, expectation: Expectation = logistic
    ) -> Measurement {
        let threshold = Float(expectation.equilibrium.threshold ?? 0)
        func outputs(_ above: Double) -> [Float] {
            (0..<samples).map { Double($0) < above * Double(samples) ? threshold + 1 : threshold - 1 }
        }
        let isFirst = iteration == 0
        return Measurement(
            Evaluation(
                iteration: iteration, realOutputs: outputs(real), fakeOutputs: outputs(1 - fake),
                discriminatorLoss: isFirst ? nil : 1.25, generatorLoss: isFirst ? nil : 0.75,
                discriminatorGradientNorm: isFirst ? nil : 0.5, generatorGradientNorm: isFirst ? nil : 0.25),
            expectation)
    }

    static func course(_ sides: [(real: Double, fake: Double)], expectation: Expectation = logistic) -> [Measurement] {
        [measurement(0, real: 0.9, fake: 0.2, expectation: expectation)]
            + sides.enumerated().map {
                measurement(
                    ($0.offset + 1) * 250, real: $0.element.real, fake: $0.element.fake, expectation: expectation)
            }
    }
}

@Suite struct MetricsTests {
    @Test func columnsAndCells() throws {
        let table = MetricsTable.table([Courses.measurement(0, real: 0.9, fake: 0.2)])
        let lines = table.text.split(separator: "\n")
        #expect(
            lines[0] == """
                iteration,accuracy,accuracy_low,accuracy_high,distance,accuracy_real,accuracy_real_low,accuracy_real_high,\
                accuracy_fake,accuracy_fake_low,accuracy_fake_high,auc,threshold,discriminator_output_real,\
                discriminator_output_fake,discriminator_output_deviation,discriminator_loss,generator_loss,\
                discriminator_gradient_norm,generator_gradient_norm,generator_spread,generator_modes_covered,\
                generator_high_quality_share,samples,modes
                """)
        #expect(lines[1].hasPrefix("0,0.55,"))
        #expect(lines[1].hasSuffix(",,,,,,,,500,"))
        #expect(table.cells(of: "threshold") == ["0.5"])
        let distance = try #require(table.numbers(of: "distance")?[0])
        #expect(abs(distance - 0.05) < 1e-12)
    }

    /// An interrupted run takes up its metrics.csv, and must end with the same bytes as one that was not.
    @Test(arguments: 0..<20) func measurementsComeBackToTheLastBit(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let smoothed = Expectation(
            loss: "non_saturating", output: .probability,
            equilibrium: LossEquilibrium(
                output: 0.45, discriminatorLoss: 1.4, generatorLoss: 0.8, threshold: log(0.45 / 0.55)))
        let count = Int.random(in: 1...999, using: &random)
        func outputs() -> [Float] { (0..<count).map { _ in Float(Int.random(in: -9...9, using: &random)) / 7 } }
        let course = (0..<3).map { iteration in
            Measurement(
                Evaluation(
                    iteration: iteration, realOutputs: outputs(), fakeOutputs: outputs(),
                    discriminatorLoss: iteration == 0 ? nil : 1.0 / 3, generatorLoss: iteration == 0 ? nil : .infinity,
                    discriminatorGradientNorm: nil, generatorGradientNorm: Double.random(in: 0...1, using: &random)),
                seed % 2 == 0 ? smoothed : Courses.logistic,
                diversity: [
                    nil, Diversity(spread: Double.random(in: 0...2, using: &random)),
                    Diversity(spread: 0.1, modesCovered: 7, modes: 8, highQuality: 2.0 / 3),
                ][Int(seed % 3)])
        }
        let table = MetricsTable.table(course)
        let read = try MetricsTable.measurements(CSVTable(reading: table.text, path: "m.csv"), path: "m.csv")
        #expect(read == course)
        #expect(MetricsTable.table(read).text == table.text)
    }

    @Test func whatIsNoMeasurementIsRefused() throws {
        let table = MetricsTable.table([Courses.measurement(0, real: 0.9, fake: 0.2)])
        let missing = CSVTable(
            columns: Array(table.columns.dropFirst()), rows: table.rows.map { Array($0.dropFirst()) })
        #expect(throws: Diagnostic.self) { try MetricsTable.measurements(missing, path: "m.csv") }
        let empty = CSVTable(columns: table.columns, rows: [table.columns.map { _ in "" }])
        #expect(throws: Diagnostic.self) { try MetricsTable.measurements(empty, path: "m.csv") }
    }

    @Test(arguments: ["nan", "inf", "1e30", "2.5"]) func aNumberOfModesIsWhole(cell: String) throws {
        let table = MetricsTable.table([Courses.measurement(0, real: 0.9, fake: 0.2)])
        let row = zip(table.columns, table.rows[0]).map { $0 == EvaluationColumn.modesCovered.name ? cell : $1 }
        let read = try MetricsTable.measurements(CSVTable(columns: table.columns, rows: [row]), path: "m.csv")
        #expect(read.count == 1 && read[0].diversity?.modesCovered == nil)
    }

    @Test func timingReadsWhatItWrites() {
        let entries = [
            TimingTable.Entry(iteration: 0, seconds: 0.125, iterationsPerSecond: nil),
            TimingTable.Entry(iteration: 250, seconds: 1.5, iterationsPerSecond: 200),
        ]
        #expect(
            TimingTable.table(entries).text
                == "iteration,seconds,iterations_per_second\n0,0.125,\n250,1.5,200.0\n")
        #expect(TimingTable.entries(TimingTable.table(entries)) == entries)
        #expect(TimingTable.entries(CSVTable(columns: ["x"], rows: [["1"]])) == [])
    }

    @Test func theResultOfARunIsItsLastEvaluation() {
        let course = Courses.course([(0.9, 0.9), (0.6, 0.42), (0.5, 0.52), (0.5, 0.5), (0.51, 0.5)])
        let verdict = Verdict(course: course, expectation: Courses.logistic)
        let result = RunResult(run: "a", status: "complete", parameters: [], course: course, verdict: verdict)
        #expect(result.iteration == 1250 && result.settledAt == 500 && result.shareSettled == 1)
        // Nothing is known of the generated samples.
        let generators: Set<EvaluationColumn> = [.spread, .modesCovered, .highQuality]
        #expect(result.metrics[.accuracyReal] == 0.51)
        #expect(Set(result.metrics.keys) == Set(EvaluationNames.all).subtracting(generators.map(\.name)))
        #expect(result.verdict == "cannot tell")
        let nothing = RunResult(run: "a", status: "failed", parameters: [], course: [], verdict: verdict)
        #expect(nothing.iteration == nil && nothing.metrics.keys.isEmpty)
    }
}
