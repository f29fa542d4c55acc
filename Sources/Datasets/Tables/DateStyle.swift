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
