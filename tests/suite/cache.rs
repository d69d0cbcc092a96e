//! The cache between two builds: the second build reuses it, and damage, locks or other settings never change the output.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use wellpress_build::emit::Strays;
use wellpress_build::pipeline::{self, BuiltSite, Outcome, Request};
use wellpress_diagnostics::{Diagnostic, PackedFindings, Report, Rule, rules};
use wellpress_io::cache::{CacheFile, CacheLocation, CacheMode, Fingerprint};
use wellpress_io::fs::{Files, Memory};
use wellpress_site::config::SearchIndex;

use crate::harness;

const CACHE: &str = "/site/.wellpress";
const PACKS: [&str; 3] =
    ["/site/.wellpress/build_stamp.pack", "/site/.wellpress/findings.pack", "/site/.wellpress/render_jobs.pack"];
const ARTICLE: &str = "/site/content/articles/neck.md";

fn site() -> Memory {
    let memory = Memory::new()
        .with("/site/wellpress.yaml", "title: T\nbase_url: https://test.example/\nsearch: none\n")
        .with("/site/content/pages/index.md", "---\ntitle: Home\npublished: 2026-01-01\n---\nWelcome.\n")
        .with("/site/content/articles/back.md", "---\ntitle: Back\n---\nA back.\n")
        .with(ARTICLE, "---\ntitle: Neck\n---\nA neck.\n");
    // A build does not record sources that changed a moment ago, because a second change within the resolution of the clock would
    // go unseen. Each write advances the clock of the disk in memory.
    (0..4).fold(memory, |memory, tick| memory.with("/clock", tick.to_string()))
}

fn request(folder: &str, mode: CacheMode) -> Request<'static> {
    Request {
        cache: CacheLocation { folder: folder.into(), mode, build: wellpress::BUILD },
        ..harness::request(SearchIndex::Skip)
    }
}

fn build_by(memory: &Memory, folder: &str, mode: CacheMode) -> BuiltSite {
    match pipeline::build(memory, &request(folder, mode), Strays::Refuse).unwrap() {
        Outcome::Done(built) => built,
        Outcome::Stopped(report) => panic!("{report:?}"),
    }
}

fn build(memory: &Memory) -> BuiltSite {
    build_by(memory, CACHE, CacheMode::ReadWrite)
}

fn edit(memory: &Memory) {
    memory.write(Path::new(ARTICLE), b"---\ntitle: Neck\n---\nAnother neck.\n").unwrap();
}

fn files_in(memory: &Memory, folder: &str) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = memory.snapshot().into_iter().filter(|(path, _)| path.starts_with(folder));
    files.map(|(path, bytes)| (path, bytes.to_vec())).collect()
}

fn notes(built: &BuiltSite) -> Vec<String> {
    built.notes.iter().map(ToString::to_string).collect()
}

#[test]
fn a_build_renders_only_what_an_edit_changes() {
    let memory = site();
    assert!(build(&memory).site.rendered.pages_rendered > 3);
    let again = build(&memory);
    assert_eq!((again.site.rendered.pages_rendered, again.emitted.written, again.emitted.replaced), (0, 0, false));
    edit(&memory);
    let edited = build(&memory);
    // The page, and `build-info.json` with the hash of the sources.
    assert_eq!((edited.site.rendered.pages_rendered, edited.emitted.written), (1, 2));
    assert_eq!(notes(&edited), [""; 0]);
}

/// A list of retractions that nobody has fetched is named in the report, and must not make each build a whole one.
#[test]
fn a_build_with_nothing_to_do_sees_a_list_that_is_new() {
    let settings = "title: T\nbase_url: https://test.example/\nsearch: none\ncitations: {notices: lists/notices.csv}\n";
    let source = "@article{lee, title={Lee}, author={Lee, A}, journal={J}, year=2024, doi={10.1000/lee}}\n";
    let memory = site()
        .with("/site/wellpress.yaml", settings)
        .with("/site/content/references/a.bib", source)
        .with("/clock", "tick")
        .with("/clock", "tack");
    let is_named = |built: &BuiltSite| !of_rule(&built.site.report, &rules::RETRACTIONS_OLD).is_empty();
    assert!(is_named(&build(&memory)));
    let stamp = Path::new(PACKS[0]);
    assert!(memory.exists(stamp).unwrap());
    assert!(is_named(&build(&memory)));
    let list = "RetractionDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature\n";
    let memory =
        memory.with("/site/lists/notices.csv.yaml", "fetched: 2026-06-30\n").with("/site/lists/notices.csv", list);
    assert!(!is_named(&build(&memory)));
}

/// The decoded cache of findings in the words of pages.
type CachedFindings = BTreeMap<Fingerprint, PackedFindings<'static>>;

fn cached_findings(memory: &Memory) -> CachedFindings {
    let request = request(CACHE, CacheMode::ReadWrite);
    findings_file(memory, &request).load(memory, &mut Vec::new()).unwrap()
}

fn findings_file<'a>(memory: &Memory, request: &'a Request<'_>) -> CacheFile<'a> {
    let config = pipeline::settings(memory, request).unwrap().done().unwrap();
    CacheFile::new(&request.cache, "findings.pack").of_inputs(config.fingerprint())
}

/// The messages of all cached findings are changed, so that a reused finding can be told from a new one.
#[test]
fn findings_in_unedited_text_are_reused_by_builds_and_checks() {
    let back = "---\ntitle: Back\n---\nThis cures back pain.\n";
    let memory = site().with("/site/content/articles/back.md", back).with("/clock", "tick").with("/clock", "tack");
    build(&memory);
    let cached = cached_findings(&memory);
    let mark = |finding: Arc<Diagnostic>| {
        Arc::new(Diagnostic { message: "as it was found".to_owned(), ..Diagnostic::clone(&finding) })
    };
    let marked = cached.iter().map(|(words, packed)| (words, packed.unpack().into_iter().map(mark).collect()));
    let marked: Vec<(&Fingerprint, Vec<Arc<Diagnostic>>)> = marked.collect();
    let entries: BTreeMap<&Fingerprint, PackedFindings<'_>> =
        marked.iter().map(|(words, findings)| (*words, PackedFindings::new(findings))).collect();
    let request = request(CACHE, CacheMode::ReadWrite);
    findings_file(&memory, &request).save(&memory, &entries, &mut Vec::new());
    memory.write(Path::new(ARTICLE), b"---\ntitle: Neck\n---\nThis cures neck pain.\n").unwrap();
    let checked = pipeline::inspect(&memory, &request, |site| site.report).unwrap().done().unwrap();
    for report in [checked, build(&memory).site.report] {
        let promises = of_rule(&report, &rules::PROMISE);
        let messages: BTreeMap<&str, &str> =
            promises.iter().map(|finding| (&*finding.location.file, &*finding.message)).collect();
        assert_eq!(messages["content/articles/back.md"], "as it was found");
        assert!(messages["content/articles/neck.md"].contains("cures"), "{messages:?}");
    }
}

#[test]
fn an_edit_judges_one_page_again_and_new_settings_all() {
    let memory = site();
    build(&memory);
    let old = cached_findings(&memory);
    let assert_reused = |count: usize| {
        let new = cached_findings(&memory);
        assert_eq!((new.len(), new.keys().filter(|words| old.contains_key(words)).count()), (3, count));
    };
    edit(&memory);
    build(&memory);
    assert_reused(2);
    let settings = Path::new("/site/wellpress.yaml");
    let text = [&memory.read(settings).unwrap()[..], b"check: {rules: {orphan: off}}\n"].concat();
    memory.write(settings, &text).unwrap();
    build(&memory);
    assert_reused(0);
}

/// A finding of a rule that is gone cannot be read.
#[test]
fn a_cache_of_other_house_rules_is_ignored_without_a_note() {
    const RULE: &str = "/site/rules/no-neck.yaml";
    let rule = "id: no-neck\nmessage: no `{words}`\nfind: [neck]\nexamples: {found: [A neck.], not-found: [A back.]}\n";
    let memory = (0..4).fold(site().with(RULE, rule), |memory, tick| memory.with("/clock", tick.to_string()));
    let with_rule = build(&memory).site.report;
    assert!(with_rule.findings().iter().any(|finding| finding.rule.id == "no-neck"), "{with_rule:?}");
    memory.remove_file(Path::new(RULE)).unwrap();
    let without_rule = build(&memory);
    assert_eq!(notes(&without_rule), [""; 0]);
    assert_eq!(without_rule.site.report, build_by(&memory, CACHE, CacheMode::Off).site.report);
}

#[test]
fn a_check_leaves_a_damaged_cache_as_it_is() {
    let memory = site();
    build(&memory);
    memory.write(Path::new(PACKS[1]), b"not a pack").unwrap();
    let report = pipeline::inspect(&memory, &request(CACHE, CacheMode::ReadWrite), |site| site.report).unwrap();
    assert_eq!(report.done().unwrap(), build_by(&memory, CACHE, CacheMode::Off).site.report);
    assert_eq!(*memory.read(Path::new(PACKS[1])).unwrap(), *b"not a pack");
}

#[test]
fn a_build_that_findings_stop_keeps_what_it_found_in_words() {
    let memory = site();
    memory.write(Path::new(ARTICLE), b"---\ntitle: Neck\n---\n[Gone](gone.md) cures.\n").unwrap();
    let outcome = pipeline::build(&memory, &request(CACHE, CacheMode::ReadWrite), Strays::Refuse).unwrap();
    assert!(matches!(outcome, Outcome::Stopped(_)));
    assert_eq!(cached_findings(&memory).len(), 3);
}

fn of_rule(report: &Report, rule: &Rule) -> Vec<Diagnostic> {
    report.findings().iter().filter(|finding| finding.rule == rule).map(|finding| Diagnostic::clone(finding)).collect()
}

/// Findings in a page's text may depend on another file: the glossary's terms count as short words, a source's author must match the
/// text, a sign that an exercise on the page names as one to stop at needs no care card, and a translation depends on whether its
/// original is withdrawn.
#[test]
fn text_is_checked_again_when_other_inputs_of_its_rules_change() {
    const TEXT: &str = "Rehabilitation hyperextension rehabilitation helps. ";
    const GLOSSARY: &str = "rehabilitation: {definition: Care.}\n";
    let settings = "title: T\nbase_url: https://test.example/\nsearch: none\nlanguages: {es: {title: P}}\n";
    fn source(author: &str) -> String {
        format!("@article{{a, title={{One}}, author={{{{{author}}}}}, journal={{J}}, year=2024}}\n")
    }
    const WALK: &str = "/site/content/exercises/walk.md";
    fn walk(signal: &str) -> String {
        format!("---\ntitle: Walk\nstop_if: [{signal}]\n---\n1. Walk.\n")
    }
    const SNIPPET: &str = "/site/content/snippets/cure.md";
    let snippet = "<!-- wellpress-allow placeholder: none -->\n\nThis cures back pain.\n";
    let site = || {
        site()
            .with("/site/wellpress.yaml", settings)
            .with("/site/content/glossary.yaml", format!("{GLOSSARY}hyperextension: {{definition: Bend.}}\n"))
            .with("/site/content/references/a.bib", source("Somebody"))
            .with("/site/content/articles/cdc.md", "---\ntitle: CDC\n---\nAccording to the CDC, backs ache [@a].\n")
            .with("/site/content/articles/hard.md", format!("---\ntitle: Hard\n---\n{}\n", TEXT.repeat(30)))
            .with(WALK, walk("Chest pain"))
            .with("/site/content/articles/heart.md", "---\ntitle: Heart\n---\nChest pain.\n\n::exercise{#walk}\n")
            .with("/site/content/articles/neck.es.md", "---\ntitle: Cuello\n---\nUn cuello.\n")
            .with(
                "/site/content/articles/footnote.md",
                "---\ntitle: Footnote\n---\nOne.\n\n[^x]: The CDC says so [@a].\n",
            )
            .with(SNIPPET, snippet)
            .with("/site/content/articles/shown.md", "---\ntitle: Shown\n---\n::snippet{#cure}\n")
    };
    let withdrawn = "---\ntitle: Neck\nwithdrawn: {date: 2026-06-01, reason: Wrong.}\n---\nA neck.\n";
    let edits = [
        ("/site/content/glossary.yaml", format!("{GLOSSARY}lordosis: {{definition: Bend.}}\n"), &rules::READING_GRADE),
        ("/site/content/references/a.bib", source("CDC"), &rules::ATTRIBUTION_MISMATCH),
        (WALK, "---\ntitle: Walk\n---\n1. Walk.\n".to_owned(), &rules::RED_FLAG_WITHOUT_CARE),
        (ARTICLE, withdrawn.to_owned(), &rules::DESCRIPTION_MISSING),
        (SNIPPET, format!("---\ndescription: Words.\n---\n{snippet}"), &rules::PROMISE),
    ];
    for (file, text, rule) in edits {
        let (warm, cold) = (site(), site().with(file, &*text));
        let old_findings = of_rule(&build(&warm).site.report, rule);
        warm.write(Path::new(file), text.as_bytes()).unwrap();
        let (warm, cold) = (build(&warm), build_by(&cold, CACHE, CacheMode::Off));
        assert_eq!(warm.site.report, cold.site.report, "{file}");
        assert_ne!(of_rule(&warm.site.report, rule), old_findings, "{file}");
    }
}

/// Regression: each finding stored a copy of its line, so a page of one long line with 500 findings made a cache of 500 pages.
#[test]
fn a_line_with_many_findings_is_stored_once() {
    let words: String = (0..500).map(|number| format!("somebody{number}@example.org wrote. ")).collect();
    let memory = site().with(ARTICLE, format!("---\ntitle: Neck\n---\n{words}\n"));
    (0..4).for_each(|_| memory.write(Path::new("/clock"), b"tick").unwrap());
    let cold = build(&memory).site.report;
    assert!(cold.findings().iter().filter(|finding| finding.rule == &rules::PII).count() == 500);
    for pack in PACKS {
        assert!(memory.read(Path::new(pack)).unwrap().len() < 20 * words.len(), "{pack}");
    }
    assert_eq!(build(&memory).site.report, cold);
    memory.write(Path::new("/site/content/articles/back.md"), b"---\ntitle: Back\n---\nBacks.\n").unwrap();
    assert_eq!(build(&memory).site.report, cold);
}

#[test]
fn a_damaged_cache_is_replaced_with_a_note() {
    type Damage = fn(&[u8]) -> Vec<u8>;
    let damages: [Damage; 5] = [
        |_| Vec::new(),
        |_| b"not a pack".to_vec(),
        |bytes| bytes[..bytes.len() / 2].to_vec(),
        |bytes| bytes[..bytes.len() - 1].to_vec(),
        |bytes| [&bytes[..bytes.len() - 1], &[bytes[bytes.len() - 1] ^ 1]].concat(),
    ];
    for damage in damages {
        let memory = site();
        build(&memory);
        let output = files_in(&memory, "/site/output");
        for pack in PACKS {
            let bytes = memory.read(Path::new(pack)).unwrap();
            memory.write(Path::new(pack), &damage(&bytes)).unwrap();
        }
        let built = build(&memory);
        assert!(notes(&built).iter().all(|note| note.ends_with("is damaged and is made anew")), "{:?}", built.notes);
        assert_eq!(built.notes.len(), PACKS.len());
        assert_eq!(files_in(&memory, "/site/output"), output);
        assert_eq!(notes(&build(&memory)), [""; 0]);
    }
}

/// A build whose sources changed a moment ago does not write the cache of their state, so it cannot repair a damaged one. It deletes
/// the damaged file, or the note would come back with each build.
#[test]
fn a_damaged_file_that_a_build_does_not_write_is_reported_once() {
    let memory = site();
    build(&memory);
    memory.write(Path::new(PACKS[0]), b"not a pack").unwrap();
    let notes_of = |mode| {
        edit(&memory);
        notes(&build_by(&memory, CACHE, mode))
    };
    assert!(notes_of(CacheMode::ReadOnly)[0].ends_with("is damaged and is not used"));
    assert_eq!(notes_of(CacheMode::ReadWrite).len(), 1, "a run that may only read has changed the cache");
    assert!(!memory.exists(Path::new(PACKS[0])).unwrap());
    assert_eq!(notes_of(CacheMode::ReadWrite), [""; 0]);
}

#[test]
fn the_cache_of_another_build_of_wellpress_is_ignored_silently() {
    let memory = site();
    build(&memory);
    for pack in PACKS {
        let mut bytes = memory.read(Path::new(pack)).unwrap();
        bytes[20] ^= 1;
        memory.write(Path::new(pack), &bytes).unwrap();
    }
    let built = build(&memory);
    assert!(built.site.rendered.pages_rendered > 3);
    assert_eq!(notes(&built), [""; 0]);
}

#[test]
fn a_cache_can_be_read_only_or_off() {
    let memory = site();
    build(&memory);
    let cache_files = files_in(&memory, CACHE);
    edit(&memory);
    assert_eq!(build_by(&memory, CACHE, CacheMode::ReadOnly).site.rendered.pages_rendered, 1);
    assert_eq!(files_in(&memory, CACHE), cache_files);
    assert!(build_by(&memory, CACHE, CacheMode::Off).site.rendered.pages_rendered > 3);
    assert_eq!(files_in(&memory, CACHE), cache_files);
    assert!(build_by(&memory, "/elsewhere/cache", CacheMode::ReadWrite).site.rendered.pages_rendered > 3);
    assert_eq!(
        files_in(&memory, "/elsewhere/cache").len(),
        5,
        "three packs, the parsed texts, and a word to version control"
    );
}

#[test]
fn a_cache_that_cannot_be_written_is_a_note() {
    let memory = site().with("/taken", "a file where a folder should be");
    let built = build_by(&memory, "/taken", CacheMode::ReadWrite);
    assert!(
        notes(&built)[0].starts_with("nothing is kept for the next run: cannot write to `/taken`"),
        "{:?}",
        built.notes
    );
    assert_eq!(built.notes.len(), 1, "said once: {:?}", built.notes);
    assert!(built.emitted.replaced);
}

#[test]
fn a_new_cache_folder_has_a_gitignore() {
    let memory = site();
    build(&memory);
    let path = Path::new("/site/.wellpress/.gitignore");
    assert_eq!(memory.read(path).unwrap(), b"*\n");
    let memory = site().with("/mine/notes.txt", "of my own");
    build_by(&memory, "/mine", CacheMode::ReadWrite);
    assert!(!memory.exists(Path::new("/mine/.gitignore")).unwrap());
}

#[test]
fn a_folder_of_the_site_cannot_be_the_cache() {
    let site_folders =
        ["/site", "/site/content", "/site/content/cache/here", "/site/static", "/site/themes", "/site/output/cache"];
    for folder in site_folders {
        let memory = site();
        build_by(&memory, CACHE, CacheMode::Off);
        let old_files = files_in(&memory, "/");
        let error = pipeline::build(&memory, &request(folder, CacheMode::ReadWrite), Strays::Refuse).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("the cache cannot be kept in `{folder}`: that folder belongs to the site")
        );
        assert_eq!(files_in(&memory, "/"), old_files);
    }
}

#[test]
fn a_folder_with_the_name_of_a_cache_file_is_replaced() {
    let memory =
        site().with("/site/.wellpress/render_jobs.pack/a", "a").with("/site/.wellpress/render_jobs.pack.new/a", "a");
    build(&memory);
    assert_eq!(notes(&build(&memory)), [""; 0]);
    edit(&memory);
    assert_eq!(build(&memory).site.rendered.pages_rendered, 1);
}

#[test]
fn a_run_that_finds_the_cache_locked_leaves_it_as_it_is() {
    let memory = site();
    build(&memory);
    // The tree that the build replaces is moved there in one step, which needs no lock.
    let cache_files = |memory: &Memory| {
        let mut files = files_in(memory, CACHE);
        files.retain(|path, _| !path.starts_with("/site/.wellpress/spare"));
        files
    };
    let files_before = cache_files(&memory);
    edit(&memory);
    let lock = memory.lock(Path::new("/site/.wellpress/lock")).unwrap();
    assert_eq!(notes(&build(&memory)), [""; 0]);
    drop(lock);
    assert_eq!(cache_files(&memory), files_before);
}
