//! [`Theme`]: templates, assets, logos, tokens and strings, from the site's theme over the themes that it extends, down to the
//! one that is built in. A file of a theme stands in the place of the same file of the theme below.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use tera::value::Key;
use tera::{Context, ErrorKind, Kwargs, State, Tera, Value};

use wellpress_diagnostics::{Diagnostic, Location, Source, Span, nearest, rules};
use wellpress_io::cache::{Fingerprint, FingerprintBuilder};
use wellpress_io::fs::Files;
use wellpress_site::config::Config;

use super::contrast;
use super::html::escape;
use super::inline::Inline;
use super::layers::{BUILT_IN, Layer, built_in, layers, strongest, wrong};
use super::logo::Logos;
use super::strings::{self, Strings};
use super::template_uses;
use super::theme_assets::{ThemeAsset, assets};
use super::theme_strings;

/// Everything that pages are made with.
pub struct Theme {
    tera: Tera,
    /// Where each template came from, with its text.
    templates: BTreeMap<String, Source>,
    /// Assets by their name in the theme.
    pub assets: BTreeMap<String, ThemeAsset>,
    /// The logo that it names.
    pub logos: Logos,
    /// Tokens of all layers.
    pub tokens: BTreeMap<String, String>,
    /// Strings in every language of the site.
    pub strings: Arc<Strings>,
    /// What its files say; assets by their names, which carry their hash.
    pub fingerprint: Fingerprint,
    /// The same without the templates that are drawn for some pages alone.
    pub everywhere: Fingerprint,
    /// What each template is made of.
    made_of: BTreeMap<String, Fingerprint>,
    /// What is wrong with it that pages can be made with all the same.
    pub findings: Vec<Diagnostic>,
}

/// Templates without which there is no site.
const NEEDED: [&str; 16] = [
    "article.html",
    "exercise.html",
    "programme.html",
    "print.html",
    "topic.html",
    "person.html",
    "page.html",
    "home.html",
    "list.html",
    "glossary.html",
    "corrections.html",
    "references.html",
    "reference.html",
    "slip.html",
    "not-found.html",
    "redirect.html",
];

/// The folder of the templates that are rendered once.
const PARTS: &str = "parts/";

/// The folder of the templates that are rendered once for all pages that stand alike to the site's links.
const FRAMES: &str = "frames/";

/// The folder of the templates that are rendered once for each page that is shown as a card.
const CARDS: &str = "cards/";

/// Room for a page, so that most are written without growing.
const PAGE_SIZE: usize = 64 * 1024;

thread_local! {
    /// The room that the last page took: asking for fresh memory costs more than writing into it.
    static SPARE: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Takes a page back that nobody needs any more, for the room that it has. That of the longest is given up.
pub fn take_back(mut page: Vec<u8>) {
    if (PAGE_SIZE..=4 * PAGE_SIZE).contains(&page.capacity()) {
        page.clear();
        SPARE.set(page);
    }
}

/// Makes room for the next page of this thread, where it is a long one and its length about known: one that grows by
/// doubling takes up to three times its length.
pub fn make_room(length: usize) {
    SPARE.set(Vec::with_capacity(length + PAGE_SIZE));
}

impl Theme {
    /// Reads the theme that the settings name.
    ///
    /// # Errors
    /// What is wrong with the theme, each at its file and line.
    pub fn load(files: &dyn Files, config: &Config) -> Result<Self, Vec<Diagnostic>> {
        let layers = layers(files, config).map_err(|finding| vec![*finding])?;
        let (strings, mut findings) = theme_strings::read(&layers, config)?;
        let strings = Arc::new(strings);
        findings.extend(contrast::find(&layers));
        let templates = templates(&layers)?;
        let name = &config.settings.theme.value;
        let missing: Vec<Diagnostic> = NEEDED
            .iter()
            .filter(|needed| !templates.contains_key(**needed))
            .map(|needed| {
                let place = Location::file(format!("themes/{name}/theme.yaml"));
                Diagnostic::new(&rules::THEME_INVALID, place, format!("the theme has no template `{needed}`"))
                    .help(format!("add `themes/{name}/templates/{needed}`, or say `extends: well`"))
            })
            .collect();
        if !missing.is_empty() {
            return Err(missing);
        }
        let tera = compile(&templates, &strings).map_err(|finding| vec![*finding])?;
        let set = layers.iter().rev().flat_map(|layer| &layer.manifest.tokens);
        let tokens = set.map(|(name, value)| (name.clone(), value.value.clone())).collect();
        let mut assets = assets(&layers);
        let logos = Logos::read(config, &layers, &assets)?;
        logos.stand_in(&layers, &mut assets);
        let made_of = template_uses::fingerprints(&templates);
        let (fingerprint, everywhere) = fingerprints(&layers, &made_of);
        Ok(Self { tera, templates, assets, logos, tokens, strings, fingerprint, everywhere, made_of, findings })
    }

    /// Whether there is a template of this name.
    #[must_use]
    pub fn has_template(&self, name: &str) -> bool {
        self.templates.contains_key(name)
    }

    /// Whether its templates are those that are built in, with which every kind of page is known to work.
    #[must_use]
    pub fn is_as_shipped(&self) -> bool {
        let shipped = built_in().files;
        let is_shipped = |(name, template): (&String, &Source)| {
            shipped.get(&format!("templates/{name}")).is_some_and(|(_, bytes)| *bytes == *template.text.as_bytes())
        };
        self.templates.iter().all(is_shipped)
    }

    /// What a template is made of, with all that it uses.
    #[must_use]
    pub fn made_of(&self, template: &str) -> Option<Fingerprint> {
        self.made_of.get(template).copied()
    }

    /// Scripts and styles that stand in the templates.
    #[must_use]
    pub fn inline(&self) -> Inline {
        Inline::of(self.templates.values().map(|template| &*template.text))
    }

    /// The HTML of the templates in `parts/`, by name: what is the same on all pages of a language need not be made for
    /// each of them. They see `site` and nothing else.
    ///
    /// # Errors
    /// Where one of them cannot go on.
    pub fn parts(&self, site: Value) -> Result<BTreeMap<String, String>, Box<Diagnostic>> {
        let mut context = Context::new();
        context.insert_value("site", site);
        self.all_in(PARTS, &context)
    }

    /// The HTML of the templates in `frames/`, by name: what stands around a page need not be made for each of those that
    /// stand alike to the site's links. They see what `context` has.
    ///
    /// # Errors
    /// Where one of them cannot go on.
    pub fn frames(&self, context: &Context) -> Result<BTreeMap<String, String>, Box<Diagnostic>> {
        self.all_in(FRAMES, context)
    }

    fn all_in(&self, folder: &str, context: &Context) -> Result<BTreeMap<String, String>, Box<Diagnostic>> {
        let each = self.in_folder(folder).map(|(path, name)| {
            let html = self.render(path, context)?;
            Ok((name.to_owned(), String::from_utf8_lossy(&html).trim().to_owned()))
        });
        each.collect()
    }

    /// The HTML of the templates in `cards/`, by name: what is drawn of a page wherever it is shown need not be drawn at
    /// each place. They see `card` and nothing else. One that cannot go on has no HTML: whoever draws the card in its
    /// place says what is wrong.
    #[must_use]
    pub fn drawn(&self, card: &Value) -> BTreeMap<String, Value> {
        let mut context = Context::new();
        context.insert_value("card", card.clone());
        let each = self.in_folder(CARDS).filter_map(|(path, name)| {
            let page = self.render(path, &context).ok()?;
            let html = String::from_utf8_lossy(&page).trim().to_owned();
            take_back(page);
            (!html.is_empty()).then(|| (name.to_owned(), Value::safe_string(&html)))
        });
        each.collect()
    }

    /// Templates of a folder, with their names in it.
    fn in_folder<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.templates.keys().filter_map(move |path| Some((&**path, path.strip_prefix(folder)?.strip_suffix(".html")?)))
    }

    /// Refuses a page whose template left out what no theme may: each with the variable that has it and its HTML.
    ///
    /// # Errors
    /// The first that is not in the page, at the template.
    pub fn refuse_lost(&self, template: &str, page: &[u8], wanted: &[(&str, &str)]) -> Result<(), Box<Diagnostic>> {
        let is_lost = |(_, html): &&(&str, &str)| memchr::memmem::find(page, html.as_bytes()).is_none();
        let Some((variable, _)) = wanted.iter().find(is_lost) else { return Ok(()) };
        let source = self.templates.get(template);
        let place = source.map_or_else(|| Location::file(template.to_owned()), |source| source.locate(Span::default()));
        let message = format!("this template leaves out `{variable}`, which readers have to see");
        let finding = Diagnostic::new(&rules::THEME_INVALID, place, message);
        Err(Box::new(finding.help(format!("add `{{{{ {variable} | safe }}}}` to it: no theme may leave that out"))))
    }

    /// Renders a template.
    ///
    /// # Errors
    /// Where the template cannot go on: its file, line and column.
    pub fn render(&self, template: &str, context: &Context) -> Result<Vec<u8>, Box<Diagnostic>> {
        let _span = tracing::info_span!("template", name = template).entered();
        let mut page = SPARE.take();
        page.reserve(PAGE_SIZE);
        match self.tera.render_to(template, context, &mut page) {
            Ok(()) => Ok(page),
            Err(error) => Err(describe(&error, &self.templates)),
        }
    }
}

/// Of a theme as a whole, and of what every page is made with.
fn fingerprints(layers: &[Layer], made_of: &BTreeMap<String, Fingerprint>) -> (Fingerprint, Fingerprint) {
    let mut mixer = FingerprintBuilder::new("theme");
    for (path, (_, bytes)) in layers.iter().flat_map(|layer| &layer.files) {
        match path.split_once('/') {
            Some(("templates", _)) => {}
            Some(("assets", _)) => mixer.add(path),
            _ => mixer.add((path, bytes)),
        }
    }
    let is_on_all = |name: &String| [PARTS, FRAMES, CARDS].iter().any(|folder| name.starts_with(folder));
    mixer.add_all(made_of.iter().filter(|(name, _)| is_on_all(name)).map(|(_, template)| *template));
    let everywhere = mixer.fingerprint();
    mixer.add_all(made_of.values().copied());
    (mixer.fingerprint(), everywhere)
}

fn templates(layers: &[Layer]) -> Result<BTreeMap<String, Source>, Vec<Diagnostic>> {
    let mut templates = BTreeMap::new();
    let mut findings = Vec::new();
    for (name, (path, bytes)) in strongest(layers, "templates/") {
        if !Path::new(name)
            .extension()
            .is_some_and(|extension| matches!(extension.to_str(), Some("html" | "xml" | "txt")))
        {
            continue;
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => {
                templates.insert(name.to_owned(), Source::new(path.as_str(), text));
            }
            Err(_) => findings
                .push(wrong(Location::file(path.as_str()), "the template is not UTF-8").help("save it as UTF-8")),
        }
    }
    if findings.is_empty() { Ok(templates) } else { Err(findings) }
}

fn compile(templates: &BTreeMap<String, Source>, strings: &Arc<Strings>) -> Result<Tera, Box<Diagnostic>> {
    let mut tera = Tera::default();
    tera.set_escape_fn(escape::anywhere);
    let say = strings.clone();
    tera.register_function("t", move |arguments: Kwargs, state: &State<'_>| translate(&say, &arguments, state));
    tera.register_filter("safe", safe);
    let sources = templates.iter().map(|(name, source)| (name.as_str(), &*source.text));
    match tera.add_raw_templates(sources) {
        Ok(()) => Ok(tera),
        Err(error) => Err(describe(&error, templates)),
    }
}

/// `html | safe` in a template: the text itself, where the engine's own filter would copy it.
fn safe(value: Value, _: Kwargs, _: &State<'_>) -> Value {
    if value.is_string() { value.mark_safe() } else { Value::safe_string(&value.to_string()) }
}

/// `t(key="..", count=3)` in a template.
fn translate(strings: &Strings, arguments: &Kwargs, state: &State<'_>) -> tera::TeraResult<Value> {
    let key = arguments.must_get::<&str>("key")?;
    let site = state.get::<Value>("site")?;
    let tag = site.as_ref().and_then(|site| site.as_map()?.get(&Key::Str("language"))?.as_str()).unwrap_or_default();
    let language = strings.language(tag);
    if let Some(text) = strings.plain(language, key) {
        return Ok(Value::from(text));
    }
    if let Some(text) = simple_values(arguments).and_then(|values| strings.fill(language, key, &values)) {
        return Ok(Value::from(text));
    }
    let mut values = fluent_bundle::FluentArgs::new();
    for (name, value) in arguments.iter() {
        let name = name.to_string();
        if let Some(number) = value.as_f64().or_else(|| value.as_i64().map(as_float)) {
            values.set(name, number);
        } else if let Some(text) = value.as_str() {
            values.set(name, text.to_owned());
        }
    }
    match strings.find(language, key, Some(&values)) {
        Some(text) => Ok(Value::from(&*text)),
        None => {
            let near = nearest(key, strings.keys(language)).map(|near| format!("; did you mean `{near}`?"));
            Err(tera::Error::message(format!("the theme has no string `{key}`{}", near.unwrap_or_default())))
        }
    }
}

/// Arguments that are all text, which most strings put in as it is.
fn simple_values(arguments: &Kwargs) -> Option<Vec<(&str, strings::Value<'_>)>> {
    arguments.iter().map(|(name, value)| Some((name.as_str()?, strings::Value::Text(value.as_str()?)))).collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn as_float(number: i64) -> f64 {
    number as f64
}

/// The finding for an error of the template engine: template, line and column, with a suggestion where one is near.
fn describe(error: &tera::Error, templates: &BTreeMap<String, Source>) -> Box<Diagnostic> {
    let file = |name: &str| templates.get(name).cloned().unwrap_or_else(|| Source::new(name, ""));
    let (place, message) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let source = file(report.filename());
            let span = report.span();
            let place = if source.text.is_empty() {
                Location::file(report.filename())
            } else {
                source.locate(Span::new(span.range.clone()))
            };
            (place, report.message().to_owned())
        }
        ErrorKind::CircularInclude { tpl, include_chain } => (
            find_in(&file(tpl), "{% include"),
            format!("templates include each other without end: {}", include_chain.join(" > ")),
        ),
        ErrorKind::CircularExtend { tpl, inheritance_chain } => (
            find_in(&file(tpl), "{% extends"),
            format!("templates extend each other: {}", inheritance_chain.join(" > ")),
        ),
        ErrorKind::MissingParent { current, parent } => {
            (find_in(&file(current), "{% extends"), format!("there is no template `{parent}`"))
        }
        ErrorKind::TemplateNotFound(name) => (mention(templates, name), format!("there is no template `{name}`")),
        other => {
            let words = other.to_string();
            if let Some(finding) = defined_twice(templates, &words) {
                return Box::new(finding);
            }
            about_template(templates, &words)
        }
    };
    let message = lower_first(message.lines().next().unwrap_or_default().trim_end_matches('.'));
    if let Some(finding) = not_given(&place, &message) {
        return Box::new(finding);
    }
    if message.starts_with("block `") && message.contains("not defined") {
        let help = "give the template that this one extends a block of that name, or take this one out";
        return Box::new(wrong(place, message).help(help));
    }
    let near = missing_name(&message).and_then(|missing| near_name(&missing, templates));
    Box::new(match near {
        Some(near) => wrong(place, message).suggest(Some(&near)),
        None => wrong(place, message).help("see the manual's page on themes for what a template is given"),
    })
}

/// The finding for a name that the template is not given: the engine lists those that stand beside it.
fn not_given(place: &Location, message: &str) -> Option<Diagnostic> {
    let lists = [". Available fields: ", ". Available variables: "];
    let (message, given) = lists.iter().find_map(|list| message.split_once(list))?;
    let missing = missing_name(message)?;
    let given: Vec<&str> = given.split(", ").collect();
    let names = given.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let near = nearest(&missing, given.iter().copied());
    Some(wrong(place.clone(), message).suggest_or(near, format!("the template is given {names} here")))
}

/// The finding for a component that two templates define.
fn defined_twice(templates: &BTreeMap<String, Source>, words: &str) -> Option<Diagnostic> {
    let (_, about) = words.lines().next()?.split_once("Component `")?;
    let (component, both) = about.split_once("` is defined in both `")?;
    let (one, other) = both.trim_end_matches('`').split_once("` and `")?;
    let is_built_in = |name: &str| templates.get(name).is_some_and(|source| source.path.starts_with(BUILT_IN));
    let (own, other) = if is_built_in(other) { (one, other) } else { (other, one) };
    let place = find_in(templates.get(own)?, &format!("component {component}"));
    let message = format!("the component `{component}` is defined in `{other}` too");
    Some(wrong(place, message).help("take one of the two out, or give it another name"))
}

/// What the engine says in words alone: it names a template that is not there, or has no place.
fn about_template(templates: &BTreeMap<String, Source>, words: &str) -> (Location, String) {
    let line = words.lines().next().unwrap_or_default();
    match line.split_once("Unknown template `").and_then(|(_, rest)| rest.split('`').next()) {
        Some(name) => (mention(templates, name), format!("there is no template `{name}`")),
        None => {
            let place = place_in_words(templates, words).unwrap_or_else(|| Location::file("themes"));
            (place, line.trim_start_matches("error: ").to_owned())
        }
    }
}

/// The place that such words name: `--> article.html:3:5`.
fn place_in_words(templates: &BTreeMap<String, Source>, words: &str) -> Option<Location> {
    let named = words.lines().find_map(|line| line.trim_start().strip_prefix("--> "))?;
    let (name, column) = named.rsplit_once(':')?;
    let (name, line) = name.rsplit_once(':')?;
    let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
    let source = templates.get(name)?;
    let start: usize = source.text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let (at, first) = source.text[start..].char_indices().nth(column.checked_sub(1)?)?;
    Some(source.locate(Span::new(start + at..start + at + first.len_utf8())))
}

fn find_in(source: &Source, words: &str) -> Location {
    match source.text.find(words) {
        Some(at) => source.locate(Span::new(at..at + words.len())),
        None => Location::file(source.path.clone()),
    }
}

/// Where a template names another.
fn mention(templates: &BTreeMap<String, Source>, name: &str) -> Location {
    let quoted = format!("\"{name}\"");
    let found = templates.values().find_map(|source| {
        let at = source.text.find(&quoted)?;
        Some(source.locate(Span::new(at..at + quoted.len())))
    });
    found.unwrap_or_else(|| Location::file(format!("templates/{name}")))
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// The name in backticks or quotes that a message says is missing; of a path its last part. Where the message names those
/// that alone may stand there, none is missing.
fn missing_name(message: &str) -> Option<String> {
    if message.contains("only `") {
        return None;
    }
    let quote = message.find(['`', '\''])?;
    let rest = &message[quote + 1..];
    let name = &rest[..rest.find(['`', '\''])?];
    let is_file = name.ends_with(".html") || name.ends_with(".xml") || name.ends_with(".txt");
    Some(if is_file { name } else { name.rsplit('.').next().unwrap_or(name) }.to_owned())
}

/// The name nearest to a missing one, among templates and all that the built-in theme's templates speak of.
fn near_name(missing: &str, templates: &BTreeMap<String, Source>) -> Option<String> {
    let own = built_in();
    let texts = own
        .files
        .iter()
        .filter(|(path, _)| path.starts_with("templates/"))
        .map(|(_, (_, bytes))| String::from_utf8_lossy(bytes));
    let texts: Vec<_> = texts.collect();
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let words = texts.iter().flat_map(|text| text.split(move |c| !is_name(c))).filter(|word| word.len() > 2);
    let words: std::collections::BTreeSet<&str> = words.chain(templates.keys().map(String::as_str)).collect();
    nearest(missing, words).map(str::to_owned)
}
