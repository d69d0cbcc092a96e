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
#[cfg(test)]
mod tests;

use zip::result::ZipError;

use crate::safety::html_reader;
use document::Document;
use parts::escaped;

/// The texts around the lines for the answer, in the language of the packet.
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
    let about_answer = [
        format!("{}<h2>{}</h2>", document.html_start(), escaped(&texts.heading)),
        format!("<p>{}</p>", escaped(&texts.instructions)),
        format!("<p><code>{}</code> = {}</p>", DECISIONS[0], escaped(&texts.approved)),
        format!("<p><code>{}</code> = {}</p>", DECISIONS[1], escaped(&texts.changes_requested)),
    ];
    html_reader::read(about_answer.concat().as_bytes(), |event, open| document.read(&event, open));
    document.append(&answer_lines());
    parts::package(document.finish())
}

/// The words for the decisions, which are the same in every language.
const DECISIONS: [&str; 2] = ["Approved", "Changes requested"];

/// The lines that the reviewer fills in. The reader of answers finds them by their names, which are not translated: the text above says
/// in the reviewer's language what they mean. The decision is a list to choose from; word processors without such lists show its text.
fn answer_lines() -> String {
    let run = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    let line = |inside: &str| format!("<w:p><w:pPr><w:pStyle w:val=\"Answer\"/></w:pPr>{inside}</w:p>\n");
    let control = |name: &str, kind: &str, shown: &str| {
        let properties = format!("<w:alias w:val=\"{name}\"/><w:tag w:val=\"{name}\"/>{kind}");
        let content = format!("<w:sdtContent>{}</w:sdtContent>", run(shown));
        format!("{}<w:sdt><w:sdtPr>{properties}</w:sdtPr>{content}</w:sdt>", run(&format!("{name}: ")))
    };
    let choices = DECISIONS.map(|word| format!("<w:listItem w:displayText=\"{word}\" w:value=\"{word}\"/>"));
    let list = format!("<w:dropDownList>{}</w:dropDownList>", choices.concat());
    let calendar = "<w:date><w:dateFormat w:val=\"yyyy-MM-dd\"/><w:storeMappedDataAs w:val=\"date\"/><w:calendar w:val=\"gregorian\"/></w:date>";
    [
        line(&control("Decision", &list, &DECISIONS.join(" / "))),
        line(&run("Name: ")),
        line(&control("Date", calendar, "YYYY-MM-DD")),
        line(&run("Remark: ")),
    ]
    .concat()
}
