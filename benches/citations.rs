//! What citations cost: the time of one, cold and shared; marks and lists of a whole site beside reading its Markdown; and
//! the site beside the same site without citations. All in memory. `cargo bench --bench citations -- 10000`.

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

use wellpress::pipeline::CheckedSite;
use wellpress_diagnostics::Source;
use wellpress_io::fs::Memory;
use wellpress_markdown::parser;
use wellpress_site::discover::ContentKind;
use wellpress_site::parse::{front_matter, grammar};
use wellpress_site::resolve::citations::{self, Formatters};

use in_memory::{build, look};

/// How often each site is built; the quickest counts.
const ROUNDS: usize = 3;

fn main() {
    let articles = std::env::args().filter_map(|argument| argument.parse().ok()).next().unwrap_or(1000);
    println!("{articles} articles, 8 citations each");
    for settings in ["{marks: author-date}", "{marks: number}", "{marks: author-date, style: nlm-citation-sequence}"] {
        let files = site(articles, &Cited::With(settings));
        println!("\ncitations: {settings}");
        look(&files, |read| parts(&read));
    }
    let [with, without] = [Cited::With("{marks: author-date}"), Cited::Without].map(|cited| {
        let files = site(articles, &cited);
        (0..ROUNDS).map(|_| timed(|| build(&files)).0).min().unwrap()
    });
    println!("\na site in shares of the same site without citations: {:.2}", share(with, without));
}

/// The parts of one site, each in one thread.
fn parts(read: &CheckedSite<'_>) {
    let resolved = read.resolved;
    let files: Vec<&Source> = resolved.site.pages_of(ContentKind::Article, 0).map(|page| &page.source).collect();
    let (reading, ()) = timed(|| {
        for source in &files {
            let source = Source::new(source.path.clone(), &*source.text);
            let mut findings = Vec::new();
            let (front, start) = front_matter::read(&source, ContentKind::Article, &mut findings);
            let text = start..source.text.len();
            black_box((front, parser::parse(&source, text, grammar(read.config), &mut findings)));
        }
    });
    let (cold, formatters) = timed(|| {
        let formatters = Formatters::new(&Memory::new(), read.config, resolved.site).unwrap();
        cite(read, &formatters);
        formatters
    });
    let (shared, count) = timed(|| cite(read, &formatters));
    let each = |time: Duration| time.as_secs_f64() * 1e6 / count as f64;
    println!("  time per citation, cold   {:8.2} µs (each source formatted for the first time)", each(cold));
    println!("  time per citation, shared {:8.2} µs (pages choose among what is formatted)", each(shared));
    println!("  citations in shares of reading the Markdown: {:.2}", share(cold, reading));
}

/// Formats the marks and the list of every article; gives how many marks there are.
fn cite(read: &CheckedSite<'_>, formatters: &Formatters<'_>) -> usize {
    let site = read.resolved.site;
    let each = site.pages_of(ContentKind::Article, 0).map(|page| {
        let flow = &read.resolved.pages[page.id.index()].reading_order;
        let made = citations::of_page(site, page, formatters.of_page(page), flow, &[]);
        for listed in &made.list {
            black_box(formatters.all()[made.style].entry(listed.reference));
        }
        made.marks.len()
    });
    each.sum()
}

fn timed<T>(run: impl FnOnce() -> T) -> (Duration, T) {
    let begun = Instant::now();
    let made = run();
    (begun.elapsed(), made)
}

fn share(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64()
}

/// Whether the articles cite.
enum Cited<'a> {
    /// With these settings.
    With(&'a str),
    Without,
}

fn site(articles: usize, cited: &Cited<'_>) -> Memory {
    in_memory::site(articles, &|path, text| match cited {
        Cited::Without if path.starts_with("content/references/") => None,
        Cited::Without if path.starts_with("content/") => Some(uncited(text)),
        Cited::With(settings) if path == "wellpress.yaml" => Some(format!("{text}citations: {settings}\n")),
        Cited::With(_) | Cited::Without => Some(text.to_owned()),
    })
}

/// A text without its marks: `[@key]`, `[see @key, pp. 3-5]`, `@key`.
fn uncited(text: &str) -> String {
    let mut left = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('@') {
        let is_end = |c: char| !(c.is_alphanumeric() || c == '-');
        let end = at + 1 + rest[at + 1..].find(is_end).unwrap_or(rest.len() - at - 1);
        let open = rest[..at].rfind('[').filter(|open| !rest[*open..at].contains([']', '\n']));
        let close = open.and_then(|_| rest[end..].find(']')).map(|close| end + close + 1);
        left.push_str(&rest[..open.unwrap_or(at)]);
        rest = &rest[close.unwrap_or(end)..];
    }
    left + rest
}
