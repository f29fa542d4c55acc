import Diagnostics
import Equilibrium
import Formats
import Foundation
import Reporting
import Testing
import Training

import struct Equilibrium.Expectation

@testable import Configuration

@Suite struct EquilibriumReportTests {
    static let player = PlayerSpec(
        layers: [], initializer: Choice(.initializers, "normal"), optimizer: Choice(.optimizers, "adam"),
        schedule: Choice(.schedules, "constant"), gradientClipping: nil, weightClipping: nil)

    static let spec = RunSpec(
        name: "quickstart", description: "Does smoothing help?", seed: 1, data: Choice(.datasets, "digits"),
        noise: NoiseSpec(dimension: 64, prior: Choice(.priors, "normal")), generator: player, discriminator: player,
        loss: Choice(.losses, "non_saturating"), labelSmoothing: LabelSmoothing(real: 1, fake: 0, flip: 0),
        stepRatio: StepRatio(discriminator: 1, generator: 1),
        training: TrainingSpec(iterations: 1250, batchSize: 64, fakes: .fresh),
        evaluation: EvaluationSpec(every: 250, samples: 500),
        output: OutputSpec(samplesEvery: nil, checkpointEvery: nil))

    /// Judges see samples without their labels, so a conditional run's answer says so.
    @Test func aConditionalRunsAnswerNamesWhatNobodyLookedAt() {
        var conditional = Self.spec
        conditional.condition = ConditionSpec(method: .concat)
        let sides = [(real: 0.5, fake: 0.5), (real: 0.5, fake: 0.5)]
        #expect(Self.report(sides, spec: conditional).markdown.contains("without their labels"))
        // A table's conditions are no labels, and no metric tells of them.
        conditional.condition = ConditionSpec(method: .columns)
        let ofColumns = Self.report(sides, spec: conditional).markdown
        #expect(ofColumns.contains("without the conditions") && !ofColumns.contains("under Classes"))
        #expect(!Self.report(sides).markdown.contains("without their labels"))
    }

    static func report(
        _ sides: [(real: Double, fake: Double)], spec: RunSpec = spec, expectation: Expectation = Courses.logistic,
        examinations: [Examination] = [], divergence: Divergence? = nil
    ) -> EquilibriumReport {
        EquilibriumReport(
            run: "seed=1-3f9a1c2e", spec: spec, course: Courses.course(sides, expectation: expectation),
            expectation: expectation, examinations: examinations, divergence: divergence)
    }

    /// A critic that was right as often as said, on `samples` of each kind, and, where asked for, another judge.
    static func examination(
        _ accuracy: Double, samples: Int = 1000, iteration: Int = 2000, modes: Int? = nil, of all: Int? = nil,
        diversity: Diversity? = nil, other: Finding? = nil, isLevelled: Bool = true
    ) -> Examination {
        let side = Proportion(successes: (accuracy * Double(samples)).rounded(), count: samples)
        let critic = CriticResult(
            iteration: iteration, maker: "dense 256 x 3; 500 updates at most",
            accuracy: Accuracy(real: side, fake: side), crossEntropy: log(2) - (accuracy - 0.5),
            crossEntropyError: 0.01, areaUnderCurve: accuracy, updates: 75, trainedOn: 800, isLevelled: isLevelled)
        let distance = abs(2 * critic.accuracy.mean - 1)
        let finding = finding(
            "critic", p: critic.logPValue, distance: distance, bound: max(0, distance - 0.06),
            visible: isLevelled ? 0.08 : nil)
        return Examination(
            iteration: iteration, critic: critic,
            diversity: diversity
                ?? Diversity(spread: 0.97, modesCovered: modes, modes: all, highQuality: modes.map { _ in 0.9 }),
            evidence: Evidence([finding] + (other.map { [$0] } ?? [])))
    }

    /// - Parameter p: its decimal logarithm.
    static func finding(
        _ judge: String, p: Double, distance: Double, bound: Double, visible: Double? = 0.08
    ) -> Finding {
        Finding(
            judge: judge, realCount: 1000, generatedCount: 1000, statistic: 0.5, logPValue: p, distance: distance,
            bound: bound, visible: visible, level: 0.025)
    }

    static let settled = report([(0.9, 0.9), (0.6, 0.42), (0.5, 0.52), (0.5, 0.5), (0.52, 0.5)])

    /// Else they would train the run again, in the usual folder.
    @Test func commandsKeepToTheFolderOfTheResults() {
        func markdown(_ folder: String, _ overrides: [String] = []) -> String {
            EquilibriumReport(
                run: "seed=1-3f9a1c2e", spec: Self.spec, course: Courses.course([(0.5, 0.5)]),
                expectation: Courses.logistic, folder: folder, overrides: overrides
            ).markdown
        }
        #expect(
            markdown("results/ring/seed=1").contains("```\nsaddle run results/ring/seed=1/config.yaml --fresh\n```"))
        #expect(
            markdown("/scratch/ring/seed=1").contains(
                "```\nsaddle run /scratch/ring/seed=1/config.yaml --results /scratch --fresh\n```"))
        let spaced = markdown("my results/ring/seed=1", ["evaluation.critic.layers=[dense: 3]"])
        #expect(
            spaced.contains(
                "```\nsaddle run 'my results/ring/seed=1/config.yaml' --results 'my results' --fresh\n"
                    + "saddle report 'my results/ring/seed=1' --set 'evaluation.critic.layers=[dense: 3]'\n```"))
        #expect(spaced.contains("(a `--set` goes behind `saddle run 'my results/ring/seed=1/config.yaml' --results "))
    }

    @Test func markdown() {
        #expect(
            Self.settled.markdown == """
                # Cannot tell: the discriminator's accuracy is 0.510, 0.010 from 0.5 (95 % interval 0.479 to 0.541); no other judge looked.

                The discriminator only guesses. Whether because the samples are right, or nearly, or because too little was looked at, is open.

                Does smoothing help?

                Experiment `quickstart`, run `seed=1-3f9a1c2e`: digits data, non_saturating loss, 1,250 iterations.

                ![accuracy over the iterations](accuracy.png)

                ## Verdict: cannot tell

                \(Self.settled.verdict.reason)

                What to try next (a `--set` goes behind `saddle run results/quickstart/seed=1-3f9a1c2e/config.yaml`):

                \(Self.settled.advice.map { "- \($0)" }.joined(separator: "\n"))

                ## Discriminator in training

                | at the last evaluation | measured | 95 % interval | at equilibrium |
                | :-- | --: | --: | --: |
                | accuracy, mean of both kinds | 0.5100 | 0.479 to 0.541 | 0.5000 |
                | distance from 0.5 | 0.0100 |  | 0.0000 |
                | accuracy on real samples | 0.5200 | 0.476 to 0.563 | 0.5000 |
                | accuracy on generated samples | 0.5000 | 0.456 to 0.544 | 0.5000 |
                | area under the ROC curve | 0.5100 |  | 0.5000 |
                | discriminator's mean output on real | 0.5092 |  | 0.5000 |
                | discriminator's mean output on generated | 0.5000 |  | 0.5000 |
                | discriminator's loss (real + generated) | 1.2500 |  | 1.3863 |
                | generator's loss | 0.7500 |  | 0.6931 |
                | discriminator's gradient norm | 0.5000 |  |  |
                | generator's gradient norm | 0.2500 |  |  |

                Judged on 500 held-out samples and as many generated ones. An output above 0.5 counts as real: with targets r = 1 and f = 0 the discriminator's output at equilibrium is (r + f)/2 = 0.5, and any other threshold would read it as one-sided.

                ## Course

                The accuracy came within 0.05 of 0.5 at iteration 500 and has not left by more than 0.075 since. Of the last quarter of the evaluations 100 % were within.

                `saddle explain report` says what the terms mean and how each number is measured.

                ## The same run again

                ```
                saddle run results/quickstart/seed=1-3f9a1c2e/config.yaml --fresh
                ```

                """)
    }

    @Test func jsonIsStableAndSaysTheSame() throws {
        let json = Self.settled.json
        let object = try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        #expect(object["answer"] as? String == Self.settled.answer)
        #expect(object["verdict"] as? String == "cannot tell")
        #expect(object["settled_at"] as? Int == 500 && object["samples"] as? Int == 500)
        let measured = try #require(object["measured"] as? [String: Double])
        let last = try #require(Self.settled.course.last)
        #expect(measured["accuracy"] == 0.51 && measured.count == EvaluationColumn.values(last).count)
        let theory = try #require(object["at_equilibrium"] as? [String: Double])
        #expect(theory["discriminator_output_real"] == 0.5)
        #expect(json.contains("\"discriminator_loss\" : 1.386294361119890"))
        let keys = json.split(separator: "\n").filter { $0.hasPrefix("  \"") }
        #expect(keys == keys.sorted() && json == Self.settled.json && json.hasSuffix("}\n"))
    }

    @Test func theFirstLineSaysNoWhereItIsNo() {
        let wins = Self.report([(0.9, 0.9), (0.95, 0.9), (0.99, 0.97), (1, 1), (1, 1)])
        #expect(
            wins.markdown.hasPrefix("# Not at equilibrium (discriminator wins): the discriminator's accuracy is 1.000"))
        #expect(wins.markdown.contains("did not settle"))
        #expect(!wins.advice.isEmpty)
        for step in wins.advice { #expect(wins.markdown.contains("\n- \(step)\n")) }
        let short = Self.report([(0.5, 0.5)])
        #expect(short.answer.hasPrefix("Too short to tell: the discriminator's accuracy is 0.500"))
        let constant = Self.report((0..<8).map { _ in (1, 0) })
        #expect(constant.answer.hasPrefix("Not at equilibrium (one-sided)"))
    }

    @Test func aRunThatDivergedAtOnceStillHasAReport() {
        let divergence = Divergence(iteration: 3, player: .generator, quantity: .loss(.nan))
        let report = EquilibriumReport(
            run: "r", spec: Self.spec, course: [], expectation: Courses.logistic, divergence: divergence)
        #expect(report.answer == "Diverged, not at equilibrium: nothing was measured.")
        #expect(report.markdown.contains("in iteration 3 the generator's loss was nan"))
        #expect(!report.markdown.contains("| at the last"))
        #expect(report.json.contains("\"verdict\" : \"diverged\""))
    }

    @Test func openConstantsAndMissingThresholdsAreSaid() {
        let hinge = Expectation(
            loss: "hinge", output: .raw,
            equilibrium: LossEquilibrium(output: nil, discriminatorLoss: 2, generatorLoss: nil, threshold: 0))
        let text = Self.report([(0.5, 0.5)], expectation: hinge).markdown
        #expect(text.contains("| accuracy on real samples | 0.5000 | 0.456 to 0.544 | any, sum 1 |"))
        #expect(
            text.contains("| generator's loss | 0.7500 |  | any |")
                && text.contains("An output above 0 counts as real."))
        let wasserstein = Expectation(
            loss: "wasserstein", output: .raw,
            equilibrium: LossEquilibrium(output: nil, discriminatorLoss: 0, generatorLoss: nil, threshold: nil))
        let critic = Self.report([(0.5, 0.5)], expectation: wasserstein).markdown
        #expect(critic.contains("no natural threshold") && critic.contains("Judged on 500 held-out samples"))
    }

    @Test(arguments: Verdict.Kind.allCases) func everyVerdictHasAdvice(kind: Verdict.Kind) {
        let courses: [[(real: Double, fake: Double)]] = [
            [], (0..<8).map { _ in (0.5, 0.5) }, (0..<8).map { _ in (1, 1) }, (0..<8).map { _ in (0.6, 0.6) },
            (0..<8).map { _ in (0.3, 0.3) }, (0..<8).map { _ in (1, 0) },
            (0..<12).map { $0 % 2 == 0 ? (0.9, 0.9) : (0.2, 0.2) },
            (0..<16).map { $0 % 2 == 0 ? (0.56, 0.56) : (0.45, 0.45) },
        ]
        let divergence = Divergence(iteration: 3, player: .generator, quantity: .output)
        let near = courses[1]
        let examined = [
            Self.examination(0.501), Self.examination(0.54), Self.examination(0.9),
            Self.examination(0.9, modes: 3, of: 8),
            Self.examination(0.5, other: Self.finding("training_distance", p: -9, distance: 0.9, bound: 0.8).nearer),
        ]
        let reports =
            courses.map { Self.report($0) } + [Self.report([], divergence: divergence)]
            + examined.map { Self.report(near, examinations: [$0]) }
        for report in reports where report.verdict.kind == kind { #expect(!report.advice.isEmpty) }
        #expect(reports.contains { $0.verdict.kind == kind })
    }

    static let near = (0..<8).map { _ in (real: 0.52, fake: 0.52) }

    @Test func theFirstLineNamesTheStrongestJudge() {
        let reading = "the discriminator's accuracy is 0.520, 0.020 from 0.5 (95 % interval 0.489 to 0.551)"
        func answer(_ examination: Examination) -> String { Self.report(Self.near, examinations: [examination]).answer }
        #expect(
            answer(Self.examination(0.91))
                == "Not at equilibrium (discriminator too weak): \(reading), but the fresh critic proves a total variation "
                + "distance of at least 0.760 (a fresh critic's accuracy: 0.910).")
        #expect(
            answer(Self.examination(0.503))
                == "At equilibrium, as far as every judge can tell: \(reading), and none of 1 judges finds a difference."
        )
        #expect(
            answer(Self.examination(0.503, isLevelled: false))
                == "Cannot tell: \(reading), and no judge finds a difference, though not every one could have.")
        #expect(
            answer(Self.examination(0.9, other: Self.finding("modes", p: -20, distance: 0.9, bound: 0.85)))
                == "Not at equilibrium (discriminator too weak): \(reading), but the count of known modes proves a total "
                + "variation distance of at least 0.850 (a fresh critic's accuracy: 0.900).")
        let wins = Self.report((0..<8).map { _ in (1, 1) }, examinations: [Self.examination(0.99)])
        #expect(
            wins.answer.hasPrefix("Not at equilibrium (discriminator wins)") && wins.answer.contains(", and the fresh"))
    }

    /// The answer, and what it means, before any table.
    @Test(arguments: [0.503, 0.55, 0.9]) func theTopIsShort(accuracy: Double) throws {
        for course in [Self.near, (0..<8).map { _ in (0.9, 0.9) }, (0..<8).map { _ in (1, 0) }] {
            let report = Self.report(
                course, examinations: [Self.examination(accuracy, modes: 3, of: 8, isLevelled: false)])
            let top = report.markdown.split(separator: "\n\n").prefix(2).joined(separator: " ")
            #expect(top.split(separator: " ").count <= 120, "\(top)")
        }
    }

    @Test func judgesAndCriticHaveTheirSections() throws {
        let report = Self.report(
            Self.near,
            examinations: [
                Self.examination(0.95, iteration: 500),
                Self.examination(0.9, other: Self.finding("mmd", p: -0.3, distance: 0.01, bound: 0, visible: nil)),
            ])
        let text = report.markdown
        let lines: [String] = [
            "## Judges", "| critic | 1,000 | 0.5000 | below 1e-300 | 0.740 | 0.080 | a difference |",
            "| mmd | 1,000 | 0.5000 | 0.5 | 0.000 | nothing | cannot tell |",
            "is at least 0.740, by the fresh critic.",
            "## Fresh critic", "Accuracy 0.900 (95 % interval 0.886 to 0.912, p < 1e-300)",
            "It is right 0.380 more often than the discriminator in training.",
            "Jensen-Shannon divergence at least 0.400 of 0.693 nats.",
            "(dense 256 x 3; 500 updates at most) that learned from 800 real samples for 75 updates and levelled off.",
            "Generated samples spread 0.97 times as", "| 500 | 0.950 |",
        ]
        for line in lines { #expect(text.contains(line), "\(line)\n\(text)") }
        let object = try #require(
            JSONSerialization.jsonObject(with: Data(report.json.utf8)) as? [String: Any])
        let critic = try #require(object["critic"] as? [String: Any])
        #expect(critic["critic_accuracy"] as? Double == 0.9 && critic["samples"] as? Int == 1000)
        #expect(object["verdict"] as? String == "discriminator too weak")
        #expect((object["judges"] as? [[String: Any]])?.map { $0["judge"] as? String } == ["critic", "mmd"])
    }

    /// Its generator was another one.
    @Test func anEarlierCriticSaysNothingOfTheFinalGenerator() {
        let (without, report) = (
            Self.report(Self.near), Self.report(Self.near, examinations: [Self.examination(0.95, iteration: 500)])
        )
        #expect(report.verdict == without.verdict && report.answer == without.answer && report.json == without.json)
        #expect(report.markdown.contains("| 500 | 0.950 |"))
    }

    @Test func theCourseIsTold() {
        let rising: [(real: Double, fake: Double)] = (0..<20).map { index in
            let share = 0.5 + Double(index) / 50
            return (real: share, fake: share)
        }
        let report = Self.report(rising)
        #expect(
            report.markdown.contains(
                "Over the second half, iterations 2,750 to 5,000, it averaged 0.790 (95 % interval "),
            "\(report.markdown)")
        #expect(report.markdown.contains("and changed by 0.080 in 1,000 iterations (0.078 to 0.082: it rises)"))
        #expect(report.markdown.contains("never crossed 0.5 and shows no period of "))
        #expect(report.json.contains("\"change_per_1000_iterations\" : 0.0"))
    }

    /// Copies of half of the data, whose modes nobody knows.
    static let half = examination(
        0.75, diversity: Diversity(spread: 0.9, relativeCoverage: 0.52, relativePrecision: 1.0 / 3 + 2.0 / 3))

    @Test func whatIsMissingIsAtTheTop() {
        let report = Self.report(Self.near, examinations: [Self.half])
        #expect(report.verdict.kind == .modeCollapse && report.answer.hasPrefix("Not at equilibrium (mode collapse): "))
        #expect(
            report.markdown.contains(
                " Generated samples are like real ones but come near only 52 % of what training samples come near.\n"),
            "\(report.markdown)")
        #expect(report.json.contains("\"relative_coverage\" : 0.52"))
    }

    @Test func whatAPackedDiscriminatorSeesIsNotWhatTheCriticSees() {
        var spec = Self.spec
        let sentence = "The discriminator in training judges 2 samples at once, the critic one"
        #expect(!Self.report(Self.near, spec: spec, examinations: [Self.half]).markdown.contains("at once, the critic"))
        spec.discriminator.pack = 2
        #expect(Self.report(Self.near, spec: spec, examinations: [Self.half]).markdown.contains(sentence))
    }

    @Test func examinationsComeBackToTheLastBit() throws {
        let examinations = [
            Self.examination(0.513, samples: 977, iteration: 10), Self.half,
            Self.examination(
                1, iteration: 3000, modes: 7, of: 8,
                other: Self.finding("mmd", p: -1 / 3, distance: 0.1, bound: 0, visible: nil)
            ),
            Examination(
                iteration: 4000, critic: nil, diversity: Diversity(spread: 0.5),
                evidence: Evidence([Self.finding("modes", p: -3, distance: 0.2, bound: 0.1)])),
        ]
        let (table, judges) = (CriticTable.table(examinations), JudgesTable.table(examinations))
        let evidence = try JudgesTable.evidence(CSVTable(reading: judges.text, path: "j.csv"), path: "j.csv")
        let read = try CriticTable.examinations(CSVTable(reading: table.text, path: "c.csv"), evidence, path: "c.csv")
        #expect(read == examinations)
        #expect(CriticTable.table(read).text == table.text && JudgesTable.table(read).text == judges.text)
        #expect(throws: Diagnostic.self) {
            try CriticTable.examinations(CSVTable(columns: ["iteration"], rows: []), [:], path: "c.csv")
        }
        #expect(throws: Diagnostic.self) {
            try JudgesTable.evidence(CSVTable(columns: ["iteration"], rows: []), path: "j.csv")
        }
        let foreign = CSVTable(columns: judges.columns, rows: [judges.rows[0].map { $0 == "critic" ? "oracle" : $0 }])
        #expect(throws: Diagnostic.self) { try JudgesTable.evidence(foreign, path: "j.csv") }
    }

    @Test(arguments: ["nan", "inf", "1e30", "-0.5", "1.5"]) func aShareLiesBetweenNoneAndAll(cell: String) throws {
        let table = CriticTable.table([Self.examination(0.9)])
        let row = zip(table.columns, table.rows[0]).map { $0 == "critic_accuracy_fake" ? cell : $1 }
        let changed = CSVTable(columns: table.columns, rows: [row])
        #expect(throws: Diagnostic.self) {
            try CriticTable.examinations(changed, [:], path: "c.csv")
        }
    }
}

extension Finding {
    /// The same of samples nearer to the training samples than new ones are.
    fileprivate var nearer: Finding {
        Finding(
            judge: judge, realCount: realCount, generatedCount: generatedCount, statistic: 0.9, logPValue: logPValue,
            distance: distance, bound: bound, visible: visible, level: level)
    }
}
