/// Numbers by value before text by letters before nothing.
enum SortKey: Hashable, Comparable {
    case number(Double)
    case text(String)
    case nothing

    init(number: Double?) {
        // Not a number would break the order.
        self = number.map { $0.isNaN ? .nothing : .number($0) } ?? .nothing
    }

    init(text: String?) {
        guard let text, !text.isEmpty else {
            self = .nothing
            return
        }
        self = Double(text).map { $0.isNaN ? .text(text) : .number($0) } ?? .text(text)
    }
}
