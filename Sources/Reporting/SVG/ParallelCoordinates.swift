import Diagnostics
import Foundation

/// Settings over many swept keys: an axis for each key and one for the proved distance, and a line for each setting
/// from axis to axis, green where little is proved and red where much is.
enum ParallelCoordinates {
    struct Line {
        /// A value for each key.
        let values: [String]
        let bound: Double
        /// What a pointer over it shows.
        let name: String
    }

    /// - Parameters:
    ///   - keys: their short names, from left to right.
    ///   - paths: the same in full.
    static func svg(_ lines: [Line], keys: [String], paths: [String]) -> String {
        let axes = keys.indices.map { index in Axis(lines.map { $0.values[index] }) }
        var chart = Chart(height: 320, left: 60, x: 0...Double(keys.count) + 0.15, y: -0.08...1.12)
        // The best ones are drawn last, over the others.
        for line in lines.sorted(by: { $0.bound > $1.bound }) {
            let points = zip(axes, line.values).enumerated().map { index, pair in
                (x: Double(index), y: pair.0.place(of: pair.1))
            }
            chart.curve(
                points + [(x: Double(keys.count), y: line.bound)],
                style: "stroke:hsl(\(Int(145 - 145 * line.bound)) 55% 45%)",
                title: "\(line.name): \(NumberText.rounded(line.bound))")
        }
        for (index, axis) in axes.enumerated() {
            let x = Double(index)
            chart.line(from: (x, 0), to: (x, 1), class: "axis")
            // Titles of neighbours would run into each other on one line.
            chart.note(
                SVGText.shortened(keys[index]), at: (x, 1), below: index % 2 == 0 ? -24 : -10,
                anchor: index == 0 ? "start" : "middle", title: paths[index])
            for tick in axis.ticks {
                chart.note(SVGText.shortened(tick.text), at: (x, tick.place), right: 5, below: 4, title: tick.text)
            }
        }
        let last = Double(keys.count)
        chart.line(from: (last, 0), to: (last, 1), class: "axis")
        chart.note("proved", at: (last, 1), below: keys.count % 2 == 0 ? -24 : -10, anchor: "end")
        for tick in [0, 0.25, 0.5, 0.75, 1] { chart.note(NumberText.brief(tick), at: (last, tick), right: 5, below: 4) }
        return chart.svg(title: "Each setting as a line over \(keys.joined(separator: ", ")) and the proved distance")
    }

    /// Where values stand: numbers by size, by their logarithm where they span a lot; words side by side.
    private struct Axis {
        let ticks: [(text: String, place: Double)]
        private let places: [String: Double]

        init(_ values: [String]) {
            var seen = Set<String>()
            let unique = values.filter { seen.insert($0).inserted }
            let numbers = unique.compactMap { Double($0) }
            let isNumeric = numbers.count == unique.count && numbers.allSatisfy(\.isFinite)
            let sorted = isNumeric ? unique.sorted { (Double($0) ?? 0) < (Double($1) ?? 0) } : unique
            func scaled(_ text: String) -> Double {
                let number = Double(text) ?? 0
                let (low, high) = (numbers.min() ?? 0, numbers.max() ?? 1)
                return low > 0 && high / low >= 20 ? log(number) : number
            }
            let raw = isNumeric ? sorted.map(scaled) : sorted.indices.map { Double($0) }
            let (low, high) = (raw.first ?? 0, raw.last ?? 1)
            let all = zip(sorted, raw).map { (text: $0, place: high > low ? ($1 - low) / (high - low) : 0.5) }
            places = Dictionary(all.map { ($0.text, $0.place) }, uniquingKeysWith: { first, _ in first })
            // Draws of a random search are many: where ticks would stand on each other, some are left out.
            var shown: [(text: String, place: Double)] = []
            for tick in all where shown.last.map({ tick.place - $0.place >= 0.07 }) ?? true { shown.append(tick) }
            ticks = shown
        }

        func place(of value: String) -> Double { places[value] ?? 0.5 }
    }
}
