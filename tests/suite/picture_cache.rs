//! The cache of encoded pictures: what a warm build reuses, damaged files, unused pictures, and pictures that cannot be decoded.

use std::path::{Path, PathBuf};

use image::ImageFormat;

use wellpress_build::emit::Strays;
use wellpress_build::pipeline::{self, BuiltSite, Outcome, Request};
use wellpress_io::cache::{CacheLocation, CacheMode};
use wellpress_io::fs::{Files, Memory};
use wellpress_site::config::SearchIndex;

use crate::harness::{self, SETTINGS, format_finding};
use crate::pictures::{encoded, jpeg, photo, png_with_undecodable_pixels};

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

/// Advances the clock of the disk, which counts writes, so that a build trusts the dates of edited files.
fn advance_clock(memory: &Memory) {
    for _ in 0..4 {
        memory.write(Path::new("/clock"), b"tick").unwrap();
    }
}

fn build(memory: &Memory) -> Outcome<BuiltSite> {
    advance_clock(memory);
    pipeline::build(memory, &request(), Strays::Refuse).unwrap()
}

/// Builds the site, and gives how many pictures were encoded.
fn images_encoded(memory: &Memory) -> usize {
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
fn a_warm_build_encodes_only_new_pictures() {
    let memory = memory();
    // One picture in two widths and two formats, the other in one width and two formats.
    assert_eq!(images_encoded(&memory), 6);
    let first = output(&memory);
    assert_eq!(images_encoded(&memory), 0);
    // Without the output and the cache of render jobs, the pictures are still in their own cache.
    memory.remove_dir_all(Path::new("/site/output")).unwrap();
    memory.remove_file(Path::new("/cache/render_jobs.pack")).unwrap();
    assert_eq!(images_encoded(&memory), 0);
    assert_eq!(output(&memory), first);
    memory
        .write(Path::new("/site/wellpress.yaml"), format!("{SETTINGS}description: Other words\n").as_bytes())
        .unwrap();
    assert_eq!(images_encoded(&memory), 0);
    memory.write(Path::new("/site/content/articles/a/a.png"), &encoded(&photo(90, 50), ImageFormat::Png)).unwrap();
    assert_eq!(images_encoded(&memory), 2);
    memory.write(Path::new("/site/wellpress.yaml"), format!("{SETTINGS}images: {{quality: 60}}\n").as_bytes()).unwrap();
    assert_eq!(images_encoded(&memory), 6);
}

#[test]
fn a_damaged_picture_of_the_cache_is_encoded_again() {
    let memory = memory();
    build(&memory);
    let first = output(&memory);
    memory.remove_dir_all(Path::new("/site/output")).unwrap();
    let cached_pictures: Vec<PathBuf> =
        memory.snapshot().into_keys().filter(|path| path.starts_with("/cache/pictures")).collect();
    memory.write(&cached_pictures[0], b"damaged").unwrap();
    let Outcome::Done(built) = build(&memory) else { panic!("it is stopped") };
    assert!(built.notes.is_empty());
    assert_eq!((built.site.rendered.images_made > 0, output(&memory)), (true, first));
}

/// The cache keeps a limited amount of pictures that no page shows any more. Two of the files here fit into it, three do not.
#[test]
fn unused_pictures_are_removed_from_the_cache_oldest_first() {
    let memory = memory();
    images_encoded(&memory);
    let [old, middle, new] = ["0", "5", "a"].map(|digit| digit.repeat(32));
    let is_cached = |name: &String| memory.exists(&Path::new("/cache/pictures").join(name)).unwrap();
    for name in [&old, &middle, &new] {
        advance_clock(&memory);
        memory.write(&Path::new("/cache/pictures").join(name), &vec![0; 30_000_000]).unwrap();
    }
    assert_eq!(images_encoded(&memory), 0);
    assert!([&old, &middle, &new].map(is_cached) == [true; 3], "a build that encodes nothing removes nothing");
    memory.write(Path::new("/site/content/articles/a/a.png"), &encoded(&photo(90, 50), ImageFormat::Png)).unwrap();
    assert_eq!(images_encoded(&memory), 2);
    assert_eq!([&old, &middle, &new].map(is_cached), [false, true, true]);
}

#[test]
fn pictures_of_an_earlier_state_are_still_in_the_cache() {
    let memory = memory();
    images_encoded(&memory);
    let encoded_with_width = |width| {
        let png = encoded(&photo(width, 50), ImageFormat::Png);
        memory.write(Path::new("/site/content/articles/a/a.png"), &png).unwrap();
        images_encoded(&memory)
    };
    assert_eq!([encoded_with_width(90), encoded_with_width(100), encoded_with_width(90)], [2, 0, 0]);
}

#[test]
fn a_damaged_cache_does_not_damage_published_pictures() {
    let memory = memory();
    images_encoded(&memory);
    let intact_output = output(&memory);
    for (path, bytes) in memory.snapshot() {
        if path.starts_with("/cache/pictures") {
            memory.write(&path, &bytes[..bytes.len() - 1]).unwrap();
        }
    }
    memory.remove_dir_all(Path::new("/site/output")).unwrap();
    assert_eq!(images_encoded(&memory), 6);
    assert_eq!(output(&memory), intact_output);
}

#[test]
fn a_picture_that_cannot_be_decoded_is_reported_where_it_is_shown() {
    // A page that mentions the file but does not show it comes first.
    let memory = memory().with("/site/content/articles/0.md", "---\ntitle: 0\n---\nOf `a.png`.\n");
    images_encoded(&memory);
    let old_output = output(&memory);
    memory.write(Path::new("/site/content/articles/a/a.png"), &png_with_undecodable_pixels()).unwrap();
    match build(&memory) {
        Outcome::Stopped(report) => {
            let findings: Vec<String> = report
                .findings()
                .iter()
                .map(|finding| format_finding(finding))
                .filter(|line| line.starts_with("error"))
                .collect();
            assert_eq!(findings.len(), 1, "{findings:?}");
            let start = "error[picture-invalid] content/articles/a/index.md:4:8: `a.png` cannot be shown as a picture: its pixels cannot be read";
            assert!(findings[0].starts_with(start), "{findings:?}");
        }
        Outcome::Done(_) => panic!("a damaged picture was published"),
    }
    assert_eq!(output(&memory), old_output);
}
