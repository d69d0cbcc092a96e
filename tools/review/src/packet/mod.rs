//! The packet for a reviewer: one HTML page to answer in a browser, to print or to send. It has the page's text as readers get it,
//! with dose, cautions and disclaimers, then each claim beside its source, and a form to answer.
//!
//! It is no page of the site: it has its style, its script and its pictures inside, because it is sent as a single file, and it is
//! made before the page that it shows is published. Its policy lets nothing be loaded or sent. What changed since the last sign-off
//! is left to `changes`, the file around the content and the file with several pages to `document`, the numbers of paragraphs to `paragraphs`, the form to `answer_form`, how pictures and videos get into the
//! file to `pictures` and `videos`, and the packet as a Word file to `word`.

mod answer_form;
mod block_numbers;
mod bundle_words;
mod changes;
mod document;
mod paragraphs;
mod pictures;
mod videos;
mod word;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use wellpress_diagnostics::Diagnostic;
use wellpress_foundation::Day;
use wellpress_io::fs::Files;
use wellpress_render::escape::{attribute, escaped};
use wellpress_render::html::rich_text::{Links, rich_text};
use wellpress_render::html::{TextContext, blocks, fields, forms, media, references};
use wellpress_render::pages::render_context::RenderContext;
use wellpress_render::pages::{declared_fields, standalone_text};
use wellpress_render::theme::strings::MessageValue;
use wellpress_site::config::MAIN_LANGUAGE;
use wellpress_site::front_matter_fields::is_signed;
use wellpress_site::model::disclaimer::DisclaimerId;
use wellpress_site::model::reference::ReferenceId;
use wellpress_site::model::{Page, PageId};
use wellpress_site::parse::front_matter::ReviewRole;
use wellpress_site::parse::sign_offs::{Decision, SignOff};
use wellpress_site::resolve::bodies::DirectiveTarget;
use wellpress_site::resolve::citation_index::CitingPassage;
use wellpress_site::resolve::reading_order::DisclaimerPosition;
use wellpress_site::resolve::reviewed_text::{OWN_TEXT, ReviewedText};
use wellpress_site::resolve::{ResolvedPage, ResolvedPicture};

pub use bundle_words::Bundle;
pub(crate) use bundle_words::language_of;
pub use document::bundle;
pub use paragraphs::Paragraph;
pub(crate) use word::PAGE_LINE;
pub use word::{word_bundle, word_packet};

use bundle_words::BundleWords;
use paragraphs::ParagraphNumbering;

/// What stands before the id of the person in the line of the packet.
pub(crate) const ASKED_OF: &str = "for:";
/// What stands there before the hash of the approval since which the page changed.
pub(crate) const SINCE: &str = "since:";

/// How many lines the reviewer has for comments.
const COMMENT_LINES: usize = 8;

/// What a packet has besides the page.
#[derive(Debug)]
pub struct PacketContents<'a> {
    /// The day on which the packet is made.
    pub today: Day,
    /// The id of the person who is asked, if it is on record.
    pub asked_of: Option<&'a str>,
    /// Who asks for the review; the title of the site if nobody is named.
    pub asked_by: Option<&'a str>,
    /// The day until which an answer is asked for.
    pub until: Option<Day>,
    /// Findings about sentences that cite no source; those in texts that the page shows are listed.
    pub uncited: Vec<&'a Diagnostic>,
}

/// A packet, and what an answer to it can refer to.
#[derive(Debug)]
pub struct Packet {
    /// The file.
    pub html: String,
    /// The title of the page.
    pub title: String,
    /// The tag of the page's language.
    pub language: String,
    /// The paragraphs of the page, by their numbers from 1.
    pub paragraphs: Vec<Paragraph>,
    /// The hash of the words that are reviewed, as `wellpress review sign --read` takes it.
    pub hash: String,
}

/// The packet of a page. Pictures and videos are read from `files`.
#[must_use]
pub fn packet(cx: &RenderContext<'_>, files: &dyn Files, page: &Page, contents: &PacketContents<'_>) -> Packet {
    with_packet(cx, page, |packet| {
        let (main, paragraphs) = packet.main_with_media(files, contents);
        Packet {
            html: packet.document(&main, contents),
            title: page.title.clone(),
            language: cx.config.languages[page.language].tag.clone(),
            paragraphs,
            hash: packet.hash.to_owned(),
        }
    })
}

/// Calls the function with the words of a page that are reviewed.
fn with_packet<T>(cx: &RenderContext<'_>, page: &Page, make: impl FnOnce(&ReviewPacket<'_>) -> T) -> T {
    let reviewed = ReviewedText::of(cx.config, cx.resolved.texts(), page);
    let hash = reviewed.hash();
    make(&ReviewPacket { cx, page, reviewed: &reviewed, hash: &hash })
}

struct ReviewPacket<'a> {
    cx: &'a RenderContext<'a>,
    page: &'a Page,
    reviewed: &'a ReviewedText,
    hash: &'a str,
}

impl ReviewPacket<'_> {
    fn title(&self) -> String {
        self.say_with("text-packet-title", "title", &self.page.title)
    }

    /// The approval since which the page changed, if the reviewer can approve of these changes alone.
    fn approval_before_changes(&self) -> Option<&SignOff> {
        self.cx.resolved.approval_before_changes(self.page)
    }

    /// The sections with their pictures and videos inside, and the paragraphs in them.
    fn main_with_media(&self, files: &dyn Files, contents: &PacketContents<'_>) -> (String, Vec<Paragraph>) {
        let cx = self.cx;
        let mut numbering = ParagraphNumbering::default();
        let main = self.main(files, contents, &mut numbering);
        let texts = self.texts();
        let pictures = texts.iter().flat_map(|text| cx.resolved.pages[*text].pictures());
        let main = pictures::include(&main, cx, files, pictures);
        let shown_files = texts.iter().flat_map(|text| cx.resolved.pages[*text].files());
        let main = videos::include(main, cx, files, shown_files.collect(), &|file| {
            self.say_with("text-packet-video", "file", file)
        });
        (standalone_text::with_absolute_addresses(&main, cx.config), numbering.paragraphs)
    }

    /// All sections. Paragraphs of what readers get are numbered; tables and lists that repeat it for the reviewer are not.
    fn main(&self, files: &dyn Files, contents: &PacketContents<'_>, numbering: &mut ParagraphNumbering) -> String {
        let mut numbered = |html: String| numbering.number(&html);
        let list = references::list(self.cx.text_context(self.page), &self.resolved().citations);
        [
            self.request(contents),
            self.about(contents),
            changes::section(self.cx, self.page),
            self.section("text-packet-details", numbered(self.details())),
            self.section("text-packet-disclaimers", numbered(self.disclaimers())),
            self.section("text-packet-text", numbered(self.text())),
            self.section("text-packet-captions", numbered(self.captions(files))),
            self.section("text-packet-terms", numbered(self.terms())),
            self.section("text-packet-claims", self.claims()),
            self.section("text-packet-uncited", self.uncited(&contents.uncited)),
            self.section("text-references-entry", numbered(list)),
            self.answer_form(),
            self.paper_form(),
        ]
        .concat()
    }

    /// What is asked of the reviewer, by whom, until when, and how to answer.
    fn request(&self, contents: &PacketContents<'_>) -> String {
        let by = contents.asked_by.unwrap_or(&self.cx.config.languages[self.page.language].title);
        let until = contents.until.map(|day| {
            let date = self.cx.date(self.page.language, day).text;
            format!(" <strong>{}</strong>", escaped(&self.say_with("text-packet-until", "date", &date)))
        });
        format!(
            "<div class=\"request\">\n<p>{}{}</p>\n<p class=\"screen\">{}</p>\n</div>\n",
            escaped(&self.say_with("text-packet-ask", "by", by)),
            until.unwrap_or_default(),
            self.say_html("text-packet-how"),
        )
    }

    /// Names the page and the words that are reviewed, in a form that an answer by any program keeps. What the packet says of the
    /// request follows: with it the same packet can be made again when the answer comes.
    fn packet_line(&self, contents: &PacketContents<'_>) -> String {
        let (language, hash) = (&self.cx.config.languages[self.page.language].tag, self.hash);
        let id = self.cx.resolved.site.full_id(self.page);
        let PacketContents { today, asked_by, asked_of, until, .. } = contents;
        let until = until.map_or_else(|| "-".to_owned(), |day| day.to_string());
        let asked_of = asked_of.map(|person| format!(" {ASKED_OF}{person}")).unwrap_or_default();
        let since = self.approval_before_changes().map(|approval| format!(" {SINCE}{}", approval.hash));
        let since = since.unwrap_or_default();
        let by = asked_by.unwrap_or_default();
        format!("PACKET {id} {language} {hash} {today} {until}{asked_of}{since} {by}").trim_end().to_owned()
    }

    /// What a reviewer fills in by hand. On a screen with the script, the answer takes its place.
    fn paper_form(&self) -> String {
        let comments = self.section("text-packet-comments", "<p class=\"line\"></p>\n".repeat(COMMENT_LINES));
        format!("<div class=\"paper\">\n{comments}{}</div>\n", self.section("text-packet-sign", self.form()))
    }

    fn resolved(&self) -> &ResolvedPage {
        &self.cx.resolved.pages[self.page.id]
    }

    /// A string of the theme as HTML.
    fn say_html(&self, key: &str) -> String {
        escaped(&self.cx.say(self.page.language, key))
    }

    fn say(&self, key: &str) -> String {
        self.cx.say(self.page.language, key)
    }

    fn say_with(&self, key: &str, name: &str, value: &str) -> String {
        self.cx.theme.strings.format(self.page.language, key, &[(name, MessageValue::Text(value))])
    }

    /// A section with its heading; an empty one is left out.
    fn section(&self, title_key: &str, content: String) -> String {
        if content.is_empty() {
            return content;
        }
        format!("<section>\n<h2>{}</h2>\n{content}</section>\n", self.say_html(title_key))
    }

    /// The file, the address and the dates of the page, and the people who wrote and reviewed it.
    fn about(&self, contents: &PacketContents<'_>) -> String {
        let rows: String = self.about_rows(contents).iter().map(|(name, value)| about_row(name, value)).collect();
        format!("<dl class=\"about\">\n{rows}</dl>\n")
    }

    fn about_rows(&self, contents: &PacketContents<'_>) -> Vec<(String, String)> {
        let (cx, page) = (self.cx, self.page);
        let byline = cx.byline(page);
        let dates = [
            ("published", &byline.published),
            ("last-reviewed", &byline.last_reviewed),
            ("changed-since-review", &byline.changed_since),
            ("next-review-due", &byline.next_review),
        ];
        let mut rows = vec![
            (self.say("text-packet-file"), page.source.path.to_string()),
            (self.say("text-packet-address"), cx.config.base.shown(&page.url)),
            (self.say("text-packet-made"), cx.date(page.language, contents.today).text),
            (self.say("text-packet-packet"), self.packet_line(contents)),
        ];
        rows.extend(byline.people.iter().map(|person| (person.role.clone(), person.name.clone())));
        rows.extend(dates.into_iter().filter_map(|(key, date)| Some((self.say(key), date.as_ref()?.text.clone()))));
        rows
    }

    /// The fields that the settings declare for the page's section.
    fn fields(&self) -> String {
        let fields = declared_fields(self.cx, self.page).into_iter();
        let rows: String =
            fields.map(|field| format!("<dt>{}</dt><dd>{}</dd>\n", escaped(&field.label), field.html)).collect();
        if rows.is_empty() { rows } else { format!("<dl>\n{rows}</dl>\n") }
    }

    /// What a page shows beside its text, such as the position of an exercise, by the names of the fields in the author's files. It is
    /// signed with the text.
    fn details(&self) -> String {
        term_list(&self.detail_rows())
    }

    fn detail_rows(&self) -> Vec<(&str, &str)> {
        const SHOWN_IN_TEXT: &str = "description key_points hero images video dose cautions stop_if schedule";
        let own_words = self.reviewed.parts.get(OWN_TEXT).map_or("", |part| &part.words);
        let fields = own_words.lines().filter_map(|line| line.split_once(": ")).filter(|(name, _)| {
            let field = name.split('.').next().unwrap_or(name);
            is_signed(self.page.kind, field) && !SHOWN_IN_TEXT.split(' ').any(|shown| shown == field)
        });
        let topics = self.reviewed.parts.iter().filter(|(name, _)| name.starts_with("topic:"));
        fields.chain(topics.map(|(_, part)| ("topic", part.words.as_str()))).collect()
    }

    /// Every disclaimer that the page shows anywhere, with its title and version.
    fn disclaimers(&self) -> String {
        self.disclaimer_ids().map(|id| self.disclaimer(id)).collect()
    }

    fn disclaimer_ids(&self) -> impl Iterator<Item = DisclaimerId> {
        let placed = &self.resolved().disclaimers;
        let ids = placed.top.iter().chain(&placed.bottom).chain(&placed.with_exercise).chain(&placed.with_video);
        ids.copied()
    }

    fn disclaimer(&self, id: DisclaimerId) -> String {
        let disclaimer = &self.cx.resolved.site.disclaimers[id];
        let version = self.version_of(id).map(|version| format!("<p class=\"version\">{}</p>\n", escaped(&version)));
        let title = escaped(&disclaimer.title);
        let text = blocks::disclaimer(self.cx.text_context(self.page), id, self.spot(id));
        format!("<h3>{title}</h3>\n{}{text}", version.unwrap_or_default())
    }

    /// The version of a disclaimer in words.
    fn version_of(&self, id: DisclaimerId) -> Option<String> {
        let version = self.cx.resolved.site.disclaimers[id].version.as_ref()?;
        Some(self.say_with("text-packet-version", "version", version))
    }

    /// Where the page shows a disclaimer. `None` for those inside the text: they are in the packet twice, and their citation marks
    /// keep the ids in the text.
    fn spot(&self, id: DisclaimerId) -> Option<DisclaimerPosition> {
        let placed = &self.resolved().disclaimers;
        let is_top = placed.top.contains(&id).then_some(DisclaimerPosition::Top);
        is_top.or_else(|| placed.bottom.contains(&id).then_some(DisclaimerPosition::Bottom))
    }

    /// The text as readers get it, with nothing folded. Who signs a programme signs its exercises too.
    fn text(&self) -> String {
        let text_cx = self.cx.text_context(self.page);
        let pictures = standalone_text::pictures(self.cx, self.page.id);
        let pictures = pictures.map(|picture| figure(text_cx, picture)).collect::<String>();
        let description =
            self.page.description.as_ref().map(|words| format!("<p class=\"dek\">{}</p>\n", escaped(words)));
        let mut notices = String::new();
        if let Some(full) = self.cx.resolved.site.full_page_of(self.page.id) {
            forms::before_easy_read(&mut notices, text_cx, full, self.page);
        }
        let text = standalone_text::text(self.cx, self.page);
        pictures + &description.unwrap_or_default() + &self.fields() + &notices + &text
    }

    /// The page and the exercises that it shows or schedules, each once.
    fn texts(&self) -> Vec<PageId> {
        let resolved = self.cx.resolved;
        let mut texts = vec![self.page.id];
        for exercise in resolved.exercise_texts_of(self.page) {
            if !texts.contains(&exercise) {
                texts.push(exercise);
            }
        }
        texts
    }

    /// The words of the captions of videos, each file once. The videos themselves are too large for a file that is mailed.
    fn captions(&self, files: &dyn Files) -> String {
        let captions = self.spoken_captions(files).into_iter();
        captions.map(|(path, words)| format!("<h3>{}</h3>\n<p>{}</p>\n", escaped(path), escaped(&words))).collect()
    }

    fn spoken_captions(&self, files: &dyn Files) -> Vec<(&str, String)> {
        let shown_files = self.texts().into_iter().flat_map(|text| self.cx.resolved.pages[text].files());
        let paths: BTreeSet<&str> = shown_files.filter(|path| path.ends_with(".vtt")).collect();
        let captions = paths.into_iter().filter_map(|path| {
            let bytes = files.read(&self.cx.config.root.join(path)).ok()?;
            Some((path, spoken_words(&String::from_utf8_lossy(&bytes))))
        });
        captions.collect()
    }

    /// The definitions of the glossary that readers see at a word of the texts.
    fn terms(&self) -> String {
        term_list(&self.term_rows())
    }

    fn term_rows(&self) -> Vec<(&str, &str)> {
        let texts = self.texts().into_iter().map(|text| &self.cx.resolved.pages[text].body);
        let targets = texts.flat_map(|body| body.directives.values());
        let terms: BTreeMap<&str, &str> = targets
            .filter_map(|target| match target {
                DirectiveTarget::Term { name, definition, .. } => Some((name.as_str(), definition.as_str())),
                _ => None,
            })
            .collect();
        terms.into_iter().collect()
    }

    /// Key points and sentences that state something and name no source, each with a box to tick.
    fn uncited(&self, findings: &[&Diagnostic]) -> String {
        let text_cx = self.cx.text_context(self.page);
        let points = self.page.key_points().filter(|(_, body)| body.citations.is_empty());
        let points: String = points.map(|(id, _)| box_item_html(&fields::front_text(text_cx, self.page, id))).collect();
        let mut html = match points.as_str() {
            "" => String::new(),
            points => {
                format!("<h3>{}</h3>\n<ul class=\"boxes\">\n{points}</ul>\n", self.say_html("text-packet-points"))
            }
        };
        for (title, sentences) in self.uncited_sentences(findings) {
            let (title, sentences) =
                (escaped(title), sentences.iter().map(|words| box_item(words)).collect::<String>());
            let _ = write!(html, "<h3>{title}</h3>\n<ul class=\"boxes\">\n{sentences}</ul>\n");
        }
        html
    }

    /// The sentences of each text that name no source, below its title.
    fn uncited_sentences(&self, findings: &[&Diagnostic]) -> Vec<(&str, Vec<String>)> {
        let texts = self.texts().into_iter().map(|text| self.cx.resolved.site.page(text));
        let sentences = texts.map(|text| {
            let in_text = findings.iter().filter(|finding| *finding.location.file == *text.source.path);
            (text.title.as_str(), in_text.filter_map(|finding| sentence(finding)).collect::<Vec<_>>())
        });
        sentences.filter(|(_, sentences)| !sentences.is_empty()).collect()
    }

    /// A table of every sentence with a citation mark, in the page and in the exercises that it shows, beside its source.
    fn claims(&self) -> String {
        let texts = self.texts();
        let rows: String = self.sources(&texts).into_iter().map(|id| self.claims_row(&texts, id)).collect();
        if rows.is_empty() {
            return rows;
        }
        let (claim, source) = (self.say_html("text-packet-claim"), self.say_html("text-packet-source"));
        format!(
            "<table class=\"claims\">\n<thead><tr><th scope=\"col\">{claim}</th><th scope=\"col\">{source}</th></tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n"
        )
    }

    /// The sources of these texts: those of the page in the order of its list, then those of its exercises alone.
    fn sources(&self, texts: &[PageId]) -> Vec<ReferenceId> {
        let mut sources: Vec<ReferenceId> = self.resolved().citations.sources().collect();
        for id in texts.iter().flat_map(|page| self.cx.resolved.cited_by(*page)) {
            if !sources.contains(&id) {
                sources.push(id);
            }
        }
        sources
    }

    fn claims_row(&self, texts: &[PageId], source: ReferenceId) -> String {
        let passages = texts.iter().flat_map(|page| {
            let passages = self.cx.resolved.passages(*page, source);
            passages.iter().map(|passage| self.claim(*page, passage))
        });
        let mut claims: String = passages.collect();
        if claims.is_empty() {
            claims = format!("<p class=\"unmarked\">{}</p>\n", self.say_html("text-packet-unmarked"));
        }
        format!("<tr><td>{claims}</td><td>{}</td></tr>\n", self.source(source))
    }

    /// The sentence around a mark, with the heading above it; for a sentence of an exercise with the exercise's title too.
    fn claim(&self, page: PageId, passage: &CitingPassage) -> String {
        let section = self.place_of_claim(page, passage);
        let section = match section.as_str() {
            "" => String::new(),
            section => format!("<span class=\"place\">{}</span> ", escaped(section)),
        };
        let [start, mark, end] = [passage.before(), passage.mark(), passage.after()].map(escaped);
        format!("<p>{section}{start}<mark>{mark}</mark>{end}</p>\n")
    }

    fn place_of_claim(&self, page: PageId, passage: &CitingPassage) -> String {
        let page = self.cx.resolved.site.page(page);
        match (&*passage.heading, page.id == self.page.id) {
            (heading, true) => heading.to_owned(),
            ("", false) => page.title.clone(),
            (heading, false) => format!("{}: {heading}", page.title),
        }
    }

    fn source(&self, reference: ReferenceId) -> String {
        let text_cx = self.cx.text_context(self.page);
        let mut html = String::from("<p>");
        rich_text(&mut html, text_cx.entry(text_cx.citations.style, reference), Links::Written);
        html.push_str("</p>\n");
        for link in references::links(self.cx.resolved.site.library.get(reference)) {
            html.push_str("<p><a href=\"");
            attribute(&mut html, &link.url);
            let _ = writeln!(html, "\">{}: {}</a></p>", self.say_html(link.name_key), escaped(&link.url));
        }
        html
    }

    /// Boxes and lines for the reviewer, the hash of the text that is signed, and for each decision the command that records it.
    fn form(&self) -> String {
        let roles =
            ReviewRole::ALL.map(|role| box_item(&self.say(&format!("text-reviewed-{}", role.as_str())))).concat();
        let decisions = Decision::ALL.map(|decision| box_item(&self.say(decision_key(decision)))).concat()
            + &self.approved_changes().map(|words| box_item(&words)).unwrap_or_default();
        let lines = ["text-packet-name", "text-packet-date", "text-packet-signature"];
        let lines = lines.map(|key| format!("<p class=\"line\">{}</p>\n", self.say_html(key))).concat();
        let note = escaped(&self.say_with("text-packet-hash", "hash", self.hash));
        let about_commands = self.say_html("text-packet-command");
        let said = |words: String, command: String| {
            format!("<p>{}<br><code>{}</code></p>\n", escaped(&words), escaped(&command))
        };
        let commands = Decision::ALL.map(|decision| said(self.say(decision_key(decision)), self.command(decision)));
        let of_changes = self
            .approved_changes()
            .map(|words| said(words, format!("{} --only-changes", self.command(Decision::Approved))));
        format!(
            "<form>\n<ul class=\"boxes\">\n{roles}</ul>\n<ul class=\"boxes\">\n{decisions}</ul>\n{lines}</form>\n\
             <p class=\"hash\">{note}</p>\n<p>{about_commands}</p>\n{}",
            commands.concat() + &of_changes.unwrap_or_default()
        )
    }

    /// The command that records a decision about the words with this hash.
    fn command(&self, decision: Decision) -> String {
        let is_main = self.page.language == MAIN_LANGUAGE;
        let tag = &self.cx.config.languages[self.page.language].tag;
        let language = if is_main { String::new() } else { format!(" --language {tag}") };
        let id = format!("{}{language}", self.cx.resolved.site.full_id(self.page));
        let flags = match decision {
            Decision::Approved => "",
            Decision::ChangesRequested => " --decision changes-requested --note \"NOTE\"",
        };
        format!("wellpress review sign {id} --as PERSON --role ROLE --read {}{flags}", self.hash)
    }
}

/// The words of a file in the form WebVTT: the lines below those with a time, up to the next empty line.
fn spoken_words(captions: &str) -> String {
    let mut words = Vec::new();
    let mut is_cue = false;
    for line in captions.lines().map(str::trim) {
        if line.is_empty() {
            is_cue = false;
        } else if is_cue {
            words.push(line);
        }
        is_cue |= line.contains("-->");
    }
    words.join(" ")
}

/// A list of terms; empty without any.
fn term_list(rows: &[(&str, &str)]) -> String {
    let rows: String = rows.iter().map(|(name, words)| about_row(name, words)).collect();
    if rows.is_empty() { rows } else { format!("<dl class=\"terms\">\n{rows}</dl>\n") }
}

fn about_row(name: &str, value: &str) -> String {
    format!("<div><dt>{}</dt><dd>{}</dd></div>\n", escaped(name), escaped(value))
}

/// A box to tick by hand.
fn box_item(label: &str) -> String {
    box_item_html(&escaped(label))
}

fn box_item_html(label: &str) -> String {
    format!("<li><span class=\"box\" aria-hidden=\"true\"></span> {label}</li>\n")
}

/// A picture with all that is said about it. The alternative text is shown too, as readers who do not see the picture get it.
fn figure(text_cx: TextContext<'_>, picture: &ResolvedPicture) -> String {
    let credit = media::credit(picture, text_cx.strings, text_cx.language);
    let words = [picture.caption.as_deref(), Some(&*picture.alt), credit.as_deref()];
    let words: String = words
        .into_iter()
        .flatten()
        .filter(|words| !words.is_empty())
        .map(|words| format!("<p>{}</p>", escaped(words)))
        .collect();
    let mut html = String::from("<figure><img src=\"");
    attribute(&mut html, &picture.url);
    html.push_str("\" alt=\"");
    attribute(&mut html, &picture.alt);
    let _ = writeln!(html, "\"><figcaption>{words}</figcaption></figure>");
    html
}

/// The words that a finding is about; those of the first line, if they go over several.
fn sentence(finding: &Diagnostic) -> Option<String> {
    let location = &finding.location;
    let line = location.excerpt.as_deref()?;
    let end = if location.end_line == location.line { location.end_column as usize } else { usize::MAX };
    let start = (location.column as usize).saturating_sub(1);
    let words: String = line.chars().take(end.saturating_sub(1)).skip(start).collect();
    let words = words.trim();
    (!words.is_empty()).then(|| words.to_owned())
}

fn decision_key(decision: Decision) -> &'static str {
    match decision {
        Decision::Approved => "text-packet-approved",
        Decision::ChangesRequested => "text-packet-changes",
    }
}
