import Foundation

/// What a fresh critic found on samples that it had not seen.
public struct CriticResult: Hashable, Sendable {
    /// Of the run: the generator was frozen as it was after it.
    public let iteration: Int
    /// On held-out real samples and on as many generated ones.
    public let accuracy: Accuracy
    /// Mean over both kinds of -ln(probability given to the right answer), in nats, and its standard error.
    public let crossEntropy: Double, crossEntropyError: Double
    public let areaUnderCurve: Double
    /// Updates of the critic up to the state that was tested.
    public let updates: Int
    /// Real samples that the critic learned from.
    public let trainedOn: Int

    /// From a record.
    public init(
        iteration: Int, accuracy: Accuracy, crossEntropy: Double, crossEntropyError: Double, areaUnderCurve: Double,
        updates: Int, trainedOn: Int
    ) {
        self.iteration = iteration
        self.accuracy = accuracy
        self.crossEntropy = crossEntropy
        self.crossEntropyError = crossEntropyError
        self.areaUnderCurve = areaUnderCurve
        self.updates = updates
        self.trainedOn = trainedOn
    }

    /// Outputs are logits of the probability of being real.
    init(iteration: Int, realOutputs: [Float], fakeOutputs: [Float], updates: Int, trainedOn: Int) {
        func decided(_ outputs: [Float]) -> [Float] { outputs.map { abs($0) < FreshCritic.undecided ? 0 : $0 } }
        let (real, fake) = (decided(realOutputs), decided(fakeOutputs))
        let (onReal, onFake) = (CrossEntropy(realOutputs, isReal: true), CrossEntropy(fakeOutputs, isReal: false))
        self.init(
            iteration: iteration, accuracy: Accuracy(real: real, fake: fake, threshold: 0),
            crossEntropy: (onReal.mean + onFake.mean) / 2,
            crossEntropyError: (onReal.squaredError + onFake.squaredError).squareRoot() / 2,
            areaUnderCurve: Ranking.areaUnderCurve(real: real, fake: fake), updates: updates, trainedOn: trainedOn)
    }

    /// Samples of both kinds together.
    public var samples: Int { accuracy.real.count + accuracy.fake.count }

    /// The probability of an accuracy this high or higher if both kinds were distributed alike.
    ///
    /// Then each answer is right with probability 1/2 on average over the kinds, whatever the critic, and the number of
    /// right ones has mean n/2 and a variance of at most n/4: that of the accuracy is 1/(4n), n the samples of both
    /// kinds. Its tail is at most the binomial distribution's (Hoeffding 1956, theorem 4), which is used as it is: no
    /// normal approximation. One-sided, since a critic tested on new samples of what it learned from can be wrong more
    /// often than right by chance only.
    public var pValue: Double { pow(10, logPValue) }

    /// The decimal logarithm of `pValue`, which may be far below the smallest Double.
    public var logPValue: Double {
        let (real, fake) = (accuracy.real, accuracy.fake)
        let right = real.value * Double(real.count) + fake.value * Double(fake.count)
        return Binomial.logTail(Int(right.rounded(.down)), of: samples) / log(10)
    }

    /// "p = 0.012", "p = 3.1e-40", "p < 1e-300".
    public var pValueText: String {
        if logPValue < -300 { return "p < 1e-300" }
        return "p = " + String(format: pValue < 0.001 ? "%.1e" : "%.2g", pValue)
    }

    /// Whether chance would give such an accuracy too rarely to be believed.
    public var isSignificant: Bool { logPValue < log10(VerdictThresholds.significance) }

    /// Whether real and generated samples differ by more than what counts as near.
    public var isDifferent: Bool { isSignificant && accuracy.mean >= 0.5 + VerdictThresholds.criticNear }

    /// Whether no difference was seen, and none that matters could have been: there were too few samples.
    public var isBlind: Bool { !isSignificant && smallestVisible > 0.5 + VerdictThresholds.criticMustSee }

    /// The smallest true accuracy that this many samples tell from 0.5 with 80 % power: the probability of being right
    /// at which four tests of five come out significant (at 2.5 % on one side). Exact, by the binomial distribution; about
    /// 0.5 + 1.4/sqrt(samples), and 1 where not even that is significant.
    ///
    /// An accuracy measured at the border of significance is a smaller number, and no answer to what could have been
    /// seen: a critic whose true accuracy lies there is missed every other time.
    public var smallestVisible: Double {
        let n = samples
        guard n > 0 else { return 1 }
        // Where the normal approximation has it, and from there on.
        var right = max(n / 2, Int(Double(n) / 2 + 0.75 * Double(n).squareRoot()))
        while right <= n, Binomial.logTail(right, of: n) >= log(VerdictThresholds.significance) { right += 1 }
        guard right <= n else { return 1 }
        var (unseen, seen) = (0.5, 1.0)
        while seen - unseen > 1e-6 {
            let middle = (unseen + seen) / 2
            if Binomial.tail(right, of: n, probability: middle) < Self.power { unseen = middle } else { seen = middle }
        }
        return seen
    }

    /// How often a difference must be seen to count as visible.
    static let power = 0.8

    /// The total variation distance of the two distributions is at least 2 * accuracy - 1, since no classifier can be
    /// right more often than (1 + distance)/2. The estimate, and the ends of its 95 % interval; never below 0.
    public var totalVariation: Bound {
        func bound(_ accuracy: Double) -> Double { max(0, 2 * accuracy - 1) }
        return Bound(
            estimate: bound(accuracy.mean),
            interval: Interval(
                bound(accuracy.interval.lower), bound(accuracy.interval.upper)))
    }

    /// The Jensen-Shannon divergence in nats is at least ln 2 - cross-entropy, since no classifier has a smaller
    /// cross-entropy than ln 2 - divergence (Goodfellow et al. 2014, theorem 1). The estimate, and the ends of its 95 %
    /// interval; never below 0. The largest possible is ln 2.
    public var jensenShannon: Bound {
        func bound(_ crossEntropy: Double) -> Double { max(0, log(2) - crossEntropy) }
        return Bound(
            estimate: bound(crossEntropy),
            interval: Interval(
                bound(crossEntropy + Interval.z * crossEntropyError),
                bound(crossEntropy - Interval.z * crossEntropyError)))
    }

    /// A lower bound, itself estimated from samples.
    public struct Bound: Hashable, Sendable {
        public let estimate: Double
        public let interval: Interval
    }
}

/// -ln(probability of the right answer) over outputs of one kind, in nats.
struct CrossEntropy {
    let mean: Double
    /// Of the mean.
    let squaredError: Double

    init(_ outputs: [Float], isReal: Bool) {
        let count = Double(outputs.count)
        var (sum, squares) = (0.0, 0.0)
        for output in outputs {
            // softplus(-x) = -ln sigmoid(x), without overflow.
            let x = isReal ? -Double(output) : Double(output)
            let value = max(x, 0) + log1p(exp(-abs(x)))
            sum += value
            squares += value * value
        }
        mean = sum / count
        squaredError = count > 1 ? max(0, squares / count - mean * mean) / (count - 1) : 0
    }
}

/// The binomial distribution.
enum Binomial {
    /// ln P(X >= k), X the number of heads of n fair coins.
    static func logTail(_ k: Int, of n: Int) -> Double {
        if k <= 0 { return 0 }
        if k > n { return -.infinity }
        // Terms fall from the middle on; below it the other side is the shorter way.
        if 2 * k <= n { return log1p(-exp(logTail(n - k + 1, of: n))) }
        var (term, sum) = (1.0, 1.0)
        var i = k
        while i < n, term > sum * 1e-17 {
            term *= Double(n - i) / Double(i + 1)
            sum += term
            i += 1
        }
        let (heads, coins) = (Double(k), Double(n))
        return lgamma(coins + 1) - lgamma(heads + 1) - lgamma(coins - heads + 1) - coins * log(2) + log(sum)
    }

    /// P(X >= k), X the number of heads of n coins that show heads with a probability between 0 and 1.
    static func tail(_ k: Int, of n: Int, probability p: Double) -> Double {
        if k <= 0 { return 1 }
        if k > n { return 0 }
        // As above: from k away from the middle, up or down.
        let isAbove = Double(k) > Double(n) * p
        let from = isAbove ? k : k - 1
        let (heads, coins, odds) = (Double(from), Double(n), p / (1 - p))
        var (term, sum) = (1.0, 1.0)
        var i = from
        while isAbove ? i < n : i > 0, term > sum * 1e-17 {
            term *= isAbove ? Double(n - i) / Double(i + 1) * odds : Double(i) / Double(n - i + 1) / odds
            sum += term
            i += isAbove ? 1 : -1
        }
        let first =
            lgamma(coins + 1) - lgamma(heads + 1) - lgamma(coins - heads + 1) + heads * log(p)
            + (coins - heads) * log(1 - p)
        return isAbove ? sum * exp(first) : 1 - sum * exp(first)
    }
}
