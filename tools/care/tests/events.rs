//! A small site in which everything needs attention once: each item is in the list once, and nothing else is.

use std::path::Path;
use std::sync::LazyLock;

use serde_json::Value;

use wellpress_build::pipeline::{self, Outcome, Request};
use wellpress_care::{markdown, text};
use wellpress_check::care::{self, CareItem, CareKind, CareList, CareState};
use wellpress_check::external::{LinkChecker, LinkHistory};
use wellpress_foundation::Day;
use wellpress_harness::test_site::request;
use wellpress_io::fs::Memory;
use wellpress_render::EmbeddedTheme;
use wellpress_site::config::{Clock, IncludeUnpublished, SearchIndex};

const ROOT: &str = "/site";
const TODAY: &str = "2026-06-12";

/// No page is rendered here.
static NO_THEME: LazyLock<EmbeddedTheme> = LazyLock::new(|| EmbeddedTheme::new("well", Vec::new()));

const SETTINGS: &str = "\
title: Backs
base_url: https://backs.example/
languages: {de: {title: Rücken}}
review: {every: 24 months, soon: 30 days}
citations: {retractions: data/list.csv}
";

const COLUMNS: &str = "RetractionDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature\n";

/// Sources of which something became, and one that is as it was.
const LIBRARY: &str = "\
@article{gone, title={Gone}, author={A, A}, journal={J}, date={2019}, doi={10.1000/gone}}
@article{told, title={Told}, author={A, A}, journal={J}, date={2019}, doi={10.1000/told}}
@article{doubted, title={Doubted}, author={A, A}, journal={J}, date={2019}, doi={10.1000/doubted}}
@article{mended, title={Mended}, author={A, A}, journal={J}, date={2019}, doi={10.1000/mended}}
@report{first, title={First}, author={A, A}, date={2024}, doi={10.1000/first}, superseded_by={second}}
@report{second, title={Second}, author={A, A}, date={2025}, doi={10.1000/second}}
@unpublished{early, title={Early}, author={A, A}, date={2024}, doi={10.1000/early}, superseded_by={late}}
@article{late, title={Late}, author={A, A}, journal={J}, date={2025}, doi={10.1000/late}}
@report{aged, title={Aged}, author={A, A}, date={2012}, doi={10.1000/aged}, evidence={guideline}}
@article{sound, title={Sound}, author={A, A}, journal={J}, date={2025}, doi={10.1000/sound}}
";

const ZEROS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A page of one text with these lines of front matter. Its review is recent unless they say something else.
fn page(front: &str, text: &str) -> String {
    let title = if front.contains("title:") { "" } else { "title: A page\n" };
    format!("---\n{title}{front}authors: [jo]\n---\n{text}\n")
}

const REVIEWED: &str = "reviewers: [{person: ann, role: medical, date: 2026-01-10}]\n";

type SiteFile<'a> = (&'a str, String);

fn files<'a>() -> Vec<SiteFile<'a>> {
    [records(), reviewed_pages(), other_pages()].concat()
}

/// What stands beside the articles.
fn records<'a>() -> Vec<SiteFile<'a>> {
    let list = format!(
        "{COLUMNS}2026-05-30,10.1000/gone,0,Retraction\n2026-05-30,10.1000/told,0,Retraction\n\
         2026-04-01,10.1000/doubted,0,Expression of concern\n2026-03-01,10.1000/mended,0,Correction\n"
    );
    let links = r#"{"https://gone.example/a": {"day": "2026-06-10", "verdict": {"dead": {"why": "404", "help": "look for it"}}},
        "https://here.example/": {"day": "2026-06-10", "verdict": "sound"},
        "https://nobody.example/": {"day": "2026-06-10", "verdict": {"dead": {"why": "404", "help": ""}}}}"#;
    vec![
        ("wellpress.yaml", SETTINGS.to_owned()),
        ("data/list.csv", list),
        ("data/list.csv.yaml", "fetched: 2026-01-01\n".to_owned()),
        (".wellpress/external-links.json", links.to_owned()),
        ("content/references/a.bib", LIBRARY.to_owned()),
        ("content/pages/index.md", "---\ntitle: Home\n---\nWords.\n".to_owned()),
        ("content/people/jo.md", "---\nname: Jo\n---\n".to_owned()),
        (
            "content/people/ann.md",
            "---\nname: Ann\ncredentials: [MD]\ncredentials_expire: 2028-01-01\n---\n".to_owned(),
        ),
        (
            "content/people/old.md",
            "---\nname: Old\ncredentials: [MD]\ncredentials_expire: 2026-01-31\n---\n".to_owned(),
        ),
        (
            "content/people/old.de.md",
            "---\nname: Alt\ncredentials: [MD]\ncredentials_expire: 2026-01-31\n---\n".to_owned(),
        ),
        (
            "content/people/soon.md",
            "---\nname: Soon\ncredentials: [MD]\ncredentials_expire: 2026-06-30\n---\n".to_owned(),
        ),
    ]
}

/// Pages whose reviews, approvals and remarks differ.
fn reviewed_pages<'a>() -> Vec<SiteFile<'a>> {
    let sign_off = |decision: &str, words: &str| {
        format!(
            "- person: ann\n  role: medical\n  date: 2026-02-01\n  decision: {decision}\n  hash: \"{ZEROS}\"\n  \
             parts:\n    text: {{hash: \"{ZEROS}\", read: \"{words}\"}}\n"
        )
    };
    vec![
        ("content/articles/overdue.md", page(&format!("{REVIEWED}next_review: 2026-06-01\n"), "Words.")),
        ("content/articles/due.md", page(&format!("{REVIEWED}next_review: 2026-07-01\n"), "Words.")),
        ("content/articles/today.md", page(&format!("{REVIEWED}next_review: {TODAY}\n"), "Words.")),
        ("content/articles/later.md", page(&format!("{REVIEWED}next_review: 2026-08-01\nexpires: 2027-01-01\n"), "Words.")),
        ("content/articles/changed.md", page("", "New words.")),
        ("content/reviews/changed.yaml", sign_off("approved", "Old words.")),
        (
            "content/articles/recorded.md",
            page(&format!("{REVIEWED}changes: [{{date: 2026-05-01, kind: substantive, note: New}}]\n"), "Words."),
        ),
        ("content/articles/asked.md", page("", "Words.")),
        ("content/reviews/asked.yaml", sign_off("changes-requested", "Words.")),
        // Ann was asked twice, and has not answered; Soon has signed since; nobody asks about a page that is taken back.
        (
            "content/reviews/later.requests.yaml",
            [
                asked("later", "ann", "2026-04-01", "2026-05-01"),
                asked("later", "ann", "2026-05-20", "2026-06-05"),
                asked("changed", "ann", "2026-01-20", "2026-02-10"),
                asked("taken", "ann", "2026-05-20", "2026-06-05"),
                asked("draft", "ann", "2026-05-20", "2026-06-05"),
            ]
            .concat(),
        ),
        ("content/articles/remarked.md", page(REVIEWED, "It is stiff in the morning.")),
        (
            "content/reviews/remarked.answers.yaml",
            "- file: aaaaaaaa\n  page: article:remarked\n  language: en\n  date: \"2026-06-01\"\n  reviewer: Kim\n  remarks:\n    \
             - {id: aaaaaaaa-1, state: open, words: It is stiff in the morning., comment: At night too?}\n    \
             - {id: aaaaaaaa-2, state: done, words: It is stiff in the morning., comment: Fine.}\n"
                .to_owned(),
        ),
    ]
}

/// The record that somebody was asked to review an article.
fn asked(page: &str, person: &str, asked: &str, until: &str) -> String {
    format!(
        "- page: article:{page}\n  language: en\n  person: {person}\n  asked: {asked}\n  until: {until}\n  read: \"{ZEROS}\"\n"
    )
}

/// Pages with dates, sources, links and a translation.
fn other_pages<'a>() -> Vec<SiteFile<'a>> {
    vec![
        ("content/articles/future.md", page("published: 2026-06-20\n", "Words.")),
        ("content/articles/far.md", page("published: 2027-06-20\n", "Words.")),
        ("content/articles/ends.md", page(&format!("{REVIEWED}expires: 2026-06-30\n"), "Words.")),
        ("content/articles/ended.md", page("expires: 2026-06-01\n", "Words.")),
        ("content/articles/draft.md", page("draft: true\nnext_review: 2026-06-01\n", "Words.")),
        (
            "content/articles/taken.md",
            page("next_review: 2026-06-01\nwithdrawn: {date: 2026-06-01, reason: Wrong.}\n", "See [@gone]."),
        ),
        (
            "content/articles/sources.md",
            page(
                REVIEWED,
                "Stretching helps [@gone]. It is doubted [@doubted]. It is mended [@mended]. It was first [@first].\n\n\
                 It was early [@early]. It is aged [@aged]. It is sound [@sound]. [A](https://gone.example/a) and \
                 [B](https://here.example/).",
            ),
        ),
        ("content/articles/again.md", page(REVIEWED, "It helps [@gone], see [this](https://gone.example/a#part).")),
        (
            "content/articles/known.md",
            page(
                &format!("{REVIEWED}acknowledged_retractions: [{{source: told, reason: It is the story.}}]\n"),
                "It was told [@told].",
            ),
        ),
        ("content/articles/two.md", page(&format!("title: Two\n{REVIEWED}"), "Words.")),
        (
            "content/articles/two.de.md",
            page(&format!("title: Zwei\n{REVIEWED}translated_from: \"00000000000000000000000000000000\"\n"), "Worte."),
        ),
    ]
}

/// The list of a site with these files.
fn list_of(files: &[(&str, String)], today: &str) -> CareList {
    list_with(files, today, IncludeUnpublished::default())
}

/// As the command makes the list: with the pages that are not published yet.
fn list_of_command(files: &[(&str, String)], today: &str) -> CareList {
    list_with(files, today, IncludeUnpublished { drafts: true, future: true, expired: false })
}

fn list_with(files: &[(&str, String)], today: &str, include: IncludeUnpublished) -> CareList {
    let memory = files.iter().fold(Memory::new(), |memory, (path, text)| memory.with(format!("{ROOT}/{path}"), text));
    let mut request = Request { default_theme: &NO_THEME, ..request(SearchIndex::Skip) };
    request.options.include = include;
    request.options.clock = Clock::at(Day::parse(today).unwrap());
    let mut notes = Vec::new();
    let history = LinkHistory::load(&memory, &request.cache, &mut notes);
    assert!(notes.is_empty(), "{notes:?}");
    let checker = LinkChecker::of_dead_links(request.options.clock.today(), history);
    let outcome = pipeline::inspect_with(&memory, &request, Some(&checker), |site| {
        care::list(site.config, site.resolved, &site.report, site.config.settings.review.soon)
    });
    match outcome.unwrap() {
        Outcome::Done(list) => list,
        Outcome::Stopped(report) => panic!("{report:#?}"),
    }
}

/// The kind of an item, and what it is about.
fn subject(item: &CareItem) -> String {
    let page = item.page.as_ref().map(|page| match page.language.as_str() {
        "en" => page.id.clone(),
        language => format!("{} {language}", page.id),
    });
    let about = [&item.source, &item.link, &item.person, &item.remark, &page].into_iter().flatten().next();
    format!("{} {}", item.kind.as_str(), about.map_or("-", |about| about))
}

fn item<'l>(list: &'l CareList, wanted: &str) -> &'l CareItem {
    list.items.iter().find(|item| subject(item) == wanted).unwrap_or_else(|| panic!("no item `{wanted}`"))
}

#[test]
fn every_event_is_in_the_list_once_and_nothing_else_is() {
    let list = list_of(&files(), TODAY);
    let subjects: Vec<String> = list.items.iter().map(subject).collect();
    let expected = [
        "credential-expired old",
        "review-overdue article:overdue",
        "request-open ann",
        "page-changed article:changed",
        "changes-requested article:asked",
        "source-corrected mended",
        "source-concern doubted",
        "page-changed article:recorded",
        "source-retracted gone",
        "remark-open aaaaaaaa-1",
        "source-superseded first",
        "source-published early",
        "source-old aged",
        "retractions-old -",
        "link-dead https://gone.example/a",
        "translation-stale article:two de",
        "translation-unrecorded person:old de",
        "review-due article:today",
        "page-appears article:future",
        "page-expires article:ends",
        "credential-expires soon",
        "review-due article:due",
    ];
    assert_eq!(sorted(subjects), sorted(expected.map(str::to_owned).to_vec()));
    assert!(list.items.is_sorted_by_key(|item| item.state), "overdue, due, soon");
    assert!(list.is_due());
}

/// A site whose people are Ann, Bob and Jo, with these files.
fn small_site<'a>(further: &[SiteFile<'a>]) -> Vec<SiteFile<'a>> {
    let person = |name: &str| format!("---\nname: {name}\ncredentials: [MD]\n---\n");
    let mut site = vec![
        ("wellpress.yaml", SETTINGS.replace("citations: {retractions: data/list.csv}\n", "")),
        ("content/people/ann.md", person("Ann")),
        ("content/people/bob.md", person("Bob")),
        ("content/people/jo.md", person("Jo")),
    ];
    site.extend_from_slice(further);
    site
}

fn signed_by(person: &str, role: &str, decision: &str) -> String {
    format!(
        "- person: {person}\n  role: {role}\n  date: 2026-02-01\n  decision: {decision}\n  kind: article\n  hash: \"{ZEROS}\"\n  \
         parts:\n    text: {{hash: \"{ZEROS}\", read: Old words.}}\n"
    )
}

/// Kind, command and help of each item.
fn told(list: &CareList) -> Vec<(&str, &str, &str)> {
    let items = list.items.iter();
    items.map(|item| (item.kind.as_str(), &*item.command, item.help.as_deref().unwrap_or_default())).collect()
}

#[test]
fn while_somebody_is_asked_no_item_asks_again() {
    let front = "ai: {used: Text}\nreviewers: [{person: ann, role: medical, date: 2024-01-10}]\n";
    let mut site = small_site(&[
        ("content/articles/a.md", page(front, "New words.")),
        ("content/reviews/a.yaml", signed_by("ann", "medical", "approved")),
    ]);
    let ask = "wellpress review request article:a --reviewer ann --output a.docx";
    let list = list_of(&site, "2028-03-01");
    let kinds_and_commands: Vec<_> = told(&list).into_iter().map(|(kind, command, _)| (kind, command)).collect();
    assert_eq!(kinds_and_commands, [("review-overdue", ask), ("page-changed", ask)]);
    let changed = item(&list, "page-changed article:a");
    assert!(changed.message.ends_with("AI was used for it, so that its present words need a sign-off"), "{changed:?}");

    site.push(("content/reviews/a.requests.yaml", asked("a", "bob", "2028-02-20", "2028-03-20")));
    let list = list_of(&site, "2028-03-01");
    let remind = "wellpress review remind --output reminders";
    for (kind, command, help) in told(&list) {
        if kind == "request-open" {
            assert_eq!(command, remind);
            assert!(help.contains("the page has changed since the packet was made"), "{help}");
        } else {
            assert_eq!(command, format!("{remind} --reviewer bob"), "{kind}");
            assert!(help.starts_with("`Bob` was asked on 2028-02-20: wait for the answer, or remind: "), "{help}");
        }
    }
    // Nobody waits for a person who is gone.
    site.retain(|(path, _)| *path != "content/people/bob.md");
    let list = list_of(&site, "2028-03-01");
    assert_eq!(item(&list, "page-changed article:a").command, ask);
    let message = &item(&list, "request-open bob").message;
    assert!(message.ends_with("the site does not have this person any more"), "{message}");
}

#[test]
fn a_command_names_whoever_is_known() {
    let ai = |further: &str| page(&format!("ai: {{used: Text{further}}}\n"), "New words.");
    let commands = |files: &[SiteFile<'_>]| -> Vec<String> {
        list_of(&small_site(files), TODAY).items.into_iter().map(|item| item.command).collect()
    };
    let asked_of = |person: &str| [format!("wellpress review request article:a --reviewer {person} --output a.docx")];
    let article = "content/articles/a.md";
    assert_eq!(commands(&[(article, ai(""))]), asked_of("PERSON"));
    assert_eq!(commands(&[(article, ai(", checked_by: bob"))]), asked_of("bob"));
    // An author is no reviewer.
    assert_eq!(commands(&[(article, ai(", checked_by: jo"))]), asked_of("PERSON"));
    let reviews = ("content/reviews/a.yaml", signed_by("ann", "editorial", "approved"));
    assert_eq!(commands(&[(article, ai(", checked_by: bob")), reviews]), asked_of("ann"));
}

#[test]
fn drafts_that_were_sent_to_a_reviewer_are_in_the_list() {
    let draft = |front: &str| page(&format!("{front}next_review: 2026-06-01\nai: {{used: Text}}\n"), "See [@gone].");
    let remark = |page: &str| {
        format!(
            "- file: aaaaaaaa\n  page: article:{page}\n  language: en\n  reviewer: Ann\n  remarks:\n    \
             - {{id: {page}-1, state: open, words: See, comment: What?}}\n"
        )
    };
    let site = small_site(&[
        ("content/articles/a.md", draft("draft: true\n")),
        ("content/articles/b.md", draft("published: 2027-06-20\n")),
        ("content/articles/quiet.md", draft("draft: true\n")),
        ("content/references/a.bib", LIBRARY.to_owned()),
        ("content/reviews/a.requests.yaml", asked("a", "bob", "2026-06-01", "2026-06-10")),
        ("content/reviews/a.yaml", signed_by("ann", "medical", "changes-requested")),
        ("content/reviews/a.answers.yaml", remark("a")),
        ("content/reviews/b.requests.yaml", asked("b", "bob", "2026-06-01", "2026-06-10")),
    ]);
    let mut list = list_of_command(&site, TODAY);
    // The library has no data on retractions, whatever cites it.
    list.items.retain(|item| item.kind != CareKind::RetractionsOld);
    let expected = ["changes-requested article:a", "remark-open a-1", "request-open bob", "request-open bob"];
    assert_eq!(sorted(list.items.iter().map(subject).collect()), expected);
    assert!(list.items.iter().all(|item| item.page.as_ref().is_some_and(|page| page.url.is_none())), "{list:#?}");
    assert_eq!(list.signed_ai, []);
    // Besides them, the command lists what a build has.
    let mut all: Vec<String> = list_of_command(&files(), TODAY).items.iter().map(subject).collect();
    all.retain(|subject| subject != "request-open ann");
    let mut of_build: Vec<String> = list_of(&files(), TODAY).items.iter().map(subject).collect();
    of_build.retain(|subject| subject != "request-open ann");
    assert_eq!(sorted(all), sorted(of_build));
}

#[test]
fn what_is_graver_comes_first() {
    let list = list_of(&files(), TODAY);
    let due = list.items.iter().filter(|item| item.state == CareState::Due && item.source.is_some());
    assert_eq!(
        due.map(subject).collect::<Vec<_>>(),
        [
            "source-retracted gone",
            "source-concern doubted",
            "source-corrected mended",
            "source-superseded first",
            "source-old aged",
            "source-published early",
        ]
    );
    let first = list.items.iter().find(|item| item.state == CareState::Due).unwrap();
    assert_eq!(subject(first), "source-retracted gone", "before pages that changed earlier");
}

fn sorted(mut texts: Vec<String>) -> Vec<String> {
    texts.sort();
    texts
}

#[test]
fn an_item_says_where_who_until_when_and_what_to_do() {
    let list = list_of(&files(), TODAY);
    let overdue = item(&list, "review-overdue article:overdue");
    assert_eq!((overdue.state, overdue.until), (CareState::Overdue, Day::parse("2026-06-01")));
    assert_eq!((&*overdue.file, overdue.line), ("content/articles/overdue.md", 4));
    assert_eq!(overdue.who[0].id.as_deref(), Some("ann"));
    assert_eq!(overdue.command, "wellpress review request article:overdue --reviewer ann --output overdue.docx");
    let help = overdue.help.as_deref().unwrap();
    assert!(help.contains("`wellpress review sign article:overdue --as ann --role medical --read HASH`"), "{help}");

    let changed = item(&list, "page-changed article:changed");
    assert_eq!(changed.since, Day::parse("2026-02-01"));
    let text = changed.changes.iter().find(|change| change.part == "text").unwrap();
    assert!(text.lines.iter().any(|line| line.starts_with("-Old words.")), "{:?}", text.lines);
    assert!(text.lines.iter().any(|line| line.starts_with('+') && line.contains("New words.")), "{:?}", text.lines);

    let retracted = item(&list, "source-retracted gone");
    assert_eq!(retracted.since, Day::parse("2026-05-30"));
    assert_eq!(retracted.who.iter().map(|who| who.id.as_deref()).collect::<Vec<_>>(), [Some("jo")]);
    let places: Vec<_> =
        retracted.places.iter().map(|place| (place.page.as_deref(), place.sentence.as_deref())).collect();
    assert_eq!(places.len(), 2, "{places:?}");
    assert!(places.iter().any(|(page, sentence)| {
        *page == Some("article:sources") && sentence.is_some_and(|sentence| sentence.starts_with("Stretching helps"))
    }));

    let asked = item(&list, "request-open ann");
    assert_eq!(
        (asked.state, asked.until, asked.since),
        (CareState::Overdue, Day::parse("2026-06-05"), Day::parse("2026-05-20"))
    );
    assert_eq!((&*asked.file, asked.line), ("content/reviews/later.requests.yaml", 9));
    assert_eq!(asked.page.as_ref().unwrap().id, "article:later");
    assert_eq!(asked.message, "`Ann` was asked on 2026-05-20 to review this article, and has not answered");

    let dead = item(&list, "link-dead https://gone.example/a");
    assert_eq!(dead.places.len(), 2);
    assert_eq!(item(&list, "retractions-old -").who[0].id, None);
    assert_eq!(item(&list, "credential-expired old").page.as_ref().unwrap().language, "en");
    let remark = item(&list, "remark-open aaaaaaaa-1");
    assert_eq!(
        (remark.desk.as_deref(), remark.sentence.as_deref()),
        (Some("#aaaaaaaa-1"), Some("It is stiff in the morning."))
    );
    assert_eq!(item(&list, "page-appears article:future").who[0].id.as_deref(), Some("jo"));
}

#[test]
fn each_item_says_what_settles_it() {
    let list = list_of(&files(), TODAY);
    for item in &list.items {
        assert!(!item.command.contains("review sign"), "nobody signs what they have not read: {}", item.command);
    }
    for (wanted, file, line) in [
        ("page-expires article:ends", "content/articles/ends.md", 4),
        ("credential-expired old", "content/people/old.md", 4),
        ("source-retracted gone", "content/articles/again.md", 6),
    ] {
        let help = item(&list, wanted).help.as_deref().unwrap();
        assert!(help.contains(&format!("edit `{file}`, line {line}")), "{help}");
    }
}

#[test]
fn a_page_of_a_clinical_reviewer_is_signed_as_clinical() {
    let front = "reviewers: [{person: ann, role: clinical, date: 2026-01-10}]\nnext_review: 2026-06-01\n";
    let site = [
        ("wellpress.yaml", SETTINGS.replace("citations: {retractions: data/list.csv}\n", "")),
        ("content/people/ann.md", "---\nname: Ann\ncredentials: [PT]\n---\n".to_owned()),
        ("content/people/jo.md", "---\nname: Jo\n---\n".to_owned()),
        ("content/articles/a.md", page(front, "Words.")),
        ("content/articles/a.de.md", page("title: A\n", "Worte.")),
        ("content/topics/b.md", "---\ntitle: B\nai: {used: Text}\n---\nWords.\n".to_owned()),
    ];
    let list = list_of(&site, TODAY);
    let help = item(&list, "review-overdue article:a").help.as_deref().unwrap();
    assert!(help.contains("--as ann --role clinical --read HASH"), "{help}");
    item(&list, "translation-unrecorded article:a de");
    let unsigned = item(&list, "ai-unreviewed topic:b");
    assert_eq!(unsigned.command, "wellpress review request topic:b --reviewer PERSON --output b.docx");
}

#[test]
fn a_change_that_readers_may_have_to_know_is_named() {
    let list = list_of(
        &[
            ("wellpress.yaml", SETTINGS.replace("citations: {retractions: data/list.csv}\n", "")),
            ("content/people/ann.md", "---\nname: Ann\ncredentials: [MD]\n---\n".to_owned()),
            ("content/people/jo.md", "---\nname: Jo\n---\n".to_owned()),
            ("content/articles/dose.md", page("", "Take it four times a day.")),
            (
                "content/reviews/dose.yaml",
                format!(
                    "- person: ann\n  role: medical\n  date: 2026-02-01\n  decision: approved\n  hash: \"{ZEROS}\"\n  \
                     parts:\n    text: {{hash: \"{ZEROS}\", read: \"Take it twice a day.\"}}\n"
                ),
            ),
        ],
        TODAY,
    );
    let help = item(&list, "page-changed article:dose").help.as_deref().unwrap();
    assert!(help.contains("`wellpress check content/articles/dose.md` proposes an entry of `corrections`"), "{help}");
}

#[test]
fn a_site_that_is_kept_has_an_empty_list() {
    let quiet =
        ["content/articles/later.md", "content/people/jo.md", "content/people/ann.md", "content/pages/index.md"];
    let settings = ("wellpress.yaml", SETTINGS.replace("citations: {retractions: data/list.csv}\n", ""));
    let mut kept: Vec<(&str, String)> = files().into_iter().filter(|(path, _)| quiet.contains(path)).collect();
    kept.push(settings);
    let list = list_of(&kept, TODAY);
    assert_eq!((list.items.len(), list.is_due()), (0, false), "{:#?}", list.items);
    assert_eq!(text::render(&list), "Nothing to do on 2026-06-12\n");
    assert_eq!(markdown::render(&list, None), "Nothing to do on 2026-06-12.\n");
}

#[test]
fn what_comes_soon_is_not_due() {
    let soon = ["content/articles/due.md", "content/people/jo.md", "content/people/ann.md", "content/pages/index.md"];
    let mut site: Vec<(&str, String)> = files().into_iter().filter(|(path, _)| soon.contains(path)).collect();
    site.push(("wellpress.yaml", "title: T\nbase_url: https://a.example/\n".to_owned()));
    let list = list_of(&site, TODAY);
    assert_eq!(list.items.iter().map(|item| item.kind).collect::<Vec<_>>(), [CareKind::ReviewDue]);
    assert!(!list.is_due());
    assert!(list_of(&site, "2026-07-02").is_due());
}

#[test]
fn the_markdown_has_a_section_for_each_person_and_the_desk_last() {
    let rendered = markdown::render(&list_of(&files(), TODAY), None);
    let headings: Vec<&str> = rendered.lines().filter(|line| line.starts_with("## ")).collect();
    assert_eq!(headings, ["## Ann (ann)", "## Jo (jo)", "## Old (old)", "## Soon (soon)", "## The desk"]);
    assert_eq!(rendered.matches("- [ ] ").count(), 22);
    assert!(rendered.contains("```diff"), "{rendered}");
}

#[test]
fn a_list_that_is_cut_keeps_everybody_and_says_what_is_missing() {
    let mut site = files();
    let names: Vec<String> = (0..300).map(|page| format!("content/articles/many{page}.md")).collect();
    let many =
        "title: Überfällig\nreviewers: [{person: old, role: medical, date: 2020-01-10}]\nnext_review: 2026-06-01\n";
    site.extend(names.iter().map(|name| (name.as_str(), page(many, "Words."))));
    let list = list_of(&site, TODAY);
    let whole = markdown::render(&list, None);
    for limit in [3_000, 5_000, 20_000, 60_000, 1_000_000] {
        let cut = markdown::render(&list, Some(limit));
        assert!(cut.encode_utf16().count() <= limit, "{limit}");
        for heading in whole.lines().filter(|line| line.starts_with("## ")) {
            let section = cut.split(heading).nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap();
            let full = whole.split(heading).nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap();
            let left_out: usize = section
                .lines()
                .filter_map(|line| line.strip_prefix("- [ ] ")?.split_once(" item")?.0.parse().ok())
                .map(|number: usize| number - 1)
                .sum();
            assert_eq!(
                section.matches("- [ ] ").count() + left_out,
                full.matches("- [ ] ").count(),
                "{limit} {heading}"
            );
        }
        assert_eq!(cut == whole, limit == 1_000_000);
    }
    // Without room for all headings, the last sections are counted.
    assert!(markdown::render(&list, Some(400)).contains("\nLeft out: 3 sections.\n"));
}

#[test]
fn the_text_has_every_item() {
    let list = list_of(&files(), TODAY);
    let rendered = text::render(&list);
    for item in &list.items {
        assert!(rendered.contains(&format!("{}: {}\n", item.kind.as_str(), item.message)), "{rendered}");
    }
    for part in ["Overdue: 3 items\n", "To do now: 14 items\n", "Soon: 5 items\n"] {
        assert!(rendered.contains(part), "{part}{rendered}");
    }
}

#[test]
fn the_schema_in_the_manual_is_that_of_the_list() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/care.schema.json");
    let written: Value = serde_json::from_slice(&read(&path)).unwrap();
    assert_eq!(written, CareList::schema(), "`wellpress schema care > docs/care.schema.json` writes it anew");
    let kinds: Vec<&str> = CareKind::ALL.iter().map(|(_, name, _)| *name).collect();
    for (kind, name, _) in CareKind::ALL {
        assert_eq!(serde_json::to_value(kind).unwrap(), name);
    }
    let manual = String::from_utf8(read(&path.with_file_name("care.md"))).unwrap();
    let rows = manual.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` | ")).map(|(kind, _)| kind);
    assert_eq!(rows.collect::<Vec<_>>(), kinds, "docs/care.md lists the kinds");
}

#[expect(clippy::disallowed_methods, reason = "reads the manual")]
fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap()
}
