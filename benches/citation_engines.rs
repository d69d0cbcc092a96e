//! The first formatting of an entry by `wellpress-csl` and by hayagriva's driver, in one thread and on the same sources: those of
//! the tests of `wellpress-bibliography`. Output is the median of each in microseconds, and their ratio.
//!
//! Each engine gets sources that are read already and a style that is parsed already, and gives text with its formatting.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on has nothing to print")]
#![expect(clippy::disallowed_methods, reason = "this measures time")]
#![expect(clippy::print_stdout, reason = "figures are what this is for")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use hayagriva::archive::{ArchivedStyle, locales};
use hayagriva::citationberg::json::Item as DriverItem;
use hayagriva::citationberg::{Locale, Style as DriverStyle};
use hayagriva::{BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest};
use wellpress_bibliography::write::{ExportFormat, ExportScope};
use wellpress_bibliography::{PartialDate, Reference, parse};
use wellpress_csl::{Item, Processor, Style, shipped_style};
use wellpress_diagnostics::Source;

#[path = "../crates/csl/tests/processor/csl_json.rs"]
mod csl_json;

const LIBRARIES: [&str; 2] = [
    include_str!("../crates/bibliography/tests/fixtures/well-guide.bib"),
    include_str!("../crates/bibliography/tests/fixtures/every-kind.bib"),
];

/// Each source is formatted so often, with nothing kept from the time before.
const ROUNDS: usize = 50;

fn main() {
    let references: Vec<Reference> =
        LIBRARIES.iter().flat_map(|text| parse(&Source::new("library.bib", *text)).references).collect();
    // hayagriva's driver panics on a range of dates.
    let has_range = |reference: &Reference| {
        [&reference.issued, &reference.accessed].into_iter().flatten().any(PartialDate::has_end)
            || reference.dates().any(|(_, date)| date.has_end())
    };
    let references: Vec<&Reference> = references.iter().filter(|reference| !has_range(reference)).collect();
    let csl_json = ExportFormat::Json.export(&references, ExportScope::Readers);
    println!("{} sources, median of {ROUNDS} rounds", references.len());
    for name in ["american-medical-association", "apa", "chicago-author-date"] {
        let own = own_times(name, &csl_json);
        match driver_times(name, &csl_json) {
            Some(driver) => {
                let ratio = own.as_secs_f64() / driver.as_secs_f64();
                println!("{name:30} {own:>9.1?}, hayagriva {driver:>9.1?}, ratio {ratio:.3}");
            }
            None => println!("{name:30} {own:>9.1?}, hayagriva does not ship it"),
        }
    }
}

fn own_times(style: &str, csl_json: &str) -> Duration {
    let json: Vec<serde_json::Value> = serde_json::from_str(csl_json).unwrap();
    let items: Vec<Item<'_>> = json.iter().map(csl_json::item).collect();
    let style = Arc::new(Style::parse(shipped_style(style).unwrap(), Some("en-US")).unwrap());
    let rounds = std::iter::repeat_with(|| Processor::new(Arc::clone(&style), items.clone())).take(ROUNDS);
    let times = rounds.flat_map(|processor| {
        let times: Vec<Duration> =
            (0..items.len()).map(|source| timed(|| black_box(processor.entry(source)).text.len())).collect();
        times
    });
    median(times.collect())
}

/// `None` for a style that hayagriva does not ship.
fn driver_times(style: &str, csl_json: &str) -> Option<Duration> {
    let DriverStyle::Independent(style) = ArchivedStyle::by_name(style)?.get() else { return None };
    let items: Vec<DriverItem> = serde_json::from_str(csl_json).unwrap();
    let locales: Vec<Locale> = locales();
    let times = std::iter::repeat_n(&items, ROUNDS).flatten().map(|item| {
        timed(|| {
            let mut driver = BibliographyDriver::new();
            driver.citation(CitationRequest::from_items(vec![CitationItem::with_entry(item)], &style, &locales));
            let rendered = driver.finish(BibliographyRequest::new(&style, None, &locales));
            black_box(rendered.bibliography).map_or(0, |list| list.items.len())
        })
    });
    Some(median(times.collect()))
}

fn timed(run: impl FnOnce() -> usize) -> Duration {
    let start = Instant::now();
    black_box(run());
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
