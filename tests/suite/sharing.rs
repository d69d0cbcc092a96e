//! How a site appears in other programs: share cards, icons, the web manifest, and the tags of the `head` that name them.

use std::path::{Path, PathBuf};

use serde_json::Value;

use wellpress_build::emit::Strays;
use wellpress_build::pipeline::{self, Outcome, Request};
use wellpress_io::cache::{CacheLocation, CacheMode};
use wellpress_io::fs::{Files, Memory};
use wellpress_site::config::SearchIndex;

use super::harness::{self, SETTINGS, TestBuild, TestSite};
use super::preview_harness::RunningPreview;

const CARDS: &str = "images: {cards: true}\n";

fn content(built: &TestBuild, path: &str, property: &str) -> Option<String> {
    let tags = built.select(path, &format!("meta[property='{property}'], meta[name='{property}']"));
    tags.first().map(|tag| tag.split("content=\"").nth(1).unwrap().split('"').next().unwrap().to_owned())
}

/// The picture that the head of a page names: its path in the output and its bytes.
fn card<'b>(built: &'b TestBuild, path: &str) -> (String, &'b [u8]) {
    let address = content(built, path, "og:image").unwrap();
    let file = address.strip_prefix("https://test.example/").unwrap().to_owned();
    let bytes = built.files().get(&file).unwrap_or_else(|| panic!("there is no {file}"));
    (file, bytes)
}

/// How many pixels of a picture are dark where a title stands.
fn ink(png: &[u8]) -> usize {
    let image = image::load_from_memory(png).unwrap().into_luma8();
    assert_eq!(image.dimensions(), (1200, 630));
    image.enumerate_pixels().filter(|(_, y, pixel)| (150..500).contains(y) && pixel.0[0] < 120).count()
}

#[test]
fn a_page_has_a_card_with_its_title_if_the_settings_ask_for_cards() {
    let built = TestSite::new()
        .settings(CARDS)
        .article("neck", "Text.\n")
        .file("content/articles/long.md", format!("---\ntitle: {}\n---\n", "Words upon words ".repeat(30)))
        .file("content/articles/other.md", "---\ntitle: 首のストレッチ\n---\n")
        .build();
    built.assert_no_errors();
    let page = "articles/neck/index.html";
    let (file, png) = card(&built, page);
    assert!(file.starts_with("assets/card-neck.") && file.ends_with(".png"), "{file}");
    assert!(ink(png) > 1000 && png.len() < 60_000, "{} dark pixels, {} bytes", ink(png), png.len());
    for (property, expected) in [
        ("og:image:width", "1200"),
        ("og:image:height", "630"),
        ("og:image:alt", "Article neck"),
        ("twitter:card", "summary_large_image"),
    ] {
        assert_eq!(content(&built, page, property).as_deref(), Some(expected), "{property}");
    }
    assert!(ink(card(&built, "articles/long/index.html").1) > 2 * ink(png), "a long title is there as well");
    assert_eq!(content(&built, "articles/other/index.html", "og:image"), None, "none where the font has no letters");
    let list = card(&built, "articles/index.html");
    assert_eq!(ink(list.1), 0);
    assert_eq!(list.0, card(&built, "404.html").0, "pages without a title of their own share one");
}

#[test]
fn texts_on_a_card_stay_within_its_margin() {
    let word = "Pneumonoultramicroscopicsilicovolcanoconiosis".repeat(4);
    let built = TestSite::new()
        .file("wellpress.yaml", format!("title: {word}\nbase_url: https://test.example/\n{CARDS}"))
        .file("content/articles/long.md", format!("---\ntitle: {word}\n---\n"))
        .build();
    let image = image::load_from_memory(card(&built, "articles/long/index.html").1).unwrap().into_luma8();
    // The line at the foot of a card ends at the margin.
    let margin = 1200 - 84;
    let dark_pixels = image.enumerate_pixels().filter(|(_, y, pixel)| *y > 20 && pixel.0[0] < 120);
    let rightmost = dark_pixels.map(|(x, ..)| x).max();
    assert!((1000..=margin).contains(&rightmost.unwrap()), "{rightmost:?}");
}

#[test]
fn without_the_setting_no_card_is_drawn() {
    let built = TestSite::new().article("neck", "Text.\n").build();
    assert_eq!(content(&built, "articles/neck/index.html", "og:image"), None);
    assert_eq!(content(&built, "articles/neck/index.html", "twitter:card").as_deref(), Some("summary"));
    assert!(!built.files().keys().any(|path| path.starts_with("assets/card-")));
}

#[test]
fn a_picture_chosen_by_the_author_replaces_the_card() {
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(600, 300, image::Rgb([9, 9, 9])).write_to(&mut png, image::ImageFormat::Png).unwrap();
    let built = TestSite::new()
        .settings(CARDS)
        .file("content/articles/a/index.md", "---\ntitle: A\nsocial_image: own.png\n---\n")
        .file("content/articles/a/own.png", png.into_inner())
        .build();
    built.assert_no_errors();
    let (file, _) = card(&built, "articles/a/index.html");
    assert!(file.starts_with("assets/own-600."), "{file}");
    assert_eq!(content(&built, "articles/a/index.html", "og:image:width").as_deref(), Some("600"));
}

#[test]
fn two_pages_with_the_same_name_and_title_have_different_card_files() {
    let built = TestSite::new()
        .settings(CARDS)
        .file("content/articles/neck.md", "---\ntitle: Neck\n---\n")
        .file("content/topics/neck.md", "---\ntitle: Neck\ntype: region\n---\n")
        .build();
    built.assert_no_errors();
    let (article, topic) = (card(&built, "articles/neck/index.html"), card(&built, "topics/neck/index.html"));
    assert!(article.0 != topic.0 && article.1 == topic.1);
}

#[test]
fn the_preview_draws_a_card_when_it_is_requested() {
    let served = RunningPreview::new(&TestSite::new().settings(CARDS).article("neck", "Text.\n"));
    let page = served.get("/articles/neck/").text();
    let address = page.split('"').find(|part| part.contains("/assets/card-neck.")).unwrap();
    let path = &address[address.find("/assets/").unwrap()..];
    let card = served.get(path);
    assert_eq!((card.status, card.header("content-type")), (200, Some("image/png")));
    assert!(ink(&card.body) > 1000);
}

#[test]
fn the_site_has_icons_and_a_manifest_in_each_language() {
    let built = TestSite::new()
        .settings("languages: {ar: {title: موقع}}\n")
        .file("content/pages/index.ar.md", "---\ntitle: بيت\n---\n")
        .build();
    built.assert_no_errors();
    let links = built.select("index.html", "link[rel='icon'], link[rel='apple-touch-icon'], link[rel='manifest']");
    for link in &links {
        let address = link.split("href=\"/").nth(1).unwrap().split('"').next().unwrap();
        assert!(built.files().contains_key(address), "{link}");
    }
    assert_eq!(links.len(), 4, "{links:?}");
    let manifest: Value = serde_json::from_str(built.text("site.webmanifest")).unwrap();
    assert_eq!((&manifest["name"], &manifest["start_url"]), (&Value::from("Test site"), &Value::from("/")));
    for icon in manifest["icons"].as_array().unwrap() {
        let bytes = &built.files()[icon["src"].as_str().unwrap().trim_start_matches('/')];
        let image = image::load_from_memory(bytes).unwrap();
        assert_eq!(icon["sizes"], format!("{}x{}", image.width(), image.height()));
    }
    let arabic: Value = serde_json::from_str(built.text("ar/site.webmanifest")).unwrap();
    assert_eq!((&arabic["dir"], &arabic["start_url"]), (&Value::from("rtl"), &Value::from("/ar/")));
    assert!(built.text("ar/index.html").contains("<link rel=\"manifest\" href=\"/ar/site.webmanifest\">"));
}

#[test]
fn icons_are_drawn_from_the_logo_of_the_theme() {
    let logo = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><rect width=\"9\" height=\"9\" fill=\"#ff0000\"/></svg>";
    let built = TestSite::new()
        .settings("theme: own\n")
        .file("themes/own/theme.yaml", "name: own\nextends: well\n")
        .file("themes/own/assets/logo.svg", logo)
        .build();
    built.assert_no_errors();
    let icons = built.files().iter().filter(|(path, _)| path.starts_with("assets/icon-") && path.ends_with(".png"));
    let red_icons: Vec<_> = icons
        .map(|(_, bytes)| image::load_from_memory(bytes).unwrap().into_rgba8())
        .filter(|icon| icon.get_pixel(icon.width() / 2, icon.height() / 2).0 == [255, 0, 0, 255])
        .collect();
    assert_eq!(red_icons.iter().map(image::ImageBuffer::width).collect::<std::collections::BTreeSet<_>>().len(), 4);
    let links = built.select("index.html", "link[rel='apple-touch-icon']").join("");
    let path = links.split("href=\"/").nth(1).unwrap().split('"').next().unwrap();
    let touched = image::load_from_memory(&built.files()[path]).unwrap().into_rgba8();
    assert_eq!(touched.get_pixel(90, 90).0, [255, 0, 0, 255]);
}

/// The icons of the built-in theme are stored in the repository, so that no build has to draw them.
#[test]
fn the_stored_icons_of_the_built_in_theme_are_drawn_from_its_logo() {
    let logo = include_bytes!("../../themes/well/assets/logo.svg");
    for size in wellpress_render::drawings::icons::SIZES {
        let ground = (size > 64).then_some("#FAF6EE");
        let drawn = wellpress_render::drawings::share_cards::icon(logo, size, ground);
        let path = format!("{}/themes/well/assets/icons/icon-{size}.png", env!("CARGO_MANIFEST_DIR"));
        if std::env::var_os("DRAW_ICONS").is_some() {
            std::fs::create_dir_all(Path::new(&path).parent().unwrap()).unwrap();
            std::fs::write(&path, &drawn).unwrap();
        }
        let stored = std::fs::read(&path).unwrap();
        let pixels = |png: &[u8]| image::load_from_memory(png).unwrap().into_rgba8();
        assert!(pixels(&stored) == pixels(&drawn), "run with DRAW_ICONS=1 after a change of the logo: {path}");
    }
}

fn request() -> Request<'static> {
    let cache = CacheLocation { folder: "/cache".into(), mode: CacheMode::ReadWrite, build: wellpress::BUILD };
    Request { cache, ..harness::request(SearchIndex::Skip) }
}

/// Builds the site. Returns how many pictures were encoded, and the files of the output.
fn built(memory: &Memory) -> (usize, Vec<(PathBuf, Vec<u8>)>) {
    for _ in 0..4 {
        memory.write(Path::new("/clock"), b"tick").unwrap();
    }
    let drawn = match pipeline::build(memory, &request(), Strays::Refuse).unwrap() {
        Outcome::Done(built) => built.site.rendered.images_made,
        Outcome::Stopped(report) => panic!("{report:?}"),
    };
    let output = memory.snapshot().into_iter().filter(|(path, _)| path.starts_with("/site/output"));
    (drawn, output.map(|(path, bytes)| (path, bytes.to_vec())).collect())
}

fn titled(memory: &Memory, title: &str, text: &str) {
    let page = format!("---\ntitle: {title}\n---\n{text}\n");
    memory.write(Path::new("/site/content/articles/neck.md"), page.as_bytes()).unwrap();
}

#[test]
fn a_warm_build_draws_only_the_cards_that_changed() {
    let memory = || {
        Memory::new()
            .with("/site/wellpress.yaml", format!("{SETTINGS}{CARDS}"))
            .with("/site/content/pages/index.md", "---\ntitle: Home\n---\n")
            .with("/site/content/articles/back.md", "---\ntitle: Back\n---\n")
            .with("/site/content/articles/neck.md", "---\ntitle: Neck\n---\nText.\n")
    };
    let warm = memory();
    // Three pages, and the card of all generated ones.
    assert_eq!(built(&warm).0, 4);
    assert_eq!(built(&warm).0, 0);
    titled(&warm, "Neck", "Other text.");
    assert_eq!(built(&warm).0, 0);
    titled(&warm, "Necks", "Other text.");
    let (drawn, output) = built(&warm);
    assert_eq!(drawn, 1);
    let cold = memory();
    titled(&cold, "Necks", "Other text.");
    assert_eq!(built(&cold).1, output);
    // The card of the earlier title is still in the cache.
    titled(&warm, "Neck", "Other text.");
    assert_eq!(built(&warm).0, 0);
    let settings = format!("title: Another\nbase_url: https://test.example/\n{CARDS}");
    warm.write(Path::new("/site/wellpress.yaml"), settings.as_bytes()).unwrap();
    assert_eq!(built(&warm).0, 4);
}
