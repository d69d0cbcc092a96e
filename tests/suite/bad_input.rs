//! Bad input. Each case is put into a valid site that was built before, and the program is run on it: it reports the mistake at its
//! place, and the output stays the same byte for byte. `docs/safety.md` lists the cases by their names.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use wellpress_diagnostics::Source;
use wellpress_site::parse::front_matter;
use wellpress_site::sections::ContentKind;

use crate::harness::{TestSite, files_below};
use crate::site_on_disk::SiteOnDisk;

/// One kind of bad input: the files that hold it, and what the program has to say about them.
pub struct Row {
    /// The name of the case in `docs/safety.md`.
    pub name: &'static str,
    files: Vec<(&'static str, Vec<u8>)>,
    status: i32,
    messages: Vec<String>,
}

fn row(name: &'static str) -> Row {
    Row { name, files: Vec::new(), status: 1, messages: Vec::new() }
}

const BAD: &str = "content/articles/bad.md";
const LIBRARY: &str = "content/references/bad.bib";

impl Row {
    fn file(mut self, path: &'static str, bytes: impl AsRef<[u8]>) -> Self {
        self.files.push((path, bytes.as_ref().to_vec()));
        self
    }

    /// An article with these lines in its front matter, from line 3 on.
    fn front(self, lines: &str) -> Self {
        self.file(BAD, format!("---\ntitle: Bad\n{lines}\n---\nText.\n"))
    }

    /// An article with this text, from line 4 on.
    fn text(self, text: &str) -> Self {
        self.file(BAD, format!("---\ntitle: Bad\n---\n{text}\n"))
    }

    fn exercise(self, path: &'static str, front: &str, text: &str) -> Self {
        self.file(path, format!("---\ntitle: Bad exercise\n{front}---\n{text}\n"))
    }

    /// A library, and an article that cites from it.
    fn library(self, entries: &str, text: &str) -> Self {
        self.file(LIBRARY, entries).text(text)
    }

    /// Expects an error of this rule at this `line:column` of the article.
    fn at(self, rule: &str, position: &str) -> Self {
        self.at_file(rule, BAD, position)
    }

    fn at_file(mut self, rule: &str, file: &str, position: &str) -> Self {
        self.messages.push(format!("error[{rule}]"));
        self.messages.push(format!("--> {file}:{position}\n"));
        self
    }

    /// Expects these words in the message.
    fn says(mut self, words: &str) -> Self {
        self.messages.push(words.to_owned());
        self
    }
}

/// The valid site that every case is put into.
fn valid_site() -> SiteOnDisk {
    SiteOnDisk::build_first(
        &TestSite::new()
            .article("neck", "## Stretches\n\nSee [the spine](spine.md).\n")
            .article("spine", "Text.\n")
            .file("content/articles/idea.md", "---\ntitle: Idea\ndraft: true\n---\nText.\n")
            .exercise("cobra", "Lie down.")
            .library("@book{good, title={Good}, author={A, B}, year=2020, isbn={9780306406157}}\n"),
    )
}

fn sources(site: &SiteOnDisk) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = files_below(&site.path("content"));
    files.insert(site.path("wellpress.yaml"), std::fs::read(site.path("wellpress.yaml")).unwrap());
    files
}

/// Runs the program on each case in turn, in one site, and restores the site after each.
#[track_caller]
fn assert_all_refused(rows: Vec<Row>) {
    let site = valid_site();
    let valid_sources = sources(&site);
    for row in rows {
        #[allow(clippy::print_stderr, reason = "a failure has to say which row it was")]
        {
            eprintln!("{}", row.name);
        }
        for (path, bytes) in &row.files {
            site.write(path, bytes);
        }
        let messages: Vec<&str> = row.messages.iter().map(String::as_str).collect();
        site.assert_refused(row.status, &messages);
        for path in sources(&site).into_keys().filter(|path| !valid_sources.contains_key(path)) {
            std::fs::remove_file(path).unwrap();
        }
        for (path, bytes) in &valid_sources {
            std::fs::write(path, bytes).unwrap();
        }
    }
    site.assert_built();
}

#[test]
fn front_matter_is_refused_at_its_place() {
    let deep_alias = format!("aliases: [/{}]", "a/".repeat(3_000));
    let deep = format!("extra: {{x: {}{}}}", "[".repeat(5_000), "]".repeat(5_000));
    let mut bomb = "extra:\n  a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        bomb.push_str(&format!("  a{level}: &a{level} [{}]\n", vec![format!("*a{}", level - 1); 10].join(", ")));
    }
    let utf_16: Vec<u8> = "---\ntitle: Bad\n---\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_all_refused(vec![
        row("unclosed fence").file(BAD, "---\ntitle: Bad\n\nText.\n").at("front-matter-invalid", "1:1"),
        row("duplicate key").front("title: Again").at("front-matter-invalid", "3:1").says("title"),
        row("misspelt key")
            .file(BAD, "---\ntitel: Bad\n---\n")
            .at("front-matter-unknown-key", "2:1")
            .says("did you mean `title`?"),
        row("impossible date").front("published: 2025-02-30").at("date-invalid", "3:12"),
        row("wrong type deep inside")
            .front("reviewers:\n  - {person: a, role: medical, date: [2025]}")
            .at("front-matter-type", "4:38"),
        row("alias bomb").front(&bomb).at("front-matter-invalid", "4:11"),
        row("5,000-deep nesting").front(&deep).at("front-matter-invalid", "3:266"),
        row("UTF-16").file(BAD, [&[0xff, 0xfe][..], &utf_16].concat()).at("file-encoding", "1:1").says("UTF-16"),
        row("bad UTF-8").file(BAD, b"---\ntitle: caf\xe9\n---\n").at("file-encoding", "2:11").says("not UTF-8"),
        row("an escaped control character").front("description: \"\\e[2J\"").at("front-matter-invalid", "3:14"),
        row("a tab before a key").front("description: A\n\tweight: 1").at("front-matter-invalid", "4:1"),
        row("a no-break space behind a key").front("description:\u{a0}A").at("front-matter-invalid", "3:13"),
        row("BEL").file(BAD, b"---\ntitle: A\n---\nA\x07b\n").at("file-encoding", "4:2").says("U+0007"),
        row("NUL").file(BAD, b"---\ntitle: A\0\n---\n").at("file-encoding", "2:9").says("NUL"),
        row("U+FFFE").file(BAD, "---\ntitle: A\u{fffe}\n---\n").at("file-encoding", "2:9").says("noncharacter U+FFFE"),
        row("an escaped noncharacter").front("description: \"A\\uFFFF\"").at("front-matter-invalid", "3:14"),
        row("slug with `..`").front("slug: ../up").at("slug-invalid", "3:7"),
        row("slug with `%2e`").front("slug: '%2e%2e'").at("slug-invalid", "3:7"),
        row("slug with `/` first").front("slug: /root").at("slug-invalid", "3:7"),
        row("slug with `\\`").front("slug: a\\b").at("slug-invalid", "3:7"),
        row("slug that Windows keeps for a device").front("slug: nul").at("slug-invalid", "3:7"),
        row("alias that Windows keeps for a device").front("aliases: [/old/con.html]").at("slug-invalid", "3:11"),
        row("alias at another host").front("aliases: [//evil.org/]").at("slug-invalid", "3:11"),
        row("alias with an empty part").front("aliases: [/old//path/]").at("slug-invalid", "3:11"),
        row("alias of the home page").front("aliases: [/index.html]").at("url-duplicate", "3:11"),
        row("alias of 3,000 folders").front(&deep_alias).at("slug-invalid", "3:11").says("over the limit of 800"),
        row("unknown topic").front("topics: [nowhere]").at("reference-unknown", "3:10").says("`nowhere`"),
        row("unknown person").front("authors: [nobody]").at("reference-unknown", "3:11").says("`nobody`"),
        row("unknown disclaimer").front("disclaimers: [none]").at("reference-unknown", "3:15").says("`none`"),
        row("picture without alt")
            .front("hero: {src: a.svg}")
            .file("content/articles/a.svg", SVG)
            .at("alt-missing", "3:13"),
    ]);
}

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"></svg>";

/// How long it takes to read front matter that is refused with one finding.
fn time_to_refuse(front: &str) -> Duration {
    let source = Source::new(BAD, format!("---\ntitle: Bad\n{front}\n---\n"));
    let mut findings = Vec::new();
    let begun = Instant::now();
    front_matter::read(&source, ContentKind::Article, &[], &mut findings);
    assert_eq!(findings.len(), 1, "{findings:?}");
    begun.elapsed()
}

#[test]
fn yaml_that_expands_is_refused_within_a_tenth_of_a_second() {
    let mut bomb = "extra:\n  a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        bomb.push_str(&format!("  a{level}: &a{level} [{}]\n", vec![format!("*a{}", level - 1); 10].join(", ")));
    }
    let deep = format!("extra: {{x: {}{}}}", "[".repeat(5_000), "]".repeat(5_000));
    for text in [bomb, deep] {
        // The best of three: another program may take the processor for a while.
        let best = (0..3).map(|_| time_to_refuse(&text)).min().unwrap();
        assert!(best < Duration::from_millis(100), "{best:?}");
    }
}

#[test]
fn text_is_refused_at_its_place() {
    let links = [
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](&#106;avascript:alert(1))",
        "[a](java&Tab;script:alert(1))",
        "[a](vbscript:msgbox(1))",
        "[a](data:text/html,x)",
        "[a](DATA:text/html;base64,eA==)",
        "[a](&#32;javascript:alert(1))",
    ];
    let unsafe_links =
        links.iter().enumerate().fold(row("unsafe links").text(&links.join("\n\n")), |row, (line, _)| {
            row.at("url-unsafe", &format!("{}:1", 4 + 2 * line))
        });
    assert_all_refused(vec![
        unsafe_links,
        row("a file over the limit").text(&"a\n".repeat(5_000_000)).at("file-too-large", "1:1").says("10000000"),
        row("an entity of a control character").text("A &#27; b.").at("text-invisible", "4:3").says("U+001B"),
        row("an entity of a noncharacter").text("A &#xFDD0; b.").at("text-invisible", "4:3").says("U+FDD0"),
        row("U+1FFFF").text("A \u{1ffff} b.").at("file-encoding", "4:3").says("U+1FFFF"),
        row("a control character in an address").text("[A](b&#7;.md).").at("text-invisible", "4:1").says("U+0007"),
        row("a footnote that is not defined").text("A[^b].").at("footnote-invalid", "4:2"),
        row("two footnotes with one label").text("A[^b].\n\n[^b]: One.\n\n[^b]: Two.").at("footnote-invalid", "8:1"),
        row("unknown directive").text("::exercize{#cobra}").at("directive-unknown", "4:3").says("`exercise`"),
        row("missing id").text("::exercise").at("directive-attribute", "4:3"),
        row("unclosed container").text("Text.\n\n:::tip\nText.").at("directive-unclosed", "6:1").says("`tip`"),
        row("bidirectional characters in a dose")
            .exercise("content/exercises/bad.md", "dose: {reps: \"\u{2066}01-5\"}\n", "1. Breathe.")
            .at_file("text-invisible", "content/exercises/bad.md", "3:14")
            .says("U+2066"),
        row("words backwards, by a direction override")
            .text("Ask \u{202e}a clinician.")
            .at("file-encoding", "4:5")
            .says("direction override U+202E"),
        row("an entity of a direction override")
            .text("Ask &#8238;a clinician.")
            .at("text-invisible", "4:5")
            .says("U+202E"),
        row("zero-width characters in a dose")
            .exercise("content/exercises/bad.md", "dose: {hold: \"10\u{200b}0 s\"}\n", "1. Breathe.")
            .at_file("text-invisible", "content/exercises/bad.md", "3:14")
            .says("U+200B"),
    ]);
}

#[test]
fn citations_are_refused_at_their_place() {
    assert_all_refused(vec![
        row("unknown key").text("See [@god].").at("citation-unknown", "4:7").says("did you mean `good`?"),
        row("one key twice")
            .library("@book{good, title={Other}}\n", "See [@good].")
            .says("error[source-duplicate-key]")
            .says("content/references/bad.bib:1:7")
            .says("content/references/library.bib:1:7"),
        row("a broken entry")
            .library("@book{a, title={A}\n@book{b, title={B}, author={A, B}, year=2020}\n", "See [@b; @good].")
            .at_file("bibliography-invalid", LIBRARY, "1:1")
            .says("1 error"),
        row("a cyclic crossref")
            .library("@book{a, title={A}, crossref={b}}\n@book{b, title={B}, crossref={a}}\n", "See [@a; @b].")
            .at_file("source-crossref", LIBRARY, "2:30")
            .says("`a` -> `b` -> `a`"),
        row("a `javascript:` URL in a source")
            .library("@book{a, title={A}, url={javascript:alert(1)}}\n", "See [@a].")
            .at_file("url-unsafe", LIBRARY, "1:25"),
        row("two keys with one slug")
            .library("@book{a:b, title={A}}\n@book{a/b, title={B}}\n", "See [@a:b; @{a/b}].")
            .at_file("source-key-slug", LIBRARY, "2:7")
            .says("content/references/bad.bib:1:7"),
        row("keys of dots").library("@book{., title={A}}\n@book{.., title={B}}\n", "See [@{.}; @{..}].").at_file(
            "source-key-slug",
            LIBRARY,
            "2:7",
        ),
        row("a key that is a file of the build")
            .library("@book{index.html, title={A}}\n", "See [@index.html].")
            .at_file("source-key-slug", LIBRARY, "1:7"),
        row("a key that Windows keeps for a device").library("@book{aux, title={A}}\n", "See [@aux].").at_file(
            "source-key-slug",
            LIBRARY,
            "1:7",
        ),
    ]);
}

#[test]
fn links_are_refused_at_their_place() {
    let page = "---\ntitle: Page\n---\nText.\n";
    assert_all_refused(vec![
        row("missing page").text("A [link](nekc.md).").at("link-broken", "4:3").says("did you mean `neck.md`?"),
        row("missing anchor").text("A [link](neck.md#strechtes).").at("link-anchor", "4:3").says("stretches"),
        row("case that differs").text("A [link](Neck.md).").at("link-case", "4:3"),
        row("link to a draft").text("A [link](idea.md).").at("link-unpublished", "4:3").says("draft"),
        row("ambiguous id")
            .exercise("content/exercises/neck.md", "", "1. Breathe.")
            .text("A [[neck]].")
            .at("link-ambiguous", "4:3")
            .says("[[article:neck]]"),
        row("id that is used twice")
            .file("content/articles/neck/index.md", page)
            .at_file("id-duplicate", "content/articles/neck.md", "1:1")
            .says("`content/articles/neck/index.md` has this id as well"),
        row("two sources for one URL").front("slug: neck").at("url-duplicate", "3:7").says("content/articles/neck.md"),
        row("two sources for one URL, by case")
            .front("slug: NECK")
            .at("url-duplicate", "3:7")
            .says("content/articles/neck.md"),
        row("two sources for one URL, by Unicode form")
            .file("content/articles/caf\u{e9}.md", page)
            .file("content/pages/articles/cafe\u{301}.md", page)
            .says("error[url-duplicate]")
            .says("content/articles/caf\u{e9}.md")
            .says("content/pages/articles/cafe\u{301}.md:1:1"),
    ]);
}

#[test]
fn exercises_are_refused_at_their_place() {
    const EXERCISE: &str = "content/exercises/bad.md";
    assert_all_refused(vec![
        row("no list of steps").exercise(EXERCISE, "", "Breathe.").at_file("exercise-no-steps", EXERCISE, "1:1"),
        row("one that embeds itself")
            .exercise(EXERCISE, "", "::exercise{#bad}\n\n1. Breathe.")
            .at_file("exercise-cycle", EXERCISE, "4:1")
            .says("bad > bad"),
        row("one that embeds itself around a corner")
            .exercise(EXERCISE, "", "::exercise{#worse}\n\n1. Breathe.")
            .exercise("content/exercises/worse.md", "", "::exercise{#bad}\n\n1. Breathe.")
            .at_file("exercise-cycle", EXERCISE, "4:1")
            .says("bad > worse > bad"),
        row("caution for an unknown topic")
            .exercise(EXERCISE, "cautions: [{condition: nowhere, advice: Stop.}]\n", "1. Breathe.")
            .at_file("reference-unknown", EXERCISE, "3:24")
            .says("`nowhere`"),
    ]);
}

#[test]
fn pictures_are_refused_at_their_place() {
    fn picture(name: &'static str, path: &'static str, bytes: impl AsRef<[u8]>) -> Row {
        let file = path.rsplit('/').next().unwrap();
        row(name).text(&format!("![Alt]({file})")).file(path, bytes).at("picture-invalid", "4:1")
    }
    let huge = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\xea\x60\0\0\xea\x60\x08\x02\0\0\0";
    fn svg(content: &str) -> String {
        SVG.replace("></svg>", &format!(">{content}</svg>"))
    }
    assert_all_refused(vec![
        picture("60,000 x 60,000 pixels", "content/articles/huge.png", huge).says("60000 x 60000 pixels"),
        picture("truncated file", "content/articles/cut.png", b"\x89PNG\r\n\x1a\n\0\0").says("damaged"),
        picture("SVG with script", "content/articles/a.svg", svg("<script>alert(1)</script>")).says("script"),
        picture("SVG with outside reference", "content/articles/a.svg", svg("<use href=\"//evil.example/x#a\"/>"))
            .says("reference to another address"),
        picture("extension that lies", "content/articles/lies.png", b"GIF89a\x01\0\x01\0\0\0\0;").says("extension"),
        row("picture that is missing").text("![Alt](gone.png)").at("picture-missing", "4:1"),
    ]);
}

/// Mistakes that are warnings are reported, and the site is built.
#[test]
fn a_site_with_warnings_is_built() {
    let site = valid_site();
    let style = include_str!("fixtures/bare.csl");
    site.write("wellpress.yaml", format!("{}citations: {{marks_style: bare.csl}}\n", crate::harness::SETTINGS));
    site.write("bare.csl", style);
    site.write(LIBRARY, "@article{untitled, author={A, B}, year=2020, doi={10.1000/a}}\n");
    site.write(
        BAD,
        "---\ntitle: Bad\n---\n<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n\
         <svg><animate onbegin=alert(1)></svg>\n\n## Same\n\nSee [@untitled].\n\n## Same\n\n\
         ::exercise{#cobra}\n\n::exercise{#cobra}\n",
    );
    let output = site.run(&["build", "-v"]);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{errors}");
    for rule in ["raw-html", "source-no-title", "marks-style-lacking", "heading-id-duplicate", "exercise-twice"] {
        assert!(errors.contains(&format!("warning[{rule}]")), "no {rule} in\n{errors}");
    }
    let page = std::fs::read_to_string(site.path("output/articles/bad/index.html")).unwrap();
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{page}");
    assert!(page.contains("&lt;img src=x onerror=alert(1)&gt;"), "{page}");
    let mut ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "an id is there twice");
    assert!(ids.contains(&"same") && ids.contains(&"same-1"), "{ids:?}");
    // The keyboard does not stop where there is nothing to see.
    assert!(page.contains("role=\"doc-biblioref\" id=\"cite-untitled-1\" href=\"#ref-untitled\" tabindex=\"-1\""));
}

/// A byte order mark, Windows line ends, citations in unusual places, deep nesting, and a large library.
#[test]
fn odd_but_valid_input_is_built_without_findings() {
    let site = valid_site();
    site.write(BAD, "\u{feff}---\r\ntitle: Bad\r\n---\r\n# One *[@good]* two\r\n\r\n| a |\r\n|---|\r\n| [@good] |\r\n\r\nWord[^1].\r\n\r\n[^1]: Note [@good].\r\n\r\n::figure[Caption [@good]]{src=\"a.svg\" alt=\"\"}\r\n");
    site.write("content/articles/a.svg", SVG);
    for (number, piece) in [">", "[", "*", "[^"].into_iter().enumerate() {
        let text = format!("---\ntitle: Deep {number}\n---\n{}x\n", piece.repeat(100_000 / piece.len()));
        site.write(&format!("content/articles/deep-{number}.md"), text);
    }
    let note = "a".repeat(1_900);
    let entries = (0..10_500).map(|number| {
        format!("@book{{k{number}, title={{Title {number}}}, author={{Berg, A.}}, year=2020, note={{{note}}}}}\n")
    });
    site.write("content/references/large.bib", entries.collect::<String>());
    assert!(std::fs::metadata(site.path("content/references/large.bib")).unwrap().len() > 20_000_000);
    let output = site.run(&["build"]);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{errors}");
    assert!(!errors.contains("error"), "{errors}");
    let page = std::fs::read_to_string(site.path("output/articles/bad/index.html")).unwrap();
    assert_eq!(page.matches("role=\"doc-biblioref\"").count(), 4, "{page}");
}
