import Diagnostics
import Equilibrium

/// The discriminator's accuracy over the iterations, as a drawing of a page.
enum AccuracyChart {
    /// One run's course.
    struct Line {
        let name: String
        let points: [(x: Double, y: Double)]
        let color: String

        init(name: String, _ course: [Measurement], color: String) {
            self.name = name
            points = course.filter(\.isMeasured).map { (Double($0.iteration), $0.accuracy.mean) }
            self.color = color
        }
    }

    /// Several runs over each other.
    static func svg(_ lines: [Line]) -> String {
        var chart = frame(lines.flatMap { $0.points.map(\.x) })
        for line in lines.reversed() {
            chart.curve(line.points, style: "stroke:\(line.color)", title: line.name)
        }
        return chart.svg(title: "The discriminator's accuracy over the iterations, a line a run")
    }

    /// One run, with the two kinds apart and the mean's interval.
    static func svg(_ course: [Measurement]) -> String {
        let course = course.filter(\.isMeasured)
        var chart = frame(course.map { Double($0.iteration) })
        chart.band(
            course.map {
                (Double($0.iteration), $0.accuracy.interval.lower, $0.accuracy.interval.upper)
            }, class: "interval")
        let kinds: [(String, String, (Measurement) -> Double)] = [
            ("on real samples", "var(--real)", { $0.accuracy.real.value }),
            ("on generated samples", "var(--generated)", { $0.accuracy.fake.value }),
            ("mean of both kinds", "currentColor", { $0.accuracy.mean }),
        ]
        for (title, color, value) in kinds {
            chart.curve(course.map { (Double($0.iteration), value($0)) }, style: "stroke:\(color)", title: title)
        }
        let key = kinds.map { "<span class=\"key\" style=\"--key:\($0.1)\">\($0.0)</span>" }.joined(separator: " ")
        return chart.svg(title: "The discriminator's accuracy over the iterations")
            + "\n<p class=\"notes\">\(key); the grey area is its 95 % interval, the coloured one within "
            + "\(VerdictThresholds.nearHalf) of 0.5.</p>"
    }

    private static func frame(_ iterations: [Double]) -> Chart {
        var chart = Chart(height: 300, x: 0...(iterations.max() ?? 1), y: 0...1)
        let near = VerdictThresholds.nearHalf
        let last = max(1, iterations.max() ?? 1)
        chart.band([(0, 0.5 - near, 0.5 + near), (last, 0.5 - near, 0.5 + near)], class: "near")
        chart.ticksX(chart.roundX, title: "iteration") { NumberText.grouped(Int($0)) }
        chart.ticksY([0, 0.25, 0.5, 0.75, 1]) { NumberText.brief($0) }
        return chart
    }
}
