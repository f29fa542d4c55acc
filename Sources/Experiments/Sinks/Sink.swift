import Datasets
import Equilibrium
import Reporting
import Training

/// A kind of file that a run leaves in its folder: what is in it, and when it is written.
///
/// Whatever is written through the folder is listed in the run's record, and its tables are kept in checkpoints and
/// written again by a run that continues. Files are a function of what was measured, with no clock in them. A new sink
/// is a file here and a word in `Sinks.all`.
public protocol Sink: Sendable {
    /// Folders inside the run's folder that it writes into.
    static var folders: [String] { get }

    /// nil where the run has no such file.
    init?(_ site: SinkSite)

    /// Before the first evaluation of a run that starts at iteration 0.
    mutating func begin() throws
    /// Before a run continues from a checkpoint. Its tables are as they were there.
    mutating func resume() throws
    /// After an evaluation: the last of the course.
    mutating func evaluated(_ moment: RunMoment) throws
    /// After judges have looked at the generator. Without examinations, those of an earlier end do not hold any more.
    mutating func examined(_ moment: RunMoment) throws
    /// After an iteration, its evaluation included.
    mutating func iterated(_ moment: RunMoment) throws
    /// At the end of the run, or when its report is made again.
    mutating func ended(_ ending: RunEnding) throws
}

extension Sink {
    public static var folders: [String] { [] }

    public mutating func begin() throws {}
    public mutating func resume() throws {}
    public mutating func evaluated(_ moment: RunMoment) throws {}
    public mutating func examined(_ moment: RunMoment) throws {}
    public mutating func iterated(_ moment: RunMoment) throws {}
    public mutating func ended(_ ending: RunEnding) throws {}
}

public enum Sinks {
    /// In the order in which they write.
    public static let all: [any Sink.Type] = [
        ConfigurationFile.self, MetricsFile.self, SamplePictureFiles.self, ExaminationFiles.self,
        SampleMetricsFile.self, ReportFiles.self, AccuracyPicture.self, CorrelationPicture.self, RunPage.self,
        TensorBoardEvents.self,
    ]
}

extension RunFolder {
    static let subfolders = Sinks.all.flatMap { $0.folders } + ["checkpoints"]
}

/// Which run a sink writes about, and where.
public struct SinkSite: Sendable {
    public let run: PreparedRun
    public let folder: RunFolder
    public let dataset: Dataset
    public let expectation: Expectation
}

/// A run as it stands.
public struct RunMoment {
    public let trainer: Trainer
    /// Every evaluation so far.
    public let course: [Measurement]
    /// What judges found so far.
    public let examinations: [Examination]
    /// Whether no other iteration follows.
    public let isLast: Bool
}

/// A run at its end.
public struct RunEnding {
    public let trainer: Trainer
    /// What is said of the run, with all that was measured.
    public let report: EquilibriumReport
}
