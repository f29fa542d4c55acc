import Equilibrium
import Formats
import Reporting

/// What a run's tables say.
extension RunFolder {
    /// Every evaluation; empty where there is no table.
    func course() throws -> [Measurement] {
        var course: [Measurement] = []
        try MetricsTable.eachMeasurement(in: file(MetricsFile.name)) { course.append($0) }
        return course
    }

    /// What judges found, in order; empty where none looked.
    func examinations() throws -> [Examination] {
        try Self.examinations { name in
            try AtomicFile.readIfThere(file(name)).map { (content: $0, path: file(name)) }
        }
    }

    /// - Parameter read: the content of a table and the path to name in errors; nil where there is none.
    static func examinations(
        _ read: (_ name: String) throws -> (content: [UInt8], path: String)?
    ) throws -> [Examination] {
        guard let critics = try read(ExaminationFiles.critic), let judges = try read(ExaminationFiles.judges) else {
            return []
        }
        let evidence = try JudgesTable.evidence(
            CSVTable(reading: judges.content, path: judges.path), path: judges.path)
        let classes = try read(ExaminationFiles.classes).map { classes in
            try ClassesTable.findings(CSVTable(reading: classes.content, path: classes.path), path: classes.path)
        }
        return try CriticTable.examinations(
            CSVTable(reading: critics.content, path: critics.path), evidence, classes ?? [:], path: critics.path)
    }

    /// nil where none were taken.
    func sampleMetrics() throws -> MetricReport? {
        let path = file(SampleMetricsFile.name)
        guard let content = try AtomicFile.readIfThere(path) else { return nil }
        return SampleMetricsTable.report(try CSVTable(reading: content, path: path))
    }
}
