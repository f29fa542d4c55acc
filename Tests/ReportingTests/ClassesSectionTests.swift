import Configuration
import Diagnostics
import Formats
import Testing

@testable import Equilibrium
@testable import Reporting

/// The part of a run's report that is about the classes of a conditional generator, and their table.
@Suite struct ClassesSectionTests {
    private static func finding(
        _ label: Int, right: Double, of count: Int = 40, p: Double, among: Double = 1, recognised: Double? = nil,
        classes: Int = 2
    ) -> ClassFinding {
        let side = Proportion(successes: right, count: count)
        return ClassFinding(
            label: label, name: "c\(label)", discriminator: Accuracy(real: side, fake: side),
            critic: CriticOfClass(
                accuracy: Accuracy(real: side, fake: side), pValue: p, pValueAmongClasses: among),
            variety: ClassVariety(coverage: 0.5, recall: 0.25, trainingCoverage: 0.75, trainingRecall: 1),
            recognition: recognised.map {
                ClassRecognition(
                    generated: Proportion(successes: $0, count: 100), heldOut: Proportion(successes: 39, count: 40),
                    pValue: $0 < 80 ? 1e-4 : 0.5)
            }, level: 0.05 / Double(classes))
    }

    private static func examination(_ classes: [ClassFinding], iteration: Int = 2000) -> Examination {
        Examination(
            iteration: iteration, critic: nil, diversity: Diversity(spread: 1), evidence: Evidence([]),
            classes: classes)
    }

    private static func report(
        _ classes: [ClassFinding], _ method: ConditionSpec.Method = .concat
    ) -> EquilibriumReport {
        let course = Courses.course([(0.5, 0.5)])
        var spec = EquilibriumReportTests.spec
        spec.condition = ConditionSpec(method: method)
        return EquilibriumReport(
            run: "r", spec: spec, course: course, expectation: Courses.logistic,
            examinations: [examination(classes, iteration: course.last?.iteration ?? 0)])
    }

    /// An auxiliary classifier is the one that has to find the label out.
    @Test(arguments: ConditionSpec.Method.allCases) func whetherTheDiscriminatorSeesTheLabel(
        method: ConditionSpec.Method
    ) {
        let findings = [Self.finding(0, right: 30, p: 0.5), Self.finding(1, right: 30, p: 0.5)]
        let text = Self.report(findings, method).markdown
        #expect(text.contains("in training, sees the label") == (method != .auxiliary))
        #expect(text.contains("in training, is not told the label") == (method == .auxiliary))
    }

    @Test func theWorstClassIsNamed() {
        let text = Self.report([
            Self.finding(0, right: 21, p: 0.9, recognised: 95), Self.finding(1, right: 36, p: 1e-9, recognised: 70),
        ]).markdown
        #expect(text.contains("\n## Classes\n"))
        #expect(
            text.contains(
                "Of 2 classes the critic tells generated samples of 'c1' from real ones best: it is right for 0.900"))
        #expect(text.contains("of 40 real and 40 generated ones. That is more than chance (p = 1e-09, below 0.025)"))
        #expect(text.contains("as in no other class. That it is this class rather than another may be chance (p = 1)."))
        #expect(text.contains("takes 0.825 of the generated samples for the class that was asked for."))
        #expect(text.contains("The lowest share is that of 'c1': 0.700"))
        #expect(text.contains("fewer than of real ones by more than chance (p = 0.0001)."))
        #expect(text.contains("\n| c1 |") && text.contains("| 0.500 (0.750) | 0.250 (1.000) | 0.700 (0.975) |"))
    }

    @Test func chanceIsSaidToBeChance() {
        let text = Self.report([
            Self.finding(0, right: 21, p: 0.9), Self.finding(1, right: 25, p: 0.03),
        ]).markdown
        #expect(
            text.contains("Chance does as much in the best of so many classes: p = 0.03, and below 0.025 would count."))
        #expect(!text.contains("classifier of the data's labels"))
    }

    static let reportOfTwoClasses = report([
        finding(0, right: 21, p: 0.9, recognised: 95), finding(1, right: 36, p: 1e-9),
    ])

    @Test func programsReadTheSame() {
        let json = Self.reportOfTwoClasses.json
        #expect(json.contains("\"class\" : \"c1\"") && json.contains("\"critic_accuracy\" : 0.9"))
        #expect(json.contains("\"right_class\" : 0.95") && json.contains("\"is_difference\" : true"))
        #expect(!Self.report([]).json.contains("\"classes\""))
    }

    @Test func runsWithoutLabelsHaveNoSuchSection() {
        #expect(!Self.report([]).markdown.contains("## Classes"))
    }

    /// What a page has no room for is said to be left out.
    @Test func manyClasses() {
        let classes = (0..<60).map { Self.finding($0, right: Double(20 + $0 % 10), p: 0.5, classes: 60) }
        let text = Self.report(classes).markdown
        #expect(text.contains("20 more classes, which the critic knows less well, are in classes.csv."))
        #expect(text.split(separator: "\n").count { $0.hasPrefix("| c") && !$0.hasPrefix("| class") } == 40)
    }

    @Test func theDrawingIsInThePageAlone() {
        let report = Self.report([Self.finding(0, right: 21, p: 0.9), Self.finding(1, right: 36, p: 1e-9)])
        #expect(report.html(samples: []).contains("How often the critic is right on each class"))
        #expect(!report.markdown.contains("<svg"))
    }

    @Test func findingsComeBackToTheLastBit() throws {
        let none = ClassFinding(
            label: 2, name: "a, b", discriminator: nil, critic: nil, variety: nil, recognition: nil, level: 0.05 / 3)
        let examinations = [
            Self.examination([Self.finding(0, right: 20.5, of: 37, p: 1 / 3), none], iteration: 10),
            Self.examination([Self.finding(1, right: 7, of: 7, p: 1e-300, recognised: 33)], iteration: 20),
        ]
        let table = ClassesTable.table(examinations)
        let read = try ClassesTable.findings(CSVTable(reading: table.text, path: "c.csv"), path: "c.csv")
        #expect(read == [10: examinations[0].classes, 20: examinations[1].classes])
        #expect(throws: Diagnostic.self) {
            try ClassesTable.findings(CSVTable(columns: ["iteration"], rows: []), path: "c.csv")
        }
    }
}
