import Foundation

/// The JSON of a report: keys in alphabetical order, numbers in full precision, "inf", "-inf" and "nan" as texts.
enum ReportJSON {
    /// Traps on a document that cannot be written, which none is that is made of numbers, texts and lists of them: an
    /// empty one in its place would pass for a result.
    static func text(_ document: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        do { return String(decoding: try encoder.encode(document), as: UTF8.self) + "\n" } catch {
            preconditionFailure("a report cannot be written as JSON: \(error)")
        }
    }
}
