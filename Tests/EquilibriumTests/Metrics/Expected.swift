// Made by expected.py with NumPy, SciPy and scikit-learn.
enum Expected {
    static let slicedOrder1: Double = 0.26342497426394
    static let slicedOrder2: Double = 0.31787272402145966
    static let bandwidth: Double = 1.1221809173231878
    static let mmdMedian: Double = 0.058631078455286145
    static let mmdHalf: Double = 0.047674865445802905
    static let precision: Double = 0.9666666666666667
    static let recall: Double = 0.5666666666666667
    static let density: Double = 0.58
    static let coverage: Double = 0.4666666666666667
    static let nearestDistance: Double = 0.35211778535643495
    static let nearestRatio: Double = 1.0477980795340076
    static let modesCovered: Double = 3.0
    static let highQualityShare: Double = 0.85
    static let modeReverseKL: Double = 0.31881111329563483
    static let mixtureDensity: Double = -2.808460419660001
    static let fittedDensity: Double = -2.718404474400261
    static let frechet: Double = 0.8101705524523997
    static let crossEntropy: Double = 100.89605994167934
    static let crossEntropySlope0: Double = -0.9581060022051316
    static let crossEntropySlope1: Double = 0.0020463595882080922
    static let judgeFrechet: Double = 1.743651408421254
    static let judgeClassesCovered: Double = 4.0
    static let judgeClassEntropy: Double = 1.124176684080792
    static let judgeConfidence: Double = 0.7155425401857607
    static let slope: Double = 0.02689341591897853
    static let slopeLower: Double = 0.018078919035081846
    static let slopeUpper: Double = 0.035027085368555616
    static let areaUnderCurve: Double = 0.6291666666666668
}
