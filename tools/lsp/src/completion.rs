//! Completes what is typed: keys of sources, ids, names and values, from the site as its last check left it and the text as it is.

use std::collections::BTreeSet;

use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionItemTag, CompletionList, CompletionTextEdit, Documentation,
    InsertTextFormat, MarkupContent, MarkupKind, TextEdit,
};

use wellpress_bibliography::NoticeKind;
use wellpress_command::invocation::SETTINGS;
use wellpress_diagnostics::rules;
use wellpress_foundation::Day;
use wellpress_markdown::citations::english_locators;
use wellpress_markdown::directives::{
    AttributeNeed, AttributeSpec, AttributeValue, DirectiveForm, DirectiveKind, IdUse, LabelUse, Vocabulary,
};
use wellpress_site::model::reference::ReferenceId;
use wellpress_site::model::{Page, PageId, PageRecord};
use wellpress_site::parse;
use wellpress_site::parse::dose_values;
use wellpress_site::resolve::citations::format::authors_and_year;
use wellpress_site::schema::{SchemaSubject, schema_of_section};
use wellpress_site::sections::ContentKind;

use crate::capabilities::Client;
use crate::cursor::{Cursor, Place};
use crate::descriptions;
use crate::entities::Reader;
use crate::ids::{self, IdKind};
use crate::positions::Text;
use crate::schema_keys;
use crate::yaml_lines::{Segment, front_matter_lines, last_key, scalars};

/// How many completions are sent at once. An editor asks again with each letter while there are more.
const MOST_ITEMS: usize = 200;

/// What can be written at a place.
struct Candidate {
    /// What is written.
    word: String,
    /// What is also searched for what was typed: names, titles.
    also: String,
    detail: String,
    documentation: String,
    kind: CompletionItemKind,
    is_deprecated: bool,
    /// The source that it names.
    source: Option<ReferenceId>,
    /// What is written instead, with places to fill in.
    snippet: Option<String>,
}

impl Candidate {
    fn new(word: impl Into<String>, kind: CompletionItemKind) -> Self {
        Self {
            word: word.into(),
            also: String::new(),
            detail: String::new(),
            documentation: String::new(),
            kind,
            is_deprecated: false,
            source: None,
            snippet: None,
        }
    }

    fn detail(self, detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), ..self }
    }

    fn documentation(self, documentation: impl Into<String>) -> Self {
        Self { documentation: documentation.into(), ..self }
    }

    fn snippet(self, snippet: impl Into<String>) -> Self {
        Self { snippet: Some(snippet.into()), ..self }
    }
}

/// What a completion is asked for.
pub struct CompletionRequest<'a> {
    /// The site and the file.
    pub reader: Reader<'a>,
    /// The text of the file.
    pub text: &'a Text,
    /// Where the cursor stands, as a byte.
    pub offset: usize,
    /// What the cursor stands on.
    pub cursor: Cursor<'a>,
    /// The editor.
    pub client: &'a Client,
    /// Today, for dates.
    pub today: Day,
}

impl CompletionRequest<'_> {
    /// The completions, of which those that have what was typed.
    #[must_use]
    pub fn answer(&self) -> CompletionList {
        let typed =
            self.text.as_str()[self.cursor.range.start..self.offset.max(self.cursor.range.start)].to_lowercase();
        let mut candidates = self.candidates();
        candidates.retain(|candidate| has(candidate, &typed));
        // What begins with it comes first; otherwise the order of the site stays.
        candidates.sort_by_cached_key(|candidate| !candidate.word.to_lowercase().starts_with(&typed));
        let is_incomplete = candidates.len() > MOST_ITEMS;
        candidates.truncate(MOST_ITEMS);
        let items = candidates.into_iter().enumerate().map(|(at, candidate)| self.item(at, candidate)).collect();
        CompletionList { is_incomplete, items }
    }

    fn item(&self, at: usize, candidate: Candidate) -> CompletionItem {
        let Candidate { word, also, detail, documentation, kind, is_deprecated, snippet, .. } =
            self.described(candidate);
        let snippet = snippet.filter(|_| self.client.has_snippets && self.cursor.range.end <= self.offset);
        let range = self.text.range(self.cursor.range.clone(), self.client.encoding);
        CompletionItem {
            kind: Some(kind),
            detail: (!detail.is_empty()).then_some(detail),
            documentation: (!documentation.is_empty()).then_some(Documentation::MarkupContent(MarkupContent {
                kind: MarkupKind::Markdown,
                value: documentation,
            })),
            tags: is_deprecated.then(|| vec![CompletionItemTag::DEPRECATED]),
            sort_text: Some(format!("{at:04}")),
            filter_text: Some(if also.is_empty() { word.clone() } else { format!("{word} {also}") }),
            insert_text_format: Some(if snippet.is_some() {
                InsertTextFormat::SNIPPET
            } else {
                InsertTextFormat::PLAIN_TEXT
            }),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit {
                range,
                new_text: snippet.unwrap_or_else(|| word.clone()),
            })),
            label: word,
            ..CompletionItem::default()
        }
    }

    fn candidates(&self) -> Vec<Candidate> {
        match &self.cursor.place {
            Place::Cite => self.sources(),
            Place::Locator => self.locators(),
            Place::Wiki(None) => self.kinds().chain(self.pages(None)).collect(),
            Place::Wiki(Some(kind)) => self.pages(Some(kind)).collect(),
            Place::WikiAnchor(kind, id) => self.anchors(self.reader.wiki(*kind, id)),
            Place::Link => self.addresses(),
            Place::LinkAnchor(path) => self.anchors(self.reader.linked(path)),
            Place::Directive(form) => self.directives(*form),
            Place::DirectiveId(name) => ids::of_directive(name).map(|kind| self.ids(kind)).unwrap_or_default(),
            Place::AttributeKey(name, form) => self.attribute_keys(name, *form),
            Place::AttributeValue(name, form, key) => self.attribute_values(name, *form, key),
            Place::Term => self.ids(IdKind::Term),
            Place::Variable => self.variables(),
            Place::Rule => Self::rules(),
            Place::YamlKey(path) => self.yaml_keys(path),
            Place::YamlValue(path) => self.yaml_values(path),
        }
    }

    /// The sources, whose descriptions are added to those that are sent.
    fn sources(&self) -> Vec<Candidate> {
        let sources = self.reader.view.site.library.entries().map(|(id, reference)| {
            let (who, title) = (authors_and_year(reference), descriptions::title(reference));
            let candidate = Candidate::new(reference.key.as_str(), CompletionItemKind::REFERENCE).detail(&*who);
            Candidate { also: format!("{who} {title}"), source: Some(id), ..candidate }
        });
        sources.collect()
    }

    /// A source with its title, and with what became of it.
    fn described(&self, candidate: Candidate) -> Candidate {
        let Some(source) = candidate.source else { return candidate };
        let view = self.reader.view;
        let title = descriptions::escaped(&descriptions::title(view.site.library.get(source)));
        let notice = descriptions::notice(view, source);
        let is_deprecated = view.site.library.notice(source).is_some_and(|notice| notice.kind == NoticeKind::Retracted);
        let documentation = notice.into_iter().chain([title]).collect::<Vec<_>>().join("\n\n");
        Candidate { is_deprecated, documentation, ..candidate }
    }

    fn locators(&self) -> Vec<Candidate> {
        let language = parse::grammar(&self.reader.view.config, self.reader.language()).language;
        let locator =
            |label: &str, word: &str| Candidate::new(format!("{word} "), CompletionItemKind::KEYWORD).detail(label);
        let own = language.locator_words.iter().map(|word| locator(word.label, &word.word));
        own.chain(english_locators().map(|(label, word)| locator(label, word))).collect()
    }

    fn kinds(&self) -> impl Iterator<Item = Candidate> {
        let sections = self.reader.view.config.sections.with_pages();
        sections.map(|(_, section)| Candidate::new(format!("{}:", section.name), CompletionItemKind::MODULE))
    }

    /// The pages of the section that has this name, or all.
    fn pages(&self, word: Option<&str>) -> impl Iterator<Item = Candidate> {
        let section = word.and_then(|word| self.reader.view.config.sections.of_name(word));
        self.named_pages(move |page| section.is_none_or(|section| page.section == section))
    }

    fn addresses(&self) -> Vec<Candidate> {
        let pages = self.reader.view.site.pages.iter();
        pages.map(|page| page_candidate(format!("/{}", page.path), page)).collect()
    }

    fn anchors(&self, page: Option<PageId>) -> Vec<Candidate> {
        let Some(page) = page else { return Vec::new() };
        let headings = &self.reader.view.site.page(page).body.headings;
        let anchors = self.reader.view.outlines[page].anchors.iter().map(|anchor| {
            let heading = headings.iter().find(|heading| &*heading.id == anchor);
            let words = heading.map(|heading| heading.plain.to_string()).unwrap_or_default();
            Candidate { also: words.clone(), ..Candidate::new(anchor, CompletionItemKind::REFERENCE) }.detail(words)
        });
        anchors.collect()
    }

    fn ids(&self, kind: IdKind) -> Vec<Candidate> {
        let view = self.reader.view;
        let named = |name: &str, title: &str| {
            Candidate { also: title.to_owned(), ..Candidate::new(name, CompletionItemKind::REFERENCE) }.detail(title)
        };
        match kind {
            IdKind::Source => self.sources(),
            IdKind::Kind(ContentKind::Disclaimer) => {
                let main = view.site.disclaimers.iter();
                let main = main.filter(|disclaimer| disclaimer.language == wellpress_site::config::MAIN_LANGUAGE);
                main.map(|disclaimer| named(&disclaimer.name, &disclaimer.title)).collect()
            }
            IdKind::Kind(ContentKind::Snippet) => {
                let names: BTreeSet<&str> = view.site.snippets.all().map(|snippet| &*snippet.file.id).collect();
                names.into_iter().map(|name| named(name, "")).collect()
            }
            IdKind::Kind(kind) => self.pages_of(kind),
            IdKind::SameKind => view.page(self.reader.file).map(|page| self.pages_of(page.kind)).unwrap_or_default(),
            IdKind::AnyPage => self.named_pages(|_| true).collect(),
            IdKind::Term => self.terms(),
            IdKind::Call => {
                let calls = view.config.settings.calls_to_action.iter();
                calls.map(|(name, call)| named(name, &call.title)).collect()
            }
        }
    }

    fn pages_of(&self, kind: ContentKind) -> Vec<Candidate> {
        self.named_pages(move |page| page.kind == kind).collect()
    }

    /// Pages by their ids, each once: translations share an id.
    fn named_pages(&self, is_wanted: impl Fn(&Page) -> bool) -> impl Iterator<Item = Candidate> {
        let pages = self.reader.view.site.pages.iter();
        let pages = pages.filter(move |page| is_wanted(page) && !page.name.is_empty() && !page.route.is_empty());
        let mut seen = BTreeSet::new();
        pages
            .filter(move |page| seen.insert((page.section, page.route.clone())))
            .map(|page| page_candidate(page.name.clone(), page))
    }

    fn terms(&self) -> Vec<Candidate> {
        let glossaries = self.reader.view.site.glossaries.iter();
        let terms = glossaries
            .filter(|glossary| glossary.language == self.reader.language())
            .flat_map(|glossary| &glossary.terms);
        let terms = terms.map(|term| {
            Candidate { also: term.also_called.join(" "), ..Candidate::new(&*term.name, CompletionItemKind::TEXT) }
                .documentation(descriptions::escaped(&term.plain))
        });
        terms.collect()
    }

    fn variables(&self) -> Vec<Candidate> {
        let settings = &self.reader.view.config.settings;
        let variables = settings.variables.iter().map(|(name, value)| {
            Candidate::new(name.clone(), CompletionItemKind::VARIABLE).detail(value.value.clone())
        });
        variables.chain(self.dose_values()).collect()
    }

    /// The values of its dose that the text of an exercise can show.
    fn dose_values(&self) -> Vec<Candidate> {
        let page = self.reader.view.page(self.reader.file);
        let Some(PageRecord::Exercise(exercise)) = page.map(|page| &page.record) else { return Vec::new() };
        let tag = &self.reader.view.config.languages[self.reader.language()].tag;
        let values = dose_values::values(&exercise.dose, tag).values;
        let candidates = values.into_iter().map(|(field, value)| {
            Candidate::new(format!("{}.{field}", dose_values::DOSE), CompletionItemKind::VARIABLE).detail(value)
        });
        candidates.collect()
    }

    fn rules() -> Vec<Candidate> {
        let rules = rules::ALL.iter().filter(|rule| rule.severity != wellpress_diagnostics::Severity::Error);
        rules
            .map(|rule| Candidate::new(rule.id, CompletionItemKind::VALUE).snippet(format!("{}: $1", rule.id)))
            .collect()
    }

    fn vocabulary(&self) -> Vocabulary<'_> {
        parse::grammar(&self.reader.view.config, self.reader.language()).vocabulary
    }

    fn directives(&self, form: DirectiveForm) -> Vec<Candidate> {
        let vocabulary = self.vocabulary();
        let directives = vocabulary.all().filter(|(_, kind)| kind.spec().form == form).map(|(name, kind)| {
            let attributes = vocabulary.attributes_of(kind, name);
            let names: Vec<&str> = attributes.iter().map(|attribute| attribute.name).collect();
            Candidate::new(name, CompletionItemKind::FUNCTION).detail(names.join(", ")).snippet(directive_snippet(
                name,
                kind,
                &attributes,
            ))
        });
        directives.collect()
    }

    fn attributes(&self, name: &str, form: DirectiveForm) -> Vec<AttributeSpec<'_>> {
        let vocabulary = self.vocabulary();
        let of_form = vocabulary.all().find(|(candidate, kind)| *candidate == name && kind.spec().form == form);
        of_form.map(|(name, kind)| vocabulary.attributes_of(kind, name).into_owned()).unwrap_or_default()
    }

    fn attribute_keys(&self, name: &str, form: DirectiveForm) -> Vec<Candidate> {
        let there = self.keys_in_braces();
        let attributes = self.attributes(name, form).into_iter().filter(|attribute| !there.contains(attribute.name));
        let keys = attributes.map(|attribute| {
            if attribute.value == AttributeValue::OptionalNumber {
                // It says all that there is to say without a value.
                return Candidate::new(attribute.name, CompletionItemKind::PROPERTY);
            }
            Candidate::new(format!("{}=", attribute.name), CompletionItemKind::PROPERTY)
                .detail(words_of(attribute.value).join(", "))
                .snippet(format!("{}=\"$1\"", attribute.name))
        });
        keys.collect()
    }

    /// The keys in the braces around the cursor, without the one that is being typed.
    fn keys_in_braces(&self) -> BTreeSet<&str> {
        let (text, typed) = (self.text.as_str(), &self.cursor.range);
        let start = text[..typed.start].rfind(['{', '\n']).map_or(0, |at| at + 1);
        let end = text[typed.end..].find(['}', '\n']).map_or(text.len(), |at| typed.end + at);
        let sides = [&text[start..typed.start], &text[typed.end..end]];
        // What stands in quotation marks are values.
        let unquoted = sides.into_iter().flat_map(|side| side.split('"').step_by(2));
        unquoted.flat_map(str::split_whitespace).filter_map(|part| part.split('=').next()).collect()
    }

    fn attribute_values(&self, name: &str, form: DirectiveForm, key: &str) -> Vec<Candidate> {
        if let Some(kind) = ids::of_attribute(name, key) {
            return self.ids(kind);
        }
        let attributes = self.attributes(name, form);
        let Some(attribute) = attributes.iter().find(|attribute| attribute.name == key) else { return Vec::new() };
        let today = (attribute.value == AttributeValue::Day || key == "date").then(|| self.today.to_string());
        let words = words_of(attribute.value).into_iter().chain(today);
        words.map(|word| Candidate::new(word, CompletionItemKind::ENUM_MEMBER)).collect()
    }

    /// The schema of the file.
    fn schema(&self) -> Option<serde_json::Value> {
        schema_of(&self.reader)
    }

    fn yaml_keys(&self, path: &[Segment]) -> Vec<Candidate> {
        let Some(schema) = self.schema() else { return Vec::new() };
        let there = self.keys_of_map(path);
        let keys = schema_keys::keys(&schema, path).into_iter().filter(|key| !there.contains(&key.name));
        let keys = keys.map(|key| {
            let end = if key.is_collection { ":" } else { ": " };
            Candidate::new(format!("{}{end}", key.name), CompletionItemKind::PROPERTY)
                .detail(key.types)
                .documentation(key.description)
        });
        keys.collect()
    }

    /// The keys that the map at a path has, without the one that is being typed. Of a map in a list, none is known: the entries look alike.
    fn keys_of_map(&self, path: &[Segment]) -> BTreeSet<String> {
        let is_text = self.reader.file.ends_with(".md");
        let lines = if is_text { front_matter_lines(self.text) } else { Some(0..self.text.line_count()) };
        let Some(lines) = lines.filter(|_| !path.contains(&Segment::Item)) else { return BTreeSet::new() };
        let typed = self.text.as_str()[self.cursor.range.clone()].trim();
        let keys = scalars(self.text, lines).into_iter().filter_map(|scalar| {
            match scalar.path.strip_prefix(path)?.first()? {
                Segment::Key(key) => Some(key.clone()),
                Segment::Item => None,
            }
        });
        keys.filter(|key| key != typed).collect()
    }

    fn yaml_values(&self, path: &[Segment]) -> Vec<Candidate> {
        if let Some(kind) = self.reader.id_kind(path) {
            return self.ids(kind);
        }
        let is_menu = self.reader.file == SETTINGS && path.first() == Some(&Segment::Key("menus".to_owned()));
        if is_menu && last_key(path) == Some("link") {
            return self.addresses();
        }
        let Some(schema) = self.schema() else { return Vec::new() };
        let today = schema_keys::is_date(&schema, path)
            .then(|| Candidate::new(self.today.to_string(), CompletionItemKind::VALUE));
        let words = schema_keys::words(&schema, path)
            .into_iter()
            .map(|word| Candidate::new(word.word, CompletionItemKind::ENUM_MEMBER).documentation(word.description));
        today.into_iter().chain(words).collect()
    }
}

/// The schema of the front matter of a file, of the settings or of a glossary.
#[must_use]
pub fn schema_of(reader: &Reader<'_>) -> Option<serde_json::Value> {
    let name = reader.file.rsplit('/').next()?;
    if let Some(section) = reader.view.section_of(reader.file).filter(|_| name.ends_with(".md")) {
        return Some(schema_of_section(&reader.view.config.sections[section]));
    }
    let in_content = reader.view.config.content_folder().below(reader.file);
    let is_glossary = in_content.is_some_and(|file| file.starts_with("glossary.")) && name.ends_with(".yaml");
    let subject = if is_glossary { Some(SchemaSubject::Glossary) } else { None };
    let is_settings = reader.file == SETTINGS;
    subject.or(is_settings.then_some(SchemaSubject::Settings)).map(SchemaSubject::schema)
}

fn page_candidate(word: String, page: &Page) -> Candidate {
    Candidate { also: page.title.clone(), ..Candidate::new(word, CompletionItemKind::FILE) }
        .detail(format!("{} ({})", page.title, page.word))
        .documentation(page.description.as_deref().map(descriptions::escaped).unwrap_or_default())
}

/// Whether a candidate has what was typed: at the start of a word of it, or anywhere in what is written.
fn has(candidate: &Candidate, typed: &str) -> bool {
    typed.is_empty()
        || candidate.word.to_lowercase().contains(typed)
        || candidate.also.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(typed))
}

/// The words of a value that is a choice.
fn words_of(value: AttributeValue<'_>) -> Vec<String> {
    match value {
        AttributeValue::OneOf(words) => words.iter().map(|word| (*word).to_owned()).collect(),
        AttributeValue::Choice(words) => words.to_vec(),
        AttributeValue::Boolean => vec!["true".to_owned(), "false".to_owned()],
        AttributeValue::HeadingLevel => (2..=6).map(|level| level.to_string()).collect(),
        _ => Vec::new(),
    }
}

/// A directive with its required parts to fill in.
fn directive_snippet(name: &str, kind: DirectiveKind, attributes: &[AttributeSpec<'_>]) -> String {
    let spec = kind.spec();
    let mut places = 1..;
    let mut place = |word: &str| format!("${{{}:{word}}}", places.next().unwrap_or_default());
    let label = match spec.label {
        LabelUse::Unused => String::new(),
        _ if spec.id == IdUse::Record => String::new(),
        LabelUse::Caption => format!("[{}]", place("caption")),
        _ => format!("[{}]", place("title")),
    };
    let id = (spec.id == IdUse::Record).then(|| format!("#{}", place("id")));
    let required = attributes.iter().filter(|attribute| attribute.need != AttributeNeed::Optional);
    let required = required.map(|attribute| format!("{}=\"{}\"", attribute.name, place(attribute.name)));
    let braces = id.into_iter().chain(required).collect::<Vec<_>>().join(" ");
    let braces = if braces.is_empty() { String::new() } else { format!("{{{braces}\\}}") };
    let end = if spec.form == DirectiveForm::Container { "\n$0\n:::" } else { "" };
    format!("{name}{label}{braces}{end}")
}
