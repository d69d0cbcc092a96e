//! What Word shows by its structure and not by words: cells and rows, breaks, numbers of lists, captions, parts beside the text.

use super::{
    PICTURES, cell, confirmed, field, formatted, left, list_item, manuscript, p, picture, run, styled, text, words,
};

fn row(properties: &str, cells: &[&str]) -> String {
    let cells: String = cells.iter().map(|words| cell("", &super::words(words))).collect();
    format!("<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>")
}

fn table(rows: &[String]) -> String {
    format!("<w:tbl>{}</w:tbl>", rows.concat())
}

#[test]
fn doses_stay_in_their_columns() {
    let head = row("", &["Drug", "Adult", "Child"]);
    let rows = [
        head.clone(),
        row("<w:gridBefore w:val=\"1\"/>", &["500 mg", "250 mg"]),
        row("<w:gridBefore w:val=\"999999999\"/>", &["far 1 mg"]),
    ];
    let markdown = text(&table(&rows));
    assert!(markdown.contains("|  | 500 mg | 250 mg |") && markdown.contains("| far 1 mg |"), "{markdown}");
    let merged =
        manuscript(&table(&[head, format!("<w:tr>{}</w:tr>", cell("<w:gridSpan w:val=\"2\"/>", &words("1 g")))]), &[]);
    assert_eq!(left(&merged), ["table with merged cells"]);
}

#[test]
fn hidden_rows_and_deleted_cells_are_told() {
    let hidden = row("<w:hidden/>", &["Only 1 mg", "x"]);
    let converted_file =
        manuscript(&table(&[row("", &["A 2 mg", "B"]), hidden, row("<w:hidden w:val=\"0\"/>", &["C", "D"])]), &[]);
    assert!(
        converted_file.text.contains("| C | D |") && !converted_file.text.contains("1 mg"),
        "{}",
        converted_file.text
    );
    assert!(confirmed(&converted_file)[0].contains("\"Only 1 mg | x\"; the page is a draft"), "{converted_file:?}");
    let cells =
        [cell("", &words("5 mg")), cell("<w:cellDel/>", &words("gone 6 mg")), cell("<w:cellIns/>", &words("7 mg"))];
    let converted_file = manuscript(&table(&[row("", &["A", "B"]), format!("<w:tr>{}</w:tr>", cells.concat())]), &[]);
    assert!(converted_file.text.contains("| 5 mg | 7 mg |"), "{}", converted_file.text);
    assert_eq!(
        confirmed(&converted_file)[1..],
        ["tracked change 1, accepted: \"gone 6 mg\" was taken out", "tracked change 2, accepted: \"7 mg\" was added"]
    );
}

#[test]
fn breaks_part_numbers() {
    let broken = |kind: &str| format!("<w:r><w:br w:type=\"{kind}\"/></w:r>");
    let body =
        [broken("page"), run("5 mg"), broken("page"), run("10 mg"), broken("column"), run("20 mg"), broken("page")];
    assert_eq!(text(&p(&body.concat())), "5 mg\\\n10 mg\\\n20 mg\n");
    assert_eq!(text(&styled("Heading2", &[run("5 mg"), broken("page"), run("10 mg")].concat())), "## 5 mg 10 mg\n");
    let r = |text: &str| format!("<m:r><m:t>{text}</m:t></m:r>");
    let math =
        |inside: &[String]| text(&p(&format!("<m:oMathPara><m:oMath>{}</m:oMath></m:oMathPara>", inside.concat())));
    let line = "<m:r><w:br/></m:r>".to_owned();
    let root = |inside: &str| format!("<m:rad><m:deg/><m:e>{inside}</m:e></m:rad>");
    assert_eq!(math(&[r("5"), line.clone(), r("6")]), "5\\\n6\n");
    assert_eq!(math(&[root(&r("5")), line.clone(), r("=6")]), "$\\sqrt{5}$\\\n$=6$\n");
    assert_eq!(math(&[root(&[r("5"), line.clone(), r("6")].concat())]), "$$\\sqrt{5\\ 6}$$\n");
    assert_eq!(math(&[r("a=5"), "</m:oMath><m:oMath>".to_owned(), r("b=6")]), "a=5\\\nb=6\n");
    assert_eq!(
        math(&["<m:r><m:rPr><m:nor/></m:rPr><m:t>a 5</m:t><w:br/><m:t>b\n6</m:t></m:r>".to_owned(), root(&r("x"))]),
        "$\\text{a 5}$\\\n$\\text{b 6}\\sqrt{x}$\n"
    );
    let struck = manuscript(
        &p("<m:oMath><m:r><w:rPr><w:strike/></w:rPr><m:t>7</m:t></m:r><m:r><m:t>8</m:t></m:r></m:oMath>"),
        &[],
    );
    assert!(left(&struck) == ["struck signs in a formula"] && struck.log.is_doubtful("my-text.docx"));
}

#[test]
fn lists_of_one_definition_count_on() {
    let level = |index: u8, more: &str| {
        format!("<w:lvl w:ilvl=\"{index}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/>{more}</w:lvl>")
    };
    let definition = |id: u8, levels: &[String]| {
        format!("<w:abstractNum w:abstractNumId=\"{id}\">{}</w:abstractNum>", levels.concat())
    };
    let list = |id: u8, definition: u8, more: &str| {
        format!("<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"{definition}\"/>{more}</w:num>")
    };
    let start = "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride>";
    let numbering = [
        definition(0, &[level(0, ""), level(1, ""), level(2, "<w:lvlRestart w:val=\"1\"/>")]),
        definition(1, &[level(0, ""), level(1, "<w:lvlRestart w:val=\"0\"/>")]),
        list(1, 0, ""),
        list(2, 0, ""),
        list(3, 0, start),
        list(4, 1, ""),
    ];
    let numbers = |items: &[(u8, u8)]| {
        let body: Vec<_> =
            items.iter().map(|(list, level)| list_item(*list, *level, "x") + &words("between")).collect();
        let text = manuscript(&body.concat(), &[("word/numbering.xml", &numbering.concat())]).text;
        let numbers = text.lines().filter_map(|line| Some(line.split_once(['.', ')'])?.0.to_owned()));
        numbers.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(numbers(&[(1, 0), (1, 0), (2, 0), (2, 0), (1, 0)]), "1 2 3 4 5");
    // The start of the third list counts once.
    assert_eq!(numbers(&[(1, 0), (1, 0), (3, 0), (3, 0), (1, 0)]), "1 2 1 2 3");
    assert_eq!(numbers(&[(1, 0), (1, 1), (1, 1), (2, 0), (2, 1)]), "1 1 2 2 1");
    assert_eq!(numbers(&[(4, 0), (4, 1), (4, 0), (4, 1)]), "1 1 2 2");
    assert_eq!(numbers(&[(1, 0), (1, 1), (1, 2), (1, 1), (1, 2), (1, 0), (1, 2)]), "1 1 1 2 2 2 1");
}

#[test]
fn a_numbered_heading_begins_its_list_again() {
    let level = |index: u8| format!("<w:lvl w:ilvl=\"{index}\"><w:numFmt w:val=\"decimal\"/></w:lvl>");
    let numbering = format!(
        "<w:abstractNum w:abstractNumId=\"0\">{}{}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>",
        level(0),
        level(1)
    );
    let heading = |words: &str| list_item(1, 0, words).replace("<w:pPr>", "<w:pPr><w:pStyle w:val=\"Heading2\"/>");
    let body = [heading("A"), list_item(1, 1, "one"), list_item(1, 1, "two"), heading("B"), list_item(1, 1, "one")];
    let converted_file = manuscript(&body.concat(), &[("word/numbering.xml", &numbering)]);
    assert_eq!(converted_file.text, "## A\n\n1. one\n2. two\n\n## B\n\n1. one\n");
    // An outer item that follows has its own number.
    let body = [list_item(1, 1, "inner"), list_item(1, 1, "inner"), list_item(1, 0, "outer"), list_item(1, 1, "inner")];
    let converted_file = manuscript(&body.concat(), &[("word/numbering.xml", &numbering)]);
    assert_eq!(converted_file.text, "1. inner\n2. inner\n\n1) outer\n   1. inner\n");
}

#[test]
fn changes_of_format_that_change_numbers_are_told() {
    let was = |old: &str, new: &str| {
        formatted(&format!("{new}<w:rPrChange w:id=\"1\"><w:rPr>{old}</w:rPr></w:rPrChange>"), "6")
    };
    let body = [
        run("10"),
        was("<w:vertAlign w:val=\"superscript\"/>", ""),
        was("", "<w:strike/>"),
        was("<w:vanish/>", ""),
        was("<w:b/>", "<w:color w:val=\"red\"/>"),
        was("<w:rFonts w:ascii=\"Symbol\" w:hAnsi=\"Symbol\"/>", ""),
        "<w:ins><w:del><w:r><w:delText>8 mg</w:delText></w:r></w:del></w:ins>".to_owned(),
    ];
    let listed = list_item(1, 0, "item 5 mg").replace("<w:numId", "<w:ins w:id=\"2\"/><w:numId");
    let math = p("<m:oMath><w:del><m:r><m:t>7</m:t></m:r></w:del><w:ins><m:r><m:t>9</m:t></m:r></w:ins></m:oMath>");
    let converted_file = manuscript(&[p(&body.concat()), listed, math].concat(), &[]);
    let told: Vec<_> =
        confirmed(&converted_file)[1..].iter().filter_map(|told| told.split_once(": ")).map(|parts| parts.1).collect();
    assert_eq!(
        told,
        [
            "\"6 (above the line)\" became \"6\"",
            "\"6\" became \"6 (struck)\"",
            "\"6 (hidden)\" became \"6\"",
            "\"8 mg\" was taken out",
            "\"item 5 mg (outside of the list)\" became \"item 5 mg\"",
            "\"7\" became \"9\"",
        ]
    );
    assert!(converted_file.log.is_doubtful("my-text.docx"));
}

#[test]
fn a_caption_below_a_picture_is_not_that_of_a_table() {
    let caption = |words: &str| styled("Caption", &run(words));
    let table = table(&[row("", &["Drug", "Dose"]), row("", &["A", "10 mg"])]);
    let parts = [("rels", PICTURES), ("word/media/image1.png", "PNG")];
    let body = [p(&picture("p1", "")), caption("Figure 2: 9 mg"), table.clone()];
    let markdown = manuscript(&body.concat(), &parts).text;
    assert!(markdown.starts_with("![](image1.png)\n\nFigure 2: 9 mg\n\n| Drug"), "{markdown}");
    let body = [p(&picture("p1", "A")), caption("Figure 2"), caption("Table 1"), table];
    let markdown = manuscript(&body.concat(), &parts).text;
    let in_cell = cell("", &[p(&picture("p1", "A")), caption("Figure 3")].concat());
    let in_cell = format!("<w:tbl><w:tr>{in_cell}{}</w:tr></w:tbl>", cell("", &words("x")));
    assert!(manuscript(&in_cell, &parts).text.contains("![A](image1.png)<br>Figure 3 | x"));
    assert!(markdown.starts_with("::figure[Figure 2]{") && markdown.contains(":::table[Table 1]"), "{markdown}");
}

#[test]
fn inserted_files_word_art_and_ruby_make_a_draft() {
    let base = "<w:r><w:ruby><w:rt><w:r><w:t>over 5 mg</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>base</w:t></w:r></w:rubyBase></w:ruby></w:r>";
    let art = "<w:r><mc:AlternateContent><mc:Fallback><w:pict><v:shape><v:textpath string=\"Max 5 mg\"/></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>";
    for (body, kind, told) in [
        ("<w:altChunk r:id=\"x\"/>".to_owned(), "file that is inserted into a Word file", "inserted"),
        (p(base), "words above the line (ruby)", "\"over 5 mg\" stood above the line"),
        (p(art), "WordArt", "the WordArt \"Max 5 mg\""),
    ] {
        let converted_file = manuscript(&[words("before"), body].concat(), &[]);
        assert_eq!(left(&converted_file), [kind]);
        assert!(
            confirmed(&converted_file)[0].contains(told) && converted_file.log.is_doubtful("my-text.docx"),
            "{kind}"
        );
    }
}

#[test]
fn values_of_word_in_words_make_a_draft() {
    for kind in ["DATE \\@ \"d MMMM\"", "savedate", "AUTHOR", "NUMPAGES"] {
        let in_words = manuscript(&p(&[run("Version of "), field(kind, "5 March 2024"), run(".")].concat()), &[]);
        assert_eq!(
            (in_words.text.as_str(), left(&in_words)),
            ("Version of .\n", vec!["field that Word fills in".to_owned()])
        );
        assert!(
            in_words.log.is_doubtful("my-text.docx")
                && confirmed(&in_words)[0].contains(kind.split(' ').next().unwrap())
        );
    }
    let alone = manuscript(&[p(&field("DATE", "5 March 2024")), words("x")].concat(), &[]);
    assert!(
        alone.text == "x\n" && left(&alone) == ["field that Word fills in"] && !alone.log.is_doubtful("my-text.docx")
    );
}

#[test]
fn notes_of_titles_and_words_of_headers_are_told() {
    let note = |id: u8| format!("<w:r><w:footnoteReference w:id=\"{id}\"/></w:r>");
    let notes: Vec<_> = (2..=4)
        .map(|id| format!("<w:footnote w:id=\"{id}\">{}</w:footnote>", words(&format!("Note {id} mg."))))
        .collect();
    let body = [
        styled("Title", &[run("Dose"), note(2), note(3)].concat()),
        p(&[run("a"), note(3), note(4)].concat()),
        "<w:sectPr><w:headerReference r:id=\"header1\"/></w:sectPr>".to_owned(),
    ];
    let header = [words("Call"), words("0800 111")].concat();
    let parts = [("word/footnotes.xml", notes.concat()), ("word/header1.xml", header)];
    let converted_file = manuscript(&body.concat(), &parts.each_ref().map(|(name, text)| (*name, text.as_str())));
    assert_eq!(converted_file.title, "Dose");
    assert_eq!(converted_file.text, "Note 2 mg.\n\nNote 3 mg.\n\na[^2][^3]\n\n[^2]: Note 3 mg.\n\n[^3]: Note 4 mg.\n");
    assert_eq!(left(&converted_file), ["footnote in a title"]);
    assert_eq!(confirmed(&converted_file), ["a header or a footer of the file is not on the page: \"Call 0800 111\""]);
}

#[test]
fn boxes_and_spaces_of_formulas_keep_their_signs() {
    let math = |inside: &str| text(&p(&format!("<m:oMath>{inside}</m:oMath>")));
    let r = |text: &str| format!("<m:r><m:t>{text}</m:t></m:r>");
    let hidden = "<m:phantPr><m:show m:val=\"0\"/></m:phantPr>";
    assert_eq!(math(&format!("<m:phant><m:e>{}</m:e></m:phant>{}", r("5"), r("+6"))), "${5}+6$\n");
    assert_eq!(math(&format!("{}<m:phant>{hidden}<m:e>{}</m:e></m:phant>{}", r("4"), r("7"), r("8"))), "$4\\ 8$\n");
    assert_eq!(math(&format!("<m:borderBox><m:e>{}</m:e></m:borderBox>", r("x=5"))), "${x=5}$\n");
    assert_eq!(math(&format!("<m:rad><m:deg/><m:e>{}</m:e></m:rad>{}", r("4"), r("= 2 "))), "$\\sqrt{4}=\\ 2$\n");
    let array = format!("<m:eqArr><m:e>{}</m:e><m:e>{}</m:e></m:eqArr>", r("x&amp;=5"), r("y&amp;=6"));
    assert_eq!(math(&array), "$\\begin{matrix}x=5\\\\y=6\\end{matrix}$\n");
}
