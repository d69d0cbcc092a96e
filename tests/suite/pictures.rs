//! Pictures: what a page gives a browser to choose from, what is in the files, what is refused, and what a second build
//! makes again.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use image::{DynamicImage, ExtendedColorType, ImageEncoder, ImageFormat, Rgb, RgbImage};

use wellpress::emit::Strays;
use wellpress::pipeline::{self, BuiltSite, Outcome, Request};
use wellpress::serve::BuildResult;
use wellpress_io::cache::{CacheLocation, CacheMode};
use wellpress_io::fs::{Files, Memory};
use wellpress_site::config::SearchIndex;

use super::harness::{self, SETTINGS, TestSite, format_finding};
use super::preview_harness::RunningPreview;

const PAGE: &str = "articles/a/index.html";

/// A photograph: no two of its pixels are alike, and its left half is darker than its right one.
fn photo(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let light = if x < width / 2 { 0 } else { 128 };
        let (x, y) = (x.to_le_bytes()[0], y.to_le_bytes()[0]);
        Rgb([light + x / 4, light + y / 4, light + (x ^ y) / 4])
    })
}

fn encoded(image: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(image.clone()).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn jpeg(width: u32, height: u32) -> Vec<u8> {
    encoded(&photo(width, height), ImageFormat::Jpeg)
}

/// A JPEG with a segment of application data behind its start.
fn with_segment(jpeg: &[u8], marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xFF, marker], &length, content, &jpeg[2..]].concat()
}

/// What a camera writes: how it was held, and (in its own tag) where.
fn exif(orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0]);
    exif.extend(b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x26\0\0\0\0GPS 48.2082 N 16.3738 E");
    exif
}

fn site(name: &str, bytes: impl AsRef<[u8]>) -> TestSite {
    let text = format!(
        "---\ntitle: A\nhero: {{src: {name}, alt: \"\"}}\n---\n::figure[Words]{{src=\"{name}\" alt=\"Alt\"}}\n"
    );
    TestSite::new().file("content/articles/a/index.md", text).file(&format!("content/articles/a/{name}"), bytes)
}

/// Files of a built site with this extension, by their paths.
fn files<'b>(built: &'b super::harness::TestBuild, extension: &str) -> Vec<(&'b str, &'b [u8])> {
    let suffix = format!(".{extension}");
    let is_picture =
        |path: &str| path.starts_with("assets/") && !path.starts_with("assets/icon-") && path.ends_with(&suffix);
    let all = built.files().iter().filter(|(path, _)| is_picture(path));
    all.map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect()
}

/// The markup of the figure on the page.
fn figure(built: &super::harness::TestBuild) -> String {
    let html = built.text(PAGE);
    let start = html.find("<figure class=\"figure\">").unwrap();
    html[start..start + html[start..].find("<figcaption>").unwrap()].to_owned()
}

fn sizes(files: &[(&str, &[u8])]) -> Vec<(u32, u32)> {
    let mut sizes: Vec<_> = files
        .iter()
        .map(|(path, bytes)| {
            let image = image::load_from_memory(bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
            (image.width(), image.height())
        })
        .collect();
    sizes.sort_unstable();
    sizes
}

#[test]
fn a_photograph_comes_in_widths_and_forms_and_never_larger_than_it_is() {
    let built = site("hero.jpg", jpeg(1000, 500)).build();
    built.assert_no_findings();
    for extension in ["jpg", "webp"] {
        assert_eq!(sizes(&files(&built, extension)), [(480, 240), (800, 400), (1000, 500)], "{extension}");
    }
    assert_eq!(files(&built, "avif"), []);
    let figure = figure(&built);
    let order = [
        "<source type=\"image/webp\" srcset=\"/assets/hero-480.",
        " 480w, /assets/hero-800.",
        " 1000w\" sizes=\"(min-width: 40rem) 36rem, 100vw\"",
        "<img src=\"/assets/hero-1000.",
        ".jpg 480w",
        "alt=\"Alt\" width=\"1000\" height=\"500\" loading=\"lazy\"",
    ];
    let mut rest = figure.as_str();
    for part in order {
        let at = rest.find(part).unwrap_or_else(|| panic!("no `{part}` in {rest}\nof {figure}"));
        rest = &rest[at..];
    }
    let hero = built.select(PAGE, ".hero picture").join("");
    assert!(hero.contains("fetchpriority=\"high\"") && !hero.contains("loading"), "{hero}");
    let html = built.text(PAGE);
    assert!(!html.contains(" style="), "{html}");
    for address in html.split(['"', ' ']).filter(|part| part.starts_with("/assets/hero-")) {
        assert!(built.files().contains_key(address.trim_start_matches('/')), "{address}");
    }
}

#[test]
fn a_small_picture_has_one_width_and_a_wide_one_ends_at_the_widest() {
    let small = site("a.png", encoded(&photo(300, 200), ImageFormat::Png)).build();
    assert_eq!(sizes(&files(&small, "png")), [(300, 200)]);
    assert_eq!(sizes(&files(&small, "webp")), [(300, 200)]);
    let wide = site("a.jpg", jpeg(900, 300)).settings("images: {widths: [64, 128], quality: 50}\n").build();
    assert_eq!(sizes(&files(&wide, "jpg")), [(64, 21), (128, 43)]);
    let better = site("a.jpg", jpeg(900, 300)).settings("images: {widths: [64, 128], quality: 95}\n").build();
    let bytes = |built| files(built, "webp").iter().map(|(_, bytes)| bytes.len()).sum::<usize>();
    assert!(bytes(&better) > bytes(&wide));
}

#[test]
fn a_file_that_need_not_be_changed_is_published_pixel_for_pixel() {
    let drawing = RgbImage::from_fn(200, 100, |x, _| if x < 100 { Rgb([250, 246, 238]) } else { Rgb([15, 92, 87]) });
    let source = encoded(&drawing, ImageFormat::Png);
    let built = site("drawing.png", &source).build();
    assert_eq!(files(&built, "png")[0].1, source);
    let webp = image::load_from_memory(files(&built, "webp")[0].1).unwrap().into_rgb8();
    assert!(webp == drawing, "a drawing of few colours loses none of them");
}

#[test]
fn avif_is_written_by_request_and_comes_first() {
    let built = site("a.jpg", jpeg(40, 20)).settings("images: {avif: true}\n").build();
    let avif = files(&built, "avif");
    assert_eq!(avif.len(), 1);
    assert_eq!(&avif[0].1[4..12], b"ftypavif");
    let figure = figure(&built);
    assert!(figure.contains("<picture><source type=\"image/avif\" srcset=\"/assets/a-40."), "{figure}");
}

#[test]
fn where_a_photograph_was_taken_is_told_to_nobody_and_how_the_camera_was_held_is_kept() {
    let held = with_segment(&jpeg(60, 40), 0xE1, &exif(6));
    let commented = with_segment(&held, 0xFE, b"GPS again");
    let packaged = with_segment(&commented, 0xED, b"Photoshop 3.0\0GPS once more");
    let trailing = [packaged.as_slice(), b"GPS at the end"].concat();
    let text = "---\ntitle: A\nhero: {src: held.jpg, alt: \"\"}\n---\n[The file](linked.jpg)\n";
    let built = TestSite::new()
        .file("content/articles/a/index.md", text)
        .file("content/articles/a/held.jpg", &trailing)
        .file("content/articles/a/linked.jpg", &trailing)
        .build();
    built.assert_no_findings();
    for (path, bytes) in built.files() {
        assert!(!bytes.windows(3).any(|part| part == b"GPS"), "{path}");
    }
    let shown: Vec<_> = files(&built, "jpg").into_iter().filter(|(path, _)| path.contains("held-40.")).collect();
    assert_eq!(sizes(&shown), [(40, 60)]);
    let turned = image::load_from_memory(shown[0].1).unwrap().into_rgb8();
    assert!(turned.get_pixel(20, 5).0[0] < 100 && turned.get_pixel(20, 55).0[0] > 100, "the dark half is on top");
    let linked: Vec<_> = files(&built, "jpg").into_iter().filter(|(path, _)| path.contains("linked.")).collect();
    assert!(linked[0].1.windows(4).any(|part| part == b"Exif"), "a viewer still knows how to turn the file");
    let mut decoder =
        image::ImageReader::new(Cursor::new(linked[0].1)).with_guessed_format().unwrap().into_decoder().unwrap();
    assert_eq!(image::ImageDecoder::orientation(&mut decoder).unwrap(), image::metadata::Orientation::Rotate90);
}

#[test]
fn other_forms_lose_what_was_written_about_them_as_well() {
    let png = encoded(&photo(30, 20), ImageFormat::Png);
    let chunk = {
        let content = b"tEXtComment\0GPS 48.2082 N";
        let crc = content.iter().fold(!0_u32, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 })
        });
        [&21_u32.to_be_bytes()[..], content, &(!crc).to_be_bytes()].concat()
    };
    let png = [&png[..33], &chunk, &png[33..]].concat();
    let webp = encoded(&photo(30, 20), ImageFormat::WebP);
    let webp = [&webp[..], b"EXIF\x04\0\0\0GPS!"].concat();
    let size = u32::try_from(webp.len() - 8).unwrap().to_le_bytes();
    let webp = [&webp[..4], &size, &webp[8..]].concat();
    for (name, bytes) in [("a.png", png), ("a.webp", webp)] {
        let built = site(name, &bytes).build();
        built.assert_no_findings();
        assert!(!files(&built, name.rsplit('.').next().unwrap()).is_empty());
        for (path, bytes) in built.files() {
            assert!(!bytes.windows(3).any(|part| part == b"GPS"), "{name}: {path}");
        }
    }
}

#[test]
fn an_avif_is_published_as_it_is_but_for_what_was_written_about_it() {
    let pixels: Vec<ravif::RGB8> =
        photo(40, 20).pixels().map(|pixel| ravif::RGB8::new(pixel.0[0], pixel.0[1], pixel.0[2])).collect();
    let encoder = ravif::Encoder::new().with_speed(10).with_exif(exif(1)[6..].to_vec());
    let avif = encoder.encode_rgb(ravif::Img::new(&pixels, 40, 20)).unwrap().avif_file;
    assert!(avif.windows(3).any(|part| part == b"GPS"));
    let built = site("a.avif", &avif).build();
    built.assert_no_findings();
    let published = files(&built, "avif")[0].1;
    let differing = avif.iter().zip(published).filter(|(own, published)| own != published).count();
    assert!(avif.len() == published.len() && (20..80).contains(&differing), "{differing} bytes were overwritten");
    assert!(!published.windows(3).any(|part| part == b"GPS"));
    assert!(!site("a.avif", &avif[..avif.len() - 3]).build().is_built());
}

#[test]
fn a_picture_that_moves_stays_as_it_is_without_its_comment() {
    let mut gif = Vec::new();
    let mut encoder = image::codecs::gif::GifEncoder::new(&mut gif);
    let frames =
        [photo(20, 10), photo(20, 10)].map(|frame| image::Frame::new(DynamicImage::ImageRgb8(frame).into_rgba8()));
    encoder.encode_frames(frames).unwrap();
    drop(encoder);
    let end = gif.len() - 1;
    let commented = [&gif[..end], b"\x21\xFE\x03GPS\0", &gif[end..]].concat();
    let built = site("moving.gif", &commented).build();
    built.assert_no_findings();
    assert_eq!(files(&built, "gif").iter().map(|(_, bytes)| *bytes).collect::<Vec<_>>(), [gif.as_slice()]);
    assert_eq!(files(&built, "webp"), []);
    let img = figure(&built);
    assert!(img.contains("width=\"20\" height=\"10\"") && !img.contains("srcset"), "{img}");
}

#[test]
fn one_frame_of_a_gif_is_a_picture_like_others() {
    let gif = encoded(&photo(600, 20), ImageFormat::Gif);
    let built = site("still.gif", &gif).build();
    built.assert_no_findings();
    assert_eq!(sizes(&files(&built, "png")), [(480, 16), (600, 20)]);
    assert_eq!(files(&built, "gif"), []);
}

#[test]
fn colours_of_another_space_are_brought_to_those_of_the_web() {
    let wide = RgbImage::from_pixel(500, 10, Rgb([200, 100, 50]));
    let profile = moxcms::ColorProfile::new_display_p3().encode().unwrap();
    let mut png = Vec::new();
    let mut encoder = image::codecs::png::PngEncoder::new(&mut png);
    encoder.set_icc_profile(profile).unwrap();
    encoder.write_image(&wide, 500, 10, ExtendedColorType::Rgb8).unwrap();
    let built = site("wide.png", &png).build();
    built.assert_no_findings();
    for (path, bytes) in files(&built, "webp").into_iter().chain(files(&built, "png")) {
        if path.contains("-500.") && path.ends_with(".png") {
            assert!(bytes.windows(4).any(|part| part == b"iCCP"), "the file's own pixels keep their profile");
            continue;
        }
        let [red, green, blue] = image::load_from_memory(bytes).unwrap().into_rgb8().get_pixel(5, 5).0;
        assert!(red > 205 && green < 99 && blue < 45, "{path}: {red} {green} {blue}");
        assert!(!bytes.windows(4).any(|part| part == b"ICCP" || part == b"iCCP"), "{path}");
    }
}

#[test]
fn one_picture_in_two_places_is_published_once() {
    let page = "---\ntitle: A\nhero: {src: hero.jpg, alt: \"\"}\n---\n";
    let built = TestSite::new()
        .file("content/articles/a/index.md", page)
        .file("content/articles/a/hero.jpg", jpeg(90, 30))
        .file("content/articles/b/index.md", page.replace("title: A", "title: B"))
        .file("content/articles/b/hero.jpg", jpeg(90, 30))
        .build();
    built.assert_no_findings();
    assert_eq!(sizes(&files(&built, "jpg")), [(90, 30)]);
    assert!(built.text("articles/b/index.html").contains(files(&built, "webp")[0].0));
}

#[test]
fn a_file_in_static_is_copied_as_it_is_and_shown_in_forms() {
    let source = jpeg(600, 300);
    let built = TestSite::new()
        .file("content/articles/a/index.md", "---\ntitle: A\n---\n![Alt](/photos/a.jpg)\n")
        .file("static/photos/a.jpg", &source)
        .build();
    built.assert_no_findings();
    assert_eq!(built.files()["photos/a.jpg"], source);
    assert_eq!(sizes(&files(&built, "webp")), [(480, 240), (600, 300)]);
    assert!(built.select(PAGE, "picture img")[0].contains("src=\"/assets/a-600."));
}

#[test]
fn a_picture_for_sharing_and_structured_data_lead_to_files_that_are_there() {
    let built = site("hero.jpg", jpeg(2000, 1000)).build();
    let image = built.select(PAGE, "meta[property='og:image']").join("");
    let path = image.split("https://test.example/").nth(1).unwrap().split('"').next().unwrap();
    assert!(built.files().contains_key(path), "{image}");
    assert!(built.text(PAGE).contains(&format!("https://test.example/{path}\",\"width\":\"1600 px\"")), "{path}");
}

#[test]
fn what_is_no_picture_is_refused_where_it_is_shown() {
    let whole = jpeg(64, 64);
    let png = encoded(&photo(64, 64), ImageFormat::Png);
    let gif = encoded(&photo(64, 64), ImageFormat::Gif);
    let webp = encoded(&photo(64, 64), ImageFormat::WebP);
    let cases: [(&str, &[u8], &str); 8] = [
        ("a.jpg", &whole[..whole.len() - 2], "it is cut short; export"),
        ("a.png", &png[..png.len() - 4], "it is cut short; export"),
        ("a.gif", &gif[..gif.len() - 1], "it is cut short; export"),
        ("a.webp", &webp[..webp.len() - 9], "it is cut short; export"),
        ("a.png", &whole, "its content is JPEG, which its extension does not say; give it the extension of its format"),
        ("a.jpg", &png, "its content is PNG, which"),
        ("a.jpg", b"not a picture at all", "its content is damaged, or not what its extension says; export"),
        ("a.jpg", b"", "its content is damaged, or not"),
    ];
    for (name, bytes, why) in cases {
        let built = site(name, bytes).build();
        let at = |place: &str| {
            format!(
                "error[picture-invalid] content/articles/a/index.md:{place}: `{name}` cannot be shown as a picture: {why}"
            )
        };
        built.assert_findings(&[&at("3:13"), &at("5:22")]);
    }
    site("a.jpg", &whole).settings("limits: {picture_pixels: 4000}\n").build().assert_findings(&[
        "error[picture-invalid] content/articles/a/index.md:3:13: `a.jpg` cannot be shown as a picture: it has 64 x 64 pixels, over the limit of 4000 in all; make it smaller, or raise `limits.picture_pixels`",
        "error[picture-invalid] content/articles/a/index.md:5:22: `a.jpg`",
    ]);
    site("a.jpg", &whole).settings("limits: {picture_size: 300}\n").build().assert_findings(&[
        "error[picture-invalid] content/articles/a/index.md:3:13: `a.jpg` cannot be shown as a picture: it has ",
        "error[picture-invalid] content/articles/a/index.md:5:22: `a.jpg`",
    ]);
}

/// Sixty thousand pixels across and down would take ten gigabytes.
#[test]
fn a_picture_that_is_far_too_large_is_refused_by_its_header() {
    let header = b"\x89PNG\r\n\x1a\n\0\0\0\x0DIHDR\0\0\xEA\x60\0\0\xEA\x60\x08\x02\0\0\0\0\0\0\0";
    site("huge.png", header).build().assert_findings(&[
        "error[picture-invalid] content/articles/a/index.md:3:13: `huge.png` cannot be shown as a picture: it has 60000 x 60000 pixels, over the limit",
        "error[picture-invalid] content/articles/a/index.md:5:22: `huge.png`",
    ]);
}

#[test]
fn settings_of_pictures_that_make_no_sense_are_refused() {
    let refused = |lines: &str, why: &str| {
        let built = TestSite::new().settings(lines).build();
        assert!(built.formatted_findings().iter().any(|finding| finding.contains(why)), "{lines}: {:?}", built.formatted_findings());
        assert!(!built.is_built());
    };
    refused("images: {quality: 0}\n", "wellpress.yaml:3:10: `quality` must be from 1 to 100");
    refused("images: {widths: []}\n", "wellpress.yaml:3:10: `widths` must be numbers of pixels");
    refused("images: {widths: [480, 9]}\n", "`widths` must be");
    refused("images: {wdths: [480]}\n", "did you mean `widths`?");
}

fn request() -> Request<'static> {
    let cache = CacheLocation { folder: "/cache".into(), mode: CacheMode::ReadWrite, build: wellpress::BUILD };
    Request { cache, ..harness::request(SearchIndex::Skip) }
}

fn memory() -> Memory {
    Memory::new()
        .with("/site/wellpress.yaml", SETTINGS)
        .with("/site/content/pages/index.md", "---\ntitle: Home\nhero: {src: home.jpg, alt: \"\"}\n---\n")
        .with("/site/content/pages/home.jpg", jpeg(500, 100))
        .with("/site/content/articles/a/index.md", "---\ntitle: A\n---\n![Alt](a.png)\n")
        .with("/site/content/articles/a/a.png", encoded(&photo(100, 50), ImageFormat::Png))
}

/// Lets the clock of the disk go on.
fn wait(memory: &Memory) {
    for _ in 0..4 {
        memory.write(Path::new("/clock"), b"tick").unwrap();
    }
}

fn build(memory: &Memory) -> Outcome<BuiltSite> {
    wait(memory);
    pipeline::build(memory, &request(), Strays::Refuse).unwrap()
}

/// How many pictures a build made.
fn images_made(memory: &Memory) -> usize {
    match build(memory) {
        Outcome::Done(built) => built.site.rendered.images_made,
        Outcome::Stopped(report) => panic!("{report:?}"),
    }
}

fn output(memory: &Memory) -> Vec<(PathBuf, Vec<u8>)> {
    let files = memory.snapshot().into_iter().filter(|(path, _)| path.starts_with("/site/output"));
    files.map(|(path, bytes)| (path, bytes.to_vec())).collect()
}

#[test]
fn a_second_build_makes_no_picture_again_and_another_one_only_what_is_new() {
    let memory = memory();
    // Two widths in two forms, and one width in two.
    assert_eq!(images_made(&memory), 6);
    let first = output(&memory);
    assert_eq!(images_made(&memory), 0);
    // What was built is gone, and the pictures are still known.
    memory.remove_dir_all(Path::new("/site/output")).unwrap();
    memory.remove_file(Path::new("/cache/units.pack")).unwrap();
    assert_eq!(images_made(&memory), 0);
    assert_eq!(output(&memory), first);
    memory
        .write(Path::new("/site/wellpress.yaml"), format!("{SETTINGS}description: Other words\n").as_bytes())
        .unwrap();
    assert_eq!(images_made(&memory), 0);
    memory.write(Path::new("/site/content/articles/a/a.png"), &encoded(&photo(90, 50), ImageFormat::Png)).unwrap();
    assert_eq!(images_made(&memory), 2);
    memory.write(Path::new("/site/wellpress.yaml"), format!("{SETTINGS}images: {{quality: 60}}\n").as_bytes()).unwrap();
    assert_eq!(images_made(&memory), 6);
}

#[test]
fn a_damaged_picture_of_the_cache_is_made_anew_with_a_note() {
    let memory = memory();
    build(&memory);
    let first = output(&memory);
    memory.remove_dir_all(Path::new("/site/output")).unwrap();
    let kept: Vec<PathBuf> = memory.snapshot().into_keys().filter(|path| path.starts_with("/cache/pictures")).collect();
    memory.write(&kept[0], b"damaged").unwrap();
    let Outcome::Done(built) = build(&memory) else { panic!("it is stopped") };
    let notes: Vec<String> = built.notes.iter().map(ToString::to_string).collect();
    assert_eq!(notes, ["1 file of the cache in `/cache/pictures` cannot be read and had to be made anew"]);
    assert_eq!((built.site.rendered.images_made > 0, output(&memory)), (true, first));
}

/// What the cache holds beside the pictures of the site: each so large that two fit into the room for what is no longer
/// shown, and three do not.
#[test]
fn pictures_that_no_build_shows_any_more_leave_the_cache_the_oldest_first() {
    let memory = memory();
    images_made(&memory);
    let [old, middle, new] = ["0", "5", "a"].map(|digit| digit.repeat(32));
    let is_kept = |name: &String| memory.exists(&Path::new("/cache/pictures").join(name)).unwrap();
    for name in [&old, &middle, &new] {
        wait(&memory);
        memory.write(&Path::new("/cache/pictures").join(name), &vec![0; 30_000_000]).unwrap();
    }
    assert_eq!(images_made(&memory), 0);
    assert!([&old, &middle, &new].map(is_kept) == [true; 3], "nothing was made, so nothing grew");
    memory.write(Path::new("/site/content/articles/a/a.png"), &encoded(&photo(90, 50), ImageFormat::Png)).unwrap();
    assert_eq!(images_made(&memory), 2);
    assert_eq!([&old, &middle, &new].map(is_kept), [false, true, true]);
}

#[test]
fn pictures_that_were_shown_a_while_ago_are_known_to_who_goes_back() {
    let memory = memory();
    images_made(&memory);
    let show = |width| {
        let png = encoded(&photo(width, 50), ImageFormat::Png);
        memory.write(Path::new("/site/content/articles/a/a.png"), &png).unwrap();
        images_made(&memory)
    };
    assert_eq!([show(90), show(100), show(90)], [2, 0, 0]);
}

#[test]
fn a_damaged_cache_of_pictures_is_no_reason_to_publish_a_damaged_picture() {
    let memory = memory();
    images_made(&memory);
    let sound = output(&memory);
    for (path, bytes) in memory.snapshot() {
        if path.starts_with("/cache/pictures") {
            memory.write(&path, &bytes[..bytes.len() - 1]).unwrap();
        }
    }
    memory.remove_dir_all(Path::new("/site/output")).unwrap();
    assert_eq!(images_made(&memory), 6);
    assert_eq!(output(&memory), sound);
}

/// A PNG whose parts are whole, and yet there is no picture in it.
fn without_pixels() -> Vec<u8> {
    let png = encoded(&photo(100, 50), ImageFormat::Png);
    let at = png.windows(4).position(|part| part == b"IDAT").unwrap();
    [&png[..at + 6], &[0xAA; 12], &png[at + 18..]].concat()
}

#[test]
fn a_picture_whose_pixels_cannot_be_read_keeps_the_old_site_and_is_named_where_it_is_shown() {
    // A page that speaks of it and does not show it comes first.
    let memory = memory().with("/site/content/articles/0.md", "---\ntitle: 0\n---\nOf `a.png`.\n");
    images_made(&memory);
    let before = output(&memory);
    memory.write(Path::new("/site/content/articles/a/a.png"), &without_pixels()).unwrap();
    match build(&memory) {
        Outcome::Stopped(report) => {
            let findings: Vec<String> =
                report.findings().iter().map(format_finding).filter(|line| line.starts_with("error")).collect();
            assert_eq!(findings.len(), 1, "{findings:?}");
            let start = "error[picture-invalid] content/articles/a/index.md:4:8: `a.png` cannot be shown as a picture: its pixels cannot be read";
            assert!(findings[0].starts_with(start), "{findings:?}");
        }
        Outcome::Done(_) => panic!("a damaged picture was published"),
    }
    assert_eq!(output(&memory), before);
}

#[test]
fn the_preview_makes_a_picture_once_somebody_looks_at_it() {
    let served = RunningPreview::new(&site("hero.jpg", jpeg(900, 300)));
    let page = served.get("/articles/a/").text();
    let address = page.split('"').find(|part| part.starts_with("/assets/hero-480.")).unwrap();
    let address = address.split(' ').next().unwrap();
    let picture = served.get(address);
    assert_eq!((picture.status, picture.header("content-type")), (200, Some("image/webp")));
    let image = image::load_from_memory(&picture.body).unwrap();
    assert_eq!((image.width(), image.height()), (480, 160));
}

/// Its name says what it shows, so what has taken the file's place meanwhile must not be kept under it.
#[test]
fn the_preview_shows_no_picture_under_the_name_of_another() {
    let served = RunningPreview::new(&site("hero.png", encoded(&photo(100, 50), ImageFormat::Png)));
    let page = served.get("/articles/a/").text();
    let address = page.split(['"', ' ']).find(|part| part.starts_with("/assets/hero")).unwrap();
    let broken = std::fs::read_to_string(served.path("content/articles/a/index.md")).unwrap();
    served.write("content/articles/a/index.md", &format!("{broken}\n[@nobody]\n"));
    served.wait_until(|_, ended| ended == BuildResult::Stopped);
    let place = served.path("content/articles/a/hero.png");
    std::fs::write(&place, encoded(&photo(100, 70), ImageFormat::Png)).unwrap();
    assert_eq!(served.get(address).status, 404);
    std::fs::write(&place, encoded(&photo(100, 50), ImageFormat::Png)).unwrap();
    let picture = served.get(address);
    assert_eq!(picture.status, 200);
    assert_eq!(image::load_from_memory(&picture.body).unwrap().height(), 50);
}

/// Nobody reads the pixels before somebody looks at the picture; then they know.
#[test]
fn the_preview_says_which_picture_cannot_be_shown_until_it_can() {
    let served = RunningPreview::new(&site("hero.png", without_pixels()));
    let mut events = served.events("");
    assert_eq!(events.next()["ok"], true);
    let page = served.get("/articles/a/").text();
    let address = page.split(['"', ' ']).find(|part| part.starts_with("/assets/hero")).unwrap();
    assert_eq!(served.get(address).status, 404);
    let told = events.next();
    assert_eq!((&told["ok"], &told["errors"]), (&false.into(), &1.into()), "{told}");
    let finding = &told["findings"][0];
    assert_eq!(
        (&finding["rule"], &finding["file"]),
        (&"picture-invalid".into(), &"content/articles/a/hero.png".into())
    );
    assert!(finding["message"].as_str().unwrap().starts_with("`hero.png` cannot be shown as a picture"), "{finding}");
    assert!(served.get("/__wellpress/findings.json").text().contains("picture-invalid"));
    // Asked for again, it is no news; an edit elsewhere does not make it sound.
    assert_eq!(served.get(address).status, 404);
    served.write("content/pages/index.md", "---\ntitle: Another home\n---\n");
    served.wait_until_shown("/", "Another home");
    let told = events.next();
    assert_eq!((&told["ok"], &told["findings"][0]["rule"]), (&false.into(), &"picture-invalid".into()), "{told}");
    std::fs::write(served.path("content/articles/a/hero.png"), encoded(&photo(100, 50), ImageFormat::Png)).unwrap();
    served.wait_until(|served, _| !served.get("/articles/a/").text().contains(address));
    // The preview may have met the file while it was being written.
    let told = std::iter::repeat_with(|| events.next()).find(|told| told["ok"] == true).unwrap();
    assert_eq!((&told["ok"], &told["errors"], &told["findings"]), (&true.into(), &0.into(), &serde_json::json!([])));
}

/// What an SVG could do beyond showing a drawing, each in a drawing that would do it.
#[test]
fn a_drawing_that_would_do_more_than_show_is_refused() {
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
    for (inside, what) in cases {
        let drawing = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 9 9\">\n{inside}</svg>"
        );
        let built = site("a.svg", drawing).build();
        let line = if inside.contains("\non") { 3 } else { 2 };
        let why = format!("`a.svg` cannot be shown as a picture: it has {what} in it, at line {line}, column ");
        let findings = built.formatted_findings();
        assert!(findings.len() == 2 && findings[0].contains(&why), "{inside}\n{findings:?}");
        assert!(findings[0].starts_with("error[picture-invalid] content/articles/a/index.md:3:13: "), "{findings:?}");
    }
    let around = [
        ("<?xml-stylesheet href=\"https://evil.example/x.css\"?>", "a reference to another address"),
        ("<!DOCTYPE svg [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>", "an entity declaration"),
        ("<!DOCTYPE svg [<!entity x SYSTEM \"file:///etc/passwd\">]>", "an entity declaration"),
    ];
    for (before, what) in around {
        let built =
            site("a.svg", format!("{before}<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"/>")).build();
        assert!(
            built.formatted_findings()[0].contains(&format!("it has {what} in it, at line 1, column ")),
            "{before}: {:?}",
            built.formatted_findings()
        );
    }
}

#[test]
fn a_drawing_that_acts_is_not_published_for_a_link_either() {
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><script/></svg>";
    let built = TestSite::new().article("a", "[The drawing](a.svg)\n").file("content/articles/a.svg", drawing).build();
    built.assert_findings(&[
        "error[picture-invalid] content/articles/a.md:4:1: `a.svg` is not published: it has a script in it, at line 1, column",
    ]);
}

#[test]
fn drawings_as_programs_write_them_are_shown() {
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
