import Testing

@testable import Configuration

@Suite struct VocabularyCheckTests {
    @Test func aSoundVocabularyHasNoMistakes() { #expect(Fake.vocabulary.mistakes == []) }

    /// The schema's own defaults are held to the same rule.
    @Test func theSchemasDefaultsAreSound() {
        for declaration in Fake.vocabulary.sections {
            for key in declaration.keys {
                #expect(Fake.vocabulary.defaultIsSound(key), "\(declaration.name).\(key.name)")
            }
        }
    }

    @Test func mistakesAreFound() {
        let vocabulary = Vocabulary([
            .layers: [
                Declaration(
                    "a", "",
                    keys: [
                        Key("slope", .real(.any), default: .integer(1), ""), Key("slope", .boolean, ""),
                        Key("units", .integer(1...9), default: .integer(10), ""),
                        Key("loss", .choice(.losses), default: .choice(Choice(.losses, "none")), ""),
                    ], shorthand: "size", example: "- a: {slope: 1"),
                Declaration("b", "", example: "- a"), Declaration("b", "", example: "[[b]]"),
            ]
        ])
        #expect(
            vocabulary.mistakes == [
                "layer 'b' is declared twice", "layer 'a': key 'slope' is declared twice",
                "layer 'a': the shorthand 'size' is no key",
                "layer 'a': the default of 'slope' is not what its text is read as",
                "layer 'a': the default of 'units' is not what its text is read as",
                "layer 'a': the default of 'loss' is not what its text is read as",
                "layer 'a': the example does not hold it", "layer 'b': the example does not hold it",
            ])
    }
}
