//! Drawings (SVG): those with active content are refused, and those that common programs write are accepted.

use crate::harness::TestSite;
use crate::pictures::{figure, site};

/// Everything that an SVG can do beyond showing a drawing: scripts, event handlers, foreign content, requests, entities.
#[test]
fn a_drawing_with_active_content_is_refused() {
    let cases = [
        ("<script>alert(1)</script>", "a script"),
        ("<SCRIPT>alert(1)</SCRIPT>", "a script"),
        ("<x:script xmlns:x=\"http://www.w3.org/2000/svg\">alert(1)</x:script>", "a script"),
        ("<a href=\"javascript:alert(1)\"><text>x</text></a>", "a script"),
        ("<a href=\"&#106;ava&#x73;cript:alert(1)\"><text>x</text></a>", "a script"),
        ("<a href=\" jAvA&#x09;scr&#10;ipt:alert(1)\"><text>x</text></a>", "a script"),
        ("<a xlink:href=\"vbscript:x\"><text>x</text></a>", "a script"),
        ("<image href=\"data:text/html,x\"/>", "a script"),
        ("<set to=\"javascript:alert(1)\" attributeName=\"href\"/>", "a script"),
        ("<animate attributeName=\"xlink:href\" values=\"#a;#b\"/>", "a reference to another address"),
        ("<g onload=\"alert(1)\"/>", "an event handler"),
        ("<g ONCLICK = 'alert(1)'/>", "an event handler"),
        ("<g\nonmouseover=\"alert(1)\"/>", "an event handler"),
        ("<foreignObject width=\"1\" height=\"1\"/>", "a foreign object"),
        ("<h:body xmlns:h=\"http://www.w3.org/1999/xhtml\"/>", "a foreign object"),
        ("<image href=\"https://evil.example/x.png\"/>", "a reference to another address"),
        ("<image xlink:href=\"//evil.example/x.png\"/>", "a reference to another address"),
        ("<image href=\"other.png\"/>", "a reference to another address"),
        ("<image href=\"data:image/svg+xml;base64,AAAA\"/>", "a reference to another address"),
        ("<use href=\"other.svg#part\"/>", "a reference to another address"),
        ("<rect fill=\"url(https://evil.example/#a)\"/>", "a reference to another address"),
        ("<rect style=\"fill:URL( '//evil.example/#a' )\"/>", "a reference to another address"),
        ("<rect style=\"fill:u\\72l(//evil.example/)\"/>", "a reference to another address"),
        ("<style>@import 'https://evil.example/x.css';</style>", "a reference to another address"),
        ("<style><![CDATA[rect{fill:url(//evil.example/x)}]]></style>", "a reference to another address"),
        ("<style>rect{behavior:expression(alert(1))}</style>", "a script"),
    ];
    for (element, content) in cases {
        let drawing = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 9 9\">\n{element}</svg>"
        );
        let built = site("a.svg", drawing).build();
        let line = if element.contains("\non") { 3 } else { 2 };
        let message = format!("`a.svg` cannot be shown as a picture: it has {content} in it, at line {line}, column ");
        let findings = built.formatted_findings();
        assert!(findings.len() == 2 && findings[0].contains(&message), "{element}\n{findings:?}");
        assert!(findings[0].starts_with("error[picture-invalid] content/articles/a/index.md:3:13: "), "{findings:?}");
    }
    let prologues = [
        ("<?xml-stylesheet href=\"https://evil.example/x.css\"?>", "a reference to another address"),
        ("<!DOCTYPE svg [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>", "an entity declaration"),
        ("<!DOCTYPE svg [<!entity x SYSTEM \"file:///etc/passwd\">]>", "an entity declaration"),
    ];
    for (prologue, content) in prologues {
        let built =
            site("a.svg", format!("{prologue}<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"/>")).build();
        assert!(
            built.formatted_findings()[0].contains(&format!("it has {content} in it, at line 1, column ")),
            "{prologue}: {:?}",
            built.formatted_findings()
        );
    }
}

#[test]
fn a_linked_drawing_with_active_content_is_not_published() {
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><script/></svg>";
    let built = TestSite::new().article("a", "[The drawing](a.svg)\n").file("content/articles/a.svg", drawing).build();
    built.assert_findings(&[
        "error[picture-invalid] content/articles/a.md:4:1: `a.svg` is not published: it has a script in it, at line 1, column",
    ]);
}

#[test]
fn drawings_of_common_programs_are_accepted() {
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- Made by hand -->\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n";
    let body = "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" xmlns:inkscape=\"http://www.inkscape.org/namespaces/inkscape\" inkscape:export-filename=\"C:\\drawings\\a.png\" width=\"40mm\" viewBox=\"0 0 40 20\">
        <metadata><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"/></metadata>
        <style>.one { fill: url(#shade) } /* on = off */</style>
        <linearGradient id=\"shade\"/><use xlink:href=\"#shade\"/><rect style=\"fill:url('#shade')\" class=\"one\"/>
        <image href=\"data:image/png;base64,iVBORw0KGgo=\"/><text>1 on = 2</text></svg>";
    let built = site("a.svg", format!("\u{feff}{head}{body}")).build();
    built.assert_no_findings();
    assert!(figure(&built).contains("width=\"151\" height=\"76\""), "{}", figure(&built));
    for broken in [
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><g>",
        "<svg viewBox=\"0 0 9 9\"/>",
        "<html/>",
        "",
        "<svg",
    ] {
        assert!(!site("a.svg", broken).build().is_built(), "{broken}");
    }
}
