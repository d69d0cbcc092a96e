//! Reads a site of Zola: `zola.toml` or `config.toml`, `content/`, `static/`.

use serde_json::{Map, Value};

use crate::old_site::{FileOrigin, MenuItem, OldPage, OldSection, OldSite};
use crate::source_folder::SourceFolder;
use crate::text::tags::{self, Syntax};

use super::markdown_folder::{self, PageFile};
use super::page_keys;
use super::path_names::{date_in_name, fits};
use super::read_error::ReadError;
use super::settings::{map_in, menu_item, note_words, setting, settings_file};
use super::shortcodes::Shortcodes;

pub(crate) fn read(source: &SourceFolder<'_>) -> Result<OldSite, ReadError> {
    let mut site = OldSite::default();
    let mut config = settings_file(source, &["zola.toml", "config.toml"], "configuration in TOML")?;
    site.title = setting(&config, "title");
    site.description = setting(&config, "description");
    site.base_url = setting(&config, "base_url");
    site.language = setting(&config, "default_language");
    if let Some(Value::Object(languages)) = config.get("languages") {
        let title =
            |settings: &Value| settings.get("title").and_then(page_keys::text_of).or_else(|| site.title.clone());
        site.languages =
            languages.iter().map(|(tag, settings)| (tag.clone(), title(settings).unwrap_or_default())).collect();
    }
    let taxonomy = config.get("taxonomies").and_then(|list| list.pointer("/0/name"));
    site.topics_address = taxonomy.and_then(Value::as_str).map(|name| format!("/{name}/"));
    if let Some(Value::Object(extra)) = config.remove("extra") {
        note_words(&mut site, "config.toml", &extra, "copyright footer");
        (site.menu, site.footer_menu) =
            (menu(&extra, &["menu", "main_menu", "nav_links"]), menu(&extra, &["menu_footer", "footer_links"]));
    }
    let rules = Rules::of(&config);
    markdown_folder::published_with_low_lines(source, "static/", &mut site);
    let pages = markdown_folder::page_files(source, "content/", &mut site, |_| true);
    markdown_folder::published_files(source, "content/", "/", &mut site);
    site.published_files.retain(|_, origin| !matches!(origin, FileOrigin::Source(path) if rules.ignores(path)));
    for file in pages {
        page(source, &mut site, file, &rules);
    }
    if site.pages.is_empty() { Err(ReadError::NoPages("Zola")) } else { Ok(site) }
}

/// What the settings say of all pages.
struct Rules {
    /// The patterns of `ignored_content`, without alternatives in braces.
    ignored: Vec<String>,
    /// How a part of an address is made of a name: `on`, `safe` or `off`.
    slugs: String,
    keeps_dates: bool,
}

impl Rules {
    fn of(config: &Map<String, Value>) -> Self {
        let ignored = config.get("ignored_content").map(page_keys::words).unwrap_or_default();
        let slugify = map_in(config, "slugify");
        Self {
            ignored: ignored.iter().flat_map(|pattern| alternatives(&pattern.replace('?', "*"))).collect(),
            slugs: setting(&slugify, "paths").unwrap_or_default(),
            keeps_dates: slugify.get("paths_keep_dates") == Some(&Value::Bool(true)),
        }
    }

    /// Whether the old site leaves a file of the content out. A pattern without a folder is also one of names.
    fn ignores(&self, path: &str) -> bool {
        let Some(path) = path.strip_prefix("content/") else { return false };
        let mut patterns = self.ignored.iter();
        patterns.any(|pattern| fits(pattern, path) || path.split('/').any(|name| fits(pattern, name)))
    }

    fn slug(&self, name: &str) -> String {
        match self.slugs.as_str() {
            "off" => name.to_owned(),
            "safe" => name.trim_end_matches([' ', '.']).replace(['<', '>', ':', '"', '/', '\\', '|', '?', '*'], ""),
            _ => slug::slugify(name),
        }
    }
}

/// The patterns that one with alternatives stands for: `*.{a,b}` is `*.a` and `*.b`.
fn alternatives(pattern: &str) -> Vec<String> {
    let parts = pattern.split_once('{').and_then(|(start, rest)| Some((start, rest.split_once('}')?)));
    let Some((start, (words, end))) = parts else { return vec![pattern.to_owned()] };
    words.split(',').flat_map(|word| alternatives(&format!("{start}{word}{end}"))).collect()
}

/// Menus are a custom of themes: a list of maps with a name and an address.
fn menu(extra: &Map<String, Value>, keys: &[&str]) -> Vec<MenuItem> {
    let items = keys.iter().find_map(|key| extra.get(*key)).and_then(Value::as_array);
    items.into_iter().flatten().filter_map(menu_item).collect()
}

fn page(source: &SourceFolder<'_>, site: &mut OldSite, mut file: PageFile, rules: &Rules) {
    let (folders, name, language, is_section) = file.place_of_bundle(&site.languages);
    let mut page = OldPage { source: file.path.clone(), language, ..OldPage::default() };
    let own_path = file.take("path");
    let slug = file.take("slug");
    // Zola takes dates out of the names of files.
    (page.published, page.name) = date_in_name(&name);
    let name = if rules.keeps_dates { &name } else { &page.name };
    let slug = rules.slug(slug.as_ref().unwrap_or(name));
    let prefix = page.language.as_ref().map(|language| format!("/{language}")).unwrap_or_default();
    let parts = folders.iter().map(|folder| rules.slug(folder)).chain((!is_section).then_some(slug));
    let parts: Vec<String> = parts.collect();
    page.address = match own_path {
        Some(path) => format!("{prefix}/{}/", path.trim_matches('/')),
        None if parts.is_empty() => format!("{prefix}/"),
        None => format!("{prefix}/{}/", parts.join("/")),
    };
    page.folders = folders;
    if rules.ignores(&file.path) {
        page.hide("ignored_content", &mut site.log);
    }
    if is_section && page.folders.len() == 1 {
        let order = file.values.get("sort_by").and_then(Value::as_str).and_then(|order| match order {
            "date" | "update_date" => Some("date"),
            "weight" => Some("weight"),
            "title" => Some("title"),
            _ => None,
        });
        let title = file.values.get("title").and_then(page_keys::text_of);
        site.sections.insert(page.folders[0].clone(), OldSection { title, order });
    }
    if let Some(Value::Object(extra)) = file.values.remove("extra") {
        page_keys::apply(&mut page, extra, &mut site.log);
    }
    page_keys::apply(&mut page, std::mem::take(&mut file.values), &mut site.log);
    let text = file.text.replace("<!-- more -->", "");
    let mut shortcodes = Shortcodes::new(source, &file.path, &["templates/shortcodes/"], site);
    let text = tags::expand(&text, Syntax::Zola, &mut shortcodes);
    page.text = markdown_folder::finish_text(&text, &file.path, site);
    site.pages.push(page);
}

#[cfg(test)]
mod tests {
    use crate::readers::site_of_files;

    #[test]
    fn settings_hide_pages_and_make_addresses() {
        let site = site_of_files(&[
            (
                "zola.toml",
                "base_url = 'https://a.example'\nignored_content = ['old/*', '*.{draft,note}.md', 'e?.md', 'c.*']\n[slugify]\npaths = 'safe'\npaths_keep_dates = true\n",
            ),
            ("content/old/x.md", "A\n"),
            ("content/b/y.draft.md", "A\n"),
            ("content/b/e1.md", "A\n"),
            ("content/b/c.pdf", "A\n"),
            ("content/b/d.pdf", "A\n"),
            ("content/Blog/2024-05-06-Post_One.md", "A\n"),
            ("content/Blog/oldest.md", "+++\nslug = 'My Slug?'\n+++\nA\n"),
        ]);
        let pages: Vec<_> = site.pages.iter().map(|page| (page.address.as_str(), page.is_draft)).collect();
        let expected = [
            ("/Blog/2024-05-06-Post_One/", false),
            ("/Blog/My Slug/", false),
            ("/b/e1/", true),
            ("/b/y.draft/", true),
            ("/old/x/", true),
        ];
        assert_eq!(pages, expected);
        assert!(site.published_files.keys().eq(["/b/d.pdf"]));
        let slug = |slugs: &str| {
            let rules = super::Rules { ignored: Vec::new(), slugs: slugs.to_owned(), keeps_dates: false };
            rules.slug("My Slug")
        };
        assert_eq!([slug(""), slug("on"), slug("off")], ["my-slug", "my-slug", "My Slug"]);
    }
}
