//! How other tools write what this program has in another form: the words of their admonitions, and the signs of their blocks and
//! tags. The parser names such markup in a text, and the tool that imports sites translates it; both read this list.

use crate::directives::CalloutKind;

/// The marker of an admonition of MkDocs.
pub const MKDOCS_ADMONITION: &str = "!!!";
/// The marker of an admonition of MkDocs that folds.
pub const MKDOCS_DETAILS: &str = "???";
/// The marker of a tab of MkDocs.
pub const MKDOCS_TAB: &str = "===";
/// The marker with which a page of MkDocs takes in another file.
pub const MKDOCS_SNIPPET: &str = "--8<--";

/// What begins and ends a shortcode of Hugo or Quarto.
pub const HUGO_SHORTCODES: [(&str, &str); 2] = [("{{<", ">}}"), ("{{%", "%}}")];
/// What begins and ends a value and a tag of Liquid and of Jinja, and a shortcode of Zola.
pub const TEMPLATE_TAGS: [(&str, &str); 2] = [("{{", "}}"), ("{%", "%}")];

/// A word that names an admonition in other tools.
struct Admonition {
    word: &'static str,
    /// The callout to write instead.
    callout: CalloutKind,
    tools: Tools,
}

/// The tools that have an admonition.
#[derive(PartialEq, Eq)]
enum Tools {
    /// Docusaurus writes it as `:::word`, or Obsidian as `[!word]`: the form of a callout here.
    OfSameForm,
    /// Others, with signs of their own.
    Others,
}

const fn of_same_form(word: &'static str, callout: CalloutKind) -> Admonition {
    Admonition { word, callout, tools: Tools::OfSameForm }
}

const fn of_others(word: &'static str, callout: CalloutKind) -> Admonition {
    Admonition { word, callout, tools: Tools::Others }
}

const ADMONITIONS: &[Admonition] = &[
    of_same_form("info", CalloutKind::Note),
    of_same_form("danger", CalloutKind::Warning),
    of_same_form("secondary", CalloutKind::Note),
    of_same_form("success", CalloutKind::Tip),
    of_same_form("abstract", CalloutKind::Note),
    of_same_form("example", CalloutKind::Note),
    of_same_form("question", CalloutKind::Note),
    of_same_form("quote", CalloutKind::Note),
    of_others("hint", CalloutKind::Tip),
    of_others("check", CalloutKind::Tip),
    of_others("done", CalloutKind::Tip),
    of_others("tick", CalloutKind::Tip),
    of_others("seealso", CalloutKind::Note),
    of_others("summary", CalloutKind::Note),
    of_others("tldr", CalloutKind::Note),
    of_others("todo", CalloutKind::Note),
    of_others("help", CalloutKind::Note),
    of_others("faq", CalloutKind::Note),
    of_others("primary", CalloutKind::Note),
    of_others("notice", CalloutKind::Note),
    of_others("callout", CalloutKind::Note),
    of_others("alert", CalloutKind::Note),
    of_others("admonition", CalloutKind::Note),
    of_others("box", CalloutKind::Note),
    of_others("cite", CalloutKind::Note),
    of_others("priority", CalloutKind::Important),
    of_others("attention", CalloutKind::Important),
    of_others("warn", CalloutKind::Warning),
    of_others("error", CalloutKind::Warning),
    of_others("failure", CalloutKind::Warning),
    of_others("fail", CalloutKind::Warning),
    of_others("missing", CalloutKind::Warning),
    of_others("bug", CalloutKind::Warning),
    of_others("crisis", CalloutKind::Warning),
];

/// The callout for a word that names an admonition in any tool, this program among them.
///
/// ```
/// use wellpress_markdown::foreign_notations::callout_of;
///
/// assert_eq!((callout_of("danger"), callout_of("tip"), callout_of("exercise")), (Some("warning"), Some("tip"), None));
/// ```
#[must_use]
pub fn callout_of(word: &str) -> Option<&'static str> {
    let own = CalloutKind::find(word);
    let callout = own.or_else(|| Some(ADMONITIONS.iter().find(|admonition| admonition.word == word)?.callout));
    callout.map(CalloutKind::name)
}

/// The callout to write in place of an admonition of Docusaurus or a callout of Obsidian that this program does not have.
pub(crate) fn callout_of_same_form(word: &str) -> Option<&'static str> {
    let mut of_same_form = ADMONITIONS.iter().filter(|admonition| admonition.tools == Tools::OfSameForm);
    of_same_form.find(|admonition| admonition.word == word).map(|admonition| admonition.callout.name())
}

/// Whether this is the name with which other tools put another file into a text.
pub(crate) fn is_include(name: &str) -> bool {
    matches!(name, "include" | "includes" | "include-markdown" | "literalinclude")
}
