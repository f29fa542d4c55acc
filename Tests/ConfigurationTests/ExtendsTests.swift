import Foundation
import Testing
import TestSupport

@testable import Configuration

@Suite struct ExtendsTests {
    private func folder(_ file: String, _ others: [String: String] = [:]) throws -> TemporaryFolder {
        try TemporaryFolder(["base.yaml": Golden.valid, "file.yaml": file].merging(others) { $1 })
    }

    @Test func mappingsMergeAndListsAreReplaced() throws {
        let folder = try folder(
            """
            extends: base.yaml
            noise: {prior: uniform}
            discriminator: {layers: [dense: 1]}
            data: {modes: 5}
            generator: {optimizer: {adam: {learning_rate: 0.1}}}
            """)
        let spec = try folder.load().runs[0].spec
        #expect(spec.name == "file")
        #expect(spec.noise.dimension == 2 && spec.noise.prior.name == "uniform")
        #expect(spec.discriminator.layers.count == 1 && spec.generator.layers.count == 3)
        #expect(spec.data.name == "ring" && spec.data.values.integer("modes") == 5)
        #expect(spec.training.iterations == 1000)
    }

    /// Of keys that say one thing the last one said counts: in a file over its base, by `--set`, in a sweep.
    @Test func epochsReplaceIterations() throws {
        let folder = try folder("extends: base.yaml\ntraining: {epochs: 2}", ["base.yaml": Golden.valid])
        func length(_ overrides: [String] = []) throws -> TrainingSpec {
            try folder.load("file.yaml", overrides).runs[0].spec.training
        }
        #expect(try length().epochs == 2 && length().iterations == TrainingSpec.unknown)
        let set = try length(["training.iterations=7"])
        #expect(set.iterations == 7 && set.epochs == nil)
        let swept = try length(["sweep={grid: {training.iterations: [5, 6]}}"])
        #expect(swept.iterations == 5 && swept.epochs == nil)
    }

    @Test func anotherEntryReplacesTheBases() throws {
        let base = Golden.valid.replacing("relu, dense: 2]", with: "relu]\n  optimizer: {adam: {betas: [0, 0.9]}}")
        let other = """
            extends: base.yaml
            data: digits
            generator: {optimizer: {sgd: {learning_rate: 0.1}}}
            """
        let replaced = try folder(other, ["base.yaml": base]).load().runs[0].spec
        #expect(replaced.data == Choice(.datasets, "digits"))
        #expect(replaced.generator.optimizer.name == "sgd")
        // The same entry keeps what it does not mention, short form or long.
        let same = "extends: base.yaml\ngenerator: {optimizer: {adam: 0.5}}\ndata: {dataset: ring, radius: 3}"
        let kept = try folder(same, ["base.yaml": base]).load().runs[0].spec
        #expect(kept.generator.optimizer.values.list("betas") == [.real(0), .real(0.9)])
        #expect(kept.generator.optimizer.values.real("learning_rate") == 0.5)
        #expect(kept.data.values.integer("modes") == 8 && kept.data.values.real("radius") == 3)
    }

    @Test func nullGoesBackToTheDefault() throws {
        let base = Golden.valid + "seed: 9\nsweep: {seeds: 3}\nlabel_smoothing: {real: 0.9}\n"
        let folder = try folder("extends: base.yaml\nseed:\nsweep: ~\nlabel_smoothing: null\n", ["base.yaml": base])
        let runs = try folder.load().runs
        #expect(runs.count == 1)
        #expect(runs[0].spec.seed == 1 && runs[0].spec.labelSmoothing.real == 1)
    }

    @Test func aSweepReplacesThatOfTheBase() throws {
        let base =
            Golden.valid + "sweep:\n  grid: {noise.dimension: [2, 4], training.batch_size: [1, 2, 3]}\n  seeds: 2\n"
        let folder = try folder(
            "extends: base.yaml\nsweep: {grid: {training.batch_size: [8, 9]}}\n", ["base.yaml": base])
        #expect(
            try folder.load().runs.map(\.parameters)
                == [8, 9].map { [Parameter(path: "training.batch_size", text: "\($0)")] })
    }

    @Test func pathsAreRelativeToTheExtendingFileAndChain() throws {
        let folder = try folder(
            "extends: a/middle.yaml\nseed: 3\n",
            ["a/middle.yaml": "extends: b/base.yaml\nseed: 2\nname: middle\n", "a/b/base.yaml": Golden.valid])
        let experiment = try folder.load()
        #expect(experiment.name == "file")
        #expect(experiment.runs[0].spec.seed == 3)
    }

    @Test func errorsOfABaseAreLocatedThere() throws {
        let folder = try folder(
            "extends: base.yaml\nnoise: {dimension: x}\n",
            ["base.yaml": Golden.valid.replacing("modes: 8", with: "modes: 0")])
        #expect(
            folder.messages() == """
                base.yaml:1:30: error: expected an integer from 1 to 1000, found '0'
                    1 | data: {dataset: ring, modes: 0}
                      |                              ^
                help: for example modes: 8
                file.yaml:2:20: error: expected an integer from 1 to 65536, found 'x'
                    2 | noise: {dimension: x}
                      |                    ^
                help: for example dimension: 64
                """)
    }

    @Test func circlesAreFound() throws {
        let folder = try folder("extends: b.yaml\n", ["b.yaml": "seed: 1\nextends: ./file.yaml\n"])
        #expect(
            folder.messages() == """
                b.yaml:2:10: error: './file.yaml' extends itself
                    2 | extends: ./file.yaml
                      |          ^~~~~~~~~~~
                help: follow the 'extends' of each file: they form a circle
                """)
    }

    @Test func aBaseHasKeys() throws {
        let folder = try folder("extends: notes.txt\n" + Golden.valid, ["notes.txt": "hello\n"])
        #expect(
            folder.messages() == """
                file.yaml:1:10: error: 'notes.txt' has no keys to take over: it is 'hello'
                    1 | extends: notes.txt
                      |          ^~~~~~~~~
                help: name an experiment file
                """)
    }

    @Test func whatCannotBeReadIsNamed() throws {
        let folder = try folder("extends: basis.yaml\n", ["sub/one.yaml": ""])
        #expect(
            folder.messages() == """
                file.yaml:1:10: error: there is no file 'basis.yaml'
                    1 | extends: basis.yaml
                      |          ^~~~~~~~~~
                help: a file with a similar name exists: 'base.yaml'
                """)
        #expect(
            folder.messages("flie.yaml") == """
                error: there is no file 'flie.yaml'
                help: a file with a similar name exists: 'file.yaml'
                """)
        #expect(
            folder.messages("base") == """
                error: there is no file 'base'
                help: a file with a similar name exists: 'base.yaml'
                """)
        #expect(folder.messages("sub") == "error: 'sub' is a folder\nhelp: files in it: one.yaml")
        #expect(
            try messages("extends: [a]").hasPrefix("file.yaml:1:10: error: expected the path of a file, found a list"))
    }
}

@Suite struct OverrideTests {
    @Test func overridesSetAnyPath() throws {
        let overrides = [
            "noise.dimension=8", "label_smoothing={real: 0.9, flip: 1e-2}", "generator.layers.0.dense.units=5",
            "discriminator.layers.1=relu", "generator.optimizer.learning_rate=1", "data.modes=3",
            "description=a = b",
            "training.batch_size=",
        ]
        let run = try load(Golden.valid.replacing("1000}", with: "1000, batch_size: 3}"), overrides).runs[0]
        #expect(run.spec.noise.dimension == 8)
        #expect(run.spec.labelSmoothing == LabelSmoothing(real: 0.9, fake: 0, flip: 0.01))
        #expect(run.spec.generator.layers[0].values.integer("units") == 5)
        #expect(run.spec.discriminator.layers[1].name == "relu")
        #expect(run.spec.generator.optimizer.values.real("learning_rate") == 1)
        #expect(run.spec.data.values.integer("modes") == 3)
        #expect(run.spec.training.batchSize == 64)
        #expect(run.locations["noise.dimension"]?.description == "--set:1:17")
    }

    @Test func overridesReachTheSweep() throws {
        let text = Golden.valid + "sweep: {grid: {noise.dimension: [2, 4, 8]}}\n"
        #expect(try load(text, ["sweep.seeds=2"]).runs.count == 6)
        #expect(try load(text, ["sweep.grid.noise.dimension=[3]"]).runs.map(\.spec.noise.dimension) == [3])
        #expect(try load(text, ["sweep.grid.training.batch_size=[3, 4]"]).runs.count == 6)
        #expect(try load(text, ["sweep=null"]).runs.count == 1)
        #expect(try load(Golden.valid + "sweep: {seeds: 2}\n", ["seed=5"]).runs.map(\.spec.seed) == [5, 6])
    }

    @Test func anOverrideOfWhatIsSweptIsWarnedOf() throws {
        let text = Golden.valid + "sweep: {grid: {noise.dimension: [2]}}\n"
        #expect(
            try messages(text, ["noise.dimension=8"]) == """
                --set:1:1: warning: 'noise.dimension' is swept, so setting it has no effect
                    1 | noise.dimension=8
                      | ^~~~~~~~~~~~~~~
                help: set the sweep instead: sweep.grid.noise.dimension=[...]
                """)
    }

    @Test func mistakesShowTheLineAsItWasTyped() throws {
        let overrides = [
            "noise.dimension=x", "nois.dimension=3", "foo", "label_smoothing.real=[", "training..x=0", "extends=a.yaml",
            "noise.dimension.x=3", "=3", "description= # modes",
        ]
        #expect(
            try messages(Golden.valid, overrides) == """
                --set:1:17: error: expected an integer from 1 to 65536, found 'x'
                    1 | noise.dimension=x
                      |                 ^
                help: for example dimension: 64
                --set:2:1: error: unknown key 'nois'
                    2 | nois.dimension=3
                      | ^~~~
                help: a key with a similar name exists: 'noise'
                --set:3:1: error: expected key.path=value, found 'foo'
                    3 | foo
                      | ^~~
                help: for example --set training.iterations=1000
                --set:4:23: error: invalid YAML: expected node content while parsing a flow node
                    4 | label_smoothing.real=[
                      |                       ^
                --set:5:1: error: 'training..x' is not a path of keys
                    5 | training..x=0
                      | ^~~~~~~~~~~
                help: write keys with dots between them
                --set:6:1: error: 'extends' cannot be set from the command line
                    6 | extends=a.yaml
                      | ^~~~~~~
                help: write it into the file, or name the file that is to be extended
                --set:7:17: error: 'noise.dimension' has no keys of its own
                    7 | noise.dimension.x=3
                      |                 ^
                help: set 'noise.dimension' itself
                --set:8:1: error: '' is not a path of keys
                    8 | =3
                      | ^
                help: write keys with dots between them
                --set:9:14: error: '# modes' is a comment and no value
                    9 | description= # modes
                      |              ^~~~~~~
                help: quote it: --set 'description="# ..."'
                """)
    }
}
