import Configuration

/// strength/2 · ||W Wᵀ ∘ (1 - I)||² of every weight matrix. Brock, Donahue & Simonyan 2019, eq. 3.
struct Orthogonal: ParameterPenalty {
    static let declaration = Declaration(
        "orthogonal", "pushes the weights of different output channels towards right angles",
        details: """
            Adds the gradient 2 * strength * (W W^T ∘ (1 - I)) W for every weight matrix W [out, rest] of the player: that
            of strength/2 * ||W W^T ∘ (1 - I)||^2, which leaves the lengths of the rows alone. Brock, Donahue & Simonyan
            2019 (arXiv:1809.11096), eq. 3, with the factor of their code (BigGAN-PyTorch: G_ortho, D_ortho); 1e-4 in the
            paper, and 0 in that code's scripts. Of either player; biases, scales and weights of one output have none. The
            losses that are reported are without it.
            """,
        keys: [Key("strength", .real(.positive), default: .real(1e-4), "factor of the gradient")],
        shorthand: "strength", example: "regularization: [orthogonal: {strength: 1e-4}]")
    static let stateNames: [String] = []
    static let readsMatrices = true
    static let scheduledKeys = ["strength"]
    let strength: Double

    init(_ values: Values) { strength = values.real("strength") }

    func addGradient(_ site: ParameterSite) {
        guard site.factor > 0 else { return }
        site.matrices?.addOrthogonalGradient(
            site.parameters, strength: strength * site.factor, to: site.gradients, workers: site.workers)
    }
}
