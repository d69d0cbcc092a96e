//! The records of pages in JSON: what each kind of page has besides its text. Input: a page. Output: a struct for each kind, from which
//! the schemas are made.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use wellpress_render::html::{TextContext, dose as dose_words, scheduled_doses};
use wellpress_render::pages::render_context::RenderContext;
use wellpress_site::model::article::Article;
use wellpress_site::model::exercise::Exercise;
use wellpress_site::model::person::Person;
use wellpress_site::model::programme::Programme;
use wellpress_site::model::{Page, PageId};
use wellpress_site::parse::front_matter::Dose;
use wellpress_walk::{Block, Blocks, Event, ListKind, LostNotice, front_text};

use crate::arrange::children;
use crate::fragment;

/// A page that another one names.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct PageLink {
    /// The title of the page.
    pub title: String,
    /// The address of the page.
    pub url: String,
}

impl PageLink {
    pub fn to(cx: &RenderContext<'_>, page: PageId) -> Self {
        let page = cx.resolved.site.page(page);
        Self { title: page.title.clone(), url: cx.config.base.absolute(&page.url) }
    }
}

/// How much to do, by the names of the fields of a dose: `sets`, `reps`, `hold`, `rounds`, `rest`, `frequency`, `sides`.
pub(crate) type DoseFacts = BTreeMap<&'static str, String>;

fn dose(of: &Dose) -> DoseFacts {
    dose_words::dose_facts(of).into_iter().collect()
}

/// What an article has besides its text.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ArticleRecord {
    /// What readers should remember, as Markdown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub key_points: Vec<String>,
}

impl ArticleRecord {
    pub fn of(text_cx: TextContext<'_>, page: &Page, _: &Article) -> Result<Self, LostNotice> {
        let points = page.key_points().map(|(id, _)| fragment(page, front_text(text_cx, page, id).events()));
        Ok(Self { key_points: points.collect::<Result<_, _>>()? })
    }
}

/// What an exercise has besides its text.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ExerciseRecord {
    /// How much to do.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub dose: DoseFacts,
    /// What the text says before the steps, as Markdown.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub before_steps: String,
    /// The steps in their order, as Markdown, each with what stands between it and the next one. Read the cautions and the signals to stop
    /// before them.
    pub steps: Vec<String>,
    /// What the text says behind the steps, as Markdown.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub after_steps: String,
    /// The position of the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<String>,
    /// How demanding it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// What it trains.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trains: Option<String>,
    /// What is needed; an empty list says that nothing is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub equipment: Option<Vec<String>>,
    /// The regions of the body.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<String>,
    /// The muscles.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub muscles: Vec<String>,
    /// Exercises that are easier forms of this one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub easier: Vec<PageLink>,
    /// Exercises that are harder forms of this one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub harder: Vec<PageLink>,
}

impl ExerciseRecord {
    pub fn of(cx: &RenderContext<'_>, page: &Page, exercise: &Exercise, text: &Blocks) -> Result<Self, LostNotice> {
        let links = |pages: &[PageId]| pages.iter().map(|page| PageLink::to(cx, *page)).collect();
        let HowTo { before, steps, after } = HowTo::of(text);
        Ok(Self {
            dose: dose(&exercise.dose),
            before_steps: fragment(page, &before)?,
            steps: steps.iter().map(|step| fragment(page, step)).collect::<Result<_, _>>()?,
            after_steps: fragment(page, &after)?,
            position: exercise.position.clone(),
            level: exercise.level.map(|level| level.to_string()),
            trains: exercise.kind.map(|kind| kind.to_string()),
            equipment: exercise.equipment.clone(),
            regions: exercise.regions.clone(),
            muscles: exercise.muscles.clone(),
            easier: links(&exercise.easier),
            harder: links(&exercise.harder),
        })
    }
}

/// How the exercise is done whose page it is. Exercises that its text shows are in blocks of their own.
#[derive(Default)]
struct HowTo {
    before: Vec<Event>,
    steps: Vec<Vec<Event>>,
    after: Vec<Event>,
}

impl HowTo {
    /// The steps are those of the lists in the group of the page's record; all else in this group stands around them.
    fn of(text: &Blocks) -> Self {
        let mut how_to = Self::default();
        let is_group = |child: &&[Event]| is_block(child, |block| *block == Block::Group);
        children(text.events()).filter(is_group).for_each(|group| how_to.add(&group[1..group.len() - 1]));
        how_to
    }

    fn add(&mut self, content: &[Event]) {
        for child in children(content) {
            let inner = &child[1..child.len() - 1];
            if is_block(&child, |block| matches!(block, Block::List(ListKind::Steps(_)))) {
                let between = std::mem::take(&mut self.after);
                self.steps.last_mut().unwrap_or(&mut self.before).extend(between);
                self.steps.extend(children(inner).map(|item| item[1..item.len() - 1].to_vec()));
            } else if is_block(&child, |block| *block == Block::Group) {
                self.add(inner);
            } else if !is_block(&child, |block| matches!(block, Block::Dose | Block::Heading(_) | Block::Figure)) {
                self.after.extend_from_slice(child);
            }
        }
        if self.steps.is_empty() {
            self.before.append(&mut self.after);
        }
    }
}

fn is_block(child: &&[Event], is: impl Fn(&Block) -> bool) -> bool {
    matches!(child.first(), Some(Event::Start(element)) if is(&element.block))
}

/// What a programme has besides its text.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ProgrammeRecord {
    /// The exercises in their order. Their cautions are those of the programme.
    pub schedule: Vec<Scheduled>,
}

/// An exercise of a programme.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Scheduled {
    /// The exercise.
    pub exercise: PageLink,
    /// Whether the exercise was withdrawn and is to be left out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
    /// How much to do in this programme.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub dose: DoseFacts,
    /// The days in words; without them, any day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<String>,
}

impl ProgrammeRecord {
    pub fn of(cx: &RenderContext<'_>, text_cx: TextContext<'_>, programme: &Programme) -> Self {
        let schedule = programme.schedule.iter().map(|scheduled| {
            let withdrawn = cx.resolved.site.page(scheduled.exercise).is_withdrawn();
            Scheduled {
                exercise: PageLink::to(cx, scheduled.exercise),
                withdrawn,
                dose: if withdrawn { DoseFacts::new() } else { dose(&scheduled_doses::dose_of(text_cx, scheduled)) },
                days: (!scheduled.days.is_empty()).then(|| scheduled_doses::days(text_cx, &scheduled.days)),
            }
        });
        Self { schedule: schedule.collect() }
    }
}

/// What is known of a person or an organisation.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct PersonRecord {
    /// Degrees and licences.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub credentials: Vec<String>,
    /// What the person works as.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job_title: Option<String>,
    /// For whom the person works.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub affiliation: Option<String>,
    /// Profiles elsewhere.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
}

impl PersonRecord {
    pub fn of(person: &Person) -> Self {
        Self {
            credentials: person.credentials.clone(),
            job_title: person.job_title.clone(),
            affiliation: person.affiliation.clone(),
            links: person.links.iter().map(|link| link.url.value.clone()).collect(),
        }
    }
}

/// A plain page has nothing besides its text.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct PlainRecord {}
