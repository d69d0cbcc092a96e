//! `pii`: a telephone number or an e-mail address in a text or a cited source, outside of people's profiles, the site's
//! policies and its settings.
//!
//! A private number that slips into an article cannot be called back. Helplines, toll-free and short numbers are no
//! secret; numbers that may as well be of a grant or an order are not reported.
//! A role's address and a number of an organisation are nobody's own. Neither digits nor the words before an `@` tell all of them, so
//! a finding is a note.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;
use std::sync::Arc;

use rayon::prelude::*;
use wellpress_bibliography::{Reference, Title};
use wellpress_diagnostics::{Diagnostic, Location, Source, Span, rules};
use wellpress_markdown::body::{Body, Element, LinkTarget, TextRef};
use wellpress_markdown::walk::{Skip, TextEvent};

use wellpress_site::config::Config;
use wellpress_site::model::Page;
use wellpress_site::model::reference::{Library, ReferenceId};
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::sections::ContentKind;

/// In a line with one of these, a number or an address is no secret.
const HELPLINES: &[&str] =
    &["helpline", "hotline", "lifeline", "crisis", "emergency", "poison", "switchboard", "reception"];

/// A number behind one of these is no telephone number: "grant 123-456-7890".
const OTHER_NUMBERS: &[&str] =
    &["grant", "trial", "registration", "nct", "isbn", "issn", "order", "case", "protocol", "reference"];

/// These may stand between: "order no. 123-456-7890".
const NUMBER_WORDS: &[&str] = &["no", "nr", "number", "id", "is"];

/// With these digits begin numbers that organisations have, and those that cost nothing to call.
const NUMBERS_OF_ORGANISATIONS: &[&str] = &[
    "800", "808", "833", "844", "855", "866", "877", "888", "0800", "0808", "116", "030", "033", "034", "0845", "0870",
];

/// What stands before the `@` of an address that a role has, and no person: "info@", "press.office@".
const ROLES: &[&str] = &[
    "admin",
    "admissions",
    "appointments",
    "bookings",
    "clinic",
    "contact",
    "contactus",
    "editor",
    "enquiries",
    "enquiry",
    "events",
    "feedback",
    "foi",
    "fundraising",
    "hello",
    "help",
    "helpdesk",
    "helpline",
    "hr",
    "info",
    "information",
    "inquiries",
    "mail",
    "media",
    "membership",
    "office",
    "press",
    "privacy",
    "reception",
    "research",
    "sales",
    "secretary",
    "service",
    "services",
    "studies",
    "study",
    "support",
    "team",
    "training",
    "volunteering",
    "webmaster",
];

/// One finding for each number or address, in the text and in what readers see of the front matter.
pub(super) fn find(config: &Config, resolved: &ResolvedSite<'_>, page: &Page) -> Vec<Diagnostic> {
    let may_have_contacts = page.kind == ContentKind::Person || resolved.site.policies.contains(&page.id);
    if may_have_contacts || page.is_withdrawn() {
        return Vec::new();
    }
    let search = ContactSearch::new(config, &page.source);
    let fields = fields(page).flat_map(|(text, span)| search.in_text(text, page.source.find(text, span), span));
    let mut findings: Vec<Diagnostic> = fields.collect();
    findings.extend(page.texts().flat_map(|body| search.in_body(body)));
    findings
}

/// The findings in glossaries and disclaimers, which are shown on pages of all kinds.
pub(super) fn find_outside_pages(config: &Config, resolved: &ResolvedSite<'_>) -> Vec<Diagnostic> {
    let site = resolved.site;
    let glossaries = site.glossaries.iter();
    let terms = glossaries.flat_map(|glossary| glossary.terms.iter().map(|term| (&glossary.source, &term.definition)));
    let disclaimers = site.disclaimers.iter().map(|disclaimer| (&disclaimer.source, &*disclaimer.body));
    terms.chain(disclaimers).flat_map(|(source, body)| ContactSearch::new(config, source).in_body(body)).collect()
}

/// The findings in the sources of a library, cited or not. They are kept for the next run of the same process, so that an
/// edited page does not have 100,000 sources searched again.
#[derive(Debug)]
pub(crate) struct ContactsInSources {
    library: Arc<Library>,
    findings: Vec<(ReferenceId, Diagnostic)>,
}

impl ContactsInSources {
    /// Searches all sources, or hands on what an `earlier` run with the same settings found in the same library.
    pub fn new(config: &Config, library: &Arc<Library>, earlier: Option<&Arc<Self>>) -> Arc<Self> {
        if let Some(earlier) = earlier.filter(|earlier| Arc::ptr_eq(&earlier.library, library)) {
            return earlier.clone();
        }
        let ids: Vec<ReferenceId> = library.ids().collect();
        let findings = ids.into_par_iter().flat_map_iter(|id| {
            let in_source = find_in_source(config, library.get(id));
            in_source.into_iter().map(move |finding| (id, finding))
        });
        Arc::new(Self { library: library.clone(), findings: findings.collect() })
    }

    /// The findings in sources that a page cites, which readers see.
    pub fn in_cited<'a>(&'a self, resolved: &'a ResolvedSite<'_>) -> impl Iterator<Item = Diagnostic> + 'a {
        let cited = &resolved.citation_index.sources;
        self.findings.iter().filter(|(id, _)| cited.contains_key(id)).map(|(_, finding)| finding.clone())
    }
}

/// One finding for each number or address that a source shows to readers, at its entry.
fn find_in_source(config: &Config, reference: &Reference) -> Vec<Diagnostic> {
    let texts: Vec<Cow<'_, str>> = texts_of(reference).collect();
    // Most texts have no contact, and need no copy in small letters.
    let contacts = texts.iter().flat_map(|text| contacts(text).map(move |contact| (text, contact)));
    let contacts = contacts.filter(|(text, contact)| is_private(config, contact) && !names_helpline(text));
    let findings = contacts.map(|(_, Contact { channel, address, .. })| {
        let message =
            format!("the source `{}` shows `{address}`, which looks like somebody's {channel}", reference.key);
        Diagnostic::new(&rules::PII, reference.location.clone(), message).help("take it out of this entry")
    });
    findings.collect()
}

/// What citation styles and source pages show of a source, without identifiers and numbers such as pages.
fn texts_of(reference: &Reference) -> impl Iterator<Item = Cow<'_, str>> {
    let Reference { title, container, collection, event, publisher, place, genre, note, pages, .. } = reference;
    let titles = [title, container, collection].into_iter().flatten().map(Title::as_str);
    let texts = [event, publisher, place, genre, note].into_iter().flatten().map(String::as_str);
    // The numbers of pages can look like a telephone number, and some databases put addresses in their place.
    let pages = pages.as_deref().filter(|pages| pages.contains('@'));
    let people = reference.authors.iter().chain(&reference.editors).chain(&reference.translators);
    titles.chain(texts).chain(pages).map(Cow::Borrowed).chain(people.map(|name| Cow::Owned(name.in_full())))
}

/// Fields of the front matter that readers see as plain text, with their spans.
fn fields(page: &Page) -> impl Iterator<Item = (&str, Span)> {
    let description = page.description.as_deref().map(|description| (description, page.description_span));
    let article = page.article().into_iter().flat_map(|article| [&article.funding, &article.conflicts]).flatten();
    let article = article.map(|field| (field.value.as_str(), field.span));
    let signals = page.exercise().into_iter().flat_map(|exercise| exercise.stop_if.iter().zip(&exercise.stop_if_spans));
    description.into_iter().chain(article).chain(signals.map(|(signal, span)| (signal.as_str(), *span)))
}

/// An e-mail address or a telephone number in a text.
struct Contact<'a> {
    channel: Channel,
    address: &'a str,
    /// Byte of the text where the address begins.
    at: usize,
}

#[derive(Clone, Copy)]
enum Channel {
    Email,
    Telephone,
}

impl fmt::Display for Channel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Email => "e-mail address",
            Self::Telephone => "telephone number",
        })
    }
}

/// Looks for contacts in the texts of one file.
struct ContactSearch<'a> {
    config: &'a Config,
    source: &'a Source,
    /// The last line with a contact, and whether it names a helpline: a line can have thousands of contacts.
    line: Cell<Option<(u32, bool)>>,
}

impl<'a> ContactSearch<'a> {
    fn new(config: &'a Config, source: &'a Source) -> Self {
        Self { config, source, line: Cell::new(None) }
    }

    /// Whether the line of a contact names a helpline. The whole line counts, because the word that says what a number is for can
    /// stand before or behind it.
    fn names_helpline(&self, location: &Location) -> bool {
        if let Some((_, names_helpline)) = self.line.get().filter(|(line, _)| *line == location.line) {
            return names_helpline;
        }
        let names_helpline = names_helpline(location.excerpt.as_deref().unwrap_or_default());
        self.line.set(Some((location.line, names_helpline)));
        names_helpline
    }

    fn in_body(&self, body: &Body) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        let mut walk = body.walk(self.source, 0..body.nodes.len(), &[Skip::CodeBlocks]);
        while let Some((at, event)) = walk.next() {
            match event {
                TextEvent::Start(Element::Link(index)) => {
                    let link = &body.links[index];
                    if let LinkTarget::External(target) = &link.target
                        && let Some(contact) = contact_of_link(target)
                    {
                        findings.extend(self.finding(&contact, link.span));
                        // The words of the link are likely the same address again.
                        walk.skip_to(body.end_of(at) + 1);
                    }
                }
                TextEvent::Text { text, stored, span } => {
                    let start = match stored {
                        TextRef::Source(in_source) => Some(in_source.start as usize),
                        TextRef::Arena(_) => None,
                    };
                    findings.extend(self.in_text(text, start, span));
                }
                _ => {}
            }
        }
        findings
    }

    /// Searches a text that begins at the byte `start` of the file. `None` if the file has other bytes there (entities,
    /// escapes): findings then have the span `within`.
    fn in_text(&self, text: &str, start: Option<usize>, within: Span) -> Vec<Diagnostic> {
        let findings = contacts(text).filter_map(|contact| {
            let span =
                start.map_or(within, |start| Span::new(start + contact.at..start + contact.at + contact.address.len()));
            self.finding(&contact, span)
        });
        findings.collect()
    }

    fn finding(&self, contact: &Contact<'_>, span: Span) -> Option<Diagnostic> {
        let Contact { channel, address, .. } = contact;
        let location = self.source.locate(span);
        (is_private(self.config, contact) && !self.names_helpline(&location)).then(|| {
            let message = format!("`{address}` looks like somebody's {channel}");
            Diagnostic::new(&rules::PII, location, message).help(
                "take it out, or give it in the profile of a person or on the contact page that the settings name",
            )
        })
    }
}

/// Whether an address is neither the site's own nor that of a role.
fn is_private(config: &Config, contact: &Contact<'_>) -> bool {
    // An address in the settings is on every page anyway.
    !config.content.contains(contact.address) && !is_of_a_role(contact)
}

fn names_helpline(line: &str) -> bool {
    let line = line.to_lowercase();
    HELPLINES.iter().any(|word| line.contains(word))
}

/// Whether an address is that of a role: one of the words before its `@` names one.
fn is_of_a_role(contact: &Contact<'_>) -> bool {
    let local = contact.address.split_once('@').map_or("", |(local, _)| local).to_lowercase();
    let mut words = local.split(['.', '-', '_', '+']);
    words.any(|word| ROLES.contains(&word))
}

fn contacts(text: &str) -> impl Iterator<Item = Contact<'_>> {
    emails(text).chain(telephones(text))
}

/// The mailbox or the telephone that a link leads to, except helplines.
fn contact_of_link(target: &str) -> Option<Contact<'_>> {
    if let Some(email) = target.strip_prefix("mailto:") {
        let address = email.split('?').next().unwrap_or(email);
        return Some(Contact { channel: Channel::Email, address, at: 0 });
    }
    let number = target.strip_prefix("tel:").or_else(|| number_of_message(target))?;
    (!is_helpline(number)).then_some(Contact { channel: Channel::Telephone, address: number, at: 0 })
}

/// The number to which a text message goes, unless it is as short as those of services are.
fn number_of_message(target: &str) -> Option<&str> {
    const LONGEST_SHORT_CODE: usize = 6;
    let number = target.strip_prefix("sms:")?.split('?').next()?;
    (number.bytes().filter(u8::is_ascii_digit).count() > LONGEST_SHORT_CODE).then_some(number)
}

/// E-mail addresses, read from their `@` outwards. Only ASCII addresses whose domain ends in letters count.
fn emails(text: &str) -> impl Iterator<Item = Contact<'_>> {
    memchr::memchr_iter(b'@', text.as_bytes()).filter_map(move |at| {
        let before_at = &text[..at];
        let local = before_at.len() - before_at.trim_end_matches(is_in_local_part).len();
        let after_at = &text[at + 1..];
        let end = after_at.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-'));
        // A full stop behind the address belongs to the sentence.
        let domain = after_at[..end.unwrap_or(after_at.len())].trim_end_matches(['.', '-']);
        let (_, top_level) = domain.rsplit_once('.')?;
        let is_domain = top_level.len() >= 2 && top_level.chars().all(|c| c.is_ascii_alphabetic());
        let address = &text[at - local..at + 1 + domain.len()];
        (local > 0 && is_domain).then_some(Contact { channel: Channel::Email, address, at: at - local })
    })
}

fn is_in_local_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '+' | '-')
}

/// All numbers that [`is_telephone`] accepts have at least as many digits.
const MIN_DIGITS: usize = 9;

/// Telephone numbers, as far as they can be told from other numbers.
fn telephones(text: &str) -> Vec<Contact<'_>> {
    let mut telephones = Vec::new();
    // Most texts have fewer digits, and counting them is cheaper than the search below.
    if text.len() < MIN_DIGITS || text.bytes().filter(u8::is_ascii_digit).count() < MIN_DIGITS {
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

/// The end of the digits that begin at `start`, with the marks that people write between them.
fn end_of_number(text: &str, start: usize) -> usize {
    text[start..].find(|c: char| !is_in_number(c)).map_or(text.len(), |length| start + length)
}

fn is_in_number(c: char) -> bool {
    // The last two are the hyphen and the blank that do not break a line.
    c.is_ascii_digit() || matches!(c, '+' | '(' | ')' | ' ' | '-' | '.' | '\u{2011}' | '\u{a0}')
}

/// Whether a number that follows this text is a part of a URL, a DOI or a version.
fn is_part_of_address(text_before: &str) -> bool {
    let last = text_before.chars().next_back();
    last.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '-' | '.' | ':' | '#' | '='))
}

/// Whether the words before a number say that it is another one: "grant 123-456-7890", "order no. 123-456-7890".
fn is_called_otherwise(text_before: &str) -> bool {
    // A few words are enough. A text can have thousands of numbers.
    const LONGEST: usize = 100;
    let start = text_before.len().saturating_sub(LONGEST);
    let start = (start..=text_before.len()).find(|at| text_before.is_char_boundary(*at)).unwrap_or_default();
    let text_before = text_before[start..].to_lowercase();
    let words = text_before.split_whitespace().rev().map(|word| word.trim_end_matches(['.', ':', '#', '(']));
    let mut words = words.filter(|word| !word.is_empty()).skip_while(|word| NUMBER_WORDS.contains(word));
    words.next().is_some_and(|word| OTHER_NUMBERS.contains(&word))
}

/// Whether the digits are grouped as a telephone number of some country is: international with `+`, American, or, behind a
/// zero, as in much of Europe.
fn is_telephone(text: &str) -> bool {
    let groups: Vec<usize> =
        text.split(|c: char| !c.is_ascii_digit()).map(str::len).filter(|length| *length > 0).collect();
    let digits: usize = groups.iter().sum();
    const AMERICAN: [usize; 3] = [3, 3, 4];
    match text.strip_prefix('+') {
        // An international number has at most 15 digits (E.164), and may be grouped in any way.
        Some(_) => (9..=15).contains(&digits),
        None if text.starts_with("1-") || text.starts_with("1 ") => groups[1..] == AMERICAN,
        None if text.starts_with('0') => groups.len() >= 2 && (10..=12).contains(&digits) && groups[0] >= 3,
        None => groups == AMERICAN,
    }
}

/// Whether a number is short or costs nothing to call.
fn is_helpline(number: &str) -> bool {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let national = digits.strip_prefix('1').filter(|national| national.len() == 10).unwrap_or(&digits);
    digits.len() <= 6 || NUMBERS_OF_ORGANISATIONS.iter().any(|start| national.starts_with(start))
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
