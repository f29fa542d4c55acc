import Datasets
import Foundation
import TestSupport
import Testing

@testable import Configuration
@testable import Training

/// Schedules of weights: an update is that of a run whose weight is the factor times the weight.
@Suite struct WeightScheduleTests {
    /// A term with a weight: what gives a run the term, its weights multiplied and under a schedule.
    struct Subject: CustomTestStringConvertible, Sendable {
        let name: String
        var data = PairTests.data
        let add: @Sendable (inout RunSpec, Double, Choice?) -> Void
        /// Takes the term out again.
        let remove: @Sendable (inout RunSpec) -> Void

        var testDescription: String { name }

        func run(times factor: Double = 1, _ schedule: Choice? = nil) -> RunSpec {
            var run = plain
            add(&run, factor, schedule)
            return run
        }

        /// Plain steps: what an optimizer makes of a gradient would hide how large it is.
        var plain: RunSpec {
            var run =
                name == "columns"
                ? ConditionTests.run(.columns) {
                    $0.generator.layers = LayerText.choices("[dense: 8, relu, table]")
                } : AugmentationTests().run([])
            let sgd = Fixture.choice(.optimizers, "sgd", ["learning_rate": .real(0.01)])
            (run.generator.optimizer, run.discriminator.optimizer) = (sgd, sgd)
            run.training.iterations = 100
            return run
        }

        var without: RunSpec {
            var run = self.run()
            remove(&run)
            return run
        }

        /// After the one iteration of that number.
        func trained(_ run: RunSpec, at iteration: Int) throws -> Trainer {
            let trainer = try Trainer(run, dataset: data)
            trainer.iteration = iteration
            try trainer.step()
            return trainer
        }
    }

    /// Weights that show in single steps, and what else a term needs to be there from the first iteration on.
    private static let given: [String: [String: Value]] = [
        "lecam": ["start": .integer(0)], "instance_noise": ["std": .real(0.5), "final": .real(0.2)],
        "orthogonal": ["strength": .real(1)], "consistency": ["fake": .real(3)],
        "path_length": ["decay": .real(0.5)], "max_gradient_penalty": ["weight": .real(1)],
    ]

    private static func regularizer(_ type: any Regularizer.Type, _ player: Player) -> Subject {
        let name = type.declaration.name
        @Sendable func change(_ run: inout RunSpec, _ change: (inout [Choice]) -> Void) {
            if player == .generator {
                change(&run.generator.regularization)
            } else {
                change(&run.discriminator.regularization)
            }
        }
        return Subject(name: "\(name) of the \(player.rawValue)") { run, factor, schedule in
            let usual = Fixture.choice(.regularizers, name, given[name] ?? [:])
            var values = usual.values.merging(["schedule": schedule.map { .choice($0) } ?? .null])
            for key in type.scheduledKeys {
                values = values.merging([key: .real(factor * usual.values.real(key))])
            }
            change(&run) { $0.append(Choice(.regularizers, name, values)) }
        } remove: { run in
            change(&run) { $0 = [] }
        }
    }

    private static func condition(_ method: ConditionSpec.Method, _ data: Dataset) -> Subject {
        Subject(name: method.rawValue, data: data) { run, factor, schedule in
            run.condition = ConditionSpec(method: method, weight: factor)
            run.condition?.schedule = schedule
        } remove: {
            $0.condition = ConditionSpec(method: method, weight: 0)
        }
    }

    static let subjects: [Subject] =
        Regularizers.registry.types.flatMap { type -> [Subject] in
            guard let type = type as? any Regularizer.Type, !type.scheduledKeys.isEmpty else { return [] }
            return Player.allCases.filter(type.players.contains).map { regularizer(type, $0) }
        } + [
            Subject(name: "feature_matching") { run, factor, schedule in
                run.loss = Fixture.choice(
                    .losses, "feature_matching",
                    [
                        "weight": .real(factor), "adversarial": .real(1),
                        "schedule": schedule.map { .choice($0) } ?? .null,
                    ])
            } remove: {
                $0.loss = Fixture.choice(.losses, "non_saturating")
            },
            Subject(name: "consensus") { run, factor, schedule in
                run.training.order = .consensus
                run.training.consensusWeight = factor
                run.training.consensusSchedule = schedule
            } remove: {
                $0.training.order = .simultaneous
            },
            condition(.auxiliary, PairTests.data), condition(.columns, ColumnConditionTests.data),
        ]

    /// A cosine's way from 1 to 0, of which so much is gone.
    private static func cosine(_ share: Double) -> Double { (1 + cos(Double.pi * share)) / 2 }

    /// A schedule of every kind, and its formula; the number of the iteration is 60 of 100.
    static let factors: [String: (given: [String: Value], factor: Double)] = {
        // It rises from half of the run on.
        let share = 10.0 / 50
        let linear = 1 + 2 * share
        let fallen = 0.1 + 0.9 * cosine(0.6)
        // Restarts at 10 and 30; the third cosine ends at 70.
        let restarted = 0.2 + 0.8 * cosine(0.75)
        let restarts: [String: Value] = ["every": .integer(10), "growth": .integer(2), "final": .real(0.2)]
        return [
            "constant": (["warmup": .integer(100)], 0.61),
            "linear": (["from": .real(0.5), "final": .real(3)], linear),
            "cosine": (["final": .real(0.1)], fallen),
            "warm_restarts": (restarts, restarted),
            "step": (["every": .integer(7), "factor": .real(0.9)], pow(0.9, 8)),
        ]
    }()

    @Test(arguments: subjects, ScheduleTests.all)
    func anUpdateIsThatOfTheWeightTimesTheFactor(_ subject: Subject, _ schedule: String) throws {
        let (given, factor) = try #require(Self.factors[schedule], "give its factor at 60 of 100 by a formula")
        let found = try subject.trained(subject.run(Fixture.choice(.schedules, schedule, given)), at: 60)
        let expected = try subject.trained(subject.run(times: factor), at: 60)
        let unscheduled = try subject.trained(subject.run(), at: 60)
        var (error, effect) = (0.0, 0.0)
        for player in Player.allCases {
            let values = [found, expected, unscheduled].map { $0.parameters(player).map(Double.init) }
            for i in values[0].indices {
                error = max(error, abs(values[0][i] - values[1][i]))
                effect = max(effect, abs(values[2][i] - values[1][i]))
            }
        }
        // Of weights below 1: a few roundings.
        #expect(error < 3e-7, "off by \(error)")
        #expect(effect > 1e-5, "the factor changes \(effect)")
        #expect(found.memory.text == expected.memory.text)
    }

    /// What is reported is the loss as it would be without the course: the factor says nothing of the networks.
    /// Noise is no term of a loss: it changes what the discriminator sees.
    @Test(arguments: subjects.filter { !$0.name.hasPrefix("instance_noise") })
    func theReportedLossIsWithoutTheFactor(_ subject: Subject) throws {
        let falling = Fixture.choice(.schedules, "constant", ["warmup": .integer(1000)])
        let plain = try subject.trained(subject.run(), at: 0)
        let scheduled = try subject.trained(subject.run(falling), at: 0)
        #expect(scheduled.discriminator.means.meanLoss == plain.discriminator.means.meanLoss)
        // The first update of the other player changes what the generator's is measured by.
        if subject.name == "feature_matching" {
            #expect(scheduled.generator.means.meanLoss == plain.generator.means.meanLoss)
        }
    }

    /// With the factor 0 a term is not there, whatever its weight, and what it keeps goes on.
    @Test(arguments: subjects) func theFactorZeroLeavesTheTermOut(_ subject: Subject) throws {
        // From the second iteration on it is 1e-400.
        let vanishing = Fixture.choice(.schedules, "step", ["every": .integer(1), "factor": .real(1e-200)])
        let found = try subject.trained(subject.run(times: 1e300, vanishing), at: 5)
        let expected = try subject.trained(subject.without, at: 5)
        for player in Player.allCases { #expect(found.parameters(player) == expected.parameters(player)) }
        let kept = try subject.trained(subject.run(), at: 5)
        #expect(found.memory.text == kept.memory.text)
    }

    @Test(arguments: subjects) func whatFollowsItResumes(_ subject: Subject) throws {
        let run = subject.run(Fixture.choice(.schedules, "cosine", ["warmup": .integer(4)]))
        func trained(_ iterations: Int) throws -> Trainer {
            let trainer = try Trainer(run, dataset: subject.data)
            for _ in 0..<iterations { try trainer.step() }
            return trainer
        }
        let resumed = try Trainer(run, dataset: subject.data)
        try resumed.restore(trained(3).checkpoint())
        for _ in 0..<3 { try resumed.step() }
        #expect(try resumed.bits == trained(6).bits)
    }

    /// A run can be lengthened where its first iterations do not depend on its length.
    @Test(arguments: subjects) func aLongerRunBeginsAlike(_ subject: Subject) {
        // This noise has a `final` and so runs to its end by itself.
        let runsByItself = subject.name.hasPrefix("instance_noise")
        let stepping = Fixture.choice(.schedules, "step", ["every": .integer(5)])
        #expect(subject.run(stepping).trainsAlike(for: 40) == !runsByItself)
        for name in ["linear", "cosine"] {
            #expect(!subject.run(Fixture.choice(.schedules, name)).trainsAlike(for: 40), "\(name)")
        }
    }

    /// Every term is among what is scheduled, under the key that gives it.
    @Test(arguments: subjects) func isListed(_ subject: Subject) throws {
        let cosine = Fixture.choice(.schedules, "cosine")
        #expect(subject.run().scheduled.map(\.path) == ["generator.schedule", "discriminator.schedule"])
        let found = subject.run(cosine).scheduled.filter { $0.schedule == cosine }
        let player = subject.name.hasSuffix("generator") ? "generator" : "discriminator"
        let path = [
            "feature_matching": "loss.schedule", "consensus": "training.consensus_schedule",
            "auxiliary": "condition.schedule", "columns": "condition.schedule",
        ][subject.name]
        #expect(found.map(\.path) == [path ?? "\(player).regularization.0.schedule"])
    }

    /// A key that is multiplied is a number.
    @Test func scheduledKeysAreNumbers() throws {
        for type in Regularizers.registry.types {
            let type = try #require(type as? any Regularizer.Type)
            for name in type.scheduledKeys {
                let key = try #require(type.declaration.keys.first { $0.name == name }, "\(type.declaration.name)")
                #expect(key.type.phrase.contains("number"))
            }
        }
    }

    /// As brownvc/R3GAN 19a7ddf has it, training_loop.py, cosine_decay_with_warmup, for gamma of CIFAR-10:
    /// base + (1 - decay) * (final - base).
    @Test(arguments: [0, 1, 250, 500, 999]) func aTenthByACosineIsR3GANs(_ iteration: Int) {
        let (base, final) = (0.05, 0.005)
        let decay = 0.5 * (1 + cos(.pi * Double(iteration) / 1000))
        let expected = base + (1 - decay) * (final - base)
        let schedule = WeightSchedule(Fixture.choice(.schedules, "cosine", ["final": .real(0.1)]))
        #expect(abs(base * schedule.factor(at: iteration, of: 1000) - expected) < 1e-15)
    }
}
