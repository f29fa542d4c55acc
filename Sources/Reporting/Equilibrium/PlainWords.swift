import Diagnostics
import Equilibrium

extension EquilibriumReport {
    /// What became of the run, for a reader who knows no theory.
    var outcome: String { verdict.kind.meaning }
}

extension Verdict.Kind {
    /// What it means, for a reader who knows no theory.
    public var meaning: String {
        switch self {
        case .equilibrium:
            "Generated samples cannot be told from real ones by any judge that looked, and each could have "
                + "seen a difference that matters."
        case .nearEquilibrium:
            "Generated samples can be told from real ones, but hardly."
        case .cannotTell:
            "The discriminator only guesses. Whether because the samples are right, or nearly, or because too little "
                + "was looked at, is open."
        case .discriminatorTooWeak:
            "The discriminator does not see what other judges do: generated samples can be told from real "
                + "ones. It is too weak, and so the generator has little left to learn from it."
        case .discriminatorAhead:
            "The discriminator is right more often than a guess would be: the generator is behind."
        case .discriminatorWins:
            "The discriminator is right most of the time: the generator does not keep up."
        case .generatorWins:
            "The discriminator is wrong more often than a guess would be: the generator changes faster than "
                + "it can follow."
        case .modeCollapse:
            "The generator leaves a part of the data out: whatever each of its samples is worth, they lack "
                + "variety."
        case .memorised:
            "The generator repeats its training samples: they look real because they are the ones it was "
                + "shown."
        case .oneSided:
            "The discriminator gives nearly everything one answer, which is right for one kind and wrong "
                + "for the other: that its mean looks like a guess means nothing."
        case .oscillating:
            "The two keep overtaking each other: an average over time may look like a guess, and at most "
                + "times it is none."
        case .unsettled:
            "The discriminator guesses on average, but is too often better or worse than that: the balance "
                + "does not hold."
        case .tooShort:
            "There is too little to say how it went."
        case .diverged:
            "Training broke down: nothing is learned any more, whatever the discriminator reads."
        }
    }
}
