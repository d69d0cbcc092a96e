//! Entries that citation processors often format wrongly.

use std::sync::Arc;

use wellpress_bibliography::Reference;

use crate::citation_format::{WELL_GUIDE, entry, group, library, marks, narrative, page, settings};

#[test]
fn vancouver_lists_have_authors_and_no_space_before_the_semicolon() {
    let library = library(WELL_GUIDE);
    for style in ["nlm-citation-sequence", "vancouver"] {
        assert_eq!(
            entry(&library, style, "cary-2019"),
            "Cary D, Briffa K, McKenna L. Identifying relationships between sleep posture and non-specific spinal symptoms in adults: A scoping review. BMJ Open. 2019;9(6). doi:10.1136/bmjopen-2018-027633",
            "{style}"
        );
    }
}

#[test]
fn capitals_within_words_and_braces_are_kept() {
    let library = library(
        "@online{a, title={mRNA, pH and vitamin D in {Back} pain}, author={Doe, J.}, organization={OrthoInfo}, date={2020}}\n@article{b, title={{Low T3} and the {eGFR}}, journal={{BMJ} open}, year=2020}",
    );
    assert_eq!(entry(&library, "apa", "a"), "Doe, J. (2020). mRNA, pH and vitamin D in Back pain. OrthoInfo.");
    let chicago = entry(&library, "chicago-author-date", "a");
    assert!(chicago.contains("\u{201c}mRNA, pH and Vitamin D in Back Pain.\u{201d}"), "{chicago}");
    assert!(entry(&library, "chicago-author-date", "b").contains("Low T3 and the eGFR"));
}

#[test]
fn hyphens_in_report_numbers_and_article_numbers_stay() {
    let library = library(
        "@report{a, title={T}, author={{World Health Organization}}, number={WHO-26-0599}, type={Report}, institution={WHO}, date={2026}}",
    );
    let line = entry(&library, "apa", "a");
    assert!(line.contains("WHO-26-0599"), "{line}");
    let pages = library_of_pages();
    assert!(entry(&pages, "american-medical-association", "a").contains("27:e929853-1\u{2013}e929853-7."));
}

#[test]
fn a_range_of_years_is_printed() {
    let library = library(
        "@report{a, title={T}, author={Ray, C.}, institution={P}, date={2019/2021}}\n@report{b, title={U}, author={Ray, C.}, institution={P}, date={2019}}\n\
         @online{c, title={V}, author={Fox, C.}, date={2019/2021}, url={https://a.org/}, urldate={2023-05-02}}",
    );
    assert_eq!(entry(&library, "apa", "a"), "Ray, C. (2019\u{2013}2021). T. P.");
    assert_eq!(entry(&library, "american-medical-association", "a"), "Ray C. T. P; 2019\u{2013}2021.");
    let web = entry(&library, "american-medical-association", "c");
    assert_eq!(web, "Fox C. V. 2019\u{2013}2021. Accessed May 2, 2023. https://a.org/");
    let page = page(&library, &settings(), &[group(&library, &["a"]), group(&library, &["b"])]);
    assert_eq!(marks(&page), ["([Ray, 2019\u{2013}2021])", "([Ray, 2019])"], "other years need no letters");
}

/// The expected texts are those of citeproc-js.
#[test]
fn months_and_seasons_are_printed() {
    let library = library(
        "@article{a, title={T}, author={Ray, C.}, journal={J}, date={2019-05/2019-06}}\n@article{b, title={T}, author={Ray, C.}, journal={J}, date={2019-21}}",
    );
    for (style, months, season) in [
        (
            "american-medical-association",
            "Ray C. T. J. Published online May\u{2013}June 2019.",
            "Ray C. T. J. Published online Spring 2019.",
        ),
        ("elsevier-harvard", "Ray, C., 2019. T. J.", "Ray, C., 2019. T. J."),
    ] {
        assert_eq!((entry(&library, style, "a").as_str(), entry(&library, style, "b").as_str()), (months, season));
    }
    assert!(entry(&library, "nlm-citation-sequence", "a").contains("2019 May\u{2013}Jun"));
    assert!(entry(&library, "nlm-citation-sequence", "b").contains("2019 Spring"));
}

fn library_of_pages() -> Vec<Arc<Reference>> {
    library("@article{a, title={T}, journal={J}, volume=27, pages={e929853-1--e929853-7}, year=2021}")
}

#[test]
fn and_others_becomes_et_al() {
    let library = library(
        "@book{a, title={T}, author={Smith, Ann and others}, year=2001}\n@book{b, title={U}, author={Smith, Ann and Roe, Bo and others}, year=2002}",
    );
    assert_eq!(entry(&library, "american-medical-association", "a"), "Smith A, et al. T. 2001.");
    assert_eq!(entry(&library, "apa", "b"), "Smith, A., Roe, B., et al. (2002). U.");
    let page = page(&library, &settings(), &[group(&library, &["a"]), narrative(&library, "b")]);
    assert_eq!(marks(&page), ["([Smith et al., 2001])", "[Smith et al. (2002)]"]);
}

#[test]
fn commas_are_not_doubled() {
    let library = library(
        "@article{a, title={T}, author={Doe, J.}, journal={News}, year=2020}\n@misc{b, title={T}, author={Doe, J.}, year=2020}",
    );
    for style in ["copernicus-publications", "annual-reviews-author-date", "associacao-brasileira-de-normas-tecnicas"] {
        for key in ["a", "b"] {
            let entry = entry(&library, style, key);
            assert!(!entry.contains(",,"), "{style}: {entry}");
        }
    }
}
