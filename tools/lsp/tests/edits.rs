//! Edits that the server offers: corrections, comments that allow a finding, marks in place of identifiers, and new names.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::capabilities::SITE;
use super::editor::Editor;

const NECK: &str = "content/articles/neck.md";

/// The titles of the actions in a range of an open text, and the texts after each.
fn actions(editor: &mut Editor, file: &str, text: &str, place: &str) -> Vec<(String, String)> {
    editor.open_with(file, text);
    editor.settle();
    let start = text.find(place).unwrap();
    let range = range(text, start, start + place.len());
    let params = json!({"textDocument": {"uri": editor.uri(file)}, "range": range, "context": {"diagnostics": []}});
    let answer = editor.request("textDocument/codeAction", params).unwrap();
    let actions = answer.as_array().unwrap().iter().map(|action| {
        let edits = &action["edit"]["changes"][editor.uri(file)];
        (action["title"].as_str().unwrap().to_owned(), apply(text, edits.as_array().unwrap()))
    });
    actions.collect()
}

fn range(text: &str, start: usize, end: usize) -> Value {
    let position = |offset: usize| {
        let line_start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
        json!({"line": text[..offset].matches('\n').count(), "character": text[line_start..offset].encode_utf16().count()})
    };
    json!({"start": position(start), "end": position(end)})
}

/// The text after edits, whose places are those of the text before them.
fn apply(text: &str, edits: &[Value]) -> String {
    let offset = |position: &Value| {
        let line = usize::try_from(position["line"].as_u64().unwrap()).unwrap();
        let start =
            text.match_indices('\n').map(|(at, _)| at + 1).nth(line.wrapping_sub(1)).filter(|_| line > 0).unwrap_or(0);
        let mut units = position["character"].as_u64().unwrap();
        let mut at = start;
        for character in text[start..].chars() {
            if units == 0 {
                break;
            }
            units -= u64::try_from(character.len_utf16()).unwrap();
            at += character.len_utf8();
        }
        at
    };
    let mut edits: Vec<(usize, usize, &str)> = edits
        .iter()
        .map(|edit| (offset(&edit["range"]["start"]), offset(&edit["range"]["end"]), edit["newText"].as_str().unwrap()))
        .collect();
    edits.sort_unstable();
    let mut result = text.to_owned();
    for (start, end, new_text) in edits.into_iter().rev() {
        result.replace_range(start..end, new_text);
    }
    result
}

/// The text after the action whose title begins with some words.
fn after(actions: &[(String, String)], title: &str) -> String {
    let action = actions.iter().find(|(candidate, _)| candidate.starts_with(title));
    action.unwrap_or_else(|| panic!("{title} in {actions:?}")).1.clone()
}

#[test]
fn a_finding_with_one_answer_is_corrected() {
    let mut editor = Editor::new(SITE);
    let text = "---\ntitle: A\ntopcs: [pain]\n---\nSee [@sawiki-2012] and [it](../exercises/cobar.md).\n\n::exercise{#cobrra}\n";
    let offered = actions(&mut editor, NECK, text, "sawiki-2012");
    assert!(after(&offered, "Change to `sawicki-2012`").contains("See [@sawicki-2012] and"));
    let offered = actions(&mut editor, NECK, text, "topcs");
    assert!(after(&offered, "Change to `topics`").contains("\ntopics: [pain]\n"));
    // The other mistakes are found once the front matter is read.
    let text = text.replace("topcs", "topics");
    let offered = actions(&mut editor, NECK, &text, "cobar.md");
    assert!(after(&offered, "Change to").contains("[it](../exercises/cobra.md)"), "{offered:?}");
    let offered = actions(&mut editor, NECK, &text, "cobrra");
    assert!(after(&offered, "Change to `cobra`").contains("::exercise{#cobra}"));
    assert!(actions(&mut editor, NECK, &text, "title: A").iter().all(|(title, _)| !title.starts_with("Change")));
}

#[test]
fn a_comment_allows_a_finding_once_it_has_a_reason() {
    let mut editor = Editor::new(SITE);
    let text = "---\ntitle: A\ndescription: B\n---\nFirst.\n\nThis cures back pain\nand more.\n";
    let offered = actions(&mut editor, NECK, text, "cures");
    let allowed = after(&offered, "Allow `promise`");
    assert!(allowed.contains("First.\n\n<!-- wellpress-allow promise: -->\nThis cures"), "{allowed}");
    editor.retype(NECK, &allowed);
    assert!(
        editor.findings(NECK).iter().any(|finding| finding.starts_with("promise")),
        "a comment without a reason allows nothing"
    );
    editor.retype(NECK, &allowed.replace("promise:", "promise: a quotation"));
    assert!(
        !editor.findings(NECK).iter().any(|finding| finding.starts_with("promise") || finding.starts_with("allow"))
    );
    // A finding about the whole page is allowed above all text.
    let offered = actions(&mut editor, NECK, text, "---\ntitle");
    let allowed = after(&offered, "Allow `review-missing`");
    assert!(allowed.contains("---\n<!-- wellpress-allow review-missing: -->\n\nFirst."), "{allowed}");
    editor.retype(NECK, &allowed.replace("missing:", "missing: a draft"));
    assert!(!editor.findings(NECK).iter().any(|finding| finding.starts_with("review-missing")));
}

#[test]
fn a_source_gets_its_access_date() {
    let mut editor = Editor::new(SITE);
    let library = "@online{who,\n  author = {{WHO}},\n  title = {Advice},\n  year = {2020},\n  url = {https://example.org/a}\n}\n";
    editor.open(NECK);
    editor.retype(NECK, "---\ntitle: A\n---\nSee [@who].\n");
    let offered = actions(&mut editor, "content/references/web.bib", library, "who,");
    let dated = after(&offered, "Add the access date 2026-07-01");
    assert!(dated.starts_with("@online{who,\n  urldate = {2026-07-01},\n  author"), "{dated}");
    editor.retype("content/references/web.bib", &dated);
    assert!(
        !editor
            .findings("content/references/web.bib")
            .iter()
            .any(|finding| finding.starts_with("source-no-access-date"))
    );
}

/// The site with a picture `mat.svg` beside its articles.
fn editor_with_picture() -> Editor {
    let editor = Editor::new(SITE);
    let picture = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>";
    std::fs::write(editor.root().join("content/articles/mat.svg"), picture).unwrap();
    editor.notify(
        "workspace/didChangeWatchedFiles",
        json!({"changes": [{"uri": editor.uri("content/articles/mat.svg"), "type": 1}]}),
    );
    editor
}

#[test]
fn a_picture_gets_a_text_that_is_a_finding_until_it_is_written() {
    let mut editor = editor_with_picture();
    let text = "---\ntitle: A\n---\nWords.\n\n![](mat.svg)\n";
    let offered = actions(&mut editor, NECK, text, "![](mat.svg)");
    let filled = after(&offered, "Fill in");
    assert!(filled.ends_with("\n![mat.svg](mat.svg)\n"), "{filled}");
    assert!(after(&offered, "Mark the picture as decoration").ends_with("\n::figure{src=\"mat.svg\" alt=\"\"}\n"));
    editor.retype(NECK, &filled);
    assert!(
        editor.findings(NECK).iter().any(|finding| finding.starts_with("alt-is-filename")),
        "{:?}",
        editor.diagnostics[NECK]
    );
}

#[test]
fn a_picture_of_the_front_matter_gets_a_text() {
    let mut editor = editor_with_picture();
    let forms = [
        ("hero:\n  src: mat.svg # ours\n", "hero:\n  src: mat.svg # ours\n  alt: \"mat.svg\"\n"),
        ("hero: {src: \"mat.svg\"}\n", "hero: {src: \"mat.svg\", alt: \"mat.svg\"}\n"),
        ("hero: {\n  src: mat.svg\n}\n", "hero: {\n  src: mat.svg, alt: \"mat.svg\"\n}\n"),
        (
            "extra: {a: \"b { c\"}\nhero:\n  src: mat.svg\n",
            "extra: {a: \"b { c\"}\nhero:\n  src: mat.svg\n  alt: \"mat.svg\"\n",
        ),
        (
            "hero:\n  caption: \"a { b\"\n  src: mat.svg\n",
            "hero:\n  caption: \"a { b\"\n  src: mat.svg\n  alt: \"mat.svg\"\n",
        ),
        ("seo_title: A } b\nhero: {src: mat.svg}\n", "seo_title: A } b\nhero: {src: mat.svg, alt: \"mat.svg\"}\n"),
    ];
    for (written, wanted) in forms {
        let text = format!("---\ntitle: A\n{written}---\nWords.\n");
        let offered = actions(&mut editor, NECK, &text, "mat.svg");
        assert_eq!(after(&offered, "Fill in"), format!("---\ntitle: A\n{wanted}---\nWords.\n"));
        let decoration = after(&offered, "Mark the picture as decoration");
        assert_eq!(
            decoration,
            format!(
                "---\ntitle: A\n{}---\nWords.\n",
                wanted.replace("\"mat.svg\"\n", "\"\"\n").replace("alt: \"mat.svg\"", "alt: \"\"")
            )
        );
        editor.retype(NECK, &decoration);
        assert!(!editor.findings(NECK).iter().any(|finding| finding.starts_with("alt-missing")), "{decoration}");
    }
}

#[test]
fn a_picture_with_an_empty_text_gets_no_second_one() {
    let mut editor = editor_with_picture();
    for hero in ["hero:\n  src: mat.svg\n  alt:\n", "hero: {alt: , src: mat.svg}\n"] {
        let offered = actions(&mut editor, NECK, &format!("---\ntitle: A\n{hero}---\nWords.\n"), "mat.svg");
        assert!(
            !offered.iter().any(|(title, _)| title.starts_with("Fill in") || title.starts_with("Mark the")),
            "{offered:?}"
        );
    }
}

#[test]
fn a_misspelt_term_becomes_the_nearest_of_the_glossary() {
    let mut editor = Editor::new(SITE);
    let text = "---\ntitle: A\n---\nIt is :term[osteopnia], or :term[thin bnes], or :term[her bones]{#osteopenai}.\n";
    let offered = actions(&mut editor, NECK, text, "osteopnia");
    assert!(after(&offered, "Change to `osteopenia`").contains("is :term[osteopenia], or"));
    let offered = actions(&mut editor, NECK, text, "thin bnes");
    assert!(after(&offered, "Change to `thin bones`").contains("or :term[thin bones], or"), "{offered:?}");
    let offered = actions(&mut editor, NECK, text, "osteopenai");
    assert!(after(&offered, "Change to `osteopenia`").contains("{#osteopenia}."), "{offered:?}");
}

#[test]
fn an_identifier_becomes_a_mark() {
    let mut editor = Editor::new(SITE);
    let text = "---\ntitle: A\n---\nAs shown 10.1000/x.\n\nNew doi:10.1000/other and PMID: 30000001.\n\nIn `10.1000/x` and [@doi:10.1000/x] and [a](https://doi.org/10.1000/x).\n\nSawicki A. Back pain. 2012. https://doi.org/10.1000/x\n";
    let offered = actions(&mut editor, NECK, text, "10.1000/x");
    assert!(after(&offered, "Cite").contains("As shown [@sawicki-2012].\n"), "{offered:?}");
    let offered = actions(&mut editor, NECK, text, "10.1000/other");
    assert!(after(&offered, "Cite").contains("New [@doi:10.1000/other] and"), "{offered:?}");
    let offered = actions(&mut editor, NECK, text, "30000001");
    assert!(after(&offered, "Cite").contains("and [@pmid:30000001]."), "{offered:?}");
    for place in ["`10.1000/x`", "@doi:10.1000/x", "(https://doi.org/10.1000/x)"] {
        assert!(actions(&mut editor, NECK, text, place).iter().all(|(title, _)| !title.starts_with("Cite")), "{place}");
    }
    let pasted = "Sawicki A. Back pain. 2012. https://doi.org/10.1000/x";
    let offered = actions(&mut editor, NECK, text, pasted);
    assert!(after(&offered, "Cite the reference").ends_with("\n\n[@sawicki-2012]\n"), "{offered:?}");
}

/// The files of a site after an edit of the workspace.
fn renamed(editor: &mut Editor, file: &str, marked: &str, new_name: &str) -> Result<BTreeMap<String, String>, String> {
    let offset = marked.find('|').unwrap();
    let text = marked.replacen('|', "", 1);
    editor.open_with(file, &text);
    let position = range(&text, offset, offset)["start"].clone();
    let params = json!({"textDocument": {"uri": editor.uri(file)}, "position": position, "newName": new_name});
    let edit = editor.request("textDocument/rename", params)?;
    let root = format!("{}/", editor.uri(""));
    let name = |uri: &Value| uri.as_str().unwrap().strip_prefix(&root).unwrap().to_owned();
    let mut files = BTreeMap::new();
    for change in edit["documentChanges"].as_array().unwrap() {
        if change["kind"] == "rename" {
            files.insert(name(&change["oldUri"]), format!("-> {}", name(&change["newUri"])));
        } else {
            let file = name(&change["textDocument"]["uri"]);
            let text = editor.text(&file);
            let changed = apply(&text, change["edits"].as_array().unwrap());
            files.entry(file).or_insert(changed);
        }
    }
    Ok(files)
}

fn renaming_editor(site: &str) -> Editor {
    Editor::with_capabilities(
        site,
        json!({"workspace": {"workspaceEdit": {"documentChanges": true, "resourceOperations": ["rename"]}}}),
    )
}

#[test]
fn a_key_is_renamed_in_texts_and_library() {
    let mut editor = renaming_editor(SITE);
    let neck = editor.text(NECK).replacen("@sawicki", "@saw|icki", 1);
    let files = renamed(&mut editor, NECK, &neck, "sawicki-back").unwrap();
    let changed: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(
        changed,
        [
            NECK,
            "content/exercises/cobra.md",
            "content/glossary.yaml",
            "content/references/library.bib",
            "content/snippets/get-help.md"
        ]
    );
    assert!(files[NECK].contains("[@sawicki-back, p. 4]"));
    assert!(files["content/references/library.bib"].starts_with("@article{sawicki-back,\n"));
    for text in files.values() {
        assert!(!text.contains("sawicki-2012"), "{text}");
    }
    for (name, reason) in
        [("bhof", "already"), ("a key", "cannot be a key"), ("", "cannot be a key"), ("9a", "cannot be a key")]
    {
        let refused = renamed(&mut editor, NECK, &neck, name).unwrap_err();
        assert!(refused.contains(reason), "{name}: {refused}");
    }
}

#[test]
fn an_anchor_is_renamed_with_its_links() {
    let mut editor = renaming_editor(SITE);
    let neck = editor.text(NECK).replacen("#rest-sleep", "#rest|-sleep", 1);
    let files = renamed(&mut editor, NECK, &neck, "rest").unwrap();
    assert!(
        files[NECK].contains("## Rest & sleep {#rest}\n") && files[NECK].contains("[rest](#rest)"),
        "{}",
        files[NECK]
    );
    assert!(files["content/pages/index.md"].contains("neck.md#rest)"));
    let refused = renamed(&mut editor, NECK, &neck, "last").unwrap_err();
    assert!(refused.contains("already"), "{refused}");
}

#[test]
fn definitions_of_links_are_renamed() {
    let mut editor = renaming_editor(SITE);
    let home = "---\ntitle: Home\n---\n[It][Neck] and [this][] and [that].\n\n[neck]: ../articles/neck.md#rest-sleep \"neck.md\"\n[this]: /articles/neck/\n[that]: ../articles/neck.md\n";
    std::fs::write(editor.root().join("content/pages/index.md"), home).unwrap();
    editor.open_with("content/pages/index.md", home);
    editor.settle();
    let neck = editor.text(NECK).replacen("title: Neck", "title: Ne|ck", 1);
    let files = renamed(&mut editor, NECK, &neck, "pain").unwrap();
    assert_eq!(
        files["content/pages/index.md"],
        home.replace("/neck.md#", "/pain.md#").replace("/neck/", "/pain/").replace("/neck.md\n", "/pain.md\n")
    );
    let neck = editor.text(NECK).replacen("#rest-sleep", "#rest|-sleep", 1);
    let files = renamed(&mut editor, NECK, &neck, "rest").unwrap();
    assert_eq!(files["content/pages/index.md"], home.replace("#rest-sleep", "#rest"));
}

#[test]
fn what_is_renamed_is_marked() {
    let mut editor = renaming_editor(SITE);
    editor.open(NECK);
    editor.settle();
    let neck = editor.text(NECK);
    for (place, expected) in [("Neck pain", "title: Neck pain"), ("Rest & sleep", "## Rest & sleep"), ("bra}", "cobra")]
    {
        let offset = neck.find(place).unwrap();
        let position = range(&neck, offset, offset)["start"].clone();
        let params = json!({"textDocument": {"uri": editor.uri(NECK)}, "position": position});
        let prepared = editor.request("textDocument/prepareRename", params).unwrap();
        let start = neck.find(expected).unwrap();
        let start = if expected == "cobra" { neck.find("{#cobra}").unwrap() + 2 } else { start };
        assert_eq!(prepared["range"], range(&neck, start, start + expected.len()), "{place}");
    }
}

#[test]
fn front_matter_is_formatted() {
    let mut editor = Editor::new(SITE);
    let text = "---\r\ntitle:  A  \r\n---\r\nTwo blanks  \r\nbreak.\r\n";
    editor.open_with(NECK, text);
    let params = json!({"textDocument": {"uri": editor.uri(NECK)}, "options": {"tabSize": 2, "insertSpaces": true}});
    let edits = editor.request("textDocument/formatting", params.clone()).unwrap();
    let formatted = "---\r\ntitle: A\r\n---\r\nTwo blanks  \r\nbreak.\r\n";
    assert_eq!(apply(text, edits.as_array().unwrap()), formatted);
    editor.retype(NECK, formatted);
    assert_eq!(editor.request("textDocument/formatting", params).unwrap(), Value::Null);
}

#[test]
fn an_edit_keeps_the_line_ends_of_its_file() {
    let mut editor = Editor::new(SITE);
    let text = "---\r\ntitle: A\r\n---\r\nOne.\r\n\r\nThis cures pain for good.\r\n";
    let offered = actions(&mut editor, NECK, text, "This cures");
    let allowed = after(&offered, "Allow `promise`");
    assert_eq!(allowed.matches('\n').count(), allowed.matches("\r\n").count(), "{allowed:?}");
}

#[test]
fn a_page_is_renamed_with_its_file_and_redirects() {
    let mut editor = renaming_editor(SITE);
    let neck = editor.text(NECK).replacen("title: Neck", "title: Ne|ck", 1);
    let files = renamed(&mut editor, NECK, &neck, "neck-pain").unwrap();
    // The text is edited before its file gets another name.
    assert_eq!(files[NECK], "-> content/articles/neck-pain.md");
    assert!(files["content/pages/index.md"].contains(
        "Words. [[neck-pain]] and [the neck](../articles/neck-pain.md#rest-sleep) and [stretch](/articles/neck-pain/)."
    ));
    let home = editor.text("content/pages/index.md").replacen("[[neck", "[[ne|ck", 1);
    let files = renamed(&mut editor, "content/pages/index.md", &home, "neck-pain").unwrap();
    assert_eq!(files[NECK], "-> content/articles/neck-pain.md");
    let shown = editor.text(NECK).replacen("{#cobra", "{#co|bra", 1);
    let files = renamed(&mut editor, NECK, &shown, "cobra-pose").unwrap();
    assert!(files[NECK].contains("::exercise{#cobra-pose}") && files[NECK].contains("[[exercise:cobra-pose]]"));
    assert_eq!(files["content/exercises/cobra.md"], "-> content/exercises/cobra-pose.md");
    let person = editor.text(NECK).replacen("[ana]", "[a|na]", 1);
    let files = renamed(&mut editor, NECK, &person, "ana-berg").unwrap();
    assert!(files[NECK].contains("authors: [ana-berg]"));
    assert!(renamed(&mut editor, NECK, &person, "Ana Berg").unwrap_err().contains("is not an id"));
}

#[test]
fn a_rename_of_a_page_adds_a_redirect() {
    let mut editor = renaming_editor(SITE);
    editor.open(NECK);
    editor.settle();
    let neck = editor.text(NECK);
    let offset = neck.find("Neck pain").unwrap();
    let params = json!({"textDocument": {"uri": editor.uri(NECK)}, "position": range(&neck, offset, offset)["start"], "newName": "neck-pain"});
    let prepared = editor.request("textDocument/prepareRename", params.clone()).unwrap();
    assert_eq!(prepared["placeholder"], "neck");
    let edit = editor.request("textDocument/rename", params).unwrap();
    let of_neck = edit["documentChanges"]
        .as_array()
        .unwrap()
        .iter()
        .find(|change| change["textDocument"]["uri"] == editor.uri(NECK))
        .unwrap();
    let text = apply(&neck, of_neck["edits"].as_array().unwrap());
    assert!(text.contains("references: [bhof]\naliases: [/articles/neck/]\n---\n"), "{text}");
}

#[test]
fn an_editor_that_cannot_rename_files_is_told() {
    let mut editor = Editor::new(SITE);
    let neck = editor.text(NECK).replacen("title: Neck", "title: Ne|ck", 1);
    assert!(renamed(&mut editor, NECK, &neck, "x").unwrap_err().contains("cannot rename files"));
}
