//! Comments of an old site as remarks, in the files in which the new site keeps what reviewers sent back.

use serde_json::{Map, Value};

use wellpress_foundation::text::is_directional_override;

use crate::old_site::{OldPage, OldRemark};
use crate::source_folder::SourceFolder;

use super::places::PagePlace;

/// The file of answers about a page, and its content.
pub(super) fn answer_file(
    page: &OldPage,
    place: &PagePlace,
    source: &SourceFolder<'_>,
    language: &str,
) -> Option<(String, String)> {
    if page.remarks.is_empty() {
        return None;
    }
    let path = place.file.trim_start_matches("content/").split_once('/').map_or("", |(_, path)| path);
    let path = path.trim_end_matches(".md");
    let path = path.strip_suffix("/index").unwrap_or(path);
    let kind = match place.section.as_str() {
        "articles" => "article",
        "pages" => "page",
        section => section,
    };
    let language = page.language.as_deref().unwrap_or(language);
    let text = answers(&page.remarks, &hash_of(source, &page.source), &format!("{kind}:{path}"), language)?;
    Some((format!("content/reviews/{path}.answers.yaml"), text))
}

/// The BLAKE3 hash of a file of the source, as evidence of where the remarks come from.
pub(crate) fn hash_of(source: &SourceFolder<'_>, path: &str) -> String {
    let bytes = source.bytes(path, wellpress_docx::MAX_FILE).unwrap_or_default();
    blake3::hash(&bytes).to_hex().to_string()
}

/// Remarks as one answer about a page; `None` without remarks.
pub(crate) fn answers(remarks: &[OldRemark], hash: &str, page: &str, language: &str) -> Option<String> {
    if remarks.is_empty() {
        return None;
    }
    let remarks = remarks.iter().zip(1..).map(|(remark, number)| {
        let state = if remark.is_done { "done" } else { "open" };
        let day = remark.date.map(|day| day.to_string());
        let texts = [
            ("words", Some(&remark.words)),
            ("quote", Some(&remark.quote)),
            ("comment", Some(&remark.comment)),
            ("author", remark.author.as_ref()),
            ("date", day.as_ref()),
        ];
        let mut values = Map::new();
        values.insert("id".to_owned(), format!("{}-{number}", hash.get(..8).unwrap_or(hash)).into());
        values.insert("state".to_owned(), state.into());
        let texts = texts.into_iter().filter_map(|(key, text)| Some((key, clean(text?))));
        values.extend(texts.filter(|(_, text)| !text.is_empty()).map(|(key, text)| (key.to_owned(), text.into())));
        Value::Object(values)
    });
    let answer = serde_json::json!([{
        "file": hash, "page": page, "language": language, "remarks": remarks.collect::<Vec<_>>(),
    }]);
    let yaml = serde_yaml::to_string(&answer).ok()?;
    Some(format!("# Comments of the file that was imported. `wellpress review resolve` marks them as done.\n{yaml}"))
}

/// Takes out what a text of the site cannot have: control characters, and those that turn the direction of what follows.
fn clean(text: &str) -> String {
    let allowed = text.chars().filter(|sign| !is_directional_override(*sign) && *sign != '\u{feff}');
    allowed.map(|sign| if sign.is_control() { ' ' } else { sign }).collect::<String>().trim().to_owned()
}
