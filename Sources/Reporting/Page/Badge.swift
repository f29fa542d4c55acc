import Diagnostics
import Equilibrium

/// A verdict as a coloured label, the colour by what it means for the generator.
enum Badge {
    static func html(_ verdict: String) -> String {
        "<span class=\"badge\" style=\"background:\(color(verdict))\">\(HTMLText.escaped(verdict))</span>"
    }

    /// Dark enough for white text on either page.
    static func color(_ verdict: String) -> String {
        switch Verdict.Kind(rawValue: verdict) {
        case .equilibrium: "#1b7f45"
        case .nearEquilibrium: "#3d7a1e"
        case .cannotTell, .tooShort: "#5f6672"
        case .discriminatorAhead, .unsettled: "#94600f"
        case .discriminatorTooWeak, .discriminatorWins, .generatorWins, .oscillating, .oneSided: "#b04a12"
        case .modeCollapse, .memorised, .diverged: "#b3262e"
        case nil: "#5f6672"
        }
    }
}
