//! `wellpress cite import`: files of other programs and pasted lists become entries, drafts, or lines of a report.

use serde_json::Value;

use wellpress_harness::loopback::CannedResponse;

use crate::cite_site::{CiteSite, LIBRARY, RAY, services};

#[test]
fn an_import_keeps_chosen_keys_and_makes_others_readable() {
    let site = CiteSite::new(services);
    site.write(LIBRARY, "@article{lee-2021, title={Another work of this name}, date={2021}}\n");
    site.write(
        "zotero.json",
        r#"[{"id":"lee-2021","type":"book","title":"A book on backs","author":[{"family":"Lee"}],"issued":{"date-parts":[[2021]]}},
            {"id":"http://zotero.org/users/1/items/ABC","type":"webpage","title":"A page on backs","author":[{"literal":"World Health Organization"}],"URL":"https://example.org/b"},
            {"id":"chosen","type":"webpage","title":"Chosen words","URL":"https://example.org/c"},
            {"id":"again","type":"webpage","title":"Chosen words: more","URL":"https://www.example.org/c/"}]"#,
    );
    let run = site.run(&["import", "zotero.json"]).assert_status(0);
    assert_eq!(run.out, "lee-2021a\nwho-page\nchosen\nchosen\n");
    assert!(run.err.contains("added `lee-2021a` to "), "{}", run.err);
    assert!(run.err.contains("since another work has the key `lee-2021`"), "{}", run.err);
    assert!(run.err.ends_with("3 sources added, 1 in the library already\n"), "{}", run.err);
    assert!(!site.library().contains("urldate"), "a file says itself when its sources were read");
    let again = site.run(&["import", "zotero.json"]).assert_status(0);
    assert!(again.err.ends_with("0 sources added, 4 in the library already\n"), "{}", again.err);
}

#[test]
fn files_of_other_programs_are_imported_with_readable_keys() {
    let site = CiteSite::new(services);
    site.write(
        "export.ris",
        "TY  - JOUR\r\nAU  - Lee, Ann\r\nTI  - Words of a RIS file\r\nPY  - 2020\r\nDO  - 10.5555/ris\r\nER  - \r\n",
    );
    site.write("pubmed.nbib", "PMID- 30000009\nTI  - Words of a file of PubMed\nFAU - May, Bo\nDP  - 2019 May\n");
    site.write("hayagriva.yml", "ours:\n  type: Article\n  title: Words of Hayagriva\n  date: 2018\n");
    assert_eq!(site.run(&["import", "export.ris"]).assert_status(0).out, "lee-2020\n");
    assert_eq!(site.run(&["import", "pubmed.nbib"]).assert_status(0).out, "may-2019\n");
    assert_eq!(site.run(&["import", "hayagriva.yml"]).assert_status(0).out, "ours\n");
    site.write(
        "word.md",
        "---\nreferences:\n- author:\n  - family: Alpha\n    given: A.\n  id: 11\n  issued: 2019\n  title: Words of Word\n  type: article-journal\n---\n\nText [@11].\n",
    );
    assert_eq!(site.run(&["import", "word.md"]).assert_status(0).out, "alpha-2019\n");
    assert!(site.library().contains("= {11}"), "texts cite by it: {}", site.library());
    let piped = site.run_with(&["import", "-"], "@book{piped, title={Words of a pipe}}").assert_status(1);
    assert!(piped.err.contains("this is no format of sources"), "{}", piped.err);
    assert_eq!(site.library().matches("{Words of").count(), 4, "{}", site.library());
}

#[test]
fn a_file_of_an_older_program_is_read_in_its_encoding() {
    let site = CiteSite::new(services);
    std::fs::write(site.path("old.bib"), b"@book{old, title={Caf\xe9 und Gem\xfcse}}").unwrap();
    let run = site.run(&["import", "old.bib"]).assert_status(0);
    assert!(run.err.contains("the file is not UTF-8, so it is read as windows-1252"), "{}", run.err);
    assert!(site.library().contains("Café und Gemüse"), "{}", site.library());
    let utf16: Vec<u8> = "\u{feff}@book{wide, title={Gelée}}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    std::fs::write(site.path("wide.bib"), utf16).unwrap();
    site.run(&["import", "wide.bib"]).assert_status(0);
    assert!(site.library().contains("Gelée"), "{}", site.library());
}

#[test]
fn works_with_one_url_are_told_apart_by_their_titles() {
    let site = CiteSite::new(services);
    let journal = "url={https://journal.example/}";
    site.write(
        "other.bib",
        &format!(
            "@article{{one, title={{Words of one}}, {journal}}}\n@article{{two, title={{Other words}}, {journal}}}\n\
            @article{{three, title={{Words of one}}, {journal}, doi={{10.5555/3}}}}\n\
            @article{{four, title={{Words of one}}, {journal}, doi={{10.5555/4}}}}\n"
        ),
    );
    let run = site.run(&["import", "other.bib"]).assert_status(0);
    assert_eq!(run.out, "one\ntwo\none\none\n");
}

#[test]
fn a_broken_entry_of_an_import_leaves_the_others_imported() {
    let site = CiteSite::new(services);
    site.write("other.bib", "@book{one, title={One book of some}}\n@book{two, title={Two}\n");
    let run = site.run(&["import", "other.bib"]).assert_status(1);
    assert_eq!(run.out, "one\n");
    assert!(run.err.contains("--> other.bib:2"), "{}", run.err);
    assert!(site.library().contains("@book{one,"));
}

const PASTED: &str = "References\n\n1. Lee AB, The Walking Group. Walking and the health of backs in Norway: a trial with MRI. J Ex. 2021;7(2):11-19.\n   doi:10.5555/back.1\n\
2. May B. Standing and the health of backs. 2019. PMID: 30000001.\n3. Ray C. A work that is in the library. 2018.\n\
4. Somebody said something without a number.\n5. Example Health. Caring. https://example.org/caring. Accessed May 2, 2023.\n\
6. Ray C. Words on another subject altogether, of nobody else. 2020. doi:10.5555/back.1\n\
7. https://example.org/page\n";

#[test]
fn entries_of_a_pasted_list_are_matched_fetched_or_reported() {
    let site = CiteSite::new(services);
    site.write(LIBRARY, RAY);
    let run = site.run_with(&["import", "--text", "-"], PASTED).assert_status(1);
    assert_eq!(run.out, "1\tlee-2021\n2\tmay-2019\n3\tray-2018\n4\t?\n5\texample-health-caring\n6\t?\n7\t?\n");
    for message in [
        "standard input:7: no title with a date, a DOI, a PMID or an address can be read\n  | Somebody said something",
        "added `example-health-caring` to content/references/to-complete.json: Caring",
        "standard input:9: doi:10.5555/back.1 leads to another work, \u{201c}Walking and the health",
        "standard input:10: no title can be read beside the web address",
        "`wellpress cite add https://example.org/page`",
        "entries: 7; added: 2; drafts to check: 1; there before: 1; unclear: 3",
    ] {
        assert!(run.err.contains(message), "{message}\n{}", run.err);
    }
}

/// References of six kinds, as people paste them.
const SIX_KINDS: &str = "1. Lee AB, van der Berg C, et al. Walking and the health of backs: a trial with MRI. J Ex. 2021;7(2):11-19. doi:10.5555/back.1
2. May, C., & Ray, D. (2019). Standing well. In F. Gold (Ed.), Handbook of posture (3rd ed., pp. 41–58). Springer.
3. National Institute for Health and Care Excellence. Osteoporosis: assessing the risk of fragility fracture. Clinical guideline [CG146]. London: NICE; 2012. Available from: https://www.nice.org.uk/guidance/cg146
4. Exercise for your bones. Royal Osteoporosis Society. https://theros.org.uk/exercise/. Accessed 3 May 2025
5. Kanis JA. Textbook of bone. 2nd ed. Oxford: Oxford University Press; 2018.
6. NHS. (2020, June 5). How to lift safely [Video]. YouTube. https://www.youtube.com/watch?v=abc123
";

#[test]
fn references_of_six_kinds_become_drafts_offline_and_a_page_lists_them() {
    const DRAFTS: &str = "content/references/to-complete.json";
    let site = CiteSite::new(services);
    let run = site.run_with(&["import", "--text", "--offline", "-"], SIX_KINDS).assert_status(0);
    let keys: Vec<&str> = run.out.lines().filter_map(|line| Some(line.split_once('\t')?.1)).collect();
    assert_eq!(keys, ["lee-2021", "may-2019", "nihce-2012", "ros-exercise", "kanis-2018", "nhs-2020"]);
    let marks = keys.iter().map(|key| format!("@{key}")).collect::<Vec<_>>().join("; ");
    site.write("content/pages/about.md", &format!("---\ntitle: About\n---\nBacks [{marks}].\n"));
    let checked = site.wellpress(&["check", "--clock", "2026-07-01"]).assert_status(0);
    for key in &keys {
        assert!(checked.err.contains(&format!("the source `{key}` is a draft")), "{key}\n{}", checked.err);
    }
    site.wellpress(&["build", "--clock", "2026-07-01"]).assert_status(0);
    let page = std::fs::read_to_string(site.path("output/about/index.html")).unwrap();
    insta::assert_snapshot!(text_of_list(&page), @r"
    Exercise for your bones. Royal Osteoporosis Society. Accessed May 3, 2025. https://theros.org.uk/exercise/ Back to text Source page
    Kanis JA. Textbook of Bone. 2nd ed. Oxford University Press; 2018. Back to text Source page
    Lee AB, van der Berg C, et al. Walking and the health of backs: a trial with MRI. J Ex. 2021;7(2):11-19. doi:10.5555/back.1 Back to text Source page
    May C, Ray D. Standing well. In: Gold F, ed. Handbook of Posture. 3rd ed. Springer; 2019:41-58. Back to text Source page
    National Institute for Health and Care Excellence. Osteoporosis: Assessing the Risk of Fragility Fracture. NICE; 2012. https://www.nice.org.uk/guidance/cg146 Back to text Source page
    NHS. How to Lift Safely. 2020. https://www.youtube.com/watch?v=abc123 Back to text Source page
    ");
    // A second time they are there, and what is checked or completed leaves the drafts under its key.
    let again = site.run_with(&["import", "--text", "--offline", "-"], SIX_KINDS).assert_status(0);
    assert!(again.err.contains("there before: 6; unclear: 0"), "{}", again.err);
    let wrong = site.run(&["add", "--checked", "kanis-2019"]).assert_status(1);
    assert!(
        wrong.err.contains("no draft has the key `kanis-2019`") && wrong.err.contains("did you mean `kanis-2018`?")
    );
    assert_eq!(site.run(&["add", "--checked", "kanis-2018", "ros-exercise"]).out, "kanis-2018\nros-exercise\n");
    assert_eq!(site.run(&["add", "--drafts"]).assert_status(0).out, "lee-2021\n");
    for key in ["@book{kanis-2018,", "@online{ros-exercise,", "@article{lee-2021,"] {
        assert!(site.library().contains(key), "{key}\n{}", site.library());
    }
    assert!(site.library().contains("The Walking Group"), "the record of the service: {}", site.library());
    let left: Value = serde_json::from_str(&std::fs::read_to_string(site.path(DRAFTS)).unwrap()).unwrap();
    let left: Vec<&str> = left.as_array().unwrap().iter().map(|draft| draft["id"].as_str().unwrap()).collect();
    assert_eq!(left, ["may-2019", "nihce-2012", "nhs-2020"]);
}

/// One list with entries in six styles, some of them behind a name that begins with a small letter.
const SIX_STYLES: &str = "References\n
Moss, K., Fern, L., ... & Oak, T. R. (2021). Stair climbing in later life. Ageing and Movement, 14(3), 201\u{2013}219.
van der Velde, N. and Fern, L.B., 2020a. Reaching for shelves in kitchens. Ageing and Movement, 13(1), pp.1-9.
Moss, Karen, and Luis Fern. \"Getting Up from the Floor.\" Ageing and Movement, vol. 12, no. 4, 2019, pp. 77-81.
Doidge, Ann, et al. \"Standing on one leg.\" Ageing and Movement 11.2 (2018): 33-41.
K. Moss and L. Fern, \u{201c}Carrying shopping home,\u{201d} Ageing Mov., vol. 10, no. 1, pp. 5\u{2013}8, Mar. 2017.
Moss K, Fern L. Turning in bed at night. Age Mov. 2016;9(2):11-9. doi:10.1002/(SICI)1096-8644(199601)99:1<1::AID-AJPA1>3.0.CO;2-1\n";

#[test]
fn one_list_may_have_several_styles() {
    let site = CiteSite::new(services);
    let run = site.run_with(&["import", "--text", "--offline", "-"], SIX_STYLES).assert_status(0);
    assert_eq!(run.out, "1\tmoss-2021\n2\tvelde-2020\n3\tmoss-2019\n4\tdoidge-2018\n5\tmoss-2017\n6\tmoss-2016\n");
    let drafts = std::fs::read_to_string(site.path("content/references/to-complete.json")).unwrap();
    let drafts: Vec<Value> = serde_json::from_str(&drafts).unwrap();
    let families = |draft: &Value| {
        let names = draft["author"].as_array().unwrap().iter();
        names.map(|name| name["family"].as_str().or(name["literal"].as_str()).unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(families(&drafts[0]), ["Moss", "Fern", "Oak", "others"]);
    assert_eq!(families(&drafts[3]), ["Doidge", "others"]);
    let pages: Vec<&str> = drafts.iter().map(|draft| draft["page"].as_str().unwrap()).collect();
    assert_eq!(pages, ["201-219", "1-9", "77-81", "33-41", "5-8", "11-9"]);
    assert_eq!(drafts[5]["DOI"], "10.1002/(SICI)1096-8644(199601)99:1<1::AID-AJPA1>3.0.CO;2-1");
}

#[test]
fn a_pasted_entry_that_was_retracted_is_a_retracted_source() {
    let site = CiteSite::new(services);
    site.write(LIBRARY, RAY);
    let list = "Ray C. A work that is in the library. J Ex 2018;20:187-92. [Retracted]\n\
                Moss K. Stairs in winter and in summer. J Ex 2019;21:1-2. (retracted 2020)\n\
                Fern L. Retracted papers in surgery. J Ex 2019;21:3-9.\n\
                Lee A. Walking and the health of backs: a trial with MRI. 2021. doi:10.5555/back.1 [Retracted]\n";
    let run = site.run_with(&["import", "--text", "-"], list).assert_status(0);
    assert_eq!(run.out, "1\tray-2018\n2\tmoss-2019\n3\tfern-2019\n4\tlee-2021\n");
    let warning = "the list says that `ray-2018` was retracted, and its note says `[Retracted]` now";
    assert!(run.err.contains(warning), "{}", run.err);
    assert_eq!(run.err.matches("the list says").count(), 1, "{}", run.err);
    site.write(
        "content/pages/about.md",
        "---\ntitle: About\n---\nStairs [@moss-2019; @fern-2019; @lee-2021; @ray-2018].\n",
    );
    let checked = site.wellpress(&["check", "--clock", "2026-07-01"]).assert_status(1);
    for (key, is_retracted) in [("moss-2019", true), ("fern-2019", false), ("lee-2021", true), ("ray-2018", true)] {
        let message = format!("the source `{key}` was retracted");
        assert_eq!(checked.err.contains(&message), is_retracted, "{key}\n{}", checked.err);
    }
}

#[test]
fn a_retraction_reaches_the_entry_that_is_there_and_nothing_else_in_its_file() {
    let site = CiteSite::new(services);
    let library = "% Ours, by hand.\r\n@article{ray-2018,\r\n  author = {Ray, C.}, % who?\r\n  title = {A work that is in the library},\r\n  \
                   note = {In Dutch.},\r\n  date = {2018},\r\n}\r\n";
    site.write(LIBRARY, library);
    let list = "Ray C. A work that is in the library. J Ex 2018;20:187-92. [Retracted]\n";
    site.run_with(&["import", "--text", "--offline", "--dry-run", "-"], list).assert_status(0);
    assert_eq!(std::fs::read_to_string(site.path(LIBRARY)).unwrap(), library);
    site.run_with(&["import", "--text", "--offline", "-"], list).assert_status(0);
    let expected = library.replace("{In Dutch.}", "{In Dutch. [Retracted]}");
    assert_eq!(std::fs::read_to_string(site.path(LIBRARY)).unwrap(), expected);
    let again = site.run_with(&["import", "--text", "--offline", "-"], list).assert_status(0);
    assert!(!again.err.contains("the list says"), "{}", again.err);
    assert_eq!(std::fs::read_to_string(site.path(LIBRARY)).unwrap(), expected);
}

#[test]
fn a_retraction_reaches_a_draft_and_a_source_that_another_file_names() {
    let site = CiteSite::new(services);
    site.write(LIBRARY, RAY);
    let entry = "Moss K. Stairs in winter and in summer. J Ex 2019;21:1-2.";
    site.run_with(&["import", "--text", "--offline", "-"], entry).assert_status(0);
    let run = site.run_with(&["import", "--text", "--offline", "-"], &format!("{entry} [Retracted]")).assert_status(0);
    assert!(run.err.contains("`moss-2019` was retracted, and its note says `[Retracted]` now"), "{}", run.err);
    let list = "Ray C. A work that is in the library. J Ex 2018;20:187-92. [Retracted]";
    let json = "content/references/export.json";
    site.write(LIBRARY, "");
    site.write(json, r#"[{"id": "ray-2018", "type": "article-journal", "title": "A work that is in the library", "issued": {"date-parts": [[2018]]}}]"#);
    let run = site.run_with(&["import", "--text", "--offline", "-"], list).assert_status(0);
    assert!(run.err.contains("end the entry's note with `[Retracted]`"), "{}", run.err);
}

/// The entries of a page's list of references as plain lines.
fn text_of_list(page: &str) -> String {
    let list = page.split_once("<ol class=\"references").expect("a list of references").1;
    let list = list.split_once('>').unwrap().1.split_once("</ol>").unwrap().0;
    let entries = list.split("<li").skip(1).map(|entry| {
        let words: String = entry.split('<').filter_map(|part| Some(part.split_once('>')?.1)).collect();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    });
    entries.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_reference_whose_request_fails_becomes_a_draft_and_one_that_does_not_exist_none() {
    let site = CiteSite::new(|request| match request.path.as_str() {
        "/doi/10.5555/back.1" => CannedResponse::status(503),
        _ => CannedResponse::status(404),
    });
    let list = "Lee A. Walking. J Ex. 2021;7(2):1. doi:10.5555/back.1\nMay B. Lying. J Ex. 2020;6(2):3. doi:10.5555/invented\n";
    let run = site.run_with(&["import", "--text", "-"], list).assert_status(1);
    assert_eq!(run.out, "1\tlee-2021\n2\t?\n");
    assert!(run.err.contains("`wellpress cite add --drafts` fetches it later"), "{}", run.err);
    assert!(run.err.contains("doi:10.5555/invented: there is no such source"), "{}", run.err);
}

#[test]
fn a_missing_file_is_wrong_usage() {
    let site = CiteSite::new(services);
    for (name, message) in [("nowhere.ris", "cannot read `"), ("content", "is a folder, not a file")] {
        for arguments in [&["import", name][..], &["import", "--text", name]] {
            assert!(site.run(arguments).assert_status(2).err.contains(message));
        }
    }
}

#[test]
fn a_pasted_list_offline_sends_no_request() {
    let site = CiteSite::new(services);
    site.write(LIBRARY, RAY);
    site.write("list.txt", PASTED);
    let run = site.run(&["import", "--text", "--offline", "list.txt"]).assert_status(1);
    let keys: Vec<&str> = run.out.lines().map(|line| &line[2..]).collect();
    assert!(run.err.contains("list.txt:9: doi:10.5555/back.1 leads to another work"), "{}", run.err);
    assert_eq!(keys[..6], ["lee-2021", "may-2019", "ray-2018", "?", "example-health-caring", "?"]);
    assert_eq!((site.library(), site.server.request_lines().len()), (RAY.to_owned(), 0));
}

#[test]
fn a_pasted_entry_with_the_identifier_of_another_work_is_reported() {
    let site = CiteSite::new(services);
    let library = "@article{lee-2021, author={Lee, A.}, title={Walking and the health of backs}, date={2021}, doi={10.5555/back.1}, pmid={30000001}}\n";
    site.write(LIBRARY, library);
    site.write(
        "list.txt",
        "1. Lee A. Walking and the health of backs: a trial. 2021. doi:10.5555/BACK.1\n\
         2. Ray C. Words on another subject altogether, of nobody else. 2020. doi:10.5555/back.1\n\
         3. Ray C. Words on another subject altogether, of nobody else. 2020. PMID: 30000001\n\
         4. doi:10.5555/back.1\n",
    );
    let run = site.run(&["import", "--text", "list.txt"]).assert_status(1);
    assert_eq!(run.out, "1\tlee-2021\n2\t?\n3\t?\n4\tlee-2021\n");
    for message in [
        "list.txt:2: doi:10.5555/back.1 leads to another work, \u{201c}Walking and the health of backs\u{201d}, `lee-2021` of the library\n  \
         | Ray C. Words on another subject altogether, of nobody else. 2020. doi:10.5555/back.1\n",
        "list.txt:3: pmid:30000001 leads to another work",
        "check which is right: the identifier or the words of the entry",
    ] {
        assert!(run.err.contains(message), "{message}\n{}", run.err);
    }
    assert_eq!((site.library(), site.server.request_lines().len()), (library.to_owned(), 0));
}
