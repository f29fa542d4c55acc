/// When a run ends before its last iteration; nil: never for that reason. A run that diverges always ends.
public struct StopSpec: Hashable, Sendable {
    /// Evaluations in a row near equilibrium, which a fresh critic and the other judges then confirm.
    public var equilibrium: Int?
    /// Evaluations in a row at which the generator's samples lack variety.
    public var collapse: Int?
    /// Evaluations in a row between which neither loss changed.
    public var frozen: Int?
    /// Looks of the judges in a row at which the difference that they prove was not smaller than before.
    public var plateau: Int?
    /// Time of work, evaluations and judges included, as the file gives it: "2h".
    public var after: String?

    public init(
        equilibrium: Int? = nil, collapse: Int? = nil, frozen: Int? = nil, plateau: Int? = nil, after: String? = nil
    ) {
        self.plateau = plateau
        self.equilibrium = equilibrium
        self.collapse = collapse
        self.frozen = frozen
        self.after = after
    }

    /// `after` in seconds; nil where it is not given, or is no duration.
    public var seconds: Double? { after.flatMap(Self.seconds) }

    /// "90s", "30m", "1.5h", "2d".
    private static func seconds(_ text: String) -> Double? {
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86400]
        guard let last = text.last, let unit = units[last], let number = Scalars.real(String(text.dropLast())),
            number > 0
        else { return nil }
        return number * unit
    }
}

extension StopSpec {
    static let form = SectionForm(
        "stop", "When a run ends before its last iteration. Its status then is 'stopped', with the reason.",
        details: """
            A run that diverges always ends. The rest looks at evaluations (evaluation.every), the one before the first
            update left out.

            equilibrium: the discriminator in training may be too weak to see a difference. So where it has read 0.5 for
            as many evaluations as asked, a fresh critic and the other judges look at the generator. The run ends if each
            of them could have seen a difference that matters (a total variation distance of 0.2), none finds one of 0.1
            or more, and the samples leave no part of the data out (mode collapse). Else what they found is in judges.csv
            and critic.csv, the run goes on, and they are not asked again before as many new evaluations. With
            evaluation.critic.iterations: 0, or with fewer samples than the judges need, nothing is confirmed, and the run
            goes on.

            collapse: an evaluation's generated samples beside the held-out ones, whatever any discriminator says. They
            spread less than half as far; or at least half of them lie at modes of a mixture, and less than 9 of 10 modes
            have one (generator_spread and generator_modes_covered in metrics.csv). A generator that has not spread its
            samples yet reads the same: give it evaluations enough to do so.

            plateau: the judges look at the generator every evaluation.critic.every iterations, and what they prove
            together is a total variation distance of at least so much (total_variation_at_least in judges.csv). The run ends where
            as many looks as asked have not brought a smaller one than the smallest before them. Looks at which they found
            no difference and could not have told one are left out.

            after: the time that the run has taken, evaluations and judges on the way included. How far a run comes
            within a time depends on the machine and on what else it does, so the same file need not give the same
            results twice.
            """,
        fields: [
            Field(
                "equilibrium", \.equilibrium, .integer(1...1_000_000), default: .null,
                "after this many evaluations in a row with an accuracy within 0.05 of 0.5 and both sides alike, if a "
                    + "fresh critic and all other judges confirm it"),
            Field(
                "collapse", \.collapse, .integer(1...1_000_000), default: .null,
                "after this many evaluations in a row at which the generated samples lack a part of the data's variety"),
            Field(
                "frozen", \.frozen, .integer(2...1_000_000), default: .null,
                "after this many evaluations in a row with the same losses: nothing learns any more"),
            Field(
                "plateau", \.plateau, .integer(1...1_000_000), default: .null,
                "after this many looks of the judges in a row that prove no smaller difference than one before them"),
            Field(
                "after", \.after, .text, default: .null,
                "after this time of work, evaluations and judges included: 90s, 30m, 2h, 1d"),
        ],
        blank: StopSpec(),
        example: "training: {iterations: 100000, stop: {equilibrium: 5, collapse: 5, after: 2h}}")
}
