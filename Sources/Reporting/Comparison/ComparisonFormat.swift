/// How a comparison is written.
public enum ComparisonFormat: String, CaseIterable, Sendable {
    case table, csv, markdown, html, json
}
