import Kernels
import Networks

extension PairProduct: RunnableOperation {
    var gradientReads: GradientReads { .input }
    func place(_ site: Site) -> any Step { PairProductStep(transposesSecond, site) }
}

/// y = a·b: da = dy·b^T, db = a^T·dy. y = a·b^T: da = dy·b, db = dy^T·a.
final class PairProductStep: Step {
    private typealias Values = UnsafeMutablePointer<Float>

    private let transposes: Bool
    private let site: Site
    /// a: [m, k], y: [m, n].
    private let m: Int, k: Int, n: Int

    init(_ transposes: Bool, _ site: Site) {
        self.transposes = transposes
        self.site = site
        k = site.inputs[0].channels
        m = site.inputs[0].count / k
        n = site.output.count / m
    }

    private func multiply(_ a: Values, _ b: Values, into y: Values, _ rows: Int, add: Bool, _ workers: Workers) {
        if transposes {
            MatrixPairs.productTransposed(
                a, b, rows: rows, m: m, k: k, n: n, into: y, accumulate: add, workers: workers)
        } else {
            MatrixPairs.product(a, b, rows: rows, m: m, k: k, n: n, into: y, accumulate: add, workers: workers)
        }
    }

    private func firstGradient(_ dy: Values, _ b: Values, into da: Values, _ rows: Int, add: Bool, _ workers: Workers) {
        if transposes {
            MatrixPairs.product(dy, b, rows: rows, m: m, k: n, n: k, into: da, accumulate: add, workers: workers)
        } else {
            MatrixPairs.productTransposed(
                dy, b, rows: rows, m: m, k: n, n: k, into: da, accumulate: add, workers: workers)
        }
    }

    private func secondGradient(_ dy: Values, _ a: Values, into db: Values, _ rows: Int, add: Bool, _ workers: Workers)
    {
        if transposes {
            MatrixPairs.transposedProduct(
                dy, a, rows: rows, m: n, k: m, n: k, into: db, accumulate: add, workers: workers)
        } else {
            MatrixPairs.transposedProduct(
                a, dy, rows: rows, m: k, k: m, n: n, into: db, accumulate: add, workers: workers)
        }
    }

    func forward(_ pass: Pass) {
        multiply(
            pass.values[site.inputSlots[0]], pass.values[site.inputSlots[1]], into: pass.values[site.outputSlot],
            pass.rows, add: false, pass.workers)
    }

    func backward(_ pass: Pass, towards targets: GradientTargets) {
        guard targets.contains(.input) else { return }
        let dy = pass.incoming[site.outputSlot]
        firstGradient(
            dy, pass.values[site.inputSlots[1]], into: pass.gradients[site.gradientPlaces[0]], pass.rows, add: false,
            pass.workers)
        secondGradient(
            dy, pass.values[site.inputSlots[0]], into: pass.gradients[site.gradientPlaces[1]], pass.rows, add: false,
            pass.workers)
    }
}

/// ẏ = ȧ·b + a·ḃ, so ā takes the gradient of ȳ through b and that of dD/dy through ḃ, and b̄ alike.
extension PairProductStep: TangentStep {
    func tangent(_ pass: TangentPass) {
        let (a, b, y) = (site.inputSlots[0], site.inputSlots[1], pass.tangents[site.outputSlot])
        multiply(pass.tangents[a], pass.values[b], into: y, pass.rows, add: false, pass.workers)
        multiply(pass.values[a], pass.tangents[b], into: y, pass.rows, add: true, pass.workers)
    }

    func tangentBackward(_ pass: TangentPass) {
        let (a, b) = (site.inputSlots[0], site.inputSlots[1])
        let (adjoint, slope) = (pass.adjoints[site.outputSlot], pass.slopes[site.outputSlot])
        let (first, second) = (pass.adjoints[site.gradientPlaces[0]], pass.adjoints[site.gradientPlaces[1]])
        firstGradient(adjoint, pass.values[b], into: first, pass.rows, add: false, pass.workers)
        firstGradient(slope, pass.tangents[b], into: first, pass.rows, add: true, pass.workers)
        secondGradient(adjoint, pass.values[a], into: second, pass.rows, add: false, pass.workers)
        secondGradient(slope, pass.tangents[a], into: second, pass.rows, add: true, pass.workers)
    }
}
