import Diagnostics
import Networks
import Training

/// A network whose output does not depend on what comes in: samples that are one sample, or a discriminator that cannot
/// see them.
enum LostInput: RunRule {
    static func remarks(_ run: RuleSubject) -> [Diagnostic] {
        let (generator, discriminator) = (run.blueprint.generator, run.blueprint.discriminator)
        var found: [Diagnostic] = []
        // That is one point on purpose: the generator of the Dirac-GAN.
        if generator.layers.count > 1, let layer = generator.layerWithoutInput {
            let choice = generator.layers[generator.writtenLayer(layer)].choice
            found.append(
                run.warning(
                    "the noise never reaches the samples: \(choice.name) does not read what comes before it, and "
                        + "nothing brings the noise in behind it, so all samples\(generator.readsLabels ? " of a label" : "") "
                        + "are one",
                    at: choice.location,
                    help:
                        "add a layer that reads the noise, such as adaptive_instance_norm or modulated_conv2d, or leave "
                        + "\(choice.name) out"))
        }
        if let layer = discriminator.layerWithoutInput {
            let choice = discriminator.layers[discriminator.writtenLayer(layer)].choice
            found.append(
                run.warning(
                    "the samples never reach the discriminator's output: \(choice.name) does not read what comes before it",
                    at: choice.location, help: "leave \(choice.name) out"))
        }
        return found
    }
}
