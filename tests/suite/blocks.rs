//! Directives: each kind of the table, in each place where one may stand, with labels and attributes.

use crate::harness::{TestBuild, TestSite};

const PAGE: &str = "articles/a/index.html";
const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"30\"/>";

const PERSON: &str = "---\nname: Jane Broach\nprefix: Dr.\ncredentials: [PT, DPT]\njob_title: Physical therapist\n---\nShe *treats* backs.\n";

/// A site with one of each thing that a directive may refer to, and an article with this text.
fn site(text: &str) -> TestSite {
    let site = TestSite::new();
    // A text that no page leads to is a finding.
    let site = if text.contains("move.txt") { site.file("content/articles/a/move.txt", "Words.") } else { site };
    site.settings(
            "callouts:\n  pt-tip: {label: PT Tip, like: tip}\ncalls_to_action:\n  join:\n    kind: link\n    eyebrow: Move\n    title: Join us\n    body: It helps.\n    button: Start\n    href: /about/\n",
        )
        .file("content/articles/a/index.md", format!("---\ntitle: Article a\nauthors: [broach]\n---\n{text}"))
        .file("content/articles/a/back.svg", SVG)
        .file("content/articles/a/move.webm", "not really")
        .file("content/articles/a/move.vtt", "WEBVTT\n")
        .file("content/pages/about.md", "---\ntitle: About\n---\n")
        .file("content/people/broach.md", PERSON)
        .file("content/disclaimers/general.md", "---\ntitle: General\nplacement: bottom\n---\nAsk a *clinician*.\n")
        .file("content/disclaimers/video.md", "---\ntitle: Video\nplacement: with-video\n---\nFor adults.\n")
        .file("content/glossary.yaml", "osteopenia:\n  definition: Low bone \"density\".\nbone density:\n  definition: Mineral in bone.\n")
        .exercise("cobra", "Lie *down*.")
        .library("@article{berg, title = {One}, author = {Berg, A.}, date = {2020}, doi = {10.1000/berg}}\n")
        .article("citing", "[@berg]\n")
}

#[track_caller]
fn build_without_findings(text: &str) -> TestBuild {
    let built = site(text).build();
    built.assert_no_findings();
    built
}

#[test]
fn callouts_have_a_visible_label_and_a_title() {
    for (name, label) in
        [("tip", "Tip"), ("note", "Note"), ("important", "Important"), ("warning", "Warning"), ("caution", "Caution")]
    {
        let built =
            build_without_findings(&format!(":::{name}\nPlain.\n:::\n\n:::{name}[With *words*]\nTitled.\n:::\n"));
        let callouts = built.texts(PAGE, &format!("aside[role=note][data-callout={name}]"));
        assert_eq!(callouts, [format!("{label} Plain."), format!("{label} With words Titled.")], "{name}");
        assert!(built.select(PAGE, "aside[data-callout]")[1].contains("With <em>words</em>"));
    }
}

#[test]
fn directives_have_an_id_and_classes_of_their_own() {
    let text = "See [one](#one), [two](#two), [three](#three), [four](#four), [five](#five) and [six](#six).\n\n\
        :::tip[T]{#one .wide .quiet}\nText.\n:::\n\n::figure[F]{.a.b #two src=back.svg alt=B}\n\n\
        :::do{#three}\n- Sit.\n:::\n:::dont{.late}\n- Run.\n:::\n\n:::note[N]{#four heading=2}\nText.\n:::\n\n\
        :::details[D]{#five}\n::video{#six src=move.webm title=M captions=move.vtt transcript=move.txt described=soundtrack}\n:::\n\n\
        Said :by[Dr. Broach]{person=broach .said}.\n";
    let built = build_without_findings(text);
    assert_eq!(built.select(PAGE, "aside#one.wide.quiet.callout").len(), 1);
    assert_eq!(built.select(PAGE, "figure#two.a.b").len(), 1);
    assert_eq!(built.select(PAGE, ".do-dont > #three.do + .dont.late").len(), 1);
    assert_eq!(built.select(PAGE, "aside > h2#four").len(), 1, "the id of its heading");
    assert_eq!(built.select(PAGE, "details#five #six").len(), 1);
    assert_eq!(built.texts(PAGE, ".by.said"), ["Dr. Broach"]);
}

#[test]
fn an_id_that_is_taken_gets_a_number() {
    let built = site("## Rest {#rest}\n\n:::tip{#rest .\"><script>}\nText.\n:::\n").build();
    assert_eq!(built.select(PAGE, "aside#rest-1").len(), 1);
    assert_eq!(built.select(PAGE, "main script").len(), 0);
    let embedded = TestSite::new().exercise("cobra", "Lie.\n\n:::tip{#slow}\nSlowly.\n:::\n");
    let twice = "---\ntitle: A\n---\n::exercise{#cobra}\n\n::exercise{#cobra}\n";
    let built = embedded.file("content/articles/a.md", twice).build();
    let ids = built.select(PAGE, "aside[data-callout=tip]");
    assert_eq!(ids.len(), 2);
    assert_ne!(ids[0], ids[1], "ids stay unique");
}

#[test]
fn callouts_of_the_settings_have_their_own_label() {
    let built = build_without_findings(":::pt-tip[Breathe]\nSlowly.\n:::\n\n> [!pt-tip]\n> Slower.\n");
    assert_eq!(built.texts(PAGE, "aside[data-callout=pt-tip]"), ["PT Tip Breathe Slowly.", "PT Tip Slower."]);
}

#[test]
fn a_callout_with_a_heading_is_in_the_contents_without_its_markup() {
    let built = build_without_findings(
        ":::tip[Use *a* `mat` [@berg]]{heading=2}\nText.\n:::\n\n:::promo[Our *shop*]{heading=3}\nBuy.\n:::\n\n:::tip[Not listed]\nx\n:::\n",
    );
    assert_eq!(built.texts(PAGE, "[role=doc-toc] a"), ["Use a mat", "Our shop", "References"]);
    let heading = &built.select(PAGE, "aside[data-callout] h2")[0];
    assert!(heading.contains("id=\"use-a-mat\"") && heading.contains("<em>a</em>"), "{heading}");
    assert!(heading.contains("doc-biblioref"), "the mark shows in the heading: {heading}");
    crate::text::assert_page_links_resolve(&built, PAGE);
}

#[test]
fn care_cards_say_their_level_in_words() {
    for (level, words) in [("non-urgent", "When to ask"), ("urgent", "Get help soon"), ("emergency", "Emergency")] {
        let built = build_without_findings(&format!(":::care[Sudden pain]{{level=\"{level}\"}}\nCall.\n:::\n"));
        assert_eq!(built.texts(PAGE, "aside[role=note][data-care]"), [format!("{words} Sudden pain Call.")]);
    }
}

#[test]
fn dos_and_donts_stand_side_by_side() {
    let built = build_without_findings(
        ":::do\n- Walk\n:::\n\n:::dont[Please don't]\n- Slump\n:::\n\nAfter.\n\n:::do\n- Alone\n:::\n",
    );
    assert_eq!(built.texts(PAGE, "[data-list]"), ["Do Walk", "Please don’t Slump", "Do Alone"]);
    assert_eq!(built.texts(PAGE, ".text > p"), ["After."], "what follows is outside of the two");
}

#[test]
fn expanders_have_a_summary_with_markup() {
    let built =
        build_without_findings(":::details[More *about* it [@berg]]\nText.\n:::\n\n:::details\nUntitled.\n:::\n");
    let summaries = built.select(PAGE, ".text details > summary");
    assert!(summaries[0].contains("<em>about</em>") && summaries[0].contains("doc-biblioref"), "{summaries:?}");
    assert_eq!(built.texts(PAGE, ".text details > summary")[1], "More");
}

#[test]
fn each_heading_of_a_faq_is_a_question() {
    let built = build_without_findings(":::faq\n## Is it *safe*?\n\nMostly.\n\n## How often?\n\nDaily.\n:::\n");
    assert_eq!(built.texts(PAGE, ".faq h2"), ["Is it safe?", "How often?"]);
    assert_eq!(built.texts(PAGE, "[role=doc-toc] a"), ["Is it safe?", "How often?"]);
}

#[test]
fn quotes_and_attributions_name_the_expert() {
    let built = build_without_findings(
        ":::quote{by=\"broach\"}\nKeep *moving*.\n:::\n\nSays :by[Dr. **Broach**]{person=broach} so.\n\n:::quote\nNobody.\n:::\n",
    );
    let quote = &built.select(PAGE, "figure.quote")[0];
    assert!(quote.contains("<blockquote>\n<p>Keep <em>moving</em>.</p>\n</blockquote>"), "{quote}");
    assert!(quote.contains("href=\"/people/broach/\"") && quote.contains("Dr. Jane Broach"), "{quote}");
    let by = &built.select(PAGE, ".by")[0];
    assert!(by.contains("<a href=\"/people/broach/\">Dr. <strong>Broach</strong></a>"), "{by}");
    assert!(
        built.select(PAGE, ".text p").iter().any(|p| p.contains("Says <span")),
        "the attribution stays in the line"
    );
}

/// The ids of the article, in order.
fn ids(built: &TestBuild) -> Vec<String> {
    let html = built.text(PAGE).split(" id=\"").skip(1);
    html.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

#[track_caller]
fn assert_ids_unique(built: &TestBuild) {
    let (all_ids, mut unique_ids) = (ids(built), ids(built));
    unique_ids.sort();
    unique_ids.dedup();
    assert_eq!(unique_ids.len(), all_ids.len(), "{all_ids:?}");
}

#[test]
fn a_term_may_be_linked_several_times_in_other_words() {
    let built = build_without_findings("## Osteopenia\n\n:term[thin]{#osteopenia} and :term[thinner]{#osteopenia}.\n");
    assert_eq!(built.select(PAGE, "a.term[href='/glossary/#osteopenia']").len(), 2);
    assert_ids_unique(&built);
}

#[test]
fn a_call_to_action_may_stand_in_the_text_and_after_it() {
    let site = site("::cta{#join}\n\nWords.\n\n::cta{#join}\n");
    let article =
        "---\ntitle: A\nauthors: [broach]\ncall_to_action: join\n---\n::cta{#join}\n\nWords.\n\n::cta{#join}\n";
    let built = site.file("content/articles/a/index.md", article).build();
    built.assert_no_findings();
    assert_eq!(built.select(PAGE, "[data-cta=join]").len(), 3);
    assert_ids_unique(&built);
}

#[test]
fn footnotes_of_a_disclaimer_and_of_the_page_have_their_own_ids() {
    let site = site("Words.[^1]\n\n[^1]: Of the page.\n");
    let text = "---\ntitle: Top\n---\nAsk.[^1]\n\n[^1]: Of the disclaimer.\n";
    let article = "---\ntitle: A\nauthors: [broach]\ndisclaimers: [top]\n---\nWords.[^1]\n\n[^1]: Of the page.\n";
    let built = site.file("content/disclaimers/top.md", text).file("content/articles/a/index.md", article).build();
    built.assert_no_errors();
    assert_eq!(built.select(PAGE, "[role=doc-noteref]").len(), 2);
    assert_ids_unique(&built);
}

#[test]
fn headings_of_a_disclaimer_above_the_text_come_right_below_the_title() {
    let text = "---\ntitle: Top\n---\n## Emergencies\n\nAsk.\n";
    let article = "---\ntitle: A\nauthors: [broach]\ndisclaimers: [top]\n---\n## Words\n\nText.\n";
    let site = site("").file("content/disclaimers/top.md", text).file("content/articles/a/index.md", article);
    let built = site.build();
    assert_eq!(built.texts(PAGE, "[data-disclaimer=top] :is(h2, h3)"), ["Emergencies"]);
    assert_eq!(built.texts(PAGE, "[data-disclaimer=top] h2"), ["Emergencies"]);
}

#[test]
fn captions_of_a_video_are_a_captions_track() {
    let built =
        build_without_findings("::video{src=\"move.webm\" title=\"Move\" captions=\"move.vtt\" described=\"track\"}\n");
    assert_eq!(built.select(PAGE, "video track[kind=captions]").len(), 1);
}

#[test]
fn terms_lead_to_the_glossary_with_their_definition() {
    let built = build_without_findings(
        ":term[Osteopenia] and :term[*thin* bones]{#osteopenia}, :term[bone density].\n\n| a |\n|---|\n| :term[osteopenia] |\n",
    );
    let terms = built.select(PAGE, "a.term");
    assert_eq!(terms.len(), 4);
    assert!(
        terms[0].contains("href=\"/glossary/#osteopenia\"") && terms[0].contains("title=\"Low bone “density”.\""),
        "{}",
        terms[0]
    );
    assert!(terms[1].contains("<em>thin</em> bones"), "{}", terms[1]);
    assert!(terms[2].contains("#bone-density"), "{}", terms[2]);
    assert_eq!(built.texts("glossary/index.html", "#osteopenia .used-in a"), ["Article a"]);
}

fn heading_levels(text: &str) -> Vec<String> {
    let headings = site(text).build().select(PAGE, ".text :is(h2, h3, h4)");
    headings.iter().map(|heading| heading[1..3].to_owned()).collect()
}

#[test]
fn headings_of_generated_sections_are_in_order() {
    let directives = "::experts\n\n:::playlist[Moves]\n::exercise{#cobra}\n:::\n";
    assert_eq!(heading_levels(directives), ["h2", "h2", "h3", "h4"], "the last is that of the steps");
    assert_eq!(heading_levels(&format!("## Part\n\n{directives}")), ["h2", "h3", "h3", "h4"]);
}

#[test]
fn a_promotion_is_labelled_and_outside_search() {
    let built = build_without_findings(":::promo[Our *shop*]\nBuy a mat.\n:::\n");
    let promo = &built.select(PAGE, "aside.promo")[0];
    assert!(promo.contains("Promotion") && promo.contains("Our <em>shop</em>"), "{promo}");
}

#[test]
fn disclaimers_and_calls_to_action_are_shown_at_their_directive() {
    let built = build_without_findings("First.\n\n::disclaimer{#general}\n\n::cta{#join}\n\nLast.\n");
    assert_eq!(built.texts(PAGE, ".text aside[role=note][data-disclaimer=general]"), ["Ask a clinician."]);
    let call = &built.select(PAGE, ".text [data-cta=join]")[0];
    assert!(call.contains("Join us") && call.contains("href=\"/about/\"") && call.contains("Start"), "{call}");
}

#[test]
fn the_experts_are_the_people_of_the_article() {
    let built = build_without_findings("::experts[Who *wrote* this]\n");
    let experts = &built.select(PAGE, "section.experts")[0];
    for expected in [
        "Who <em>wrote</em> this",
        "href=\"/people/broach/\"",
        "Dr. Jane Broach",
        "PT",
        "DPT",
        "Physical therapist",
        "<em>treats</em>",
    ] {
        assert!(experts.contains(expected), "{expected} in {experts}");
    }
}

#[test]
fn a_bio_with_headings_is_not_lost_among_the_experts() {
    let built = site("::experts\n\n## Training\n")
        .file("content/people/broach.md", "---\nname: Jane Broach\n---\nShe treats backs.\n\n## Training\n\nIn Bern.\n")
        .build();
    built.assert_no_findings();
    assert!(built.text(PAGE).contains("She treats backs."));
    crate::text::assert_page_links_resolve(&built, PAGE);
}

#[test]
fn figures_have_caption_and_credit() {
    let built = build_without_findings(
        "::figure[The *spine* [@berg]]{src=back.svg alt=\"A \\\"tall\\\" spine\" credit='Jane'}\n\n::figure{src=back.svg alt=\"\"}\n",
    );
    let figure = &built.select(PAGE, "figure.figure")[0];
    for expected in
        ["alt=\"A “tall” spine\"", "width=\"40\"", "height=\"30\"", "The <em>spine</em>", "doc-biblioref", "Jane"]
    {
        assert!(figure.contains(expected), "{expected} in {figure}");
    }
    assert!(built.select(PAGE, "figure.figure img")[1].contains("alt=\"\""));
}

#[test]
fn a_video_of_the_site_loads_nothing_until_it_is_started() {
    let built = build_without_findings(
        "::video{src=move.webm title=\"Cat-cow\" duration=\"2:10\" poster=back.svg captions=move.vtt transcript=move.txt}\n",
    );
    let video = &built.select(PAGE, "video")[0];
    assert!(video.contains("preload=\"none\"") && video.contains("<track"), "{video}");
    assert!(!video.contains("autoplay"), "{video}");
    assert_eq!(built.texts(PAGE, "figure.video figcaption"), ["Cat-cow 2:10 Transcript"]);
    assert_eq!(built.texts(PAGE, "[data-disclaimer=video]"), ["For adults."]);
    for path in built.select(PAGE, "figure.video [src]").iter().chain(&built.select(PAGE, "figure.video a[href]")) {
        assert!(!path.contains("http"), "{path}");
    }
}

#[test]
fn a_video_without_a_poster_has_a_size_and_no_description() {
    let text = "---\ntitle: A\ndescription: The dek.\n---\n::video{src=move.webm title=\"Cat-cow\"}\n";
    let built = site("").file("content/articles/a/index.md", text).build();
    let video = &built.select(PAGE, "video")[0];
    assert!(video.contains("width=\"640\"") && video.contains("height=\"360\""), "{video}");
    let object = built.text(PAGE).split("\"VideoObject\"").nth(1).unwrap();
    assert!(!object.split('}').next().unwrap().contains("\"description\""), "{object}");
}

#[test]
fn a_video_elsewhere_is_a_link() {
    let built = build_without_findings("::video{src=https://video.example/v title=\"Cat-cow\"}\n");
    assert!(built.select(PAGE, "video, iframe, embed, object").is_empty());
    assert!(built.select(PAGE, ".text figure.video a")[0].contains("href=\"https://video.example/v\""));
    assert_eq!(built.select(PAGE, "[data-disclaimer=video]").len(), 1);
}

#[test]
fn a_page_without_a_video_has_no_disclaimer_for_videos() {
    assert!(build_without_findings("Text.\n").select(PAGE, "[data-disclaimer=video]").is_empty());
}

#[test]
fn a_playlist_is_one_list_with_one_disclaimer() {
    let text = ":::playlist[Ten *minutes*]\n::video{src=move.webm title=\"One\"}\n::exercise{#cobra}\n::video{src=https://video.example/v title=\"Two\"}\n:::\n";
    let with = "---\ntitle: With\nplacement: with-exercise\n---\nOn a mat.\n";
    let built = site(text).file("content/disclaimers/with.md", with).build();
    built.assert_no_findings();
    assert_eq!(built.select(PAGE, ".playlist > ol > li").len(), 3);
    assert_eq!(built.select(PAGE, "[data-disclaimer=video]").len(), 1);
    assert_eq!(built.select(PAGE, "[data-disclaimer=with]").len(), 1);
    assert!(built.select(PAGE, ".playlist")[0].contains("Ten <em>minutes</em>"));
}

#[test]
fn directives_stand_in_lists_and_quotes() {
    let built = build_without_findings(
        "- Item:\n\n  :::tip\n  In a list.\n\n  - deeper\n    ::cta{#join}\n  :::\n\n- Next\n\n1. One\n   ::disclaimer{#general}\n2. Two\n\n> Quote:\n>\n> :::note[Named]\n> In a quote.\n> :::\n> End.\n",
    );
    assert_eq!(built.texts(PAGE, ".text > ul > li > aside[data-callout=tip] > p")[1], "In a list.");
    assert_eq!(built.select(PAGE, ".text ul li aside ul li [data-cta]").len(), 1);
    assert_eq!(built.select(PAGE, ".text > ul > li").len(), 2);
    assert_eq!(built.select(PAGE, ".text > ol > li").len(), 2);
    assert_eq!(built.select(PAGE, ".text > ol > li [data-disclaimer]").len(), 1);
    assert_eq!(built.texts(PAGE, ".text blockquote aside[data-callout=note]"), ["Note Named In a quote."]);
    assert!(built.texts(PAGE, ".text blockquote > p").contains(&"End.".to_owned()));
}

#[test]
fn containers_with_more_colons_hold_those_with_fewer() {
    let built = build_without_findings(
        "::::::details[Outer]\n:::::tip\n::::do\n:::note\nInner.\n:::\n::::\n:::::\nStill outer.\n::::::\n\nOutside.\n",
    );
    assert_eq!(
        built.texts(PAGE, "details > aside[data-callout=tip] [data-list=do] aside[data-callout=note]"),
        ["Note Inner."]
    );
    assert!(built.texts(PAGE, ".text details > p").contains(&"Still outer.".to_owned()));
    assert_eq!(built.texts(PAGE, ".text > p"), ["Outside."]);
}

#[test]
fn containers_of_one_length_nest_in_the_order_in_which_they_open() {
    let built = build_without_findings(":::details[Outer]\n:::tip\nInner.\n:::\nOuter again.\n:::\n\nOutside.\n");
    assert_eq!(built.texts(PAGE, ".text > p"), ["Outside."]);
    assert!(built.texts(PAGE, ".text > details > p").contains(&"Outer again.".to_owned()));
}

#[test]
fn containers_hold_tables_code_footnotes_marks_and_exercises() {
    let built = build_without_findings(
        ":::tip\n| a |\n|---|\n| [@berg] |\n\n```\n:::\n```\n\nText[^1].\n\n::exercise{#cobra}\n:::\n\n[^1]: Note.\n",
    );
    for inner in ["table", "pre", "[role=doc-noteref]", "[role=doc-biblioref]", "[data-exercise=cobra]"] {
        assert_eq!(built.select(PAGE, &format!("aside[data-callout=tip] {inner}")).len(), 1, "{inner}");
    }
}

#[test]
fn a_paragraph_right_above_a_directive_ends_there() {
    let built = build_without_findings("Text above\n:::tip\nInside\n:::\nText below\n::cta{#join}\nMore\n");
    assert_eq!(built.texts(PAGE, ".text > p"), ["Text above", "Text below", "More"]);
    assert_eq!(built.texts(PAGE, ".text > aside > p")[1], "Inside");
}

#[test]
fn text_that_only_looks_like_a_directive_stays_text() {
    let text = "At 10:30[sic] or 3:by[x], a::b and ::: in words. \\:term[x] and :unknown stays. Ratio 1:2.\n\n::not a directive\n\n:: also not\n\nLaugh\n:) and `a\n:b`\n";
    let built = build_without_findings(text);
    let words = built.texts(PAGE, ".text p").join(" ");
    for expected in [
        "10:30[sic]",
        "3:by[x]",
        "a::b and ::: in words.",
        ":term[x]",
        ":unknown stays.",
        "::not a directive",
        ":: also not",
        ":) and a :b",
    ] {
        assert!(words.contains(expected), "{expected} in {words}");
    }
}

#[test]
fn attributes_are_quoted_or_bare_and_cannot_break_out() {
    let built = build_without_findings(
        "::figure[A \"y\"]{#fig .wide src='back.svg' alt='\"><script>alert(1)</script>' credit=\"a > b & 'c'\"}\n",
    );
    let html = built.text(PAGE);
    assert!(!html.contains("<script>alert"), "{html}");
    assert!(html.contains("a &gt; b &amp; ‘c’"), "{html}");
}

#[test]
fn a_directive_may_be_all_there_is() {
    let built = build_without_findings("::cta{#join}");
    assert_eq!(built.select(PAGE, "[data-cta]").len(), 1);
    let built = build_without_findings(":::tip\nx\n:::");
    assert_eq!(built.select(PAGE, "aside[data-callout]").len(), 1);
}

#[test]
fn directives_work_in_exercises_topics_and_pages() {
    let built = site("x\n")
        .exercise("plank", ":::tip\nTip.\n:::\n\nWith :term[osteopenia].")
        .file("content/topics/spine.md", "---\ntitle: Spine\n---\n:::note\nTopic.\n:::\n")
        .file("content/pages/more.md", "---\ntitle: More\n---\n:::note\nPage.\n:::\n\n::exercise{#cobra}\n")
        .build();
    built.assert_no_findings();
    assert_eq!(built.texts("exercises/plank/index.html", "aside[data-callout=tip]"), ["Tip Tip."]);
    assert_eq!(built.texts("topics/spine/index.html", "aside[data-callout=note]"), ["Note Topic."]);
    assert_eq!(built.texts("more/index.html", "aside[data-callout=note]"), ["Note Page."]);
    assert_eq!(built.select("more/index.html", "[data-exercise=cobra] ol.steps").len(), 1);
}

#[test]
fn a_disclaimer_with_a_heading_shown_twice_repeats_no_id() {
    let headed = "---\ntitle: General\nplacement: top\n---\n## Please note\n\nAsk.\n";
    let built = site("## Please note\n\nx\n\n::disclaimer{#general}\n\n::disclaimer{#general}\n")
        .file("content/disclaimers/general.md", headed)
        .build();
    built.assert_no_findings();
    assert_eq!(built.select(PAGE, "[data-disclaimer=general]").len(), 2);
    crate::text::assert_page_links_resolve(&built, PAGE);
}

#[test]
fn links_and_marks_never_nest_in_a_link() {
    for text in [
        ":term[low [@berg] bone]{#osteopenia}\n",
        ":by[Jane [@berg]]{person=broach}\n",
        ":by[Jane @berg]{person=broach}\n",
        ":by[[Jane](/about/)]{person=broach}\n",
        ":term[[x](/about/)]{#osteopenia}\n",
    ] {
        let built = site(text).build();
        if built.is_built() {
            let html = built.text(PAGE);
            let text_start = html.find("class=\"text\"").unwrap();
            let is_nested = html[text_start..].split("<a").skip(1).any(|link| !link.contains("</a>"));
            assert!(!is_nested, "a link in a link: {text}");
        }
    }
}

#[test]
fn a_table_without_outer_bars_may_begin_with_an_aligned_column() {
    let built = build_without_findings("a | b\n:-- | --:\n1 | 2\n");
    assert_eq!(built.texts(PAGE, "td.align-left"), ["1"]);
}

#[test]
fn raw_html_keeps_text_that_looks_like_a_directive() {
    let built = TestSite::new().article("a", "<div>\n:::tip\n:x[y]\n</div>\n").settings("raw_html: true\n").build();
    built.assert_no_errors();
    assert_eq!(built.texts(PAGE, ".text > div"), [":::tip :x[y]"]);
}

#[test]
fn an_inline_directive_whose_label_cannot_be_read_is_reported() {
    for label in ["low [@berg] bone", "low [bone](/about/)", "not closed"] {
        let close = if label == "not closed" { "" } else { "]{#osteopenia}" };
        let built = site(&format!("A :term[{label}{close} word.\n")).build();
        assert_eq!(built.of_rule("directive-attribute").len(), 1, "{label}: {:?}", built.formatted_findings());
    }
    build_without_findings("Write \\:term[x] or `:term[x` or a:by[x].\n");
}

#[test]
fn what_is_said_in_a_video_stands_below_its_player() {
    let captions = "WEBVTT\n\n00:01.000 --> 00:02.000\nCome <i>up</i>\n\n00:02.000 --> 00:03.000\nslowly.\n";
    let built_with = |transcript: &str| {
        let video = format!("::video{{src=move.webm title=M captions=move.vtt {transcript} described=soundtrack}}\n");
        let text = format!("---\ntitle: A\n---\n{video}");
        let site = self::site("").file("content/articles/a/index.md", text);
        site.file("content/articles/a/move.vtt", captions)
            .file("content/articles/a/all.txt", "Sit.\n\nCome <up>.\n")
            .build()
    };
    assert_eq!(built_with("").texts(PAGE, "details.spoken p"), ["Come up slowly."]);
    let built = built_with("transcript=all.txt");
    assert_eq!(built.texts(PAGE, "details.spoken p"), ["Sit.", "Come <up>."]);
    assert!(built.text(PAGE).contains("\"transcript\":\"Sit.\\n\\nCome"), "{}", built.text(PAGE));
    assert!(built.select(PAGE, "video details").is_empty());
}
