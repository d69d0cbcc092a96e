//! A processor of the [Citation Style Language](https://citationstyles.org) (CSL) 1.0.2: formats citations and lists of
//! sources.
//!
//! Input is the XML of a style ([`Style::parse`]), a [`Library`] of sources ([`Item`]s, set field by field) and the
//! [`Citation`]s of a page. Output is [`Formatted`] text: the marks of the citations ("(Sawicki & Booth,
//! 2021)", `[3]`) and the entries of the list below them. Left to others: reading libraries, finding
//! styles and files, and turning formatted text into HTML.
//!
//! # One entry
//!
//! ```
//! use std::sync::Arc;
//! use wellpress_csl::{Date, Item, ItemType, Name, Processor, Style, Variable, shipped_style};
//!
//! let mut book = Item::new("doe2019", ItemType::Book);
//! book.set_text(Variable::Title, "Nutrition in <i>public</i> health");
//! book.set_text(Variable::Publisher, "Academic Press");
//! book.set_names(Variable::Author, vec![Name::person("Doe", "Jane Mary")]);
//! book.set_date(Variable::Issued, Date::new(2019, 0, 0));
//!
//! let style = Style::parse(shipped_style("apa").unwrap(), Some("en-US")).unwrap();
//! let processor = Processor::new(Arc::new(style), vec![book]);
//! assert_eq!(processor.entry(0).text, "Doe, J. M. (2019). Nutrition in public health. Academic Press.");
//! assert_eq!(processor.mark(0).text, "(Doe, 2019)");
//! ```
//!
//! # A page
//!
//! A page has its citations in reading order and one list. [`Processor::list`] puts the cited sources into the order of the
//! style and finds out what each needs on this page: its number, or what tells its mark from that of another source.
//! [`Processor::marks`] and [`Processor::entries`] then format both with that [`Listing`].
//!
//! ```
//! use std::sync::Arc;
//! use wellpress_csl::{
//!     Citation, CitationMode, Cite, Date, Item, ItemType, Locator, Name, Processor, Style, Variable, shipped_style,
//! };
//!
//! let book = |id, title| {
//!     let mut book = Item::new(id, ItemType::Book);
//!     book.set_text(Variable::Title, title);
//!     book.set_names(Variable::Author, vec![Name::person("Doe", "J")]);
//!     book.set_date(Variable::Issued, Date::new(2020, 0, 0));
//!     book
//! };
//! let items = vec![book("a", "Bone"), book("b", "Zinc")];
//! let style = Style::parse(shipped_style("apa").unwrap(), None).unwrap();
//! let processor = Processor::new(Arc::new(style), items);
//!
//! let cite = |source| Cite { source, ..Cite::default() };
//! let page = [
//!     Citation { cites: vec![cite(0), cite(1)], ..Citation::default() },
//!     Citation {
//!         mode: CitationMode::Narrative,
//!         cites: vec![Cite { locator: Some(Locator { label: "page", value: "12-15" }), ..cite(1) }],
//!     },
//! ];
//! let listing = processor.list(&page, &[]);
//! let marks: Vec<String> = processor.marks(&page, &listing).into_iter().map(|mark| mark.text).collect();
//! assert_eq!(marks, ["(Doe, 2020a, 2020b)", "Doe (2020b, pp. 12–15)"]);
//! let list: Vec<String> = processor.entries(&listing).into_iter().map(|entry| entry.text).collect();
//! assert_eq!(list, ["Doe, J. (2020a). Bone.", "Doe, J. (2020b). Zinc."]);
//! ```
//!
//! # A style of your own
//!
//! ```
//! use std::sync::Arc;
//! use wellpress_csl::{Item, ItemType, Processor, Role, Style, Variable};
//!
//! let style = Style::parse(
//!     r#"<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">
//!       <info><title>Numbers in brackets</title></info>
//!       <citation><layout prefix="[" suffix="]" delimiter=", "><text variable="citation-number"/></layout></citation>
//!       <bibliography><layout suffix=".">
//!         <text variable="title" text-case="title" quotes="true"/>
//!         <text variable="DOI" prefix=" https://doi.org/"/>
//!       </layout></bibliography>
//!     </style>"#,
//!     Some("en-GB"),
//! )?;
//! assert_eq!(style.title(), "Numbers in brackets");
//! assert!(style.has_number_marks() && style.warnings().is_empty());
//!
//! let mut article = Item::new("a", ItemType::ArticleJournal);
//! article.set_text(Variable::Title, "the effect of vitamin D");
//! article.set_text(Variable::Doi, "10.1000/182");
//! let processor = Processor::new(Arc::new(style), vec![article]);
//! let entry = processor.entry(0);
//! assert_eq!(entry.text, "‘The Effect of Vitamin D’ https://doi.org/10.1000/182.");
//! // The place of the DOI, for a link.
//! let doi = entry.find(Role::Variable(Variable::Doi)).unwrap();
//! assert_eq!(entry.span_text(doi), "10.1000/182");
//! # Ok::<(), wellpress_csl::StyleError>(())
//! ```
//!
//! # How it works
//!
//! **A style is a program.** [`Style::parse`] reads the XML once: names of variables, types, terms and macros are looked up,
//! the terms and date formats of one language are merged in, and options are inherited. What is left is a tree that is run
//! for each source, without text to compare. A style in another language is read again.
//!
//! **A source is formatted once.** The entry of a source and its plain mark are the same on all pages, so that the processor
//! keeps them; threads share a processor. Only what a page changes is formatted again: a number, a letter after the year, a
//! place within the source, names that repeat those of the entry before. Library and processor name a
//! source by its index; an index beyond [`Library::count`] panics.
//!
//! **Text and punctuation** arrive in reading order in a flat string with events beside it (a look begins, a quotation ends).
//! Affixes and delimiters wait until content follows. Where two pieces meet, signs are merged: "?" and "." are "?", and with
//! American quotation marks a comma goes into the quotation.
//!
//! **Marks that are the same** are told apart as the style asks for, in the order of the specification: given names, hidden
//! names, the style's own `disambiguate` condition, and letters after the year in the order of the list. Sources that are
//! only listed count as well. Each page does this by itself, so "2020a" is a source of the page and not of the site.
//!
//! **Marks with several sources** are sorted and collapsed: numbers into ranges ("1–3"), years behind shared names, letters
//! behind a shared year. Each source keeps its own [`Role::Cite`] span, also within a range: the second source has the
//! dash, and the spans of the others up to the last are empty.
//!
//! **Each mark is the first of its source.** On a web page, a reader may arrive at any mark, and "ibid." would be the first one
//! they see. So `ibid`, `near-note` and `subsequent` never hold, and marks need no order.
//!
//! # Formatted text
//!
//! [`Formatted::runs`] cover the text, one look each. [`Formatted::spans`] nest and name its parts by their [`Role`]: a
//! source within a mark, the names that a mark begins with (or what stands for them), the year, the letter, a title, a DOI,
//! a block of its own. All positions are bytes on the boundaries of characters. The text is not escaped.
//!
//! # Errors and warnings
//!
//! A [`StyleError`] means that nothing can be formatted: broken XML, no `citation`, a macro that is missing or that uses
//! itself, or a dependent style, whose parent the error names. Whatever CSL does not know is left out with one
//! [`StyleWarning`] for each element and attribute. Data has no errors: an empty value counts as missing, a date in words
//! is printed as it stands, and markup without its end is text.
//!
//! # Bounds
//!
//! Styles may come from strangers. A style that declares an entity is refused. Elements may stand 200 deep, and 500 deep
//! with the macros that they call. A style may have 500,000 XML nodes, and 5,000,000 elements once every macro is put where
//! it is used; a long text counts as several. An entry takes no further text once it has 4 MB. Time is linear in the size
//! of a style and, for each source, in the number of elements and in the size of its data.
//!
//! # Not supported
//!
//! CSL-M and the drafts of CSL 1.1; `first-reference-note-number`, because marks have no note numbers here; spacing and
//! hanging indents, which are the page's; light weight. Disambiguation adds no names to entries. Where the specification and
//! the tests of the CSL project differ, the tests win: a hyphen between pages becomes a dash in every style, and several
//! types in one test mean any of them. Where citeproc-js prints something else than this crate, the case and the reason are in
//! `tests/processor/deviations.json`.
//!
//! The shipped styles ([`style_names`]) and locales ([`locale_tags`]) are those of the CSL project under CC BY-SA 3.0; the style
//! `alphanumeric` is this crate's own.

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExamples;

mod buffer;
mod case;
mod cluster;
mod disambiguate;
mod formatted;
mod item;
mod label;
mod locale;
mod markup;
mod processor;
mod render;
mod shipped;
mod slots;
mod sort;
mod style;
mod term;
mod variables;

pub use formatted::{Formatted, Look, Role, Run, Span};
pub use item::{Date, DateParts, Item, Name};
pub use locale::locator_words;
pub use processor::{Citation, CitationMode, Cite, CiteOrder, Library, Listing, Processor};
pub use render::{Locator, is_numeric, year_letters};
pub use shipped::{locale_tags, shipped_style, style_names};
pub use slots::Slots;
pub use style::format::{Display, VerticalPosition};
pub use style::{Style, StyleError, StyleWarning};
pub use term::TermForm;
pub use variables::{ItemType, Variable, VariableKind, VariableSet};
