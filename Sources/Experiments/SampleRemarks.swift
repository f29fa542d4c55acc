import Datasets
import Diagnostics

/// What is valid in two files of samples, and looks as if it were not meant.
enum SampleRemarks {
    /// - Parameter index: of the real samples.
    static func remark(
        on real: SampleFile, _ generated: SampleFile, _ index: SampleIndex, isOneSet: Bool, _ findings: inout Findings
    ) {
        if isOneSet {
            findings.warning(
                "\(real.name) and \(generated.name) hold the same samples", at: nil,
                help: "one half of them is judged against the other, as if it were generated")
            return
        }
        let constant = real.texts == nil ? real.constantColumns : []
        if constant.count == real.size || real.texts.map({ Set($0.lines).count == 1 }) ?? false {
            findings.warning(
                "all samples of \(real.name) are equal", at: nil, help: "whatever differs from them is told apart")
        } else if let first = constant.first {
            let more = constant.count > 1 ? " (and so have \(constant.count - 1) more)" : ""
            findings.warning(
                "\(real.place(first)) of \(real.name) has one value in all samples\(more): whatever else a generated "
                    + "sample has there gives it away", at: nil, help: "leave it out of all files if that is not meant")
        }
        let shared = index.count(of: generated)
        let copies = index.copies
        if copies > 0 {
            findings.warning(
                "\(copies) of the \(real.count) samples of \(real.name) are copies of others in it: tests take samples to be "
                    + "independent, and may take that for a difference", at: nil, help: "leave copies out")
        }
        // Rows of few values coincide by chance; then real ones do among themselves, too.
        if shared > 0, 20 * shared >= generated.count, !index.hasRepeats {
            findings.warning(
                "\(shared) of the \(generated.count) samples of \(generated.name) are also in \(real.name): "
                    + "tests take the two files to be independent", at: nil,
                help: "real samples should be new to the generator; give what it learned from as --training")
        }
        if let texts = real.texts {
            if texts.othersCount > 0 {
                findings.warning(
                    "the texts have \(texts.othersCount) characters beyond the \(SampleTexts.mostSymbols - 1) most frequent "
                        + "ones of both files: for critics and distances these are one and the same", at: nil,
                    help: "their counts are judged one by one all the same")
            }
            return
        }
        guard real.isUniform else {
            for (file, other) in [(real, generated), (generated, real)] {
                let whole = file.wholeColumns.filter { !other.isMostlyWhole($0) }
                guard let first = whole.first else { continue }
                let more = whole.count > 1 ? " (and so have \(whole.count - 1) more)" : ""
                findings.warning(
                    "\(file.place(first)) has whole numbers in \(file.name)\(more) and others in \(other.name): that tells "
                        + "the samples apart, and judges who see values that are near may not see it", at: nil,
                    help: "round both alike, or neither")
            }
            return
        }
        let (a, b) = (real.range, generated.range)
        let ratio = (b.upperBound - b.lowerBound) / max(a.upperBound - a.lowerBound, .leastNormalMagnitude)
        if !(0.55...1.8).contains(ratio) {
            func text(_ range: ClosedRange<Double>) -> String {
                "\(NumberText.brief(range.lowerBound)) to \(NumberText.brief(range.upperBound))"
            }
            findings.warning(
                "values of \(real.name) are in \(text(a)), those of \(generated.name) in \(text(b))", at: nil,
                help: "are both in the same units? Pixels may be 0 to 255 in one file and -1 to 1 in the other")
        }
    }
}
