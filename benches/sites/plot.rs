//! Draws the ratios as an SVG. Each size has a panel, and each figure a group of bars. A bar starts at the line of Hugo and goes to
//! the left if a program needs less, to the right if it needs more. The scale is logarithmic.
//!
//! The drawing has colours for light and dark, a figure at every bar, and a description in words for screen readers.

use std::fmt::Write as _;

use crate::figures::{Figure, Measured, Record};
use crate::tables::{format_ratio, thousands};

const WIDTH: f64 = 960.0;
const LABELS: f64 = 212.0;
const MARGIN: f64 = 20.0;
const TOP: f64 = 92.0;
const BAR: f64 = 18.0;
const GAP: f64 = 14.0;
/// Space on either side of a panel's scale for the figures behind the bars.
const SPACE: f64 = 46.0;

/// The number of colours in the style sheet. Further programs share the last one.
const COLOURS: usize = 5;

const STYLE: &str = "
    svg { font: 13px system-ui, sans-serif; --ground: #fff; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de;
      --c0: #0b6b50; --c1: #a14a00; --c2: #3b5bb5; --c3: #8a2f8f; --c4: #6b6b6b; }
    @media (prefers-color-scheme: dark) {
      svg { --ground: #14181d; --ink: #e6edf3; --soft: #9aa5b1; --line: #39424d;
        --c0: #4fc59f; --c1: #f0a35e; --c2: #8fabf5; --c3: #dd8fe0; --c4: #a8a8a8; }
    }
    .ground { fill: var(--ground) } text { fill: var(--ink) } .soft { fill: var(--soft) }
    .title { font-size: 18px; font-weight: 600 } .head { font-weight: 600 }
    .line { stroke: var(--line) } .base { stroke: var(--ink); stroke-width: 1.5 }
    .c0 { fill: var(--c0) } .c1 { fill: var(--c1) } .c2 { fill: var(--c2) } .c3 { fill: var(--c3) } .c4 { fill: var(--c4) }
";

/// The position and scale of the panel of one size.
struct Panel<'a> {
    measured: &'a Measured,
    left: f64,
    right: f64,
    scale: Scale,
}

/// The range of ratios, as exponents of ten.
#[derive(Clone, Copy)]
struct Scale {
    least: f64,
    most: f64,
}

/// The SVG with a panel for each size.
pub fn draw(sizes: &[Measured]) -> String {
    let names = names(sizes);
    let figures: Vec<Figure> = Figure::ALL.into_iter().filter(|figure| !values(sizes, *figure).is_empty()).collect();
    let group = names.len() as f64 * BAR + GAP;
    let height = TOP + figures.len() as f64 * group + 2.0 * MARGIN;
    let mut svg = opening(sizes, height);
    svg.push_str(&legend(&names));
    for (row, figure) in figures.iter().enumerate() {
        let middle = TOP + (row as f64 + 0.5) * group;
        writeln!(svg, "<text class=\"head\" x=\"{MARGIN}\" y=\"{middle:.0}\">{}</text>", figure.title()).unwrap();
    }
    for panel in panels(sizes, &figures) {
        svg.push_str(&panel.frame(TOP + figures.len() as f64 * group));
        for (row, figure) in figures.iter().enumerate() {
            svg.push_str(&panel.bars(*figure, &names, TOP + row as f64 * group + GAP / 2.0));
        }
    }
    svg.push_str("</svg>\n");
    svg
}

fn opening(sizes: &[Measured], height: f64) -> String {
    let title = "What it takes to build a site: the further left, the better";
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH:.0} {height:.0}\" role=\"img\" \
         aria-labelledby=\"title words\">\n<title id=\"title\">{title}</title>\n<desc id=\"words\">{}</desc>\n\
         <style>{STYLE}</style>\n<rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n\
         <text class=\"title\" x=\"{MARGIN}\" y=\"32\">{title}</text>\n",
        description(sizes),
    )
}

/// The description of the picture, in sentences.
fn description(sizes: &[Measured]) -> String {
    let mut text = String::from("Shares of what the program of the line takes.");
    for measured in sizes {
        let base = measured.base();
        for figure in Figure::ALL {
            let ratios = others(measured).filter_map(|record| {
                Some(format!("{} {}", record.name, format_ratio(Some(record.ratio(figure, base)?))))
            });
            let ratios: Vec<String> = ratios.collect();
            if !ratios.is_empty() {
                let articles = thousands(measured.articles);
                write!(text, " {articles} articles, {} ({} is 1): {}.", figure.title(), base.name, ratios.join(", "))
                    .unwrap();
            }
        }
    }
    text
}

fn legend(names: &[&str]) -> String {
    let mut text = String::new();
    let mut x = MARGIN;
    for (number, name) in names.iter().enumerate() {
        let colour = number.min(COLOURS - 1);
        writeln!(
            text,
            "<rect class=\"c{colour}\" x=\"{x:.0}\" y=\"46\" width=\"12\" height=\"12\" rx=\"2\"/>\
             <text x=\"{:.0}\" y=\"57\">{name}</text>",
            x + 18.0,
        )
        .unwrap();
        x += 44.0 + 7.5 * name.chars().count() as f64;
    }
    text
}

fn panels<'a>(sizes: &'a [Measured], figures: &[Figure]) -> Vec<Panel<'a>> {
    let scale = Scale::over(figures.iter().flat_map(|figure| values(sizes, *figure)));
    let width = (WIDTH - LABELS - MARGIN) / sizes.len() as f64;
    let lefts = (0..sizes.len()).map(|number| LABELS + width * number as f64);
    let panels = sizes.iter().zip(lefts);
    panels.map(|(measured, left)| Panel { measured, left: left + SPACE, right: left + width - SPACE, scale }).collect()
}

impl Panel<'_> {
    fn x(&self, ratio: f64) -> f64 {
        self.left + self.scale.share(ratio) * (self.right - self.left)
    }

    /// The heading of the panel and its lines at powers of ten. The line at 1 is the base's.
    fn frame(&self, bottom: f64) -> String {
        let middle = f64::midpoint(self.left, self.right);
        let articles = thousands(self.measured.articles);
        let base = &self.measured.base().name;
        let mut text = format!(
            "<text class=\"head\" x=\"{middle:.0}\" y=\"84\" text-anchor=\"middle\">{articles} articles, {base} = 1</text>\n"
        );
        for power in self.scale.powers() {
            let x = self.x(power);
            let class = if power == 1.0 { "base" } else { "line" };
            writeln!(
                text,
                "<line class=\"{class}\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{TOP}\" y2=\"{bottom:.0}\"/>\
                 <text class=\"soft\" x=\"{x:.1}\" y=\"{:.0}\" text-anchor=\"middle\">{power}</text>",
                bottom + 18.0,
            )
            .unwrap();
        }
        text
    }

    /// A bar for each program, with its ratio at the end.
    fn bars(&self, figure: Figure, names: &[&str], top: f64) -> String {
        let base = self.measured.base();
        let mut text = String::new();
        for (number, name) in names.iter().enumerate() {
            let record = others(self.measured).find(|record| record.name == *name);
            let Some(ratio) = record.and_then(|record| record.ratio(figure, base)) else { continue };
            let (from, to) = (self.x(ratio.min(1.0)), self.x(ratio.max(1.0)));
            let y = top + number as f64 * BAR;
            let (label_x, anchor) = if ratio <= 1.0 { (from - 5.0, "end") } else { (to + 5.0, "start") };
            writeln!(
                text,
                "<rect class=\"c{}\" x=\"{from:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"2\"/>\
                 <text x=\"{label_x:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\">{}</text>",
                number.min(COLOURS - 1),
                y + 2.0,
                (to - from).max(1.0),
                BAR - 4.0,
                y + BAR - 5.0,
                format_ratio(Some(ratio)),
            )
            .unwrap();
        }
        text
    }
}

impl Scale {
    fn over(values: impl Iterator<Item = f64>) -> Self {
        let (least, most) =
            values.fold((0.1_f64, 10.0_f64), |(least, most), ratio| (least.min(ratio), most.max(ratio)));
        Self { least: least.log10().floor(), most: most.log10().ceil() }
    }

    /// The position of a ratio on the scale, from 0 to 1.
    fn share(self, ratio: f64) -> f64 {
        (ratio.log10() - self.least) / (self.most - self.least)
    }

    fn powers(self) -> impl Iterator<Item = f64> {
        (self.least as i32..=self.most as i32).map(|power| 10_f64.powi(power))
    }
}

/// The records that are compared with the base.
fn others(measured: &Measured) -> impl Iterator<Item = &Record> {
    let base = measured.base().name.as_str();
    measured.records.iter().filter(move |record| record.name != base)
}

fn values(sizes: &[Measured], figure: Figure) -> Vec<f64> {
    let ratios = |measured| others(measured).filter_map(move |record| record.ratio(figure, measured.base()));
    sizes.iter().flat_map(ratios).collect()
}

fn names(sizes: &[Measured]) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for record in sizes.iter().flat_map(others) {
        if !names.contains(&record.name.as_str()) {
            names.push(&record.name);
        }
    }
    names
}
