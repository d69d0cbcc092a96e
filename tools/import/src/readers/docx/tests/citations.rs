//! Citations of Zotero, Mendeley and EndNote, and lists of sources.

use std::path::Path;

use base64::Engine;
use serde_json::Value;
use wellpress_io::fs::Memory;

use super::{docx, field, field_mark, left, manuscript, p, read_folder, run, styled, words};
use crate::source_folder::SourceFolder;

fn csl(item: &str, more: &str) -> String {
    format!(
        "{{\"citationItems\":[{{\"id\":1,\"uris\":[\"http://zotero.org/1\"],\"itemData\":{item}{more}}}],\"schema\":\"x\"}}"
    )
}

const ALPHA: &str = r#"{"id":1,"type":"article-journal","title":"Walking well","author":[{"family":"Álpha","given":"A.","parse-names":false}],"issued":{"date-parts":[["2019",3]]},"DOI":"10.1000/A","note":"private\nPMID: 123","attachments":["/home/jane"]}"#;

#[test]
fn citations_of_zotero() {
    let cite =
        |more: &str| field(&format!(" ADDIN ZOTERO_ITEM CSL_CITATION {} RNDx", csl(ALPHA, more)), "(Alpha, 2019)");
    let composite = csl(ALPHA, ",\"locator\":\"4\",\"label\":\"page\"")
        .replace("\"schema\"", "\"properties\":{\"mode\":\"composite\"},\"schema\"");
    let two = format!(
        "{{\"citationItems\":[{{\"itemData\":{ALPHA}}},{{\"itemData\":{{\"title\":\"Walking ill\",\"author\":[{{\"family\":\"Alpha\"}}],\"issued\":{{\"raw\":\"2019\"}}}},\"prefix\":\"see also \",\"locator\":\"3-5\",\"label\":\"chapter\"}}]}}"
    );
    let body = [
        p(&[run("Walk."), cite("")].concat()),
        p(&cite(",\"locator\":\"3-5\",\"label\":\"page\",\"prefix\":\"see\",\"suppress-author\":true")),
        p(&cite(",\"locator\":\"iv\",\"label\":\"section\",\"suffix\":\"and on\"")),
        p(&field(&format!("ADDIN ZOTERO_ITEM CSL_CITATION {composite}"), "Alpha (2019)")),
        p(&field(&format!("ADDIN ZOTERO_ITEM CSL_CITATION {two}"), "(Alpha, 2019a)")),
        p(&field("ADDIN ZOTERO_ITEM CSL_CITATION {\"broken", "(Kept, 2020)")),
        styled("Heading1", &run("Not the title")),
        styled("Heading1", &run("References")),
        p(&field("ADDIN ZOTERO_BIBL {} CSL_BIBLIOGRAPHY", "Alpha A. Walking well.")),
        words("After."),
    ];
    let converted_file = manuscript(&body.concat(), &[]);
    let expected = "Walk. [@alpha-2019]\n\n[see -@alpha-2019, pp. 3-5]\n\n[@alpha-2019, {section iv} and on]\n\n@alpha-2019 [p. 4]\n\n\
        [@alpha-2019; see also @alpha-2019-walking, chapter 3-5]\n\n(Kept, 2020)\n\nAfter.\n";
    assert_eq!(converted_file.text, expected);
    assert_eq!(left(&converted_file), ["citation of Zotero that cannot be read"]);
    assert_eq!(converted_file.sources.len(), 2);
    assert_eq!(
        (&converted_file.sources[0]["id"], &converted_file.sources[0]["PMID"]),
        (&"alpha-2019".into(), &"123".into())
    );
    let sources = Value::from(converted_file.sources.clone()).to_string();
    assert!(!sources.contains("private") && !sources.contains("jane"), "{sources}");
}

#[test]
fn citations_of_mendeley() {
    let tag = base64::engine::general_purpose::STANDARD.encode(csl(ALPHA, ""));
    let body = [
        p(&[run("New "), control(&format!("MENDELEY_CITATION_v3_{tag}"), &run("(Alpha, 2019)")), run(".")].concat()),
        p(&field(&format!("ADDIN CSL_CITATION {}", csl(ALPHA, "")), "(Alpha, 2019)")),
        p(&control("MENDELEY_CITATION_v3_!!", &run("(Kept)"))),
        words("References"),
        control("MENDELEY_BIBLIOGRAPHY", &words("Alpha")),
    ];
    let converted_file = manuscript(&body.concat(), &[]);
    assert_eq!(converted_file.text, "New [@alpha-2019].\n\n[@alpha-2019]\n\n(Kept)\n");
    assert_eq!(
        (left(&converted_file), converted_file.sources.len()),
        (vec!["citation of Mendeley that cannot be read".to_owned()], 1)
    );
}

fn control(tag: &str, inside: &str) -> String {
    format!("<w:sdt><w:sdtPr><w:tag w:val=\"{tag}\"/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>")
}

#[test]
fn citations_of_endnote() {
    let record = "<record><rec-number>1</rec-number><foreign-keys><key app=\"EN\" db-id=\"x\">1</key></foreign-keys><ref-type name=\"Book Section\">5</ref-type>\
        <contributors><authors><author><style>Beta, B.</style></author><author>World Health Organization,</author></authors></contributors>\
        <titles><title><style face=\"normal\">Rest &amp; </style><style face=\"italic\">sleep</style></title><secondary-title>Nights</secondary-title></titles>\
        <pages>1-9</pages><dates><year>2020</year></dates><electronic-resource-num>10.1/b</electronic-resource-num></record>";
    let cite = |more: &str, attributes: &str| {
        format!("<EndNote><Cite {attributes}><Author>Beta</Author>{more}{record}</Cite></EndNote>")
    };
    let data = base64::engine::general_purpose::STANDARD.encode(cite("", ""));
    let begin = format!("<w:r><w:fldChar w:fldCharType=\"begin\"><w:fldData>{data}</w:fldData></w:fldChar></w:r>");
    let in_data = [
        field_mark("begin"),
        instruction(" ADDIN EN.CITE "),
        begin,
        instruction(" ADDIN EN.CITE.DATA "),
        field_mark("end"),
        field_mark("separate"),
        run("(Beta)"),
        field_mark("end"),
    ];
    let body = [
        p(&field(
            &format!(" ADDIN EN.CITE {}", cite("<Pages>4</Pages><Prefix>see </Prefix>", "ExcludeAuth=\"1\"")),
            "(2020)",
        )),
        p(&in_data.concat()),
        p(&field("ADDIN EN.CITE <EndNote><Cite>", "(Kept)")),
        p(&field(" ADDIN EN.REFLIST ", "Beta. Rest.")),
    ];
    let converted_file = manuscript(&body.concat(), &[]);
    assert_eq!(converted_file.text, "[see -@beta-2020, p. 4]\n\n[@beta-2020]\n\n(Kept)\n");
    let source = &converted_file.sources[0];
    assert_eq!(
        (&source["type"], &source["title"], &source["container-title"]),
        (&"chapter".into(), &"Rest & sleep".into(), &"Nights".into())
    );
    assert_eq!(source["author"][1]["literal"], "World Health Organization");
    assert_eq!(source["issued"]["raw"], "2020");
    assert_eq!(left(&converted_file), ["citation of EndNote that cannot be read"]);
}

fn instruction(text: &str) -> String {
    format!("<w:r><w:instrText>{text}</w:instrText></w:r>")
}

#[test]
fn works_of_several_files_are_one_library() {
    let cite = |item: &str| {
        docx(
            &p(&field(&format!("ADDIN ZOTERO_ITEM CSL_CITATION {{\"citationItems\":[{{\"itemData\":{item}}}]}}"), "x")),
            &[],
        )
    };
    let other_doi = ALPHA.replace("10.1000/A", "10.1000/z");
    let without_doi = ALPHA.replace("10.1000/A", "");
    let files = Memory::new()
        .with("/s/a.docx", cite(ALPHA))
        .with("/s/sub/B c.docx", cite(&without_doi))
        .with("/s/sub/b-c.docx", cite(&other_doi));
    let files = files.with("/s/~$a.docx", "lock").with("/s/.h.docx", "hidden").with("/s/notes.txt", "x");
    let source = SourceFolder::open(&files, Path::new("/s")).unwrap();
    let site = read_folder(&source);
    let pages: Vec<_> = site
        .pages
        .iter()
        .map(|page| (page.source.as_str(), page.folders.join("/"), page.name.as_str(), page.text.trim()))
        .collect();
    assert_eq!(pages[0], ("a.docx", "articles".to_owned(), "a", "[@alpha-2019]"));
    assert_eq!(pages[1], ("sub/B c.docx", "sub".to_owned(), "b-c", "[@alpha-2019]"));
    assert_eq!(pages[2], ("sub/b-c.docx", "sub".to_owned(), "b-c-2", "[@alpha-2019-walking]"));
    assert_eq!((site.sources.len(), site.page_count), (2, 3));
}

#[test]
fn a_list_of_sources_by_hand_is_kept() {
    let list = [
        words("Text."),
        styled("Heading1", &run("First")),
        styled("Heading2", &run("References")),
        words("1. Alpha A."),
        words("[2] Beta B. 2. ed."),
    ];
    let files = Memory::new().with("/s/a.docx", docx(&list.concat(), &[]));
    let files = files.with("/s/b.docx", docx(&[words("References"), words("See above."), words("1. x")].concat(), &[]));
    let site = read_folder(&SourceFolder::open(&files, Path::new("/s")).unwrap());
    assert_eq!(site.pages[0].text, "Text.\n\n## References\n\n1. Alpha A.\n2. Beta B. 2. ed.\n");
    assert_eq!(site.pages[0].fields["citations"]["list"], "manual");
    assert!(site.pages[1].fields.is_empty());
}
