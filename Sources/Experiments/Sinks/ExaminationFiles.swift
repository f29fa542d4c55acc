import Reporting

/// `critic.csv` and `judges.csv`: what judges found whenever they looked at the generator; `classes.csv`: the same of
/// each class of a conditional one.
struct ExaminationFiles: Sink {
    static let (critic, judges, classes) = ("critic.csv", "judges.csv", "classes.csv")

    private let folder: RunFolder

    init?(_ site: SinkSite) { folder = site.folder }

    func examined(_ moment: RunMoment) throws {
        guard !moment.examinations.isEmpty else {
            let others = moment.trainer.spec.condition == nil ? [] : [Self.classes]
            return try ([Self.critic, Self.judges] + others).forEach { try folder.remove($0) }
        }
        // The others first: what a row of critic.csv belongs to is there when it is.
        let classes = ClassesTable.table(moment.examinations)
        if !classes.rows.isEmpty { try folder.write(classes.text, to: Self.classes) }
        try folder.write(JudgesTable.table(moment.examinations).text, to: Self.judges)
        try folder.write(CriticTable.table(moment.examinations).text, to: Self.critic)
    }
}
