import Testing

@testable import Configuration

@Suite struct ExplanationTests {
    @Test func anEntryIsExplainedFromItsDeclaration() throws {
        let dense = try #require(Fake.vocabulary.declarations(of: .layers).first)
        #expect(
            Explanation.text(dense, noun: "layer") == """
                dense (layer): A fully connected layer.

                keys:
                  units        required      outputs: an integer from 1 to 65536
                  bias         default true  whether to add a bias: true or false
                  initializer  optional      of the weights: an initializer

                A bare value is 'units': dense: ... means dense: {units: ...}

                example:
                  dense: 256

                """)
    }

    @Test func whatOthersCallItIsTold() {
        let declaration = Declaration(
            "hinge", "A loss.", example: "loss: hinge",
            elsewhere: [
                Elsewhere(.studioGAN, "adv_loss: hinge"), Elsewhere(.tfGAN, "hinge_loss", differs: "it is halved"),
                Elsewhere(.torchGAN, "HingeLoss", wrong: "it is zero"),
            ])
        #expect(
            Explanation.text(declaration).contains(
                """
                elsewhere:
                  StudioGAN  adv_loss: hinge
                  TF-GAN     hinge_loss, but it is halved
                  TorchGAN   HingeLoss. Wrong (42398eb): it is zero

                """))
    }

    @Test func aKeyIsExplainedByWhatHasIt() {
        let optimizers = Fake.vocabulary.declarations(of: .optimizers)
        #expect(
            Explanation.key("learning_rate", in: optimizers) == """
                'learning_rate' is a key of adam, sgd:

                  adam  default 0.0002  step size: a number above 0
                  sgd   required        step size: a number above 0

                """)
        #expect(Explanation.key("units", in: optimizers) == nil)
    }

    @Test func listsAreAligned() {
        let text = Explanation.list(Fake.vocabulary.declarations(of: .losses))
        #expect(text == "non_saturating  Goodfellow et al. 2014.\nwasserstein     Arjovsky et al. 2017.")
    }

    /// The examples of the schema are pieces that a file can hold.
    @Test(arguments: Fake.vocabulary.sections.dropFirst().map(\.name))
    func examplesAreValid(section: String) throws {
        let declaration = try #require(Fake.vocabulary.sections.first { $0.name == section })
        let kept = Golden.valid.split(separator: "\n").map(String.init)
        // A section within another shows that one too.
        let key = declaration.example.prefix { $0 != ":" }
        let index = kept.firstIndex { $0.hasPrefix("\(key):") }
        var lines = kept
        if let index {
            lines.remove(at: index)
            while index < lines.count, lines[index].hasPrefix(" ") { lines.remove(at: index) }
        }
        let text = (lines + [declaration.example]).joined(separator: "\n")
        #expect(try messages(text) == "")
    }

    @Test func rangesReadAsInASentence() {
        #expect(RealRange.any.description == "a number")
        #expect(RealRange.positive.description == "a number above 0")
        #expect(RealRange.nonNegative.description == "a number of at least 0")
        #expect(RealRange.unit.description == "a number from 0 to 1")
        #expect(RealRange(0, 1, includesUpper: false).description == "a number from 0 to below 1")
        #expect(
            RealRange(0, 0.5, includesLower: false, includesUpper: false).description
                == "a number above 0 and below 0.5")
        #expect(RealRange(-.greatestFiniteMagnitude, 2).description == "a number of at most 2")
        #expect(ValueType.integer(0...Int.max).phrase == "an integer of at least 0")
    }
}
