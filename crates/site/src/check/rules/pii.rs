//! `pii`: a telephone number or an e-mail address in a text, outside of people's profiles, the site's policies and its
//! settings.
//!
//! A private number that slips into an article cannot be called back. Helplines, toll-free and short numbers are no
//! secret; numbers that may as well be of a grant or an order are not reported, so that a finding is nearly always right.
//! The words that tell them apart stand in `word-lists/pii.yaml`.

use serde::Deserialize;
use wellpress_diagnostics::{Diagnostic, Source, Span, rules};
use wellpress_markdown::body::{Body, Element, LinkTarget, NodeKind, TextRef};

use crate::check::word_lists::{WordFile, WordList, word_file};
use crate::config::Config;
use crate::discover::ContentKind;
use crate::model::Page;
use crate::resolve::ResolvedSite;

pub(super) static WORDS: WordFile<ContactWords> = word_file!("pii.yaml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ContactWords {
    helplines: WordList,
    other_numbers: WordList,
    number_words: WordList,
    toll_free: Vec<String>,
}

/// One finding for each, at its place: in the text, and in what readers see of the front matter.
pub(super) fn find(config: &Config, resolved: &ResolvedSite<'_>, page: &Page) -> Vec<Diagnostic> {
    let may_have_contacts = page.kind == ContentKind::Person || resolved.site.policies.contains(&page.id);
    if may_have_contacts || page.is_withdrawn() {
        return Vec::new();
    }
    let search = ContactSearch { config, source: &page.source };
    let key_points = page.key_points();
    let fields = fields(page).flat_map(|(text, span)| search.in_text(text, page.source.find(text, span), span));
    let mut findings: Vec<Diagnostic> = fields.collect();
    findings.extend(key_points.iter().chain([&*page.body]).flat_map(|body| search.in_body(body)));
    findings
}

/// The same in glossaries and disclaimers, which are shown on pages of all kinds.
pub(super) fn find_beside_pages(config: &Config, resolved: &ResolvedSite<'_>) -> Vec<Diagnostic> {
    let site = resolved.site;
    let glossaries = site.glossaries.iter();
    let terms = glossaries.flat_map(|glossary| glossary.terms.iter().map(|term| (&glossary.source, &term.definition)));
    let disclaimers = site.disclaimers.iter().map(|disclaimer| (&disclaimer.source, &*disclaimer.body));
    terms.chain(disclaimers).flat_map(|(source, body)| ContactSearch { config, source }.in_body(body)).collect()
}

/// Fields of the front matter that readers see as plain text, with their spans.
fn fields(page: &Page) -> impl Iterator<Item = (&str, Span)> {
    let description = page.description.as_deref().map(|description| (description, page.description_span));
    let article = page.article().into_iter().flat_map(|article| [&article.funding, &article.conflicts]).flatten();
    let article = article.map(|field| (field.value.as_str(), field.span));
    let signals = page.exercise().into_iter().flat_map(|exercise| exercise.stop_if.iter().zip(&exercise.stop_if_spans));
    description.into_iter().chain(article).chain(signals.map(|(signal, span)| (signal.as_str(), *span)))
}

/// How somebody can be reached, as it stands in a text.
struct Contact<'a> {
    channel: Channel,
    address: &'a str,
    /// Where the address begins in its text.
    at: usize,
}

#[derive(Clone, Copy)]
enum Channel {
    Email,
    Telephone,
}

impl Channel {
    fn as_str(self) -> &'static str {
        match self {
            Self::Email => "e-mail address",
            Self::Telephone => "telephone number",
        }
    }
}

/// Looks for contacts in the texts of one file.
struct ContactSearch<'a> {
    config: &'a Config,
    source: &'a Source,
}

impl ContactSearch<'_> {
    fn in_body(&self, body: &Body) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        let mut at = 0;
        while let Some(node) = body.nodes.get(at) {
            at += 1;
            match node.kind {
                NodeKind::Start(Element::CodeBlock(_)) => at = body.end_of(at - 1) + 1,
                NodeKind::Start(Element::Link(index)) => {
                    let link = &body.links[index];
                    if let LinkTarget::External(target) = &link.target
                        && let Some(contact) = contact_of_link(target)
                    {
                        findings.extend(self.finding(&contact, link.span));
                        // The words of the link are likely the address once more.
                        at = body.end_of(at - 1) + 1;
                    }
                }
                NodeKind::Text(text) => {
                    let start = if let TextRef::Source(span) = text { Some(span.start as usize) } else { None };
                    findings.extend(self.in_text(body.text(self.source, text), start, node.span));
                }
                _ => {}
            }
        }
        findings
    }

    /// Looks through a text that begins in the file at `start`, or, where that cannot be told, stands somewhere `within`.
    fn in_text(&self, text: &str, start: Option<usize>, within: Span) -> Vec<Diagnostic> {
        let contacts = emails(text).chain(telephones(text));
        let findings = contacts.filter_map(|contact| {
            let span =
                start.map_or(within, |start| Span::new(start + contact.at..start + contact.at + contact.address.len()));
            self.finding(&contact, span)
        });
        findings.collect()
    }

    fn finding(&self, contact: &Contact<'_>, span: Span) -> Option<Diagnostic> {
        let Contact { channel, address, .. } = contact;
        let is_published = self.config.source.text.contains(address);
        let location = self.source.locate(span);
        let line = location.excerpt.as_deref().unwrap_or_default().to_lowercase();
        let is_help = WORDS.helplines.iter().any(|word| line.contains(word));
        (!is_published && !is_help).then(|| {
            let message = format!("`{address}` looks like somebody's {}", channel.as_str());
            Diagnostic::new(&rules::PII, location, message).help(
                "take it out, or give it in the profile of a person or on the contact page that the settings name",
            )
        })
    }
}

/// What a link leads to, if that is a person's telephone or mailbox.
fn contact_of_link(target: &str) -> Option<Contact<'_>> {
    if let Some(email) = target.strip_prefix("mailto:") {
        let address = email.split('?').next().unwrap_or(email);
        return Some(Contact { channel: Channel::Email, address, at: 0 });
    }
    let number = target.strip_prefix("tel:").filter(|number| !is_helpline(number))?;
    Some(Contact { channel: Channel::Telephone, address: number, at: 0 })
}

fn emails(text: &str) -> impl Iterator<Item = Contact<'_>> {
    memchr::memchr_iter(b'@', text.as_bytes()).filter_map(move |at| {
        let is_local = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '+' | '-');
        let local = text[..at].len() - text[..at].trim_end_matches(is_local).len();
        let behind = &text[at + 1..];
        let end = behind.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-')).unwrap_or(behind.len());
        let domain = behind[..end].trim_end_matches(['.', '-']);
        let last = domain.rsplit_once('.')?.1;
        let is_domain = last.len() >= 2 && last.chars().all(|c| c.is_ascii_alphabetic());
        let address = &text[at - local..at + 1 + domain.len()];
        (local > 0 && is_domain).then_some(Contact { channel: Channel::Email, address, at: at - local })
    })
}

/// No telephone number has fewer.
const FEWEST_DIGITS: usize = 9;

/// Telephone numbers, as far as they can be told from other numbers.
fn telephones(text: &str) -> Vec<Contact<'_>> {
    let mut telephones = Vec::new();
    // Nearly all texts are done with here.
    if text.len() < FEWEST_DIGITS || text.bytes().filter(u8::is_ascii_digit).count() < FEWEST_DIGITS {
        return telephones;
    }
    let mut from = 0;
    while let Some(offset) = text[from..].find(|c: char| c.is_ascii_digit() || matches!(c, '+' | '(')) {
        let start = from + offset;
        let end = end_of_number(text, start);
        let number = text[start..end].trim_end_matches(|c: char| !c.is_ascii_digit());
        if !is_part_of_address(&text[..start])
            && !is_called_otherwise(&text[..start])
            && is_telephone(number)
            && !is_helpline(number)
        {
            telephones.push(Contact { channel: Channel::Telephone, address: number, at: start });
        }
        from = end;
    }
    telephones
}

/// Where the digits, and the marks that people write between them, end that begin at `start`.
fn end_of_number(text: &str, start: usize) -> usize {
    let is_part =
        |c: char| c.is_ascii_digit() || matches!(c, '+' | '(' | ')' | ' ' | '-' | '.' | '\u{2011}' | '\u{a0}');
    text[start..].find(|c: char| !is_part(c)).map_or(text.len(), |length| start + length)
}

/// Whether a number behind this text goes on with it: in a URL, a DOI, a version.
fn is_part_of_address(before: &str) -> bool {
    let last = before.chars().next_back();
    last.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '-' | '.' | ':' | '#' | '='))
}

/// Whether the words before a number say that it is another one: "grant 123-456-7890", "order no. 123-456-7890".
fn is_called_otherwise(before: &str) -> bool {
    let before = before.to_lowercase();
    let words = before.split_whitespace().rev().map(|word| word.trim_end_matches(['.', ':', '#', '(']));
    let mut words = words.filter(|word| !word.is_empty()).skip_while(|word| WORDS.number_words.contains(word));
    words.next().is_some_and(|word| WORDS.other_numbers.contains(word))
}

/// Whether the digits are grouped as a telephone number of some country is: international with `+`, American, or, behind a
/// zero, as in much of Europe.
fn is_telephone(text: &str) -> bool {
    let groups: Vec<usize> =
        text.split(|c: char| !c.is_ascii_digit()).map(str::len).filter(|length| *length > 0).collect();
    let digits: usize = groups.iter().sum();
    const AMERICAN: [usize; 3] = [3, 3, 4];
    match text.strip_prefix('+') {
        Some(_) => (9..=15).contains(&digits),
        None if text.starts_with("1-") || text.starts_with("1 ") => groups[1..] == AMERICAN,
        None if text.starts_with('0') => groups.len() >= 2 && (10..=12).contains(&digits) && groups[0] >= 3,
        None => groups == AMERICAN,
    }
}

/// Short numbers and those that cost nothing to call.
fn is_helpline(number: &str) -> bool {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let national = digits.strip_prefix('1').filter(|national| national.len() == 10).unwrap_or(&digits);
    digits.len() <= 6 || WORDS.toll_free.iter().any(|free| national.starts_with(free.as_str()))
}

#[cfg(test)]
mod tests {
    use super::telephones;

    #[test]
    fn the_number_of_a_grant_or_an_order_is_no_telephone() {
        for text in ["Grant 123-456-7890", "Order no. 123-456-7890", "trial registration number: 123-456-7890"] {
            assert!(telephones(text).is_empty(), "{text}");
        }
        for text in ["To order, call 212-555-0142", "The grants desk: 212-555-0142", "In any case, 212-555-0142"] {
            assert_eq!(telephones(text).len(), 1, "{text}");
        }
    }
}
