//! An edit of a template draws the pages that are made with it again, and no other; none is left as it was.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use wellpress::emit::Strays;
use wellpress::pipeline::{self, BuiltSite, Outcome};
use wellpress_io::cache::CacheMode;
use wellpress_io::fs::{Files, Memory};

use crate::incremental::{SiteState, advance_clock, output};

/// Settings with which the site has a page of every template.
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

/// Templates of the built-in theme, by name.
fn shipped() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/well/templates");
    let files =
        walkdir::WalkDir::new(&folder).into_iter().map(Result::unwrap).filter(|file| file.file_type().is_file());
    let name = |path: &Path| path.strip_prefix(&folder).unwrap().to_str().unwrap().to_owned();
    files.map(|file| (name(file.path()), std::fs::read_to_string(file.path()).unwrap())).collect()
}

/// The template with another attribute in its first element, or with an element.
fn edited(text: &str) -> String {
    let is_element = |at: &usize| {
        let rest = &text[at + 1..];
        rest.starts_with(|c: char| c.is_ascii_lowercase()) && !text[..*at].trim_end().ends_with(['{', '%', '-'])
    };
    let Some(at) = text.match_indices('<').map(|(at, _)| at).find(is_element) else {
        return format!("{text}<i>edited</i>");
    };
    let end = at + text[at..].find([' ', '>', '\n']).unwrap();
    format!("{} data-edited{}", &text[..end], &text[end..])
}

struct Site {
    memory: Memory,
}

impl Site {
    fn new() -> Self {
        let memory = Memory::new();
        SiteState::default().write(&memory);
        memory.write(Path::new("/site/wellpress.yaml"), SETTINGS.as_bytes()).unwrap();
        let moved = "---\ntitle: Moved\naliases: [/before/]\n---\nHere now.\n";
        memory.write(Path::new("/site/content/pages/moved.md"), moved.as_bytes()).unwrap();
        Self { memory }
    }

    fn build(&self, mode: CacheMode) -> (BuiltSite, BTreeMap<PathBuf, Vec<u8>>) {
        advance_clock(&self.memory);
        match pipeline::build(&self.memory, &SiteState::default().request(mode), Strays::Refuse).unwrap() {
            Outcome::Done(built) => (built, output(&self.memory)),
            Outcome::Stopped(report) => panic!("{report:?}"),
        }
    }

    /// Puts a template in the place of the built-in theme's.
    fn put(&self, name: &str, text: &str) {
        let path = Path::new("/site/themes/own/templates").join(name);
        self.memory.create_dir_all(path.parent().unwrap()).unwrap();
        self.memory.write(&path, text.as_bytes()).unwrap();
    }

    /// How many pages an edit of a template draws again.
    fn drawn_again(&self, name: &str, text: &str) -> usize {
        self.put(name, &edited(text));
        self.build(CacheMode::ReadWrite).0.site.rendered.pages_rendered
    }
}

#[test]
fn a_page_is_rendered_again_when_its_template_was_edited() {
    let (site, from_nothing) = (Site::new(), Site::new());
    let (_, mut before) = site.build(CacheMode::ReadWrite);
    for (name, text) in shipped() {
        [&site, &from_nothing].iter().for_each(|site| site.put(&name, &edited(&text)));
        let (_, warm) = site.build(CacheMode::ReadWrite);
        let (_, cold) = from_nothing.build(CacheMode::Off);
        let differing: Vec<_> = cold.iter().filter(|(path, bytes)| warm.get(*path) != Some(*bytes)).collect();
        assert!(differing.is_empty(), "{name}: {:?}", differing[0].0);
        assert_eq!(warm.len(), cold.len(), "{name}");
        assert_ne!(warm, before, "{name} is drawn nowhere, so that nothing is tested");
        before = warm;
    }
}

#[test]
fn an_edited_template_renders_its_own_pages_and_no_others() {
    let (site, texts) = (Site::new(), shipped());
    let all = site.build(CacheMode::ReadWrite).0.site.rendered;
    assert_eq!(
        all.pages_rendered + 1,
        all.pages,
        "the first build draws everything; the page for what is not there is always drawn"
    );
    let files = output(&site.memory);
    let pages =
        |folder: &str, end: &str| files.keys().filter(|path| path.starts_with(folder) && path.ends_with(end)).count();
    let sources = pages("/site/output/references", "index.html") - 1;
    let handouts = pages("/site/output", "print/index.html");
    assert_eq!(site.drawn_again("reference.html", &texts["reference.html"]), sources);
    assert_eq!(site.drawn_again("slip.html", &texts["slip.html"]), 1, "the citation index");
    assert_eq!(site.drawn_again("home.html", &texts["home.html"]), 2, "one for each language");
    assert_eq!(site.drawn_again("print.html", &texts["print.html"]), handouts, "the page is one with its handout");
    assert_eq!(site.drawn_again("redirect.html", &texts["redirect.html"]), 0, "no page is made with it");
    assert_eq!(site.drawn_again("base.html", &texts["base.html"]), all.pages_rendered, "every page stands in it");
}

#[test]
fn editors_temporary_files_in_a_theme_are_not_read() {
    let (site, texts) = (Site::new(), shipped());
    let (_, before) = site.build(CacheMode::ReadWrite);
    for left in ["components/card.html.orig", "old.bak/base.html", "#base.html", "components/_card.html"] {
        site.put(left, &texts["components/card.html"]);
    }
    site.memory.create_dir_all(Path::new("/site/themes/own/assets")).unwrap();
    site.memory.write(Path::new("/site/themes/own/assets/own.css.tmp"), b"a {").unwrap();
    assert_eq!(site.build(CacheMode::ReadWrite).1, before);
}
