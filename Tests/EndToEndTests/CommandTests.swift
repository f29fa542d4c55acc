import Foundation
import Testing

@Suite struct CommandTests {
    static let shipped: [String] = {
        let root = Program.root.appendingPathComponent("experiments").path
        let files = (try? FileManager.default.subpathsOfDirectory(atPath: root)) ?? []
        return files.filter { $0.hasSuffix(".yaml") }.sorted()
    }()

    @Test(arguments: shipped) func shippedExperimentsAreValid(_ file: String) throws {
        let program = try Program()
        defer { program.remove() }
        let text = try program.read("experiments/\(file)")
        let needsFashion = text.contains("dataset: fashion_mnist}") || text.contains("dataset: fashion_mnist, limit")
        let hasFashion = FileManager.default.fileExists(atPath: "/usr/share/datasets/fashion-mnist")
        guard hasFashion || !needsFashion else { return }
        #expect(text.prefix(2) == "# ", "starts with the question it answers")
        var result = try program.run("check", "experiments/\(file)")
        if let stand = Self.standIn(text), result.status != 0 {
            // Data that whoever runs the file brings along: nothing else may be wrong, and all else is looked at.
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            let place = try #require(lines.firstIndex { $0.hasPrefix("data:") }) + 1
            let errors = result.errors.split(separator: "\n").filter { $0.contains(": error: ") }
            #expect(errors.count == 1 && errors[0].contains("\(file):\(place):"), "\(result.errors)")
            result = try program.run("check", "experiments/\(file)", "--set", "data=\(stand)")
        }
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("generator"))
    }

    /// Random pictures in the place of a file's own, which do not come with the project; nil: it has none.
    private static func standIn(_ text: String) -> String? {
        guard let data = text.split(separator: "\n").first(where: { $0.hasPrefix("data: ") }),
            data.contains("path: data/")
        else { return nil }
        let size = data.firstMatch(of: #/size: (\d+)/#)?.1 ?? (data.contains("cifar") ? "32" : "28")
        let channels = data.contains("color: grey") || data.contains("fashion_mnist") ? 1 : 3
        return "{dataset: random, shape: [\(size), \(size), \(channels)], samples: 100}"
    }

    @Test func checkShowsNetworksAndCost() throws {
        let program = try Program()
        defer { program.remove() }
        let result = try program.run("check", "experiments/benchmarks/mlp.yaml")
        #expect(result.output.contains("dense: 1024"))
        // 100*256+256 + 256*512+512 + 512*1024+1024 + 1024*784+784
        #expect(result.output.contains("1,486,352"), "\(result.output)")
        #expect(result.output.contains("1.01 GFLOP"), "operations per iteration: \(result.output)")
    }

    /// Neither a description nor the path of a file whose error ends a run.
    @Test func aFileCannotSteerTheTerminal() throws {
        let program = try Program()
        defer { program.remove() }
        let experiment = """
            description: "\\e[2Jone\\n\\ttwo"
            data: {dataset: idx, images: "a\\e[2J.idx"}
            noise: {dimension: 2}
            generator: {layers: [dense: 4, reshape: [2, 2, 1]]}
            discriminator: {layers: [flatten, dense: 1]}
            training: {iterations: 1}

            """
        try program.write(experiment, to: "escape.yaml")
        // Ten images of two by two.
        let header = "\0\0\u{8}\u{3}\0\0\0\u{A}\0\0\0\u{2}\0\0\0\u{2}"
        try program.write(header + String(repeating: "abcd", count: 10), to: "a\u{1B}[2J.idx")
        let check = try program.run("check", "escape.yaml")
        #expect(check.status == 0 && check.output.contains("\n\u{FFFD}[2Jone\n    two\n"), "\(check)")
        try program.write(header + "abc", to: "a\u{1B}[2J.idx")
        let run = try program.run("run", "escape.yaml")
        #expect(run.status == 1)
        #expect(run.errors.contains("escape.yaml:2:30: error: 'a\u{FFFD}[2J.idx' is cut short"), "\(run.errors)")
        #expect(!run.errors.contains("\u{1B}"))
    }

    @Test func listAndExplainCoverEveryEntry() throws {
        let program = try Program()
        defer { program.remove() }
        let all = try program.run("list")
        #expect(all.status == 0)
        for name in ["dense", "kaiming", "wasserstein", "adamw", "cosine", "truncated_normal", "swiss_roll"] {
            #expect(all.output.contains("  \(name) "))
            let explained = try program.run("explain", name)
            #expect(explained.status == 0)
            #expect(explained.output.contains(name))
        }
        let layers = try program.run("list", "layers")
        #expect(layers.output.contains("conv_transpose2d") && !layers.output.contains("adamw"))
        let unknown = try program.run("explain", "dens")
        #expect(unknown.status != 0 && unknown.errors.contains("'dense'"))
    }

    /// A name of elsewhere leads to the entries that speak of it, and to experiment files where there are any.
    @Test func explainKnowsNamesOfElsewhere() throws {
        let program = try Program()
        defer { program.remove() }
        let found = try program.run("explain", "wgan-gp")
        #expect(found.status == 0 && found.output.hasPrefix("nothing is named 'wgan-gp' here.\n"), "\(found)")
        #expect(found.output.contains("\n  gradient_penalty (regularizer)  WGAN-GP: gradient norms"))
        #expect(found.output.contains("\n  experiments/papers/wgan-gp-grid.yaml "))
        let unknown = try program.run("explain", "zzyzx")
        #expect(unknown.status != 0 && unknown.errors.contains("nothing is named 'zzyzx'"))
    }

    @Test(arguments: [
        ("normal", ["normal (initializer): ", "normal (prior): "]),
        ("betas", ["'betas' is a key of adam, adamw, optimistic_adam, lookahead:"]),
        ("seeds", ["'seeds' is a key of sweep:"]),
        ("evaluation.critic", ["critic: A fresh critic"]), ("adamw.betas", ["'betas' is a key of adamw:"]),
        ("generator.optimizer.betas", ["'betas' is a key of adam, adamw, optimistic_adam, lookahead:"]),
        ("label_smoothing.flip", ["'flip' is a key of label_smoothing:", "default 0.0"]),
        ("training", ["training: How long"]), ("swiss_roll.noise", ["'noise' is a key of swiss_roll:"]),
        ("dataset", ["digits ", "ring ", "fashion_mnist "]),
        ("report", ["What the terms of a report mean.", "Wilson", "Theil-Sen"]),
        ("judges", ["Judges look", "training_distance"]),
        ("verdicts", ["equilibrium\n", "discriminator too weak"]), ("mode collapse", ["mode collapse (verdict)"]),
        ("mmd", ["mmd (metric): ", "mmd (judge)"]), ("critic", ["critic: A fresh critic", "critic (judge)"]),
        ("auc", ["auc\n"]),
    ])
    func namesAndKeysAreExplained(name: String, lines: [String]) throws {
        let program = try Program()
        defer { program.remove() }
        let result = try program.run("explain", name)
        #expect(result.status == 0)
        for line in lines { #expect(result.output.contains(line), "\(result.output)") }
        #expect(lines.count > 1 || result.output.hasPrefix(lines[0]))
    }

    @Test func aSlipInACommandIsSeen() throws {
        let program = try Program()
        defer { program.remove() }
        let slip = try program.run("chek", "a.yaml")
        #expect(slip.status == 2 && slip.errors.hasSuffix("\nhelp: there is no command 'chek'; is 'check' meant?\n"))
        #expect(try !program.run("train", "a.yaml").errors.contains("help: there is no command"))
        #expect(try !program.run("check").errors.contains("help: there is no command"))
    }

    @Test func theVersionIsSaid() throws {
        let program = try Program()
        defer { program.remove() }
        let result = try program.run("--version")
        #expect(result.status == 0 && result.output.wholeMatch(of: /[0-9]+[.][0-9]+[.][0-9]+\n/) != nil)
    }

    @Test func compareTellsWhatDiffers() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write(smallExperiment + "\n  seeds: 2\n", to: "small.yaml")
        #expect(try program.run("run", "small.yaml").status == 0)
        let csv = try program.run("compare", "results/small", "--format", "csv")
        #expect(csv.status == 0, "\(csv.errors)")
        let header = try #require(csv.output.split(whereSeparator: \.isNewline).first)
        #expect(header.contains("label_smoothing.real"))
        #expect(!header.contains("batch_size"))
        #expect(csv.output.split(whereSeparator: \.isNewline).count == 3, "seeds are grouped")
        for format in ["table", "markdown"] {
            #expect(try program.run("compare", "results/small", "--format", format).output.contains("0.9"))
        }
        let unknown = try program.run("compare", "results/small", "--sort", "acuracy")
        #expect(unknown.status != 0 && unknown.errors.contains("'accuracy'"))
    }

    @Test func colourOnlyWhereItIsWanted() throws {
        let program = try Program()
        defer { program.remove() }
        let result = try program.run("run", "nowhere.yaml", environment: ["NO_COLOR": "1"])
        #expect(result.status != 0)
        #expect(!result.errors.contains("\u{1B}"))
    }

    /// What editors read is JSON, and knows every layer.
    @Test func theSchemaNamesEveryLayer() throws {
        let program = try Program()
        defer { program.remove() }
        let printed = try program.start(["schema"]).wait()
        #expect(printed.status == 0)
        let schema = try #require(try JSONSerialization.jsonObject(with: Data(printed.output.utf8)) as? [String: Any])
        let definitions = try #require(schema["$defs"] as? [String: Any])
        let layers = try #require((definitions["layers"] as? [String: Any])?["anyOf"] as? [[String: Any]])
        let named = layers.compactMap { ($0["required"] as? [String])?.first }
        let listed = try program.start(["list", "layers"]).wait().output.split(separator: "\n")
            .compactMap { $0.split(separator: " ").first.map(String.init) }
        #expect(listed.count > 10 && Set(listed).isSubset(of: named), "\(Set(listed).subtracting(named))")
    }
}
