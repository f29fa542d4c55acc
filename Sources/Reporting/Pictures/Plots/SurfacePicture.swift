import Formats
import Foundation

/// The discriminator's output in bands of colour, with the line along which it is undecided.
extension DiscriminatorSurface {
    /// Bands on each side of the threshold.
    private static let bands = 10

    /// From the lowest output to the highest.
    private static let palette: [Color] = (-bands..<bands).map { band in
        DivergingPalette.color((Double(band) + 0.5) / Double(bands))
    }

    private static let bytes = palette.map(\.bytes)

    /// From each band's colour to that of the undecided line.
    private static let marked = palette.map { Color.Mixture(of: $0, and: .muted) }

    private func band(_ difference: Double) -> Int {
        Self.bands + Int((min(max(difference / span, -1), 0.999) * Double(Self.bands)).rounded(.down))
    }

    /// - Parameter difference: an output's, from the threshold.
    func color(_ difference: Double) -> Color { Self.palette[band(difference)] }

    /// - Parameter scale: pixels a point; the line is 0.9 points wide.
    func image(width: Int, height: Int, scale: Double) -> PixelImage {
        let us = (0..<width).map { (Double($0) + 0.5) / Double(width) }
        let step = 0.5 / scale
        let (stepRight, stepUp) = (0.5 / Double(width), 0.5 / Double(height))
        let columns = SurfaceColumns(self, us)
        let columnsRight = SurfaceColumns(self, us.map { $0 + stepRight })
        var (here, right, up) = (us, us, us)
        // A pixel's distance from the line is its difference over the slope; so it lies beyond where the two parts of
        // the slope together, which are no less than it, do not reach.
        let reach = (0.45 + 0.5 / scale) / step * (1 + 1e-9)
        let flat = span * scale / Double(width) / 40
        var samples: [UInt8] = []
        samples.reserveCapacity(width * height * 3)
        for y in 0..<height {
            let v = (Double(height) - (Double(y) + 0.5)) / Double(height)
            columns.differences(v, into: &here)
            columnsRight.differences(v, into: &right)
            columns.differences(v + stepUp, into: &up)
            for x in 0..<width {
                let color: (UInt8, UInt8, UInt8)
                if !here[x].isFinite {
                    color = Color.faint.bytes
                } else {
                    let band = band(here[x])
                    let (dx, dy) = (right[x] - here[x], up[x] - here[x])
                    if abs(here[x]) < reach * (abs(dx) + abs(dy)), dx.isFinite, dy.isFinite {
                        let slope = hypot(dx, dy) / step
                        let share = slope > flat ? (0.45 - abs(here[x]) / slope) * scale + 0.5 : 0
                        color = share > 0 ? Self.marked[band].color(0.8 * share).bytes : Self.bytes[band]
                    } else {
                        color = Self.bytes[band]
                    }
                }
                samples.append(color.0)
                samples.append(color.1)
                samples.append(color.2)
            }
        }
        return PixelImage(width: width, height: height, channels: 3, samples: samples)
    }
}

/// A surface along the columns of a picture: from one line of pixels to the next they share what lies left and right of
/// each.
private struct SurfaceColumns {
    private let threshold: Double
    private let rows: Int
    private let count: Int
    /// The lattice's rows at each column, [rows, count].
    private let values: [Double]

    /// - Parameter us: shares of the way to the right.
    init(_ surface: DiscriminatorSurface, _ us: [Double]) {
        threshold = surface.threshold
        rows = surface.rows
        count = us.count
        let places = us.map { Self.place($0, of: surface.columns) }
        values = (0..<surface.rows).flatMap { row in
            places.map { place in
                let index = row * surface.columns + place.index
                let (left, right) = (Double(surface.values[index]), Double(surface.values[index + 1]))
                return left * (1 - place.share) + right * place.share
            }
        }
    }

    /// The output at a share `v` of the way up, between the lattice's values, as difference from the threshold. Not
    /// finite where the discriminator's output is not.
    func differences(_ v: Double, into results: inout [Double]) {
        let place = Self.place(v, of: rows)
        let (low, high) = (place.index * count, (place.index + 1) * count)
        for x in 0..<count {
            results[x] = values[low + x] * (1 - place.share) + values[high + x] * place.share - threshold
        }
    }

    /// The last of `count` values at or before a share of the way along them, and the share of the next one.
    private static func place(_ share: Double, of count: Int) -> (index: Int, share: Double) {
        let position = min(max(share, 0), 1) * Double(count - 1)
        let index = min(Int(position), count - 2)
        return (index, position - Double(index))
    }
}
