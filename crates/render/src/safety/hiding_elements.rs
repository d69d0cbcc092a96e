//! [`hidden_places`] and [`folded_places`]: the notices and steps of HTML, each with the elements around it that hide what is inside
//! them. The first reads any HTML, the second that of the build.
//!
//! Input: the HTML of a page or of a part of it. Output: elements that hide by what they are or by their attributes. What style
//! sheets hide is left to `wellpress theme check`.

use std::collections::BTreeMap;

use wellpress_foundation::text::one_line;

use super::STEP_CLASSES;
use super::fragments::FragmentStart;
use super::html_reader::{BLOCKS, Event, OpenElement, has, read};

/// An element that hides what is inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HidingElement {
    /// The byte at which it starts.
    start: usize,
    /// Its start tag with what makes it hide, for messages.
    pub start_tag: String,
}

/// Notices and steps by the byte at which they start, each with the elements that hide it, from the outside in.
#[derive(Debug, Default)]
pub(super) struct HiddenPlaces {
    pub notices: BTreeMap<usize, Vec<HidingElement>>,
    steps: BTreeMap<usize, Vec<HidingElement>>,
}

impl HiddenPlaces {
    /// The first of the elements that hide a notice and not the steps next to it. Whoever opens an expander to read the steps sees
    /// the cautions in it, too.
    pub fn without_steps<'e>(&self, notice: usize, hiding: &'e [HidingElement]) -> Option<&'e HidingElement> {
        let next = self.steps.range(notice..).next();
        let last = self.steps.range(..notice).next_back();
        let beside: Vec<&HidingElement> = next.into_iter().chain(last).flat_map(|(_, hiding)| hiding).collect();
        hiding.iter().find(|element| !beside.contains(element))
    }
}

/// Reads HTML.
pub(super) fn hidden_places(html: &[u8]) -> HiddenPlaces {
    let mut places = HiddenPlaces::default();
    let mut hiding: Vec<HidingElement> = Vec::new();
    read(html, |event, open| {
        let Some(element) = open.last() else { return };
        match event {
            Event::Start => {
                if element.attribute("data-safety").is_some() {
                    places.notices.insert(element.start, hiding.clone());
                }
                if element.classes().any(|class| STEP_CLASSES.contains(&class)) {
                    places.steps.insert(element.start, hiding.clone());
                }
                if let Some(start_tag) = hides(element) {
                    let hiding_element = HidingElement { start: element.start, start_tag };
                    if ["body", "html"].contains(&&*element.name) {
                        // Browsers add the attributes of a second one to the first.
                        places.notices.values_mut().for_each(|around| around.insert(0, hiding_element.clone()));
                    }
                    hiding.push(hiding_element);
                }
            }
            Event::End if hiding.last().is_some_and(|last| last.start == element.start) => drop(hiding.pop()),
            Event::End | Event::Text(_) => {}
        }
    });
    places
}

/// Reads HTML that the build wrote, in which expanders and tabs alone hide what is inside them. It looks at start tags by their
/// bytes, because every page is read.
pub(super) fn folded_places(html: &str) -> HiddenPlaces {
    let mut places = HiddenPlaces::default();
    let mut open_details: Vec<Option<HidingElement>> = Vec::new();
    for start in memchr::memchr_iter(b'<', html.as_bytes()) {
        let tag = &html[start..];
        let hiding = || open_details.iter().flatten().cloned().collect();
        if let Some(rest) = tag.strip_prefix("<details") {
            let attributes = rest.split('>').next().unwrap_or_default();
            let is_open = attributes.contains(" open") && !attributes.contains(" name=");
            open_details.push((!is_open).then(|| HidingElement { start, start_tag: "<details>".to_owned() }));
        } else if tag.starts_with("</details>") {
            open_details.pop();
        } else {
            match FragmentStart::of(tag) {
                Some(FragmentStart::Notice) => _ = places.notices.insert(start, hiding()),
                Some(FragmentStart::Steps(_)) => _ = places.steps.insert(start, hiding()),
                None => {}
            }
        }
    }
    places
}

/// Elements besides [`BLOCKS`] whose content browsers show as a part of the page, to all readers. So do those with a `-` in their
/// names, until a script does something to them. Every other element counts as one that hides.
const SHOWING_NAMES: &str = "\
    a abbr b bdi bdo big cite code dfn em head i ins kbd label legend mark q ruby samp small span strong sub sup \
    tt u var";

/// Elements that hide their content unless they have the attribute `open`. A second one with the same `name` would close the first,
/// so one with a name counts as closed.
const CLOSED_NAMES: [&str; 2] = ["details", "dialog"];

/// Attributes that hide, whatever their value is.
const HIDING_ATTRIBUTES: [&str; 3] = ["hidden", "inert", "popover"];

/// Roles of what screen readers take as one thing, of which they read a label and not the content.
const ROLES_OF_ONE_THING: &str = "\
    button checkbox img image math menuitemcheckbox menuitemradio meter option progressbar radio scrollbar \
    separator slider switch tab";

/// The start tag of an element that hides what is inside it, with what makes it hide.
pub(crate) fn hides(element: &OpenElement) -> Option<String> {
    let name = element.name.as_str();
    let is_closed = element.attribute("open").is_none() || element.attribute("name").is_some();
    let is_shown = has(BLOCKS, name) || has(SHOWING_NAMES, name) || name.contains('-');
    if !is_shown || (CLOSED_NAMES.contains(&name) && is_closed) {
        return Some(format!("<{name}>"));
    }
    if let Some(attribute) = HIDING_ATTRIBUTES.iter().find(|attribute| element.attribute(attribute).is_some()) {
        return Some(format!("<{name} {attribute}>"));
    }
    if element.attribute("aria-hidden").is_some_and(|value| !value.eq_ignore_ascii_case("false")) {
        return Some(format!("<{name} aria-hidden=\"true\">"));
    }
    if let Some(role) = element
        .attribute("role")
        .filter(|role| role.split_ascii_whitespace().any(|role| has(ROLES_OF_ONE_THING, &role.to_ascii_lowercase())))
    {
        return Some(format!("<{name} role=\"{role}\">"));
    }
    let declaration = element.attribute("style").and_then(hiding_declaration)?;
    Some(format!("<{name} style=\"{declaration}\">"))
}

/// The first declaration of a `style` attribute that may hide something. Values are not compared, so what is no declaration of one of
/// [`HARMLESS_PROPERTIES`] counts.
fn hiding_declaration(style: &str) -> Option<String> {
    let mut declarations = style.split(';').map(str::trim);
    // Braces can end a declaration.
    declarations.find(|declaration| declaration.contains(['{', '}']) || !is_harmless(declaration)).map(one_line)
}

fn is_harmless(declaration: &str) -> bool {
    let property = declaration.split(':').next().unwrap_or_default().trim().to_ascii_lowercase();
    declaration.is_empty() || has(HARMLESS_PROPERTIES, &property)
}

/// Properties with which nothing can be hidden. A template has no reason to set many others around a notice: for more there are
/// style sheets, and for their values classes.
const HARMLESS_PROPERTIES: &str = "border-radius font-style font-weight hyphens list-style-type text-align text-wrap";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_readers_see_the_same_in_html_of_the_build() {
        let html = "<div data-safety=\"care\"><p>a</div><details class=\"tab\" name=\"t\" open><summary>b</summary>\
                    <div data-safety=\"caution\"></div><details open class=\"details\"><ol class=\"steps\"><li>c</li></ol></details>\
                    </details><ul class=\"steps\"></ul>";
        let (quick, full) = (folded_places(html), hidden_places(html.as_bytes()));
        assert_eq!((quick.notices, quick.steps), (full.notices, full.steps));
    }

    fn hiding(html: &str) -> Vec<String> {
        let notice = "<div data-safety=\"caution\"></div>";
        let html = html.replace('!', notice);
        let places = hidden_places(html.as_bytes());
        places.notices.into_values().flatten().map(|element| element.start_tag).collect()
    }

    #[test]
    fn what_hides_and_what_does_not() {
        for (html, expected) in [
            ("<div hidden>!</div>", "<div hidden>"),
            ("<DIV HIDDEN>!</DIV>", "<div hidden>"),
            ("<div hidden><table><tr><td></div>!", "<div hidden>"),
            ("<div hidden><marquee></div>!", "<div hidden>"),
            ("<p hidden><button></p>!", "<p hidden>"),
            ("<p><b hidden></p>!", "<b hidden>"),
            ("<span hidden><div></span>!", "<span hidden>"),
            ("<li hidden><ul></li>!", "<li hidden>"),
            ("!<body hidden>", "<body hidden>"),
            ("<ruby><rp>!", "<rp>"),
            ("<div><select></div>!", "<select>"),
            ("<marquee>!</marquee>", "<marquee>"),
            ("<applet>!</applet>", "<applet>"),
            ("<object>!</object>", "<object>"),
            ("<font color=white>!</font>", "<font>"),
            ("<s>!</s>", "<s>"),
            ("<svg><foreignObject>!", "<svg>"),
            ("<svg><style/><div hidden></style></svg>!", "<svg>"),
            ("<svg><![CDATA[><!--]]></svg><div hidden>--></svg>!", "<svg>"),
            ("<div><template shadowrootmode=open><p>a</p></template>!</div>", "<template>"),
            ("<details><summary>a</summary>!</details>", "<details>"),
            ("<details open name=\"a\">!</details>", "<details>"),
            ("<p style=\"color:red;d\\69splay: none\">!", "<p style=\"color:red\">"),
            ("<p style=\"text-align: left; d\\69splay:  none\">!", "<p style=\"d\\69splay: none\">"),
            ("<p style=\"text-align:left{}display:none\">!", "<p style=\"text-align:left{}display:none\">"),
            ("<p style=\"/**/display:none\">!", "<p style=\"/**/display:none\">"),
            ("<p style=\"--a: b\">!", "<p style=\"--a: b\">"),
            ("<p style=\"contain: strict\">!", "<p style=\"contain: strict\">"),
            ("<p style=\"margin-inline: -99em\">!", "<p style=\"margin-inline: -99em\">"),
            ("<i aria-hidden>!</i>", "<i aria-hidden=\"true\">"),
            ("<i role=img>!</i>", "<i role=\"img\">"),
        ] {
            assert_eq!(hiding(html).first().map(String::as_str), Some(expected), "{html}");
        }
        for html in [
            "<div>!</div>",
            "<html><head><title>a</title><body>!",
            "<details open>!</details>",
            "<div hidden></div>!",
            "<div hidden><p>a</div>!",
            "<nav hidden><ul><li>a<li><p>b</ul></nav>!",
            "<template><p>a</template>!",
            "<svg aria-hidden=true><path/><title>a</title></svg>!",
            "<select><option>a</select>!",
            "<site-menu role=main><b>!</b></site-menu>",
            "<p style=\" Text-Align: left; \">!",
            "<i aria-hidden=false>!",
        ] {
            assert_eq!(hiding(html), [""; 0], "{html}");
        }
    }
}
