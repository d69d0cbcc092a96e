//! Reads works of OpenAlex: its JSON in, what each cites and what is needed to tell works apart out. Whether a work was retracted is not
//! read here: OpenAlex's own mark misses some.

use serde_json::Value;

use crate::answer::{self, CitedWork, clean};
use crate::candidate::Candidate;

/// The fields of a work that cites others.
pub const CITING_FIELDS: &str = "id,doi,ids,referenced_works";
/// The fields of a work that is cited.
pub const CITED_FIELDS: &str = "id,doi,ids,title";
/// The fields of a work that a search found.
pub const SEARCH_FIELDS: &str = "id,doi,ids,title,authorships,publication_year,primary_location,biblio";

/// A work with the ids of those that it cites.
#[derive(Debug, PartialEq, Eq)]
pub struct CitingWork {
    /// Its DOI in lower case; may be empty.
    pub doi: String,
    /// Its PubMed id; may be empty.
    pub pmid: String,
    /// The ids of the works that it cites, such as `W123`.
    pub cited: Vec<String>,
}

/// The works of an answer, each with what it cites.
///
/// # Errors
/// What is wrong with the answer, in words.
pub fn citing_works(body: &[u8]) -> Result<Vec<CitingWork>, String> {
    let works = results(body)?.into_iter().map(|work| {
        let cited = work["referenced_works"].as_array().into_iter().flatten();
        let cited = cited.filter_map(|id| Some(short_id(id.as_str()?))).filter(|id| !id.is_empty());
        CitingWork { doi: doi(&work), pmid: pmid(&work), cited: cited.collect() }
    });
    Ok(works.collect())
}

/// The works of an answer, as others cite them.
///
/// # Errors
/// What is wrong with the answer, in words.
pub fn cited_works(body: &[u8]) -> Result<Vec<CitedWork>, String> {
    let works = results(body)?.into_iter().map(|work| CitedWork {
        doi: doi(&work),
        pmid: pmid(&work),
        openalex: work["id"].as_str().map(short_id).unwrap_or_default(),
        title: work["title"].as_str().map(clean).unwrap_or_default(),
    });
    Ok(works.collect())
}

/// The works that a search found, to compare them with an entry.
///
/// # Errors
/// What is wrong with the answer, in words.
pub fn candidates(body: &[u8]) -> Result<Vec<Candidate>, String> {
    Ok(results(body)?.iter().map(candidate).collect())
}

fn candidate(work: &Value) -> Candidate {
    let text = |value: &Value| value.as_str().map(clean).unwrap_or_default();
    let authors = work["authorships"].as_array().into_iter().flatten();
    let names = authors.filter_map(|author| author["author"]["display_name"].as_str());
    let biblio = &work["biblio"];
    Candidate {
        titles: work["title"].as_str().map(clean).into_iter().collect(),
        // "Ann B. Lee": the whole name, in which the family name stands.
        families: names.map(str::to_owned).collect(),
        year: work["publication_year"].as_i64().and_then(|year| i32::try_from(year).ok()),
        container: text(&work["primary_location"]["source"]["display_name"]),
        volume: text(&biblio["volume"]),
        pages: text(&biblio["first_page"]),
        doi: doi(work),
        pmid: pmid(work),
    }
}

/// The works of an answer. One that counts more works than it has is not whole.
fn results(body: &[u8]) -> Result<Vec<Value>, String> {
    let mut answer: Value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    let Value::Array(results) = answer["results"].take() else { return Err("it has no `results`".to_owned()) };
    let meta = |name: &str| answer["meta"][name].as_u64();
    let expected = meta("count").map(|count| count.min(meta("per_page").unwrap_or(count)));
    if expected.is_some_and(|expected| (results.len() as u64) < expected) {
        return Err(format!("it has {} works of {}", results.len(), expected.unwrap_or_default()));
    }
    Ok(results)
}

fn doi(work: &Value) -> String {
    work["doi"].as_str().or_else(|| work["ids"]["doi"].as_str()).map(answer::doi).unwrap_or_default()
}

fn pmid(work: &Value) -> String {
    work["ids"]["pmid"].as_str().map(answer::pmid).unwrap_or_default()
}

/// `W123` of `https://openalex.org/W123`; empty for what is no id of a work.
fn short_id(id: &str) -> String {
    let id = id.rsplit('/').next().unwrap_or_default();
    let is_work = id.strip_prefix(['W', 'w']).is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    if is_work { id.to_ascii_uppercase() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn works_and_what_they_cite_are_read() {
        let body = br#"{"meta":{"count":1,"per_page":50},"results":[{"id":"https://openalex.org/W1","doi":"https://doi.org/10.5555/A",
            "ids":{"pmid":"https://pubmed.ncbi.nlm.nih.gov/7"},"title":"A","referenced_works":["https://openalex.org/W2","x"]}]}"#;
        let work = CitingWork { doi: "10.5555/a".to_owned(), pmid: "7".to_owned(), cited: vec!["W2".to_owned()] };
        assert_eq!(citing_works(body).unwrap(), [work]);
        assert_eq!(cited_works(body).unwrap()[0].openalex, "W1");
        assert!(citing_works(br#"{"meta":{"count":2,"per_page":50},"results":[]}"#).is_err());
        assert!(citing_works(br#"{"error":"x"}"#).is_err());
    }
}
