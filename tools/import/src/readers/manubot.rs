//! Reads a manuscript of Manubot: the files of `content/` make one article.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use wellpress_foundation::text::one_line;

use crate::log::ImportLog;
use crate::old_site::{OldPage, OldPerson, OldSite};
use crate::source_folder::SourceFolder;
use crate::text::scan::{is_of_id, near, replaced, spliced};
use crate::text::tags::{self, Syntax, Tag, TagTranslator};
use crate::text::{code, drawn_tables, figures, headings};
use crate::writer::sources;

use super::markdown_folder;
use super::page_keys::{text_of, words};
use super::read_error::ReadError;
use super::settings::{setting, settings_file};

pub(crate) fn read(source: &SourceFolder<'_>) -> Result<OldSite, ReadError> {
    let mut site = OldSite::default();
    let path = "content/metadata.yaml";
    let metadata = settings_file(source, &[path], "file of metadata")?;
    let title = setting(&metadata, "title");
    let mut page = OldPage {
        source: path.to_owned(),
        folders: vec!["articles".to_owned()],
        title: title.clone(),
        ..OldPage::default()
    };
    page.name = slug::slugify(title.as_deref().unwrap_or("manuscript"));
    page.topics = metadata.get("keywords").map(words).unwrap_or_default();
    page.published = setting(&metadata, "date").as_deref().and_then(crate::dates::day);
    add_authors(&metadata, &mut page, &mut site);
    site.title = title;
    let tags = source.text("content/citation-tags.tsv").unwrap_or_default();
    let authors = authors(&metadata);
    let mut texts = Vec::new();
    let parts = source.below("content/").filter(|path| path.ends_with(".md") && is_part(path));
    let numbers: BTreeMap<_, _> =
        parts.filter_map(|path| source.text(path).ok()).flat_map(|text| own_numbers(&text)).collect();
    for path in source.below("content/").filter(|path| path.ends_with(".md")) {
        if !is_part(path) {
            site.log.left("file that is no part of the manuscript", path, "its text, if the article needs it");
            continue;
        }
        // The front page repeats the metadata by a template.
        if path.ends_with("front-matter.md") {
            site.log.left("template of Manubot", path, "nothing: title and authors come from the front matter");
            continue;
        }
        match source.text(path) {
            Ok(text) => {
                // Later steps change the width of words.
                let text = with_rows_of_authors(&with_own_numbers(&text, &numbers), authors);
                let text = drawn_tables::translate(&text, &mut site.log);
                let text = tags::expand(&text, Syntax::Liquid, &mut Templates { path, log: &mut site.log });
                let text = figures::captions(&citations(&with_tags(&text, &tags)), path, &mut site.log);
                texts.push(markdown_folder::finish_text(&text, path, &mut site));
                page.is_draft |= site.log.is_doubtful(path);
            }
            Err(error) => site.log.left(&format!("page that cannot be read ({error})"), path, "the page by hand"),
        }
    }
    page.text = headings::with_links_to_headings(&figures::references(&texts.join("\n\n")));
    site.page_count = 1;
    markdown_folder::published_files(source, "content/", "/", &mut site);
    site.published_files.retain(|address, _| !address.ends_with(".yaml"));
    let libraries =
        source.below("content/").filter(|path| path.contains("manual-references") || path.ends_with(".bib"));
    for path in libraries {
        let sources = source.text(path).ok().filter(|_| path.ends_with(".json"));
        match sources.and_then(|text| serde_json::from_str::<Vec<Map<String, Value>>>(&text).ok()) {
            Some(sources) => site.sources.extend(sources.into_iter().map(named_source)),
            None => site.libraries.push(path.to_owned()),
        }
    }
    if page.text.trim().is_empty() {
        return Err(ReadError::NoPages("Manubot"));
    }
    site.pages.push(page);
    Ok(site)
}

/// An entry of the own list, which has the identifier of its mark in place of an id.
fn named_source(mut entry: Map<String, Value>) -> Value {
    let citation = ["standard_citation", "standard_id", "citation_id"].iter().find_map(|key| entry.remove(*key));
    let citation = citation.as_ref().and_then(text_of).map(|citation| citation.trim_start_matches('@').to_owned());
    if let Some((kind, value)) = citation.as_deref().and_then(|citation| citation.split_once(':')) {
        if let Some(field) = sources::field_of(&kind.to_lowercase()) {
            entry.entry(field).or_insert_with(|| value.into());
        }
        entry.entry("id").or_insert_with(|| slug::slugify(format!("{kind}-{value}")).into());
    }
    entry.into()
}

/// A text with the citations of its tags, by the table with the columns `tag` and `citation` that older manuscripts have.
fn with_tags(text: &str, table: &str) -> String {
    let rows = table.lines().skip(1).filter_map(|row| {
        let mut cells = row.split('\t').map(str::trim);
        Some((cells.next()?, cells.next().filter(|citation| !citation.is_empty())?))
    });
    let citations: BTreeMap<&str, &str> = rows.collect();
    if citations.is_empty() {
        return text.to_owned();
    }
    code::outside(text, |part| {
        replaced(part, "@tag:", |_, behind| {
            let name = near(behind);
            let end = name.find(|sign: char| !(sign.is_alphanumeric() || "-_.:/".contains(sign))).unwrap_or(name.len());
            let tag = behind[..end].trim_end_matches(['.', ':']);
            Some((format!("@{}", citations.get(tag)?), &behind[tag.len()..]))
        })
    })
}

/// The figures and tables whose attributes name a number, such as `{#fig:a tag="S1"}`.
fn own_numbers(text: &str) -> Vec<(String, String)> {
    let numbered = text.match_indices("{#").filter_map(|(at, sign)| {
        let (id, rest) = near(&text[at + sign.len()..]).split_once('}')?.0.split_once(char::is_whitespace)?;
        let number = tags::named(&tags::arguments(rest, &[' ', '\n']), &["tag"])?.to_owned();
        caption(&text[..at], id.split_once(':')?.0)?;
        Some((id.to_owned(), number)).filter(|(_, number)| !number.is_empty())
    });
    numbered.collect()
}

/// Where the last caption of a text begins, if it is of this kind, and the word of its number.
fn caption(text: &str, kind: &str) -> Option<(usize, &'static str)> {
    let (starts, word) = match kind {
        "fig" => (&["!["][..], "Figure"),
        "tbl" => (&["\nTable: ", "\n: "][..], "Table"),
        _ => return None,
    };
    let start = starts.iter().filter_map(|start| Some(text.rfind(start)? + start.len())).max()?;
    (!text[start..].trim_start().contains("\n\n")).then_some((start, word))
}

/// Writes these numbers as words, at the start of captions and as links to them: the build would give each a number of its own.
fn with_own_numbers(text: &str, numbers: &BTreeMap<String, String>) -> String {
    let (code, mut edits) = (code::ranges(text), Vec::new());
    for (id, number) in numbers {
        let new = format!("numbered-{}", id.replace(':', "-"));
        let ends = |sign: &str| -> Vec<usize> {
            let places = text.match_indices(id.as_str()).filter(|(at, _)| text[..*at].ends_with(sign));
            let ends = places.map(|(at, id)| at + id.len()).filter(|end| !text[*end..].starts_with(is_of_id));
            ends.filter(|end| !code::contains(&code, *end)).collect()
        };
        for end in ends("@") {
            let start = end - id.len() - 1;
            let around = usize::from(text[..start].ends_with('{') && text[end..].starts_with('}'));
            edits.push((start - around..end + around, format!("[{number}](#{new})")));
        }
        for end in ends("{#") {
            let start = end - id.len();
            let place = caption(&text[..start], id.split(':').next().unwrap_or_default());
            edits.extend(place.map(|(at, word)| (at..at, format!("{word} {number}: "))));
            edits.push((start..end, new.clone()));
        }
    }
    edits.sort_by_key(|(range, _)| range.start);
    spliced(text, edits)
}

/// A text with the rows of tables that loops over the authors make, such as those of competing interests. Other loops stay.
fn with_rows_of_authors(text: &str, authors: &[Value]) -> String {
    let is_edge = |sign| matches!(sign, '-' | ' ');
    replaced(text, "{%", |_, behind| {
        let (head, behind) = behind.split_once("%}")?;
        let variable = head.trim_matches(is_edge).strip_prefix("for ")?.strip_suffix(" in manubot.authors")?;
        let (body, rest) = behind.split_at(near(behind).find("endfor")?);
        let (body, rest) = (body.rsplit_once("{%")?.0.trim(), rest.split_once("%}")?.1);
        let (condition, row) = match body.strip_prefix("{%") {
            Some(body) => {
                let (condition, body) = body.split_once("%}")?;
                let (row, end) = body.rsplit_once("{%")?;
                (condition.trim_matches(is_edge).strip_prefix("if ").filter(|_| end.contains("endif"))?, row)
            }
            None => ("", body),
        };
        let is_row = row.trim_start().starts_with('|') && !row.contains("{%");
        let rows = authors.iter().filter_map(|author| match holds(condition, variable, author) {
            Some(false) => None,
            holds => Some(holds.and_then(|_| row_of(row, variable, author))),
        });
        rows.collect::<Option<String>>().filter(|_| is_row).map(|rows| (rows, rest))
    })
}

/// Whether a condition of Jinja holds for an author, if it can be read.
fn holds(condition: &str, variable: &str, author: &Value) -> Option<bool> {
    let term = |term: &str| {
        let (is_wanted, term) = term.trim().strip_prefix("not ").map_or((true, term.trim()), |term| (false, term));
        let (name, test) = term.split_once(' ')?;
        let value = author.get(name.strip_prefix(variable)?.strip_prefix('.')?);
        let is = |sign: &str| {
            let word = test.strip_prefix(sign)?.trim().strip_prefix(['\'', '"'])?.strip_suffix(['\'', '"'])?;
            Some(value.and_then(text_of).as_deref() == Some(word))
        };
        let holds = match test {
            "is defined" => Some(value.is_some()),
            "is not none" => Some(value != Some(&Value::Null)),
            _ => is("==").or_else(|| is("!=").map(|is_equal| !is_equal)),
        };
        holds.map(|holds| holds == is_wanted)
    };
    let terms = condition.split(" and ").filter(|term| !term.is_empty()).map(term);
    terms.collect::<Option<Vec<bool>>>().map(|terms| !terms.contains(&false))
}

/// A row of a table with the values of an author.
fn row_of(row: &str, variable: &str, author: &Value) -> Option<String> {
    let mut parts = row.split("{{");
    let mut text = parts.next()?.to_owned();
    for part in parts {
        let (name, behind) = part.split_once("}}")?;
        if name.trim() != "'\\n'" {
            let name = name.trim().strip_prefix(variable)?.strip_prefix('.')?;
            text.push_str(&one_line(&text_of(author.get(name)?)?).replace('|', "\\|"));
        }
        text.push_str(behind);
    }
    Some(text.trim().to_owned() + "\n")
}

/// Whether a file of `content/` is a part of the manuscript, whose name begins with its number.
fn is_part(path: &str) -> bool {
    path["content/".len()..].starts_with(|sign: char| sign.is_ascii_digit())
}

/// Templates of Jinja, which repeat the metadata. What they would show is not made.
struct Templates<'a> {
    path: &'a str,
    log: &'a mut ImportLog,
}

impl TagTranslator for Templates<'_> {
    fn single(&mut self, tag: &Tag) -> Option<String> {
        self.unknown(tag);
        Some(String::new())
    }

    fn block(&mut self, tag: &Tag, content: &str) -> Option<String> {
        match tag.name.as_str() {
            "raw" => Some(content.to_owned()),
            // A condition may hide what the manuscript shows, a loop is over the metadata.
            "if" => Some(content.to_owned()),
            _ => self.single(tag),
        }
    }

    fn unknown(&mut self, tag: &Tag) {
        tags::note_hole(tag, self.path, self.log);
        self.log.left(&format!("template value `{}`", tag.written()), self.path, "the words that it showed");
    }
}

/// Writes the kinds of identifiers as wellpress does, and takes the place of the bibliography out.
fn citations(text: &str) -> String {
    const NAMES: [(&str, &str); 6] = [
        ("pmc:", "pmcid:"),
        ("pubmed:", "pmid:"),
        ("http", "url:http"),
        ("arXiv:", "arxiv:"),
        ("DOI:", "doi:"),
        ("https://doi.org/", "doi:"),
    ];
    let text = code::outside(text, |part| {
        NAMES.iter().fold(part.to_owned(), |text, (old, new)| {
            ["@", "@{"].iter().fold(text, |text, sign| text.replace(&format!("{sign}{old}"), &format!("{sign}{new}")))
        })
    });
    let lines = text.lines().filter(|line| !line.contains("id=\"refs\"") && !line.starts_with("## References"));
    let line = |line: &str| match line.split_once("]: ").filter(|_| line.starts_with("[@")) {
        Some((tag, value)) => {
            let name = NAMES.iter().find(|(old, _)| value.starts_with(old));
            format!("{tag}]: {}\n", name.map_or(value.to_owned(), |(old, new)| value.replacen(old, new, 1)))
        }
        None => format!("{line}\n"),
    };
    lines.map(line).collect()
}

/// The authors in the metadata.
fn authors(metadata: &Map<String, Value>) -> &[Value] {
    let authors = metadata.get("authors").or_else(|| metadata.get("author_info"));
    authors.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn add_authors(metadata: &Map<String, Value>, page: &mut OldPage, site: &mut OldSite) {
    for author in authors(metadata) {
        let Some(name) = author.get("name").and_then(text_of) else { continue };
        let orcid = author.get("orcid").and_then(text_of).map(|orcid| format!("https://orcid.org/{orcid}"));
        site.people.push(OldPerson {
            key: name.clone(),
            name: name.clone(),
            links: orcid.into_iter().collect(),
            ..OldPerson::default()
        });
        page.authors.push(name);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{citations, with_rows_of_authors};

    #[test]
    fn a_loop_over_the_authors_makes_rows_if_its_condition_is_read() {
        let authors = [
            json!({"name": "A", "conflicts": "Paid by\nX | Y"}),
            json!({"name": "B", "conflicts": "None"}),
            json!({"name": "C", "conflicts": null}),
            json!({"name": "D"}),
        ];
        let text = |condition: &str| {
            format!(
                "|Author|\n|-|\n{{% for author in manubot.authors -%}}\n{{%- if {condition} %}}|{{{{author.name}}}}|{{{{author.conflicts}}}}|\
                 {{{{'\\n'}}}}{{%- endif -%}}\n{{% endfor %}}\nAll others have none.\n"
            )
        };
        let known =
            text("author.conflicts is defined and author.conflicts is not none and not author.conflicts == 'None'");
        let expected = "|Author|\n|-|\n|A|Paid by X \\| Y|\n\nAll others have none.\n";
        assert_eq!(with_rows_of_authors(&known, &authors), expected);
        for unknown in
            ["author.conflicts|length > 5", "author.conflicts is defined", "author.conflicts is defined or x"]
        {
            assert_eq!(with_rows_of_authors(&text(unknown), &authors), text(unknown));
        }
    }

    #[test]
    fn identifiers_get_the_names_of_wellpress() {
        let text = "A [@pubmed:1; @{https://a.example/}] `@pmc:2`.\n\n## References {.x}\n\n<div id=\"refs\"></div>\n\n[@tag:b]: pmc:3\n";
        let expected = "A [@pmid:1; @{url:https://a.example/}] `@pmc:2`.\n\n\n\n[@tag:b]: pmcid:3\n";
        assert_eq!(citations(text), expected);
    }
}
