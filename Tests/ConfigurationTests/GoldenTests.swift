import Testing

/// A file with a mistake in it, and the exact text that a person reads about it.
struct Golden: Sendable, CustomTestStringConvertible {
    enum Text: Sendable {
        /// The valid file with one stretch of it replaced.
        case swapping(String, for: String)
        /// The valid file with lines at its end.
        case adding(String)
        case whole(String)
    }

    let name: String
    let text: Text
    let expected: String

    init(_ name: String, _ text: Text, _ expected: String) {
        self.name = name
        self.text = text
        self.expected = expected
    }

    var testDescription: String { name }

    var file: String {
        switch text {
        case .swapping(let old, let new): Golden.valid.replacing(old, with: new, maxReplacements: 1)
        case .adding(let lines): Golden.valid + lines + "\n"
        case .whole(let text): text
        }
    }

    static let valid = """
        data: {dataset: ring, modes: 8}
        noise: {dimension: 2}
        generator:
          layers: [dense: 64, relu, dense: 2]
        discriminator:
          layers: [dense: 64, leaky_relu: 0.2, dense: 1]
        training: {iterations: 1000}

        """
}

@Suite struct GoldenTests {
    @Test func theFileWithoutMistakesIsValid() throws {
        #expect(try messages(Golden.valid) == "")
        #expect(try load(Golden.valid).name == "file")
    }

    @Test(arguments: Golden.yaml + Golden.decoding + Golden.sweep + Golden.slips)
    func messagesReadAsTheyShould(_ golden: Golden) throws {
        let found = try messages(golden.file)
        #expect(found == golden.expected)
    }
}
