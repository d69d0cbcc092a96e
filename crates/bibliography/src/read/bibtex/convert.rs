//! Turns the fields of a BibTeX or BibLaTeX entry into a [`Reference`]: which field means what for which kind of entry.
//!
//! If several fields mean the same, the one of BibLaTeX comes first, then that of BibTeX, then those of reference
//! managers.

use std::slice;

use wellpress_diagnostics::{Rule, rules};

use super::entry::{BibtexEntry, FieldValue};
use super::{kinds, latex, names};
use crate::biblatex_fields;
use crate::date_text::{self, DateError, DateField};
use crate::identifier::{self, Address, IdentifierField};
use crate::read::read_context::{ReadContext, nonempty_line, set_date, set_issued};
use crate::read::{biblatex_strings, csl_json, normalise};
use crate::sentence_case;
use crate::{
    Case, CiteKey, ContributorName, DateVariable, NameRole, Reference, ReferenceKind, Successor, TextVariable, Title,
    markup,
};

/// The reference that `entry` describes. Mistakes in its fields are added to `diagnostics`.
pub(super) fn reference(entry: &BibtexEntry, context: &mut ReadContext<'_>) -> Reference {
    let location = context.lines.locate(entry.key_range.clone());
    let kind = kinds::kind(entry).unwrap_or_else(|| {
        context.report_unknown_kind(entry.kind_range.clone(), &entry.kind, &kinds::USUAL_KINDS);
        kinds::kind_by_fields(entry)
    });
    let mut reference = Reference::new(CiteKey::new(entry.key.as_str()), location, kind);
    let mut fields = FieldConverter { entry, context, language: None };
    reference.language = fields.text(&["langid", "language", "hyphenation"]);
    fields.language =
        reference.language.as_deref().map(|name| normalise::language_tag(name).unwrap_or(name).to_owned());
    reference.aliases = fields.aliases();
    fields.report_unknown_commands();
    people_and_titles(&mut reference, &mut fields);
    publication(&mut reference, &mut fields);
    numbers(&mut reference, &mut fields);
    fields.dates(&mut reference);
    fields.identifiers(&mut reference);
    fields.addresses(&mut reference);
    fields.evidence_and_successor(&mut reference);
    fields.more_variables(&mut reference);
    if let Some(value) = entry.get(biblatex_fields::OTHER_VARIABLES) {
        csl_json::amend(&mut reference, &value.tex);
    }
    reference
}

fn people_and_titles(reference: &mut Reference, fields: &mut FieldConverter<'_, '_, '_>) {
    reference.authors = fields.names(&["author"]);
    reference.translators = fields.names(&["translator"]);
    reference.title = if reference.kind == ReferenceKind::Periodical {
        fields.title_with_subtitle("title", "subtitle")
    } else {
        fields.work_title("title", "subtitle")
    };
    if reference.title.is_none() {
        reference.title = fields.work_title("booktitle", "booksubtitle");
    }
    reference.short_title = fields.title(&["shorttitle"]).map(|title| fields.in_sentence_case(title));
    reference.container = container(reference, fields);
    reference.container_short = fields.text(&["shortjournal", "journalabbreviation", "journalabbr", "shortbooktitle"]);
    reference.collection = fields.series();
    if reference.kind.is_part_of_book() && reference.collection.is_none() && fields.entry.get("booktitle").is_some() {
        // The whole of which the book is a volume. CSL prints it only in the place of a series.
        reference.collection = fields.title_with_subtitle("maintitle", "mainsubtitle");
    }
    reference.event = fields.text(&["eventtitle", "conference"]);
}

fn container(reference: &Reference, fields: &mut FieldConverter<'_, '_, '_>) -> Option<Title> {
    match reference.kind {
        kind if kind.is_part_of_book() => fields
            .work_title("booktitle", "booksubtitle")
            .or_else(|| fields.work_title("maintitle", "mainsubtitle"))
            .or_else(|| fields.title(&["journaltitle", "journal"])),
        kind if kind.is_whole_work() => {
            fields.work_title("maintitle", "mainsubtitle").or_else(|| fields.title(&["journaltitle", "journal"]))
        }
        kind if kind.is_on_site() => fields
            .title(&["journaltitle", "journal", "maintitle", "booktitle", "titleaddon"])
            .or_else(|| fields.title(&["organization"]).filter(|site| !is_name_of_author(site, &reference.authors))),
        _ => fields
            .title_with_subtitle("journaltitle", "journalsubtitle")
            .or_else(|| fields.title(&["journal", "booktitle", "maintitle"])),
    }
}

/// Whether a website has the name of one of its authors, and so says nothing that the author's name does not.
pub(crate) fn is_name_of_author(site: &str, authors: &[ContributorName]) -> bool {
    authors
        .iter()
        .any(|author| matches!(author, ContributorName::Organisation(name) if name.eq_ignore_ascii_case(site)))
}

fn publication(reference: &mut Reference, fields: &mut FieldConverter<'_, '_, '_>) {
    reference.publisher = publisher(reference, fields);
    // In `address` of an article, exports of PubMed have the authors' address.
    let is_article = reference.kind.is_in_periodical();
    reference.place = fields
        .text(&["location"])
        .or_else(|| fields.text(&["address", "city"]).filter(|text| !is_article || is_place(text)));
    reference.genre = fields.genre();
    reference.status = reference.status.take().or_else(|| fields.text(&["pubstate"]));
    reference.version = fields.text(&["version"]);
    reference.abstract_text = fields.text(&["abstract", "summary"]);
    reference.note = match (fields.text(&["note"]), fields.text(&["addendum"])) {
        (Some(note), Some(addendum)) if note != addendum => Some(format!("{note} {addendum}")),
        (note, addendum) => note.or(addendum),
    };
    if reference.kind == ReferenceKind::LegalCase {
        let court = fields.text(&["court"]).unwrap_or_default();
        reference.more.set_text(TextVariable::Authority, court);
    }
    reference.keywords = fields.keywords();
}

/// Unlike an address, a place has no number and is short.
fn is_place(text: &str) -> bool {
    !text.contains(|c: char| c.is_ascii_digit() || c == '@') && text.len() <= 60
}

/// All organisations that published the work, in the order in which BibLaTeX prints them.
fn publisher(reference: &Reference, fields: &mut FieldConverter<'_, '_, '_>) -> Option<String> {
    let mut publishers: Vec<String> = Vec::new();
    for name in ["school", "institution", "organization", "publisher", "holder", "howpublished"] {
        let is_used = match name {
            // The organization of a web page is the name of the site, which is the container already.
            "organization" => !reference.kind.is_on_site() || reference.container.is_none(),
            "howpublished" => linked_how_published(fields.entry).is_none(),
            _ => true,
        };
        let text = fields.text(&[name]).filter(|_| is_used);
        let is_page =
            matches!(reference.kind, ReferenceKind::Webpage | ReferenceKind::Post | ReferenceKind::PostWeblog);
        let is_author =
            |text: &String| name == "organization" && is_page && is_name_of_author(text, &reference.authors);
        publishers.extend(text.filter(|text| !publishers.contains(text) && !is_author(text)));
    }
    Some(publishers.join("; ")).filter(|publishers| !publishers.is_empty())
}

fn numbers(reference: &mut Reference, fields: &mut FieldConverter<'_, '_, '_>) {
    reference.volume = fields.text(&["volume"]);
    reference.edition = fields.text(&["edition"]);
    reference.chapter = fields.text(&["chapter"]);
    // `number` is the issue of a journal, the number of a book in its series, or the number of a report.
    if reference.kind.is_in_periodical() {
        // BibLaTeX's `issue` is a word such as `Spring` beside the number.
        reference.issue = match (fields.text(&["number"]), fields.text(&["issue"])) {
            (Some(number), Some(issue)) if number != issue => Some(format!("{number}, {issue}")),
            (number, issue) => number.or(issue),
        };
        reference.number = fields.text(&["serialnumber"]);
    } else if reference.kind.is_numbered_in_series() {
        let number_in_series = fields.text(&["number"]).unwrap_or_default();
        reference.more.set_text(TextVariable::CollectionNumber, number_in_series);
        reference.number = fields.text(&["serialnumber"]);
        reference.issue = fields.text(&["issue"]);
    } else if reference.kind == ReferenceKind::PaperConference {
        // The number of a volume of proceedings, in its series or as an issue.
        let number = fields.text(&["number"]);
        let (in_series, as_issue) = if reference.collection.is_some() { (number, None) } else { (None, number) };
        reference.more.set_text(TextVariable::CollectionNumber, in_series.unwrap_or_default());
        reference.number = fields.text(&["serialnumber"]);
        reference.issue = fields.text(&["issue"]).or(as_issue);
    } else {
        reference.number = fields.text(&["number"]);
        reference.issue = fields.text(&["issue"]);
    }
    reference.pages = fields.text(&["pages"]);
    let article_number = fields.text(&["eid", "articleno", "articlenumber", "article-number"]);
    if reference.pages.is_none() {
        reference.pages = article_number;
    } else if reference.kind.is_in_periodical() && reference.number.is_none() {
        reference.number = article_number;
    }
}

/// The address in `howpublished = {\url{..}}`, which BibTeX files have in place of `url`.
pub(super) fn linked_how_published(entry: &BibtexEntry) -> Option<&FieldValue> {
    entry.get("howpublished").filter(|value| value.tex.contains("://"))
}

/// The address in a value such as `Available from \url{..}`.
fn address_within(value: &FieldValue) -> FieldValue {
    let colon = value.tex.find("://").unwrap_or(0);
    let start = value.tex[..colon].trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
    let mut open_braces = 0_usize;
    let address = value.tex[start..].split(|c: char| {
        let closes = c == '}' && open_braces == 0;
        open_braces = if c == '{' { open_braces + 1 } else { open_braces.saturating_sub(usize::from(c == '}')) };
        closes || c.is_whitespace() || c == ']'
    });
    let address = address.map(|address| address.trim_end_matches(['.', ',', ';'])).next().unwrap_or_default();
    FieldValue { tex: address.to_owned(), range: value.range.clone() }
}

/// The fields that a list of sources prints. An abstract is full of formulas and shown nowhere by default.
const PRINTED_FIELDS: [&str; 24] = [
    "title",
    "subtitle",
    "titleaddon",
    "shorttitle",
    "booktitle",
    "booksubtitle",
    "maintitle",
    "journal",
    "journaltitle",
    "journalsubtitle",
    "series",
    "author",
    "editor",
    "translator",
    "publisher",
    "institution",
    "organization",
    "school",
    "location",
    "edition",
    "volume",
    "number",
    "pages",
    "eventtitle",
];

/// Reads the fields of one entry into text, titles, names and dates. Mistakes become findings of the file.
struct FieldConverter<'e, 'c, 'a> {
    entry: &'e BibtexEntry,
    context: &'c mut ReadContext<'a>,
    /// The tag of the entry's language, if it names one.
    language: Option<String>,
}

impl FieldConverter<'_, '_, '_> {
    /// Reports the commands of TeX in texts that readers see which nobody knows here.
    fn report_unknown_commands(&mut self) {
        for value in PRINTED_FIELDS.iter().filter_map(|name| self.entry.get(name)) {
            let unknown = latex::unknown_commands(&value.tex);
            if !unknown.is_empty() {
                let message = format!("nobody knows the command `\\{}` of TeX here", unknown.join("`, `\\"));
                let help =
                    "write the character itself; the source is shown with the command, or with its argument alone";
                self.context.report_invalid(value.range.clone(), message, help);
            }
        }
    }

    /// The title in the first of these fields that is present.
    fn title(&mut self, names: &[&str]) -> Option<Title> {
        let value = self.entry.first(names)?;
        let title = self.or_report(value, latex::title(&value.tex))?;
        Some(title).filter(|title| !title.is_empty())
    }

    /// The text in the first of these fields that is present.
    fn text(&mut self, names: &[&str]) -> Option<String> {
        let value = self.entry.first(names)?;
        let text = self.or_report(value, latex::text(&value.tex))?;
        Some(text).filter(|text| !text.is_empty())
    }

    /// Further keys of the entry, which BibLaTeX keeps in `ids`.
    fn aliases(&mut self) -> Vec<CiteKey> {
        let ids = self.entry.get("ids").map(|value| unescaped(&value.tex)).unwrap_or_default();
        ids.split(',').filter_map(nonempty_line).map(CiteKey::new).collect()
    }

    /// The series; a bare number such as `newseries` is one of BibLaTeX's words.
    fn series(&mut self) -> Option<Title> {
        let series = self.title(&["series"])?;
        Some(biblatex_strings::text(series.as_str()).map_or(series, Title::from))
    }

    /// The keywords, which commas and semicolons outside of braces divide.
    fn keywords(&mut self) -> Vec<String> {
        let Some(value) = self.entry.get("keywords") else { return Vec::new() };
        let pieces = latex::pieces(&value.tex).unwrap_or_default();
        let mut words = vec![String::new()];
        for piece in &pieces {
            let parts: Vec<&str> = match piece.case {
                Case::Free => piece.text.split([',', ';']).collect(),
                Case::Protected => vec![piece.text.as_str()],
            };
            let mut parts = parts.into_iter();
            // The first part continues the word of the piece before it.
            if let (Some(word), Some(part)) = (words.last_mut(), parts.next()) {
                word.push_str(part);
            }
            words.extend(parts.map(str::to_owned));
        }
        words.iter().filter_map(|word| nonempty_line(word)).collect()
    }

    /// A title with its subtitle, divided by a colon unless the title ends with punctuation.
    fn title_with_subtitle(&mut self, title: &str, subtitle: &str) -> Option<Title> {
        let title = self.title(&[title])?;
        let Some(subtitle) = self.title(&[subtitle]) else { return Some(title) };
        let separator = if title.ends_with(['?', '!', ':', '.']) { " " } else { ": " };
        let pieces: Vec<_> = title.pieces().chain([(separator, Case::Free)]).chain(subtitle.pieces()).collect();
        Some(markup::from_pieces(pieces))
    }

    /// The title of a work, in contrast to that of a journal, a series or a website: it is printed in sentence case.
    fn work_title(&mut self, title: &str, subtitle: &str) -> Option<Title> {
        self.title_with_subtitle(title, subtitle).map(|title| self.in_sentence_case(title))
    }

    fn in_sentence_case(&self, title: Title) -> Title {
        sentence_case::in_sentence_case(title, self.language.as_deref())
    }

    fn names(&mut self, fields: &[&str]) -> Vec<ContributorName> {
        let Some(value) = self.entry.first(fields) else { return Vec::new() };
        self.or_report(value, names::names(&value.tex)).unwrap_or_default()
    }

    /// The field `type`, or the type of the entry if it is a genre as well, such as `@phdthesis`.
    fn genre(&mut self) -> Option<String> {
        let kind_is_genre = ["phdthesis", "mastersthesis", "techreport"].contains(&self.entry.kind.as_str());
        self.text(&["type"]).or_else(|| kind_is_genre.then(|| self.entry.kind.clone()))
    }

    /// BibLaTeX's `date` counts before BibTeX's `year` and `month`, which exporters write beside it.
    fn dates(&mut self, reference: &mut Reference) {
        if let Some(value) = self.entry.get("date") {
            let date = self.date(value, date_text::parse);
            set_issued(reference, date);
        } else if let Some(year) = self.entry.get("year") {
            let date = self.date(year, date_text::parse);
            let date = self.with_month(date);
            set_issued(reference, date);
        }
        let other_dates = [
            (DateVariable::Accessed, &["urldate", "lastchecked", "accessed"][..]),
            (DateVariable::OriginalDate, &["origdate", "origyear"]),
        ];
        let more_dates = biblatex_fields::DATES.iter().map(|(name, variable)| (*variable, slice::from_ref(name)));
        for (variable, names) in other_dates.into_iter().chain(more_dates) {
            let field = self.entry.first(names).and_then(|value| self.date(value, date_text::parse));
            set_date(reference, variable, field);
        }
    }

    /// Adds `month` and `day` to the date of the field `year`. A wrong month is reported, and the year stays.
    fn with_month(&mut self, date: Option<DateField>) -> Option<DateField> {
        let (Some(DateField::Date(year)), Some(month)) = (&date, self.entry.get("month")) else { return date };
        let day = self.entry.get("day").and_then(|day| latex::text(&day.tex).ok());
        self.date(month, |month| date_text::completed(year.clone(), month, day.as_deref()).map(DateField::Date))
            .or(date.clone())
    }

    fn date(&mut self, value: &FieldValue, parse: impl Fn(&str) -> Result<DateField, DateError>) -> Option<DateField> {
        // A tilde is a space in TeX and "about" in BibLaTeX's dates.
        let about = if value.tex.trim_end().ends_with('~') { "~" } else { "" };
        let has_about_within = value.tex.contains("~/");
        let text = match latex::text(&value.tex) {
            Ok(text) if !has_about_within => text + about,
            _ => value.tex.trim().to_owned(),
        };
        // Decoding has made a dash of TeX's `--`.
        self.context.date_by(value.range.clone(), &text, |text| parse(&text.replace('\u{2013}', "-")))
    }

    fn identifiers(&mut self, reference: &mut Reference) {
        let pmcid = self.entry.first(&["pmcid", "pmc"]).or_else(|| eprint(self.entry, &["pmc", "pmcid"]));
        reference.doi = self.identifier(self.entry.get("doi"), IdentifierField::Doi);
        reference.pmid = self.identifier(pmid(self.entry), IdentifierField::Pmid);
        reference.pmcid = self.identifier(pmcid, IdentifierField::Pmcid);
        reference.isbn = self.text(&["isbn"]);
        reference.issn = self.text(&["issn"]);
        if let Some(electronic) = self.text(&["eissn"]) {
            match &mut reference.issn {
                Some(issn) if issn.contains(&electronic) => {}
                Some(issn) => *issn = format!("{issn}, {electronic}"),
                None => reference.issn = Some(electronic),
            }
        }
        self.eprint(reference);
    }

    /// Reads the number of a copy in an archive. BibTeX files that name no archive mean arXiv.
    fn eprint(&mut self, reference: &mut Reference) {
        let number = self.entry.get("eprint").map(|value| unescaped(&value.tex)).unwrap_or_default();
        let unnamed = || identifier::arxiv(&number).map(|_| "arxiv".to_owned());
        let Some(archive) = archive_of(self.entry).or_else(unnamed).filter(|_| !number.is_empty()) else { return };
        if archive == "arxiv" {
            // Without the label or the address that it may have.
            let number = number.rsplit(['/', ':']).next().unwrap_or_default();
            if reference.kind == ReferenceKind::Preprint {
                reference.number = reference.number.take().or_else(|| Some(format!("arXiv:{number}")));
            }
            let url = format!("https://arxiv.org/abs/{number}");
            reference.url = Some(url).filter(|url| matches!(identifier::address(url), Address::Web(_)));
        } else {
            reference.more.set_text(TextVariable::Archive, archive);
            reference.more.set_text(TextVariable::ArchiveLocation, number);
        }
    }

    fn identifier(&mut self, value: Option<&FieldValue>, field: IdentifierField) -> Option<String> {
        let value = value?;
        // Mendeley writes `{\textless}` for characters of old DOIs.
        let text = if value.tex.contains("\\text") { latex::text(&value.tex).ok() } else { None };
        self.context.identifier(value.range.clone(), &text.unwrap_or_else(|| unescaped(&value.tex)), field)
    }

    fn addresses(&mut self, reference: &mut Reference) {
        let url = self.entry.get("url").cloned().or_else(|| linked_how_published(self.entry).map(address_within));
        reference.url = url.and_then(|value| self.address(&value)).or_else(|| reference.url.take());
        let archived = self.entry.first(&["archiveurl", "archive-url", "archivedurl"]);
        reference.archived = archived.and_then(|value| self.address(value));
    }

    fn address(&mut self, value: &FieldValue) -> Option<String> {
        self.context.address(value.range.clone(), &unescaped(&value.tex))
    }

    /// Reads the fields whose variables have no field of their own in a reference.
    fn more_variables(&mut self, reference: &mut Reference) {
        for (name, variable) in biblatex_fields::TEXTS {
            // BibTeX styles and reference managers have other names for some of the fields.
            let other_names: &[&str] = match name {
                "annotation" => &["annote"],
                "pagetotal" => &["numpages"],
                // Better BibTeX exports the call number of a preprint as its class in arXiv.
                "library" => &["call-number", "lccn", "eprintclass", "primaryclass"],
                _ => &[],
            };
            let text = self.text(&[&[name], other_names].concat()).unwrap_or_default();
            reference.more.set_text(variable, text);
        }
        for (name, variable) in biblatex_fields::TITLES {
            let title = self.title(&[name]).unwrap_or_default();
            reference.more.set_text(variable, markup::with_case_marked(&title));
        }
        let book_authors = self.names(&[biblatex_fields::BOOK_AUTHORS]);
        reference.more.set_names(NameRole::ContainerAuthor, book_authors);
        for role in ["collaborator", "introduction", "foreword", "afterword", "commentator", "annotator"] {
            reference.more.add_names(NameRole::Contributor, self.names(&[role]));
        }
        self.editors(reference);
    }

    /// Reads the four fields for editors. If the type beside a field names a role of CSL, its people have that role. With
    /// another type, the people of `editor` are editors, and those of the other fields, such as redactors, contributors.
    fn editors(&mut self, reference: &mut Reference) {
        for (name, type_name) in biblatex_fields::EDITORS {
            let role = self.text(&[type_name]).unwrap_or_default().to_lowercase();
            let role = biblatex_fields::EDITOR_ROLES.iter().find(|(word, _)| *word == role).map(|(_, role)| *role);
            match role {
                Some(role) => reference.more.add_names(role, self.names(&[name])),
                None if name == "editor" || !self.entry.fields.contains_key(type_name) => {
                    reference.editors.extend(self.names(&[name]));
                }
                None => reference.more.add_names(NameRole::Contributor, self.names(&[name])),
            }
        }
    }

    /// Reads two fields that this crate defines and BibLaTeX ignores.
    fn evidence_and_successor(&mut self, reference: &mut Reference) {
        if let Some(value) = self.entry.get("evidence") {
            let word = latex::text(&value.tex).unwrap_or_else(|_| value.tex.clone());
            reference.evidence = self.context.evidence(value.range.clone(), &word);
        }
        let successor = self.entry.get("superseded_by");
        reference.superseded_by = successor.map(|value| {
            let key = CiteKey::new(unescaped(&value.tex));
            Box::new(Successor { key, location: self.context.lines.locate(value.range.clone()) })
        });
    }

    /// The content of a value, or `None` after its mistake was reported.
    fn or_report<T>(&mut self, value: &FieldValue, content: Result<T, String>) -> Option<T> {
        content.map_err(|message| self.report(&rules::BIBLIOGRAPHY_INVALID, value, message)).ok()
    }

    fn report(&mut self, rule: &'static Rule, value: &FieldValue, message: String) {
        self.context.report(rule, value.range.clone(), message);
    }
}

/// The archive that an entry names, in lower case.
fn archive_of(entry: &BibtexEntry) -> Option<String> {
    entry.first(&["eprinttype", "archiveprefix"]).map(|value| value.tex.trim().to_ascii_lowercase())
}

/// The PubMed id. Reference managers write `pmid`; BibLaTeX's own way is `eprint` with `eprinttype = {pubmed}`.
pub(super) fn pmid(entry: &BibtexEntry) -> Option<&FieldValue> {
    entry.get("pmid").or_else(|| eprint(entry, &["pubmed", "pmid"]))
}

/// The number of the entry in one of these archives, which `eprinttype` or `archiveprefix` names.
fn eprint<'a>(entry: &'a BibtexEntry, archives: &[&str]) -> Option<&'a FieldValue> {
    let archive = archive_of(entry)?;
    entry.get("eprint").filter(|_| archives.contains(&archive.as_str()))
}

/// An address or identifier without TeX's escapes and wrappers. It is not decoded as text, because that would turn the
/// `--` of an address into a dash.
pub(super) fn unescaped(tex: &str) -> String {
    let tex = tex.trim();
    let content = tex.strip_prefix("\\url").map_or(tex, str::trim_start);
    let tildes = ["$^\\sim$", "$\\sim$", "$\\mathtt{\\sim}$", "\\textasciitilde", "\\~"];
    let content = tildes.iter().fold(content.to_owned(), |content, tilde| content.replace(tilde, "~"));
    let mut text = String::with_capacity(content.len());
    let mut characters = content.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '{' | '}' => {}
            '\\' if characters.peek().is_some_and(|next| !next.is_alphanumeric()) => {}
            _ => text.push(c),
        }
    }
    text.trim().to_owned()
}
