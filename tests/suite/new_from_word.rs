//! `new article --from FILE.docx`: a manuscript in Word becomes one article of a site that is there. How a Word file is read is tested
//! in the tool that imports.

use std::io::{Cursor, Write};
use std::path::Path;
use std::process::Command;

use crate::harness::TestSite;
use crate::program::{PROGRAM, ProgramOutput};

const SPACE: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

/// A Word file of these parts.
fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn text(words: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r>")
}

fn paragraph(style: &str, inner: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{inner}</w:p>")
}

/// A manuscript with a citation of Zotero.
fn cited() -> Vec<u8> {
    let zotero = r#"ADDIN ZOTERO_ITEM CSL_CITATION {"citationItems":[{"locator":"4","itemData":{"type":"article-journal","title":"Walking","DOI":"10.5555/walk","author":[{"family":"Lee","given":"Ann"}],"issued":{"date-parts":[[2021]]}}}]}"#;
    let field = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let instruction = format!("<w:r><w:instrText>{}</w:instrText></w:r>", zotero.replace('"', "&quot;"));
    let citation = [field("begin"), instruction, field("separate"), text("(Lee, 2021, p. 4)"), field("end")].concat();
    let body = paragraph("Title", &text("Walking again"))
        + &paragraph("Normal", &[text("Walk "), citation, text(".")].concat());
    archive(&[("word/document.xml", &format!("<w:document {SPACE}><w:body>{body}</w:body></w:document>"))])
}

/// A manuscript with a comment.
fn commented() -> Vec<u8> {
    let (begin, end) = ("<w:commentRangeStart w:id=\"0\"/>", "<w:commentRangeEnd w:id=\"0\"/>");
    let mark = "<w:r><w:commentReference w:id=\"0\"/></w:r>";
    let sentence = format!("<w:p>{}{begin}{}{end}{mark}</w:p>", text("Rest for "), text("two days."));
    let comment = format!("<w:comment w:id=\"0\" w:author=\"Eva Brandt\"><w:p>{}</w:p></w:comment>", text("Or three?"));
    archive(&[
        ("word/document.xml", &format!("<w:document {SPACE}><w:body>{sentence}</w:body></w:document>")),
        ("word/comments.xml", &format!("<w:comments {SPACE}>{comment}</w:comments>")),
        (
            "word/_rels/document.xml.rels",
            "<Relationships><Relationship Id=\"r1\" Type=\"t/comments\" Target=\"comments.xml\"/></Relationships>",
        ),
    ])
}

fn run(folder: &Path, arguments: &[&str]) -> ProgramOutput {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).args(["--clock", "2026-07-01"]).current_dir(folder);
    ProgramOutput::of(command.output().unwrap())
}

#[test]
fn a_manuscript_becomes_a_draft_with_its_sources_and_comments() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let lee = "@article{lee-2021, title={Walking}, author={Lee, Ann}, date={2021}, doi={10.5555/walk}, journal={J}}\n";
    TestSite::new().library(lee).write_to(folder);
    std::fs::write(folder.join("walking.docx"), cited()).unwrap();
    std::fs::write(folder.join("resting.docx"), commented()).unwrap();
    let read = |path: &str| std::fs::read_to_string(folder.join(path)).unwrap();

    run(folder, &["new", "article", "--from", "walking.docx"]).assert_status(0);
    let page = read("content/articles/walking-again/index.md");
    assert!(page.contains("\ndraft: true\n") && page.ends_with("Walk [@lee-2021, p. 4].\n"), "{page}");
    // The library has the source already.
    assert!(!folder.join("content/references/walking-again.json").exists());
    run(folder, &["build", "--drafts"]).assert_status(0);

    run(folder, &["new", "article", "--from", "resting.docx", "Rest again"]).assert_status(0);
    assert!(read("content/reviews/rest-again.answers.yaml").contains("Or three?"));

    let refused = run(folder, &["new", "topic", "X", "--from", "walking.docx"]).assert_status(2);
    assert!(refused.err.contains("only an article"), "{}", refused.err);
}
