import Configuration

/// An entry of the dataset registry: where samples come from. What it gives depends on its values (and files) alone,
/// never on the seed of the run.
public protocol DatasetSource: Entry {
    /// What checking a run needs to know. Files are read to the end: what is wrong with them is to be told before
    /// anything is trained.
    func profile() throws(DatasetError) -> DataProfile

    /// What the labels will be; none where an entry does not say.
    var labelKind: DataTraits.Labels { get }

    /// Memory that reading takes at its peak, as a multiple of what the samples take.
    var loadingFactor: Double { get }

    /// All samples, training and held out.
    func load() throws(DatasetError) -> Dataset
}

extension DatasetSource {
    public var labelKind: DataTraits.Labels { .none }
    public var loadingFactor: Double { 1 }

    public func profile() throws(DatasetError) -> DataProfile { DataProfile(try load()) }
}

public enum DatasetSources {
    public static let registry = Registry<any DatasetSource>(
        .datasets,
        [
            Digits.self, FashionMNIST.self, CIFAR.self, IDXFiles.self, ArrayFile.self, PictureFiles.self, Clips.self,
            CSVFile.self, Table.self, Text.self, Sounds.self, Stacked.self, Ring.self, Grid.self, SwissRoll.self,
            Dirac.self, RandomSamples.self,
        ])
}

extension Key {
    /// Of data that is split: the share that `Split` holds out.
    static let heldOut = Key(
        "held_out", .real(RealRange(0, 1, includesLower: false, includesUpper: false)), default: .real(0.2),
        "share of the samples held out of training, for evaluation; rounded up")

    static let seed = Key(
        "seed", .integer(0...Int.max), default: .integer(0),
        "seed of the data itself; runs with other seeds see the same data")
}
