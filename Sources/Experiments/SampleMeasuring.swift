import Datasets
import Equilibrium
import Formats
import Kernels
import Reporting
import Training

/// Takes the sample metrics of a trained generator.
struct SampleMeasuring {
    let dataset: Dataset
    /// Where a judge of the data's labels is kept, once trained: it is the same for every run on the data.
    let judgeFolder: String
    /// Judges in memory, by the path of their file: runs side by side train one once.
    let judges: MadeOnce<String, Judge>

    /// nil where the run asks for no metric that applies.
    func report(_ trainer: Trainer) throws -> MetricReport? {
        let metrics = Metrics.metrics(trainer.spec.evaluation.metrics, of: dataset.traits)
        guard !metrics.isEmpty else { return nil }
        let judge = Metrics.needJudge(metrics) ? try judge(trainer.workers) : nil
        return try Metrics.report(
            metrics, of: dataset, judge: judge, workers: trainer.workers,
            labels: { trainer.labels(count: $0, stream: .metricNoise) },
            generate: { trainer.generate(count: $0, stream: .metricNoise) })
    }

    /// A classifier of the labels by which a conditional generator's samples are made; nil where there are none, or no
    /// metric asks for one.
    func classJudge(_ trainer: Trainer) throws -> Judge? {
        let metrics = Metrics.metrics(trainer.spec.evaluation.metrics, of: dataset.traits)
        guard Metrics.needJudge(metrics), trainer.labels(count: 1, stream: .metricNoise) != nil else { return nil }
        return try judge(trainer.workers)
    }

    /// nil where the data is no table.
    func columns(_ trainer: Trainer) throws -> ColumnEvidence? {
        guard !dataset.units.columns.isEmpty else { return nil }
        let count = min(Self.columnRows, dataset.training.count)
        return ColumnEvidence(
            dataset, generated: trainer.generate(count: count, stream: .metricNoise),
            critic: try FreshCritic(trainer.spec, shape: dataset.shape).columnImportance(trainer),
            // Of the rows that the judge of columns looks at, so that a page says one thing of them.
            shares: ColumnShares(
                dataset, generated: trainer.generate(count: Diversity.samples, stream: .metricNoise)))
    }

    private static let columnRows = 5000

    /// Of the data's labels, or of those of the pictures that were stacked.
    private func judge(_ workers: Workers) throws -> Judge {
        let dataset = dataset.pictures ?? dataset
        let path = "\(judgeFolder)/judge-\(Judge.checksum(of: dataset)).safetensors"
        return try judges.value(path) {
            if let bytes = try AtomicFile.readIfThere(path) {
                // One that is damaged, or of another recipe, is made again.
                do { return try Judge(Safetensors(sealed: bytes), for: dataset) } catch is SafetensorsError {
                } catch is JudgeFileError {}
            }
            let judge = try Judge.train(on: dataset, workers: workers)
            // Another program may be writing the same one.
            try ExperimentFolder(path: judgeFolder).locked { try AtomicFile.write(judge.file.sealedBytes, to: path) }
            return judge
        }
    }
}
