import Configuration
import Diagnostics
import Testing

@testable import Reporting

/// Expected values: seedtests.py, by SciPy 1.17.
@Suite struct SeedTestTests {
    private static let a = [0.42, 0.51, 0.47, 0.44, 0.55], b = [0.40, 0.46, 0.45, 0.41, 0.52], c = [0.61, 0.58, 0.72]

    private func seeded(_ values: [Double], from first: Int = 1) -> [(seed: String?, value: Double)] {
        values.enumerated().map { ("\($0.offset + first)", $0.element) }
    }

    private func isClose(_ x: Double, _ y: Double) -> Bool { abs(x - y) < 1e-9 * max(1, abs(y)) }

    @Test func seedsInCommonArePaired() throws {
        let test = try #require(SeedTest(seeded(Self.a), seeded(Self.b), margin: 0.05))
        #expect(test.kind == .paired(seeds: 5))
        #expect(isClose(test.difference, -0.03) && isClose(test.pValue, 0.005408478864762597))
        #expect(isClose(test.interval.lower, -0.04520721613791636))
        #expect(isClose(test.interval.upper, -0.014792783862083625))
        #expect(isClose(test.equivalencePValue, 0.010871489232618338))
    }

    @Test func otherSeedsAreComparedByWelch() throws {
        let test = try #require(SeedTest(seeded(Self.a), seeded(Self.c, from: 10), margin: 0.05))
        #expect(test.kind == .welch)
        #expect(isClose(test.difference, 0.15866666666666668) && isClose(test.pValue, 0.041775533067664766))
        #expect(isClose(test.interval.lower, 0.010610430917766256))
        #expect(isClose(test.interval.upper, 0.3067229024155671))
        #expect(isClose(test.equivalencePValue, 0.9477671642072327))
    }

    @Test func oneRunIsNoTest() {
        #expect(SeedTest(seeded([0.4]), seeded([0.5]), margin: 0.05) == nil)
        #expect(SeedTest(seeded([0.4, 0.5]), seeded([0.5]), margin: 0.05) == nil)
    }

    @Test func manyTestsAreCorrected() {
        #expect(zip(SeedTest.holm([0.01, 0.04, 0.03, 0.005]), [0.03, 0.06, 0.06, 0.02]).allSatisfy(isClose))
        #expect(SeedTest.holm([]).isEmpty && SeedTest.holm([0.9, 0.8]) == [1, 1])
    }

    /// Three settings of four seeds: the second a little better than the first, the third the same.
    private static let runs = [("1", 0.0), ("2", -0.2), ("3", 0.001)].flatMap { setting, shift in
        [0.41, 0.44, 0.42, 0.45].enumerated().map { seed, bound in
            var run = ComparisonTests.run(["a": setting, "b": seed < 2 ? "x" : "y", "seed": "\(seed)"], 0.6).result
            run.run += "-0000000\(setting)\(seed)"
            run.bound = bound + shift + 0.003 * Double(seed % 2) * (shift == 0 ? 0 : 1)
            return ComparedRun(experiment: "e", result: run)
        }
    }

    @Test func settingsAreHeldAgainstABaseline() throws {
        let runs = Self.runs.map { run in
            var result = run.result
            result.parameters.removeAll { $0.path == "b" }
            return ComparedRun(experiment: "e", result: result)
        }
        let comparison = try Comparison(runs)
        let document = try comparison.against(baseline: "000000010", margin: 0.05)
        let findings = document.csv.rows.map { "\($0[0]) \($0[1]) \($0.last ?? "")" }
        #expect(
            Set(findings) == [
                "2 total_variation_at_least smaller", "2 distance the same within 0.05",
                "3 total_variation_at_least the same within 0.05", "3 distance the same within 0.05",
            ], "\(findings)")
        #expect(document.text(.table).contains("4 paired seeds"))
        #expect(throws: Diagnostic.self) { try comparison.against(baseline: "nothing", margin: 0.05) }
    }

    @Test func aSettingHasAnEffectWhateverTheOthersAre() throws {
        let document = try Comparison.effects(of: "a", Self.runs)
        #expect(document.csv.cells(of: "a") == ["1", "2", "3"])
        let changes = try #require(document.csv.numbers(of: "total_variation_at_least_change"))
        #expect(zip(changes, [0, -0.1985, 0.0025]).allSatisfy { isClose($0 ?? 9, $1) }, "\(changes)")
        #expect(document.csv.cells(of: "total_variation_at_least_change_pairs") == ["4", "4", "4"])
        #expect(throws: Diagnostic.self) { try Comparison.effects(of: "accuracy", Self.runs) }
        #expect(throws: Diagnostic.self) { try Comparison.effects(of: "c", Self.runs) }
    }

    @Test(arguments: [
        (["a=2"], 4), (["a!=2"], 8), (["a<=2", "b=x"], 4), (["seed=0,3"], 6), (["total_variation_at_least<0.3"], 4),
        (["proved > 0.3"], 8), (["verdict=unsettled"], 12), (["experiment=e"], 12), (["run=000000010"], 1),
    ])
    func conditionsSelectRuns(conditions: [String], count: Int) throws {
        #expect(try Comparison.select(Self.runs, conditions).count == count)
    }

    @Test(arguments: ["a", "=2", "a<x", "c=1", "a=7", "acuracy<1"]) func aConditionThatCannotBeMetIsAnError(
        text: String
    ) {
        #expect(throws: Diagnostic.self) { try Comparison.select(Self.runs, [text]) }
    }

    /// A value that no run has is answered by those that there are.
    @Test(
        arguments: [
            (["b=z"], "values of b: 'x', 'y'"), (["a=1", "seed=77"], "values of seed: '0', '1', '2', '3'"),
            (["run=none"], " and others"), (["a=1", "a=2"], nil),
        ] as [([String], String?)])
    func valuesAreNamed(conditions: [String], help: String?) {
        #expect {
            try Comparison.select(Self.runs, conditions)
        } throws: { error in
            guard let found = (error as? Diagnostic)?.help, let help else { return help == nil }
            return found.hasSuffix(help)
        }
    }

    @Test func columnsAreChosenAndRowsCounted() throws {
        let comparison = try Comparison(Self.runs, columns: ["a", "proved", "verdict"], top: 2)
        #expect(
            comparison.csv.columns == [
                "a", "total_variation_at_least", "total_variation_at_least_seeds_low",
                "total_variation_at_least_seeds_high",
                "verdict",
            ])
        let text = comparison.text(.table)
        #expect(text.hasPrefix("a") && text.contains("4 more settings are not shown."), "\(text)")
        #expect(throws: Diagnostic.self) { try Comparison(Self.runs, columns: ["zzz"]) }
        let json = comparison.text(.json)
        #expect(json.hasPrefix("[\n  {\"a\": 2, \"total_variation_at_least\": 0.2"), "\(json)")
        #expect(json.contains("\"verdict\": \"unsettled\"}"))
        let page = comparison.text(.html)
        #expect(page.contains("<table>") && page.contains("badge") && page.contains("</html>"))
    }
}
