//! Author-date marks of a page: each group of sources as parts, one for each source and the text between them. Marks of
//! numbers are made by [`super::numbers`].

use hayagriva::citationberg::{Citation, Collapse};

use super::author_date::{AuthorDate, Form};
use super::ladder::Level;
use super::rich_text::RichText;
use super::sorting::Sorter;
use super::{Group, GroupForm, Item, MarkPart, Numbering, ReferenceId, Sources};

/// What the marks of one page share.
pub(super) struct PageMarks<'a> {
    pub(super) sources: &'a Sources<'a>,
    /// The number of each source of the page.
    pub(super) numbers: &'a Numbering,
}

impl PageMarks<'_> {
    /// The parts of an author-date group.
    pub(super) fn author_date(&self, marks: &AuthorDate, levels: &[Level], group: &Group) -> Vec<MarkPart> {
        let level_of = |id: ReferenceId| &levels[self.numbers[&id] as usize - 1];
        let mut parts = Parts::default();
        let rules = marks.rules();
        let narrative = group.form == GroupForm::Narrative;
        let authors = |at: usize| {
            let mark = marks.mark(self.sources, group.items[at].reference);
            let level = level_of(group.items[at].reference);
            mark.shape.people.is_some().then(|| level_names(marks, self.sources, group.items[at].reference, level))
        };
        let mut order = self.order(group, marks.group_order.as_ref(), authors);
        if order.len() > 1 && !narrative && (marks.collapses() || rules.cite_group_delimiter.is_some()) {
            order = gathered(&order, authors);
        }
        parts.text(if narrative { "" } else { rules.layout.prefix.as_deref().unwrap_or_default() });
        let mut before: Option<usize> = None;
        for at in order {
            let item = &group.items[at];
            let same = before.filter(|before| follows(&group.items[*before], item) && authors(*before) == authors(at));
            let same = same.filter(|_| !narrative && authors(at).is_some());
            let collapsed = same.filter(|_| marks.collapses());
            if before.is_some() {
                parts.text(delimiter(rules, same.is_some()));
            }
            let form = match (narrative, item.suppress_author || collapsed.is_some()) {
                (true, false) => Form::Narrative,
                (_, true) => Form::Year,
                (false, false) => Form::Full,
            };
            let text = marks.text(self.sources, item.reference, level_of(item.reference), form, item.locator.as_ref());
            let letter = collapsed.and_then(|before| {
                only_letter(rules, level_of(group.items[before].reference), level_of(item.reference), || {
                    let bare = |id| marks.text(self.sources, id, &Level::default(), Form::Year, None);
                    bare(group.items[before].reference) == bare(item.reference)
                })
            });
            let text = letter.map_or(text, |letter| {
                parts.replace_delimiter(rules.year_suffix_delimiter.as_deref());
                RichText::plain_text(letter)
            });
            parts.item(at, item, text);
            before = Some(at);
        }
        parts.text(if narrative { "" } else { rules.layout.suffix.as_deref().unwrap_or_default() });
        parts.0
    }

    /// The order of a group's items: the style's, or as they stand.
    pub(super) fn order(
        &self,
        group: &Group,
        sorter: Option<&Sorter>,
        names: impl Fn(usize) -> Option<String>,
    ) -> Vec<usize> {
        let mut order: Vec<_> = (0..group.items.len()).collect();
        let Some(sorter) = sorter.filter(|_| order.len() > 1) else { return order };
        let source = |at: usize| {
            let id = group.items[at].reference;
            (id.index(), self.sources.reference(id), self.numbers.get(&id).copied().unwrap_or_default())
        };
        order.sort_by(|a, b| sorter.compare(source(*a), source(*b)).then_with(|| names(*a).cmp(&names(*b))));
        order
    }
}

/// The names of a mark as text, by which sources of the same authors are known.
fn level_names(marks: &AuthorDate, sources: &Sources<'_>, id: ReferenceId, level: &Level) -> String {
    let mark = marks.mark(sources, id);
    let people = mark.shape.people.as_ref();
    let names = people
        .zip(marks.name_style(sources, id))
        .map(|(people, style)| style.runs(people, level.shown.unwrap_or(people.shown), &level.given));
    names.as_ref().unwrap_or(&mark.shape.names).iter().map(|run| run.text.as_str()).collect()
}

/// The order with sources of the same authors beside the first of them.
fn gathered(order: &[usize], authors: impl Fn(usize) -> Option<String>) -> Vec<usize> {
    let mut groups: Vec<(Option<String>, Vec<usize>)> = Vec::new();
    for at in order {
        let names = authors(*at);
        match groups.iter_mut().find(|(known, _)| names.is_some() && *known == names) {
            Some((_, group)) => group.push(*at),
            None => groups.push((names, vec![*at])),
        }
    }
    groups.into_iter().flat_map(|(_, group)| group).collect()
}

/// Whether an item can be shown together with the one before it.
fn follows(before: &Item, item: &Item) -> bool {
    item.prefix.trim().is_empty() && before.suffix.trim().is_empty()
}

fn delimiter(rules: &Citation, same_authors: bool) -> &str {
    let delimiter = rules.layout.delimiter.as_deref().unwrap_or(Citation::DEFAULT_CITE_GROUP_DELIMITER);
    if same_authors {
        rules.cite_group_delimiter.as_deref().unwrap_or(Citation::DEFAULT_CITE_GROUP_DELIMITER)
    } else {
        delimiter
    }
}

/// The letter alone, where the style shows no year twice and both sources have letters to the same year.
fn only_letter<'l>(
    rules: &Citation,
    before: &Level,
    level: &'l Level,
    same_year: impl Fn() -> bool,
) -> Option<&'l str> {
    let wanted = matches!(rules.collapse, Some(Collapse::YearSuffix | Collapse::YearSuffixRanged));
    let both = before.letter.is_some() && level.letter.is_some();
    level.letter.as_deref().filter(|_| wanted && both && same_year())
}

/// The parts of a group as they come.
#[derive(Default)]
pub(super) struct Parts(pub(super) Vec<MarkPart>);

impl Parts {
    pub(super) fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        match self.0.last_mut() {
            Some(MarkPart::Text(last)) => last.push_str(text),
            _ => self.0.push(MarkPart::Text(text.to_owned())),
        }
    }

    fn replace_delimiter(&mut self, delimiter: Option<&str>) {
        if let (Some(MarkPart::Text(last)), Some(delimiter)) = (self.0.last_mut(), delimiter) {
            *last = delimiter.to_owned();
        }
    }

    /// A source with the words before and behind it.
    pub(super) fn item(&mut self, at: usize, item: &Item, text: RichText) {
        let prefix = item.prefix.trim();
        if !prefix.is_empty() {
            self.text(&format!("{prefix} "));
        }
        self.0.push(MarkPart::Source { item: at, reference: item.reference, text });
        let suffix = item.suffix.trim_end();
        let joined = suffix.starts_with([',', ';', ':', '.', ')', ' ', '\u{a0}']) || suffix.is_empty();
        self.text(&if joined { suffix.to_owned() } else { format!(" {suffix}") });
    }
}
