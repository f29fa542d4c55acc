import Foundation

extension EquilibriumReport {
    /// equilibrium.json: keys in alphabetical order, numbers in full precision; what was not measured is left out.
    /// Names of metrics are those of metrics.csv.
    public var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        // Every value below can be encoded.
        guard let data = try? encoder.encode(document) else { return "{}\n" }
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    private var document: Document {
        let last = course.last
        let expected = Metric.allCases.compactMap { metric in theory(metric).map { (metric.rawValue, $0) } }
        let measured = Metric.allCases.compactMap { metric in
            last.flatMap(metric.value).map { (metric.rawValue, $0) }
        }
        return Document(
            advice: advice, answer: answer, command: command, data: spec.data.name, experiment: spec.name,
            iteration: last?.iteration, iterations: spec.training.iterations, loss: expectation.loss,
            measured: Dictionary(uniqueKeysWithValues: measured), run: run, samples: last?.accuracy.real.count,
            settledAt: settling.iteration, shareSettled: settling.share,
            theory: Dictionary(uniqueKeysWithValues: expected), verdict: verdict.kind.rawValue, reason: verdict.reason)
    }

    private struct Document: Encodable {
        let advice: [String]
        let answer: String
        let command: String
        let data: String
        let experiment: String
        let iteration: Int?
        let iterations: Int
        let loss: String
        let measured: [String: Double]
        let run: String
        let samples: Int?
        let settledAt: Int?
        let shareSettled: Double?
        let theory: [String: Double]
        let verdict: String
        let reason: String

        enum CodingKeys: String, CodingKey {
            case advice, answer, command, data, experiment, iteration, iterations, loss, measured, run, samples
            case settledAt = "settled_at"
            case shareSettled = "share_settled"
            case theory = "at_equilibrium"
            case verdict, reason
        }
    }
}
