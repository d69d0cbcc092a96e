//! Files as Word, LibreOffice and Google Docs save them, and files made to harm.

use std::io::{Cursor, Write};

use wellpress_docx::WordFileError;
use wellpress_foundation::Day;
use wellpress_site::parse::sign_offs::Decision;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{DocxError, read};
use crate::answer::{Answer, Remark};

const NAMESPACES: &str = "xmlns:w=\"w\" xmlns:w14=\"w14\" xmlns:w15=\"w15\" xmlns:mc=\"mc\"";
const BY_ANN: &str = "w:id=\"90\" w:author=\"Ann\" w:date=\"2026-11-03T10:22:00Z\"";
const BY_BEN: &str = "w:id=\"91\" w:author=\"Ben\" w:date=\"2026-11-04T08:00:00Z\"";

fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A Word file with this body and these comments.
fn docx(body: &str, comments: &str, extended: &str) -> Vec<u8> {
    archive(&[
        ("word/document.xml", &format!("<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")),
        ("word/comments.xml", &format!("<w:comments {NAMESPACES}>{comments}</w:comments>")),
        ("word/commentsExtended.xml", &format!("<w15:commentsEx {NAMESPACES}>{extended}</w15:commentsEx>")),
        (
            "word/_rels/document.xml.rels",
            &format!("<R>{}{}</R>", relationship("comments"), relationship("commentsExtended")),
        ),
    ])
}

fn relationship(kind: &str) -> String {
    format!("<Relationship Id=\"{kind}\" Type=\"t/{kind}\" Target=\"{kind}.xml\"/>")
}

fn run(text: &str) -> String {
    format!(
        "<w:r w:rsidR=\"00A1\"><w:rPr><w:rPrChange {BY_BEN}/></w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>"
    )
}

fn p(inside: &str) -> String {
    format!("<w:p w:rsidR=\"00A1\"><w:pPr><w:pStyle w:val=\"Normal\"/></w:pPr>{inside}</w:p>")
}

/// A paragraph whose end was changed.
fn p_with_end(change: &str, inside: &str) -> String {
    format!("<w:p><w:pPr><w:rPr>{change}</w:rPr></w:pPr>{inside}</w:p>")
}

fn ins(by: &str, text: &str) -> String {
    format!("<w:ins {by}>{}</w:ins>", run(text))
}

fn del(by: &str, text: &str) -> String {
    format!("<w:del {by}><w:r><w:delText xml:space=\"preserve\">{text}</w:delText></w:r></w:del>")
}

fn comment(id: u32, author: &str, paragraph: &str, text: &str) -> String {
    format!(
        "<w:comment w:id=\"{id}\" w:author=\"{author}\" w:date=\"2026-11-05T00:00:00Z\"><w:p w14:paraId=\"{paragraph}\">\
         <w:r><w:annotationRef/></w:r>{}</w:p></w:comment>",
        run(text)
    )
}

fn sign(id: u32) -> String {
    format!("<w:r><w:commentReference w:id=\"{id}\"/></w:r>")
}

fn marked(id: u32, inside: &str) -> String {
    format!("<w:commentRangeStart w:id=\"{id}\"/>{inside}<w:commentRangeEnd w:id=\"{id}\"/>{}", sign(id))
}

fn answer(body: &str) -> Answer {
    read(&docx(body, "", "")).unwrap()
}

/// Number, offset, old and new words and the comment of each remark.
fn told(remarks: &[Remark]) -> Vec<String> {
    remarks.iter().map(told_remark).collect()
}

fn told_remark(remark: &Remark) -> String {
    let number = remark.paragraph.map_or("-".to_owned(), |number| number.to_string());
    let change = remark.suggestion.as_ref();
    let change = change.map_or(String::new(), |it| format!(" {}: {:?} > {:?}", it.offset, it.old, it.new));
    let author = remark.author.as_deref().unwrap_or("?");
    let quote = if remark.quote.is_empty() { String::new() } else { format!(" {:?}", remark.quote) };
    format!("{number}{change}{quote} {author}: {}", remark.comment)
}

/// Every kind of change in a text of eight paragraphs.
fn changed_text() -> String {
    let removed = format!("<w:del {BY_ANN}/>");
    let divided = format!("<w:ins {BY_ANN}/>");
    let body = [
        p(&run(&format!("PACKET article:neck {}", "0A".repeat(32)))),
        p(&[
            run("["),
            run("1"),
            "<w:proofErr/>".to_owned(),
            run("]  "),
            run("Hold  for "),
            del(BY_ANN, "five"),
            ins(BY_ANN, "ten"),
        ]
        .concat()),
        // A second person changes the insertion of the first, and a word beside it.
        p(&[run("[2] Rest "), ins(BY_ANN, "well "), del(BY_BEN, "a "), run("while. "), ins(BY_BEN, &del(BY_ANN, "x"))]
            .concat()),
        // The whole paragraph with its number, then parts of two paragraphs.
        p_with_end(&removed, &del(BY_ANN, "[3] Never mind.")),
        p_with_end(&removed, &[run("[4] One"), del(BY_ANN, " and two")].concat()),
        p(&[del(BY_ANN, "[5] three"), run(" four.")].concat()),
        // New paragraphs: at the end, in the middle, and as Google Docs writes them.
        p_with_end(&divided, &run("[6] Last.")),
        p_with_end(&divided, &ins(BY_ANN, "First new.")),
        p(&ins(BY_ANN, "Second new.")),
        p_with_end(&divided, &run("[7] Sit up.")),
        p(&run(" Look ahead.")),
        p_with_end(&divided, &ins(BY_ANN, "Third new.")),
        p(&run("[8] Breathe.")),
        // A cell with several paragraphs.
        p(&run("[9] Neck: ")),
        p(&run("[9]")),
        p(&[run("[9] turn "), ins(BY_BEN, "it "), del(BY_BEN, "slowly")].concat()),
    ];
    body.concat()
}

#[test]
fn tracked_changes_are_at_their_places() {
    let answer = answer(&changed_text());
    assert_eq!(answer.packet_hash, Some("0a".repeat(32)));
    let words: Vec<(u32, &str)> = answer.paragraphs.iter().map(|it| (it.number, it.words.as_str())).collect();
    assert_eq!(
        words,
        [
            (1, "Hold for five"),
            (2, "Rest a while."),
            (3, "Never mind."),
            (4, "One and two"),
            (5, "three four."),
            (6, "Last."),
            (7, "Sit up. Look ahead."),
            (8, "Breathe."),
            (9, "Neck: turn slowly"),
        ]
    );
    insta::assert_snapshot!(told(&answer.remarks).join("\n"), @r#"
    1 9: "five" > "ten" Ann: 
    2 5: "" > "well " Ann: 
    2 5: "a " > "" Ben: 
    3 0: "Never mind." > "" Ann: 
    4 3: " and two" > "" Ann: 
    4 Ann: join this paragraph with the next
    5 0: "three" > "" Ann: 
    6 Ann: add a paragraph behind this one: First new.
    6 Ann: add a paragraph behind this one: Second new.
    7 "Sit up." Ann: begin a new paragraph here
    7 Ann: add a paragraph behind this one: Third new.
    9 11: "slowly" > "it " Ben: 
    "#);
    assert_eq!(answer.remarks[0].date, Day::parse("2026-11-03"));
    for remark in &answer.remarks {
        let Some(change) = &remark.suggestion else { continue };
        let paragraph = answer.paragraphs.iter().find(|it| Some(it.number) == remark.paragraph).unwrap();
        let old_words: String = paragraph.words.chars().skip(change.offset).take(change.old.chars().count()).collect();
        assert_eq!(old_words, change.old);
    }
}

#[test]
fn moves_and_comments_have_their_words() {
    let from = format!("<w:moveFrom {BY_ANN}>{}</w:moveFrom>", run("[1] Move me."));
    let to = format!("<w:moveTo {BY_ANN}>{}</w:moveTo>", run("[1] Move me."));
    let body = [
        p_with_end(&format!("<w:moveFrom {BY_ANN}/>"), &format!("<w:moveFromRangeStart w:id=\"5\"/>{from}")),
        p(&[
            marked(1, &run("[2] Two")),
            run(" words "),
            marked(2, &[del(BY_ANN, "here"), ins(BY_ANN, "there")].concat()),
        ]
        .concat()),
        p_with_end(&format!("<w:moveTo {BY_ANN}/>"), &to),
        p(&format!("{}<w:commentRangeStart w:id=\"3\"/>{}", run("[3] From "), run("this"))),
        p(&format!("{}<w:commentRangeEnd w:id=\"3\"/>{}{}", run("[4] to that"), sign(3), run(" end"))),
        p(&[run("[5] A point"), sign(4), marked(6, &ins(BY_BEN, " and more"))].concat()),
        p(&marked(8, &run("A line without a number"))),
    ];
    let comments = [
        comment(1, "Ann", "A1", "Too short."),
        comment(2, "Ann", "A2", "It is over there."),
        comment(3, "Ben", "A3", "Over two paragraphs."),
        comment(4, "Ben", "A4", "At a point."),
        comment(5, "Ann", "A5", "A reply without a range."),
        comment(6, "Ann", "A6", "By another person than the change."),
        comment(7, "Ann", "A7", "Without any place."),
        comment(8, "Ann", "A8", "About no paragraph."),
    ];
    let extended = "<w15:commentEx w15:paraId=\"A5\" w15:paraIdParent=\"A3\" w15:done=\"0\"/>\
                    <w15:commentEx w15:paraId=\"A3\" w15:paraIdParent=\"A5\"/>";
    let answer = read(&docx(&body.concat(), &comments.concat(), extended)).unwrap();
    insta::assert_snapshot!(told(&answer.remarks).join("\n"), @r#"
    1 0: "Move me." > "" Ann: moved to or from another place
    2 "Two" Ann: Too short.
    2 10: "here" > "there" Ann: It is over there.
    2 Ann: move paragraph 1 behind this one: Move me.
    3 "this\nto that" Ben: Over two paragraphs.
    3 "this\nto that" Ann: A reply without a range.
    5 7: "" > " and more" Ben: 
    5 Ben: At a point.
    5 "and more" Ann: By another person than the change.
    - "A line without a number" Ann: About no paragraph.
    - Ann: Without any place.
    "#);
}

#[test]
fn lines_of_the_answer_are_read_with_their_changes() {
    let choice = format!(
        "<w:sdt><w:sdtPr><w:tag w:val=\"Decision\"/></w:sdtPr><w:sdtContent>{}{}</w:sdtContent></w:sdt>",
        run("Approved"),
        del(BY_ANN, " / Changes requested")
    );
    let divided = format!("<w:ins {BY_ANN}/>");
    let lines = |decision: &str| {
        [
            p(&run("[1] Decision: approved")),
            p(&run("Approved = I stand by it.")),
            p(&[run("Decision: "), decision.to_owned()].concat()),
            p(&[run("Name: "), ins(BY_ANN, "Ann Lee, MD")].concat()),
            p(&[run("Date: "), del(BY_ANN, "YYYY-MM-DD"), ins(BY_ANN, "2026-11-05")].concat()),
            p_with_end(&divided, &[run("Remark: "), ins(BY_ANN, "Good.")].concat()),
            p(&ins(BY_ANN, "Shorten it.")),
            p(&run(&format!("PACKET {}", "0a".repeat(32)))),
        ]
        .concat()
    };
    let full = answer(&lines(&choice));
    assert_eq!((full.decision, full.reviewer.as_deref()), (Some(Decision::Approved), Some("Ann Lee, MD")));
    assert_eq!((full.date, full.general.as_deref()), (Day::parse("2026-11-05"), Some("Good.\nShorten it.")));
    assert_eq!((full.remarks, full.paragraphs.len()), (Vec::new(), 1));
    for (words, decision) in [
        ("Approved / Changes requested", None),
        ("not approved", None),
        ("", None),
        ("Changes requested.", Some(Decision::ChangesRequested)),
    ] {
        assert_eq!(answer(&lines(&run(words))).decision, decision, "{words}");
    }
}

#[test]
fn files_that_are_no_answer_are_refused() {
    let good = docx(&p(&run("[1] x")), "", "");
    assert!(matches!(refused(&docx(&p(&run("1. x")), "", "")), DocxError::NoNumbers));
    let bomb = docx(&" ".repeat(100_000_001), "", "");
    assert!(matches!(refused(&bomb), DocxError::File(WordFileError::TooLarge { .. })));
    assert!(matches!(refused(&good[..good.len() / 2]), DocxError::File(WordFileError::NotAnArchive(_))));
    assert!(matches!(refused(&archive(&[("mimetype", "x")])), DocxError::File(WordFileError::NoText(_))));
    let entities = "<!DOCTYPE d [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]><d>&b;</d>";
    for xml in [entities, "<w:document><w:p>", "<w:document xmlns:w=\"w\"><a></w:document>"] {
        assert!(matches!(refused(&archive(&[("word/document.xml", xml)])), DocxError::File(WordFileError::Xml(_))));
    }
    // A part that refers to itself, and one whose comments are the text.
    let cyclic = archive(&[
        ("word/document.xml", &format!("<w:document {NAMESPACES}>{}</w:document>", p(&run("[1] x")))),
        ("word/_rels/document.xml.rels", "<R><R Id=\"1\" Type=\"comments\" Target=\"document.xml\"/></R>"),
    ]);
    assert_eq!(read(&cyclic).unwrap().paragraphs.len(), 1);
}

fn refused(bytes: &[u8]) -> DocxError {
    read(bytes).unwrap_err()
}

/// Files that take hours if the time to read them grows faster than their size.
#[test]
fn large_files_take_no_more_than_their_size() {
    let deep = format!("{}{}{}", "<w:sdt>".repeat(200_000), p(&run("[1] x")), "</w:sdt>".repeat(200_000));
    assert_eq!(answer(&deep).paragraphs.len(), 1);
    assert_eq!(answer(&million_paragraphs(|index| index)).paragraphs.len(), 1_000_000);
    assert_eq!(answer(&million_paragraphs(|_| 1)).paragraphs[0].words.len(), 1_999_999);
    let count = 50_000;
    let starts: String = (0..count).map(|id| format!("<w:commentRangeStart w:id=\"{id}\"/>")).collect();
    let comments: String = (0..count)
        .map(|id| format!("<w:comment w:id=\"{id}\"><w:p><w:r><w:t>c</w:t></w:r></w:p></w:comment>"))
        .collect();
    let changes = [ins(BY_ANN, "y"), del(BY_BEN, "z")].concat().repeat(20_000);
    let body =
        [p(&[starts, run("[1] "), "<w:r><w:t>x </w:t></w:r>".repeat(count), changes].concat()), "<w:p/>".repeat(count)]
            .concat();
    let read_answer = read(&docx(&body, &comments, "")).unwrap();
    assert_eq!(read_answer.remarks.len(), count + 40_000);
}

fn million_paragraphs(number: fn(u32) -> u32) -> String {
    (0..1_000_000).map(|index| format!("<w:p><w:r><w:t>[{}] x</w:t></w:r></w:p>", number(index))).collect()
}
