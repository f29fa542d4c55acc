import CMachine

/// The memory layout of a weight matrix W [rows, columns]: the order in which the microkernel reads it.
///
/// The columns are cut into panels of `width`; a panel holds its columns row by row: `[panel][row][width]`. Columns
/// that fill up the last panel are zero and stay zero under every optimizer. A single column is stored as it is.
///
/// Dense layers: rows = inputs, columns = outputs. Convolutions: row = (ky * kernelWidth + kx) * inChannels + channel,
/// columns = output channels. Transposed convolutions the same, with their own input and output channels.
public struct Panels: Hashable, Sendable {
    public let rows: Int
    public let columns: Int

    public init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
    }

    /// Columns of the microkernel's tile: 32 with AVX-512, else 16.
    public static var tileWidth: Int { SADDLE_VECTOR_LANES == 16 ? 32 : 16 }

    public var width: Int { columns == 1 ? 1 : Panels.tileWidth }
    public var panels: Int { (columns + width - 1) / width }
    /// Floats that the layout takes, padding included.
    public var count: Int { panels * rows * width }

    /// Where the element of a row and a column lies.
    public func offset(row: Int, column: Int) -> Int {
        let width = self.width
        return (column / width * rows + row) * width + column % width
    }

    /// Copies a matrix with any strides into the layout and zeroes the padding.
    public func pack(
        _ matrix: UnsafePointer<Float>, rowStride: Int, columnStride: Int, into packed: UnsafeMutablePointer<Float>
    ) {
        let width = self.width
        for panel in 0..<panels {
            let valid = min(width, columns - panel * width)
            for row in 0..<rows {
                let target = packed + (panel * rows + row) * width
                let source = matrix + row * rowStride + panel * width * columnStride
                if columnStride == 1 {
                    target.update(from: source, count: valid)
                } else {
                    for lane in 0..<valid { target[lane] = source[lane * columnStride] }
                }
                for lane in valid..<width { target[lane] = 0 }
            }
        }
    }

    /// Zeroes the columns that fill up the last panel.
    public func clearPadding(_ packed: UnsafeMutablePointer<Float>) {
        let valid = columns - (panels - 1) * width
        guard valid < width else { return }
        for row in 0..<rows {
            let line = packed + ((panels - 1) * rows + row) * width
            for lane in valid..<width { line[lane] = 0 }
        }
    }

    /// The reverse of `pack`.
    public func unpack(
        _ packed: UnsafePointer<Float>, into matrix: UnsafeMutablePointer<Float>, rowStride: Int, columnStride: Int
    ) {
        let width = self.width
        for panel in 0..<panels {
            for row in 0..<rows {
                let source = packed + (panel * rows + row) * width
                for column in panel * width..<min(columns, (panel + 1) * width) {
                    matrix[row * rowStride + column * columnStride] = source[column - panel * width]
                }
            }
        }
    }
}
