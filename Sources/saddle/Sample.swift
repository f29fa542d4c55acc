import ArgumentParser
import Diagnostics
import Experiments
import Reporting

extension SampleFormat: ExpressibleByArgument {}

struct Sample: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write samples of a run's generator, or of its data, in the data's own units.",
        usage:
            "saddle sample RUN [--count N] [--seed N] [--class C] [--format csv|npy|idx|png|wav|txt] [--output FILE]",
        discussion: """
            Samples come from the last checkpoint of the run, and from the running average of the generator where it has \
            one. Scaling is undone: a CSV file's columns come back under their header and in its units, pixels as whole \
            numbers. The same seed gives the same bytes, and a sample does not depend on how many are asked for.

              saddle sample RUN --count 1000 --seed 1 --output fake.csv
              saddle sample RUN --real --output real.csv
              saddle judge real.csv fake.csv

            --real gives the held-out samples, --training those that the run was trained on, --noise what the generator \
            makes the samples of: with the checkpoint, all that is needed to compute them elsewhere.

            --class asks a conditional generator for one class, by name or number; of a table with conditions on columns \
            --class COLUMN=CATEGORY. --interpolate N goes from each point of the noise to the next in N samples, on an arc \
            where the noise is normal. --truncation X keeps every number of the noise within X standard deviations \
            (Brock et al. 2019): below 2 samples are better on average, and less varied.

            The format is that of the file's ending; without a file, CSV goes to standard output, or a text a line where \
            the data is text. png is a folder of pictures, wav one of sounds.
            """)

    @Argument(help: "The folder of a run: results/EXPERIMENT/RUN.", completion: .directory)
    var folder: String

    @Option(help: "How many samples. As many as are held out, or all real ones, without.")
    var count: Int?

    @Option(help: "Of the noise; the same gives the same samples.")
    var seed = 0

    @Option(
        name: .customLong("class"),
        help: ArgumentHelp("Of a conditional generator: samples of this class alone.", valueName: "class"))
    var classNames: [String] = []

    @Option(help: "Samples from one point of the noise to the next, on a way between them.")
    var interpolate: Int?

    @Option(help: "The largest absolute value of the noise, in standard deviations: 0.1 to 10.")
    var truncation: Double?

    @Option(
        help:
            "csv, npy (NumPy), idx (the format of MNIST), png (a folder of pictures), wav (a folder of sounds) or txt (a text a line)."
    )
    var format: SampleFormat?

    @Option(
        help: ArgumentHelp("The file to write, or the folder of pictures.", valueName: "file"), completion: .file())
    var output: String?

    @Flag(name: .customLong("real"), help: "Held-out samples in place of generated ones.")
    var isReal = false

    @Flag(name: .customLong("training"), help: "Training samples in place of generated ones.")
    var isTraining = false

    @Flag(name: .customLong("noise"), help: "The noise of these samples in place of the samples.")
    var isNoise = false

    @Flag(name: .customLong("raw"), help: "Values as the networks see them, scaled.")
    var isRaw = false

    @Option(help: "The iteration of the checkpoint. The last one that is there without.")
    var iteration: Int?

    @OptionGroup var workers: ThreadArguments

    private var kind: RunSamples.Kind { isReal ? .real : isTraining ? .training : isNoise ? .noise : .generated }

    private var className: String? { classNames.first }

    private var chosenFormat: SampleFormat? {
        format ?? output.flatMap(SampleFormat.init(path:))
    }

    func validate() throws {
        if let count, !(1...100_000_000).contains(count) { throw ValidationError("--count takes 1 to 100000000.") }
        if seed < 0 { throw ValidationError("--seed takes 0 or more.") }
        if [isReal, isTraining, isNoise].count(where: { $0 }) > 1 {
            throw ValidationError("Give one of --real, --training and --noise.")
        }
        if let interpolate, !(1...1_000_000).contains(interpolate) {
            throw ValidationError("--interpolate takes 1 to 1000000.")
        }
        if let truncation, !(0.1...10).contains(truncation) { throw ValidationError("--truncation takes 0.1 to 10.") }
        guard classNames.count <= 1 else {
            throw ValidationError(
                "Give --class once: samples are made of one class or category at a time. For \(Self.list(classNames)), make "
                    + "samples of one of them with --count, and keep those that fit the rest.")
        }
        if isReal || isTraining, className != nil || interpolate != nil || truncation != nil {
            throw ValidationError("--class, --interpolate and --truncation are for generated samples.")
        }
        if isNoise, className != nil { throw ValidationError("Noise has no class: leave out --class or --noise.") }
        if output == "" { throw ValidationError("--output takes a path, such as fake.csv.") }
        guard chosenFormat != nil || output == nil else {
            throw ValidationError(
                "'\(output ?? "")' does not say which format: add --format csv, npy, idx, png, wav or txt.")
        }
        if chosenFormat?.isFolder == true, output == nil {
            throw ValidationError("Pictures and sounds are files: give their folder with --output.")
        }
    }

    private static func list(_ names: [String]) -> String {
        names.map { "'\($0)'" }.joined(separator: " and ")
    }

    func run() throws {
        let samples = try RunSamples(
            run: folder, kind, count: count, seed: seed,
            settings: SampleSettings(className: className, interpolation: interpolate, truncation: truncation),
            iteration: iteration, threads: workers.count)
        let format = chosenFormat ?? SampleFormat.usual(of: samples, isRaw: isRaw)
        let export = try SampleExport(samples, format, isRaw: isRaw)
        let line = PatientLine()
        func show(_ done: Int) {
            line.show("\(NumberText.grouped(done)) of \(NumberText.grouped(samples.count)) samples")
        }
        guard let output else {
            try export.write(progress: show) { bytes in
                guard try Terminal.write(bytes) else { throw ExitCode.success }
            }
            return line.finish()
        }
        if format.isFolder {
            try export.writeFiles(to: output, progress: show)
        } else {
            var file = try StreamedFile(output)
            try export.write(progress: show) { try file.append($0) }
            try file.commit()
        }
        line.finish()
    }
}
