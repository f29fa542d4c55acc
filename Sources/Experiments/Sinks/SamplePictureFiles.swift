import Formats
import Reporting

/// `samples/iteration-N.png`: real samples beside generated ones, as often as the file asks and at the end; of clips
/// the picture moves.
struct SamplePictureFiles: Sink {
    static let folders = ["samples"]

    private let folder: RunFolder
    private let pictures: SamplePictures
    private let every: Int?

    init?(_ site: SinkSite) {
        folder = site.folder
        pictures = SamplePictures(site.dataset, site.expectation)
        every = site.run.spec.output.samplesEvery
    }

    func iterated(_ moment: RunMoment) throws {
        let iteration = moment.trainer.iteration
        guard moment.isLast || every.map({ iteration % $0 == 0 }) == true,
            let picture = pictures.draw(moment.trainer)
        else { return }
        try folder.write(AnimatedPNG.encode(picture), to: RunFolder.pictureName(iteration))
    }
}
