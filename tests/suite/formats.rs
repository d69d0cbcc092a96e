//! A site whose library consists of files in several formats.

use crate::harness::TestSite;

#[test]
fn a_site_cites_from_every_format() {
    let built = TestSite::new()
        .library("@article{bib, title={On {\\emph{E. coli}}}, author={Doe, J.}, journal={J}, date={2020}, doi={10.5555/Bib}, archiveurl={https://archive.example.org/x}}")
        .file("content/references/a.json", include_str!("../../crates/bibliography/tests/fixtures/zotero.json"))
        .file("content/references/b.ris", include_str!("../../crates/bibliography/tests/fixtures/endnote.ris").replace("99000001", "99000009").replace("2021.001", "2021.009").replace("PY  - 2021", "PY  - 2022"))
        .file("content/references/c.nbib", include_str!("../../crates/bibliography/tests/fixtures/pubmed.nbib").replace("PMID- 99000001", "PMID- 99000007"))
        .article("a", "[@{https://doi.org/10.5555/BIB}] [@exampleBoneDensityTai2021] [@42] [@pmid:99000007] [@DOI:10.5555/example.929853] [@pmid:99000001]\n")
        .build();
    built.assert_no_errors();
    let titles = built.texts("references/index.html", ".slip-title");
    assert_eq!(titles.len(), 4, "{titles:?}");
    assert!(titles.contains(&"On E. coli".to_owned()), "no tags where none can show: {titles:?}");
    assert_eq!(built.texts("references/bib/index.html", "h1"), ["On E. coli"]);
    assert!(built.text("references/bib/index.html").contains("https://archive.example.org/x"));
    let exported = built.text("references.json");
    assert!(exported.contains("On <span class=\\\"nocase\\\"><i>E. coli</i></span>"), "{exported}");
}
