//! Says what stands at a place: a source, a page, a term, a field, and the rules of the findings there.

use std::ops::Range as Bytes;

use wellpress_diagnostics::{Report, Rule};

use crate::completion::schema_of;
use crate::cursor::{Cursor, Place};
use crate::descriptions;
use crate::entities::Reader;
use crate::positions::Text;
use crate::schema_keys;
use crate::yaml_lines::Segment;

/// What is known of a place: its bytes, and Markdown.
#[must_use]
pub fn hover(
    reader: Reader<'_>,
    text: &Text,
    offset: usize,
    cursor: Option<&Cursor<'_>>,
    report: &Report,
    rule_page: fn(&Rule) -> &'static str,
) -> Option<(Bytes<usize>, String)> {
    let of_cursor = cursor.and_then(|cursor| {
        let word = &text.as_str()[cursor.range.clone()];
        let of_entity = reader.entity(cursor, word).map(|entity| descriptions::entity(reader.view, &entity, rule_page));
        let words = of_entity.or_else(|| of_place(reader, cursor, word)).filter(|words| !words.is_empty())?;
        Some((cursor.range.clone(), words))
    });
    let findings = report.findings().iter().filter(|finding| *finding.location.file == *reader.file);
    let found = findings.filter_map(|finding| {
        let range = text.bytes_of(&finding.location);
        (range.contains(&offset) && !range.is_empty()).then(|| (range, rule_page(finding.rule)))
    });
    let mut found: Vec<(Bytes<usize>, &str)> = found.filter(|(_, page)| !page.is_empty()).collect();
    found.dedup_by_key(|(_, page)| *page);
    let range =
        of_cursor.as_ref().map(|(range, _)| range.clone()).or_else(|| found.first().map(|(range, _)| range.clone()))?;
    let pages = found.into_iter().map(|(_, page)| page.to_owned());
    Some((range, of_cursor.map(|(_, words)| words).into_iter().chain(pages).collect::<Vec<_>>().join("\n\n---\n\n")))
}

/// What is known of a place that is no id: a field with its description, a value, a variable.
fn of_place(reader: Reader<'_>, cursor: &Cursor<'_>, word: &str) -> Option<String> {
    match &cursor.place {
        Place::YamlKey(path) => field(reader, path, word),
        Place::YamlValue(path) => {
            let schema = schema_of(&reader)?;
            let words = schema_keys::words(&schema, path).into_iter();
            let description = words.filter(|known| known.word == word).map(|known| known.description).next();
            description.filter(|description| !description.is_empty())
        }
        Place::Variable => {
            let value = reader.view.config.settings.variables.get(word)?;
            Some(descriptions::escaped(&value.value))
        }
        _ => None,
    }
}

fn field(reader: Reader<'_>, path: &[Segment], name: &str) -> Option<String> {
    let key = schema_keys::find_key(&schema_of(&reader)?, path, name)?;
    Some(format!("**{}**: {}\n\n{}", key.name, key.types, key.description))
}
