//! What blocks are in Word, by the XML of the parts.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::{Cursor, Read};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use wellpress_render::safety::SafetyNotice;
use wellpress_walk::{Block, Blocks, Element, Format, Inline, ListKind, Picture, Run, Style, write};
use zip::ZipArchive;

use wellpress_docx::write::{FormLine, WordFile, WordFileSettings};

const PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAAC0lEQVR4nGNgAAMAAAcAAbKGrPQAAAAASUVORK5CYII=";
const SVG: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"16\"/>";

fn file(language: &str, blocks: &Blocks) -> Vec<u8> {
    let png = || BASE64_STANDARD.decode(PNG).ok();
    let settings = WordFileSettings {
        title: "A & B".to_owned(),
        language: language.to_owned(),
        is_right_to_left: language == "ar",
        picture: &|picture: &Picture| match &*picture.file {
            "neck.png" => Some(("image/png".to_owned(), png()?)),
            "neck.svg" => Some(("image/svg+xml".to_owned(), SVG.to_vec())),
            _ => None,
        },
        rasterise: &|_, _| png(),
    };
    let mut file = WordFile::new(settings, blocks);
    write("a", blocks, &mut file).unwrap();
    file.form_line("Decision", FormLine::Choice(&["Yes", "No"]));
    file.form_line("Name", FormLine::Text);
    file.finish().unwrap()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut text = String::new();
    ZipArchive::new(Cursor::new(bytes)).unwrap().by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The paragraphs of a file: the style, then the words with the marks of lists, breaks and pictures.
fn outline(bytes: &[u8]) -> String {
    let xml = part(bytes, "word/document.xml");
    let mut outline = String::new();
    for paragraph in xml.split("<w:p>").skip(1) {
        outline += value_behind(paragraph, "<w:pStyle w:val=\"").unwrap_or("-");
        if let (Some(level), Some(list)) =
            (value_behind(paragraph, "<w:ilvl w:val=\""), value_behind(paragraph, "<w:numId w:val=\""))
        {
            outline += &format!(" list {list} level {level}");
        }
        outline += ":";
        for run in paragraph.split("<w:r>").skip(1) {
            let words = run.split_once("<w:t xml:space=\"preserve\">").and_then(|(_, rest)| rest.split('<').next());
            let words = words.unwrap_or(if run.contains("<w:drawing>") { "(picture)" } else { "(break)" });
            outline += &format!(" {words:?}");
        }
        outline += "\n";
    }
    outline
}

fn value_behind<'a>(paragraph: &'a str, start: &str) -> Option<&'a str> {
    paragraph.split_once(start).and_then(|(_, rest)| rest.split('"').next())
}

fn picture(file: &str, alt: &str, width: Option<u32>) -> Inline {
    let url = format!("https://x.example/{file}");
    Inline::Picture(Picture { file: file.to_owned(), url, alt: alt.to_owned(), width })
}

fn link(text: &str, link: &str) -> Run {
    Run { text: text.to_owned(), link: Some(link.to_owned()), ..Run::default() }
}

fn emphasis(text: &str) -> Run {
    Run { text: text.to_owned(), style: Style { emphasis: true, ..Style::default() }, ..Run::default() }
}

const EXPECTED: &str = r#"Title: "A &amp; B"
Normal: "(picture)"
Caption: "Two vertebrae"
Normal: "Most " "pain" " goes " "by itself" " " "(1)" "." "(break)" "Rest."
StopSignal: "Stop if"
StopSignal list 1 level 0: "it hurts"
ListParagraph list 2 level 0: "One"
ListParagraph list 3 level 1: "Inside"
ListParagraph: "More"
ListParagraph list 4 level 0: "Four"
ListParagraph list 5 level 0: "Seven"
Caption: "Doses"
Normal: "Day"
Normal: "Hold"
Normal: "1"
Normal: "30"
Normal: "[Far]" "a^2"
Code: "a" "(break)" "  b"
ListParagraph: "☐ " "Tick"
Answer: "Decision: " "Yes / No"
Answer: "Name: "
"#;

fn blocks() -> Blocks {
    let mut blocks = Blocks::default();
    blocks.text_block(Block::Heading(1), "A & B");
    blocks.block(Block::Figure, |blocks| {
        blocks.inline(picture("neck.png", "A \"neck\"", None));
        blocks.text_block(Block::Caption, "Two\n vertebrae");
    });
    blocks.block(Block::Paragraph, |blocks| {
        blocks.text("Most ");
        blocks.run(emphasis("pain"));
        blocks.text(" goes\n ");
        blocks.run(link("by itself", "https://x.example/?a=1&b"));
        blocks.text(" ");
        blocks.run(link("(1)", "#ref"));
        blocks.text(".");
        blocks.inline(Inline::Break);
        blocks.text("Rest.");
    });
    blocks.block(Block::Form, |blocks| blocks.text("Sign here"));
    blocks.block(Block::Notice(SafetyNotice::StopSignals), |blocks| {
        blocks.text_block(Block::Paragraph, "Stop if");
        blocks.block(Block::List(ListKind::Bullets), |blocks| blocks.text_block(Block::Item(None), "it hurts"));
    });
    blocks.block(Block::List(ListKind::Numbers(1)), |blocks| {
        blocks.block(Block::Item(None), |blocks| {
            blocks.text("One");
            blocks.block(Block::List(ListKind::Numbers(1)), |blocks| blocks.text_block(Block::Item(None), "Inside"));
            blocks.text_block(Block::Paragraph, "More");
        });
    });
    blocks.block(Block::List(ListKind::Numbers(4)), |blocks| {
        blocks.text_block(Element { block: Block::Item(None), id: Some("ref".to_owned()), language: None }, "Four");
        blocks.text_block(Block::Item(Some(7)), "Seven");
    });
    blocks.block(Block::Table, |blocks| {
        blocks.text_block(Block::Caption, "Doses");
        blocks.block(Block::Row { is_head: true }, |blocks| {
            blocks.text_block(Block::Cell { is_head: true }, "Day");
            blocks.text_block(Block::Cell { is_head: true }, "Hold");
        });
        blocks.block(Block::Row { is_head: false }, |blocks| {
            blocks.text_block(Block::Cell { is_head: false }, "1");
            blocks.block(Block::Cell { is_head: false }, |blocks| blocks.text_block(Block::Paragraph, "30"));
            blocks.block(Block::Cell { is_head: false }, |_| {});
        });
    });
    blocks.block(Block::Paragraph, |blocks| {
        blocks.inline(picture("far.png", "Far", None));
        let style = Style { code: true, ..Style::default() };
        blocks.run(Run { text: "a^2".to_owned(), style, ..Run::default() });
    });
    blocks.text_block(Block::Code(None), "a\n  b\n");
    blocks.block(Block::List(ListKind::Boxes), |blocks| blocks.text_block(Block::Item(None), "Tick"));
    blocks
}

#[test]
fn blocks_keep_their_structure_in_word() {
    let bytes = file("en", &blocks());
    assert_eq!(outline(&bytes), EXPECTED);
    let xml = part(&bytes, "word/document.xml");
    for piece in [
        "descr=\"A &quot;neck&quot;\"",
        "<w:hyperlink w:anchor=\"target1\">",
        "<w:bookmarkStart w:id=\"1\" w:name=\"target1\"/>",
        "<w:tblGrid><w:gridCol w:w=\"3024\"/><w:gridCol w:w=\"3024\"/><w:gridCol w:w=\"3024\"/></w:tblGrid>",
        "<w:tblHeader/>",
        "<w:r><w:rPr><w:i/><w:iCs/></w:rPr><w:t xml:space=\"preserve\">pain</w:t></w:r>",
        "<w:listItem w:displayText=\"Yes\" w:value=\"Yes\"/>",
    ] {
        assert!(xml.contains(piece), "{piece}: {xml}");
    }
    assert!(!xml.contains("<w:ins") && !xml.contains("<w:del"), "{xml}");
    assert!(
        part(&bytes, "word/_rels/document.xml.rels").contains("Target=\"https://x.example/?a=1&amp;b\" TargetMode")
    );
    assert!(part(&bytes, "docProps/core.xml").contains("<dc:title>A &amp; B</dc:title>"));
    let numbering = part(&bytes, "word/numbering.xml");
    assert!(
        numbering.contains("<w:startOverride w:val=\"4\"/>") && numbering.contains("<w:startOverride w:val=\"7\"/>")
    );
    assert_eq!(bytes, file("en", &blocks()));
}

#[test]
fn a_paragraph_begins_with_the_number_of_its_block() {
    let blocks = Blocks::default();
    let settings = WordFileSettings {
        title: String::new(),
        language: "en".to_owned(),
        is_right_to_left: false,
        picture: &|_| None,
        rasterise: &|_, _| None,
    };
    let mut file = WordFile::new(settings, &blocks);
    let (cell, paragraph) = (Element::from(Block::Item(None)), Element::from(Block::Paragraph));
    file.start_numbered(&cell, Some(6));
    for words in ["One", "Two"] {
        file.start_numbered(&paragraph, None);
        file.inline(&Inline::Text(Run { text: words.to_owned(), ..Run::default() }));
        file.end(&paragraph);
    }
    file.end(&cell);
    let bytes = file.finish().unwrap();
    assert_eq!(outline(&bytes), "ListParagraph: \"[6] \" \"One\"\nListParagraph: \"[6] \" \"Two\"\n");
}

#[test]
fn pictures_fit_the_page_and_texts_have_their_direction() {
    let mut blocks = Blocks::default();
    blocks.text_block(Block::Paragraph, "\u{627}");
    let language = Some("en".to_owned());
    blocks.text_block(Element { block: Block::Paragraph, id: None, language }, "left");
    blocks.block(Block::Paragraph, |blocks| {
        blocks.inline(picture("neck.svg", "x", Some(9000)));
        blocks.inline(picture("neck.svg", "x", Some(9000)));
    });
    let bytes = file("ar", &blocks);
    let xml = part(&bytes, "word/document.xml");
    // Two by one pixels: as wide as the text and half as high.
    assert_eq!(xml.matches("<wp:extent cx=\"5760000\" cy=\"2880000\"/>").count(), 2, "{xml}");
    assert_eq!(xml.matches("<asvg:svgBlip").count(), 2, "{xml}");
    assert!(xml.contains("<w:bidi/></w:pPr><w:r><w:rPr><w:rtl/></w:rPr><w:t xml:space=\"preserve\">\u{627}<"), "{xml}");
    assert!(
        xml.contains("<w:pStyle w:val=\"Normal\"/></w:pPr><w:r><w:rPr><w:lang w:val=\"en\" w:bidi=\"en\"/></w:rPr>"),
        "{xml}"
    );
    let media = ZipArchive::new(Cursor::new(&*bytes)).unwrap();
    let names: Vec<String> = media.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert_eq!(names.iter().filter(|name| name.starts_with("word/media/")).count(), 2, "{names:?}");
    assert!(part(&bytes, "word/styles.xml").contains("<w:lang w:val=\"ar\" w:bidi=\"ar\"/>"));
}
