import Diagnostics
import Equilibrium
import Formats

/// What the judges say of two files of samples, for people and for programs. No clock is in it: the same files and seed
/// give the same bytes.
public struct TwoSampleReport: Sendable {
    /// A file, and how many of its samples were learned from and tested on.
    public struct Source: Sendable {
        public let name: String
        public let learning: Int, heldOut: Int

        public init(name: String, learning: Int, heldOut: Int) {
            (self.name, self.learning, self.heldOut) = (name, learning, heldOut)
        }

        var count: Int { learning + heldOut }
    }

    /// What judges saw of texts.
    public struct Texts: Sendable {
        /// What a text is; characters of one, at most; symbols, with the end; whether some texts are longer.
        let unit: TextFile.Unit
        let length: Int, symbols: Int
        let isCut: Bool

        public init(unit: TextFile.Unit = .lines, length: Int, symbols: Int, isCut: Bool) {
            self.unit = unit
            (self.length, self.symbols, self.isCut) = (length, symbols, isCut)
        }
    }

    let real: Source, generated: Source
    /// The file of what the generator was trained on.
    let training: String?
    /// Whether both files hold the same samples, so that one half was judged against the other.
    let isOneSet: Bool
    /// Whether real samples are new to the generator.
    let isRealNew: Bool
    let shape: [Int]
    let isUniform: Bool
    /// nil where the samples are none.
    let reading: Texts?
    /// Columns that were measured by their ranks, as messages call them.
    let ranked: [String]
    let seed: Int
    let warnings: [Diagnostic]
    public let result: TwoSampleResult

    public init(
        real: Source, generated: Source, training: String?, isOneSet: Bool, isRealNew: Bool, shape: [Int],
        isUniform: Bool, texts: Texts? = nil, ranked: [String] = [], seed: Int, warnings: [Diagnostic],
        result: TwoSampleResult
    ) {
        (self.real, self.generated, self.training) = (real, generated, training)
        (self.isOneSet, self.isRealNew, self.shape, self.isUniform) = (isOneSet, isRealNew, shape, isUniform)
        reading = texts
        (self.ranked, self.seed, self.warnings, self.result) = (ranked, seed, warnings, result)
    }

    var evidence: Evidence { result.evidence }

    /// One word for programs.
    var answer: String {
        evidence.isDifference ? "different" : evidence.answer == .equal ? "no difference" : "cannot tell"
    }

    // MARK: In sentences

    /// Whether the samples can be told apart, how far at least, and who says so; or why nobody can say.
    public var headline: String {
        let first: String
        switch evidence.answer {
        case .different: first = "The samples can be told apart: \(found)."
        case .slight: first = "The samples can be told apart, but hardly: \(found)."
        case .equal:
            first =
                "No judge can tell the samples apart, and each would mostly have seen a total variation distance of "
                + "\(NumberText.rounded(evidence.visible)).\(extent)"
        case .cannotTell where evidence.isDifference:
            first =
                "The samples can be told apart: \(found); how much more there is stays open, as \(evidence.blindness)."
        case .cannotTell:
            first = "Cannot tell: no judge found a difference, but \(evidence.blindness).\(cure)"
        }
        guard evidence.isMemorised, let memorisation = result.memorisation else { return first }
        let copies = memorisation.generated.copies
        let exact =
            copies > 0
            ? ", and \(NumberText.grouped(copies)) of \(NumberText.grouped(memorisation.generated.count)) are exact "
                + "copies"
            : ""
        return first + " Generated samples are nearer to the training samples than new real ones are\(exact)."
    }

    /// Of texts that are longer than what judges read; empty of others.
    private var extent: String {
        guard let texts = reading, texts.isCut else { return "" }
        return " Of the texts they read the first \(NumberText.grouped(texts.length)) characters."
    }

    private var found: String {
        guard let strongest = evidence.strongest else { return "no judge says how" }
        let title = Judges.judge(strongest.judge)?.title ?? strongest.judge
        return strongest.bound > 0
            ? "their total variation distance is at least \(NumberText.rounded(strongest.bound)), by \(title)"
            : "\(title) finds a difference (\(strongest.pValueText)), without a bound on its size"
    }

    /// What would let the judges see, as a sentence to follow another; empty where more samples would not.
    private var cure: String {
        let few = evidence.blind.contains { $0.visible != nil }
        guard few else { return "" }
        let tested =
            " More samples would tell: tests saw \(NumberText.grouped(real.heldOut)) real and "
            + "\(NumberText.grouped(generated.heldOut)) generated ones"
        return tested + (3 * real.heldOut < real.count ? "; --held-out 0.5 lets them see half of all." : ".")
    }

    /// What was done with the files.
    var method: String {
        func text(_ source: Source) -> String {
            "\(NumberText.grouped(source.heldOut)) of the \(NumberText.grouped(source.count)) samples of \(source.name)"
        }
        let sets =
            isOneSet
            ? "Both files hold the same samples, and one half was taken for generated: \(text(real)) and as many of "
                + "the other half were tested on"
            : "Judges were tested on \(text(real)) and \(text(generated))"
        let scale =
            reading.map(Self.text)
            ?? (isUniform
                ? "All values were measured in standard deviations of all of them together, from their mean."
                : "Each column was measured in standard deviations of all of them together, from their mean, so that none "
                    + "drowns another by its units\(byRanks).")
        return "\(sets); critics and rules learned from the others (seed \(seed)). \(scale)"
            + (critic.map { " \($0)" } ?? "")
    }

    private static func text(_ texts: Texts) -> String {
        let (places, symbols) = (NumberText.grouped(texts.length), NumberText.grouped(texts.symbols - 1))
        return
            "Each \(texts.unit == .lines ? "line" : "word") was read as a text: for each of \(places) places 1 for its "
            + "character among the \(symbols) of all files or for the end, and 0 for the others"
            + (texts.isCut ? "; what stands beyond the last place counts in lengths and characters alone." : ".")
    }

    private var byRanks: String {
        guard let first = ranked.first else { return "" }
        let more = ranked.count > 1 ? " and \(ranked.count - 1) more" : ""
        return "; \(first)\(more) by the rank among all, since a few values lie far from most"
    }

    private var critic: String? {
        result.critic.map { critic in
            "The fresh critic (\(critic.maker)) is right on \(NumberText.percent(critic.accuracy.real.value)) of the "
                + "real and \(NumberText.percent(critic.accuracy.fake.value)) of the generated samples; it took "
                + "\(NumberText.grouped(critic.updates)) updates and "
                + (critic.isLevelled ? "levelled off." : "had not levelled off.")
        }
    }

    /// What stands beside the table of distances.
    var distancesNote: String {
        let samples = result.distances.first?.samples ?? 0
        let ofReal =
            "\"real\" is the same of real samples against other real ones, as many "
            + "(\(NumberText.grouped(samples)) at most on either side): what a perfect generator would come to, which is not 0."
        if let texts = reading {
            return "Two texts are apart by the root of twice the number of places where they differ"
                + (texts.isCut ? ", of their first \(NumberText.grouped(texts.length)) characters. " : ". ") + ofReal
        }
        let units = ranked.isEmpty ? "standard deviations" : "standard deviations, of columns by rank in those of ranks"
        return
            "Lengths are in \(units). \(ofReal)"
    }

    var memorisationNote: String? {
        guard let memorisation = result.memorisation else { return nil }
        let about =
            "Of \(NumberText.grouped(memorisation.trainingCount)) training samples. An authentic sample is farther "
            + "from its nearest training sample than that one is from its own nearest training sample (AuthPct, Alaa "
            + "et al. 2022)."
        return isRealNew
            ? about
            : about
                + " Most real samples are training samples themselves, so their distances are no yardstick: the judge "
                + "training_distance was not asked."
    }

    // MARK: Tables

    var distances: TextTable {
        var table = TextTable([
            .init("distance"), .init("generated", .right), .init("real", .right), .init("better"), .init("what it is"),
        ])
        for distance in result.distances where distance.generated != nil || distance.real != nil {
            table.append([
                distance.column.name, NumberText.rounded(distance.generated, decimals: 4),
                NumberText.rounded(distance.real, decimals: 4),
                distance.column.better == .neither ? "" : distance.column.better.rawValue, distance.column.help,
            ])
        }
        return table
    }

    var memorisation: TextTable? {
        guard let memorisation = result.memorisation else { return nil }
        let (generated, real) = (memorisation.generated, memorisation.real)
        func copies(_ side: Memorisation.Side) -> String {
            "\(NumberText.grouped(side.copies)) of \(NumberText.grouped(side.count))"
        }
        return TextTable(
            [.init("memorisation"), .init("generated", .right), .init("real", .right)],
            rows: [
                ["exact copies of training samples", copies(generated), copies(real)],
                ["authentic (AuthPct)", NumberText.percent(generated.authentic), NumberText.percent(real.authentic)],
                [
                    "median distance to the nearest training sample",
                    NumberText.rounded(generated.medianDistance, decimals: 4),
                    NumberText.rounded(real.medianDistance, decimals: 4),
                ],
                [
                    "distance ratio", NumberText.rounded(memorisation.distanceRatio),
                    memorisation.distanceRatio == nil ? "-" : "1",
                ],
            ])
    }
}
