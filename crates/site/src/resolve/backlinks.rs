//! Inverts the relations between pages: which articles embed an exercise, which pages link to a page, which pages a person
//! wrote or reviewed, which pages belong to a topic.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::fields::FieldValue;
use crate::model::{Page, PageId, PageRecord, PageTable, Site};
use crate::sections::{ContentKind, SectionId};

use super::resolved_page::ResolvedPage;
use super::targets::{DirectiveTarget, Href, ResolvedBody};

/// The inverted relations. Each list is in the order of the pages (by id), without duplicates. Withdrawn pages are left out:
/// they lead nowhere.
#[derive(Debug, Default)]
pub struct Backlinks {
    /// Articles that embed or list an exercise.
    pub articles_of: BTreeMap<PageId, Vec<PageId>>,
    /// Programmes with an exercise on their schedule.
    pub programmes_of: BTreeMap<PageId, Vec<PageId>>,
    /// Exercises that an article embeds, in the order of its text.
    pub embedded_in: BTreeMap<PageId, Vec<PageId>>,
    /// Pages whose text links to a page.
    pub linked_from: BTreeMap<PageId, Vec<PageId>>,
    /// Pages of a topic.
    pub members: BTreeMap<PageId, Vec<PageId>>,
    /// Topics that name a topic as broader.
    pub narrower: BTreeMap<PageId, Vec<PageId>>,
    /// Pages with a person as author.
    pub wrote: BTreeMap<PageId, Vec<PageId>>,
    /// Pages with a person as contributor.
    pub contributed: BTreeMap<PageId, Vec<PageId>>,
    /// Pages that a person reviewed.
    pub reviewed: BTreeMap<PageId, Vec<PageId>>,
    /// Pages that name a page in a declared field, by the section and the name of that field.
    pub named_in_fields: BTreeMap<PageId, BTreeMap<(SectionId, String), Vec<PageId>>>,
    /// Pages that use a glossary term, by the URL of the term on the glossary's page.
    pub term_uses: BTreeMap<String, BTreeSet<PageId>>,
}

/// Collects the relations of all pages in one pass.
pub(super) fn collect(site: &Site, pages: &PageTable<Arc<ResolvedPage>>) -> Backlinks {
    let mut backlinks = Backlinks::default();
    let mut linked_from: PageTable<Vec<PageId>> = vec![Vec::new(); pages.len()].into();
    for (page, resolved) in site.pages.iter().zip(pages) {
        // Readers find an Easy Read version by its page.
        if page.is_withdrawn() || page.is_easy_read() {
            continue;
        }
        for instance in &resolved.reading_order.instances {
            if let Some(exercise) = instance.text.exercise() {
                let embedded = backlinks.embedded_in.entry(page.id).or_default();
                if !embedded.contains(&exercise) {
                    embedded.push(exercise);
                }
                if page.kind == ContentKind::Article {
                    add(&mut backlinks.articles_of, exercise, page.id);
                }
            }
        }
        for body in resolved.texts() {
            add_links(body, page.id, &mut linked_from, &mut backlinks.term_uses);
        }
        match &page.record {
            PageRecord::Article(article) => {
                for exercise in &article.exercises {
                    add(&mut backlinks.articles_of, *exercise, page.id);
                }
            }
            PageRecord::Programme(programme) => {
                for exercise in programme.exercises() {
                    add(&mut backlinks.programmes_of, exercise, page.id);
                }
            }
            PageRecord::Topic(topic) => {
                for broader in &topic.broader {
                    add(&mut backlinks.narrower, *broader, page.id);
                }
            }
            _ => {}
        }
        add_fields(page, &mut backlinks.named_in_fields);
        if let Some(reviewed) = page.editorial() {
            for topic in &reviewed.topics {
                add(&mut backlinks.members, *topic, page.id);
            }
            for author in &reviewed.authors {
                add(&mut backlinks.wrote, *author, page.id);
            }
            for contributor in &reviewed.contributors {
                add(&mut backlinks.contributed, contributor.person, page.id);
            }
            for review in &reviewed.reviews {
                add(&mut backlinks.reviewed, review.person, page.id);
            }
        }
    }
    let lists = site.pages.ids().zip(linked_from.into_values());
    backlinks.linked_from = lists.filter(|(_, list)| !list.is_empty()).collect();
    backlinks
}

/// Adds the pages that a page names in its declared fields.
fn add_fields(page: &Page, named_in_fields: &mut BTreeMap<PageId, BTreeMap<(SectionId, String), Vec<PageId>>>) {
    for field in &page.fields {
        let FieldValue::Pages(named) = &field.value else { continue };
        for other in named {
            let of_other = named_in_fields.entry(*other).or_default();
            let pages = of_other.entry((page.section, field.name.clone())).or_default();
            if pages.last() != Some(&page.id) {
                pages.push(page.id);
            }
        }
    }
}

/// Adds the links and the used terms of one text. Links are by far the most numerous relation, so they are collected in a
/// list per page id and become a map at the end.
fn add_links(
    body: &ResolvedBody,
    from: PageId,
    linked_from: &mut PageTable<Vec<PageId>>,
    term_uses: &mut BTreeMap<String, BTreeSet<PageId>>,
) {
    for href in &body.links {
        if let Href::Page { page, .. } = href
            && *page != from
        {
            push(&mut linked_from[*page], from);
        }
    }
    for target in body.directives.values() {
        if let DirectiveTarget::Term { url, .. } = target {
            match term_uses.get_mut(url) {
                Some(users) => _ = users.insert(from),
                None => _ = term_uses.insert(url.clone(), BTreeSet::from([from])),
            }
        }
    }
}

fn add(map: &mut BTreeMap<PageId, Vec<PageId>>, key: PageId, page: PageId) {
    push(map.entry(key).or_default(), page);
}

/// Appends the page that is being read, unless it is there. Pages come in order, so only the last element can be the same.
fn push(list: &mut Vec<PageId>, page: PageId) {
    if list.last() != Some(&page) {
        list.push(page);
    }
}

/// The pages that the text and the key points of a page link to, in reading order and with repetitions.
pub(super) fn linked_pages(resolved: &ResolvedPage) -> impl Iterator<Item = PageId> + '_ {
    let hrefs = resolved.texts().flat_map(|body| &body.links);
    hrefs.filter_map(|href| if let Href::Page { page, .. } = href { Some(*page) } else { None })
}
