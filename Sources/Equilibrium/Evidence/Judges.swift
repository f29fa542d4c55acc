import Datasets
import Foundation
import Kernels

/// Somebody who looks at real and at generated samples and says whether they are distributed differently.
///
/// An entry is a type in a file of its own, named in `Judges.all`. What it finds depends on the samples and the seed
/// alone, not on threads. Which judges look at a run depends on what there is to look at, never on what they find.
public protocol EvidenceJudge: Sendable {
    static var name: String { get }
    /// In the middle of a sentence: "the fresh critic".
    static var title: String { get }
    /// One line: what it looks at, and how.
    static var help: String { get }
    /// What `Finding.statistic` is.
    static var statistic: String { get }
    /// Why only one side of the statistic speaks against equality; nil for a two-sided test.
    static var oneSided: String? { get }

    /// Whether there is anything for it to look at.
    static func canLook(at exhibit: Exhibit) -> Bool

    /// - Parameter level: the probability of a false alarm that it is allowed.
    static func finding(_ exhibit: Exhibit, level: Double) -> Finding

    /// Whether its work is done before the pool is made, whose distances others look at.
    static var isBeforePool: Bool { get }

    /// Bytes that it takes, beside the pool unless its work is done before; 0 where they are few.
    static func byteCount(_ sizes: JudgingSizes) -> Int
}

extension EvidenceJudge {
    public static var isBeforePool: Bool { false }

    public static func byteCount(_ sizes: JudgingSizes) -> Int { 0 }
}

/// The judges by name. A new one is a file in Entries/ and a word here.
public enum Judges {
    public static let all: [any EvidenceJudge.Type] = [
        DiscriminatorInTraining.self, CriticOfSamples.self, KernelDiscrepancy.self, NearestNeighbours.self,
        KNearestNeighbours.self, Neighbourhoods.self, KnownModes.self, ColumnValues.self, TextLengthCounts.self,
        TextCharacters.self, Spelling.self, TrainingDistance.self,
    ]

    /// The name of the one who looks at `ColumnShares`.
    public static let ofColumns = ColumnValues.name
    /// The name of the one who looks at `TextMarks.characters`.
    public static let ofCharacters = TextCharacters.name

    /// Judges that look at one generator, at most: of texts, which are no points, lengths, characters and spelling are
    /// known, of a mixture modes, of a table columns.
    static let mostOfTexts = all.count - 3, mostOfOthers = all.count - 4

    public static func judge(_ name: String) -> (any EvidenceJudge.Type)? { all.first { $0.name == name } }
}

/// What judges look at.
public struct Exhibit: Sendable {
    /// Held-out, generated and training samples.
    public let samples: SampleSet
    /// The evaluation of the discriminator in training at the same iteration, and how many samples it sees at once; nil
    /// where there is none.
    public let measurement: Measurement?
    public let pack: Int
    /// What a fresh critic found; nil where none was asked.
    public let critic: CriticResult?
    /// How often the vote of neighbours among known samples is right on new ones; nil where it was not asked.
    public let vote: Accuracy?
    /// How many samples of either kind lie near held-out ones; nil where neighbourhoods say nothing.
    public let neighbourhoods: NeighbourhoodCounts?
    /// How many rows of a table have which values; nil of other data.
    public let columns: ColumnShares?
    /// How long texts are, and which characters stand in them; nil of other data.
    public let texts: TextMarks?
    /// How often two models of spelling are right on new texts; nil of other data.
    public let spelling: Accuracy?
    /// Held-out and generated samples together; nil where there are fewer than two of either.
    let pool: SamplePool?
    let seed: Int

    public init(
        _ samples: SampleSet, measurement: Measurement? = nil, pack: Int = 1, critic: CriticResult? = nil,
        vote: Accuracy? = nil, neighbourhoods: NeighbourhoodCounts? = nil, columns: ColumnShares? = nil,
        texts: TextMarks? = nil, spelling: Accuracy? = nil, seed: Int
    ) {
        self.samples = samples
        self.measurement = measurement
        self.pack = pack
        self.critic = critic
        self.vote = vote
        self.neighbourhoods = neighbourhoods
        self.columns = columns
        self.texts = texts
        self.spelling = spelling
        self.seed = seed
        pool = SamplePool(samples, seed: seed)
    }
}
