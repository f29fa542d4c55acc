import Diagnostics

extension EquilibriumReport {
    /// report.html of a run: what equilibrium.md says, with drawings, and its samples over the iterations.
    /// - Parameter samples: files of PNG with what they show, in order.
    public func html(samples: [(text: String, png: [UInt8])]) -> String {
        let experiment = HTMLText.escaped(spec.name)
        var body = blocks.html
        body.insert("<p>\(Badge.html(verdict.kind.rawValue))</p>", at: 1)
        body.insert("<p><a href=\"../report.html\">\(experiment)</a> / \(HTMLText.escaped(run))</p>", at: 0)
        if !samples.isEmpty {
            let strip = PictureStrip.html(samples.map { .init(text: $0.text, png: $0.png) }, id: "samples")
            let end = body.firstIndex { $0 == "<h2>Judges</h2>" } ?? body.endIndex
            body.insert(contentsOf: ["<h2>Samples over the run</h2>", strip], at: end)
        }
        return HTMLPage.text(title: "\(spec.name): \(verdict.kind.rawValue)", body: body)
    }
}
