import ArgumentParser
import Diagnostics
import Experiments
import Formats
import Reporting

struct JudgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "judge",
        abstract: "Tell whether generated samples can be told from real ones: two files, whoever made them.",
        usage: "saddle judge REAL FAKE [--training FILE] [--output FOLDER] [--seed N]",
        discussion: """
            Judges of different kinds look at both files: a classifier that learns to tell the samples apart (the fresh \
            critic), nearest neighbours, a kernel distance, and a count of who lies where. Each states how far apart the two \
            distributions are at least, at a confidence that all judges share, or that it found nothing and what it would \
            have found. Nothing is trained but the critic, and no judge is tested on samples that it learned from.

              saddle judge real.npy fake.npy
              saddle judge real.txt fake.txt
              saddle judge test.csv synthetic.csv --training train.csv --output verdict

            A file is a table as CSV (separated by commas, semicolons, tabs or blanks; numbers with a header or without, or with \
            a header also categories, dates and missing cells), \
            a NumPy array (.npy, or .npz with the array's name: a.npz:x), or an IDX file, the format of MNIST; any of them may be compressed with gzip. A folder is \
            read as pictures, PNG or JPEG, of one size, or as sounds, WAV, of one rate and length. The first axis of an array counts \
            samples. All files have samples of one shape. Texts, such as names or sentences, are read from a file with a \
            text on each line, or of prose a word at a time (--unit words): all characters of both files make one alphabet, and the judges are convolutions along the \
            texts, models of their spelling, and counts of characters and of lengths.

            Real samples should be new to the generator: a test set. What it was trained on is given as --training, to \
            see whether it repeats it. 600 samples of either kind show a total variation distance of 0.2; more show \
            smaller ones.

            The exit status is 0 whatever the answer, 2 for files that cannot be judged.
            """)

    @Argument(help: "Real samples, that the generator was not trained on.", completion: .file())
    var real: String

    @Argument(help: "Generated samples.", completion: .file())
    var fake: String

    @Option(help: ArgumentHelp("What the generator was trained on: adds what it repeats of that.", valueName: "file"))
    var training: String?

    @Option(
        help: ArgumentHelp(
            "Also write report.md, report.html, judges.csv and judges.json into a folder.", valueName: "folder"))
    var output: String?

    @Option(
        help: ArgumentHelp(
            "Share of the samples that tests see and nothing learns from. A fifth without; of small files 300, or "
                + "half.",
            valueName: "share"))
    var heldOut: Double?

    @Option(help: "Of which samples are held out, and of all else that is drawn; the same gives the same bytes.")
    var seed = 0

    @Flag(help: "Read each line of a file as a text, whatever the files look like.")
    var text = false

    @Option(
        help: ArgumentHelp(
            "Read all files as texts: each line of a file as one, or each word, as a run whose data has unit: words.",
            valueName: "unit"))
    var unit: TextFile.Unit?

    @Option(
        help: ArgumentHelp(
            "Read each line of a file as a text, and drop or keep blanks around it, such as indents. Without: those of "
                + "texts are dropped where the real file has some, and a warning says so.",
            valueName: "blanks"))
    var blanks: TextFile.Blanks?

    @Option(
        help: ArgumentHelp(
            "Characters of a text that critics see, at most. Without: of the longest, 128 at most.",
            valueName: "characters"))
    var length: Int?

    @OptionGroup var workers: ThreadArguments

    func validate() throws {
        if seed < 0 { throw ValidationError("--seed takes 0 or more.") }
        if let heldOut, !(heldOut > 0 && heldOut < 1) {
            throw ValidationError("--held-out takes a share between 0 and 1.")
        }
        if let length, !(1...SampleJudging.mostLength).contains(length) {
            throw ValidationError("--length takes a number of characters from 1 to \(SampleJudging.mostLength).")
        }
        if blanks != nil, unit == .words {
            throw ValidationError("--blanks is of lines, and words have none; leave it out.")
        }
        if output == "" { throw ValidationError("--output takes the path of a folder, such as verdict.") }
    }

    func run() throws {
        let report: TwoSampleReport
        do {
            let judging = try SampleJudging(
                real: real, generated: fake, training: training,
                SampleJudging.Options(
                    seed: seed, heldOut: heldOut, threads: workers.count,
                    unit: unit ?? (text || blanks != nil ? .lines : nil),
                    blanks: blanks, length: length))
            write(judging.warnings)
            let display = JudgeDisplay()
            report = try judging.report(progress: display.show)
            display.finish()
        } catch {
            write(error.diagnostics)
            throw ExitCode(2)
        }
        if let output { try TwoSampleFolder.write(report, to: output) }
        try Terminal.write(report.text(width: Terminal.widthOfOutput) + (output.map { "\n\($0)/report.html\n" } ?? ""))
    }

    private func write(_ diagnostics: [Diagnostic]) {
        guard !diagnostics.isEmpty else { return }
        Terminal.writeError(DiagnosticRenderer(colour: Terminal.colourOfErrors).render(diagnostics) + "\n")
    }
}

extension TextFile.Unit: ExpressibleByArgument {}
extension TextFile.Blanks: ExpressibleByArgument {}
