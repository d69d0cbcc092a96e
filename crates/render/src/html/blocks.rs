//! HTML of directives: callouts, care cards, expanders, quotes, playlists, and whatever else an author writes as `:::name`.
//!
//! Input: a directive of a text with what it was resolved to. Output: the HTML of its start and its end. Directives without
//! content are written as a whole; exercises, programmes and calls to action are left to their own modules. Disclaimers and
//! withdrawal notices are here too, because pages write them outside a text as well.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use wellpress_markdown::body::{DirectiveId, Element, LinkTarget, NodeKind};
use wellpress_markdown::directives::{Directive, DirectiveForm, DirectiveKind};
use wellpress_markdown::inclusion::LANGUAGE;
use wellpress_site::model::Page;
use wellpress_site::model::disclaimer::DisclaimerId;
use wellpress_site::resolve::bodies::DirectiveTarget;
use wellpress_site::resolve::reading_order::DisclaimerPosition;
use wellpress_site::resolve::videos::exercise_of_video;
use wellpress_site::sections::ContentKind;

use super::super::safety::SafetyNotice;
use super::calls_to_action::call_to_action;
use super::container::{Container, PlaylistState};
use super::media::Loading;
use super::playlist::is_playlist_item;
use super::table_parts::ListTable;
use super::{TextContext, TextView, Writer, exercise, media, people, programme, safety_element, write};
use crate::escape::{attribute, escaped, text, without_tags};
use crate::notices::disclaimer_ids_before_video;
use crate::theme::strings::MessageValue;

impl<'a> Writer<'a, '_> {
    /// Writes the start of a directive and returns the index of the node to go on with: its first child, or the node after
    /// its end if all of it has been written.
    pub(super) fn directive_start(&mut self, index: DirectiveId, at: usize) -> usize {
        let directive = self.directive(index);
        let (label, content_start) = self.label(at);
        // Opened before `tag_start`, so that an author's id and classes go to the list and not to the element around
        // both.
        if directive.kind == DirectiveKind::Do && self.is_followed_by(at, DirectiveKind::Dont) {
            self.html.push_str("<div class=\"do-dont\">\n");
        }
        let is_playlist_item = is_playlist_item(directive.kind) && self.in_playlist();
        if is_playlist_item {
            self.html.push_str("<li>");
        }
        let tag_start = self.html.len();
        self.directive_html(index, label, at);
        self.add_attributes(directive, tag_start);
        if is_playlist_item {
            self.html.push_str("</li>\n");
        }
        match directive.kind.spec().form {
            DirectiveForm::Leaf if directive.kind == DirectiveKind::Snippet => content_start,
            DirectiveForm::Inline | DirectiveForm::Leaf => self.view.body.end_of(at) + 1,
            DirectiveForm::Container => content_start,
        }
    }

    /// Writes the start of a container, or the whole of a directive that is none. A directive without its target, about which
    /// there is a finding, shows its words alone.
    fn directive_html(&mut self, index: DirectiveId, label: String, at: usize) {
        let directive = self.directive(index);
        // Without a `_` arm, so that a directive without HTML does not compile.
        match directive.kind {
            DirectiveKind::By => self.by(index, at),
            DirectiveKind::Term => self.term(index, at),
            DirectiveKind::Exercise => exercise::embed(self, index, &label),
            DirectiveKind::Programme => self.programme(index),
            DirectiveKind::Video => self.video(index),
            DirectiveKind::Disclaimer => self.disclaimer(index),
            DirectiveKind::Snippet => self.snippet_in_other_language(directive),
            DirectiveKind::CallToAction => self.call_to_action(index),
            DirectiveKind::Experts => self.experts(index, &label, at),
            DirectiveKind::Figure => self.figure(index, &label),
            DirectiveKind::Table => self.captioned_table(index, &label),
            DirectiveKind::ListTable => self.list_table(index, &label),
            DirectiveKind::DataTable => self.data_table(index, &label),
            DirectiveKind::Chart => self.chart(index, &label),
            DirectiveKind::IconArray => self.icon_array(index, &label),
            DirectiveKind::Tabs => {
                self.html.push_str("<div class=\"tabs\">\n");
                self.open(DirectiveKind::Tabs, "</div>\n");
                self.containers.last_mut().into_iter().for_each(|tabs| tabs.number = index.index() + 1);
            }
            DirectiveKind::Tab => self.tab(label, at),
            DirectiveKind::Callout(_) => self.callout(directive, &label, at),
            DirectiveKind::Care => self.care(directive, &label),
            DirectiveKind::Do | DirectiveKind::Dont => self.do_or_dont(directive, &label),
            DirectiveKind::Details => self.details(label, at),
            DirectiveKind::Faq => self.faq(&label),
            DirectiveKind::Quote => {
                self.html.push_str("<figure class=\"quote\"><blockquote>\n");
                self.open(DirectiveKind::Quote, "</figure>\n");
            }
            DirectiveKind::Evidence => self.evidence(directive),
            DirectiveKind::Promo => self.promo(directive, &label, at),
            DirectiveKind::Playlist => self.playlist(index, &label, at),
            DirectiveKind::OfTheme(DirectiveForm::Inline) => {
                let words = self.html_of(at + 1..self.view.body.end_of(at));
                self.theme_directive(directive, DirectiveForm::Inline, &words);
            }
            DirectiveKind::OfTheme(form) => self.theme_directive(directive, form, &label),
        }
    }

    /// Adds the id and the classes that the author gave a directive to the element written at `tag_start`.
    ///
    /// The tag is edited after it was written, so that no directive has to pass its attributes through its own code. Few
    /// directives have any. They stand at the end of the tag: notices and steps are told by how it begins.
    fn add_attributes(&mut self, directive: &Directive, tag_start: usize) {
        if directive.classes.is_empty() && directive.anchor().is_none() {
            return;
        }
        // Attributes are escaped, so the first `>` ends the tag. A directive that wrote nothing, such as a form without
        // an address, has no tag.
        let Some(tag) = self.html[tag_start..].split('>').next().filter(|tag| tag.starts_with('<')) else { return };
        let tag_end = tag_start + tag.len();
        let class = tag.find(" class=\"").map(|at| tag_start + at + " class=\"".len());
        let class_end = class.and_then(|at| Some(at + self.html[at..tag_end].find('"')?));
        // The id comes first: it stands behind the class attribute whose place was looked up above.
        if let Some(id) = directive.anchor() {
            let end = self.html.split_off(tag_end);
            self.heading_id(id);
            self.html.push_str(&end);
        }
        let mut classes = String::new();
        attribute(&mut classes, &directive.classes.join(" "));
        match class_end {
            _ if classes.is_empty() => {}
            Some(at) => self.html.insert_str(at, &format!(" {classes}")),
            None => self.html.insert_str(tag_end, &format!(" class=\"{classes}\"")),
        }
    }

    pub(super) fn directive_end(&mut self, index: DirectiveId, at: usize) {
        let directive = self.directive(index);
        let Some(container) = self.containers.pop() else { return };
        match directive.kind {
            DirectiveKind::Quote => {
                self.html.push_str("</blockquote>");
                if let Some(DirectiveTarget::Person(person)) = self.target(index) {
                    self.html.push_str("<figcaption>");
                    people::name(self.html, self.text_cx, *person);
                    self.html.push_str("</figcaption>");
                }
            }
            DirectiveKind::Evidence => self.certainty(index),
            DirectiveKind::Playlist if container.list == PlaylistState::Open => self.html.push_str("</ol>\n"),
            DirectiveKind::ListTable => _ = self.list_tables.pop(),
            _ => {}
        }
        self.html.push_str(&container.close);
        if matches!(directive.kind, DirectiveKind::Dont) && self.is_preceded_by(at, DirectiveKind::Do) {
            self.html.push_str("</div>\n");
        }
    }

    /// A snippet has an element of its own only if it is in another language than the text around it.
    fn snippet_in_other_language(&mut self, directive: &Directive) {
        let language = directive.get(LANGUAGE).unwrap_or_default();
        self.html.push_str("<div lang=\"");
        attribute(self.html, language);
        self.html.push_str("\" dir=\"auto\">\n");
        self.open(DirectiveKind::Snippet, "</div>\n");
    }

    pub(super) fn open(&mut self, kind: DirectiveKind, close: impl Into<Cow<'static, str>>) {
        self.containers.push(Container { kind, close: close.into(), list: PlaylistState::None, number: 0 });
    }

    /// The label of the directive at the node `at` as HTML, empty without one, and the index of the first node of its content.
    fn label(&mut self, at: usize) -> (String, usize) {
        let body = self.view.body;
        if !matches!(body.nodes.get(at + 1).map(|node| node.kind), Some(NodeKind::Start(Element::Label))) {
            return (String::new(), at + 1);
        }
        let end = body.end_of(at + 1);
        (self.html_of(at + 2..end), end + 1)
    }

    /// The HTML of these nodes, which is then written at another place.
    fn html_of(&mut self, nodes: Range<usize>) -> String {
        let mut html = String::new();
        let mut writer = Writer::new(self.text_cx, self.view, &mut html);
        // Footnotes in it count with those of the text, or two references would get one id.
        writer.references = std::mem::take(&mut self.references);
        writer.nodes(nodes);
        self.references = writer.references;
        html
    }

    pub(super) fn aria_label(&mut self, label: &str) {
        if !label.is_empty() {
            self.html.push_str(" aria-label=\"");
            attribute(self.html, &without_tags(label));
            self.html.push('"');
        }
    }

    /// Writes a title: as a heading if the parser made one of it, which is then in the page's table of contents too.
    fn title(&mut self, class: &str, inner: &str, at: usize) {
        let heading = self.view.body.headings.iter().find(|heading| heading.node.index() == at);
        match heading {
            Some(heading) => {
                let level = heading.level.clamp(2, 6);
                let _ = write!(self.html, "<h{level} class=\"{class}\"");
                self.heading_id(&heading.id);
                let _ = writeln!(self.html, ">{inner}</h{level}>");
            }
            None => {
                let _ = writeln!(self.html, "<p class=\"{class}\">{inner}</p>");
            }
        }
    }

    fn callout(&mut self, directive: &Directive, label: &str, at: usize) {
        let DirectiveKind::Callout(kind) = directive.kind else { return };
        let from_settings = self.text_cx.config.settings.callouts.get(&directive.name);
        let name = from_settings.map_or_else(
            || self.text_cx.say(&format!("text-callout-{}", kind.name())).into_owned(),
            |callout| callout.label.clone(),
        );
        let _ = write!(self.html, "<aside role=\"note\" class=\"callout callout-{}\" data-callout=\"", kind.name());
        attribute(self.html, &directive.name);
        self.html.push_str("\" aria-label=\"");
        attribute(self.html, &with_label(&name, label));
        self.html.push_str("\">\n");
        let mut inner = format!("<span class=\"callout-label\">{}</span>", escaped(&name));
        if !label.is_empty() {
            let _ = write!(inner, " <span class=\"callout-name\">{label}</span>");
        }
        self.title("callout-title", &inner, at);
        self.open(directive.kind, "</aside>\n");
    }

    fn care(&mut self, directive: &Directive, label: &str) {
        let level = directive.get("level").unwrap_or("non-urgent");
        let name = self.text_cx.say(&format!("text-care-{level}"));
        safety_element::start(self.html, SafetyNotice::CareCard);
        self.html.push_str("<aside role=\"note\" class=\"care\" data-care=\"");
        attribute(self.html, level);
        self.html.push_str("\" aria-label=\"");
        attribute(self.html, &with_label(&name, label));
        let _ = write!(self.html, "\">\n<p class=\"care-title\"><span class=\"care-level\">{}</span>", escaped(&name));
        if !label.is_empty() {
            let _ = write!(self.html, " <span class=\"care-name\">{label}</span>");
        }
        self.html.push_str("</p>\n");
        self.open(directive.kind, "</aside></div>\n");
    }

    fn do_or_dont(&mut self, directive: &Directive, label: &str) {
        let name = if directive.kind == DirectiveKind::Do { "do" } else { "dont" };
        let title = if label.is_empty() { self.text_cx.say_html(&format!("text-{name}")) } else { label.to_owned() };
        let _ = write!(self.html, "<div class=\"{name}\" data-list=\"{name}\" role=\"group\"");
        self.aria_label(&title);
        let _ = writeln!(self.html, ">\n<p class=\"{name}-title\">{title}</p>");
        self.open(directive.kind, "</div>\n");
    }

    /// Whether the element that starts at a node shows the video of a withdrawn exercise: its notice must not be folded away.
    fn shows_withdrawn_video(&self, at: usize) -> bool {
        let site = self.text_cx.resolved.site;
        let mut nodes = self.view.body.nodes.without_text(at..self.view.body.end_of(at));
        nodes.any(|(_, node)| match node.kind {
            NodeKind::Start(Element::Directive(index)) => {
                let exercise = exercise_of_video(site, self.directive(index), self.text_cx.language);
                exercise.is_some_and(|exercise| site.page(exercise).is_withdrawn())
            }
            _ => false,
        })
    }

    fn details(&mut self, label: String, at: usize) {
        let summary = if label.is_empty() { self.text_cx.say_html("text-details") } else { label };
        let is_open = self.text_cx.is_unfolded || self.shows_withdrawn_video(at);
        let open = if is_open { " open" } else { "" };
        let _ = writeln!(self.html, "<details class=\"details\"{open}><summary>{summary}</summary>");
        self.open(DirectiveKind::Details, "</details>\n");
    }

    /// Writes a tab as `<details>` that open one at a time, so that tabs need no script. The first one is open. In an unfolded text
    /// the tabs have no common name: browsers would close all but one of that name.
    fn tab(&mut self, label: String, at: usize) {
        let summary = if label.is_empty() { self.text_cx.say_html("text-details") } else { label };
        let enclosing_tabs = self.containers.iter().rev().find(|container| container.kind == DirectiveKind::Tabs);
        let group = enclosing_tabs.map_or(0, |tabs| tabs.number);
        let state = if self.text_cx.is_unfolded || self.shows_withdrawn_video(at) {
            " open".to_owned()
        } else {
            let open = if self.is_first_tab(at) { " open" } else { "" };
            format!(" name=\"{}tabs-{group}\"{open}", self.view.id_prefix)
        };
        let _ = writeln!(self.html, "<details class=\"tab\"{state}><summary>{summary}</summary>");
        self.open(DirectiveKind::Tab, "</details>\n");
    }

    /// Whether no other tab ends right before the one that starts at a node.
    fn is_first_tab(&self, at: usize) -> bool {
        !self.is_end_of(at.checked_sub(1), DirectiveKind::Tab)
    }

    /// Writes the start of a table whose rows are lists.
    fn list_table(&mut self, index: DirectiveId, label: &str) {
        self.captioned_table(index, label);
        let has_head = self.directive(index).get("header-rows") != Some("0");
        self.list_tables.push(ListTable::new(has_head));
    }

    /// Writes the start of a table with a caption.
    fn captioned_table(&mut self, index: DirectiveId, label: &str) {
        self.html.push_str("<figure class=\"captioned-table\">");
        self.table_name = self.view.caption_name(self.text_cx, index);
        let caption = self.numbered_caption(index, label);
        if !caption.is_empty() {
            let _ = write!(self.html, "<figcaption>{caption}</figcaption>");
        }
        self.html.push('\n');
        self.open(DirectiveKind::Table, "</figure>\n");
    }

    /// A caption with "Figure 1." or "Table 1." before it, if the figure or table has a number.
    pub(super) fn numbered_caption(&self, index: DirectiveId, label: &str) -> String {
        let Some(name) = self.view.caption_name(self.text_cx, index) else { return label.to_owned() };
        let gap = if label.is_empty() { "" } else { " " };
        format!("<b class=\"caption-number\">{}.</b>{gap}{label}", escaped(&name))
    }

    /// Writes what a link without words shows that leads to a figure or table of this text: its number.
    pub(super) fn caption_number(&mut self, target: &LinkTarget) {
        if let Some(words) = self.view.words_of_anchor(self.text_cx, target) {
            text(self.html, &words);
        }
    }

    fn faq(&mut self, label: &str) {
        self.html.push_str("<section class=\"faq\"");
        self.aria_label(label);
        self.html.push_str(">\n");
        self.open(DirectiveKind::Faq, "</section>\n");
    }

    /// Whether a directive of `kind` begins right behind the one that begins at `at`. A list of dos and one of don'ts then
    /// share an element, in which a theme can set them side by side.
    fn is_followed_by(&self, at: usize, kind: DirectiveKind) -> bool {
        let body = self.view.body;
        let next = body.nodes.get(body.end_of(at) + 1).map(|node| node.kind);
        matches!(next, Some(NodeKind::Start(Element::Directive(index))) if self.directive(index).kind == kind)
    }

    /// Whether a directive of `kind` ends right before the one that ends at `at`, so that both share an element.
    fn is_preceded_by(&self, at: usize, kind: DirectiveKind) -> bool {
        self.is_end_of(self.view.body.start_of(at).checked_sub(1), kind)
    }

    /// Whether a directive of `kind` ends at a node.
    fn is_end_of(&self, at: Option<usize>, kind: DirectiveKind) -> bool {
        let node = at.map(|at| self.view.body.nodes.at(at).kind);
        matches!(node, Some(NodeKind::End(Element::Directive(index))) if self.directive(index).kind == kind)
    }

    fn promo(&mut self, directive: &Directive, label: &str, at: usize) {
        let name = self.text_cx.say("text-promotion");
        self.html.push_str("<aside class=\"promo\" aria-label=\"");
        attribute(self.html, &with_label(&name, label));
        let _ = writeln!(self.html, "\">\n<p class=\"promo-label\">{}</p>", self.text_cx.say_html("text-promotion"));
        if !label.is_empty() {
            self.title("promo-title", label, at);
        }
        self.open(directive.kind, "</aside>\n");
    }

    /// The level for a heading at a node: one below the last heading above it.
    pub(super) fn level_below(&self, at: usize) -> u8 {
        let above = self.view.body.headings.iter().rev().find(|heading| heading.node.index() < at);
        (above.map_or(1, |heading| heading.level.max(2)) + 1 + self.view.heading_shift).min(6)
    }

    pub(super) fn target(&self, index: DirectiveId) -> Option<&'a DirectiveTarget> {
        self.view.resolved.directives.get(index)
    }

    fn programme(&mut self, index: DirectiveId) {
        if let Some(DirectiveTarget::Programme(id)) = self.target(index) {
            programme::embed(self.html, self.text_cx, *id);
        }
    }

    fn video(&mut self, index: DirectiveId) {
        let Some(DirectiveTarget::Video(video)) = self.target(index) else { return };
        // A playlist shows the disclaimers of all its videos at its start.
        if !self.in_playlist() {
            self.disclaimers(index, disclaimer_ids_before_video(self.text_cx.resolved, self.text_cx.page));
        }
        exercise::before_video(self, index);
        exercise::video(self.html, self.text_cx, self.directive(index), video);
    }

    fn disclaimer(&mut self, index: DirectiveId) {
        if let Some(DirectiveTarget::Disclaimer(id)) = self.target(index) {
            self.html.push_str(&disclaimer(self.text_cx, *id, self.spot(index)));
        }
    }

    fn call_to_action(&mut self, index: DirectiveId) {
        if let Some(DirectiveTarget::Call(id)) = self.target(index) {
            let anchor = self.call_anchor(index, id);
            self.html.push_str(&call_to_action(self.text_cx, id, &anchor));
        }
    }

    fn experts(&mut self, index: DirectiveId, label: &str, at: usize) {
        let id = format!("{}experts-{}", self.view.id_prefix, index.index() + 1);
        let heading = people::ExpertsHeading { title: label, id: &id, level: self.level_below(at) };
        people::experts(self.html, self.text_cx, heading);
    }

    fn figure(&mut self, index: DirectiveId, label: &str) {
        if let Some(DirectiveTarget::Picture(picture)) = self.target(index) {
            let caption = self.numbered_caption(index, label);
            media::figure(self.html, self.text_cx, "figure", picture, &caption, Loading::Lazy);
        }
    }

    /// Writes disclaimers of the page behind a directive of its text.
    pub(super) fn disclaimers(&mut self, index: DirectiveId, ids: &[DisclaimerId]) {
        for id in ids {
            self.html.push_str(&disclaimer(self.text_cx, *id, self.spot(index)));
        }
    }

    /// The id of a call to action; from its second place in a text on with a number, because ids are unique in a page.
    fn call_anchor(&self, directive: DirectiveId, id: &str) -> String {
        let calls = self.view.resolved.directives.iter().filter(|(index, _)| *index < directive);
        let earlier = calls.filter(|(_, target)| matches!(target, DirectiveTarget::Call(call) if call == id)).count();
        let suffix = if earlier == 0 { String::new() } else { format!("-{}", earlier + 1) };
        format!("{}cta-{}{suffix}", self.view.id_prefix, slug::slugify(id))
    }

    /// Where a disclaimer that belongs to a directive of this text has its place in the reading order.
    fn spot(&self, directive: DirectiveId) -> Option<DisclaimerPosition> {
        self.view.instance.map(|instance| DisclaimerPosition::At(instance, directive))
    }

    fn by(&mut self, index: DirectiveId, at: usize) {
        let end = self.view.body.end_of(at);
        self.html.push_str("<span class=\"by\">");
        let person = match self.target(index) {
            Some(DirectiveTarget::Person(person)) => Some(self.text_cx.resolved.site.page(*person)),
            _ => None,
        };
        if let Some(page) = person {
            self.html.push_str("<a href=\"");
            attribute(self.html, &page.url);
            self.html.push_str("\">");
        }
        self.nodes(at + 1..end);
        if person.is_some() {
            self.html.push_str("</a>");
        }
        self.html.push_str("</span>");
    }

    fn term(&mut self, index: DirectiveId, at: usize) {
        let end = self.view.body.end_of(at);
        if let Some(DirectiveTarget::Term { url, definition, .. }) = self.target(index) {
            self.html.push_str("<a class=\"term\" href=\"");
            attribute(self.html, url);
            self.html.push_str("\" title=\"");
            attribute(self.html, definition);
            self.html.push_str("\">");
            self.nodes(at + 1..end);
            self.html.push_str("</a>");
        } else {
            self.nodes(at + 1..end);
        }
    }
}

/// `name: label`, or the name alone without a label, which is HTML.
fn with_label(name: &str, label: &str) -> String {
    if label.is_empty() { name.to_owned() } else { format!("{name}: {}", without_tags(label)) }
}

/// The notice that replaces the content of a withdrawn page, on the page itself and wherever it is embedded: date, reason and
/// successor. `None` for a page that is not withdrawn.
///
/// For a withdrawn exercise it replaces every dose and step: on its page, in embeds, with its videos and in handouts. So
/// no reader gets advice that was taken back.
#[must_use]
pub fn withdrawn(text_cx: TextContext<'_>, page: &Page) -> Option<String> {
    let withdrawn = page.editorial()?.withdrawn.as_ref()?;
    let date = text_cx.strings.day(text_cx.language, withdrawn.date);
    let kind = if text_cx.page == Some(page.id) { ContentKind::Page } else { page.kind };
    let values = [("kind", MessageValue::Text(kind.name())), ("date", MessageValue::Text(&date))];
    let title = text_cx.say_with("text-withdrawn", &values);
    let mut html = String::new();
    safety_element::start(&mut html, SafetyNotice::Withdrawal);
    let _ = writeln!(html, "<aside role=\"note\" class=\"withdrawn\" data-withdrawn=\"{}\">", withdrawn.date);
    let _ = write!(html, "<p><strong>{}</strong></p>\n<p", escaped(&title));
    if withdrawn.is_of_original {
        html.push_str(&exercise::of_original(text_cx));
    }
    let _ = writeln!(html, ">{}</p>", escaped(&withdrawn.reason));
    if let Some(successor) = withdrawn.successor {
        let successor = text_cx.resolved.site.page(successor);
        let lead = text_cx.say_html("text-withdrawn-successor");
        let _ = writeln!(html, "<p>{lead} <a href=\"{}\">{}</a></p>", successor.url, escaped(&successor.title));
    }
    html.push_str("</aside>");
    html.push_str(safety_element::END);
    Some(html)
}

/// A disclaimer as a page shows it. `spot` is its place in the reading order of the page; its citations link to the page's
/// list of sources only if it has one, as only then were they numbered with the others.
///
/// A disclaimer in another language than the page says so in `lang`, so that screen readers pronounce it correctly.
#[must_use]
pub fn disclaimer(text_cx: TextContext<'_>, id: DisclaimerId, spot: Option<DisclaimerPosition>) -> String {
    let instance = spot.and_then(|spot| text_cx.reading_order.disclaimers.get(&(spot, id)).copied());
    let id_prefix = instance.map_or_else(String::new, |instance| format!("disclaimer-{}-", instance.index()));
    let disclaimer = &text_cx.resolved.site.disclaimers[id];
    let resolved = &text_cx.resolved.disclaimers[id];
    let mut html = String::new();
    safety_element::start(&mut html, SafetyNotice::Disclaimer);
    html.push_str("<aside role=\"note\" class=\"disclaimer\" data-disclaimer=\"");
    attribute(&mut html, &disclaimer.name);
    if let Some(version) = &disclaimer.version {
        // Each attribute begins with the quote that closes the one before it, so that one may be missing.
        html.push_str("\" data-version=\"");
        attribute(&mut html, version);
    }
    if disclaimer.language != text_cx.language {
        let _ = write!(html, "\" lang=\"{}\" dir=\"auto", text_cx.config.languages[disclaimer.language].tag);
    }
    html.push_str("\" aria-label=\"");
    attribute(&mut html, &disclaimer.title);
    html.push_str("\">\n");
    let view = TextView {
        source: &disclaimer.source,
        body: &disclaimer.body,
        resolved,
        instance,
        id_prefix: &id_prefix,
        // Above and below the text only the page's title is its parent, within the text at least one heading.
        heading_shift: u8::from(!matches!(spot, Some(DisclaimerPosition::Top | DisclaimerPosition::Bottom))),
        dose: None,
    };
    html.push_str(&write(text_cx, view));
    html.push_str("</aside>");
    html.push_str(safety_element::END);
    html
}

/// `3 pages`, in the language of the text.
#[must_use]
pub fn pages_count(text_cx: TextContext<'_>, count: usize) -> String {
    text_cx.say_with("text-count-pages", &[("count", MessageValue::Count(count))])
}
