import Datasets
import Formats
import Reporting

/// The pictures of clips, one by one.
enum ClipFrames {
    /// Of one frame of all samples: [samples, height, width, channels of a picture].
    static func values(_ samples: ArraySlice<Float>, _ dataset: Dataset, _ frame: Int) -> [Float] {
        let width = dataset.shape[2] / dataset.frames
        return stride(from: samples.startIndex + frame * width, to: samples.endIndex, by: dataset.shape[2])
            .flatMap { samples[$0..<$0 + width] }
    }

    /// One sample, as a file that moves where it is a clip.
    static func file(_ sample: ArraySlice<Float>, _ dataset: Dataset) throws -> [UInt8] {
        let shape = dataset.shape
        return try AnimatedPNG.encode(
            (0..<dataset.frames).map { frame in
                PixelImage(
                    width: shape[1], height: shape[0], channels: shape[2] / dataset.frames,
                    samples: values(sample, dataset, frame).map(ImageGrid.byte))
            })
    }
}
