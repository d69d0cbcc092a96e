//! Draws lines: one for each series, over a column of numbers or of names. The frame that it draws, two axes with lines behind the
//! numbers, serves bars that stand as well.

use wellpress_site::resolve::charts::Scale;

use super::axis::Axis;
use super::chart::ChartView;
use super::drawing::{Anchor, DASHES, Drawing, FAINT, WIDTH, text_width};

/// With more points a line shows no marks at them.
const MOST_MARKED: usize = 24;

/// The height of the area between the axes.
const PLOT_HEIGHT: f64 = 180.0;

/// The top of that area: below the name of the axis.
const PLOT_TOP: f64 = 28.0;

/// The area between the axes.
pub(super) struct Plot {
    pub left: f64,
    pub axis: Axis,
}

impl Plot {
    /// Draws the axis of the numbers with its name, and a line behind each of its marks.
    pub fn draw(drawing: &mut Drawing, view: &ChartView<'_>, axis: Axis) -> Self {
        let labels = view.format.labels(&axis);
        let widest = labels.iter().map(|label| text_width(label)).fold(0.0, f64::max);
        let plot = Self { left: widest + 6.0, axis };
        for (tick, label) in plot.axis.ticks.iter().zip(&labels) {
            let y = plot.y(tick.at);
            drawing.label((widest, y + 4.0), Anchor::Right, label);
            drawing.line((plot.left, y), (WIDTH, y), if tick.at == 0.0 { "" } else { FAINT });
        }
        drawing.label((0.0, 12.0), Anchor::Left, &view.axis_name());
        plot
    }

    pub fn width(&self) -> f64 {
        WIDTH - self.left
    }

    pub fn y(&self, number: f64) -> f64 {
        PLOT_TOP + PLOT_HEIGHT * (1.0 - self.axis.place(number))
    }

    /// Draws names below points, leaving out those that would run into the one before them, and the name of the axis below. Returns
    /// the height of the drawing.
    pub fn names(&self, drawing: &mut Drawing, names: &[(f64, String)], axis_name: &str) -> f64 {
        let baseline = PLOT_TOP + PLOT_HEIGHT + 16.0;
        let mut free_from = 0.0;
        for (x, name) in names {
            let half = text_width(name) / 2.0;
            // At the right edge a name moves inwards instead of being cut.
            let x = x.min(WIDTH - half);
            if x - half >= free_from {
                drawing.label((x, baseline), Anchor::Middle, name);
                free_from = x + half + 8.0;
            }
        }
        drawing.label((self.left + self.width() / 2.0, baseline + 18.0), Anchor::Middle, axis_name);
        baseline + 24.0
    }
}

/// Draws the lines, and returns the height of the drawing.
pub(super) fn draw(view: &ChartView<'_>) -> (Drawing, f64) {
    let mut drawing = Drawing::default();
    let min = view.numbers().fold(f64::INFINITY, f64::min);
    let max = view.numbers().fold(f64::NEG_INFINITY, f64::max);
    // Only a small change far from zero is shown without zero, and says so by the labels of its axis.
    let begins_at_zero = view.chart.scale == Scale::Linear && min > 0.0 && min < max / 2.0;
    let axis = Axis::new(view.chart.scale, view.numbers().chain(begins_at_zero.then_some(0.0)));
    let plot = Plot::draw(&mut drawing, view, axis);
    let across = Across::new(view, &plot);
    for column in view.series() {
        let points: Vec<_> = (0..view.rows())
            .map(|row| Some((across.x(view, row)?, plot.y(view.chart.table.number(row, column)?))))
            .collect();
        drawing.polyline(&points, DASHES[column - 1]);
        let drawn = points.iter().flatten();
        // A point between two gaps has no line.
        if view.rows() <= MOST_MARKED || drawn.clone().count() < 2 {
            drawn.for_each(|point| drawing.marker(*point, column - 1));
        }
    }
    let height = plot.names(&mut drawing, &across.names(view), &view.column_name(0));
    (drawing, height)
}

/// Where the rows stand from left to right.
struct Across {
    left: f64,
    width: f64,
    /// The axis of a column with numbers. Names are equally far apart.
    axis: Option<Axis>,
}

/// The room at both ends, for the marks of the first and the last row.
const MARGIN: f64 = 8.0;

impl Across {
    fn new(view: &ChartView<'_>, plot: &Plot) -> Self {
        let table = &view.chart.table;
        let numbers = (0..view.rows()).filter_map(|row| table.number(row, 0));
        // One number alone is a name: an axis would begin at zero.
        let has_several = numbers.clone().any(|number| Some(number) != table.number(0, 0));
        let axis = (table.columns[0].is_number && has_several).then(|| Axis::new(Scale::Linear, numbers));
        Self { left: plot.left + MARGIN, width: plot.width() - 2.0 * MARGIN, axis }
    }

    fn x(&self, view: &ChartView<'_>, row: usize) -> Option<f64> {
        let share_of_width = match &self.axis {
            Some(axis) => axis.place(view.chart.table.number(row, 0)?),
            None => share(row, view.rows() - 1),
        };
        Some(self.left + self.width * share_of_width)
    }

    /// The names below the axis: round numbers, or those of the rows.
    fn names(&self, view: &ChartView<'_>) -> Vec<(f64, String)> {
        match &self.axis {
            Some(axis) => {
                let places = axis.ticks.iter().map(|tick| self.left + self.width * axis.place(tick.at));
                places.zip(view.format.labels(axis)).collect()
            }
            None => (0..view.rows()).filter_map(|row| Some((self.x(view, row)?, view.name(row)))).collect(),
        }
    }
}

/// A row as a part of all rows; the first of one alone is in the middle.
pub(super) fn share(row: usize, rows: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a chart has few rows")]
    if rows == 0 { 0.5 } else { row as f64 / rows as f64 }
}
