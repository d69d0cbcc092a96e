//! Draws points with their intervals, a forest plot: each row has its name and its numbers in words, and below them the interval on an
//! axis that all rows share, perhaps with a line of reference.

use wellpress_site::resolve::charts::Chart;
use wellpress_site::resolve::data::number;

use super::axis::Axis;
use super::chart::ChartView;
use super::drawing::{Anchor, Drawing, FAINT, STRONG, WIDTH, fitted, text_width};
use crate::theme::strings::MessageValue;
use crate::theme::strings::text_direction::direction;

/// The height of a line of words, and that of an interval with the gap behind it.
const WORDS: f64 = 16.0;
const INTERVAL: f64 = 22.0;

/// The room at both ends of the axis, for its labels.
const MARGIN: f64 = 14.0;

/// Draws the intervals, and returns the height of the drawing.
pub(super) fn draw(view: &ChartView<'_>) -> (Drawing, f64) {
    let mut drawing = Drawing::default();
    let at = view.chart.at.as_deref().and_then(number);
    let axis = Axis::new(view.chart.scale, view.numbers().chain(at));
    let x = |number: f64| MARGIN + (WIDTH - 2.0 * MARGIN) * axis.place(number);
    let is_rtl = direction(&view.text_cx.config.languages[view.text_cx.language].tag) == "rtl";
    let numbers: Vec<String> = (0..view.rows()).map(|row| in_words(view, row)).collect();
    // Names that leave no room for the numbers beside them have them below.
    let has_room = |(row, words): (usize, &String)| text_width(&view.name(row)) + text_width(words) + 10.0 <= WIDTH;
    let lines = if numbers.iter().enumerate().all(has_room) { 1.0 } else { 2.0 };
    let row_height = lines * WORDS + INTERVAL;
    #[expect(clippy::cast_precision_loss, reason = "a chart has few rows")]
    let bottom = row_height * view.rows() as f64 + 6.0;
    // Beside the intervals alone, so that no line crosses words.
    let upright = |drawing: &mut Drawing, y: f64, height: f64| {
        axis.ticks.iter().for_each(|tick| drawing.line((x(tick.at), y), (x(tick.at), y + height), FAINT));
        at.into_iter().for_each(|at| drawing.line((x(at), y), (x(at), y + height), "stroke-dasharray=\"4 3\""));
    };
    let (near, far) = if is_rtl {
        ((WIDTH, Anchor::Right), (0.0, Anchor::Left))
    } else {
        ((0.0, Anchor::Left), (WIDTH, Anchor::Right))
    };
    let mut y = 0.0;
    for (row, words) in numbers.iter().enumerate() {
        drawing.label((near.0, y + 12.0), near.1, &fitted(&view.name(row), WIDTH));
        let (side, line) = if lines > 1.0 { (near, WORDS) } else { (far, 0.0) };
        drawing.label((side.0, y + line + 12.0), side.1, words);
        upright(&mut drawing, y + lines * WORDS, INTERVAL - 6.0);
        interval(&mut drawing, view, row, y + lines * WORDS + 8.0, &x);
        y += row_height;
    }
    upright(&mut drawing, bottom - 5.0, 5.0);
    labels(&mut drawing, view, &axis, bottom, &x);
    (drawing, bottom + 38.0)
}

/// The point with its interval, such as "0.72 (0.55 to 0.94)".
fn in_words(view: &ChartView<'_>, row: usize) -> String {
    let [y, low, high] = [1, Chart::LOW, Chart::LOW + 1].map(|column| view.written(row, column));
    if y.is_empty() || low.is_empty() || high.is_empty() {
        return y;
    }
    let values = [("y", &y), ("low", &low), ("high", &high)].map(|(name, words)| (name, MessageValue::Text(words)));
    view.text_cx.say_with("text-chart-range", &values)
}

fn interval(drawing: &mut Drawing, view: &ChartView<'_>, row: usize, y: f64, x: &impl Fn(f64) -> f64) {
    let table = &view.chart.table;
    if let Some((low, high)) = table.number(row, Chart::LOW).zip(table.number(row, Chart::LOW + 1)) {
        drawing.line((x(low), y), (x(high), y), STRONG);
        for end in [low, high] {
            drawing.line((x(end), y - 4.0), (x(end), y + 4.0), STRONG);
        }
    }
    if let Some(point) = table.number(row, 1) {
        // The form of a square, as forest plots have it.
        drawing.marker((x(point), y), 1);
    }
}

/// The labels of the axis below all rows, and its name.
fn labels(drawing: &mut Drawing, view: &ChartView<'_>, axis: &Axis, bottom: f64, x: &impl Fn(f64) -> f64) {
    let mut free_from = 0.0;
    for (tick, label) in axis.ticks.iter().zip(view.format.labels(axis)) {
        let half = text_width(&label) / 2.0;
        let at = x(tick.at).clamp(half, WIDTH - half);
        if at - half >= free_from {
            drawing.label((at, bottom + 14.0), Anchor::Middle, &label);
            free_from = at + half + 6.0;
        }
    }
    drawing.label((WIDTH / 2.0, bottom + 32.0), Anchor::Middle, &fitted(&view.axis_name(), WIDTH));
}
