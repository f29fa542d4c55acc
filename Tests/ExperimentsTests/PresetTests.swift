import Configuration
import Datasets
import Diagnostics
import Experiments
import Formats
import Networks
import TestSupport
import Testing

@testable import Training

@Suite struct PresetTests {
    private static func file(_ data: String, _ noise: Int, _ preset: String, _ more: String = "") -> String {
        """
        name: preset
        data: {dataset: \(data)}
        noise: {dimension: \(noise)}
        generator: {preset: \(preset)}
        discriminator: {preset: \(preset)\(more)}
        training: {iterations: 3, batch_size: 8}
        evaluation: {samples: 50, every: 3, critic: {iterations: 20}}
        """
    }

    private func prepared(_ text: String) throws -> PreparedRun {
        let folder = try TemporaryFolder()
        let path = try folder.write("preset.yaml", text)
        return try #require(try Preparation(files: [path]).experiments.first?.runs.first)
    }

    /// Numbers of parameters of published networks.
    @Test(arguments: [
        // PyTorch's DCGAN tutorial prints them: 64 channels, images of 64x64.
        ("[64, 64, 3]", 100, "dcgan", 3_576_704, 2_765_568),
        // mimicry's SNGANGenerator32 and SNGANDiscriminator32.
        ("[32, 32, 3]", 128, "resnet", 4_276_739, 1_053_825),
        // compare_gan, sndcgan.py: 8192 outputs of 128 values, three kernels of 4, one of 3, batch norms; 7 kernels.
        (
            "[32, 32, 3]", 128, "sngan",
            129 * 8192 + 2 * 8192 + 16 * (512 * 256 + 256 * 128 + 128 * 64) + 3 * 448 + 9 * 64 * 3 + 3,
            9 * (3 * 64 + 128 * 128 + 256 * 256 + 512 * 512) + 16 * (64 * 128 + 128 * 256 + 256 * 512) + 1856 + 8193
        ),
        // gan_toy.py of WGAN-GP.
        ("[2]", 2, "{mlp: {width: 512, depth: 3}}", 527_874, 527_361),
    ])
    func areThePublishedNetworks(
        _ shape: String, _ noise: Int, _ preset: String, _ generator: Int, _ discriminator: Int
    ) throws {
        let run = try prepared(Self.file("random, samples: 2000, shape: \(shape)", noise, preset))
        #expect(run.blueprint.generator.parameterCount == generator)
        #expect(run.blueprint.discriminator.parameterCount == discriminator)
    }

    static let names = Presets.registry.declarations.map(\.name)
    static let sizes = ["[8, 8, 1]", "[28, 28, 1]", "[32, 48, 3]"]

    /// The run is the one that lists the layers, and `width` is a number that can be swept.
    @Test(arguments: names, sizes) func standForLists(_ name: String, _ shape: String) throws {
        let data = "random, samples: 2000, shape: \(shape)"
        let run = try prepared(Self.file(data, 16, "{\(name): 8}"))
        #expect(run.spec.generator.preset == nil && run.spec.discriminator.preset == nil)
        let listed = try prepared(CanonicalText.yaml(run.spec))
        #expect(listed.spec == run.spec)
        #expect(listed.run.idTail == run.run.idTail)
        #expect(
            try prepared(Self.file(data, 16, "{\(name): 16}")).blueprint.generator.parameterCount
                > run.blueprint.generator.parameterCount)
    }

    /// With a gradient penalty where no batch norm forbids it, with labels, and with several samples at a time.
    @Test(arguments: names) func trainsAndGoesOnToTheSameBits(_ name: String) throws {
        let penalty = name == "dcgan" ? "" : ", regularization: [r1: 1]"
        let plain = Self.file("digits", 8, "{\(name): 4}")
        var changes = [penalty, ", pack: 2"].map { Self.file("digits", 8, "{\(name): 4}", $0) }
        changes.append("condition: {method: concat}\n\(plain)")
        if !["mlp", "r3gan"].contains(name) { changes.append("condition: {method: projection}\n\(plain)") }
        for text in changes {
            let run = try prepared(text)
            let data = try DatasetSources.registry.make(run.spec.data).load()
            let first = try Trainer(run.spec, dataset: data)
            for _ in 0..<2 { try first.step() }
            let second = try Trainer(run.spec, dataset: data)
            try second.restore(Safetensors(first.checkpoint().bytes))
            for trainer in [first, second] { try trainer.step() }
            #expect(first.checkpoint().bytes == second.checkpoint().bytes, "\(text)")
        }
    }

    /// The rule of stylegan2-ada-pytorch: 0.0002 * 32^2 / 8.
    @Test func weightsThatTheDataDecides() throws {
        func run(_ shape: String, _ weight: String) throws -> PreparedRun {
            let data = "random, samples: 2000, shape: \(shape)"
            return try prepared(Self.file(data, 4, "{mlp: 8}", ", regularization: [r1: \(weight), r2: 3]"))
        }
        let open = try run("[32, 32, 1]", "automatic")
        #expect(open.spec == (try run("[32, 32, 1]", "0.0256")).spec)
        #expect(open.blueprint.regularization.penalties.first?.entry.cost(1).value == 0.0128)
        let error = try #require(throws: DiagnosticError.self) { try run("[2]", "automatic") }
        #expect(error.diagnostics.map(\.message).contains { $0.contains("comes of the size of images") })
    }

    @Test(arguments: [
        ("digits", "{dcgan: {depth: 4}}", "4 times, and 8 x 8 can be halved 3 times", "at most 3"),
        ("ring", "resnet", "is made for images, and a sample has shape [2]", "mlp"),
        ("digits", "{sngan: {width: 0}}", "expected an integer from 1", ""),
        ("nothing", "sngan", "unknown dataset", "known"),
        ("digits", "vgg", "unknown preset 'vgg'", "known presets: mlp"),
    ])
    func sayWhyThereIsNoSuchNetwork(_ data: String, _ preset: String, _ message: String, _ help: String) throws {
        let error = try #require(throws: DiagnosticError.self) { try prepared(Self.file(data, 8, preset)) }
        let ours = error.diagnostics.filter { $0.message.contains(message) }
        #expect(!ours.isEmpty && ours.count == error.diagnostics.count, "\(error.diagnostics.map(\.message))")
        #expect(ours.allSatisfy { $0.location != nil && help.isEmpty || ($0.help ?? "").contains(help) })
    }
}
