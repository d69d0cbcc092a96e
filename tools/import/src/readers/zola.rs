//! Reads a site of Zola: `config.toml`, `content/`, `static/`.

use serde_json::{Map, Value};

use crate::old_site::{MenuItem, OldPage, OldSection, OldSite};
use crate::source_folder::SourceFolder;
use crate::text::tags::{self, Syntax};

use super::markdown_folder::{self, PageFile};
use super::page_keys;
use super::path_names::date_in_name;
use super::read_error::ReadError;
use super::settings::{menu_item, note_words, setting, settings_file};
use super::shortcodes::Shortcodes;

pub(crate) fn read(source: &SourceFolder<'_>) -> Result<OldSite, ReadError> {
    let mut site = OldSite::default();
    let mut config = settings_file(source, &["config.toml"], "configuration in TOML")?;
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
    let taxonomy = config
        .get("taxonomies")
        .and_then(Value::as_array)
        .and_then(|list| list.first())
        .and_then(|first| first.get("name"));
    site.topics_address = taxonomy.and_then(Value::as_str).map(|name| format!("/{name}/"));
    if let Some(Value::Object(extra)) = config.remove("extra") {
        note_words(&mut site, "config.toml", &extra, "copyright footer");
        (site.menu, site.footer_menu) =
            (menu(&extra, &["menu", "main_menu", "nav_links"]), menu(&extra, &["menu_footer", "footer_links"]));
    }
    markdown_folder::published_with_low_lines(source, "static/", &mut site);
    let pages = markdown_folder::page_files(source, "content/", &mut site, |_| true);
    markdown_folder::published_files(source, "content/", "/", &mut site);
    for file in pages {
        page(source, &mut site, file);
    }
    if site.pages.is_empty() { Err(ReadError::NoPages("Zola")) } else { Ok(site) }
}

/// Menus are a custom of themes: a list of maps with a name and an address.
fn menu(extra: &Map<String, Value>, keys: &[&str]) -> Vec<MenuItem> {
    let items = keys.iter().find_map(|key| extra.get(*key)).and_then(Value::as_array);
    items.into_iter().flatten().filter_map(menu_item).collect()
}

fn page(source: &SourceFolder<'_>, site: &mut OldSite, mut file: PageFile) {
    let (folders, name, language, is_section) = file.place_of_bundle(&site.languages);
    let mut page = OldPage { source: file.path.clone(), language, ..OldPage::default() };
    let own_path = file.take("path");
    let slug = file.take("slug");
    // Zola takes dates out of the names of files.
    (page.published, page.name) = date_in_name(&name);
    let prefix = page.language.as_ref().map(|language| format!("/{language}")).unwrap_or_default();
    let parts = folders
        .iter()
        .map(slug::slugify)
        .chain((!is_section).then(|| slug.unwrap_or_else(|| slug::slugify(&page.name))));
    let parts: Vec<String> = parts.collect();
    page.address = match own_path {
        Some(path) => format!("{prefix}/{}/", path.trim_matches('/')),
        None if parts.is_empty() => format!("{prefix}/"),
        None => format!("{prefix}/{}/", parts.join("/")),
    };
    page.folders = folders;
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
