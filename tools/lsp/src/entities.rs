//! [`Entity`]: what a place of a text means in the site: a source, a page, a term. Where it is defined is in its file.

use wellpress_diagnostics::{Location, Rule, Span, rules};
use wellpress_site::config::{LanguageId, MAIN_LANGUAGE};
use wellpress_site::model::disclaimer::DisclaimerId;
use wellpress_site::model::reference::ReferenceId;
use wellpress_site::model::{Among, PageId, PagePath};
use wellpress_site::parse::glossary::{GlossaryId, TermId, folded};
use wellpress_site::sections::ContentKind;

use crate::cursor::{Cursor, Place};
use crate::ids::{self, IdKind};
use crate::site_view::SiteView;

/// What a place of a text means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entity {
    /// A source of the library.
    Source(ReferenceId),
    /// A page.
    Page(PageId),
    /// An id on a page.
    Anchor(PageId, String),
    /// A disclaimer.
    Disclaimer(DisclaimerId),
    /// A snippet, by its name.
    Snippet(String),
    /// A term of a glossary.
    Term(GlossaryId, TermId),
    /// A rule, by its id.
    Rule(&'static str),
}

/// A file in which ids are looked up.
#[derive(Clone, Copy)]
pub struct Reader<'v> {
    /// The site.
    pub view: &'v SiteView,
    /// The path of the file, relative to the root.
    pub file: &'v str,
}

impl Reader<'_> {
    /// The language of the file.
    #[must_use]
    pub fn language(&self) -> LanguageId {
        self.view.language_of(self.file)
    }

    /// What stands at a cursor; `word` is the text at its bytes.
    #[must_use]
    pub fn entity(&self, cursor: &Cursor<'_>, word: &str) -> Option<Entity> {
        match &cursor.place {
            Place::Cite => self.view.site.library.find(word).map(Entity::Source),
            Place::Wiki(kind) => self.wiki(*kind, word).map(Entity::Page),
            Place::WikiAnchor(kind, id) => Some(Entity::Anchor(self.wiki(*kind, id)?, word.to_owned())),
            Place::Link => self.linked(word).map(Entity::Page),
            Place::LinkAnchor(path) => Some(Entity::Anchor(self.linked(path)?, word.to_owned())),
            Place::DirectiveId(name) => match ids::of_directive(name) {
                Some(kind) => self.of_id(kind, word),
                None => Some(Entity::Anchor(self.view.page(self.file)?.id, word.to_owned())),
            },
            Place::AttributeValue(name, _, key) => self.of_id(ids::of_attribute(name, key)?, word),
            Place::Term => self.of_id(IdKind::Term, word),
            Place::Rule => rules::find(word).map(|rule: &'static Rule| Entity::Rule(rule.id)),
            Place::YamlValue(path) => self.of_id(self.id_kind(path)?, word),
            _ => None,
        }
    }

    /// What the value at a path of YAML in this file is an id of.
    #[must_use]
    pub fn id_kind(&self, path: &[crate::yaml_lines::Segment]) -> Option<IdKind> {
        // The settings have keys of the same names with other values.
        if self.file == wellpress_command::invocation::SETTINGS {
            return ids::of_settings(path);
        }
        let section = self.view.section_of(self.file);
        let has_ids = section.is_some() || self.view.config.content_folder().below(self.file).is_some();
        ids::of_yaml(&self.view.config, section.map(|section| &self.view.config.sections[section]), path)
            .filter(|_| has_ids)
    }

    /// The page that a wikilink leads to.
    #[must_use]
    pub fn wiki(&self, kind: Option<&str>, id: &str) -> Option<PageId> {
        let among = match kind {
            Some(kind) => Among::Section(self.view.config.sections.of_name(kind)?),
            None => Among::All,
        };
        self.view.site.index.find(among, id, self.language()).page()
    }

    /// The page that a path in a link leads to, from this file, from `content` or from the root of the addresses.
    #[must_use]
    pub fn linked(&self, path: &str) -> Option<PageId> {
        let index = &self.view.site.index;
        if path.is_empty() {
            return self.view.page(self.file).map(|page| page.id);
        }
        if let Some(address) = path.strip_prefix('/') {
            return index.path(PagePath::Address(address)).page();
        }
        let folder = self.file.rsplit_once('/').map_or("", |(folder, _)| folder);
        let joined = path
            .strip_prefix("@/")
            .map_or_else(|| format!("{folder}/{path}"), |path| self.view.config.content_folder().path(path));
        let mut parts: Vec<&str> = Vec::new();
        for part in joined.split('/') {
            match part {
                "" | "." => {}
                ".." => _ = parts.pop(),
                part => parts.push(part),
            }
        }
        index.path(PagePath::File(&parts.join("/"))).page()
    }

    /// What an id means.
    #[must_use]
    pub fn of_id(&self, kind: IdKind, id: &str) -> Option<Entity> {
        let site = &self.view.site;
        let of_kind = |kind| site.index.find(kind, id, self.language()).page().map(Entity::Page);
        match kind {
            IdKind::Source => site.library.find(id).map(Entity::Source),
            IdKind::Kind(ContentKind::Disclaimer) => self.disclaimer(id),
            IdKind::Kind(ContentKind::Snippet) => {
                site.snippets.all().any(|snippet| snippet.file.id == id).then(|| Entity::Snippet(id.to_owned()))
            }
            IdKind::Kind(kind) => of_kind(kind),
            IdKind::SameKind => of_kind(self.view.page(self.file)?.kind),
            IdKind::AnyPage => self.wiki(None, id).map(Entity::Page),
            IdKind::Term => self.term(id),
            IdKind::Call => None,
        }
    }

    fn disclaimer(&self, id: &str) -> Option<Entity> {
        let all = self.view.site.disclaimers.entries().filter(|(_, disclaimer)| disclaimer.name == id);
        let (own, main): (Vec<_>, Vec<_>) = all.partition(|(_, disclaimer)| disclaimer.language == self.language());
        own.into_iter().chain(main).next().map(|(id, _)| Entity::Disclaimer(id))
    }

    fn term(&self, name: &str) -> Option<Entity> {
        let name = folded(name);
        let languages = [self.language(), MAIN_LANGUAGE];
        let mut glossaries =
            self.view.site.glossaries.entries().filter(|(_, glossary)| languages.contains(&glossary.language));
        glossaries.find_map(|(id, glossary)| {
            let is_named = |term: &wellpress_site::parse::glossary::GlossaryTerm| {
                term.folded == name || term.anchor == name || term.also_called.iter().any(|other| folded(other) == name)
            };
            let singular = name.strip_suffix('s');
            let mut terms = glossary.terms.entries();
            terms
                .find(|(_, term)| is_named(term) || Some(&*term.folded) == singular)
                .map(|(term, _)| Entity::Term(id, term))
        })
    }
}

impl Entity {
    /// Where it is defined.
    #[must_use]
    pub fn definition(&self, view: &SiteView) -> Option<Location> {
        let site = &view.site;
        Some(match self {
            Self::Source(source) => site.library.get(*source).location.clone(),
            Self::Page(page) => {
                let page = site.page(*page);
                page.written().0.locate(page.title_span)
            }
            Self::Anchor(page, anchor) => return anchor_location(view, *page, anchor),
            Self::Disclaimer(disclaimer) => Location::file(site.disclaimers[*disclaimer].source.path.clone()),
            Self::Snippet(name) => {
                let snippet = site.snippets.all().find(|snippet| snippet.file.id == *name)?;
                Location::file(snippet.source.path.clone())
            }
            Self::Term(glossary, term) => {
                let glossary = &site.glossaries[*glossary];
                let name = &glossary.terms[*term].name;
                let start = [format!("\n{name}:"), format!("\n\"{name}\":")]
                    .iter()
                    .find_map(|key| glossary.source.text.find(key.as_str()));
                let start = start.map_or(0, |at| at + 1);
                glossary.source.locate(Span::new(start..start + name.len()))
            }
            Self::Rule(_) => return None,
        })
    }
}

/// Where an id of a page stands: a heading, a directive, or the exercise that is shown there.
fn anchor_location(view: &SiteView, page: PageId, anchor: &str) -> Option<Location> {
    let (source, body) = view.site.page(page).written();
    let heading = body.headings.iter().find(|heading| &*heading.id == anchor);
    if let Some(heading) = heading {
        return Some(source.locate(body.nodes.at(heading.node.index()).span));
    }
    let directive = body.directives.iter().find(|directive| directive.anchor() == Some(anchor));
    let link = body
        .links
        .iter()
        .find(|link| link.attributes.as_ref().is_some_and(|attributes| attributes.id.as_deref() == Some(anchor)));
    let span = directive
        .map(|directive| directive.id.as_ref().map_or(directive.span, |id| id.span))
        .or(link.map(|link| link.span))?;
    Some(source.locate(span))
}
