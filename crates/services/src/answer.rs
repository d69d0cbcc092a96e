//! [`WorkAnswer`]: what a service says of one work, whichever service it is.

use wellpress_foundation::Day;
use wellpress_foundation::text::{excerpt, is_directional_override, one_line};
use wellpress_site::parse::service_records::SourceEvent;

use crate::notice_file::ServiceNotice;

/// The most characters of a text of a service that is stored.
const LONGEST_TEXT: usize = 250;

/// What a service says of a work.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkAnswer {
    /// Retractions, concerns and corrections.
    pub notices: Vec<ServiceNotice>,
    /// Newer versions, the article of a preprint, comments.
    pub updates: Vec<ServiceUpdate>,
    /// What it cites, as far as it has an identifier.
    pub references: Vec<CitedWork>,
    /// Whether the service calls it a systematic review, a meta-analysis or a guideline.
    pub is_review: bool,
}

/// What became of a work, apart from notices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceUpdate {
    /// What it is.
    pub event: SourceEvent,
    /// The DOI of the other work, in lower case; may be empty.
    pub doi: String,
    /// Its PubMed id; may be empty.
    pub pmid: String,
    /// Its title or where it was published; may be empty.
    pub title: String,
    /// The day, if the service says it.
    pub date: Option<Day>,
}

/// A work that another cites.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CitedWork {
    /// Its DOI in lower case; may be empty.
    pub doi: String,
    /// Its PubMed id; may be empty.
    pub pmid: String,
    /// Its id in OpenAlex; may be empty.
    pub openalex: String,
    /// Its title or the reference; may be empty.
    pub title: String,
}

/// A text of a service on one line, without what would make it look like another text. Markup goes as well.
pub(crate) fn clean(text: &str) -> String {
    let text: String = text.chars().filter(|c| !is_directional_override(*c)).collect();
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    excerpt(&one_line(&without_tags(&text)), LONGEST_TEXT)
}

/// A DOI as rows have it; empty for what is none.
pub(crate) fn doi(text: &str) -> String {
    wellpress_bibliography::doi(text).map(|doi| doi.to_lowercase()).unwrap_or_default()
}

/// A PubMed id as rows have it, out of digits or an address; empty for what is none.
pub(crate) fn pmid(text: &str) -> String {
    wellpress_bibliography::identifier::pmid(text).unwrap_or_default()
}

/// Titles have tags such as `<i>` and `<sub>`. A sign such as `p < 0.05` begins none.
fn without_tags(text: &str) -> String {
    let mut output = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        let (before, from) = rest.split_at(start);
        output.push_str(before);
        let is_tag = from[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        match from.find('>').filter(|_| is_tag) {
            Some(end) => rest = &from[end + 1..],
            None => {
                output.push('<');
                rest = &from[1..];
            }
        }
    }
    output + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_services_become_plain_lines() {
        assert_eq!(clean("A <i>trial</i>\n of\u{202e} p < 0.05"), "A trial of p < 0.05");
        assert_eq!(pmid("https://pubmed.ncbi.nlm.nih.gov/123/"), "123");
        assert_eq!((pmid("12a"), pmid("")), (String::new(), String::new()));
        assert_eq!(doi("https://doi.org/10.5555/AB"), "10.5555/ab");
    }
}
