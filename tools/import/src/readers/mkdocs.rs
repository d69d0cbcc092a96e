//! Reads a site of MkDocs: `mkdocs.yml` and its folder of documents.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use wellpress_markdown::behind_link_scheme;

use crate::front_matter::{in_order, included_text};
use crate::log::ImportLog;
use crate::old_site::{MenuItem, OldPage, OldSite};
use crate::source_folder::{SourceFolder, base_name, beside};
use crate::text::tags::{self, Syntax};
use crate::text::{admonitions, code, has_word, headings};

use super::markdown_folder::{self, PageFile};
use super::page_keys::{self, text_of};
use super::path_names::fits;
use super::read_error::ReadError;
use super::settings::{linked, map_in, note_words, setting, texts_of};

mod lists;
mod looks;
mod macros;
mod settings;

use looks::{keys, underlined, without_classes, without_icons};
use macros::Macros;

/// The macros of Zensical, the successor of Material, which are those of `mkdocs-macros`.
const MACROS_OF_ZENSICAL: &str = "zensical.extensions.macros";

pub(crate) fn read(source: &SourceFolder<'_>) -> Result<OldSite, ReadError> {
    let mut log = ImportLog::default();
    let config = settings::read(source, &mut log)?;
    let mut site = OldSite {
        log,
        title: setting(&config, "site_name"),
        description: setting(&config, "site_description"),
        base_url: setting(&config, "site_url"),
        language: config.get("theme").and_then(|theme| theme.get("language")).and_then(text_of),
        topics_address: Some("/tags/".to_owned()),
        ..OldSite::default()
    };
    note_words(&mut site, "mkdocs.yml", &config, "copyright");
    let docs = format!("{}/", setting(&config, "docs_dir").unwrap_or_else(|| "docs".to_owned()).trim_matches('/'));
    let has_folders = config.get("use_directory_urls") != Some(&Value::Bool(false));
    let mut weights = BTreeMap::new();
    let file = source.text("mkdocs.yml").or_else(|_| source.text("mkdocs.yaml")).unwrap_or_default();
    let nav = config.get("nav").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    site.menu = menu(nav, &file, &docs, &mut weights);
    let snippets = option(&config, "markdown_extensions", "pymdownx.snippets").unwrap_or_default();
    let bases = snippet_folders(&snippets, &docs);
    let abbreviations = abbreviations(&appended_text(source, &snippets, &bases));
    let macros = option(&config, "plugins", "macros")
        .or_else(|| option(&config, "markdown_extensions", MACROS_OF_ZENSICAL))
        .unwrap_or_default();
    let pages = markdown_folder::page_files(source, &docs, &mut site, |_| true);
    markdown_folder::published_with_low_lines(source, &docs, &mut site);
    let hidden = HiddenDocs::of(&config, &docs);
    let names = |key: &str, name: &str| config.get(key).is_some_and(|list| list.to_string().contains(name));
    let tags_file = option(&config, "plugins", "tags").and_then(|tags| text_of(tags.get("tags_file")?));
    let tags_file = tags_file.map(|name| format!("{docs}{name}"));
    let mut reader = Reader {
        source,
        site,
        bases,
        variables: macros::variables(source, &map_in(&config, "extra"), &macros),
        page_values: Map::new(),
        abbreviations,
        included: BTreeSet::new(),
        open_files: Vec::new(),
        has_folders,
        has_macros: names("plugins", "\"macros\"")
            || names("plugins", "\"markdownextradata\"")
            || names("markdown_extensions", MACROS_OF_ZENSICAL),
        has_keys: names("markdown_extensions", "\"pymdownx.keys\""),
        has_carets: names("markdown_extensions", "\"pymdownx.caret\""),
        renders_macros: macros.get("render_by_default") != Some(&Value::Bool(false)),
        needs_blanks: names("markdown_extensions", "\"pymdownx.saneheaders\""),
        tags_file,
    };
    for file in pages {
        reader.page(file, &weights, &hidden);
    }
    let Reader { mut site, included, .. } = reader;
    site.leave_included(|path| included.contains(path) && !weights.contains_key(path));
    if let Some(Value::Object(map)) =
        option(&config, "plugins", "redirects").and_then(|options| options.get("redirect_maps").cloned())
    {
        redirects(&mut site, &map, &docs, has_folders);
    }
    if site.pages.is_empty() { Err(ReadError::NoPages("MkDocs")) } else { Ok(site) }
}

/// The folders in which snippets are looked for.
fn snippet_folders(options: &Map<String, Value>, docs: &str) -> Vec<String> {
    let folders = options.get("base_path").map(page_keys::words).unwrap_or_default();
    let folders = folders.iter().map(|folder| folder.trim_start_matches("./").trim_matches('/').to_owned());
    folders.chain([String::new(), docs.trim_end_matches('/').to_owned()]).collect()
}

/// The text that `pymdownx.snippets` puts below each page.
fn appended_text(source: &SourceFolder<'_>, snippets: &Map<String, Value>, bases: &[String]) -> String {
    let names = snippets.get("auto_append").map(page_keys::words).unwrap_or_default();
    let paths = names.iter().filter_map(|name| find(source, bases, name));
    paths.filter_map(|path| source.text(&path).ok()).collect::<Vec<_>>().join("\n")
}

/// The pages that the settings do not publish, as patterns of `.gitignore`.
struct HiddenDocs {
    docs: String,
    patterns: Vec<(&'static str, String)>,
}

impl HiddenDocs {
    fn of(config: &Map<String, Value>, docs: &str) -> Self {
        let lines = |key: &'static str| {
            let text = setting(config, key).unwrap_or_default();
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
            lines.map(|line| (key, line.to_owned())).collect::<Vec<_>>()
        };
        Self { docs: docs.to_owned(), patterns: [lines("exclude_docs"), lines("draft_docs")].concat() }
    }

    /// The setting that hides a file. Of several patterns, the last counts.
    fn setting_of(&self, path: &str) -> Option<&'static str> {
        let path = path.strip_prefix(&self.docs).unwrap_or(path);
        let fits_any = |pattern: &str| {
            let is_of_names = !pattern.trim_end_matches('/').contains('/');
            fits(pattern, path) || is_of_names && path.split('/').any(|part| fits(pattern, part))
        };
        let mut patterns = self.patterns.iter().rev();
        let (setting, pattern) = patterns.find(|(_, pattern)| fits_any(pattern.trim_start_matches('!')))?;
        (!pattern.starts_with('!')).then_some(*setting)
    }
}

/// The options of a plugin or an extension in a list of names and maps.
fn option(config: &Map<String, Value>, list: &str, name: &str) -> Option<Map<String, Value>> {
    let options = match config.get(list)? {
        Value::Array(items) => items.iter().find_map(|item| item.get(name)),
        Value::Object(map) => map.get(name),
        _ => None,
    };
    options.and_then(Value::as_object).cloned()
}

fn redirects(site: &mut OldSite, map: &Map<String, Value>, docs: &str, has_folders: bool) {
    for (old, new) in map {
        let Some(new) = text_of(new) else { continue };
        let old = address_of(old.trim_end_matches(".md"), has_folders);
        let target = new.split('#').next().unwrap_or_default();
        match site.pages.iter_mut().find(|page| page.source == format!("{docs}{target}")) {
            Some(page) => page.aliases.push(old),
            None if new.starts_with("http") => _ = site.redirects.insert(old, new),
            None => {}
        }
    }
}

/// The pages of the navigation by their sources: each with its place, which becomes its weight, and with its title.
type Places = BTreeMap<String, (i64, Option<String>)>;

/// The navigation as a menu of two levels. `file` gives the order of maps.
fn menu(nav: &[Value], file: &str, docs: &str, weights: &mut Places) -> Vec<MenuItem> {
    let mut items = Vec::new();
    for entry in nav {
        match entry {
            Value::String(path) => items.extend(leaf(None, path, docs, weights)),
            Value::Object(map) => {
                for (title, value, file) in in_order(map, file) {
                    let nav = match value {
                        Value::String(path) => {
                            items.extend(leaf(Some(title), path, docs, weights));
                            continue;
                        }
                        Value::Array(nav) => nav.as_slice(),
                        other => std::slice::from_ref(other),
                    };
                    let children = linked(menu(nav, file, docs, weights));
                    items.push(MenuItem { title: title.clone(), link: None, children });
                }
            }
            _ => {}
        }
    }
    items
}

fn leaf(title: Option<&String>, path: &str, docs: &str, weights: &mut Places) -> Option<MenuItem> {
    if path.starts_with("http") || behind_link_scheme(path).is_some() {
        return Some(MenuItem { title: title?.clone(), link: Some(path.to_owned()), children: Vec::new() });
    }
    let source = format!("{docs}{path}");
    let weight = i64::try_from(weights.len() + 1).unwrap_or_default();
    weights.entry(source.clone()).or_insert((weight, title.cloned()));
    let title = title.cloned().unwrap_or_default();
    Some(MenuItem { title, link: Some(format!("{}{source}", crate::writer::SOURCE_SCHEME)), children: Vec::new() })
}

fn address_of(relative: &str, has_folders: bool) -> String {
    let folder = relative.strip_suffix("/index").or_else(|| relative.strip_suffix("/README"));
    match (relative, folder) {
        ("index" | "README", _) => "/".to_owned(),
        (_, Some(folder)) => format!("/{folder}/"),
        _ if has_folders => format!("/{relative}/"),
        _ => format!("/{relative}.html"),
    }
}

/// Lines such as `*[BMD]: bone mineral density`, by their words.
fn abbreviations(text: &str) -> BTreeMap<String, String> {
    let lines = text
        .lines()
        .filter_map(|line| Some((line.strip_prefix("*[")?.split_once("]:")?.0.to_owned(), line.to_owned())));
    lines.collect()
}

fn find(source: &SourceFolder<'_>, bases: &[String], name: &str) -> Option<String> {
    let name = name.trim().trim_start_matches("./");
    let paths = bases.iter().map(|base| if base.is_empty() { name.to_owned() } else { format!("{base}/{name}") });
    paths.into_iter().find(|path| source.has(path))
}

struct Reader<'a> {
    source: &'a SourceFolder<'a>,
    site: OldSite,
    /// The folders in which included files are looked for.
    bases: Vec<String>,
    /// Values of the settings that texts show.
    variables: BTreeMap<String, String>,
    /// The front matter of the page that is read.
    page_values: Map<String, Value>,
    abbreviations: BTreeMap<String, String>,
    included: BTreeSet<String>,
    /// The page that is read, and the files through which its text is included, outermost first.
    open_files: Vec<String>,
    has_folders: bool,
    has_macros: bool,
    /// Whether `++ctrl++` is a key.
    has_keys: bool,
    /// Whether `^^words^^` are underlined.
    has_carets: bool,
    /// Whether macros are run on pages that do not say so.
    renders_macros: bool,
    /// Whether headings need a blank behind `#`.
    needs_blanks: bool,
    /// The page below which a plugin lists all tags.
    tags_file: Option<String>,
}

impl Reader<'_> {
    fn page(&mut self, mut file: PageFile, weights: &Places, hidden: &HiddenDocs) {
        let (folders, mut name) = file.place();
        if name == "README" {
            "index".clone_into(&mut name);
        }
        let address = address_of(&file.relative, self.has_folders);
        let mut page = OldPage { source: file.path.clone(), folders, name, address, ..OldPage::default() };
        let (weight, title) = weights.get(&file.path).cloned().unzip();
        page.weight = weight;
        if let Some(setting) = hidden.setting_of(&file.path) {
            page.hide(setting, &mut self.site.log);
        }
        self.page_values.clone_from(&file.values);
        page_keys::apply(&mut page, std::mem::take(&mut file.values), &mut self.site.log);
        page.text = self.text(&file.text, &file.path);
        // The navigation names a page whose text has no heading of level 1.
        let has_heading =
            headings::take_title(&page.text).is_some() || matches!(headings::first_title(&page.text), Some((_, None)));
        page.title = page.title.or_else(|| title.flatten().filter(|_| !has_heading));
        if self.tags_file.as_ref() == Some(&file.path) {
            page.text.push_str("\n\n[Topics](/topics/)\n");
        }
        let used: Vec<&str> = self
            .abbreviations
            .iter()
            .filter(|(word, _)| page.text.contains(word.as_str()))
            .map(|(_, line)| line.as_str())
            .collect();
        if !used.is_empty() {
            page.text = format!("{}\n\n{}\n", page.text.trim_end(), used.join("\n"));
        }
        self.site.pages.push(page);
    }

    fn text(&mut self, text: &str, file: &str) -> String {
        let text = if self.runs_macros() { macros::without_comments(text) } else { text.to_owned() };
        self.open_files.push(file.to_owned());
        let text = if self.needs_blanks { text } else { with_heading_blanks(&text) };
        let text = self.includes(&text, file);
        self.open_files.pop();
        let text = self.with_macros(text, file);
        let text = code::outside(&text, |text| {
            let text = text.replace("[TOC]", "").replace("[toc]", "");
            let text = without_classes(&without_icons(&text, file, &mut self.site.log));
            if self.has_keys { keys(&text) } else { text }
        });
        let text = if self.has_carets { underlined(&text) } else { text };
        let text = admonitions::translate(&lists::with_levels(&text), file, &mut self.site.log);
        markdown_folder::finish_text(&text, file, &mut self.site)
    }

    /// Whether the plugin `macros` reads a text: also that of an included file, but not that of a page that says no.
    fn runs_macros(&self) -> bool {
        let says_yes = self.page_values.get("render_macros").map_or(self.renders_macros, |value| value != false);
        self.has_macros && (says_yes || !self.open_files.is_empty())
    }

    /// Runs macros. What a page says comes before the settings, but not in a file that other pages include too.
    fn with_macros(&mut self, text: String, file: &str) -> String {
        let (mut variables, has_plugin) = (self.variables.clone(), self.has_macros);
        if has_plugin && !self.runs_macros() {
            return text;
        }
        if has_plugin && self.open_files.is_empty() {
            variables.retain(|name, _| !self.page_values.contains_key(name));
            variables.extend(texts_of(&self.page_values));
        }
        tags::expand(&text, Syntax::Liquid, &mut Macros { variables, has_plugin, file, site: &mut self.site })
    }

    /// Lines such as `--8<-- "file.md"` become snippets.
    fn includes(&mut self, text: &str, file: &str) -> String {
        let (mut output, mut is_in_block) = (String::new(), false);
        for (_, line, is_code) in code::lines(text) {
            let words = line.trim();
            let snippet = behind_snippet_mark(words).map(|name| name.trim().trim_matches(['"', '\'']).to_owned());
            let name = match snippet.as_deref() {
                // The names of a block stand on lines of their own.
                Some("") => {
                    is_in_block = !is_in_block;
                    continue;
                }
                // A mark of a part.
                Some(mark) if mark.starts_with('[') => continue,
                None if is_in_block && !words.is_empty() => Some(words.to_owned()),
                None if !is_code => self.named_by_plugin(words, file),
                _ => snippet,
            };
            let Some(name) = name else {
                output.push_str(line);
                continue;
            };
            match self.snippet(&name, file) {
                Some(text) => output.push_str(&format!("{}{text}\n", &line[..line.len() - line.trim_start().len()])),
                None => {
                    self.site.log.left("words of a file or a part that is missing", file, "`::snippet{#id}`");
                    output.push_str(line);
                }
            }
        }
        output
    }

    /// The file of a line such as `{% include-markdown "file.md" %}` that says nothing else.
    fn named_by_plugin(&self, line: &str, file: &str) -> Option<String> {
        let tag = line.strip_prefix("{%")?.strip_suffix("%}")?.trim();
        let name = tag.strip_prefix("include-markdown ").or_else(|| tag.strip_prefix("include "))?.trim();
        let name = name.strip_prefix(['"', '\''])?.strip_suffix(['"', '\''])?;
        beside(file, name).filter(|path| path.ends_with(".md") && self.source.has(path))
    }

    /// The line that shows a file, or a part of it such as `file.md:part`.
    fn snippet(&mut self, name: &str, file: &str) -> Option<String> {
        let (name, part) = name.split_once(':').unwrap_or((name, ""));
        let path = find(self.source, &self.bases, name)?;
        if self.open_files.contains(&path) {
            self.site.log.left("include of a file in itself", file, "its text in one place");
            return Some(String::new());
        }
        let text = self.source.text(&path).unwrap_or_default();
        let (name, text) = match part {
            "" => (base_name(&path).to_owned(), included_text(&text).to_owned()),
            part => (format!("{} {part}", base_name(&path).trim_end_matches(".md")), part_of(&text, part)?),
        };
        // The page of a part stays one.
        self.included.extend(part.is_empty().then(|| path.clone()));
        let id = match self.site.snippet_of(&name, &path) {
            Some(id) => id,
            None => {
                let text = self.text(&text, &path);
                self.site.add_snippet(&name, &path, text)
            }
        };
        self.site.log.translated("include as a snippet");
        Some(format!("::snippet{{#{id}}}"))
    }
}

/// What stands behind the scissors of a snippet, which any number of hyphens is around: `--8<-- "file.md"`.
fn behind_snippet_mark(line: &str) -> Option<&str> {
    let behind = line.strip_prefix('-')?.trim_start_matches('-').strip_prefix("8<")?.strip_prefix('-')?;
    Some(behind.trim_start_matches('-'))
}

/// The lines of a part: those between the marks `[start:part]` and `[end:part]`, or those with numbers such as `3:5`.
fn part_of(text: &str, part: &str) -> Option<String> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let place = |kind: &str| {
        let mark = format!("8<--[{kind}:{part}]");
        lines.iter().position(|line| line.replace(' ', "").contains(&mark))
    };
    let number = |text: &str, default| if text.is_empty() { Some(default) } else { text.parse::<usize>().ok() };
    let (from, to) = part.split_once(':').unwrap_or((part, ""));
    let (start, end) = match place("start") {
        Some(start) => (start + 1, place("end").unwrap_or(lines.len())),
        None => (number(from, 1)?.max(1) - 1, number(to, lines.len())?),
    };
    Some(lines.get(start..end.min(lines.len()))?.concat())
}

/// Headings such as `##Management`, which Python-Markdown reads outside of blocks of HTML and formulas, with the blank that others need.
fn with_heading_blanks(text: &str) -> String {
    const BLOCKS: &str =
        "div table pre details section article aside figure center blockquote ul ol p style script !--";
    let mut open: Option<(String, usize)> = None;
    let line = |(_, line, is_code): (usize, &str, bool)| {
        let name: String = line.trim_start().chars().skip(1).take_while(|sign| !" >\t\n".contains(*sign)).collect();
        let is_html = line.trim_start().starts_with('<') && has_word(BLOCKS, &name) && !line.contains("markdown");
        let is_formula = line.trim_start().starts_with("$$");
        let name = if is_formula { "$$".to_owned() } else { name };
        let was_open = open.is_some();
        if let Some((name, depth)) = open.take().or_else(|| ((is_html || is_formula) && !is_code).then_some((name, 0)))
        {
            let end = if name == "!--" { "-->".to_owned() } else { format!("</{name}") };
            let depth = match name.as_str() {
                "$$" => (depth + line.matches("$$").count()) % 2,
                _ => (depth + line.matches(&format!("<{name}")).count()).saturating_sub(line.matches(&end).count()),
            };
            open = (depth > 0).then_some((name, depth));
        }
        let (marks, words) = line.split_at(line.len() - line.trim_start_matches('#').len());
        let is_heading = (1..=6).contains(&marks.len()) && !words.is_empty() && !words.starts_with(char::is_whitespace);
        if is_heading && !is_code && !was_open { format!("{marks} {words}") } else { line.to_owned() }
    };
    code::lines(text).map(line).collect()
}

#[cfg(test)]
mod tests {
    use crate::readers::site_of_files;

    #[test]
    fn signs_of_an_extension_are_read_with_it() {
        for (extension, expected) in [("pymdownx.keys", "Press <kbd>a</kbd>."), ("pymdownx.extra", "Press ++a++.")] {
            let site = site_of_files(&[
                ("mkdocs.yml", &format!("site_name: T\nmarkdown_extensions: [{extension}]\n")),
                ("docs/a.md", "Press ++a++.\n"),
            ]);
            assert_eq!(site.pages[0].text.trim(), expected);
        }
    }

    #[test]
    fn headings_need_no_blank_where_python_markdown_reads_them() {
        let text = "##Rest `a`#b\n\n```\n#c\n```\n# D\n###\n <p>a</p>\n";
        assert_eq!(super::with_heading_blanks(text), text.replace("##Rest", "## Rest"));
        let html = "<div>\n<div>a</div>\n\n#5 mg\n</div>\n<!-- a\n#b\n-->\n<pre>\n#c\n</pre>\n$$\n#9\n$$\n - #5 mg\n #5 mg\n\\#5 mg\n";
        assert_eq!(super::with_heading_blanks(html), html);
        let more = "<div markdown>\n#5 mg\n</div>\n#hashtag\n";
        assert_eq!(super::with_heading_blanks(more), more.replace("#5", "# 5").replace("#h", "# h"));
        for (extension, expected) in [("pymdownx.extra", "# 5 mg"), ("pymdownx.saneheaders", "#5 mg")] {
            let site = site_of_files(&[
                ("mkdocs.yml", &format!("site_name: T\nmarkdown_extensions: [{extension}]\n")),
                ("docs/a.md", "A\n\n#5 mg\n"),
            ]);
            assert!(site.pages[0].text.ends_with(&format!("\n{expected}\n")), "{}", site.pages[0].text);
        }
    }

    #[test]
    fn conditions_loops_and_includes_of_macros_make_a_draft() {
        for (text, plugin, is_doubtful) in [
            ("{% if dose > 300 %} 600 mg {% else %} 100 mg {% endif %}\n", "macros", true),
            ("{% for x in [5, 6] %}\n- {{ x }}\n{% endfor %}\n", "macros", true),
            ("- A\n\n    {% include \"p/part.md\" %}\n", "macros", true),
            ("`{% if a %}` and\n\n```\n{% include 'b' %}\n```\n", "macros", false),
            ("{% if dose %} 5 mg {% endif %}\n", "search", false),
        ] {
            let site =
                site_of_files(&[("mkdocs.yml", &format!("site_name: T\nplugins: [{plugin}]\n")), ("docs/a.md", text)]);
            assert_eq!(site.log.is_doubtful("docs/a.md"), is_doubtful, "{text}");
        }
    }

    #[test]
    fn settings_hide_pages() {
        let config = serde_json::json!({"draft_docs": "drafts/\n_*.md\n!_kept.md", "exclude_docs": "/old/a.md"});
        let hidden = super::HiddenDocs::of(config.as_object().unwrap(), "docs/");
        for (path, setting) in [
            ("drafts/a.md", Some("draft_docs")),
            ("b/_a.md", Some("draft_docs")),
            ("b/_kept.md", None),
            ("old/a.md", Some("exclude_docs")),
            ("b/old/a.md", None),
        ] {
            assert_eq!(hidden.setting_of(&format!("docs/{path}")), setting, "{path}");
        }
    }

    #[test]
    fn included_files_of_one_name_and_in_themselves() {
        let site = site_of_files(&[
            ("mkdocs.yml", "site_name: T\n"),
            ("docs/index.md", "--8<-- \"docs/neck/_dose.md\"\n\n--8<-- \"docs/hip/_dose.md\"\n"),
            ("docs/neck/_dose.md", "5 mg\n"),
            ("docs/hip/_dose.md", "10 mg\n"),
            ("docs/circle.md", "Stay.\n\n--8<-- \"docs/circle.md\"\n"),
        ]);
        let text = |name: &str| site.pages.iter().find(|page| page.name == name).unwrap().text.trim();
        assert_eq!(text("index"), "::snippet{#dose}\n\n::snippet{#dose-2}");
        assert_eq!((site.snippets["dose"].text.trim(), site.snippets["dose-2"].text.trim()), ("5 mg", "10 mg"));
        assert_eq!(text("circle"), "Stay.");
        assert_eq!(site.log.left_constructs()[0].kind, "include of a file in itself");
    }

    #[test]
    fn the_navigation_names_pages_without_a_heading() {
        let nav = "site_name: T\nnav: [{Doses: a.md}, {B: b.md}, {C: c.md}, d.md]\n";
        let site = site_of_files(&[
            ("mkdocs.yml", nav),
            ("docs/a.md", "5 mg\n\n## More\n"),
            ("docs/b.md", "5 mg\n\n# Own\n"),
            ("docs/c.md", "---\ntitle: Own\n---\n5 mg\n"),
            ("docs/d.md", "5 mg\n"),
        ]);
        let titles: Vec<Option<&str>> = site.pages.iter().map(|page| page.title.as_deref()).collect();
        assert_eq!(titles, [Some("Doses"), None, Some("Own"), None]);
        let text = "\n---\ntitle: Doses\ndraft: true\n---\n5 mg\n";
        let site = site_of_files(&[("mkdocs.yml", "site_name: T\n"), ("docs/a.md", text)]);
        assert!(!site.pages[0].is_draft);
    }

    #[test]
    fn navigation_includes_and_abbreviations() {
        let config = "site_name: T\nnav:\n  - Home: index.md\n  - Part:\n    - guide/a.md\n  - Crisis: \"tel:116123\"\nmarkdown_extensions:\n  - pymdownx.snippets:\n      auto_append: [inc/abbr.md]\n  - x: !!python/name:a.b\nextra: {repo: r}\n";
        let site = site_of_files(&[
            ("mkdocs.yml", config),
            ("inc/abbr.md", "*[BMD]: bone mineral density\n*[XYZ]: other\n"),
            ("docs/index.md", "# Home\n\n--8<--\ndocs/_parts/warn.md\n--8<--\n"),
            ("docs/_parts/warn.md", "Stop [here](../guide/a.md).\n"),
            (
                "docs/guide/a.md",
                "---\ntitle: A\nreviewers: Dr May\n---\n# A\n\nBMD of {{ repo }} :material-check:\n\n--8<-- \"docs/_parts/warn.md\"\n\n!!! danger\n    Text.\n",
            ),
        ]);
        let page = site.pages.iter().find(|page| page.name == "a").unwrap();
        assert_eq!(
            page.text,
            "# A\n\nBMD of r ✓\n\n::snippet{#warn}\n\n\n:::warning\nText.\n:::\n\n*[BMD]: bone mineral density\n"
        );
        assert_eq!((page.address.as_str(), page.weight), ("/guide/a/", Some(2)));
        assert_eq!(site.pages.len(), 2, "the included file is no page");
        assert_eq!(site.menu[2].link.as_deref(), Some("tel:116123"));
        assert_eq!(site.menu[1].children[0].link.as_deref(), Some("import:docs/guide/a.md"));
        assert!(page.extra["imported_review"]["reviewers"] == "Dr May");
    }
}
