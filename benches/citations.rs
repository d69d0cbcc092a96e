//! The cost of citations. Input is a made-up site in memory. Output is the time per citation, cold and shared, the time of all
//! marks and lists as a share of reading the Markdown, and a build of the site as a share of a build without citations.
//!
//! `cargo bench --bench citations -- 10000` gives the number of articles.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on has nothing to print")]
#![expect(clippy::disallowed_methods, reason = "this measures time, and the corpus can also go to the disk")]
#![expect(clippy::print_stdout, reason = "figures are what this is for")]
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "made-up text, and ratios"
)]

#[allow(dead_code, reason = "other generators and edits are for the bench of whole sites")]
mod corpus;
mod in_memory;

use std::hint::black_box;
use std::time::{Duration, Instant};

use wellpress_build::pipeline::CheckedSite;
use wellpress_diagnostics::Source;
use wellpress_io::fs::Memory;
use wellpress_markdown::parser;
use wellpress_site::config::MAIN_LANGUAGE;
use wellpress_site::parse::{front_matter, grammar};
use wellpress_site::resolve::citations::{self, Formatters};
use wellpress_site::sections::ContentKind;

use in_memory::{build, inspect};

/// Builds of each site. The fastest counts, because other processes can only slow a build down.
const ROUNDS: usize = 3;

fn main() {
    let articles = std::env::args().filter_map(|argument| argument.parse().ok()).next().unwrap_or(1000);
    println!("{articles} articles, 8 citations each");
    for settings in ["{marks: author-date}", "{marks: number}", "{marks: author-date, style: nlm-citation-sequence}"] {
        let files = site(articles, &Citing::With(settings));
        println!("\ncitations: {settings}");
        inspect(&files, |checked| print_parts(&checked));
    }
    let [with, without] = [Citing::With("{marks: author-date}"), Citing::Without].map(|citing| {
        let files = site(articles, &citing);
        (0..ROUNDS).map(|_| timed(|| build(&files)).0).min().unwrap()
    });
    println!("\na site in shares of the same site without citations: {:.2}", ratio(with, without));
}

/// Times the parts of one site, each in one thread, and prints them.
fn print_parts(checked: &CheckedSite<'_>) {
    let resolved = checked.resolved;
    let files: Vec<&Source> =
        resolved.site.pages_of(ContentKind::Article, MAIN_LANGUAGE).map(|page| &page.source).collect();
    let (reading, ()) = timed(|| {
        for source in &files {
            let source = Source::new(source.path.clone(), &*source.text);
            let mut findings = Vec::new();
            let front_matter::ReadFrontMatter { front, text_start: start, .. } =
                front_matter::read(&source, ContentKind::Article, &[], &mut findings);
            let text = start..source.text.len();
            black_box((front, parser::parse(&source, text, grammar(checked.config, MAIN_LANGUAGE), &mut findings)));
        }
    });
    let (cold, formatters) = timed(|| {
        let formatters = Formatters::new(&Memory::new(), checked.config, resolved.site).unwrap();
        cite(checked, &formatters);
        formatters
    });
    let (shared, count) = timed(|| cite(checked, &formatters));
    let microseconds_each = |time: Duration| time.as_secs_f64() * 1e6 / count as f64;
    println!(
        "  time per citation, cold   {:8.2} µs (each source formatted for the first time)",
        microseconds_each(cold)
    );
    println!("  time per citation, shared {:8.2} µs (pages choose among what is formatted)", microseconds_each(shared));
    println!("  citations in shares of reading the Markdown: {:.2}", ratio(cold, reading));
}

/// Formats the marks and the list of every article, and gives the number of marks.
fn cite(checked: &CheckedSite<'_>, formatters: &Formatters<'_>) -> usize {
    let site = checked.resolved.site;
    let mark_counts = site.pages_of(ContentKind::Article, MAIN_LANGUAGE).map(|page| {
        let reading_order = &checked.resolved.pages[page.id].reading_order;
        let citations = citations::of_page(site, page, formatters.of_page(page), reading_order, &[]);
        for entry in &citations.list {
            black_box(formatters.all()[citations.style].entry(entry.reference));
        }
        citations.marks.len()
    });
    mark_counts.sum()
}

fn timed<T>(run: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let result = run();
    (start.elapsed(), result)
}

fn ratio(time: Duration, base: Duration) -> f64 {
    time.as_secs_f64() / base.as_secs_f64()
}

/// Whether the articles cite.
enum Citing<'a> {
    /// The value of the key `citations` in the site's settings.
    With(&'a str),
    Without,
}

fn site(articles: usize, citing: &Citing<'_>) -> Memory {
    in_memory::site(articles, &|path, text| match citing {
        Citing::Without if path.starts_with("content/references/") => None,
        Citing::Without if path.starts_with("content/") => Some(without_marks(text)),
        Citing::With(settings) if path == "wellpress.yaml" => Some(format!("{text}citations: {settings}\n")),
        Citing::With(_) | Citing::Without => Some(text.to_owned()),
    })
}

/// A text without its marks: `[@key]`, `[see @key, pp. 3-5]`, `@key`.
fn without_marks(text: &str) -> String {
    let mut output = String::with_capacity(text.len());
    let mut remaining = text;
    while let Some(at) = remaining.find('@') {
        let is_end = |c: char| !(c.is_alphanumeric() || c == '-');
        let end = at + 1 + remaining[at + 1..].find(is_end).unwrap_or(remaining.len() - at - 1);
        let open = remaining[..at].rfind('[').filter(|open| !remaining[*open..at].contains([']', '\n']));
        let close = open.and_then(|_| remaining[end..].find(']')).map(|close| end + close + 1);
        output.push_str(&remaining[..open.unwrap_or(at)]);
        remaining = &remaining[close.unwrap_or(end)..];
    }
    output + remaining
}
