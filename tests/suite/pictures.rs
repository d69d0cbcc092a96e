//! Pictures: the widths and formats that a page offers to browsers, metadata in the published files, and pictures that are refused.
//! `picture_cache.rs`, `picture_preview.rs` and `drawings.rs` continue here.

use std::io::Cursor;

use image::{DynamicImage, ExtendedColorType, ImageEncoder, ImageFormat, Rgb, RgbImage};

use crate::harness::{TestBuild, TestSite};

const PAGE: &str = "articles/a/index.html";

/// A photograph: no two of its pixels are alike, and its left half is darker than its right one.
pub fn photo(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let light = if x < width / 2 { 0 } else { 128 };
        let (x, y) = (x.to_le_bytes()[0], y.to_le_bytes()[0]);
        Rgb([light + x / 4, light + y / 4, light + (x ^ y) / 4])
    })
}

pub fn encoded(image: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(image.clone()).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
    encoded(&photo(width, height), ImageFormat::Jpeg)
}

/// A JPEG with one more segment behind its start, such as EXIF (0xE1) or a comment (0xFE).
fn with_segment(jpeg: &[u8], marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xFF, marker], &length, content, &jpeg[2..]].concat()
}

/// EXIF data as a camera writes them: the orientation, and a tag with the GPS position.
fn exif(orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0]);
    exif.extend(b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x26\0\0\0\0GPS 48.2082 N 16.3738 E");
    exif
}

pub fn site(name: &str, bytes: impl AsRef<[u8]>) -> TestSite {
    let text = format!(
        "---\ntitle: A\nhero: {{src: {name}, alt: \"\"}}\n---\n::figure[Words]{{src=\"{name}\" alt=\"Alt\"}}\n"
    );
    TestSite::new().file("content/articles/a/index.md", text).file(&format!("content/articles/a/{name}"), bytes)
}

/// The pictures of a built site with this extension, by their paths; icons are left out.
fn files<'b>(built: &'b TestBuild, extension: &str) -> Vec<(&'b str, &'b [u8])> {
    let suffix = format!(".{extension}");
    let assets = built.files().iter().filter(|(path, _)| path.starts_with("assets/") && path.ends_with(&suffix));
    let pictures = assets.filter(|(path, _)| !path.starts_with("assets/icon-"));
    pictures.map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect()
}

/// The markup of the figure on the page.
pub fn figure(built: &TestBuild) -> String {
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
fn a_photograph_is_published_in_several_widths_and_formats_and_never_enlarged() {
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
    let mut position = 0;
    for part in order {
        let distance = figure[position..].find(part);
        position += distance.unwrap_or_else(|| panic!("`{part}` is missing, or out of order, in {figure}"));
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
fn a_small_picture_has_one_width_and_a_wide_one_is_reduced() {
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
fn avif_is_written_if_the_settings_ask_for_it_and_comes_first() {
    let built = site("a.jpg", jpeg(40, 20)).settings("images: {avif: true}\n").build();
    let avif = files(&built, "avif");
    assert_eq!(avif.len(), 1);
    assert_eq!(&avif[0].1[4..12], b"ftypavif");
    let figure = figure(&built);
    assert!(figure.contains("<picture><source type=\"image/avif\" srcset=\"/assets/a-40."), "{figure}");
}

#[test]
fn the_position_in_a_photograph_is_removed_and_its_orientation_applied() {
    let with_exif = with_segment(&jpeg(60, 40), 0xE1, &exif(6));
    let with_comment = with_segment(&with_exif, 0xFE, b"GPS again");
    let with_iptc = with_segment(&with_comment, 0xED, b"Photoshop 3.0\0GPS once more");
    let with_trailer = [with_iptc.as_slice(), b"GPS at the end"].concat();
    let text = "---\ntitle: A\nhero: {src: held.jpg, alt: \"\"}\n---\n[The file](linked.jpg)\n";
    let built = TestSite::new()
        .file("content/articles/a/index.md", text)
        .file("content/articles/a/held.jpg", &with_trailer)
        .file("content/articles/a/linked.jpg", &with_trailer)
        .build();
    built.assert_no_findings();
    for (path, bytes) in built.files() {
        assert!(!bytes.windows(3).any(|part| part == b"GPS"), "{path}");
    }
    let displayed: Vec<_> = files(&built, "jpg").into_iter().filter(|(path, _)| path.contains("held-40.")).collect();
    assert_eq!(sizes(&displayed), [(40, 60)]);
    let pixels = image::load_from_memory(displayed[0].1).unwrap().into_rgb8();
    assert!(pixels.get_pixel(20, 5).0[0] < 100 && pixels.get_pixel(20, 55).0[0] > 100, "the dark half is on top");
    let linked: Vec<_> = files(&built, "jpg").into_iter().filter(|(path, _)| path.contains("linked.")).collect();
    assert!(linked[0].1.windows(4).any(|part| part == b"Exif"), "a viewer still knows how to turn the file");
    let mut decoder =
        image::ImageReader::new(Cursor::new(linked[0].1)).with_guessed_format().unwrap().into_decoder().unwrap();
    assert_eq!(image::ImageDecoder::orientation(&mut decoder).unwrap(), image::metadata::Orientation::Rotate90);
}

#[test]
fn metadata_of_png_and_webp_are_removed() {
    let png = encoded(&photo(30, 20), ImageFormat::Png);
    // Behind the signature and the header chunk, which have 33 bytes.
    let png = [&png[..33], &png_chunk(b"tEXtComment\0GPS 48.2082 N"), &png[33..]].concat();
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

/// A chunk of a PNG: length, type and data, and their CRC-32 as the specification's appendix computes it.
fn png_chunk(type_and_data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(type_and_data.len() - 4).unwrap();
    let crc = type_and_data.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 })
    });
    [&length.to_be_bytes()[..], type_and_data, &(!crc).to_be_bytes()].concat()
}

#[test]
fn an_avif_is_published_unchanged_except_for_its_metadata() {
    let pixels: Vec<ravif::RGB8> =
        photo(40, 20).pixels().map(|pixel| ravif::RGB8::new(pixel.0[0], pixel.0[1], pixel.0[2])).collect();
    let encoder = ravif::Encoder::new().with_speed(10).with_exif(exif(1)[6..].to_vec());
    let avif = encoder.encode_rgb(ravif::Img::new(&pixels, 40, 20)).unwrap().avif_file;
    assert!(avif.windows(3).any(|part| part == b"GPS"));
    let built = site("a.avif", &avif).build();
    built.assert_no_findings();
    let published = files(&built, "avif")[0].1;
    let differing = avif.iter().zip(published).filter(|(source, published)| source != published).count();
    assert!(avif.len() == published.len() && (20..80).contains(&differing), "{differing} bytes were overwritten");
    assert!(!published.windows(3).any(|part| part == b"GPS"));
    assert!(!site("a.avif", &avif[..avif.len() - 3]).build().is_built());
}

#[test]
fn an_animated_gif_is_published_as_it_is_without_its_comment() {
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
fn a_gif_of_one_frame_is_published_in_other_formats() {
    let gif = encoded(&photo(600, 20), ImageFormat::Gif);
    let built = site("still.gif", &gif).build();
    built.assert_no_findings();
    assert_eq!(sizes(&files(&built, "png")), [(480, 16), (600, 20)]);
    assert_eq!(files(&built, "gif"), []);
}

#[test]
fn colours_of_another_colour_space_are_converted_to_srgb() {
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
fn a_static_picture_is_copied_as_it_is_and_shown_in_several_formats() {
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
fn share_pictures_and_structured_data_name_existing_files() {
    let built = site("hero.jpg", jpeg(2000, 1000)).build();
    let image = built.select(PAGE, "meta[property='og:image']").join("");
    let path = image.split("https://test.example/").nth(1).unwrap().split('"').next().unwrap();
    assert!(built.files().contains_key(path), "{image}");
    assert!(built.text(PAGE).contains(&format!("https://test.example/{path}\",\"width\":\"1600 px\"")), "{path}");
}

#[test]
fn invalid_pictures_are_refused_where_they_are_shown() {
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
    for (name, bytes, reason) in cases {
        let built = site(name, bytes).build();
        let findings = ["3:13", "5:22"].map(|position| {
            format!(
                "error[picture-invalid] content/articles/a/index.md:{position}: `{name}` cannot be shown as a picture: {reason}"
            )
        });
        built.assert_findings(&[&findings[0], &findings[1]]);
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

/// Its 60,000 times 60,000 pixels would take ten gigabytes of memory.
#[test]
fn a_picture_that_is_far_too_large_is_refused_by_its_header() {
    let header = b"\x89PNG\r\n\x1a\n\0\0\0\x0DIHDR\0\0\xEA\x60\0\0\xEA\x60\x08\x02\0\0\0\0\0\0\0";
    site("huge.png", header).build().assert_findings(&[
        "error[picture-invalid] content/articles/a/index.md:3:13: `huge.png` cannot be shown as a picture: it has 60000 x 60000 pixels, over the limit",
        "error[picture-invalid] content/articles/a/index.md:5:22: `huge.png`",
    ]);
}

#[test]
fn invalid_settings_of_pictures_are_refused() {
    for (settings, message) in [
        ("images: {quality: 0}\n", "wellpress.yaml:3:10: `quality` must be from 1 to 100"),
        ("images: {widths: []}\n", "wellpress.yaml:3:10: `widths` must be numbers of pixels"),
        ("images: {widths: [480, 9]}\n", "`widths` must be"),
        ("images: {wdths: [480]}\n", "did you mean `widths`?"),
    ] {
        let built = TestSite::new().settings(settings).build();
        let findings = built.formatted_findings();
        assert!(findings.iter().any(|finding| finding.contains(message)), "{settings}: {findings:?}");
        assert!(!built.is_built());
    }
}

/// A PNG with valid chunks whose compressed pixels cannot be decoded, which only shows when the picture is encoded.
pub fn png_with_undecodable_pixels() -> Vec<u8> {
    let png = encoded(&photo(100, 50), ImageFormat::Png);
    let data = png.windows(4).position(|name| name == b"IDAT").unwrap();
    [&png[..data + 6], &[0xAA; 12], &png[data + 18..]].concat()
}
