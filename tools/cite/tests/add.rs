//! `wellpress cite add` and the commands that read the library: which requests they send, and what they write or print.

use std::path::Path;

use serde_json::Value;

use wellpress_harness::loopback::CannedResponse;

use crate::cite_site::{CiteSite, LIBRARY, RAY, services};

const PUBMED: &str = r#"<?xml version="1.0"?><PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version="1">30000001</PMID><Article>
<PublicationTypeList><PublicationType UI="D016428">Journal Article</PublicationType><PublicationType UI="D016449">Randomized Controlled Trial
</PublicationType></PublicationTypeList></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"#;

/// PubMed's record says what the exporter of citations leaves out. Without an answer the entry is added all the same.
#[test]
fn the_design_of_a_study_comes_from_its_types_in_pubmed() {
    for (answer, expected) in [(PUBMED, true), ("<html></html>", false)] {
        let site = CiteSite::new(move |request| match request.path.as_str() {
            "/eutils/efetch.fcgi?db=pubmed&retmode=xml&id=30000001" => CannedResponse::json(answer),
            _ => services(request),
        });
        site.run(&["add", "pmid:30000001"]).assert_status(0);
        assert_eq!(site.library().contains("= {randomised-trial}"), expected, "{}", site.library());
        assert!(site.library().contains("Standing and the health of backs"), "{}", site.library());
    }
}

#[test]
fn the_source_of_a_doi_is_appended_to_the_library() {
    let site = CiteSite::new(services);
    let old_library = "% Ours.\r\n@book{a-book, title = {A book},  year=2001}\r\n\r\n@comment{keep   this}";
    site.write(LIBRARY, old_library);
    let run = site.run(&["add", "https://doi.org/10.5555/back.1"]).assert_status(0);
    assert_eq!(run.out, "lee-2021\n");
    let library = site.library();
    assert!(library.starts_with(old_library), "{library}");
    assert!(!library.replace("\r\n", "").contains('\n'), "line ends as the file has them");
    insta::assert_snapshot!(library[old_library.len()..].replace("\r\n", "\n").trim(), @r"
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
    let request = &site.server.requests()[0];
    assert!(request.header("accept").unwrap().starts_with("application/vnd.citationstyles.csl+json"));
    assert!(request.header("user-agent").unwrap().starts_with("wellpress/"));
}

#[test]
fn drafts_of_an_import_become_sources() {
    const DRAFTS: &str = "content/references/to-complete.json";
    let site = CiteSite::new(services);
    assert!(site.run(&["add", "--drafts"]).assert_status(2).err.contains("to-complete.json"));
    let draft = |id: &str, field: &str, value: &str| {
        format!(r#"{{"id": "{id}", "title": "{field} {value}", "{field}": "{value}"}}"#)
    };
    let drafts =
        [draft("a", "DOI", "10.5555/back.1"), draft("b", "PMID", "30000001"), draft("c", "DOI", "10.5555/unknown")];
    site.write(DRAFTS, &format!("[{}]", drafts.join(",")));
    let run = site.run(&["add", "--drafts"]);
    assert_eq!((run.status, run.out.as_str()), (1, "lee-2021\nmay-2019\n"), "{}", run.err);
    assert!(site.library().contains("@article{may-2019,"));
    let left: Value = serde_json::from_str(&std::fs::read_to_string(site.path(DRAFTS)).unwrap()).unwrap();
    assert_eq!((left.as_array().unwrap().len(), &left[0]["id"]), (1, &"c".into()), "what failed stays");
    site.write(DRAFTS, &format!("[{}]", draft("a", "DOI", "10.5555/back.1")));
    assert_eq!(site.run(&["add", "--drafts"]).assert_status(0).out, "lee-2021\n");
    assert!(!site.path(DRAFTS).exists());
}

#[test]
fn bidirectional_and_control_characters_are_removed_from_records() {
    let record = r#"{"type":"article-journal","title":"Backs\u202e and necks\u2066 \u0007now","author":[{"family":"L\u202Dee"}]}"#;
    let site = CiteSite::new(move |_| CannedResponse::json(record));
    let added = site.run(&["add", "10.5555/x"]).assert_status(0);
    let library = site.library();
    assert!(library.contains("{Backs and necks now}") && library.contains("{Lee}"), "{library}");
    assert!(!(library + &added.out + &added.err).contains(['\u{202e}', '\u{202d}', '\u{2066}', '\u{7}']));
}

#[test]
fn a_source_of_the_library_is_named_without_a_request() {
    let site = CiteSite::new(services);
    site.write(
        LIBRARY,
        "@article{mine,\n title={T}, doi={10.5555/BACK.1}, pmid={30000001}, url={http://www.example.org/a/}\n}\n",
    );
    let old_library = site.library();
    let run = site.run(&["add", "10.5555/back.1", "pmid:30000001", "https://example.org/a#part"]).assert_status(0);
    assert_eq!(run.out, "mine\nmine\nmine\n");
    assert!(run.err.contains("`mine` is in the library already, with the same DOI"), "{}", run.err);
    assert_eq!((site.library(), site.server.request_lines().len()), (old_library, 0));
}

#[test]
fn one_work_given_by_two_identifiers_is_added_once() {
    let site = CiteSite::new(services);
    let run = site.run(&["add", "PMID: 30000001", "PMC1234567"]).assert_status(0);
    assert_eq!(run.out, "may-2019\nmay-2019\n");
    assert_eq!(site.library().matches("@article{").count(), 1);
    assert!(site.library().contains("urldate      = {2026-07-01}"), "{}", site.library());
}

#[test]
fn a_web_page_is_described_by_its_structured_data() {
    let site = CiteSite::new(services);
    site.run(&["add", &site.server.url("page")]).assert_status(0);
    let library = site.library().replace(&site.server.url(""), "http://host/");
    insta::assert_snapshot!(library, @r"
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
fn a_journal_page_is_described_by_its_citation_tags() {
    let site = CiteSite::new(services);
    site.run(&["add", &site.server.url("journal")]).assert_status(0);
    let library = site.library().replace(&site.server.url(""), "http://host/");
    insta::assert_snapshot!(library, @r"
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
fn sources_that_can_be_fetched_are_added_and_the_others_are_reported() {
    let site = CiteSite::new(services);
    let run = site.run(&["add", "10.5555/nothing", "10.5555/back.1"]).assert_status(1);
    assert_eq!(run.out, "lee-2021\n");
    assert!(run.err.contains("error: doi:10.5555/nothing: there is no such source"), "{}", run.err);
    assert!(site.library().contains("@article{lee-2021,"));
}

#[test]
fn an_argument_that_is_no_identifier_is_refused_before_any_request() {
    let site = CiteSite::new(services);
    let run = site.run(&["add", "10.5555/back.1", "lee-2021"]).assert_status(2);
    assert!(run.err.contains("it is no DOI"), "{}", run.err);
    assert_eq!((site.library(), site.server.request_lines().len()), (String::new(), 0));
}

#[test]
fn a_dry_run_prints_the_entry_and_writes_nothing() {
    let site = CiteSite::new(services);
    let run = site.run(&["add", "--dry-run", "10.5555/back.1"]).assert_status(0);
    assert!(run.out.starts_with("@article{lee-2021,"), "{}", run.out);
    assert!(!site.path(LIBRARY).exists());
}

#[test]
fn entries_go_to_the_only_library_file_or_to_the_one_in_to() {
    let site = CiteSite::new(services);
    site.write("content/references/ours.bib", "");
    site.run(&["add", "10.5555/back.1"]).assert_status(0);
    assert!(std::fs::read_to_string(site.path("content/references/ours.bib")).unwrap().contains("lee-2021"));
    site.write("content/references/theirs.bib", "");
    let run = site.run(&["add", "pmid:30000001"]).assert_status(2);
    assert!(run.err.contains("several `.bib` files") && run.err.contains("--to"), "{}", run.err);
    site.run(&["add", "pmid:30000001", "--to", "content/references/theirs.bib"]).assert_status(0);
    assert!(std::fs::read_to_string(site.path("content/references/theirs.bib")).unwrap().contains("may-2019"));
    let run = site.run(&["add", "10.5555/back.1", "--to", "library.json"]).assert_status(2);
    assert!(run.err.contains("is not a `.bib` file"), "{}", run.err);
    let run = site.run(&["import", "content/references/theirs.bib", "--to", "elsewhere.bib"]).assert_status(0);
    assert!(run.err.contains("the site does not read it"), "{}", run.err);
}

#[cfg(unix)]
#[test]
fn the_library_keeps_its_permissions_and_is_replaced_whole() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let site = CiteSite::new(services);
    site.write(LIBRARY, "% ours\n");
    std::fs::set_permissions(site.path(LIBRARY), PermissionsExt::from_mode(0o640)).unwrap();
    let old_metadata = std::fs::metadata(site.path(LIBRARY)).unwrap();
    site.run(&["add", "10.5555/back.1"]).assert_status(0);
    let new_metadata = std::fs::metadata(site.path(LIBRARY)).unwrap();
    assert_eq!(new_metadata.mode() & 0o777, 0o640);
    assert_ne!(new_metadata.ino(), old_metadata.ino(), "another file took its name");
    let names: Vec<_> =
        std::fs::read_dir(site.path("content/references")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["library.bib"]);
}

#[test]
#[cfg(unix)]
fn a_library_that_is_a_symbolic_link_stays_one() {
    let site = CiteSite::new(services);
    site.write("elsewhere.bib", RAY);
    site.write("content/references/readme.txt", "");
    std::os::unix::fs::symlink("../../elsewhere.bib", site.path(LIBRARY)).unwrap();
    site.write("other.bib", "@book{two, title={Words of two}, date={2019}}\n");
    let run = site.run(&["import", "other.bib"]).assert_status(1);
    assert!(run.err.contains("`content/references/library.bib` is a symbolic link"), "{}", run.err);
    assert!(std::fs::symlink_metadata(site.path(LIBRARY)).unwrap().is_symlink());
    assert_eq!(std::fs::read_to_string(site.path("elsewhere.bib")).unwrap(), RAY);
}

#[test]
fn concurrent_imports_wait_for_each_other() {
    let site = CiteSite::new(services);
    for number in 0..6 {
        let entry = format!("@book{{book-{number}, title={{Words of book {number}}}, date={{201{number}}}}}\n");
        site.write(&format!("{number}.bib"), &(entry + "@book{same, title={Words of all}, date={2001}}\n"));
    }
    std::thread::scope(|scope| {
        for number in 0..6 {
            let site = &site;
            scope.spawn(move || {
                let run = site.run(&["import", &format!("{number}.bib")]).assert_status(0);
                assert_eq!(run.out, format!("book-{number}\nsame\n"));
            });
        }
    });
    let library = site.library();
    assert!((0..6).all(|number| library.contains(&format!("@book{{book-{number},"))), "{library}");
    assert_eq!(library.matches("@book{same,").count(), 1, "{library}");
}

#[test]
fn an_entry_is_printed_in_any_style() {
    let site = CiteSite::new(services);
    site.run(&["add", "10.5555/back.1"]).assert_status(0);
    let run = site.run(&["format", "lee-2021"]).assert_status(0);
    assert!(run.out.starts_with("Lee AB, The Walking Group. Walking and the health of backs in Norway"), "{}", run.out);
    let run = site.run(&["format", "@doi:10.5555/back.1", "--style", "apa"]).assert_status(0);
    assert!(run.out.starts_with("Lee, A. B. & The Walking Group. (2021)."), "{}", run.out);
    let run = site.run(&["format", "lee-2020"]).assert_status(1);
    assert!(run.err.contains("no source has the key `lee-2020`") && run.err.contains("`lee-2021`?"), "{}", run.err);
    let run = site.run(&["format", "lee-2021", "--style", "appa"]).assert_status(2);
    assert!(run.err.contains("did you mean `apa`?"), "{}", run.err);
}

#[test]
fn the_library_is_listed_for_people_and_for_programs() {
    let site = CiteSite::new(services);
    site.write(LIBRARY, &format!("{RAY}@online{{a-page, title={{Words, more}}, url={{https://example.org/}}}}\n"));
    let run = site.run(&["list"]).assert_status(0);
    assert_eq!(run.out, "a-page         n.d.  Words, more\nray-2018  Ray  2018  A Work that is in the library\n");
    let rows: Value = serde_json::from_str(&site.run(&["list", "--format", "json"]).assert_status(0).out).unwrap();
    assert_eq!((&rows[1]["author"], &rows[1]["year"], &rows[1]["line"]), (&"Ray".into(), &2018.into(), &1.into()));
    let run = site.run(&["list", "--format", "csv"]).assert_status(0);
    assert!(
        run.out.contains(
            "\r\na-page,webpage,,,\"Words, more\",,,,,https://example.org/,content/references/library.bib,2\r\n"
        ),
        "{}",
        run.out
    );
}

#[test]
fn dedupe_finds_works_with_two_keys() {
    let site = CiteSite::new(services);
    site.write(LIBRARY, RAY);
    let run = site.run(&["dedupe"]).assert_status(0);
    assert_eq!((run.out.as_str(), run.err.as_str()), ("", "1 source, none twice\n"));
    let second_library = "@article{ray-again, author={Ray, C}, title={A work that is in the Library.}, date={2018-05}, doi={10.5555/x}}\n\
        @article{other, title={A work that is in the library}, author={Ray, C}, date={2019}}\n\
        @article{lee, title={Words of another}, doi={10.5555/X}}\n";
    site.write("content/references/more.bib", second_library);
    let run = site.run(&["dedupe"]).assert_status(1);
    insta::assert_snapshot!(run.out, @r"
    `ray-2018` and `ray-again` and `lee` have the same DOI
      content/references/library.bib:1: A Work that is in the library
      content/references/more.bib:1: A work that is in the Library.
      content/references/more.bib:3: Words of another
      = help: keep `ray-again`, which says most, and cite it in place of `ray-2018` and `lee`
    ");
    let groups: Value = serde_json::from_str(&site.run(&["dedupe", "--format", "json"]).assert_status(1).out).unwrap();
    assert_eq!((&groups[0]["keep"], groups.as_array().unwrap().len()), (&"ray-again".into(), 1));
}

#[test]
fn a_site_with_added_sources_builds() {
    let site = CiteSite::new(services);
    site.run(&["add", "10.5555/back.1", "pmid:30000001"]).assert_status(0);
    site.write("content/articles/a.md", "---\ntitle: A\n---\nSee [@lee-2021; @may-2019].\n");
    site.wellpress(&["build", "-q"]).assert_status(0);
    assert!(Path::new(&site.path("output/references/lee-2021/index.html")).exists());
}
