//! Reads Word files: each `.docx` is one page, and what their citations name is one library.
//!
//! **Input:** files as Word, LibreOffice and Google Docs write them. **Output:** an [`OldSite`] whose texts are Markdown. Nothing of the
//! properties of a file is published: they name the owner of the program that made it, and their titles and dates say nothing about
//! publication. The report has the name, since it may be the author's.

mod blocks;
mod changes;
mod citations;
mod fields;
mod formulas;
mod inline;
mod library;
mod reader;
mod styles;
mod symbols;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use roxmltree::{Document, Node};
use serde_json::{Value, json};
use wellpress_foundation::text::one_line;
use wellpress_io::fs::{Files, slashed};

use blocks::{Block, BlockKind};
use changes::Comments;
use inline::plain;
use library::Library;
use reader::{Reader, Scope, Summary};
use styles::{Numbering, Styles};

use crate::log::ImportLog;
use crate::old_site::{FileOrigin, OldPage, OldRemark, OldSite, numbered};
use crate::readers::read_error::ReadError;
use crate::source_folder::{SourceFolder, base_name};
use crate::writer::{MAX_PICTURE, remarks};
use wellpress_docx::{MAX_FILE, Package, Part, WordFileError, attribute, elements, name, parse};

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
    remarks: Vec<OldRemark>,
    /// The BLAKE3 hash of the file.
    hash: String,
}

impl Manuscript {
    /// The comments of the file as the record of an answer about a page, such as `article:neck-pain`; `None` without comments. The
    /// record goes to `content/reviews/`.
    #[must_use]
    pub fn answers(&self, page: &str, language: &str) -> Option<String> {
        remarks::answers(&self.remarks, &self.hash, page, language)
    }
}

/// Reads all Word files of a source.
pub(crate) fn read(source: &SourceFolder<'_>) -> Result<OldSite, ReadError> {
    let mut site = OldSite::default();
    let mut library = Library::default();
    let mut names = BTreeSet::new();
    for path in source.files().filter(|path| is_word_file(path)) {
        site.page_count += 1;
        match open(source, path).and_then(|package| word_page(package, path, &mut library, &mut site.log)) {
            Ok(mut page) => {
                if page.title.is_none() {
                    site.log.confirm(path, format!("its title is the name of its file: \"{}\"", stem(path)));
                    page.title = Some(stem(path).to_owned());
                }
                site.pages.push(with_place(page, &mut names));
            }
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
    let page = word_page(package, &name, &mut library, &mut log).map_err(|why| unreadable(&name, why))?;
    let mut pictures = Vec::new();
    for (base_name, origin) in page.files {
        let FileOrigin::Archive(archive, entry) = origin else { continue };
        match archived_bytes(&source, &archive, &entry, MAX_PICTURE) {
            Ok(bytes) => pictures.push((base_name, bytes)),
            Err(error) => log.left("picture that cannot be read", &name, &error.to_string()),
        }
    }
    let title = page.title.unwrap_or_else(|| stem(&name).to_owned());
    let hash = remarks::hash_of(&source, &name);
    Ok(Manuscript {
        title,
        text: page.text,
        sources: library.into_sources(),
        pictures,
        log,
        remarks: page.remarks,
        hash,
    })
}

/// The bytes of a file in an archive of the source, of at most `limit` bytes.
pub(crate) fn archived_bytes(source: &SourceFolder<'_>, archive: &str, name: &str, limit: u64) -> io::Result<Vec<u8>> {
    open(source, archive).map_err(io::Error::other)?.bytes(name, limit)
}

fn open(source: &SourceFolder<'_>, path: &str) -> Result<Package, String> {
    Ok(Package::open(source.bytes(path, MAX_FILE).map_err(|error| error.to_string())?)?)
}

fn unreadable(path: &str, why: String) -> ReadError {
    ReadError::Format { path: path.to_owned(), expected: "Word file", why }
}

/// Word itself writes `~$name.docx` beside a file that is open.
fn is_word_file(path: &str) -> bool {
    let is_hidden = path.split('/').any(|part| part.starts_with('.')) || base_name(path).starts_with("~$");
    !is_hidden && path.to_lowercase().ends_with(".docx")
}

fn stem(path: &str) -> &str {
    base_name(path).rsplit_once('.').map_or(path, |(stem, _)| stem)
}

/// Gives a page its folders and a name that no other has.
fn with_place(mut page: OldPage, names: &mut BTreeSet<(Vec<String>, String)>) -> OldPage {
    let folder = page.source.rsplit_once('/').map_or("articles", |(folder, _)| folder);
    page.folders = folder.split('/').map(str::to_owned).collect();
    let slug = Some(slug::slugify(stem(&page.source))).filter(|slug| !slug.is_empty());
    let slug = slug.unwrap_or_else(|| "page".to_owned());
    page.name = numbered(&slug, |name| names.insert((page.folders.clone(), name.to_owned())));
    page
}

/// A Word file as a page without a place.
fn word_page(mut package: Package, path: &str, library: &mut Library, log: &mut ImportLog) -> Result<OldPage, String> {
    let main = package.main_part()?;
    let theme = package.related_part(&main, "theme")?.text;
    let styles = Styles::read(&package.related_part(&main, "styles")?.text, &theme)?;
    let comments = package.related_part(&main, "comments")?.text;
    let comments = Comments::read(&comments, &package.related_part(&main, "commentsExtended")?.text)?;
    let numbering = Numbering::read(&package.related_part(&main, "numbering")?.text)?;
    let document = parse(&main.text)?;
    refuse_many_paragraphs(&document)?;
    let footnotes = ("footnotes", package.related_part(&main, "footnotes")?);
    let parts = [footnotes, ("endnotes", package.related_part(&main, "endnotes")?)];
    let trees = parts.iter().map(|(kind, part)| Ok((*kind, parse(&part.text)?, &part.relationships)));
    let trees: Vec<_> = trees.collect::<Result<_, WordFileError>>()?;
    trees.iter().try_for_each(|(_, tree, _)| refuse_many_paragraphs(tree))?;
    let mut notes = BTreeMap::new();
    for (kind, tree, relationships) in &trees {
        let of_kind = elements(tree.root_element());
        notes.extend(
            of_kind.filter_map(|note| Some(((*kind, attribute(note, "id")?.to_owned()), (note, *relationships)))),
        );
    }
    let mut reader = Reader {
        path,
        package: &package,
        styles: &styles,
        notes,
        relationships: &main.relationships,
        numbering,
        comments,
        library,
        log,
        scope: Scope::default(),
        fields: Vec::new(),
        link: None,
        depth: 0,
        summary: Summary::default(),
    };
    let blocks = reader.blocks_in(document.root_element());
    if reader.is_in_dropped_field() {
        // Everything behind such a field counts as a part of it.
        reader.log_left("field of Word without an end", "compare the end of the text with the file");
    }
    let mut summary = reader.summary;
    summary.remarks.extend(reader.comments.without_place());
    let is_beside = |node: &Node<'_, '_>| matches!(name(*node), "headerReference" | "footerReference");
    let ids = document.descendants().filter(is_beside).filter_map(|node| attribute(node, "id"));
    for part in ids.filter_map(|id| main.relationships.get(id)) {
        tell_words_beside(package.part(&part.target), path, log);
    }
    if let Some(name) = maker(&mut package) {
        log.confirm(
            path,
            format!("the file was made by \"{name}\": if they wrote the page, add them to its `authors`"),
        );
    }
    Ok(page_of(path, blocks, summary, log))
}

/// Tells the words of a header or a footer.
fn tell_words_beside(part: Result<Option<Part>, WordFileError>, path: &str, log: &mut ImportLog) {
    let Ok(Some(part)) = part else { return };
    let words = parse(&part.text).map(|tree| one_line(&changes::text_of(tree.root_element()))).unwrap_or_default();
    if words.contains(char::is_alphabetic) {
        log.confirm(path, format!("a header or a footer of the file is not on the page: \"{words}\""));
    }
}

/// The name of the person in whose program the file was made, as its properties have it.
fn maker(package: &mut Package) -> Option<String> {
    let properties = package.part("docProps/core.xml").ok()??;
    let properties = parse(&properties.text).ok()?;
    let maker = properties.descendants().find(|node| name(*node) == "creator")?.text()?;
    Some(one_line(maker)).filter(|maker| !maker.is_empty())
}

/// The page of the blocks of a Word file, with what was found beside them.
fn page_of(path: &str, mut blocks: Vec<Block>, summary: Summary, log: &mut ImportLog) -> OldPage {
    changes::tell(&summary.changes, path, log);
    let title_html = take_title(&mut blocks).unwrap_or_default();
    let title = Some(plain(&title_html)).filter(|title| !title.is_empty());
    for (_, note) in summary.notes.iter().filter(|(mark, _)| inline::has_note(&title_html, **mark)).rev() {
        log.left("footnote in a title", path, "its words, which begin the page now, where readers need them");
        blocks.splice(..0, note.clone());
    }
    let mut page = OldPage { source: path.to_owned(), title, ..OldPage::default() };
    if !summary.has_citations && blocks::make_manual_list(&mut blocks) {
        page.fields.insert("citations".to_owned(), json!({"list": "manual"}));
    }
    let mut texts = vec![blocks::text(&blocks)];
    let is_shown = |mark: usize| !inline::has_note(&title_html, mark) || texts[0].contains(&format!("[^{mark}]"));
    let notes = summary.notes.iter().filter(|(mark, _)| is_shown(**mark));
    let notes: Vec<_> = notes.map(|(mark, note)| blocks::note(*mark, note)).collect();
    texts.extend(notes);
    page.text = texts.join("\n\n") + "\n";
    if !summary.remarks.is_empty() {
        log.translated("comments of Word as remarks");
    }
    page.remarks = summary.remarks;
    let origin = |entry: String| (base_name(&entry).to_owned(), FileOrigin::Archive(path.to_owned(), entry));
    page.files = summary.pictures.into_iter().map(origin).collect();
    page
}

/// The most paragraphs of a Word file. A book of a thousand pages has some thirty thousand, and an archive of some kilobytes can hold
/// millions.
const MOST_PARAGRAPHS: usize = 100_000;

fn refuse_many_paragraphs(document: &Document<'_>) -> Result<(), String> {
    let paragraphs = document.descendants().filter(|node| name(*node) == "p");
    match paragraphs.take(MOST_PARAGRAPHS + 1).count() {
        0..=MOST_PARAGRAPHS => Ok(()),
        _ => Err(format!("it has more than {MOST_PARAGRAPHS} paragraphs, which is the limit")),
    }
}

/// Takes the HTML of the first title, or of the first heading of level 1.
fn take_title(blocks: &mut Vec<Block>) -> Option<String> {
    let is_heading = |block: &Block| block.level() == Some(1) && !block.is_bibliography_heading();
    let at = blocks.iter().position(|block| block.kind == BlockKind::Title);
    let at = at.or_else(|| blocks.iter().position(is_heading))?;
    Some(blocks.remove(at).html)
}
