import Equilibrium

/// The report for a reader who knows no theory.
extension EquilibriumReport {
    /// What it is about, and what became of it.
    var plainWords: String {
        "A generator makes samples out of noise, and a discriminator says which samples are real. Each is trained on the "
            + "other's mistakes. They are at equilibrium where generated samples are distributed as real ones: the best "
            + "discriminator can then only guess, and a guess is right half of the time. \(outcome)"
    }

    private var outcome: String {
        switch verdict.kind {
        case .equilibrium:
            "Here neither this run's discriminator nor a fresh critic (a new discriminator that learned to judge the "
                + "finished generator) does better than that."
        case .nearEquilibrium:
            "Here this run's discriminator only guesses. A fresh critic (a new discriminator that learned to judge the "
                + "finished generator) finds a difference, but a small one."
        case .consistentWithEquilibrium:
            "Here this run's discriminator only guesses. Whether because the samples are right or because it is too "
                + "weak is open."
        case .discriminatorTooWeak:
            "Here this run's discriminator does not see what others do: generated samples can be told from real ones. "
                + "It is too weak, and so the generator has little left to learn from it."
        case .discriminatorAhead:
            "Here the discriminator is right more often than a guess: the generator is still behind."
        case .discriminatorWins:
            "Here the discriminator is right most of the time: the generator does not keep up."
        case .generatorWins:
            "Here the discriminator is wrong more often than a guess would be: the generator changes faster than it can "
                + "follow."
        case .modeCollapse:
            "Here the generator leaves a part of the data out: whatever each of its samples is worth, they lack variety."
        case .oneSided:
            "Here the discriminator gives nearly everything one answer, which is right for one kind and wrong for the "
                + "other: that its mean looks like a guess means nothing."
        case .oscillating:
            "Here the two keep overtaking each other: an average over time may look like a guess, and at most times it is "
                + "none."
        case .unsettled:
            "Here the discriminator guesses on average, but is too often better or worse than that: the balance does not "
                + "hold."
        case .tooShort: "Here there is too little to say how it went."
        case .diverged: "Here training broke down: nothing is learned any more, whatever the discriminator reads."
        }
    }

    /// The terms of the tables.
    var glossary: String {
        var terms = [
            ("accuracy", "the share of right answers: 0.5 is a guess, 1 is always right"),
            (
                "95 % interval",
                "where the true number lies in 19 of 20 cases, given that only so many samples were judged"
            ),
            (
                "area under the ROC curve",
                "how often a real sample gets a higher output than a generated one: at 0.5 the outputs say nothing"
            ),
            ("loss", "what each network is trained to make small; it does not tell how good samples are"),
            ("gradient norm", "how strongly a loss pulls at the weights of its network: at 0 nothing is learned"),
        ]
        if !examinations.isEmpty {
            terms += [
                ("fresh critic", "a new discriminator, trained to judge the finished generator and for nothing else"),
                ("p", "how probable such an accuracy would be if there were no difference: small p, real difference"),
                (
                    "cross-entropy",
                    "how surprised the critic is by the truth, in natural units (nats): 0.693 when it guesses"
                ),
                (
                    "total variation distance, Jensen-Shannon divergence",
                    "how far real and generated samples lie apart: 0 not at all, 1 and 0.693 as far as can be"
                ),
            ]
        }
        if examination?.diversity.modes != nil {
            terms.append(("mode", "a heap of the data: a generator should make samples of every one"))
        }
        return terms.map { "- \($0.0): \($0.1)." }.joined(separator: "\n")
    }
}
