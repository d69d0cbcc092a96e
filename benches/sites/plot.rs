//! The ratios as a picture: for each size a panel, for each figure a group of bars that start at the line of
//! Hugo and go to the left where a program needs less and to the right where it needs more. The scale is logarithmic.
//!
//! It is legible in light and dark, names every bar with its figure, and says the same in words for those who do not
//! see it.

use std::fmt::Write as _;

use crate::figures::{Figure, Measured, Record};
use crate::tables::{shown, thousands};

const WIDTH: f64 = 960.0;
const LABELS: f64 = 212.0;
const MARGIN: f64 = 20.0;
const TOP: f64 = 92.0;
const BAR: f64 = 18.0;
const GAP: f64 = 14.0;
/// Room on either side of a panel's scale for the figures behind the bars.
const ROOM: f64 = 46.0;

/// The colours of programs by their place, as the style sheet names them.
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

/// A panel's place and its scale.
struct Panel<'a> {
    measured: &'a Measured,
    left: f64,
    right: f64,
    scale: Scale,
}

/// From the smallest power of ten to the largest.
#[derive(Clone, Copy)]
struct Scale {
    least: f64,
    most: f64,
}

/// The picture of all sizes.
pub fn draw(all: &[Measured]) -> String {
    let names = names(all);
    let figures: Vec<Figure> = Figure::ALL.into_iter().filter(|figure| !values(all, *figure).is_empty()).collect();
    let group = names.len() as f64 * BAR + GAP;
    let height = TOP + figures.len() as f64 * group + 2.0 * MARGIN;
    let mut svg = opening(all, height);
    svg.push_str(&legend(&names));
    for (row, figure) in figures.iter().enumerate() {
        let middle = TOP + (row as f64 + 0.5) * group;
        writeln!(svg, "<text class=\"head\" x=\"{MARGIN}\" y=\"{middle:.0}\">{}</text>", figure.title()).unwrap();
    }
    for panel in panels(all, &figures) {
        svg.push_str(&panel.frame(TOP + figures.len() as f64 * group));
        for (row, figure) in figures.iter().enumerate() {
            svg.push_str(&panel.bars(*figure, &names, TOP + row as f64 * group + GAP / 2.0));
        }
    }
    svg.push_str("</svg>\n");
    svg
}

fn opening(all: &[Measured], height: f64) -> String {
    let title = "What it takes to build a site: the further left, the better";
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH:.0} {height:.0}\" role=\"img\" \
         aria-labelledby=\"title words\">\n<title id=\"title\">{title}</title>\n<desc id=\"words\">{}</desc>\n\
         <style>{STYLE}</style>\n<rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n\
         <text class=\"title\" x=\"{MARGIN}\" y=\"32\">{title}</text>\n",
        in_words(all),
    )
}

/// What the picture shows, in sentences.
fn in_words(all: &[Measured]) -> String {
    let mut text = String::from("Shares of what the program of the line takes.");
    for measured in all {
        let base = measured.base();
        for figure in Figure::ALL {
            let others = others(measured)
                .filter_map(|record| Some(format!("{} {}", record.name, shown(Some(record.ratio(figure, base)?)))));
            let others: Vec<String> = others.collect();
            if !others.is_empty() {
                let articles = thousands(measured.articles);
                write!(text, " {articles} articles, {} ({} is 1): {}.", figure.title(), base.name, others.join(", "))
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

fn panels<'a>(all: &'a [Measured], figures: &[Figure]) -> Vec<Panel<'a>> {
    let scale = Scale::over(figures.iter().flat_map(|figure| values(all, *figure)));
    let width = (WIDTH - LABELS - MARGIN) / all.len() as f64;
    let panel = |(number, measured)| {
        let left = LABELS + width * number as f64;
        Panel { measured, left: left + ROOM, right: left + width - ROOM, scale }
    };
    all.iter().enumerate().map(panel).collect()
}

impl Panel<'_> {
    fn x(&self, ratio: f64) -> f64 {
        self.left + self.scale.share(ratio) * (self.right - self.left)
    }

    /// Its size, whose line it is, lines at powers of ten, and the line itself.
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

    /// A bar for each program, its ratio behind its end.
    fn bars(&self, figure: Figure, names: &[&str], top: f64) -> String {
        let base = self.measured.base();
        let mut text = String::new();
        for (number, name) in names.iter().enumerate() {
            let record = others(self.measured).find(|record| record.name == *name);
            let Some(ratio) = record.and_then(|record| record.ratio(figure, base)) else { continue };
            let (from, to) = (self.x(ratio.min(1.0)), self.x(ratio.max(1.0)));
            let y = top + number as f64 * BAR;
            let (at, anchor) = if ratio <= 1.0 { (from - 5.0, "end") } else { (to + 5.0, "start") };
            writeln!(
                text,
                "<rect class=\"c{}\" x=\"{from:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"2\"/>\
                 <text x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\">{}</text>",
                number.min(COLOURS - 1),
                y + 2.0,
                (to - from).max(1.0),
                BAR - 4.0,
                y + BAR - 5.0,
                shown(Some(ratio)),
            )
            .unwrap();
        }
        text
    }
}

impl Scale {
    fn over(values: impl Iterator<Item = f64>) -> Self {
        let (least, most) = values.fold((0.1_f64, 10.0_f64), |(least, most), each| (least.min(each), most.max(each)));
        Self { least: least.log10().floor(), most: most.log10().ceil() }
    }

    /// Where a ratio stands, from 0 to 1.
    fn share(self, ratio: f64) -> f64 {
        (ratio.log10() - self.least) / (self.most - self.least)
    }

    fn powers(self) -> impl Iterator<Item = f64> {
        (self.least as i32..=self.most as i32).map(|power| 10_f64.powi(power))
    }
}

/// Whoever is compared with the base.
fn others(measured: &Measured) -> impl Iterator<Item = &Record> {
    let base = measured.base().name.as_str();
    measured.records.iter().filter(move |record| record.name != base)
}

fn values(all: &[Measured], figure: Figure) -> Vec<f64> {
    let ratios = |measured| others(measured).filter_map(move |record| record.ratio(figure, measured.base()));
    all.iter().flat_map(ratios).collect()
}

fn names(all: &[Measured]) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for record in all.iter().flat_map(others) {
        if !names.contains(&record.name.as_str()) {
            names.push(&record.name);
        }
    }
    names
}
