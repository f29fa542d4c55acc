import Equilibrium

extension EquilibriumReport {
    /// equilibrium.json: keys in alphabetical order, numbers in full precision; what was not measured is left out.
    /// Names of measured numbers are those of metrics.csv.
    public var json: String { ReportJSON.text(document) }

    private var document: Document {
        let last = course.last
        let expected = EvaluationColumn.all.compactMap { column in
            column.theoryOf(expectation).map { (column.name, $0) }
        }
        let measured = EvaluationColumn.all.compactMap { column in
            last.flatMap(column.value).map { (column.name, $0) }
        }
        return Document(
            advice: advice, answer: answer, classes: classes, command: command,
            course: secondHalf.map(Half.init), critic: examination.flatMap { Critic($0, gap: gap) },
            data: spec.data.name, experiment: spec.name,
            iteration: last?.iteration, iterations: spec.training.iterations,
            judges: examination?.evidence.findings.map(JudgeFinding.init), loss: expectation.loss,
            measured: Dictionary(uniqueKeysWithValues: measured), run: run,
            sampleMetrics: sampleMetrics.map { report in
                Dictionary(uniqueKeysWithValues: report.generated.compactMap { m in m.value.map { (m.name, $0) } })
            }, samples: last?.accuracy.real.count,
            settledAt: settling.iteration, shareSettled: settling.share,
            stop: stop, theory: Dictionary(uniqueKeysWithValues: expected),
            totalVariation: examination?.evidence.bound, verdict: verdict.kind.rawValue, reason: verdict.reason)
    }

    /// Left out where the game is played without labels.
    private var classes: [ClassEntry]? {
        guard let classes = examination?.classes, !classes.isEmpty else { return nil }
        return classes.map(ClassEntry.init)
    }

    private struct Document: Encodable {
        let advice: [String]
        let answer: String
        let classes: [ClassEntry]?
        let command: String
        let course: Half?
        let critic: Critic?
        let data: String
        let experiment: String
        let iteration: Int?
        let iterations: Int
        let judges: [JudgeFinding]?
        let loss: String
        let measured: [String: Double]
        let run: String
        let sampleMetrics: [String: Double]?
        let samples: Int?
        let settledAt: Int?
        let shareSettled: Double?
        let stop: String?
        let theory: [String: Double]
        let totalVariation: Double?
        let verdict: String
        let reason: String

        enum CodingKeys: String, CodingKey {
            case advice, answer, classes, command, course, critic, data, experiment, iteration, iterations, judges
            case loss, measured, run, samples
            case sampleMetrics = "sample_metrics"
            case settledAt = "settled_at"
            case shareSettled = "share_settled"
            case stop = "stopped"
            case theory = "at_equilibrium"
            case totalVariation = "total_variation_at_least"
            case verdict, reason
        }
    }

    /// The second half of the course; intervals are [lower, upper].
    private struct Half: Encodable {
        let first: Int, last: Int
        let mean: Double, meanInterval: [Double]
        let trend: Double, trendInterval: [Double]
        let swing: Double
        let crossings: Int
        let period: Double?
        let correlation: Double

        init(_ course: Course) {
            first = course.first
            last = course.last
            mean = course.mean.value
            meanInterval = [course.mean.interval.lower, course.mean.interval.upper]
            trend = course.trend.value
            trendInterval = [course.trend.interval.lower, course.trend.interval.upper]
            swing = course.amplitude
            crossings = course.crossings
            period = course.period
            correlation = course.correlation
        }

        enum CodingKeys: String, CodingKey {
            case first = "first_iteration"
            case last = "last_iteration"
            case mean = "accuracy"
            case meanInterval = "accuracy_interval"
            case trend = "change_per_1000_iterations"
            case trendInterval = "change_interval"
            case swing, crossings
            case period = "period_iterations"
            case correlation = "neighbour_correlation"
        }
    }

    /// Names are those of judges.csv.
    struct JudgeFinding: Encodable {
        let judge: String
        let realSamples: Int, generatedSamples: Int
        let statistic: Double
        let pValue: Double, logPValue: Double
        let distance: Double, totalVariation: Double
        let smallestVisible: Double?
        let isDifference: Bool

        init(_ finding: Finding) {
            judge = finding.judge
            (realSamples, generatedSamples) = (finding.realCount, finding.generatedCount)
            statistic = finding.statistic
            (pValue, logPValue) = (finding.pValue, finding.logPValue)
            (distance, totalVariation) = (finding.distance, finding.bound)
            smallestVisible = finding.visible
            isDifference = finding.isDifference
        }

        enum CodingKeys: String, CodingKey {
            case judge, statistic, distance
            case realSamples = "real_samples"
            case generatedSamples = "generated_samples"
            case pValue = "p_value"
            case logPValue = "log10_p_value"
            case totalVariation = "total_variation_at_least"
            case smallestVisible = "smallest_visible"
            case isDifference = "is_difference"
        }
    }

    /// Names are those of classes.csv.
    private struct ClassEntry: Encodable {
        let label: Int
        let name: String
        let criticAccuracy: Double?, criticPValue: Double?
        let coverage: Double?, recall: Double?
        let rightClass: Double?
        let isKnownApart: Bool

        init(_ finding: ClassFinding) {
            (label, name) = (finding.label, finding.name)
            (criticAccuracy, criticPValue) = (finding.criticAccuracy, finding.critic?.pValue)
            (coverage, recall) = (finding.variety?.coverage, finding.variety?.recall)
            rightClass = finding.recognition.flatMap { $0.generated.count > 0 ? $0.generated.value : nil }
            isKnownApart = finding.isKnownApart
        }

        enum CodingKeys: String, CodingKey {
            case label, coverage, recall
            case name = "class"
            case criticAccuracy = "critic_accuracy"
            case criticPValue = "critic_p_value"
            case rightClass = "right_class"
            case isKnownApart = "is_difference"
        }
    }

    /// The last examination; names are those of critic.csv, and intervals are [lower, upper].
    private struct Critic: Encodable {
        let iteration: Int
        let accuracy: Double
        let accuracyInterval: [Double]
        let accuracyReal: Double, accuracyFake: Double
        let areaUnderCurve: Double
        let crossEntropy: Double
        let gap: Double?
        let logPValue: Double, pValue: Double
        let jensenShannon: Double
        let jensenShannonInterval: [Double]
        let modes: Int?, modesCovered: Int?
        let highQuality: Double?, spread: Double?
        let relativeCoverage: Double?, relativePrecision: Double?
        let samples: Int
        let maker: String
        let isLevelled: Bool
        let updates: Int

        init?(_ examination: Examination, gap: Double?) {
            guard let critic = examination.critic else { return nil }
            func list(_ interval: Interval) -> [Double] { [interval.lower, interval.upper] }
            let diversity = examination.diversity
            iteration = critic.iteration
            accuracy = critic.accuracy.mean
            accuracyInterval = list(critic.accuracy.interval)
            accuracyReal = critic.accuracy.real.value
            accuracyFake = critic.accuracy.fake.value
            areaUnderCurve = critic.areaUnderCurve
            crossEntropy = critic.crossEntropy
            self.gap = gap
            logPValue = critic.logPValue
            pValue = critic.pValue
            jensenShannon = critic.jensenShannon.estimate
            jensenShannonInterval = list(critic.jensenShannon.interval)
            modes = diversity.modes
            modesCovered = diversity.modesCovered
            highQuality = diversity.highQuality
            spread = diversity.spread
            relativeCoverage = diversity.relativeCoverage
            relativePrecision = diversity.relativePrecision
            samples = critic.accuracy.real.count
            maker = critic.maker
            isLevelled = critic.isLevelled
            updates = critic.updates
        }

        enum CodingKeys: String, CodingKey {
            case iteration, modes, samples, spread
            case accuracy = "critic_accuracy"
            case accuracyInterval = "critic_accuracy_interval"
            case accuracyReal = "critic_accuracy_real"
            case accuracyFake = "critic_accuracy_fake"
            case areaUnderCurve = "critic_auc"
            case crossEntropy = "critic_cross_entropy"
            case gap = "gap_to_training"
            case logPValue = "critic_log10_p_value"
            case pValue = "critic_p_value"
            case jensenShannon = "jensen_shannon_at_least"
            case jensenShannonInterval = "jensen_shannon_interval"
            case modesCovered = "modes_covered"
            case highQuality = "high_quality_share"
            case relativeCoverage = "relative_coverage"
            case relativePrecision = "relative_precision"
            case maker = "critic"
            case isLevelled = "critic_levelled"
            case updates = "critic_updates"
        }
    }
}
