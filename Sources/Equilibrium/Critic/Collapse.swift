extension Diversity {
    /// What is missing, in words; nil where nothing is known to be.
    /// - Parameter course: of the run, which tells how far its samples have spread.
    public func collapse(after course: some Sequence<Measurement>) -> String? {
        typealias T = VerdictThresholds
        if let modesCovered, let modes, let highQuality, highQuality >= T.modesAreMeant,
            Double(modesCovered) < T.coveredShare * Double(modes)
        {
            return "\(modesCovered) of \(modes) modes covered"
        }
        // A network that has not learned yet makes narrow samples too, elsewhere: nothing has collapsed.
        let widest = course.reduce(0) { max($0, $1.diversity?.spread ?? 0) }
        if let spread, spread < T.lowSpread, isLikeReal || spread < T.onePoint || spread < T.lowSpread * widest {
            return "generated samples spread \(Verdict.text(spread)) times as far as real ones"
        }
        // Where the modes are known they say more: a generator may reach all of them with narrow samples.
        if modes == nil, isLikeReal, let relativeCoverage, let relativePrecision,
            relativeCoverage < T.coveredData * min(1, relativePrecision)
        {
            return "generated samples are like real ones but come near only "
                + "\(Verdict.percent(relativeCoverage)) of what training samples come near"
        }
        return nil
    }

    /// What was missing at every evaluation of a part of a course; nil where that is nothing.
    public static func collapse(over part: ArraySlice<Measurement>, of course: [Measurement]) -> String? {
        let missing = part.map { $0.diversity?.collapse(after: course) }
        return missing.allSatisfy { $0 != nil } ? missing.last ?? nil : nil
    }

    /// Whether most generated samples lie where the data is; false where that was not measured.
    var isLikeReal: Bool { relativePrecision.map { $0 >= VerdictThresholds.likeReal } ?? false }
}
