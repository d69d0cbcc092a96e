//! A [`BarChart`] in, a section of HTML out: the bars as SVG, and the same numbers as a table for readers who cannot see
//! them.

use std::fmt::Write;

use super::escape;

/// Counts of one kind that belong together, such as the sources of each year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BarChart {
    /// The heading of the section.
    pub title: &'static str,
    /// Heading of the table's column of labels, such as "Age".
    pub label_heading: &'static str,
    /// Heading of the table's column of counts, such as "Sources".
    pub count_heading: &'static str,
    /// The bars from top to bottom.
    pub bars: Vec<Bar>,
}

/// One bar of a [`BarChart`] and one row of its table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What is counted, as text; it is escaped.
    pub label: String,
    /// The length of the bar.
    pub count: usize,
}

/// Widths in units of the drawing, from left to right: the labels, the longest bar, the numbers.
const LABEL_WIDTH: usize = 260;
const MAX_BAR_WIDTH: usize = 300;
const NUMBER_WIDTH: usize = 80;

/// Height of a bar with the space below it, in units of the drawing.
const ROW_HEIGHT: usize = 26;

/// A section with drawing and table; empty for a chart without bars.
pub(super) fn section(chart: &BarChart) -> String {
    let BarChart { title, label_heading, count_heading, bars } = chart;
    if bars.is_empty() {
        return String::new();
    }
    let mut rows = String::new();
    for bar in bars {
        let _ = writeln!(rows, "<tr><th scope=\"row\">{}</th><td>{}</td></tr>", escape(&bar.label), bar.count);
    }
    let total: usize = bars.iter().map(|bar| bar.count).sum();
    format!(
        "<section>\n<h2>{}</h2>\n{}<table>\n<thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead>\n\
         <tbody>\n{rows}</tbody>\n<tfoot><tr><th scope=\"row\">All</th><td>{total}</td></tr></tfoot>\n</table>\n</section>\n",
        escape(title),
        drawing(bars),
        escape(label_heading),
        escape(count_heading),
    )
}

fn drawing(bars: &[Bar]) -> String {
    let highest_count = bars.iter().map(|bar| bar.count).max().unwrap_or(0).max(1);
    let (width, height) = (LABEL_WIDTH + MAX_BAR_WIDTH + NUMBER_WIDTH, bars.len() * ROW_HEIGHT);
    // Hidden from screen readers, which read the same numbers from the table.
    let mut svg = format!("<svg viewBox=\"0 0 {width} {height}\" aria-hidden=\"true\" focusable=\"false\">\n");
    for (row, bar) in bars.iter().enumerate() {
        let bar_width = bar_width(bar.count, highest_count);
        let (top, baseline) = (row * ROW_HEIGHT + 4, row * ROW_HEIGHT + 18);
        let (label_end, number_start) = (LABEL_WIDTH - 8, LABEL_WIDTH + bar_width + 6);
        let _ = writeln!(
            svg,
            "<text x=\"{label_end}\" y=\"{baseline}\" text-anchor=\"end\">{}</text>\
             <rect x=\"{LABEL_WIDTH}\" y=\"{top}\" width=\"{bar_width}\" height=\"18\"/>\
             <text x=\"{number_start}\" y=\"{baseline}\">{}</text>",
            escape(&bar.label),
            bar.count
        );
    }
    svg + "</svg>\n"
}

fn bar_width(count: usize, highest_count: usize) -> usize {
    // A count of one stays visible, however high the others are.
    if count == 0 { 0 } else { (count * MAX_BAR_WIDTH / highest_count).max(2) }
}
