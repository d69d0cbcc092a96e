//! Draws bars: standing ones above short names or numbers, lying ones below long names, so that every name can be read on a phone.

use wellpress_site::resolve::charts::Scale;

use super::axis::Axis;
use super::chart::ChartView;
use super::drawing::{Anchor, Drawing, WIDTH, fitted, text_width};
use super::lines::{Plot, share};
use crate::theme::strings::text_direction::direction;

/// More rows than this are a distribution, whose names need not all be shown.
const MOST_NAMED: usize = 40;

/// Draws the bars, and returns the height of the drawing.
pub(super) fn draw(view: &ChartView<'_>) -> (Drawing, f64) {
    // A bar begins at zero: its length is the number.
    let axis = Axis::new(Scale::Linear, view.numbers().chain([0.0]));
    if are_standing(view) { standing(view, axis) } else { lying(view, &axis) }
}

/// Whether all names fit below standing bars, or need not.
fn are_standing(view: &ChartView<'_>) -> bool {
    let room = (WIDTH - 40.0) * share(1, view.rows()) - 4.0;
    let fits = || (0..view.rows()).all(|row| text_width(&view.name(row)) <= room);
    view.chart.table.columns[0].is_number || view.rows() > MOST_NAMED || fits()
}

fn standing(view: &ChartView<'_>, axis: Axis) -> (Drawing, f64) {
    let mut drawing = Drawing::default();
    let plot = Plot::draw(&mut drawing, view, axis);
    let slot = plot.width() * share(1, view.rows());
    let bar = slot * 0.72 * share(1, view.chart.series);
    // All bars have their numbers, or none.
    let has_numbers = view.chart.series == 1 && (0..view.rows()).all(|row| text_width(&view.written(row, 1)) <= slot);
    let left = |row| plot.left + plot.width() * share(row, view.rows()) + slot * 0.14;
    for row in 0..view.rows() {
        for column in view.series() {
            let Some(number) = view.chart.table.number(row, column) else { continue };
            let x = left(row) + bar * share(column - 1, 1);
            drawing.bar((x, plot.y(0.0)), (x + bar, plot.y(number)), column - 1);
            if has_numbers {
                let words = view.written(row, column);
                // Above zero in either case: below a bar stand the names.
                drawing.label((x + bar / 2.0, plot.y(number.max(0.0)) - 4.0), Anchor::Middle, &words);
            }
        }
    }
    let names = (0..view.rows()).map(|row| (left(row) + slot * 0.36, view.name(row)));
    let height = plot.names(&mut drawing, &names.collect::<Vec<_>>(), &view.column_name(0));
    (drawing, height)
}

/// The height of a name, and that of a bar with the gap behind it.
const NAME: f64 = 17.0;
const BAR: f64 = 16.0;

fn lying(view: &ChartView<'_>, axis: &Axis) -> (Drawing, f64) {
    let mut drawing = Drawing::default();
    let is_rtl = direction(&view.text_cx.config.languages[view.text_cx.language].tag) == "rtl";
    // Readers begin at the name, and bars grow from there.
    let mirrored = |x: f64| if is_rtl { WIDTH - x } else { x };
    let anchor = if is_rtl { Anchor::Right } else { Anchor::Left };
    let widest = view.series().flat_map(|column| (0..view.rows()).map(move |row| (row, column)));
    let widest = widest.map(|(row, column)| text_width(&view.written(row, column))).fold(0.0, f64::max);
    let x = |number: f64| mirrored((WIDTH - widest - 8.0) * axis.place(number));
    drawing.label((mirrored(0.0), 12.0), anchor, &fitted(&view.axis_name(), WIDTH));
    let mut y = 22.0;
    for row in 0..view.rows() {
        drawing.label((mirrored(0.0), y + 12.0), anchor, &fitted(&view.name(row), WIDTH));
        y += NAME;
        let top = y;
        for column in view.series() {
            if let Some(number) = view.chart.table.number(row, column) {
                drawing.bar((x(0.0), y), (x(number), y + BAR - 4.0), column - 1);
                let end = mirrored(x(number.max(0.0))) + 5.0;
                drawing.label((mirrored(end), y + 10.0), anchor, &view.written(row, column));
            }
            y += BAR;
        }
        drawing.line((x(0.0), top - 2.0), (x(0.0), y - 2.0), "");
        y += 4.0;
    }
    (drawing, y + 2.0)
}
