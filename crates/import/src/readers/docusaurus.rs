//! Reads a site of Docusaurus: `docs/`, `blog/`, `src/pages/`, `static/`. Its configuration is a program, which is not run: only texts
//! that stand in it are found.

use crate::old_site::{OldPage, OldSection, OldSite};
use crate::source_folder::SourceFolder;
use crate::text::{block, callout, divs};

use super::markdown_folder::{self, PageFile};
use super::page_keys::{self, text_of};
use super::{ReadError, date_in_name};

pub(crate) fn read(source: &SourceFolder<'_>) -> Result<OldSite, ReadError> {
    let mut site = OldSite::default();
    let config = ["js", "ts", "mjs"]
        .iter()
        .find_map(|ending| source.text(&format!("docusaurus.config.{ending}")).ok())
        .unwrap_or_default();
    site.title = string_in(&config, "title");
    site.description = string_in(&config, "tagline");
    let base = string_in(&config, "baseUrl").unwrap_or_default();
    site.base_url =
        string_in(&config, "url").map(|url| format!("{}/{}", url.trim_end_matches('/'), base.trim_start_matches('/')));
    site.topics_address = Some("/blog/tags/".to_owned());
    site.log.confirm(
        "docusaurus.config.js",
        "menus and sidebars are programs, which are not run: write `menus` in the settings",
    );
    markdown_folder::published_files(source, "static/", "/", &mut site);
    super::people(source, "blog/authors.yml", &mut site);
    let docs = string_in(&config, "routeBasePath").unwrap_or_else(|| "docs".to_owned());
    let docs = docs.trim_matches('/').to_owned();
    for (folder, section) in [("docs/", docs.as_str()), ("blog/", "blog"), ("src/pages/", "")] {
        let pages = markdown_folder::page_files(source, folder, &mut site, |path| {
            !path.split('/').any(|part| part.starts_with('_'))
        });
        markdown_folder::published_files(source, folder, &format!("/{section}/"), &mut site);
        for file in pages {
            page(&mut site, file, section, folder);
        }
    }
    if site.pages.is_empty() { Err(ReadError::NoPages("Docusaurus")) } else { Ok(site) }
}

/// The first text behind a key in a program, such as `title: 'My site'`.
fn string_in(program: &str, key: &str) -> Option<String> {
    program.match_indices(key).find_map(|(at, _)| {
        let is_word = program[..at].ends_with(|sign: char| sign.is_alphanumeric() || sign == '_');
        let value =
            program[at + key.len()..].trim_start_matches(['\'', '"']).trim_start().strip_prefix(':')?.trim_start();
        let quote = value.chars().next().filter(|quote| matches!(quote, '\'' | '"' | '`') && !is_word)?;
        value[1..].split(quote).next().map(str::to_owned)
    })
}

fn page(site: &mut OldSite, mut file: PageFile, section: &str, folder: &str) {
    let (mut folders, mut name) = file.place();
    if !section.is_empty() {
        folders.insert(0, section.to_owned());
    }
    if name.eq_ignore_ascii_case("readme") || (folders.last() == Some(&name) && folder == "docs/") {
        "index".clone_into(&mut name);
    }
    let (slug, id) = (file.take("slug"), file.take("id"));
    let (published, rest) = date_in_name(&name);
    let is_post = folder == "blog/";
    let mut page = OldPage { source: file.path.clone(), name: rest.clone(), published, ..OldPage::default() };
    // Numbers at the start of names are for the order alone.
    let without_number = |part: &str| {
        let rest = part.trim_start_matches(|character: char| character.is_ascii_digit());
        rest.strip_prefix(['-', '_', '.'])
            .filter(|rest| rest.len() + 1 < part.len() && !rest.is_empty())
            .unwrap_or(part)
            .to_owned()
    };
    let parts: Vec<String> = folders.iter().map(|part| without_number(part)).collect();
    let path = match published.filter(|_| is_post) {
        Some(day) => format!("/{section}/{}/{rest}", day.to_string().replace('-', "/")),
        None if name == "index" => format!("/{}", parts.join("/")),
        None => format!("/{}/{}", parts.join("/"), id.as_deref().unwrap_or(&without_number(&name))).replace("//", "/"),
    };
    page.address = match slug {
        Some(slug) if slug.starts_with('/') => format!("/{section}{slug}"),
        Some(slug) => format!("{}/{slug}", path.rsplit_once('/').map_or("", |(folder, _)| folder)),
        None => path,
    };
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
    let text = without_programs(&file.text, &file.path, site);
    let text = divs::replace(&text, &mut |div, inner| {
        let word = div.classes.first().map_or("note", String::as_str);
        if ["tabs", "tab", "details", "table"].contains(&word) {
            return block(word, div.title.as_deref().unwrap_or_default(), inner);
        }
        site.log.translated("admonition");
        block(callout(word).unwrap_or("note"), div.title.as_deref().unwrap_or_default(), inner)
    });
    page.text = markdown_folder::finish_text(
        &text.replace("<!-- truncate -->", "").replace("{/* truncate */}", ""),
        &file.path,
        site,
    );
    site.pages.push(page);
}

/// Takes lines that import and export out, and reads tabs.
fn without_programs(text: &str, file: &str, site: &mut OldSite) -> String {
    let mut output = String::new();
    let mut is_code = false;
    for line in text.split_inclusive('\n') {
        let content = line.trim();
        is_code ^= content.starts_with("```");
        if !is_code && (content.starts_with("import ") && content.contains(" from ") || content.starts_with("export "))
        {
            site.log.left("import of MDX", file, "nothing: pages run no programs of authors");
            continue;
        }
        match content {
            _ if is_code => output.push_str(line),
            "</Tabs>" => output.push_str("\n::::::\n"),
            "</TabItem>" => output.push_str("\n:::::\n"),
            _ if content.starts_with("<Tabs") && content.ends_with('>') => output.push_str("\n::::::tabs\n"),
            _ if content.starts_with("<TabItem") => {
                let attributes =
                    crate::text::tags::arguments(content.trim_start_matches("<TabItem").trim_end_matches('>'), &[' ']);
                let value = |name: &str| attributes.iter().find(|argument| argument.name.as_deref() == Some(name));
                let label = value("label").or_else(|| value("value")).map_or("Tab", |argument| argument.value.as_str());
                output.push_str(&format!("\n:::::tab[{label}]\n"));
            }
            _ => output.push_str(line),
        }
    }
    output
}

#[cfg(test)]
mod tests {
    use wellpress_io::fs::Memory;

    use super::read;
    use crate::source_folder::SourceFolder;

    #[test]
    fn documents_and_posts() {
        let files = Memory::new()
            .with(
                "/s/docusaurus.config.js",
                "module.exports = {\n  title: 'T',\n  url: \"https://a.example\",\n  baseUrl: '/b/',\n};\n",
            )
            .with(
                "/s/docs/intro.md",
                "---\nslug: /\ntitle: Intro\n---\nimport X from '@site/x';\n\n:::danger[Stop]\nText.\n:::\n",
            )
            .with(
                "/s/docs/2-part/1-a.mdx",
                "# A\n\n<Tabs>\n<TabItem value=\"x\" label=\"X\">\n\nOne.\n\n</TabItem>\n</Tabs>\n",
            )
            .with("/s/blog/2024-03-05-neck.md", "---\ntitle: Neck\n---\nText.\n");
        let source = SourceFolder::open(&files, "/s".as_ref()).unwrap();
        let site = read(&source).unwrap();
        let addresses: Vec<&str> = site.pages.iter().map(|page| page.address.as_str()).collect();
        assert_eq!(addresses, ["/docs/part/a", "/docs/", "/blog/2024/03/05/neck"]);
        assert_eq!(site.base_url.as_deref(), Some("https://a.example/b/"));
        assert_eq!(site.pages[1].text.trim(), ":::warning[Stop]\nText.\n:::");
    }
}
