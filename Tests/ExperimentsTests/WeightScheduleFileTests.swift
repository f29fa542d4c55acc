import Configuration
import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Experiments

/// Schedules of weights in files: sweeps, overrides, names of runs, what is refused.
@Suite struct WeightScheduleFileTests {
    private static let file = """
        name: course
        data: {dataset: ring, samples: 2000}
        noise: {dimension: 2}
        generator: {layers: [dense: 16, relu, dense: 2]}
        discriminator: {layers: [dense: 16, relu, dense: 1], regularization: [r1: {weight: 10}, lecam: {start: 10}]}
        training: {iterations: 60, batch_size: 32}

        """

    private func runs(
        _ text: String, overrides: [String] = [], beside files: [String: String] = [:]
    ) throws -> [PreparedRun] {
        let folder = try TemporaryFolder(files)
        defer { withExtendedLifetime(folder) {} }
        let path = try folder.write("file.yaml", text)
        return try #require(try Preparation(files: [path], overrides: overrides).experiments.first).runs
    }

    private func schedules(_ run: PreparedRun) -> [String] {
        run.spec.discriminator.regularization.map { choice in
            choice.values.entries["schedule"].map(CanonicalText.text) ?? "undeclared"
        }
    }

    /// The hash was printed by the program from before there were such keys.
    @Test func aRunWithoutOneIsNamedAsBefore() throws {
        let run = try #require(try runs(Self.file).first)
        #expect(run.id == "run-34d7e589")
        #expect(schedules(run) == ["null", "null"])
        #expect(!CanonicalText.yaml(run.spec).contains("r1: {schedule"))
    }

    @Test func aSweepGoesOverThem() throws {
        let found = try runs(
            Self.file
                + "sweep: {grid: {discriminator.regularization.0.schedule: [linear, {cosine: {final: 0.1}}]}}\n")
        #expect(
            found.map(schedules) == [
                ["{linear: {final: 0.0, from: 0.0, warmup: 0}}", "null"],
                ["{cosine: {final: 0.1, warmup: 0}}", "null"],
            ])
        #expect(Set(found.map(\.id)).count == 2)
        #expect(found.allSatisfy { $0.id.hasPrefix("discriminator.regularization.0.schedule=") }, "\(found.map(\.id))")
        let final = try runs(
            Self.file.replacing("weight: 10", with: "schedule: cosine")
                + "sweep: {grid: {discriminator.regularization.0.schedule.final: [0.1, 0.2]}}\n")
        #expect(final.map { schedules($0)[0] } == [0.1, 0.2].map { "{cosine: {final: \($0), warmup: 0}}" })
    }

    @Test func anOverrideSetsIt() throws {
        let found = try #require(
            try runs(
                Self.file,
                overrides: [
                    "discriminator.regularization.1.schedule=linear",
                    "discriminator.regularization.1.schedule.final=2",
                ]
            ).first)
        #expect(schedules(found) == ["null", "{linear: {final: 2.0, from: 0.0, warmup: 0}}"])
    }

    @Test func aBaseGivesIt() throws {
        let base = Self.file.replacing("weight: 10", with: "weight: 10, schedule: {step: 20}")
        let found = try #require(
            try runs("name: extended\nextends: base.yaml\nseed: 3\n", beside: ["base.yaml": base]).first)
        #expect(schedules(found)[0] == "{step: {every: 20, factor: 0.5, warmup: 0}}")
    }

    /// What a run's config.yaml holds is the same run.
    @Test(arguments: [
        ("weight: 10", "weight: 10, schedule: {cosine: {final: 0.1}}"),
        ("training:", "loss: {feature_matching: {schedule: {step: 20}}}\ntraining:"),
        ("batch_size: 32", "batch_size: 32, order: consensus, consensus_schedule: {linear: {final: 0.2}}"),
        ("training:", "condition: {method: auxiliary, schedule: {linear: {from: 0.5}}}\ntraining:"),
    ])
    func itIsReadBack(_ old: String, _ new: String) throws {
        // Consensus is the plain losses' alone.
        let plain = new.contains("consensus") ? ", regularization: [r1: {weight: 10}, lecam: {start: 10}]" : "-"
        let text = Self.file.replacing(plain, with: "").replacing(old, with: new)
        let run = try #require(try runs(text).first)
        let written = CanonicalText.yaml(run.spec)
        #expect(written.contains("schedule: {"))
        let again = try #require(try runs(written).first)
        #expect(again.spec == run.spec && again.id == run.id)
        let plainRun = try #require(try runs(Self.file.replacing(plain, with: "")).first)
        #expect(plainRun.id != run.id)
    }

    static let refusals: [(String, String, String)] = [
        (
            "lecam: {start: 10}", "top_k: {schedule: cosine}",
            """
            file.yaml:5:97: error: unknown key 'schedule' in regularizer 'top_k'
                5 | discriminator: {layers: [dense: 16, relu, dense: 1], regularization: [r1: {weight: 10}, top_k: {schedule: cosine}]}
                  |                                                                                                 ^~~~~~~~
            help: known keys: decay, least
            """
        ),
        (
            "lecam: {start: 10}", "pseudo_reals: {schedule: {step: 9}}",
            """
            file.yaml:5:104: error: unknown key 'schedule' in regularizer 'pseudo_reals'
                5 | discriminator: {layers: [dense: 16, relu, dense: 1], regularization: [r1: {weight: 10}, pseudo_reals: {schedule: {step: 9}}]}
                  |                                                                                                        ^~~~~~~~
            help: known keys: probability, target, samples, every
            """
        ),
        (
            "training:", "condition: {method: concat, schedule: cosine}\ntraining:",
            """
            file.yaml:6:39: error: condition.schedule is the course of condition.weight, and the method concat has no term with a weight
                6 | condition: {method: concat, schedule: cosine}
                  |                                       ^~~~~~
            help: leave it out; the methods auxiliary and columns have one
            """
        ),
        (
            "batch_size: 32", "batch_size: 32, consensus_schedule: cosine",
            """
            file.yaml:6:64: error: consensus_schedule is the course of consensus_weight, and the order is alternating
                6 | training: {iterations: 60, batch_size: 32, consensus_schedule: cosine}
                  |                                                                ^~~~~~
            help: set training.order to consensus, or leave it out
            """
        ),
        (
            "weight: 10", "weight: 10, schedule: cosin",
            """
            file.yaml:5:98: error: unknown schedule 'cosin'
                5 | discriminator: {layers: [dense: 16, relu, dense: 1], regularization: [r1: {weight: 10, schedule: cosin}, lecam: {start: 10}]}
                  |                                                                                                  ^~~~~
            help: a schedule with a similar name exists: 'cosine'
                  known schedules: constant, linear, cosine, warm_restarts, step
            """
        ),
    ]

    @Test(arguments: refusals) func whatCannotBeIsRefused(_ old: String, _ new: String, _ expected: String) throws {
        let error = try #require(throws: DiagnosticError.self) {
            try runs(Self.file.replacing(old, with: new))
        }
        let text = DiagnosticRenderer(lineWidth: 200).render(error.diagnostics)
        let name = try #require(text.range(of: "file.yaml"))
        #expect(text[name.lowerBound...] == expected)
    }
}
