//! Reads a site of Jekyll: `_config.yml`, posts, collections, pages, includes, and the sources of jekyll-scholar.

mod attribute_lists;
mod data;
mod html_blocks;
mod language;
mod liquid;
mod menus;
mod names;
mod pieces;
mod tables;
mod template;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::log::ImportLog;
use crate::old_site::{OldPage, OldSection, OldSite};
use crate::source_folder::{SourceFolder, base_name, ending_of, folder_of};
use crate::text::has_word;

use super::markdown_folder::{self, PageFile};
use super::nesting::Nesting;
use super::page_keys::{self, text_of, words};
use super::path_names::{date_in_name, fits, part_of_day, without_empty_parts};
use super::read_error::ReadError;
use super::settings::{note_words, people, setting, settings_file};
use data::is_rendered;
use liquid::LiquidText;
use names::Names;

/// What the reader needs of the configuration.
struct Config {
    values: Map<String, Value>,
    /// The names of collections.
    collections: BTreeSet<String>,
    exclude: Vec<String>,
    include: Vec<String>,
}

pub(crate) fn read(source: &SourceFolder<'_>) -> Result<OldSite, ReadError> {
    let values = settings_file(source, &["_config.yml", "_config.yaml", "_config.toml"], "configuration")?;
    let collections: BTreeSet<String> = match values.get("collections") {
        Some(Value::Object(map)) => map.keys().cloned().collect(),
        Some(list) => words(list).into_iter().collect(),
        None => BTreeSet::new(),
    };
    let patterns = |key: &str| values.get(key).map(words).unwrap_or_default();
    let (exclude, include) = (patterns("exclude"), patterns("include"));
    let config = Config { values, collections, exclude, include };
    let setting = |key: &str| setting(&config.values, key);
    let base = setting("baseurl").unwrap_or_default();
    let mut site = OldSite {
        title: setting("title").or_else(|| setting("name")),
        description: setting("description"),
        base_url: setting("url").map(|url| format!("{}/{}", url.trim_end_matches('/'), base.trim_matches('/'))),
        language: setting("lang").or_else(|| setting("locale")),
        topics_address: Some("/tags/".to_owned()),
        ..OldSite::default()
    };
    site.set_menus(menus::of(source, &config.values).into_iter());
    people(source, "_data/authors.yml", &mut site);
    note_words(&mut site, "_config.yml", &config.values, "footer_content copyright");
    let folder = config.values.get("scholar").and_then(|scholar| text_of(scholar.get("source")?));
    let folder = folder.unwrap_or_else(|| "_bibliography".to_owned());
    let folder = format!("{}/", folder.trim_start_matches("./").trim_matches('/'));
    site.libraries.extend(source.below(&folder).filter(|path| path.ends_with(".bib")).map(str::to_owned));
    for path in source.below("_data/") {
        let name = base_name(path).to_lowercase();
        let stem = name.split_once('.').map_or("", |(stem, _)| stem);
        if has_word("authors people team members staff users", stem) {
            let instead = "pages of people; the file may have addresses that are not for everybody";
            site.log.left("data about people", path, instead);
        } else {
            site.data_files.insert(path["_data/".len()..].to_owned(), path.to_owned());
        }
    }
    for path in source.files().filter(|path| is_published(path, &config)) {
        site.published_files.insert(format!("/{path}"), crate::old_site::FileOrigin::Source(path.to_owned()));
    }
    let mut pages = markdown_folder::page_files(source, "", &mut site, |path| is_page(path, &config));
    pages.extend(markdown_folder::html_pages(source, "", &mut site, |path| is_page(path, &config)));
    pages.extend(markdown_folder::plain_html_pages(source, "", &mut site, |path| is_page(path, &config)));
    let links: BTreeMap<String, String> = pages.iter().filter_map(post_name).collect();
    if site.menu.is_empty() {
        let theme = ["theme", "remote_theme"].iter().find_map(|key| setting(key)).unwrap_or_default();
        site.menu = menus::of_pages(&pages, theme.contains("just-the-docs"));
    }
    for file in pages {
        page(source, &mut site, &config, &links, file);
    }
    if site.pages.is_empty() { Err(ReadError::NoPages("Jekyll")) } else { Ok(site) }
}

fn is_excluded(path: &str, config: &Config) -> bool {
    const ALWAYS: &str = "Gemfile Gemfile.lock Rakefile README.md LICENSE package.json CONTRIBUTING.md LICENSE.md";
    has_word(ALWAYS, path) || config.exclude.iter().any(|pattern| is_below(path, pattern))
}

fn is_included(path: &str, config: &Config) -> bool {
    config.include.iter().any(|pattern| is_below(path, pattern))
}

/// Whether a pattern of `exclude` or `include` is the start of a path, or fits it or a folder above it. Its stars stand for any folders.
fn is_below(path: &str, pattern: &str) -> bool {
    let pattern = pattern.trim_start_matches("./").trim_start_matches('/');
    let mut paths = path.match_indices('/').map(|(at, _)| &path[..at]).chain([path]);
    !pattern.is_empty() && (path.starts_with(pattern) || pattern.contains('*') && paths.any(|path| fits(pattern, path)))
}

/// Whether a path lies in the scope of defaults. One star stands for names in one folder.
fn is_in_scope(path: &str, scope: &str) -> bool {
    let scope = scope.trim_start_matches("./").trim_matches('/');
    if !scope.contains('*') || scope.contains("**") {
        return path.starts_with(scope) || fits(scope, path) || fits(&scope.replace("**/", ""), path);
    }
    let mut names = path.split('/');
    scope.split('/').all(|pattern| names.next().is_some_and(|name| fits(pattern, name)))
}

/// Posts, pages of collections, pages in `_pages` and in what `include` names, and pages outside of folders that begin with `_` or a dot.
fn is_page(path: &str, config: &Config) -> bool {
    let is_included = is_included(path, config);
    if is_excluded(path, config) || !is_included && path.split('/').any(|part| part.starts_with('.')) {
        return false;
    }
    let mut hidden = path.split('/').filter_map(|part| part.strip_prefix('_'));
    match (hidden.next(), hidden.next()) {
        (None, _) => true,
        (Some("posts" | "drafts" | "pages"), None) => true,
        (Some(name), None) => is_included || config.collections.contains(name),
        (Some(_), Some("posts")) => is_included,
        _ => false,
    }
}

fn is_published(path: &str, config: &Config) -> bool {
    let ending = ending_of(path);
    let is_text = markdown_folder::ENDINGS.contains(&ending.as_str())
        || ["html", "rb", "yml", "styl", "scss", "sh", "py", "json"].contains(&ending.as_str());
    let is_hidden = path.split('/').any(|part| part.starts_with(['.', '_']));
    !is_text && (!is_hidden || is_included(path, config)) && !is_excluded(path, config) && path.contains('.')
}

/// The name by which `{% post_url %}` names a post, and its file.
fn post_name(file: &PageFile) -> Option<(String, String)> {
    file.path.contains("_posts/").then(|| (base_name(&file.relative).to_owned(), file.path.clone()))
}

fn page(
    source: &SourceFolder<'_>,
    site: &mut OldSite,
    config: &Config,
    links: &BTreeMap<String, String>,
    mut file: PageFile,
) {
    let (path_folders, name) = file.place();
    let hidden = path_folders.iter().find_map(|part| part.strip_prefix('_')).map(str::to_owned);
    let is_post = matches!(hidden.as_deref(), Some("posts" | "drafts"));
    let collection = hidden.as_deref().filter(|name| is_post || config.collections.contains(*name));
    let (date, rest) = if is_post { date_in_name(&name) } else { (None, name) };
    let mut page = OldPage { source: file.path.clone(), published: date, ..OldPage::default() };
    page.is_draft = hidden.as_deref() == Some("drafts");
    page.folders = new_folders(&path_folders, hidden.as_deref(), is_post);
    page.name = rest;
    let mut named = defaults(config, &file.path, collection);
    // Other defaults are for the old theme; a value that pages do not have is no key of each page.
    let of_pages = named.iter().filter(|(key, _)| has_word("permalink author authors published", key));
    let mut values: Map<String, Value> = of_pages.map(|(key, value)| (key.clone(), value.clone())).collect();
    values.extend(std::mem::take(&mut file.values));
    let permalink =
        values.remove("permalink").as_ref().and_then(text_of).or_else(|| collection_permalink(config, collection));
    // Folders above `_posts` are categories too.
    let above = path_folders.iter().take_while(|folder| !folder.starts_with('_')).filter(|_| is_post).cloned();
    let categories: Vec<String> = above.chain(terms(&mut values, "category", "categories")).collect();
    page.topics = categories.iter().cloned().chain(terms(&mut values, "tag", "tags")).collect();
    let slug = values.get("slug").and_then(text_of);
    name_as_title(&mut values);
    named.extend(values.clone());
    named.extend(page.published.map(|day| ("date".to_owned(), Value::String(day.to_string()))));
    page_keys::apply(&mut page, values, &mut site.log);
    if let Some(name) =
        collection.filter(|name| !is_post && !is_rendered(&config.values, name) && !is_included(&file.path, config))
    {
        page.is_draft = true;
        let what = format!("the collection `{name}` has no `output: true`, so that its pages are drafts");
        site.log.confirm("_config.yml", what);
    }
    page.address =
        address(config, &page, permalink.as_deref(), slug.as_deref(), &categories, collection.is_some(), is_post);
    if page.address == "/" {
        (page.folders, page.name) = (Vec::new(), "index".to_owned());
    }
    if let Some(folder) = page.folders.first() {
        let section = OldSection { title: None, order: is_post.then_some("date") };
        site.sections.entry(folder.clone()).or_insert(section);
    }
    let mut liquid = LiquidText {
        source,
        site,
        config: &config.values,
        file: file.path.clone(),
        posts: links,
        names: Names::of_page(source, &config.values, named),
        nesting: Nesting::PAGE,
        has_lists: false,
    };
    let text = if file.is_plain { file.text } else { liquid.translate(&file.text) };
    if liquid.has_lists && file.path.ends_with(".html") && markdown_folder::is_title_of_list(&text) {
        markdown_folder::note_page_of_template(&file.path, &mut site.log);
        return;
    }
    let shown = liquid.names.shown();
    drop_shown(&mut page, &shown, &mut site.log);
    page.text = markdown_folder::finish_page(&text, &file.path, site);
    site.pages.push(page);
}

/// The folders of a page in the new site. `hidden` is the name of the first folder that begins with `_`, without this sign.
fn new_folders(path_folders: &[String], hidden: Option<&str>, is_post: bool) -> Vec<String> {
    match hidden {
        Some(_) if is_post => vec!["posts".to_owned()],
        // Folders that many sites have for the pages of their root; that of the theme Chirpy is `_tabs`.
        Some("pages" | "tabs") => path_folders.iter().filter(|part| !part.starts_with('_')).cloned().collect(),
        Some(_) => path_folders.iter().map(|part| part.trim_start_matches('_').to_owned()).collect(),
        None => path_folders.to_vec(),
    }
}

/// Takes the values out of a page that its text shows.
fn drop_shown(page: &mut OldPage, shown: &[String], log: &mut ImportLog) {
    for key in shown.iter().filter(|key| *key != "imported_review") {
        if page.extra.remove(key).is_some() {
            log.take_back(&format!("front matter `{key}`"), &page.source);
        }
    }
}

/// Templates of people show their name, and no title.
fn name_as_title(values: &mut Map<String, Value>) {
    if let Some(name) = values.get("name").filter(|name| name.is_string()).cloned() {
        values.entry("title").or_insert(name);
    }
}

/// Values of `defaults` whose scope holds a file; narrower scopes come later in the file.
fn defaults(config: &Config, path: &str, collection: Option<&str>) -> Map<String, Value> {
    let mut values = Map::new();
    for entry in config.values.get("defaults").and_then(Value::as_array).into_iter().flatten() {
        let is_of_path = scope_value(entry, "path").is_none_or(|scope| is_in_scope(path, &scope));
        let kind = collection.unwrap_or("pages");
        let is_of_kind = scope_value(entry, "type").is_none_or(|wanted| wanted == kind);
        if is_of_path
            && is_of_kind
            && let Some(Value::Object(own)) = entry.get("values")
        {
            values.extend(own.clone());
        }
    }
    values
}

/// Categories or tags. Jekyll divides a text under the plural key at its blanks, and takes one under the singular key as a whole.
fn terms(values: &mut Map<String, Value>, one: &str, many: &str) -> Vec<String> {
    let singular = values.remove(one).as_ref().and_then(text_of);
    let plural = match values.remove(many) {
        Some(Value::String(text)) => {
            text.split_whitespace().map(|word| word.trim_matches([',', ';']).to_owned()).collect()
        }
        Some(list) => words(&list),
        None => Vec::new(),
    };
    singular.into_iter().chain(plural).filter(|term| !term.is_empty()).collect()
}

fn scope_value(entry: &Value, key: &str) -> Option<String> {
    entry.get("scope").and_then(|scope| scope.get(key)).and_then(text_of)
}

fn collection_permalink(config: &Config, collection: Option<&str>) -> Option<String> {
    config.values.get("collections")?.get(collection?)?.get("permalink").and_then(text_of)
}

fn address(
    config: &Config,
    page: &OldPage,
    permalink: Option<&str>,
    slug: Option<&str>,
    categories: &[String],
    is_hidden: bool,
    is_post: bool,
) -> String {
    let global = setting(&config.values, "permalink");
    let style = match global.as_deref() {
        None | Some("date") => "/:categories/:year/:month/:day/:title:output_ext",
        Some("pretty") => "/:categories/:year/:month/:day/:title/",
        Some("none") => "/:categories/:title:output_ext",
        Some("ordinal") => "/:categories/:year/:y_day/:title:output_ext",
        Some(pattern) => pattern,
    };
    let is_pretty = style.ends_with('/');
    let ending = if is_pretty { "/" } else { ":output_ext" };
    let pattern = match permalink {
        Some(pattern) => pattern.to_owned(),
        None if is_post => style.to_owned(),
        None if is_hidden => format!("/{}/:path{ending}", page.folders.first().map_or("", String::as_str)),
        None if page.name == "index" => "/:dir/".to_owned(),
        None => format!("/:dir/:basename{ending}"),
    };
    let dir = folder_of(&page.source);
    let day = page.published.map(|day| day.to_string()).unwrap_or_default();
    let name = slug.map_or_else(|| page.name.clone(), str::to_owned);
    let below = page.folders.iter().skip(1).cloned().chain([page.name.clone()]).collect::<Vec<_>>().join("/");
    let mut categories: Vec<String> =
        categories.iter().map(|category| category.to_lowercase().replace(' ', "%20")).collect();
    let mut seen_categories = BTreeSet::new();
    categories.retain(|category| seen_categories.insert(category.clone()));
    let values = [
        (":categories", categories.join("/")),
        (":collection", page.folders.first().cloned().unwrap_or_default()),
        (":output_ext", ".html".to_owned()),
        (":year", part_of_day(&day, 0..4)),
        (":short_year", part_of_day(&day, 2..4)),
        (":i_month", part_of_day(&day, 5..7).trim_start_matches('0').to_owned()),
        (":month", part_of_day(&day, 5..7)),
        (":i_day", part_of_day(&day, 8..10).trim_start_matches('0').to_owned()),
        (":day", part_of_day(&day, 8..10)),
        (":basename", page.name.clone()),
        (":title", name.clone()),
        (":slug", slug::slugify(&name)),
        (":name", page.name.clone()),
        (":path", if is_hidden { below } else { dir.to_owned() }),
        (":dir", dir.to_owned()),
    ];
    let filled = values.into_iter().fold(pattern, |pattern, (name, value)| pattern.replace(name, &value));
    without_empty_parts(&filled)
}

#[cfg(test)]
mod tests {
    use crate::readers::site_of_files;

    #[test]
    fn includes_that_cannot_share_an_id_or_end() {
        let itself = "Rest {% include circle.md n=1 %}\n\n".repeat(100);
        let page = "---\ntitle: A\n---\n{% include neck/dose.md %}\n\n{% include neck-dose.md %}\n\n{% include circle.md n=1 %}\n";
        let site = site_of_files(&[
            ("_config.yml", "title: T\n"),
            ("a.md", page),
            ("_includes/neck/dose.md", "5 mg\n"),
            ("_includes/neck-dose.md", "10 mg\n"),
            ("_includes/circle.md", &itself),
        ]);
        assert_eq!(site.snippets["neck-dose"].text.trim(), "5 mg");
        assert_eq!(site.snippets["neck-dose-2"].text.trim(), "10 mg");
        assert!(site.log.left_constructs().iter().any(|left| left.kind == "include of `circle.md`"));
    }

    #[test]
    fn a_tag_in_a_sentence_keeps_its_word_or_hides_the_page() {
        for (text, expected, is_hidden) in [
            ("A chronic {% glossary fever %} of", "A chronic fever of", false),
            ("- {% glossary rash %}\n", "- ", true),
            ("Take {% dose fever %} mg daily.", "Take  mg daily.", true),
            ("Take {% maxdose fever %} daily.", "Take  daily.", true),
            ("Take {% term fever %} mg daily.", "Take  mg daily.", true),
            ("Take {% dose f %} daily.", "Take  daily.", true),
            ("A {% include term.html word=\"rash\" %} of", "A  of", true),
            ("Rest{% assign a = b.c %} {% include logo.html src=\"a.svg\" alt=\"A\" %}now", "Rest now", false),
        ] {
            let site = site_of_files(&[
                ("_config.yml", "title: T\n"),
                ("_data/glossary.yml", "- {term: Fever, definition: Heat.}\n- {id: f, name: F, max: 5}\n"),
                ("a.md", &format!("---\ntitle: A\n---\n{text}")),
            ]);
            assert_eq!(site.pages[0].text.trim(), expected.trim());
            assert_eq!(site.log.is_doubtful("a.md"), is_hidden, "{text}");
        }
    }

    #[test]
    fn pages_are_those_that_jekyll_has() {
        let config = "title: T\npermalink: pretty\ninclude: [_more/in, .htaccess]\n";
        let files =
            ["_pages/a.md", "_more/in/b.md", "_data/c.md", ".github/d.md", "e.md", "_other/f.md", "_pages/_g.md"];
        let files = files.map(|path| (path, "---\ntitle: A\n---\nTake 5 mg.\n"));
        let site = site_of_files(&[&[("_config.yml", config)], &files[..]].concat());
        let addresses: Vec<&str> = site.pages.iter().map(|page| page.address.as_str()).collect();
        assert_eq!(addresses, ["/_more/in/b/", "/_pages/a/", "/e/"]);
    }

    #[test]
    fn loops_show_their_rows_or_hide_the_page() {
        let table = "| Drug |\n| --- |\n";
        for (text, expected, is_hidden) in [
            (
                "{% for r in site.data.doses %}| {{ r.drug }} {{ r.dose }} |\n{% endfor %}",
                "| A 5.0 mg |\n| B, C 9 |",
                false,
            ),
            ("{%- for r in site.data.doses -%}\n| {{ r.dose | strip }} |\n{% endfor %}", "| 5.0 mg |\n| 9 |", false),
            ("{% for d in page.drugs %}| {{ d.name }} {{ d.max }} |\n{% endfor %}", "| D  |", false),
            ("{% for d in site.drugs %}| {{ d }} |\n{% endfor %}", "| 7 mg |", false),
            ("{% for p in site.posts %}| {{ p.title }} |\n{% endfor %}", "", false),
            (
                "{% assign own = site.words | sort: \"title\" %}{% for p in own %}| {{ p.title }} |\n{% endfor %}",
                "",
                false,
            ),
            ("{% for t in site.tags %}{% for p in t[1] %}| {{ p.title }} |\n{% endfor %}{% endfor %}", "", false),
            ("{% for r in site.data.map %}| {{ r[0] }} {{ r[1] }} |\n{% endfor %}", "", true),
            ("{% for r in site.data.doses %}| {{ r.dose | times: 2 }} mg |\n{% endfor %}", "", true),
            ("{% for c in site.github.contributors %}{{ c }}{% endfor %}", "", false),
            ("{% for c in site.cards %}| {{ c.content }} |\n{% endfor %}", "", true),
            ("{% for i in (1..2) %}\n| {{ i }} mg |\n{% endfor %}", "| 1 mg |\n| 2 mg |", false),
            ("{% for i in (1..99999999) %}| {{ i }} mg |\n{% endfor %}", "", true),
        ] {
            let site = site_of_files(&[
                ("_config.yml", "title: T\ncollections: {words: {output: true}, cards: {}}\ndrugs: [7 mg]\n"),
                ("_data/doses.csv", "drug,dose\nA,5.0 mg\n\"B, C\",9\n"),
                ("_data/map.yml", "A: 5 mg\n"),
                ("_words/b.md", "B"),
                ("_cards/c.md", "C"),
                ("a.md", &format!("---\ntitle: A\ndrugs: [{{name: D}}]\n---\n{table}{text}")),
            ]);
            let [cards, words, page] = site.pages.as_slice() else { panic!("{text}") };
            assert_eq!(page.text.trim().strip_prefix(table.trim()).map(str::trim), Some(expected), "{text}");
            assert_eq!(site.log.is_doubtful("a.md"), is_hidden, "{text}");
            assert!(!words.is_draft && cards.is_draft);
        }
    }

    #[test]
    fn a_value_that_a_filter_changes_is_exact_or_a_hole() {
        for (text, expected, is_hidden) in [
            ("Take {{ site.max | times: 2 }} g.", "Take 8 g.", false),
            ("A {{ page.dose | replace: site.posts, \"6 or 7\" }} b", "A  b", true),
            ("- {{ page.dose | round | append: \" mg\" }}", "- 5 mg", false),
            ("| {{ page.dose | unit_of }} | {{ page.dose }} |", "|  | 5 |", true),
            ("`{{ page.dose | times: 2 }}` b", "`{{ page.dose | times: 2 }}` b", false),
            ("A {% assign d = page.dose %}{% assign d = d | times: 2 %}{{ d }} mg", "A 10 mg", false),
            ("A {% assign d = page.dose %}{% assign d = d | twice %}{{ d }} mg", "A  mg", true),
            (
                "[A](tel:{{ \"1 2 3\" | remove: \" \" }}) {{ page.dose | replace: \"5\", \"6\" }} mg",
                "[A](tel:123) 6 mg",
                false,
            ),
            ("{{ page.gone | default: \"10 mg\" }}, {{ \"5 mg\" | truncate: 9 }}", "10 mg, 5 mg", false),
            ("{% for d in site.data.d %}{{ d.n }} mg, {% else %}none 9 mg{% endfor %}", "7 mg,", false),
            ("| A |\n|---|{% for d in site.data.d %}\n| {{ d.n }} mg |{% endfor %}", "| A |\n|---|\n| 7 mg |", false),
            (
                "A\n{% for d in site.data.d %}\n\n| {{ d.n }} |\n|---|\n| 5 mg |\n{% endfor %}",
                "A\n\n\n| 7 |\n|---|\n| 5 mg |",
                false,
            ),
            ("A {{ page.dose | append: \" | mg\" }} b", "A 5 | mg b", false),
            ("A {{ page.dose | append: page.unit }} b", "A 5 b", false),
            ("A {{ page.dose | append: site.max | prepend: site.baseurl }} b", "A 54 b", false),
            ("A {{ page.dose | default: 9 }} {{ page.word | escape }}", "A 5 a &lt; b", false),
            ("{{ page.word | date: \"%Y\" }} {{ \"2024-03-05\" | date: \"%-d.%-m.%y\" }}", " 5.3.24", true),
            ("{{ \"2024-03-05\" | date: \"%H:%M\" }} x", " x", true),
            ("{{ \"2024-03-05\" | date: page.form }} x", " x", true),
            ("[a]({{ \"/b.md\" | relative_url }}) {{ \"MRI scan\" | capitalize }}", "[a](/b.md) Mri scan", false),
            ("{% for d in site.data.d %}- {{ d.n | times: 2 }} mg {{ d.x }}{{ d.l }}\n{% endfor %}", "", true),
            (
                "{% for d in site.data.d %}- {{ d.n | append: \" mg\" }}{{ d.x | default: \"!\" }}\n{% endfor %}",
                "- 7 mg!",
                false,
            ),
        ] {
            let site = site_of_files(&[
                ("_config.yml", "title: T\nmax: 4\n"),
                ("_data/d.yml", "- {n: 7, l: [1, 2]}\n"),
                ("a.md", &format!("---\ntitle: A\ndose: 5\nword: a < b\n---\n{text}")),
            ]);
            assert_eq!(site.pages[0].text.trim(), expected.trim(), "{text}");
            assert_eq!(site.log.is_doubtful("a.md"), is_hidden, "{text}");
        }
    }

    #[test]
    fn pages_that_the_settings_hide_are_not_published() {
        let config = "title: T\nexclude: [private, \"*.tmp.md\", \"/old*\"]\ncollections: {shown: {output: true}, kept: {permalink: /k/}, off: {output: false}}\ndefaults:\n  - scope: {path: \"docs/hidden*\"}\n    values: {published: false}\n  - scope: {path: \"a/**/b.md\"}\n    values: {published: false}\n";
        for (path, state) in [
            ("_shown/a.md", Some(false)),
            ("_kept/a.md", Some(true)),
            ("_off/a.md", Some(true)),
            ("private/x/a.md", None),
            ("private-2.md", None),
            ("docs/x.tmp.md", None),
            ("older/a.md", None),
            ("docs/old.md", Some(false)),
            ("docs/hidden.md", Some(true)),
            ("docs/hidden/a.md", Some(true)),
            ("docs/x/hidden.md", Some(false)),
            ("a/x/y/b.md", Some(true)),
            ("a/b.md", Some(true)),
            ("a/b.txt.md", Some(false)),
        ] {
            let site = site_of_files(&[
                ("_config.yml", config),
                ("z.md", "---\ntitle: Z\n---\nWords.\n"),
                (path, "---\ntitle: A\n---\nWords.\n"),
            ]);
            let page = site.pages.iter().find(|page| page.source == path);
            assert_eq!(page.map(|page| page.is_draft), state, "{path}");
        }
    }

    #[test]
    fn an_include_of_one_line_stays_in_its_line() {
        for (text, expected) in [
            ("Take {% include n.html n=page.dose %} mg, {% include n.html n=\"7\" %} mg.", "Take 5 mg, 7 mg."),
            ("- {% include n.html n=8 %} mg\n- b", "- 8 mg\n- b"),
            ("A {% include n.html n=\"page.dose\" %} b", "A page.dose b"),
            ("A {% include n.html n=page.missing %} b", "A  b"),
            ("| {% include n.html n=8 %} mg | {% include line.md %} |", "| 8 mg | No *more*. |"),
            ("{% include n.html n=8 %}", "8"),
            ("A {% include two.md %} b", "A \n\n::snippet{#two}\n\n b"),
            ("{% include line.md %}", "::snippet{#line}"),
            ("A {% include dose.md n=9 %} b", "A 18 mg b"),
            ("A {% include gone.md n=9 %} b", "A  b"),
        ] {
            let site = site_of_files(&[
                ("_config.yml", "title: T\n"),
                ("_includes/n.html", "{{ include.n }}"),
                ("_includes/line.md", "No *more*.\n"),
                ("_includes/two.md", "One.\n\nTwo.\n"),
                ("_includes/dose.md", "{{ include.n | times: 2 }} mg\n"),
                ("a.md", &format!("---\ntitle: A\ndose: 5\n---\n{text}\n")),
            ]);
            assert_eq!(site.pages[0].text.trim(), expected, "{text}");
            assert_eq!(site.log.is_doubtful("a.md"), text.contains("gone.md") || text.contains("missing"), "{text}");
        }
    }

    #[test]
    fn a_loop_shows_the_items_that_it_chooses() {
        for (words, expected, is_hidden) in [
            ("", "1 2 3", false),
            (" limit:1", "1", false),
            (" offset: 1", "2 3", false),
            (" limit: 1, offset:1", "2", false),
            (" reversed limit:2", "2 1", false),
            (" limit:2 reversed", "", true),
            (" limit:n", "", true),
            (" offset:continue", "", true),
            (" limit:", "", true),
            (" sorted", "", true),
        ] {
            let site = site_of_files(&[
                ("_config.yml", "title: T\n"),
                ("_data/d.yml", "[1, 2, 3]\n"),
                ("a.md", &format!("---\ntitle: A\n---\n{{% for d in site.data.d{words} %}}{{{{ d }}}} {{% endfor %}}")),
            ]);
            assert_eq!((site.pages[0].text.trim(), site.log.is_doubtful("a.md")), (expected, is_hidden), "{words}");
        }
    }

    #[test]
    fn posts_collections_includes_and_citations() {
        let config = "title: T\nurl: https://a.example\npermalink: pretty\ncollections: {guides: {output: true}}\ndefaults:\n  - scope: {path: '', type: guides}\n    values: {permalink: '/guide/:name/'}\n";
        let guide = "---\ntitle: A\n---\n{% capture warn %}\nStop *now*.\n{% endcapture %}\n{% include warning.html text=warn %}\n\nSee {% cite lee2020 may2021 -l 15 -l 3-4 %}(old) and [b]({% link _posts/2024-03-05-b.md %}).\n\n{% include shared.md %}\n\n{% if x %}kept{% endif %} {{ site.title }}\n\n### References\n\n{% bibliography --cited %}\n";
        let site = site_of_files(&[
            ("_config.yml", config),
            ("_guides/a.md", guide),
            ("_posts/2024-03-05-b.md", "---\ntitle: B\n---\n{% raw %}{{ x }}{% endraw %}\n"),
            ("_drafts/c.md", "---\ntitle: C\n---\n"),
            ("neck/_posts/2024-03-06-d.md", "---\ntitle: D\ncategories: rest Sleep rest\ntag: at home\n---\n"),
            ("about.html", "---\ntitle: About\n---\n<p>Text <b>here</b>.</p>\n"),
            ("_includes/shared.md", "Shared words.\n"),
            ("_includes/warning.html", "<div class=\"warning\">{{ include.text }}</div>"),
            ("_bibliography/r.bib", "@book{lee2020, title={A}}"),
        ]);
        let page = |name: &str| site.pages.iter().find(|page| page.name == name).unwrap();
        let lines: Vec<&str> = page("a").text.lines().filter(|line| !line.is_empty()).collect();
        assert_eq!(
            lines.join("|"),
            ":::warning|Stop *now*.|:::|See [@lee2020, p. 15; @may2021, pp. 3-4] (old) and [b](import:_posts/2024-03-05-b.md).|::snippet{#shared}|kept T"
        );
        assert_eq!((page("a").address.as_str(), page("b").address.as_str()), ("/guide/a/", "/2024/03/05/b/"));
        assert_eq!(
            (page("d").address.as_str(), page("d").topics.join(", ")),
            ("/neck/rest/sleep/2024/03/06/d/", "neck, rest, Sleep, rest, at home".to_owned())
        );
        assert!(page("c").is_draft && page("about").address == "/about/");
        assert_eq!(site.libraries, ["_bibliography/r.bib"]);
    }
}
