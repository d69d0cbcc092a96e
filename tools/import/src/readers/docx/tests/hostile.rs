//! Files that are broken, or made to harm.

use std::io::{Cursor, Write};
use std::path::Path;

use wellpress_io::fs::Memory;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::super::{ReadError, read};
use super::{docx, left, manuscript, manuscript_of, p, read_folder, run, text, words};
use crate::source_folder::SourceFolder;

#[test]
fn hostile_files_are_refused() {
    let good = docx(&words("x"), &[]);
    let bomb = docx(&" ".repeat(100_000_001), &[]);
    assert!(bomb.len() < 1_000_000);
    let mut dtd = ZipWriter::new(Cursor::new(Vec::new()));
    dtd.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    dtd.write_all(b"<!DOCTYPE d [<!ENTITY a \"aaaa\">]><d><body><p><r><t>&a;</t></r></p></body></d>").unwrap();
    let dtd = dtd.finish().unwrap().into_inner();
    let ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    let encrypted: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let paragraphs = docx(&"<w:p/>".repeat(100_001), &[]);
    let cases: [(&[u8], &str); 8] = [
        (&paragraphs, "more than 100000 paragraphs, which is the limit"),
        (&bomb, "larger than 100 MB"),
        (&dtd, "DTD"),
        (&good[..good.len() / 2], "invalid Zip archive"),
        (ole, "Word before 2007"),
        (&[ole, &*encrypted].concat(), "encrypted"),
        (b"", "invalid Zip archive"),
        (&docx("<w:p>", &[]), "tag"),
    ];
    for (bytes, why) in cases {
        let error = manuscript_of(bytes).unwrap_err().to_string();
        assert!(error.contains(why) && error.contains("is no Word file"), "{why}: {error}");
    }
    let files = Memory::new().with("/s/bad.docx", &dtd).with("/s/good.docx", &good);
    let site = read_folder(&SourceFolder::open(&files, Path::new("/s")).unwrap());
    assert_eq!((site.pages.len(), site.page_count), (1, 2));
    assert_eq!(site.log.left_constructs()[0].kind, "Word file that cannot be read");
    let files = Memory::new().with("/s/bad.docx", &dtd);
    assert!(matches!(read(&SourceFolder::open(&files, Path::new("/s")).unwrap()), Err(ReadError::NoPages("Word"))));
    assert!(matches!(
        read(&SourceFolder::open(&files, Path::new("/s/bad.docx")).unwrap()),
        Err(ReadError::Format { .. })
    ));
}

#[test]
fn deep_nesting_ends_as_plain_text() {
    let deep = |open: &str, close: &str| format!("{}{}{}", open.repeat(10_000), words("deep"), close.repeat(10_000));
    for (open, close) in [
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        ("<w:tbl><w:tr><w:tc><w:p/>", "</w:tc><w:tc/></w:tr></w:tbl>"),
        ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        ("<w:p><w:r><w:drawing><w:txbxContent>", "</w:txbxContent></w:drawing></w:r></w:p>"),
        ("<w:tbl><w:sdt>", "</w:sdt></w:tbl>"),
    ] {
        let converted_file = manuscript(&deep(open, close), &[]);
        assert!(converted_file.text.contains("deep") || open.contains("<w:tbl><w:sdt>"), "{open}");
    }
}

#[test]
fn a_field_without_an_end_is_reported() {
    let begin = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>";
    let separate = "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>";
    let converted_file = manuscript(&[words("before"), p(begin), words("behind")].concat(), &[]);
    assert_eq!(
        (converted_file.text.as_str(), left(&converted_file)),
        ("before\n", vec!["field of Word without an end".to_owned()])
    );
    // Fields in fields are no work that grows with their square.
    let many = p(&[format!("{begin}{separate}").repeat(100_000), run("x").repeat(10_000)].concat());
    assert!(text(&many).starts_with("xxx"));
}
