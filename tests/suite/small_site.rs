//! A site of a few files in memory, resolved: for tests of what is made from it without a theme or a disk.

use std::path::Path;

use wellpress_diagnostics::{Diagnostic, Severity, Source};
use wellpress_foundation::Day;
use wellpress_io::fs::Memory;
use wellpress_site::assets;
use wellpress_site::config::{
    self, BuildOptions, Clock, Config, IncludeUnpublished, LanguageId, MAIN_LANGUAGE, SearchIndex,
};
use wellpress_site::discover::discover;
use wellpress_site::model::{LookupResult, PageId, model};
use wellpress_site::parse::kept_texts::KeptTexts;
use wellpress_site::parse::parse;
use wellpress_site::resolve::citations::Formatters;
use wellpress_site::resolve::{ResolvedSite, resolve};
use wellpress_site::sections::ContentKind;

/// Settings and files of a site, by path.
pub(crate) struct SmallSite {
    settings: String,
    files: Vec<(String, String)>,
    include: IncludeUnpublished,
}

impl SmallSite {
    /// A site at `https://example.org/guide/` with further settings.
    pub fn new(settings: &str) -> Self {
        let settings = format!("title: \"Guide\"\nbase_url: https://example.org/guide/\n{settings}");
        Self { settings, files: Vec::new(), include: IncludeUnpublished::default() }
    }

    pub fn with(mut self, path: &str, text: &str) -> Self {
        self.files.push((path.to_owned(), text.to_owned()));
        self
    }

    pub fn including(mut self, include: IncludeUnpublished) -> Self {
        self.include = include;
        self
    }

    /// Resolves the site, which must have no error, and looks at it.
    pub fn look<T>(&self, look: impl FnOnce(&Config, &ResolvedSite<'_>) -> T) -> T {
        self.resolve(|config, resolved, findings| {
            let errors: Vec<_> = findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
            assert!(errors.is_empty(), "{errors:#?}");
            look(config, resolved)
        })
    }

    /// Resolves the site and looks at it and its findings.
    pub fn resolve<T>(&self, look: impl FnOnce(&Config, &ResolvedSite<'_>, &[Diagnostic]) -> T) -> T {
        let options = BuildOptions {
            include: self.include,
            left_out_drafts: Default::default(),
            base_url: None,
            output: "/site/output".into(),
            clock: Clock::at(Day::parse("2024-06-01").expect("a day")),
            index: SearchIndex::Skip,
        };
        let source = Source::new("wellpress.yaml", self.settings.as_str());
        let config = config::load(Path::new("/site"), source, None, options).expect("settings");
        let mut memory = Memory::new().with("/site/content/topics/.keep", "");
        for (path, text) in &self.files {
            memory = memory.with(Path::new("/site").join(path), text);
        }
        let (inventory, mut findings) = discover(&memory, &config).expect("content");
        let (manifest, _) = assets::read(&memory, &config, &inventory, None);
        let (parsed, mut found, _) = parse(&memory, &config, &inventory, None, &KeptTexts::default());
        findings.append(&mut found);
        let (site, mut found) = model(&config, parsed, None);
        findings.append(&mut found);
        let formatters = Formatters::new(&memory, &config, &site).map_err(|found| format!("{found:#?}"));
        let (resolved, _, mut found) =
            resolve(&config, &site, &manifest, &inventory, formatters.expect("styles that ship"), None);
        findings.append(&mut found);
        look(&config, &resolved, &findings)
    }
}

/// The page of this kind and id in the site's own language.
pub(crate) fn page(resolved: &ResolvedSite<'_>, kind: ContentKind, id: &str) -> PageId {
    page_in(resolved, kind, id, MAIN_LANGUAGE)
}

/// The page of this kind and id in a language.
pub(crate) fn page_in(resolved: &ResolvedSite<'_>, kind: ContentKind, id: &str, language: LanguageId) -> PageId {
    match resolved.site.index.find(kind, id, language) {
        LookupResult::Page(page) => page,
        other => panic!("{kind} {id}: {other:?}"),
    }
}
