//! The files in `data/` as values for templates: `data/opening-hours.yaml` is `data["opening-hours"]`, `data/team/nurses.csv` is
//! `data.team.nurses`.
//!
//! Input: the folder `data` of the site. Output: one value, or findings [`rules::DATA_INVALID`] at file, line and column. Files are
//! read only for a theme with a template that names `data`, because other programs may keep files in the folder as well.

use std::collections::BTreeMap;
use std::path::Path;

use csv::{ErrorKind, ReaderBuilder, StringRecord};
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
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    template.match_indices("data").any(|(at, word)| {
        let before = template[..at].chars().next_back();
        let after = template[at + word.len()..].chars().next();
        !before.is_some_and(|c| is_name(c) || c == '.') && !after.is_some_and(is_name)
    })
}

/// Reads the folder; a missing one is empty. What cannot be read is a finding, and missing in the data.
pub(crate) fn read(files: &dyn Files, config: &Config) -> (Data, Vec<Diagnostic>) {
    let folder = config.root.join(FOLDER);
    if !files.exists(&folder).unwrap_or(true) {
        return (Data::default(), Vec::new());
    }
    let entries = match files.walk(&folder) {
        Ok(entries) => entries,
        Err(error) => {
            let message = format!("the folder cannot be read: {error}");
            return (Data::default(), vec![Diagnostic::new(&rules::DATA_INVALID, Location::file(FOLDER), message)]);
        }
    };
    let mut reader = Reader {
        files,
        config,
        values: Map::new(),
        files_by_name: BTreeMap::new(),
        fingerprint: FingerprintBuilder::new("data"),
        findings: Vec::new(),
    };
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
    let Reader { values, fingerprint, findings, .. } = reader;
    (Data { values, fingerprint: fingerprint.fingerprint() }, findings)
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
    /// The file that each name stands for, such as `team/nurses`.
    files_by_name: BTreeMap<String, String>,
    fingerprint: FingerprintBuilder,
    findings: Vec<Diagnostic>,
}

impl Reader<'_> {
    /// Reads a file and puts its value at its name. Files in other forms are left out.
    fn add(&mut self, path: &str) {
        let Some(format) = Format::of(path) else { return };
        let name = path.rsplit_once('.').map_or(path, |(name, _)| name)[FOLDER.len() + 1..].to_owned();
        let earlier = self.files_by_name.iter().find(|(earlier, _)| is_same_or_above(earlier, &name));
        if let Some((_, earlier)) = earlier {
            let message = format!("`{earlier}` has the same name in templates");
            let finding = Diagnostic::new(&rules::DATA_INVALID, Location::file(path), message);
            self.findings.push(finding.help("rename one of the two"));
            return;
        }
        self.files_by_name.insert(name.clone(), path.to_owned());
        let limit = self.config.settings.limits.file_size;
        let bytes = match self.files.read_limited(&self.config.root.join(path), limit) {
            Ok(bytes) => bytes,
            Err(error) => {
                let message = format!("the file cannot be read: {error}");
                return self.findings.push(Diagnostic::new(&rules::DATA_INVALID, Location::file(path), message));
            }
        };
        self.fingerprint.add((path, &bytes));
        let Some(source) = parse::decode(&path.into(), bytes, &mut self.findings) else { return };
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
            Ok(value) => self.insert(&name, value),
            Err(findings) => self.findings.extend(findings),
        }
    }

    fn insert(&mut self, name: &str, value: Value) {
        let mut map = &mut self.values;
        let mut segments: Vec<&str> = name.split('/').collect();
        let Some(last) = segments.pop() else { return };
        for segment in segments {
            let entry = map.entry(segment).or_insert_with(|| Value::Object(Map::new()));
            // No file has the name of a folder: `add` has refused that.
            let Value::Object(folder) = entry else { return };
            map = folder;
        }
        map.insert(last.to_owned(), value);
    }
}

/// Whether a name is that of a file or folder on the way to the other, or the other way round.
fn is_same_or_above(a: &str, b: &str) -> bool {
    let is_above = |a: &str, b: &str| b.strip_prefix(a).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    is_above(a, b) || is_above(b, a)
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
    let mut reader = ReaderBuilder::new().from_reader(source.text.as_bytes());
    let header = reader.headers().map_err(|error| csv_finding(source, &error))?.clone();
    check_header(source, &header)?;
    let rows = reader.records().map(|record| {
        let record = record.map_err(|error| csv_finding(source, &error))?;
        let row = header.iter().zip(&record).map(|(name, value)| (name.trim().to_owned(), Value::from(value)));
        Ok(Value::Object(row.collect()))
    });
    rows.collect::<Result<Vec<Value>, _>>().map(Value::Array)
}

fn check_header(source: &Source, header: &StringRecord) -> Result<(), Box<Diagnostic>> {
    let help = |finding: Box<Diagnostic>, help: &'static str| Err(Box::new(finding.help(help)));
    let names: Vec<&str> = header.iter().map(str::trim).collect();
    if let [only] = names[..]
        && only.contains([';', '\t'])
    {
        let finding = finding_at(source, 1, 1, "the first line has one column".to_owned());
        return help(finding, "separate the columns by commas, not by semicolons or tabs");
    }
    for (index, name) in names.iter().enumerate() {
        if name.is_empty() {
            let finding = finding_at(source, 1, 1, format!("column {} has no name in the first line", index + 1));
            return help(finding, "name each column in the first line");
        }
        if names[..index].contains(name) {
            let finding = finding_at(source, 1, 1, format!("two columns have the name `{name}`"));
            return help(finding, "give each column another name");
        }
    }
    Ok(())
}

fn csv_finding(source: &Source, error: &csv::Error) -> Box<Diagnostic> {
    let line = error.position().map_or(1, |position| usize::try_from(position.line()).unwrap_or(1));
    match error.kind() {
        ErrorKind::UnequalLengths { expected_len, len, .. } => {
            let message = format!("this row has {len} columns, and the first line has {expected_len}");
            let finding = finding_at(source, line, 1, message);
            Box::new(finding.help("put a value with a comma in it into double quotes"))
        }
        _ => finding_at(source, line, 1, format!("this is no CSV: {error}")),
    }
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
