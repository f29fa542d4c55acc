/// Samples of a sound as networks see them, from -1 to 1.
struct SoundUnits: SampleUnits {
    let header: [String]?
    let sampleRate: Int?

    init(length: Int, rate: Int) {
        header = (0..<length).map { "s\($0 + 1)" }
        sampleRate = rate
    }

    var element: SampleElement? { .single }
    var linear: LinearUnits? { LinearUnits(centers: [0], widths: [1], range: -1...1, isWhole: false) }

    func numbers(_ sample: ArraySlice<Float>) -> [Double] { sample.map { Double(min(max($0, -1), 1)) } }
    func cells(_ sample: ArraySlice<Float>) -> [String] { sample.map { "\(min(max($0, -1), 1))" } }
}
