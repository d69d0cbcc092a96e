//! Pictures from other folders.

use super::PAGE;
use crate::harness::TestSite;

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"30\"/>";

fn site(address: &str) -> TestSite {
    TestSite::new()
        .file("content/articles/a/index.md", format!("---\ntitle: Article a\n---\n![A back]({address})\n"))
        .file("content/articles/images/back.svg", SVG)
        .file("content/back.svg", SVG)
        .file("static/images/back.svg", SVG)
        .file("static/images/low back.svg", SVG)
        .file("secret.svg", SVG)
}

#[test]
fn a_picture_can_stand_in_static_or_in_a_parent_folder() {
    for address in [
        "/images/back.svg",
        "/images/low%20back.svg",
        "../images/back.svg",
        "../../back.svg",
        "../../../static/images/back.svg",
        "@/articles/images/back.svg",
    ] {
        let built = site(address).build();
        built.assert_no_findings();
        assert_eq!(built.select(PAGE, ".text img[alt='A back'][width='40']").len(), 1, "{address}");
    }
}

#[test]
fn a_picture_outside_the_content_is_an_error() {
    for address in ["../../../secret.svg", "../../../../../etc/passwd"] {
        let built = site(address).build();
        assert!(!built.is_built(), "{address}");
    }
}
