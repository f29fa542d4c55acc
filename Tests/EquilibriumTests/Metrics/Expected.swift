// Made by expected.py with NumPy, SciPy and scikit-learn.
enum Expected {
    static let slicedOrder1: Double = 0.26342497426394
    static let slicedOrder2: Double = 0.31787272402145966
    static let bandwidth: Double = 1.1221809173231878
    static let mmdMedian: Double = 0.058631078455286145
    static let mmdHalf: Double = 0.047674865445802905
    static let precision: Double = 1.0
    static let recall: Double = 0.3
    static let density: Double = 0.82
    static let coverage: Double = 0.5
    static let nearestDistance: Double = 0.35211778535643495
    static let nearestRatio: Double = 1.0477980795340076
    static let modesCovered: Double = 4.0
    static let highQualityShare: Double = 0.85
    static let modeReverseKL: Double = 0.2380760445982203
    static let frechet: Double = 0.8101705524523997
    static let crossEntropy: Double = 100.89605994167934
    static let crossEntropySlope0: Double = -0.9581060022051316
    static let crossEntropySlope1: Double = 0.0020463595882080922
}
