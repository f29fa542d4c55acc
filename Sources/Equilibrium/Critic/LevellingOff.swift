/// When a critic that learns is looked at, and when it has stopped getting better.
///
/// It learns at its full rate until its loss on the samples set aside has not fallen for half as many updates again as
/// it took to get there, then from its best state at a fifth of the rate until the same holds again: then it has
/// levelled off. Nor does it go on where next to nothing is left to learn.
struct LevellingOff {
    /// What to do next: go on as before; go on more slowly, from the best state; stop.
    enum Answer: Hashable { case same, slower, levelled }

    /// Of the critic's own learning rate.
    private(set) var rate = 1.0
    /// The lowest loss, in nats, and the last one that was lower by more than `step`.
    private var best: Double, standing: Double
    /// The update of the second.
    private var since = 0
    /// Whether the last look found the lowest loss.
    private(set) var isBest = false
    private var next: Int

    /// Updates between looks: a twentieth of what is done, at least so many.
    private static let pause = 50
    /// Updates without a fall, at least.
    private static let patience = 300
    /// A fall of the loss by less than this, in nats, does not count: 0.0005 of cross-entropy is worth no more than
    /// 0.016 of accuracy near 0.5, the accuracy's excess e costing 2 e^2.
    private static let step = 0.0005
    private static let lowRate = 0.2
    /// A loss, in nats, below which next to nothing is left to learn: at most 0.005 / ln 2, less than a hundredth, of
    /// the answers can be wrong.
    private static let enough = 0.005

    /// - Parameter start: the loss before any update.
    init(start: Double) {
        (best, standing) = (start, start)
        next = Self.pause
    }

    /// Whether the loss is to be measured after so many updates.
    func isDue(at update: Int) -> Bool { update >= next }

    mutating func note(_ loss: Double, at update: Int) -> Answer {
        next = update + max(Self.pause, update / 20)
        if loss < standing - Self.step || !standing.isFinite { (standing, since) = (loss, update) }
        isBest = loss < best || !best.isFinite
        if isBest { best = loss }
        guard best >= Self.enough || !best.isFinite else { return .levelled }
        guard update - since >= max(Self.patience, since / 2) else { return .same }
        if rate == 1 {
            rate = Self.lowRate
            since = update
            return .slower
        }
        return .levelled
    }
}
