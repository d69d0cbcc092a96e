//! [`PageCopy`]: a page as JSON. Input: a page and its arranged blocks. Output: an object whose first keys are the notices, and the
//! JSON Schema of each kind.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;
use serde_json::{Map, Value, json};

use wellpress_bibliography::{ExportFormat, Notice as PublishedNotice, NoticeKind};
use wellpress_render::pages::records::copies::copy_url;
use wellpress_render::pages::render_context::RenderContext;
use wellpress_render::safety::SafetyNotice;
use wellpress_site::config::MachineFormat;
use wellpress_site::model::copies::formats_of;
use wellpress_site::model::{Page, PageRecord};
use wellpress_site::resolve::cautions::{self, ShownCaution};
use wellpress_site::sections::ContentKind;
use wellpress_walk::{Block, Event, LostNotice};

use crate::arrange::{Arranged, FrontNotice, children};
use crate::fragment;
use crate::identity::Identity;
use crate::records::{ArticleRecord, ExerciseRecord, PageLink, PersonRecord, PlainRecord, ProgrammeRecord};

/// The number of the form in which copies are written. A change that old readers misread has another one.
const VERSION: u32 = 1;

/// A page as JSON. The notices come first: read them before all else, and pass them on.
#[derive(Debug, Serialize, JsonSchema)]
struct PageCopy<R> {
    #[serde(flatten)]
    notices: Notices,
    /// The version of this form, `1`.
    version: u32,
    #[serde(flatten)]
    identity: Identity,
    /// What the kind of the page has besides its text; none of a withdrawn page.
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<R>,
    /// The text as Markdown, if the site has no copy in Markdown. The notices of exercises that it shows are in it too.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// The address of the copy in Markdown, which has the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    markdown: Option<String>,
    /// The numbered sources.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sources: Vec<SourceCopy>,
}

/// What readers have to know before the text. A key that is missing says that the page has no such notice.
#[derive(Debug, Default, Serialize, JsonSchema)]
struct Notices {
    /// That the page was withdrawn. It has no text then.
    #[serde(skip_serializing_if = "Option::is_none")]
    withdrawn: Option<Withdrawn>,
    /// That nobody with a medical credential has reviewed the page, or that it changed since somebody signed it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_reviewed: Vec<Notice>,
    /// What the page is not, and what it does not replace.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    disclaimers: Vec<Notice>,
    /// For whom an exercise is wrong, or has to be changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cautions: Vec<Caution>,
    /// When to stop an exercise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    stop_if: Vec<Notice>,
    /// When to get help.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    care: Vec<Notice>,
    /// What the text warns of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<Notice>,
    /// Exercises and programmes of the text that were withdrawn.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    withdrawn_parts: Vec<Notice>,
}

/// A notice.
#[derive(Debug, Serialize, JsonSchema)]
struct Notice {
    /// The words, as Markdown.
    text: String,
    /// The titles of the exercises or programmes that it is about; without them it is about the page.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    about: Vec<String>,
}

/// A caution.
#[derive(Debug, Serialize, JsonSchema)]
struct Caution {
    #[serde(flatten)]
    notice: Notice,
    /// What people with the condition should do: `avoid`, `modify` or `ask`. It is there if the caution is the page's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    severity: Option<&'static str>,
    /// The title of the condition.
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<String>,
}

/// That a page was withdrawn.
#[derive(Debug, Serialize, JsonSchema)]
struct Withdrawn {
    /// On which day.
    date: String,
    /// Why.
    reason: String,
    /// The page to read instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    successor: Option<PageLink>,
}

/// A source of the page.
#[derive(Debug, Serialize, JsonSchema)]
struct SourceCopy {
    /// The number in the list.
    number: u32,
    /// What happened to it after it was published. A retracted source must not be relied on.
    #[serde(skip_serializing_if = "Option::is_none")]
    notice: Option<SourceNotice>,
    /// The source in the variables of CSL-JSON: what names it, if the site has a copy in Markdown, whose list has the rest.
    item: Map<String, Value>,
}

/// That a source was retracted, doubted or corrected.
#[derive(Debug, Serialize, JsonSchema)]
struct SourceNotice {
    /// `retracted`, `concern` or `corrected`.
    kind: &'static str,
    /// The day of the notice.
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    /// The DOI of the notice.
    #[serde(skip_serializing_if = "Option::is_none")]
    doi: Option<String>,
    /// The reasons.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reasons: Vec<String>,
}

/// The text of the copy, with a line end.
pub(crate) fn json(cx: &RenderContext<'_>, page: &Page, arranged: &Arranged) -> Result<String, LostNotice> {
    let text_cx = cx.text_context(page);
    match &page.record {
        PageRecord::Article(article) => written(cx, page, arranged, || ArticleRecord::of(text_cx, page, article)),
        PageRecord::Exercise(exercise) => {
            written(cx, page, arranged, || ExerciseRecord::of(cx, page, exercise, &arranged.text))
        }
        PageRecord::Programme(programme) => {
            written(cx, page, arranged, || Ok(ProgrammeRecord::of(cx, text_cx, programme)))
        }
        PageRecord::Person(person) => written(cx, page, arranged, || Ok(PersonRecord::of(person))),
        PageRecord::Topic(_) | PageRecord::Plain => written(cx, page, arranged, || Ok(PlainRecord {})),
    }
}

fn written<R: Serialize>(
    cx: &RenderContext<'_>,
    page: &Page,
    arranged: &Arranged,
    record: impl FnOnce() -> Result<R, LostNotice>,
) -> Result<String, LostNotice> {
    let mut notices = Notices::default();
    for notice in &arranged.notices {
        notices.add(cx, page, notice)?;
    }
    let is_shown = !page.is_withdrawn();
    let has_markdown = formats_of(cx.config, page).any(|format| format == MachineFormat::Markdown);
    let text = if is_shown && !has_markdown { Some(fragment(page, arranged.text.events())?) } else { None };
    let copy = PageCopy {
        notices,
        version: VERSION,
        identity: Identity::of(cx, page),
        record: if is_shown { Some(record()?) } else { None },
        text,
        markdown: has_markdown.then(|| copy_url(cx, page, MachineFormat::Markdown)),
        sources: if is_shown { sources(cx, page, has_markdown) } else { Vec::new() },
    };
    Ok(format!("{}\n", serde_json::to_string(&copy).unwrap_or_default()))
}

impl Notices {
    /// Adds a notice under its key. Without a default, so that a new kind of notice does not compile without one.
    fn add(&mut self, cx: &RenderContext<'_>, page: &Page, notice: &FrontNotice) -> Result<(), LostNotice> {
        let whole = notice.content.events();
        match notice.kind {
            SafetyNotice::Withdrawal if notice.about.is_empty() && page.is_withdrawn() => {
                self.withdrawn = withdrawn(cx, page)
            }
            SafetyNotice::Withdrawal => self.withdrawn_parts.push(Notice::of(page, notice, whole)?),
            SafetyNotice::MissingReview => self.not_reviewed.push(Notice::of(page, notice, whole)?),
            SafetyNotice::Disclaimer => self.disclaimers.push(Notice::of(page, notice, whole)?),
            SafetyNotice::CareCard if notice.is_warning => self.warnings.push(Notice::of(page, notice, whole)?),
            SafetyNotice::CareCard => self.care.push(Notice::of(page, notice, whole)?),
            SafetyNotice::Caution => self.add_cautions(cx, page, notice)?,
            SafetyNotice::StopSignals => {
                for signal in signals(whole) {
                    self.stop_if.push(Notice::of(page, notice, signal)?);
                }
            }
        }
        Ok(())
    }

    /// Adds each caution of a notice. Those of the page itself come first, in the order of its record.
    fn add_cautions(&mut self, cx: &RenderContext<'_>, page: &Page, notice: &FrontNotice) -> Result<(), LostNotice> {
        let of_page =
            if notice.about.is_empty() && self.cautions.is_empty() { cautions_of(cx, page) } else { Vec::new() };
        let shown: Vec<&[Event]> = children(notice.content.events()).collect();
        for (at, words) in shown.iter().enumerate() {
            let known = of_page.get(at).filter(|_| of_page.len() == shown.len());
            let condition =
                known.and_then(|known| known.condition).map(|topic| cx.resolved.site.page(topic).title.clone());
            let severity = known.map(|known| <&'static str>::from(known.caution.severity));
            self.cautions.push(Caution { notice: Notice::of(page, notice, words)?, severity, condition });
        }
        Ok(())
    }
}

/// The cautions of an exercise or a programme, in the order in which its page shows them.
fn cautions_of<'a>(cx: &RenderContext<'a>, page: &'a Page) -> Vec<ShownCaution<'a>> {
    match &page.record {
        PageRecord::Exercise(exercise) => cautions::of_exercise(cx.resolved.site, Some(page), exercise),
        PageRecord::Programme(programme) => cautions::of_programme(cx.resolved, Some(page), programme),
        _ => Vec::new(),
    }
}

impl Notice {
    fn of(page: &Page, notice: &FrontNotice, words: &[Event]) -> Result<Self, LostNotice> {
        Ok(Self { text: fragment(page, words)?, about: notice.about.clone() })
    }
}

/// The content of the items in a notice; all of it, if it is no list.
fn signals(content: &[Event]) -> Vec<&[Event]> {
    let is_list =
        |child: &&[Event]| matches!(&child[0], Event::Start(element) if matches!(element.block, Block::List(_)));
    let items = children(content).filter(is_list).flat_map(|list| children(&list[1..list.len() - 1]));
    let items: Vec<&[Event]> = items.map(|item| &item[1..item.len() - 1]).collect();
    if items.is_empty() { vec![content] } else { items }
}

fn withdrawn(cx: &RenderContext<'_>, page: &Page) -> Option<Withdrawn> {
    let withdrawal = page.editorial()?.withdrawn.as_ref()?;
    Some(Withdrawn {
        date: withdrawal.date.to_string(),
        reason: withdrawal.reason.clone(),
        successor: withdrawal.successor.map(|successor| PageLink::to(cx, successor)),
    })
}

/// What names a source. The list in the copy in Markdown has the rest.
const IDENTIFIERS: [&str; 5] = ["DOI", "PMID", "PMCID", "ISBN", "URL"];

fn sources(cx: &RenderContext<'_>, page: &Page, has_markdown: bool) -> Vec<SourceCopy> {
    let listed = &cx.resolved.pages[page.id].citations.list;
    let file = cx.entries.file(ExportFormat::Json, listed.iter().map(|source| source.reference));
    let items: Vec<Map<String, Value>> = serde_json::from_str(&file).unwrap_or_default();
    let copy = |(source, mut item): (&wellpress_site::resolve::citations::ListedSource, Map<String, Value>)| {
        // What helps to find a source again is enough; the export of the page has the rest.
        ["abstract", "accessed", "custom", "keyword", "note"].into_iter().for_each(|name| drop(item.remove(name)));
        if has_markdown {
            let is_named = IDENTIFIERS.iter().any(|name| item.contains_key(*name));
            item.retain(|name, _| name == "id" || IDENTIFIERS.contains(&&**name) || (name == "title" && !is_named));
        }
        let notice = cx.resolved.site.library.notice(source.reference).map(source_notice);
        SourceCopy { number: source.number, notice, item }
    };
    listed.iter().zip(items).map(copy).collect()
}

fn source_notice(notice: &PublishedNotice) -> SourceNotice {
    SourceNotice {
        kind: match notice.kind {
            NoticeKind::Retracted => "retracted",
            NoticeKind::Concern => "concern",
            NoticeKind::Corrected => "corrected",
        },
        date: notice.date.map(|day| day.to_string()),
        doi: notice.doi.clone(),
        reasons: notice.reasons.clone(),
    }
}

/// The JSON Schema (2020-12) of the copies of a kind of page; `None` for kinds without copies.
#[must_use]
pub fn schema(kind: ContentKind) -> Option<Value> {
    let schema = match kind {
        ContentKind::Article => schema_of::<ArticleRecord>(),
        ContentKind::Exercise => schema_of::<ExerciseRecord>(),
        ContentKind::Programme => schema_of::<ProgrammeRecord>(),
        ContentKind::Person => schema_of::<PersonRecord>(),
        ContentKind::Page => schema_of::<PlainRecord>(),
        ContentKind::Topic | ContentKind::Disclaimer | ContentKind::Snippet => return None,
    };
    Some(with_kind(schema, kind))
}

fn schema_of<R: JsonSchema>() -> Value {
    // Keys that are left out when they are empty are not required.
    let settings =
        SchemaSettings::draft2020_12().with(|settings| settings.contract = schemars::generate::Contract::Serialize);
    settings.into_generator().into_root_schema_for::<PageCopy<R>>().to_value()
}

fn with_kind(mut schema: Value, kind: ContentKind) -> Value {
    schema["title"] = json!(format!("{}.json: the copy of a page for programs", kind.name()));
    schema["properties"]["kind"]["const"] = json!(kind.name());
    schema["properties"]["version"]["const"] = json!(VERSION);
    schema["additionalProperties"] = json!(false);
    schema
}
