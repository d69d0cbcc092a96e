//! Who leads to whom, the other way round: what embeds an exercise, what links to a page, what somebody wrote.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::discover::Kind;
use crate::model::{PageId, Record, Site};

use super::ResolvedPage;
use super::bodies::{Href, Meaning, ResolvedBody};

/// Who leads to whom; lists are in the order of the pages, none twice.
#[derive(Debug, Default)]
pub struct Backlinks {
    /// Articles that embed or list an exercise.
    pub articles_of: BTreeMap<PageId, Vec<PageId>>,
    /// Programmes that an exercise is part of.
    pub programmes_of: BTreeMap<PageId, Vec<PageId>>,
    /// Exercises that an article embeds, in the order of its text.
    pub embedded_in: BTreeMap<PageId, Vec<PageId>>,
    /// Pages whose text links to a page.
    pub linked_from: BTreeMap<PageId, Vec<PageId>>,
    /// Pages of a topic.
    pub members: BTreeMap<PageId, Vec<PageId>>,
    /// Topics that name a topic as wider.
    pub narrower: BTreeMap<PageId, Vec<PageId>>,
    /// Pages that somebody wrote.
    pub wrote: BTreeMap<PageId, Vec<PageId>>,
    /// Pages that somebody contributed to.
    pub contributed: BTreeMap<PageId, Vec<PageId>>,
    /// Pages that somebody reviewed.
    pub reviewed: BTreeMap<PageId, Vec<PageId>>,
    /// Pages that use a term, by the glossary's language and the term.
    pub term_uses: BTreeMap<String, BTreeSet<PageId>>,
}

/// Turns everything round.
pub(super) fn collect(site: &Site, pages: &[Arc<ResolvedPage>]) -> Backlinks {
    let mut back = Backlinks::default();
    let mut linked_from = vec![Vec::new(); pages.len()];
    for (page, resolved) in site.pages.iter().zip(pages) {
        if page.is_withdrawn() {
            continue;
        }
        for instance in &resolved.reading_order.instances {
            if let Some(exercise) = instance.text.exercise() {
                let embedded = back.embedded_in.entry(page.id).or_default();
                if !embedded.contains(&exercise) {
                    embedded.push(exercise);
                }
                if page.kind == Kind::Article {
                    add(&mut back.articles_of, exercise, page.id);
                }
            }
        }
        for body in resolved.key_points.iter().chain([&resolved.body]) {
            links(body, page.id, &mut linked_from, &mut back.term_uses);
        }
        match &page.record {
            Record::Article(article) => {
                for exercise in &article.exercises {
                    add(&mut back.articles_of, *exercise, page.id);
                }
            }
            Record::Programme(programme) => {
                for exercise in programme.exercises() {
                    add(&mut back.programmes_of, exercise, page.id);
                }
            }
            Record::Topic(topic) => {
                for broader in &topic.broader {
                    add(&mut back.narrower, *broader, page.id);
                }
            }
            _ => {}
        }
        if let Some(reviewed) = page.reviewed() {
            for topic in &reviewed.topics {
                add(&mut back.members, *topic, page.id);
            }
            for author in &reviewed.authors {
                add(&mut back.wrote, *author, page.id);
            }
            for (person, _) in &reviewed.contributors {
                add(&mut back.contributed, *person, page.id);
            }
            for review in &reviewed.reviews {
                add(&mut back.reviewed, review.person, page.id);
            }
        }
    }
    let lists = site.pages.iter().map(|page| page.id).zip(linked_from);
    back.linked_from = lists.filter(|(_, list)| !list.is_empty()).collect();
    back
}

/// Links are by far the most, so they are put into lists by the page's number first.
fn links(
    body: &ResolvedBody,
    from: PageId,
    linked_from: &mut [Vec<PageId>],
    term_uses: &mut BTreeMap<String, BTreeSet<PageId>>,
) {
    for href in &body.links {
        if let Href::Page { page, .. } = href
            && *page != from
        {
            push(&mut linked_from[page.index()], from);
        }
    }
    for meaning in body.directives.values() {
        if let Meaning::Term { url, .. } = meaning {
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

/// Adds the page that is being read. Pages come in order, so it can only be the last of a list already.
fn push(list: &mut Vec<PageId>, page: PageId) {
    if list.last() != Some(&page) {
        list.push(page);
    }
}

/// The pages that a page's text links to.
pub(super) fn linked_pages(resolved: &ResolvedPage) -> impl Iterator<Item = PageId> + '_ {
    let hrefs = resolved.key_points.iter().chain([&resolved.body]).flat_map(|body| &body.links);
    hrefs.filter_map(|href| if let Href::Page { page, .. } = href { Some(*page) } else { None })
}
