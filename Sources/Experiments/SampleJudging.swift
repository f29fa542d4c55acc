import Datasets
import Diagnostics
import Equilibrium
import Formats
import Kernels
import Reporting

/// From files of samples to what the judges say of them.
public struct SampleJudging: Sendable {
    public struct Options: Sendable {
        public var seed = 0
        /// The share of the samples of either kind that tests see, and nothing learns from; nil: a fifth, as of a
        /// dataset, and more where that would be too few to see anything: `enough`, or half.
        public var heldOut: Double?
        public var threads = 1
        /// What is a text of all files, whatever they look like; nil: a line, of files that look like it.
        public var unit: TextFile.Unit?
        /// What becomes of blanks around lines of texts; nil: left out where the real file has some, and told.
        public var blanks: TextFile.Blanks?
        /// Of texts: characters that judges see, at most; nil: of the longest, `SampleTexts.usualLength` at most.
        public var length: Int?

        public init(
            seed: Int = 0, heldOut: Double? = nil, threads: Int = 1, unit: TextFile.Unit? = nil,
            blanks: TextFile.Blanks? = nil, length: Int? = nil
        ) {
            (self.seed, self.heldOut, self.threads) = (seed, heldOut, threads)
            (self.unit, self.blanks, self.length) = (unit, blanks, length)
        }
    }

    /// Characters of a text that judges can be asked to see, at most.
    public static let mostLength = SampleTexts.mostLength

    /// Warnings: what is valid and looks wrong.
    public let warnings: [Diagnostic]
    private let real: SampleFile, generated: SampleFile, training: SampleFile?
    private let options: Options
    /// Whether both files hold the same samples.
    private let isOneSet: Bool
    /// Of generated and of real samples that are training samples.
    private let copies: (generated: Int, real: Int)

    /// Held-out samples of either kind with which every judge would mostly see a total variation distance of 0.2.
    private static let enough = 300.0
    /// Samples of a file, at the fewest, and numbers in one, at most.
    private static let fewest = 4, largest = 1 << 18

    /// Reads all files.
    /// - Throws: every error of every file, at once.
    public init(real: String, generated: String, training: String? = nil, _ options: Options) throws(DiagnosticError) {
        var findings = Findings()
        let paths = [real, generated] + (training.map { [$0] } ?? [])
        var files = try Self.files(paths, options, &findings)
        files += [SampleFile?](repeating: nil, count: 3 - files.count)
        if let real = files[0] {
            for other in files.dropFirst() { if let other { Self.compare(other, with: real, &findings) } }
        }
        guard !findings.hasErrors, let real = files[0], let generated = files[1] else {
            throw DiagnosticError(findings.sorted.filter { $0.severity == .error })
        }
        (self.real, self.generated, self.training, self.options) = (real, generated, files[2], options)
        let index = SampleIndex(real)
        isOneSet = index.equals(generated)
        if isOneSet, real.count < 2 * Self.fewest {
            throw DiagnosticError(
                Diagnostic(
                    "\(real.name) and \(generated.name) hold the same \(real.count) samples; halves of \(Self.fewest) are "
                        + "the fewest that can be judged against each other",
                    help: "give hundreds at least: with fewer no judge could see a difference"))
        }
        copies = files[2].map(SampleIndex.init).map { ($0.count(of: generated), $0.count(of: real)) } ?? (0, 0)
        SampleRemarks.remark(on: real, generated, index, isOneSet: isOneSet, &findings)
        if let training = files[2], !TwoSampleTest.isNew(copies: copies.real, of: real.count) {
            findings.warning(
                "\(copies.real) of the \(real.count) samples of \(real.name) are in \(training.name): their distances to "
                    + "training samples are no yardstick", at: nil,
                help: "give real samples that are new to the generator")
        }
        warnings = Self.withHelpOnce(findings.all)
    }

    /// - Throws: nothing that depends on the files.
    public func report(progress: (TwoSampleTest.Stage) -> Void = { _ in }) throws(DiagnosticError) -> TwoSampleReport {
        let workers = Workers(threads: options.threads)
        let order = real.order(seed: options.seed)
        // Of one set of samples no sample may stand on both sides: one half is judged against the other.
        let sides =
            isOneSet ? (order.prefix(order.count / 2), order.dropFirst(order.count / 2)) : (order[...], order[...])
        let realParts = Self.parts(Array(sides.0), options)
        let generatedOrder = isOneSet ? Array(sides.1) : generated.order(seed: options.seed)
        let generatedParts = Self.parts(generatedOrder, options)
        let scale = SampleScale(of: isOneSet ? [real] : [real, generated])
        func side(_ parts: (learning: ArraySlice<Int>, heldOut: ArraySlice<Int>), _ file: SampleFile)
            -> TestedSamples
        {
            TestedSamples(
                learning: scale.samples(parts.learning, of: file), heldOut: scale.samples(parts.heldOut, of: file))
        }
        let test = TwoSampleTest(
            real: side(realParts, real), generated: side(generatedParts, isOneSet ? real : generated),
            training: training.map {
                KnownTraining(
                    samples: scale.samples(0..<$0.count, of: $0), generatedCopies: copies.generated,
                    realCopies: copies.real)
            },
            columns: ColumnShares(
                real, sides.0, beside: isOneSet ? real : generated,
                isOneSet ? Array(sides.1) : Array(0..<generated.count)),
            texts: real.texts.flatMap { texts in
                (isOneSet ? texts : generated.texts).map { made in
                    TextMarks(real: sides.0.map { texts.lines[$0] }, generated: generatedOrder.map { made.lines[$0] })
                }
            },
            seed: options.seed, workers: workers)
        func source(_ file: SampleFile, _ parts: (learning: ArraySlice<Int>, heldOut: ArraySlice<Int>))
            -> TwoSampleReport.Source
        {
            .init(name: file.name, learning: parts.learning.count, heldOut: parts.heldOut.count)
        }
        return TwoSampleReport(
            real: source(real, realParts), generated: source(generated, generatedParts),
            training: training?.name, isOneSet: isOneSet, isRealNew: test.isRealNew, shape: real.shape,
            isUniform: real.isUniform, texts: textsJudged, ranked: scale.rankedColumns.map(real.place),
            seed: options.seed,
            warnings: warnings, result: try test.run(progress: progress))
    }

    /// nil where the samples are no texts.
    private var textsJudged: TwoSampleReport.Texts? {
        real.texts.map { texts in
            TwoSampleReport.Texts(
                unit: options.unit ?? .lines, length: texts.seen, symbols: real.shape[2],
                isCut: [real, generated].contains { $0.texts.map { $0.cutCount > 0 } ?? false })
        }
    }

    private static func parts(_ order: [Int], _ options: Options) -> (
        learning: ArraySlice<Int>, heldOut: ArraySlice<Int>
    ) {
        let share = options.heldOut ?? max(0.2, min(0.5, enough / Double(order.count)))
        let cut = SampleFile.heldOutCount(of: order.count, share: share)
        return (order[cut...], order[..<cut])
    }

    /// Of warnings that have the same help, the last one alone keeps it.
    private static func withHelpOnce(_ warnings: [Diagnostic]) -> [Diagnostic] {
        warnings.enumerated().map { index, warning in
            let isRepeated = warnings.dropFirst(index + 1).contains { $0.help == warning.help }
            return isRepeated ? Diagnostic(warning.severity, warning.message, at: warning.location) : warning
        }
    }

    // MARK: Checks

    /// What files hold: numbers, else texts where one of them looks like it, else tables with categories.
    private static func files(
        _ paths: [String], _ options: Options, _ findings: inout Findings
    ) throws(DiagnosticError) -> [SampleFile?] {
        if options.unit != nil { return texts(paths, options, &findings) }
        let files = paths.map { read($0, &findings) }
        guard findings.hasErrors else {
            if options.length != nil {
                findings.error("--length is of texts, and these files are none", at: nil, help: "leave it out")
            }
            return files
        }
        if let text = paths.first(where: { LinesOfText($0) != nil }) {
            findings = Findings()
            guard let other = paths.first(where: LinesOfText.isRuledOut) else {
                return texts(paths, options, &findings)
            }
            findings.error(
                "'\(text)' is a file of texts, a line each, and '\(other)' is none", at: nil,
                help: "give all files as texts (--text reads each line of a file as one), or all as tables")
            return files
        }
        if let tables = try tables(paths) {
            findings = Findings()
            for table in tables { check(table, &findings) }
            return tables
        }
        try reportOthers(than: paths, files)
        return files
    }

    private static func texts(_ paths: [String], _ options: Options, _ findings: inout Findings) -> [SampleFile?] {
        var read: [TextLines] = []
        for path in paths {
            do { read.append(try TextLines(path, options.unit ?? .lines)) } catch {
                findings.error(error.message, at: nil, help: error.help)
            }
        }
        guard read.count == paths.count else { return [] }
        do {
            let files = try SampleFile.texts(read, length: options.length, blanks: options.blanks)
            for file in files { take(file, &findings) }
            return files
        } catch {
            findings.error(error.message, at: nil, help: error.help)
            return []
        }
    }

    /// Its remarks, and whether it can be judged.
    private static func take(_ file: SampleFile, _ findings: inout Findings) {
        findings.report(file.remarks.map { Diagnostic(.warning, $0.message, help: $0.help) })
        check(file, &findings)
    }

    private static func read(_ path: String, _ findings: inout Findings) -> SampleFile? {
        do {
            let file = try SampleFile(path: path)
            take(file, &findings)
            return file
        } catch {
            findings.error(error.message, at: nil, help: error.help)
            return nil
        }
    }

    /// Cells that are no numbers are no mistakes of a table that can be read as one with categories: where the other
    /// file is what is wrong, that alone is said.
    private static func reportOthers(than paths: [String], _ files: [SampleFile?]) throws(DiagnosticError) {
        var wrong = Findings()
        for (path, file) in zip(paths, files) {
            if let file {
                check(file, &wrong)
                continue
            }
            do {
                if let tables = try tables([path]) {
                    for table in tables { check(table, &wrong) }
                } else {
                    _ = read(path, &wrong)
                }
            } catch {
                wrong.report(error.diagnostics)
            }
        }
        try wrong.throwErrors()
    }

    /// Tables with categories or missing cells; nil where they are none.
    private static func tables(_ paths: [String]) throws(DiagnosticError) -> [SampleFile]? {
        do { return try SampleFile.tables(paths) } catch {
            throw DiagnosticError([Diagnostic(.error, error.message, help: error.help)])
        }
    }

    private static func check(_ file: SampleFile, _ findings: inout Findings) {
        if file.count < fewest {
            findings.error(
                "\(file.name) has \(file.count) \(file.count == 1 ? "sample" : "samples"); \(fewest) "
                    + "are the fewest that can be judged", at: nil,
                help: (file.texts == nil ? "" : "put a text on each line, and ")
                    + "give hundreds at least: with fewer no judge could see a difference")
        }
        if file.size > largest {
            findings.error(
                "\(file.name) has samples of \(file.size) numbers; \(largest) are the most that are judged",
                at: nil,
                help: "make them smaller, or judge features of them")
        }
    }

    private static func compare(_ file: SampleFile, with real: SampleFile, _ findings: inout Findings) {
        // An axis of one value says nothing: [28, 28] and [28, 28, 1] are one shape.
        func plain(_ shape: [Int]) -> [Int] { shape.filter { $0 != 1 } }
        guard plain(file.shape) == plain(real.shape) else {
            let isSameSize = file.size == real.size
            let order = "(n, \(real.shape.map(String.init).joined(separator: ", ")))"
            findings.error(
                "\(real.name) has samples of shape \(real.shape) and \(file.name) of shape \(file.shape)", at: nil,
                help: !isSameSize
                    ? "both need the same columns, or pictures or sounds of one size"
                    : plain(file.shape).sorted() == plain(real.shape).sorted()
                        ? "put the axes in one order: numpy.transpose, to the shape \(order)"
                        : "give both one shape: numpy.reshape, to \(order)")
            return
        }
        if let rate = file.rate, let wanted = real.rate, rate != wanted {
            findings.error(
                "\(real.name) has sounds of \(wanted) samples a second and \(file.name) of \(rate)", at: nil,
                help: "convert all sounds to one rate, such as by: sox IN.wav -r \(wanted) OUT.wav")
        }
        guard let names = file.columnNames, let wanted = real.columnNames, names != wanted else { return }
        if names.sorted() == wanted.sorted() {
            findings.error(
                "\(file.name) has the columns of \(real.name) in another order", at: nil,
                help:
                    "put them in the order \(wanted.prefix(8).joined(separator: ", "))\(wanted.count > 8 ? ", ..." : "")"
            )
        } else if let place = zip(names, wanted).enumerated().first(where: { $0.element.0 != $0.element.1 }) {
            findings.warning(
                "column \(place.offset + 1) is '\(place.element.1)' in \(real.name) and '\(place.element.0)' in "
                    + file.name, at: nil, help: "columns are compared by their place; make sure that they are the same")
        }
    }
}
