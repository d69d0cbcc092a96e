//! The files in `data/` as values for templates: `data/opening-hours.yaml` is `data["opening-hours"]`, `data/team/nurses.csv` is
//! `data.team.nurses`.
//!
//! Input: the folder `data` of the site. Output: one value, or findings [`rules::DATA_INVALID`] at file, line and column. Files are
//! read only for a theme with a template that names `data`, because other programs may keep files in the folder as well.

use std::path::Path;

use serde_json::{Map, Value};

use wellpress_diagnostics::yaml::{self, Dialect};
use wellpress_diagnostics::{Diagnostic, Location, Source, Span, rules};
use wellpress_io::cache::{Fingerprint, FingerprintBuilder};
use wellpress_io::fs::{EntryKind, Files, slashed};
use wellpress_site::config::Config;
use wellpress_site::discover::is_left_behind;
use wellpress_site::parse;

/// The folder, relative to the site's root.
const FOLDER: &str = "data";

static DIALECT: Dialect = Dialect::of_one_rule("data", &rules::DATA_INVALID);

/// The content of the folder.
#[derive(Debug, Default)]
pub(crate) struct Data {
    /// By name; a folder is a map.
    pub values: Map<String, Value>,
    pub fingerprint: Fingerprint,
}

/// Whether a template names the variable `data`. Attributes such as `data-id` and `record.data` are other names. A name too many only
/// reads the files for nothing.
pub(crate) fn is_named_in(template: &str) -> bool {
    template.match_indices("data").any(|(at, word)| {
        let char_before = template[..at].chars().next_back();
        let char_after = template[at + word.len()..].chars().next();
        !char_before.is_some_and(|c| is_in_name(c) || c == '.') && !char_after.is_some_and(is_in_name)
    })
}

fn is_in_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}

/// Reads the folder; a missing one is empty. What cannot be read is a finding, and missing in the data.
pub(crate) fn read(files: &dyn Files, config: &Config, findings: &mut Vec<Diagnostic>) -> Data {
    let folder = config.root.join(FOLDER);
    if !files.exists(&folder).unwrap_or(true) {
        return Data::default();
    }
    let entries = match files.walk(&folder) {
        Ok(entries) => entries,
        Err(error) => {
            let message = format!("the folder cannot be read: {error}");
            findings.push(Diagnostic::new(&rules::DATA_INVALID, Location::file(FOLDER), message));
            return Data::default();
        }
    };
    let mut reader =
        Reader { files, config, values: Map::new(), fingerprint: FingerprintBuilder::new("data"), findings };
    let lists: Vec<&str> = config.settings.citations.notice_files().map(|file| file.value).collect();
    for entry in entries.iter().filter(|entry| entry.kind == EntryKind::File) {
        let path = format!("{FOLDER}/{}", slashed(&entry.path));
        let is_hidden = path.split('/').any(|part| part.starts_with(['.', '_']) || is_left_behind(part));
        // Lists of retractions are large, and pages show what is in them by other ways.
        let is_of_list =
            lists.iter().any(|list| path.strip_prefix(list).is_some_and(|end| end.is_empty() || end == ".yaml"));
        if !is_hidden && !is_of_list {
            reader.add(&path);
        }
    }
    let Reader { values, fingerprint, .. } = reader;
    Data { values, fingerprint: fingerprint.fingerprint() }
}

/// The forms of data, by the ends of file names.
#[derive(Clone, Copy)]
enum Format {
    Yaml,
    Json,
    Csv,
}

impl Format {
    fn of(path: &str) -> Option<Self> {
        match Path::new(path).extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "yaml" | "yml" => Some(Self::Yaml),
            "json" => Some(Self::Json),
            "csv" => Some(Self::Csv),
            _ => None,
        }
    }
}

struct Reader<'a> {
    files: &'a dyn Files,
    config: &'a Config,
    values: Map<String, Value>,
    fingerprint: FingerprintBuilder,
    findings: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    /// Reads a file and puts its value at its name. Files in other forms are left out.
    fn add(&mut self, path: &str) {
        let Some(format) = Format::of(path) else { return };
        let limit = self.config.settings.limits.file_size;
        let bytes = match self.files.read_limited(&self.config.root.join(path), limit) {
            Ok(bytes) => bytes,
            Err(error) => {
                let message = format!("the file cannot be read: {error}");
                return self.findings.push(Diagnostic::new(&rules::DATA_INVALID, Location::file(path), message));
            }
        };
        self.fingerprint.add((path, &bytes));
        let Some(source) = parse::decode(&path.into(), bytes, self.findings) else { return };
        let value = match format {
            Format::Yaml => {
                let decoded = yaml::decode::<Value>(&source, source.text.len(), &DIALECT);
                if decoded.diagnostics.is_empty() {
                    Ok(decoded.value.unwrap_or_default())
                } else {
                    Err(decoded.diagnostics)
                }
            }
            Format::Json => json(&source).map_err(|finding| vec![*finding]),
            Format::Csv => csv(&source).map_err(|finding| vec![*finding]),
        };
        match value {
            Ok(value) => {
                if !self.insert(path, value) {
                    let message = "another file has the same name in templates";
                    let finding = Diagnostic::new(&rules::DATA_INVALID, Location::file(path), message);
                    self.findings.push(finding.help("rename one of the two"));
                }
            }
            Err(findings) => self.findings.extend(findings),
        }
    }

    /// Puts the value of a file at its name. `false` if another file is there, or in the place of a folder above.
    fn insert(&mut self, path: &str, value: Value) -> bool {
        let mut map = &mut self.values;
        let mut segments: Vec<&str> = path.split('/').skip(1).collect();
        let file_name = segments.pop().unwrap_or_default();
        for segment in segments {
            let entry = map.entry(segment).or_insert_with(|| Value::Object(Map::new()));
            let Value::Object(folder) = entry else { return false };
            map = folder;
        }
        let name = file_name.rsplit_once('.').map_or(file_name, |(name, _)| name);
        map.insert(name.to_owned(), value).is_none()
    }
}

fn json(source: &Source) -> Result<Value, Box<Diagnostic>> {
    serde_json::from_str(&source.text).map_err(|error| {
        let words = error.to_string();
        // The engine's words end with the place, which the finding has already.
        let message = words.rsplit_once(" at line ").map_or(&*words, |(message, _)| message);
        finding_at(source, error.line(), error.column(), format!("this is no JSON: {message}"))
    })
}

/// A list of rows: a row is a map from the names in the first line to texts.
fn csv(source: &Source) -> Result<Value, Box<Diagnostic>> {
    let mut reader = csv::Reader::from_reader(source.text.as_bytes());
    let header = reader.headers().map_err(|error| broken_csv(source, &error))?.clone();
    let rows = reader.records().map(|record| {
        let record = record.map_err(|error| broken_csv(source, &error))?;
        let row = header.iter().zip(&record).map(|(name, value)| (name.trim().to_owned(), Value::from(value)));
        Ok(Value::Object(row.collect()))
    });
    rows.collect::<Result<Vec<Value>, _>>().map(Value::Array)
}

fn broken_csv(source: &Source, error: &csv::Error) -> Box<Diagnostic> {
    let line = error.position().and_then(|position| usize::try_from(position.line()).ok()).unwrap_or(1);
    let words = error.to_string();
    let message = format!("this is no CSV: {}", words.trim_start_matches("CSV error: "));
    // In a text, nothing else can be wrong.
    Box::new(finding_at(source, line, 1, message).help("put a value with a comma in it into double quotes"))
}

/// A finding at a line and a column, both counted from 1, the column in bytes.
fn finding_at(source: &Source, line: usize, column: usize, message: String) -> Box<Diagnostic> {
    let line_start: usize = source.text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let mut offset = (line_start + column.saturating_sub(1)).min(source.text.len());
    while !source.text.is_char_boundary(offset) {
        offset -= 1;
    }
    Box::new(Diagnostic::new(&rules::DATA_INVALID, source.locate(Span::new(offset..offset)), message))
}

#[cfg(test)]
mod tests {
    use crate::theme::data_files::is_named_in;

    #[test]
    fn the_variable_is_told_from_attributes() {
        for template in ["{{ data.x }}", "{% for a in data[\"b\"] %}", "{{ data | length }}", "{{data}}"] {
            assert!(is_named_in(template), "{template}");
        }
        for template in ["<p data-id>", "{{ record.data }}", "{{ metadata }}", "{{ data_x }}", "datalist", "my-data"] {
            assert!(!is_named_in(template), "{template}");
        }
    }
}
