import Configuration
import Equilibrium
import Experiments
import Formats
import Foundation
import Testing
import TestSupport

@testable import Reporting

/// What a report advises can be pasted: it is valid, and it makes another run.
@Suite struct AdviceTests {
    private static let plain = """
        name: advised
        data: {dataset: ring, samples: 100}
        noise: {dimension: 2}
        generator: {layers: [dense: 8, relu, dense: 2]}
        discriminator: {layers: [dense: 8, leaky_relu, dense: 1]}
        training: {iterations: 100}
        """
    private static let files = [
        plain,
        plain.replacing("leaky_relu,", with: "batch_norm, leaky_relu,"),
        plain + "\nloss: minimax\nstep_ratio: {discriminator: 2, generator: 2}\nevaluation: {critic: {iterations: 0}}",
        plain.replacing(
            "dense: 1]}", with: "dense: 1], pack: 2, regularization: [r1: {weight: 5}, instance_noise: 0.2]}"),
        plain.replacing("dense: 1]}", with: "dense: 1], weight_clipping: 0.01, optimizer: {rmsprop: 5e-5}}")
            .replacing(
                "relu, dense: 2]}", with: "relu, dense: 2], optimizer: {sgd: {learning_rate: 0.01, momentum: 0.9}}}")
            + "\nloss: wasserstein",
        plain.replacing("layers: [dense: 8, leaky", with: "layers: [reshape: [1, 2, 1], flatten, dense: 8, leaky"),
        plain + "\ncondition: {method: concat}", plain + "\ncondition: {method: auxiliary}",
    ]

    private func run(_ file: String, _ overrides: [String] = []) throws -> [PreparedRun] {
        let folder = try TemporaryFolder(["advised.yaml": file])
        defer { withExtendedLifetime(folder) {} }
        return try #require(
            try Preparation(files: [folder.path("advised.yaml")], overrides: overrides).experiments.first
        ).runs
    }

    /// Whatever is tried is valid, and makes another run.
    @Test(arguments: files.indices) func everyRemedyIsValidAndChangesTheRun(file: Int) throws {
        let run = try #require(try run(Self.files[file]).first)
        var count = 0
        for remedy in Remedies.all {
            guard let settings = remedy.settings(run.spec) else { continue }
            count += 1
            let changed = try self.run(Self.files[file], settings)
            #expect(changed.contains { $0.id != run.id }, "\(remedy.name): \(settings)")
        }
        #expect(count > 20)
    }

    @Test func remediesHaveNamesOfTheirOwn() {
        let names = Remedies.all.map { $0.name }
        #expect(Set(names).count == names.count)
        for remedy in Remedies.all { #expect(!remedy.help.isEmpty && !remedy.help.hasSuffix("."), "\(remedy.name)") }
    }

    /// What can be pasted is what was counted.
    @Test(arguments: Verdict.Kind.allCases) func adviceQuotesTheRecord(kind: Verdict.Kind) throws {
        let spec = try #require(try run(Self.plain).first).spec
        let steps = Advice(spec, reportCommand: "saddle report results/advised/run").steps(kind)
        #expect(!steps.isEmpty)
        for record in AdviceRecord.all where record.verdict == kind.rawValue && !record.isWorthTrying {
            let help = try #require(Remedies.remedy(record.remedy)).help
            #expect(!steps.contains { $0.hasPrefix("\(help): ") }, "\(record.remedy)")
        }
        let worth = AdviceRecord.all.filter { record in
            record.verdict == kind.rawValue && record.isWorthTrying
                && Remedies.remedy(record.remedy)?.settings(spec) != nil
        }
        let quoting = steps.filter { $0.hasSuffix("such runs.") }
        #expect(quoting.count == min(3, worth.count), "\(steps)")
        for step in quoting {
            #expect(
                worth.contains { step.hasSuffix("It helped in \($0.helped) of \($0.count) such runs.") }, "\(step)")
        }
    }

    /// The record is what trials.csv comes to, counted here a second time.
    @Test func theRecordIsThatOfTheTrials() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Advice/trials.csv")
        let table = try CSVTable(reading: Array(Data(contentsOf: path)), path: "trials.csv")
        func cell(_ row: [String], _ name: String) throws -> String { row[try #require(table.index(of: name))] }
        func number(_ row: [String], _ name: String) throws -> Double { try #require(Double(cell(row, name))) }
        var bounds: [String: [Double]] = [:]
        for row in table.rows { bounds[try cell(row, "setup"), default: []].append(try number(row, "bound")) }
        var helped: [String: Int] = [:]
        var hurt: [String: Int] = [:]
        var count: [String: Int] = [:]
        for row in table.rows {
            let of = try #require(bounds[try cell(row, "setup")])
            let key = try cell(row, "verdict") + "/" + cell(row, "remedy")
            count[key, default: 0] += 1
            let fall = try number(row, "bound") - number(row, "bound_after")
            let isMended = try cell(row, "verdict") == "diverged" && cell(row, "verdict_after") != "diverged"
            let apart = max(0.01, (of.max() ?? 0) - (of.min() ?? 0))
            if isMended || fall > apart { helped[key, default: 0] += 1 }
            if -fall > apart { hurt[key, default: 0] += 1 }
        }
        #expect(AdviceRecord.all.count == count.count && !count.isEmpty)
        for record in AdviceRecord.all {
            let key = "\(record.verdict)/\(record.remedy)"
            #expect(record.count == count[key] && record.helped == helped[key] ?? 0, "\(key)")
            #expect(record.hurt == hurt[key] ?? 0, "\(key)")
        }
    }

    /// One run's report advises a change; the run with it comes out worse, and is not sent back.
    @Test func neighboursKeepAdviceFromCircles() {
        let own = [
            Parameter(path: "loss", text: "hinge"),
            Parameter(path: "discriminator.optimizer.adam.learning_rate", text: "1e-3"),
            Parameter(path: "name", text: "one"),
        ]
        func neighbour(_ rate: String, loss: String = "hinge", bound: Double) -> Neighbours {
            let other = [
                Parameter(path: "loss", text: loss), Parameter(path: "name", text: "two"),
                Parameter(path: "discriminator.optimizer.adam.learning_rate", text: rate),
            ]
            return Neighbours([.init(own: own, other: other, bound: bound)])
        }
        let slower = ["discriminator.optimizer.learning_rate=0.0005"]
        #expect(neighbour("2e-4", bound: 0.6).objection(to: slower, bound: 0.5) == .tried)
        #expect(neighbour("2e-4", bound: 0.4).objection(to: slower, bound: 0.5) == nil)
        #expect(neighbour("2e-3", bound: 0.6).objection(to: slower, bound: 0.5) == nil)
        #expect(neighbour("2e-4", loss: "minimax", bound: 0.6).objection(to: slower, bound: 0.5) == nil)
        #expect(neighbour("1e-3", loss: "minimax", bound: 0.6).objection(to: ["loss=minimax"], bound: 0.5) == .tried)
        let swept = Neighbours(swept: ["discriminator.optimizer.learning_rate", "seed"])
        #expect(swept.objection(to: slower, bound: 1) == .swept)
        #expect(swept.objection(to: slower + ["generator.schedule=cosine"], bound: 1) == nil)
    }
}
