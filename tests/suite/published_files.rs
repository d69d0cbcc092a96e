//! Files that pages link to, play or show unchanged: which of them a page may publish, and what is taken out of them. Pictures in
//! several sizes are in `pictures.rs`.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::harness::{TestBuild, TestSite};
use crate::pictures::jpeg;

const SVG: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><rect width=\"9\" height=\"9\"/></svg>";

/// A page that links to one file.
fn linked(name: &str, bytes: impl AsRef<[u8]>) -> TestBuild {
    let site = TestSite::new().article("a", &format!("[The file]({name})\n"));
    site.file(&format!("content/articles/{name}"), bytes).build()
}

/// The published file with this extension.
fn published<'b>(built: &'b TestBuild, extension: &str) -> &'b [u8] {
    let suffix = format!(".{extension}");
    let is_file = |path: &String| path.starts_with("assets/the-file.") && path.ends_with(&suffix);
    let file = built.files().iter().find(|(path, _)| is_file(path));
    file.unwrap_or_else(|| panic!("no {suffix} among {:?}", built.files().keys())).1
}

/// Asserts that one file is refused, and with these words. A note about a file that no page leads to may stand beside it.
fn assert_refused(built: &TestBuild, start: &str) {
    let refused = built.of_rule("url-unsafe");
    let messages: Vec<&str> = refused.iter().map(|finding| finding.message.as_str()).collect();
    assert!(matches!(messages[..], [message] if message.starts_with(start)), "{start}: {messages:?}");
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn a_page_publishes_files_of_known_types_only() {
    for name in
        ["a.pdf", "a.DOCX", "a.ods", "a.epub", "a.csv", "a.json", "a.txt", "a.bib", "a.ics", "a.zip", "a.mp3", "a.webm"]
    {
        let built = linked(name, "Words");
        built.assert_no_findings();
        assert!(built.files().keys().any(|path| path.starts_with("assets/a.")), "{name}");
    }
    for name in
        ["a.html", "a.htm", "a.js", "a.mjs", "a.xhtml", "a.php", "a.svgz", "a.xml", "a.css", "a.PHTML", "a.pdf.html"]
    {
        let start =
            format!("`{name}` is not published: a file of its type can run scripts under the address of the site");
        assert_refused(&linked(name, "Words"), &start);
    }
    for name in ["a.exe", "a.docm", "a.pdfx", "a.psd"] {
        let start = format!("`{name}` is not published: pages publish files of known types only");
        assert_refused(&linked(name, "Words"), &start);
    }
}

#[test]
fn every_way_to_a_file_is_judged() {
    let files = |site: TestSite| site.file("content/articles/x.html", "<p>x").file("content/articles/f.mp4", "film");
    let text = "::video{src=\"x.html\" title=A described=soundtrack}\n\n\
                ::video{src=\"f.mp4\" title=B captions=\"x.html\" transcript=\"x.html\" described=soundtrack}\n\n\
                [A][x]\n\n[x]: x.html\n";
    let built = files(TestSite::new().article("a", text)).build();
    assert_eq!(built.of_rule("url-unsafe").len(), 4, "{:?}", built.formatted_findings());
    // Whoever may write HTML may publish it as a file; a drawing that acts is refused as a picture is.
    let raw = files(TestSite::new().settings("raw_html: true\n").article("a", "[A](x.html) [B](d.svg)\n"));
    raw.file("content/articles/d.svg", SVG.replace("<rect", "<script/><rect")).build().assert_findings(&[
        "error[picture-invalid] content/articles/a.md:4:13: `d.svg` is not published: it has a script in it",
    ]);
    let of_static = TestSite::new().article("a", "[A](/x.html) [B](/x.svg)\n").file("static/x.html", "<p>x");
    of_static.file("static/x.svg", "<svg").build().assert_no_findings();
}

#[test]
fn markup_under_another_name_is_refused() {
    let utf16: Vec<u8> =
        [0xFEFF].into_iter().chain("<html><script>".encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let far_down = [&b"\xEF\xBB\xBF"[..], &b" \n".repeat(3000), b"<html><script>alert(1)</script>"].concat();
    let cases: [(&str, &[u8], &str); 8] = [
        ("a.ris", &far_down, "HTML"),
        ("a.pdf", b"<!DOCTYPE html><script>alert(1)</script>", "HTML"),
        ("a.txt", b"\xEF\xBB\xBF\n<SCRIPT>alert(1)</SCRIPT>", "HTML"),
        ("a.bib", b"<!-- x --><script>alert(1)</script>", "HTML"),
        ("a.png", SVG.as_bytes(), "SVG"),
        ("a.csv", b"<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"/>", "XML"),
        ("a.json", b"<?php system($_GET[1]);", "PHP"),
        ("a.ics", &utf16, "HTML"),
    ];
    for (name, bytes, markup) in cases {
        let start = format!("`{name}` is not published: its content is {markup}, which its name does not say");
        assert_refused(&linked(name, bytes), &start);
    }
    for text in ["age,dose\n<5,2\n", "{\"html\": \"<script>\"}", "1 < 2 <b"] {
        linked("a.txt", text).assert_no_findings();
    }
}

/// Bug: the check joined the text of all elements in a style sheet, and what an editor had written was cut out after it.
#[test]
fn a_style_sheet_of_a_drawing_has_nothing_but_text() {
    let drawing = |inside: &str| SVG.replace("<rect", &format!("{inside}<rect"));
    for inside in [
        "<style>@imp<metadata>x</metadata>ort \"http://x.example/\";</style>",
        "<style>@imp<title>x</title>ort \"http://x.example/\";</style>",
        "<style>rect { fill: u<desc>x</desc>rl(http://x.example/) }</style>",
        "<style>rect { mask: url(data:image/jpeg;base64,/9j/) }</style>",
        "<rect style=\"mask: url('data:image/jpeg;base64,/9j/')\"/>",
        "<image href=\"data:image/jpeg;base64,%2F9j/\"/>",
        "<image href=\" DATA:image/jpeg ; base64,/9j/\"/>",
    ] {
        let built = linked("the-file.svg", drawing(inside));
        assert_eq!(built.of_rule("picture-invalid").len(), 1, "{inside} {:?}", built.formatted_findings());
    }
    linked("the-file.svg", drawing("<style>rect { fill: <!-- x -->red }</style>")).assert_no_findings();
}

#[test]
fn a_table_of_html_is_refused() {
    let site = TestSite::new().article("a", "::table[T]{#tbl-t src=\"t.csv\"}\n");
    let built = site.file("content/articles/t.csv", "<!doctype html><script>alert(1)</script>,b\n1,2\n").build();
    assert_eq!(built.of_rule("data-invalid").len(), 1, "{:?}", built.formatted_findings());
}

#[test]
fn a_linked_drawing_that_cannot_be_read_whole_is_refused() {
    let script = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><script>x</script></svg>";
    let utf16: Vec<u8> = [0xFEFF].into_iter().chain(script.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    let latin = [b"<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>", script.as_bytes(), b"<!-- \xE9 -->"].concat();
    let list = "<!DOCTYPE svg [<!ATTLIST svg onload CDATA \"x()\">]>";
    let cases: [(&[u8], &str); 8] = [
        (&utf16, "it is not in UTF-8; save the drawing in UTF-8"),
        (&latin, "it is not in UTF-8"),
        (b"\x1F\x8B\x08\0packed", "its content is damaged"),
        (b"<svg xmlns=\"http://www.w3.org/2000/svg\"><g>", "it is cut short"),
        (&[list.as_bytes(), SVG.as_bytes()].concat(), "it has an internal document type in it, at line 1, column 15"),
        (
            &[b"<?xml version='1.0' encoding='UTF-7'?>+ADw-script", SVG.as_bytes()].concat(),
            "it has an encoding other than",
        ),
        (
            &[b"<?xml version=\"1.0\" encoding = \"ISO-2022-JP\"?>", SVG.as_bytes()].concat(),
            "it has an encoding other than",
        ),
        (&[b"<?xml-stylesheet href=\"a.css\"?>", SVG.as_bytes()].concat(), "it has a reference to another address"),
    ];
    for (bytes, reason) in cases {
        linked("a.svg", bytes).assert_findings(&[&format!(
            "error[picture-invalid] content/articles/a.md:4:1: `a.svg` is not published: {reason}"
        )]);
    }
}

#[test]
fn drawings_with_thousands_of_attributes_or_prefixes_are_refused() {
    let drawing = |count: usize| {
        let attributes: String = (0..count).map(|number| format!(" a{number}=\"\"")).collect();
        SVG.replace("<rect", &format!("<!-- {} --><rect{attributes}", "=".repeat(2000)))
    };
    linked("the-file.svg", drawing(900)).assert_no_findings();
    let finding = &linked("the-file.svg", drawing(1001)).formatted_findings()[0];
    assert!(finding.contains("it has an element with more than 1,000 attributes"), "{finding}");
    let with_prefixes = |count: usize| {
        let groups: String = (0..count).map(|number| format!("<g xmlns:a{}=\"u{number}\"/>", number % 101)).collect();
        SVG.replace("<rect", &format!("{groups}<rect"))
    };
    linked("the-file.svg", with_prefixes(100)).assert_no_findings();
    let finding = &linked("the-file.svg", with_prefixes(101)).formatted_findings()[0];
    assert!(finding.contains("it has more than 100 prefixes of namespaces"), "{finding}");
}

#[test]
fn style_sheets_in_drawings_are_read_as_browsers_do() {
    let drawing = |content: &str| SVG.replace("<rect", &format!("{content}<rect"));
    for (content, hazard) in [
        ("<style>@im<!-- x -->port \"//evil.example/a.css\";</style>", "a reference"),
        ("<style>rect{fill:u<!-- x -->rl(//evil.example/a.svg#x)}</style>", "a reference"),
        ("<style>@\\69mport '//evil.example/a.css';</style>", "a reference"),
        ("<style>@<![CDATA[import]]> '//evil.example/a.css';</style>", "a reference"),
        ("<style>a{content:\"/*\"} @import '//evil.example/a.css'; b{content:\"*/\"}</style>", "a reference"),
        ("<style>rect{fill:url(/**/\"//evil.example/a.svg\")}</style>", "a reference"),
        ("<style>rect{fill:src(\"//evil.example/a.svg\")}</style>", "a reference"),
        ("<style>rect{--a:\"//evil.example/\"; fill:src(var(--a))}</style>", "a reference"),
        ("<style>rect{fill:url(/**/evil.svg#x)}</style>", "a reference"),
        ("<style>/**/@/**/x; @\\000069 mport/**/'a.css';</style>", "a reference"),
        ("<style>rect{fill:-webkit-image-set('//evil.example/a.png' 1x)}</style>", "a reference"),
        ("<g style=\"fill:u\\72l(//evil.example/a)\"/>", "a reference"),
        ("<g fill=\"u&#x72;l(//evil.example/a)\"/>", "a reference"),
        ("<a ping=\"https://evil.example/\"/>", "a reference"),
        ("<animate attributeName=\"onclick\" to=\"x()\"/>", "an event handler"),
    ] {
        let built = linked("a.svg", drawing(content));
        assert!(built.formatted_findings()[0].contains(&format!("it has {hazard}")), "{content}");
    }
    for content in [
        "<style>/* @import url(//old.example/) */ .a{fill:url(#shade)}</style>",
        "<style>text::before{content:\"\\201C url(x)\"}</style>",
        // A comment divides a name: neither browsers nor we see a rule or a function here.
        "<style>@im/**/port 'a.css'; rect{fill:u/**/rl/**/(a)}</style>",
        "<g transform=\"rotate(30)\" style=\"fill:url('#shade')\"/>",
    ] {
        linked("a.svg", drawing(content)).assert_no_findings();
    }
}

#[test]
fn drawings_lose_what_their_editor_wrote() {
    let photo = with_comment(&jpeg(8, 8), b"SECRET");
    let drawing = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- SECRET -->\n<svg xmlns=\"http://www.w3.org/2000/svg\" \
         xmlns:inkscape=\"http://www.inkscape.org/namespaces/inkscape\" xmlns:x=\"urn:x\" viewBox=\"0 0 9 9\" \
         inkscape:export-filename=\"/home/SECRET\" content=\"SECRET\"><title>Knee</title><desc>A knee</desc>\
         <metadata><?xpacket begin=\"\" id=\"SECRET\"?>SECRET<?xpacket end=\"w\"?></metadata><?xpacket SECRET?><x:data>SECRET<rect/></x:data><!-- SECRET --><rect x:label='SECRET' width=\"9\" height=\"9\"/>\
         <image width=\"8\" height=\"8\" href=\"data:image/jpeg;base64,{}\"/></svg>",
        BASE64_STANDARD.encode(photo)
    );
    let built = TestSite::new()
        .article("a", "![A knee](the-file.svg)\n\n[The drawing](the-file.svg)\n")
        .file("content/articles/the-file.svg", drawing)
        .build();
    built.assert_no_findings();
    let text = std::str::from_utf8(published(&built, "svg")).unwrap();
    assert!(text.starts_with("<svg ") && text.contains("<title>Knee</title><desc>A knee</desc><rect"), "{text}");
    assert!(!text.contains("SECRET"), "{text}");
    let data = text.split("base64,").nth(1).unwrap().split('"').next().unwrap();
    let picture = BASE64_STANDARD.decode(data).unwrap();
    assert!(!holds(&picture, b"SECRET") && image::load_from_memory(&picture).is_ok());
    assert_eq!(published(&linked("the-file.svg", SVG), "svg"), SVG.as_bytes());
}

fn with_comment(jpeg: &[u8], comment: &[u8]) -> Vec<u8> {
    let length = u16::try_from(comment.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xFF, 0xFE], &length, comment, &jpeg[2..]].concat()
}

#[test]
fn metadata_goes_by_what_a_file_is() {
    let photo = with_comment(&jpeg(30, 20), b"SECRET");
    for name in ["the-file.jpe", "the-file.jfif", "the-file.png", "the-file.txt", "the-file.pdf"] {
        let built = linked(name, &photo);
        built.assert_no_findings();
        let clean = published(&built, name.rsplit('.').next().unwrap());
        assert!(!holds(clean, b"SECRET") && image::load_from_memory(clean).is_ok(), "{name}");
    }
    let shown = TestSite::new().article("a", "![A](p.jfif) ![B](q.jpe)\n").file("content/articles/p.jfif", &photo);
    let shown = shown.file("content/articles/q.jpe", &photo).build();
    shown.assert_no_findings();
    assert!(shown.files().values().all(|bytes| !holds(bytes, b"SECRET")));
    linked("the-file.jpg", &photo[..photo.len() - 9]).assert_findings(&[
        "warning[file-metadata] content/articles/a.md:4:1: `the-file.jpg` may say where and with what it was made, and that is not taken out: the file is cut short or damaged; export it again without metadata",
    ]);
}

/// A box of an MP4.
fn iso_box(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    [&u32::try_from(content.len() + 8).unwrap().to_be_bytes(), &name[..], content].concat()
}

fn handler(kind: &[u8; 4]) -> Vec<u8> {
    iso_box(b"hdlr", &[&[0; 8], &kind[..], &[0; 12], b"SECRET\0"].concat())
}

#[test]
fn films_lose_their_place_and_their_camera_in_place() {
    let samples = b"moving SECRET".as_slice();
    let start = iso_box(b"ftyp", b"isom\0\0\0\0isommp42");
    // Sample tables of one chunk whose only sample are the last six bytes of `mdat`, the third box.
    let offset = |moov_len: usize| u32::try_from(start.len() + moov_len + 8 + 7).unwrap().to_be_bytes();
    let moov = |moov_len: usize| {
        let tables = [
            iso_box(b"stsc", &[&[0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1][..]].concat()),
            iso_box(b"stsz", &[0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 1]),
            iso_box(b"stco", &[&[0, 0, 0, 0, 0, 0, 0, 1], &offset(moov_len)[..]].concat()),
        ];
        let information = iso_box(b"minf", &iso_box(b"stbl", &tables.concat()));
        let of_camera = iso_box(b"trak", &iso_box(b"mdia", &[handler(b"meta"), information].concat()));
        let film = iso_box(b"trak", &iso_box(b"mdia", &handler(b"vide")));
        let place = iso_box(b"udta", &iso_box(b"\xA9xyz", b"SECRET+48.2-16.3/"));
        iso_box(b"moov", &[of_camera, film, place, iso_box(b"meta", b"SECRET"), iso_box(b"free", b"SECRET")].concat())
    };
    let moov = moov(moov(0).len());
    let vendor = iso_box(b"uuid", b"0123456789abcdefSECRET");
    let film = [start.clone(), moov, iso_box(b"mdat", samples), vendor].concat();
    for name in ["the-file.mp4", "the-file.mov", "the-file.m4a"] {
        let built = linked(name, &film);
        built.assert_no_findings();
        let clean = published(&built, name.rsplit('.').next().unwrap());
        assert!(!holds(clean, b"SECRET"), "{name}: {}", clean.escape_ascii());
        assert!(clean.len() == film.len() && holds(clean, b"moving ") && holds(clean, b"vide"), "{name}");
    }
    let cut = TestSite::new().article("a", "::video{src=\"f.mp4\" title=F described=soundtrack}\n");
    let cut = cut.file("content/articles/f.mp4", &film[..film.len() - 3]).build();
    assert_eq!(cut.of_rule("file-metadata").len(), 1, "{:?}", cut.formatted_findings());
}

/// A track with a number, of a kind, with boxes more.
fn track(number: u8, kind: &[u8; 4], more: &[u8]) -> Vec<u8> {
    let header = iso_box(b"tkhd", &[&[0; 12][..], &[0, 0, 0, number]].concat());
    iso_box(b"trak", &[&header[..], more, &iso_box(b"mdia", &handler(kind))].concat())
}

fn film(movie: &[Vec<u8>]) -> Vec<u8> {
    [iso_box(b"ftyp", b"isom\0\0\0\0isommp42"), iso_box(b"moov", &movie.concat()), iso_box(b"mdat", b"samples")]
        .concat()
}

#[test]
fn a_track_of_texts_is_told_because_cameras_write_their_position_into_it() {
    let video = || track(1, b"vide", &[]);
    let place = || iso_box(b"udta", &iso_box(b"\xA9xyz", b"SECRET+48.2-16.3/"));
    for kind in [b"text", b"sbtl", b"subt", b"clcp"] {
        let built = linked("the-file.mp4", film(&[video(), track(2, kind, &[]), place()]));
        built.assert_findings(&[
            "warning[file-metadata] content/articles/a.md:4:1: `the-file.mp4` may say where and with what it was \
             made, and that is not taken out: it has a track of texts, in which some cameras write their position",
        ]);
        let clean = published(&built, "mp4");
        assert!(!holds(clean, b"SECRET") && holds(clean, &kind[..]), "what can be taken out is");
    }
    let chapters = iso_box(b"tref", &iso_box(b"chap", &[0, 0, 0, 2]));
    linked("the-file.m4a", film(&[track(1, b"soun", &chapters), track(2, b"text", &[])])).assert_no_findings();
}

#[test]
fn boxes_that_no_player_knows_are_taken_out_of_a_film() {
    let unknown = |name: &[u8; 4]| iso_box(name, b"SECRET");
    let more = [unknown(b"gps "), unknown(b"thma")].concat();
    let named = iso_box(b"dref", &[&[0, 0, 0, 0, 0, 0, 0, 1][..], &iso_box(b"alis", b"\0\0\0\x01SECRET")].concat());
    let in_media = iso_box(b"mdia", &[iso_box(b"minf", &iso_box(b"dinf", &named)), unknown(b"CNDA")].concat());
    let movie = [unknown(b"gps "), track(1, b"vide", &more), iso_box(b"trak", &in_media), iso_box(b"trex", b"kept")];
    let whole = [film(&movie), unknown(b"emsg"), unknown(b"free"), unknown(b"mfro")].concat();
    let built = linked("the-file.mov", &whole);
    built.assert_no_findings();
    let clean = published(&built, "mov");
    assert!(!holds(clean, b"SECRET") && clean.len() == whole.len(), "{}", clean.escape_ascii());
    assert!([&b"vide"[..], b"trexkept", b"samples"].iter().all(|part| holds(clean, part)));
    linked("the-file.mov", clean).assert_no_findings();
    let packed = linked("the-file.mov", film(&[iso_box(b"cmov", b"packed")]));
    assert_eq!(packed.of_rule("file-metadata").len(), 1, "{:?}", packed.formatted_findings());
}

#[test]
fn a_scan_loses_its_place_and_keeps_its_pixels() {
    // A directory of three entries: a width, the camera, and the strip with the pixels.
    for (order, is_little) in [(b"II*\0", true), (b"MM\0*", false)] {
        let number = |number: u32, size: usize| {
            let bytes = number.to_be_bytes();
            let mut bytes = bytes[4 - size..].to_vec();
            if is_little {
                bytes.reverse();
            }
            bytes
        };
        let entry = |tag: u32, kind: u32, count: u32, value: Vec<u8>| {
            let mut value = value;
            value.resize(4, 0);
            [number(tag, 2), number(kind, 2), number(count, 4), value].concat()
        };
        let entries = [
            entry(256, 3, 1, number(2, 2)),
            entry(271, 2, 6, number(62, 4)),
            entry(273, 4, 1, number(68, 4)),
            entry(279, 4, 1, number(6, 4)),
        ];
        let tiff =
            [order.to_vec(), number(8, 4), number(4, 2), entries.concat(), number(0, 4), b"SECRETpixels".to_vec()];
        let built = linked("the-file.tif", tiff.concat());
        built.assert_no_findings();
        let clean = published(&built, "tif");
        assert!(!holds(clean, b"SECRET") && holds(clean, b"pixels") && clean.starts_with(order));
    }
}

#[test]
fn sound_and_films_of_other_containers_lose_their_tags() {
    let chunk = |name: &[u8], content: &[u8]| {
        [name, &u32::try_from(content.len()).unwrap().to_le_bytes()[..], content].concat()
    };
    let wave =
        [b"WAVE".to_vec(), chunk(b"fmt ", &[1; 16]), chunk(b"LIST", b"INFOSECRET"), chunk(b"data", b"tune")].concat();
    let built = linked("the-file.wav", chunk(b"RIFF", &wave));
    built.assert_no_findings();
    let clean = published(&built, "wav");
    assert!(!holds(clean, b"SECRET") && holds(clean, b"tune") && holds(clean, b"JUNK"));
    let element = |id: &[u8], content: &[u8]| [id, &[0x80 | u8::try_from(content.len()).unwrap()], content].concat();
    let tags = element(b"\x12\x54\xC3\x67", b"LOCATION SECRET");
    let cluster = element(b"\x1F\x43\xB6\x75", b"moving");
    let webm =
        [element(b"\x1A\x45\xDF\xA3", b"webm"), element(b"\x18\x53\x80\x67", &[tags, cluster].concat())].concat();
    let built = linked("the-file.webm", webm);
    built.assert_no_findings();
    let clean = published(&built, "webm");
    assert!(!holds(clean, b"SECRET") && holds(clean, b"moving"));
}

#[test]
fn subrip_is_published_as_webvtt() {
    let text = "::video{src=\"f.mp4\" title=F captions=\"said.srt\" described=soundtrack}\n";
    let site = || TestSite::new().article("a", text).file("content/articles/f.mp4", "film");
    let built = site().file("content/articles/said.srt", "1\r\n00:00:00,000 --> 00:00:03,000\r\nAtme ein.\r\n").build();
    built.assert_no_findings();
    let (path, bytes) = built.files().iter().find(|(path, _)| path.starts_with("assets/said.")).unwrap();
    assert!(path.ends_with(".vtt") && built.text("articles/a/index.html").contains(path.as_str()));
    assert_eq!(bytes, b"WEBVTT\n\n00:00:00.000 --> 00:00:03.000\nAtme ein.\n");
    let under_other_name = TestSite::new()
        .article("a", &text.replace("said.srt", "said.vtt"))
        .file("content/articles/f.mp4", "film")
        .file("content/articles/said.vtt", "1\n00:00:00,000 --> 00:00:03,000\nAtme ein.\n")
        .build();
    under_other_name.assert_no_findings();
    let (_, bytes) = under_other_name.files().iter().find(|(path, _)| path.starts_with("assets/said.")).unwrap();
    assert_eq!(bytes, b"WEBVTT\n\n00:00:00.000 --> 00:00:03.000\nAtme ein.\n");
    let wrong = site().with_common_findings().file("content/articles/said.srt", "Breathe in.\n").build();
    let findings = wrong.of_rule("video-no-captions");
    let message = "no browser shows the captions in `said.srt`: the file does not begin with `WEBVTT`";
    assert_eq!(findings.iter().map(|finding| &*finding.message).collect::<Vec<_>>(), [message]);
}
