//! All stages up to the report over small sites on the disk: files in, findings and resolved references out.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::disallowed_methods, reason = "tests write the files of a site themselves")]

use std::path::Path;
use std::sync::Arc;

use tempfile::TempDir;

use wellpress_check::{Allowances, CheckContext, LeftOut};
use wellpress_diagnostics::{Diagnostic, Report, Severity};
use wellpress_foundation::Day;
use wellpress_io::fs::{Disk, Files};
use wellpress_site::config::{self, BuildOptions, Clock, Config, IncludeUnpublished, MAIN_LANGUAGE, SearchIndex};
use wellpress_site::model::{LookupResult, PageId};
use wellpress_site::parse::front_matter::CautionSeverity;
use wellpress_site::parse::kept_texts::KeptTexts;
use wellpress_site::resolve::bodies::Href;
use wellpress_site::resolve::citation_index::CitingPage;
use wellpress_site::resolve::citations::Formatters;
use wellpress_site::resolve::{ResolvedSite, cautions};
use wellpress_site::sections::ContentKind;
use wellpress_site::{assets, discover, model, parse, resolve};

/// The settings, people, topics and sources that the sites of these tests share.
const SETTINGS: &str = "\
title: Backs
base_url: https://backs.example/guide/
description: How to care for a back.
policies: {editorial: editorial-policy, review: editorial-policy, corrections: editorial-policy}
disclaimers: {articles: [general], exercises: [general]}
check: {rules: {retractions-old: off}}
";
const POLICY: &str = "---
title: Editorial policy
description: Who writes and reviews this guide.
published: 2024-01-02
---

A physician reviews each article of this guide.
";
const DISCLAIMER: &str = "---\ntitle: Advice\n---\n\nThis guide does not replace a physician.\n";
const AUTHOR: &str = "---\nname: Ana Ruiz\n---\n\nAna Ruiz writes about backs.\n";
const REVIEWER: &str = "---\nname: Daniel Reyes\ncredentials: MD\n---\n\nDaniel Reyes is a physician.\n";
const TOPIC: &str =
    "---\ntitle: Osteoporosis\ndescription: Bones that break easily.\n---\n\nBones lose mass with age.\n";
const LIBRARY: &str = "\
@article{lee-2021,
  author = {Lee, Ann},
  title = {Walking and the health of backs},
  journal = {Spine},
  date = {2021},
  doi = {10.5555/12345678},
}
";
const PICTURE: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='30'/>";
const EXERCISE: &str = "---
title: Forward bend
description: A slow bend.
published: 2024-01-02
authors: [ana-ruiz]
reviewers: [{person: daniel-reyes, role: medical, date: 2024-01-01}]
cautions:
  - {condition: osteoporosis, advice: Keep the spine straight., severity: modify}
stop_if: [Sharp pain]
dose: {sets: 2, reps: 10}
images: [{src: bend.svg, alt: A person bends forward.}]
---

## How to do it

1. Stand.
2. Bend slowly [@lee-2021].
";

/// An article with this text, complete in everything that a rule asks for.
fn article(text: &str) -> String {
    format!(
        "---
title: Walking
description: Why a walk is good for a back.
published: 2024-01-02
authors: [ana-ruiz]
reviewers: [{{person: daniel-reyes, role: medical, date: 2024-01-01}}]
topics: [osteoporosis]
---

{text}
"
    )
}

/// A site in a temporary folder.
struct SiteFolder {
    folder: TempDir,
}

impl SiteFolder {
    /// The shared files and one article with this text.
    fn with_article(text: &str) -> Self {
        let site = Self { folder: tempfile::tempdir().unwrap() };
        site.write("wellpress.yaml", SETTINGS);
        site.write("content/pages/editorial-policy.md", POLICY);
        site.write("content/disclaimers/general.md", DISCLAIMER);
        site.write("content/people/ana-ruiz.md", AUTHOR);
        site.write("content/people/daniel-reyes.md", REVIEWER);
        site.write("content/topics/osteoporosis.md", TOPIC);
        site.write("content/references/backs.bib", LIBRARY);
        site.write("content/exercises/forward-bend.md", EXERCISE);
        site.write("content/exercises/bend.svg", PICTURE);
        site.write("content/articles/walking.md", &article(text));
        site
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn config(&self) -> Config {
        let options = BuildOptions {
            include: IncludeUnpublished::default(),
            left_out_drafts: Default::default(),
            base_url: None,
            output: self.folder.path().join("output"),
            clock: Clock::at(Day::parse("2024-06-01").unwrap()),
            index: SearchIndex::Skip,
        };
        let bytes = Disk.read(&self.folder.path().join("wellpress.yaml")).unwrap();
        let source = parse::decode(&"wellpress.yaml".into(), bytes, &mut Vec::new()).unwrap();
        config::load(self.folder.path(), source, None, options).unwrap()
    }

    /// Runs all stages, and lends the resolved site and the report of all findings.
    fn check<T>(&self, look: impl FnOnce(&ResolvedSite<'_>, &Report) -> T) -> T {
        let config = self.config();
        let (inventory, mut findings) = discover::discover(&Disk, &config).unwrap();
        let (parsed, parse_findings, _) = parse::parse(&Disk, &config, &inventory, None, &KeptTexts::default());
        findings.extend(parse_findings);
        let (assets, asset_findings) = assets::read(&Disk, &config, &inventory, None);
        findings.extend(asset_findings);
        let context = CheckContext {
            allowances: Allowances::new(&parsed),
            left_out: LeftOut::new(config.content_folder(), &inventory, &parsed, &findings),
            ..CheckContext::default()
        };
        let (site, model_findings) = model::model(&config, parsed, None);
        findings.extend(model_findings);
        let formatters = Formatters::new(&Disk, &config, &site).unwrap();
        let (resolved, _, resolve_findings) = resolve::resolve(&config, &site, &assets, &inventory, formatters, None);
        findings.extend(resolve_findings);
        let (report, _) = wellpress_check::judge(&config, &resolved, &context, findings, None);
        look(&resolved, &report)
    }
}

fn page(resolved: &ResolvedSite<'_>, kind: ContentKind, id: &str) -> PageId {
    match resolved.site.index.find(kind, id, MAIN_LANGUAGE) {
        LookupResult::Page(page) => page,
        result => panic!("{kind} {id}: {result:?}"),
    }
}

/// Rule, file, line and column of each finding of at least this severity.
fn places(report: &Report, least: Severity) -> Vec<(&'static str, String, u32, u32)> {
    let rule_and_position = |finding: &Arc<Diagnostic>| {
        let location = &finding.location;
        (finding.rule.id, location.file.to_string(), location.line, location.column)
    };
    report.findings().iter().filter(|finding| finding.severity >= least).map(rule_and_position).collect()
}

const CLEAN_TEXT: &str = "\
Lee [-@lee-2021] saw that people who walk each day have less pain.

::exercise{#forward-bend}

Read about [weak bones](../topics/osteoporosis.md) as well.";

#[test]
fn a_complete_site_has_no_findings() {
    SiteFolder::with_article(CLEAN_TEXT).check(|_, report| {
        assert_eq!(places(report, Severity::Note), []);
    });
}

#[test]
fn an_unknown_citation_key_is_an_error_at_its_place_with_the_nearest_key() {
    let site = SiteFolder::with_article(&CLEAN_TEXT.replace("[-@lee-2021]", "[-@lee-2012]"));
    site.check(|_, report| {
        let file = "content/articles/walking.md".to_owned();
        assert_eq!(places(report, Severity::Error), [("citation-unknown", file, 10, 8)]);
        let finding = report.findings().iter().find(|finding| finding.rule.id == "citation-unknown").unwrap();
        assert_eq!(finding.message, "no source has the key `lee-2012`");
        assert!(finding.help.as_deref().is_some_and(|help| help.contains("`lee-2021`")), "{finding:?}");
    });
}

#[test]
fn a_source_leads_to_the_pages_that_cite_it_and_back() {
    SiteFolder::with_article(CLEAN_TEXT).check(|resolved, _| {
        let walking = page(resolved, ContentKind::Article, "walking");
        let bend = page(resolved, ContentKind::Exercise, "forward-bend");
        let source = resolved.site.library.find("lee-2021").unwrap();
        assert!(resolved.cited_by(walking).any(|cited| cited == source));
        assert!(resolved.cited_by(bend).any(|cited| cited == source));

        let citing = &resolved.citation_index.sources[&source];
        let pages: Vec<CitingPage> = citing.iter().map(|entry| entry.page).collect();
        assert_eq!(pages, [CitingPage::Page(walking), CitingPage::Page(bend)]);
        assert_eq!(citing[0].passages.len(), 1);
        assert_eq!(citing[0].passages[0].after(), " saw that people who walk each day have less pain.");
        assert_eq!(citing[1].via, [walking], "the article shows the exercise and with it the mark");
    });
}

#[test]
fn a_link_leads_to_a_page_and_the_page_knows_it() {
    SiteFolder::with_article(CLEAN_TEXT).check(|resolved, _| {
        let walking = page(resolved, ContentKind::Article, "walking");
        let topic = page(resolved, ContentKind::Topic, "osteoporosis");
        let links = &resolved.pages[walking].body.links;
        assert!(links.iter().any(|link| matches!(link, Href::Page { page, .. } if *page == topic)), "{links:?}");
        assert_eq!(resolved.site.page(topic).url, "/guide/topics/osteoporosis/");
        assert_eq!(resolved.backlinks.linked_from[&topic], [walking]);
        assert_eq!(resolved.backlinks.members[&topic], [walking]);
    });
}

#[test]
fn an_embedded_exercise_carries_its_cautions() {
    SiteFolder::with_article(CLEAN_TEXT).check(|resolved, _| {
        let walking = page(resolved, ContentKind::Article, "walking");
        let bend = page(resolved, ContentKind::Exercise, "forward-bend");
        assert_eq!(resolved.backlinks.embedded_in[&walking], [bend]);
        let exercise = resolved.site.page(bend).exercise().unwrap();

        let of_article = cautions::of_exercise(resolved.site, Some(resolved.site.page(walking)), exercise);
        assert_eq!(of_article.len(), 1);
        assert_eq!(of_article[0].caution.advice, "Keep the spine straight.");
        assert_eq!(of_article[0].caution.severity, CautionSeverity::Modify);
        assert!(of_article[0].applies, "the article is about osteoporosis");
        let elsewhere = cautions::of_exercise(resolved.site, None, exercise);
        assert!(!elsewhere[0].applies);
    });
}

#[test]
fn a_page_with_a_mistake_does_not_hide_the_mistakes_of_others() {
    let site = SiteFolder::with_article(&CLEAN_TEXT.replace("osteoporosis.md", "osteoporsis.md"));
    site.write("content/articles/broken.md", "---\ntitle: [\n---\n\nText.\n");
    site.check(|_, report| {
        let rules: Vec<&str> = places(report, Severity::Error).iter().map(|position| position.0).collect();
        assert!(rules.contains(&"link-broken"), "{rules:?}");
        assert!(rules.iter().any(|rule| rule.starts_with("front-matter")), "{rules:?}");
    });
}

#[test]
fn the_same_files_in_another_folder_give_the_same_findings() {
    let text = CLEAN_TEXT.replace("lee-2021", "nobody").replace("forward-bend", "no-such-exercise");
    let findings = |site: &SiteFolder| site.check(|_, report| places(report, Severity::Note));
    let (first, second) = (SiteFolder::with_article(&text), SiteFolder::with_article(&text));
    assert_ne!(first.folder.path(), Path::new(second.folder.path()));
    assert_eq!(findings(&first), findings(&second));
    assert!(!findings(&first).is_empty());
}
