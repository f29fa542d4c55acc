import Configuration
import Diagnostics
import Equilibrium
import Formats
import Reporting
import Training

/// `events.out.tfevents.0.saddle`: what TensorBoard shows of a run, where the file has `output: {tensorboard: true}`.
///
/// One file a run, since TensorBoard takes a folder for a run. It is written whole: what was there stays its beginning.
struct TensorBoardEvents: Sink {
    static let name = "events.out.tfevents.0.saddle"

    private let folder: RunFolder
    private let run: PreparedRun

    /// Up to so many evaluations the file is written at each of them, later at every tenth: it grows with their number.
    private static let each = 100

    init?(_ site: SinkSite) {
        guard site.run.spec.output.tensorboard else { return nil }
        folder = site.folder
        run = site.run
    }

    func evaluated(_ moment: RunMoment) throws {
        let count = moment.course.count
        guard count <= Self.each || count.isMultiple(of: 10) else { return }
        try folder.write(Self.scalars(moment.course).bytes, to: Self.name)
    }

    func ended(_ ending: RunEnding) throws {
        let report = ending.report
        var file = Self.scalars(report.course)
        for iteration in try folder.iterations(in: "samples", ".png") {
            let png = try AtomicFile.read(folder.file(RunFolder.pictureName(iteration)))
            // The header of a PNG file has both at fixed places (PNG specification, 11.2.2 IHDR).
            guard png.count > 26 else { continue }
            func number(_ start: Int) -> Int { png[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
            file.picture(
                "samples", png: png, width: number(16), height: number(20), channels: png[25] == 0 ? 1 : 3,
                step: iteration)
        }
        let last = report.course.last?.iteration ?? 0
        Self.addOutputs(of: ending.trainer, samples: run.spec.evaluation.samples, to: &file)
        if let bound = report.examination?.evidence.bound { file.scalar("proved_distance", bound, step: last) }
        if let critic = report.examination?.critic { file.scalar("critic_accuracy", critic.accuracy.mean, step: last) }
        let settings = run.run.parameters.map { (name: $0.path, value: $0.text) }
        file.settings(settings + [("verdict", report.verdict.kind.rawValue)], group: folder.name, end: last)
        try folder.write(file.bytes, to: Self.name)
    }

    /// What the final discriminator says of real and of generated samples, over one range, so that the two compare.
    private static func addOutputs(of trainer: Trainer, samples: Int, to file: inout EventFile) {
        let (real, fake) = trainer.discriminatorOutputs(samples: samples)
        let all = (real + fake).map(Double.init)
        // A run that diverged has none that could be drawn.
        guard let least = all.min(), let largest = all.max(), all.allSatisfy(\.isFinite) else { return }
        for (name, outputs) in [("real", real), ("generated", fake)] {
            file.histogram(
                "discriminator_output/\(name)", outputs.map(Double.init), in: least...largest, step: trainer.iteration)
        }
    }

    private static func scalars(_ course: [Equilibrium.Measurement]) -> EventFile {
        var file = EventFile()
        for measurement in course {
            for column in EvaluationColumn.all {
                guard let value = column.value(measurement), value.isFinite else { continue }
                file.scalar(column.name, value, step: measurement.iteration)
            }
        }
        return file
    }
}
