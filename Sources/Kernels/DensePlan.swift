/// Dense products of up to `batch` rows: y = f(x · W + bias) and its gradients. x [rows, inputs], y [rows, outputs],
/// W and its gradient in `panels`.
public final class DensePlan {
    public let inputs: Int
    public let outputs: Int
    public let panels: Panels
    private let workers: Workers
    private let workspace: Workspace

    public init(inputs: Int, outputs: Int, batch: Int, workers: Workers, workspace: Workspace) {
        (self.inputs, self.outputs, self.workers, self.workspace) = (inputs, outputs, workers, workspace)
        panels = Panels(rows: inputs, columns: outputs)
    }

    /// y = f(x · W + bias), f fusible.
    public func forward(
        _ x: UnsafePointer<Float>, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?, activation: Activation,
        into y: UnsafeMutablePointer<Float>, rows: Int
    ) {
        for row in 0..<rows {
            for column in 0..<outputs {
                var sum = bias?[column] ?? 0
                for k in 0..<inputs { sum += x[row * inputs + k] * weights[panels.offset(row: k, column: column)] }
                y[row * outputs + column] = sum
            }
        }
        activation.apply(y, into: y, count: rows * outputs, workers: workers)
    }

    /// dx = dy · W^T
    public func inputGradient(
        _ dy: UnsafePointer<Float>, weights: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>, rows: Int
    ) {
        for row in 0..<rows {
            for k in 0..<inputs {
                var sum: Float = 0
                for column in 0..<outputs {
                    sum += dy[row * outputs + column] * weights[panels.offset(row: k, column: column)]
                }
                dx[row * inputs + k] = sum
            }
        }
    }

    /// dW = x^T · dy, added to `gradient` when `accumulate`; the padding of the panels is left zero.
    public func weightGradient(
        _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, into gradient: UnsafeMutablePointer<Float>, rows: Int,
        accumulate: Bool
    ) {
        if !accumulate { gradient.update(repeating: 0, count: panels.count) }
        for row in 0..<rows {
            for k in 0..<inputs {
                for column in 0..<outputs {
                    gradient[panels.offset(row: k, column: column)] +=
                        x[row * inputs + k] * dy[row * outputs + column]
                }
            }
        }
    }
}
