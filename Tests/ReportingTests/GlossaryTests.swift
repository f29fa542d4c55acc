import Equilibrium
import Testing

@testable import Reporting

@Suite struct GlossaryTests {
    @Test func everyJudgeVerdictAndTermIsExplained() throws {
        for judge in Judges.all {
            let text = try #require(Glossary.text(judge.name))
            #expect(text.contains(judge.statistic.prefix(20)) && Glossary.text("judges")?.contains(judge.name) == true)
        }
        for kind in Verdict.Kind.allCases {
            let name = kind.rawValue.replacing(" ", with: "_")
            #expect(try #require(Glossary.text(name)).contains("(verdict)"))
            #expect(Glossary.text("verdicts")?.contains(kind.rawValue) == true)
        }
        for term in GlossaryTerm.all {
            #expect(Glossary.text("report")?.contains("\n\(term.name)\n") == true)
            for name in [term.name] + term.others { #expect(Glossary.text(name) != nil, "\(name)") }
        }
        #expect(Glossary.text("Wilson") == Glossary.text("interval") && Glossary.text("nothing of the kind") == nil)
    }

    @Test func namesOfTermsAreUnique() {
        let names = GlossaryTerm.all.flatMap { [$0.name] + $0.others }
        #expect(Set(names).count == names.count)
    }

    @Test func linesBreakAtBlanks() {
        #expect(LineBreaks.wrapped("one two three", to: 7) == "one two\nthree")
        #expect(LineBreaks.wrapped("extraordinary word", to: 5) == "extraordinary\nword")
        #expect(LineBreaks.wrapped("", to: 5) == "")
    }
}
