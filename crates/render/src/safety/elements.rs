//! [`visit`]: the elements of HTML, nested as browsers nest them.
//!
//! Input: the HTML of a whole page or of a part of it. Output: a call of a [`Visitor`] for each tag, attribute and text. A tokenizer
//! suffices, and is fast, as long as each end tag fits the element that is open. Where a browser would move, close or open
//! elements by itself, the HTML is parsed as browsers do.

use ego_tree::iter::Edge;
use html5ever::driver::{self, ParseOpts};
use html5ever::tendril::TendrilSink as _;
use html5ever::tree_builder::TreeBuilderOpts;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use memchr::memmem;
use scraper::{Html, HtmlTreeSink, Node};

use super::nesting::{END_MAY_BE_MISSING, Nesting, OutOfOrder, Place, VOID, is_one_of};
use super::plain_tags::{self, Event, Stop};

/// What reads the elements of a page. Names are in lower case, except in SVG.
pub(super) trait Visitor {
    /// A start tag begins.
    fn start(&mut self, name: &[u8]);
    /// The name of an attribute of that tag.
    fn attribute_name(&mut self, name: &[u8]);
    /// The value of the attribute that was named last, if it has one.
    fn attribute_value(&mut self, value: &str);
    /// The start tag is complete.
    fn open(&mut self);
    /// Text inside the element that is open.
    fn text(&mut self, text: &str);
    /// The element that was opened last ends.
    fn end(&mut self);
    /// The fragment with this number begins. Whether it need not be read again.
    fn known(&mut self, fragment: usize) -> bool;
    /// Elements are nested deeper than [`MAX_DEPTH`]. Nothing else is read.
    fn too_deep(&mut self);
}

/// Whether the browser of a reader runs scripts. One that does not reads what is in `noscript` as elements.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scripts {
    #[default]
    Run,
    Off,
}

/// A page as browsers read it.
pub(super) fn parse(html: &[u8], scripts: Scripts) -> Html {
    let tree_builder = TreeBuilderOpts { scripting_enabled: scripts == Scripts::Run, ..TreeBuilderOpts::default() };
    let options = ParseOpts { tree_builder, ..ParseOpts::default() };
    let parser = driver::parse_document(HtmlTreeSink::new(Html::new_document()), options);
    parser.one(&*String::from_utf8_lossy(html))
}

/// How deep elements may be nested. Browsers themselves stop at 512, and parsing takes time that grows with the square of the depth.
pub(super) const MAX_DEPTH: usize = 4_000;

/// Calls a new visitor for all elements, and returns it. `fragments` are parts that [`visit_fragment`] has read before.
pub(super) fn visit<V: Visitor>(html: &[u8], fragments: &[&[u8]], scripts: Scripts, new: impl Fn() -> V) -> V {
    let mut visitor = new();
    let is_read = match visit_plain(html, places(html, fragments), &mut visitor) {
        Err(Stop::NotPlain) => {
            visitor = new();
            visit_tokens(html, &mut visitor).is_ok()
        }
        result => result.is_ok(),
    };
    if is_read {
        return visitor;
    }
    visitor = new();
    if may_be_too_deep(html) {
        visitor.too_deep();
        return visitor;
    }
    visit_tree(&parse(html, scripts), &mut visitor);
    visitor
}

/// Calls a visitor for all elements of HTML that has the same elements wherever it stands between others. `None` for any other.
pub(super) fn visit_fragment<V: Visitor>(html: &[u8], mut visitor: V) -> Option<V> {
    let mut nesting = Nesting::of_fragment(&mut visitor);
    plain_tags::read(html, &mut nesting).ok()?;
    nesting.is_closed().then_some(visitor)
}

/// Where a page has these fragments word for word, in its order. Those that it has not are left out.
fn places(html: &[u8], fragments: &[&[u8]]) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    let mut longest_first: Vec<usize> = (0..fragments.len()).filter(|number| !fragments[*number].is_empty()).collect();
    longest_first.sort_by_key(|number| std::cmp::Reverse(fragments[*number].len()));
    for fragment in longest_first {
        let text = fragments[fragment];
        let is_free = |start: usize| {
            places.iter().all(|place| start + text.len() <= place.start || place.start + place.len <= start)
        };
        let start = places_of(html, text).find(|start| is_free(*start));
        places.extend(start.map(|start| Place { fragment, start, len: text.len() }));
    }
    places.sort_by_key(|place| place.start);
    places
}

/// Where HTML has a text.
pub(super) fn places_of<'h>(html: &'h [u8], text: &'h [u8]) -> impl Iterator<Item = usize> {
    // A search for all of a long text would first take time to prepare.
    let beginning = &text[..text.len().min(64)];
    memmem::find_iter(html, beginning).filter(move |start| html[*start..].starts_with(text))
}

/// Whether so many elements may be open at once that parsing takes long, by a count of the tags. Start tags of elements whose end tag
/// may be missing do not count.
fn may_be_too_deep(html: &[u8]) -> bool {
    let (mut open, mut deepest) = (0_usize, 0);
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| {
        match event {
            CallbackEvent::OpenStartTag { name }
                if !is_one_of(name, &VOID) && !is_one_of(name, &END_MAY_BE_MISSING) =>
            {
                open += 1;
            }
            CallbackEvent::EndTag { name } if !is_one_of(name, &END_MAY_BE_MISSING) => open = open.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(open);
        (deepest > MAX_DEPTH).then_some(())
    });
    Tokenizer::new_with_emitter(html, emitter).next().is_some()
}

fn visit_plain(html: &[u8], places: Vec<Place>, visitor: &mut impl Visitor) -> Result<(), Stop<OutOfOrder>> {
    plain_tags::read(html, &mut Nesting::with_fragments(places, visitor))
}

fn visit_tokens(html: &[u8], visitor: &mut impl Visitor) -> Result<(), OutOfOrder> {
    let mut nesting = Nesting::new(visitor);
    let mut is_out_of_order = false;
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| {
        // The rest of a tag still comes after its beginning was found to be out of order.
        is_out_of_order |= !is_out_of_order && take_token(&mut nesting, &event).is_err();
        is_out_of_order.then_some(OutOfOrder)
    });
    emitter.naively_switch_states(true);
    // The emitter gives nothing but this.
    Tokenizer::new_with_emitter(html, emitter).next().map_or(Ok(()), |Ok(OutOfOrder)| Err(OutOfOrder))
}

fn take_token(nesting: &mut Nesting<'_, impl Visitor>, token: &CallbackEvent<'_>) -> Result<(), OutOfOrder> {
    match *token {
        CallbackEvent::OpenStartTag { name } => nesting.take(Event::Start(name)),
        CallbackEvent::AttributeName { name } => nesting.take(Event::AttributeName(name)),
        CallbackEvent::AttributeValue { value } => nesting.take(Event::AttributeValue(&String::from_utf8_lossy(value))),
        CallbackEvent::CloseStartTag { self_closing } => nesting.take(Event::StartIsComplete { self_closing }),
        CallbackEvent::EndTag { name } => nesting.take(Event::EndTag(name)),
        CallbackEvent::String { value } => nesting.take(Event::Text(&String::from_utf8_lossy(value))),
        CallbackEvent::Comment { value } => nesting.take_comment(value),
        CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => Ok(()),
    }
}

fn visit_tree(document: &Html, visitor: &mut impl Visitor) {
    for edge in document.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Element(element) => {
                    visitor.start(element.name().as_bytes());
                    for (name, value) in element.attrs() {
                        visitor.attribute_name(name.as_bytes());
                        visitor.attribute_value(value);
                    }
                    visitor.open();
                }
                Node::Text(text) => visitor.text(text),
                _ => {}
            },
            Edge::Close(node) if node.value().is_element() => visitor.end(),
            Edge::Close(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Records what a reader of a page sees of its elements. The elements that browsers add, and blank text, are left out.
    #[derive(Default)]
    struct Recorder {
        open: Vec<String>,
        events: Vec<String>,
        /// The events of a fragment.
        fragment: Vec<String>,
    }

    const ADDED: [&str; 5] = ["html", "head", "body", "tbody", "colgroup"];

    impl Visitor for Recorder {
        fn known(&mut self, _: usize) -> bool {
            self.events.extend_from_slice(&self.fragment);
            true
        }

        fn too_deep(&mut self) {
            self.events = vec!["too deep".to_owned()];
        }

        fn start(&mut self, name: &[u8]) {
            self.open.push(String::from_utf8_lossy(name).to_lowercase());
        }

        fn attribute_name(&mut self, name: &[u8]) {
            self.open.last_mut().unwrap().push_str(&format!(" {}", String::from_utf8_lossy(name)));
        }

        fn attribute_value(&mut self, value: &str) {
            self.open.last_mut().unwrap().push_str(value);
        }

        fn open(&mut self) {
            let tag = self.open.last().unwrap();
            if !ADDED.contains(&tag.as_str()) {
                self.events.push(format!("<{tag}>"));
            }
        }

        fn text(&mut self, text: &str) {
            self.events.extend(text.chars().filter(|char| !char.is_whitespace()).map(String::from));
        }

        fn end(&mut self) {
            let tag = self.open.pop().unwrap();
            if !ADDED.contains(&tag.as_str()) {
                self.events.push(format!("</{tag}>"));
            }
        }
    }

    fn read_tokens(html: &str) -> Option<Vec<String>> {
        let mut recorder = Recorder::default();
        visit_tokens(html.as_bytes(), &mut recorder).ok()?;
        while !recorder.open.is_empty() {
            recorder.end();
        }
        Some(recorder.events)
    }

    fn read_tree(html: &str) -> Vec<String> {
        let mut recorder = Recorder::default();
        visit_tree(&Html::parse_document(html), &mut recorder);
        recorder.events
    }

    /// The same from plain tags; `None` if they are not plain.
    fn read_plain(html: &str) -> Option<Vec<String>> {
        let mut recorder = Recorder::default();
        match visit_plain(html.as_bytes(), Vec::new(), &mut recorder) {
            Ok(()) => {}
            Err(Stop::NotPlain) => return None,
            Err(Stop::Refused(OutOfOrder)) => return Some(vec!["out of order".to_owned()]),
        }
        while !recorder.open.is_empty() {
            recorder.end();
        }
        Some(recorder.events)
    }

    #[test]
    fn reads_what_the_build_writes_as_plain_tags() {
        let page = "<!DOCTYPE html><html lang=\"en\"><head><title>A &amp; b</title><style>p > b { color: red }</style></head><body hidden>\
                    <main class=\"x  y\" title=\"&lt;&quot;&#39;\"><!-- a note --><p>One<br/>two &gt; 1</p><svg viewBox=\"0 0 1 1\"><path d=\"M0\"/></svg>\
                    <script>if (a < b) c();</script></main></body></html>";
        assert_eq!(read_plain(page), read_tokens(page));
        for html in [
            "<p a='b'>",
            "<p a=b>",
            "a &copy; b",
            "<p a=\"?b&copy=c\">",
            "<!-->a",
            "<p/ a>",
            "a < b",
            "<script><!--</script>",
            "<p a = \"b\">",
            "<p a=\"b\"c>",
            "\r",
        ] {
            assert_eq!(read_plain(html), None, "{html}");
        }
    }

    #[test]
    fn reads_what_is_nested_without_a_parser() {
        let page = "<!doctype html><html><head><title>A</title></head><body><main><p>One<br>two<ul><li>three<li>four</ul>\
                    <table><tr><td>five<td>six</table><svg><path d=\"M0\"/></svg></main></body></html>";
        assert_eq!(read_tokens(page), Some(read_tree(page)));
    }

    #[test]
    fn asks_the_parser_where_browsers_nest_elements_in_another_way() {
        let moved = [
            "<div hidden><span>a</div>b</span>",
            "<b hidden><p>a</b>b</p>",
            "<p hidden><b>a<div>b</div>",
            "<table hidden><div>a</div><tr><td>b</table>",
            "<table><tr><td><div hidden></td></tr></table>a",
            "<p>a</p><body hidden>",
            "<a hidden>b<a>c</a>",
            "<svg><p>a</p></svg>",
            "<svg><title></svg><div hidden></title>a",
            "<noscript><p title=\"</noscript><div hidden>\">a",
            "<ul><div><li hidden>a<li>b</div></ul>",
            "<head><p>a</p></head>",
        ];
        for html in moved {
            assert!(read_tokens(html).is_none(), "{html}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4_000, ..ProptestConfig::default() })]

        #[test]
        fn tokens_and_tree_agree(parts in proptest::collection::vec(part(), 1..14)) {
            let html = format!("<!doctype html>{}", parts.concat());
            let tokens = read_tokens(&html);
            if let Some(plain) = read_plain(&html) {
                let expected = tokens.clone().unwrap_or_else(|| vec!["out of order".to_owned()]);
                prop_assert_eq!(plain, expected, "{}", html);
            }
            if let Some(events) = tokens {
                prop_assert_eq!(events, read_tree(&html), "{}", html);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4_000, ..ProptestConfig::default() })]

        #[test]
        fn fragments_need_not_be_read_again(
            before in proptest::collection::vec(part(), 0..4),
            inside in proptest::collection::vec(part(), 1..6),
            after in proptest::collection::vec(part(), 0..3),
        ) {
            let [before, fragment, after] = [before, inside, after].map(|parts| parts.concat());
            let Some(known) = visit_fragment(fragment.as_bytes(), Recorder::default()) else { return Ok(()) };
            let html = format!("<!doctype html><html><body>{before}{fragment}{after}");
            let new = || Recorder { fragment: known.events.clone(), ..Recorder::default() };
            let mut page = visit(html.as_bytes(), &[fragment.as_bytes()], Scripts::Run, new);
            while !page.open.is_empty() {
                page.end();
            }
            prop_assert_eq!(page.events, read_tree(&html), "{} in {}", fragment, html);
        }
    }

    /// A tag or a text. Most elements have an end tag, so that many texts are nested well.
    fn part() -> impl Strategy<Value = String> {
        let names = [
            "div",
            "p",
            "ul",
            "li",
            "b",
            "a",
            "table",
            "tr",
            "td",
            "tbody",
            "svg",
            "path",
            "span",
            "br",
            "h2",
            "dl",
            "dd",
            "details",
            "summary",
            "head",
            "body",
            "html",
            "title",
            "button",
            "select",
            "option",
            "math",
            "template",
            "textarea",
            "form",
            "hr",
            "caption",
            "col",
            "section",
            "foreignObject",
            "img",
            "style",
            "thead",
            "th",
            "object",
            "em",
            "code",
            "label",
        ];
        let name = || proptest::sample::select(names.to_vec());
        prop_oneof![
            3 => name().prop_map(|name| format!("<{name} id=\"x\">")),
            3 => name().prop_map(|name| format!("</{name}>")),
            4 => name().prop_map(|name| format!("<{name} hidden>a</{name}>")),
            1 => name().prop_map(|name| format!("<{name}/>")),
            2 => proptest::sample::select(vec!["word ", "\n", "&amp;", "<!-- c -->"]).prop_map(str::to_owned),
        ]
    }
}
