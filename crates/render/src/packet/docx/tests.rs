//! What a packet is in Word, by the XML of its parts.

use std::io::{Cursor, Read};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use zip::ZipArchive;

use super::{AnswerTexts, docx};

const PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAAC0lEQVR4nGNgAAMAAAcAAbKGrPQAAAAASUVORK5CYII=";
const SVG: &str = "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSI4IiBoZWlnaHQ9IjE2Ii8+";

fn packet(language: &str, body: &str) -> Vec<u8> {
    let html = format!(
        "<!doctype html>\n<html {language}>\n<head><title>For review: A &amp; B</title><style>p {{}}</style></head>\n<body>\n<main>\n{body}</main></body></html>"
    );
    let texts = AnswerTexts {
        heading: "Your answer".to_owned(),
        instructions: "Comment.".to_owned(),
        approved: "I stand by it.".to_owned(),
        changes_requested: "Change it.".to_owned(),
    };
    docx(&html, &texts, &|_, _| BASE64_STANDARD.decode(PNG).ok()).unwrap()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut text = String::new();
    ZipArchive::new(Cursor::new(bytes)).unwrap().by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The paragraphs of a packet in English: the style, then the words with the marks of lists, breaks and pictures.
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

const EXPECTED: &str = r#"Title: "[1] " "For review: A &amp; B"
Heading1: "The text"
Normal: "[2] " "(picture)"
Caption: "[3] " "Two vertebrae"
Normal: "[4] " "Most " "pain" " goes " "by itself" " " "(1)" "." "(break)" "Rest."
StopSignal: "Stop if"
StopSignal list 1 level 0: "[5] " "it hurts"
ListParagraph list 2 level 0: "One"
ListParagraph list 3 level 1: "Inside"
ListParagraph: "More"
ListParagraph list 4 level 0: "Four"
Caption: "Doses"
Normal: "Day"
Normal: "Hold"
Normal: "[6] " "1"
Normal: "[6] " "30"
Normal: "− old"
Normal: "+ new"
Normal: "[Far]" "a^2"
Code: "a" "(break)" "  b"
Heading1: "Your answer"
Normal: "Comment."
Normal: "Approved" " = I stand by it."
Normal: "Changes requested" " = Change it."
Answer: "Decision: " "Approved / Changes requested"
Answer: "Name: "
Answer: "Date: " "YYYY-MM-DD"
Answer: "Remark: "
"#;

#[test]
fn a_packet_keeps_its_structure_in_word() {
    let body = format!(
        "<h1 data-paragraph=\"1\"><span class=\"number\">1</span> For review: A &amp; B</h1>\n\
         <section><h2>The text</h2>\n<figure data-paragraph=\"2\"><span class=\"number\">2</span><img src=\"data:image/png;base64,{PNG}\" alt=\"A &quot;neck&quot;\">\
         <figcaption data-paragraph=\"3\"><span class=\"number\">3</span> <p>Two\n vertebrae</p></figcaption></figure>\n\
         <p data-paragraph=\"4\"><span class=\"number\">4</span> Most <em>pain</em> goes\n <a href=\"https://x.example/?a=1&amp;b\">by itself</a> \
         <a href=\"#ref\">(1)</a>.<br>Rest.<button>Judge</button></p>\n<form><p>Sign here</p></form><script>x()</script>\n\
         <div class=\"stop-if\"><p>Stop if</p><ul><li data-paragraph=\"5\"><span class=\"number\">5</span> it hurts</li></ul></div>\n\
         <ol><li>One<ol><li>Inside</li></ol><p>More</p></li></ol>\n<ol start=\"4\"><li id=\"ref\">Four</li></ol>\n\
         <table><caption>Doses</caption><thead><tr><th>Day</th><th>Hold</th></tr></thead><tbody><tr data-paragraph=\"6\"><td><span class=\"number\">6</span> 1</td><td><p class=\"number\">30</p><p></p></td><td></td></tr></tbody></table>\n\
         <div class=\"changes\"><p><del>− old</del></p><p><ins>+ new</ins></p></div>\n\
         <p><img src=\"https://x.example/far.png\" alt=\"Far\"><math><mi>a</mi><annotation>a^2</annotation></math></p>\n\
         <pre>a\n  b\n</pre></section><section><h2>Comments</h2><p class=\"line\"></p></section>\n"
    );
    let bytes = packet("lang=\"en\" dir=\"ltr\"", &body);
    assert_eq!(outline(&bytes), EXPECTED);
    let xml = part(&bytes, "word/document.xml");
    for piece in [
        "descr=\"A &quot;neck&quot;\"",
        "<w:hyperlink w:anchor=\"target1\">",
        "<w:bookmarkStart w:id=\"1\" w:name=\"target1\"/>",
        "<w:tblGrid><w:gridCol w:w=\"3024\"/><w:gridCol w:w=\"3024\"/><w:gridCol w:w=\"3024\"/></w:tblGrid>",
        "<w:tblHeader/>",
        "<w:strike/>",
        "<w:r><w:rPr><w:i/><w:iCs/></w:rPr><w:t xml:space=\"preserve\">pain</w:t></w:r>",
    ] {
        assert!(xml.contains(piece), "{piece}: {xml}");
    }
    assert!(!xml.contains("<w:ins") && !xml.contains("<w:del"), "{xml}");
    assert!(
        part(&bytes, "word/_rels/document.xml.rels").contains("Target=\"https://x.example/?a=1&amp;b\" TargetMode")
    );
    assert!(part(&bytes, "docProps/core.xml").contains("<dc:title>For review: A &amp; B</dc:title>"));
    assert!(part(&bytes, "word/numbering.xml").contains("<w:startOverride w:val=\"4\"/>"));
    assert_eq!(bytes, packet("lang=\"en\" dir=\"ltr\"", &body));
}

#[test]
fn pictures_fit_the_page_and_texts_have_their_direction() {
    let svg = format!("<img src=\"data:image/svg+xml;base64,{SVG}\" alt=\"x\" width=\"9000\">");
    let bytes = packet(
        "lang=\"ar\" dir=\"rtl\"",
        &format!("<p>\u{627}</p><p lang=\"en\" dir=\"ltr\">left</p><p>{svg}{svg}</p>"),
    );
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
