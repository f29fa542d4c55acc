import Configuration
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

public struct PreparedRun: Sendable {
    public internal(set) var run: Run
    public let blueprint: Blueprint
    public let memory: RunMemory
    /// Which runs are of its sweep, itself among them.
    var sweep = SweepMembers([])
    /// What was found out about the data: of a table, what each column is taken for.
    var dataLines: [String] = []
    /// Samples to train on, and those that training never sees.
    let dataSamples: (training: Int, heldOut: Int)

    public var id: String { run.id }
    public var spec: RunSpec { run.spec }
}
