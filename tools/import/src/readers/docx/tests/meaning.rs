//! What could change the sense of a text: signs of fonts, struck words, formulas, tracked changes, comments.

use super::{confirmed, field, field_mark, formatted, left, list_item, manuscript, p, run, styled, text, words};

#[test]
fn signs_of_fonts_are_read_wherever_the_font_is_set() {
    let symbol =
        |font: &str, text: &str| formatted(&format!("<w:rFonts w:ascii=\"{font}\" w:hAnsi=\"{font}\"/>"), text);
    assert_eq!(text(&p(&[run("Take 50 "), symbol("Symbol", "\u{F06D}"), run("g.")].concat())), "Take 50 μg.\n");
    assert_eq!(text(&p(&[symbol("Symbol", "m"), run("g "), symbol("Wingdings", "\u{F0E0} J")].concat())), "μg → ☺\n");
    let sym = |font: &str, code: &str| format!("<w:r><w:sym w:font=\"{font}\" w:char=\"{code}\"/></w:r>");
    let body = [sym("Symbol", "F0A3"), sym("Wingdings", "F0FC"), sym("Wingdings", "FB"), sym("Arial", "2265")].concat();
    assert_eq!(text(&p(&body)), "≤✓✗≥\n");
    let styles = "<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme=\"minorHAnsi\"/></w:rPr></w:rPrDefault></w:docDefaults>\
        <w:style w:styleId=\"S\"><w:rPr><w:rFonts w:ascii=\"Symbol\" w:hAnsi=\"Symbol\"/></w:rPr></w:style>\
        <w:style w:styleId=\"T\"><w:basedOn w:val=\"S\"/></w:style>";
    let body = [
        p(&[formatted("<w:rStyle w:val=\"T\"/>", "a"), run("b")].concat()),
        styled("S", &run("b")),
        styled("S", &formatted("<w:rFonts w:ascii=\"Arial\" w:hAnsi=\"Arial\"/>", "c")),
        styled("S", &formatted("<w:rFonts w:asciiTheme=\"minorHAnsi\"/>", "d")),
    ];
    let theme = "<a:minorFont><a:latin typeface=\"Calibri\"/></a:minorFont>";
    let converted_file = manuscript(&body.concat(), &[("word/styles.xml", styles), ("word/theme.xml", theme)]);
    assert_eq!(converted_file.text, "αb\n\nβ\n\nc\n\nd\n");
    assert!(!converted_file.log.is_doubtful("my-text.docx"));
    let converted_file = manuscript(&p(&symbol("Wingdings 3", "\u{F0FE}")), &[]);
    assert_eq!(left(&converted_file), ["sign of the font Wingdings 3"]);
    assert!(converted_file.log.is_doubtful("my-text.docx"));
}

#[test]
fn struck_raised_and_hidden_text() {
    assert_eq!(text(&p(&formatted("<w:dstrike/>", "10 mg"))), "<del>10 mg</del>\n");
    let styles = "<w:style w:styleId=\"Gone\"><w:rPr><w:strike/></w:rPr></w:style>\
        <w:style w:styleId=\"Not\"><w:rPr><w:vanish/></w:rPr></w:style>";
    let body = [
        styled("Gone", &[run("20 mg "), formatted("<w:strike w:val=\"0\"/>", "5 mg")].concat()),
        p(&formatted("<w:rStyle w:val=\"Gone\"/><w:b/>", "30 mg")),
        styled("Not", &run("secret")),
        p(&[run("10"), formatted("<w:position w:val=\"6\"/>", "6"), run(" H"), formatted("<w:position w:val=\"-6\"/>", "2")].concat()),
        "<w:p><w:pPr><w:framePr w:dropCap=\"drop\"/></w:pPr><w:r><w:rPr><w:position w:val=\"-9\"/></w:rPr><w:t>T</w:t></w:r></w:p>".to_owned(),
        words("ake 5 mg."),
    ];
    let converted_file = manuscript(&body.concat(), &[("word/styles.xml", styles)]);
    let expected = "<del>20 mg</del> 5 mg\n\n**<del>30 mg</del>**\n\n10<sup>6</sup> H<sub>2</sub>\n\nTake 5 mg.\n";
    assert_eq!(converted_file.text, expected);
    assert_eq!(left(&converted_file), ["hidden text of Word"]);
}

#[test]
fn formulas_keep_their_numbers() {
    let r = |text: &str| format!("<m:r><m:t>{text}</m:t></m:r>");
    let half = format!("<m:oMath><m:f><m:num>{}</m:num><m:den>{}</m:den></m:f></m:oMath>", r("1"), r("2"));
    let power = format!("<m:oMath><m:sSup><m:e>{}</m:e><m:sup>{}</m:sup></m:sSup></m:oMath>", r("10"), r("6"));
    let root = format!("<m:oMath><m:rad><m:deg/><m:e>{}</m:e></m:rad></m:oMath>", r("x"));
    assert_eq!(text(&p(&[run("Take "), half.clone(), run(" tablet.")].concat())), "Take ½ tablet.\n");
    assert_eq!(text(&p(&[run("About "), power.clone(), run(" cells.")].concat())), "About 10<sup>6</sup> cells.\n");
    assert_eq!(text(&p(&[run("2"), root.clone(), run("3 and "), root].concat())), "2 $\\sqrt{x}$ 3 and $\\sqrt{x}$\n");
    let titled = manuscript(&[styled("Title", &[run("About "), power].concat()), words("x")].concat(), &[]);
    assert_eq!(titled.title, "About 10⁶");
    assert!(left(&titled).is_empty());
}

#[test]
fn fields_without_a_result_are_shown_or_told() {
    let bare = |instruction: &str| {
        let instruction = format!("<w:r><w:instrText xml:space=\"preserve\"> {instruction} </w:instrText></w:r>");
        [field_mark("begin"), instruction, field_mark("end")].concat()
    };
    let take = |field: String| manuscript(&p(&[run("Take "), field, run(" tablet a day.")].concat()), &[]);
    for instruction in ["EQ \\f(1,2)", "eq \\F( 1; 2 )"] {
        let fraction = take(bare(instruction));
        assert_eq!(fraction.text, "Take 1/2 tablet a day.\n");
        assert!(!fraction.log.is_doubtful("my-text.docx") && left(&fraction).is_empty());
    }
    assert_eq!(text(&p(&[run("Take 2"), bare("EQ \\f(1,2)"), run(" tablets.")].concat())), "Take 2 1/2 tablets.\n");
    for instruction in ["EQ \\r(3,x)", "EQ \\f(1,2,3)", "SYMBOL 109 \\f Symbol", "DOCPROPERTY Dose", "= 2*5"] {
        let lost = take(bare(instruction));
        assert!(lost.log.is_doubtful("my-text.docx"), "{instruction}");
        assert!(confirmed(&lost).iter().any(|what| what.contains(instruction)), "{instruction}");
    }
    for quiet in [bare("XE \"dose\""), bare("TC \"Dose\""), bare("PAGE"), field("DOCPROPERTY Dose", "5")] {
        assert!(!take(quiet.clone()).log.is_doubtful("my-text.docx"), "{quiet}");
    }
}

#[test]
fn both_texts_of_a_change_are_told() {
    let deleted = |text: &str| format!("<w:del w:id=\"1\"><w:r><w:delText>{text}</w:delText></w:r></w:del>");
    let inserted = |text: &str| format!("<w:ins w:id=\"1\">{}</w:ins>", run(text));
    let body = [
        p(&[run("Take "), deleted("10"), "<w:bookmarkEnd w:id=\"3\"/>".to_owned(), inserted("5"), run(" mg "), deleted("twice")].concat()),
        p(&inserted("Stop if you get a rash.")),
        "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:delText>20 mg</w:delText></w:r></w:p></w:tc></w:tr></w:tbl>".to_owned(),
    ];
    let converted_file = manuscript(&body.concat(), &[]);
    assert_eq!(converted_file.text, "Take 5 mg\n\nStop if you get a rash.\n");
    assert_eq!(
        confirmed(&converted_file)[1..],
        [
            "tracked change 1, accepted: \"10\" became \"5\"",
            "tracked change 2, accepted: \"twice\" was taken out",
            "tracked change 3, accepted: \"Stop if you get a rash.\" was added",
            "tracked change 4, accepted: \"20 mg\" was taken out",
        ]
    );
    assert!(converted_file.log.is_doubtful("my-text.docx"));
}

#[test]
fn comments_are_remarks_of_their_authors() {
    let comment = |id: u8, paragraph: &str, words: &str| {
        format!(
            "<w:comment w:id=\"{id}\" w:author=\"Dr May\" w:date=\"2026-03-01T10:00:00Z\"><w:p w:paraId=\"{paragraph}\">{}</w:p></w:comment>",
            run(words)
        )
    };
    let comments =
        [comment(1, "A", "Which dose?"), comment(2, "B", "Done already"), comment(3, "C", "No place")].concat();
    let extended = "<w:commentEx w:paraId=\"B\" w:done=\"1\"/><w:commentEx w:paraId=\"A\" w:done=\"0\"/>";
    let sign = |id: u8| format!("<w:r><w:commentReference w:id=\"{id}\"/></w:r>");
    let body = [
        p(&[
            run("Take "),
            "<w:commentRangeStart w:id=\"1\"/>".to_owned(),
            run("5 mg"),
            "<w:commentRangeEnd w:id=\"1\"/>".to_owned(),
            sign(1),
            run(" a day."),
        ]
        .concat()),
        p(&[run("Rest."), sign(2)].concat()),
    ];
    let parts = [("word/comments.xml", comments.as_str()), ("word/commentsExtended.xml", extended)];
    let converted_file = manuscript(&body.concat(), &parts);
    assert_eq!(converted_file.text, "Take 5 mg a day.\n\nRest.\n");
    let answers = converted_file.answers("article:x", "en").unwrap();
    let value: serde_json::Value = serde_yaml::from_str(&answers).unwrap();
    let remarks = &value[0]["remarks"];
    let first = &remarks[0];
    assert_eq!((first["words"].as_str(), first["quote"].as_str()), (Some("Take 5 mg a day."), Some("5 mg")));
    assert_eq!((first["author"].as_str(), first["date"].as_str()), (Some("Dr May"), Some("2026-03-01")));
    assert_eq!((remarks[0]["state"].as_str(), remarks[1]["state"].as_str()), (Some("open"), Some("done")));
    assert_eq!(remarks[2]["comment"], "No place");
}

#[test]
fn bullets_that_say_something_stay() {
    let level = |id: u8, level: &str| {
        format!("<w:abstractNum w:abstractNumId=\"{id}\"><w:lvl w:ilvl=\"0\">{level}</w:lvl></w:abstractNum>")
    };
    let tick = "<w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"\u{F0FC}\"/><w:rPr><w:rFonts w:ascii=\"Wingdings\" w:hAnsi=\"Wingdings\"/></w:rPr>";
    let dot = "<w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"\u{F0B7}\"/><w:rPr><w:rFonts w:ascii=\"Symbol\" w:hAnsi=\"Symbol\"/></w:rPr>";
    let letter = "<w:numFmt w:val=\"lowerLetter\"/><w:lvlText w:val=\"%1)\"/>";
    let mut numbering = [level(1, tick), level(2, dot), level(3, letter)].concat();
    (1..=3).for_each(|id| numbering += &format!("<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"{id}\"/></w:num>"));
    let body = [list_item(1, 0, "walk"), words("x"), list_item(2, 0, "rest"), words("x"), list_item(3, 0, "sleep")];
    let converted_file = manuscript(&body.concat(), &[("word/numbering.xml", &numbering)]);
    assert_eq!(converted_file.text, "- ✓ walk\n\nx\n\n- rest\n\nx\n\n1. sleep\n");
    assert_eq!(left(&converted_file), ["list with letters or words as numbers"]);
}
