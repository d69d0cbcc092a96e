//! A site of a few files in memory and a theme of one line per template, for tests of the rendered files.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex};

use wellpress_diagnostics::{Severity, Source};
use wellpress_foundation::Day;
use wellpress_io::artifact::{Artifact, ArtifactContent, MemorySink, PublishedFile, Sink, SinkError};
use wellpress_io::cache::{CacheLocation, CacheMode};
use wellpress_io::fs::Memory;
use wellpress_render::{EmbeddedTheme, ImageCache, JobRecords, RenderError, RenderInput, RenderSummary, Theme, render};
use wellpress_site::config::{self, BuildOptions, Clock, IncludeUnpublished, SearchIndex};
use wellpress_site::parse::kept_texts::KeptTexts;
use wellpress_site::resolve::citations::Formatters;
use wellpress_site::{assets, discover, model, parse, resolve};

const ROOT: &str = "/site";

/// Every template that a theme needs. Those without a line here show the site's title.
static THEME: LazyLock<EmbeddedTheme> = LazyLock::new(|| {
    let names = "article exercise programme print topic person page home list glossary corrections references reference \
                 slip not-found redirect";
    let template = |name: &str| {
        let html: &[u8] = match name {
            "article" => {
                b"<title>{{ head.title }}</title><meta name=\"description\" content=\"{{ head.description }}\">\
                  <script type=\"application/ld+json\">{{ head.json_ld | safe }}</script>\
                  <h1>{{ page.title }}</h1>{{ record.byline.not_reviewed | safe }}{{ record.disclaimers_top | safe }}{{ record.content | safe }}\
                  {{ record.references | safe }}{{ record.disclaimers_bottom | safe }}"
            }
            "exercise" => b"<!doctype html><h1>{{ page.title }}</h1>{{ record.byline.not_reviewed | safe }}{{ record.content | safe }}",
            "glossary" => b"{% for alternate in head.alternates %}<link hreflang=\"{{ alternate.language }}\" href=\"{{ alternate.url }}\">{% endfor %}",
            "print" => b"<!doctype html>{{ handout.byline.not_reviewed | safe }}{{ handout.disclaimers_top | safe }}{{ handout.content | safe }}{{ handout.disclaimers_bottom | safe }}",
            "slip" => b"{{ entry.entry | safe }}",
            _ => b"{{ site.title }}",
        };
        (format!("templates/{name}.html"), html)
    };
    let strings: &[u8] =
        b"text-home = Home\nnot-medically-reviewed = Not medically reviewed\ntext-doi = Read at the publisher\n";
    let style: &[u8] = b"pre {\n  white-space: pre; /* as written */\n}\n";
    let files = [("i18n/en.ftl", strings), ("i18n/de.ftl", strings), ("assets/tiny.css", style)];
    let files = files.map(|(path, bytes)| (path.to_owned(), bytes));
    EmbeddedTheme::new("tiny", names.split_whitespace().map(template).chain(files))
});

/// Settings and content of a site at `https://tiny.example/`.
#[derive(Clone)]
pub struct TinySite {
    settings: String,
    files: BTreeMap<PathBuf, String>,
}

impl TinySite {
    pub fn new() -> Self {
        Self {
            settings: "title: Tiny\nbase_url: https://tiny.example/\ntheme: tiny\n".to_owned(),
            files: BTreeMap::new(),
        }
    }

    pub fn settings(mut self, lines: &str) -> Self {
        self.settings.push_str(lines);
        self
    }

    /// Adds or replaces a file, by its path in the site.
    pub fn file(mut self, path: &str, text: &str) -> Self {
        self.files.insert(Path::new(ROOT).join(path), text.to_owned());
        self
    }

    /// Reads and resolves the site, which must have no error, and hands it over for rendering.
    pub fn with_input<T>(&self, run: impl FnOnce(RenderInput<'_>, &Memory) -> T) -> T {
        let files = self.files.iter().fold(Memory::new(), |files, (path, text)| files.with(path, text.as_str()));
        let root = Path::new(ROOT);
        let options = BuildOptions {
            include: IncludeUnpublished::default(),
            left_out_drafts: Default::default(),
            base_url: None,
            output: root.join("output"),
            clock: Clock::at(Day::parse("2026-07-01").expect("a day")),
            index: SearchIndex::Skip,
        };
        let source = Source::new("wellpress.yaml", self.settings.as_str());
        let config = config::load(root, source, None, options).expect("sound settings");
        let (inventory, mut findings) = discover::discover(&files, &config).expect("content in memory");
        let (parsed, of_parse, _) = parse::parse(&files, &config, &inventory, None, &KeptTexts::default());
        let (manifest, _) = assets::read(&files, &config, &inventory, None);
        let (site, of_model) = model::model(&config, parsed, None);
        let formatters = Formatters::shipped(&site);
        let (resolved, formatters, of_resolve) =
            resolve::resolve(&config, &site, &manifest, &inventory, formatters, None);
        findings.extend(of_parse.into_iter().chain(of_model).chain(of_resolve));
        findings.retain(|finding| finding.severity == Severity::Error);
        assert!(findings.is_empty(), "{findings:#?}");
        let theme = Theme::load(&files, &config, &THEME).expect("a sound theme");
        let (config, resolved, assets, formatters) = (&config, &resolved, &manifest, &formatters);
        run(RenderInput { config, resolved, assets, formatters, theme: &theme, sheets: None, copies: None }, &files)
    }

    /// Renders the site into memory: its files as text, by path.
    pub fn render(&self) -> HashMap<String, String> {
        self.with_input(|input, files| {
            let sink = MemorySink::new(files);
            render_into(input, files, &JobRecords::default(), &sink).expect("a site that can be rendered");
            let files = sink.into_files().into_iter();
            files
                .map(|(path, bytes)| (path.as_str().to_owned(), String::from_utf8_lossy(&bytes).into_owned()))
                .collect()
        })
    }

    /// Renders the site into a sink, given the records of a previous run.
    pub fn render_again(&self, previous: &JobRecords, sink: &dyn Sink) -> Result<RenderSummary, RenderError> {
        self.with_input(|input, files| render_into(input, files, previous, sink))
    }
}

fn render_into(
    input: RenderInput<'_>,
    files: &Memory,
    previous: &JobRecords,
    sink: &dyn Sink,
) -> Result<RenderSummary, RenderError> {
    let no_cache = CacheLocation { folder: "/site/cache".into(), mode: CacheMode::Off, build: "test" };
    render(input, &ImageCache::new(files, &no_cache), previous, sink)
}

/// A sink that has every file of the previous run, and notes what it is given and what it takes over.
#[derive(Default)]
pub struct ReusingSink {
    pub put: Mutex<Vec<String>>,
    pub reused: Mutex<Vec<String>>,
}

impl Sink for ReusingSink {
    fn put(&self, artifact: Artifact<'_>) -> Result<PublishedFile, SinkError> {
        self.put.lock().expect("no test thread panicked").push(artifact.path.as_str().to_owned());
        let bytes = match artifact.content {
            ArtifactContent::Bytes(bytes) => bytes.into_owned(),
            ArtifactContent::CopyOf(_) | ArtifactContent::Deferred(_) => Vec::new(),
        };
        Ok(PublishedFile::of(artifact.path, &bytes))
    }

    fn reuse(&self, files: &[PublishedFile]) -> bool {
        self.reused
            .lock()
            .expect("no test thread panicked")
            .extend(files.iter().map(|file| file.path.as_str().to_owned()));
        true
    }
}
