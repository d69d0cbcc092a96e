//! Tests of the reader of Word files, on files that are made in memory.

mod citations;
mod escaping;
mod hostile;
mod kept;
mod meaning;

use std::io::{Cursor, Write};
use std::path::Path;

use wellpress_io::fs::Memory;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Manuscript, ReadError, archived_bytes, read, read_manuscript};
use crate::old_site::{FileOrigin, OldSite};
use crate::source_folder::SourceFolder;

const NAMESPACES: &str =
    "xmlns:w=\"w\" xmlns:r=\"r\" xmlns:a=\"a\" xmlns:m=\"m\" xmlns:mc=\"mc\" xmlns:v=\"v\" xmlns:wp=\"wp\"";

/// A Word file with this body and further parts.
fn docx(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, text: &str| {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    add("word/document.xml", &format!("<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"));
    let mut relationships = String::new();
    for kind in ["styles", "numbering", "footnotes", "endnotes", "comments", "commentsExtended", "theme", "header1"] {
        relationships += &format!("<Relationship Id=\"{kind}\" Type=\"t/{kind}\" Target=\"{kind}.xml\"/>");
    }
    for (name, text) in parts {
        match *name {
            "rels" => relationships += text,
            name if name.starts_with("word/") && name.ends_with(".xml") => {
                add(name, &format!("<w:part {NAMESPACES}>{text}</w:part>"));
            }
            _ => add(name, text),
        }
    }
    add("word/_rels/document.xml.rels", &format!("<Relationships>{relationships}</Relationships>"));
    zip.finish().unwrap().into_inner()
}

fn manuscript_of(bytes: &[u8]) -> Result<Manuscript, ReadError> {
    read_manuscript(&Memory::new().with("/a/my-text.docx", bytes), Path::new("/a/my-text.docx"))
}

fn manuscript(body: &str, parts: &[(&str, &str)]) -> Manuscript {
    manuscript_of(&docx(body, parts)).unwrap()
}

fn text(body: &str) -> String {
    manuscript(body, &[]).text
}

fn left(manuscript: &Manuscript) -> Vec<String> {
    manuscript.log.left_constructs().into_iter().map(|left| left.kind).collect()
}

fn confirmed(manuscript: &Manuscript) -> Vec<&str> {
    manuscript.log.to_confirm.iter().map(|(_, what)| what.as_str()).collect()
}

fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

fn formatted(properties: &str, text: &str) -> String {
    format!("<w:r><w:rPr>{properties}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

fn p(inside: &str) -> String {
    format!("<w:p>{inside}</w:p>")
}

fn styled(style: &str, inside: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{inside}</w:p>")
}

fn words(text: &str) -> String {
    p(&run(text))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// A field whose instruction is divided over many runs, as Word divides long ones.
fn field(instruction: &str, result: &str) -> String {
    let pieces: Vec<char> = instruction.chars().collect();
    let pieces = pieces.chunks(40).map(|piece| {
        let piece = escaped(&piece.iter().collect::<String>());
        format!("<w:r><w:instrText xml:space=\"preserve\">{piece}</w:instrText></w:r>")
    });
    let [begin, separate, end] = ["begin", "separate", "end"].map(field_mark);
    format!("{begin}{}{separate}{}{end}", pieces.collect::<String>(), run(result))
}

fn field_mark(kind: &str) -> String {
    format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>")
}

#[test]
fn formats_are_merged_and_leave_blanks_outside() {
    let bold = "<w:b/>";
    let body = [formatted(bold, "Keep "), formatted(bold, "calm "), run("and "), formatted("<w:i/>", "walk"), run(".")]
        .concat();
    assert_eq!(text(&p(&body)), "**Keep calm** and *walk*.\n");
    let script = |align: &str, text: &str| formatted(&format!("<w:vertAlign w:val=\"{align}\"/>"), text);
    let body = [
        run("H"),
        script("subscript", "2"),
        run("O, m"),
        script("superscript", "2"),
        run(", a"),
        script("superscript", "b c"),
    ];
    assert_eq!(text(&p(&body.concat())), "H<sub>2</sub>O, m<sup>2</sup>, a<sup>b c</sup>\n");
    assert_eq!(text(&p(&[formatted(bold, "Note:"), run("walk")].concat())), "<strong>Note:</strong>walk\n");
    assert_eq!(text(&p(&formatted("<w:b w:val=\"0\"/><w:strike/>", "no"))), "<del>no</del>\n");
    assert_eq!(text(&p(&[run("seen"), formatted("<w:vanish/>", "hidden")].concat())), "seen\n");
    let blank = [formatted(bold, "a"), formatted(bold, " "), formatted("<w:b/><w:i/>", "b"), run(" c")].concat();
    assert_eq!(text(&p(&blank)), "**a *b*** c\n");
    let both = [formatted("<w:b/><w:i/>", "both"), formatted(bold, " bold")].concat();
    assert_eq!(text(&p(&both)), "***both* bold**\n");
    let styles = "<w:style w:styleId=\"Fett\"><w:name w:val=\"Strong\"/><w:rPr><w:b/></w:rPr></w:style>";
    let strong = manuscript(&p(&formatted("<w:rStyle w:val=\"Fett\"/>", "strong")), &[("word/styles.xml", styles)]);
    assert_eq!(strong.text, "**strong**\n");
}

#[test]
fn titles_and_headings() {
    let body = [
        styled("Title", &run("Neck pain")),
        styled("Heading1", &run("What *helps*")),
        styled("Heading3", &formatted("<w:b/>", "Walking")),
        styled("berschrift", &run("Rest")),
    ]
    .concat();
    let styles = "<w:style w:styleId=\"H\"><w:name w:val=\"heading 2\"/></w:style>\
        <w:style w:styleId=\"berschrift\"><w:name w:val=\"Meine\"/><w:basedOn w:val=\"H\"/></w:style>";
    let converted_file = manuscript(&body, &[("word/styles.xml", styles)]);
    assert_eq!(converted_file.title, "Neck pain");
    assert_eq!(converted_file.text, "## What \\*helps\\*\n\n### Walking\n\n### Rest\n");
    let converted_file =
        manuscript(&[styled("Heading1", &run("Hips")), styled("Heading2", &run("Rest"))].concat(), &[]);
    assert_eq!((converted_file.title.as_str(), converted_file.text.as_str()), ("Hips", "## Rest\n"));
    // The report has the name of whoever made the file, and the page has not.
    let core = "<c xmlns:d=\"d\"><d:title>Draft 1</d:title><d:creator>Jane\n Private</d:creator></c>";
    let converted_file = manuscript(&words("x"), &[("docProps/core.xml", core)]);
    assert_eq!((converted_file.title.as_str(), converted_file.text.as_str()), ("my-text", "x\n"));
    let [told] = confirmed(&converted_file)[..] else { panic!("{converted_file:?}") };
    assert_eq!(told, "the file was made by \"Jane Private\": if they wrote the page, add them to its `authors`");
    // A style that is based on itself ends.
    let circle = "<w:style w:styleId=\"A\"><w:basedOn w:val=\"A\"/></w:style>";
    assert_eq!(manuscript(&styled("A", &run("x")), &[("word/styles.xml", circle)]).text, "x\n");
}

#[test]
fn lists_nest_and_count_on() {
    let numbering = "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/></w:lvl>\
        <w:lvl w:ilvl=\"1\"><w:numFmt w:val=\"bullet\"/></w:lvl></w:abstractNum>\
        <w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/></w:lvl></w:abstractNum>\
        <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"1\"/></w:num>\
        <w:abstractNum w:abstractNumId=\"2\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\" \"/></w:lvl></w:abstractNum>\
        <w:num w:numId=\"5\"><w:abstractNumId w:val=\"2\"/></w:num><w:num w:numId=\"4\"><w:abstractNumId w:val=\"1\"/></w:num>\
        <w:num w:numId=\"3\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"5\"/></w:lvlOverride></w:num>";
    let styles = &[list_style("ListBullet", "List Bullet", 2), list_style("ListBullet2", "List Bullet 2", 4)].concat();
    let body = [
        list_item(1, 0, "one"),
        list_item(1, 1, "a"),
        list_item(1, 0, "two"),
        words("Between."),
        list_item(1, 0, "three"),
        list_item(5, 0, "still three"),
        styled("ListParagraph", &run("and still")),
        list_item(3, 0, "five"),
        words("Then."),
        styled("ListBullet", &run("b")),
        styled("ListBullet2", &run("c")),
        styled("ListBullet", &run("d")),
    ]
    .concat();
    let converted_file = manuscript(&body, &[("word/numbering.xml", numbering), ("word/styles.xml", styles)]);
    assert_eq!(
        converted_file.text,
        "1. one\n   - a\n2. two\n\nBetween.\n\n3. three\n\n   still three\n\n   and still\n\n5) five\n\nThen.\n\n- b\n  - c\n- d\n"
    );
}

fn list_item(list: u8, level: u8, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr>{}</w:p>",
        run(text)
    )
}

fn list_style(id: &str, name: &str, list: u8) -> String {
    format!(
        "<w:style w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:pPr><w:numPr><w:numId w:val=\"{list}\"/></w:numPr></w:pPr></w:style>"
    )
}

#[test]
fn tables_and_captions() {
    let nested = format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell("", &words("n")), cell("", &words("m")));
    let table = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
        cell("<w:gridSpan w:val=\"2\"/>", &words("a|b")),
        cell("", &words("c")),
        cell("<w:vMerge w:val=\"restart\"/>", &[words("d"), words("e")].concat()),
        cell("", &nested),
        cell("", &words("f")),
        cell("<w:vMerge/>", "<w:p/>"),
        cell("<w:gridSpan w:val=\"999999999\"/>", &words("g")),
    );
    let body = [styled("Caption", &run("Table 1. Days [n]")), table].concat();
    let markdown = text(&body);
    let lines: Vec<&str> = markdown.lines().map(|line| line.get(..40).unwrap_or(line)).collect();
    assert_eq!(lines.first(), Some(&":::table[Table 1. Days \\[n\\]]"));
    assert!(
        markdown.contains("| a\\|b |  | c |")
            && markdown.contains("| d<br>e | n; m | f |")
            && markdown.contains("|  | g |"),
        "{markdown}"
    );
    assert!(markdown.ends_with("\n:::\n"));
    assert_eq!(text(&format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cell("", &words("A frame.")))), "A frame.\n");
}

fn cell(properties: &str, inside: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>")
}

const PICTURES: &str = "<Relationship Id=\"p1\" Type=\"t/image\" Target=\"media/image1.png\"/>\
    <Relationship Id=\"p2\" Type=\"t/image\" Target=\"media/image2.emf\"/>\
    <Relationship Id=\"p3\" Type=\"t/image\" Target=\"../../../../etc/media/passwd.png\"/>";

fn picture(id: &str, alt: &str) -> String {
    format!(
        "<w:r><w:drawing><wp:inline><wp:docPr id=\"1\" name=\"x\" descr=\"{alt}\"/><a:blip r:embed=\"{id}\"/></wp:inline></w:drawing></w:r>"
    )
}

#[test]
fn pictures_come_with_their_bytes() {
    let vml = "<w:r><w:pict><v:shape alt=\"Old\"><v:imagedata r:id=\"p1\"/></v:shape></w:pict></w:r>";
    let body = [
        p(&picture("p1", "A &quot;mat&quot;")),
        styled("Caption", &run("Figure 1")),
        p(&picture("p1", "")),
        p(vml),
        p(&picture("p2", "x")),
        p(&picture("p3", "y")),
    ];
    let bytes =
        docx(&body.concat(), &[("rels", PICTURES), ("word/media/image1.png", "PNG"), ("word/media/image2.emf", "E")]);
    let converted_file = manuscript_of(&bytes).unwrap();
    let expected = "::figure[Figure 1]{src=\"image1.png\" alt=\"A 'mat'\"}\n\n![](image1.png)\n\n![Old](image1.png)\n";
    assert_eq!(converted_file.text, expected);
    assert_eq!(converted_file.pictures, [("image1.png".to_owned(), b"PNG".to_vec())]);
    assert_eq!(confirmed(&converted_file), ["the picture `image1.png` has no alternative text"]);
    assert_eq!(
        left(&converted_file),
        ["picture that browsers do not show", "picture that is missing in the Word file"]
    );

    let files = Memory::new().with("/s/a.docx", &bytes);
    let source = SourceFolder::open(&files, Path::new("/s")).unwrap();
    let site = read_folder(&source);
    assert!(
        site.log.to_confirm.contains(&("a.docx".to_owned(), "its title is the name of its file: \"a\"".to_owned()))
    );
    let page = &site.pages[0];
    assert_eq!(page.files["image1.png"], FileOrigin::Archive("a.docx".to_owned(), "word/media/image1.png".to_owned()));
    assert_eq!(archived_bytes(&source, "a.docx", "word/media/image1.png", 3).unwrap(), b"PNG");
    assert!(archived_bytes(&source, "a.docx", "word/media/image1.png", 2).is_err());
}

fn read_folder(source: &SourceFolder<'_>) -> OldSite {
    read(source).unwrap()
}

#[test]
fn a_picture_whose_name_would_be_markup_is_left() {
    let rels = "<Relationship Id=\"p\" Type=\"t/image\" Target=\"media/a)(b.png\"/>";
    let converted_file = manuscript(&p(&picture("p", "x")), &[("rels", rels), ("word/media/a)(b.png", "PNG")]);
    assert_eq!((converted_file.text.trim(), left(&converted_file).len(), converted_file.pictures.len()), ("", 1, 0));
}

#[test]
fn notes_links_and_breaks() {
    let note = |id: u8| format!("<w:r><w:footnoteReference w:id=\"{id}\"/></w:r>");
    let rels = "<Relationship Id=\"l\" Type=\"t/hyperlink\" Target=\"https://example.org/a (b)\" TargetMode=\"External\"/>\
        <Relationship Id=\"f\" Type=\"t/hyperlink\" Target=\"file:///C:/Users/jane/x.pdf\" TargetMode=\"External\"/>";
    let body = [
        p(&[
            run("A"),
            note(2),
            run(" b"),
            note(3),
            run(" c"),
            note(2),
            "<w:r><w:endnoteReference w:id=\"2\"/></w:r>".to_owned(),
        ]
        .concat()),
        p(&format!("<w:hyperlink r:id=\"l\">{}{}</w:hyperlink>{}", run("the "), formatted("<w:b/>", "form"), run("."))),
        p(&format!("<w:hyperlink r:id=\"f\">{}</w:hyperlink>", run("mine"))),
        p(&format!(
            "<w:hyperlink w:anchor=\"top\">{}</w:hyperlink> <w:hyperlink w:anchor=\"no\">{}</w:hyperlink>",
            run("up"),
            run("nowhere")
        )),
        p(&field(" HYPERLINK \"https://example.org\" \\l \"x\" \\o \"tip\"", "field")),
        p("<w:r><w:t>one</w:t><w:br/><w:t>two</w:t><w:br w:type=\"page\"/></w:r>"),
        styled("Heading2", &format!("<w:bookmarkStart w:id=\"0\" w:name=\"top\"/>{}", run("The top"))),
    ];
    let footnotes = format!(
        "<w:footnote w:id=\"2\">{}{}</w:footnote><w:footnote w:id=\"3\">{}</w:footnote>",
        words("First."),
        words("More."),
        words("Second.")
    );
    let endnotes = format!("<w:endnote w:id=\"2\">{}</w:endnote>", words("End."));
    let converted_file = manuscript(
        &body.concat(),
        &[("rels", rels), ("word/footnotes.xml", &footnotes), ("word/endnotes.xml", &endnotes)],
    );
    let expected = "A[^1] b[^2] c[^1][^3]\n\n[the **form**](https://example.org/a%20%28b%29).\n\nmine\n\nupnowhere\n\n\
        [field](https://example.org#x)\n\none\\\ntwo\n\n## The top\n\n[^1]: First.\n\n    More.\n\n[^2]: Second.\n\n[^3]: End.\n";
    assert_eq!(converted_file.text, expected);
    assert_eq!(left(&converted_file), ["link within a Word file", "link to a file of a computer"]);
}

#[test]
fn changes_comments_fields_and_controls() {
    let body = [
        p(
            "<w:ins w:author=\"Jane Private\"><w:r><w:t>new</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>",
        ),
        p(&[run("noted"), "<w:r><w:commentReference w:id=\"1\"/></w:r>".to_owned()].concat()),
        p(&format!("<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}", run("joined "))),
        words("lines"),
        p(&field("TOC \\o", "Contents 1")),
        p(&[run("Page"), field(" PAGE ", "3"), run(", see "), field(" REF _Ref1 \\h ", "Table 2")].concat()),
        format!(
            "<w:sdt><w:sdtPr><w:alias w:val=\"x\"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
            words("controlled")
        ),
        format!(
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
            words("Click here")
        ),
        p("<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>"),
        p(&format!(
            "{}<w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>{}</w:txbxContent></w:drawing></mc:Choice>\
             <mc:Fallback><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
            run("around"),
            words("boxed"),
            words("boxed")
        )),
    ];
    let converted_file = manuscript(&body.concat(), &[]);
    let expected = "new\n\nnoted\n\njoined lines\n\nPage, see Table 2\n\ncontrolled\n\nx+1\n\naround\n\nboxed\n";
    assert_eq!(converted_file.text, expected);
    assert_eq!(
        confirmed(&converted_file)[1..],
        ["tracked change 1, accepted: \"old\" became \"new\"", "tracked change 2, accepted: \"¶\" was taken out"]
    );
    assert!(confirmed(&converted_file)[0].starts_with("2 tracked changes were accepted"));
    assert!(converted_file.log.is_doubtful("my-text.docx") && left(&converted_file).is_empty());
    assert!(!format!("{converted_file:?}").contains("Private"));
}
