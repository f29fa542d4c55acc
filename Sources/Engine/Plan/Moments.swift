/// When the steps of a plan are at work: forward one after another, then backward, where each has two moments. In the
/// first it computes the gradients of its parameters, in the second those of its inputs. What late steps have left is
/// read in the end.
struct Moments {
    let steps: Int

    func forward(_ step: Int) -> Int { step }
    func parameters(_ step: Int) -> Int { steps + 2 * (steps - 1 - step) }
    func inputs(_ step: Int) -> Int { parameters(step) + 1 }
    var end: Int { 3 * steps }
}
