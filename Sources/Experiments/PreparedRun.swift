import Configuration
import Datasets
import Training

/// An experiment all of whose runs can be trained: files read, shapes checked, nothing computed yet.
public struct PreparedExperiment: Sendable {
    public let name: String
    public let description: String
    /// In the order of the sweep.
    public let runs: [PreparedRun]

    /// Whether a sweep varies them.
    let isSweep: Bool
    /// Where its file has them trained; nil: nothing is said.
    public var launcher: Choice?
}

/// What is known of a run before anything is trained. Runs of a sweep that differ in nothing but the seed share it.
public final class RunOutlook: Sendable {
    public let blueprint: Blueprint
    public let memory: RunMemory
    /// What was found out about the data: of a table, what each column is taken for.
    let dataLines: [String]
    /// Samples to train on, and those that training never sees.
    let dataSamples: (training: Int, heldOut: Int)

    init(_ blueprint: Blueprint, _ memory: RunMemory, _ data: DataProfile) {
        self.blueprint = blueprint
        self.memory = memory
        dataLines = data.lines
        dataSamples = (data.training, data.heldOut)
    }
}

public struct PreparedRun: Sendable {
    public internal(set) var run: Run
    let outlook: RunOutlook
    /// Which runs are of its sweep, itself among them.
    let sweep: SweepMembers

    public var blueprint: Blueprint { outlook.blueprint }
    public var memory: RunMemory { outlook.memory }
    var dataLines: [String] { outlook.dataLines }
    var dataSamples: (training: Int, heldOut: Int) { outlook.dataSamples }

    public var id: String { run.id }
    public var spec: RunSpec { run.spec }
}
