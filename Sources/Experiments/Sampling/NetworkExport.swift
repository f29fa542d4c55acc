import Datasets
import Diagnostics
import Export
import Formats
import Networks
import Reporting
import Training

/// How a network is written for other programs.
public enum NetworkFormat: String, CaseIterable, Sendable {
    /// Open Neural Network Exchange: onnxruntime, and most frameworks and browsers, run it.
    case onnx
}

/// A trained network of a run in a file that other programs run. It computes as Saddle does outside of training.
public struct NetworkExport {
    /// Whose network it is.
    public enum Player: String, Sendable { case generator, discriminator }

    /// What goes in and what comes out, for people.
    public let summary: String
    public let bytes: [UInt8]

    /// - Parameters:
    ///   - path: the run's folder.
    ///   - inUnits: whether samples are in the data's units rather than as networks see them.
    ///   - iteration: of the checkpoint; nil: the last one.
    ///   - version: of Saddle.
    /// - Throws: where the folder holds no run, its data or its checkpoint cannot be read, a layer cannot be exported
    ///   (at its place in the run's `config.yaml`), or the data's units are not linear.
    public init(
        run path: String, _ player: Player, inUnits: Bool = false, iteration: Int? = nil, threads: Int, version: String
    ) throws {
        let run = try TrainedRun(path)
        if inUnits, run.dataset.units.linear == nil {
            throw DiagnosticError(
                Diagnostic(
                    "the way back to the data's units, categories among them, is no part of a network",
                    help: "leave out --units; saddle sample writes samples in the data's units"))
        }
        let spec = run.run.spec
        let scale = inUnits ? run.dataset.units.linear.map(ExportScale.init) : nil
        let trainer = try run.trainer(iteration: iteration, threads: threads)
        let network = trainer.judged(player == .generator ? .generator : .discriminator)
        let title = "\(spec.name) \(player.rawValue)"
        let isLogit = Losses.registry.make(spec.loss).output == .probability
        let answer = isLogit ? "logit" : "score"
        var model =
            player == .generator
            ? try ONNXModel(
                network, title: title, input: "noise", output: "samples", outputScale: scale, producerVersion: version)
            : try ONNXModel(
                network, title: title, input: "samples", output: answer, inputScale: scale, producerVersion: version)
        for (name, text) in [
            ("run", run.run.id), ("iteration", "\(trainer.iteration)"), ("data", spec.data.name),
            ("noise", "\(spec.noise.prior.name), \(spec.noise.dimension) numbers a sample"),
            ("samples", inUnits ? "in the data's units" : "scaled, as the networks see them"),
        ] { model.property(name, text) }
        bytes = model.bytes
        summary = model.signature
    }
}

extension ExportScale {
    init(_ units: LinearUnits) {
        self.init(centers: units.centers, widths: units.widths, range: units.range, isWhole: units.isWhole)
    }
}
