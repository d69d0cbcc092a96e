//! The parts of a Word file around its text: what they are, how they refer to each other, and the archive that holds them.

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use wellpress_render::escape::attribute;

use super::document::FinishedDocument;

const STYLES: &str = include_str!("styles.xml");

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const OFFICE_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// The text's parts; the settings have the tracking of changes on.
const PARTS: [(&str, &str); 3] =
    [("styles", "styles.xml"), ("numbering", "numbering.xml"), ("settings", "settings.xml")];

/// How many levels Word knows in a list.
pub(super) const LIST_LEVELS: usize = 9;
/// How far each level of a list is indented, in twentieths of a point.
pub(super) const LIST_INDENT: usize = 425;

/// What the text refers to: addresses and pictures. Each is in the file once.
#[derive(Default)]
pub(super) struct References {
    ids: BTreeMap<String, String>,
    xml: String,
    /// The names of pictures below `word`, and their bytes.
    media: Vec<(String, Vec<u8>)>,
}

impl References {
    /// The id of the relationship to an address outside of the file.
    pub fn link(&mut self, address: &str) -> String {
        self.add(address, "hyperlink", address, " TargetMode=\"External\"")
    }

    /// Adds a picture with the ending of its format; the id of the relationship to it.
    pub fn picture(&mut self, bytes: Vec<u8>, ending: &str) -> String {
        let name = format!("media/picture{}.{ending}", self.media.len() + 1);
        self.media.push((name.clone(), bytes));
        self.add(&name, "image", &name, "")
    }

    fn add(&mut self, key: &str, kind: &str, target: &str, mode: &str) -> String {
        if let Some(id) = self.ids.get(key) {
            return id.clone();
        }
        let id = format!("r{}", self.ids.len() + 1);
        let target = escaped(target);
        self.xml += &format!("<Relationship Id=\"{id}\" Type=\"{RELATION}/{kind}\" Target=\"{target}\"{mode}/>\n");
        self.ids.insert(key.to_owned(), id.clone());
        id
    }
}

/// Text as XML may have it, also in attributes: escaped, and without the characters that no XML can hold.
pub(super) fn escaped(text: &str) -> String {
    let mut xml = String::with_capacity(text.len());
    attribute(&mut xml, &text.chars().filter(|c| is_allowed_in_xml(*c)).collect::<String>());
    xml
}

fn is_allowed_in_xml(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// The archive.
pub(super) fn package(document: FinishedDocument) -> Result<Vec<u8>, ZipError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // The time of day must not reach the bytes.
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    let mut add = |name: &str, bytes: &[u8], method| {
        zip.start_file(name, options.compression_method(method))?;
        zip.write_all(bytes).map_err(ZipError::from)
    };
    let mut add_xml = |name: &str, xml: &str| add(name, format!("{XML}{xml}").as_bytes(), CompressionMethod::Deflated);
    add_xml("[Content_Types].xml", &content_types())?;
    add_xml("_rels/.rels", &package_relationships())?;
    add_xml("docProps/core.xml", &core_properties(&document))?;
    add_xml("word/document.xml", &document.xml)?;
    add_xml("word/_rels/document.xml.rels", &document_relationships(&document.references))?;
    add_xml("word/numbering.xml", &numbering(&document.list_starts))?;
    add_xml("word/settings.xml", &settings(&document.language))?;
    let styles = STYLES.strip_prefix(XML).unwrap_or(STYLES);
    add_xml("word/styles.xml", &styles.replace("LANGUAGE", &escaped(&document.language)))?;
    for (name, bytes) in &document.references.media {
        add(&format!("word/{name}"), bytes, CompressionMethod::Stored)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn content_types() -> String {
    let pictures = [("png", "png"), ("jpeg", "jpeg"), ("gif", "gif"), ("svg", "svg+xml")];
    let pictures = pictures
        .map(|(ending, kind)| format!("<Default Extension=\"{ending}\" ContentType=\"image/{kind}\"/>"))
        .concat();
    let parts = PARTS
        .map(|(kind, name)| format!("<Override PartName=\"/word/{name}\" ContentType=\"{OFFICE_TYPE}.{kind}+xml\"/>"))
        .concat();
    format!(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>{pictures}\
         <Override PartName=\"/word/document.xml\" ContentType=\"{OFFICE_TYPE}.document.main+xml\"/>{parts}\
         <Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>"
    )
}

fn package_relationships() -> String {
    format!(
        "<Relationships xmlns=\"{RELATIONSHIPS}\">\
         <Relationship Id=\"r1\" Type=\"{RELATION}/officeDocument\" Target=\"word/document.xml\"/>\
         <Relationship Id=\"r2\" Type=\"{RELATIONSHIPS}/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>"
    )
}

fn document_relationships(references: &References) -> String {
    let parts = PARTS
        .map(|(kind, name)| format!("<Relationship Id=\"{kind}\" Type=\"{RELATION}/{kind}\" Target=\"{name}\"/>\n"));
    format!("<Relationships xmlns=\"{RELATIONSHIPS}\">{}{}</Relationships>", parts.concat(), references.xml)
}

fn core_properties(document: &FinishedDocument) -> String {
    format!(
        "<cp:coreProperties xmlns:cp=\"{RELATIONSHIPS_OF_CORE}\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\
         <dc:title>{}</dc:title><dc:language>{}</dc:language></cp:coreProperties>",
        escaped(&document.title),
        escaped(&document.language)
    )
}

const RELATIONSHIPS_OF_CORE: &str = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";

fn settings(language: &str) -> String {
    let language = escaped(language);
    format!(
        "<w:settings xmlns:w=\"{MAIN}\"><w:trackRevisions/><w:defaultTabStop w:val=\"708\"/><w:compat>\
         <w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>\
         <w:themeFontLang w:val=\"{language}\" w:bidi=\"{language}\"/></w:settings>"
    )
}

/// The lists of the text: number 1 has bullets, and each ordered list has a number of its own, so that it begins anew.
fn numbering(starts: &[u32]) -> String {
    let bullets = list_levels("bullet", &|level| ["•", "–", "▪"][level % 3].to_owned());
    let decimals = list_levels("decimal", &|level| format!("%{}.", level + 1));
    let lists = starts.iter().zip(2..).map(|(start, id)| {
        let restart =
            |level| format!("<w:lvlOverride w:ilvl=\"{level}\"><w:startOverride w:val=\"{start}\"/></w:lvlOverride>");
        let restarts: String = (0..LIST_LEVELS).map(restart).collect();
        format!("<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"1\"/>{restarts}</w:num>")
    });
    format!(
        "<w:numbering xmlns:w=\"{MAIN}\"><w:abstractNum w:abstractNumId=\"0\">{bullets}</w:abstractNum>\
         <w:abstractNum w:abstractNumId=\"1\">{decimals}</w:abstractNum>\
         <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>{}</w:numbering>",
        lists.collect::<String>()
    )
}

/// The levels of a list, with the text of the number or the bullet of each.
fn list_levels(format: &str, text: &dyn Fn(usize) -> String) -> String {
    let levels = (0..LIST_LEVELS).map(|level| {
        format!(
            "<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{}\"/><w:lvlJc w:val=\"left\"/>\
             <w:pPr><w:ind w:left=\"{}\" w:hanging=\"{LIST_INDENT}\"/></w:pPr></w:lvl>",
            text(level),
            LIST_INDENT * (level + 1)
        )
    });
    format!("<w:multiLevelType w:val=\"hybridMultilevel\"/>{}", levels.collect::<String>())
}
