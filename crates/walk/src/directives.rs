//! Directives as blocks: callouts, care cards, expanders, quotes, playlists, and whatever else an author writes as `:::name`.

use wellpress_foundation::Day;
use wellpress_markdown::body::{DirectiveId, Element as Node, LinkTarget, NodeKind};
use wellpress_markdown::directives::{AttributeType, Directive, DirectiveForm, DirectiveKind};
use wellpress_markdown::inclusion::LANGUAGE;
use wellpress_site::model::disclaimer::DisclaimerId;
use wellpress_site::resolve::bodies::DirectiveTarget;
use wellpress_site::resolve::reading_order::DisclaimerPosition;

use crate::blocks::{Block, Blocks, Element, Event, ListKind};
use crate::text_walk::{ListTable, OpenDirective, TextWalk};
use crate::{exercise, notices, people, programme};
use wellpress_render::html::playlist::is_playlist_item;
use wellpress_render::notices::PlannedNotice;
use wellpress_render::safety::SafetyNotice;
use wellpress_render::theme::strings::MessageValue;

impl<'a> TextWalk<'a, '_> {
    /// Reads the start of a directive and returns the index of the node to go on with: its first child, or the node after
    /// its end if all of it has been read.
    pub(crate) fn directive_start(&mut self, index: DirectiveId, at: usize) -> usize {
        let directive = self.directive(index);
        let is_playlist_item = is_playlist_item(directive.kind) && self.in_playlist();
        if is_playlist_item {
            self.open(Block::Item(None));
        }
        let start = self.blocks.events.len();
        self.read_directive(index, at);
        self.add_id(directive, start);
        if is_playlist_item {
            self.close();
        }
        let content_start = match self.view.body.label_of(at) {
            label if label.is_empty() && label.start == at => at + 1,
            label => label.end + 1,
        };
        match directive.kind.spec().form {
            DirectiveForm::Leaf if directive.kind == DirectiveKind::Snippet => content_start,
            DirectiveForm::Inline | DirectiveForm::Leaf => self.view.body.end_of(at) + 1,
            DirectiveForm::Container => content_start,
        }
    }

    /// Reads the start of a container, or the whole of a directive that is none. A directive without its target, about which
    /// there is a finding, shows its words alone.
    fn read_directive(&mut self, index: DirectiveId, at: usize) {
        let directive = self.directive(index);
        // Without a `_` arm, so that a directive without blocks does not compile.
        match directive.kind {
            DirectiveKind::By => self.words_with_link(at, self.page_of_person(index)),
            DirectiveKind::Term => self.words_with_link(at, self.page_of_term(index)),
            DirectiveKind::Exercise => exercise::embed(self, index, at),
            DirectiveKind::Programme => self.programme(index),
            DirectiveKind::Video => self.video(index),
            DirectiveKind::Disclaimer => self.disclaimer(index),
            DirectiveKind::Snippet => self.snippet_in_other_language(directive),
            DirectiveKind::CallToAction => self.call_to_action(index),
            DirectiveKind::Experts => self.experts(at),
            DirectiveKind::Figure => {
                let label = self.label(at);
                self.figure(index, label);
            }
            DirectiveKind::Table | DirectiveKind::ListTable => self.captioned_table(index, at),
            DirectiveKind::DataTable => {
                let label = self.label(at);
                self.data_table(index, label);
            }
            DirectiveKind::Chart => {
                let label = self.label(at);
                self.chart(index, label);
            }
            DirectiveKind::IconArray => {
                let label = self.label(at);
                self.icon_array(index, label);
            }
            DirectiveKind::Tabs => self.open_container(directive.kind, Block::Group),
            DirectiveKind::Tab | DirectiveKind::Details => self.expander(directive.kind, at),
            DirectiveKind::Callout(_) => self.callout(directive, at),
            DirectiveKind::Care => self.care(directive, at),
            DirectiveKind::Do | DirectiveKind::Dont => self.do_or_dont(directive.kind, at),
            DirectiveKind::Faq => self.open_container(directive.kind, Block::Section("faq")),
            DirectiveKind::Quote => {
                self.open(Block::Figure);
                self.open(Block::Quote);
                self.push_directive(directive.kind, 2);
            }
            DirectiveKind::Evidence => self.open_container(directive.kind, Block::Group),
            DirectiveKind::Promo => self.promo(directive.kind, at),
            DirectiveKind::Playlist => self.playlist(index, at),
            DirectiveKind::OfTheme(form) => self.theme_directive(directive, form, at),
        }
    }

    /// Gives the id that the author chose to the first block of a directive.
    fn add_id(&mut self, directive: &Directive, start: usize) {
        let id = directive.anchor().and_then(|id| self.id(id));
        if let (Some(id), Some(Event::Start(element))) = (id, self.blocks.events.get_mut(start)) {
            element.id.get_or_insert(id);
        }
    }

    pub(crate) fn directive_end(&mut self, index: DirectiveId) {
        let directive = self.directive(index);
        let Some(open) = self.directives.pop() else { return };
        match directive.kind {
            DirectiveKind::Quote => {
                self.close();
                if let Some(DirectiveTarget::Person(person)) = self.target(index) {
                    self.open(Block::Caption);
                    people::name(self.blocks, self.text_cx, *person);
                    self.close();
                }
                return self.close();
            }
            DirectiveKind::Evidence => self.certainty(index),
            DirectiveKind::Playlist if open.list_is_open => self.close(),
            DirectiveKind::ListTable => _ = self.list_tables.pop(),
            _ => {}
        }
        (0..open.blocks).for_each(|_| self.close());
    }

    fn push_directive(&mut self, kind: DirectiveKind, blocks: usize) {
        self.directives.push(OpenDirective { kind, blocks, list_is_open: false });
    }

    fn open_container(&mut self, kind: DirectiveKind, block: Block) {
        self.open(block);
        self.push_directive(kind, 1);
    }

    pub(crate) fn target(&self, index: DirectiveId) -> Option<&'a DirectiveTarget> {
        self.view.resolved.directives.get(index)
    }

    /// The label of the directive at a node, which is then added at another place. It has no blocks.
    pub(crate) fn label(&mut self, at: usize) -> Blocks {
        let mut blocks = Blocks::default();
        let label = self.view.body.label_of(at);
        let mut walk = TextWalk::new(self.text_cx, self.view, &mut blocks);
        walk.form = self.form.clone();
        walk.nodes(label);
        blocks
    }

    /// Whether a directive has a label.
    fn has_label(&self, at: usize) -> bool {
        !self.view.body.label_of(at).is_empty()
    }

    /// Reads the content of a directive in a line, as a link if it leads somewhere.
    fn words_with_link(&mut self, at: usize, link: Option<String>) {
        self.enter_form(|form| form.link = link.or(form.link.take()));
        self.nodes(at + 1..self.view.body.end_of(at));
        self.leave_form();
    }

    fn page_of_person(&self, index: DirectiveId) -> Option<String> {
        let Some(DirectiveTarget::Person(person)) = self.target(index) else { return None };
        Some(self.address(&self.text_cx.resolved.site.page(*person).url))
    }

    fn page_of_term(&self, index: DirectiveId) -> Option<String> {
        let Some(DirectiveTarget::Term { url, .. }) = self.target(index) else { return None };
        Some(self.address(url))
    }

    /// Reads a title: as a heading if the parser made one of it, which is then in the page's table of contents too.
    fn title(&mut self, at: usize, words: impl FnOnce(&mut Self)) {
        let heading = self.view.body.headings.iter().find(|heading| heading.node.index() == at);
        let element = match heading {
            Some(heading) => {
                let (block, id) = (Block::Heading(heading.level.clamp(2, 6)), self.id(&heading.id));
                Element { block, id, language: None }
            }
            None => Block::Paragraph.into(),
        };
        self.open(element);
        words(self);
        self.close();
    }

    /// Reads a name in bold, and the label behind it.
    fn name_and_label(&mut self, name: &str, at: usize) {
        self.blocks.strong(name);
        if self.has_label(at) {
            self.text(" ");
            self.add_label(at);
        }
    }

    fn add_label(&mut self, at: usize) {
        let label = self.label(at);
        self.blocks.append(label);
    }

    fn callout(&mut self, directive: &Directive, at: usize) {
        let DirectiveKind::Callout(kind) = directive.kind else { return };
        let from_settings = self.text_cx.config.settings.callouts.get(&directive.name);
        let name = from_settings.map_or_else(
            || self.text_cx.say(&format!("text-callout-{}", kind.name())).into_owned(),
            |callout| callout.label.clone(),
        );
        self.open_container(directive.kind, Block::Aside(kind.name()));
        self.title(at, |walk| walk.name_and_label(&name, at));
    }

    fn care(&mut self, directive: &Directive, at: usize) {
        let level = directive.get("level").unwrap_or("non-urgent");
        let name = self.text_cx.say(&format!("text-care-{level}"));
        self.open_container(directive.kind, Block::Notice(SafetyNotice::CareCard));
        self.open(Block::Paragraph);
        self.name_and_label(&name, at);
        self.close();
    }

    fn do_or_dont(&mut self, kind: DirectiveKind, at: usize) {
        let key = if kind == DirectiveKind::Do { "text-do" } else { "text-dont" };
        self.open_container(kind, Block::Group);
        self.open(Block::Paragraph);
        self.label_or_words(key, at);
        self.close();
    }

    /// Reads the label, or these words of the theme in its place.
    fn label_or_words(&mut self, key: &str, at: usize) {
        if self.has_label(at) { self.add_label(at) } else { self.text(&self.text_cx.say(key)) }
    }

    fn expander(&mut self, kind: DirectiveKind, at: usize) {
        self.open_container(kind, Block::Expander);
        self.open(Block::ExpanderTitle);
        self.label_or_words("text-details", at);
        self.close();
    }

    /// A snippet has a block of its own only if it is in another language than the text around it.
    fn snippet_in_other_language(&mut self, directive: &Directive) {
        let language = Some(directive.get(LANGUAGE).unwrap_or_default().to_owned());
        self.open(Element { block: Block::Group, id: None, language });
        self.push_directive(directive.kind, 1);
    }

    fn captioned_table(&mut self, index: DirectiveId, at: usize) {
        let directive = self.directive(index);
        let label = self.label(at);
        self.open_container(directive.kind, Block::Figure);
        self.caption(index, label);
        if directive.kind == DirectiveKind::ListTable {
            self.list_tables.push(ListTable { depth: 0, is_head: directive.get("header-rows") != Some("0") });
        }
    }

    /// Reads what a link without words shows that leads to a figure or table of this text: its number.
    pub(crate) fn caption_number(&mut self, target: &LinkTarget) {
        if let Some(words) = self.view.words_of_anchor(self.text_cx, target) {
            self.text(&words);
        }
    }

    fn promo(&mut self, kind: DirectiveKind, at: usize) {
        self.open_container(kind, Block::Aside("promo"));
        self.blocks.text_block(Block::Paragraph, &self.text_cx.say("text-promotion"));
        if self.has_label(at) {
            self.title(at, |walk| walk.add_label(at));
        }
    }

    /// The level for a heading at a node: one below the last heading above it.
    pub(crate) fn level_below(&self, at: usize) -> u8 {
        let above = self.view.body.headings.iter().rev().find(|heading| heading.node.index() < at);
        (above.map_or(1, |heading| heading.level.max(2)) + 1 + self.view.heading_shift).min(6)
    }

    fn playlist(&mut self, index: DirectiveId, at: usize) {
        let level = self.level_below(at);
        self.open_container(DirectiveKind::Playlist, Block::Section("playlist"));
        self.open(Block::Heading(level));
        self.label_or_words("text-playlist", at);
        self.close();
        self.shared_disclaimers(index, at);
    }

    /// Opens a playlist's list before an item and closes it before anything else. Authors may write text between items.
    pub(crate) fn update_playlist(&mut self, element: Node) {
        let is_item = matches!(element, Node::Directive(index) if is_playlist_item(self.directive(index).kind));
        let Some(open) = self.directives.last_mut().filter(|open| open.kind == DirectiveKind::Playlist) else { return };
        let was_open = std::mem::replace(&mut open.list_is_open, is_item);
        match (was_open, is_item) {
            (false, true) => self.open(Block::List(ListKind::Numbers(1))),
            (true, false) => self.close(),
            _ => {}
        }
    }

    pub(crate) fn in_playlist(&self) -> bool {
        self.directives.last().is_some_and(|open| open.list_is_open)
    }

    /// Reads the disclaimers for the exercises and videos of the playlist that starts at `at`, once for the whole list.
    fn shared_disclaimers(&mut self, index: DirectiveId, at: usize) {
        let body = self.view.body;
        let items = body.nodes.range(at..body.end_of(at)).filter_map(|node| match node.kind {
            NodeKind::Start(Node::Directive(index)) => Some(self.directive(index).kind),
            _ => None,
        });
        let items: Vec<DirectiveKind> = items.collect();
        for id in
            wellpress_render::notices::disclaimer_ids_of_playlist(self.text_cx.resolved, self.text_cx.page, &items)
        {
            self.placed_disclaimer(id, index);
        }
    }

    /// Reads a disclaimer at its place behind a directive.
    pub(crate) fn placed_disclaimer(&mut self, id: DisclaimerId, index: DirectiveId) {
        let position = self.view.instance.map(|instance| DisclaimerPosition::At(instance, index));
        notices::add(self.blocks, self.text_cx, &PlannedNotice::Disclaimer(id, position));
    }

    fn disclaimer(&mut self, index: DirectiveId) {
        if let Some(DirectiveTarget::Disclaimer(id)) = self.target(index) {
            self.placed_disclaimer(*id, index);
        }
    }

    fn programme(&mut self, index: DirectiveId) {
        if let Some(DirectiveTarget::Programme(id)) = self.target(index) {
            programme::embed(self.blocks, self.text_cx, *id);
        }
    }

    fn video(&mut self, index: DirectiveId) {
        let Some(DirectiveTarget::Video(video)) = self.target(index) else { return };
        // A playlist shows the disclaimers of all its videos at its start.
        if !self.in_playlist() {
            for id in wellpress_render::notices::disclaimer_ids_before_video(self.text_cx.resolved, self.text_cx.page) {
                self.placed_disclaimer(*id, index);
            }
        }
        exercise::video(self.blocks, self.text_cx, self.directive(index), video);
    }

    fn call_to_action(&mut self, index: DirectiveId) {
        if let Some(DirectiveTarget::Call(id)) = self.target(index) {
            crate::calls_to_action::call_to_action(self.blocks, self.text_cx, id);
        }
    }

    fn experts(&mut self, at: usize) {
        let label = self.label(at);
        let level = self.level_below(at);
        people::experts(self.blocks, self.text_cx, label, level);
    }

    /// Reads the judgement on evidence below what it is about.
    fn certainty(&mut self, index: DirectiveId) {
        const NAME: &str = "\u{fdd2}";
        let directive = self.directive(index);
        let certainty = directive.get("certainty").unwrap_or_default();
        let level = self.text_cx.say(&format!("text-certainty-{certainty}"));
        self.open(Block::Paragraph);
        self.blocks.strong(&self.text_cx.say_with("text-certainty", &[("level", MessageValue::Text(&level))]));
        let day = directive.get("date").and_then(Day::parse);
        if let (Some(day), Some(DirectiveTarget::Person(person))) = (day, self.target(index)) {
            let date = self.text_cx.strings.day(self.text_cx.language, day);
            let values = [("name", MessageValue::Text(NAME)), ("date", MessageValue::Text(&date))];
            let judged = self.text_cx.say_with("text-certainty-judged", &values);
            let (before, behind) = judged.split_once(NAME).unwrap_or((&judged, ""));
            self.text(&format!(" {before}"));
            people::name(self.blocks, self.text_cx, *person);
            self.text(behind);
        }
        self.close();
    }

    /// Reads a directive of the theme: its label, the words in its attributes and its content. Its template makes HTML alone.
    fn theme_directive(&mut self, directive: &Directive, form: DirectiveForm, at: usize) {
        let declared = self.text_cx.config.settings.directives.get(&directive.name);
        let texts = declared.into_iter().flat_map(|declared| &declared.attributes);
        let texts = texts.filter(|(_, attribute)| attribute.kind == AttributeType::Text);
        let texts: Vec<&str> =
            texts.filter_map(|(key, _)| directive.get(key)).filter(|text| !text.is_empty()).collect();
        let words = texts.join(", ");
        if form == DirectiveForm::Inline {
            self.nodes(at + 1..self.view.body.end_of(at));
            return self.text(&if words.is_empty() { words } else { format!(" ({words})") });
        }
        self.open(Block::Group);
        if self.has_label(at) {
            self.open(Block::Paragraph);
            self.enter_form(|form| form.style.strong = true);
            self.add_label(at);
            self.leave_form();
            self.close();
        }
        if !words.is_empty() {
            self.blocks.text_block(Block::Paragraph, &words);
        }
        match form {
            DirectiveForm::Container => self.push_directive(directive.kind, 1),
            _ => self.close(),
        }
    }
}
