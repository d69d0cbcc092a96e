//! DOIs, PubMed ids and web addresses: stripped of what people paste around them, and checked, because each becomes a link.

/// A web address that is safe to link, or why it is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// `http` or `https`.
    Web(String),
    /// Another scheme, such as `javascript`, or characters that hide one.
    Unsafe,
    /// No scheme at all.
    Relative,
}

/// What a field that should hold an identifier is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum IdentifierField {
    Doi,
    Pmid,
    Pmcid,
}

impl IdentifierField {
    /// The identifier in a text, bare, or nothing where it is none.
    pub(super) fn read(self, text: &str) -> Option<String> {
        match self {
            Self::Doi => doi(text),
            Self::Pmid => pmid(text),
            Self::Pmcid => pmcid(text),
        }
    }

    /// As a message names it.
    pub(super) fn wanted(self) -> &'static str {
        match self {
            Self::Doi => "a DOI such as `10.7759/cureus.806`",
            Self::Pmid => "a PubMed id",
            Self::Pmcid => "a PubMed Central id such as `PMC9674384`",
        }
    }
}

/// Checks a web address. Line breaks inside it, which long addresses pick up in libraries, are taken out first.
#[must_use]
pub fn address(text: &str) -> Address {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let hidden = |c: char| c.is_control() || is_invisible(c) || matches!(c, '"' | '<' | '>' | '\\' | '^' | '`');
    let scheme = text.find([':', '/', '?', '#']).filter(|at| text[*at..].starts_with(':')).map(|at| &text[..at]);
    match scheme.map(str::to_ascii_lowercase).as_deref() {
        _ if text.contains(hidden) => Address::Unsafe,
        Some("http" | "https") if has_host(&text) => Address::Web(text.replace('{', "%7B").replace('}', "%7D")),
        Some(scheme) if scheme.contains('.') => Address::Relative,
        Some(_) => Address::Unsafe,
        None => Address::Relative,
    }
}

/// An address without what does not change where it leads.
#[must_use]
pub fn bare_address(url: &str) -> String {
    let bare = url.split('#').next().unwrap_or_default();
    let bare = bare.split_once("://").map_or(bare, |(_, rest)| rest);
    let bare = bare.strip_prefix("www.").unwrap_or(bare).trim_end_matches('/');
    let (host, path) = bare.split_at(bare.find(['/', '?']).unwrap_or(bare.len()));
    host.to_lowercase() + path
}

/// A DOI without resolver or label (`https://doi.org/`, `doi:`), or nothing where it is none.
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

/// A PubMed id, without `PMID:` or address.
#[must_use]
pub fn pmid(text: &str) -> Option<String> {
    let digits = text.trim().trim_end_matches('/').rsplit(|c: char| !c.is_ascii_digit()).next()?;
    (1..=9).contains(&digits.len()).then(|| digits.to_owned())
}

/// A PubMed Central id, always with `PMC` before its digits.
#[must_use]
pub fn pmcid(text: &str) -> Option<String> {
    pmid(text).map(|digits| format!("PMC{digits}"))
}

/// Whether a character changes how its neighbours read without showing itself.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn has_host(address: &str) -> bool {
    let host = address.split_once("://").map_or("", |(_, rest)| rest.split(['/', '?', '#']).next().unwrap_or_default());
    !host.is_empty() && !host.starts_with(['.', ':'])
}
