import Configuration
import Datasets
import Foundation

/// Whether texts are spelt as the data's are: how their runs of one to four characters are distributed.
struct NGrams: SampleMetric {
    static let declaration = Declaration(
        "ngrams", "Jensen-Shannon divergence between the runs of characters of generated and of held-out texts",
        details: """
            JS(p, q) = (KL(p || m) + KL(q || m)) / 2 with m = (p + q) / 2, p and q the shares of each run of n characters
            among all runs of generated and of held-out texts, in nats: from 0, alike, to ln 2 = 0.6931, nothing in
            common. The end of a text counts as a character, once. Gulrajani et al. 2017 (section 5.4) report n = 4 and 6.
            Samples of one distribution differ too: the reference, training texts in the generator's place, says by how
            much. texts_in_training = share of the generated texts that are training texts, and texts_in_held_out = share
            that are held-out ones and no training texts: new, and right.
            """,
        keys: [.samples(default: 5000)], example: "evaluation: {metrics: [ngrams]}")
    static let columns =
        ["unigram", "bigram", "trigram", "fourgram"].enumerated().map { index, name in
            MetricColumn(
                "\(name)_divergence", "Jensen-Shannon divergence of runs of \(index + 1) characters, in nats",
                better: .lower)
        } + [
            MetricColumn(
                "texts_in_training", "share of the texts that are training texts", better: .neither,
                isOfTraining: true),
            MetricColumn(
                "texts_in_held_out", "share of the texts that are held-out ones, and new", better: .higher,
                isOfTraining: true),
        ]
    static let isCheap = true

    static func objection(to data: DataTraits) -> String? { data.kind == .text ? nil : "needs texts" }

    let samples: Int

    init(_ values: Values) { samples = values.integer("samples") }

    func measure(_ set: SampleSet) -> [Double?] {
        guard set.heldOut.shape.count == 3 else { return Self.columns.map { _ in nil } }
        let generated = Self.texts(set.generated, limit: samples)
        let heldOut = Self.texts(set.heldOut, limit: samples)
        let divergences = (1...4).map { Self.divergence(Self.counts(generated, $0), Self.counts(heldOut, $0)) }
        let training = Set(Self.texts(set.training, limit: .max))
        let known = Set(Self.texts(set.heldOut, limit: .max)).subtracting(training)
        func share(_ texts: Set<[UInt8]>) -> Double {
            Double(generated.count { texts.contains($0) }) / Double(generated.count)
        }
        return divergences + [share(training), share(known)]
    }

    /// The symbols of each text and its end, 0.
    static func texts(_ samples: Samples, limit: Int) -> [[UInt8]] {
        (0..<min(limit, samples.count)).map { sample in
            let values = samples.values(of: sample..<sample + 1)
            return TextSymbols.of(values[...], width: samples.shape[2]).map { UInt8($0) } + [0]
        }
    }

    /// How often each run of `n` symbols comes.
    static func counts(_ texts: [[UInt8]], _ n: Int) -> [[UInt8]: Int] {
        var counts: [[UInt8]: Int] = [:]
        for text in texts where text.count >= n {
            for start in 0...text.count - n { counts[Array(text[start..<start + n]), default: 0] += 1 }
        }
        return counts
    }

    /// nil where either side has no runs.
    static func divergence(_ a: [[UInt8]: Int], _ b: [[UInt8]: Int]) -> Double? {
        let (sumA, sumB) = (Double(a.values.reduce(0, +)), Double(b.values.reduce(0, +)))
        guard sumA > 0, sumB > 0 else { return nil }
        // In a fixed order: sums must not depend on the order of a dictionary.
        let runs = Set(a.keys).union(b.keys).sorted { $0.lexicographicallyPrecedes($1) }
        return runs.reduce(0) { sum, run in
            let (p, q) = (Double(a[run] ?? 0) / sumA, Double(b[run] ?? 0) / sumB)
            func term(_ x: Double) -> Double { x > 0 ? x * log(2 * x / (p + q)) : 0 }
            return sum + (term(p) + term(q)) / 2
        }
    }
}
