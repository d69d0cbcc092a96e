//! [`Identifier`]: what names a work outside the library, however people write it.

use std::fmt;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use url::Url;

use super::identifiers;

/// What names a work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identifier {
    /// A DOI without resolver.
    Doi(String),
    /// A PubMed id.
    Pmid(String),
    /// A PubMed Central id, with `PMC`.
    Pmcid(String),
    /// A web page.
    Page(Url),
}

impl Identifier {
    /// Understands `10.1000/x`, `doi:10.1000/x`, `30000001`, `pmid:30000001`, `PMC123`, and web addresses, those of doi.org,
    /// PubMed and PubMed Central for what they stand for.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let lower = text.to_ascii_lowercase();
        if lower.starts_with("http://") || lower.starts_with("https://") {
            return Url::parse(text).ok().map(of_address);
        }
        if lower.contains("10.") && lower.contains('/') {
            return identifiers::doi(text).map(Self::Doi);
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
    /// Where the work can be read.
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

/// What would end the path of an address, or the attribute that it stands in.
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
        "doi.org" | "dx.doi.org" => identifiers::doi(path.trim_start_matches('/')).map(Identifier::Doi),
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
