internal import CCairo

/// An opaque colour; `alpha` is how much of it covers what is below, 0…1.
struct Ink: Equatable {
    var rgb: UInt32
    var alpha = 1.0

    func faded(_ alpha: Double) -> Ink { Ink(rgb: rgb, alpha: alpha) }
}

/// A picture to draw on. Owns its cairo surface and context; used by one thread at a time.
///
/// Units are pixels, from the top left corner.
final class Canvas {
    private let surface: OpaquePointer
    private let context: OpaquePointer

    init(width: Int, height: Int, background: Ink) {
        surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height))
        context = cairo_create(surface)
        set(background)
        cairo_paint(context)
    }

    deinit {
        cairo_destroy(context)
        cairo_surface_destroy(surface)
    }

    private func set(_ ink: Ink) {
        func part(_ shift: UInt32) -> Double { Double((ink.rgb >> shift) & 0xff) / 255 }
        cairo_set_source_rgba(context, part(16), part(8), part(0), ink.alpha)
    }

    func fill(x: Double, y: Double, width: Double, height: Double, _ ink: Ink, radius: Double = 0) {
        set(ink)
        if radius > 0 {
            let r = min(radius, width / 2, height / 2)
            cairo_new_sub_path(context)
            cairo_arc(context, x + width - r, y + r, r, -Double.pi / 2, 0)
            cairo_arc(context, x + width - r, y + height - r, r, 0, .pi / 2)
            cairo_arc(context, x + r, y + height - r, r, .pi / 2, .pi)
            cairo_arc(context, x + r, y + r, r, .pi, .pi * 1.5)
            cairo_close_path(context)
        } else {
            cairo_rectangle(context, x, y, width, height)
        }
        cairo_fill(context)
    }

    func outline(x: Double, y: Double, width: Double, height: Double, _ ink: Ink, line: Double = 1) {
        set(ink)
        cairo_set_line_width(context, line)
        cairo_rectangle(context, x, y, width, height)
        cairo_stroke(context)
    }

    func stroke(_ points: [SIMD2<Double>], _ ink: Ink, line: Double = 1, closed: Bool = false) {
        guard let first = points.first else { return }
        set(ink)
        cairo_set_line_width(context, line)
        cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
        cairo_move_to(context, first.x, first.y)
        for point in points.dropFirst() { cairo_line_to(context, point.x, point.y) }
        if closed { cairo_close_path(context) }
        cairo_stroke(context)
    }

    /// Draws one line of text with its baseline at `y`, and returns its width. Text wider than `limit` is cut with "…".
    @discardableResult
    func text(
        _ text: String, x: Double, y: Double, size: Double, _ ink: Ink, bold: Bool = false, limit: Double = .infinity
    ) -> Double {
        cairo_select_font_face(
            context, "sans-serif", CAIRO_FONT_SLANT_NORMAL, bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
        cairo_set_font_size(context, size)
        var shown = text
        while shown.count > 1, advance(shown) > limit {
            shown = String(shown.dropLast(shown.last == "…" ? 2 : 1)) + "…"
        }
        set(ink)
        cairo_move_to(context, x, y)
        cairo_show_text(context, shown)
        return advance(shown)
    }

    private func advance(_ text: String) -> Double {
        var extents = cairo_text_extents_t()
        cairo_text_extents(context, text, &extents)
        return extents.x_advance
    }

    func draw(_ picture: Raster, x: Double, y: Double) {
        let image = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(picture.width), Int32(picture.height))
        defer { cairo_surface_destroy(image) }
        guard let bytes = cairo_image_surface_get_data(image) else { return }
        cairo_surface_flush(image)
        let stride = Int(cairo_image_surface_get_stride(image))
        for row in 0..<picture.height {
            (bytes + row * stride).withMemoryRebound(to: UInt32.self, capacity: picture.width) { line in
                for column in 0..<picture.width { line[column] = picture.pixels[row * picture.width + column] }
            }
        }
        cairo_surface_mark_dirty(image)
        cairo_set_source_surface(context, image, x, y)
        cairo_paint(context)
    }

    /// Writes a PNG file; nil when it worked, else cairo's reason.
    func write(path: String) -> String? {
        let status = cairo_surface_write_to_png(surface, path)
        return status == CAIRO_STATUS_SUCCESS ? nil : String(cString: cairo_status_to_string(status))
    }
}
