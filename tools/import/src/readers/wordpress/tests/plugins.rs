//! Tests of what stands in the place of shortcodes and blocks of plugins.

use super::{item, kinds_left, site, text};

/// Asserts what stands in the place of texts, and what the report names.
fn assert_shown(cases: &[(&str, &str, &[&str])]) {
    for (written, expected, kinds) in cases {
        let site = site(&item(1, "post", &[("content:encoded", written)], ""));
        assert_eq!(site.pages[0].text, *expected, "{written}");
        assert_eq!(kinds_left(&site), *kinds, "{written}");
    }
}

#[test]
fn shortcodes_of_plugins_are_taken_out_and_their_words_stay() {
    assert_shown(&[
        (
            "[vc_row css=\".a{b: c}\"][vc_column width=\"1/2\"][vc_column_text]At most <b>5 mg</b>.[/vc_column_text][/vc_column][/vc_row]",
            "At most **5 mg**.",
            &[],
        ),
        ("[vc_custom_heading text=\"At most 5 mg\"]", "At most 5 mg", &["shortcode `vc_custom_heading` of a plugin"]),
        ("Call us: [contact-form-7 id=\"1\" title=\"Form\"]", "Call us:", &["shortcode `contact-form-7` of a plugin"]),
        ("<p>[quiz id=\"1\"]</p>\n<p>A</p>", "A", &["shortcode `quiz` of a plugin"]),
        ("[box kind=\"a\"]Take 5 mg[/box] now", "Take 5 mg now", &[]),
        ("[vc_pie value=\"50\" units=\"5 mg\"]", "", &["words of the shortcode `vc_pie`: \"50; 5 mg\""]),
        (
            "[x fluid=\"Severe risk\" id=\"a b\" link=\"a|b\" bg_color=\"rgb(1, 2)\" el_class=\"a b\" fluids=\"5 ml\"]A[/x]",
            "A",
            &["words of the shortcode `x`: \"Severe risk; a b; 5 ml\""],
        ),
        ("Take [dose id=\"5\"] mg", "Take \\[dose id=\"5\"\\] mg", &["shortcode `dose` of a plugin"]),
        (
            "Take [tip title=\"At most 5 mg\"]this[/tip].",
            "Take \\[tip title=\"At most 5 mg\"\\]this\\[/tip\\].",
            &["shortcode `tip` of a plugin"],
        ),
        ("[see note] [5 mg] [sic]", "\\[see note\\] \\[5 mg\\] \\[sic\\]", &["shortcode `see` of a plugin"]),
        ("[note]A[/note] [/note] B [/dose]", ":::note\nA\n:::\n\n\\[/note\\] B \\[/dose\\]", &[]),
        ("<p>[see a=5]</p>", "\\[see a=5\\]", &["shortcode `see` of a plugin"]),
        (
            "[vc_btn title=\"Call 112\" link=\"url:tel%3A112\"]",
            "[Call 112](tel:112)",
            &["shortcode `vc_btn` of a plugin"],
        ),
        ("[b link=\"https://h.example/c\"]Crisis line[/b]", "[Crisis line](https://h.example/c)", &[]),
        ("[btn link=\"https://h.example/c\"]Crisis line[/btn]", "[Crisis line](https://h.example/c)", &[]),
        ("[av_row][av_cell]5[/av_cell][av_cell]10 mg[/av_cell][/av_row]", "5\n\n10 mg", &[]),
        ("[one_half]Adult: 5[/one_half][one_half_last]50 mg[/one_half_last]", "Adult: 5\n\n50 mg", &[]),
        ("<p>Dose [x]5[/x][y]10 mg[/y], [cap]T[/cap]ake</p>", "Dose 5 10 mg, Take", &[]),
        ("[source]WHO 2020[/source]", "WHO 2020", &[]),
        ("<p>[dropcap]5[/dropcap]0 mg, 1[av_x]0[/av_x] mg</p>", "50 mg, 10 mg", &[]),
        ("<p>Do [fusion_highlight color=\"x\"]not[/fusion_highlight] take</p>", "Do not take", &[]),
        (
            "[q title=\"Safe?\" answer=\"No\" text=\"no\" caption=\"yes\"]",
            "Safe?\n\nNo\n\nno",
            &["shortcode `q` of a plugin"],
        ),
        (
            "[x img=\"https://c.example/a.png\" link=\"#dose\"]Max[/x]",
            "![](https://c.example/a.png)\n\n[Max](#dose)",
            &[],
        ),
    ]);
}

#[test]
fn shortcodes_of_plugins_are_elements_signs_and_callouts() {
    assert_shown(&[
        ("<p>10[sup]9[/sup]/L, [del]50[/del] 5 mg</p>", "10<sup>9</sup>/L, <del>50</del> 5 mg", &[]),
        ("<p>[strikethrough]5[/strikethrough] H[subscript]2[/subscript]O</p>", "<del>5</del> H<sub>2</sub>O", &[]),
        (
            "[fusion_checklist][fusion_li_item icon=\"fa-times fas\"]alcohol[/fusion_li_item][fusion_li_item icon=\"fa-check\"]\
             <p>water</p>[/fusion_li_item][/fusion_checklist]",
            "✗ alcohol\n\n✓ \n\nwater",
            &[],
        ),
        ("[vc_icon icon_fontawesome=\"fa fa-times\"]", "✗", &["shortcode `vc_icon` of a plugin"]),
        ("<p>At most [highlight]4 g[/highlight] a day</p>", "At most <mark>4 g</mark> a day", &[]),
        ("<h2>[alert type=\"danger\"]Stop[/alert]</h2>", "## Stop", &[]),
        ("[alert type=\"danger\"][/alert]", "", &[]),
        (
            "[one_half][box type=\"warning\"]Never[/box][/one_half][one_half_last]A[/one_half_last]",
            ":::warning\nNever\n:::\n\nA",
            &[],
        ),
        (
            "[tabs][tab title=\"A\"][alert type=\"danger\" title=\"Stop\"]Never[/alert][/tab][/tabs]",
            "A\n\n:::warning\nStop\n\nNever\n:::",
            &[],
        ),
        ("<ul><li>[alert-danger]Never[/alert-danger]</li></ul>", "- :::warning\n  Never\n  :::", &[]),
        ("[vc_message style=\"square\" message_box_color=\"danger\"]Never[/vc_message]", ":::warning\nNever\n:::", &[]),
        (
            "[alert type=\"danger\"]Never[/alert] Ask.",
            "Never Ask.",
            &["words of the warning `alert`, which stands among others: \"Never\""],
        ),
        ("[box type=\"warning\"]Not for children.[/box]", ":::warning\nNot for children.\n:::", &[]),
        ("<p>Take <b>[dose id=\"5\"]</b>.</p>", "Take **\\[dose id=\"5\"\\]**.", &["shortcode `dose` of a plugin"]),
        ("[vc_raw_html]NSUyMG1n[/vc_raw_html]", "5 mg", &[]),
        ("[et_pb_image src=\"https://c.example/a.png\" alt=\"x\"][/et_pb_image]", "![x](https://c.example/a.png)", &[]),
        ("[vc_row]\nA", "A", &["shortcode `vc_row` of a plugin"]),
        ("<p>[um_account]</p>", "", &["shortcode `um_account` of a plugin"]),
    ]);
}

#[test]
fn tables_of_plugins_are_tables() {
    for (written, expected) in [
        (
            "[vc_table x=\"simple\"]Drug,Dose|Ibuprofen%2C%20max,5%20mg[/vc_table]",
            "| Drug | Dose |\n| --- | --- |\n| Ibuprofen, max | 5 mg |",
        ),
        (
            "[table width=\"5\"]\nDrug;Dose\nA;\"5,5 mg; [b]twice[/b]\"\n[/table]",
            "| Drug | Dose |\n| --- | --- |\n| A | 5,5 mg; **twice** |",
        ),
        (
            "[table th=\"0\" caption=\"Doses\"]A,5 mg[/table]",
            ":::table[Doses]\n|  |  |\n| --- | --- |\n| A | 5 mg |\n:::",
        ),
        ("[table]\nRest, and\nwait\n[/table]", "Rest, and\\\nwait"),
        ("<strong>\n</strong><strong> Other</strong>", " **Other**"),
    ] {
        assert_eq!(text(written), expected, "{written}");
    }
}

#[test]
fn a_page_is_a_draft_where_a_plugin_hid_words_or_showed_a_dose() {
    for (written, text, is_hidden) in [
        ("[su_private]The dose is wrong.[/su_private]", "The dose is wrong.", true),
        ("<p>A</p>[mepr-active rule=\"1\"]<p>B</p>[/mepr-active]", "A\n\nB", true),
        ("[premium]A[/premium]", "A", true),
        ("[s2If current_user_can(a)]<p>A</p>[/s2If] [See note] [H2O]", "A\n\n\\[See note\\] \\[H2O\\]", true),
        ("<p>Call [geoip country=\"US\"]911[/geoip][geoip country=\"GB\"]999[/geoip].</p>", "Call 911 999.", true),
        ("[lang_en]A[/lang_en][lang_es]B[/lang_es]", "A\n\nB", true),
        ("<p>[:en]A[:es]B[:]</p>", "\\[\\:en\\]A\\[\\:es\\]B\\[:\\]", true),
        ("<!--:en-->A<!--:--><!--:es-->B<!--:-->", "AB", true),
        ("[et_pb_team_member name=\"Jo\"]GP[/et_pb_team_member]", "Jo\n\nGP", false),
        ("[only 5 mg]", "\\[only 5 mg\\]", false),
        ("[if pregnant=\"yes\"]Do not take.[/if]", "Do not take.", true),
        ("[fusion_counter_box value=\"4\" unit=\"g\"]at most[/fusion_counter_box]", "at most", true),
        ("<p>At most [stat_x to=\"4\"]grams[/stat_x] a day.</p>", "At most grams a day.", true),
        ("[fusion_progress percentage=\"70\" height=\"5px\"]recovered[/fusion_progress]", "recovered", true),
        ("[et_pb_pricing_table sum=\"2.50\" currency=\"£\"]Flu[/et_pb_pricing_table]", "Flu", true),
        ("<p>Take [x size=\"4\" id=\"5\" class=\"6\"]5[/x] mg. [vc_x n=\"5\"]A[/vc_x]</p>", "Take 5 mg. A", false),
        ("[posts number=\"5\" padding=\"5|6\"]A[/posts]", "A", false),
        ("<p>10[exp]9[/exp]/L, [x]5[/x]0 mg</p>", "109/L, 50 mg", true),
        ("[dose a=\"500 mg\" c=\"never with alcohol\"]", "", true),
        ("[dose adult=\"500\"]", "", true),
        ("[ul_item max=\"4g\"]Aspirin[/ul_item]", "Aspirin", true),
        (
            "<!-- wp:x {\"blockVisibility\":{\"controlSets\":[{\"controls\":{\"userRole\":{\"visibilityByRole\":\"logged-in\"}}}]}} -->A",
            "A",
            true,
        ),
        ("<!-- wp:x {\"blockVisibility\":{\"controlSets\":[{\"controls\":{\"screenSize\":{}}}]}} -->A", "A", false),
        ("[row margin=\"10px 4em\" width=\"50%\"]At most 5 mg[/row]", "At most 5 mg", false),
    ] {
        let site = site(&item(1, "post", &[("content:encoded", written)], ""));
        assert_eq!((site.pages[0].text.as_str(), site.log.is_doubtful("post 1")), (text, is_hidden), "{written}");
    }
}

#[test]
fn what_the_old_site_did_not_show_is_left_out_and_named() {
    let long = "<p>5 mg</p>".repeat(2000);
    for (written, expected) in [
        (
            "[vc_row][vc_column]5 mg[/vc_column][/vc_row][vc_row disable_element=\"yes\"][vc_column]9 mg[/vc_column][/vc_row]",
            "5 mg",
        ),
        ("[et_pb_text]5 mg[/et_pb_text][et_pb_text disabled_on=\"on|on|on\" disabled=\"on\"]9 mg[/et_pb_text]", "5 mg"),
        (
            "[fusion_text status=\"draft\"]9 mg[/fusion_text][fusion_text status=\"published\"]5 mg[/fusion_text]",
            "5 mg",
        ),
        (&*format!("[vc_row disable_element='yes']{long}[/vc_row]<p>B</p>"), "B"),
        (
            "<!-- wp:paragraph {\"metadata\":{\"blockVisibility\":false}} --><p>9 mg</p><!-- /wp:paragraph --><p>5 mg</p>",
            "5 mg",
        ),
        (
            "<!-- wp:group {\"blockVisibility\":{\"hideBlock\":true}} --><!-- wp:group -->9 mg<!-- /wp:group --><!-- wp:group /-->x\
             <!-- /wp:group --><p>5 mg</p>",
            "5 mg",
        ),
        ("<p>5 mg</p><!-- wp:x {\"metadata\":{\"blockVisibility\":false}} --><p>9 mg</p>", "5 mg"),
    ] {
        let site = site(&item(1, "post", &[("content:encoded", written)], ""));
        assert_eq!(site.pages[0].text, expected, "{written}");
        assert!(kinds_left(&site).contains(&"hidden words".to_owned()), "{written}");
        let told = &site.log.to_confirm.first().unwrap().1;
        assert!(told.starts_with("the old page hides \"") && told.contains(" mg"), "{told}");
    }
}
