//! The results that Quarto keeps in `_freeze`: the text of a page with what its cells of code printed and drew.

use md5::{Digest, Md5};
use serde_json::Value;

use crate::front_matter;
use crate::log::ImportLog;
use crate::old_site::{FileOrigin, OldPage};
use crate::readers::markdown_folder::PageFile;
use crate::source_folder::{MAX_TEXT, SourceFolder, base_name};
use crate::text::scan::replaced;

/// The text of a page with its results, whose pictures become files of the page. Results of other words are left out.
pub(super) fn text(
    source: &SourceFolder<'_>,
    file: &PageFile,
    page: &mut OldPage,
    log: &mut ImportLog,
) -> Option<String> {
    let folder = format!("_freeze/{}", file.relative);
    let json = source.text(&format!("{folder}/execute-results/html.json")).ok()?;
    let kept: Value = serde_json::from_str(&json).ok()?;
    let hash = Md5::digest(source.bytes(&file.path, MAX_TEXT).ok()?);
    let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    if kept["hash"] != hash.as_str() {
        log.left("results of code that are older than the text", &file.path, "a render by Quarto before the import");
        return None;
    }
    let mut markdown = kept["result"]["markdown"].as_str()?.to_owned();
    for (mark, html) in kept["result"]["preserve"].as_object().into_iter().flatten() {
        markdown = markdown.replace(mark, html.as_str().unwrap_or_default());
    }
    let markdown = with_tables(&markdown, &file.path, log);
    let name = base_name(&file.relative);
    for picture in source.below(&format!("{folder}/figure-html/")) {
        let address = picture.replacen(&folder, &format!("{name}_files"), 1);
        page.files.insert(address, FileOrigin::Source(picture.to_owned()));
    }
    log.translated("results of the code of a page");
    Some(front_matter::divide(&markdown).text.to_owned())
}

/// The tables of R that a script draws from data beside it, as elements of HTML.
fn with_tables(text: &str, file: &str, log: &mut ImportLog) -> String {
    replaced(text, "<script data-pagedtable-source", |_, behind| {
        let (json, rest) = behind.split_once('>')?.1.split_once("</script>")?;
        let table = serde_json::from_str(json).ok().and_then(|data| table(&data));
        if table.is_none() {
            log.doubt(
                file,
                "a table of the results of its code (`data-pagedtable-source`) is not readable, and is not here",
            );
        }
        Some((table?, rest))
    })
}

/// The table of such data. The names of its rows have no head.
fn table(data: &Value) -> Option<String> {
    let words = |value: &Value| match value {
        Value::String(words) => words.replace('&', "&amp;").replace('<', "&lt;"),
        Value::Null => "NA".to_owned(),
        value => value.to_string(),
    };
    let row = |cells: Vec<String>, cell: &str| {
        let cells: String = cells.iter().map(|words| format!("<{cell}>{words}</{cell}>")).collect();
        format!("<tr>{cells}</tr>\n")
    };
    let columns = data["columns"].as_array().filter(|columns| !columns.is_empty())?;
    let head = columns.iter().map(|column| words(column["label"].get(0).unwrap_or(&column["name"][0]))).collect();
    let names: Vec<String> = columns.iter().map(|column| words(&column["name"][0])).collect();
    let cells = |values: &Value| names.iter().map(|name| values.get(name).map(words)).collect::<Option<Vec<_>>>();
    let rows: Option<String> = data["data"].as_array()?.iter().map(|values| Some(row(cells(values)?, "td"))).collect();
    Some(format!("<table>\n{}{}</table>", row(head, "th"), rows?))
}

#[cfg(test)]
mod tests {
    use super::with_tables;
    use crate::log::ImportLog;

    #[test]
    fn a_table_that_is_not_readable_makes_a_draft() {
        for (data, expected, is_hidden) in [
            (
                r#"{"columns":[{"name":["p"]},{"label":["n"],"name":[1]}],"data":[{"p":"<0.01","1":5.0},{"p":null,"1":2}]}"#,
                "<table>\n<tr><th>p</th><th>n</th></tr>\n<tr><td>&lt;0.01</td><td>5.0</td></tr>\n<tr><td>NA</td><td>2</td></tr>\n</table>",
                false,
            ),
            (r#"{"columns":[{"name":["p"]}],"data":[{"q":"5"}]}"#, "", true),
            ("{", "", true),
        ] {
            let mut log = ImportLog::default();
            let script = format!("<script data-pagedtable-source type=\"application/json\">{data}</script>");
            let text = with_tables(&script, "a.qmd", &mut log);
            assert_eq!(text, if is_hidden { &script } else { expected });
            assert_eq!(log.is_doubtful("a.qmd"), is_hidden, "{data}");
        }
    }
}
