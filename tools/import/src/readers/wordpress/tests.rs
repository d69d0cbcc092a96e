//! Tests of exports of WordPress, written by hand.

use std::collections::BTreeMap;
use std::path::Path;

use wellpress_io::fs::Memory;

use crate::old_site::{FileOrigin, OldPage, OldSite};
use crate::readers::ReadError;
use crate::source_folder::SourceFolder;

mod plugins;

const HEAD: &str = r#"<?xml version="1.0"?><rss xmlns:wp="https://wordpress.org/export/1.2/"><channel>
<title>Backs &amp; necks</title><link>https://example.org</link><description>About backs</description><language>en-US</language>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://example.org</wp:base_blog_url>
<wp:author><wp:author_login>secretlogin</wp:author_login><wp:author_email>mail@example.org</wp:author_email>
<wp:author_display_name><![CDATA[Ann Lee]]></wp:author_display_name></wp:author>
<wp:category><wp:term_id>3</wp:term_id><wp:category_nicename>pain</wp:category_nicename><wp:cat_name>Pain</wp:cat_name></wp:category>
<wp:category><wp:term_id>4</wp:term_id><wp:category_nicename>neck</wp:category_nicename><wp:category_parent>pain</wp:category_parent>
<wp:cat_name>Neck &amp;amp; head</wp:cat_name><wp:category_description>All of it</wp:category_description></wp:category>
<wp:tag><wp:tag_slug>yoga</wp:tag_slug><wp:tag_name>Yoga</wp:tag_name></wp:tag>"#;

fn export(items: &str) -> String {
    format!("{HEAD}{items}</channel></rss>")
}

/// An item with its fields as `name=value`.
fn item(id: u32, kind: &str, fields: &[(&str, &str)], more: &str) -> String {
    let mut values: BTreeMap<&str, String> =
        [("wp:status", "publish".to_owned()), ("wp:post_name", format!("name-{id}"))].into();
    values.extend(fields.iter().map(|(name, value)| (*name, (*value).to_owned())));
    let fields: String = values.iter().map(|(name, value)| format!("<{name}><![CDATA[{value}]]></{name}>")).collect();
    format!("<item><wp:post_id>{id}</wp:post_id><wp:post_type>{kind}</wp:post_type>{fields}{more}</item>")
}

fn meta(key: &str, value: &str) -> String {
    format!(
        "<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
    )
}

fn read_file(text: &str) -> Result<OldSite, ReadError> {
    let files = Memory::new().with("/s/a.xml", text);
    super::read(&SourceFolder::open(&files, Path::new("/s/a.xml")).unwrap())
}

fn site(items: &str) -> OldSite {
    read_file(&export(items)).unwrap()
}

fn page(fields: &[(&str, &str)], more: &str) -> OldPage {
    site(&item(1, "post", fields, more)).pages.remove(0)
}

fn text(html: &str) -> String {
    page(&[("content:encoded", html)], "").text
}

fn kinds_left(site: &OldSite) -> Vec<String> {
    site.log.left_constructs().into_iter().map(|construct| construct.kind).collect()
}

#[test]
fn the_site_is_described() {
    let site = site(&item(1, "post", &[("dc:creator", "secretlogin")], ""));
    assert_eq!(site.title.as_deref(), Some("Backs & necks"));
    assert_eq!((site.language.as_deref(), site.base_url.as_deref()), (Some("en-US"), Some("https://example.org")));
    assert_eq!(site.pages[0].authors, ["Ann Lee"]);
    assert_eq!((site.people[0].key.as_str(), site.people[0].name.as_str()), ("Ann Lee", "Ann Lee"));
}

#[test]
fn data_of_people_stay_behind() {
    let comment = "<wp:comment><wp:comment_author_email>visitor@example.org</wp:comment_author_email>\
                   <wp:comment_author_IP>192.0.2.7</wp:comment_author_IP><wp:comment_content>visitorswords</wp:comment_content></wp:comment>";
    let items = item(1, "post", &[("dc:creator", "secretlogin"), ("wp:post_password", "opensesame")], comment)
        + &item(2, "post", &[("dc:creator", "unknownlogin")], &meta("_customer", "buyer@example.org"))
        + &item(3, "shop_order", &[("content:encoded", "orderer")], "")
        + &item(4, "revision", &[("content:encoded", "earlierwords")], "")
        + &item(5, "post", &[("wp:status", "trash"), ("content:encoded", "trashed")], "")
        + &item(6, "wp_global_styles", &[("content:encoded", "styles")], "")
        + &["um_form", "um_directory", "sureforms_form"]
            .map(|kind| item(7, kind, &[("title", "Default Login")], ""))
            .concat();
    let site = site(&items);
    let site_as_text = format!("{site:?}");
    for word in [
        "secretlogin",
        "unknownlogin",
        "mail@",
        "visitor",
        "192.0.2.7",
        "visitorswords",
        "opensesame",
        "buyer",
        "orderer",
        "earlierwords",
        "trashed",
        "styles\"",
    ] {
        assert!(!site_as_text.contains(word), "{word}: {site_as_text}");
    }
    assert_eq!((site.pages.len(), site.page_count), (2, 2));
    assert!(site.pages[0].is_draft && !site.pages[1].is_draft);
    for kind in ["shop_order", "um_form", "um_directory", "sureforms_form"] {
        assert!(kinds_left(&site).contains(&format!("record of the type `{kind}`")), "{kind}");
    }
}

#[test]
fn pages_each_below_the_one_before_share_the_folder_of_the_last_level() {
    let number = |id: u32| (id.to_string(), (id - 1).to_string());
    let items: String = (1..40)
        .map(number)
        .map(|(id, above)| {
            item(id.parse().unwrap(), "page", &[("wp:post_name", &format!("p{id}")), ("wp:post_parent", &above)], "")
        })
        .collect();
    let site = site(&items);
    let folders = |at: usize| site.pages[at].folders.join("/");
    let top = (1..=16).map(|level| format!("p{level}")).collect::<Vec<_>>().join("/");
    assert_eq!((folders(0), folders(2)), ("p1".to_owned(), "p1/p2/p3".to_owned()));
    assert_eq!((folders(15), folders(16), folders(30)), (top.clone(), format!("{top}/p17"), format!("{top}/p31")));
    assert_eq!((folders(38), site.pages[38].name.as_str()), (top, "p39"));
    let left: Vec<_> = site.log.left_constructs().into_iter().map(|left| (left.kind, left.count)).collect();
    assert_eq!(left, [("page below more than 16 others".to_owned(), 22)]);
}

#[test]
fn pages_have_their_places() {
    let (home, about) = ("https://example.org/", "https://example.org//about/");
    let items = item(1, "page", &[("wp:post_name", "home"), ("link", home)], "")
        + &item(
            2,
            "page",
            &[("wp:post_name", "about"), ("link", about)],
            "<guid>https://example.org/?page_id=2</guid>",
        )
        + &item(3, "page", &[("wp:post_name", "team"), ("wp:post_parent", "2")], "")
        + &item(4, "post", &[("link", "https://example.org/?p=4")], "")
        + &item(5, "clinic", &[("wp:status", "private")], "")
        + &item(6, "post", &[("wp:post_name", ""), ("title", "Rest &amp; sleep")], "")
        + &item(7, "post", &[("wp:post_name", ""), ("title", "")], "")
        + &item(8, "page", &[("wp:post_parent", "9")], "")
        + &item(9, "page", &[("wp:post_parent", "8")], "");
    let site = site(&items);
    let places: Vec<_> = site.pages.iter().map(|page| format!("{}|{}", page.folders.join("/"), page.name)).collect();
    let expected = [
        "|index",
        "about|index",
        "about|team",
        "articles|name-4",
        "clinic|name-5",
        "articles|rest-sleep",
        "articles|post-7",
    ];
    assert_eq!(places[..7], expected);
    assert_eq!(places[7..], ["name-9/name-8|index", "name-9|index"], "a page below itself is below the other one once");
    assert_eq!((site.pages[1].address.as_str(), site.pages[3].address.as_str()), ("/about/", ""));
    assert_eq!((site.pages[1].aliases.join(" "), site.redirects.len()), ("/?page_id=2".to_owned(), 0));
    assert!(site.pages[4].is_draft);
}

#[test]
fn fields_are_read() {
    let fields = [
        ("title", "A <em>b</em> &amp; c"),
        ("wp:post_date", "2024-03-05 09:30:00"),
        ("wp:post_modified", "2024-03-05 23:30:00"),
        ("excerpt:encoded", ""),
    ];
    let more = meta("_yoast_wpseo_metadesc", "%%title%%")
        + &meta("rank_math_description", "Described")
        + &meta("_yoast_wpseo_title", "Title")
        + &meta("_yoast_wpseo_canonical", "https://example.com/a")
        + &meta("_medical_reviewed_by", "Dr. B");
    let one = site(&item(1, "post", &fields, &more));
    let page = &one.pages[0];
    assert_eq!((page.title.as_deref(), page.description.as_deref()), (Some("A b & c"), Some("Described")));
    assert_eq!(page.published.map(|day| day.to_string()).as_deref(), Some("2024-03-05"));
    assert_eq!(page.updated, None);
    assert_eq!(
        (&page.fields["seo_title"], &page.fields["canonical"]),
        (&"Title".into(), &"https://example.com/a".into())
    );
    assert_eq!(page.extra["imported_review"]["medical_reviewed_by"], "Dr. B");
    assert_eq!(one.log.to_confirm.first().unwrap().1, "the old site says: medical reviewed by Dr. B");
    let later = [
        ("wp:post_date", "0000-00-00 00:00:00"),
        ("wp:post_modified", "2024-03-07 00:00:00"),
        ("excerpt:encoded", "Own"),
    ];
    let page = self::page(&later, &more);
    assert_eq!((page.published, page.updated.map(|day| day.to_string())), (None, Some("2024-03-07".to_owned())));
    assert_eq!(page.description.as_deref(), Some("Own"));
}

#[test]
fn topics_come_with_those_above_them() {
    let terms = "<category domain='category' nicename='neck'>Neck &amp;amp; head</category>\
                 <category domain='category' nicename='uncategorized'>Uncategorized</category>\
                 <category domain='post_tag' nicename='yoga'>Yoga</category>";
    let site = site(&item(1, "post", &[], terms));
    assert_eq!(site.pages[0].topics, ["Neck & head", "Yoga"]);
    let topics: Vec<_> =
        site.topics.iter().map(|topic| (topic.name.as_str(), topic.address.as_deref().unwrap())).collect();
    assert_eq!(topics, [("Neck & head", "/category/neck/"), ("Pain", "/category/pain/"), ("Yoga", "/tag/yoga/")]);
    assert_eq!(site.topics[0].broader.as_deref(), Some("Pain"));
    assert_eq!(site.topics[0].description.as_deref(), Some("All of it"));
    assert_eq!(site.topics_address.as_deref(), Some("/category/"));
}

#[test]
fn menus_are_read_with_two_levels() {
    let entry = |id: u32, menu: &str, parent: &str, order: &str, title: &str, target: &str| {
        let more = format!("<category domain='nav_menu' nicename='{menu}'>{menu}</category>")
            + &meta("_menu_item_menu_item_parent", parent)
            + target;
        item(id, "nav_menu_item", &[("title", title), ("wp:menu_order", order)], &more)
    };
    let page = meta("_menu_item_type", "post_type") + &meta("_menu_item_object_id", "1");
    let term = meta("_menu_item_type", "taxonomy") + &meta("_menu_item_object_id", "4");
    let items = item(1, "page", &[("title", "About"), ("link", "https://example.org/about/")], "")
        + &entry(31, "social", "0", "1", "Accounts", &menu_url("https://example.net/"))
        + &entry(41, "services", "0", "1", "Classes", &menu_url("https://example.org/classes/"))
        + &entry(51, "foot-care", "0", "1", "Soles", &menu_url("https://example.org/soles/"))
        + &entry(61, "domains", "0", "1", "Clinics", &menu_url("https://example.org/clinics/"))
        + &entry(21, "footer", "0", "1", "Foot", &menu_url("https://example.com/"))
        + &entry(22, "legal-links", "0", "1", "Privacy", &menu_url("https://example.org/privacy/"))
        + &entry(11, "main", "0", "2", "More", &menu_url("#"))
        + &entry(12, "main", "11", "3", "", &page)
        + &entry(13, "main", "12", "4", "", &term)
        + &entry(14, "main", "0", "1", "Start", &menu_url("https://example.org/start/"));
    let site = site(&items);
    let [start, more] = site.menu.as_slice() else { panic!("{:?}", site.menu) };
    assert_eq!((start.title.as_str(), start.link.as_deref()), ("Start", Some("/start/")));
    assert_eq!((more.title.as_str(), more.link.as_deref()), ("More", None));
    let below: Vec<_> =
        more.children.iter().map(|entry| (entry.title.as_str(), entry.link.as_deref().unwrap())).collect();
    assert_eq!(below, [("About", "/about/"), ("Neck & head", "/category/neck/")]);
    let foot: Vec<_> = site.footer_menu.iter().map(|entry| entry.title.as_str()).collect();
    assert_eq!(foot, ["Foot", "Privacy"]);
    let report = format!("{:?}", site.log);
    for name in ["`social` is not here: it has Accounts", "it has Classes", "it has Soles", "it has Clinics"] {
        assert!(report.contains(name), "{name} in {report}");
    }
}

fn menu_url(url: &str) -> String {
    meta("_menu_item_type", "custom") + &meta("_menu_item_url", url)
}

#[test]
fn blocks_are_translated() {
    let embed = "<!-- wp:embed {\"url\":\"https://youtu.be/x1\"} --><figure>https://youtu.be/x1<figcaption>Neck</figcaption></figure>\
                 <!-- /wp:embed --><!-- wp:paragraph --><p>a<!--more--></p><!-- /wp:paragraph --><!--nextpage-->";
    assert_eq!(text(embed), "::video{src=\"https://www.youtube.com/watch?v=x1\" title=\"Neck\"}\n\na");
    let block = item(12, "wp_block", &[("wp:post_name", "help"), ("content:encoded", "<p>Call</p>")], "");
    let used = item(
        1,
        "post",
        &[(
            "content:encoded",
            "<!-- wp:block {\"ref\":12} /--><!-- wp:block {\"ref\":13} /--><!-- wp:latest-posts /-->",
        )],
        "",
    );
    let site = site(&(block + &used));
    assert_eq!((site.pages[0].text.as_str(), site.snippets["help"].text.as_str()), ("::snippet{#help}", "Call"));
    assert_eq!(kinds_left(&site), ["block `latest-posts`", "reusable block that is not in the export"]);
    assert_eq!(site.page_count, 1);
}

#[test]
fn a_comment_that_is_not_closed_repeats_nothing() {
    assert_eq!(text("<!-- wp:paragraph --><p>Rest.</p><!-- wp:block {\"ref\":1}").matches("Rest.").count(), 1);
}

#[test]
fn a_pattern_with_words_of_the_page_shows_these_and_makes_a_draft() {
    let pattern = item(2, "wp_block", &[("wp:post_name", "dose"), ("content:encoded", "<p>Default 27 mg</p>")], "");
    for (own, expected, is_hidden) in [
        (
            r#","content":{"A":{"content":"Take <b>30 mg</b> \u003c x"},"B":{"text":"b"},"C":{"url":"u"}}"#,
            "Take **30 mg** < x\n\nb",
            true,
        ),
        (r#","content":{}"#, "::snippet{#dose}", false),
        ("", "::snippet{#dose}", false),
    ] {
        let used = format!("<!-- wp:block {{\"ref\":2{own}}} /-->");
        let site = site(&(pattern.clone() + &item(1, "post", &[("content:encoded", &used)], "")));
        assert_eq!((site.pages[0].text.as_str(), site.log.is_doubtful("post 1")), (expected, is_hidden));
    }
}

#[test]
fn reusable_blocks_of_one_name_keep_their_texts() {
    let block = |id: u32, name: &str, text: &str| {
        item(id, "wp_block", &[("wp:post_name", name), ("content:encoded", text)], "")
    };
    let used = [2, 3, 4].map(|id| format!("<!-- wp:block {{\"ref\":{id}}} /-->")).concat();
    let blocks = block(2, "dose", "5 mg") + &block(3, "dose", "10 mg") + &block(4, "dose-2", "20 mg");
    let site = site(&(blocks + &item(1, "post", &[("content:encoded", &used)], "")));
    assert_eq!(site.pages[0].text, "::snippet{#dose}\n\n::snippet{#dose-2}\n\n::snippet{#dose-2-2}");
    let texts = ["dose", "dose-2", "dose-2-2"].map(|name| site.snippets[name].text.trim());
    assert_eq!(texts, ["5 mg", "10 mg", "20 mg"]);
}

#[test]
fn classic_texts_get_paragraphs() {
    assert_eq!(text("a\nb\n\nc\n<h2>d</h2>\ne"), "a\\\nb\n\nc\n\n## d\n\ne");
    let expected = "a\n\n::video{src=\"https://vimeo.com/7\" title=\"Video\"}\n\n```\nb\n\nc\n```";
    assert_eq!(text("a\n\nhttps://vimeo.com/7\n\n<pre>b\n\nc</pre>"), expected);
    assert_eq!(text("<p>a\nb</p>"), "a b");
}

#[test]
fn shortcodes_are_translated_or_left() {
    let caption =
        "[caption id=\"a\" width=\"3\"]<a href=\"b\"><img src=\"a.jpg\" alt=\"x\"></a> A <em>b</em>[/caption]";
    assert_eq!(text(caption), "::figure[A *b*]{src=\"a.jpg\" alt=\"x\"}");
    let expected = "::video{src=\"https://www.youtube.com/watch?v=x\" title=\"Video\"}";
    assert_eq!(text("[embed]https://youtu.be/x[/embed]"), expected);
    assert_eq!(text("a[ref]b[/ref] [/ref] [ref]c"), "a[^1] \\[/ref\\] \\[ref\\]c\n\n[^1]: b");
    assert_eq!(text("[audio https://example.org/a.mp3]"), "[example.org](https://example.org/a.mp3)");
    let picture = item(
        7,
        "attachment",
        &[("wp:attachment_url", "/a.jpg"), ("excerpt:encoded", "C")],
        &meta("_wp_attachment_image_alt", "\"q\""),
    );
    let gallery = item(1, "post", &[("content:encoded", "[gallery ids=\"7,8\"]")], "");
    assert_eq!(site(&(gallery + &picture)).pages[0].text, "::figure[C]{src=\"/a.jpg\" alt=\"\\\"q\\\"\"}");
    let site = site(&item(1, "post", &[("content:encoded", "so [sic] [chart id=\"1\"] a[i]")], ""));
    assert_eq!(site.pages[0].text, "so \\[sic\\] \\[chart id=\"1\"\\] a\\[i\\]");
    assert_eq!(kinds_left(&site), ["shortcode `chart` of a plugin"]);
}

#[test]
fn a_site_in_a_folder_keeps_its_addresses_below_it() {
    let page = item(
        1,
        "page",
        &[("link", "https://example.org/blog/a/"), ("guid", "https://example.org/blog/?page_id=1")],
        "",
    );
    let channel = "<wp:base_blog_url>https://example.org/blog</wp:base_blog_url>";
    let site = site(&(channel.to_owned() + &page));
    assert_eq!((site.pages[0].address.as_str(), &*site.pages[0].aliases), ("/a/", &["/?page_id=1".to_owned()][..]));
}

#[test]
fn links_by_date_and_by_name_lead_to_posts() {
    let post = |id: u32, html: &str| {
        let link = format!("https://example.org/?p={id}");
        item(id, "post", &[("wp:post_date", "2012-03-20 01:00:00"), ("link", &link), ("content:encoded", html)], "")
    };
    let about = item(4, "page", &[("wp:post_name", "about"), ("link", "https://example.org/about/")], "");
    let links = ["https://example.org/2012/03/name-2/#Authors", "/name-3", "/about/", "https://example.net/name-1/"];
    let links = links.map(|link| format!("<a href=\"{link}\">a</a> ")).concat();
    let site = site(&(post(1, &links) + &post(2, "") + &post(3, "") + &about));
    let aliases: Vec<_> = site.pages.iter().map(|page| page.aliases[..].join(" ")).collect();
    let expected = ["/?p=1 /2012/03/name-1/", "/?p=2 /2012/03/name-2/", "/?p=3 /2012/03/name-3/ /name-3/", ""];
    assert_eq!(aliases, expected);
}

#[test]
fn a_page_without_the_words_of_its_blocks_is_a_draft() {
    for (html, is_hidden) in [
        ("<!-- wp:x/form --><!-- wp:x/text {\"label\":\"At most 5 mg\"} /--><!-- /wp:x/form -->", true),
        ("<!-- wp:paragraph --><p>5 mg</p><!-- /wp:paragraph --><!-- wp:x/form /-->", false),
        ("<!-- wp:paragraph --><p></p><!-- /wp:paragraph --><!-- wp:latest-posts /-->", false),
        ("<!-- wp:query --><!-- wp:spacer {\"height\":\"5px\"} /--><!-- /wp:query -->", false),
        ("", false),
    ] {
        let site = site(&item(1, "page", &[("content:encoded", html)], ""));
        assert_eq!(site.log.is_doubtful("page 1"), is_hidden, "{html}");
    }
}

#[test]
fn footnotes_of_plugins_are_footnotes() {
    let expected = "a[^1] b[^2]\n\n[^1]: one note\n\n[^2]: two *c*";
    assert_eq!(text("a[ref]one note[/ref] b[efn_note]two <em>c</em>[/efn_note]"), expected);
    let footnote_fields = [("content:encoded", "<p>a<sup data-fn=\"k\" class=\"fn\"><a href=\"#k\">1</a></sup></p>")];
    assert_eq!(
        page(&footnote_fields, &meta("footnotes", "[{\"id\":\"k\",\"content\":\"b\"}]")).text,
        "a[^1]\n\n[^1]: b"
    );
}

#[test]
fn pictures_come_from_the_folder() {
    let upload = "https://example.org/wp-content/uploads/2024/a-300x200.jpg";
    let items = item(
        1,
        "post",
        &[(
            "content:encoded",
            &format!("<img src=\"{upload}\"><img src=\"https://example.org/wp-content/uploads/no.jpg\">"),
        )],
        &meta("_thumbnail_id", "7"),
    ) + &item(
        7,
        "attachment",
        &[("wp:attachment_url", "https://example.org/wp-content/uploads/b.jpg")],
        &meta("_wp_attachment_image_alt", "B"),
    );
    let files = Memory::new()
        .with("/s/a.xml", export(&items))
        .with("/s/uploads/2024/a.jpg", "")
        .with("/s/wp-content/uploads/b.jpg", "")
        .with("/s/sitemap.xml", "<urlset/>");
    let site = super::read(&SourceFolder::open(&files, Path::new("/s")).unwrap()).unwrap();
    let page = &site.pages[0];
    let origin = |path: &str| FileOrigin::Source(path.to_owned());
    let expected = [
        (upload.to_owned(), origin("uploads/2024/a.jpg")),
        ("https://example.org/wp-content/uploads/b.jpg".to_owned(), origin("wp-content/uploads/b.jpg")),
    ];
    assert_eq!(page.files, expected.into());
    assert_eq!(page.hero.as_ref().unwrap().alt.as_deref(), Some("B"));
    assert!(read_file(&export(&items)).unwrap().pages[0].files.is_empty());
}

#[test]
fn entities_of_a_document_type_stay_text() {
    let bomb = "<!DOCTYPE rss [<!ENTITY a \"LOL\"><!ENTITY b \"&a;&a;\"><!ENTITY x SYSTEM \"file:///etc/passwd\">]>";
    let post = item(1, "post", &[], "<content:encoded>&b;&x;&lt;p>&#65;&amp;amp;</content:encoded>");
    let file = export(&post).replacen("<rss", &format!("{bomb}<rss"), 1);
    assert_eq!(read_file(&file).unwrap().pages[0].text, "\\&b;\\&x;\n\nA&");
}

#[test]
fn broken_files_are_refused_with_the_position() {
    let whole = export(&item(1, "post", &[], ""));
    let expected = format!("at byte {}: the file ends within `<channel>`", whole.len() - 16);
    assert_eq!(refusal(whole.strip_suffix("</channel></rss>").unwrap()), expected);
    assert!(refusal(&whole[..whole.len() - 30]).starts_with("at byte "));
    assert!(refusal("<rss></rss>").contains("no channel"));
    assert!(refusal("<rss></channel>").starts_with("at byte "));
    assert!(refusal(&"<a>".repeat(100)).contains("nested too deeply"));
    assert!(matches!(read_file(&export("")), Err(ReadError::NoPages("WordPress"))));
}

fn refusal(text: &str) -> String {
    match read_file(text) {
        Err(ReadError::Format { why, .. }) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_text_over_the_limit_is_listed() {
    let long = item(1, "post", &[("content:encoded", &"a".repeat(10_000_001))], "")
        + &item(2, "post", &[("content:encoded", "b")], "");
    let site = site(&long);
    assert_eq!((site.pages.len(), site.page_count, site.pages[0].text.as_str()), (1, 2, "b"));
    assert_eq!(kinds_left(&site), ["text over 10 MB"]);
}

#[test]
fn custom_fields_with_words_are_named_with_an_example() {
    let fields = [
        meta("dose", "38 mg twice daily"),
        meta("_dose", "field 1"),
        meta("layout", "wide"),
        meta("list", "a:1:{s:1:\"a b\"}"),
        meta("rank_math_title", "A b"),
    ];
    let site = site(&item(1, "page", &[], &fields.concat()));
    assert_eq!(kinds_left(&site), ["custom field `dose`"]);
    assert!(site.log.left_constructs()[0].instead.contains("38 mg twice daily"));
}
