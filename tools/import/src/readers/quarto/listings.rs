//! The lists of pages that Quarto makes by `listing`: of a folder, which is a section of the new site, or of entries in front matter.

use serde_json::{Map, Value};

use crate::old_site::{OldPage, OldSection, OldSite};
use crate::readers::page_keys::{first_text, phrases, text_of};
use crate::readers::path_names::fits;
use crate::readers::settings::{several, value_of_file};
use crate::source_folder::{SourceFolder, beside};
use crate::text::{escaped_label, excerpt};
use crate::writer::{humanised, source_link};

/// A word that stands where a list comes, until all pages are read.
fn mark(index: usize) -> String {
    format!("importedlisting{index}x")
}

/// A text with marks where its lists come: in the blocks of their ids, else at the end.
pub(super) fn marked(text: &str, listing: &Value) -> String {
    let mut text = text.trim_end().to_owned() + "\n";
    for (index, listing) in several(listing).into_iter().enumerate() {
        let id = listing.get("id").and_then(text_of).map(|id| format!("#{id}"));
        let place = id.and_then(|id| ["}", " "].iter().find_map(|end| text.find(&format!("{{{id}{end}"))));
        let end = place.and_then(|at| Some(at + text[at..].find('\n')? + 1));
        text.insert_str(end.unwrap_or(text.len()), &format!("\n{}\n\n", mark(index)));
    }
    text
}

/// Puts the lists into the texts of their pages.
pub(super) fn place(site: &mut OldSite, source: &SourceFolder<'_>, listings: &[(String, Value)]) {
    for (path, listing) in listings {
        for (index, listing) in several(listing).into_iter().enumerate() {
            let Some(at) = site.pages.iter().position(|page| page.source == *path) else { continue };
            let lines = lines(site, source, at, listing);
            let text = site.pages[at].text.replace(&mark(index), &lines);
            site.pages[at].text = if text.trim().is_empty() { String::new() } else { text };
        }
    }
}

/// The lines of a list; none if the list of a section has its pages.
fn lines(site: &mut OldSite, source: &SourceFolder<'_>, at: usize, listing: &Value) -> String {
    let path = site.pages[at].source.clone();
    let all = Value::from("*");
    let contents = listing.get("contents").unwrap_or(&all);
    let (mut entries, mut patterns) = (Vec::new(), Vec::new());
    for content in several(contents) {
        let Some(name) = content.as_str() else {
            entries.push(content.clone());
            continue;
        };
        let name = name.strip_prefix('/').map(str::to_owned).or_else(|| beside(&path, name)).unwrap_or_default();
        match value_of_file(source, &name).filter(|_| !super::is_page(&name)) {
            Some(Value::Array(values)) => entries.extend(values),
            _ => patterns.push(if name.is_empty() { "*".to_owned() } else { name }),
        }
    }
    let is_listed = |page: &OldPage| {
        page.source != path && !page.is_draft && patterns.iter().any(|pattern| fits(pattern, &page.source))
    };
    let mut pages: Vec<usize> = (0..site.pages.len()).filter(|index| is_listed(&site.pages[*index])).collect();
    let mut lines: Vec<String> = entries.iter().filter_map(|entry| line(site, &path, entry.as_object()?)).collect();
    let written = lines.concat();
    if let Some(words) = entries.iter().flat_map(|entry| phrases(entry, 3)).find(|words| !written.contains(words)) {
        site.log.confirm(&path, format!("`listing` has words that no page shows: \"{}\"", excerpt(&words)));
    }
    let sort = listing.get("sort").map(|sort| phrases(sort, 1).concat()).unwrap_or_default();
    if pages.is_empty() && lines.is_empty() {
        let what = format!("its list of `{}` has no page that is read", excerpt(&phrases(contents, 1).join(", ")));
        // Without other words, nothing would be on the page.
        match site.pages[at].text.trim() == mark(0) {
            true => site.log.doubt(&path, what),
            false => site.log.confirm(&path, what),
        }
    }
    if !pages.is_empty() && !leads_section(site, at, &pages, sort.starts_with("date")) {
        pages.sort_by_key(|index| std::cmp::Reverse(site.pages[*index].published));
        lines.extend(pages.iter().map(|index| link(&site.pages[*index]) + "\n"));
        let what = format!("its list of {} pages is written as links: a new page does not come into it", pages.len());
        site.log.confirm(&path, what);
    }
    lines.concat()
}

/// Makes a page the text above the list of a section, if it lists all pages of one. Returns whether it is such a text then.
fn leads_section(site: &mut OldSite, at: usize, pages: &[usize], is_by_date: bool) -> bool {
    let Some(folder) = site.pages[pages[0]].folders.first().cloned() else { return false };
    let is_of = |page: &OldPage| page.folders.first() == Some(&folder);
    let is_index = |page: &OldPage| is_of(page) && page.folders.len() == 1 && page.name == "index";
    let others = site.pages.iter().enumerate().filter(|(index, page)| *index != at && is_of(page) && !page.is_draft);
    if others.count() != pages.len() || !pages.iter().all(|index| is_of(&site.pages[*index])) {
        return false;
    }
    let page = &site.pages[at];
    let can_lead = page.folders.is_empty() && page.name != "index" && !site.pages.iter().any(is_index);
    if !can_lead && !is_index(page) {
        return false;
    }
    let page = &mut site.pages[at];
    (page.folders, page.name) = (vec![folder.clone()], "index".to_owned());
    let section = OldSection { title: page.title.clone(), order: is_by_date.then_some("date") };
    site.sections.insert(folder, section);
    true
}

fn link(page: &OldPage) -> String {
    let title = page.title.clone().unwrap_or_else(|| humanised(&page.name));
    let date = page.published.map(|date| format!(" ({date})")).unwrap_or_default();
    format!("- [{}]({}){date}", escaped_label(&title), source_link(&page.source))
}

/// The line of an entry in front matter.
fn line(site: &OldSite, path: &str, entry: &Map<String, Value>) -> Option<String> {
    let address = first_text(entry, &["path", "href", "url"]);
    let file = address.as_ref().and_then(|address| beside(path, address));
    let page = site.pages.iter().find(|page| Some(&page.source) == file.as_ref());
    let title = first_text(entry, &["title", "name"]).or_else(|| page?.title.clone()).or_else(|| address.clone())?;
    let title = escaped_label(title.trim());
    let title = address.map_or_else(|| title.clone(), |address| format!("[{title}](<{address}>)"));
    let others = ["subtitle", "author", "date", "description"].iter().filter_map(|key| entry.get(*key));
    let links = entry.values().filter_map(Value::as_array).flatten().filter_map(|link| {
        let link = link.as_object()?;
        let (words, address) = (first_text(link, &["name", "text"])?, first_text(link, &["url", "href"])?);
        Some(format!("[{}](<{address}>)", escaped_label(&words)))
    });
    let others = others.map(|value| phrases(value, 1).join(", ").trim().to_owned());
    let others: Vec<String> = others.filter(|words| !words.is_empty()).chain(links).collect();
    Some(if others.is_empty() { format!("- {title}\n") } else { format!("- {title}: {}\n", others.join("; ")) })
}
