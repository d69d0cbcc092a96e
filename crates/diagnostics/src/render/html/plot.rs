//! A [`Figure`] drawn as bars, with the same numbers as a table for whoever cannot see them.

use std::fmt::Write;

use super::escape;

/// Numbers of one kind that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What it shows.
    pub title: &'static str,
    /// What each bar stands for.
    pub what: &'static str,
    /// What is counted.
    pub counted: &'static str,
    /// The bars, in their order.
    pub bars: Vec<Bar>,
}

/// A label and how many there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What is counted here.
    pub label: String,
    /// How many.
    pub count: usize,
}

/// In units of the drawing: the labels' column, the longest bar, a line, and what is left for the number.
const LABELS: usize = 260;
const LONGEST: usize = 300;
const LINE: usize = 26;
const NUMBERS: usize = 80;

/// A section with the drawing and the table; nothing where there are no bars.
pub(super) fn section(figure: &Figure) -> String {
    let Figure { title, what, counted, bars } = figure;
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
        escape(what),
        escape(counted),
    )
}

/// Hidden from screen readers: the table says the same.
fn drawing(bars: &[Bar]) -> String {
    let most = bars.iter().map(|bar| bar.count).max().unwrap_or(0).max(1);
    let (width, height) = (LABELS + LONGEST + NUMBERS, bars.len() * LINE);
    let mut svg = format!("<svg viewBox=\"0 0 {width} {height}\" aria-hidden=\"true\" focusable=\"false\">\n");
    for (line, bar) in bars.iter().enumerate() {
        let length = length(bar.count, most);
        let (top, base) = (line * LINE + 4, line * LINE + 18);
        let (label, number) = (LABELS - 8, LABELS + length + 6);
        let _ = writeln!(
            svg,
            "<text x=\"{label}\" y=\"{base}\" text-anchor=\"end\">{}</text>\
             <rect x=\"{LABELS}\" y=\"{top}\" width=\"{length}\" height=\"18\"/>\
             <text x=\"{number}\" y=\"{base}\">{}</text>",
            escape(&bar.label),
            bar.count
        );
    }
    svg + "</svg>\n"
}

/// What is there shows, however little it is beside the most.
fn length(count: usize, most: usize) -> usize {
    if count == 0 { 0 } else { (count * LONGEST / most).max(2) }
}
