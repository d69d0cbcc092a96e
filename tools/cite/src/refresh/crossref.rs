//! Reads what Crossref knows of a work: its record as JSON in, the notices about it out. The field `updated-by` of the work lists
//! them; a notice under the work's own DOI is in `update-to`.

use serde_json::Value;

use wellpress_bibliography::NoticeKind;
use wellpress_foundation::Day;

use super::notice_file::ServiceNotice;

/// The notices in the answer for this DOI.
///
/// # Errors
/// What is wrong with the answer, in words.
pub fn notices(body: &[u8], doi: &str) -> Result<Vec<ServiceNotice>, String> {
    let answer: Value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    let work = answer.get("message").filter(|work| work.is_object()).ok_or("it has no `message`")?;
    let list = |name: &str| work.get(name).and_then(Value::as_array).into_iter().flatten();
    let updates = list("updated-by").chain(list("update-to").filter(|update| has_doi(update, doi)));
    Ok(updates.filter_map(notice).collect())
}

fn has_doi(update: &Value, doi: &str) -> bool {
    update["DOI"].as_str().is_some_and(|own| own.eq_ignore_ascii_case(doi))
}

fn notice(update: &Value) -> Option<ServiceNotice> {
    let kind = kind(update["type"].as_str()?)?;
    Some(ServiceNotice {
        kind,
        date: day(&update["updated"]),
        doi: update["DOI"].as_str().map(str::to_owned),
        pmid: None,
    })
}

/// The kind of a notice. `None` for an update that is no notice about a fault, such as a new version.
fn kind(name: &str) -> Option<NoticeKind> {
    let name: String = name.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase();
    Some(match name.as_str() {
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

    #[test]
    fn notices_about_the_work_are_read_and_others_are_not() {
        let body = br#"{"status":"ok","message":{"DOI":"10.5555/w","updated-by":[
            {"DOI":"10.5555/r","type":"retraction","updated":{"date-parts":[[2021,6,30]]},"source":"publisher"},
            {"DOI":"10.5555/v","type":"new_version","updated":{"date-parts":[[2022,1,1]]}},
            {"DOI":"10.5555/e","type":"expression-of-concern","updated":{"date-parts":[[2020]]}}],
            "update-to":[{"DOI":"10.5555/W","type":"erratum"},{"DOI":"10.5555/other","type":"retraction"}]}}"#;
        let notices = notices(body, "10.5555/w").unwrap();
        let notice_fields: Vec<_> =
            notices.iter().map(|notice| (notice.kind, notice.date, notice.doi.as_deref())).collect();
        assert_eq!(
            notice_fields,
            [
                (NoticeKind::Retracted, Day::parse("2021-06-30"), Some("10.5555/r")),
                (NoticeKind::Concern, None, Some("10.5555/e")),
                (NoticeKind::Corrected, None, Some("10.5555/W")),
            ]
        );
    }
}
