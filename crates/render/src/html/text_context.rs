//! [`TextContext`] and [`TextView`]: what the HTML of a text is made of. Both are bundles of references.

use std::borrow::Cow;

use wellpress_diagnostics::Source;
use wellpress_markdown::body::{Body, Node, NodeKind, TextRef};
use wellpress_markdown::variables::record_field;
use wellpress_site::config::{Config, LanguageId};
use wellpress_site::model::dose::has_same_text;
use wellpress_site::model::exercise::Exercise;
use wellpress_site::model::reference::ReferenceId;
use wellpress_site::model::{Page, PageId};
use wellpress_site::parse::dose_values::{DOSE, field_of, in_words};
use wellpress_site::parse::front_matter::Dose;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::bodies::ResolvedBody;
use wellpress_site::resolve::citations::format::RichText;
use wellpress_site::resolve::citations::{Formatters, PageCitations, StyleId};
use wellpress_site::resolve::reading_order::{InstanceId, ReadingOrder};

use crate::html::coins::Coins;
use crate::theme::Theme;
use crate::theme::strings::text_direction::list_separator;
use crate::theme::strings::{MessageValue, Strings};

/// Everything that a text is rendered with apart from the text itself. A `Copy` bundle of references, passed by value.
///
/// Citations and footnotes are numbered once per page, in the order in which a reader meets them across the page's own text
/// and all embedded ones. So a text cannot be rendered on its own: it needs the reading order of the page that shows it.
#[derive(Clone, Copy)]
pub struct TextContext<'a> {
    /// Settings, for addresses, callouts and calls to action.
    pub config: &'a Config,
    /// All pages, for the titles and addresses behind links.
    pub resolved: &'a ResolvedSite<'a>,
    /// The strings of the theme, in all languages.
    pub strings: &'a Strings,
    /// Language of the strings, as an index into the site's languages.
    pub language: LanguageId,
    /// The page that shows the text, if it has one.
    pub page: Option<PageId>,
    /// The reading order of that page, which numbers footnotes and marks; an empty one without a page.
    pub reading_order: &'a ReadingOrder,
    /// The citation marks of that page.
    pub citations: &'a PageCitations,
    /// Citation styles, by the index that [`PageCitations`] names.
    pub formatters: &'a Formatters<'a>,
    /// The sources as COinS, for reference managers.
    pub coins: &'a Coins<'a>,
    /// The templates of the theme's directives; `None` for a text outside of the site.
    pub directives: Option<DirectiveTemplates<'a>>,
    /// Whether the steps of embedded exercises stand in a closed `<details>`, behind dose and cautions.
    pub folds_steps: bool,
    /// Whether expanders and tabs are open, for a text that nobody may be able to unfold.
    pub is_unfolded: bool,
}

impl<'a> TextContext<'a> {
    /// A source's entry in a list of sources, in a citation style.
    #[must_use]
    pub fn entry(&self, style: StyleId, reference: ReferenceId) -> &'a RichText {
        self.formatters.all()[style].entry(reference)
    }

    /// Author and year of a source, such as `Sawicki 2021`.
    #[must_use]
    pub fn short_name(&self, reference: ReferenceId) -> String {
        self.formatters.all()[self.citations.style].short_name(reference).to_owned()
    }

    /// A string of the theme.
    #[must_use]
    pub fn say(&self, key: &str) -> Cow<'a, str> {
        self.strings.get(self.language, key)
    }

    /// What stands between the items of a list in a line.
    #[must_use]
    pub fn separator(&self) -> &'static str {
        list_separator(&self.config.languages[self.language].tag)
    }

    /// The words as HTML, with `lang="en"` if the language lacks them.
    pub(crate) fn say_html(&self, key: &str) -> String {
        self.strings.html(self.language, key)
    }

    /// A string of the theme with values.
    #[must_use]
    pub fn say_with(&self, key: &str, values: &[(&str, MessageValue<'_>)]) -> String {
        self.strings.format(self.language, key, values)
    }
}

/// A text as one place of a page shows it. The same body may stand on many pages and more than once on one: an exercise on
/// its own page, embedded in articles and in handouts, with other ids and heading levels each time.
///
/// It borrows everything and is passed by value, so that showing a text once more copies no text. Only what differs
/// from place to place is in it; what is the same for the whole page is in [`TextContext`].
#[derive(Clone, Copy)]
pub struct TextView<'a> {
    /// The file that the text is in.
    pub source: &'a Source,
    /// The text as nodes, whose positions refer to `source`.
    pub body: &'a Body,
    /// What its links, pictures and directives were resolved to.
    pub resolved: &'a ResolvedBody,
    /// Its place in the page's reading order. `None` for texts outside of it, such as bios: they have no citation marks, no
    /// footnotes and no ids.
    pub instance: Option<InstanceId>,
    /// Prefix of all ids, so that a text that is shown twice on a page has each id once.
    pub id_prefix: &'a str,
    /// How many levels its headings are moved down, to fit below the heading of the place.
    pub heading_shift: u8,
    /// The doses that stand above the text of an exercise, if they are not its own.
    pub dose: Option<ShownDoses<'a>>,
}

impl<'a> TextView<'a> {
    /// The text of a page without a place in a reading order.
    #[must_use]
    pub fn of(text_cx: TextContext<'a>, page: &'a Page) -> Self {
        Self {
            source: &page.source,
            body: &page.body,
            resolved: &text_cx.resolved.pages[page.id].body,
            instance: None,
            id_prefix: "",
            heading_shift: 0,
            dose: None,
        }
    }
}

/// What the directives of the theme are written with.
#[derive(Clone, Copy)]
pub struct DirectiveTemplates<'a> {
    /// The theme that has the templates.
    pub theme: &'a Theme,
    /// The variable `site` in the language of the text.
    pub site: &'a tera::Value,
}

/// A dose of an exercise as one place shows it.
#[derive(Debug, Clone)]
pub struct ShownDose<'a> {
    /// Its values.
    pub dose: Cow<'a, Dose>,
    /// The days of a programme on which it holds, in words. Empty if it holds on all days of the exercise.
    pub days: String,
}

impl<'a> ShownDose<'a> {
    /// The dose of a record.
    #[must_use]
    pub fn of_record(dose: &'a Dose) -> Self {
        Self { dose: Cow::Borrowed(dose), days: String::new() }
    }
}

/// What the text of an exercise says for the fields of its dose, if not the values of its record as they are.
#[derive(Debug, Clone, Copy)]
pub enum ShownDoses<'a> {
    /// The doses that a programme shows above the exercise.
    Of {
        /// Several if the programme has the exercise more than once.
        doses: &'a [ShownDose<'a>],
        /// The tag of the language of the text.
        language: &'a str,
    },
    /// The record's own, each in an element that a script can give another value.
    Places,
}

impl<'a> ShownDoses<'a> {
    /// What the text of an exercise has to say; `None` if it is the exercise's own dose.
    #[must_use]
    pub fn of(text_cx: TextContext<'a>, page: &Page, exercise: &Exercise, doses: &'a [ShownDose<'a>]) -> Option<Self> {
        let is_own = doses.iter().all(|shown| has_same_text(&shown.dose, &exercise.dose));
        (!is_own).then(|| Self::Of { doses, language: &text_cx.config.languages[page.language].tag })
    }
}

impl TextView<'_> {
    /// What a node says in this place instead of its text: the field of another dose, if it is one of a dose.
    #[must_use]
    pub fn other_dose(&self, node: &Node) -> Option<String> {
        let ShownDoses::Of { doses, language } = self.dose? else { return None };
        let name = self.dose_field(node)?;
        let mut values: Vec<(String, Vec<&str>)> = Vec::new();
        for ShownDose { dose, days } in doses {
            let field = dose.fields().into_iter().find(|(field, _)| *field == field_of(name))?.1?;
            let value = in_words(name, &field.value.0, language);
            match values.iter_mut().find(|(other, _)| *other == value) {
                Some((_, on_days)) => on_days.push(days),
                None => values.push((value, vec![days])),
            }
        }
        let is_one = values.len() == 1;
        let values = values.into_iter().map(|(value, days)| match days.iter().any(|days| days.is_empty()) || is_one {
            true => value,
            false => format!("{value} ({})", days.join(list_separator(language))),
        });
        Some(values.collect::<Vec<_>>().join(" / "))
    }

    /// The field of the dose for which a node stands, if the text keeps a place for each field.
    pub(super) fn dose_place(&self, node: &Node) -> Option<&str> {
        matches!(self.dose?, ShownDoses::Places).then(|| self.dose_field(node)).flatten()
    }

    /// The field of the dose that a node shows the value of.
    fn dose_field(&self, node: &Node) -> Option<&str> {
        // Braces that a backslash made text of are text of the source.
        let is_value = matches!(node.kind, NodeKind::Text(TextRef::Arena(_)));
        is_value.then(|| record_field(self.source.slice(node.span), DOSE)).flatten()
    }
}
