import Foundation

/// How numbers are written, everywhere.
public enum NumberText {
    /// For files that programs read: the shortest decimal that reads back as the same Double; nil gives an empty cell.
    public static func exact(_ x: Double?) -> String { x.map { "\($0)" } ?? "" }

    public static func exact(_ x: Int?) -> String { x.map { "\($0)" } ?? "" }

    /// For people: a fixed number of decimals, so that a column of them lines up. Numbers too large or too small to
    /// say anything that way take the form 1.2e-05; nil gives a dash.
    public static func rounded(_ x: Double?, decimals: Int = 3) -> String {
        guard let x else { return "-" }
        guard x.isFinite else { return x.isNaN ? "nan" : (x < 0 ? "-inf" : "inf") }
        let smallest = pow(10, -Double(decimals)) / 2
        if x != 0, abs(x) < smallest || abs(x) >= 1e6 { return scientific(x) }
        return String(format: "%.\(decimals)f", x)
    }

    /// A share of one as a percentage: 0.25 is "25 %".
    public static func percent(_ x: Double?) -> String {
        guard let x else { return "-" }
        return x.isFinite ? String(format: "%.0f %%", 100 * x) : "nan"
    }

    /// The number at `digits` significant digits without trailing zeros: for labels of axes and parameters.
    public static func brief(_ x: Double, digits: Int = 4) -> String {
        guard x.isFinite else { return rounded(x) }
        return String(format: "%.\(digits)g", x)
    }

    /// 12345 as "12,345".
    public static func grouped(_ n: Int) -> String {
        let digits = Array(String(n.magnitude))
        var text = n < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// Three significant digits and a prefix: 1,010,000,000 as "1.01 G", to be followed by the unit's letter or not.
    public static func scaled(_ x: Double) -> String {
        let prefixes = ["", "k", "M", "G", "T", "P"]
        var value = x
        var index = 0
        while abs(value) >= 999.5, index < prefixes.count - 1 {
            value /= 1000
            index += 1
        }
        if index == 0 { return brief(value, digits: 3) + " " }
        let decimals = abs(value) < 9.995 ? 2 : abs(value) < 99.95 ? 1 : 0
        return String(format: "%.\(decimals)f ", value) + prefixes[index]
    }

    private static func scientific(_ x: Double) -> String { String(format: "%.1e", x) }
}
