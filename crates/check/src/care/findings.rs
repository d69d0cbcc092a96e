//! What the report says of sources, links, translations, the use of AI and the stored data on retractions. A finding that a comment or
//! the settings silence makes no item either: somebody has looked at it.
//!
//! A source or a link is one item, however many pages have it; the item lists all places.

use std::collections::HashMap;
use std::sync::Arc;

use wellpress_bibliography::{KindGroup, NoticeKind};
use wellpress_diagnostics::{Diagnostic, Location, Report, Rule, rules};
use wellpress_foundation::Day;
use wellpress_site::model::page::Unpublished;
use wellpress_site::model::reference::{Library, ReferenceId};
use wellpress_site::model::{LookupResult, Page, PageId, PagePath};
use wellpress_site::parse::service_records::SourceEvent;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::citation_index::{CitingPage, CitingPassage};

use super::item::{CareActor, CareItem, CareKind, CarePlace, CareRole, CareState};
use super::names::{Names, desk};
use crate::review_commands::{self, quoted};
use crate::rules::source_superseded;

/// The rules whose findings are items, and the kind of each. `SourcePublished` comes from `SOURCE_SUPERSEDED`, for a preprint.
static KIND_BY_RULE: [(&Rule, CareKind); 12] = [
    (&rules::SOURCE_RETRACTED, CareKind::SourceRetracted),
    (&rules::SOURCE_CONCERN, CareKind::SourceConcern),
    (&rules::SOURCE_CORRECTED, CareKind::SourceCorrected),
    (&rules::SOURCE_SUPERSEDED, CareKind::SourceSuperseded),
    (&rules::SOURCE_OLD, CareKind::SourceOld),
    (&rules::SOURCE_CITES_RETRACTED, CareKind::SourceCitesRetracted),
    (&rules::SOURCE_UNFOUND, CareKind::SourceUnfound),
    (&rules::RETRACTIONS_OLD, CareKind::RetractionsOld),
    (&rules::LINK_DEAD, CareKind::LinkDead),
    (&rules::TRANSLATION_STALE, CareKind::TranslationStale),
    (&rules::TRANSLATION_UNRECORDED, CareKind::TranslationUnrecorded),
    (&rules::AI_UNREVIEWED, CareKind::AiUnreviewed),
];

/// The items of a report.
pub(super) fn find(names: Names<'_>, resolved: &ResolvedSite<'_>, report: &Report) -> Vec<CareItem> {
    let mut collector = Collector {
        names,
        resolved,
        source_by_entry: None,
        items: Vec::new(),
        index_by_subject: HashMap::new(),
        people: Vec::new(),
    };
    for finding in report.findings() {
        let Some((_, kind)) = KIND_BY_RULE.iter().find(|(rule, _)| *rule == finding.rule) else { continue };
        let page = collector.page_of(&finding.location);
        // What a page cites counts once it is published. A source of several pages is an item of those that are.
        if page.is_none_or(|page| !matches!(page.unpublished, Some(Unpublished::Draft | Unpublished::Future))) {
            collector.add(*kind, finding);
        }
    }
    collector.into_items()
}

/// What several findings can be about: the kind of the item, and the source or the link.
type Subject = (CareKind, String);

/// The file, line and column of an entry of the library.
type EntryPlace = (Arc<str>, u32, u32);

struct Collector<'a> {
    names: Names<'a>,
    resolved: &'a ResolvedSite<'a>,
    /// The sources by the places of their entries; made when the first finding asks for one.
    source_by_entry: Option<HashMap<EntryPlace, ReferenceId>>,
    items: Vec<CareItem>,
    index_by_subject: HashMap<Subject, usize>,
    /// For each item the authors of the pages that have it.
    people: Vec<Vec<PageId>>,
}

impl<'a> Collector<'a> {
    fn add(&mut self, kind: CareKind, finding: &Diagnostic) {
        let source = self.source_of(finding);
        let page = self.page_of(&finding.location);
        let link =
            (kind == CareKind::LinkDead).then(|| first_name(&finding.message)).flatten().map(|link| address_of(&link));
        let kind = self.kind_of_source(kind, source);
        let subject = match (source, &link) {
            (_, Some(address)) => Some((kind, address.clone())),
            (Some(source), None) => Some((kind, self.resolved.site.library.get(source).key.to_string())),
            // A work that only a list written by hand names is told apart by its identifier.
            (None, None) if is_of_source(kind) => first_name(&finding.message).map(|name| (kind, name)),
            (None, None) => None,
        };
        let sentence = page.and_then(|page| self.sentence(source?, page, &finding.location));
        let place = self.place(page, sentence, &finding.location);
        let known = subject.as_ref().and_then(|subject| self.index_by_subject.get(subject).copied());
        let index = known.unwrap_or_else(|| {
            let item = self.item(kind, source, link, page, finding);
            self.items.push(CareItem { sentence: place.sentence.clone(), ..item });
            self.people.push(Vec::new());
            self.items.len() - 1
        });
        if let Some(subject) = subject {
            self.index_by_subject.insert(subject, index);
            self.items[index].places.push(place);
        }
        let authors = page.and_then(Page::editorial).map(|editorial| &editorial.authors[..]);
        self.people[index].extend(authors.unwrap_or_default());
    }

    fn item(
        &self,
        kind: CareKind,
        source: Option<ReferenceId>,
        link: Option<String>,
        page: Option<&Page>,
        finding: &Diagnostic,
    ) -> CareItem {
        let location = &finding.location;
        let library = &self.resolved.site.library;
        let key = source.map(|source| library.get(source).key.to_string());
        let item = CareItem {
            since: source.and_then(|source| since(kind, library, source)),
            command: self.command(kind, page, location),
            help: self.help(kind, page, finding),
            source: key,
            link,
            ..CareItem::new(kind, CareState::Due, location, message(kind, library, source, finding))
        };
        match page {
            Some(page) => self.names.about(item, page),
            None => item,
        }
    }

    /// The command that settles an item, or, where an edit does, the one that shows whether it is settled.
    fn command(&self, kind: CareKind, page: Option<&Page>, location: &Location) -> String {
        let Names { config, site } = self.names;
        match (kind, page) {
            (CareKind::RetractionsOld | CareKind::SourceUnfound, _) => "wellpress care --fetch".to_owned(),
            (CareKind::LinkDead, _) => "wellpress check --external".to_owned(),
            (CareKind::AiUnreviewed, Some(page)) => {
                let reviewer = review_commands::known_reviewer_id(site, page);
                review_commands::request(config, site, page, reviewer.as_deref())
            }
            _ => format!("wellpress check {}", quoted(&location.file)),
        }
    }

    /// What the finding says to do, and in which line.
    fn help(&self, kind: CareKind, page: Option<&Page>, finding: &Diagnostic) -> Option<String> {
        let Names { config, site } = self.names;
        match (kind, page) {
            (CareKind::AiUnreviewed, Some(page)) => {
                let reviewer = review_commands::known_reviewer_id(site, page);
                let sign = review_commands::sign(config, site, page, reviewer.as_deref(), None);
                Some(format!("`{sign}` records that the words of the packet were read; the packet names their hash"))
            }
            (CareKind::RetractionsOld | CareKind::SourceUnfound, _) => finding.help.as_deref().map(str::to_owned),
            _ => {
                let Location { file, line, .. } = &finding.location;
                let edit = format!("edit `{file}`, line {line}");
                Some(finding.help.as_ref().map_or_else(|| edit.clone(), |help| format!("{edit}: {help}")))
            }
        }
    }

    fn into_items(self) -> Vec<CareItem> {
        let names = self.names;
        let with_people = self.items.into_iter().zip(self.people).map(|(item, people)| {
            let who: Vec<CareActor> =
                if people.is_empty() { vec![desk()] } else { names.people(people, CareRole::Author) };
            CareItem { who, ..item }
        });
        with_people.collect()
    }

    /// The page whose file a finding is in.
    fn page_of(&self, location: &Location) -> Option<&'a Page> {
        match self.resolved.site.index.path(PagePath::File(&location.file)) {
            LookupResult::Page(page) => Some(self.resolved.site.page(page)),
            LookupResult::Hidden(_) | LookupResult::Several | LookupResult::Nothing => None,
        }
    }

    /// The source that a finding is about: its entry in the library is the second place of the finding, or the place itself.
    fn source_of(&mut self, finding: &Diagnostic) -> Option<ReferenceId> {
        let library = &self.resolved.site.library;
        let by_entry = self.source_by_entry.get_or_insert_with(|| {
            library.entries().map(|(id, reference)| (place_key(&reference.location), id)).collect()
        });
        let mut places = finding.related.iter().map(|related| &related.location).chain([&finding.location]);
        places.find_map(|place| by_entry.get(&place_key(place)).copied())
    }

    /// A preprint that another work supersedes was published.
    fn kind_of_source(&self, kind: CareKind, source: Option<ReferenceId>) -> CareKind {
        let library = &self.resolved.site.library;
        let is_preprint = |id| library.get(id).kind.group() == KindGroup::Preprint;
        let is_published = source.is_some_and(|source| match library.successor(source) {
            Some(successor) => is_preprint(source) && !is_preprint(successor),
            None => {
                source_superseded::newer(library, source).is_some_and(|newer| newer.event == SourceEvent::Published)
            }
        });
        if kind == CareKind::SourceSuperseded && is_published { CareKind::SourcePublished } else { kind }
    }

    fn place(&self, page: Option<&Page>, sentence: Option<String>, location: &Location) -> CarePlace {
        let Names { config, site } = self.names;
        let language = page.map(|page| config.languages[page.language].tag.clone());
        let page = page.map(|page| site.full_id(page));
        let (file, line, column) = (location.file.to_string(), location.line, location.column);
        CarePlace { page, language, sentence, file, line, column }
    }

    /// The sentence with the mark of a source at this place of a page.
    fn sentence(&self, source: ReferenceId, page: &Page, location: &Location) -> Option<String> {
        let cited = self.resolved.citation_index.sources.get(&source)?;
        let cited = cited.iter().find(|cited| cited.page == CitingPage::Page(page.id))?;
        let library = &self.resolved.site.library;
        let marks = page.texts().flat_map(|body| &body.citations).flat_map(|group| &group.items);
        let mut marks = marks.filter(|item| library.find(&item.key) == Some(source));
        let position = marks.position(|item| {
            let mark = page.source.locate(item.key_span);
            (mark.line, mark.column) == (location.line, location.column)
        })?;
        let passage = cited.passages.get(position).or_else(|| cited.passages.first())?;
        Some(sentence_of(passage))
    }
}

fn sentence_of(passage: &CitingPassage) -> String {
    format!("{}{}{}", passage.before(), passage.mark(), passage.after())
}

fn place_key(location: &Location) -> (Arc<str>, u32, u32) {
    (location.file.clone(), location.line, location.column)
}

fn is_of_source(kind: CareKind) -> bool {
    !matches!(
        kind,
        CareKind::RetractionsOld
            | CareKind::TranslationStale
            | CareKind::TranslationUnrecorded
            | CareKind::LinkDead
            | CareKind::AiUnreviewed
    )
}

/// The day of the notice about a source, of its newer version, or of the last retraction of a work that it cites.
fn since(kind: CareKind, library: &Library, source: ReferenceId) -> Option<Day> {
    match kind {
        CareKind::SourceSuperseded | CareKind::SourcePublished if library.successor(source).is_none() => {
            return Day::parse(&source_superseded::newer(library, source)?.date);
        }
        CareKind::SourceCitesRetracted => {
            let retractions = &library.service_records(source)?.cited_retractions;
            return retractions.iter().filter_map(|retraction| retraction.notice.date).max();
        }
        _ => {}
    }
    let notice = library.notice(source)?;
    let is_about = match notice.kind {
        NoticeKind::Retracted => kind == CareKind::SourceRetracted,
        NoticeKind::Concern => kind == CareKind::SourceConcern,
        NoticeKind::Corrected => kind == CareKind::SourceCorrected,
    };
    notice.date.filter(|_| is_about)
}

/// The words of the finding; those of the rule about a preprint that was published speak of another kind.
fn message(kind: CareKind, library: &Library, source: Option<ReferenceId>, finding: &Diagnostic) -> String {
    let successor = source.and_then(|source| Some((source, library.successor(source)?)));
    match successor.filter(|_| kind == CareKind::SourcePublished) {
        Some((preprint, article)) => {
            let [preprint, article] = [preprint, article].map(|id| &library.get(id).key);
            format!("the source `{preprint}` is a preprint that was published as `{article}`")
        }
        None => finding.message.clone(),
    }
}

/// The first name in a message: what stands between two backticks. The rules `link-dead` and `source-*` name the address or the work
/// first.
fn first_name(message: &str) -> Option<String> {
    message.split('`').nth(1).map(str::to_owned)
}

/// A link without what differs between links to the same place: the fragment, and the forms of a DOI.
fn address_of(link: &str) -> String {
    let doi =
        if link.contains("doi.org/") || link.starts_with("10.") { wellpress_bibliography::doi(link) } else { None };
    doi.map(|doi| doi.to_lowercase()).unwrap_or_else(|| link.split('#').next().unwrap_or(link).to_owned())
}

#[cfg(test)]
mod tests {
    use super::{address_of, first_name};

    #[test]
    fn links_to_one_place_are_one_event() {
        assert_eq!(address_of("https://example.org/a#b"), "https://example.org/a");
        assert_eq!(address_of("https://doi.org/10.1000/AB"), address_of("10.1000/ab"));
        assert_eq!(first_name("the DOI `10.1000/ab` leads nowhere: gone").as_deref(), Some("10.1000/ab"));
        assert_eq!(first_name("no name"), None);
    }
}
