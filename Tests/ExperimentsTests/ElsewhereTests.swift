import Configuration
import Experiments
import Foundation
import Testing

/// What other programs call the entries.
@Suite struct ElsewhereTests {
    @Test func thePageHoldsTheTable() throws {
        let page = try String(contentsOfFile: Shipped.path("elsewhere/README.md"), encoding: .utf8)
        let table = ElsewhereTable.text
        #expect(page.hasSuffix(table), "its table is not what `saddle list --elsewhere` prints")
        for program in Elsewhere.Program.allCases {
            #expect(table.split(separator: "\n").first?.contains("\(program.rawValue) (\(program.version))") == true)
        }
    }

    /// Each loss that they have, and what is known to be wrong.
    @Test(arguments: [
        "minimax", "non_saturating", "least_squares", "hinge", "wasserstein", "relativistic", "r1", "gradient_penalty",
        "dragan", "lecam", "top_k", "consistency", "latent_consistency", "path_length", "feature_matching", "began",
        "ebgan", "projection",
        "conditional_batch_norm",
    ])
    func theTableHasARow(_ name: String) {
        #expect(ElsewhereTable.text.contains(" `\(name)` | "))
    }

    @Test func mistakesAreCalledMistakes() {
        let wrong = ElsewhereTable.text.split(separator: "\n").filter { $0.contains("**wrong:**") }
        #expect(wrong.count >= 4)
        #expect(wrong.contains { $0.contains("regularizer `gradient_penalty`") })
    }
}
