//! Reads a site of Docusaurus: `docs/`, `blog/`, `src/pages/`, `static/`. Its configuration is a program, which is not run: only texts
//! that stand in it are found.

use std::collections::BTreeMap;

use wellpress_foundation::Day;

use crate::old_site::{MenuItem, OldPage, OldSection, OldSite};
use crate::source_folder::{SourceFolder, base_name, folder_of};
use crate::text::code;
use crate::text::scan::{replaced, split_at_closing};
use crate::writer::SOURCE_SCHEME;

use super::markdown_folder::{self, PageFile};
use super::page_keys::{self, text_of};
use super::path_names::{date_in_name, without_empty_parts};
use super::read_error::ReadError;
use super::settings::{map_in, map_of_file, note_words, people, setting};

mod config;
mod mdx;

use config::{Object, objects, setting_in, string_in};
use mdx::MdxText;

pub(crate) fn read(source: &SourceFolder<'_>) -> Result<OldSite, ReadError> {
    let mut site = OldSite::default();
    let endings = ["js", "ts", "mjs"];
    let program = endings.iter().find_map(|ending| source.text(&format!("docusaurus.config.{ending}")).ok());
    let program = program.unwrap_or_default();
    site.title = string_in(&program, "title");
    site.description = string_in(&program, "tagline");
    let base = setting_in(&program, "baseUrl").unwrap_or_default();
    if base.is_empty() && program.contains("baseUrl") {
        site.log
            .confirm("wellpress.yaml", "the path of the site, `baseUrl`, is computed: see whether `base_url` has it");
    }
    site.base_url = setting_in(&program, "url")
        .map(|url| format!("{}/{}", url.trim_end_matches('/'), base.trim_start_matches('/')));
    site.topics_address = Some("/blog/tags/".to_owned());
    let objects = objects(&program);
    let without_values =
        |text: &str| replaced(text, "${", |_, behind| Some((String::new(), split_at_closing(behind, ['{', '}'])?.1)));
    if let Some(title) = site.title.take_if(|title| title.contains("${")) {
        site.title = Some(without_values(&title).trim().to_owned()).filter(|title| !title.is_empty());
        site.log.confirm("wellpress.yaml", format!("the title of the site has a value in `{title}` which is computed"));
    }
    for (name, key) in [("announcementBar", "content"), ("footer", "copyright")] {
        let words = objects.iter().filter(|object| object.key == name).filter_map(|object| string_in(&object.own, key));
        let words = words.map(|words| (name.to_owned(), without_values(&words).into())).collect();
        note_words(&mut site, "docusaurus.config.js", &words, name);
    }
    site.menu = menu(&objects);
    site.log.confirm(
        "docusaurus.config.js",
        "it is a program, which is not run: see whether `menus` in the settings has all that the old menu had",
    );
    markdown_folder::published_with_low_lines(source, "static/", &mut site);
    people(source, "blog/authors.yml", &mut site);
    for (folder, section) in roots(&objects) {
        let folder = format!("{folder}/");
        let pages = markdown_folder::page_files(source, &folder, &mut site, |path| {
            !path.split('/').any(|part| part.starts_with('_'))
        });
        markdown_folder::published_files(source, &folder, &format!("/{section}/").replace("//", "/"), &mut site);
        for file in pages {
            page(source, &mut site, file, &section, &folder);
        }
        note_categories(source, &mut site, &folder);
    }
    note_programs(source, &mut site);
    add_redirects(source, &mut site);
    if site.pages.is_empty() { Err(ReadError::NoPages("Docusaurus")) } else { Ok(site) }
}

/// Pages that are programs: they are pages of the old site, and their addresses are lost.
fn note_programs(source: &SourceFolder<'_>, site: &mut OldSite) {
    for path in source.below("src/pages/") {
        let Some((relative, ending)) = path["src/pages/".len()..].rsplit_once('.') else { continue };
        let is_part = relative.split('/').any(|part| part.starts_with(['_', '.']) || part.contains(".test"));
        if is_part || !["js", "jsx", "ts", "tsx"].contains(&ending) || relative.ends_with(".module") {
            continue;
        }
        site.page_count += 1;
        site.log.left("page that is a program", path, "a page in Markdown at its address");
        let address = format!("/{}", relative.strip_suffix("index").unwrap_or(relative));
        site.lost.push((address.trim_end_matches('/').to_owned() + "/", path.to_owned()));
    }
}

/// The folders with pages, and the address of each without `/` around it.
fn roots(objects: &[Object]) -> BTreeMap<String, String> {
    let mut roots: BTreeMap<String, String> =
        [("docs", "docs"), ("blog", "blog"), ("src/pages", "")].map(|(a, b)| (a.to_owned(), b.to_owned())).into();
    for object in objects {
        let Some(route) = string_in(&object.own, "routeBasePath") else { continue };
        let default = if object.key == "blog" { "blog" } else { "docs" };
        let folder = string_in(&object.own, "path").unwrap_or_else(|| default.to_owned());
        roots.insert(folder.trim_matches(['.', '/']).to_owned(), route.trim_matches('/').to_owned());
    }
    roots
}

/// The entries of the navigation bar: the outermost objects in it with a label, and all that have a position.
fn menu(objects: &[Object]) -> Vec<MenuItem> {
    let has = |object: &Object, key: &str| string_in(&object.own, key).is_some();
    let is_in =
        |object: &Object, outer: &Object| outer.range.start < object.range.start && object.range.end < outer.range.end;
    let is_outermost = |object: &Object| !objects.iter().any(|outer| has(outer, "label") && is_in(object, outer));
    let is_of_bar =
        |object: &Object| objects.iter().any(|bar| bar.key == "navbar" && is_in(object, bar)) && is_outermost(object);
    let (top, others): (Vec<&Object>, Vec<&Object>) =
        objects.iter().partition(|object| has(object, "position") || has(object, "label") && is_of_bar(object));
    let with_children = |object: &&Object| {
        let below = others.iter().filter(|other| object.range.contains(&other.range.start));
        let children = below.filter_map(|other| menu_item(other, objects)).collect();
        Some(MenuItem { children, ..menu_item(object, objects)? })
    };
    top.iter().filter_map(with_children).collect()
}

fn menu_item(object: &Object, objects: &[Object]) -> Option<MenuItem> {
    let to = string_in(&object.own, "to").map(|to| format!("/{}", to.trim_start_matches('/')));
    let document = || string_in(&object.own, "docId").map(|id| format!("{SOURCE_SCHEME}docs/{id}"));
    // A sidebar leads to the documents of its plugin.
    let plugin = string_in(&object.own, "docsPluginId");
    let is_of_plugin = |other: &&Object| match &plugin {
        Some(id) => string_in(&other.own, "id").as_ref() == Some(id),
        None => other.key == "docs",
    };
    let route = objects.iter().find(is_of_plugin).and_then(|plugin| string_in(&plugin.own, "routeBasePath"));
    let sidebar = string_in(&object.own, "sidebarId")
        .map(|_| format!("/{}", route.unwrap_or_else(|| "docs".to_owned()).trim_matches('/')));
    let link = to.or_else(|| string_in(&object.own, "href")).or_else(document).or(sidebar);
    Some(MenuItem { title: string_in(&object.own, "label")?, link, children: Vec::new() })
}

/// Redirects of the plugin, in the configuration or in a file of their own.
fn add_redirects(source: &SourceFolder<'_>, site: &mut OldSite) {
    for program in source.files().filter(|path| can_have_redirects(path)).filter_map(|path| source.text(path).ok()) {
        for object in objects(&program) {
            let Some(to) = string_in(&object.own, "to") else { continue };
            for from in config::strings_in(&object.own, "from") {
                match site.pages.iter_mut().find(|page| page.address.trim_matches('/') == to.trim_matches('/')) {
                    Some(page) => page.aliases.push(from),
                    None => _ = site.redirects.insert(from, to.clone()),
                }
            }
        }
    }
}

fn can_have_redirects(path: &str) -> bool {
    let is_named = path.contains("redirect") || path.starts_with("docusaurus.config");
    is_named && !path.contains('/') && [".js", ".ts", ".mjs", ".json"].iter().any(|end| path.ends_with(end))
}

fn page(source: &SourceFolder<'_>, site: &mut OldSite, mut file: PageFile, section: &str, folder: &str) {
    let (mut folders, mut name) = file.place();
    if !section.is_empty() {
        folders.splice(0..0, section.split('/').map(str::to_owned));
    }
    if name.eq_ignore_ascii_case("readme") || (folders.last() == Some(&name) && folder != "blog/") {
        "index".clone_into(&mut name);
    }
    let (slug, id) = (file.take("slug"), file.take("id"));
    let is_post = folder == "blog/";
    let (published, rest) = match day_in_path(&file.relative).filter(|_| is_post) {
        Some((day, path)) => {
            let parts = section.split('/').chain(path.split('/')).filter(|part| !part.is_empty());
            folders = parts.map(str::to_owned).collect();
            (Some(day), folders.pop().unwrap_or_default())
        }
        None => date_in_name(&name),
    };
    let mut page = OldPage { source: file.path.clone(), name: rest.clone(), published, ..OldPage::default() };
    let parts: Vec<String> = folders.iter().map(|part| without_number(part)).collect();
    let path = match published.filter(|_| is_post) {
        Some(day) => {
            let path = format!("/{}/{rest}", folders.join("/"));
            path.replacen(section, &format!("{section}/{}", day.to_string().replace('-', "/")), 1)
        }
        None if name == "index" => format!("/{}", parts.join("/")),
        None => format!("/{}/{}", parts.join("/"), id.as_deref().unwrap_or(&without_number(&name))).replace("//", "/"),
    };
    page.address = without_empty_parts(&match slug {
        Some(slug) if is_post || slug.starts_with('/') => format!("/{section}/{slug}"),
        Some(slug) => format!("{}/{slug}", folder_of(&path)),
        None => path,
    });
    if is_post && page.name == "index" && folders == [section] && page.address.trim_matches('/') != section {
        // A post with an address of its own, which leaves that of the list free.
        page.name = page.address.rsplit('/').find(|part| !part.is_empty()).unwrap_or("post").to_owned();
    }
    page.folders = folders;
    if !section.is_empty() && page.address.trim_matches('/') == section {
        // A page at the address of the list is the text above it.
        (page.folders, page.name) = (vec![section.to_owned()], "index".to_owned());
    }
    if page.folders.len() == 1 && page.name == "index" {
        let title = file.values.get("title").and_then(text_of);
        site.sections.insert(section.to_owned(), OldSection { title, order: is_post.then_some("date") });
    }
    page_keys::apply(&mut page, std::mem::take(&mut file.values), &mut site.log);
    page.text = MdxText::new(source, site, &file.path).translate(&code::closed_in_blocks(&file.text));
    site.pages.push(page);
}

/// Names the words above the lists of folders, which files such as `_category_.json` have.
fn note_categories(source: &SourceFolder<'_>, site: &mut OldSite, folder: &str) {
    let is_hidden = |path: &str| folder_of(&path[folder.len()..]).split('/').any(|part| part.starts_with(['_', '.']));
    for path in source.below(folder).filter(|path| base_name(path).starts_with("_category_.") && !is_hidden(path)) {
        let category = map_of_file(source, path).unwrap_or_default();
        if let Some(words) = setting(&map_in(&category, "link"), "description") {
            site.log.confirm(path, format!("its description, which stood above a list, is on no page: \"{words}\""));
        }
    }
}

/// The day in the path of a post, such as `2024-03-05-neck`, `2024-03-05-neck/index` or `2024/03/05-neck`, and the path without it.
fn day_in_path(relative: &str) -> Option<(Day, String)> {
    let path = relative.strip_suffix("/index").unwrap_or(relative);
    (0..path.len()).rev().find_map(|start| {
        let day = Day::parse(&path.get(start..start + 10)?.replace('/', "-"))?;
        let name = path[start + 10..].strip_prefix(['-', '/', '_']).unwrap_or(&path[start + 10..]);
        (!name.is_empty()).then(|| (day, format!("{}{name}", &path[..start])))
    })
}

/// Numbers at the start of names are for the order alone.
fn without_number(part: &str) -> String {
    let rest = part.trim_start_matches(|character: char| character.is_ascii_digit());
    let name = rest.trim_start().trim_start_matches(['-', '_', '.']).trim_start();
    let has_number = rest.len() < part.len() && name.len() < rest.trim_start().len();
    let is_name = name.starts_with(|character: char| !character.is_ascii_digit());
    if has_number && is_name { name.to_owned() } else { part.to_owned() }
}

#[cfg(test)]
mod tests {
    use crate::readers::site_of_files;

    #[test]
    fn documents_and_posts() {
        let site = site_of_files(&[
            (
                "docusaurus.config.js",
                "module.exports = {\n  title: 'T',\n  url: \"https://a.example\", // it's {\n  baseUrl: '/b/',\n  plugins: [['x', {path: 'events', routeBasePath: 'e'}], ['z', {path: 'handbook', routeBasePath: '/'}],\n    ['y', {redirects: [{from: ['/old', '/older'], to: '/docs/'}, {from: '/gone', to: '/x'}]}]],\n  navbar: {items: [{label: 'More', position: 'left', items: [{label: 'Docs', to: 'docs'}]}, {label: 'Help', href: 'tel:116123'}]},\n};\n",
            ),
            ("events/a.md", "# E\n"),
            (
                "docs/intro.md",
                "---\nslug: /\ntitle: Intro\n---\nimport X from '@site/x';\n\n:::danger[Stop]\nText.\n:::\n",
            ),
            (
                "docs/2-part/1 - a.mdx",
                "# A\n\n<Tabs>\n<TabItem value=\"x\" label=\"X\">\n\nOne.\n\n</TabItem>\n</Tabs>\n",
            ),
            ("docs/2-part/_category_.json", "{\"link\": {\"description\": \"At most 5 mg\"}}"),
            ("docs/_draft/_category_.json", "{\"link\": {\"description\": \"Secret 9 mg\"}}"),
            ("handbook/dose.md", "---\nslug: /dose\n---\n5 mg\n"),
            ("blog/2024-03-05-neck.md", "---\ntitle: Neck\n---\nText.\n"),
            ("blog/2024-05-06-trip/index.md", "# T\n"),
            ("blog/2024/07/08-nest/index.md", "# N\n"),
            ("blog/more/2024-08-09-leg.md", "---\nslug: leg-2\n---\n# L\n"),
        ]);
        let addresses: Vec<&str> = site.pages.iter().map(|page| page.address.as_str()).collect();
        let posts = ["/blog/2024/03/05/neck", "/blog/2024/05/06/trip", "/blog/2024/07/08/nest", "/blog/leg-2"];
        assert_eq!(addresses, [&posts[..], &["/docs/part/a", "/docs/", "/e/a", "/dose"]].concat());
        let is_named = |words: &str| site.log.to_confirm.iter().any(|(_, what)| what.contains(words));
        assert!(is_named("\"At most 5 mg\"") && !is_named("Secret"));
        assert!(site.pages[..4].iter().all(|page| page.published.is_some() && page.name != "index"));
        assert_eq!(site.base_url.as_deref(), Some("https://a.example/b/"));
        assert_eq!(site.pages[5].text.trim(), ":::warning[Stop]\nText.\n:::");
        assert_eq!(
            (site.pages[5].aliases.join(" "), site.redirects["/gone"].as_str()),
            ("/old /older".to_owned(), "/x")
        );
        assert_eq!(site.menu[0].children[0].link.as_deref(), Some("/docs"));
        assert_eq!((site.menu.len(), site.menu[1].link.as_deref()), (2, Some("tel:116123")), "without a position");
    }
}
