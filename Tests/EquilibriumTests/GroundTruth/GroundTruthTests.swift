import Foundation
import Testing

@testable import Equilibrium

/// Every constructed run under every seed, once.
private let judged: [(run: ConstructedRun, verdicts: [Verdict])] = {
    var known: [String: Generator.Findings] = [:]
    func findings(_ generator: Generator, _ seed: Int) throws -> Generator.Findings {
        guard let name = generator.name else { return try generator.judge(seed: seed) }
        let key = "\(name), \(seed)"
        if let findings = known[key] { return findings }
        let findings = try generator.judge(seed: seed)
        known[key] = findings
        return findings
    }
    return ConstructedRun.all.map { run in
        (
            run,
            GroundTruthTests.seeds.map { seed in
                do {
                    return run.verdict(seed: seed, try run.generator.map { try findings($0, seed) })
                } catch { return Verdict(.tooShort, "not examined: \(error)") }
            }
        )
    }
}()

@Suite struct GroundTruthTests {
    static let seeds = [1, 2, 3]
    static let kinds: [Verdict.Kind] = [
        .equilibrium, .discriminatorTooWeak, .oscillating, .discriminatorWins, .generatorWins, .modeCollapse,
        .memorised,
        .diverged,
    ]

    @Test func noErrorOnConstructedRuns() {
        for (run, verdicts) in judged {
            for (seed, verdict) in zip(Self.seeds, verdicts) {
                #expect(
                    verdict.kind == run.expected,
                    "\(run.name), seed \(seed): \(verdict.kind.rawValue). \(verdict.reason)")
            }
        }
    }

    @Test func threeOfEachKind() {
        for kind in Self.kinds { #expect(ConstructedRun.all.count { $0.expected == kind } >= 3, "\(kind.rawValue)") }
    }

    /// The documentation shows this matrix, and no other.
    @Test func theConfusionMatrixIsDocumented() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Sources/Equilibrium/README.md")
        let text = try String(contentsOf: path, encoding: .utf8)
        #expect(text.contains(Self.matrix), "the matrix is\n\(Self.matrix)")
    }

    /// Rows: what the runs are; columns: what the verdict says.
    static var matrix: String {
        let found =
            kinds
            + Verdict.Kind.allCases.filter { kind in
                !kinds.contains(kind) && judged.contains { $0.verdicts.contains { $0.kind == kind } }
            }
        var lines = [
            "| constructed as | " + found.map(\.rawValue).joined(separator: " | ") + " |",
            "|---|" + found.map { _ in "---:|" }.joined(),
        ]
        for kind in kinds {
            let verdicts = judged.filter { $0.run.expected == kind }.flatMap(\.verdicts)
            let cells = found.map { column in "\(verdicts.count { $0.kind == column })" }
            lines.append("| \(kind.rawValue) | " + cells.joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n")
    }
}
