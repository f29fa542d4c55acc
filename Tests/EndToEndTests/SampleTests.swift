import Foundation
import Testing

/// `saddle sample` on small runs.
@Suite struct SampleTests {
    private static let table = """
        name: table
        data: {dataset: csv, path: table.csv}
        noise: {dimension: 3}
        generator: {average: {decay: 0.9}, layers: [dense: 8, relu, dense: 2]}
        discriminator: {layers: [dense: 8, relu, dense: 1]}
        training: {iterations: 20}
        evaluation: {every: 20, critic: {iterations: 20}}
        """
    private static let digits = """
        name: digits
        data: {dataset: digits}
        noise: {dimension: 3}
        generator: {layers: [dense: 64, tanh, reshape: [8, 8, 1]]}
        discriminator: {layers: [flatten, dense: 8, relu, dense: 1]}
        training: {iterations: 20}
        evaluation: {every: 20, critic: {iterations: 20}}
        """

    /// A program in a folder with the table, and the path of the run that it trained.
    /// - Parameter files: by name, that it needs.
    private func trained(
        _ name: String, _ text: String, files: [String: Data] = [:]
    ) throws -> (program: Program, run: String) {
        let program = try Program()
        for (name, content) in files { try content.write(to: program.folder.appendingPathComponent(name)) }
        let rows = (0..<40).map { "\(50 + $0 % 7).5,\(1000 * ($0 % 11))" }
        try program.write("\"weight, kg\",steps\n" + rows.joined(separator: "\n") + "\n", to: "table.csv")
        try program.write(text, to: "\(name).yaml")
        let result = try program.run("run", "\(name).yaml")
        #expect(result.status == 0, "\(result.errors)")
        let run = try #require(try program.list("results/\(name)").first { $0.hasPrefix("run-") })
        return (program, "results/\(name)/\(run)")
    }

    /// Ways between points, cut noise, and one class.
    @Test func samplesAreWhatIsAskedFor() throws {
        let (program, run) = try trained(
            "flats",
            """
            name: flats
            data: {dataset: table, path: flats.csv}
            condition: {method: columns}
            noise: {dimension: 3}
            generator: {layers: [dense: 16, relu, table]}
            discriminator: {layers: [dense: 16, relu, dense: 1]}
            training: {iterations: 20}
            evaluation: {every: 20, critic: {iterations: 0}}
            """,
            files: [
                "flats.csv": Data(
                    ("size,city,pets\n" + (0..<60).map { "\(20 + $0).5,c\($0 % 4),\($0 % 3 == 0)\n" }.joined()).utf8)
            ])
        defer { program.remove() }
        func rows(_ arguments: String...) throws -> [Substring] {
            let result = try program.start(["sample", run] + arguments).wait()
            #expect(result.status == 0, "\(result)")
            return result.output.split(whereSeparator: \.isNewline).dropFirst().map { $0 }
        }
        let plain = try rows("--raw", "--count", "4")
        #expect(try rows("--raw", "--count", "4", "--interpolate", "1") == plain)
        // A sample's categories are drawn by its place in the file; the noise is what the way goes through.
        let points = try rows("--noise", "--count", "4")
        let way = try rows("--noise", "--count", "1030", "--interpolate", "300")
        #expect((0..<4).allSatisfy { way[300 * $0] == points[$0] } && way[1] != way[0])
        let noise = try rows("--noise", "--count", "300", "--truncation", "0.5").flatMap { $0.split(separator: ",") }
        #expect(noise.count == 900 && noise.allSatisfy { abs(Double($0) ?? 9) <= 0.5 })
        let city = try rows("--raw", "--class", "city=c2")
        #expect(try city != rows("--raw") && city != rows("--raw", "--class", "pets=true"))
        for (arguments, message) in [
            (["--class", "city=c7"], "a similar one exists: 'city=c"),
            (["--class", "c2"], "the data has no class 'c2'"),
            (["--class", "city=c1", "--class", "pets=true"], "Give --class once"),
            (["--real", "--class", "c2"], "for generated samples"), (["--truncation", "0"], "takes 0.1 to 10"),
        ] {
            let result = try program.start(["sample", run] + arguments).wait()
            #expect(result.status != 0 && result.errors.contains(message), "\(result)")
        }
        let model = try program.run("export", run, "--onnx", "flats.onnx")
        #expect(model.status == 0 && model.output.hasPrefix("flats.onnx: "), "\(model)")
    }

    @Test func aTableComesBackInItsUnits() throws {
        let (program, run) = try trained("table", Self.table)
        defer { program.remove() }
        #expect(try program.run("sample", run, "--class", "a").errors.contains("without being told a class"))
        let few = try program.run("sample", run, "--count", "3", "--seed", "7")
        #expect(few.status == 0 && few.output.hasPrefix("\"weight, kg\",steps\n"), "\(few)")
        // Fewer samples are the first ones of more, whatever the threads.
        let more = try program.run("sample", run, "--count", "1500", "--seed", "7", "--threads", "2")
        #expect(more.output.hasPrefix(few.output) && more.output.split(whereSeparator: \.isNewline).count == 1501)
        #expect(try program.run("sample", run, "--count", "3", "--seed", "8").output != few.output)
        let cells = few.output.split(whereSeparator: \.isNewline).dropFirst().map { $0.split(separator: ",") }
        #expect(cells.allSatisfy { (20...100).contains(Double($0[0]) ?? 0) && Double($0[1]) != nil }, "\(few.output)")
        // The held-out and the training samples together are the file.
        let rows = try ["--real", "--training"].flatMap {
            try program.run("sample", run, $0).output.split(whereSeparator: \.isNewline).dropFirst()
        }
        func number(_ row: Substring) -> [Double] { row.split(separator: ",").compactMap { Double($0) } }
        let file = try program.read("table.csv").split(separator: "\n").dropFirst()
        #expect(
            rows.map(number).sorted { $0.lexicographicallyPrecedes($1) }
                == file.map(number).sorted { $0.lexicographicallyPrecedes($1) })
        let noise = try program.run("sample", run, "--noise", "--count", "2").output
        #expect(noise.hasPrefix("noise1,noise2,noise3\n"))
        #expect(try program.run("sample", run, "--output", "fake.npy", "--seed", "1").status == 0)
        let bytes = try Data(contentsOf: program.folder.appendingPathComponent("fake.npy"))
        #expect(bytes.count == 128 + 8 * 2 * 8 && !program.exists("fake.npy.tmp"))
        #expect(try program.run("judge", "table.csv", "fake.npy").status == 0)
    }

    @Test func imagesComeBackAsPixelsAndPictures() throws {
        let (program, run) = try trained("digits", Self.digits)
        defer { program.remove() }
        for (arguments, size) in [
            (["--output", "a.npy"], 128 + 5 * 64), (["--output", "a-ubyte"], 16 + 5 * 64),
            (["--output", "raw.npy", "--raw"], 128 + 4 * 5 * 64),
        ] {
            let result = try program.start(["sample", run, "--count", "5"] + arguments).wait()
            #expect(result.status == 0 && result.output.isEmpty, "\(result)")
            let bytes = try Data(contentsOf: program.folder.appendingPathComponent(arguments[1]))
            #expect(bytes.count == size)
        }
        let idx = try Data(contentsOf: program.folder.appendingPathComponent("a-ubyte"))
        #expect(idx.prefix(16).elementsEqual([0, 0, 8, 3, 0, 0, 0, 5, 0, 0, 0, 8, 0, 0, 0, 8]))
        #expect(idx.dropFirst(16).allSatisfy { $0 <= 16 })
        #expect(try program.run("sample", run, "--format", "png", "--count", "2", "--output", "new/png").status == 0)
        #expect(try program.list("new/png") == ["000000.png", "000001.png"])
    }

    /// A table of every kind of column: trained, sampled and read as the same kind of table.
    @Test func aTableOfTextsComesBack() throws {
        let program = try Program()
        defer { program.remove() }
        let rows = (0..<80).map { "2024-01-\(10 + $0 % 20),\($0 % 3 == 0 ? "" : "\($0)"),\(["a", "b, c"][$0 % 2])" }
        try program.write(
            "day,count,kind\n" + rows.map { $0.replacing("b, c", with: "\"b, c\"") + "\n" }.joined(), to: "t.csv")
        try program.write(
            """
            name: mixed
            data: {dataset: table, path: t.csv}
            noise: {dimension: 4}
            generator: {layers: [dense: 16, relu, table]}
            discriminator: {layers: [dense: 16, relu, dense: 1]}
            training: {iterations: 20}
            evaluation: {every: 20, critic: {iterations: 20}}
            """, to: "mixed.yaml")
        let check = try program.run("check", "mixed.yaml")
        #expect(check.output.contains("data 'table':\n  day: dates, 2024-01-10 to 2024-01-29\n"), "\(check)")
        #expect(try program.run("run", "mixed.yaml").status == 0)
        let run = try #require(try program.list("results/mixed").first { $0.hasPrefix("run-") })
        let samples = try program.run("sample", "results/mixed/\(run)", "--count", "200", "--output", "fake.csv")
        #expect(samples.status == 0, "\(samples)")
        let lines = try program.read("fake.csv").split(whereSeparator: \.isNewline)
        #expect(lines.first == "day,count,kind" && lines.count == 201)
        for line in lines.dropFirst() {
            let cells = line.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false)
            #expect(cells[0].hasPrefix("2024-01-") && (cells[1].isEmpty || Int(cells[1]) != nil))
            #expect(["a", "\"b, c\""].contains(cells[2]), "\(line)")
        }
        let report = try program.read("results/mixed/\(run)/equilibrium.md")
        #expect(report.contains("\n## Columns\n") && report.contains("| kind | category |"), "\(report)")
        #expect(report.contains("critic's loss |") && report.contains("](correlations.png)"))
        #expect(try program.list("results/mixed/\(run)").contains("correlations.png"))
        let npy = try program.run("sample", "results/mixed/\(run)", "--output", "fake.npy")
        #expect(npy.errors.contains("npy holds numbers, and the data's columns are not all numbers"))
        #expect(try program.run("sample", "results/mixed/\(run)", "--raw", "--output", "fake.npy").status == 0)
    }

    /// Texts: trained on, sampled a line each, drawn.
    @Test func textsComeBack() throws {
        let (program, run) = try trained(
            "numerals",
            """
            name: numerals
            data: {dataset: text, path: experiments/texts/numerals.txt, length: 8}
            noise: {dimension: 4}
            generator: {layers: [dense: 64, reshape: [1, 8, 8], conv1d: {filters: 8, kernel: 3, padding: same}, softmax]}
            discriminator: {layers: [conv1d: {filters: 8, kernel: 3}, relu, flatten, dense: 1]}
            training: {iterations: 20}
            evaluation: {every: 20, critic: {iterations: 20}}
            """)
        defer { program.remove() }
        let samples = try program.run("sample", run, "--count", "50", "--seed", "1")
        #expect(samples.status == 0 && samples.output.filter(\.isNewline).count == 50, "\(samples)")
        #expect(samples.output.allSatisfy { $0.isNewline || "IVXLCDM".contains($0) })
        var real: [Substring] = []
        for part in ["--real", "--training"] {
            real += try program.run("sample", run, part).output.split(whereSeparator: \.isNewline)
        }
        let numerals = try program.read("experiments/texts/numerals.txt")
        let short: [Substring] = numerals.split(whereSeparator: \.isNewline).filter { $0.count <= 8 }
        #expect(real.sorted() == short.sorted())
        #expect(try program.run("sample", run, "--format", "csv", "--count", "1").output.hasPrefix("text\n"))
        #expect(try program.list("\(run)/samples") == ["iteration-20.png"])
        #expect(try program.read("\(run)/sample_metrics.csv").contains("fourgram_divergence"))
        #expect(try program.run("sample", run, "--output", "a.npy").errors.contains("npy holds numbers, and the data"))
    }

    /// Sounds: trained on, written as WAV files, drawn as spectrograms.
    @Test func soundsComeBack() throws {
        let (program, run) = try trained(
            "plucks",
            """
            name: plucks
            data: {dataset: sounds, path: experiments/sounds/plucks.wav, length: 64, longer: pieces}
            noise: {dimension: 4}
            generator: {layers: [dense: 64, tanh, reshape: [1, 64, 1]]}
            discriminator: {layers: [conv1d: {filters: 4, kernel: 8, stride: 4}, relu, flatten, dense: 1]}
            training: {iterations: 10}
            evaluation: {every: 10, critic: {iterations: 10}}
            """)
        defer { program.remove() }
        let sounds = try program.run("sample", run, "--count", "2", "--format", "wav", "--output", "sounds")
        #expect(sounds.status == 0, "\(sounds)")
        #expect(try program.list("sounds") == ["000000.wav", "000001.wav"])
        let bytes = try Data(contentsOf: program.folder.appendingPathComponent("sounds/000001.wav"))
        #expect(bytes.count == 44 + 2 * 64 && bytes.starts(with: Data("RIFF".utf8)))
        #expect(try program.list("\(run)/samples") == ["iteration-10.png"])
        #expect(try program.run("sample", run, "--format", "wav").errors.contains("Pictures and sounds are files"))
        #expect(try program.run("sample", run, "--format", "png", "--output", "p").errors.contains("only images in"))
    }

    /// Clips: trained on, drawn and written as pictures that move.
    @Test func clipsMove() throws {
        let header = "{'descr': '|u1', 'fortran_order': False, 'shape': (40, 4, 5, 3), }"
        let padded = header + String(repeating: " ", count: 117 - header.count) + "\n"
        var clips = Data([0x93]) + Data("NUMPY".utf8) + Data([1, 0, 118, 0]) + Data(padded.utf8)
        for index in 0..<40 * 4 * 15 { clips.append(UInt8(truncatingIfNeeded: index * 7)) }
        let (program, run) = try trained(
            "clips",
            """
            name: clips
            data: {dataset: clips, path: clips.npy, frames: 4}
            noise: {dimension: 4}
            generator: {layers: [dense: 60, tanh, reshape: [5, 3, 4]]}
            discriminator: {layers: [flatten, dense: 1]}
            training: {iterations: 10}
            evaluation: {every: 10, critic: {iterations: 10}}
            """, files: ["clips.npy": clips])
        defer { program.remove() }
        let samples = try program.run("sample", run, "--count", "2", "--format", "png", "--output", "made")
        #expect(samples.status == 0, "\(samples)")
        #expect(try program.list("made") == ["000000.png", "000001.png"])
        for path in ["made/000000.png", "\(run)/samples/iteration-10.png"] {
            let bytes = try Data(contentsOf: program.folder.appendingPathComponent(path))
            let (control, frame) = (Data("acTL".utf8 + [0, 0, 0, 4]), Data("fdAT".utf8))
            #expect(bytes.range(of: control) != nil && bytes.range(of: frame) != nil, "\(path)")
            #expect(bytes.range(of: Data("IEND".utf8)) != nil)
        }
    }

    @Test func networksAreExported() throws {
        let (program, run) = try trained("table", Self.table)
        defer { program.remove() }
        let generator = try program.run("export", run, "--units")
        #expect(generator.status == 0, "\(generator)")
        #expect(generator.output == "generator.onnx: noise [batch, 3] -> samples [batch, 2]\n")
        let discriminator = try program.run("export", run, "--discriminator", "--output", "d.onnx", "--format", "onnx")
        #expect(discriminator.output == "d.onnx: samples [batch, 2] -> logit [batch, 1]\n")
        #expect(program.exists("generator.onnx") && program.exists("d.onnx"))
        let missing = try program.run("export", "nowhere")
        #expect(missing.status == 1 && missing.errors.contains("error: 'nowhere' is not the folder of a run"))
    }

    /// At its place in the run's own file.
    @Test func aLayerThatCannotBeExportedIsShown() throws {
        let (program, run) = try trained(
            "stddev",
            Self.table.replacing("name: table", with: "name: stddev")
                .replacing("discriminator: {layers: [", with: "discriminator: {layers: [minibatch_stddev, "))
        defer { program.remove() }
        #expect(try program.run("export", run).status == 0)
        let refused = try program.run("export", run, "--discriminator")
        #expect(refused.status == 1 && !program.exists("discriminator.onnx"))
        #expect(refused.errors.contains("config.yaml:"), "\(refused.errors)")
        #expect(
            refused.errors.contains("error: the layer 'minibatch_stddev' cannot be exported: it makes what it says"))
    }

    @Test func whatCannotBeSampled() throws {
        let (program, run) = try trained("table", Self.table)
        defer { program.remove() }
        func errors(_ arguments: String...) throws -> String {
            let result = try program.start(["sample"] + arguments).wait()
            #expect(result.status != 0 && result.output.isEmpty, "\(result)")
            return result.errors
        }
        #expect(try errors("nowhere").contains("error: 'nowhere' is not the folder of a run\nhelp: it lies in results"))
        // That of an experiment, and a slip in the name.
        #expect(try errors("results/table").contains("help: is '\(run)' meant?"))
        #expect(try errors(run + "0").contains("help: is '\(run)' meant?"))
        // An experiment's name, the last letters of a run's, and files with similar names.
        #expect(try errors("table").contains("help: is '\(run)' meant?"))
        #expect(try errors(String(run.suffix(8))).contains("help: is '\(run)' meant?"))
        #expect(try errors("table.yaml").contains("help: it lies in results"))
        #expect(try errors("tabl").contains("help: it lies in results"))
        let other = program.folder.appendingPathComponent("results/table/run-1")
        try FileManager.default.createDirectory(at: other, withIntermediateDirectories: true)
        try program.write("", to: "results/table/run-1/config.yaml")
        #expect(try errors("table").contains("help: 'results/table' holds 2 runs: 'results/table/run-1', '\(run)'"))
        #expect(
            try errors(run, "--real", "--count", "9").contains(
                "error: the run has 8 held-out samples, not 9\nhelp: leave"))
        #expect(try errors(run, "--iteration", "3").contains("no checkpoint of iteration 3\nhelp: it has those of 20;"))
        #expect(try errors(run, "--output", "x.foo").contains("'x.foo' does not say which format: add --format csv"))
        #expect(try errors(run, "--output", "x", "--format", "png").contains("only images in their own units are"))
        #expect(try errors(run, "--real", "--noise").contains("Give one of --real, --training and --noise."))
        #expect(try errors(run, "--output", "no/where.csv").contains("no/where.csv: no such file or directory"))
        try program.write("a,b\n" + String(repeating: "1,2\n3,1\n", count: 20), to: "table.csv")
        #expect(
            try errors(run, "--real").contains("the samples that the run was trained and judged on need the data as it")
        )
        #expect(try errors(run, "--training").contains("it is of other samples: their checksum is"))
        #expect(try errors(run).contains("they need the data and the settings that the run was trained with"))
    }
}
