//! Drafts of sources that texts name by an identifier, such as `[@doi:10.1000/x]`, so that the site builds without a network.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::log::ImportLog;
use crate::old_site::OldSite;
use crate::source_folder::{SourceFolder, base_name};
use crate::text::code;

use super::new_site::{ImportCounts, NewFile};
use super::places::slug;

/// CSL-JSON for each identifier that a text cites and no library has. `known` is the text of all libraries in lower case.
pub(crate) fn drafts(site: &OldSite, known: &str) -> Vec<Value> {
    let mut drafts_by_identifier: BTreeMap<String, Value> = BTreeMap::new();
    let texts = site.pages.iter().map(|page| &page.text).chain(site.snippets.values().map(|snippet| &snippet.text));
    for text in texts {
        code::outside(text, |part| {
            for (kind, value) in identifiers(part) {
                if !is_known(known, kind, &value.to_lowercase()) {
                    drafts_by_identifier.entry(format!("{kind}:{value}")).or_insert_with(|| draft(kind, &value));
                }
            }
            String::new()
        });
    }
    drafts_by_identifier.into_values().collect()
}

/// Whether a library has a source by this identifier. Notes of Manubot name addresses too, by which no source is found.
fn is_known(known: &str, kind: &str, value: &str) -> bool {
    let forms = [format!("\"{value}\""), format!("{{{value}}}"), format!("\"url:{value}\"")];
    if kind == "url" { forms.iter().any(|form| known.contains(form)) } else { known.contains(value) }
}

/// The identifiers in citation marks and in lines that give sources names.
fn identifiers(text: &str) -> Vec<(&'static str, String)> {
    /// A longer one is none, and is not read once for each of its signs.
    const LONGEST: usize = 2000;
    const KINDS: [&str; 6] = ["doi", "pmid", "pmcid", "arxiv", "isbn", "url"];
    let mut cited_identifiers = Vec::new();
    for kind in KINDS {
        for (at, sign) in text.match_indices(&format!("{kind}:")) {
            let text_before_kind = &text[..at];
            let is_mark = text_before_kind.ends_with('@')
                || text_before_kind.ends_with("@{")
                || text_before_kind.trim_end().ends_with("]:");
            let value = &text[at + sign.len()..];
            let mut signs = value.char_indices().take(if is_mark { LONGEST } else { 0 });
            let end = signs
                .find(|(_, sign)| sign.is_whitespace() || "];}>,".contains(*sign))
                .map_or(value.len(), |(end, _)| end);
            let value = value[..end].trim_end_matches(['.', ':']);
            if is_mark && !value.is_empty() && value.len() <= LONGEST {
                cited_identifiers.push((kind, value.to_owned()));
            }
        }
    }
    cited_identifiers
}

/// The field of CSL-JSON for a kind of identifiers.
pub(crate) fn field_of(kind: &str) -> Option<&'static str> {
    const FIELDS: [(&str, &str); 6] =
        [("doi", "DOI"), ("pmid", "PMID"), ("pmcid", "PMCID"), ("isbn", "ISBN"), ("url", "URL"), ("arxiv", "number")];
    FIELDS.iter().find(|(known, _)| *known == kind).map(|(_, field)| *field)
}

fn draft(kind: &str, value: &str) -> Value {
    let field = field_of(kind).unwrap_or("number");
    let class = match kind {
        "isbn" => "book",
        "url" => "webpage",
        _ => "article-journal",
    };
    // A short DOI is found by its name alone.
    let is_short = kind == "doi" && value.starts_with("10/");
    let id = if is_short { format!("{kind}:{value}") } else { format!("{kind}-{value}") };
    json!({"id": id, "type": class, field: value, "title": format!("{} {value}", kind.to_uppercase())})
}

/// The files of sources, each under its name, and drafts of the entries that texts name by their identifiers alone.
pub(super) fn library(
    source: &SourceFolder<'_>,
    site: &OldSite,
    files: &mut BTreeMap<String, NewFile>,
    counts: &mut ImportCounts,
    log: &mut ImportLog,
) {
    let mut library_text = String::new();
    for path in &site.libraries {
        let name = base_name(path);
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "bib"));
        let file = format!("content/references/{}.{}", slug(stem), ending.to_lowercase());
        let file = if files.contains_key(&file) { format!("content/references/{}.{ending}", slug(path)) } else { file };
        if let Ok(text) = source.text(path) {
            counts.sources +=
                text.lines().filter(|line| line.trim_start().starts_with('@') && line.contains('{')).count();
            library_text.push_str(&text.to_lowercase());
            files.insert(file, NewFile::Text(text));
        }
    }
    library_text.push_str(&serde_json::to_string(&site.sources).unwrap_or_default().to_lowercase());
    let drafts = drafts(site, &library_text);
    if !drafts.is_empty() {
        log.confirm(
            "content/references/to-complete.json",
            format!("{} sources have only an identifier: `wellpress cite add --drafts` fetches them", drafts.len()),
        );
        counts.sources += drafts.len();
        let text = serde_json::to_string_pretty(&drafts).unwrap_or_default();
        files.insert("content/references/to-complete.json".to_owned(), NewFile::Text(text + "\n"));
    }
    counts.sources += site.sources.len();
}

#[cfg(test)]
mod tests {
    use super::drafts;
    use crate::old_site::{OldPage, OldSite};

    #[test]
    fn identifiers_become_drafts_of_sources() {
        let text = "A [@doi:10.1/a; @pmid:123] `@doi:10.1/b` @doi:10.1/KNOWN.\n\n[@tag:x]: url:https://a.example/b\n";
        let site =
            OldSite { pages: vec![OldPage { text: text.to_owned(), ..OldPage::default() }], ..OldSite::default() };
        let drafts = drafts(&site, "doi = {10.1/known}");
        let titles: Vec<&str> = drafts.iter().map(|draft| draft["title"].as_str().unwrap()).collect();
        assert_eq!(titles, ["DOI 10.1/a", "PMID 123", "URL https://a.example/b"]);
    }
}
