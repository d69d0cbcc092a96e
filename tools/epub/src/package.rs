//! The archive of a book: its package document, its table of contents, its chapters and its pictures.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use wellpress_render::theme::strings::text_direction::direction;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::names::escaped;
use crate::xhtml::{Heading, PictureFile};

/// What a book says about itself.
#[derive(Debug)]
pub(crate) struct Metadata {
    /// The absolute address of its page, which identifies it.
    pub address: String,
    pub title: String,
    /// The tag of its language.
    pub language: String,
    pub publisher: String,
    pub description: Option<String>,
    pub authors: Vec<String>,
    /// The day of the newest of its pages, in ISO 8601.
    pub modified: String,
    /// "Contents" in its language.
    pub contents: String,
    /// What it offers to readers who do not see, in its language.
    pub accessibility: String,
}

/// A chapter as it is written.
pub(crate) struct ChapterFile {
    pub name: String,
    /// What is in its body.
    pub content: String,
    pub headings: Vec<Heading>,
}

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const STYLE: &str = include_str!("book.css");
const CONTAINER: &str = "<container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles>\
    <rootfile full-path=\"book/package.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>\n";

/// The bytes of the book.
pub(crate) fn package(
    metadata: &Metadata,
    chapters: &[ChapterFile],
    pictures: &[PictureFile],
) -> Result<Vec<u8>, ZipError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // The time of day must not reach the bytes.
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    let mut add = |name: &str, bytes: &[u8], method| {
        zip.start_file(name, options.compression_method(method))?;
        zip.write_all(bytes).map_err(ZipError::from)
    };
    // Programs know an EPUB file by this: the first file, and not compressed.
    add("mimetype", b"application/epub+zip", CompressionMethod::Stored)?;
    let mut add_text = |name: &str, text: &str| add(name, text.as_bytes(), CompressionMethod::Deflated);
    add_text("META-INF/container.xml", &format!("{XML}{CONTAINER}"))?;
    add_text("book/package.opf", &package_document(metadata, chapters, pictures))?;
    add_text("book/contents.xhtml", &contents(metadata, chapters))?;
    add_text("book/book.css", STYLE)?;
    for chapter in chapters {
        let title = chapter.headings.first().map_or(metadata.title.as_str(), |heading| &heading.words);
        let body = format!("<main role=\"main\">\n{}</main>", chapter.content);
        add_text(&format!("book/{}", chapter.name), &document(metadata, title, &body))?;
    }
    for picture in pictures {
        add(&format!("book/{}", picture.name), &picture.bytes, CompressionMethod::Stored)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// A document of the book.
fn document(metadata: &Metadata, title: &str, body: &str) -> String {
    let language = escaped(&metadata.language);
    format!(
        "{XML}<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" \
         lang=\"{language}\" xml:lang=\"{language}\" dir=\"{}\">\n<head><title>{}</title>\
         <link rel=\"stylesheet\" type=\"text/css\" href=\"book.css\"/></head>\n<body>\n{body}\n</body>\n</html>\n",
        direction(&metadata.language),
        escaped(title)
    )
}

/// The table of contents: each chapter, with its headings of the second level.
fn contents(metadata: &Metadata, chapters: &[ChapterFile]) -> String {
    let mut list = String::new();
    for chapter in chapters {
        let title = chapter.headings.iter().find(|heading| heading.level == 1).map_or("", |heading| &heading.words);
        let title = if title.is_empty() { &metadata.title } else { title };
        let _ = write!(list, "<li><a href=\"{}\">{}</a>", chapter.name, escaped(title));
        let parts = chapter.headings.iter().filter(|heading| heading.level == 2 && !heading.words.is_empty());
        let parts = parts.map(|heading| {
            format!("<li><a href=\"{}#{}\">{}</a></li>", chapter.name, heading.id, escaped(&heading.words))
        });
        let parts: String = parts.collect();
        list.push_str(&if parts.is_empty() { String::new() } else { format!("<ol>{parts}</ol>") });
        list.push_str("</li>\n");
    }
    let title = escaped(&metadata.contents);
    let body = format!("<nav epub:type=\"toc\" role=\"doc-toc\"><h1>{title}</h1>\n<ol>\n{list}</ol></nav>");
    document(metadata, &metadata.contents, &body)
}

fn package_document(metadata: &Metadata, chapters: &[ChapterFile], pictures: &[PictureFile]) -> String {
    let language = escaped(&metadata.language);
    let chapter_items = chapters.iter().enumerate().map(|(number, chapter)| {
        let name = &chapter.name;
        format!("<item id=\"chapter-{number}\" href=\"{name}\" media-type=\"application/xhtml+xml\"/>\n")
    });
    let picture_items = pictures.iter().enumerate().map(|(number, picture)| {
        format!("<item id=\"picture-{number}\" href=\"{}\" media-type=\"{}\"/>\n", picture.name, picture.media_type)
    });
    let items: String = chapter_items.chain(picture_items).collect();
    let spine: String = (0..chapters.len()).map(|number| format!("<itemref idref=\"chapter-{number}\"/>")).collect();
    format!(
        "{XML}<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"address\" xml:lang=\"{language}\" \
         dir=\"{direction}\">\n<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n{}</metadata>\n<manifest>\n\
         <item id=\"contents\" href=\"contents.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>\n\
         <item id=\"style\" href=\"book.css\" media-type=\"text/css\"/>\n{items}</manifest>\n\
         <spine page-progression-direction=\"{direction}\">{spine}</spine>\n</package>\n",
        about(metadata, pictures),
        direction = direction(&metadata.language),
    )
}

/// The elements about the book, with what it offers to readers who do not see its pictures.
fn about(metadata: &Metadata, pictures: &[PictureFile]) -> String {
    let mut xml = String::new();
    let mut line = |element: &str, value: &str| {
        let name = element.split(' ').next().unwrap_or_default();
        let _ = writeln!(xml, "<{element}>{}</{name}>", escaped(value));
    };
    line("dc:identifier id=\"address\"", &metadata.address);
    line("dc:title", &metadata.title);
    line("dc:language", &metadata.language);
    metadata.authors.iter().for_each(|author| line("dc:creator", author));
    line("dc:publisher", &metadata.publisher);
    metadata.description.iter().for_each(|description| line("dc:description", description));
    line("dc:source", &metadata.address);
    line("dc:date", &metadata.modified);
    line("meta property=\"dcterms:modified\"", &format!("{}T00:00:00Z", metadata.modified));
    line("meta property=\"schema:accessMode\"", "textual");
    if !pictures.is_empty() {
        line("meta property=\"schema:accessMode\"", "visual");
    }
    line("meta property=\"schema:accessModeSufficient\"", "textual");
    for feature in
        ["alternativeText", "displayTransformability", "readingOrder", "structuralNavigation", "tableOfContents"]
    {
        line("meta property=\"schema:accessibilityFeature\"", feature);
    }
    line("meta property=\"schema:accessibilitySummary\"", &metadata.accessibility);
    // What an animation does to somebody's eyes is not known.
    let may_flash = pictures.iter().any(PictureFile::may_move);
    line("meta property=\"schema:accessibilityHazard\"", if may_flash { "unknown" } else { "none" });
    xml
}
