//! HTML of a chart: the drawing with a description from its numbers, a key of its series, and the table behind it for everyone.

use std::fmt::Write as _;

use wellpress_markdown::body::DirectiveId;
use wellpress_site::resolve::bodies::DirectiveTarget;
use wellpress_site::resolve::charts::{Chart, ChartKind};
use wellpress_site::resolve::data::{DataColumn, number};

use super::drawing::{DASHES, Drawing};
use super::numbers::{Grouping, NumberFormat};
use super::{bars, intervals, lines, table};
use crate::escape::text;
use crate::html::{TextContext, Writer};
use crate::theme::strings::MessageValue;

impl Writer<'_, '_> {
    pub(in crate::html) fn chart(&mut self, index: DirectiveId, label: &str) {
        let Some(DirectiveTarget::Chart(chart)) = self.target(index) else { return };
        self.html.push_str("<figure class=\"chart\">");
        let caption = self.numbered_caption(index, label);
        if !caption.is_empty() {
            let _ = write!(self.html, "<figcaption>{caption}</figcaption>");
        }
        self.html.push('\n');
        let view = ChartView::new(self.text_cx, chart);
        let (drawing, height) = match chart.kind {
            ChartKind::Bar => bars::draw(&view),
            ChartKind::Line => lines::draw(&view),
            ChartKind::Interval => intervals::draw(&view),
        };
        drawing.finish(self.html, height, &view.description());
        view.key(self.html);
        let open = if self.text_cx.is_unfolded { " open" } else { "" };
        let _ = write!(self.html, "<details class=\"chart-numbers\"{open}><summary>");
        text(self.html, &self.text_cx.say("text-chart-numbers"));
        self.html.push_str("</summary>\n");
        let name = self.view.caption_name(self.text_cx, index).unwrap_or_else(|| self.next_table_name());
        table::table(self.html, self.text_cx, &chart.table, &name);
        self.html.push_str("</details>\n");
        table::file_link(self.html, self.text_cx, &chart.table);
        self.html.push_str("</figure>\n");
    }
}

/// A chart in the language of a page.
pub(super) struct ChartView<'a> {
    pub chart: &'a Chart,
    pub text_cx: TextContext<'a>,
    pub format: NumberFormat<'a>,
    /// The grouping of the numbers in each column.
    groupings: Vec<Grouping>,
}

/// A row of a series with a number.
#[derive(Clone, Copy)]
struct Value {
    row: usize,
    number: f64,
}

/// What a chart shows, in sentences made of its numbers.
#[must_use]
pub fn description(text_cx: TextContext<'_>, chart: &Chart) -> String {
    ChartView::new(text_cx, chart).description()
}

impl<'a> ChartView<'a> {
    fn new(text_cx: TextContext<'a>, chart: &'a Chart) -> Self {
        let groupings = (0..chart.table.columns.len()).map(|column| table::grouping(&chart.table, column)).collect();
        Self { chart, text_cx, format: NumberFormat::of(text_cx), groupings }
    }

    pub fn rows(&self) -> usize {
        self.chart.table.rows.len()
    }

    /// The columns that are drawn as series.
    pub fn series(&self) -> std::ops::RangeInclusive<usize> {
        1..=self.chart.series
    }

    /// All numbers of the columns behind the first.
    pub fn numbers(&self) -> impl Iterator<Item = f64> {
        let columns = 1..self.chart.table.columns.len();
        columns.flat_map(move |column| (0..self.rows()).filter_map(move |row| self.chart.table.number(row, column)))
    }

    /// What a row is called on the axis.
    pub fn name(&self, row: usize) -> String {
        let name = &self.chart.table.rows[row][0];
        if self.chart.table.columns[0].is_number { self.written(row, 0) } else { name.clone() }
    }

    /// A cell as the language writes it, without its unit.
    pub fn written(&self, row: usize, column: usize) -> String {
        self.format.written(&self.chart.table.rows[row][column], self.groupings[column])
    }

    /// The name of a column with its unit.
    pub fn column_name(&self, column: usize) -> String {
        let DataColumn { label, unit, .. } = &self.chart.table.columns[column];
        unit.as_ref().map_or_else(|| label.clone(), |unit| format!("{label} ({unit})"))
    }

    /// What the axis of the numbers is called: several series share it only with one unit.
    pub fn axis_name(&self) -> String {
        if self.chart.series == 1 {
            return self.column_name(1);
        }
        self.chart.table.columns[1].unit.clone().unwrap_or_default()
    }

    fn description(&self) -> String {
        let message = match self.chart.kind {
            ChartKind::Bar => "text-chart-bar",
            ChartKind::Line => "text-chart-line",
            ChartKind::Interval => "text-chart-interval",
        };
        let names: Vec<String> = self.series().map(|column| self.column_name(column)).collect();
        let (y, x) = (names.join(", "), self.column_name(0));
        let mut sentences =
            vec![self.text_cx.say_with(message, &[("y", MessageValue::Text(&y)), ("x", MessageValue::Text(&x))])];
        sentences.extend(self.series().filter_map(|column| self.summary(column)));
        sentences.extend(self.intervals_at());
        sentences.join(" ")
    }

    /// The lowest and highest, first and last number of a series, each with its row.
    fn summary(&self, column: usize) -> Option<String> {
        let number = |row| Some(Value { row, number: self.chart.table.number(row, column)? });
        let values: Vec<Value> = (0..self.rows()).filter_map(number).collect();
        let lowest = values.iter().min_by(|a, b| a.number.total_cmp(&b.number))?;
        // The first of several equal ones.
        let highest = values.iter().rev().max_by(|a, b| a.number.total_cmp(&b.number))?;
        let summary_values = [("low", lowest), ("high", highest), ("first", values.first()?), ("last", values.last()?)];
        let summary_texts = summary_values
            .map(|(name, value)| (name, format!("{} ({})", self.written(value.row, column), self.name(value.row))));
        let label = &self.chart.table.columns[column].label;
        let values = summary_texts.iter().map(|(name, words)| (*name, MessageValue::Text(words)));
        let values: Vec<_> = values.chain([("y", MessageValue::Text(label))]).collect();
        Some(self.text_cx.say_with("text-chart-summary", &values))
    }

    /// How many intervals contain the number of the line of reference.
    fn intervals_at(&self) -> Option<String> {
        let at_text = self.chart.at.as_ref()?;
        let at = number(at_text)?;
        let table = &self.chart.table;
        let ends =
            (0..self.rows()).filter_map(|row| table.number(row, Chart::LOW).zip(table.number(row, Chart::LOW + 1)));
        let (count, including) = ends.fold((0, 0), |(count, including), (low, high)| {
            (count + 1, including + usize::from((low..=high).contains(&at)))
        });
        let at = self.format.written(at_text, Grouping::None);
        let values = [
            ("n", MessageValue::Count(including)),
            ("count", MessageValue::Count(count)),
            ("at", MessageValue::Text(&at)),
        ];
        Some(self.text_cx.say_with("text-chart-including", &values))
    }

    /// Says which form belongs to which series, if there are several.
    fn key(&self, html: &mut String) {
        if self.chart.series == 1 {
            return;
        }
        html.push_str("<ul class=\"chart-key\">\n");
        for column in self.series() {
            let mut sample = Drawing::default();
            match self.chart.kind {
                ChartKind::Line => {
                    sample.polyline(&[Some((0.0, 7.0)), Some((36.0, 7.0))], DASHES[column - 1]);
                    sample.marker((18.0, 7.0), column - 1);
                }
                _ => sample.bar((1.0, 1.0), (35.0, 13.0), column - 1),
            }
            html.push_str("<li>");
            sample.finish_sample(html);
            html.push(' ');
            text(html, &self.chart.table.columns[column].label);
            html.push_str("</li>\n");
        }
        html.push_str("</ul>\n");
    }
}
