import Datasets
import Engine
import Formats
import Testing

@testable import Configuration
@testable import Training

@Suite struct CheckpointTests {
    /// Everything at once that a resumed run could lose: means of an open span, running statistics, dropout, flips,
    /// fresh and reused noise, epochs, schedules, several updates.
    static let rich = Fixture.changed {
        $0.generator.layers = [Fixture.dense(16), Fixture.layer("batch_norm"), Fixture.layer("relu"), Fixture.dense(2)]
        $0.discriminator.layers = [
            Fixture.dense(16), Fixture.layer("leaky_relu"), Fixture.layer("dropout"), Fixture.dense(1),
        ]
        $0.labelSmoothing = LabelSmoothing(real: 0.9, fake: 0, flip: 0.1)
        $0.stepRatio = StepRatio(discriminator: 2, generator: 2)
        $0.training.fakes = .reuse
        $0.training.batchSize = 30
        $0.generator.schedule = Fixture.choice(.schedules, "cosine")
    }

    /// Stopped and resumed through bytes, the run goes on to the same bits.
    @Test(arguments: OptimizerTests.all)
    func resumes(optimizer: String) throws {
        var run = Self.rich
        run.generator.optimizer = Fixture.choice(.optimizers, optimizer)
        run.discriminator.optimizer = Fixture.choice(.optimizers, optimizer)
        let whole = try Fixture.trained(run, 12)
        let first = try Fixture.trained(run, 5)
        let second = try Fixture.trainer(run)
        try second.restore(Safetensors(first.checkpoint().bytes))
        #expect(second.iteration == 5)
        for _ in 0..<7 { try second.step() }
        #expect(second.bits == whole.bits)
        #expect(try second.evaluate(samples: 50) == whole.evaluate(samples: 50))
    }

    @Test func momentumIsKept() throws {
        let run = Fixture.changed {
            $0.generator.optimizer = Fixture.choice(.optimizers, "sgd", ["momentum": .real(0.9)])
        }
        let whole = try Fixture.trained(run, 6)
        let second = try Fixture.trainer(run)
        try second.restore(try Fixture.trained(run, 3).checkpoint())
        for _ in 0..<3 { try second.step() }
        #expect(second.bits == whole.bits)
    }

    @Test func names() throws {
        let checkpoint = try Fixture.trained(Self.rich, 1).checkpoint()
        let names = Set(checkpoint.tensors.map(\.name))
        for name in [
            "generator.0.weight", "generator.0.bias", "generator.1.weight", "generator.1.running_mean",
            "generator.1.running_var", "discriminator.3.weight", "optimizer.generator.exp_avg.0.weight",
            "optimizer.discriminator.exp_avg_sq.3.bias",
        ] { #expect(names.contains(name), "\(name)") }
        #expect(checkpoint.metadata["iteration"] == "1")
        let weight = try #require(checkpoint.tensors.first { $0.name == "generator.0.weight" })
        #expect(weight.shape == [16, 4])
    }

    @Test func refusesWhatDoesNotFit() throws {
        let trainer = try Fixture.trainer(Fixture.run())
        let good = try Fixture.trained(Fixture.run(), 1).checkpoint()
        func refuses(_ change: (inout Safetensors) -> Void) {
            var bad = good
            change(&bad)
            #expect(throws: CheckpointError.self) { try trainer.restore(bad) }
        }
        refuses { $0.tensors.removeFirst() }
        refuses { $0.tensors.removeLast() }
        refuses { $0.tensors.append(NamedTensor("stranger", shape: [1], values: [0])) }
        refuses { $0.tensors.append(NamedTensor("generator.9.weight", shape: [1], values: [0])) }
        refuses { $0.tensors[0] = NamedTensor($0.tensors[0].name, shape: [2], values: [0, 0]) }
        refuses { $0.metadata["iteration"] = nil }
        refuses { $0.metadata["iteration"] = "-1" }
        refuses { $0.metadata["generator.means"] = "1 2" }
        refuses { $0.metadata["format"] = nil }
        try trainer.restore(good)
    }

    /// The same file may hold other samples by now.
    @Test func otherSamplesAreRefused() throws {
        let checkpoint = try Fixture.trained(Fixture.run(), 1).checkpoint()
        var values = Fixture.ring.heldOut.values
        values[0] += 1
        let changed = Samples(shape: [2], count: values.count / 2, values: values)
        let data = Dataset(name: "ring", training: Fixture.ring.training, heldOut: changed)
        let trainer = try Trainer(Fixture.run(), dataset: data)
        for isForTraining in [true, false] {
            let error = try #require(throws: CheckpointError.self) {
                if isForTraining { try trainer.restore(checkpoint) } else { try trainer.restoreNetworks(checkpoint) }
            }
            #expect(
                error.description
                    == "it is of other samples: their checksum is \(Fixture.ring.checksum), that of the data is "
                    + data.checksum)
        }
    }

    @Test(arguments: [
        ("iteration", "9223372036854775807", "its iteration is '9223372036854775807', not one of 0 to 100"),
        ("iteration", "-1", "its iteration is '-1', not one of 0 to 100"),
        ("iteration", "101", "its iteration is '101', not one of 0 to 100"),
        ("iteration", "1.0", "its iteration is '1.0', not one of 0 to 100"),
        ("configuration", "0", "it is of another configuration"), ("build", "0", "another build"),
        ("format", "saddle 1", "it is of another version of this program, which wrote 'saddle 1'"),
    ])
    func notesThatAreNotThisRunsAreRefused(note: String, value: String, reason: String) throws {
        let trainer = try Fixture.trainer(Fixture.run())
        var checkpoint = try Fixture.trained(Fixture.run(), 1).checkpoint()
        checkpoint.metadata[note] = value
        let error = try #require(throws: CheckpointError.self) { try trainer.restore(checkpoint) }
        #expect(error.description.contains(reason), "\(error)")
        #expect(error.kind == (note == "iteration" ? .damaged : .foreign))
    }

    @Test func anotherBuildIsContinuedWhereThatIsWanted() throws {
        let trainer = try Fixture.trainer(Fixture.run())
        var checkpoint = try Fixture.trained(Fixture.run(), 1).checkpoint()
        checkpoint.metadata["build"] = "0"
        try trainer.restore(checkpoint, anyBuild: true)
        #expect(trainer.iteration == 1)
    }

    /// The networks alone may be looked at under another optimizer.
    @Test func networksAlone() throws {
        let trained = try Fixture.trained(Fixture.run(), 3)
        let other = try Fixture.trainer(
            Fixture.changed { $0.generator.optimizer = Fixture.choice(.optimizers, "sgd") })
        var unnoted = trained.checkpoint()
        unnoted.metadata["configuration"] = other.checkpoint().metadata["configuration"]
        let error = #expect(throws: CheckpointError.self) { try other.restore(unnoted) }
        #expect(error?.description.contains("belong to neither network, optimizer nor regularizer") == true)
        try other.restoreNetworks(trained.checkpoint())
        #expect(other.generate(count: 5) == trained.generate(count: 5))
        #expect(other.iteration == 3)
    }
}
