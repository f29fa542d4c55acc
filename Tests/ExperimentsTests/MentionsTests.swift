import TestSupport
import Testing

@testable import Experiments

/// What `saddle explain` finds for a name that is none here.
@Suite struct MentionsTests {
    @Test(arguments: [
        ("stylegan2", "modulated_conv2d (layer)"), ("StyleGAN2", "path_length (regularizer)"),
        ("stylegan", "learned_constant (layer)"), ("wgan-gp", "gradient_penalty (regularizer)"),
        ("wgangp", "gradient_penalty (regularizer)"), ("ac-gan", "condition (section)"),
        ("ExtraAdam", "training (section)"), ("AuxiliaryClassifierDiscriminatorLoss", "condition (section)"),
        ("ADA", "r1 (regularizer)"),
    ])
    func whatSpeaksOfANameIsFound(_ name: String, _ title: String) throws {
        let found = try Mentions(of: name, in: "/nowhere").entries.map(\.title)
        #expect(found.contains(title), "\(found)")
    }

    /// A part of another word is no name, and what nobody speaks of is not found.
    @Test(arguments: ["gan2", "tyleGAN2", "lamp", "-", ""])
    func whatIsNoNameIsNotFound(_ name: String) throws {
        #expect(try Mentions(of: name, in: "/nowhere").isEmpty)
    }

    @Test func filesThatSpeakOfItAreFound() throws {
        let folder = try TemporaryFolder([:])
        _ = try folder.write("one.yaml", "# The question of SN-GAN.\nname: one\ndescription: Spectral norm\n")
        _ = try folder.write("two.yaml", "name: two\ndescription: Something else\n")
        let found = try Mentions(of: "sngan", in: folder.path).files
        #expect(found.map(\.path) == ["\(folder.path)/one.yaml"])
        #expect(found.map(\.description) == ["Spectral norm"])
    }
}
