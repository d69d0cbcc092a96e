//! How a style formats sources of one kind: what the processor renders of their example, with places for their values.

use hayagriva::types::Person;

use super::likeness::{Example, Likeness, given_of, value_of};
use super::rich_text::Run;
use super::shape::{People, Shape};
use super::stand_in;
use super::uses::Uses;

/// A form of all sources of one kind.
#[derive(Debug)]
pub(super) struct Pattern {
    before: Vec<Stretch>,
    names: Vec<Stretch>,
    after: Vec<Stretch>,
    people: Option<People>,
    /// What stands behind initials, and whether there is a hyphen between them.
    initials: (String, bool),
}

/// Text in one formatting.
#[derive(Debug)]
struct Stretch {
    form: Run,
    text: Vec<Piece>,
    link: Option<Vec<Piece>>,
}

#[derive(Debug)]
enum Piece {
    Text(String),
    Value(usize),
    Initials(usize),
}

impl Pattern {
    /// Reads the form of an example; `None` where its values stand so that their letters and digits could meet others.
    pub(super) fn new(shape: &Shape, example: &Example, uses: &Uses) -> Option<Self> {
        let with = uses.initials.first().filter(|_| uses.initials.len() == 1).and_then(Option::as_deref);
        let reader = Reader { example, initials: with.map(str::trim_end) };
        let [before, names, after] = [&shape.before, &shape.names, &shape.after]
            .map(|runs| runs.iter().map(|run| reader.stretch(run)).collect());
        let (before, names, after): (Option<Vec<_>>, Option<Vec<_>>, Option<Vec<_>>) = (before, names, after);
        let initials = (with.unwrap_or_default().to_owned(), uses.hyphen);
        let (before, names, after) = (before?, names?, after?);
        let pattern = Self { before, names, after, people: shape.people.clone(), initials };
        pattern.stands_apart().then_some(pattern)
    }

    /// The form of a source of this kind.
    pub(super) fn shape(&self, likeness: &Likeness<'_>) -> Shape {
        let filler = Filler { likeness, pattern: self };
        let fill = |stretches: &[Stretch]| stretches.iter().map(|stretch| filler.run(stretch)).collect();
        let people = self.people.as_ref().map(|people| People {
            all: people.all.iter().map(|person| filler.person(person)).collect(),
            ..people.clone()
        });
        Shape { before: fill(&self.before), names: fill(&self.names), after: fill(&self.after), people }
    }

    /// Whether no value has a letter, a digit or another value beside it.
    fn stands_apart(&self) -> bool {
        let stretches = self.before.iter().chain(&self.names).chain(&self.after);
        let mut last = Edge::Free;
        stretches.flat_map(|stretch| &stretch.text).all(|piece| {
            let (first, next) = match piece {
                Piece::Text(text) => (edge(text.chars().next()), edge(text.chars().next_back())),
                Piece::Value(_) | Piece::Initials(_) => (Edge::Value, Edge::Value),
            };
            let meets = (last == Edge::Value && first != Edge::Free) || (first == Edge::Value && last != Edge::Free);
            last = next;
            !meets
        })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Edge {
    Free,
    Letter,
    Value,
}

fn edge(c: Option<char>) -> Edge {
    if c.is_some_and(char::is_alphanumeric) { Edge::Letter } else { Edge::Free }
}

struct Reader<'a> {
    example: &'a Example,
    initials: Option<&'a str>,
}

impl Reader<'_> {
    fn stretch(&self, run: &Run) -> Option<Stretch> {
        let link = match &run.link {
            Some(link) => Some(self.pieces(link)?),
            None => None,
        };
        Some(Stretch { form: run.with_text(""), text: self.pieces(&run.text)?, link })
    }

    fn pieces(&self, text: &str) -> Option<Vec<Piece>> {
        let mut text = text.to_owned();
        for (number, at) in &self.example.numbers {
            text = text.replace(number, &stand_in::of_word(*at).to_string());
        }
        let mut pieces = Vec::new();
        let mut rest = text.as_str();
        while let Some(c) = rest.chars().next() {
            rest = &rest[c.len_utf8()..];
            if let Some(at) = value_of(c) {
                pieces.push(Piece::Value(at));
            } else if let Some(at) = given_of(c) {
                rest = rest.strip_prefix(self.initials?)?;
                pieces.push(Piece::Initials(at));
            } else if let Some(Piece::Text(text)) = pieces.last_mut() {
                text.push(c);
            } else {
                pieces.push(Piece::Text(c.to_string()));
            }
        }
        Some(pieces)
    }
}

struct Filler<'a> {
    likeness: &'a Likeness<'a>,
    pattern: &'a Pattern,
}

impl Filler<'_> {
    fn run(&self, stretch: &Stretch) -> Run {
        let link = stretch.link.as_ref().map(|link| self.text(link));
        Run { link, ..stretch.form.with_text(self.text(&stretch.text)) }
    }

    fn text(&self, pieces: &[Piece]) -> String {
        let mut text = String::with_capacity(pieces.iter().map(|piece| self.length(piece)).sum());
        for piece in pieces {
            match piece {
                Piece::Text(same) => text.push_str(same),
                Piece::Value(at) => text.push_str(self.value(*at)),
                Piece::Initials(at) => self.initials(*at, &mut text),
            }
        }
        text
    }

    fn length(&self, piece: &Piece) -> usize {
        match piece {
            Piece::Text(same) => same.len(),
            Piece::Value(at) => self.value(*at).len(),
            Piece::Initials(_) => 8,
        }
    }

    fn value(&self, at: usize) -> &str {
        self.likeness.values.get(at).map_or("", AsRef::as_ref)
    }

    fn initials(&self, at: usize, text: &mut String) {
        let (with, hyphen) = &self.pattern.initials;
        let given = self.likeness.given.get(at).map(|given| (*given).to_owned());
        let _ = person(String::new(), given).initials(text, Some(with), *hyphen);
    }

    fn person(&self, example: &Person) -> Person {
        let mut name = String::new();
        for c in example.name.chars() {
            match value_of(c) {
                Some(at) => name.push_str(self.value(at)),
                None => name.push(c),
            }
        }
        let at = example.given_name.as_ref().and_then(|given| given.chars().next()).and_then(given_of);
        let given = at.and_then(|at| self.likeness.given.get(at)).map(|given| (*given).to_owned());
        person(name, given)
    }
}

fn person(name: String, given_name: Option<String>) -> Person {
    Person { name, given_name, prefix: None, suffix: None, comma_suffix: false, alias: None }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use hayagriva::archive::ArchivedStyle;
    use hayagriva::citationberg::json::{DateValue, Item, NameValue, Value};
    use hayagriva::citationberg::{IndependentStyle, LocaleCode, Style};

    use super::super::engine::{Engine, Form};
    use super::super::entry::Entry;
    use super::super::repair;
    use super::super::shape::Shape;
    use wellpress_bibliography::{Reference, parse};
    use wellpress_diagnostics::Source;

    const LIBRARIES: [&str; 2] = [
        include_str!("../../../../../bibliography/tests/fixtures/well-guide.bib"),
        include_str!("../../../../../bibliography/tests/fixtures/every-kind.bib"),
    ];

    /// A text with other letters and digits, which begin and end as before.
    fn changed(text: &str) -> String {
        let other = |(at, c): (usize, char)| match c {
            'a'..='y' => char::from(c as u8 + 1),
            'A'..='Y' => char::from(c as u8 + 1),
            '1'..='8' if at > 0 => char::from(c as u8 + 1),
            _ => c,
        };
        text.char_indices().map(other).collect()
    }

    /// Another source of the same kind.
    fn sibling(item: &Item) -> Item {
        let mut item = item.clone();
        for (variable, value) in &mut item.0 {
            match value {
                Value::String(text) if !["id", "type", "language", "URL", "annote"].contains(&variable.as_str()) => {
                    *text = changed(text);
                }
                Value::Names(names) => names.iter_mut().for_each(|name| match name {
                    NameValue::Literal(body) => body.literal = changed(&body.literal),
                    NameValue::Item(person) => {
                        person.family = changed(&person.family);
                        person.given = person.given.as_ref().map(|given| format!("{} Bo", changed(given)));
                    }
                }),
                Value::Date(date) => {
                    let DateValue::Raw { raw, .. } = date else { continue };
                    raw.start.year += 7;
                    raw.start.day = raw.start.day.map(|day| (day + 11) % 28);
                }
                _ => {}
            }
        }
        item
    }

    #[test]
    fn a_pattern_prints_what_the_processor_prints() {
        let entries: Vec<Entry> = LIBRARIES
            .iter()
            .flat_map(|library| parse(&Source::new("library.bib", Arc::from(*library))).references)
            .map(|reference: Reference| Entry::new(&reference))
            .collect();
        let (mut patterns, mut sources) = (0, 0);
        for archived in ArchivedStyle::all() {
            let Style::Independent(style) = archived.get() else { continue };
            let style = repair::repaired(style);
            let mut marks = style.clone();
            marks.bibliography = None;
            let lettered = repair::with_letter(marks.clone());
            let list = repair::list_as_citation(style);
            for (style, form, letter) in [
                (&list, Form::Whole, false),
                (&marks, Form::Whole, false),
                (&marks, Form::Prose, false),
                (&lettered, Form::Whole, true),
            ] {
                let engine = Engine::new(style.clone(), LocaleCode::en_us());
                let wording = engine.wording();
                for entry in &entries {
                    let item = if letter { entry.with_letter() } else { entry.item.clone() };
                    (0..2).for_each(|_| drop(engine.shape(&item, &entry.words, &wording, form)));
                    for item in [item.clone(), sibling(&item), sibling(&sibling(&item))] {
                        let by_pattern = engine.shape(&item, &entry.words, &wording, form);
                        let rendered = Shape::new(&engine.cite(&item, None, form), &entry.words, &wording);
                        assert_eq!(by_pattern, rendered, "{} {form:?}", archived.names()[0]);
                    }
                }
                patterns += engine.patterns_known();
                sources += entries.len();
            }
        }
        assert!(patterns * 2 > sources, "{patterns} patterns for {sources} sources");
    }

    #[test]
    fn words_whose_capitals_stay_are_not_taken_for_those_of_another_source() {
        let style = r#"<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
            <info><title>Case</title><id>case</id><updated>2026-01-01T00:00:00+00:00</updated></info>
            <citation><layout><text variable="title" text-case="sentence"/></layout></citation></style>"#;
        let engine = Engine::new(IndependentStyle::from_xml(style).unwrap(), LocaleCode::en_us());
        let wording = engine.wording();
        for word in ["DXA", "MRI", "NSAIDs", "DXA"] {
            let source = format!("@book{{key, title = {{What {word} Is For}}}}");
            let source = &parse(&Source::new("library.bib", Arc::from(source))).references[0];
            let entry = Entry::new(source);
            let shape = engine.shape(&entry.item, &entry.words, &wording, Form::Whole);
            assert_eq!(shape.text(None, None).plain(), format!("What {word} is for"));
        }
    }
}
