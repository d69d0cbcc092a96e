//! `wellpress cite`: what it asks of whom, what it writes into the library, and what it leaves as it was.

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

use crate::loopback::{Asked, Reply, Server};
use crate::program::Run;

pub const LIBRARY: &str = "content/references/library.bib";

/// A site with a library and a server that stands for all others.
pub struct Desk {
    folder: TempDir,
    pub server: Server,
}

impl Desk {
    /// With this server and an empty library.
    pub fn new(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        let desk = Self { folder: TempDir::new().unwrap(), server: Server::new(answer) };
        desk.write("content/pages/index.md", "---\ntitle: Home\n---\n");
        desk.settings("");
        desk
    }

    /// With these lines below `cite` in the settings.
    pub fn settings(&self, more: &str) {
        let (doi, ncbi) = (self.server.url("doi/"), self.server.url("ncbi/"));
        let text = format!("title: Test\nbase_url: https://test.example/\ncite:\n  doi: {doi}\n  ncbi: {ncbi}\n{more}");
        self.write("wellpress.yaml", &text);
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn write(&self, path: &str, text: &str) {
        std::fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        std::fs::write(self.path(path), text).unwrap();
    }

    pub fn library(&self) -> String {
        std::fs::read_to_string(self.path(LIBRARY)).unwrap_or_default()
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, "")
    }

    /// With this on standard input.
    pub fn run_with(&self, arguments: &[&str], input: &str) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wellpress"));
        for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"] {
            command.env_remove(name);
        }
        command.current_dir(self.folder.path()).args(["cite", "--clock", "2026-07-01"]).args(arguments);
        Run::of(command.write_stdin(input).output().unwrap())
    }
}

/// As Crossref answers: lists where CSL has one text, and fields that nobody asked for.
const CROSSREF: &str = r#"{"indexed":{"date-parts":[[2024,1,1]]},"publisher":"Example Press","issue":"2","license":[{"URL":"x"}],
"DOI":"10.5555/Back.1","type":"journal-article","page":"11-19","source":"Crossref","title":"Walking and the health of backs in Norway: <i>a trial</i> with MRI",
"volume":"7","author":[{"given":"Ann B.","family":"Lee","sequence":"first","affiliation":[]},{"name":"The Walking Group","sequence":"additional"}],
"container-title":["Journal of Examples"],"short-container-title":["J Ex"],"ISSN":["1234-5678","8765-4321"],"abstract":"<jats:p>Long.</jats:p>",
"URL":"https://doi.org/10.5555/back.1","issued":{"date-parts":[[2021,3]]},"reference":[{"key":"r1"}],"subject":[]}"#;

/// As NCBI answers.
const NCBI: &str = r#"{"source":"PubMed","accessed":{"date-parts":[[2024,5,2]]},"id":"pmid:30000001","title":"Standing and the health of backs","author":
[{"family":"May","given":"B"}],"container-title-short":"J Ex","container-title":"Journal of Examples","ISSN":"1234-5678","issued":{"date-parts":[[2019]]},
"page":"1-2","volume":"5","PMID":"30000001","PMCID":"PMC1234567","DOI":"10.5555/stand","type":"article-journal"}"#;

const PAGE: &str = r##"<!doctype html><html lang="en-US"><head><title>Caring for a back &amp; neck | Example Health</title>
<meta property="og:site_name" content="Example Health"><meta property="og:title" content="Caring for a back &amp; neck">
<link rel="canonical" href="/backs"><script type="application/ld+json">{"@context":"https://schema.org","@graph":[
{"@type":"MedicalWebPage","@id":"#p","headline":"Caring for a back & neck","datePublished":"2022-11-02T10:00:00Z","author":{"@id":"#a"}},
{"@type":"Organization","@id":"#a","name":"Example Health"}]}</script></head><body><svg><title>Logo</title></svg></body></html>"##;

const JOURNAL_PAGE: &str = r#"<html><head><meta name="citation_title" content="A page of a journal on walking">
<meta name="citation_author" content="Lee, Ann B."><meta name="citation_author" content="Bo May">
<meta name="citation_journal_title" content="Journal of Examples"><meta name="citation_publication_date" content="2020/05/17">
<meta name="citation_volume" content="3"><meta name="citation_issue" content="1"><meta name="citation_firstpage" content="20">
<meta name="citation_lastpage" content="29"><meta name="citation_doi" content="10.5555/walk"><title>x</title></head></html>"#;

fn known(asked: &Asked) -> Reply {
    match asked.path.as_str() {
        "/doi/10.5555/back.1" => Reply::json(CROSSREF),
        "/ncbi/pubmed/?format=csl&id=30000001" | "/ncbi/pmc/?format=csl&id=1234567" => Reply::json(NCBI),
        "/page?utm_source=mail" => Reply::html(PAGE),
        "/journal" => Reply::html(JOURNAL_PAGE),
        _ => Reply::status(404),
    }
}

#[test]
fn a_doi_becomes_a_tidy_entry_behind_what_was_there() {
    let desk = Desk::new(known);
    let before = "% Ours.\r\n@book{a-book, title = {A book},  year=2001}\r\n\r\n@comment{keep   this}";
    desk.write(LIBRARY, before);
    let run = desk.run(&["add", "https://doi.org/10.5555/back.1"]).ended(0);
    assert_eq!(run.out, "lee-2021\n");
    let after = desk.library();
    assert!(after.starts_with(before), "{after}");
    assert!(!after.replace("\r\n", "").contains('\n'), "line ends as the file has them");
    insta::assert_snapshot!(after[before.len()..].replace("\r\n", "\n").trim(), @r"
    @article{lee-2021,
      author       = {Lee, Ann B. and {The Walking Group}},
      title        = {Walking and the health of backs in {Norway}: \emph{a trial} with {MRI}},
      journaltitle = {Journal of Examples},
      shortjournal = {J Ex},
      publisher    = {Example Press},
      date         = {2021-03},
      volume       = {7},
      number       = {2},
      pages        = {11--19},
      doi          = {10.5555/Back.1},
      issn         = {1234-5678},
      urldate      = {2026-07-01},
    }
    ");
    let asked = &desk.server.requests()[0];
    assert!(asked.header("accept").unwrap().starts_with("application/vnd.citationstyles.csl+json"));
    assert!(asked.header("user-agent").unwrap().starts_with("wellpress/"));
}

#[test]
fn what_turns_the_direction_of_a_line_does_not_come_in() {
    let record = r#"{"type":"article-journal","title":"Backs\u202e and necks\u2066 \u0007now","author":[{"family":"L\u202Dee"}]}"#;
    let desk = Desk::new(move |_| Reply::json(record));
    let added = desk.run(&["add", "10.5555/x"]).ended(0);
    let library = desk.library();
    assert!(library.contains("{Backs and necks now}") && library.contains("{Lee}"), "{library}");
    assert!(!(library + &added.out + &added.err).contains(['\u{202e}', '\u{202d}', '\u{2066}', '\u{7}']));
}

#[test]
fn a_source_that_is_there_is_named_and_not_asked_for_again() {
    let desk = Desk::new(known);
    desk.write(
        LIBRARY,
        "@article{mine,\n title={T}, doi={10.5555/BACK.1}, pmid={30000001}, url={http://www.example.org/a/}\n}\n",
    );
    let before = desk.library();
    let run = desk.run(&["add", "10.5555/back.1", "pmid:30000001", "https://example.org/a#part"]).ended(0);
    assert_eq!(run.out, "mine\nmine\nmine\n");
    assert!(run.err.contains("`mine` is in the library already, with the same DOI"), "{}", run.err);
    assert_eq!((desk.library(), desk.server.asked().len()), (before, 0));
}

#[test]
fn one_work_asked_for_in_two_ways_comes_once() {
    let desk = Desk::new(known);
    let run = desk.run(&["add", "PMID: 30000001", "PMC1234567"]).ended(0);
    assert_eq!(run.out, "may-2019\nmay-2019\n");
    assert_eq!(desk.library().matches("@article{").count(), 1);
    assert!(desk.library().contains("urldate      = {2026-07-01}"), "{}", desk.library());
}

#[test]
fn a_page_says_of_itself_what_it_is() {
    let desk = Desk::new(known);
    desk.run(&["add", &desk.server.url("page?utm_source=mail")]).ended(0);
    let shown = desk.library().replace(&desk.server.url(""), "http://host/");
    insta::assert_snapshot!(shown, @r"
    @online{example-health-2022,
      author       = {{Example Health}},
      title        = {Caring for a back \& neck},
      maintitle    = {Example Health},
      date         = {2022-11-02},
      url          = {http://host/backs},
      urldate      = {2026-07-01},
      language     = {en-US},
    }
    ");
}

#[test]
fn a_page_of_a_journal_has_its_tags() {
    let desk = Desk::new(known);
    desk.run(&["add", &desk.server.url("journal")]).ended(0);
    let shown = desk.library().replace(&desk.server.url(""), "http://host/");
    insta::assert_snapshot!(shown, @r"
    @article{lee-2020,
      author       = {Lee, Ann B. and May, Bo},
      title        = {A page of a journal on walking},
      journaltitle = {Journal of Examples},
      date         = {2020-05-17},
      volume       = {3},
      number       = {1},
      pages        = {20--29},
      doi          = {10.5555/walk},
      url          = {http://host/journal},
      urldate      = {2026-07-01},
    }
    ");
}

#[test]
fn what_can_be_fetched_is_written_and_the_rest_is_named() {
    let desk = Desk::new(known);
    let run = desk.run(&["add", "10.5555/nothing", "10.5555/back.1"]).ended(1);
    assert_eq!(run.out, "lee-2021\n");
    assert!(run.err.contains("error: doi:10.5555/nothing: there is no such source"), "{}", run.err);
    assert!(desk.library().contains("@article{lee-2021,"));
}

#[test]
fn what_names_no_source_is_refused_before_anything_is_asked() {
    let desk = Desk::new(known);
    let run = desk.run(&["add", "10.5555/back.1", "lee-2021"]).ended(2);
    assert!(run.err.contains("it is no DOI"), "{}", run.err);
    assert_eq!((desk.library(), desk.server.asked().len()), (String::new(), 0));
}

#[test]
fn a_dry_run_prints_the_entry_and_writes_nothing() {
    let desk = Desk::new(known);
    let run = desk.run(&["add", "--dry-run", "10.5555/back.1"]).ended(0);
    assert!(run.out.starts_with("@article{lee-2021,"), "{}", run.out);
    assert!(!desk.path(LIBRARY).exists());
}

#[test]
fn the_file_is_the_only_one_or_the_one_that_is_named() {
    let desk = Desk::new(known);
    desk.write("content/references/ours.bib", "");
    desk.run(&["add", "10.5555/back.1"]).ended(0);
    assert!(std::fs::read_to_string(desk.path("content/references/ours.bib")).unwrap().contains("lee-2021"));
    desk.write("content/references/theirs.bib", "");
    let run = desk.run(&["add", "pmid:30000001"]).ended(2);
    assert!(run.err.contains("several `.bib` files") && run.err.contains("--to"), "{}", run.err);
    desk.run(&["add", "pmid:30000001", "--to", "content/references/theirs.bib"]).ended(0);
    assert!(std::fs::read_to_string(desk.path("content/references/theirs.bib")).unwrap().contains("may-2019"));
    let run = desk.run(&["add", "10.5555/back.1", "--to", "library.json"]).ended(2);
    assert!(run.err.contains("is not a `.bib` file"), "{}", run.err);
    let run = desk.run(&["import", "content/references/theirs.bib", "--to", "elsewhere.bib"]).ended(0);
    assert!(run.err.contains("the site does not read it"), "{}", run.err);
}

#[cfg(unix)]
#[test]
fn the_library_keeps_its_permissions_and_is_replaced_whole() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let desk = Desk::new(known);
    desk.write(LIBRARY, "% ours\n");
    std::fs::set_permissions(desk.path(LIBRARY), PermissionsExt::from_mode(0o640)).unwrap();
    let before = std::fs::metadata(desk.path(LIBRARY)).unwrap();
    desk.run(&["add", "10.5555/back.1"]).ended(0);
    let after = std::fs::metadata(desk.path(LIBRARY)).unwrap();
    assert_eq!(after.mode() & 0o777, 0o640);
    assert_ne!(after.ino(), before.ino(), "another file took its name");
    let left: Vec<_> =
        std::fs::read_dir(desk.path("content/references")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["library.bib"]);
}

#[test]
fn an_import_keeps_keys_that_somebody_chose_and_names_the_others() {
    let desk = Desk::new(known);
    desk.write(LIBRARY, "@article{lee-2021, title={Another work of this name}, date={2021}}\n");
    desk.write(
        "zotero.json",
        r#"[{"id":"lee-2021","type":"book","title":"A book on backs","author":[{"family":"Lee"}],"issued":{"date-parts":[[2021]]}},
            {"id":"http://zotero.org/users/1/items/ABC","type":"webpage","title":"A page on backs","author":[{"literal":"World Health Organization"}],"URL":"https://example.org/b"},
            {"id":"chosen","type":"webpage","title":"Chosen words","URL":"https://example.org/c"},
            {"id":"again","type":"webpage","title":"Chosen words: more","URL":"https://www.example.org/c/"}]"#,
    );
    let run = desk.run(&["import", "zotero.json"]).ended(0);
    assert_eq!(run.out, "lee-2021a\nwho-page\nchosen\nchosen\n");
    assert!(run.err.ends_with("3 sources added, 1 in the library already\n"), "{}", run.err);
    assert!(!desk.library().contains("urldate"), "a file says itself when its sources were read");
    let again = desk.run(&["import", "zotero.json"]).ended(0);
    assert!(again.err.ends_with("0 sources added, 4 in the library already\n"), "{}", again.err);
}

#[test]
fn other_programs_files_come_with_readable_keys() {
    let desk = Desk::new(known);
    desk.write(
        "export.ris",
        "TY  - JOUR\r\nAU  - Lee, Ann\r\nTI  - Words of a RIS file\r\nPY  - 2020\r\nDO  - 10.5555/ris\r\nER  - \r\n",
    );
    desk.write("pubmed.nbib", "PMID- 30000009\nTI  - Words of a file of PubMed\nFAU - May, Bo\nDP  - 2019 May\n");
    desk.write("hayagriva.yml", "ours:\n  type: Article\n  title: Words of Hayagriva\n  date: 2018\n");
    assert_eq!(desk.run(&["import", "export.ris"]).ended(0).out, "lee-2020\n");
    assert_eq!(desk.run(&["import", "pubmed.nbib"]).ended(0).out, "may-2019\n");
    assert_eq!(desk.run(&["import", "hayagriva.yml"]).ended(0).out, "ours\n");
    let piped = desk.run_with(&["import", "-"], "@book{piped, title={Words of a pipe}}");
    assert_eq!(piped.ended(0).out, "piped\n");
    assert_eq!(desk.library().matches("title        = {Words of").count(), 4, "{}", desk.library());
}

#[test]
fn two_works_at_one_address_are_two() {
    let desk = Desk::new(known);
    let journal = "url={https://journal.example/}";
    desk.write(
        "other.bib",
        &format!(
            "@article{{one, title={{Words of one}}, {journal}}}\n@article{{two, title={{Other words}}, {journal}}}\n\
            @article{{three, title={{Words of one}}, {journal}, doi={{10.5555/3}}}}\n\
            @article{{four, title={{Words of one}}, {journal}, doi={{10.5555/4}}}}\n"
        ),
    );
    let run = desk.run(&["import", "other.bib"]).ended(0);
    assert_eq!(run.out, "one\ntwo\none\none\n");
}

#[test]
fn a_broken_entry_of_an_import_is_shown_and_the_others_come() {
    let desk = Desk::new(known);
    desk.write("other.bib", "@book{one, title={One book of some}}\n@book{two, title={Two}\n");
    let run = desk.run(&["import", "other.bib"]).ended(1);
    assert_eq!(run.out, "one\n");
    assert!(run.err.contains("--> other.bib:2"), "{}", run.err);
    assert!(desk.library().contains("@book{one,"));
}

const PASTED: &str = "References\n\n1. Lee AB, The Walking Group. Walking and the health of backs in Norway: a trial with MRI. J Ex. 2021;7(2):11-19.\n   doi:10.5555/back.1\n\
2. May B. Standing and the health of backs. 2019. PMID: 30000001.\n3. Ray C. A work that is in the library. 2018.\n\
4. Somebody. Something without a number. 1999.\n5. Example Health. Caring. https://example.org/caring. Accessed May 2, 2023.\n\
6. Ray C. Words on another subject altogether, of nobody else. 2020. doi:10.5555/back.1\n";
const RAY: &str = "@article{ray-2018, author={Ray, C.}, title={A {Work} that is in the library}, date={2018}}\n";

#[test]
fn a_pasted_list_is_found_fetched_or_shown() {
    let desk = Desk::new(known);
    desk.write(LIBRARY, RAY);
    let run = desk.run_with(&["import", "--text", "-"], PASTED).ended(1);
    assert_eq!(run.out, "1\tlee-2021\n2\tmay-2019\n3\tray-2018\n4\t?\n5\t?\n6\t?\n");
    for said in [
        "standard input:7: no DOI, no PMID, and no title that the library has\n  | Somebody. Something without a number. 1999.",
        "standard input:8: not in the library, and has nothing but a web address",
        "`wellpress cite add https://example.org/caring`",
        "standard input:9: doi:10.5555/back.1 leads to another work, \u{201c}Walking and the health",
        "entries: 6; added: 2; there before: 1; unclear: 3",
    ] {
        assert!(run.err.contains(said), "{said}\n{}", run.err);
    }
}

#[test]
fn a_file_that_is_not_there_was_asked_for_in_vain() {
    let desk = Desk::new(known);
    for (name, says) in [("nowhere.ris", "cannot read `"), ("content", "is a folder, not a file")] {
        for text in [&["import", name][..], &["import", "--text", name]] {
            assert!(desk.run(text).ended(2).err.contains(says));
        }
    }
}

#[test]
fn a_pasted_list_offline_asks_nobody() {
    let desk = Desk::new(known);
    desk.write(LIBRARY, RAY);
    desk.write("list.txt", PASTED);
    let run = desk.run(&["import", "--text", "--offline", "list.txt"]).ended(1);
    assert_eq!(run.out, "1\t?\n2\t?\n3\tray-2018\n4\t?\n5\t?\n6\t?\n");
    assert!(run.err.contains("`wellpress cite add doi:10.5555/back.1` fetches it"), "{}", run.err);
    assert_eq!((desk.library(), desk.server.asked().len()), (RAY.to_owned(), 0));
}

#[test]
fn a_pasted_entry_whose_identifier_is_that_of_another_source_is_told_and_not_guessed() {
    let desk = Desk::new(known);
    let library = "@article{lee-2021, author={Lee, A.}, title={Walking and the health of backs}, date={2021}, doi={10.5555/back.1}, pmid={30000001}}\n";
    desk.write(LIBRARY, library);
    desk.write(
        "list.txt",
        "1. Lee A. Walking and the health of backs: a trial. 2021. doi:10.5555/BACK.1\n\
         2. Ray C. Words on another subject altogether, of nobody else. 2020. doi:10.5555/back.1\n\
         3. Ray C. Words on another subject altogether, of nobody else. 2020. PMID: 30000001\n\
         4. doi:10.5555/back.1\n",
    );
    let run = desk.run(&["import", "--text", "list.txt"]).ended(1);
    assert_eq!(run.out, "1\tlee-2021\n2\t?\n3\t?\n4\tlee-2021\n");
    for said in [
        "list.txt:2: doi:10.5555/back.1 leads to another work, \u{201c}Walking and the health of backs\u{201d}, `lee-2021` of the library\n  \
         | Ray C. Words on another subject altogether, of nobody else. 2020. doi:10.5555/back.1\n",
        "list.txt:3: pmid:30000001 leads to another work",
        "look which of the two is right, the identifier or the words",
    ] {
        assert!(run.err.contains(said), "{said}\n{}", run.err);
    }
    assert_eq!((desk.library(), desk.server.asked().len()), (library.to_owned(), 0));
}

#[test]
#[cfg(unix)]
fn a_library_that_is_a_symbolic_link_stays_one() {
    let desk = Desk::new(known);
    desk.write("elsewhere.bib", RAY);
    desk.write("content/references/readme.txt", "");
    std::os::unix::fs::symlink("../../elsewhere.bib", desk.path(LIBRARY)).unwrap();
    desk.write("other.bib", "@book{two, title={Words of two}, date={2019}}\n");
    let run = desk.run(&["import", "other.bib"]).ended(1);
    assert!(run.err.contains("`content/references/library.bib` is a symbolic link"), "{}", run.err);
    assert!(std::fs::symlink_metadata(desk.path(LIBRARY)).unwrap().is_symlink());
    assert_eq!(std::fs::read_to_string(desk.path("elsewhere.bib")).unwrap(), RAY);
}

#[test]
fn imports_at_one_time_wait_for_each_other_and_all_come() {
    let desk = Desk::new(known);
    for number in 0..6 {
        let entry = format!("@book{{book-{number}, title={{Words of book {number}}}, date={{201{number}}}}}\n");
        desk.write(&format!("{number}.bib"), &(entry + "@book{same, title={Words of all}, date={2001}}\n"));
    }
    std::thread::scope(|scope| {
        for number in 0..6 {
            let desk = &desk;
            scope.spawn(move || {
                let run = desk.run(&["import", &format!("{number}.bib")]).ended(0);
                assert_eq!(run.out, format!("book-{number}\nsame\n"));
            });
        }
    });
    let library = desk.library();
    assert!((0..6).all(|number| library.contains(&format!("@book{{book-{number},"))), "{library}");
    assert_eq!(library.matches("@book{same,").count(), 1, "{library}");
}

#[test]
fn an_entry_is_printed_in_any_style() {
    let desk = Desk::new(known);
    desk.run(&["add", "10.5555/back.1"]).ended(0);
    let run = desk.run(&["format", "lee-2021"]).ended(0);
    assert!(run.out.starts_with("Lee AB, The Walking Group. Walking and the health of backs in Norway"), "{}", run.out);
    let run = desk.run(&["format", "@doi:10.5555/back.1", "--style", "apa"]).ended(0);
    assert!(run.out.starts_with("Lee, A. B. & The Walking Group. (2021)."), "{}", run.out);
    let run = desk.run(&["format", "lee-2020"]).ended(1);
    assert!(run.err.contains("no source has the key `lee-2020`") && run.err.contains("`lee-2021`?"), "{}", run.err);
    let run = desk.run(&["format", "lee-2021", "--style", "appa"]).ended(2);
    assert!(run.err.contains("did you mean `apa`?"), "{}", run.err);
}

#[test]
fn the_library_is_listed_for_people_and_for_programs() {
    let desk = Desk::new(known);
    desk.write(LIBRARY, &format!("{RAY}@online{{a-page, title={{Words, more}}, url={{https://example.org/}}}}\n"));
    let run = desk.run(&["list"]).ended(0);
    assert_eq!(run.out, "a-page         n.d.  Words, more\nray-2018  Ray  2018  A Work that is in the library\n");
    let rows: Value = serde_json::from_str(&desk.run(&["list", "--format", "json"]).ended(0).out).unwrap();
    assert_eq!((&rows[1]["author"], &rows[1]["year"], &rows[1]["line"]), (&"Ray".into(), &2018.into(), &1.into()));
    let run = desk.run(&["list", "--format", "csv"]).ended(0);
    assert!(
        run.out.contains(
            "\r\na-page,webpage,,,\"Words, more\",,,,,https://example.org/,content/references/library.bib,2\r\n"
        ),
        "{}",
        run.out
    );
}

#[test]
fn works_under_two_keys_are_found() {
    let desk = Desk::new(known);
    desk.write(LIBRARY, RAY);
    let run = desk.run(&["dedupe"]).ended(0);
    assert_eq!((run.out.as_str(), run.err.as_str()), ("", "1 source, none twice\n"));
    let more = "@article{ray-again, author={Ray, C}, title={A work that is in the Library.}, date={2018-05}, doi={10.5555/x}}\n\
        @article{other, title={A work that is in the library}, author={Ray, C}, date={2019}}\n\
        @article{lee, title={Words of another}, doi={10.5555/X}}\n";
    desk.write("content/references/more.bib", more);
    let run = desk.run(&["dedupe"]).ended(1);
    insta::assert_snapshot!(run.out, @r"
    `ray-2018` and `ray-again` and `lee` have the same DOI
      content/references/library.bib:1: A Work that is in the library
      content/references/more.bib:1: A work that is in the Library.
      content/references/more.bib:3: Words of another
      = help: keep `ray-again`, which says most, and cite it in place of `ray-2018` and `lee`
    ");
    let found: Value = serde_json::from_str(&desk.run(&["dedupe", "--format", "json"]).ended(1).out).unwrap();
    assert_eq!((&found[0]["keep"], found.as_array().unwrap().len()), (&"ray-again".into(), 1));
}

#[test]
fn the_written_library_builds() {
    let desk = Desk::new(known);
    desk.run(&["add", "10.5555/back.1", "pmid:30000001"]).ended(0);
    desk.write("content/articles/a.md", "---\ntitle: A\n---\nSee [@lee-2021; @may-2019].\n");
    let mut build = Command::new(env!("CARGO_BIN_EXE_wellpress"));
    build.current_dir(desk.path("")).args(["build", "-q"]).assert().success();
    assert!(Path::new(&desk.path("output/references/lee-2021/index.html")).exists());
}
