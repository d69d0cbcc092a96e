//! `dose-drift`, where the unit of a dose stands twice: `{{ dose.hold }} seconds` shows "30 seconds seconds".
//!
//! A length of time is shown with its unit. A count is shown as a number, so that a word behind it is its unit.

use wellpress_diagnostics::{Diagnostic, Span, rules};
use wellpress_markdown::variables::record_field;
use wellpress_markdown::walk::TextEvent;
use wellpress_site::model::Page;
use wellpress_site::parse::dose_values::DOSE;
use wellpress_site::parse::front_matter::TIME_UNITS;

/// One finding for each unit behind a variable whose value has it already, at the unit.
pub(super) fn find(page: &Page) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    // Few exercises have a variable, and the others need no look at each of their texts.
    if page.exercise().is_none() || page.is_withdrawn() || !page.source.text.contains("{{") {
        return findings;
    }
    // The variable that ended last, with its value.
    let mut variable: Option<(Span, &str)> = None;
    for (_, event) in page.body.walk(&page.source, 0..page.body.nodes.len(), &[]) {
        let TextEvent::Text { text, span, .. } = event else {
            // Bold letters do not part a number from its unit.
            variable = variable.filter(|_| matches!(event, TextEvent::Start(_) | TextEvent::End(_)));
            continue;
        };
        if let Some((of, value)) = variable {
            findings.extend(unit_behind(page, of, value, (text, span)));
        }
        variable = record_field(page.source.slice(span), DOSE).map(|_| (span, text));
    }
    findings
}

/// The finding about the first word of a text behind a variable, if it is the unit that the value ends with, or another unit of time.
fn unit_behind(page: &Page, variable: Span, value: &str, (text, span): (&str, Span)) -> Option<Diagnostic> {
    let word = text.trim_start().split(|c: char| !c.is_alphabetic()).next().filter(|word| !word.is_empty())?;
    let is_unit = |word: &str| TIME_UNITS.iter().any(|(unit, _)| *unit == word.to_lowercase());
    let last = value.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let stands_twice = !last.is_empty() && (last.eq_ignore_ascii_case(word) || is_unit(last) && is_unit(word));
    let end = text.len() - text.trim_start().len() + word.len();
    let unit = Span::new(span.start as usize..(span.start as usize + end).min(span.end as usize));
    let message = format!("`{}` shows `{value}`, and `{word}` stands behind it", page.source.slice(variable));
    let finding = Diagnostic::new(&rules::DOSE_DRIFT, page.source.locate(unit), message);
    stands_twice.then(|| finding.help(format!("leave `{word}` out: the dose is shown with its unit")).fix(""))
}
