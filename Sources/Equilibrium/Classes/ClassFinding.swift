/// What is known of one class of a conditional generator: of the samples that were made with its label, and of the real
/// ones that have it.
public struct ClassFinding: Hashable, Sendable {
    public let label: Int
    public let name: String
    /// Of the discriminator in training, which sees the label; nil where it was not evaluated then.
    public let discriminator: Accuracy?
    /// nil where there was no critic.
    public let critic: CriticOfClass?
    public let variety: ClassVariety?
    /// nil where no classifier of the labels was asked.
    public let recognition: ClassRecognition?
    /// The p-value below which a class differs by more than chance: `Evidence.significance` over the classes.
    public let level: Double

    public init(
        label: Int, name: String, discriminator: Accuracy?, critic: CriticOfClass?, variety: ClassVariety?,
        recognition: ClassRecognition?, level: Double
    ) {
        (self.label, self.name, self.discriminator, self.critic) = (label, name, discriminator, critic)
        (self.variety, self.recognition, self.level) = (variety, recognition, level)
    }

    /// Of the critic; nil where it saw samples of one kind alone.
    public var criticAccuracy: Double? { critic.flatMap { $0.accuracy.mean.isNaN ? nil : $0.accuracy.mean } }

    /// Whether chance would tell this class so well too rarely to be believed, all classes considered.
    public var isKnownApart: Bool { critic.map { $0.pValue < level } ?? false }
}

/// How often the critic that judges all samples is right on those of one class. It is not told the class.
public struct CriticOfClass: Hashable, Sendable {
    /// The counts say how many samples of the class were in the test.
    public let accuracy: Accuracy
    /// Fisher's exact test, two-sided, of how many real and how many generated samples of the class it calls real,
    /// those of which it is undecided left out. If both kinds of this class are distributed alike, neither is called
    /// real more often, however many there are of each.
    public let pValue: Double
    /// The same of right answers in this class beside those in all others: the smaller of the tests on real and on
    /// generated samples, doubled. Small where the class stands out.
    public let pValueAmongClasses: Double

    public init(accuracy: Accuracy, pValue: Double, pValueAmongClasses: Double) {
        (self.accuracy, self.pValue, self.pValueAmongClasses) = (accuracy, pValue, pValueAmongClasses)
    }
}

/// How much of a class its generated samples reach: see `NeighbourOverlap`, here among samples of one class.
public struct ClassVariety: Hashable, Sendable {
    /// The share of the class's held-out samples that have a generated one of the class among their nearest, and the
    /// share that lie among the nearest of a generated one.
    public let coverage: Double, recall: Double
    /// The same of as many training samples of the class in the generator's place.
    public let trainingCoverage: Double, trainingRecall: Double

    public init(coverage: Double, recall: Double, trainingCoverage: Double, trainingRecall: Double) {
        (self.coverage, self.recall) = (coverage, recall)
        (self.trainingCoverage, self.trainingRecall) = (trainingCoverage, trainingRecall)
    }
}

/// How often a classifier of the data's labels takes samples of a class for that class.
public struct ClassRecognition: Hashable, Sendable {
    public let generated: Proportion
    /// The same of held-out samples: how far to trust the classifier.
    public let heldOut: Proportion
    /// Fisher's exact test, two-sided, of the two.
    public let pValue: Double

    public init(generated: Proportion, heldOut: Proportion, pValue: Double) {
        (self.generated, self.heldOut, self.pValue) = (generated, heldOut, pValue)
    }
}
