//! Reads what Crossref knows of works: its records as JSON in, [`WorkAnswer`]s out. The field `updated-by` of a work lists its notices
//! and newer versions; a notice under the work's own DOI is in `update-to`.

use serde_json::Value;

use wellpress_bibliography::NoticeKind;
use wellpress_foundation::Day;
use wellpress_site::parse::service_records::SourceEvent;

use crate::answer::{self, CitedWork, ServiceUpdate, WorkAnswer, clean};
use crate::notice_file::ServiceNotice;

/// Why an answer has no works.
#[derive(Debug, PartialEq, Eq)]
pub enum ListFault {
    /// It is a whole answer about something else than a list of works.
    NotAList,
    /// What is wrong with it, in words.
    Broken(String),
}

/// The answer about one work.
///
/// # Errors
/// What is wrong with the answer, in words.
pub fn work(body: &[u8], doi: &str) -> Result<WorkAnswer, String> {
    let answer: Value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    let work = answer.get("message").filter(|work| work.is_object()).ok_or("it has no `message`")?;
    Ok(of_work(work, doi))
}

/// Works with their DOIs in lower case, and whether the list has all works that Crossref counts.
#[derive(Debug, PartialEq, Eq)]
pub struct WorkList {
    /// The works.
    pub works: Vec<(String, WorkAnswer)>,
    /// Whether none is missing.
    pub is_whole: bool,
}

/// The answer about several works.
///
/// # Errors
/// Why it has no works.
pub fn works(body: &[u8]) -> Result<WorkList, ListFault> {
    let answer: Value = serde_json::from_slice(body).map_err(|error| ListFault::Broken(error.to_string()))?;
    let message = answer.get("message").filter(|message| message.is_object());
    let message = message.ok_or_else(|| ListFault::Broken("it has no `message`".to_owned()))?;
    let items = message.get("items").and_then(Value::as_array).ok_or(ListFault::NotAList)?;
    let of_item = |item: &Value| {
        let doi = answer::doi(item["DOI"].as_str()?);
        (!doi.is_empty()).then(|| (doi.clone(), of_work(item, &doi)))
    };
    let works: Vec<(String, WorkAnswer)> = items.iter().filter_map(of_item).collect();
    let total = message.get("total-results").and_then(Value::as_u64);
    let is_whole = total.is_none_or(|total| works.len() as u64 >= total);
    Ok(WorkList { works, is_whole })
}

fn of_work(work: &Value, doi: &str) -> WorkAnswer {
    let list = |name: &str| work.get(name).and_then(Value::as_array).into_iter().flatten();
    let updates = list("updated-by").chain(list("update-to").filter(|update| has_doi(update, doi)));
    let versions = list("updated-by").filter(|update| !has_doi(update, doi)).filter_map(version);
    let articles = related(work, "is-preprint-of").map(|other| (SourceEvent::Published, other));
    let replaced = related(work, "is-replaced-by").map(|other| (SourceEvent::NewVersion, other));
    let related = articles.chain(replaced).filter(|(_, other)| *other != doi.to_lowercase());
    let related =
        related.map(|(event, doi)| ServiceUpdate { event, doi, pmid: String::new(), title: String::new(), date: None });
    WorkAnswer {
        notices: updates.filter_map(notice).collect(),
        updates: versions.chain(related).collect(),
        references: list("reference").filter_map(reference).collect(),
        is_review: false,
    }
}

fn has_doi(update: &Value, doi: &str) -> bool {
    update["DOI"].as_str().is_some_and(|own| own.eq_ignore_ascii_case(doi))
}

/// The DOIs of the works that stand in this relation to a work.
fn related<'w>(work: &'w Value, name: &str) -> impl Iterator<Item = String> + use<'w> {
    let works = work["relation"].get(name).and_then(Value::as_array).into_iter().flatten();
    let with_doi = works.filter(|other| other["id-type"].as_str().is_none_or(|kind| kind.eq_ignore_ascii_case("doi")));
    with_doi.filter_map(|other| Some(answer::doi(other["id"].as_str()?))).filter(|doi| !doi.is_empty())
}

fn notice(update: &Value) -> Option<ServiceNotice> {
    let kind = kind(&letters(update["type"].as_str()?))?;
    Some(ServiceNotice {
        kind,
        date: day(&update["updated"]),
        doi: update["DOI"].as_str().map(str::to_owned),
        pmid: None,
    })
}

fn version(update: &Value) -> Option<ServiceUpdate> {
    let is_version = matches!(&*letters(update["type"].as_str()?), "newversion" | "newedition");
    let doi = answer::doi(update["DOI"].as_str()?);
    (is_version && !doi.is_empty()).then(|| ServiceUpdate {
        event: SourceEvent::NewVersion,
        doi,
        pmid: String::new(),
        title: String::new(),
        date: day(&update["updated"]),
    })
}

/// A reference with a DOI: in its own field, or in the reference as the publisher wrote it.
fn reference(reference: &Value) -> Option<CitedWork> {
    let text = |name: &str| reference[name].as_str().unwrap_or_default();
    let written = text("unstructured");
    let own = answer::doi(text("DOI"));
    let doi = if own.is_empty() { doi_within(written) } else { own };
    let titles = ["article-title", "volume-title", "unstructured"].map(text);
    let title = titles.into_iter().find(|title| !title.is_empty()).map(clean).unwrap_or_default();
    (!doi.is_empty()).then(|| CitedWork { doi, title, ..CitedWork::default() })
}

fn doi_within(written: &str) -> String {
    use wellpress_bibliography::Identifier;
    let mentions = wellpress_bibliography::identifier_mentions::identifier_mentions(written);
    let mut dois = mentions.into_iter().filter_map(|mention| match mention.identifier {
        Identifier::Doi(doi) => Some(doi.to_lowercase()),
        _ => None,
    });
    dois.next().unwrap_or_default()
}

fn letters(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase()
}

/// The kind of a notice. `None` for an update that is no notice about a fault, such as a new version.
fn kind(name: &str) -> Option<NoticeKind> {
    Some(match name {
        "retraction" | "withdrawal" | "removal" => NoticeKind::Retracted,
        // A part of the work stands, so a reader has to see which.
        "expressionofconcern" | "concern" | "partialretraction" => NoticeKind::Concern,
        "correction" | "corrigendum" | "erratum" | "addendum" | "clarification" => NoticeKind::Corrected,
        _ => return None,
    })
}

/// The day of `{"date-parts": [[2021, 6, 30]]}`; `None` if the day is not there.
fn day(date: &Value) -> Option<Day> {
    let parts: Vec<i64> = date["date-parts"][0].as_array()?.iter().filter_map(Value::as_i64).collect();
    let [year, month, day] = parts.try_into().ok()?;
    let date = jiff::civil::Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?);
    date.ok().map(Day)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORK: &str = r#"{"DOI":"10.5555/W","updated-by":[
        {"DOI":"10.5555/r","type":"retraction","updated":{"date-parts":[[2021,6,30]]},"source":"publisher"},
        {"DOI":"10.5555/v","type":"new_version","updated":{"date-parts":[[2022,1,1]]}},
        {"DOI":"10.5555/e","type":"expression-of-concern","updated":{"date-parts":[[2020]]}}],
        "update-to":[{"DOI":"10.5555/w","type":"erratum"},{"DOI":"10.5555/other","type":"retraction"}],
        "relation":{"is-preprint-of":[{"id-type":"doi","id":"10.5555/Article","asserted-by":"subject"}],
        "has-review":[{"id-type":"doi","id":"10.5555/rev"}]},
        "reference":[{"key":"1","DOI":"10.5555/C1","article-title":"One"},{"key":"2","unstructured":"Two. doi:10.5555/c2."},
        {"key":"3","unstructured":"Three."}]}"#;

    #[test]
    fn notices_about_the_work_are_read_and_others_are_not() {
        let answer = work(format!("{{\"message\":{WORK}}}").as_bytes(), "10.5555/w").unwrap();
        let notice_fields: Vec<_> =
            answer.notices.iter().map(|notice| (notice.kind, notice.date, notice.doi.as_deref())).collect();
        assert_eq!(
            notice_fields,
            [
                (NoticeKind::Retracted, Day::parse("2021-06-30"), Some("10.5555/r")),
                (NoticeKind::Concern, None, Some("10.5555/e")),
                (NoticeKind::Corrected, None, Some("10.5555/w")),
            ]
        );
        let updates: Vec<_> = answer.updates.iter().map(|update| (update.event, update.doi.as_str())).collect();
        assert_eq!(updates, [(SourceEvent::NewVersion, "10.5555/v"), (SourceEvent::Published, "10.5555/article")]);
        let cited: Vec<_> = answer.references.iter().map(|cited| (cited.doi.as_str(), cited.title.as_str())).collect();
        assert_eq!(cited, [("10.5555/c1", "One"), ("10.5555/c2", "Two. doi:10.5555/c2.")]);
    }

    #[test]
    fn a_list_says_whether_it_is_whole() {
        let list = |total: u32| {
            works(format!("{{\"message\":{{\"total-results\":{total},\"items\":[{WORK}]}}}}").as_bytes()).unwrap()
        };
        assert_eq!((list(1).is_whole, list(2).is_whole), (true, false));
        assert_eq!(list(1).works[0].0, "10.5555/w");
        assert_eq!(works(b"{\"message\":{}}"), Err(ListFault::NotAList));
        assert!(matches!(works(b"{\"message\":{\"items\":["), Err(ListFault::Broken(_))));
    }
}
