//! The importers, and the reader of the answers of reviewers.

use std::io::{Cursor, Write};
use std::path::Path;

use wellpress_import::{NewFile, NewSite, SourceFolder, Tool, WriteOptions};
use wellpress_io::fs::Memory;
use wellpress_review::answer;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::xml::{Prefixes, well_formed};

/// Reads the bytes as the text of a Word file, as they are and with their tags balanced: as a manuscript, as a site and as the
/// answer of a reviewer.
pub fn word(bytes: &[u8]) {
    for document in [bytes.to_vec(), well_formed(bytes, Prefixes::LeftOut).into_bytes()] {
        word_file(&word_file_of(&document));
    }
}

/// Reads the bytes as a whole Word file, or as a message with the answer of a reviewer.
pub fn word_file(bytes: &[u8]) {
    let files = Memory::new().with("/old/neck.docx", bytes);
    if let Ok(manuscript) = wellpress_import::read_manuscript(&files, Path::new("/old/neck.docx")) {
        let _ = manuscript.answers("article:neck", "en");
    }
    imported(Tool::Docx, &files, WriteOptions::default());
    for answer in answer::read(bytes).unwrap_or_default() {
        for remark in &answer.remarks {
            let (Some(number), Some(change)) = (remark.paragraph, &remark.suggestion) else { continue };
            let has_words =
                |words: &str| words.chars().skip(change.offset).collect::<String>().starts_with(&change.old);
            let mut paragraphs = answer.paragraphs.iter().filter(|paragraph| paragraph.number == number);
            assert!(paragraphs.any(|paragraph| has_words(&paragraph.words)), "{remark:?}");
        }
    }
}

/// The other parts of the Word file: what its text may refer to.
const WORD_PARTS: [(&str, &str); 6] = [
    ("word/_rels/document.xml.rels", include_str!("word/document.xml.rels")),
    ("word/styles.xml", include_str!("word/styles.xml")),
    ("word/numbering.xml", include_str!("word/numbering.xml")),
    ("word/footnotes.xml", include_str!("word/footnotes.xml")),
    ("word/comments.xml", include_str!("word/comments.xml")),
    ("word/media/image1.svg", DRAWING),
];

fn word_file_of(document: &[u8]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let parts = WORD_PARTS.iter().map(|(name, text)| (*name, text.as_bytes()));
    for (name, part) in parts.chain([("word/document.xml", document)]) {
        let written = archive.start_file(name, options).map_err(std::io::Error::from);
        written.and_then(|()| archive.write_all(part)).unwrap_or_else(|error| panic!("{error}"));
    }
    archive.finish().unwrap_or_else(|error| panic!("{error}")).into_inner()
}

/// Reads the bytes as an export of WordPress, as they are and with their tags balanced, and writes the new site.
pub fn wxr(bytes: &[u8]) {
    for export in [bytes.to_vec(), well_formed(bytes, Prefixes::Kept).into_bytes()] {
        let files = Memory::new().with("/old/export.xml", export);
        imported(Tool::WordPress, &files, WriteOptions { exercises: true, cite: true, ..WriteOptions::default() });
    }
}

/// A site of a tool, besides the page that the bytes are.
struct SiteOfTool {
    tool: Tool,
    settings: (&'static str, &'static str),
    /// The folder of the pages, and their ending.
    pages: (&'static str, &'static str),
}

static SITES: [SiteOfTool; 8] = [
    SiteOfTool {
        tool: Tool::Hugo,
        settings: ("hugo.toml", "baseURL = 'https://a.example/'\n[permalinks]\nguides = '/:year/:slug/'\n"),
        pages: ("content/", "md"),
    },
    SiteOfTool {
        tool: Tool::Jekyll,
        settings: ("_config.yml", "url: https://a.example\npermalink: pretty\n"),
        pages: ("", "md"),
    },
    SiteOfTool {
        tool: Tool::Zola,
        settings: ("config.toml", "base_url = 'https://a.example'\ntaxonomies = [{name = 'tags'}]\n"),
        pages: ("content/", "md"),
    },
    SiteOfTool {
        tool: Tool::MkDocs,
        settings: (
            "mkdocs.yml",
            "site_url: https://a.example/\nplugins: [macros]\nmarkdown_extensions: [pymdownx.snippets]\nextra: {name: Neck}\n",
        ),
        pages: ("docs/", "md"),
    },
    SiteOfTool {
        tool: Tool::Quarto,
        settings: ("_quarto.yml", "project: {type: website}\nwebsite: {title: A, site-url: 'https://a.example/'}\n"),
        pages: ("", "qmd"),
    },
    SiteOfTool {
        tool: Tool::Docusaurus,
        settings: ("docusaurus.config.js", "module.exports = {title: 'A', url: 'https://a.example', baseUrl: '/'};\n"),
        pages: ("docs/", "mdx"),
    },
    SiteOfTool {
        tool: Tool::Manubot,
        settings: ("content/metadata.yaml", "title: Neck\nauthors: [{name: Ann Lee}]\n"),
        pages: ("content/", "md"),
    },
    SiteOfTool { tool: Tool::Markdown, settings: ("note.txt", ""), pages: ("", "md") },
];

/// Reads the bytes as a page of the site of another tool, which the first byte chooses, and writes the new site. The page has to
/// be in the new site or in the log.
pub fn import(bytes: &[u8]) {
    let Some((first, page)) = bytes.split_first() else { return };
    let SiteOfTool { tool, settings, pages: (folder, ending) } = &SITES[usize::from(*first) % SITES.len()];
    let path = |name: &str| format!("{folder}{name}.{ending}");
    // Manubot makes one page of the files whose names begin with a number.
    let is_one_page = *tool == Tool::Manubot;
    let page_path = path(if is_one_page { "02.neck" } else { "guides/neck" });
    let home = "---\ntitle: Home\n---\nThe home page.\n\n## Rest\n\nSee [the neck](guides/neck.md).\n";
    let files = Memory::new()
        .with(Path::new("/old").join(settings.0), settings.1)
        .with(Path::new("/old").join(path(if is_one_page { "01.index" } else { "index" })), home)
        .with(Path::new("/old").join(&page_path), page)
        .with("/old/_includes/part.html", "Part of a page.\n")
        .with("/old/references.bib", "@book{lee, title = {Rest}, author = {Lee, Ann}, year = 2020}\n")
        .with("/old/static/neck.svg", DRAWING);
    let is_in_full = first & 8 != 0;
    let options = WriteOptions { exercises: is_in_full, cite: is_in_full, ..WriteOptions::default() };
    let Some(site) = imported(*tool, &files, options) else { return };
    let is_named = |path: &str| {
        site.log.left_constructs().iter().any(|left| left.files.iter().any(|file| file == path))
            || site.log.to_confirm.iter().any(|(file, _)| file == path)
    };
    // A file that another page includes is no page of its own.
    let shows_snippet = |(path, file): (&String, &NewFile)| {
        is_page(path) && matches!(file, NewFile::Text(text) if text.contains("::snippet{#"))
    };
    let is_complete = site.counts.pages.out == if is_one_page { 1 } else { 2 };
    assert!(is_complete || is_named(&page_path) || site.files.iter().any(shows_snippet), "{:?}", site.files.keys());
}

const DRAWING: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>"#;

/// The new site of an old one, if that can be read.
fn imported(tool: Tool, files: &Memory, options: WriteOptions) -> Option<NewSite> {
    let source = SourceFolder::open(files, Path::new("/old")).unwrap_or_else(|error| panic!("{error}"));
    let site = wellpress_import::read(tool, &source).ok()?;
    let site = wellpress_import::write(site, &source, &options).unwrap_or_else(|error| panic!("{error}"));
    // A page that replaces another has its path.
    let pages = site.files.keys().filter(|path| is_page(path)).count();
    assert_eq!(pages, site.counts.pages.out, "{:?}", site.files.keys());
    assert!(pages <= site.counts.pages.r#in);
    Some(site)
}

/// Whether a file of the new site is a page of the old one.
fn is_page(path: &str) -> bool {
    const RECORDS: [&str; 7] = ["disclaimers", "exercises", "people", "references", "reviews", "snippets", "topics"];
    let section = path.strip_prefix("content/").and_then(|path| path.split_once('/')).map(|(section, _)| section);
    path.ends_with(".md") && section.is_some_and(|section| !RECORDS.contains(&section))
}
