import Kernels

/// The streams of random numbers that metrics draw from; not those of a run or of a dataset.
enum MetricStream: UInt32 {
    // "met" in ASCII, and a number.
    case directions = 0x6D65_7401
    /// First parameters of the judge.
    case judgeParameters
    /// The samples of the judge's batches; counts updates.
    case judgeBatches
    /// The first centres of a mixture that is fitted to samples; counts starts.
    case mixtureCenters
    /// Pairs of pictures.
    case picturePairs
    /// Where patches of pictures lie; counts pictures, of either kind and of each level.
    case patchPlaces

    func address(seed: Int, at iteration: Int) -> RandomAddress {
        RandomAddress(seed: UInt64(seed), stream: rawValue, iteration: UInt64(iteration))
    }
}
