//! Reads the attributes of a style's elements: formatting, options of names, conditions.

use roxmltree::Node;

use super::date::DatePartName;
use super::elements::Condition;
use super::format::{Display, Format, LookChange, TextCase, VerticalPosition};
use super::names::{AndForm, DelimiterPrecedes, NameAsSortOrder, NameForm, NameOptions, NameSettings};
use super::read::element_children;
use super::{Collapse, GivenNameRule, PageRangeFormat, StyleOptions, SubsequentAuthor, SubsequentAuthorRule};
use crate::style::names::DemoteParticle;
use crate::term::Plural;
use crate::variables::{ItemType, TypeSet, Variable, VariableKind, VariableSet};

/// Affixes and formatting of an element.
pub(crate) fn read_format(node: Node<'_, '_>) -> Format {
    Format {
        prefix: text_attribute(node, "prefix").unwrap_or_default(),
        suffix: text_attribute(node, "suffix").unwrap_or_default(),
        look: look(node),
        text_case: match node.attribute("text-case") {
            Some("lowercase") => Some(TextCase::Lowercase),
            Some("uppercase") => Some(TextCase::Uppercase),
            Some("capitalize-first") => Some(TextCase::CapitalizeFirst),
            Some("capitalize-all") => Some(TextCase::CapitalizeAll),
            Some("sentence") => Some(TextCase::Sentence),
            Some("title") => Some(TextCase::Title),
            _ => None,
        },
        display: match node.attribute("display") {
            Some("block") => Some(Display::Block),
            Some("left-margin") => Some(Display::LeftMargin),
            Some("right-inline") => Some(Display::RightInline),
            Some("indent") => Some(Display::Indent),
            _ => None,
        },
        quotes: is_true(node, "quotes"),
        strip_periods: is_true(node, "strip-periods"),
    }
}

fn is_true(node: Node<'_, '_>, name: &str) -> bool {
    node.attribute(name) == Some("true")
}

/// The formatting of an element that contains others. Its case is not that of the text within: processors change the case
/// of single texts only.
pub(super) fn container_format(node: Node<'_, '_>) -> Format {
    Format { text_case: None, ..read_format(node) }
}

/// An attribute that is printed.
pub(super) fn text_attribute(node: Node<'_, '_>, name: &str) -> Option<Box<str>> {
    node.attribute(name).map(Into::into)
}

pub(super) fn look(node: Node<'_, '_>) -> LookChange {
    LookChange {
        italic: match node.attribute("font-style") {
            Some("italic" | "oblique") => Some(true),
            Some("normal") => Some(false),
            _ => None,
        },
        bold: match node.attribute("font-weight") {
            Some("bold") => Some(true),
            Some("normal" | "light") => Some(false),
            _ => None,
        },
        small_caps: match node.attribute("font-variant") {
            Some("small-caps") => Some(true),
            Some("normal") => Some(false),
            _ => None,
        },
        underline: match node.attribute("text-decoration") {
            Some("underline") => Some(true),
            Some("none") => Some(false),
            _ => None,
        },
        position: match node.attribute("vertical-align") {
            Some("sup") => Some(VerticalPosition::Superscript),
            Some("sub") => Some(VerticalPosition::Subscript),
            Some("baseline") => Some(VerticalPosition::Baseline),
            _ => None,
        },
    }
}

/// The formatting of `upper` where it has any, else that of `lower`.
pub(super) fn over(lower: Format, upper: Format) -> Format {
    Format {
        prefix: text_over(lower.prefix, upper.prefix),
        suffix: text_over(lower.suffix, upper.suffix),
        look: LookChange {
            italic: upper.look.italic.or(lower.look.italic),
            bold: upper.look.bold.or(lower.look.bold),
            small_caps: upper.look.small_caps.or(lower.look.small_caps),
            underline: upper.look.underline.or(lower.look.underline),
            position: upper.look.position.or(lower.look.position),
        },
        text_case: upper.text_case.or(lower.text_case),
        display: upper.display.or(lower.display),
        quotes: upper.quotes || lower.quotes,
        strip_periods: upper.strip_periods || lower.strip_periods,
    }
}

fn text_over(lower: Box<str>, upper: Box<str>) -> Box<str> {
    if upper.is_empty() { lower } else { upper }
}

pub(super) fn date_part_name(name: &str) -> Option<DatePartName> {
    match name {
        "year" => Some(DatePartName::Year),
        "month" => Some(DatePartName::Month),
        "day" => Some(DatePartName::Day),
        _ => None,
    }
}

pub(super) fn plural(node: Node<'_, '_>) -> Plural {
    match node.attribute("plural") {
        Some("always") => Plural::Always,
        Some("never") => Plural::Never,
        _ => Plural::Contextual,
    }
}

pub(super) fn name_settings(node: Node<'_, '_>) -> NameSettings {
    NameSettings {
        options: name_options(node),
        format: read_format(node),
        family: name_part_format(node, "family"),
        given: name_part_format(node, "given"),
    }
}

fn name_part_format(node: Node<'_, '_>, name: &str) -> Option<Format> {
    let part = element_children(node).find(|child| child.attribute("name") == Some(name));
    part.map(read_format)
}

/// The options of names on a style, a layout or a `name` element. On the first two some have another name.
pub(super) fn name_options(node: Node<'_, '_>) -> NameOptions {
    let is_name = node.tag_name().name() == "name";
    NameOptions {
        and: node.attribute("and").map(|value| if value == "symbol" { AndForm::Symbol } else { AndForm::Text }),
        delimiter: text_attribute(node, if is_name { "delimiter" } else { "name-delimiter" }),
        names_delimiter: if is_name { None } else { text_attribute(node, "names-delimiter") },
        delimiter_precedes_et_al: delimiter_precedes(node, "delimiter-precedes-et-al"),
        delimiter_precedes_last: delimiter_precedes(node, "delimiter-precedes-last"),
        et_al_min: number_attribute(node, "et-al-min"),
        et_al_use_first: number_attribute(node, "et-al-use-first"),
        et_al_subsequent_min: number_attribute(node, "et-al-subsequent-min"),
        et_al_subsequent_use_first: number_attribute(node, "et-al-subsequent-use-first"),
        et_al_use_last: boolean_attribute(node, "et-al-use-last"),
        form: match node.attribute(if is_name { "form" } else { "name-form" }) {
            Some("short") => Some(NameForm::Short),
            Some("count") => Some(NameForm::Count),
            Some("long") => Some(NameForm::Long),
            _ => None,
        },
        initialize: boolean_attribute(node, "initialize"),
        initialize_with: text_attribute(node, "initialize-with"),
        name_as_sort_order: match node.attribute("name-as-sort-order") {
            Some("first") => Some(NameAsSortOrder::First),
            Some("all") => Some(NameAsSortOrder::All),
            _ => None,
        },
        sort_separator: text_attribute(node, "sort-separator"),
    }
}

fn number_attribute(node: Node<'_, '_>, name: &str) -> Option<usize> {
    node.attribute(name).and_then(|number| number.trim().parse().ok())
}

pub(crate) fn boolean_attribute(node: Node<'_, '_>, name: &str) -> Option<bool> {
    node.attribute(name).map(|value| value == "true")
}

fn delimiter_precedes(node: Node<'_, '_>, name: &str) -> Option<DelimiterPrecedes> {
    node.attribute(name).map(|value| match value {
        "always" => DelimiterPrecedes::Always,
        "never" => DelimiterPrecedes::Never,
        "after-inverted-name" => DelimiterPrecedes::AfterInvertedName,
        _ => DelimiterPrecedes::Contextual,
    })
}

pub(super) fn conditions(node: Node<'_, '_>) -> Vec<Condition> {
    let mut conditions = Vec::new();
    for attribute in node.attributes() {
        let values = || attribute.value().split_whitespace();
        match attribute.name() {
            "variable" => {
                let mut set = VariableSet::default();
                for name in values() {
                    match Variable::from_name(name) {
                        Some(variable) => set.insert(variable),
                        None => conditions.push(Condition::Never),
                    }
                }
                if set != VariableSet::default() {
                    conditions.push(Condition::Variables(set));
                }
            }
            "type" => {
                let mut set = TypeSet::default();
                values().filter_map(ItemType::from_name).for_each(|item_type| set.insert(item_type));
                conditions.push(Condition::Type(set));
            }
            "is-numeric" => conditions
                .extend(values().map(|name| Variable::from_name(name).map_or(Condition::Never, Condition::Numeric))),
            "is-uncertain-date" => conditions.extend(values().map(|name| {
                let variable = Variable::from_name(name).filter(|variable| variable.kind() == VariableKind::Date);
                variable.map_or(Condition::Never, Condition::UncertainDate)
            })),
            "locator" => {
                let labels = attribute.value().replace("sub verbo", "sub-verbo");
                conditions.extend(labels.split_whitespace().map(|label| Condition::Locator(label.into())));
            }
            "position" => conditions.extend(values().map(|name| match name {
                "first" => Condition::LaterCite(false),
                "subsequent" | "far-note" => Condition::LaterCite(true),
                _ => Condition::Never,
            })),
            "disambiguate" => conditions.push(Condition::Disambiguate(attribute.value() == "true")),
            "match" => {}
            // A test that this version of CSL does not have cannot hold.
            _ => conditions.push(Condition::Never),
        }
    }
    conditions
}

/// Every attribute of CSL 1.0.2.
pub(super) const ATTRIBUTES: [&str; 79] = [
    "after-collapse-delimiter",
    "and",
    "cite-group-delimiter",
    "class",
    "collapse",
    "date-parts",
    "default-locale",
    "delimiter",
    "delimiter-precedes-et-al",
    "delimiter-precedes-last",
    "demote-non-dropping-particle",
    "disambiguate",
    "disambiguate-add-givenname",
    "disambiguate-add-names",
    "disambiguate-add-year-suffix",
    "display",
    "entry-spacing",
    "et-al-min",
    "et-al-subsequent-min",
    "et-al-subsequent-use-first",
    "et-al-use-first",
    "et-al-use-last",
    "font-style",
    "font-variant",
    "font-weight",
    "form",
    "givenname-disambiguation-rule",
    "hanging-indent",
    "initialize",
    "initialize-with",
    "initialize-with-hyphen",
    "is-numeric",
    "is-uncertain-date",
    "line-spacing",
    "locator",
    "macro",
    "match",
    "name",
    "name-as-sort-order",
    "name-delimiter",
    "name-form",
    "names-delimiter",
    "names-min",
    "names-use-first",
    "names-use-last",
    "near-note-distance",
    "page-range-format",
    "plural",
    "position",
    "prefix",
    "quotes",
    "range-delimiter",
    "second-field-align",
    "sort",
    "sort-separator",
    "strip-periods",
    "subsequent-author-substitute",
    "subsequent-author-substitute-rule",
    "suffix",
    "term",
    "text-case",
    "text-decoration",
    "type",
    "value",
    "variable",
    "version",
    "vertical-align",
    "year-suffix-delimiter",
    "gender",
    "gender-form",
    "limit-day-ordinals-to-day-1",
    "punctuation-in-quote",
    "license",
    "lang",
    "href",
    "rel",
    "citation-format",
    "field",
    "xmlns",
];

/// What the elements `style`, `citation` and `bibliography` set. What depends on the elements within is set later.
pub(super) fn style_options(
    root: Node<'_, '_>,
    citation: Node<'_, '_>,
    bibliography: Option<Node<'_, '_>>,
) -> StyleOptions {
    StyleOptions {
        is_note: root.attribute("class") == Some("note"),
        demote_particle: match root.attribute("demote-non-dropping-particle") {
            Some("never") => DemoteParticle::Never,
            Some("sort-only") => DemoteParticle::SortOnly,
            _ => DemoteParticle::DisplayAndSort,
        },
        initialize_with_hyphen: root.attribute("initialize-with-hyphen") != Some("false"),
        page_range_format: page_range_format(root),
        names: name_options(root),
        collapse: collapse(citation),
        cite_group_delimiter: text_attribute(citation, "cite-group-delimiter"),
        year_suffix_delimiter: text_attribute(citation, "year-suffix-delimiter"),
        after_collapse_delimiter: text_attribute(citation, "after-collapse-delimiter"),
        adds_names: is_true(citation, "disambiguate-add-names"),
        adds_given_names: is_true(citation, "disambiguate-add-givenname"),
        given_name_rule: given_name_rule(citation),
        adds_year_suffix: is_true(citation, "disambiguate-add-year-suffix"),
        second_field_align: bibliography.is_some_and(|node| node.has_attribute("second-field-align")),
        subsequent_author: bibliography.and_then(subsequent_author),
        ..StyleOptions::default()
    }
}

fn page_range_format(root: Node<'_, '_>) -> Option<PageRangeFormat> {
    match root.attribute("page-range-format")? {
        "chicago" | "chicago-15" => Some(PageRangeFormat::Chicago15),
        "chicago-16" => Some(PageRangeFormat::Chicago16),
        "expanded" => Some(PageRangeFormat::Expanded),
        "minimal" => Some(PageRangeFormat::Minimal),
        "minimal-two" => Some(PageRangeFormat::MinimalTwo),
        _ => None,
    }
}

fn collapse(citation: Node<'_, '_>) -> Option<Collapse> {
    match citation.attribute("collapse")? {
        "citation-number" => Some(Collapse::CitationNumber),
        "year" => Some(Collapse::Year),
        "year-suffix" => Some(Collapse::YearSuffix),
        "year-suffix-ranged" => Some(Collapse::YearSuffixRanged),
        _ => None,
    }
}

fn given_name_rule(citation: Node<'_, '_>) -> GivenNameRule {
    match citation.attribute("givenname-disambiguation-rule") {
        Some("all-names") => GivenNameRule::AllNames,
        Some("all-names-with-initials") => GivenNameRule::AllNamesWithInitials,
        Some("primary-name") => GivenNameRule::PrimaryName,
        Some("primary-name-with-initials") => GivenNameRule::PrimaryNameWithInitials,
        _ => GivenNameRule::ByCite,
    }
}

fn subsequent_author(bibliography: Node<'_, '_>) -> Option<SubsequentAuthor> {
    let text = text_attribute(bibliography, "subsequent-author-substitute")?;
    let rule = match bibliography.attribute("subsequent-author-substitute-rule") {
        Some("complete-each") => SubsequentAuthorRule::CompleteEach,
        Some("partial-each") => SubsequentAuthorRule::PartialEach,
        Some("partial-first") => SubsequentAuthorRule::PartialFirst,
        _ => SubsequentAuthorRule::CompleteAll,
    };
    Some(SubsequentAuthor { text, rule })
}
