//! The parts of a build by themselves, on a small site in memory: what a page costs to read, to cite, to relate, to
//! render and to emit. `cargo bench --bench stages`.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on has nothing to print")]
#![expect(clippy::disallowed_methods, reason = "the corpus also goes to the disk, for whole sites")]
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "made-up text"
)]

#[allow(dead_code, reason = "other generators and edits are for the bench of whole sites")]
mod corpus;

use std::path::Path;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};

use wellpress::artifact::{Artifact, Collected, Content, Sink, SitePath};
use wellpress::cache::{Mode, Place};
use wellpress::config::{BuildOptions, Clock, Include, SearchIndex};
use wellpress::diagnostics::Source;
use wellpress::discover::Kind;
use wellpress::emit::{EmitOptions, Emitter, Strays};
use wellpress::fs::{Files, Memory};
use wellpress::model::Page;
use wellpress::parse::{front_matter, grammar, markdown};
use wellpress::pipeline::{self, Outcome, Read, Request, Strictness, Unobserved};
use wellpress::render::frame::Frame;
use wellpress::render::pages;
use wellpress::resolve::citations;
use wellpress::resolve::related::related;
use wellpress::yaml::Day;

use corpus::{Corpus, Dialect};

/// What wellpress allocates with.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROOT: &str = "/site";

/// How many articles the site has.
const ARTICLES: usize = 200;

fn main() {
    divan::main();
}

/// One article from its file to a document's parts.
#[divan::bench]
fn parse(bencher: Bencher<'_, '_>) {
    let files = site();
    let corpus = Corpus::new(ARTICLES);
    let path = format!("content/{}.md", corpus.page(corpus.edited()));
    let text = String::from_utf8(files.read(&Path::new(ROOT).join(&path)).unwrap()).unwrap();
    look(&files, |read| {
        let bencher = bencher.counter(BytesCount::of_str(&text));
        bencher.with_inputs(|| Source::new(path.as_str(), text.as_str())).bench_values(|source| {
            let mut findings = Vec::new();
            let (front, start) = front_matter::read(&source, Kind::Article, &mut findings);
            (front, markdown::parse(&source, start..source.text.len(), grammar(read.config), &mut findings))
        });
    });
}

/// The marks and the list of sources of one article.
#[divan::bench]
fn cite(bencher: Bencher<'_, '_>) {
    look(&site(), |read| {
        let page = article(&read);
        let flow = &read.resolved.pages[page.id.index()].flow;
        let formatter = read.formatters.of_page(page);
        let bencher = bencher.counter(ItemsCount::new(flow.marks.len()));
        bencher.bench_local(|| citations::of_page(read.resolved.site, page, formatter, flow, &[]));
    });
}

/// The related pages of every page of the site.
#[divan::bench]
fn relate(bencher: Bencher<'_, '_>) {
    look(&site(), |read| {
        let resolved = read.resolved;
        let bencher = bencher.counter(ItemsCount::new(resolved.site.pages.len()));
        bencher.bench_local(|| related(read.config, resolved.site, &resolved.pages, &resolved.backlinks));
    });
}

/// The page of one article.
#[divan::bench]
fn render(bencher: Bencher<'_, '_>) {
    look(&site(), |read| {
        let page = article(&read);
        let frame = Frame::new(read.config, read.resolved, read.assets, read.formatters, read.theme.unwrap()).unwrap();
        let length = pages::render(&frame, page).unwrap().len();
        bencher.counter(BytesCount::new(length)).bench_local(|| pages::render(&frame, black_box(page)).unwrap());
    });
}

/// Every file of the site, rendered before, into an output in memory.
#[divan::bench]
fn emit(bencher: Bencher<'_, '_>) {
    let files = site();
    let collected = Collected::new(&files);
    let made = pipeline::build_into(&files, &request(), &collected).unwrap();
    assert!(matches!(made, Outcome::Done(_)), "the site of the bench has an error");
    let made: Vec<(SitePath, Vec<u8>)> = collected.into_files().into_iter().collect();
    let bytes: usize = made.iter().map(|(_, bytes)| bytes.len()).sum();
    let bencher = bencher.counter(BytesCount::new(bytes)).counter(ItemsCount::new(made.len()));
    let empty = || Memory::new().with(Path::new(ROOT).join("wellpress.yaml"), "");
    bencher.with_inputs(empty).bench_local_values(|files| {
        let options = EmitOptions { root: ROOT.into(), sources: Vec::new(), strays: Strays::Refuse };
        let emitter = Emitter::begin(&files, &Path::new(ROOT).join("output"), &options).unwrap();
        for (path, bytes) in &made {
            let content = Content::Bytes(bytes.as_slice().into());
            emitter.put(Artifact { path: path.clone(), content }).unwrap();
        }
        emitter.finish().unwrap()
    });
}

/// The site's files.
fn site() -> Memory {
    let files = Memory::new();
    let put = |path: &str, text: &str| {
        let path = Path::new(ROOT).join(path);
        files.create_dir_all(path.parent().unwrap())?;
        files.write(&path, text.as_bytes())
    };
    Corpus::new(ARTICLES).write(Dialect::Wellpress, &put).unwrap();
    files
}

/// Reads the site and shows it.
fn look(files: &Memory, look: impl FnOnce(Read<'_>)) {
    let looked = pipeline::inspect(files, &request(), |read| {
        assert!(!read.report.has_errors(), "the site of the bench has an error");
        look(read);
    });
    assert!(matches!(looked, Ok(Outcome::Done(()))), "the site of the bench cannot be read");
}

fn request() -> Request<'static> {
    let output = Path::new(ROOT).join("output");
    let clock = Clock::at(Day::parse("2026-07-01").unwrap());
    Request {
        root: ROOT.into(),
        settings: Path::new(ROOT).join("wellpress.yaml"),
        options: BuildOptions { include: Include::default(), base_url: None, output, clock, index: SearchIndex::Left },
        strictness: Strictness::Errors,
        cache: Place { folder: Path::new(ROOT).join(".wellpress"), mode: Mode::Off },
        observer: &Unobserved,
    }
}

/// An article in the middle of the site.
fn article<'a>(read: &Read<'a>) -> &'a Page {
    let pages = &read.resolved.site.pages;
    let articles: Vec<&Page> = pages.iter().map(|page| &**page).filter(|page| page.kind == Kind::Article).collect();
    articles[articles.len() / 2]
}
