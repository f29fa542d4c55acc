import Diagnostics
import Equilibrium

/// How often the critic is right on each class, with its interval, and how often a classifier finds the right class.
enum ClassChart {
    static func svg(_ classes: [ClassFinding]) -> String {
        let count = Double(classes.count)
        var chart = Chart(height: 60 + 18 * count, left: 130, x: 0...1, y: 0...max(1, count))
        let near = VerdictThresholds.nearHalf
        chart.band([(0.5 - near, 0, count), (0.5 + near, 0, count)], class: "near")
        chart.ticksX([0, 0.25, 0.5, 0.75, 1], title: "share of samples") { NumberText.brief($0) }
        for (index, finding) in classes.enumerated() {
            let y = count - Double(index) - 0.5
            chart.labelY(SVGText.shortened(finding.name), at: y, title: finding.name)
            if let accuracy = finding.criticAccuracy, let critic = finding.critic {
                let interval = critic.accuracy.interval(level: finding.level)
                chart.line(
                    from: (interval.lower, y), to: (interval.upper, y), class: "range", style: "stroke:var(--generated)"
                )
                chart.dot(
                    (accuracy, y), style: "fill:var(--generated)",
                    title: "\(finding.name): the critic is right for \(NumberText.rounded(accuracy))")
            }
            if let right = finding.recognition?.generated, right.count > 0 {
                chart.dot(
                    (right.value, y), style: "fill:none;stroke:var(--real);stroke-width:2",
                    title: "\(finding.name): \(NumberText.rounded(right.value)) are taken for the class")
            }
        }
        let hasJudge = classes.contains { $0.recognition != nil }
        return chart.svg(title: "How often the critic is right on each class")
            + "\n<p class=\"notes\"><span class=\"key\" style=\"--key:var(--generated)\">the critic is right, with its "
            + "interval</span>"
            + (hasJudge
                ? " <span class=\"key\" style=\"--key:var(--real)\">taken for the right class</span>" : "")
            + "; the coloured area is within \(near) of 0.5.</p>"
    }
}
