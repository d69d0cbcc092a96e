//! `new`: the title of a record in, its file with placeholders out; for a term, an entry in the glossary.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use wellpress_command::Failure;
use wellpress_diagnostics::Source;
use wellpress_diagnostics::yaml::{self, quoted};
use wellpress_foundation::Day;
use wellpress_foundation::text::{one_line, upper_first};
use wellpress_io::fs::Files;
use wellpress_site::config::{Config, MAIN_LANGUAGE};
use wellpress_site::discover::discover;
use wellpress_site::model::address::page_address;
use wellpress_site::model::fields::expected;
use wellpress_site::parse::front_matter::untyped_fields;
use wellpress_site::sections::{ContentKind, Field, FieldType, Section, SectionId, Sections};
use wellpress_site::starter_texts::{self, StarterText};

use super::{existing_files, io_error, is_id, not_an_id, with_date, write_all};

/// A title makes an id of at most this many bytes, so that the address can be read.
const LONGEST_ID_OF_A_TITLE: usize = 60;

/// The glossary in the first language.
const GLOSSARY: &str = "glossary.yaml";

/// What [`add`] creates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordKind {
    /// A file of this kind in a section.
    Content(ContentKind, SectionId),
    /// An entry of the glossary.
    Term,
}

/// A record to create.
#[derive(Debug, Clone, Copy)]
pub struct NewRecord<'a> {
    /// What it is.
    pub kind: RecordKind,
    /// Its title, or its id, from which the title is made; for a term, its name.
    pub name: &'a str,
    /// Its id, if it is not made from the title.
    pub id: Option<&'a str>,
    /// The id of the person who writes it.
    pub author: Option<&'a str>,
}

/// A record that was created.
#[derive(Debug)]
pub struct AddedRecord {
    /// The file, which for a term may have been there before.
    pub path: PathBuf,
    /// Its id; for a term, its name.
    pub id: String,
    /// The fields that the settings require, which are to be filled in.
    pub empty_fields: Vec<String>,
}

/// Creates a record in the site at `root`.
///
/// # Errors
/// When no id can be made of the title, when the record exists, or when it cannot be written.
pub fn add(
    files: &dyn Files,
    root: &Path,
    sections: &Sections,
    record: NewRecord<'_>,
    today: Day,
) -> Result<AddedRecord, Failure> {
    let name = one_line(record.name);
    let (title, id) = match record.id {
        Some(id) if is_id(id) => (title_of(record.kind, &name), id.to_owned()),
        Some(id) => return Err(not_an_id(id)),
        None if record.kind == RecordKind::Term => return add_term(files, &sections.content().in_root(root), &name),
        None if is_id(&name) => (title_of(record.kind, &name), name),
        None => {
            let id = id_of_title(&name)?;
            (name, id)
        }
    };
    let RecordKind::Content(kind, section) = record.kind else {
        return Err(Failure::usage("a term of the glossary has no id").help("leave out `--id`"));
    };
    let folder = root.join(sections.folder_of(section));
    let [bundle, file] = [folder.join(&id).join("index.md"), folder.join(format!("{id}.md"))];
    // Articles and exercises get a folder of their own, for their pictures. Both files would have the same id.
    let has_pictures = matches!(kind, ContentKind::Article | ContentKind::Exercise);
    let (path, other) = if has_pictures { (bundle, file) } else { (file, bundle) };
    if files.exists(&other).map_err(io_error(&other))? {
        return Err(existing_files(&[other]));
    }
    let author = record.author.map(|author| format!("authors: [{author}]\n")).unwrap_or_default();
    let text = with_date(&record.kind.starter_text().text(), today);
    let section = &sections[section];
    let text = text.replace("{authors}\n", &author);
    let text = text.replace("\"{title}\"\n", &format!("{}\n{}", quoted(&title), required_fields(section)));
    write_all(files, &[(path.clone(), text)])?;
    let empty_fields = section.fields.iter().filter(|field| field.required).map(|field| field.name.clone()).collect();
    Ok(AddedRecord { path, id, empty_fields })
}

/// The id of the person who alone can have written a new page: the only one that the site has.
#[must_use]
pub fn only_person(files: &dyn Files, config: &Config) -> Option<String> {
    let (inventory, _) = discover(files, config).ok()?;
    let people = inventory.content.iter().filter(|file| file.kind == ContentKind::Person);
    let people: BTreeMap<&str, &str> = people.map(|file| (file.id.as_str(), &*file.path)).collect();
    let [(id, path)] = Vec::from_iter(people)[..] else { return None };
    let bytes = files.read(&config.root.join(path)).ok()?;
    let (fields, _) = untyped_fields(&Source::new(path, String::from_utf8(bytes).ok()?));
    // A page cannot name somebody who is not published.
    let is_draft = fields.get("draft").and_then(serde_json::Value::as_bool) == Some(true);
    (!is_draft).then(|| id.to_owned())
}

impl RecordKind {
    /// Whether a new record of this kind says `draft: true`.
    #[must_use]
    pub fn begins_as_draft(self) -> bool {
        self.starter_text().text().contains("\ndraft: true\n")
    }

    /// The address of a record in a site; `None` for a disclaimer or a snippet, which other pages show.
    #[must_use]
    pub fn address(self, config: &Config, id: &str) -> Option<String> {
        match self {
            Self::Content(kind, _) if !kind.has_pages() => None,
            Self::Content(_, section) => Some(page_address(config, section, MAIN_LANGUAGE, id, None).url),
            Self::Term => Some(format!("{}glossary/", config.base.path)),
        }
    }

    fn starter_text(self) -> StarterText {
        match self {
            Self::Content(ContentKind::Article, _) => starter_texts::NEW_ARTICLE,
            Self::Content(ContentKind::Exercise, _) => starter_texts::NEW_EXERCISE,
            Self::Content(ContentKind::Programme, _) => starter_texts::NEW_PROGRAMME,
            Self::Content(ContentKind::Person, _) => starter_texts::NEW_PERSON,
            Self::Content(ContentKind::Topic, _) => starter_texts::NEW_TOPIC,
            Self::Content(ContentKind::Page, _) => starter_texts::NEW_PAGE,
            Self::Content(ContentKind::Disclaimer, _) => starter_texts::NEW_DISCLAIMER,
            Self::Content(ContentKind::Snippet, _) => starter_texts::NEW_SNIPPET,
            Self::Term => starter_texts::NEW_TERM,
        }
    }
}

/// The title as it was given; of an id, `neck-pain` as `Neck pain` and a person's `jane-doe` as `Jane Doe`.
fn title_of(kind: RecordKind, name: &str) -> String {
    match kind {
        _ if !is_id(name) => name.to_owned(),
        RecordKind::Content(ContentKind::Person, _) => name.split('-').map(upper_first).collect::<Vec<_>>().join(" "),
        _ => upper_first(&name.replace('-', " ")),
    }
}

/// A line for each field that the settings require. Its value is empty, which is an error until the author has filled it in: an
/// example could be published by mistake.
fn required_fields(section: &Section) -> String {
    section.fields.iter().filter(|field| field.required).map(empty_field).collect()
}

fn empty_field(field: &Field) -> String {
    let empty = match field.kind {
        FieldType::Text | FieldType::Markdown | FieldType::Url => " \"\"",
        FieldType::List(_) | FieldType::Pages(_) | FieldType::Sources => " []",
        FieldType::Map(_) => " {}",
        FieldType::Picture => " {src: \"\", alt: }",
        FieldType::Number | FieldType::Date | FieldType::Boolean | FieldType::Choice(_) => "",
    };
    let pattern = field.pattern.as_ref().map(|pattern| format!(" that matches `{}`", pattern.text));
    let form = format!("{}{}", expected(&field.kind), pattern.unwrap_or_default());
    format!("{}:{empty} # {}\n", key(&field.name), one_line(&form))
}

/// `Walking after a hip fracture` as `walking-after-a-hip-fracture`, cut at the end of a word. Letters of other scripts are
/// transcribed, so that addresses can be read aloud and typed.
fn id_of_title(title: &str) -> Result<String, Failure> {
    let is_path = !title.contains(' ') && title.contains(['/', '\\']);
    if is_path || title.contains(char::is_control) {
        return Err(not_an_id(title));
    }
    let mut id = slug::slugify(title);
    if id.len() > LONGEST_ID_OF_A_TITLE {
        let end = id[..=LONGEST_ID_OF_A_TITLE].rfind('-').unwrap_or(LONGEST_ID_OF_A_TITLE);
        id.truncate(end);
    }
    if is_id(&id) {
        return Ok(id);
    }
    let reason = if id.is_empty() { String::new() } else { format!(": `{id}` is a reserved name") };
    Err(Failure::usage(format!("no id can be made of `{title}`{reason}")).help("name one: `--id my-page`"))
}

type Entries = BTreeMap<String, serde_json::Value>;

/// Appends a term to the glossary, whose present bytes stay as they are.
fn add_term(files: &dyn Files, content: &Path, name: &str) -> Result<AddedRecord, Failure> {
    let path = content.join(GLOSSARY);
    if name.is_empty() || slug::slugify(name).is_empty() || name.contains(char::is_control) {
        return Err(
            Failure::usage(format!("`{name}` is not the name of a term")).help("write the word as it stands in texts")
        );
    }
    let is_new = !files.exists(&path).map_err(io_error(&path))?;
    let old = if is_new { Vec::new() } else { files.read(&path).map_err(io_error(&path))? };
    let mut text = String::from_utf8(old).map_err(|_| unreadable(&path))?;
    let terms =
        if text.trim().is_empty() { Entries::new() } else { entries(&text).ok_or_else(|| unreadable(&path))? };
    if let Some(term) = terms.keys().find(|term| slug::slugify(term) == slug::slugify(name)) {
        return Err(Failure::usage(format!("`{}` has the term `{term}` already", path.display())));
    }
    if !text.is_empty() {
        text.push_str(if text.ends_with('\n') { "\n" } else { "\n\n" });
    }
    text.push_str(&starter_texts::NEW_TERM.text().replace("{title}", &key(name)));
    // The file may be written in another form of YAML, such as `{..}`, to which nothing can be appended.
    if entries(&text).is_none_or(|entries| entries.len() != terms.len() + 1) {
        return Err(unreadable(&path));
    }
    if is_new {
        write_all(files, &[(path.clone(), text)])?;
    } else {
        files.replace(&path, text.as_bytes()).map_err(io_error(&path))?;
    }
    Ok(AddedRecord { path, id: name.to_owned(), empty_fields: Vec::new() })
}

fn unreadable(path: &Path) -> Failure {
    Failure::usage(format!("no term can be added to `{}`", path.display()))
        .help("`wellpress check` shows its mistakes; if there are none, write the term into it yourself")
}

fn entries(text: &str) -> Option<Entries> {
    let source = Source::new(GLOSSARY, text.replace("\r\n", "\n"));
    let decoded = yaml::decode::<Entries>(&source, source.text.len(), &yaml::GLOSSARY);
    decoded.value.filter(|_| decoded.diagnostics.is_empty())
}

/// A key of YAML: plain words as they are, else quoted. YAML reads a bare `no` as false and `2026` as a number.
fn key(name: &str) -> String {
    let is_plain = name.starts_with(|c: char| c.is_alphabetic())
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        && !["true", "false", "yes", "no", "on", "off", "null", "y", "n"].contains(&name.to_lowercase().as_str());
    if is_plain { name.to_owned() } else { quoted(name) }
}

#[cfg(test)]
mod tests {
    use super::{id_of_title, key};

    #[test]
    fn a_title_becomes_an_id() {
        for (title, id) in [
            ("Walking after a hip fracture", "walking-after-a-hip-fracture"),
            ("What's new? 10 facts & figures", "what-s-new-10-facts-figures"),
            ("Übungen für den Rücken", "ubungen-fur-den-rucken"),
            ("脊柱", "ji-zhu"),
            (
                "A very long title that goes on and on until nobody can read its address any more",
                "a-very-long-title-that-goes-on-and-on-until-nobody-can-read",
            ),
        ] {
            assert_eq!(id_of_title(title).ok().as_deref(), Some(id));
        }
        for title in ["???", "Con", "Index", "../up", "a\u{1b}b"] {
            assert!(id_of_title(title).is_err(), "{title}");
        }
    }

    #[test]
    fn a_term_is_quoted_where_yaml_would_read_something_else() {
        assert_eq!(
            ["stress fracture", "No", "T-score: low", "2D"].map(key),
            ["stress fracture", "\"No\"", "\"T-score: low\"", "\"2D\""]
        );
    }
}
