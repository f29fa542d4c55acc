import Reporting

/// `critic.csv` and `judges.csv`: what judges found whenever they looked at the generator.
struct ExaminationFiles: Sink {
    static let (critic, judges) = ("critic.csv", "judges.csv")

    private let folder: RunFolder

    init?(_ site: SinkSite) { folder = site.folder }

    func examined(_ moment: RunMoment) throws {
        guard !moment.examinations.isEmpty else {
            return try [Self.critic, Self.judges].forEach { try folder.remove($0) }
        }
        // The judges first: what a row of critic.csv belongs to is there when it is.
        try folder.write(JudgesTable.table(moment.examinations).text, to: Self.judges)
        try folder.write(CriticTable.table(moment.examinations).text, to: Self.critic)
    }
}
