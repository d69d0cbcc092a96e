//! The packet as a Word file, for reviewers who work with comments and tracked changes.
//!
//! **Input:** the finished HTML of a packet. **Output:** a DOCX whose paragraphs begin with their numbers as visible text, `[12] `:
//! bookmarks and other marks that nobody sees get lost on the way through LibreOffice and Google Docs. The same packet gives the same
//! bytes.
//!
//! The XML is written by hand. The crate docx-rs has no alternative texts, and brings a second version of most of what it uses.

mod document;
mod parts;
mod pictures;
mod runs;

use zip::result::ZipError;

use crate::safety::html_reader;
use document::Document;
use parts::escaped;

/// What the file says besides the packet, in the language of the packet.
pub(crate) struct AnswerTexts {
    /// The heading above the lines for the answer.
    pub heading: String,
    /// How to comment, to change words and to answer.
    pub instructions: String,
    /// What it means to approve the page.
    pub approved: String,
    /// What it means to ask for changes.
    pub changes_requested: String,
}

/// Draws an SVG as a PNG of this width in pixels.
pub(crate) type Rasterise<'a> = &'a dyn Fn(&[u8], u32) -> Option<Vec<u8>>;

/// The packet as a Word file.
///
/// # Errors
/// When the archive would be too large for its format.
pub(crate) fn docx(html: &str, texts: &AnswerTexts, rasterise: Rasterise<'_>) -> Result<Vec<u8>, ZipError> {
    let mut document = Document::new(html, rasterise);
    html_reader::read(html.as_bytes(), |event, open| document.read(&event, open));
    document.append(&answer_lines(texts));
    parts::package(document.finish())
}

/// The lines that the reviewer fills in. Their names are the same in every language: programs find them by these, and the text above
/// says in the reviewer's language what they mean. The decision is a list to choose from; programs without such lists show its words.
fn answer_lines(texts: &AnswerTexts) -> String {
    let paragraph =
        |style: &str, inside: &str| format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{inside}</w:p>\n");
    let run = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(text));
    let control = |name: &str, kind: &str, shown: &str| {
        let properties = format!("<w:alias w:val=\"{name}\"/><w:tag w:val=\"{name}\"/>{kind}");
        let content = format!("<w:sdtContent>{}</w:sdtContent>", run(shown));
        format!("{}<w:sdt><w:sdtPr>{properties}</w:sdtPr>{content}</w:sdt>", run(&format!("{name}: ")))
    };
    let choice = |word: &str| format!("<w:listItem w:displayText=\"{word}\" w:value=\"{word}\"/>");
    let decisions = ["Approved", "Changes requested"];
    let list = format!("<w:dropDownList>{}</w:dropDownList>", decisions.map(choice).concat());
    let calendar = "<w:date><w:dateFormat w:val=\"yyyy-MM-dd\"/><w:storeMappedDataAs w:val=\"date\"/><w:calendar w:val=\"gregorian\"/></w:date>";
    [
        paragraph("Heading1", &run(&texts.heading)),
        paragraph("Normal", &run(&texts.instructions)),
        paragraph("Normal", &run(&format!("{} = {}", decisions[0], texts.approved))),
        paragraph("Normal", &run(&format!("{} = {}", decisions[1], texts.changes_requested))),
        paragraph("Answer", &control("Decision", &list, &decisions.join(" / "))),
        paragraph("Answer", &run("Name: ")),
        paragraph("Answer", &control("Date", calendar, "YYYY-MM-DD")),
        paragraph("Answer", &run("Remark: ")),
    ]
    .concat()
}
