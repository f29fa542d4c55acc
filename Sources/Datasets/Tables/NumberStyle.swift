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

/// Dates of ISO 8601, 2026-11-28, or with slashes; perhaps with a time, 2026-11-28T16:30:05 or with a blank, with or
/// without seconds, and with or without a zone, the same for all: Z, +01:00.
struct DateStyle: Hashable, Sendable {
    let separator: Character
    /// Between date and time; nil: there is no time.
    let middle: Character?
    let hasSeconds: Bool
    /// As it is written behind the time; empty where there is none.
    let zone: String

    var hasTime: Bool { middle != nil }

    /// nil where the cell is no such date.
    init?(_ cell: String) {
        guard let parts = Self.parts(cell) else { return nil }
        (separator, middle, hasSeconds, zone) = (parts.separator, parts.middle, parts.hasSeconds, parts.zone)
    }

    /// Days from 1970-01-01; with times, seconds from its start. nil where the cell is of another style.
    func number(_ cell: String) -> Double? {
        guard let parts = Self.parts(cell),
            (parts.separator, parts.middle, parts.hasSeconds, parts.zone) == (separator, middle, hasSeconds, zone)
        else { return nil }
        let days = Self.days(parts.numbers[0], parts.numbers[1], parts.numbers[2])
        guard hasTime else { return Double(days) }
        return Double(days * 86400 + parts.numbers[3] * 3600 + parts.numbers[4] * 60 + parts.numbers[5])
    }

    func text(_ number: Double) -> String {
        let total = Int(number)
        let days = hasTime ? Int((number / 86400).rounded(.down)) : total
        let (year, month, day) = Self.date(days)
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = "\(number)"
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let date = "\(padded(year, 4))\(separator)\(padded(month, 2))\(separator)\(padded(day, 2))"
        guard let middle else { return date }
        let seconds = total - days * 86400
        let time = "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2))"
        return "\(date)\(middle)\(time)" + (hasSeconds ? ":\(padded(seconds % 60, 2))" : "") + zone
    }

    private static func parts(
        _ cell: String
    ) -> (separator: Character, middle: Character?, hasSeconds: Bool, zone: String, numbers: [Int])? {
        let zone = zone(cell)
        let letters = Array(cell.dropLast(zone.count))
        guard [zone.isEmpty ? 10 : 16, 16, 19].contains(letters.count), letters[4] == "-" || letters[4] == "/",
            letters[7] == letters[4]
        else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            letters[range].allSatisfy { $0.isASCII && $0.isNumber } ? Int(String(letters[range])) : nil
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), (1...12).contains(month),
            (1...31).contains(day), date(days(year, month, day)) == (year, month, day)
        else { return nil }
        var numbers = [year, month, day, 0, 0, 0]
        guard letters.count > 10 else { return (letters[4], nil, false, zone, numbers) }
        guard letters[10] == "T" || letters[10] == " ", letters[13] == ":", let hour = number(11..<13),
            let minute = number(14..<16), hour < 24, minute < 60
        else { return nil }
        (numbers[3], numbers[4]) = (hour, minute)
        guard letters.count == 19 else { return (letters[4], letters[10], false, zone, numbers) }
        guard letters[16] == ":", let second = number(17..<19), second < 60 else { return nil }
        numbers[5] = second
        return (letters[4], letters[10], true, zone, numbers)
    }

    /// "Z", "+01:00" or "+0100" at the end of a cell that is long enough for a date, a time and that.
    private static func zone(_ cell: String) -> String {
        if cell.hasSuffix("Z") { return "Z" }
        for count in [6, 5] where cell.utf8.count >= 16 + count {
            let end = cell.suffix(count)
            let digits = end.dropFirst().filter { $0 != ":" }
            if end.hasPrefix("+") || end.hasPrefix("-"), digits.utf8.count == 4, digits.allSatisfy(\.isNumber),
                count == 5 || end.dropFirst(3).hasPrefix(":")
            {
                return String(end)
            }
        }
        return ""
    }

    /// Days from 1970-01-01 in the Gregorian calendar (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        // The year begins in March, so that the leap day is its last.
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func date(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        return (yearOfEra + era * 400 + (month >= 10 ? 1 : 0), month + (month < 10 ? 3 : -9), day)
    }
}
