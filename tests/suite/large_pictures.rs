//! Pictures that would take much memory: colour profiles that unpack to gigabytes, very many pixels, and sides that WebP does not
//! allow.

use std::io::Write;
use std::sync::LazyLock;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use image::{DynamicImage, GenericImageView, ImageFormat, RgbImage};

use crate::harness::{TestBuild, TestSite};
use crate::pictures::{encoded, photo, site};

/// A PNG whose colour profile unpacks to so many bytes.
fn png_with_profile(size: usize) -> Vec<u8> {
    let mut compressed = ZlibEncoder::new(Vec::new(), Compression::best());
    for _ in 0..size / 1_000_000 {
        compressed.write_all(&[0; 1_000_000]).unwrap();
    }
    let content = [b"icc\0\0".as_slice(), &compressed.finish().unwrap()].concat();
    let mut chunk = u32::try_from(content.len()).unwrap().to_be_bytes().to_vec();
    chunk.extend(b"iCCP");
    chunk.extend(&content);
    chunk.extend(crc32(&chunk[4..]).to_be_bytes());
    let png = encoded(&photo(50, 50), ImageFormat::Png);
    // Behind the signature and the header, which have 8 and 25 bytes.
    [&png[..33], &chunk, &png[33..]].concat()
}

fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// A build unpacked all of such a profile, and took twice as much memory.
#[test]
fn a_colour_profile_that_unpacks_without_end_is_refused_at_its_place() {
    site("a.png", png_with_profile(100_000_000)).build().assert_findings(&[
        "error[picture-invalid] content/articles/a/index.md:3:13: `a.png` cannot be shown as a picture: its colour profile unpacks to more than 16 MB; export it without a colour profile",
        "error[picture-invalid] content/articles/a/index.md:5:22: `a.png`",
    ]);
    site("a.png", png_with_profile(15_000_000)).build().assert_no_errors();
}

fn picture(built: &TestBuild, extension: &str) -> DynamicImage {
    let name = |path: &str| path.starts_with("assets/a-") && path.ends_with(extension);
    let files = built.files().iter().filter(|(path, _)| name(path));
    let pictures = files.map(|(path, bytes)| {
        image::load_from_memory(bytes).unwrap_or_else(|error| panic!("`{path}` cannot be read: {error}"))
    });
    pictures.max_by_key(DynamicImage::width).unwrap()
}

#[test]
fn a_picture_that_is_higher_than_webp_allows_is_scaled() {
    let built = site("a.png", encoded(&photo(80, 17_000), ImageFormat::Png)).build();
    built.assert_no_errors();
    for extension in [".webp", ".png"] {
        assert_eq!(picture(&built, extension).dimensions(), (77, 16_363), "{extension}");
    }
    let html = built.text("articles/a/index.html");
    assert!(html.contains("width=\"77\" height=\"16363\""), "{html}");
}

#[test]
fn a_picture_of_which_nothing_would_be_left_is_refused() {
    site("a.png", encoded(&photo(1, 17_000), ImageFormat::Png)).build().assert_findings(&[
        "error[picture-invalid] content/articles/a/index.md:3:13: `a.png` cannot be shown as a picture: it has 1 x 17000 pixels, and nothing would be left of the shorter side",
        "error[picture-invalid] content/articles/a/index.md:5:22: `a.png`",
    ]);
}

/// Some rows of a picture: the colours of its left and its right half, and how often the row repeats.
struct Rows([u8; 3], [u8; 3], usize);

/// A picture of rows, joined in memory: to set one pixel after the other takes many times as long.
fn picture_of(width: u32, rows: &[Rows]) -> RgbImage {
    let half = width as usize / 2;
    let height = rows.iter().map(|Rows(.., count)| *count).sum::<usize>();
    let row = |Rows(left, right, count): &Rows| [left.repeat(half), right.repeat(half)].concat().repeat(*count);
    let pixels: Vec<Vec<u8>> = rows.iter().map(row).collect();
    RgbImage::from_raw(width, height.try_into().unwrap(), pixels.concat()).unwrap()
}

/// A picture of more than 25 million pixels: red and blue above, green and white below.
fn quarters() -> RgbImage {
    const SIDE: u32 = 5_040;
    let half = SIDE as usize / 2;
    picture_of(SIDE, &[Rows([200, 20, 20], [20, 20, 200], half), Rows([20, 200, 20], [250, 250, 250], half)])
}

static QUARTERS_PNG: LazyLock<Vec<u8>> = LazyLock::new(|| encoded(&quarters(), ImageFormat::Png));

#[track_caller]
fn assert_quarters(picture: &DynamicImage) {
    let (width, height) = picture.dimensions();
    let quarters = [(1, 1, [200, 20, 20]), (3, 1, [20, 20, 200]), (1, 3, [20, 200, 20]), (3, 3, [250, 250, 250])];
    for (x, y, expected) in quarters {
        let colour = picture.to_rgb8().get_pixel(width * x / 4, height * y / 4).0;
        let difference = colour.iter().zip(expected).map(|(colour, expected)| colour.abs_diff(expected)).max();
        assert!(difference <= Some(12), "{colour:?} in place of {expected:?}");
    }
}

#[test]
fn a_large_png_is_decoded_in_blocks() {
    let built = site("a.png", QUARTERS_PNG.clone()).settings("images: {widths: [400]}\n").build();
    built.assert_no_errors();
    let webp = picture(&built, ".webp");
    assert_eq!(webp.dimensions(), (400, 400));
    assert_quarters(&webp);
    assert_quarters(&picture(&built, ".png"));
    let is_lossless = |bytes: &[u8]| bytes[12..16] == *b"VP8L";
    let files = built.files().iter().filter(|(path, _)| path.starts_with("assets/a-") && path.ends_with(".webp"));
    assert!(files.into_iter().all(|(_, bytes)| is_lossless(bytes)), "four colours are those of a drawing");
}

#[test]
fn a_large_picture_that_is_far_higher_than_wide_is_decoded_in_blocks_too() {
    let tall = picture_of(1_280, &[Rows([200, 20, 20], [20, 20, 200], 20_000)]);
    let built = site("a.png", encoded(&tall, ImageFormat::Png)).settings("images: {widths: [400]}\n").build();
    built.assert_no_errors();
    let webp = picture(&built, ".webp");
    assert_eq!(webp.dimensions(), (400, 6_250));
    let [left, right] = [100, 300].map(|x| webp.to_rgb8().get_pixel(x, 2_000).0);
    assert!(left[0] > 150 && right[2] > 150, "{left:?} {right:?}");
}

#[test]
fn a_large_jpeg_is_decoded_in_blocks_and_turned_upright() {
    let jpeg = encoded(&quarters(), ImageFormat::Jpeg);
    // EXIF with the orientation 6: the camera was held so that the picture has to be turned to the right.
    let exif = b"\xFF\xE1\x00\x22Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let turned = [&jpeg[..2], exif, &jpeg[2..]].concat();
    let built = site("a.jpg", turned).settings("images: {widths: [400]}\n").build();
    built.assert_no_errors();
    let upright = picture(&built, ".jpg");
    assert_eq!(upright.dimensions(), (400, 400));
    assert_quarters(&upright.rotate270());
}

#[test]
fn a_damaged_large_picture_is_a_finding() {
    let png = &*QUARTERS_PNG;
    let data = png.windows(4).position(|name| name == b"IDAT").unwrap();
    let damaged = [&png[..data + 6], &[0xAA; 12], &png[data + 18..]].concat();
    let text = "---\ntitle: A\n---\n![Words](a.png)\n";
    let built =
        TestSite::new().file("content/articles/a/index.md", text).file("content/articles/a/a.png", damaged).build();
    let findings = built.formatted_findings();
    assert!(findings[0].contains("content/articles/a/index.md:4:10: `a.png` cannot be shown"), "{findings:?}");
}
