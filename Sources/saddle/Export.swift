import ArgumentParser
import Diagnostics
import Experiments
import Reporting

extension NetworkFormat: ExpressibleByArgument {}

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a run's generator or discriminator as an ONNX model, for other programs.",
        usage: "saddle export RUN [--discriminator] [--units] [--output FILE]",
        discussion: """
            The network is that of the run's last checkpoint, and its running average where it has one, as it computes \
            outside of training: batch norm by its running averages, dropout left out. Images are channels first, \
            [batch, channels, height, width], as ONNX and PyTorch have them.

              saddle export RUN --output generator.onnx
              saddle export RUN --discriminator --output discriminator.onnx

            The generator reads `noise`, and gives `samples` as the networks see them; with --units in the data's units. \
            The discriminator reads `samples` and gives its logit, or its score where its loss has none: the sigmoid is \
            left to the reader, since onnxruntime's gives 0 below -18. A conditional network also reads `label`, 1 for a \
            sample's class and 0 for the others. Layers that draw categories read `gumbel`: independent numbers \
            -log(-log u) with u uniform on (0, 1). saddle sample RUN --noise gives the noise of Saddle's own samples.

            Layers that compare the samples of a batch (minibatch_stddev, minibatch_discrimination) cannot be exported; \
            the message says where one stands.
            """)

    @Argument(help: "The folder of a run: results/EXPERIMENT/RUN.", completion: .directory)
    var folder: String

    @Flag(name: .customLong("discriminator"), help: "The discriminator in place of the generator.")
    var isDiscriminator = false

    @Flag(name: .customLong("units"), help: "Samples in the data's units, where scaling them is linear.")
    var inUnits = false

    @Option(help: "onnx (opset 17).")
    var format = NetworkFormat.onnx

    @Option(
        name: [.customLong("output"), .customLong("onnx")],
        help: "The file to write. generator.onnx or discriminator.onnx without.",
        completion: .file(extensions: ["onnx"]))
    var output: String?

    @Option(help: "The iteration of the checkpoint. The last one that is there without.")
    var iteration: Int?

    @OptionGroup var workers: ThreadArguments

    func validate() throws {
        if output == "" { throw ValidationError("--output takes a path, such as generator.onnx.") }
    }

    func run() throws {
        let player = isDiscriminator ? NetworkExport.Player.discriminator : .generator
        let export = try NetworkExport(
            run: folder, player, inUnits: inUnits, iteration: iteration, threads: workers.count,
            version: Version.text)
        let path = output ?? "\(player.rawValue).\(format.rawValue)"
        try AtomicFile.write(export.bytes, to: path)
        try Terminal.write("\(path): \(export.summary)\n")
    }
}
