import Datasets
import TestSupport

@testable import Equilibrium

/// How generated texts differ from real ones, which have two to four syllables, each a consonant and a vowel.
enum TextDifference: CaseIterable, Sendable {
    case none, turned, longer, foreign, missing, copies, shuffled

    var text: String {
        switch self {
        case .none: "equal"
        case .turned: "vowels before consonants in a tenth of the texts"
        case .longer: "a syllable more in a third"
        case .foreign: "a character that is not in the data, in one text of fifty"
        case .missing: "one consonant of twelve missing"
        case .copies: "copies of the training set"
        case .shuffled: "the letters of each text in any order"
        }
    }

    /// The total variation distance, where it is known exactly.
    var distance: Double? {
        switch self {
        case .none: 0
        case .turned: 0.1
        // Of two, three or four syllables beside three, four or five.
        case .longer: 1.0 / 9
        case .foreign: 0.02
        // How often a text of two, three or four syllables has that consonant.
        case .missing: 1 - Self.without * Self.without * (1 + Self.without + Self.without * Self.without) / 3
        case .copies, .shuffled: nil
        }
    }

    /// How often a syllable is without one of twelve consonants.
    private static let without = 11.0 / 12
    private static let consonants = Array("bdfgklmnprst"), vowels = Array("aeiou"), added: Character = "z"
    private static let symbols: [Character] = consonants + vowels + [added]
    /// Characters of a text, at most.
    private static let places = 10

    func trial(_ trial: Int, count: Int) throws -> Trial? {
        let data = Dataset(
            name: "texts", training: Self.samples(Self.none.texts(10 * trial + 1, 2 * count)),
            heldOut: Self.samples(Self.none.texts(10 * trial + 2, count)), units: Units(), kind: .text)
        let critic = try smallCritic(
            seed: trial, iterations: self == .none ? 60 : 300,
            layers: [
                layer("flatten"), layer("dense", ["units": .integer(32)]), layer("leaky_relu"),
                layer("dense", ["units": .integer(1)]),
            ], shape: data.heldOut.shape)
        let known = data.training
        // Real is what begins with one of the first six consonants.
        return Trial(
            data, seed: trial, critic: critic, rule: { $0.dropFirst().prefix(6).reduce(-0.5, +) }
        ) { count, use, update in
            let seed = 10 * Trial.draw(trial, use, update) + 3
            guard self == .copies else { return Self.samples(texts(seed, count)).values }
            return known.selecting(
                (0..<count).map { Int(splitMix(seed &* 7919 &+ $0) % UInt64(known.count)) }
            ).values
        }
    }

    private func texts(_ seed: Int, _ count: Int) -> [[Character]] {
        var place = seed &* 0x9E37_79B9
        func draw(_ bound: Int) -> Int {
            place &+= 1
            return Int(splitMix(place) % UInt64(bound))
        }
        return (0..<count).map { _ in
            let tenth = draw(10) == 0, third = draw(3) == 0, fiftieth = draw(50) == 0
            let syllables = 2 + draw(3) + (self == .longer && third ? 1 : 0)
            var text = (0..<syllables).flatMap { _ in
                let consonant = Self.consonants[self == .missing ? 1 + draw(11) : draw(12)]
                let vowel = Self.vowels[draw(5)]
                return self == .turned && tenth ? [vowel, consonant] : [consonant, vowel]
            }
            if self == .foreign, fiftieth { text[0] = Self.added }
            if self == .shuffled {
                for last in text.indices.dropFirst().reversed() { text.swapAt(last, draw(last + 1)) }
            }
            return text
        }
    }

    private static func samples(_ texts: [[Character]]) -> Samples {
        let width = symbols.count + 1
        var values = [Float](repeating: 0, count: texts.count * places * width)
        for (row, text) in texts.enumerated() {
            for place in 0..<places {
                let symbol = place < text.count ? (symbols.firstIndex(of: text[place]) ?? 0) + 1 : 0
                values[(row * places + place) * width + symbol] = 1
            }
        }
        return Samples(shape: [1, places, width], count: texts.count, values: values)
    }

    /// As those of the `text` dataset.
    private struct Units: SampleUnits {
        let header: [String]? = ["text"]
        var element: SampleElement? { nil }

        func numbers(_ sample: ArraySlice<Float>) -> [Double] { sample.map(Double.init) }

        func cells(_ sample: ArraySlice<Float>) -> [String] {
            [String(TextSymbols.of(sample, width: symbols.count + 1).map { symbols[$0 - 1] })]
        }

        func snap(_ values: [Float]) -> [Float]? { nil }
    }
}
