//! Runs the targets of `fuzz/` for a short while. The inputs are files of the tests and of the Well Guide, cut, spliced and damaged
//! with a fixed seed. `WELLPRESS_FUZZ=100000` runs each target so many times; `just fuzz` is guided by coverage.

use std::path::Path;

use crate::harness::files_below;

#[path = "../../fuzz/targets/mod.rs"]
mod targets;

/// Byte strings that mean something to one of the parsers.
const PIECES: &[&[u8]] = &[
    b"@",
    b"{",
    b"}",
    b"[",
    b"]",
    b"(",
    b")",
    b"\"",
    b"'",
    b"\\",
    b"\n",
    b"\r\n",
    b"\0",
    b"\xff",
    b"\xf0\x9f\xa6\xb4",
    b":::",
    b"::",
    b"[@",
    b"]]",
    b"[[",
    b"---\n",
    b"%",
    b"%00",
    b"..",
    b"/",
    b"{{",
    b"}}",
    b"{%",
    b"%}",
    b"|",
    b"&a",
    b"*a",
    b"- ",
    b": ",
    b"TY  - ",
    b"ER  - ",
    b"PMID- ",
    b"\xef\xbb\xbf",
    b"\xe2\x80\xae",
    b"99999999999999999999",
    b"-1",
    b"1e999",
    b"\t",
    b"#",
    b"<!--",
    b"HTTP/1.1\r\n",
    b"Host: ",
    b",",
    b"=",
    b"$",
    b"\\u0000",
    b"{#",
    b"```",
    b"&",
    b"var(--",
    b"@media all{",
    b"</div>",
    b"<p class=\"caution\">",
    b"</w:p>",
    b"<w:p><w:r><w:t>",
    b"<item>",
    b"<![CDATA[",
    b"{{< ",
    b"{% endif %}",
    b"\"line\":4294967295",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The contents of the files below some folders whose names end with `suffix`.
fn seeds(folders: &[&str], suffix: &str) -> Vec<Vec<u8>> {
    let files = folders.iter().flat_map(|folder| files_below(&root().join(folder)));
    let seeds: Vec<Vec<u8>> =
        files.filter(|(path, _)| path.to_string_lossy().ends_with(suffix)).map(|(_, bytes)| bytes).collect();
    assert!(!seeds.is_empty(), "there is no {suffix} in {folders:?}");
    seeds
}

/// Calls a target with damaged seeds, the same ones in each run of the tests.
fn run_target(target: fn(&[u8]), seeds: &[Vec<u8>], default_runs: usize) {
    let runs = std::env::var("WELLPRESS_FUZZ").map_or(default_runs, |text| text.parse().unwrap());
    let mut random = fastrand::Rng::with_seed(20_261_120);
    for _ in 0..runs {
        let bytes = damaged(&mut random, seeds);
        let result = std::panic::catch_unwind(|| target(&bytes));
        assert!(result.is_ok(), "{:?}", String::from_utf8_lossy(&bytes));
    }
}

fn damaged(random: &mut fastrand::Rng, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = excerpt(random, seeds).to_vec();
    for _ in 0..random.usize(1..12) {
        let at = random.usize(..=bytes.len());
        match random.u8(..6) {
            0 if at < bytes.len() => bytes[at] = random.u8(..),
            1 => bytes.truncate(at.max(bytes.len() / 2)),
            2 => drop(bytes.drain(at..bytes.len().min(at + random.usize(..20)))),
            3 => {
                let inserted = excerpt(random, seeds).to_vec();
                bytes.splice(at..at, inserted.into_iter().take(random.usize(1..200)));
            }
            _ => {
                let piece = PIECES[random.usize(..PIECES.len())];
                bytes.splice(at..at, piece.repeat(if random.u8(..20) == 0 { 200 } else { 1 }));
            }
        }
    }
    bytes
}

/// At most 2,000 bytes of a random seed. The parsers are slow in debug builds, and long inputs find no more.
fn excerpt<'a>(random: &mut fastrand::Rng, seeds: &'a [Vec<u8>]) -> &'a [u8] {
    let seed = &seeds[random.usize(..seeds.len())];
    let start = if seed.len() > 2_000 { random.usize(..seed.len() - 1_000) } else { 0 };
    &seed[start..seed.len().min(start + 2_000)]
}

#[test]
fn front_matter() {
    run_target(targets::front_matter, &seeds(&["content", "tests/diagnostics"], ""), 300);
}

#[test]
fn text() {
    run_target(targets::text, &seeds(&["content/articles", "content/exercises", "tests/diagnostics"], ""), 600);
}

#[test]
fn libraries() {
    let fixtures = &["crates/bibliography/tests/fixtures"];
    run_target(targets::bibtex, &seeds(fixtures, ".bib"), 300);
    run_target(targets::csl_json, &seeds(fixtures, ".json"), 300);
    run_target(targets::ris, &seeds(fixtures, ".ris"), 300);
    run_target(targets::nbib, &seeds(fixtures, ".nbib"), 300);
    run_target(targets::hayagriva, &[HAYAGRIVA.to_vec()], 300);
}

const HAYAGRIVA: &[u8] = b"berg-2020:\n  type: article\n  title: One\n  author: [\"Berg, A.\", \"Chen, B.\"]\n  date: 2020-03\n  \
    serial-number: {doi: 10.1000/a}\n  parent:\n    type: periodical\n    title: Journal\n    volume: 3\nother:\n  type: web\n  \
    title: {value: Two, verbatim: true}\n  url: {value: https://a.example/, date: 2021-01-02}\n";

#[test]
fn templates() {
    run_target(targets::template, &seeds(&["themes/well/templates"], ".html"), 60);
    run_target(targets::style_sheet, &seeds(&["themes"], ".css"), 60);
    run_target(targets::page, &seeds(&["themes/well/templates"], ".html"), 300);
}

#[test]
fn requests() {
    run_target(targets::request, &seeds(&["fuzz/seeds/request"], ""), 200);
}

#[test]
fn imports() {
    run_target(targets::word, &seeds(&["fuzz/seeds/word"], ""), 60);
    run_target(targets::word_file, &seeds(&["fuzz/seeds/word_file"], ""), 60);
    run_target(targets::wxr, &seeds(&["fuzz/seeds/wxr"], ""), 60);
    run_target(targets::import, &seeds(&["fuzz/seeds/import"], ""), 120);
}

#[test]
fn messages_to_the_language_server() {
    run_target(targets::lsp, &seeds(&["fuzz/seeds/lsp"], ""), 20);
}
