//! A telephone number or an e-mail address in a text, outside people's profiles, the site's policies and its settings.
//! Helplines are no secret.

use wellpress_diagnostics::{Diagnostic, Source, Span, rules};
use wellpress_markdown::body::{Body, Element, LinkTarget, NodeKind, Str};

use crate::config::Config;
use crate::discover::Kind;
use crate::model::Page;
use crate::resolve::ResolvedSite;

/// One finding for each, at its place: in the text, and in what readers see of the front matter.
pub(super) fn find(config: &Config, resolved: &ResolvedSite<'_>, page: &Page) -> Vec<Diagnostic> {
    let is_of_somebody = page.kind == Kind::Person || resolved.site.policies.contains(&page.id);
    if is_of_somebody || page.is_withdrawn() {
        return Vec::new();
    }
    let reader = Reader { config, source: &page.source };
    let key_points = page.article().map_or(&[][..], |article| &article.key_points);
    let mut findings: Vec<Diagnostic> = fields(page).flat_map(|(text, span)| reader.read_field(text, span)).collect();
    findings.extend(key_points.iter().chain([&*page.body]).flat_map(|body| reader.read(body)));
    findings
}

/// The same in glossaries and disclaimers, which stand on pages of all kinds.
pub(super) fn find_beside_pages(config: &Config, resolved: &ResolvedSite<'_>) -> Vec<Diagnostic> {
    let site = resolved.site;
    let glossaries = site.glossaries.iter();
    let terms = glossaries.flat_map(|known| known.terms.iter().map(|term| (&known.source, &term.definition)));
    let disclaimers = site.disclaimers.iter().map(|disclaimer| (&disclaimer.source, &*disclaimer.body));
    terms.chain(disclaimers).flat_map(|(source, body)| Reader { config, source }.read(body)).collect()
}

/// What the front matter tells readers in plain words, with the place of each.
fn fields(page: &Page) -> impl Iterator<Item = (&str, Span)> {
    let description = page.description.as_deref().map(|description| (description, page.description_span));
    let article = page.article().into_iter().flat_map(|article| [&article.funding, &article.conflicts]).flatten();
    let signals = page.exercise().into_iter().flat_map(|exercise| exercise.stop_if.iter().zip(&exercise.own_stop_if));
    let written = article.map(|field| (field.value.as_str(), field.span));
    description.into_iter().chain(written).chain(signals.map(|(signal, span)| (signal.as_str(), *span)))
}

/// Looks through the texts of one file.
struct Reader<'a> {
    config: &'a Config,
    source: &'a Source,
}

impl Reader<'_> {
    fn read(&self, body: &Body) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        let mut at = 0;
        while let Some(node) = body.nodes.get(at) {
            at += 1;
            match node.kind {
                NodeKind::Start(Element::CodeBlock(_)) => at = body.end_of(at - 1) + 1,
                NodeKind::Start(Element::Link(index)) => {
                    let link = &body.links[index];
                    if let LinkTarget::Outside(target) = &link.target
                        && let Some((what, address)) = contact(target)
                    {
                        findings.extend(self.finding(what, address, link.span));
                        at = body.end_of(at - 1) + 1;
                    }
                }
                NodeKind::Text(text) => {
                    let start = if let Str::Source(own) = text { Some(own.start as usize) } else { None };
                    findings.extend(self.read_words(body.text(self.source, text), start, node.span));
                }
                _ => {}
            }
        }
        findings
    }

    fn read_field(&self, text: &str, span: Span) -> Vec<Diagnostic> {
        self.read_words(text, self.source.find(text, span), span)
    }

    /// Reads words that begin in the file at `start`, or where that cannot be told, stand somewhere within a span.
    fn read_words(&self, words: &str, start: Option<usize>, within: Span) -> Vec<Diagnostic> {
        let span = |at: usize, own: &str| start.map_or(within, |start| Span::new(start + at..start + at + own.len()));
        let found = emails(words).map(|email| ("e-mail address", email));
        let found = found.chain(telephones(words).into_iter().map(|number| ("telephone number", number)));
        found.filter_map(|(what, (at, own))| self.finding(what, own, span(at, own))).collect()
    }

    fn finding(&self, what: &str, address: &str, span: Span) -> Option<Diagnostic> {
        let is_published = self.config.source.text.contains(address);
        let place = self.source.locate(span);
        let line = place.excerpt.as_deref().unwrap_or_default().to_lowercase();
        let is_help =
            ["helpline", "hotline", "lifeline", "crisis", "emergency", "poison"].iter().any(|word| line.contains(word));
        (!is_published && !is_help).then(|| {
            Diagnostic::new(&rules::PII, place, format!("`{address}` looks like somebody's {what}")).help(
                "take it out, or give it in the profile of a person or on the contact page that the settings name",
            )
        })
    }
}

/// What a link leads to, if that is a person's telephone or mailbox.
fn contact(target: &str) -> Option<(&'static str, &str)> {
    let email =
        target.strip_prefix("mailto:").map(|email| ("e-mail address", email.split('?').next().unwrap_or(email)));
    email.or_else(|| {
        target.strip_prefix("tel:").filter(|number| !is_helpline(number)).map(|number| ("telephone number", number))
    })
}

/// E-mail addresses with where they begin.
fn emails(text: &str) -> impl Iterator<Item = (usize, &str)> {
    memchr::memchr_iter(b'@', text.as_bytes()).filter_map(move |at| {
        let is_local = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '+' | '-');
        let local = text[..at].len() - text[..at].trim_end_matches(is_local).len();
        let rest = &text[at + 1..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-')).unwrap_or(rest.len());
        let domain = rest[..end].trim_end_matches(['.', '-']);
        let last = domain.rsplit_once('.')?.1;
        let is_domain = last.len() >= 2 && last.chars().all(|c| c.is_ascii_alphabetic());
        (local > 0 && is_domain).then(|| (at - local, &text[at - local..at + 1 + domain.len()]))
    })
}

/// No telephone number has fewer.
const FEWEST_DIGITS: usize = 9;

/// Telephone numbers with where they begin, as far as they can be told from other numbers.
fn telephones(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    if text.len() < FEWEST_DIGITS || text.bytes().filter(u8::is_ascii_digit).count() < FEWEST_DIGITS {
        return found;
    }
    let mut from = 0;
    while let Some(offset) = text[from..].find(|c: char| c.is_ascii_digit() || matches!(c, '+' | '(')) {
        let start = from + offset;
        let rest = &text[start..];
        let is_part =
            |c: char| c.is_ascii_digit() || matches!(c, '+' | '(' | ')' | ' ' | '-' | '.' | '\u{2011}' | '\u{a0}');
        let end = rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
        let own = rest[..end.max(1)].trim_end_matches(|c: char| !c.is_ascii_digit());
        let before = text[..start].chars().next_back();
        let stands_alone =
            !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '-' | '.' | ':' | '#' | '='));
        if stands_alone && !is_named_otherwise(&text[..start]) && is_telephone(own) && !is_helpline(own) {
            found.push((start, own));
        }
        from = start + end.max(1);
    }
    found
}

/// Whether the words before a number say that it is another one: "grant 123-456-7890", "order no. 123-456-7890".
fn is_named_otherwise(before: &str) -> bool {
    const KINDS: [&str; 10] =
        ["grant", "trial", "registration", "nct", "isbn", "issn", "order", "case", "protocol", "reference"];
    const NUMBERS: [&str; 5] = ["no", "nr", "number", "id", "is"];
    let before = before.to_lowercase();
    let words = before.split_whitespace().rev().map(|word| word.trim_end_matches(['.', ':', '#', '(']));
    let mut words = words.filter(|word| !word.is_empty()).skip_while(|word| NUMBERS.contains(word));
    words.next().is_some_and(|word| KINDS.contains(&word))
}

fn is_telephone(text: &str) -> bool {
    let groups: Vec<usize> =
        text.split(|c: char| !c.is_ascii_digit()).map(str::len).filter(|length| *length > 0).collect();
    let digits: usize = groups.iter().sum();
    let is_american = |groups: &[usize]| groups == [3, 3, 4];
    match text.strip_prefix('+') {
        Some(_) => (9..=15).contains(&digits),
        None if text.starts_with("1-") || text.starts_with("1 ") => is_american(&groups[1..]),
        None if text.starts_with('0') => groups.len() >= 2 && (10..=12).contains(&digits) && groups[0] >= 3,
        None => is_american(&groups),
    }
}

/// Short numbers and those that cost nothing to call.
fn is_helpline(number: &str) -> bool {
    const FREE: [&str; 10] = ["800", "833", "844", "855", "866", "877", "888", "0800", "0808", "116"];
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let national = digits.strip_prefix('1').filter(|rest| rest.len() == 10).unwrap_or(&digits);
    digits.len() <= 6 || FREE.iter().any(|free| national.starts_with(free))
}

#[cfg(test)]
mod tests {
    use super::telephones;

    #[test]
    fn the_number_of_a_grant_or_an_order_is_no_telephone() {
        for text in ["Grant 123-456-7890", "Order no. 123-456-7890", "trial registration number: 123-456-7890"] {
            assert_eq!(telephones(text), [], "{text}");
        }
        for text in ["To order, call 212-555-0142", "The grants desk: 212-555-0142", "In any case, 212-555-0142"] {
            assert_eq!(telephones(text).len(), 1, "{text}");
        }
    }
}
