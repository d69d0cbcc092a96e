//! The stages of a build, each by itself, on a small site in memory: parse, cite, relate, render and emit. `cargo bench --bench stages`.

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
mod in_memory;

use std::path::Path;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};

use wellpress_build::emit::{EmitOptions, Emitter, Strays};
use wellpress_build::pipeline::CheckedSite;
use wellpress_diagnostics::Source;
use wellpress_io::artifact::{Artifact, ArtifactContent, Sink, SitePath};
use wellpress_io::fs::{Files, Memory};
use wellpress_markdown::parser;
use wellpress_render::pages;
use wellpress_render::pages::render_context::RenderContext;
use wellpress_site::config::MAIN_LANGUAGE;
use wellpress_site::model::Page;
use wellpress_site::parse::{front_matter, grammar};
use wellpress_site::resolve::citations;
use wellpress_site::resolve::related::related;
use wellpress_site::sections::ContentKind;

use corpus::Corpus;
use in_memory::{ROOT, build, inspect};

/// Articles of the site.
const ARTICLES: usize = 200;

fn main() {
    divan::main();
}

/// Parses one article, from its text to front matter and document.
#[divan::bench]
fn parse(bencher: Bencher<'_, '_>) {
    let files = site();
    let corpus = Corpus::new(ARTICLES);
    let path = format!("content/{}.md", corpus.page(corpus.edited()));
    let text = String::from_utf8(files.read(&Path::new(ROOT).join(&path)).unwrap()).unwrap();
    inspect(&files, |checked| {
        let bencher = bencher.counter(BytesCount::of_str(&text));
        bencher.with_inputs(|| Source::new(path.as_str(), text.as_str())).bench_values(|source| {
            let mut findings = Vec::new();
            let front_matter::ReadFrontMatter { front, text_start: start, .. } =
                front_matter::read(&source, ContentKind::Article, &[], &mut findings);
            (
                front,
                parser::parse(&source, start..source.text.len(), grammar(checked.config, MAIN_LANGUAGE), &mut findings),
            )
        });
    });
}

/// Formats the marks and the list of sources of one article.
#[divan::bench]
fn cite(bencher: Bencher<'_, '_>) {
    inspect(&site(), |checked| {
        let page = article(&checked);
        let reading_order = &checked.resolved.pages[page.id].reading_order;
        let formatter = checked.formatters.of_page(page);
        let bencher = bencher.counter(ItemsCount::new(reading_order.marks.len()));
        bencher.bench_local(|| citations::of_page(checked.resolved.site, page, formatter, reading_order, &[]));
    });
}

/// Finds the related pages of every page of the site.
#[divan::bench]
fn relate(bencher: Bencher<'_, '_>) {
    inspect(&site(), |checked| {
        let resolved = checked.resolved;
        let bencher = bencher.counter(ItemsCount::new(resolved.site.pages.len()));
        bencher.bench_local(|| related(checked.config, resolved.site, &resolved.pages, &resolved.backlinks));
    });
}

/// Renders the page of one article.
#[divan::bench]
fn render(bencher: Bencher<'_, '_>) {
    inspect(&site(), |checked| {
        let page = article(&checked);
        let cx = RenderContext::new(checked.render_input(checked.theme.unwrap())).unwrap();
        let length = pages::render(&cx, page, Default::default()).unwrap().len();
        bencher
            .counter(BytesCount::new(length))
            .bench_local(|| pages::render(&cx, black_box(page), Default::default()).unwrap());
    });
}

/// Writes every file of the site, rendered beforehand, into an output folder in memory.
#[divan::bench]
fn emit(bencher: Bencher<'_, '_>) {
    let files = site();
    let artifacts: Vec<(SitePath, Vec<u8>)> = build(&files).into_files().into_iter().collect();
    let bytes: usize = artifacts.iter().map(|(_, bytes)| bytes.len()).sum();
    let bencher = bencher.counter(BytesCount::new(bytes)).counter(ItemsCount::new(artifacts.len()));
    let empty = || Memory::new().with(Path::new(ROOT).join("wellpress.yaml"), "");
    bencher.with_inputs(empty).bench_local_values(|files| {
        let options = EmitOptions { root: ROOT.into(), sources: Vec::new(), strays: Strays::Refuse, spare: None };
        let emitter = Emitter::begin(&files, &Path::new(ROOT).join("output"), &options).unwrap();
        for (path, bytes) in &artifacts {
            let content = ArtifactContent::Bytes(bytes.as_slice().into());
            emitter.put(Artifact { path: path.clone(), content }).unwrap();
        }
        emitter.finish().unwrap()
    });
}

fn site() -> Memory {
    in_memory::site(ARTICLES, &|_, text| Some(text.to_owned()))
}

/// An article in the middle of the site.
fn article<'a>(checked: &CheckedSite<'a>) -> &'a Page {
    let pages = &checked.resolved.site.pages;
    let articles: Vec<&Page> =
        pages.iter().map(|page| &**page).filter(|page| page.kind == ContentKind::Article).collect();
    articles[articles.len() / 2]
}
