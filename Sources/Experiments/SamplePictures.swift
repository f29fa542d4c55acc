import Datasets
import Equilibrium
import Formats
import Reporting
import Training

/// Pictures of what a generator makes: images beside real ones, 2-D points over the discriminator's surface,
/// texts, spectrograms of sounds. Always of
/// the same noise, so that pictures along a run show one change.
struct SamplePictures {
    private static let images = 64
    /// Of a picture with a column for each class.
    private static let rows = 8
    private static let points = 1000
    private static let texts = 32
    private static let sounds = 16
    /// Clips, and how many of them stand beside each other.
    private static let clips = 16, clipColumns = 4
    private static let surfaceSide = 64

    private let dataset: Dataset
    private let expectation: Expectation

    init(_ dataset: Dataset, _ expectation: Expectation) {
        self.dataset = dataset
        self.expectation = expectation
    }

    /// One picture, of clips one for each frame; nil for data that has none: rows of numbers.
    func draw(_ trainer: Trainer) -> [PixelImage]? {
        dataset.frames > 1 ? drawClips(trainer) : drawSamples(trainer).map { [$0] }
    }

    private func drawClips(_ trainer: Trainer) -> [PixelImage] {
        let real = dataset.heldOut.values(of: 0..<min(Self.clips, dataset.heldOut.count))
        let generated = trainer.generate(count: Self.clips)
        let shape = dataset.shape
        return (0..<dataset.frames).map { frame in
            ImageGrid(
                height: shape[0], width: shape[1], channels: shape[2] / dataset.frames,
                real: ClipFrames.values(real[...], dataset, frame),
                generated: ClipFrames.values(generated[...], dataset, frame), title: "iteration \(trainer.iteration)"
            ).image(columns: Self.clipColumns, rows: Self.clips / Self.clipColumns)
        }
    }

    private func drawSamples(_ trainer: Trainer) -> PixelImage? {
        let title = "iteration \(trainer.iteration)"
        switch dataset.kind {
        case .image:
            let shape = dataset.shape
            if let columns = trainer.pictureColumns {
                return ImageGrid(
                    height: shape[0], width: shape[1], channels: shape[2], real: byClass(columns),
                    generated: trainer.generate(count: Self.rows * columns), title: title
                ).image(columns: columns, rows: Self.rows)
            }
            let count = min(Self.images, dataset.heldOut.count)
            return ImageGrid(
                height: shape[0], width: shape[1], channels: shape[2], real: dataset.heldOut.values(of: 0..<count),
                generated: trainer.generate(count: Self.images), title: title
            ).image()
        case .points:
            let real = dataset.heldOut.values(of: 0..<min(Self.points, dataset.heldOut.count))
            let generated = trainer.generate(count: Self.points)
            let range = PlaneRange(around: real)
            return ScatterPlot(
                range: range, real: real, generated: generated,
                surface: surface(trainer, over: range, real: real, generated: generated), title: title
            ).image()
        case .text:
            func texts(_ values: [Float]) -> [String] {
                let size = dataset.training.size
                return stride(from: 0, to: values.count, by: size).map { start in
                    dataset.units.cells(values[start..<start + size]).joined(separator: " ")
                }
            }
            let count = min(Self.texts, dataset.heldOut.count)
            return TextGrid(
                real: texts(dataset.heldOut.values(of: 0..<count)),
                generated: texts(trainer.generate(count: Self.texts)),
                title: title
            ).image()
        case .sound:
            let count = min(Self.sounds, dataset.heldOut.count)
            return Spectrogram.grid(
                length: dataset.training.size, real: dataset.heldOut.values(of: 0..<count),
                generated: trainer.generate(count: Self.sounds), title: title)
        case .vector:
            return nil
        }
    }

    /// Held-out images, a column for each of the first classes; where a class has too few, they repeat.
    private func byClass(_ columns: Int) -> [Float] {
        let (samples, labels) = (dataset.heldOut, dataset.heldOut.labels ?? [])
        let rows = (0..<columns).map { label in labels.indices.filter { labels[$0] == label } }
        return (0..<Self.rows * columns).flatMap { index -> [Float] in
            let rows = rows[index % columns]
            guard !rows.isEmpty else { return [Float](repeating: -1, count: samples.size) }
            let row = rows[index / columns % rows.count]
            return samples.values(of: row..<row + 1)
        }
    }

    /// Where the loss leaves the threshold open, and so the place of the line on which the discriminator is undecided,
    /// it is the one that tells the points of this picture apart best.
    func surface(
        _ trainer: Trainer, over range: PlaneRange, real: [Float], generated: [Float]
    ) -> DiscriminatorSurface? {
        let outputs = trainer.discriminate(range.lattice(columns: Self.surfaceSide, rows: Self.surfaceSide))
        let threshold =
            expectation.equilibrium.threshold
            ?? Ranking.bestThreshold(real: trainer.discriminate(real), fake: trainer.discriminate(generated))
        return DiscriminatorSurface(
            columns: Self.surfaceSide, rows: Self.surfaceSide,
            values: outputs.map { Float(expectation.output.display(Double($0))) },
            threshold: expectation.output.display(threshold),
            outputs: expectation.output == .probability ? 0...1 : nil)
    }
}
