//! [`Identifier`]: a DOI, PubMed id, PubMed Central id or web address, parsed from the text in which people write it.
//!
//! Every result becomes a link on a page, so it is bare, well-formed and without a scheme that a browser would run.
//! Whether the work exists is left to the caller, which may look it up.

use std::fmt;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use url::Url;
use wellpress_foundation::text::is_invisible;

use crate::Reference;

/// A name that a work has everywhere, in contrast to its key in one library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identifier {
    /// A DOI without its resolver, such as `10.7759/cureus.806`.
    Doi(String),
    /// The digits of a PubMed id.
    Pmid(String),
    /// A PubMed Central id with `PMC` before its digits.
    Pmcid(String),
    /// The address of a web page that is none of the above.
    Page(Url),
}

impl Identifier {
    /// Reads `10.1000/x`, `doi:10.1000/x`, `30000001`, `pmid:30000001`, `PMC123`, and web addresses. An address of
    /// doi.org, PubMed or PubMed Central becomes the identifier that it contains. Bare digits are a PubMed id.
    ///
    /// ```
    /// use wellpress_bibliography::Identifier;
    ///
    /// let identifier = Identifier::parse("https://dx.doi.org/10.7759/cureus.806").unwrap();
    /// assert_eq!(identifier, Identifier::Doi("10.7759/cureus.806".into()));
    /// assert_eq!(Identifier::parse("a book"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let lower = text.to_ascii_lowercase();
        if lower.starts_with("http://") || lower.starts_with("https://") {
            return Url::parse(text).ok().map(Self::from_url);
        }
        // Every DOI has a slash; a bare `10.5` is a number.
        if lower.contains("10.") && lower.contains('/') {
            return doi(text).map(Self::Doi);
        }
        if let Some(digits) =
            lower.strip_prefix("pmcid").unwrap_or(&lower).trim_start_matches([':', ' ']).strip_prefix("pmc")
        {
            // The version of `PMC99.1` is no part of the id.
            let digits = digits.split('.').next().unwrap_or_default();
            return number(digits).map(|digits| Self::Pmcid(format!("PMC{digits}")));
        }
        number(lower.strip_prefix("pmid").unwrap_or(&lower).trim_start_matches([':', ' '])).map(Self::Pmid)
    }

    fn from_url(url: Url) -> Self {
        let host = url.host_str().unwrap_or_default().trim_start_matches("www.");
        let path = percent_decode_str(url.path()).decode_utf8_lossy();
        let identifier = match host {
            "doi.org" | "dx.doi.org" => doi(path.trim_start_matches('/')).map(Self::Doi),
            "pubmed.ncbi.nlm.nih.gov" => number_behind(&path, "/").map(Self::Pmid),
            "ncbi.nlm.nih.gov" | "pmc.ncbi.nlm.nih.gov" => number_behind(&path, "/pubmed/")
                .map(Self::Pmid)
                .or_else(|| number_behind(&path, "/articles/PMC").map(|digits| Self::Pmcid(format!("PMC{digits}")))),
            _ => None,
        };
        identifier.unwrap_or(Self::Page(url))
    }

    /// The address at which the work can be read.
    ///
    /// ```
    /// use wellpress_bibliography::Identifier;
    ///
    /// let identifier = Identifier::parse("pmid:30000001").unwrap();
    /// assert_eq!(identifier.url(), "https://pubmed.ncbi.nlm.nih.gov/30000001/");
    /// ```
    #[must_use]
    pub fn url(&self) -> String {
        match self {
            Self::Doi(doi) => format!("https://doi.org/{}", utf8_percent_encode(doi, NOT_IN_PATH)),
            Self::Pmid(pmid) => format!("https://pubmed.ncbi.nlm.nih.gov/{pmid}/"),
            Self::Pmcid(pmcid) => format!("https://www.ncbi.nlm.nih.gov/pmc/articles/{pmcid}/"),
            Self::Page(url) => url.to_string(),
        }
    }
}

/// Characters of a DOI that have to be encoded: a DOI may hold nearly any character, and these would end the path of
/// the address or the HTML attribute around it.
const NOT_IN_PATH: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'#').add(b'?').add(b'%').add(b'`');

/// Writes the form that messages, marks and front matter use: `doi:10.1000/x`, `pmid:30000001`, `PMC123`, or the
/// address.
impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Doi(doi) => write!(f, "doi:{doi}"),
            Self::Pmid(pmid) => write!(f, "pmid:{pmid}"),
            Self::Pmcid(pmcid) => f.write_str(pmcid),
            Self::Page(url) => f.write_str(url.as_str()),
        }
    }
}

/// The number in the path segment that begins with `marker`.
fn number_behind(path: &str, marker: &str) -> Option<String> {
    let (_, rest) = path.split_once(marker)?;
    number(rest.split('/').next()?)
}

/// The digits of an id of PubMed or PubMed Central. Neither has more than nine.
fn number(digits: &str) -> Option<String> {
    let digits = digits.trim();
    ((1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.to_owned())
}

/// The verdict of [`address`] on a text: a web address that is safe to link, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// A complete address with `http` or `https` and a host, without white space.
    Web(String),
    /// Such an address with characters that no address may contain, such as `<`. Here they are percent-encoded.
    Encoded(String),
    /// An address without a scheme, such as `www.example.org/a`, which a browser would take for a path of this site. Here
    /// it has one.
    Completed(String),
    /// A scheme that runs or holds content, such as `javascript`, or characters that hide one.
    Unsafe,
    /// Anything else: another scheme, such as `ftp`, or no address at all.
    Unusable,
}

/// A field of a [`Reference`] that holds an identifier, so that each reader treats the three alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IdentifierField {
    Doi,
    Pmid,
    Pmcid,
}

impl IdentifierField {
    /// The bare identifier in a text; `None` if it is malformed.
    pub(crate) fn parse(self, text: &str) -> Option<String> {
        match self {
            Self::Doi => doi(text).or_else(|| short_doi(text)),
            Self::Pmid => pmid(text),
            Self::Pmcid => pmcid(text),
        }
    }

    pub(crate) fn of(self, reference: &mut Reference) -> &mut Option<String> {
        match self {
            Self::Doi => &mut reference.doi,
            Self::Pmid => &mut reference.pmid,
            Self::Pmcid => &mut reference.pmcid,
        }
    }

    /// The noun phrase in the message about a malformed one, behind "is not".
    pub(crate) fn description(self) -> &'static str {
        match self {
            Self::Doi => "a DOI such as `10.7759/cureus.806`",
            Self::Pmid => "a PubMed id",
            Self::Pmcid => "a PubMed Central id such as `PMC9674384`",
        }
    }
}

/// Checks a web address. Line breaks are removed: long addresses pick them up in libraries, and browsers ignore those
/// inside `java\nscript:`. Other blanks are encoded. Of several addresses in one text the first counts.
///
/// ```
/// use wellpress_bibliography::identifier::{Address, address};
///
/// assert_eq!(address("https://example.org/a\n b"), Address::Web("https://example.org/ab".into()));
/// assert_eq!(address("https://example.org/a b"), Address::Encoded("https://example.org/a%20b".into()));
/// assert_eq!(address("www.example.org"), Address::Completed("https://www.example.org".into()));
/// assert_eq!(address("java\nscript:alert(1)"), Address::Unsafe);
/// assert_eq!(address("ftp://example.org"), Address::Unusable);
/// ```
#[must_use]
pub fn address(text: &str) -> Address {
    let text = first_address(&without_line_breaks(text));
    let without_blanks: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let scheme =
        without_blanks.split_once(':').map(|(scheme, _)| scheme).filter(|scheme| !scheme.contains(['/', '?', '#']));
    let runs = scheme.is_some_and(is_script_scheme);
    match scheme.map(str::to_ascii_lowercase).as_deref() {
        _ if runs || text.contains(is_hidden) => Address::Unsafe,
        Some("http" | "https") if has_host(&text) && text.contains(is_refused_in_address) => {
            Address::Encoded(encoded_address(&text))
        }
        Some("http" | "https") if has_host(&text) => Address::Web(encoded_address(&text)),
        // In `www.example.org:8080/a` the part before the colon is a host.
        Some(scheme) if !scheme.contains('.') => Address::Unusable,
        _ if begins_with_host(&text) => Address::Completed(format!("https://{}", encoded_address(&text))),
        _ => Address::Unusable,
    }
}

/// Whatever else stands in it, such as a brace, a scheme that looks like a script is taken for one.
fn is_script_scheme(scheme: &str) -> bool {
    let letters = scheme.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    matches!(letters.as_str(), "javascript" | "vbscript" | "data" | "blob")
}

/// An address with the characters percent-encoded that no address may contain, and its braces, because the export as BibTeX
/// would take them for its own.
fn encoded_address(text: &str) -> String {
    encode(text, |c| is_refused_in_address(c) || matches!(c, '{' | '}'))
}

/// The text without the line breaks in it and the indentation behind them.
fn without_line_breaks(text: &str) -> String {
    text.trim().lines().map(str::trim).collect()
}

/// The first address of a text that holds several, divided by blanks, commas or semicolons.
fn first_address(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let starts = ["http://", "https://"].into_iter().flat_map(|scheme| lower.match_indices(scheme));
    let divides = |start: usize| lower[..start].ends_with([' ', ';', ',', '\t']);
    let second = starts.map(|(start, _)| start).filter(|start| *start > 0 && divides(*start)).min();
    text[..second.unwrap_or(text.len())].trim_end_matches([' ', ';', ',', '\t']).to_owned()
}

/// Whether a text begins like `example.org/a`: labels with a full stop between them, the last one of letters.
fn begins_with_host(text: &str) -> bool {
    let host = text.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let labels: Vec<&str> = host.split('.').collect();
    let ends_with_domain = labels.last().is_some_and(|last| last.len() >= 2 && last.chars().all(char::is_alphabetic));
    labels.len() >= 2 && labels.iter().all(|label| is_label(label)) && ends_with_domain
}

fn is_label(label: &str) -> bool {
    !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-')
}

/// An address without the parts that rarely change where it leads: scheme, `www.`, fragment, last slash, case of the
/// host. Addresses with equal bare forms count as one page.
///
/// ```
/// use wellpress_bibliography::identifier::bare_address;
///
/// assert_eq!(bare_address("http://www.Example.org/a/#top"), bare_address("https://example.org/a"));
/// ```
#[must_use]
pub fn bare_address(url: &str) -> String {
    let bare = url.split('#').next().unwrap_or_default();
    let bare = bare.split_once("://").map_or(bare, |(_, bare)| bare);
    let bare = bare.strip_prefix("www.").unwrap_or(bare).trim_end_matches('/');
    let (host, path) = bare.split_at(bare.find(['/', '?']).unwrap_or(bare.len()));
    // Case matters in paths, but not in hosts.
    host.to_lowercase() + path
}

/// A DOI without its resolver or label (`https://doi.org/`, `doi:`). `None` for a text with anything else before the
/// DOI, and for a malformed DOI.
///
/// The check is stricter than the DOI handbook, which allows any printable character: white space, quotes, braces and
/// invisible characters are refused.
///
/// ```
/// use wellpress_bibliography::doi;
///
/// assert_eq!(doi("DOI: 10.7759/cureus.806.").as_deref(), Some("10.7759/cureus.806"));
/// assert_eq!(doi("see the website"), None);
/// ```
#[must_use]
pub fn doi(text: &str) -> Option<String> {
    // No DOI in use is near this length. The limit keeps a pasted page from being copied and searched.
    const LONGEST: usize = 2_000;
    // BibTeX files have braces around values that are copied out of them.
    let text = text.trim().trim_matches(['{', '}']);
    if text.len() > LONGEST {
        return None;
    }
    // An address in the query of another is encoded as a whole.
    let decoded =
        percent_decode_str(text).decode_utf8().ok().filter(|_| text.contains("%2F10.") || text.contains("%2f10."));
    let text = decoded.as_deref().unwrap_or(text);
    let lower = text.to_ascii_lowercase();
    let start = lower.find("10.")?;
    let prefix: String = lower[..start].chars().filter(|c| !c.is_whitespace()).collect();
    let prefix = prefix.strip_prefix("doi:").unwrap_or(&prefix);
    // The full stop of the sentence around it is no part of it, though a DOI could end with one.
    let doi = text[start..].trim_end_matches(['.', ',', ';']);
    let is_page = is_page_of_doi(prefix);
    let doi = if is_page { without_page_parts(doi) } else { doi };
    // In an address, characters such as `<` may be encoded, and people copy only the DOI out of it.
    let is_encoded = || prefix.contains('/') || doi.contains("%3C") || doi.contains("%3c");
    let decoded = percent_decode_str(doi).decode_utf8().ok().filter(|_| is_encoded());
    let doi = decoded.as_deref().unwrap_or(doi);
    (matches!(prefix, "" | "doi") || is_page).then_some(doi).filter(|doi| is_bare_doi(doi)).map(str::to_owned)
}

fn without_scheme(address: &str) -> &str {
    address.strip_prefix("https://").or_else(|| address.strip_prefix("http://")).unwrap_or(address)
}

/// Whether the text before a DOI is the address of a page that belongs to it: of a resolver (`https://doi.org/`), perhaps
/// behind a library's proxy (`dx.doi.org.ezproxy.example.edu/`, `login?url=https://doi.org/`), or of a publisher
/// (`doi.acm.org/`, `example.org/doi/full/`).
fn is_page_of_doi(prefix: &str) -> bool {
    prefix.contains('/') && prefix.contains("doi") && prefix.ends_with(['/', '=', ':'])
}

/// A DOI out of an address, without what the address adds to it: a query, an anchor, a view of the page.
fn without_page_parts(doi: &str) -> &str {
    let doi = doi.split(['?', '#']).next().unwrap_or(doi).trim_end_matches('/');
    ["/full", "/abstract", "/pdf", "/epdf", "/html"].iter().find_map(|view| doi.strip_suffix(view)).unwrap_or(doi)
}

/// A short DOI such as `10/gf4s6x`, without its resolver. Only fields for DOIs are read with this function: in running
/// text, `10/day` would be one too.
pub(crate) fn short_doi(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(['{', '}']);
    let (prefix, code) = text.rsplit_once("10/")?;
    let is_label = matches!(without_scheme(prefix), "" | "doi:" | "doi.org/" | "dx.doi.org/");
    let is_code = code.len() >= 3 && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (is_label && is_code && code.contains(|c: char| c.is_ascii_alphabetic())).then(|| format!("10/{code}"))
}

/// The number of an article in arXiv, without label, address and version: `2101.00001`. Numbers from before 2007 have
/// another form, and are of no health source.
///
/// ```
/// use wellpress_bibliography::identifier::arxiv;
///
/// assert_eq!(arxiv("https://arxiv.org/abs/2101.00001v2").as_deref(), Some("2101.00001"));
/// assert_eq!(arxiv("10.48550/arXiv.2101.00001").as_deref(), Some("2101.00001"));
/// assert_eq!(arxiv("2021"), None);
/// ```
#[must_use]
pub fn arxiv(text: &str) -> Option<String> {
    let lower = text.trim().to_ascii_lowercase();
    let (before, number) = lower.split_at(lower.rfind(['/', ':']).map_or(0, |slash| slash + 1));
    let number = number.trim().trim_start_matches("arxiv.").trim_end_matches(".pdf");
    let number = number.split_once('v').map_or(number, |(number, _)| number);
    let (month, count) = number.split_once('.')?;
    let is_number =
        month.len() == 4 && has_only_digits(month) && (4..=5).contains(&count.len()) && has_only_digits(count);
    (is_number && (before.is_empty() || lower.contains("arxiv"))).then(|| number.to_owned())
}

fn has_only_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text is `10.`, a registrant of four to nine digits that may be divided by full stops, a slash and a
/// suffix.
fn is_bare_doi(text: &str) -> bool {
    let Some((registrant, suffix)) = text.get(3..).and_then(|text| text.split_once('/')) else { return false };
    let first_part = registrant.split('.').next().unwrap_or_default();
    (4..=9).contains(&first_part.len())
        && registrant.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && !suffix.is_empty()
        && !suffix.contains(is_refused_in_doi)
}

fn is_refused_in_doi(c: char) -> bool {
    c.is_whitespace() || c.is_control() || is_invisible(c) || matches!(c, '"' | '{' | '}')
}

/// The digits of a PubMed id, without `PMID:` or address.
///
/// ```
/// use wellpress_bibliography::identifier::pmid;
///
/// assert_eq!(pmid("PMID: 30000001").as_deref(), Some("30000001"));
/// assert_eq!(pmid("https://pubmed.ncbi.nlm.nih.gov/30000001/?page=2").as_deref(), Some("30000001"));
/// assert_eq!(pmid("PMC1234567"), None);
/// ```
#[must_use]
pub fn pmid(text: &str) -> Option<String> {
    match Identifier::parse(text)? {
        Identifier::Pmid(digits) => Some(digits),
        _ => None,
    }
}

/// A PubMed Central id, always with `PMC` before its digits.
///
/// ```
/// assert_eq!(wellpress_bibliography::identifier::pmcid("pmc99.1").as_deref(), Some("PMC99"));
/// ```
#[must_use]
pub fn pmcid(text: &str) -> Option<String> {
    match Identifier::parse(text)? {
        Identifier::Pmcid(id) => Some(id),
        // A number without its letters, in a field for it.
        Identifier::Pmid(digits) => Some(format!("PMC{digits}")),
        _ => None,
    }
}

/// Whether a character hides where an address leads.
fn is_hidden(c: char) -> bool {
    c.is_control() || is_invisible(c)
}

/// Whether a character ends an address early in HTML or in text.
const fn is_refused_in_address(c: char) -> bool {
    matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | ' ' | '\t')
}

/// An address with some of its characters, all of them ASCII, percent-encoded.
fn encode(address: &str, is_encoded: impl Fn(char) -> bool) -> String {
    let mut encoded = String::with_capacity(address.len());
    for c in address.chars() {
        if is_encoded(c) {
            encoded.push_str(&format!("%{:02X}", u32::from(c)));
        } else {
            encoded.push(c);
        }
    }
    encoded
}

fn has_host(address: &str) -> bool {
    let (_, behind_scheme) = address.split_once("://").unwrap_or_default();
    let host = behind_scheme.split(['/', '?', '#']).next().unwrap_or_default();
    !host.is_empty() && !host.starts_with(['.', ':']) && !host.contains(is_refused_in_address)
}

#[cfg(test)]
mod tests {
    use super::Identifier;

    fn parsed(text: &str) -> Option<String> {
        Identifier::parse(text).map(|identifier| identifier.to_string())
    }

    #[test]
    fn every_form_that_people_paste_is_understood() {
        let forms = [
            ("10.7759/cureus.806", "doi:10.7759/cureus.806"),
            ("doi:10.7759/cureus.806", "doi:10.7759/cureus.806"),
            ("DOI: 10.7759/cureus.806.", "doi:10.7759/cureus.806"),
            ("https://doi.org/10.1002/(SICI)1097%3C1%3E", "doi:10.1002/(SICI)1097<1>"),
            ("10.1002/(SICI)1097%3C1::AID-X1%3E3.0.CO;2-1", "doi:10.1002/(SICI)1097<1::AID-X1>3.0.CO;2-1"),
            ("https://doi.org/10.1002/(SICI)1097<1::AID-X1>3.0.CO;2-1", "doi:10.1002/(SICI)1097<1::AID-X1>3.0.CO;2-1"),
            ("dx.doi.org/10.7759/cureus.806", "doi:10.7759/cureus.806"),
            ("30000001", "pmid:30000001"),
            ("PMID: 30000001", "pmid:30000001"),
            ("https://pubmed.ncbi.nlm.nih.gov/30000001/", "pmid:30000001"),
            ("https://www.ncbi.nlm.nih.gov/pubmed/30000001", "pmid:30000001"),
            ("pmc1234567", "PMC1234567"),
            ("PMCID: PMC1234567", "PMC1234567"),
            ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1234567/", "PMC1234567"),
            ("https://pmc.ncbi.nlm.nih.gov/articles/PMC1234567/", "PMC1234567"),
            ("https://www.example.org/a?b=c", "https://www.example.org/a?b=c"),
        ];
        for (text, expected) in forms {
            assert_eq!(parsed(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn texts_without_an_identifier_are_refused() {
        for text in
            ["", "sawicki-2021", "10.7759", "ftp://example.org/", "1234567890", "javascript:alert(1)", "http://"]
        {
            assert_eq!(parsed(text), None, "{text}");
        }
    }
}
