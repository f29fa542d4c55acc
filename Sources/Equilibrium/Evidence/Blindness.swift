import Diagnostics

extension Evidence {
    /// Why judges that found no difference, or a small one, prove nothing of a larger one: a clause, "the fresh critic was stopped before ...".
    public var blindness: String {
        guard hasCritic else { return "no fresh critic was asked" }
        let parts = blind.map { finding in
            let title = Judges.judge(finding.judge)?.title ?? finding.judge
            guard let visible = finding.visible else {
                return finding.judge == CriticOfSamples.name
                    ? "\(title) was stopped before it levelled off" : "\(title) has too few samples to find any"
            }
            return "\(title) would mostly have seen only a distance of \(NumberText.rounded(visible)) or more"
        }
        return parts.joined(separator: ", and ")
    }
}
