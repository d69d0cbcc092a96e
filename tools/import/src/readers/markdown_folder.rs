//! The pages of a folder of Markdown files, for all readers of such folders, and the reader of folders of no tool.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::front_matter;
use crate::log::ImportLog;
use crate::old_site::{FileOrigin, OldPage, OldSite};
use crate::source_folder::{SourceFolder, ending_of};
use crate::text::tags::template_words;
use crate::text::{admonitions, code, divs, html, icons, inline_html, links};
use crate::writer::is_of_theme;

use super::obsidian::Vault;
use super::path_names::language_of_name;
use super::read_error::ReadError;

/// Endings of pages.
pub(crate) const ENDINGS: [&str; 5] = ["md", "markdown", "qmd", "mdx", "mkd"];

/// A page as its file has it, before a reader interprets it.
pub(crate) struct PageFile {
    /// Its path in the source folder.
    pub path: String,
    /// Its path below the folder of the content, without ending.
    pub relative: String,
    pub values: Map<String, Value>,
    pub text: String,
    /// Whether the tool publishes the file as it is, without looking for templates in it.
    pub is_plain: bool,
}

impl PageFile {
    /// A value of the front matter as text; it is taken out.
    pub fn take(&mut self, key: &str) -> Option<String> {
        self.values.remove(key).as_ref().and_then(super::page_keys::text_of)
    }

    /// Folders and name of its path.
    pub fn place(&self) -> (Vec<String>, String) {
        let mut folders: Vec<String> = self.relative.split('/').map(str::to_owned).collect();
        let name = folders.pop().unwrap_or_default();
        (folders, name)
    }

    /// Folders and name of a page of Hugo or Zola, its language if its name has one, and whether it is the text above a list.
    pub fn place_of_bundle(&self, languages: &BTreeMap<String, String>) -> (Vec<String>, String, Option<String>, bool) {
        let (mut folders, name) = self.place();
        let (name, language) = language_of_name(&name, languages);
        match name.as_str() {
            "_index" => (folders, "index".to_owned(), language, true),
            // A page with files of its own.
            "index" => {
                let name = folders.pop().unwrap_or(name);
                (folders, name, language, false)
            }
            _ => (folders, name, language, false),
        }
    }
}

/// The pages below a folder, which ends in `/` or is empty. Files whose front matter cannot be read come with their text alone.
pub(crate) fn page_files(
    source: &SourceFolder<'_>,
    folder: &str,
    site: &mut OldSite,
    is_page: impl Fn(&str) -> bool,
) -> Vec<PageFile> {
    let mut pages = Vec::new();
    for path in source.below(folder) {
        let Some((relative, _)) = path[folder.len()..].rsplit_once('.') else { continue };
        if !ENDINGS.contains(&&*ending_of(path)) || !is_page(&path[folder.len()..]) {
            continue;
        }
        site.page_count += 1;
        let text = match source.text(path) {
            Ok(text) => text,
            Err(error) => {
                site.log.left(&format!("page that cannot be read ({error})"), path, "the page by hand");
                continue;
            }
        };
        pages.push(page_file(path, relative, &text, site));
    }
    pages
}

/// A page of a text. Front matter that cannot be read makes a draft of it, since it may have been one, and is kept as a comment.
fn page_file(path: &str, relative: &str, text: &str, site: &mut OldSite) -> PageFile {
    let mut matter = front_matter::divide(text);
    let mut note = String::new();
    if let Some(error) = matter.error.take() {
        matter.values.insert("draft".to_owned(), true.into());
        let title = matter.raw.lines().find_map(|line| line.strip_prefix("title:"));
        let title = title.map(|title| title.trim().trim_matches(['"', '\'']).to_owned());
        let title = title.filter(|title| title.starts_with(char::is_alphanumeric));
        matter.values.extend(title.map(|title| ("title".to_owned(), title.into())));
        note = format!("<!--\n{}\n-->\n\n", matter.raw.trim().replace("--", "- -"));
        site.log.left("front matter that cannot be read", path, "the front matter by hand");
        site.log.confirm(path, format!("its front matter cannot be read: {error}"));
    }
    for key in &matter.twice {
        let line = matter.raw.lines().enumerate().filter(|(_, line)| line.split(':').next() == Some(key)).last();
        let line = line.map_or(1, |(index, _)| index + 2);
        site.log
            .confirm(path, format!("line {line}: `{key}` stands twice in the front matter, and the last one counts"));
    }
    // Sources that Pandoc writes into the file of a text.
    let is_source = |entry: &Value| entry.get("id").is_some() && entry.get("title").is_some();
    if matter.values.get("references").and_then(Value::as_array).is_some_and(|list| list.iter().any(is_source))
        && let Some(Value::Array(sources)) = matter.values.remove("references")
    {
        site.sources.extend(sources);
    }
    let (path, relative) = (path.to_owned(), relative.to_owned());
    PageFile { path, relative, values: matter.values, text: note + matter.text, is_plain: false }
}

/// The paths and texts of the files in HTML below a folder, with or without front matter.
fn html_files<'a>(
    source: &'a SourceFolder<'_>,
    folder: &'a str,
    has_matter: bool,
    is_page: impl Fn(&str) -> bool + 'a,
) -> impl Iterator<Item = (&'a str, String)> {
    let paths = source.below(folder).filter(move |path| path.ends_with(".html") && is_page(&path[folder.len()..]));
    let files = paths.filter_map(|path| Some((path, source.text(path).ok()?)));
    files.filter(move |(_, text)| (text.starts_with("---") || text.starts_with("+++")) == has_matter)
}

/// Pages in HTML below a folder: files with front matter. Those that a template fills are left to the new theme.
pub(crate) fn html_pages(
    source: &SourceFolder<'_>,
    folder: &str,
    site: &mut OldSite,
    is_page: impl Fn(&str) -> bool,
) -> Vec<PageFile> {
    let mut pages = Vec::new();
    for (path, text) in html_files(source, folder, true, is_page) {
        let page = page_file(path, path[folder.len()..].trim_end_matches(".html"), &text, site);
        site.page_count += 1;
        if page.text.contains("{{ range") || page.text.trim().is_empty() {
            note_page_of_template(path, &mut site.log);
        } else {
            pages.push(page);
        }
    }
    pages
}

/// Notes a page that is left to the new theme.
pub(crate) fn note_page_of_template(path: &str, log: &mut ImportLog) {
    log.left("page that a template makes", path, "a page in Markdown; lists of pages are made by wellpress");
}

/// Whether a text without its lists has so few words that a template makes its page: a list of pages has some above it.
pub(crate) fn is_title_of_list(text: &str) -> bool {
    const LEAST: usize = 8;
    let words = template_words(text).unwrap_or_default();
    words.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count() < LEAST
}

/// Pages in HTML without front matter, which the tool publishes as they are.
pub(crate) fn plain_html_pages(
    source: &SourceFolder<'_>,
    folder: &str,
    site: &mut OldSite,
    is_page: impl Fn(&str) -> bool,
) -> Vec<PageFile> {
    let mut pages = Vec::new();
    for (path, text) in html_files(source, folder, false, is_page) {
        site.page_count += 1;
        let title =
            ["<title>", "<h1>"].iter().find_map(|tag| text.split_once(tag)?.1.split("</").next().map(html::plain));
        let relative = path[folder.len()..].trim_end_matches(".html").to_owned();
        if html::plain(&text).is_empty() || is_program(&text) || text.contains("google-site-verification") {
            site.log.left("page of HTML without words", path, "a page in Markdown, if readers need it");
            site.lost.push((format!("/{relative}.html"), path.to_owned()));
            continue;
        }
        site.log.translated("page of plain HTML");
        let title = title.filter(|title| !title.is_empty()).map(|title| ("title".to_owned(), title.into()));
        let values = title.into_iter().collect();
        pages.push(PageFile { path: path.to_owned(), relative, values, text, is_plain: true });
    }
    pages
}

/// Whether a page is a script with a title, such as `admin/index.html` of Decap.
fn is_program(text: &str) -> bool {
    const OTHERS: [&str; 9] = ["<img", "<iframe", "<video", "<audio", "<embed", "<object", "<form", "<svg", "<a "];
    let (head, body) = text.split_once("</head>").unwrap_or_default();
    let (head, body) = (head.to_lowercase(), body.to_lowercase());
    (head.contains("<script") || body.contains("<script"))
        && html::plain(&body).is_empty()
        && !OTHERS.iter().any(|tag| body.contains(tag))
}

/// Translates the text of a page, which is HTML or Markdown.
pub(crate) fn finish_page(text: &str, file: &str, site: &mut OldSite) -> String {
    if !file.ends_with(".html") {
        return finish_text(text, file, site);
    }
    // A snippet in HTML is a line of Markdown already.
    let (mut snippets, mut html) = (Vec::new(), String::new());
    for line in text.lines() {
        if line.trim().starts_with("::snippet{") {
            html.push_str(&format!("<p>importedsnippet{}x</p>\n", snippets.len()));
            snippets.push(line.trim());
        } else {
            html.push_str(line);
            html.push('\n');
        }
    }
    let html = icons::in_html(&html, file, &mut site.log);
    let text = html::to_markdown(&html, file, &mut site.log);
    let numbered_snippets = snippets.iter().enumerate();
    numbered_snippets.fold(text, |text, (index, snippet)| text.replace(&format!("importedsnippet{index}x"), snippet))
}

/// All other files below a folder, as they are published.
pub(crate) fn published_files(source: &SourceFolder<'_>, folder: &str, address: &str, site: &mut OldSite) {
    for path in source.below(folder) {
        let relative = &path[folder.len()..];
        let ending = &*ending_of(path);
        // Files of settings are no content, and may name people.
        if !ENDINGS.contains(&ending) && !["yml", "yaml", "toml"].contains(&ending) {
            site.published_files
                .entry(format!("{address}{relative}"))
                .or_insert_with(|| FileOrigin::Source(path.to_owned()));
        }
    }
}

/// The same at the root, for tools that publish names such as `_files/a.pdf`, which the build leaves out: these get an address without
/// the `_`, to which the old one leads.
pub(crate) fn published_with_low_lines(source: &SourceFolder<'_>, folder: &str, site: &mut OldSite) {
    published_files(source, folder, "/", site);
    let is_hidden = |address: &&String| address.contains("/_") && !is_of_theme(address);
    let hidden: Vec<String> = site.published_files.keys().filter(is_hidden).cloned().collect();
    for old in hidden {
        let parts: Vec<&str> = old[1..].split('/').map(|part| part.trim_start_matches('_')).collect();
        let address = format!("/{}", parts.join("/"));
        let is_free = !parts.contains(&"") && !site.published_files.contains_key(&address);
        let Some(origin) = site.published_files.get(&old).filter(|_| is_free).cloned() else { continue };
        site.published_files.remove(&old);
        site.published_files.insert(address.clone(), origin);
        site.redirects.insert(old, address);
    }
}

/// What every text of Markdown goes through behind the translation of its tool.
pub(crate) fn finish_text(text: &str, file: &str, site: &mut OldSite) -> String {
    let text = code::outside(code::without_open_fence(text), |text| {
        icons::in_html(&links::with_identifiers(&links::with_blanks(text)), file, &mut site.log)
    });
    let text = inline_html::translate(&text, file, &mut site.log);
    inline_html::closed_details(&text)
}

/// Reads any folder with Markdown files, or one file. Folders are sections; files at the top are plain pages.
pub(crate) fn read(source: &SourceFolder<'_>) -> Result<OldSite, ReadError> {
    let mut site = OldSite::default();
    let pages = page_files(source, "", &mut site, is_visible);
    published_files(source, "", "/", &mut site);
    let vault = Vault::of(source).with_links_of(&pages);
    if vault.is_certain() {
        let what = "the folder is taken for one of Obsidian: the titles of its pages are the names of their files";
        site.log.confirm("wellpress.yaml", what);
    }
    for mut file in pages {
        let (folders, mut name) = file.place();
        if name.eq_ignore_ascii_case("readme") {
            "index".clone_into(&mut name);
        }
        let mut page = OldPage { source: file.path.clone(), folders, name, ..OldPage::default() };
        if vault.is_certain() {
            Vault::name_note(&mut page, &mut file.values);
        }
        super::page_keys::apply(&mut page, std::mem::take(&mut file.values), &mut site.log);
        let text = vault.translate(&file.text, &file.path, &mut site.log);
        let text = divs::with_plain_ends(&text);
        let text = admonitions::translate(&text, &file.path, &mut site.log);
        page.text = finish_text(&text, &file.path, &mut site);
        site.pages.push(page);
    }
    if site.pages.is_empty() { Err(ReadError::NoPages("Markdown")) } else { Ok(site) }
}

fn is_visible(path: &str) -> bool {
    !path.split('/').any(|part| part.starts_with(['.', '_']))
}

#[cfg(test)]
mod tests {
    use wellpress_io::fs::Memory;

    use super::plain_html_pages;
    use crate::old_site::OldSite;
    use crate::source_folder::SourceFolder;

    #[test]
    fn a_script_with_a_title_is_no_page() {
        let files = Memory::new()
            .with("/s/a.html", "<head><title>Of Decap</title></head><body><script src='x'></script></body>")
            .with("/s/b.html", "<head><title>B</title></head><body>5 mg</body>")
            .with("/s/c.html", "5 mg <svg><title>C</title></svg>")
            .with("/s/d.html", "<title>D</title></head><body><IMG src='d.png'><script src='x'></script></body>")
            .with("/s/e.html", "<title>E</title></head><body></body>");
        let (source, mut site) = (SourceFolder::open(&files, "/s".as_ref()).unwrap(), OldSite::default());
        let pages = plain_html_pages(&source, "", &mut site, |_| true);
        assert_eq!((pages.len(), site.lost.len(), site.lost[0].1.as_str()), (4, 1, "a.html"));
    }
}
