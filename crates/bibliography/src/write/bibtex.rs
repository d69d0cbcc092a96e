//! Writes BibLaTeX: entries that biblatex's own parser accepts and that the reader of this crate reads back unchanged.
//!
//! Only words whose case is protected are in braces, so that an export of an import is as readable as the original. A
//! field for which BibLaTeX has no name gets one that its styles ignore (`evidence`, `superseded_by`). Variables that
//! BibLaTeX cannot hold at all (such as `medium`, `scale`, an interviewer, or both sorts of particle in one name) stand
//! as CSL-JSON in a field `csl_json`, which its styles ignore too: the writer reads its own entry back and adds the
//! difference. So this format carries every variable.

use serde_json::Value;

use super::csl_json;
use super::export_scope::ExportScope;
use crate::biblatex_fields;
use crate::date_text;
use crate::in_sentence_case;
use crate::markup::{self, MarkupToken, TextStyle};
use crate::read::bibtex::{self, is_name_of_author};
use crate::{
    Case, CiteKey, ContributorName, DateVariable, Evidence, KeyAlias, NameRole, Reference, ReferenceKind as Kind,
    TextVariable, Title,
};

pub(super) fn join(entries: &[&str]) -> String {
    entries.join("\n")
}

pub(super) fn entry(reference: &Reference, scope: ExportScope) -> String {
    let mut fields = BibtexFields::new(reference.language.as_deref());
    let row = reference.kind.row();
    fields.text += &format!("@{}{{{},\n", row.biblatex, key(reference));
    fields.verbatim("entrysubtype", row.biblatex_subtype);
    let aliases: Vec<&str> = reference.aliases.iter().map(CiteKey::as_str).collect();
    fields.verbatim("ids", Some(aliases.join(", ")).filter(|ids| !ids.is_empty()).as_deref());
    titles_and_names(&mut fields, reference);
    fields.verbatim("date", reference.issued.as_ref().map(ToString::to_string).as_deref());
    // BibLaTeX prints a `year` that is no number as it is, but refuses such a `date`.
    let words = reference.more.date_words(DateVariable::Issued).filter(|words| date_text::parse(words).is_ok());
    fields.text("year", words.filter(|_| reference.issued.is_none()));
    fields.text("pubstate", reference.status.as_deref().map(status));
    numbers(&mut fields, reference);
    fields.verbatim("doi", reference.doi.as_deref());
    fields.verbatim("pmid", reference.pmid.as_deref());
    fields.verbatim("pmcid", reference.pmcid.as_deref());
    fields.text("isbn", reference.isbn.as_deref());
    fields.text("issn", reference.issn.as_deref());
    fields.verbatim("url", reference.url.as_deref());
    fields.verbatim("urldate", reference.accessed.as_ref().map(ToString::to_string).as_deref());
    fields.verbatim("archiveurl", reference.archived.as_deref());
    fields.text("language", reference.language.as_deref());
    fields.keywords(&reference.keywords);
    fields.text("note", reference.note_with_notice().as_deref());
    fields.verbatim("evidence", reference.evidence.map(Evidence::as_str));
    fields.verbatim("superseded_by", reference.superseded_by.as_ref().map(|successor| successor.key.as_str()));
    fields.more_variables(reference);
    if let Some(json) = lost_variables(reference, &fields) {
        fields.raw(biblatex_fields::OTHER_VARIABLES, &json);
    }
    fields.text("abstract", reference.abstract_text.as_deref().filter(|_| scope.has_abstracts()));
    fields.text + "}\n"
}

/// Aliases as sets with one member, which is how BibLaTeX gives an entry a further key without changing it.
pub(super) fn aliases(aliases: &[KeyAlias]) -> String {
    let entries = aliases.iter().map(|KeyAlias { alias, key }| format!("@set{{{alias}, entryset = {{{key}}}}}\n"));
    entries.collect()
}

/// The variables that the fields so far do not hold, as JSON; `None` if they hold all. Reading the entry back takes as
/// long as writing it, so it is only done for references that have more than most.
fn lost_variables(reference: &Reference, fields: &BibtexFields<'_>) -> Option<String> {
    let names = [&reference.authors, &reference.editors, &reference.translators].into_iter().flatten();
    if reference.more.is_empty() && names.into_iter().all(is_usual_name) && !fields.has_kept_case {
        return None;
    }
    let readable = bibtex::read_back(&format!("{}}}", fields.text))?;
    let mut lost = csl_json::lost_variables(reference, &readable);
    // A key that BibTeX cannot read is replaced on purpose.
    lost.remove("id");
    (!lost.is_empty()).then(|| json_within_braces(&Value::Object(lost).to_string()))
}

fn is_usual_name(name: &ContributorName) -> bool {
    match name {
        ContributorName::Person { dropping_particle, comma_suffix, static_ordering, .. } => {
            let is_read_as_written = !is_only_family(name) || is_single_word(&name.display_family());
            dropping_particle.is_none() && !comma_suffix && !static_ordering && is_read_as_written
        }
        ContributorName::Organisation(_) | ContributorName::Others => true,
    }
}

/// Whether a person has a family name and nothing else.
fn is_only_family(name: &ContributorName) -> bool {
    let ContributorName::Person { given, dropping_particle, non_dropping_particle, suffix, .. } = name else {
        return false;
    };
    [given, dropping_particle, non_dropping_particle, suffix].into_iter().all(Option::is_none)
}

/// Whether BibTeX reads a name as one word that nothing divides.
fn is_single_word(name: &str) -> bool {
    !name.contains(|c: char| c.is_whitespace() || matches!(c, ',' | '='))
        && !["and", "others"].iter().any(|word| name.eq_ignore_ascii_case(word))
}

/// JSON whose texts have no braces, quotes or backslashes but those of `\u007b`, so that every parser of BibTeX finds the
/// end of the field.
fn json_within_braces(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut is_in_text = false;
    let mut characters = json.chars();
    while let Some(c) = characters.next() {
        match c {
            '"' => {
                is_in_text = !is_in_text;
                out.push(c);
            }
            '\\' => match characters.next() {
                Some(escaped @ ('"' | '\\')) => out += &format!("\\u{:04x}", u32::from(escaped)),
                escaped => out.extend(std::iter::once(c).chain(escaped)),
            },
            '{' | '}' | '@' | '%' if is_in_text => out += &format!("\\u{:04x}", u32::from(c)),
            _ => out.push(c),
        }
    }
    out
}

fn titles_and_names(fields: &mut BibtexFields<'_>, reference: &Reference) {
    let container = match reference.kind {
        // In an entry without a title, the reader would take `booktitle` for the title.
        kind if kind.is_part_of_book() && reference.title.is_some() => "booktitle",
        kind if kind.is_part_of_book() || kind.is_whole_work() => "maintitle",
        kind if kind.is_on_site() => site(reference),
        _ => "journaltitle",
    };
    let publisher = if matches!(reference.kind, Kind::Report | Kind::Thesis) { "institution" } else { "publisher" };
    fields.names("author", &reference.authors);
    let is_in_book = reference.kind.is_part_of_book() || reference.kind.is_whole_work();
    fields.work_title("title", reference.title.as_ref());
    fields.work_title("shorttitle", reference.short_title.as_ref());
    fields.names("editor", &reference.editors);
    fields.names("translator", &reference.translators);
    if is_in_book {
        fields.work_title(container, reference.container.as_ref());
    } else {
        fields.title(container, reference.container.as_ref());
    }
    fields.text("shortjournal", reference.container_short.as_deref());
    fields.title("series", reference.collection.as_ref());
    fields.text("eventtitle", reference.event.as_deref());
    fields.text("type", reference.genre.as_deref());
    fields.text(publisher, reference.publisher.as_deref());
    fields.text("location", reference.place.as_deref());
}

/// The field for the name of a website. The reader ignores an `organization` that is also an author, so such a name is
/// written as `maintitle`.
fn site(reference: &Reference) -> &'static str {
    let site = reference.container.as_deref().unwrap_or_default();
    if is_name_of_author(site, &reference.authors) { "maintitle" } else { "organization" }
}

fn numbers(fields: &mut BibtexFields<'_>, reference: &Reference) {
    fields.text("volume", reference.volume.as_deref());
    if reference.kind.is_in_periodical() {
        fields.text("number", reference.issue.as_deref());
        fields.text("serialnumber", reference.number.as_deref());
    } else if reference.kind.is_numbered_in_series() || reference.kind == Kind::PaperConference {
        fields.text("issue", reference.issue.as_deref());
        fields.text("number", reference.more.text(TextVariable::CollectionNumber));
        fields.text("serialnumber", reference.number.as_deref());
    } else {
        fields.text("issue", reference.issue.as_deref());
        fields.text("number", reference.number.as_deref());
    }
    fields.verbatim("pages", reference.pages.as_deref().map(pages).as_deref());
    fields.text("chapter", reference.chapter.as_deref());
    fields.text("edition", reference.edition.as_deref());
    fields.text("version", reference.version.as_deref());
}

/// The key itself, or its slug if BibTeX could not read it.
fn key(reference: &Reference) -> String {
    let key = reference.key.as_str();
    let is_readable =
        !key.is_empty() && !key.contains(|c: char| c.is_whitespace() || c.is_control() || ",{}%#\\\"".contains(c));
    if is_readable { key.to_owned() } else { reference.key.slug() }
}

fn status(status: &str) -> &str {
    match status {
        // BibLaTeX has keys for these states, written without blanks.
        "in press" => "inpress",
        "in preparation" => "inpreparation",
        _ => status,
    }
}

/// A range of pages with two hyphens, as BibTeX writes dashes. If a dash divides the range, its hyphens belong to the
/// numbers.
fn pages(pages: &str) -> String {
    let divider = if pages.contains('\u{2013}') { "\u{2013}" } else { "-" };
    escaped(&pages.split(divider).collect::<Vec<_>>().join("\u{2013}")).replace('\u{2013}', "--")
}

fn name(name: &ContributorName) -> String {
    let (family, given, suffix) = match name {
        ContributorName::Organisation(name) => return format!("{{{}}}", escaped(name)),
        ContributorName::Others => return "others".to_owned(),
        ContributorName::Person { family, given, suffix, .. } => (family, given, suffix),
    };
    // BibLaTeX's extended syntax would say the same, but other programs print `family=..` of it.
    if is_only_family(name) {
        let family = escaped(family);
        return if is_single_word(&family) { family } else { format!("{{{family}}}") };
    }
    let particle = name.joined_particles();
    let is_lower = particle.iter().all(|particle| particle.split(' ').all(|word| word.starts_with(char::is_lowercase)));
    match given {
        Some(given) if is_lower => {
            let particle = particle.as_ref().map_or_else(String::new, |particle| format!("{} ", escaped(particle)));
            let suffix = suffix.as_ref().map_or_else(String::new, |suffix| format!("{}, ", name_part(suffix)));
            format!("{particle}{}, {suffix}{}", family_part(family), name_part(given))
        }
        // BibTeX's syntax finds a particle only by its small letters and takes a name without a comma apart, so other
        // names are written with BibLaTeX's extended syntax.
        _ => {
            let parts = [("family", Some(family)), ("given", given.as_ref()), ("prefix", particle.as_ref())];
            let parts = parts.into_iter().chain([("suffix", suffix.as_ref())]);
            let parts = parts.filter_map(|(key, part)| Some(format!("{key}={{{}}}", escaped(part?))));
            parts.collect::<Vec<_>>().join(", ")
        }
    }
}

/// A family name, in braces if BibTeX would take a word of it for a particle.
fn family_part(family: &str) -> String {
    let is_plain = !family.contains(' ') && family.starts_with(char::is_uppercase);
    if is_plain { name_part(family) } else { format!("{{{}}}", escaped(family)) }
}

/// A part of a name, in braces if it contains a comma, an `=` or an `and`, which would divide it.
fn name_part(part: &str) -> String {
    let would_divide = part.contains([',', '=']) || part.split(' ').any(|word| word.eq_ignore_ascii_case("and"));
    if would_divide { format!("{{{}}}", escaped(part)) } else { escaped(part) }
}

/// Text as TeX: special characters are escaped, and pairs that TeX would join to a dash or a quote are kept apart.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut previous = ' ';
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '`' => out.push_str("\\textasciigrave{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '{' | '}' | '$' | '&' | '%' | '#' | '_' => {
                out.push('\\');
                out.push(c);
            }
            '\'' if previous == c => out.push_str("\\textquotesingle{}"),
            // Two hyphens in a row are a dash in TeX; an empty group keeps them apart.
            '-' if previous == c => out.push_str("{}-"),
            _ => out.push(c),
        }
        previous = c;
    }
    out
}

/// Whether the tags of a title can become commands: those in each pair of braces must pair among themselves, and so
/// must those outside of all braces, because a command cannot begin within braces and end outside of them.
fn has_paired_tags(title: &Title) -> bool {
    let free: String = title.pieces().filter(|(_, case)| *case == Case::Free).map(|(piece, _)| piece).collect();
    let mut protected = title.pieces().filter(|(_, case)| *case == Case::Protected);
    tags_pair(&free) && protected.all(|(piece, _)| tags_pair(piece))
}

/// Whether a text has no tags or only properly nested ones.
fn tags_pair(text: &str) -> bool {
    !text.contains('<') || markup::tokens(text).len() > 1
}

/// A piece of a title as TeX, with commands for its tags.
fn tagged(piece: &str) -> String {
    let mut out = String::new();
    for token in markup::tags(piece) {
        match token {
            MarkupToken::Text(text) => out.push_str(&escaped(text)),
            MarkupToken::Open(style) => out.push_str(command(style)),
            MarkupToken::Close(_) => out.push('}'),
        }
    }
    out
}

fn command(style: TextStyle) -> &'static str {
    match style {
        TextStyle::Italic => "\\emph{",
        TextStyle::Bold => "\\textbf{",
        TextStyle::Subscript => "\\textsubscript{",
        TextStyle::Superscript => "\\textsuperscript{",
        TextStyle::SmallCaps => "\\textsc{",
    }
}

/// The text of an entry, to which fields are appended. Absent values write nothing.
struct BibtexFields<'r> {
    text: String,
    /// The tag of the entry's language, on which it depends whether the reader converts a title.
    language: Option<&'r str>,
    /// Whether a title is in braces only so that the reader keeps its capitals.
    has_kept_case: bool,
}

impl<'r> BibtexFields<'r> {
    fn new(language: Option<&'r str>) -> Self {
        Self { text: String::new(), language, has_kept_case: false }
    }

    fn raw(&mut self, name: &str, value: &str) {
        self.text += &format!("  {name:<12} = {{{value}}},\n");
    }

    fn text(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.raw(name, &escaped(value));
        }
    }

    fn verbatim(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            // biblatex takes verbatim fields as they are, so a brace in them could not be escaped.
            self.raw(name, &value.replace(['{', '}'], ""));
        }
    }

    /// Writes the title of a work. One in title case is put in a second pair of braces, because readers of BibTeX take
    /// titles for title case that is to be converted.
    fn work_title(&mut self, name: &str, value: Option<&Title>) {
        let Some(title) = value else { return };
        if in_sentence_case(title.clone(), self.language) == *title {
            return self.title(name, value);
        }
        self.has_kept_case = true;
        let protected_title = Title::from_pieces([(title.as_str(), Case::Protected)]);
        self.title(name, Some(&protected_title));
    }

    fn title(&mut self, name: &str, value: Option<&Title>) {
        let Some(title) = value else { return };
        let write = if has_paired_tags(title) { tagged } else { escaped };
        let pieces = title.pieces().map(|(piece, case)| match case {
            Case::Free => write(piece),
            Case::Protected => format!("{{{}}}", write(piece)),
        });
        self.raw(name, &pieces.collect::<String>());
    }

    /// Adds the variables that have a field in BibLaTeX.
    fn more_variables(&mut self, reference: &Reference) {
        let more = &reference.more;
        for (name, variable) in biblatex_fields::TEXTS {
            self.text(name, more.text(variable));
        }
        for (name, variable) in biblatex_fields::TITLES {
            self.title(name, more.text(variable).and_then(markup::title).as_ref());
        }
        for (name, variable) in biblatex_fields::DATES {
            self.verbatim(name, reference.date(variable).map(ToString::to_string).as_deref());
        }
        self.names(biblatex_fields::BOOK_AUTHORS, more.names(NameRole::ContainerAuthor));
        let roles = biblatex_fields::EDITOR_ROLES.into_iter().filter(|(_, role)| !more.names(*role).is_empty());
        // The first of the four fields is for the editors themselves.
        for ((name, type_name), (word, role)) in biblatex_fields::EDITORS.into_iter().skip(1).zip(roles) {
            self.names(name, more.names(role));
            self.text(type_name, Some(word));
        }
    }

    fn keywords(&mut self, keywords: &[String]) {
        if !keywords.is_empty() {
            self.raw("keywords", &keywords.iter().map(|keyword| self::keyword(keyword)).collect::<Vec<_>>().join(", "));
        }
    }

    fn names(&mut self, name: &str, names: &[ContributorName]) {
        if !names.is_empty() {
            let names: Vec<_> = names.iter().map(self::name).collect();
            self.raw(name, &names.join(" and "));
        }
    }
}

/// A keyword, in braces if it contains a character that divides keywords.
fn keyword(keyword: &str) -> String {
    if keyword.contains([',', ';']) { format!("{{{}}}", escaped(keyword)) } else { escaped(keyword) }
}
