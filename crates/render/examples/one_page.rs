//! Renders a site of one article in memory, with a theme of one line per template, and prints the article's page.
//!
//! `cargo run -p wellpress-render --example one_page`

#![expect(clippy::print_stdout, reason = "an example shows its result")]

use std::path::Path;
use std::sync::LazyLock;

use wellpress_diagnostics::{Diagnostic, Source};
use wellpress_foundation::Day;
use wellpress_io::artifact::MemorySink;
use wellpress_io::cache::{CacheLocation, CacheMode};
use wellpress_io::fs::Memory;
use wellpress_render::{EmbeddedTheme, ImageCache, JobRecords, RenderInput, Theme, render};
use wellpress_site::config::{self, BuildOptions, Clock, IncludeUnpublished, SearchIndex};
use wellpress_site::parse::kept_texts::KeptTexts;
use wellpress_site::resolve::citations::Formatters;
use wellpress_site::{assets, discover, model, parse, resolve};

const ARTICLE: &str = "---\ntitle: Neck pain\n---\n\nMost neck pain **passes** within weeks.\n";

const SETTINGS: &str = "title: Tiny\nbase_url: https://tiny.example/\ntheme: tiny\n";

/// A program embeds its theme with a macro. This one is written out: every template that a theme needs, and one file of
/// strings.
static THEME: LazyLock<EmbeddedTheme> = LazyLock::new(|| {
    let names = "article exercise programme print topic person page home list glossary corrections references reference \
                 slip not-found redirect";
    let template = |name: &str| {
        let html: &[u8] = match name {
            "article" => {
                b"<h1>{{ page.title }}</h1>\n{{ record.byline.not_reviewed | safe }}{{ record.content | safe }}"
            }
            _ => b"<h1>{{ site.title }}</h1>",
        };
        (format!("templates/{name}.html"), html)
    };
    let strings: &[u8] = b"text-home = Home\n";
    EmbeddedTheme::new("tiny", names.split_whitespace().map(template).chain([("i18n/en.ftl".to_owned(), strings)]))
});

fn main() -> Result<(), Vec<Diagnostic>> {
    let root = Path::new("/site");
    let files = Memory::new().with(root.join("content/articles/neck-pain.md"), ARTICLE);
    let options = BuildOptions {
        include: IncludeUnpublished::default(),
        left_out_drafts: Default::default(),
        base_url: None,
        output: root.join("output"),
        clock: Clock::at(Day::parse("2026-07-01").expect("this is a day")),
        index: SearchIndex::Skip,
    };

    // The stages before this crate: each takes the value of the one before. Their findings are left aside here.
    let config = config::load(root, Source::new("wellpress.yaml", SETTINGS), None, options)?;
    let (inventory, _) = discover::discover(&files, &config).expect("the content is in memory");
    let (parsed, _, _) = parse::parse(&files, &config, &inventory, None, &KeptTexts::default());
    let (manifest, _) = assets::read(&files, &config, &inventory, None);
    let (site, _) = model::model(&config, parsed, None);
    let formatters = Formatters::shipped(&site);
    let (resolved, formatters, _) = resolve::resolve(&config, &site, &manifest, &inventory, formatters, None);

    let theme = Theme::load(&files, &config, &THEME)?;
    let input = RenderInput {
        config: &config,
        resolved: &resolved,
        assets: &manifest,
        formatters: &formatters,
        theme: &theme,
        sheets: None,
        copies: None,
    };
    let no_cache = CacheLocation { folder: root.join("cache"), mode: CacheMode::Off, build: "example" };
    let sink = MemorySink::new(&files);
    let summary = render(input, &ImageCache::new(&files, &no_cache), &JobRecords::default(), &sink)
        .expect("the templates have no mistakes");

    println!("{} pages; articles/neck-pain/index.html is", summary.pages);
    for (path, bytes) in sink.into_files() {
        if path.as_str() == "articles/neck-pain/index.html" {
            println!("{}", String::from_utf8_lossy(&bytes));
        }
    }
    Ok(())
}
