//! [`Snippets`]: texts that stand once in a file and are shown in the texts of other pages, where these have `::snippet{#name}`.
//!
//! Input is parsed documents. Output is documents in whose bodies the snippets stand, so that all later stages read one text: marks,
//! links, search and sign-offs need not know that a part of it is in another file. An unknown name, a snippet that would show itself,
//! and one that makes a text too long are findings, and leave nothing in their place.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Location, Missing, Source, nearest, rules};
use wellpress_io::cache::FingerprintBuilder;
use wellpress_markdown::body::DirectiveId;
use wellpress_markdown::directives::{Directive, DirectiveKind};
use wellpress_markdown::inclusion::{Inclusion, Shown, include};

use crate::config::{Config, LanguageId, MAIN_LANGUAGE};
use crate::parse::document::{ContentFingerprint, Document, IncludedSnippets};
use crate::parse::front_matter;
use crate::sections::ContentKind;

/// How many levels of snippets in snippets a text can have.
const MAX_DEPTH: usize = 8;

/// Gives the text of a snippet that a directive at a place shows, or a finding.
type Compose<'c> = &'c mut dyn FnMut(&Arc<Document>, Location, &mut Vec<Diagnostic>) -> Option<Arc<Document>>;

/// The snippets of a site.
#[derive(Debug, Default)]
pub struct Snippets {
    /// By name and language, each with the snippets within it in its text.
    by_name: BTreeMap<String, BTreeMap<LanguageId, Arc<Document>>>,
    /// The tags of the site's languages.
    tags: Vec<String>,
    /// The most bytes of a text with its snippets.
    limit: u64,
}

impl Snippets {
    /// Takes the snippets out of the documents of a site.
    pub(super) fn take(config: &Config, documents: &mut Vec<Arc<Document>>, findings: &mut Vec<Diagnostic>) -> Self {
        let snippet_documents = documents.extract_if(.., |document| document.file.kind == ContentKind::Snippet);
        let mut by_name: BTreeMap<String, BTreeMap<LanguageId, Arc<Document>>> = BTreeMap::new();
        for snippet in snippet_documents {
            let languages = by_name.entry(snippet.file.id.clone()).or_default();
            match languages.get(&snippet.file.language) {
                Some(first) => findings.push(duplicate(first, &snippet)),
                None => {
                    languages.insert(snippet.file.language, snippet);
                }
            }
        }
        let tags = config.languages.iter().map(|language| language.tag.clone()).collect();
        let written_snippets = Self { by_name, tags, limit: config.settings.limits.file_size };
        let mut composer =
            Composer { written: &written_snippets, composed: BTreeMap::new(), open: Vec::new(), levels: Vec::new() };
        written_snippets.all().for_each(|snippet| drop(composer.snippet(snippet)));
        let mut by_name: BTreeMap<String, BTreeMap<LanguageId, Arc<Document>>> = BTreeMap::new();
        for ((name, language), snippet) in composer.composed {
            findings.extend(snippet.text.included.iter().flat_map(|included| included.findings.iter().cloned()));
            by_name.entry(name).or_default().insert(language, snippet.text);
        }
        Self { by_name, ..written_snippets }
    }

    /// All snippets, sorted by name and language.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Document>> {
        self.by_name.values().flat_map(BTreeMap::values)
    }

    /// The document with the snippets that it shows.
    pub(super) fn show(&self, document: Arc<Document>) -> Arc<Document> {
        if snippet_directives(&document).next().is_none() {
            return document;
        }
        Arc::new(self.with_snippets(document, &mut |snippet, _, _| Some(snippet.clone())))
    }

    /// The snippet of this name in a language, else that in the site's own language.
    fn find(&self, name: &str, language: LanguageId) -> Option<&Arc<Document>> {
        let languages = self.by_name.get(name)?;
        languages.get(&language).or_else(|| languages.get(&MAIN_LANGUAGE))
    }

    /// The document with each snippet for which `compose` has a text.
    fn with_snippets(&self, document: Arc<Document>, compose: Compose<'_>) -> Document {
        let mut findings = Vec::new();
        let texts = self.texts(&document, compose, &mut findings);
        let shown_by_directive: BTreeMap<DirectiveId, Shown<'_>> =
            texts.iter().map(|(id, text)| (*id, self.shown(&document, text.as_ref()))).collect();
        let (source, body) = include(&document.source, &document.body, &shown_by_directive, &mut findings);
        let mut content = FingerprintBuilder::new("snippets").with(document.content.text);
        // With the path, because a translation may have the same words, and with the front matter, which moves them down the file.
        let shown_files = texts.values().flatten().map(|text| (&text.file.path, text.content.front, text.content.text));
        content.add(shown_files.collect::<Vec<_>>());
        // What is suggested for an unknown name depends on the names.
        if texts.values().any(Option::is_none) {
            content.add(self.by_name.keys().collect::<Vec<_>>());
        }
        let content = ContentFingerprint { text: content.fingerprint(), ..document.content };
        let variables = texts.values().flatten().flat_map(|text| text.variables.iter().cloned());
        let variables = document.variables.iter().cloned().chain(variables).collect();
        let included =
            IncludedSnippets { snippets: each_once(texts.values().flatten()), findings, written: document.clone() };
        Document {
            source,
            body: body.into(),
            variables,
            included: Some(Arc::new(included)),
            content,
            ..(*document).clone()
        }
    }

    /// The text for each directive that shows a snippet.
    fn texts(
        &self,
        document: &Document,
        compose: Compose<'_>,
        findings: &mut Vec<Diagnostic>,
    ) -> BTreeMap<DirectiveId, Option<Arc<Document>>> {
        let mut length = length_of(document);
        let directives = snippet_directives(document).filter_map(|(id, directive)| {
            let name = directive.id.as_ref()?;
            let location = document.source.locate(directive.span);
            let Some(snippet) = self.find(&name.value, document.file.language) else {
                findings.push(self.unknown(name, &document.source));
                return Some((id, None));
            };
            let text = compose(snippet, location.clone(), findings);
            let with_text = length + text.as_ref().map_or(0, |text| length_of(text));
            if with_text > self.limit {
                findings.push(too_long(self.limit, location));
                return Some((id, None));
            }
            length = with_text;
            Some((id, text))
        });
        directives.collect()
    }

    fn shown<'a>(&'a self, around: &Document, text: Option<&'a Arc<Document>>) -> Shown<'a> {
        let Some(text) = text else { return Shown::Nothing };
        let language = (text.file.language != around.file.language)
            .then(|| self.tags.get(text.file.language.index()).map(String::as_str));
        Shown::Text(Inclusion {
            source: &text.source,
            text_start: front_matter::text_start(&text.source),
            body: &text.body,
            language: language.flatten(),
        })
    }

    fn unknown(&self, name: &Located<String>, source: &Source) -> Diagnostic {
        let message = format!("there is no snippet with the id `{}`", name.value);
        let near = nearest(&name.value, self.by_name.keys().map(String::as_str));
        Diagnostic::new(&rules::REFERENCE_UNKNOWN, source.locate(name.span), message)
            .about_missing(Missing::File(name.value.clone()))
            .suggest_or(near, "make it with a file in `content/snippets`")
    }
}

type SnippetKey = (String, LanguageId);

/// A snippet with those that it shows.
#[derive(Clone)]
struct ComposedSnippet {
    text: Arc<Document>,
    /// How many levels of snippets it has, itself included.
    levels: usize,
}

/// Puts snippets into snippets, the inner ones first.
struct Composer<'a> {
    written: &'a Snippets,
    composed: BTreeMap<SnippetKey, ComposedSnippet>,
    /// The snippets that are being put together, the outermost first.
    open: Vec<SnippetKey>,
    /// For each of them, how many levels of snippets it has so far, itself included.
    levels: Vec<usize>,
}

impl Composer<'_> {
    /// The snippet with those that it shows.
    fn snippet(&mut self, snippet: &Arc<Document>) -> Arc<Document> {
        let key = (snippet.file.id.clone(), snippet.file.language);
        let composed = match self.composed.get(&key) {
            Some(composed) => composed.clone(),
            None => self.compose(key, snippet),
        };
        if let Some(levels) = self.levels.last_mut() {
            *levels = (*levels).max(composed.levels + 1);
        }
        composed.text
    }

    fn compose(&mut self, key: SnippetKey, snippet: &Arc<Document>) -> ComposedSnippet {
        let composed = if snippet_directives(snippet).next().is_none() {
            ComposedSnippet { text: snippet.clone(), levels: 1 }
        } else {
            self.open.push(key.clone());
            self.levels.push(1);
            let written_snippets = self.written;
            let composed = written_snippets
                .with_snippets(snippet.clone(), &mut |inner, location, findings| self.inner(inner, location, findings));
            self.open.pop();
            ComposedSnippet { text: Arc::new(composed), levels: self.levels.pop().unwrap_or(1) }
        };
        self.composed.insert(key, composed.clone());
        composed
    }

    fn inner(
        &mut self,
        inner: &Arc<Document>,
        location: Location,
        findings: &mut Vec<Diagnostic>,
    ) -> Option<Arc<Document>> {
        let name = &inner.file.id;
        let open = self.open.iter().position(|(open, language)| open == name && *language == inner.file.language);
        let key = (name.clone(), inner.file.language);
        let levels = self.composed.get(&key).map_or(1, |composed| composed.levels);
        let message = match open {
            Some(first) => {
                let names = self.open[first..].iter().map(|(name, _)| name).chain([name]);
                let way: Vec<&str> = names.map(String::as_str).collect();
                format!("`{name}` would show itself: {}", way.join(" > "))
            }
            None if self.open.len() + levels > MAX_DEPTH => {
                format!("`{}` shows snippets in snippets more than {MAX_DEPTH} levels deep", self.open[0].0)
            }
            None => return Some(self.snippet(inner)),
        };
        findings.push(Diagnostic::new(&rules::SNIPPET_CYCLE, location, message).help("take one of these lines out"));
        None
    }
}

/// The directives of a document that show a snippet.
fn snippet_directives(document: &Document) -> impl Iterator<Item = (DirectiveId, &Directive)> {
    document.body.directives.entries().filter(|(_, directive)| directive.kind == DirectiveKind::Snippet)
}

/// The bytes of a text as the limit counts them: those of its words, or those of its parts if these are more. Thousands of snippets of one
/// letter each would take far more memory than their letters.
fn length_of(text: &Document) -> u64 {
    const BYTES_OF_NODE: usize = 16;
    text.source.text.len().max(text.body.nodes.len() * BYTES_OF_NODE) as u64
}

/// The snippets and those within them, each once.
fn each_once<'a>(shown: impl Iterator<Item = &'a Arc<Document>>) -> Vec<Arc<Document>> {
    let mut paths = BTreeSet::new();
    let with_inner = shown.flat_map(|snippet| {
        let inner = snippet.included.iter().flat_map(|included| &included.snippets);
        std::iter::once(snippet.included.as_ref().map_or(snippet, |included| &included.written)).chain(inner)
    });
    with_inner.filter(|snippet| paths.insert(snippet.file.path.clone())).cloned().collect()
}

fn duplicate(first: &Document, second: &Document) -> Diagnostic {
    let message = format!("the snippet `{}` is there twice", second.file.id);
    Diagnostic::new(&rules::ID_DUPLICATE, Location::file(second.file.path.clone()), message)
        .help(format!("`{}` has this id as well; rename one of the two", first.file.path))
        .related(Location::file(first.file.path.clone()), "the other one")
}

fn too_long(limit: u64, location: Location) -> Diagnostic {
    let message = format!("with this snippet the text is over the limit of {limit} bytes");
    Diagnostic::new(&rules::FILE_TOO_LARGE, location, message)
        .help("show fewer snippets, or raise `limits.file_size` in the settings")
}
