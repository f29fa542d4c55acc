/// Which sample metrics are taken.
public enum MetricSelection: Hashable, Sendable {
    /// Those that apply to the data and are cheap.
    case automatic
    case chosen([Choice])
}

extension MetricSelection: FieldValue {
    static let type = ValueType.either([.word(["automatic", "none"]), .choices(.metrics)])

    init(_ value: Value) { self = value == .text("automatic") ? .automatic : .chosen([Choice](value)) }

    var value: Value {
        switch self {
        case .automatic: .text("automatic")
        case .chosen(let choices): choices.isEmpty ? .text("none") : choices.value
        }
    }
}
