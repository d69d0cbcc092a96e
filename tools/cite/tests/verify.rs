//! `wellpress cite verify`: what it reports about entries that differ from the records of services, and what it leaves alone.

use std::fmt::Write;
use std::process::Command;

use serde_json::Value;

use wellpress_harness::loopback::{CannedResponse, ReceivedRequest};
use wellpress_harness::output::ProgramOutput;

use crate::cite_site::{CiteSite, LIBRARY};

/// The records of forty works as the services send them, by DOI in lower case and by `pmid:`.
const RECORDS: &str = include_str!("fixtures/verify.json");

/// The same works as authors write them. No entry is wrong.
const ENTRIES: &str = include_str!("fixtures/verify.bib");

/// Answers as the services do about the forty works, and with 404 about all others.
fn services(request: &ReceivedRequest) -> CannedResponse {
    let records: Value = serde_json::from_str(RECORDS).unwrap();
    let path = request.path.to_lowercase();
    let name = match path.strip_prefix("/doi/") {
        Some(doi) => doi.to_owned(),
        None => format!("pmid:{}", path.strip_prefix("/ncbi/pubmed/?format=csl&id=").unwrap_or_default()),
    };
    records.get(&name).map_or_else(|| CannedResponse::status(404), |record| CannedResponse::json(&record.to_string()))
}

fn site_with(library: &str) -> CiteSite {
    let site = CiteSite::new(services);
    site.write(LIBRARY, library);
    site
}

/// The findings of a run with `--format json` as `rule line:column`.
fn findings(run: &ProgramOutput) -> Vec<(String, String)> {
    let report: Value = serde_json::from_str(&run.out).unwrap();
    let findings = report["findings"].as_array().unwrap().iter();
    let of = |finding: &Value| {
        let place = format!("{} {}:{}", finding["rule"].as_str().unwrap(), finding["line"], finding["column"]);
        (place, finding["message"].as_str().unwrap().to_owned())
    };
    findings.map(of).collect()
}

/// An error in an entry: its key, the field, the text that is right, the text that is wrong, and the rule that finds it.
type Seed = (&'static str, &'static str, &'static str, &'static str, &'static str);

/// Errors of the kinds that hand-made bibliographies have.
const SEEDS: [Seed; 34] = [
    ("bouxsein-2003", "volume", "{14}", "{41}", "source-differs"),
    ("sawicki-2021", "date", "{2021}", "{2018}", "source-differs"),
    ("sawicki-2021", "author", "Talalaj, M. and Zycinska, K.", "Zycinska, K. and Talalaj, M.", "source-differs"),
    ("green-2016", "title", "in a Cross-Section of", "in a Sample of", "source-differs"),
    ("green-2016", "author", "Snodgrass", "Snodgras", "source-differs"),
    ("strath-2022", "pages", "{1437--47}", "{1437--74}", "source-differs"),
    ("strath-2022", "journal", "{J Pain}", "{Pain}", "source-differs"),
    ("cary-2019", "pages", "{e027633}", "{e026733}", "source-differs"),
    ("cary-2019", "date", "{2019}", "{2020}", "source-differs"),
    ("watson-2018", "author", "Beck, B. R.", "Beck, K. R.", "source-differs"),
    ("watson-2018", "date", "{2018}", "{2019}", "source-differs"),
    ("howe-2011", "doi", "CD000333.pub2", "CD012424.pub2", "source-other-work"),
    ("giangregorio-2014", "number", "{3}", "{2}", "source-differs"),
    ("sinaki-1984", "pmid", "6487063", "3920711", "source-other-work"),
    ("kanis-2008", "author", " and McCloskey, E.", "", "source-differs"),
    ("cosman-2014", "author", "Tanner, B. and ", "", "source-differs"),
    ("compston-2019", "number", "{10169}", "{10196}", "source-differs"),
    ("black-1996", "title", "existing", "pre-existing", "source-differs"),
    ("hartvigsen-2018", "doi", "30480-X", "30489-6", "source-other-work"),
    ("qaseem-2017", "journal", "{Ann. Intern. Med.}", "{Ann. Emerg. Med.}", "source-differs"),
    ("sherrington-2019", "doi", "CD012424.pub2", "CD012424.pub9", "source-not-found"),
    ("hayden-2021", "volume", "{2021}", "{2012}", "source-differs"),
    ("caspersen-1985", "pages", "{126--131}", "{126--113}", "source-differs"),
    ("bull-2020", "author", "Biddle, S.", "Bidle, S.", "source-differs"),
    ("fairbank-2000", "pages", "{2940--2953}", "{2490--2953}", "source-differs"),
    ("podsiadlo-1991", "volume", "{39}", "{49}", "source-differs"),
    ("page-2021", "author", "Lalu, M. M.", "Lalu, N. M.", "source-differs"),
    ("kelley-2012", "journal", "{BMC Musculoskeletal Disorders}", "{BMC Sports Medicine}", "source-differs"),
    ("holick-2007", "title", "Vitamin D Deficiency", "Vitamin B Deficiency", "source-differs"),
    ("cummings-1995", "title", "in White Women", "in White Women and Men", "source-differs"),
    ("rossouw-2002", "date", "{2002}", "{2020}", "source-differs"),
    ("borg-1982", "doi", "00005768-198205000-00012", "00005768-198205000-00021", "source-not-found"),
    ("gregson-2022", "pages", "{58}", "{85}", "source-differs"),
    ("melzack-1965", "author", "Melzack, R. and Wall, PD", "Wall, PD and Melzack, R.", "source-differs"),
];

/// The line of a field of an entry, from 1, with the column of its value.
fn place(library: &str, key: &str, field: &str) -> (usize, usize) {
    let mut lines = library.lines().enumerate().skip_while(|(_, line)| *line != format!("@article{{{key},"));
    let is_field = |line: &str| line.trim_start().starts_with(&format!("{field} "));
    let (index, line) = lines.find(|(_, line)| is_field(line)).unwrap_or_else(|| panic!("{key} has no {field}"));
    (index + 1, line.find('{').unwrap() + 1)
}

fn seeded() -> String {
    let mut library = ENTRIES.to_owned();
    for (key, field, right, wrong, _) in SEEDS {
        let (line, _) = place(&library, key, field);
        let start: usize = library.split_inclusive('\n').take(line - 1).map(str::len).sum();
        let end = start + library[start..].find('\n').unwrap();
        assert_eq!(library[start..end].matches(right).count(), 1, "{key} {field}: {}", &library[start..end]);
        library.replace_range(start..end, &library[start..end].replace(right, wrong));
    }
    library
}

#[test]
fn forty_sources_without_an_error_have_no_finding() {
    assert_eq!(ENTRIES.matches("@article{").count(), 40);
    let run = site_with(ENTRIES).run(&["verify"]).assert_status(0);
    assert_eq!(run.err, "");
    assert_eq!(run.out, "Compared 40 sources: no findings\n");
}

#[test]
fn each_seeded_error_is_found_and_none_is_invented() {
    let library = seeded();
    let run = site_with(&library).run(&["verify", "--format", "json"]).assert_status(1);
    let mut found = findings(&run);
    let mut table = String::new();
    for (key, field, _, wrong, rule) in SEEDS {
        let (line, column) = place(&library, key, field);
        let expected = format!("{rule} {line}:{column}");
        let index =
            found.iter().position(|(place, message)| *place == expected && message.contains(&format!("`{key}`")));
        let message = index.map_or("NOT FOUND".to_owned(), |index| found.remove(index).1);
        writeln!(table, "{key:18} {field:7} {wrong:32} {message}").unwrap();
    }
    println!("{table}{} seeded, {} not expected: {found:#?}", SEEDS.len(), found.len());
    assert!(!table.contains("NOT FOUND") && found.is_empty(), "{table}{found:#?}");
}

#[test]
fn git_applies_the_patch_and_then_nothing_differs() {
    let library = seeded().replace('\n', "\r\n");
    let site = site_with(&library);
    let run = site.run(&["verify", "--patch"]).assert_status(1);
    assert_eq!(site.library(), library, "nothing is written");
    site.write("change.patch", &run.out);
    let git = |arguments: &[&str]| {
        let output = Command::new("git").args(arguments).current_dir(site.path("")).output().unwrap();
        assert!(output.status.success(), "{}\n{}", String::from_utf8_lossy(&output.stderr), run.out);
    };
    git(&["init", "--quiet"]);
    git(&["apply", "change.patch"]);
    let changed = site.library();
    let run = site.run(&["verify", "--format", "json"]).assert_status(1);
    let rules: Vec<String> = findings(&run).into_iter().map(|(place, _)| place).collect();
    assert_eq!(rules.len(), 5, "only what is wrong with identifiers remains: {rules:?}");
    assert!(rules.iter().all(|place| !place.starts_with("source-differs")), "{rules:?}");
    assert!(changed.contains("Back Pain in a Cross-Section of Adult Americans}"), "titles keep their capitals");
    let before_and_after = library.lines().zip(changed.lines());
    let changed_lines = before_and_after.filter(|(before, after)| before != after).count();
    assert_eq!((changed_lines, library.lines().count()), (29, changed.lines().count()), "a line for each field");
}

/// A record, and entries of it in each format of a library with a wrong volume, year and title.
const RECORD: &str = r#"{"type":"article-journal","title":"Walking and the health of backs","volume":"7","issue":"2","page":"11-19",
"container-title":"Journal of Examples","author":[{"family":"Lee","given":"Ann"},{"family":"May","given":"Bo"}],"issued":{"date-parts":[[2021,3]]}}"#;

#[test]
fn bibtex_has_places_and_a_patch_and_other_formats_have_findings_at_the_entry() {
    let bib = "@article{a,\n  title = \"Walking and the health of necks\", author = {Lee, Ann and May, Bo},\n  journal = {Journal of Examples},\n  year = 2018, volume = 8, doi = {10.5555/w}\n}\n";
    let json = "[{\"id\": \"a\", \"type\": \"article-journal\", \"title\": \"Walking and the health of necks\",\n  \"author\": [{\"family\": \"Lee\", \"given\": \"Ann\"}, {\"family\": \"May\", \"given\": \"Bo\"}],\n  \"issued\": {\"date-parts\": [[2018, 3]]}, \"volume\": 8, \"DOI\": \"10.5555/w\"}]\n";
    let ris = "TY  - JOUR\nID  - a\nTI  - Walking and the health of necks\nAU  - Lee, Ann\nAU  - May, Bo\nPY  - 2018/03//\nVL  - 8\nDO  - 10.5555/w\nER  - \n";
    let nbib = "PMID- 77\nTI  - Walking and the health of necks.\nFAU - Lee, Ann\nAU  - Lee A\nFAU - May, Bo\nAU  - May B\nDP  - 2018 Mar\nVI  - 8\nLID - 10.5555/w [doi]\nPT  - Journal Article\n";
    let yaml = "a:\n  type: article\n  title: Walking and the health of necks\n  author: [\"Lee, Ann\", \"May, Bo\"]\n  date: 2018-03\n  serial-number:\n    doi: 10.5555/w\n  parent:\n    type: periodical\n    title: Journal of Examples\n    volume: 8\n";
    for (extension, text, places) in [
        ("bib", bib, ["2:11", "4:10", "4:25"]),
        ("json", json, ["1:9"; 3]),
        ("ris", ris, ["2:7"; 3]),
        ("nbib", nbib, ["1:7"; 3]),
        ("yaml", yaml, ["1:1"; 3]),
    ] {
        let site = CiteSite::new(|_| CannedResponse::json(RECORD));
        let path = format!("content/references/a.{extension}");
        site.write(&path, text);
        let run = site.run(&["verify", "--format", "json"]).assert_status(0);
        let mut found: Vec<String> = findings(&run).into_iter().map(|(place, _)| place).collect();
        found.sort();
        let mut expected = places.map(|place| format!("source-differs {place}"));
        expected.sort();
        assert_eq!(found, expected, "{extension}: {}", run.out);
        let run = site.run(&["verify", "--patch"]).assert_status(0);
        if extension != "bib" {
            assert_eq!(run.out, "", "{extension}");
            assert_eq!(run.err.matches("by hand").count(), 3, "{extension}: {}", run.err);
            continue;
        }
        assert!(run.out.starts_with(&format!("--- a/{path}\n+++ b/{path}\n@@ ")), "{}", run.out);
        let added: Vec<&str> = run.out.lines().filter(|line| line.starts_with('+')).collect();
        let added = added.join("\n");
        for part in ["backs", "2021", "7"] {
            assert!(added.contains(part), "{}{}", run.out, run.err);
        }
        assert!(!run.err.contains("by hand"), "{}", run.err);
    }
}

/// The rules of the findings about an entry whose DOI leads to a record, and the patch of the library.
fn rules_and_patch(entry: &str, record: &str) -> (Vec<String>, String) {
    let record = record.to_owned();
    let site = CiteSite::new(move |_| CannedResponse::json(&record));
    site.write(LIBRARY, &format!("@article{{a,\n  {entry},\n  doi = {{10.5555/w}}\n}}\n"));
    let places = findings(&site.run(&["verify", "--format", "json"])).into_iter().map(|(place, _)| place);
    let rules = places.map(|place| place.split(' ').next().unwrap_or_default().to_owned()).collect();
    (rules, site.run(&["verify", "--patch"]).out)
}

#[test]
fn a_work_with_nearly_the_same_title_is_another_work() {
    for (entry, record) in [
        (
            "title = {Yoga for low back pain}, author = {Sherman, K. J.}, year = 2011,\n  journal = {Arch Intern Med}",
            r#"{"type":"article-journal","title":"Yoga for low back pain: a trial",
            "author":[{"family":"Tilbrook","given":"H. E."}],"issued":{"date-parts":[[2011]]},
            "container-title":"Annals of Internal Medicine"}"#,
        ),
        (
            "title = {Osteoporosis guideline 2017 update}, author = {{Bone Group}}, year = 2017,\n  \
             journal = {Arch Osteoporos}, volume = 12, pages = {43}",
            r#"{"type":"article-journal","title":"Osteoporosis guideline 2022 update",
            "author":[{"literal":"Bone Group"}],"issued":{"date-parts":[[2022]]},
            "container-title":"Archives of Osteoporosis","volume":"17","page":"58"}"#,
        ),
    ] {
        let (rules, patch) = rules_and_patch(entry, record);
        assert_eq!((rules, patch.as_str()), (vec!["source-other-work".to_owned()], ""), "{entry}");
    }
}

#[test]
fn a_mistake_makes_no_other_work() {
    let place = "journal = {Journal of Examples}, volume = 7, pages = {11--19}";
    let title = "title = {Walking and the health of backs}";
    for (entry, differing_fields) in [
        // A preprint, other authors in the same place, a wrong year, and a title with a misprint besides other authors.
        (format!("{title}, author = {{Lee, A. and May, B.}}, year = 2020, journal = {{medRxiv}}"), 1),
        (format!("{title}, author = {{Lewandowska, A.}}, year = 2021, {place}"), 1),
        (format!("{title}, author = {{Lee, A. and May, B.}}, year = 2012, {place}"), 1),
        (format!("title = {{Walking and health of backs}}, author = {{Poe, A.}}, year = 2021, {place}"), 2),
    ] {
        let (rules, patch) = rules_and_patch(&entry, RECORD);
        assert_eq!(rules, vec!["source-differs"; differing_fields], "{entry}");
        assert!(patch.starts_with("--- a/"), "{entry}: {patch}");
    }
}

#[test]
fn a_comment_or_an_erratum_is_another_work() {
    let entry = "@article{a,\n  title = {Walking and the health of backs}, author = {Lee, Ann and May, Bo},\n  journal = {Journal of Examples},\n  year = 2021, volume = 7, pages = {11--19}, doi = {10.5555/w}\n}\n";
    let authors = "[{\"family\":\"Lee\",\"given\":\"Ann\"},{\"family\":\"May\",\"given\":\"Bo\"}]";
    let other = "[{\"family\":\"Poe\",\"given\":\"Cy\"}]";
    for title in [
        "Comment on: Walking and the health of backs",
        "Erratum: Walking and the health of backs",
        "Correction to: Walking and the health of backs",
        "Reply to Comment on: Walking and the health of backs",
        "Response to: Walking and the health of backs",
        "Retraction: Walking and the health of backs",
        "Walking and the health of backs. Reply",
    ] {
        for (authors, pages) in [(authors, "\"99\""), (other, "\"11-19\""), (authors, "null"), ("[]", "null")] {
            let record = RECORD.replace("Walking and the health of backs", title);
            let start = record.find("[{").unwrap();
            let end = record.find("}]").unwrap() + 2;
            let record = format!("{}{authors}{}", &record[..start], &record[end..]).replace("\"11-19\"", pages);
            let site = CiteSite::new(move |_| CannedResponse::json(&record));
            site.write(LIBRARY, entry);
            let run = site.run(&["verify", "--format", "json"]).assert_status(1);
            let found: Vec<String> = findings(&run).into_iter().map(|(place, _)| place).collect();
            assert_eq!(found, ["source-other-work 4:52"], "{title}: {}", run.out);
            assert_eq!(site.run(&["verify", "--patch"]).out, "", "{title}");
        }
    }
    // The work itself, of which the entry has a part of the title.
    let record = RECORD.replace("Walking and", "RETRACTED: Walking and");
    let site = CiteSite::new(move |_| CannedResponse::json(&record));
    site.write(LIBRARY, entry);
    let run = site.run(&["verify", "--format", "json"]).assert_status(0);
    assert!(!run.out.contains("source-other-work"), "{}", run.out);
}

#[test]
fn journals_are_compared_word_by_word_unless_they_have_one_issn() {
    let of_journal = |journal: &str, record: &str| {
        let record = RECORD.replace("Journal of Examples\"", record);
        let site = CiteSite::new(move |_| CannedResponse::json(&record));
        let entry =
            "title = {Walking and the health of backs}, year = 2021, volume = 7, doi = {10.5555/w}, issn = {1234-5679}";
        site.write(LIBRARY, &format!("@article{{a, journal = {{{journal}}}, {entry}}}\n"));
        let run = site.run(&["verify", "--format", "json"]).assert_status(0);
        findings(&run).into_iter().map(|(_, message)| message).collect::<Vec<_>>()
    };
    let orthopaedic = "Journal of Orthopaedic Reports\"";
    assert_eq!(of_journal("Journal of Exams", "Journal of Examples\"").len(), 1);
    assert_eq!(of_journal("J Orthop Res", orthopaedic).len(), 1);
    assert_eq!(of_journal("J Orthop Rep", orthopaedic), [""; 0]);
    assert_eq!(of_journal("Exams", "Journal of Examples\",\"ISSN\":[\"1234-5679\",\"0000-0000\"]"), [""; 0]);
    assert_eq!(of_journal("Exams", "Journal of Examples\",\"ISSN\":\"1234-5679\""), [""; 0]);
}

#[test]
fn an_entry_that_agrees_with_one_of_two_records_is_right() {
    let other = RECORD.replace("\"7\"", "\"8\"");
    let site = CiteSite::new(move |request| {
        CannedResponse::json(if request.path.starts_with("/doi/") { RECORD } else { &other })
    });
    let entry =
        "@article{a, title = {Walking and the health of backs}, volume = {8}, doi = {10.5555/w}, pmid = {77}}\n";
    site.write(LIBRARY, entry);
    site.run(&["verify"]).assert_status(0);
    assert_eq!(site.server.request_lines().len(), 2);
    site.write(LIBRARY, &entry.replace("{8}", "{9}"));
    let run = site.run(&["verify", "--strict"]).assert_status(1);
    assert!(run.err.contains("the volume of `a` is `9` here and `7` in the record of"), "{}", run.err);
    assert_eq!(site.server.request_lines().len(), 2, "records are kept for a week");
}

#[test]
fn an_answer_that_is_no_record_is_asked_for_again() {
    let site = CiteSite::new(|_| CannedResponse::json(r#"{"type":"article-journal","volume":"7"}"#));
    site.write(LIBRARY, "@article{a, title = {Walking}, doi = {10.5555/w}}\n");
    for requests in 1..=2 {
        let run = site.run(&["verify"]).assert_status(0);
        assert!(run.err.contains("note[source-unchecked]") && run.err.contains("it has no title"), "{}", run.err);
        assert_eq!(site.server.request_lines().len(), requests);
    }
}

#[test]
fn keys_choose_the_sources() {
    let site = site_with(&(ENTRIES.to_owned() + "\n@online{web, title = {Web}, url = {https://example.org/}}\n"));
    let run = site.run(&["verify", "@green-2016", "doi:10.1136/bmj.n71", "web"]).assert_status(0);
    assert_eq!(run.out, "Compared 2 sources, 1 without DOI or PubMed id: no findings\n");
    assert!(run.err.contains("`web` has neither a DOI nor a PubMed id"), "{}", run.err);
    assert_eq!(site.server.request_lines().len(), 2);
    let run = site.run(&["verify", "gren-2016"]).assert_status(1);
    assert!(run.err.contains("no source has the key `gren-2016`") && run.err.contains("green-2016"), "{}", run.err);
}

#[test]
fn settings_decide_the_severity() {
    let site = site_with(&ENTRIES.replace("{14}", "{41}"));
    site.write(
        "wellpress.yaml",
        &format!(
            "title: T\nbase_url: https://t.example/\ncite: {{doi: \"{}\", ncbi: \"{}\"}}\ncheck: {{rules: {{source-differs: error}}}}\n",
            site.server.url("doi/"),
            site.server.url("ncbi/")
        ),
    );
    let run = site.run(&["verify", "bouxsein-2003"]).assert_status(1);
    assert!(run.err.contains("error[source-differs]"), "{}", run.err);
}

/// A site with one source, whose service answers like this; the run of `verify` on it.
fn verified(respond: impl Fn(&ReceivedRequest) -> CannedResponse + Send + Sync + 'static) -> ProgramOutput {
    let site = CiteSite::new(respond);
    site.settings("  timeout: 1\n");
    site.write(LIBRARY, "@article{a, title = {Walking and the health of backs}, doi = {10.5555/w}}\n");
    let run = site.run(&["verify"]);
    assert_eq!(site.library().matches("@article").count(), 1);
    run
}

#[test]
fn answers_that_say_nothing_end_in_a_note_with_the_reason() {
    let huge = format!("{{\"title\": \"{}\"}}", "x".repeat(8_100_000));
    let notes = [
        (verified(|_| CannedResponse::json(RECORD).truncated_to(90).kept_open()), "did not answer in full within 1 s"),
        (verified(|_| CannedResponse::json("").truncated_to(0).kept_open()), "did not answer in full within 1 s"),
        (verified(move |_| CannedResponse::json(&huge)), "has more than 8000000 bytes"),
        (verified(|_| CannedResponse::json(RECORD).truncated_to(200)), "it breaks off before its end"),
        (verified(|_| CannedResponse::json("{\"title\": ")), "is no record of a source"),
        (verified(|_| CannedResponse::json("[]")), "it is no object"),
        (verified(|_| CannedResponse::html("<html>Log in</html>")), "does this network want a login first?"),
        (verified(|_| CannedResponse::redirect("/doi/again")), "leads from one address to the next without end"),
        (verified(|_| CannedResponse::redirect("http://10.0.0.1/")), "is at a private address, which is not asked"),
        (verified(|_| CannedResponse::status(500)), "answered with status 500"),
        (verified(|_| CannedResponse::new(429, &[("retry-after", "999")], "")), "is busy (status 429)"),
    ];
    for (run, reason) in notes {
        let run = run.assert_status(0);
        assert!(run.err.contains("note[source-unchecked]") && run.err.contains(reason), "{reason}: {}", run.err);
    }
    let absent = verified(|_| CannedResponse::status(404)).assert_status(1);
    let message = "error[source-not-found]: doi:10.5555/w of `a` does not exist: `127.0.0.1` answered with status 404";
    assert!(absent.err.contains(message), "{}", absent.err);
}

#[test]
fn a_service_that_does_not_answer_is_not_asked_for_every_source() {
    let site = CiteSite::new(|_| CannedResponse::redirect("http://10.0.0.1/"));
    let entry =
        |number: usize| format!("@article{{a{number}, title = {{Backs {number}}}, doi = {{10.5555/{number}}}}}\n");
    site.write(LIBRARY, &(0..40).map(entry).collect::<String>());
    let run = site.run(&["verify", "--format", "json"]).assert_status(0);
    let found = findings(&run);
    assert_eq!(found.iter().filter(|(place, _)| place.starts_with("source-unchecked ")).count(), 40);
    let skipped = found.iter().filter(|(_, message)| message.contains("the service did not answer for other sources"));
    assert!(skipped.count() > 30, "{}", run.out);
    assert!(site.server.request_lines().len() < 20, "{}", site.server.request_lines().len());
}
