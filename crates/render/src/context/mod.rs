//! The variables of templates: one typed struct for each variable, serialised field by field, so that a template sees the
//! names that stand here.
//!
//! Input: values that the modules in `pages` fill in. Output: values for the template engine. The manual's page for authors of
//! themes, `docs/templates.md`, is made of the comments on these types and fields: a test of the program compares it.
//! So a comment here speaks to somebody who writes a template, and a field that is renamed breaks the themes of users.
//!
//! Every string is plain text and is escaped by the template engine, except those documented as HTML, which come from
//! [`super::html`] and are safe to print with `| safe`. Addresses are root-relative with the base path, unless documented
//! as absolute. An `Option` that is `None` is null.

pub mod alternates;
pub mod breadcrumbs;
mod byline;
mod card;
mod correction;
mod exercise;
mod filters;
mod generated;
pub mod guide;
mod link;
mod menus;
mod picture;
mod sources;

use schemars::JsonSchema;
use serde::Serialize;

pub use byline::{Byline, Date, Person};
pub use card::{Card, CardFact};
pub use correction::{Change, Correction};
pub use exercise::{Exercise, Fact, Handout, Programme};
pub use filters::{Facet, Filter, FilterValues};
pub use generated::{
    CardGroup, CorrectedPage, Corrections, Counts, DeclaredField, Glossary, GlossaryLetter, GlossaryTerm, Home,
    KindLinks, List, NamedBy, OwnSection, Pager, Redirect, Region, Search, SheetPage,
};
pub use guide::{Guide, GuidePart};
pub use link::{ExternalLink, Link};
pub use menus::{MenuLink, Menus};
pub use picture::{Picture, PictureSource};
pub use sources::{
    CitationIndex, CitedIn, CitedRetraction, Export, IndexEntry, IndexLetter, IndexPart, Passage, Reference,
    SourceNotice,
};

/// The site as one of its languages shows it: the same value on all pages of that language.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Site {
    /// The site's title in this language.
    pub title: String,
    /// The site's description, if any.
    pub description: Option<String>,
    /// BCP 47, such as `en`.
    pub language: String,
    /// Direction of writing, for the `dir` attribute of `<html>`: `ltr` or `rtl`.
    pub dir: &'static str,
    /// Address of the home page in this language.
    pub home: String,
    /// The menus of the header and the footer, as the settings have them for this language.
    pub menus: Menus,
    /// Links to the policies that the settings name, in the settings' order.
    pub policies: Vec<Link>,
    /// The organisation that publishes the site; null where the settings name none.
    pub organization: Option<Organization>,
    /// Address of the Atom feed of the newest articles in this language.
    pub feed: String,
    /// The site's name as a picture, for the header in place of mark and name in letters; null where the theme has none.
    pub logo: Option<Logo>,
    /// The picture for dark backgrounds; null where `logo` is for both.
    pub logo_dark: Option<Logo>,
    /// Addresses of the theme's assets by their path in `assets/`, such as `well.css`. An address has a fingerprint of the
    /// file's content, so a browser may keep the file for ever.
    pub assets: std::collections::BTreeMap<String, String>,
    /// The font files that every page needs at once, for links with `rel="preload"`: upright letters of the first fonts in the
    /// tokens `font-text` and `font-title`.
    pub fonts: Vec<Font>,
    /// Addresses of the site's icons as PNG, by their width: `32`, `180`, `192`, `512`. Empty where the theme has no logo to
    /// draw them from.
    pub icons: std::collections::BTreeMap<String, String>,
    /// Address of the web app manifest.
    pub manifest: String,
    /// Colours, fonts and other design tokens by name, from `theme.yaml` of the theme and of the themes that it extends.
    pub tokens: std::collections::BTreeMap<String, String>,
    /// Address of the search page; null where the site has no search.
    pub search: Option<String>,
    /// Address of the page on which readers make a sheet of exercises; null where the site has no exercise in this language.
    pub sheet: Option<String>,
    /// Addresses of the section lists, by kind in plural: `articles`, `exercises`, `programmes`, `topics`, `people`,
    /// `references`, `glossary`, `corrections`. A section without pages is absent.
    pub sections: std::collections::BTreeMap<String, String>,
    /// The sections that the settings declare and that have pages, in the order of their folders.
    pub own_sections: Vec<OwnSection>,
    /// The map `extra` of the settings, as the author wrote it.
    pub extra: serde_json::Value,
    /// The theme's strings in this language by key. A string that needs values is not here: use `t(key=..)` for it.
    pub words: std::collections::BTreeMap<String, String>,
    /// HTML of the theme's templates in `parts/`, by name. They are rendered once per language, with this map empty.
    pub parts: std::collections::BTreeMap<String, String>,
}

/// The organisation that publishes the site.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Organization {
    /// Its name as the settings have it.
    pub name: String,
    /// Absolute address of its own site.
    pub url: Option<String>,
    /// Address of its logo, root-relative or absolute.
    pub logo: Option<String>,
}

/// A font file of the theme.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Font {
    /// Address, with a fingerprint of the file's content.
    pub url: String,
    /// For the attribute `type`, such as `font/woff2`.
    pub media_type: &'static str,
}

/// The site's name as a picture.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Logo {
    /// Address, with a fingerprint of the file's content.
    pub src: String,
    /// Width in pixels, for the attribute of `<img>`.
    pub width: u32,
    /// Height in pixels, for the attribute of `<img>`.
    pub height: u32,
}

/// The content of `<head>`, which differs from page to page.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Head {
    /// Text of `<title>`: the page's title, followed by the site's where the two differ.
    pub title: String,
    /// Text of the meta description: the page's own, else the site's.
    pub description: Option<String>,
    /// Absolute address for `<link rel="canonical">`: the page's own, or the one that its front matter names.
    pub canonical: String,
    /// The page in all languages that have it, itself included, for `<link rel="alternate" hreflang>`. Empty where it is in
    /// one language only.
    pub alternates: Vec<Alternate>,
    /// The copies of the page for programs, for `<link rel="alternate" type>`. Empty unless the settings ask for some.
    pub copies: Vec<Copy>,
    /// Rules for search engines, such as `noindex, follow`. The build writes the robots meta tag; a template
    /// that writes it too gives the page two.
    pub robots: Option<String>,
    /// Open Graph type: `article`, `profile` or `website`; null on the page of a source and on a handout, which nobody is asked to
    /// share.
    pub og_type: Option<&'static str>,
    /// The picture that networks and messengers show beside a shared link; null where the page has none.
    pub image: Option<SharedPicture>,
    /// The `citation_*` tags of an article, which Google Scholar reads. Empty unless the settings ask for them.
    pub scholar: Vec<MetaTag>,
    /// Structured data in the vocabulary of schema.org: the content of one `<script type="application/ld+json">`. Nothing in
    /// it can end the script element, so print it with `| safe`.
    pub json_ld: String,
}

/// The picture that networks and messengers show beside a link to the page (`og:image`).
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SharedPicture {
    /// Absolute address, as Open Graph asks for one.
    pub url: String,
    /// Width in pixels, for `og:image:width`.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Alternative text; empty where the author gave none.
    pub alt: String,
}

/// A `<meta>` element with a name.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MetaTag {
    /// Value of its `name` attribute, such as `citation_title`.
    pub name: &'static str,
    /// Value of its `content` attribute.
    pub content: String,
}

/// The address of the same page in a language, for search engines.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Alternate {
    /// BCP 47 tag, or `x-default` for readers of every other language.
    pub language: String,
    /// Absolute address of the page in it.
    pub url: String,
}

/// A copy of the page for programs.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Copy {
    /// `text/markdown` or `application/json`.
    pub media_type: &'static str,
    /// Absolute address.
    pub url: String,
}

/// The page that a template renders, whatever its kind.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Page {
    /// `article`, `exercise`, `programme`, `easy-read`, `topic`, `person`, `page`, `print`, `home`, `list`, `glossary`, `references`,
    /// `reference`, `corrections`, `search`, `sheet`, `not-found` or `redirect`. The template has the same name.
    pub kind: &'static str,
    /// The name among pages of its kind, such as `neck-pain`; empty for pages without a file in the content.
    pub id: String,
    /// Address of this page.
    pub url: String,
    /// HTML of the title for `<h1>`. A person's has the prefix, such as "Dr.", which `title` lacks.
    pub title_html: String,
    /// The title as plain text.
    pub title: String,
    /// The standfirst from the front matter, shown below the title; null without one.
    pub description: Option<String>,
    /// Links from the home page down to the parent of this page; empty on the home page.
    pub breadcrumbs: Vec<Link>,
    /// This page in each language of the site, in the settings' order, for a language switch. Empty where the site has one
    /// language.
    pub languages: Vec<LanguageVersion>,
    /// The other forms of this page, in which its top offers it: Easy Read, a recording, sign language, large print. Empty for most pages.
    pub forms: Vec<PageForm>,
    /// The original of this translation, if it was changed since it was translated; of an Easy Read version, its page. Null for all
    /// other pages.
    pub outdated: Option<Link>,
    /// Why a published site leaves this page out, of a page that only a preview shows: `draft`, `future` or `expired`.
    pub unpublished: Option<&'static str>,
    /// Whether the page may show a form that readers send. Only such pages need the style and the script of forms.
    pub has_form: bool,
    /// HTML of what asks readers whether the page was helpful and lets them report a problem; null unless the settings name an
    /// address for `feedback`, and on pages without health information.
    pub feedback: Option<String>,
    /// Whether the text has an element that few texts have, such as a formula, tabs, a video or code. Only such pages need
    /// `extensions.css` and `extensions.js`.
    pub has_extensions: bool,
    /// Address of the Atom feed of this page: of a list, a topic, a person or the corrections; null for every other page, and
    /// where the feed would have no entry.
    pub feed: Option<String>,
    /// The fields that the settings declare for the page's section, as far as the page has them.
    pub fields: Vec<DeclaredField>,
    /// The pages whose declared fields name this page, below the label of each field that has one for them.
    pub named_by: Vec<NamedBy>,
    /// Address at which the file of the page can be edited; null unless the settings name one.
    pub edit: Option<String>,
    /// The guide that the page is, or of which it is a part; null for every other page.
    pub guide: Option<Guide>,
    /// Links to the pages in the folder whose text the page is, if it is no guide; empty for every other page.
    pub below: Vec<Link>,
    /// What AI was used for in the making of the page; null if the front matter does not say. `record.statements` has it too.
    pub ai: Option<Statement>,
    /// The page as a PDF file, if the settings ask for it and `wellpress handouts` has printed its present text; else null.
    pub pdf: Option<PrintedFile>,
    /// The guide or the programme as an EPUB book, if the settings ask for it and `wellpress handouts` has made it of its present text;
    /// else null.
    pub epub: Option<PrintedFile>,
    /// The map `extra` of the front matter, as the author wrote it.
    pub extra: serde_json::Value,
}

/// Another form of a page.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PageForm {
    /// `easy-read`, `audio`, `sign-language` or `large-print`. The string `form-` and this word is its name.
    pub kind: &'static str,
    /// Its address: of a page, of a file, or `#` and the id of the section with the player.
    pub url: String,
    /// Its length, or the type and the size of a file, such as `PDF, 340 kB`; null where nothing is known of it.
    pub detail: Option<String>,
    /// Whether the address is a file to download.
    pub download: bool,
    /// Whether the address is on another host.
    pub external: bool,
    /// Whether the page has changed since the form was made.
    pub behind: bool,
    /// Of a file to download: who made it and who approved of it, each with the day, as HTML. Recordings say so at their players.
    pub facts: Option<String>,
}

/// The variable `easy`: what only an Easy Read version has.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EasyRead {
    /// Link to the whole page.
    pub full: Link,
    /// With whom the version was tested; null where the front matter does not say.
    pub tested_with: Option<String>,
    /// Who approved of it, and on which day, or that nobody has, as HTML; null for a version that its page does not offer.
    pub approval: Option<String>,
}

/// A file of a page that `wellpress handouts` made.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PrintedFile {
    /// Its address.
    pub url: String,
    /// Its size in kilobytes, rounded up.
    pub kilobytes: usize,
}

/// The files of a page that `wellpress handouts` made of its present text.
#[derive(Debug, Clone, Default)]
pub struct PrintedFiles {
    /// Its sheet: its handout, or an article itself as it is printed.
    pub pdf: Option<PrintedFile>,
    /// The book of a guide or a programme.
    pub epub: Option<PrintedFile>,
}

/// The page in one language of the site, as a language switch shows it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LanguageVersion {
    /// BCP 47 tag of the language, such as `pt-BR`.
    pub language: String,
    /// What the language calls itself, such as `Deutsch`.
    pub name: String,
    /// Direction of writing: `ltr` or `rtl`.
    pub dir: &'static str,
    /// Address of the page in this language. If it is not translated, the address of the original, with the anchor of the
    /// notice there.
    pub url: String,
    /// Whether this is the language of the page that is rendered.
    pub here: bool,
    /// A sentence in this language which says that the page is not available in it, to show on the original; else empty.
    pub notice: String,
    /// The `id` of the element with the notice, to which `url` leads.
    pub anchor: String,
    /// Link to the home page in this language.
    pub home: Link,
}

/// An entry of the table of contents. Headings of level 3 are children of the heading of level 2 above them.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TocEntry {
    /// Text of the heading.
    pub title: String,
    /// `#` followed by the id of the heading.
    pub url: String,
    /// The headings below this one.
    pub children: Vec<TocEntry>,
}

/// A disclosure below a page: funding, conflicts of interest, sponsor, use of AI, or licence.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Statement {
    /// Its heading in the page's language, such as "Funding".
    pub title: String,
    /// The statement as plain text.
    pub text: String,
    /// Absolute address of a licence that has one; else null.
    pub url: Option<String>,
}

/// The variable `record`: the parts that the pages of articles, exercises and programmes share.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Record {
    /// The picture above the text; null without one.
    pub hero: Option<Picture>,
    /// The people behind the page, and its dates.
    pub byline: Byline,
    /// Links to the topics that the page belongs to.
    pub topics: Vec<Link>,
    /// HTML of the disclaimers above the text, each an `<aside role="note" data-disclaimer>`. No template may leave it out.
    pub disclaimers_top: String,
    /// HTML of the disclaimers below the text. No template may leave it out.
    pub disclaimers_bottom: String,
    /// HTML of the text. That of an exercise has dose, cautions, stop signals, introduction, steps and note in one piece,
    /// that of a programme cautions, text and schedule.
    pub content: String,
    /// HTML of the notice that replaces the text of a withdrawn page, whose `content` is empty; null for all other pages.
    pub withdrawn: Option<String>,
    /// HTML of the list of sources (`<ol>`); empty where nothing is cited.
    pub references: String,
    /// How many sources that list has.
    pub reference_count: usize,
    /// Links to files with these sources for reference managers: `BibTeX`, `CSL-JSON`, `RIS`.
    pub exports: Vec<Link>,
    /// The corrections of this page, newest first.
    pub corrections: Vec<Correction>,
    /// Its other changes, newest first.
    pub changes: Vec<Change>,
    /// Funding, conflicts of interest, sponsor, use of AI and licence, as far as the front matter has them.
    pub statements: Vec<Statement>,
    /// Cards of exercises: first those that the author names as related, then those that share the most with this page.
    #[schemars(with = "Vec<Card>")]
    pub related_exercises: Vec<tera::Value>,
    /// Cards of articles, in the same order.
    #[schemars(with = "Vec<Card>")]
    pub related_articles: Vec<tera::Value>,
}

/// The variable `article`: the parts of an article besides its `record`.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Article {
    /// The table of contents: headings, embedded exercises, and "References" where there are any.
    pub toc: Vec<TocEntry>,
    /// Where the author wants the table of contents: `top`, `end`, `both` or `none`.
    pub toc_place: &'static str,
    /// HTML of each key point, for a list above the text.
    pub key_points: Vec<String>,
    /// For whom the exercises of the text have cautions, for a list above the text. Their advice stands at each exercise.
    pub cautions: Vec<CautionSummary>,
    /// HTML of the call to action below the text; empty without one.
    pub call_to_action: String,
    /// Links to the exercises that the text shows, at their places on the page.
    pub shown_exercises: Vec<Link>,
    /// HTML of the QR code with the page's address, for paper; empty on a withdrawn page, and for an address that is too long.
    pub code: String,
}

/// The cautions of one severity for one condition, on a page that embeds exercises.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CautionSummary {
    /// `avoid`, `modify` or `ask`.
    pub severity: &'static str,
    /// For whom, and what to do, such as "Osteoporosis: ask a clinician first."
    pub label: String,
    /// Links to the exercises with such a caution, on this page.
    pub exercises: Vec<Link>,
}

/// A topic, with the pages that belong to it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Topic {
    /// `condition`, `region`, `method`, `population`, `other`.
    pub kind: &'static str,
    /// HTML of the topic's own text.
    pub content: String,
    /// Links to the topics that this one is part of.
    pub broader: Vec<Link>,
    /// Links to the topics that are part of this one.
    pub narrower: Vec<Link>,
    /// Cards of its articles; if there are many, of the first ones.
    #[schemars(with = "Vec<Card>")]
    pub articles: Vec<tera::Value>,
    /// Cards of its exercises; if there are many, of the first ones.
    #[schemars(with = "Vec<Card>")]
    pub exercises: Vec<tera::Value>,
    /// Cards of its programmes; if there are many, of the first ones.
    #[schemars(with = "Vec<Card>")]
    pub programmes: Vec<tera::Value>,
    /// Position among the parts of these lists. This page is the first part, and the template `list.html` renders the others.
    pub pager: Pager,
    /// HTML of the list of sources of the text; empty where nothing is cited.
    pub references: String,
}

/// The variable `person`: a person or an organisation on their own page, with the pages that they worked on.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PersonPage {
    /// Their name, credentials and portrait. Here `role` is empty and `date` null.
    pub person: Person,
    /// The body that they belong to; null without one.
    pub affiliation: Option<String>,
    /// Links to their profiles elsewhere, such as ORCID.
    pub links: Vec<Link>,
    /// HTML of their biography.
    pub content: String,
    /// Cards of the pages that they wrote; if there are many, of the first ones.
    #[schemars(with = "Vec<Card>")]
    pub wrote: Vec<tera::Value>,
    /// Cards of the pages that they contributed to; if there are many, of the first ones.
    #[schemars(with = "Vec<Card>")]
    pub contributed: Vec<tera::Value>,
    /// Cards of the pages that they reviewed; if there are many, of the first ones.
    #[schemars(with = "Vec<Card>")]
    pub reviewed: Vec<tera::Value>,
    /// Position among the parts of these lists. This page is the first part, and the template `list.html` renders the others.
    pub pager: Pager,
}

/// The variable `content` of a plain page, such as a policy.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Plain {
    /// HTML of the text.
    pub html: String,
    /// The picture above the text; null without one.
    pub hero: Option<Picture>,
    /// The table of contents: headings of level 2 and 3.
    pub toc: Vec<TocEntry>,
    /// Day of the last update, else of publication; null where the front matter has neither.
    pub updated: Option<Date>,
    /// The list of the section whose text this is, from its first page on; null for every other page.
    pub list: Option<List>,
}
