//! [`Identifier`]: a DOI, PubMed id, PubMed Central id or web address out of the text in which people write it.
//!
//! Everything that passes here becomes a link on a page, so it comes out bare, well-formed and without a scheme that a
//! browser would run. Whether the work exists is left to whoever looks it up.

use std::fmt;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use url::Url;

use crate::Reference;

/// The name of a work outside of any library.
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
    /// Understands `10.1000/x`, `doi:10.1000/x`, `30000001`, `pmid:30000001`, `PMC123`, and web addresses, those of doi.org,
    /// PubMed and PubMed Central for what they stand for. Bare digits are a PubMed id.
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
            return Url::parse(text).ok().map(of_address);
        }
        if lower.contains("10.") && lower.contains('/') {
            return doi(text).map(Self::Doi);
        }
        if let Some(digits) =
            lower.strip_prefix("pmcid").unwrap_or(&lower).trim_start_matches([':', ' ']).strip_prefix("pmc")
        {
            return number(digits).map(|digits| Self::Pmcid(format!("PMC{digits}")));
        }
        number(lower.strip_prefix("pmid").unwrap_or(&lower).trim_start_matches([':', ' '])).map(Self::Pmid)
    }
}

impl Identifier {
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

/// A DOI may hold nearly any character. These would end the path of an address, or the HTML attribute that it stands in.
const NOT_IN_PATH: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'#').add(b'?').add(b'%').add(b'`');

/// As it is written in messages.
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

fn of_address(url: Url) -> Identifier {
    let host = url.host_str().unwrap_or_default().trim_start_matches("www.");
    let path = percent_decode_str(url.path()).decode_utf8_lossy().into_owned();
    let after = |marker: &str| path.split_once(marker).and_then(|(_, rest)| number(rest.split('/').next()?));
    let known = match host {
        "doi.org" | "dx.doi.org" => doi(path.trim_start_matches('/')).map(Identifier::Doi),
        "pubmed.ncbi.nlm.nih.gov" => after("/").map(Identifier::Pmid),
        "ncbi.nlm.nih.gov" | "pmc.ncbi.nlm.nih.gov" => after("/pubmed/")
            .map(Identifier::Pmid)
            .or_else(|| after("/articles/PMC").map(|digits| Identifier::Pmcid(format!("PMC{digits}")))),
        _ => None,
    };
    known.unwrap_or(Identifier::Page(url))
}

fn number(digits: &str) -> Option<String> {
    let digits = digits.trim();
    ((1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.to_owned())
}

/// A web address that is safe to link, or why it is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// The whole address, with `http` or `https`.
    Web(String),
    /// Another scheme, such as `javascript`, or characters that hide one.
    Unsafe,
    /// No scheme at all.
    Relative,
}

/// A field of a record that holds an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IdentifierField {
    Doi,
    Pmid,
    Pmcid,
}

impl IdentifierField {
    /// The bare identifier of a text, if it is one of this sort.
    pub(crate) fn parse(self, text: &str) -> Option<String> {
        match self {
            Self::Doi => doi(text),
            Self::Pmid => pmid(text),
            Self::Pmcid => pmcid(text),
        }
    }

    /// The field of a record.
    pub(crate) fn of(self, reference: &mut Reference) -> &mut Option<String> {
        match self {
            Self::Doi => &mut reference.doi,
            Self::Pmid => &mut reference.pmid,
            Self::Pmcid => &mut reference.pmcid,
        }
    }

    /// As the message about a malformed one names it.
    pub(crate) fn description(self) -> &'static str {
        match self {
            Self::Doi => "a DOI such as `10.7759/cureus.806`",
            Self::Pmid => "a PubMed id",
            Self::Pmcid => "a PubMed Central id such as `PMC9674384`",
        }
    }
}

/// Checks a web address. Line breaks inside it, which long addresses pick up in libraries, are taken out first.
///
/// ```
/// use wellpress_bibliography::identifier::{Address, address};
///
/// assert_eq!(address("https://example.org/a\n b"), Address::Web("https://example.org/ab".into()));
/// assert_eq!(address("java\nscript:alert(1)"), Address::Unsafe);
/// assert_eq!(address("www.example.org"), Address::Relative);
/// ```
#[must_use]
pub fn address(text: &str) -> Address {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let scheme = text.find([':', '/', '?', '#']).filter(|at| text[*at..].starts_with(':')).map(|at| &text[..at]);
    match scheme.map(str::to_ascii_lowercase).as_deref() {
        _ if text.contains(is_unsafe) => Address::Unsafe,
        Some("http" | "https") if has_host(&text) => Address::Web(text.replace('{', "%7B").replace('}', "%7D")),
        // `www.example.org:8080/a`: what stands before the colon is a host.
        Some(scheme) if scheme.contains('.') => Address::Relative,
        Some(_) => Address::Unsafe,
        None => Address::Relative,
    }
}

/// An address without what does not change where it leads: scheme, `www.`, fragment, last slash, case of the host. Two
/// addresses with one bare form are of one page.
///
/// ```
/// use wellpress_bibliography::identifier::bare_address;
///
/// assert_eq!(bare_address("http://www.Example.org/a/#top"), bare_address("https://example.org/a"));
/// ```
#[must_use]
pub fn bare_address(url: &str) -> String {
    let bare = url.split('#').next().unwrap_or_default();
    let bare = bare.split_once("://").map_or(bare, |(_, rest)| rest);
    let bare = bare.strip_prefix("www.").unwrap_or(bare).trim_end_matches('/');
    let (host, path) = bare.split_at(bare.find(['/', '?']).unwrap_or(bare.len()));
    host.to_lowercase() + path
}

/// A DOI without its resolver or label (`https://doi.org/`, `doi:`); `None` where anything else stands before it, or it is
/// malformed.
///
/// ```
/// use wellpress_bibliography::doi;
///
/// assert_eq!(doi("DOI: 10.7759/cureus.806.").as_deref(), Some("10.7759/cureus.806"));
/// assert_eq!(doi("see the website"), None);
/// ```
#[must_use]
pub fn doi(text: &str) -> Option<String> {
    const LONGEST: usize = 2_000;
    let text = text.trim().trim_matches(['{', '}']);
    if text.len() > LONGEST {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let start = lower.find("10.")?;
    const BEFORE: [&str; 10] = [
        "",
        "doi",
        "doi.org/",
        "dx.doi.org/",
        "https://doi.org/",
        "http://doi.org/",
        "https://dx.doi.org/",
        "http://dx.doi.org/",
        "https://www.doi.org/",
        "http://www.doi.org/",
    ];
    let before: String = lower[..start].chars().filter(|c| !c.is_whitespace()).collect();
    let doi = text[start..].trim_end_matches(['.', ',', ';']);
    let (registrant, suffix) = doi.get(3..)?.split_once('/')?;
    let valid = (4..=9).contains(&registrant.split('.').next()?.len())
        && registrant.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && !suffix.is_empty()
        && !suffix
            .contains(|c: char| c.is_whitespace() || c.is_control() || is_invisible(c) || matches!(c, '"' | '{' | '}'));
    let before = before.strip_prefix("doi:").unwrap_or(&before);
    (valid && BEFORE.contains(&before)).then(|| doi.to_owned())
}

/// The digits of a PubMed id, without `PMID:` or address.
///
/// ```
/// assert_eq!(wellpress_bibliography::identifier::pmid("PMID: 30000001").as_deref(), Some("30000001"));
/// ```
#[must_use]
pub fn pmid(text: &str) -> Option<String> {
    let digits = text.trim().trim_end_matches('/').rsplit(|c: char| !c.is_ascii_digit()).next()?;
    (1..=9).contains(&digits.len()).then(|| digits.to_owned())
}

/// A PubMed Central id, always with `PMC` before its digits.
///
/// ```
/// assert_eq!(wellpress_bibliography::identifier::pmcid("pmc99").as_deref(), Some("PMC99"));
/// ```
#[must_use]
pub fn pmcid(text: &str) -> Option<String> {
    pmid(text).map(|digits| format!("PMC{digits}"))
}

/// Characters that end an address early, or hide where it leads.
fn is_unsafe(c: char) -> bool {
    c.is_control() || is_invisible(c) || matches!(c, '"' | '<' | '>' | '\\' | '^' | '`')
}

/// Whether a character changes how its neighbours read without showing itself.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn has_host(address: &str) -> bool {
    let host = address.split_once("://").map_or("", |(_, rest)| rest.split(['/', '?', '#']).next().unwrap_or_default());
    !host.is_empty() && !host.starts_with(['.', ':'])
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
    fn what_names_nothing_is_refused() {
        for text in
            ["", "sawicki-2021", "10.7759", "ftp://example.org/", "1234567890", "javascript:alert(1)", "http://"]
        {
            assert_eq!(parsed(text), None, "{text}");
        }
    }
}
