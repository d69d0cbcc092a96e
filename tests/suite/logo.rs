//! The logo that a theme names: where it stands, what it is made into, and which ones are refused.

use serde_json::Value;

use crate::harness::{Built, SETTINGS, Site};

/// Wide, and red in its middle.
const WIDE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 120 30\"><rect width=\"120\" height=\"30\" fill=\"#ff0000\"/></svg>";
const DARK: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"80\" height=\"20\"><rect width=\"80\" height=\"20\" fill=\"#ffdddd\"/></svg>";
const MARK: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><rect width=\"9\" height=\"9\" fill=\"#0000ff\"/></svg>";

fn themed(manifest: &str) -> Site {
    Site::new()
        .settings("theme: mine\nimages: {cards: true}\n")
        .file("themes/mine/theme.yaml", format!("name: mine\nextends: well\n{manifest}"))
        .file("themes/mine/assets/wide.svg", WIDE)
        .file("themes/mine/assets/wide-dark.svg", DARK)
        .article("a", "Text.\n")
}

fn both() -> Site {
    themed("logo: wide.svg\nlogo-dark: wide-dark.svg\n")
}

fn attribute<'t>(tag: &'t str, name: &str) -> &'t str {
    tag.split(&format!(" {name}=\"")).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_else(|| panic!("{tag}"))
}

/// A picture that the page names, by its address.
fn drawn(built: &Built, address: &str) -> image::RgbaImage {
    let path = address.trim_start_matches("https://test.example").trim_start_matches('/');
    image::load_from_memory(&built.files()[path]).unwrap().into_rgba8()
}

#[test]
fn the_logo_stands_in_the_header_with_the_name_as_its_text_and_with_its_size() {
    let built = both().build();
    built.assert_sound();
    for page in ["index.html", "articles/a/index.html"] {
        let logos = built.select(page, ".masthead .brand img");
        let shown: Vec<[&str; 4]> =
            logos.iter().map(|logo| ["class", "alt", "width", "height"].map(|name| attribute(logo, name))).collect();
        assert_eq!(
            shown,
            [["brand-logo in-light", "Test site", "120", "30"], ["brand-logo in-dark", "Test site", "80", "20"]]
        );
        assert!(built.select(page, ".brand-name, .brand-mark").is_empty(), "the name stands there twice");
        let bytes = |logo: &str| built.text(attribute(logo, "src").trim_start_matches('/')).to_owned();
        assert_eq!([bytes(&logos[0]), bytes(&logos[1])], [WIDE, DARK]);
    }
}

#[test]
fn one_logo_is_for_light_and_dark_and_a_theme_without_one_writes_the_name() {
    let one = themed("logo: wide.svg\n").build();
    one.assert_sound();
    let logos = one.select("index.html", ".brand img");
    assert_eq!((logos.len(), attribute(&logos[0], "class")), (1, "brand-logo"));
    let none = themed("").build();
    assert_eq!(none.texts("index.html", ".brand-name"), ["Test site"]);
    assert_eq!(none.select("index.html", ".brand-mark").len(), 1);
}

#[test]
fn the_logo_is_the_publishers_unless_the_settings_name_another() {
    let publisher = |site: Site| {
        let built = site.build();
        built.assert_sound();
        let json = built.texts("index.html", "script[type='application/ld+json']").remove(0);
        let graph: Value = serde_json::from_str(&json).unwrap();
        let nodes = graph["@graph"].as_array().unwrap();
        let website = nodes.iter().find(|node| node["@type"] == "WebSite").unwrap();
        website["publisher"]["logo"].as_str().unwrap().to_owned()
    };
    let logo = publisher(both());
    assert!(logo.starts_with("https://test.example/assets/wide.") && logo.ends_with(".svg"), "{logo}");
    let settings = format!("{SETTINGS}theme: mine\norganization: {{name: House, logo: /house.svg}}\n");
    let own = both().file("wellpress.yaml", settings).file("static/house.svg", MARK);
    assert_eq!(publisher(own), "https://test.example/house.svg");
}

#[test]
fn icons_and_pictures_for_sharing_show_the_logo_where_the_theme_has_no_mark_of_its_own() {
    const RED: [u8; 4] = [255, 0, 0, 255];
    let built = both().build();
    built.assert_sound();
    let manifest: Value = serde_json::from_str(built.text("site.webmanifest")).unwrap();
    let icon = drawn(&built, manifest["icons"][0]["src"].as_str().unwrap());
    let (width, height) = icon.dimensions();
    assert_eq!(icon.get_pixel(width / 2, height / 2).0, RED);
    assert_ne!(icon.get_pixel(width / 2, height / 5).0, RED, "the logo is not as high as wide");
    let card = built.select("articles/a/index.html", "meta[property='og:image']").remove(0);
    let card = drawn(&built, attribute(&card, "content"));
    assert_eq!(card.get_pixel(84 + 120, 77 + 30).0, RED, "the logo is four times as wide as high");
    let marked = both().file("themes/mine/assets/logo.svg", MARK).build();
    let manifest: Value = serde_json::from_str(marked.text("site.webmanifest")).unwrap();
    let icon = drawn(&marked, manifest["icons"][0]["src"].as_str().unwrap());
    assert_eq!(icon.get_pixel(width / 2, height / 2).0, [0, 0, 255, 255]);
    assert_eq!(marked.select("index.html", "link[rel=icon][type='image/svg+xml']").len(), 1);
}

#[test]
fn a_logo_of_pixels_stands_in_the_header_and_makes_no_icons_of_somebody_elses_mark() {
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(90, 30).write_to(&mut png, image::ImageFormat::Png).unwrap();
    let built = themed("logo: name.png\n").file("themes/mine/assets/name.png", png.into_inner()).build();
    built.assert_sound();
    let logo = built.select("index.html", ".brand img").remove(0);
    assert_eq!((attribute(&logo, "width"), attribute(&logo, "height")), ("90", "30"));
    assert!(built.select("index.html", "link[rel=icon]").is_empty());
    let manifest: Value = serde_json::from_str(built.text("site.webmanifest")).unwrap();
    assert_eq!(manifest["icons"], Value::Array(Vec::new()));
}

#[test]
fn what_cannot_be_a_logo_is_named_with_its_place() {
    let refused = |site: Site, message: &str| {
        let built = site.build();
        let findings = built.of_rule("theme-invalid");
        assert_eq!(findings.len(), 1, "{:?}", built.shown());
        assert!(findings[0].message.contains(message), "{:?}", built.shown());
        let place = &findings[0].location;
        assert_eq!((&*place.file, place.line), ("themes/mine/theme.yaml", 3), "{:?}", built.shown());
        findings[0].help.clone().unwrap()
    };
    let help = refused(themed("logo: wide.svgg\n"), "the theme has no file `assets/wide.svgg`");
    assert_eq!(help, "did you mean `wide.svg`?");
    let active = WIDE.replace("<rect", "<script>alert(1)</script><rect");
    let active = themed("logo: act.svg\n").file("themes/mine/assets/act.svg", active);
    refused(active, "`act.svg` cannot be the logo: it has a script in it, at line 1");
    let outside = WIDE.replace("<rect", "<image href=\"https://elsewhere.example/x.png\"/><rect");
    let outside = themed("logo: act.svg\n").file("themes/mine/assets/act.svg", outside);
    refused(outside, "a reference to another address");
    let lying = themed("logo: lie.png\n").file("themes/mine/assets/lie.png", WIDE);
    refused(lying, "`lie.png` cannot be the logo");
    refused(themed("logo-dark: wide-dark.svg\n"), "`logo-dark` stands without `logo`");
}

#[test]
fn a_theme_brings_its_logo_to_those_that_extend_it() {
    let site = both()
        .file("themes/child/theme.yaml", "name: child\nextends: mine\n")
        .file("wellpress.yaml", format!("{SETTINGS}theme: child\n"));
    let built = site.build();
    built.assert_sound();
    assert_eq!(built.select("index.html", ".brand-logo").len(), 2);
}
