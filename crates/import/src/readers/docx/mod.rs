//! Reads Word files: each `.docx` is one page, and what their citations name is one library.
//!
//! **Input:** files as Word, LibreOffice and Google Docs write them. **Output:** an [`OldSite`] whose texts are Markdown. Nothing of the
//! properties of a file is taken but its title: they name persons, and their dates say nothing about publication.

mod blocks;
mod body;
mod citations;
mod drawings;
mod endnote;
mod escape;
mod fields;
mod library;
mod package;
mod spans;
mod styles;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use serde_json::{Value, json};
use wellpress_io::fs::{Files, slashed};

use blocks::{Block, Item};
use body::{BodyReader, FileContext, NoteKind, Notes};
use library::Library;
use package::{MAX_FILE, Package, attribute, elements, name, parse};
use spans::{Content, Format, Span, plain};
use styles::{Numbering, Styles};

use crate::log::ImportLog;
use crate::old_site::{FileOrigin, OldPage, OldSite};
use crate::readers::ReadError;
use crate::source_folder::SourceFolder;

/// The largest picture that is taken out of a Word file.
const MAX_PICTURE: u64 = 50_000_000;

/// A Word file that becomes one page.
#[derive(Debug)]
pub struct Manuscript {
    /// The title of the page.
    pub title: String,
    /// Markdown.
    pub text: String,
    /// The works that it cites, as CSL-JSON.
    pub sources: Vec<Value>,
    /// The names of pictures in the text, and their bytes.
    pub pictures: Vec<(String, Vec<u8>)>,
    /// What was left and what a person has to confirm.
    pub log: ImportLog,
}

/// Reads all Word files of a source.
pub(crate) fn read(source: &SourceFolder<'_>) -> Result<OldSite, ReadError> {
    let mut site = OldSite::default();
    let mut library = Library::default();
    let mut names = BTreeSet::new();
    for path in source.files().filter(|path| is_word_file(path)) {
        site.page_count += 1;
        match open(source, path).and_then(|package| word_text(package, path, &mut library, &mut site.log)) {
            Ok(text) => site.pages.push(page(path, text, &mut names)),
            Err(why) if source.single_file().is_some() => return Err(unreadable(path, why)),
            Err(why) => site.log.left("Word file that cannot be read", path, &why),
        }
    }
    if site.pages.is_empty() {
        return Err(ReadError::NoPages("Word"));
    }
    site.sources = library.into_sources();
    Ok(site)
}

/// Reads one Word file with its pictures.
///
/// # Errors
/// When the file cannot be read, or is no Word file.
pub fn read_manuscript(files: &dyn Files, path: &Path) -> Result<Manuscript, ReadError> {
    let file_error = |source| ReadError::File { path: slashed(path), source };
    let source = SourceFolder::open(files, path).map_err(file_error)?;
    let name = slashed(source.single_file().ok_or_else(|| file_error(io::ErrorKind::IsADirectory.into()))?);
    let (mut library, mut log) = (Library::default(), ImportLog::default());
    let package = open(&source, &name).map_err(|why| unreadable(&name, why))?;
    let text = word_text(package, &name, &mut library, &mut log).map_err(|why| unreadable(&name, why))?;
    let mut pictures = Vec::new();
    for entry in &text.pictures {
        match archived_bytes(&source, &name, entry, MAX_PICTURE) {
            Ok(bytes) => pictures.push((base_name(entry).to_owned(), bytes)),
            Err(error) => log.left("picture that cannot be read", &name, &error.to_string()),
        }
    }
    Ok(Manuscript { title: text.title, text: text.markdown, sources: library.into_sources(), pictures, log })
}

/// The bytes of a file in an archive of the source, of at most `limit` bytes.
pub(crate) fn archived_bytes(source: &SourceFolder<'_>, archive: &str, name: &str, limit: u64) -> io::Result<Vec<u8>> {
    open(source, archive).map_err(io::Error::other)?.bytes(name, limit)
}

fn open(source: &SourceFolder<'_>, path: &str) -> Result<Package, String> {
    Package::open(source.bytes(path, MAX_FILE).map_err(|error| error.to_string())?)
}

fn unreadable(path: &str, why: String) -> ReadError {
    ReadError::Format { path: path.to_owned(), expected: "Word file", why }
}

/// Word itself writes `~$name.docx` beside a file that is open.
fn is_word_file(path: &str) -> bool {
    let is_hidden = path.split('/').any(|part| part.starts_with('.')) || base_name(path).starts_with("~$");
    !is_hidden && path.to_lowercase().ends_with(".docx")
}

fn base_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn stem(path: &str) -> &str {
    base_name(path).rsplit_once('.').map_or(path, |(stem, _)| stem)
}

fn page(path: &str, text: WordText, names: &mut BTreeSet<(Vec<String>, String)>) -> OldPage {
    let mut folders: Vec<String> = path.split('/').map(str::to_owned).collect();
    folders.pop();
    if folders.is_empty() {
        folders.push("articles".to_owned());
    }
    let slug = Some(slug::slugify(stem(path))).filter(|slug| !slug.is_empty()).unwrap_or_else(|| "page".to_owned());
    let mut numbered = (2..).map(|number| format!("{slug}-{number}"));
    let mut name = slug.clone();
    while !names.insert((folders.clone(), name.clone())) {
        name = numbered.next().expect("numbers do not end");
    }
    let origin = |entry: String| FileOrigin::Archive(path.to_owned(), entry);
    let files = text.pictures.into_iter().map(|entry| (base_name(&entry).to_owned(), origin(entry))).collect();
    let mut page = OldPage { source: path.to_owned(), folders, name, title: Some(text.title), ..OldPage::default() };
    page.text = text.markdown;
    page.files = files;
    if text.has_manual_list {
        page.fields.insert("citations".to_owned(), json!({"list": "manual"}));
    }
    page
}

/// A Word file as a text.
struct WordText {
    title: String,
    markdown: String,
    /// Names of entries in the archive.
    pictures: BTreeSet<String>,
    /// The list of sources was written by hand.
    has_manual_list: bool,
}

fn word_text(mut package: Package, path: &str, library: &mut Library, log: &mut ImportLog) -> Result<WordText, String> {
    let main = package.document.clone();
    let document = package.part(&main)?.ok_or_else(|| format!("it has no `{main}`"))?;
    let styles = Styles::read(package.related_part("styles")?.as_deref())?;
    let numbering = Numbering::read(package.related_part("numbering")?.as_deref())?;
    let core_title = package.part("docProps/core.xml")?.and_then(|core| title_of_properties(&core));
    let footnotes = package.related_part("footnotes")?.unwrap_or_else(|| "<none/>".to_owned());
    let endnotes = package.related_part("endnotes")?.unwrap_or_else(|| "<none/>".to_owned());
    let of_footnotes = package.relationships_of_related("footnotes")?;
    let of_endnotes = package.relationships_of_related("endnotes")?;
    let (document, footnotes, endnotes) = (parse(&document)?, parse(&footnotes)?, parse(&endnotes)?);
    let mut notes = Notes::new();
    for (kind, part) in [(NoteKind::Footnote, &footnotes), (NoteKind::Endnote, &endnotes)] {
        let found = elements(part.root_element());
        notes.extend(found.filter_map(|note| Some(((kind, attribute(note, "id")?.to_owned()), note))));
    }

    let file = FileContext { path, package: &package, styles: &styles, notes: &notes };
    let mut reader = BodyReader::new(file, numbering, library, log);
    let mut blocks = reader.blocks_in(document.root_element());
    reader.report();
    let mut texts_of_notes = Vec::new();
    // A note can have a mark of another note, so the list can grow.
    while let Some(note) = reader.noted.get(texts_of_notes.len()).cloned() {
        reader.relationships = if note.0 == NoteKind::Footnote { &of_footnotes } else { &of_endnotes };
        texts_of_notes.push(notes.get(&note).map(|note| reader.blocks_in(*note)).unwrap_or_default());
    }

    let title = reader.title.take().or_else(|| take_first_heading(&mut blocks)).or(core_title);
    let has_manual_list = !reader.has_citations && make_manual_list(&mut blocks);
    let (mut markdown, ids) = blocks::text(&blocks, &reader.linked);
    for (index, note) in texts_of_notes.iter().enumerate() {
        markdown.push_str("\n\n");
        markdown.push_str(&blocks::note(&(index + 1).to_string(), note, &ids));
    }
    markdown.push('\n');
    let title = title.unwrap_or_else(|| stem(path).to_owned());
    Ok(WordText { title, markdown, pictures: reader.pictures, has_manual_list })
}

impl BodyReader<'_> {
    /// Notes what holds for the file as a whole.
    fn report(&mut self) {
        if self.tracked_changes > 0 {
            let (count, verb) = (self.tracked_changes, if self.tracked_changes == 1 { " was" } else { "s were" });
            self.log.confirm(self.file.path, format!("{count} tracked change{verb} accepted"));
        }
        if self.is_in_dropped_field() {
            // Everything behind such a field counts as a part of it.
            self.log.left("field of Word without an end", self.file.path, "compare the end of the text with the file");
        }
        self.fields.clear();
        self.ignored_fields = 0;
    }
}

fn title_of_properties(core: &str) -> Option<String> {
    let document = parse(core).ok()?;
    let title = elements(document.root_element()).find(|node| name(*node) == "title")?.text()?;
    Some(title.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|title| !title.is_empty())
}

fn take_first_heading(blocks: &mut Vec<Block>) -> Option<String> {
    let at = blocks.iter().position(|block| {
        matches!(block, Block::Heading { level: 1, .. }) && !block.is_heading_of(fields::is_bibliography_heading)
    })?;
    let title = plain(blocks.get(at)?.spans()?);
    blocks.remove(at);
    Some(title)
}

/// Whether the text ends with a list of sources that was written by hand, which becomes a numbered list under a heading.
fn make_manual_list(blocks: &mut Vec<Block>) -> bool {
    let Some(at) = blocks.iter().rposition(|block| block.is_heading_of(fields::is_bibliography_heading)) else {
        return false;
    };
    let entries = blocks.get(at + 1..).unwrap_or_default().iter().enumerate();
    let list: Option<Vec<Block>> = entries.map(|(index, block)| reference(block, index as u64 + 1)).collect();
    let Some(list) = list.filter(|list| !list.is_empty()) else { return false };
    let level = blocks.iter().filter_map(|block| match block {
        Block::Heading { level, .. } => Some(*level),
        _ => None,
    });
    let level = level.min().unwrap_or(1);
    let words = blocks.get(at).and_then(Block::spans).map(plain);
    let words = words.filter(|words| fields::is_known_heading(words)).unwrap_or_else(|| "References".to_owned());
    let spans = vec![Span { content: Content::Text(words), format: Format::default() }];
    blocks.truncate(at);
    blocks.push(Block::Heading { level, spans, bookmarks: Vec::new() });
    blocks.extend(list);
    true
}

/// An entry of a list of sources: an item with a number, or a paragraph that begins with its number.
fn reference(block: &Block, number: u64) -> Option<Block> {
    let item = |spans| Block::Item(Item { depth: 0, number: Some(number), list: "references".to_owned(), spans });
    match block {
        Block::Item(Item { number: Some(_), spans, .. }) => Some(item(spans.clone())),
        Block::Paragraph(spans) => without_number(spans, number).map(item),
        _ => None,
    }
}

/// Takes `1.`, `1)`, `[1]` or `1` with a blank from the beginning.
fn without_number(spans: &[Span], number: u64) -> Option<Vec<Span>> {
    let mut spans = spans.to_vec();
    let whole: String = spans
        .iter()
        .map_while(|span| if let Content::Text(text) = &span.content { Some(text.as_str()) } else { None })
        .collect();
    let forms = [format!("{number}."), format!("{number})"), format!("[{number}]"), format!("{number} ")];
    let blanks = whole.len() - whole.trim_start().len();
    let form = forms.iter().find(|form| whole.trim_start().starts_with(form.as_str()))?;
    let mut rest = blanks + form.len();
    for span in &mut spans {
        let Content::Text(text) = &mut span.content else { break };
        let taken = rest.min(text.len());
        *text = text.split_off(taken);
        rest -= taken;
    }
    Some(spans)
}
