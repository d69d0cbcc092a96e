//! What `check` finds is what `build` finds. [`TestSite::build`](crate::harness::TestSite::build) compares the two for each site of this
//! suite; here are the sites of which one of them once knew less.

use crate::harness::TestSite;

fn guide() -> TestSite {
    TestSite::new()
        .file("content/articles/back/index.md", "---\ntitle: Back\nguide: true\n---\nAll parts.\n")
        .file("content/articles/back/two.md", "---\ntitle: Two\nweight: 2\n---\nMore words.\n")
        .exercise("rise", "")
}

/// Regression: the line about the missing review of the guide was looked for at its last part.
#[test]
fn a_guide_without_a_review_prints_its_exercise_behind_the_line_that_says_so() {
    let part = |text: &str| format!("---\ntitle: One\nweight: 1\n---\nWords.\n\n{text}\n");
    let video = "::video{src=\"rise.mp4\" title=\"Rising\" duration=\"3 s\"}";
    for (text, steps) in [("::exercise{#rise}", "class=\"steps\""), (video, "<figure class=\"video")] {
        let site = guide().file("content/articles/back/one.md", part(text));
        let built = site.file("content/articles/back/rise.mp4", "film").build();
        built.assert_no_errors();
        let sheet = built.text("articles/back/print/index.html");
        let (line, steps) = (sheet.find("class=\"not-reviewed\""), sheet.find(steps));
        assert!(line.is_some() && line < steps, "{sheet}");
    }
}

#[test]
fn a_template_that_leaves_the_line_out_is_told_by_the_variable_of_the_line() {
    let template = include_str!("../../themes/well/templates/print.html");
    let without = template.replace("{{ <not_reviewed byline={handout.byline} /> }}", "");
    assert_ne!(without, template);
    let site = guide()
        .file("content/articles/back/one.md", "---\ntitle: One\nweight: 1\n---\n::exercise{#rise}\n")
        .settings("theme: mine\n")
        .file("themes/mine/theme.yaml", "name: mine\nextends: well\n")
        .file("themes/mine/templates/print.html", without);
    let built = site.build();
    let hidden = built.of_rule("caution-hidden");
    assert!(hidden[0].message.contains("leaves out `handout.byline.not_reviewed`"), "{}", hidden[0].message);
}

/// Regression: only the build read the pixels of a picture.
#[test]
fn a_picture_whose_pixels_are_damaged_is_found() {
    let site = TestSite::new()
        .file("content/articles/a/index.md", "---\ntitle: A\n---\n![A person sits.](sit.png)\n")
        .file("content/articles/a/sit.png", png_without_pixels());
    site.build().assert_findings(&["error[picture-invalid] content/articles/a/index.md:4:"]);
}

/// A picture with a sound header whose rows are missing.
fn png_without_pixels() -> Vec<u8> {
    let chunk = |name: &[u8], content: &[u8]| {
        let named = [name, content].concat();
        let mut crc = u32::MAX;
        for byte in &named {
            crc ^= u32::from(*byte);
            (0..8).for_each(|_| crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 });
        }
        let length = u32::try_from(content.len()).unwrap().to_be_bytes();
        [&length[..], &named, &(!crc).to_be_bytes()].concat()
    };
    let header = [&200_u32.to_be_bytes()[..], &150_u32.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    // An empty stream of zlib.
    let rows = [0x78, 0x9c, 0x03, 0, 0, 0, 0, 1];
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &header), chunk(b"IDAT", &rows), chunk(b"IEND", &[])].concat()
}

/// Regression: only the build looked at what an expander of the text hides.
#[test]
fn a_care_card_in_an_expander_without_the_steps_is_found() {
    let card = ":::care{level=\"urgent\"}\nCall.\n:::\n";
    let folded = format!("::::details[More]\n\n{card}::::\n\n::exercise{{#rise}}\n");
    let site = || TestSite::new().exercise("rise", "");
    site().article("a", &folded).build().assert_findings(&["error[caution-hidden] content/articles/a.md"]);
    site().article("a", &format!("{card}\n::exercise{{#rise}}\n")).build().assert_no_findings();
}

/// Regression: a clash of a static file with the search index was an error of the system in a build, and none in a check.
#[test]
fn a_static_file_in_the_place_of_the_search_index_is_found() {
    let site = TestSite::new().file("static/search/index/en/index.json", "{}");
    let site = site.with_options(|options| options.index = wellpress_site::config::SearchIndex::Build);
    let message =
        "error[url-duplicate] static/search/index/en/index.json:1:1: the build makes `/search/index/en/index.json`";
    site.build().assert_findings(&[message]);
}
