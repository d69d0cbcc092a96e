//! The logo of a theme: its place in the header, the icons and cards made from it, and which files are refused.

use serde_json::Value;

use crate::harness::{SETTINGS, TestBuild, TestSite};

/// Wide, and red in its middle.
const WIDE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 120 30\"><rect width=\"120\" height=\"30\" fill=\"#ff0000\"/></svg>";
const DARK: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"80\" height=\"20\"><rect width=\"80\" height=\"20\" fill=\"#ffdddd\"/></svg>";
const MARK: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><rect width=\"9\" height=\"9\" fill=\"#0000ff\"/></svg>";

fn site_with_theme(manifest: &str) -> TestSite {
    TestSite::new()
        .settings("theme: mine\nimages: {cards: true}\n")
        .file("themes/mine/theme.yaml", format!("name: mine\nextends: well\n{manifest}"))
        .file("themes/mine/assets/wide.svg", WIDE)
        .file("themes/mine/assets/wide-dark.svg", DARK)
        .article("a", "Text.\n")
}

fn site_with_logos() -> TestSite {
    site_with_theme("logo: wide.svg\nlogo-dark: wide-dark.svg\n")
}

fn attribute<'t>(tag: &'t str, name: &str) -> &'t str {
    tag.split(&format!(" {name}=\"")).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_else(|| panic!("{tag}"))
}

/// The decoded picture at an address of the site.
fn picture_at(built: &TestBuild, address: &str) -> image::RgbaImage {
    let path = address.trim_start_matches("https://test.example").trim_start_matches('/');
    image::load_from_memory(&built.files()[path]).unwrap().into_rgba8()
}

#[test]
fn the_logo_is_in_the_header_with_its_size_and_the_name_of_the_site() {
    let built = site_with_logos().build();
    built.assert_no_errors();
    for page in ["index.html", "articles/a/index.html"] {
        let logos = built.select(page, ".masthead .brand img");
        let attributes: Vec<[&str; 4]> =
            logos.iter().map(|logo| ["class", "alt", "width", "height"].map(|name| attribute(logo, name))).collect();
        assert_eq!(
            attributes,
            [["brand-logo in-light", "Test site", "120", "30"], ["brand-logo in-dark", "Test site", "80", "20"]]
        );
        assert!(built.select(page, ".brand-name, .brand-mark").is_empty(), "the name stands there twice");
        let bytes = |logo: &str| built.text(attribute(logo, "src").trim_start_matches('/')).to_owned();
        assert_eq!([bytes(&logos[0]), bytes(&logos[1])], [WIDE, DARK]);
    }
}

#[test]
fn one_logo_serves_light_and_dark_and_without_one_the_name_is_written() {
    let with_logo = site_with_theme("logo: wide.svg\n").build();
    with_logo.assert_no_errors();
    let logos = with_logo.select("index.html", ".brand img");
    assert_eq!((logos.len(), attribute(&logos[0], "class")), (1, "brand-logo"));
    let without_logo = site_with_theme("").build();
    assert_eq!(without_logo.texts("index.html", ".brand-name"), ["Test site"]);
    assert_eq!(without_logo.select("index.html", ".brand-mark").len(), 1);
}

/// The logo of the publisher in the structured data of the home page.
fn publisher_logo(site: TestSite) -> String {
    let built = site.build();
    built.assert_no_errors();
    let json = built.texts("index.html", "script[type='application/ld+json']").remove(0);
    let graph: Value = serde_json::from_str(&json).unwrap();
    let nodes = graph["@graph"].as_array().unwrap();
    let website = nodes.iter().find(|node| node["@type"] == "WebSite").unwrap();
    website["publisher"]["logo"].as_str().unwrap().to_owned()
}

#[test]
fn the_logo_is_the_publishers_unless_the_settings_name_another() {
    let logo = publisher_logo(site_with_logos());
    assert!(logo.starts_with("https://test.example/assets/wide.") && logo.ends_with(".svg"), "{logo}");
    let settings = format!("{SETTINGS}theme: mine\norganization: {{name: House, logo: /house.svg}}\n");
    let site = site_with_logos().file("wellpress.yaml", settings).file("static/house.svg", MARK);
    assert_eq!(publisher_logo(site), "https://test.example/house.svg");
}

#[test]
fn icons_and_share_cards_show_the_logo_if_the_theme_has_no_mark() {
    const RED: [u8; 4] = [255, 0, 0, 255];
    let built = site_with_logos().build();
    built.assert_no_errors();
    let manifest: Value = serde_json::from_str(built.text("site.webmanifest")).unwrap();
    let icon = picture_at(&built, manifest["icons"][0]["src"].as_str().unwrap());
    let (width, height) = icon.dimensions();
    assert_eq!(icon.get_pixel(width / 2, height / 2).0, RED);
    assert_ne!(icon.get_pixel(width / 2, height / 5).0, RED, "the logo is not as high as wide");
    let card = built.select("articles/a/index.html", "meta[property='og:image']").remove(0);
    let card = picture_at(&built, attribute(&card, "content"));
    assert_eq!(card.get_pixel(84 + 120, 77 + 30).0, RED, "the logo is four times as wide as high");
    let marked = site_with_logos().file("themes/mine/assets/logo.svg", MARK).build();
    let manifest: Value = serde_json::from_str(marked.text("site.webmanifest")).unwrap();
    let icon = picture_at(&marked, manifest["icons"][0]["src"].as_str().unwrap());
    assert_eq!(icon.get_pixel(width / 2, height / 2).0, [0, 0, 255, 255]);
    assert_eq!(marked.select("index.html", "link[rel=icon][type='image/svg+xml']").len(), 1);
}

#[test]
fn with_a_bitmap_logo_the_site_has_no_icons() {
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(90, 30).write_to(&mut png, image::ImageFormat::Png).unwrap();
    let built = site_with_theme("logo: name.png\n").file("themes/mine/assets/name.png", png.into_inner()).build();
    built.assert_no_errors();
    let logo = built.select("index.html", ".brand img").remove(0);
    assert_eq!((attribute(&logo, "width"), attribute(&logo, "height")), ("90", "30"));
    assert!(built.select("index.html", "link[rel=icon]").is_empty());
    let manifest: Value = serde_json::from_str(built.text("site.webmanifest")).unwrap();
    assert_eq!(manifest["icons"], Value::Array(Vec::new()));
}

/// Fails unless the theme is refused with this message at line 3 of its manifest. Gives the help.
#[track_caller]
fn assert_theme_refused(site: TestSite, message: &str) -> String {
    let built = site.build();
    let findings = built.of_rule("theme-invalid");
    assert_eq!(findings.len(), 1, "{:?}", built.formatted_findings());
    assert!(findings[0].message.contains(message), "{:?}", built.formatted_findings());
    let location = &findings[0].location;
    assert_eq!((&*location.file, location.line), ("themes/mine/theme.yaml", 3), "{:?}", built.formatted_findings());
    findings[0].help.clone().unwrap().into_owned()
}

#[test]
fn an_invalid_logo_is_reported_at_its_line_of_the_theme() {
    let help = assert_theme_refused(site_with_theme("logo: wide.svgg\n"), "the theme has no file `assets/wide.svgg`");
    assert_eq!(help, "did you mean `wide.svg`?");
    let active = WIDE.replace("<rect", "<script>alert(1)</script><rect");
    let active = site_with_theme("logo: act.svg\n").file("themes/mine/assets/act.svg", active);
    assert_theme_refused(active, "`act.svg` cannot be the logo: it has a script in it, at line 1");
    let outside = WIDE.replace("<rect", "<image href=\"https://elsewhere.example/x.png\"/><rect");
    let outside = site_with_theme("logo: act.svg\n").file("themes/mine/assets/act.svg", outside);
    assert_theme_refused(outside, "a reference to another address");
    let lying = site_with_theme("logo: lie.png\n").file("themes/mine/assets/lie.png", WIDE);
    assert_theme_refused(lying, "`lie.png` cannot be the logo");
    assert_theme_refused(site_with_theme("logo-dark: wide-dark.svg\n"), "`logo-dark` stands without `logo`");
}

#[test]
fn a_theme_inherits_the_logo_of_the_theme_that_it_extends() {
    let site = site_with_logos()
        .file("themes/child/theme.yaml", "name: child\nextends: mine\n")
        .file("wellpress.yaml", format!("{SETTINGS}theme: child\n"));
    let built = site.build();
    built.assert_no_errors();
    assert_eq!(built.select("index.html", ".brand-logo").len(), 2);
}
