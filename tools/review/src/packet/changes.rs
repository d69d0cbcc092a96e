//! The section of a reviewer's packet that says what changed since the page was signed, so that a reviewer who signed it before
//! does not have to compare two packets.

use std::fmt::Write as _;

use wellpress_diagnostics::Source;
use wellpress_markdown::parser::parse;
use wellpress_site::model::{LookupResult, Page};
use wellpress_site::parse::grammar;
use wellpress_site::parse::sign_offs::{Decision, SignOff};
use wellpress_site::resolve::reviewed_text::{Difference, OWN_TEXT, REVIEWER};
use wellpress_site::resolve::sign_off_changes::{ChangedPart, changed_words, changes_since_sign_off};
use wellpress_site::sections::ContentKind;

use wellpress_render::escape::escaped;
use wellpress_render::pages::render_context::RenderContext;
use wellpress_render::theme::strings::MessageValue;
use wellpress_walk::{Block, Blocks, Run, Style};

use super::ReviewPacket;

/// The section as HTML. Empty if nobody has signed the page, or if nothing changed since it was approved.
pub(super) fn section(cx: &RenderContext<'_>, page: &Page) -> String {
    let Some(changes) = changes_since_sign_off(cx.config, cx.resolved, page) else { return String::new() };
    let sign_off = changes.sign_off;
    if changes.is_same && sign_off.decision == Decision::Approved {
        return String::new();
    }
    let section = ChangesSection { cx, page, sign_off };
    let mut html = format!("<section>\n<h2>{}</h2>\n", escaped(&section.title()));
    if let Some(note) = &sign_off.note {
        let _ = writeln!(html, "<blockquote><p>{}</p></blockquote>", escaped(note.trim()));
    }
    if changes.is_same {
        let _ = writeln!(html, "<p>{}</p>", escaped(&cx.say(page.language, "text-packet-nothing-changed")));
    }
    html.extend(changes.parts.iter().map(|part| section.part(part)));
    html + "</section>\n"
}

impl ReviewPacket<'_> {
    /// What a reviewer says who approves of the changes alone; `None` if there are none to approve of.
    pub(super) fn approved_changes(&self) -> Option<String> {
        let sign_off = self.approval_before_changes()?;
        let section = ChangesSection { cx: self.cx, page: self.page, sign_off };
        Some(section.say("text-packet-approved-changes"))
    }
}

/// The section as blocks; none if it is empty as HTML.
pub(super) fn blocks(cx: &RenderContext<'_>, page: &Page) -> Blocks {
    let mut blocks = Blocks::default();
    let Some(changes) = changes_since_sign_off(cx.config, cx.resolved, page) else { return blocks };
    let sign_off = changes.sign_off;
    if changes.is_same && sign_off.decision == Decision::Approved {
        return blocks;
    }
    let section = ChangesSection { cx, page, sign_off };
    blocks.text_block(Block::Heading(2), &section.title());
    if let Some(note) = &sign_off.note {
        blocks.block(Block::Quote, |blocks| blocks.text_block(Block::Paragraph, note.trim()));
    }
    if changes.is_same {
        blocks.text_block(Block::Paragraph, &cx.say(page.language, "text-packet-nothing-changed"));
    }
    for part in &changes.parts {
        blocks.text_block(Block::Heading(3), &section.heading(part));
        for lines in &part.places {
            section.shown_lines(lines).iter().for_each(|line| line.add_to(&mut blocks));
        }
    }
    blocks
}

struct ChangesSection<'a> {
    cx: &'a RenderContext<'a>,
    page: &'a Page,
    sign_off: &'a SignOff,
}

impl ChangesSection<'_> {
    fn title(&self) -> String {
        let key = match self.sign_off.decision {
            Decision::Approved => "text-packet-changed",
            Decision::ChangesRequested => "text-packet-changed-since-request",
        };
        self.say(key)
    }

    /// A message with the name of the person who signed, and the day.
    fn say(&self, key: &str) -> String {
        let date = self.cx.date(self.page.language, self.sign_off.date.value).text;
        let arguments = [("name", MessageValue::Text(&self.reviewer())), ("date", MessageValue::Text(&date))];
        self.cx.theme.strings.format(self.page.language, key, &arguments)
    }

    /// The title of a part, and whether it came or went as a whole.
    fn heading(&self, part: &ChangedPart) -> String {
        let title = self.part_title(&part.name);
        let key = match part.difference {
            Difference::Changed => None,
            Difference::Added => Some("text-packet-part-added"),
            Difference::Removed => Some("text-packet-part-removed"),
        };
        let arguments = [("title", MessageValue::Text(&title))];
        let heading = key.map(|key| self.cx.theme.strings.format(self.page.language, key, &arguments));
        heading.unwrap_or(title)
    }

    /// What was added, removed or changed in one part.
    fn part(&self, part: &ChangedPart) -> String {
        let mut html = format!("<h3>{}</h3>\n", escaped(&self.heading(part)));
        for lines in &part.places {
            html.push_str("<div class=\"changes\">\n");
            html.extend(self.shown_lines(lines).iter().map(ShownLine::html));
            html.push_str("</div>\n");
        }
        html
    }

    /// The lines of a place as the packet shows them.
    fn shown_lines(&self, lines: &[(char, String)]) -> Vec<ShownLine> {
        let runs = lines.chunk_by(|a, b| (a.0 == ' ') == (b.0 == ' '));
        runs.flat_map(|run| self.run(run)).collect()
    }

    /// Neighbouring lines that are all context, or all changed. Where as many lines went as came, each is shown beside what it was.
    fn run(&self, lines: &[(char, String)]) -> Vec<ShownLine> {
        let [context, old, new] = [' ', '-', '+'].map(|sign| lines_of_sign(lines, sign));
        let mut shown: Vec<ShownLine> =
            context.iter().map(|line| ShownLine(vec![(' ', self.readable(line))])).collect();
        if old.len() == new.len() {
            shown.extend(old.iter().zip(&new).map(|(old, new)| self.pair(old, new)));
        } else {
            shown.extend(old.iter().map(|line| changed_line(&self.readable(line), "")));
            shown.extend(new.iter().map(|line| changed_line("", &self.readable(line))));
        }
        shown
    }

    /// A line and what became of it. Where readers see the same words, the markup differs, so that it is shown.
    fn pair(&self, old: &str, new: &str) -> ShownLine {
        match (self.readable(old), self.readable(new)) {
            (old_words, new_words) if old_words == new_words => changed_line(old, new),
            (old, new) => changed_line(&old, &new),
        }
    }

    /// A line of Markdown as readers see it. A line without words of its own, such as a directive, stays as it is written.
    fn readable(&self, line: &str) -> String {
        let source = Source::new("", line.to_owned());
        let grammar = grammar(self.cx.config, self.page.language);
        let body = parse(&source, 0..source.text.len(), grammar, &mut Vec::new());
        let words = body.plain(&source, 0..body.nodes.len());
        if words.trim().is_empty() { line.to_owned() } else { words.trim().to_owned() }
    }

    /// What readers know a part by: the title of a page, a source or a disclaimer, the name of a person, else the id itself.
    fn part_title(&self, name: &str) -> String {
        let site = self.cx.resolved.site;
        let (kind, id) = name.split_once(':').unwrap_or((name, name));
        let title = match kind {
            OWN_TEXT => Some(self.page.title.clone()),
            REVIEWER => Some(self.reviewer()),
            "source" => {
                let source = site.library.find(id).map(|source| site.library.get(source));
                source.and_then(|source| source.title.as_ref()).map(|title| title.as_str().to_owned())
            }
            "disclaimer" => self.title_of_disclaimer(id),
            kind => ContentKind::find(kind).and_then(|kind| self.title_of_page(kind, id)),
        };
        title.unwrap_or_else(|| id.to_owned())
    }

    /// The title of a disclaimer in the language of the page, else in the one that it is written in.
    fn title_of_disclaimer(&self, name: &str) -> Option<String> {
        let disclaimers = &self.cx.resolved.site.disclaimers;
        let mut disclaimers_of_name = disclaimers.iter().filter(|disclaimer| disclaimer.name == name);
        let any = disclaimers_of_name.clone().next()?;
        let translated = disclaimers_of_name.find(|disclaimer| disclaimer.language == self.page.language);
        Some(translated.unwrap_or(any).title.to_string())
    }

    /// The name of the person who signed; the id, if the person has no page any more.
    fn reviewer(&self) -> String {
        let id = &self.sign_off.person.value;
        self.title_of_page(ContentKind::Person, id).unwrap_or_else(|| id.clone())
    }

    /// The title of a page; of a person the full name.
    fn title_of_page(&self, kind: ContentKind, id: &str) -> Option<String> {
        let site = self.cx.resolved.site;
        let LookupResult::Page(id) = site.index.find(kind, id, self.page.language) else { return None };
        Some(site.page(id).full_title())
    }
}

fn lines_of_sign(lines: &[(char, String)], sign: char) -> Vec<&str> {
    let lines = lines.iter().filter(|line| line.0 == sign);
    lines.map(|(_, line)| line.trim()).collect()
}

/// A line with the words that went (`-`), came (`+`) and stayed.
struct ShownLine(Vec<(char, String)>);

fn changed_line(old: &str, new: &str) -> ShownLine {
    ShownLine(changed_words(old, new))
}

impl ShownLine {
    fn html(&self) -> String {
        let words = self.0.iter().map(|(sign, words)| match sign {
            '-' => format!("<del>{}</del>", escaped(words)),
            '+' => format!("<ins>{}</ins>", escaped(words)),
            _ => escaped(words),
        });
        format!("<p>{}</p>\n", words.collect::<String>())
    }

    fn add_to(&self, blocks: &mut Blocks) {
        blocks.block(Block::Paragraph, |blocks| {
            for (sign, words) in &self.0 {
                let style = Style { deleted: *sign == '-', inserted: *sign == '+', ..Style::default() };
                blocks.run(Run { text: words.clone(), style, ..Run::default() });
            }
        });
    }
}
