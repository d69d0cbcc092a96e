//! How marks tell sources apart: more names, initials, and letters behind years.

use wellpress_site::resolve::citations::format::RichText;

use crate::citation_format::{
    WELL_GUIDE, formatter, group, id, library, marks, narrative, page, settings, with_list_style,
};

#[test]
fn undated_sources_of_one_organisation_have_letters_in_the_order_of_the_list() {
    let library = library(WELL_GUIDE);
    let groups = [group(&library, &["bhof-weight"]), group(&library, &["bhof-strength", "bhof-weight", "bhof-spine"])];
    let page = page(&library, &settings(), &groups);
    assert_eq!(
        marks(&page),
        [
            "([Bone Health and Osteoporosis Foundation, n.d.-a])",
            "([Bone Health and Osteoporosis Foundation, n.d.-b], [n.d.-a], [2018])"
        ]
    );
    let letters: Vec<_> = page.list.iter().map(|line| line.year_letter.as_deref()).collect();
    assert_eq!(letters, [Some("a"), Some("b"), None], "the list's style shows none itself");
    assert!(page.list.iter().all(|line| line.text.is_none()));
    assert_eq!(page.list[0].accessed.as_deref(), Some("Accessed May 2, 2023."));
    let formatter = formatter(&library, &settings());
    assert_eq!(formatter.short_name(id(&library, "bhof-weight")), "Bone Health and Osteoporosis Foundation n.d.");
    assert_eq!(formatter.short_name(id(&library, "mayo-exercising")), "Mayo Clinic 2021");
    assert_eq!(formatter.short_name(id(&library, "sawicki-2021")), "Sawicki 2021");
}

#[test]
fn letters_are_in_the_entry_if_the_style_of_the_list_has_years() {
    let library = library(
        "@book{z, title={Zebra}, author={Doe, J.}, year=2020}\n@book{a, title={Aardvark}, author={Doe, J.}, year=2020}\n@online{n, title={None}, author={{Body}}}\n@online{m, title={Many}, author={{Body}}}",
    );
    let page = page(
        &library,
        &with_list_style("apa"),
        &[group(&library, &["z"]), group(&library, &["a"]), group(&library, &["n", "m"])],
    );
    assert_eq!(marks(&page), ["([Doe, 2020a])", "([Doe, 2020b])", "([Body, n.d.-a], [n.d.-b])"]);
    let texts: Vec<_> = page.list.iter().map(|line| line.text.as_ref().map(RichText::plain)).collect();
    assert_eq!(
        texts,
        [
            Some("Doe, J. (2020a). Zebra.".to_owned()),
            Some("Doe, J. (2020b). Aardvark.".to_owned()),
            Some("Body. (n.d.-a). None.".to_owned()),
            Some("Body. (n.d.-b). Many.".to_owned())
        ]
    );
    assert!(page.list.iter().all(|line| line.year_letter.is_none()));
}

#[test]
fn initials_are_added_only_between_different_people_of_one_surname() {
    let library = library(
        "@book{a, title={A}, author={Smith, Ann}, year=2001}\n@book{b, title={B}, author={Smith, Bob and Roe, C.}, year=2002}\n@book{c, title={C}, author={Smith, Ann and Other, P.}, year=2003}\n@book{d, title={D}, author={Roe, D.}, year=2004}",
    );
    let one_smith =
        page(&library, &settings(), &[group(&library, &["a"]), group(&library, &["c"]), group(&library, &["d"])]);
    assert_eq!(marks(&one_smith), ["([Smith, 2001])", "([Smith & Other, 2003])", "([Roe, 2004])"]);
    let two_smiths =
        page(&library, &settings(), &[group(&library, &["a"]), narrative(&library, "b"), group(&library, &["c"])]);
    assert_eq!(marks(&two_smiths), ["([A. Smith, 2001])", "[B. Smith and Roe (2002)]", "([A. Smith & Other, 2003])"]);
}

#[test]
fn more_names_are_added_before_letters() {
    let library = library(
        "@book{a, title={A}, author={Kapoor, K. and Bloom, L. and Montez, M. and Warner, N.}, year=2017}\n@book{b, title={B}, author={Kapoor, K. and Bloom, L. and Zucker, O. and Hasan, A.}, year=2017}\n@book{c, title={C}, author={Kapoor, K. and Adams, P. and Zucker, O. and Hasan, A.}, year=2017}\n@book{d, title={D}, author={Kapoor, K. and Bloom, L. and Zucker, O. and Hasan, A.}, year=2017}",
    );
    let different_authors = page(&library, &settings(), &["a", "b", "c"].map(|key| group(&library, &[key])));
    assert_eq!(
        marks(&different_authors),
        [
            "([Kapoor, Bloom, Montez, et al., 2017])",
            "([Kapoor, Bloom, Zucker, et al., 2017])",
            "([Kapoor, Adams, et al., 2017])"
        ]
    );
    let same_authors = page(&library, &settings(), &["b", "d"].map(|key| group(&library, &[key])));
    assert_eq!(marks(&same_authors), ["([Kapoor et al., 2017a])", "([Kapoor et al., 2017b])"]);
}
