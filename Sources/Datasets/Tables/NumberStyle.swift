import Formats
import Foundation

/// How the numbers of a column are written: whole, with so many decimals, as dates.
enum NumberStyle: Hashable, Sendable {
    /// Rounded to so many decimals, and written with at least as many as `fewest`; -2: whole hundreds.
    case decimals(Int, fewest: Int)
    /// As many digits as a single-precision float has.
    case plain
    case date(DateStyle)

    /// What the cells of a column are; nil where one is no number and no date.
    init?(_ cells: some Sequence<String>) {
        var (most, fewest, isPlain, count) = (0, Int.max, false, 0)
        // Of whole numbers other than 0, the zeros that all end with.
        var zeros = Int.max
        var date: DateStyle?
        for cell in cells {
            count += 1
            if count == 1 || date != nil, let style = DateStyle(cell), date == nil || date == style {
                date = style
                continue
            }
            guard date == nil, DecimalText.value(cell)?.isFinite == true else { return nil }
            let decimals =
                cell.split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.utf8.count ?? 0
            isPlain = isPlain || cell.utf8.contains(UInt8(ascii: "e")) || cell.utf8.contains(UInt8(ascii: "E"))
            (most, fewest) = (max(most, decimals), min(fewest, decimals))
            if zeros > 0, cell.contains(where: { "123456789".contains($0) }) {
                zeros = min(zeros, cell.reversed().prefix { $0 == "0" }.count)
            }
        }
        guard count > 0 else { return nil }
        self =
            date.map { .date($0) }
            ?? (isPlain || most > 9 ? .plain : .decimals(most > 0 || zeros > 9 ? most : -zeros, fewest: fewest))
    }

    /// Whether some whole number begins with a zero that is no part of it, as zip codes do: 01067.
    static func hasLeadingZeros(_ cells: some Sequence<String>) -> Bool {
        cells.contains { cell in
            let digits = cell.utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
            return digits.count > 1 && digits.first == UInt8(ascii: "0")
                && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        }
    }

    func number(_ cell: String) -> Double? {
        if case .date(let style) = self { return style.number(cell) }
        return DecimalText.value(cell)
    }

    /// The nearest number that can be written.
    func rounded(_ x: Double) -> Double {
        switch self {
        case .decimals(let count, _):
            let power = pow(10, Double(abs(count)))
            return count < 0 ? (x / power).rounded() * power : (x * power).rounded() / power
        case .plain: return Double(Float(x))
        case .date: return x.rounded()
        }
    }

    func text(_ x: Double) -> String {
        // No -0.
        let x = rounded(x) + 0
        switch self {
        case .decimals(let count, let fewest):
            var text = String(format: "%.\(max(count, 0))f", x)
            for _ in 0..<max(count - fewest, 0) where text.hasSuffix("0") { text.removeLast() }
            if text.hasSuffix(".") { text.removeLast() }
            return text
        case .plain: return "\(Float(x))"
        case .date(let style): return style.text(x)
        }
    }

    /// "whole numbers", "numbers of 2 decimals".
    var description: String {
        switch self {
        case .decimals(0, _): "whole numbers"
        case .decimals(let count, _) where count < 0:
            "whole numbers in steps of 1\(String(repeating: "0", count: -count))"
        case .decimals(let count, _): "numbers of \(count) \(count == 1 ? "decimal" : "decimals")"
        case .plain: "numbers"
        case .date(let style): style.hasTime ? "dates with times" : "dates"
        }
    }
}
