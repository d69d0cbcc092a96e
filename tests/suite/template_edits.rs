//! An edit of a template renders the pages that use it again, and no others.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use wellpress_build::emit::Strays;
use wellpress_build::pipeline::{self, BuiltSite, Outcome};
use wellpress_io::cache::CacheMode;
use wellpress_io::fs::{Files, Memory};

use crate::harness::files_below;
use crate::incremental::{SiteState, advance_clock, output};

/// Settings with which the site uses every template.
const SETTINGS: &str = r#"title: Test
base_url: https://test.example/
languages: {es: {title: Prueba}}
theme: own
featured: [back, cobra]
disclaimers: {articles: [general], exercises: [general]}
menus: {main: [{title: Articles, link: /articles/}]}
pagination: 2
calls_to_action: {join: {kind: form, title: Join us, action: "https://forms.example/in", success: {title: Thanks}}}
"#;

/// The templates of the built-in theme, by name.
fn built_in_templates() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/well/templates");
    let files = files_below(&folder).into_iter();
    let name = |path: &Path| path.strip_prefix(&folder).unwrap().to_str().unwrap().to_owned();
    files.map(|(path, bytes)| (name(&path), String::from_utf8(bytes).unwrap())).collect()
}

/// The template with one more attribute in its first element, or with one more element if it has none.
fn edited(text: &str) -> String {
    let Some(at) = text.match_indices('<').map(|(at, _)| at).find(|at| is_start_of_element(text, *at)) else {
        // What stands behind a component is not part of it.
        let end = text.rfind("{%- endcomponent").unwrap_or(text.len());
        return format!("{}<i>edited</i>{}", &text[..end], &text[end..]);
    };
    let end = at + text[at..].find([' ', '>', '\n']).unwrap();
    format!("{} data-edited{}", &text[..end], &text[end..])
}

/// Whether the `<` begins an HTML element. Calls of components in template tags look like elements too.
fn is_start_of_element(text: &str, at: usize) -> bool {
    text[at + 1..].starts_with(|c: char| c.is_ascii_lowercase()) && !text[..at].trim_end().ends_with(['{', '%', '-'])
}

/// A site whose theme overrides some templates of the built-in one.
struct ThemedSite {
    memory: Memory,
}

impl ThemedSite {
    fn new() -> Self {
        let memory = Memory::new();
        SiteState::default().write(&memory);
        memory.write(Path::new("/site/wellpress.yaml"), SETTINGS.as_bytes()).unwrap();
        let moved = "---\ntitle: Moved\naliases: [/before/]\n---\nHere now.\n";
        memory.write(Path::new("/site/content/pages/moved.md"), moved.as_bytes()).unwrap();
        let easy = "---\ntitle: Moved easily\n---\nHere.\n";
        memory.write(Path::new("/site/content/pages/moved.easy.md"), easy.as_bytes()).unwrap();
        let listing = "---\ntitle: Listing\ntemplate: listing.html\n---\nText.\n";
        memory.write(Path::new("/site/content/pages/listing.md"), listing.as_bytes()).unwrap();
        let site = Self { memory };
        site.put("listing.html", "{{ <page_list kind=\"article\" /> }}");
        site
    }

    fn build(&self, mode: CacheMode) -> (BuiltSite, BTreeMap<PathBuf, Vec<u8>>) {
        advance_clock(&self.memory);
        match pipeline::build(&self.memory, &SiteState::default().request(mode), Strays::Refuse).unwrap() {
            Outcome::Done(built) => (built, output(&self.memory)),
            Outcome::Stopped(report) => panic!("{report:?}"),
        }
    }

    /// Overrides a template of the built-in theme.
    fn put(&self, name: &str, text: &str) {
        let path = Path::new("/site/themes/own/templates").join(name);
        self.memory.create_dir_all(path.parent().unwrap()).unwrap();
        self.memory.write(&path, text.as_bytes()).unwrap();
    }

    /// Edits a template, and gives how many pages the next build renders.
    fn pages_rendered_after_edit(&self, name: &str, text: &str) -> usize {
        self.put(name, &edited(text));
        self.build(CacheMode::ReadWrite).0.site.rendered.pages_rendered
    }
}

#[test]
fn a_page_is_rendered_again_when_its_template_was_edited() {
    let (warm_site, cold_site) = (ThemedSite::new(), ThemedSite::new());
    let (_, mut previous) = warm_site.build(CacheMode::ReadWrite);
    for (name, text) in built_in_templates() {
        [&warm_site, &cold_site].iter().for_each(|site| site.put(&name, &edited(&text)));
        let (_, warm) = warm_site.build(CacheMode::ReadWrite);
        let (_, cold) = cold_site.build(CacheMode::Off);
        let differing: Vec<_> = cold.iter().filter(|(path, bytes)| warm.get(*path) != Some(*bytes)).collect();
        let differing: Vec<_> = differing.into_iter().map(|(path, _)| path).collect();
        assert!(differing.is_empty(), "{name}: {differing:?}");
        assert_eq!(warm.len(), cold.len(), "{name}");
        assert_ne!(warm, previous, "no page uses {name}, so that nothing is tested");
        previous = warm;
    }
}

#[test]
fn an_edited_template_renders_its_own_pages_and_no_others() {
    let (site, texts) = (ThemedSite::new(), built_in_templates());
    let first_build = site.build(CacheMode::ReadWrite).0.site.rendered;
    assert_eq!(
        first_build.pages_rendered + 1,
        first_build.pages,
        "the first build renders everything; the 404 page is rendered in every build and not counted"
    );
    let files = output(&site.memory);
    let pages = |folder: &str, suffix: &str| {
        files.keys().filter(|path| path.starts_with(folder) && path.ends_with(suffix)).count()
    };
    let sources = pages("/site/output/references", "index.html") - 1;
    let handouts = pages("/site/output", "print/index.html");
    assert_eq!(site.pages_rendered_after_edit("reference.html", &texts["reference.html"]), sources);
    assert_eq!(site.pages_rendered_after_edit("slip.html", &texts["slip.html"]), 1, "the citation index");
    assert_eq!(site.pages_rendered_after_edit("home.html", &texts["home.html"]), 2, "one for each language");
    assert_eq!(
        site.pages_rendered_after_edit("print.html", &texts["print.html"]),
        handouts,
        "the page is one with its handout"
    );
    assert_eq!(site.pages_rendered_after_edit("redirect.html", &texts["redirect.html"]), 0, "no page is made with it");
    assert_eq!(
        site.pages_rendered_after_edit("base.html", &texts["base.html"]),
        first_build.pages_rendered,
        "every page stands in it"
    );
}

#[test]
fn an_edit_of_data_renders_the_pages_whose_templates_use_it() {
    let site = ThemedSite::new();
    let write = |name: &str, text: &str| {
        site.memory.create_dir_all(Path::new("/site/data")).unwrap();
        site.memory.write(&Path::new("/site/data").join(name), text.as_bytes()).unwrap();
    };
    let topic = built_in_templates()["topic.html"].replace("<h1>", "<h1>{{ <hours /> }}");
    site.put("components/hours.html", "{% component hours(@data) %}{{ data.hours.monday }}{% endcomponent hours %}");
    site.put("topic.html", &topic);
    write("hours.yaml", "monday: 9 to 5\n");
    let (_, before) = site.build(CacheMode::ReadWrite);
    let topics = before.keys().filter(|path| path.to_string_lossy().contains("/topics/"));
    let topics =
        topics.filter(|path| path.ends_with("index.html") && before[*path].windows(6).any(|part| part == b"9 to 5"));
    let topics = topics.count();
    assert!(topics > 0, "no page shows the data");
    write("hours.yaml", "monday: 10 to 4\n");
    let (built, after) = site.build(CacheMode::ReadWrite);
    assert_eq!(built.site.rendered.pages_rendered, topics);
    assert_eq!(after, site.build(CacheMode::Off).1);
    assert!(!after.values().any(|bytes| bytes.windows(6).any(|part| part == b"9 to 5")));
}

#[test]
fn editors_temporary_files_in_a_theme_are_not_read() {
    let (site, texts) = (ThemedSite::new(), built_in_templates());
    let (_, expected) = site.build(CacheMode::ReadWrite);
    for name in ["components/card.html.orig", "old.bak/base.html", "#base.html", "components/_card.html"] {
        site.put(name, &texts["components/card.html"]);
    }
    site.memory.create_dir_all(Path::new("/site/themes/own/assets")).unwrap();
    site.memory.write(Path::new("/site/themes/own/assets/own.css.tmp"), b"a {").unwrap();
    assert_eq!(site.build(CacheMode::ReadWrite).1, expected);
}
