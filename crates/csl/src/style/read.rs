//! Reads the XML of a style into its program. Nothing of the XML is kept.
//!
//! Names of macros, variables, types and terms are looked up here once, so that formatting a source compares numbers.

use std::sync::Arc;

use roxmltree::Node;
use rustc_hash::{FxHashMap, FxHashSet};

use super::attributes::{
    ATTRIBUTES, conditions, container_format, date_part_name, name_options, name_settings, over, plural, read_format,
    style_options, text_attribute,
};
use super::date::DatePartName;
use super::date::{DatePart, DatePartForm};
use super::elements::{
    Branch, Condition, DateElement, Element, GroupElement, LabelElement, Layout, Match, NamesElement, NumberElement,
    NumberForm, SortKey, SortSource, TextContent, TextElement,
};
use super::names::{EtAl, NameOptions, NamesLabel, NamesSettings};
use super::{Style, StyleError, StyleWarning};
use crate::locale::Locale;
use crate::term::TermForm;
use crate::variables::Variable;

/// More warnings help nobody.
const MAX_WARNINGS: usize = 100;

/// Elements within each other. Styles in use have some 20; more would only end in a stack overflow.
const MAX_DEPTH: usize = 200;

/// Elements within each other after every macro is put where it is used. Each takes room on the stack of a thread.
const MAX_EXPANDED_DEPTH: usize = 500;

/// Elements of a style after every macro is put where it is used. The largest styles in use have some 50,000.
const MAX_EXPANDED: usize = 5_000_000;

/// Reads the elements of one style.
#[derive(Debug, Default)]
pub(crate) struct StyleReader {
    macros: FxHashMap<String, usize>,
    locale: Option<Locale>,
    warnings: Vec<StyleWarning>,
    warned: FxHashSet<(String, String)>,
    error: Option<StyleError>,
    places_year_suffix: bool,
    uses_number: bool,
    uses_disambiguate: bool,
    /// How many elements the macro that is read has, and the macros that it uses.
    usage: MacroUsage,
    depth: usize,
}

#[derive(Debug, Default)]
struct MacroUsage {
    elements: usize,
    /// How many elements stand within each other at most.
    depth: usize,
    macros: Vec<usize>,
}

impl StyleReader {
    /// Checks that `root` is a style of its own, and learns the names of its macros.
    pub(crate) fn new(root: Node<'_, '_>) -> Result<Self, StyleError> {
        if root.tag_name().name() != "style" {
            return Err(problem(root, None, "a CSL file begins with `<style>`"));
        }
        let has_citation = element_children(root).any(|node| node.tag_name().name() == "citation");
        if let (false, Some(parent)) = (has_citation, parent_of(root)) {
            return Err(StyleError::Dependent { parent });
        }
        let mut macros = FxHashMap::default();
        for node in macro_nodes(root) {
            let Some(name) = node.attribute("name") else {
                return Err(problem(node, Some("name"), "a macro needs a name"));
            };
            let index = macros.len();
            macros.entry(name.to_owned()).or_insert(index);
        }
        Ok(Self { macros, ..Self::default() })
    }

    /// Reads the whole style, with terms of `locale`.
    pub(crate) fn read(mut self, root: Node<'_, '_>, locale: Locale) -> Result<Style, StyleError> {
        self.locale = Some(locale);
        let mut macros = vec![Vec::new(); self.macros.len()];
        let mut usages: Vec<MacroUsage> = std::iter::repeat_with(MacroUsage::default).take(macros.len()).collect();
        for node in macro_nodes(root) {
            let index = self.macros[node.attribute("name").unwrap_or_default()];
            macros[index] = self.children(node);
            usages[index] = std::mem::take(&mut self.usage);
        }
        let Some(citation) = section(root, "citation") else {
            return Err(problem(root, None, "a style needs a `<citation>`"));
        };
        let bibliography = section(root, "bibliography");
        self.check_attributes(root);
        let mut options = style_options(root, citation, bibliography);
        let citation = self.layout(citation)?;
        let bibliography = bibliography.map(|node| self.layout(node)).transpose()?;
        usages.push(std::mem::take(&mut self.usage));
        check_macros(root, &usages)?;
        options.places_year_suffix = self.places_year_suffix;
        options.shortens_later_names = root.descendants().any(has_subsequent_et_al);
        options.uses_number = self.uses_number;
        options.uses_disambiguate = self.uses_disambiguate;
        if let Some(error) = self.error {
            return Err(error);
        }
        let info = section(root, "info");
        let title = info.into_iter().flat_map(element_children).find(|node| node.tag_name().name() == "title");
        let locale = self.locale.expect("the locale was set above");
        Ok(Style {
            title: title.and_then(|node| node.text()).unwrap_or_default().trim().to_owned(),
            warnings: self.warnings,
            macros,
            citation,
            bibliography,
            locale,
            options,
        })
    }

    fn locale(&self) -> &Locale {
        self.locale.as_ref().expect("elements are read after the locale")
    }

    fn layout(&mut self, node: Node<'_, '_>) -> Result<Layout, StyleError> {
        self.check_attributes(node);
        let layouts = element_children(node).filter(|child| child.tag_name().name() == "layout");
        let Some(layout) = layouts.last() else {
            return Err(problem(node, None, "it needs a `<layout>`"));
        };
        let sort = element_children(node).find(|child| child.tag_name().name() == "sort");
        let keys = sort.into_iter().flat_map(element_children).filter(|child| child.tag_name().name() == "key");
        Ok(Layout {
            format: read_format(layout),
            delimiter: text_attribute(layout, "delimiter").unwrap_or_default(),
            elements: self.children(layout),
            sort: keys.map(|key| self.sort_key(key)).collect(),
            names: name_options(node),
        })
    }

    fn sort_key(&mut self, node: Node<'_, '_>) -> SortKey {
        self.check_attributes(node);
        let number = |name: &str| node.attribute(name).and_then(|number| number.parse().ok());
        let source = if let Some(name) = node.attribute("macro") {
            self.macro_index(node, name).map_or(SortSource::Nothing, SortSource::Macro)
        } else {
            node.attribute("variable").and_then(Variable::from_name).map_or(SortSource::Nothing, SortSource::Variable)
        };
        SortKey {
            source,
            is_descending: node.attribute("sort") == Some("descending"),
            names: NameOptions {
                et_al_min: number("names-min"),
                et_al_use_first: number("names-use-first"),
                et_al_use_last: node.attribute("names-use-last").map(|value| value == "true"),
                ..NameOptions::default()
            },
        }
    }

    fn children(&mut self, node: Node<'_, '_>) -> Vec<Element> {
        element_children(node).filter_map(|child| self.element(child)).collect()
    }

    fn element(&mut self, node: Node<'_, '_>) -> Option<Element> {
        self.usage.elements += weight(node);
        self.usage.depth = self.usage.depth.max(self.depth + 1);
        if self.depth >= MAX_DEPTH {
            let message = format!("more than {MAX_DEPTH} elements stand within each other");
            self.error.get_or_insert_with(|| problem(node, None, message));
            return None;
        }
        self.check_attributes(node);
        self.depth += 1;
        let element = match node.tag_name().name() {
            "text" => Some(self.text(node)),
            "number" => Some(self.number(node)),
            "label" => self.label(node),
            "date" => Some(self.date(node)),
            "names" => Some(self.names(node)),
            "group" => Some(Element::Group(Box::new(GroupElement {
                delimiter: text_attribute(node, "delimiter").unwrap_or_default(),
                children: self.children(node),
                format: container_format(node),
            }))),
            "choose" => Some(self.choose(node)),
            _ => {
                self.warn(node, None, "CSL has no such element here; it is left out");
                None
            }
        };
        self.depth -= 1;
        element
    }

    fn text(&mut self, node: Node<'_, '_>) -> Element {
        let format = if node.has_attribute("macro") { container_format(node) } else { read_format(node) };
        let content = if let Some(name) = node.attribute("variable") {
            let is_short = node.attribute("form") == Some("short");
            match self.variable(node, name) {
                Some(variable) => {
                    self.places_year_suffix |= variable == Variable::YearSuffix;
                    TextContent::Variable { variable, is_short }
                }
                None => TextContent::Nothing,
            }
        } else if let Some(name) = node.attribute("macro") {
            self.macro_index(node, name).map_or(TextContent::Nothing, TextContent::Macro)
        } else if let Some(name) = node.attribute("term") {
            self.term(node, name)
        } else {
            TextContent::Value(text_attribute(node, "value").unwrap_or_default())
        };
        Element::Text(Box::new(TextElement { content, format }))
    }

    fn term(&self, node: Node<'_, '_>, name: &str) -> TextContent {
        let term = self.locale().term(name, TermForm::from_name(node.attribute("form")));
        let text = term.map_or_else(
            || Arc::from(""),
            |term| if node.attribute("plural") == Some("true") { term.multiple.clone() } else { term.single.clone() },
        );
        TextContent::Term(text)
    }

    fn number(&mut self, node: Node<'_, '_>) -> Element {
        let form = match node.attribute("form") {
            Some("ordinal") => NumberForm::Ordinal,
            Some("long-ordinal") => NumberForm::LongOrdinal,
            Some("roman") => NumberForm::Roman,
            _ => NumberForm::Numeric,
        };
        let variable = node.attribute("variable").and_then(|name| self.variable(node, name));
        Element::Number(Box::new(NumberElement { variable, form, format: read_format(node) }))
    }

    fn label(&mut self, node: Node<'_, '_>) -> Option<Element> {
        let name = node.attribute("variable")?;
        let variable = self.variable(node, name)?;
        let form = TermForm::from_name(node.attribute("form"));
        let term = self.locale().term(name, form).cloned();
        let element = LabelElement { variable, form, plural: plural(node), format: read_format(node), term };
        Some(Element::Label(Box::new(element)))
    }

    fn date(&mut self, node: Node<'_, '_>) -> Element {
        let variable = node.attribute("variable").and_then(|name| self.variable(node, name));
        let mut format = read_format(node);
        let mut delimiter: Box<str> = node.attribute("delimiter").unwrap_or_default().into();
        let own_parts = self.date_parts(node);
        let parts = match node.attribute("form") {
            None => own_parts,
            Some(form) => {
                let locale = self.locale();
                let localised = if form == "numeric" { &locale.numeric_date } else { &locale.text_date };
                if delimiter.is_empty() {
                    delimiter.clone_from(&localised.delimiter);
                }
                format = over(localised.format.clone(), format);
                let shows = |name: DatePartName| match node.attribute("date-parts") {
                    Some("year") => name == DatePartName::Year,
                    Some("year-month") => name != DatePartName::Day,
                    _ => true,
                };
                let parts = localised.parts.iter().filter(|part| shows(part.name));
                parts.map(|part| Self::overridden(node, part.clone())).collect()
            }
        };
        Element::Date(Box::new(DateElement { variable, parts, delimiter, format }))
    }

    /// A part of the language's date format with what the element sets for it.
    fn overridden(date: Node<'_, '_>, part: DatePart) -> DatePart {
        let child =
            element_children(date).find(|child| child.attribute("name").and_then(date_part_name) == Some(part.name));
        let Some(child) = child else { return part };
        let child_part = Self::date_part(child, part.name);
        DatePart {
            form: if child.has_attribute("form") { child_part.form } else { part.form },
            range_delimiter: if child.has_attribute("range-delimiter") {
                child_part.range_delimiter
            } else {
                part.range_delimiter
            },
            format: over(part.format, child_part.format),
            ..part
        }
    }

    /// The `date-part` children of an element, in their order.
    pub(crate) fn date_parts(&mut self, node: Node<'_, '_>) -> Vec<DatePart> {
        let mut parts: Vec<DatePart> = Vec::new();
        for child in element_children(node).filter(|child| child.tag_name().name() == "date-part") {
            self.check_attributes(child);
            match child.attribute("name").and_then(date_part_name) {
                Some(name) if parts.iter().any(|part| part.name == name) => {
                    self.warn(child, Some("name"), "a date has each part once; the second is left out");
                }
                Some(name) => parts.push(Self::date_part(child, name)),
                None => self.warn(child, Some("name"), "a part of a date is `year`, `month` or `day`; it is left out"),
            }
        }
        parts
    }

    fn date_part(node: Node<'_, '_>, name: DatePartName) -> DatePart {
        let form = match node.attribute("form") {
            Some("long") => DatePartForm::Long,
            Some("short") => DatePartForm::Short,
            Some("numeric") => DatePartForm::Numeric,
            Some("numeric-leading-zeros") => DatePartForm::NumericLeadingZeros,
            Some("ordinal") => DatePartForm::Ordinal,
            _ if name == DatePartName::Day => DatePartForm::Numeric,
            _ => DatePartForm::Long,
        };
        let range_delimiter = node.attribute("range-delimiter").unwrap_or("\u{2013}").into();
        DatePart { name, form, range_delimiter, format: read_format(node) }
    }

    fn names(&mut self, node: Node<'_, '_>) -> Element {
        let names = node.attribute("variable").unwrap_or_default();
        let mut variables: Vec<Variable> = Vec::new();
        for variable in names.split_whitespace().filter_map(|name| self.variable(node, name)) {
            if !variables.contains(&variable) {
                variables.push(variable);
            }
        }
        let mut settings = NamesSettings::default();
        let has_name = element_children(node).any(|child| child.tag_name().name() == "name");
        let mut substitute = Vec::new();
        for child in element_children(node) {
            self.check_attributes(child);
            match child.tag_name().name() {
                "name" => settings.name = Some(name_settings(child)),
                "et-al" => {
                    let term = child.attribute("term").unwrap_or("et-al").into();
                    settings.et_al = Some(EtAl { term, format: read_format(child) });
                }
                "label" => {
                    settings.label = Some(NamesLabel {
                        form: TermForm::from_name(child.attribute("form")),
                        plural: plural(child),
                        format: read_format(child),
                        is_before_names: settings.name.is_none() && has_name,
                    });
                }
                "substitute" => substitute = self.children(child),
                _ => self.warn(child, None, "CSL has no such element here; it is left out"),
            }
        }
        Element::Names(Box::new(NamesElement {
            variables,
            delimiter: node.attribute("delimiter").map(Box::from),
            settings,
            substitute,
            format: container_format(node),
        }))
    }

    fn choose(&mut self, node: Node<'_, '_>) -> Element {
        let branches = element_children(node).map(|branch| {
            if !matches!(branch.tag_name().name(), "if" | "else-if" | "else") {
                self.warn(
                    branch,
                    None,
                    "a `<choose>` contains `<if>`, `<else-if>` and `<else>`; its content is never printed",
                );
            }
            self.usage.elements += weight(branch);
            self.check_attributes(branch);
            self.depth += 1;
            let children = self.children(branch);
            self.depth -= 1;
            Branch {
                matches: match branch.attribute("match") {
                    Some("any") => Match::Any,
                    Some("none") => Match::None,
                    _ => Match::All,
                },
                conditions: match branch.tag_name().name() {
                    "else" => Vec::new(),
                    "if" | "else-if" => self.branch_conditions(branch),
                    _ => vec![Condition::Never],
                },
                children,
            }
        });
        Element::Choose(branches.collect())
    }

    fn branch_conditions(&mut self, node: Node<'_, '_>) -> Vec<Condition> {
        let conditions = conditions(node);
        self.uses_number |= conditions.iter().any(|condition| match condition {
            Condition::Variables(set) => set.contains(Variable::CitationNumber),
            Condition::Numeric(variable) => *variable == Variable::CitationNumber,
            _ => false,
        });
        self.uses_disambiguate |= conditions.iter().any(|condition| matches!(condition, Condition::Disambiguate(_)));
        conditions
    }

    fn variable(&mut self, node: Node<'_, '_>, name: &str) -> Option<Variable> {
        let variable = Variable::from_name(name);
        self.uses_number |= variable == Some(Variable::CitationNumber);
        if variable.is_none() {
            self.warn(node, Some("variable"), format!("CSL has no variable `{name}`; it counts as empty"));
        }
        variable
    }

    fn macro_index(&mut self, node: Node<'_, '_>, name: &str) -> Option<usize> {
        let index = self.macros.get(name).copied();
        match index {
            Some(index) => self.usage.macros.push(index),
            None => {
                let message = format!("the style has no macro `{name}`");
                self.error.get_or_insert_with(|| problem(node, Some("macro"), message));
            }
        }
        index
    }

    fn check_attributes(&mut self, node: Node<'_, '_>) {
        for attribute in node.attributes() {
            if attribute.namespace().is_none() && !ATTRIBUTES.contains(&attribute.name()) {
                self.warn(node, Some(attribute.name()), "CSL has no such attribute; it is left out");
            }
        }
    }

    /// One warning for each element and attribute, however often it occurs.
    fn warn(&mut self, node: Node<'_, '_>, attribute: Option<&str>, problem: impl Into<String>) {
        let element = node.tag_name().name().to_owned();
        let problem = problem.into();
        if self.warnings.len() < MAX_WARNINGS
            && self.warned.insert((element.clone(), format!("{} {problem}", attribute.unwrap_or_default())))
        {
            let attribute = attribute.map(ToOwned::to_owned);
            self.warnings.push(StyleWarning { element, attribute, line: line(node), problem });
        }
    }
}

fn section<'a, 'input>(root: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    element_children(root).find(|node| node.tag_name().name() == name)
}

fn has_subsequent_et_al(node: Node<'_, '_>) -> bool {
    node.has_attribute("et-al-subsequent-min") || node.has_attribute("et-al-subsequent-use-first")
}

/// The child elements of a node, without text and comments.
pub(crate) fn element_children<'a, 'input>(node: Node<'a, 'input>) -> impl Iterator<Item = Node<'a, 'input>> {
    node.children().filter(Node::is_element)
}

fn macro_nodes<'a, 'input>(root: Node<'a, 'input>) -> impl Iterator<Item = Node<'a, 'input>> {
    element_children(root).filter(|node| node.tag_name().name() == "macro")
}

/// What an element costs for each source, where it is used: one, and more for long texts and lists of names.
fn weight(node: Node<'_, '_>) -> usize {
    1 + node.attributes().map(|attribute| attribute.value().len()).sum::<usize>() / 16
}

fn line(node: Node<'_, '_>) -> u32 {
    node.document().text_pos_at(node.range().start).row
}

fn problem(node: Node<'_, '_>, attribute: Option<&str>, problem: impl Into<String>) -> StyleError {
    StyleError::Element {
        element: node.tag_name().name().to_owned(),
        attribute: attribute.map(ToOwned::to_owned),
        line: line(node),
        problem: problem.into(),
    }
}

/// Refuses macros that use themselves, and styles that grow beyond all use when their macros are put in place. The last
/// usage is that of the layouts.
fn check_macros(root: Node<'_, '_>, usages: &[MacroUsage]) -> Result<(), StyleError> {
    let mut sizes: Vec<Option<usize>> = vec![None; usages.len()];
    let mut depths = vec![0; usages.len()];
    // A stack of its own: a chain of macros can be as long as the file is large.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut is_open = vec![false; usages.len()];
    for start in 0..usages.len() {
        open.push((start, 0));
        while let Some((index, next)) = open.pop() {
            if sizes[index].is_some() {
                continue;
            }
            is_open[index] = true;
            let Some(used) = usages[index].macros.get(next).copied() else {
                let used = usages[index].macros.iter().map(|used| sizes[*used].unwrap_or(0));
                let size = used.fold(usages[index].elements, usize::saturating_add);
                if size > MAX_EXPANDED {
                    let node = macro_nodes(root).nth(index).unwrap_or(root);
                    return Err(problem(node, None, "its macros use each other so often that it would never end"));
                }
                sizes[index] = Some(size);
                is_open[index] = false;
                let below = usages[index].macros.iter().map(|used| depths[*used]).max().unwrap_or(0);
                depths[index] = usages[index].depth + below;
                if depths[index] > MAX_EXPANDED_DEPTH {
                    let node = macro_nodes(root).nth(index).unwrap_or(root);
                    return Err(problem(node, None, "its macros and groups stand too deep within each other"));
                }
                continue;
            };
            if is_open[used] {
                let node = macro_nodes(root).nth(used).unwrap_or(root);
                return Err(problem(node, Some("name"), "the macro calls itself, directly or through others"));
            }
            open.push((index, next + 1));
            open.push((used, 0));
        }
    }
    Ok(())
}

/// The name of another style that a style depends on, if it does.
fn parent_of(root: Node<'_, '_>) -> Option<String> {
    let info = element_children(root).find(|node| node.tag_name().name() == "info")?;
    let mut links = element_children(info).filter(|node| node.tag_name().name() == "link");
    let parent = links.find(|node| node.attribute("rel") == Some("independent-parent"))?;
    let address = parent.attribute("href")?;
    Some(address.trim_end_matches('/').rsplit('/').next().unwrap_or(address).to_owned())
}
