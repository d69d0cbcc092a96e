//! Finds every place that means an entity: in texts, front matter and glossaries.

use std::collections::BTreeSet;

use wellpress_diagnostics::{Location, Source, Span};
use wellpress_markdown::body::{Body, LinkTarget};

use crate::cursor::FileForm;
use crate::entities::{Entity, Reader};
use crate::ids;
use crate::positions::Text;
use crate::site_view::SiteView;
use crate::yaml_lines;

/// A place with an id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// The file, relative to the root.
    pub file: String,
    /// Where the id stands: line and column of its start and its end, from 1.
    pub start: (u32, u32),
    /// Behind its last character.
    pub end: (u32, u32),
}

impl Mention {
    /// The place of a finding.
    #[must_use]
    pub fn of(location: &Location) -> Self {
        Self {
            file: location.file.to_string(),
            start: (location.line, location.column),
            end: (location.end_line, location.end_column),
        }
    }

    /// The place as findings have it.
    #[must_use]
    pub fn location(&self) -> Location {
        Location {
            file: self.file.as_str().into(),
            line: self.start.0,
            column: self.start.1,
            end_line: self.end.0,
            end_column: self.end.1,
            excerpt: None,
        }
    }
}

/// Every place that means an entity, in the order of files and places. Where it is defined is not among them.
#[must_use]
pub fn mentions(view: &SiteView, entity: &Entity) -> BTreeSet<Mention> {
    let mut found = BTreeSet::new();
    let mut finder = Finder { entity, found: &mut found };
    for text in view.texts() {
        let reader = Reader { view, file: &text.source.path };
        finder.body(reader, text.source, text.body);
        finder.yaml(reader, text.source, FileForm::Markdown);
    }
    for disclaimer in &*view.site.disclaimers {
        let reader = Reader { view, file: &disclaimer.source.path };
        finder.body(reader, &disclaimer.source, &disclaimer.body);
    }
    for glossary in &view.site.glossaries {
        let reader = Reader { view, file: &glossary.source.path };
        glossary.terms.iter().for_each(|term| finder.body(reader, &glossary.source, &term.definition));
        finder.yaml(reader, &glossary.source, FileForm::Yaml);
    }
    for page in &view.site.pages {
        let reader = Reader { view, file: &page.source.path };
        page.front_texts.iter().for_each(|body| finder.body(reader, &page.source, body));
    }
    found
}

struct Finder<'f> {
    entity: &'f Entity,
    found: &'f mut BTreeSet<Mention>,
}

impl Finder<'_> {
    fn add(&mut self, source: &Source, span: Span) {
        self.found.insert(Mention::of(&source.locate(span)));
    }

    fn check(&mut self, entity: Option<Entity>, source: &Source, span: Span) {
        if entity.as_ref() == Some(self.entity) {
            self.add(source, span);
        }
    }

    fn body(&mut self, reader: Reader<'_>, source: &Source, body: &Body) {
        if let Entity::Source(id) = self.entity {
            for item in body.citations.iter().flat_map(|group| &group.items) {
                if reader.view.site.library.find(&item.key) == Some(*id) {
                    self.add(source, item.key_span);
                }
            }
        }
        body.links.iter().for_each(|link| self.link(reader, source, &link.target, link.span));
        for directive in &body.directives {
            if let (Some(id), Some(kind)) = (&directive.id, ids::of_directive(&directive.name)) {
                self.check(reader.of_id(kind, &id.value), source, id.span);
            } else if let (None, Some(label), "term") = (&directive.id, &directive.label, directive.name.as_str()) {
                self.check(reader.of_id(ids::IdKind::Term, &label.value), source, label.span);
            }
            for attribute in &directive.attributes {
                if let Some(kind) = ids::of_attribute(&directive.name, &attribute.key) {
                    self.check(reader.of_id(kind, &attribute.value), source, attribute.span);
                }
            }
        }
    }

    fn link(&mut self, reader: Reader<'_>, source: &Source, target: &LinkTarget, span: Span) {
        let (page, id, anchor, span) = match target {
            LinkTarget::Path { path, anchor } => (reader.linked(path), path, anchor, span),
            LinkTarget::Wiki { kind, id, anchor, .. } => {
                (reader.wiki(kind.as_deref(), id), id, anchor, before_label(source, span))
            }
            _ => return,
        };
        let Some(page) = page else { return };
        match (self.entity, anchor) {
            (Entity::Page(wanted), _) if *wanted == page && !id.is_empty() => {
                self.add(source, within(source, span, id));
            }
            (Entity::Anchor(wanted, name), Some(anchor)) if *wanted == page && **anchor == **name => {
                let hash = within(source, span, &format!("#{anchor}"));
                self.add(source, Span { start: hash.start + 1, end: hash.end });
            }
            _ => {}
        }
    }

    fn yaml(&mut self, reader: Reader<'_>, source: &Source, form: FileForm) {
        // The text below the front matter is long, and its lines are not asked for.
        let end = match form {
            FileForm::Markdown => source.text.find("\n---").map_or(source.text.len(), |at| at + "\n---".len()),
            FileForm::Yaml => source.text.len(),
        };
        let text = Text::new(&source.text[..end]);
        let lines = match form {
            FileForm::Markdown => yaml_lines::front_matter_lines(&text),
            FileForm::Yaml => Some(0..text.line_count()),
        };
        let Some(lines) = lines else { return };
        for scalar in yaml_lines::scalars(&text, lines) {
            let word = &text.as_str()[scalar.range.clone()];
            if let Some(kind) = reader.id_kind(&scalar.path).filter(|_| !word.is_empty()) {
                self.check(reader.of_id(kind, word), source, Span::new(scalar.range));
            }
        }
    }
}

/// The part of a wikilink before its label, which can have the id in it too.
fn before_label(source: &Source, span: Span) -> Span {
    let label = source.slice(span).find('|');
    Span::new(span.start as usize..label.map_or(span.end as usize, |at| span.start as usize + at))
}

/// The last place of some words in a span: the target of a link stands behind its text, or in a definition that the link names. The span
/// itself if it has them in another form.
fn within(source: &Source, span: Span, words: &str) -> Span {
    let in_link = source.slice(span).rfind(words).map(|at| span.start as usize + at);
    let start = in_link.or_else(|| in_definition(source, source.slice(span), words));
    start.map_or(span, |start| Span::new(start..start + words.len()))
}

/// Where some words stand in the definition `[label]: target` of a link `[text][label]`, `[label][]` or `[label]`.
fn in_definition(source: &Source, link: &str, words: &str) -> Option<usize> {
    let link = link.strip_suffix("[]").unwrap_or(link);
    let label = link[link.rfind('[')? + 1..].strip_suffix(']')?;
    let mut start = 0;
    for line in source.text.split_inclusive('\n') {
        let definition = line.trim_start().strip_prefix('[').and_then(|line| line.split_once("]:"));
        if let Some((_, target)) = definition.filter(|(name, _)| name.to_lowercase() == label.to_lowercase()) {
            // A title behind the target can have the words too.
            let behind = target.len() - target.trim_start().len();
            let target_end = target[behind..].find(char::is_whitespace).map_or(target.len(), |end| behind + end);
            return Some(start + line.len() - target.len() + target[..target_end].rfind(words)?);
        }
        start += line.len();
    }
    None
}
