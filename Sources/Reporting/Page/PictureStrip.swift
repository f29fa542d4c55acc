import Diagnostics
import Foundation

/// Pictures that lie in the page itself. Of several the last is shown, and a slider steps through them.
enum PictureStrip {
    struct Picture: Sendable {
        let text: String
        let png: [UInt8]

        var source: String { "data:image/png;base64," + Data(png).base64EncodedString() }
    }

    /// - Parameter id: of the element; every strip of a page has its own.
    static func html(_ pictures: [Picture], id: String) -> String {
        guard let last = pictures.last else { return "" }
        guard pictures.count > 1 else {
            return "<img src=\"\(last.source)\" alt=\"\(HTMLText.escaped(last.text))\">"
        }
        let images = pictures.enumerated().map { index, picture in
            "<img src=\"\(picture.source)\" alt=\"\(HTMLText.escaped(picture.text))\""
                + (index == pictures.count - 1 ? "" : " hidden") + ">"
        }
        return """
            <div id="\(id)">
            \(images.joined(separator: "\n"))
            <input type="range" min="0" max="\(pictures.count - 1)" value="\(pictures.count - 1)" aria-label="iteration">
            <p class="notes"><output>\(HTMLText.escaped(last.text))</output></p>
            </div>
            <script>
            (() => {
              const strip = document.getElementById("\(id)"), images = strip.querySelectorAll("img");
              strip.querySelector("input").addEventListener("input", event => {
                images.forEach((image, index) => { image.hidden = index != event.target.value; });
                strip.querySelector("output").textContent = images[event.target.value].alt;
              });
            })();
            </script>
            """
    }
}
