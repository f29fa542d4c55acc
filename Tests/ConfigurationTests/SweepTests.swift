import Diagnostics
import Foundation
import Testing
import TestSupport

@testable import Configuration

@Suite struct SweepTests {
    private func runs(_ sweep: String) throws -> [Run] {
        let indented = sweep.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
        return try load(Golden.valid + "sweep:\n" + indented + "\n").runs
    }

    private func texts(_ runs: [Run]) -> [String] {
        runs.map { $0.parameters.map { "\($0.path)=\($0.text)" }.joined(separator: " ") }
    }

    /// A word beside a word, and a number beside a number, stand apart.
    @Test(arguments: [
        ("{method: columns}", "method-columns"), ("{r1: 10}", "r1-10"), ("{dense: 64}", "dense64"),
        ("{adam: {learning_rate: 1e-3}}", "adam-learning_rate0.001"), ("[dense: 64, relu]", "dense64-relu"),
        ("{conv2d: {bias: false, padding: same}}", "conv2d-bias-false-padding-same"), ("{adam: }", "adam"),
        ("{layers: [relu]}", "layers-relu"), ("{betas: [0, 0.9]}", "betas0-0.9"), ("{momentum: -0.5}", "momentum-0.5"),
    ])
    func aStructuredValueHasAReadableLabel(_ value: String, _ label: String) throws {
        var findings = Findings()
        let text = try SourceText(path: "", bytes: Array(value.utf8))
        #expect(try NodeReader.read(text, &findings).label == label)
    }

    // MARK: The parts

    @Test(arguments: 0..<12)
    func aGridHoldsEveryCombinationOnce(seed: Int) throws {
        var random = SplitMix(seed: seed)
        var pool: [String: [String]] = [
            "noise.dimension": ["1", "2", "3", "4"], "label_smoothing.real": ["1.0", "0.9", "0.8"],
            "generator.layers.0.units": ["5", "6"], "training.batch_size": ["7", "8", "9"],
            "data.radius": ["0.5", "2", "1e-3"], "generator.optimizer": ["adam", "{sgd: {learning_rate: 0.1}}"],
        ]
        let keys = pool.keys.sorted().shuffled(using: &random).prefix(Int.random(in: 1...4, using: &random))
        for key in keys { pool[key]?.shuffle(using: &random) }
        let grid = keys.map { "  \($0): [\((pool[$0] ?? []).joined(separator: ", "))]" }.joined(separator: "\n")
        let runs = try runs("grid:\n" + grid)
        #expect(runs.count == keys.reduce(1) { $0 * (pool[$1]?.count ?? 0) })
        #expect(Set(runs.map(\.id)).count == runs.count)
        #expect(Set(runs.map(\.spec)).count == runs.count)
        #expect(Set(texts(runs)).count == runs.count)
        // The last key varies fastest.
        if runs.count > 1 { #expect(runs[0].parameters.last != runs[1].parameters.last) }
        for run in runs { #expect(run.parameters.map(\.path) == Array(keys)) }
    }

    /// The later key adds to the earlier one and takes nothing from it.
    @Test func aLaterKeyMayAddToAnEntry() throws {
        let runs = try runs(
            """
            grid:
              generator.optimizer: [adam, {adam: {betas: [0, 0.9]}}, null]
              generator.optimizer.learning_rate: [0.1, 0.01]
              generator.layers.0: [{dense: 5}, {dense: {units: 6}}]
              generator.layers.0.bias: [false]
              data: [{dataset: ring, modes: 3}]
              data.radius: [2]
            """)
        #expect(runs.count == 8)
        #expect(Set(runs.map { $0.spec.generator.layers[0].values.integer("units") }) == [5, 6])
        #expect(runs.allSatisfy { $0.spec.data.values.integer("modes") == 3 })
    }

    @Test(arguments: [
        "[-9223372036854775808, 5]", "[0, 9223372036854775807]", "[-9007199254740992, 0]", "[1, .inf]",
        "[99999999999999999999, 5]",
    ])
    func integersAreDrawnWithinWhatNumbersHold(range: String) {
        #expect(throws: DiagnosticError.self) {
            try runs("random: {samples: 2, noise.dimension: {integer: \(range)}}")
        }
    }

    @Test func valuesReachTheSpec() throws {
        let runs = try runs(
            """
            grid:
              generator.layers.0.dense.units: [5]
              generator.layers.2: [{dense: {units: 2, bias: false}}]
              discriminator.layers.1.slope: [0.3]
              generator.optimizer.learning_rate: [1]
              discriminator.optimizer.adam.betas: [[0, 0.9]]
              noise.prior: [uniform]
              data.dataset: [digits, csv]
            exclude: [{data.dataset: digits}]
            """.replacing("data.dataset: [digits, csv]", with: "data: [digits, {dataset: csv, path: a.csv}]")
                .replacing("{data.dataset: digits}", with: "{data: digits}"))
        let spec = try #require(runs.first).spec
        #expect(runs.count == 1)
        #expect(spec.generator.layers[0].values.integer("units") == 5)
        #expect(!spec.generator.layers[2].values.boolean("bias"))
        #expect(spec.discriminator.layers[1].values.real("slope") == 0.3)
        #expect(spec.generator.optimizer.values.real("learning_rate") == 1)
        #expect(spec.generator.optimizer.values.list("betas") == [.real(0.5), .real(0.999)])
        #expect(spec.discriminator.optimizer.values.list("betas") == [.real(0), .real(0.9)])
        #expect(spec.noise.prior.name == "uniform")
        #expect(spec.data.values.text("path") == "a.csv")
    }

    @Test func zipWalksItsListsTogether() throws {
        let runs = try runs("zip:\n  noise.dimension: [2, 4, 8]\n  training.batch_size: [64, 32, 16]")
        #expect(
            texts(runs) == [
                "noise.dimension=2 training.batch_size=64", "noise.dimension=4 training.batch_size=32",
                "noise.dimension=8 training.batch_size=16",
            ])
    }

    @Test func aListIsRunsWrittenOut() throws {
        let runs = try runs("list:\n  - {noise.dimension: 3}\n  - {seed: 9, loss: wasserstein}")
        #expect(
            texts(runs) == [
                "noise.dimension=3 seed=1 loss=non_saturating", "noise.dimension=2 seed=9 loss=wasserstein",
            ])
        #expect(runs[0].id.hasPrefix("noise.dimension=3-") && runs[1].id.hasPrefix("seed=9_loss=wasserstein-"))
        #expect(runs[1].spec.loss.name == "wasserstein")
        #expect(runs[0].spec.loss.name == "non_saturating")
    }

    @Test func seedsCountFromTheRunsSeedOrAreListed() throws {
        #expect(try runs("seeds: 3").map(\.spec.seed) == [1, 2, 3])
        #expect(try runs("seeds: [5, 1, 8]").map(\.spec.seed) == [5, 1, 8])
        let text = "seed: 40\n" + Golden.valid + "sweep: {seeds: 2}\n"
        #expect(try load(text).runs.map(\.spec.seed) == [40, 41])
    }

    @Test func partsCombineAndSeedsVaryFastest() throws {
        let runs = try runs(
            """
            seeds: 2
            grid: {noise.dimension: [2, 4]}
            zip: {training.batch_size: [8, 16], evaluation.every: [10, 20]}
            list: [{loss: wasserstein}, {loss: non_saturating}]
            exclude:
              - {noise.dimension: 4, loss: wasserstein}
              - {seed: 2, training.batch_size: 16.0}
            """)
        #expect(runs.count == 2 * 2 * 2 * 2 - 4 - 3)
        #expect(
            texts(runs).first
                == "noise.dimension=2 training.batch_size=8 evaluation.every=10 loss=wasserstein seed=1")
        #expect(runs[1].parameters.last == Parameter(path: "seed", text: "2"))
    }

    @Test func namedVariantsNameTheRun() throws {
        let runs = try runs(
            """
            grid:
              generator.layers:
                small: [dense: 8, dense: 2]
                wide: [dense: 512, relu, dense: 2]
            """)
        #expect(runs.map { $0.id.dropLast(9) } == ["generator.layers=small", "generator.layers=wide"])
        #expect(runs[1].spec.generator.layers.count == 3)
        let unnamed = try self.runs("grid:\n  generator.layers: [[dense: 8, leaky_relu: 0.20, dense: {units: 2}]]")
        #expect(unnamed[0].parameters[0].text == "dense8-leaky_relu0.2-dense-units2")
    }

    // MARK: Random draws

    @Test(arguments: 0..<5)
    func drawsStayInTheirRangesAndSpread(seed: Int) throws {
        let runs = try runs(
            """
            random:
              samples: 200
              seed: \(seed)
              generator.optimizer.learning_rate: {log_uniform: [1e-5, 1e-1]}
              label_smoothing.real: {uniform: [0.7, 1]}
              noise.dimension: {integer: [1, 4]}
              data.modes: {choice: [3, 5]}
            """)
        #expect(runs.count == 200)
        let rates = runs.map { $0.spec.generator.optimizer.values.real("learning_rate") }
        #expect(rates.allSatisfy { 1e-5 <= $0 && $0 <= 1e-1 })
        // Half of the draws lie on each side of the geometric middle; 200 fair coins stay within 4 sigma.
        #expect(abs(rates.count { $0 < 1e-3 } - 100) < 29)
        #expect(runs.allSatisfy { 0.7 <= $0.spec.labelSmoothing.real && $0.spec.labelSmoothing.real <= 1 })
        for dimension in 1...4 { #expect(abs(runs.count { $0.spec.noise.dimension == dimension } - 50) < 25) }
        #expect(Set(runs.map { $0.spec.data.values.integer("modes") }) == [3, 5])
    }

    @Test func moreSamplesAndOtherPathsChangeNoDraw() throws {
        let path = "generator.optimizer.learning_rate"
        func rates(_ sweep: String) throws -> [Double] {
            try runs(sweep).map { $0.spec.generator.optimizer.values.real("learning_rate") }
        }
        let few = try rates("random: {samples: 5, \(path): {log_uniform: [1e-5, 1e-2]}}")
        let more = try rates(
            "random: {training.batch_size: {integer: [1, 99]}, samples: 9, \(path): {log_uniform: [1e-5, 1e-2]}}")
        let other = try rates("random: {samples: 5, seed: 1, \(path): {log_uniform: [1e-5, 1e-2]}}")
        #expect(Array(more.prefix(5)) == few)
        #expect(Set(few).count == 5)
        #expect(Set(few).isDisjoint(with: other))
    }

    // MARK: Ids

    @Test func idsAreReadableAndSafe() throws {
        let runs = try runs("grid:\n  noise.dimension: [16]\nseeds: [2]")
        #expect(runs[0].id.wholeMatch(of: /noise\.dimension=16_seed=2-[0-9a-f]{8}/) != nil)
        let odd = try self.runs("grid:\n  data: [{dataset: csv, path: '../a b/:*?.csv'}]")
        #expect(odd[0].id.wholeMatch(of: /[A-Za-z0-9.,_=+\-]+/) != nil)
    }

    @Test func longIdsAreShortenedAndStayUnique() throws {
        let layers = "[" + Array(repeating: "dense: 64", count: 60).joined(separator: ", ")
        let runs = try runs(
            """
            grid:
              generator.layers: [\(layers), dense: 2], \(layers), dense: 3]]
              discriminator.layers: [\(layers), dense: 1]]
              generator.optimizer.learning_rate: [1e-3, 1e-4]
            """)
        #expect(runs.allSatisfy { $0.id.count <= 120 })
        #expect(Set(runs.map(\.id)).count == 4)
    }

    @Test func idsSurviveEditsOfTheSweep() throws {
        let before = try runs("grid: {noise.dimension: [2, 4], label_smoothing.real: [1.0, 0.9]}\nseeds: 2")
        let after = try runs(
            "seeds: 3\ngrid: {noise.dimension: [8, 4.0e0, 2], label_smoothing.real: [0.90, 0.5, 1]}"
                .replacing("4.0e0", with: "4"))
        #expect(before.count == 8 && after.count == 27)
        #expect(Set(before.map(\.id)).isSubset(of: Set(after.map(\.id))))
    }

    @Test func theHashDependsOnWhatIsTrainedAndNothingElse() throws {
        let hash = try load(Golden.valid).runs[0].hash
        #expect(try load("name: other\ndescription: why\n" + Golden.valid).runs[0].hash == hash)
        #expect(try load(Golden.valid + "# a remark\nseed: 1\n").runs[0].hash == hash)
        #expect(try load(Golden.valid + "seed: 2\n").runs[0].hash != hash)
        #expect(try load(Golden.valid + "evaluation: {every: 49}\n").runs[0].hash != hash)
        // Pinned: a change here disowns everybody's results.
        #expect(StableHash.short(hash) == "09893b80")
        #expect(StableHash.hash("foobar") == 0x8594_4171_F739_67E8)
    }

    // MARK: Limits

    @Test func aProductThatOverflowsIsAnError() throws {
        let location = Location(source: Source(path: "a", text: "sweep:"), line: 1)
        let path = try SettingPath("seed", at: location)
        let assignment = Assignment(path: path, value: .plain("1", at: location), label: "1")
        let axis = Axis(choices: Array(repeating: [assignment], count: 1 << 16))
        var findings = Findings()
        let expansion = SweepExpansion(Array(repeating: axis, count: 5), [], at: location, &findings)
        #expect(expansion.runs.isEmpty)
        #expect(findings.hasErrors)
    }

    /// Runs are put together of sections that many of them share.
    @Test(arguments: [
        "grid: {noise.dimension: [2, 4], training.iterations: [100, 2000]}\nseeds: 3",
        "zip: {noise.dimension: [2, 4], training.batch_size: [8, 16]}\ngrid: {evaluation.every: [5, 10]}",
        "list: [{noise.dimension: 3}, {training.iterations: 60, noise.dimension: 5}, {noise.dimension: 9}]\nseeds: 2",
        "random: {samples: 5, generator.optimizer.learning_rate: {log_uniform: [1e-4, 1e-2]}}\nseeds: [4, 9]",
        "grid: {generator.layers: {small: [dense: 2, tanh], large: [dense: 9, dense: 2]}, generator.optimizer.learning_rate: [1e-3, 2e-3]}",
    ])
    func everyRunIsWhatItsOwnConfigurationSays(_ sweep: String) throws {
        for run in try runs(sweep) {
            let own = try load(CanonicalText.yaml(run.spec)).runs[0]
            #expect(own.spec == run.spec)
            #expect(own.hash == run.hash && run.hash == CanonicalText.hash(run.spec))
            for (path, text) in run.parameters.map({ ($0.path, $0.text) }) where path != "generator.layers" {
                #expect(ResolvedSettings(run.spec).text(path) == text, "\(run.id)")
            }
        }
    }

    @Test func thousandsOfRunsAreFine() throws {
        #expect(try runs("grid: {training.batch_size: [1, 2, 4, 8]}\nseeds: 250").count == 1000)
    }

    @Test func onlySoManyKeysAreSwept() throws {
        let paths = (0..<101).map { "generator.layers.\($0).units: {integer: [1, 9]}" }.joined(separator: ", ")
        let text = Golden.valid + "sweep: {random: {samples: 10000, \(paths)}}\n"
        #expect(try messages(text).contains("error: more than 100 keys are swept"))
    }

    /// A key that only the sweep gives is not missing because another part of the sweep is wrong.
    @Test func aBrokenSweepStillGivesItsOtherKeys() throws {
        let text = Golden.valid.replacing("{iterations: 1000}", with: "{}")
        #expect(
            try messages(text + "sweep: {grid: {training.iterations: [5, 6]}, seedz: 3}\n") == """
                file.yaml:8:46: error: unknown key 'seedz' in 'sweep'
                    8 | sweep: {grid: {training.iterations: [5, 6]}, seedz: 3}
                      |                                              ^~~~~
                help: a key with a similar name exists: 'seeds'
                """)
    }

    @Test func warningsAloneDoNotStopARun() throws {
        let late = (2000..<2200).map { "\($0)" }.joined(separator: ", ")
        let experiment = try load(Golden.valid + "sweep: {grid: {evaluation.every: [\(late)]}}\n")
        #expect(experiment.runs.count == 200 && experiment.warnings.count == 200)
    }
}
