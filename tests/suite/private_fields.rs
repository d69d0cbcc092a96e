//! What belongs to the owner of a bibliography (addresses, e-mails, notes, paths of files) appears in no published file.

use std::io::Read;

use flate2::read::GzDecoder;
use wellpress_site::config::SearchIndex;

use crate::harness::{TestBuild, TestSite};

/// Every private value contains this word, and nothing else does.
const PRIVATE: &str = "zyxprivate";

const BIBTEX: &str = r"@article{bib, title = {Public title of the first work}, author = {Ames, Ada (ames@zyxprivate.example)}, journal = {Journal of Tests},
  year = {2020}, volume = {1}, pages = {1--9}, doi = {10.1000/bib},
  annote = {zyxprivate annote}, annotation = {zyxprivate annotation}, file = {:/home/zyxprivate/a.pdf:pdf},
  localfile = {/home/zyxprivate/b.pdf}, owner = {zyxprivate}, comment = {zyxprivate comment}, review = {zyxprivate review},
  mendeley-tags = {zyxprivate}, affiliation = {Zyxprivate Institute, Ada.Ames@zyxprivate.example},
  author_email = {ames@zyxprivate.example}, correspondence_address1 = {Ames, A.; zyxprivate street; email: a@zyxprivate.example},
  note = {My zyxprivate remark. Cited By 3. Correspondence: ames@zyxprivate.example. See /home/zyxprivate/notes.txt and file:///tmp/zyxprivate.txt},
  address = {Department of Zyxprivate, 12 Main Street, Oslo. ames@zyxprivate.example},
  keywords = {balance, a@zyxprivate.example}, series = {Tests, write to a@zyxprivate.example}, library = {/Users/zyxprivate/a.pdf}, __markedentry = {[zyxprivate:6]}, groups = {zyxprivate}
}
";

const RIS_OF_EMBASE: &str = "TY  - JOUR\nID  - ris\nDB  - Embase\nA1  - Liu R.\nT1  - Public title of the second work\nY1  - 2021//\n\
    JF  - Journal of Tests\nVL  - 2\nSP  - 11\nEP  - 19\nM1  - (Liu R., liu@zyxprivate.example) Zyxprivate Hospital, Oslo\n\
    AD  - Zyxprivate Hospital, Oslo\nN1  - zyxprivate note\nRN  - zyxprivate research note\nL1  - file:///home/zyxprivate/c.pdf\n\
    L4  - internal-pdf://zyxprivate/d.png\nC5  - zyxprivate\nER  - \n";

const RIS_OF_OVID: &str = "TY  - JOUR\nID  - ovid\nA1  - Berg, Bo\nA2  - zyxprivate@mail.example\nT1  - Public title of the third work\nJF  - Journal of Tests\n\
    Y1  - 2019\nVL  - 3\nSP  - 21\nM2  - zyxprivate@mail.example\nAN  - 12\nAD  - Berg: Zyxprivate Clinic (zyxprivate@mail.example)\nN1  - zyxprivate\nER  - \n";

const CSL_JSON: &str = r#"[{"id": "json", "type": "article-journal", "title": "Public title of the fourth work",
  "author": [{"family": "Dahl", "given": "Dora"}], "issued": {"date-parts": [[2018]]}, "container-title": "Journal of Tests",
  "annote": "zyxprivate", "file": "/home/zyxprivate/e.pdf", "attachments": [{"path": "/home/zyxprivate/f.pdf"}],
  "note": "PMID: 30000001\nzyxprivate thoughts\nCorrespondence: dora@zyxprivate.example\nfile: /home/zyxprivate/n.pdf",
  "archive_location": "/home/zyxprivate/loc.pdf", "call-number": "C:\\\\Users\\\\zyxprivate\\\\a.pdf", "publisher": "Tests Press, press@zyxprivate.example"}]"#;

const PUBMED: &str = "PMID- 30000002\nTI  - Public title of the fifth work.\nFAU - Eng, Eva\nAU  - Eng E\n\
    AD  - Zyxprivate University. Electronic address: eva@zyxprivate.example.\nJT  - Journal of Tests\nDP  - 2017\nVI  - 5\nPG  - 51-9\n\
    OT  - balance\n";

const HAYAGRIVA: &str = "yaml:\n  type: article\n  title: Public title of the sixth work\n  author: Foss, Finn\n  date: 2016\n  \
    note: \"finn@zyxprivate.example\"\n  parent: {type: periodical, title: Journal of Tests}\n";

fn build(settings: &str) -> TestBuild {
    let cited = "A claim [@bib; @ris; @ovid; @json; @pmid:30000002; @yaml].\n";
    let site = TestSite::new()
        .settings(settings)
        .library(BIBTEX)
        .file("content/references/embase.ris", RIS_OF_EMBASE)
        .file("content/references/ovid.ris", RIS_OF_OVID)
        .file("content/references/zotero.json", CSL_JSON)
        .file("content/references/pubmed.nbib", PUBMED)
        .file("content/references/hayagriva.yaml", HAYAGRIVA)
        .article("a", cited)
        .exercise("cobra", cited);
    site.with_options(|options| options.index = SearchIndex::Build).build()
}

/// A published file with its compression removed.
fn content(bytes: &[u8]) -> Vec<u8> {
    let mut content = Vec::new();
    match GzDecoder::new(bytes).read_to_end(&mut content) {
        Ok(_) => content,
        Err(_) => bytes.to_vec(),
    }
}

#[track_caller]
fn assert_nothing_private(built: &TestBuild) {
    for (path, bytes) in built.files() {
        let text = String::from_utf8_lossy(&content(bytes)).to_lowercase();
        if let Some(at) = text.find(PRIVATE) {
            let excerpt: String = text[..at].chars().rev().take(120).collect::<Vec<_>>().into_iter().rev().collect();
            panic!("`{path}` contains a private value behind:\n{excerpt}");
        }
    }
}

#[test]
fn no_published_file_contains_a_private_field() {
    let built = build("");
    built.assert_no_errors();
    for title in ["first", "second", "third", "fourth", "fifth", "sixth"] {
        let title = format!("Public title of the {title} work");
        let files = built.files().values().filter(|bytes| String::from_utf8_lossy(&content(bytes)).contains(&title));
        assert!(files.count() > 3, "pages, exports and the index show the sources: {title}");
    }
    assert_nothing_private(&built);
}

#[test]
fn no_style_and_no_export_shows_a_private_field() {
    for style in ["apa", "chicago-notes", "vancouver", "harvard-cite-them-right"] {
        let built = build(&format!("citations: {{style: {style}}}\n"));
        assert_nothing_private(&built);
    }
}
