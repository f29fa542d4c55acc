import Diagnostics
import Testing

@testable import Configuration
@testable import Training

@Suite struct BlueprintTests {
    private func messages(_ run: RunSpec, shape: [Int] = [2]) -> [String] {
        do {
            _ = try Blueprint(run, dataShape: shape)
            return []
        } catch {
            return error.diagnostics.map(\.message)
        }
    }

    @Test func wrongGeneratorOutput() {
        let run = Fixture.changed { $0.generator.layers = [Fixture.dense(3)] }
        #expect(messages(run) == ["produces [3]; data 'ring' has shape [2]"])
    }

    @Test func wrongDiscriminatorOutput() {
        let run = Fixture.changed { $0.discriminator.layers = [Fixture.dense(2)] }
        #expect(messages(run) == ["produces [2]; a discriminator gives one number, [1]"])
    }

    /// Both networks' errors show in one pass.
    @Test func bothAtOnce() {
        let run = Fixture.changed {
            $0.generator.layers = [Fixture.dense(3)]
            $0.discriminator.layers = [Fixture.dense(2)]
        }
        #expect(messages(run).count == 2)
    }

    @Test func errorsAreLocated() throws {
        let source = Source(path: "rings.yaml", text: "generator:\n  layers:\n    - dense: 3\n")
        let location = Location(source: source, line: 3, column: 7, length: 8)
        let dense = Fixture.dense(3)
        let run = Fixture.changed {
            $0.generator.layers = [Choice(.layers, dense.name, dense.values, at: location)]
        }
        let error = try #require(throws: DiagnosticError.self) { try Blueprint(run, dataShape: [2]) }
        #expect(error.diagnostics.map { $0.location?.description } == ["rings.yaml:3:7"])
    }

    @Test func finalSigmoidIsFolded() throws {
        let run = Fixture.changed { $0.discriminator.layers += [Fixture.layer("sigmoid")] }
        let blueprint = try Blueprint(run, dataShape: [2])
        #expect(blueprint.discriminator.foldedSigmoid)
        #expect(blueprint.notes.map(\.severity) == [.note])
        // It trains exactly as without.
        #expect(try Fixture.trained(run, 3).bits == Fixture.trained(Fixture.run(), 3).bits)
    }

    /// The checkpoint's promise to PyTorch does not hold there by itself.
    @Test func whatPyTorchWouldReadOtherwiseIsNoted() throws {
        let source = Source(path: "a.yaml", text: "    - reshape: [2, 3, 4]\n")
        let location = Location(source: source, line: 1, column: 7, length: 7)
        let shape = ["shape": Value.list([.integer(2), .integer(3), .integer(4)])]
        let reshape = Choice(.layers, "reshape", Fixture.layer("reshape", shape).values, at: location)
        let run = Fixture.changed {
            $0.noise.dimension = 24
            $0.generator.layers = [reshape, Fixture.layer("flatten"), Fixture.dense(2)]
        }
        let notes = try Blueprint(run, dataShape: [2]).notes
        #expect(notes.map { $0.location?.description } == ["a.yaml:1:7"])
        #expect(notes.map(\.message) == ["read as an image, the noise is channels last, and in PyTorch channels first"])
        #expect(notes[0].help?.hasSuffix(" x.reshape(-1, 2, 3, 4).permute(0, 3, 1, 2).flatten(1)") == true)
    }

    /// A loss on plain numbers would not apply it, so there it stays.
    @Test func sigmoidStaysWhereTheLossHasNone() throws {
        let run = Fixture.changed {
            $0.discriminator.layers += [Fixture.layer("sigmoid")]
            $0.loss = Fixture.choice(.losses, "least_squares")
        }
        let blueprint = try Blueprint(run, dataShape: [2])
        #expect(!blueprint.discriminator.foldedSigmoid)
        let outputs = try Fixture.trained(run, 1).evaluate(samples: 60).realOutputs
        #expect(outputs.allSatisfy { $0 > 0 && $0 < 1 })
    }

    /// Counted by hand for the fixture: G 4-16-2, D 2-16-1, batch 8; a product counts two operations.
    @Test func floatingPointOperations() throws {
        let generator = 2.0 * (4 * 16 + 16 * 2)
        let generatorToParameters = generator + 2 * 16 * 2
        let discriminator = 2.0 * (2 * 16 + 16)
        let discriminatorToParameters = discriminator + 2 * 16
        let dUpdate = generator + 2 * (discriminator + discriminatorToParameters)
        let gUpdate = generator + discriminator + discriminator + generatorToParameters
        #expect(try Blueprint(Fixture.run(), dataShape: [2]).flopsPerIteration == 8 * (dUpdate + gUpdate))
        let reuse = Fixture.changed {
            $0.training.fakes = .reuse
            $0.stepRatio = StepRatio(discriminator: 3, generator: 2)
        }
        #expect(
            try Blueprint(reuse, dataShape: [2]).flopsPerIteration == 8 * (3 * dUpdate + 2 * gUpdate - generator))
    }
}

extension BlueprintTests {
    /// What the estimate counts is what the trainer takes.
    @Test(arguments: ["sgd", "adam"])
    func memory(optimizer: String) throws {
        let run = Fixture.changed { $0.generator.optimizer = Fixture.choice(.optimizers, optimizer) }
        let trainer = try Fixture.trainer(run)
        func bytes(_ learner: Learner) -> Int {
            4 * (2 * learner.network.flatCount + learner.network.stateCount + learner.optimizerState.count)
                + learner.execution.ownBytes
        }
        let buffers = 4 * 8 * (4 + 2 * 2 + 6)
        let shared = trainer.generator.execution.memory
        #expect(shared === trainer.discriminator.execution.memory)
        #expect(
            trainer.blueprint.memoryBytes(run)
                == bytes(trainer.generator) + bytes(trainer.discriminator) + buffers + shared.bytes)
    }
}

@Suite struct ValidationTests {
    private let source = Source(path: "a.yaml", text: "label_smoothing: {real: 0.9}\n")

    private func findings(_ change: (inout RunSpec) -> Void) -> [Diagnostic] {
        Fixture.changed(change).findings { path in
            path == "label_smoothing.real" ? Location(source: source, line: 1, column: 25, length: 3) : nil
        }
    }

    @Test func aGoodRunHasNone() { #expect(findings { _ in }.isEmpty) }

    @Test(arguments: ["hinge", "wasserstein"])
    func smoothingNeedsTargets(name: String) {
        let found = findings {
            $0.loss = Fixture.choice(.losses, name)
            $0.discriminator.weightClipping = 0.01
            $0.labelSmoothing = LabelSmoothing(real: 0.9, fake: 0, flip: 0)
        }
        #expect(
            found.map(\.message) == ["label_smoothing.real: 0.9 needs a loss with targets; loss '\(name)' has none"])
        #expect(found.first?.location?.description == "a.yaml:1:25")
        #expect(found.first?.help == "losses with targets: minimax, non_saturating, least_squares, feature_matching")
        #expect(found.first?.severity == .error)
    }

    @Test func flipsNeedTargetsToo() {
        let found = findings {
            $0.loss = Fixture.choice(.losses, "hinge")
            $0.labelSmoothing.flip = 0.1
        }
        #expect(found.count == 1)
    }

    /// A cross-entropy towards anything else has no least value.
    @Test(arguments: ["minimax", "non_saturating"]) func targetsOfProbabilitiesAreProbabilities(name: String) {
        let found = findings {
            $0.loss = Fixture.choice(.losses, name)
            $0.labelSmoothing = LabelSmoothing(real: 0.5, fake: -1, flip: 0)
        }
        #expect(
            found.map(\.message) == [
                "label_smoothing.fake: -1.0 is no probability, and the targets of loss '\(name)' are"
            ])
        #expect(found.first?.help == "from 0 to 1; any target with loss least_squares")
        #expect(found.first?.severity == .error)
        let plain = findings {
            $0.loss = Fixture.choice(.losses, "least_squares")
            $0.labelSmoothing = LabelSmoothing(real: 1, fake: -1, flip: 0)
        }
        #expect(plain.isEmpty)
    }

    @Test func warnings() {
        #expect(findings { $0.labelSmoothing.flip = 0.5 }.map(\.severity) == [.warning])
        #expect(findings { $0.loss = Fixture.choice(.losses, "wasserstein") }.map(\.severity) == [.warning])
    }

    @Test func nesterovNeedsMomentum() {
        let found = findings {
            $0.generator.optimizer = Fixture.choice(.optimizers, "sgd", ["nesterov": .boolean(true)])
        }
        #expect(found.map(\.message) == ["nesterov needs a momentum above 0"])
    }

    /// Two of a name would share columns of results, whatever their keys say.
    @Test func aMetricGivenTwiceIsAnErrorAtTheSecond() {
        let source = Source(path: "twice.yaml", text: "evaluation: {metrics: [prdc: {k: 3}, mmd, prdc: {k: 5}]}")
        func metric(_ name: String, _ k: Int, column: Int) -> Choice {
            Choice(
                .metrics, name, Values(["k": .integer(k)]),
                at: Location(source: source, line: 1, column: column, length: name.count))
        }
        let metrics = [metric("prdc", 3, column: 24), metric("mmd", 3, column: 38), metric("prdc", 5, column: 43)]
        let found = findings { $0.evaluation.metrics = .chosen(metrics) }
        #expect(found.map(\.message) == ["metric 'prdc' is given twice"])
        #expect(found.map { $0.location?.description } == ["twice.yaml:1:43"])
        #expect(found.map(\.help) == ["leave one out"])
    }
}
