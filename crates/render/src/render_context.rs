//! What pages of every kind are built with: cards, dates, people, pictures, the head.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use tera::{Context, Value as TemplateValue};

use wellpress_diagnostics::Diagnostic;
use wellpress_diagnostics::yaml::Day;
use wellpress_io::cache::{Fingerprint, FingerprintBuilder};
use wellpress_site::assets::{AssetManifest, PictureSource};
use wellpress_site::config::Config;
use wellpress_site::discover::ContentKind;
use wellpress_site::model::address::escape_path;
use wellpress_site::model::exercise::Exercise;
use wellpress_site::model::page::PageRecord;
use wellpress_site::model::{Page, PageId};
use wellpress_site::parse::front_matter::{ContributorRole, PersonKind, ReviewRole};
use wellpress_site::resolve::bodies::language_url;
use wellpress_site::resolve::citations::{Formatters, PageCitations};
use wellpress_site::resolve::reading_order::ReadingOrder;
use wellpress_site::resolve::{ResolvedPicture, ResolvedSite};

use wellpress_bibliography::write::Abstracts;

use super::RenderInput;
use super::breadcrumbs::SectionNames;
use super::coins::Coins;
use super::context;
use super::exports::ExportEntries;
use super::html::TextContext;
use super::icons::{self, Icon};
use super::json_ld::{CitationCache, LanguageFacts, SeverityNames, StructuredData};
use super::logo::Logo;
use super::page_chrome::PageChrome;
use super::pages::lists::LISTED_KINDS;
use super::scholar::ScholarTags;
use super::share_cards::ShareCards;
use super::strings::Value;
use super::theme::{Theme, take_back};

/// What pages are built with.
pub struct RenderContext<'a> {
    /// Settings.
    pub config: &'a Config,
    /// Pages.
    pub resolved: &'a ResolvedSite<'a>,
    /// Files.
    pub assets: &'a AssetManifest,
    /// Formatters.
    pub formatters: &'a Formatters<'a>,
    /// Templates and strings.
    pub theme: &'a Theme,
    /// The library's sources as entries of files.
    pub entries: ExportEntries<'a>,
    /// What the heads of articles say of them and of their sources.
    pub scholar: ScholarTags,
    /// The library's sources for reference managers.
    pub coins: Coins<'a>,
    /// What draws pictures for sharing, where the settings ask for them.
    pub pictures: Option<Arc<ShareCards>>,
    /// The site's icons.
    pub icons: Vec<Icon>,
    /// What stands around pages, by language.
    page_chrome: Vec<PageChrome>,
    /// What structured data says in words, by language.
    facts: Vec<LanguageFacts>,
    /// Cards by [`PageId`], made when the first page shows them: most are on many pages.
    cards: Vec<OnceLock<TemplateValue>>,
    nothing: (ReadingOrder, PageCitations),
}

impl<'a> RenderContext<'a> {
    /// The frame of a site.
    ///
    /// # Errors
    /// Where a part of the theme cannot be rendered.
    pub fn new(input: RenderInput<'a>) -> Result<Self, Box<Diagnostic>> {
        let RenderInput { config, resolved, assets, formatters, theme } = input;
        let abstracts = if config.settings.citations.abstracts { Abstracts::Keep } else { Abstracts::Omit };
        let entries = ExportEntries::new(&resolved.site.library, abstracts);
        let scholar = ScholarTags::new(config, resolved.site.library.references().len());
        let coins = Coins::new(&resolved.site.library);
        let pictures = ShareCards::of(config, theme).map(Arc::new);
        let (page_chrome, facts, nothing) = (Vec::new(), Vec::new(), Default::default());
        let cards = resolved.pages.iter().map(|_| OnceLock::new()).collect();
        let mut cx = Self {
            config,
            resolved,
            assets,
            formatters,
            theme,
            entries,
            scholar,
            coins,
            pictures,
            icons: icons::of(theme),
            page_chrome,
            facts,
            cards,
            nothing,
        };
        cx.facts = (0..config.languages.len()).map(|language| cx.language_facts(language)).collect();
        cx.page_chrome =
            (0..config.languages.len()).map(|language| cx.page_chrome_of(language)).collect::<Result<_, _>>()?;
        Ok(cx)
    }

    fn page_chrome_of(&self, language: usize) -> Result<PageChrome, Box<Diagnostic>> {
        let site = self.site(language);
        let parts = self.theme.parts(TemplateValue::from_serializable(&site))?;
        let site = context::Site { parts, ..site };
        Ok(PageChrome::new(&site, TemplateValue::from_serializable(&site)))
    }

    /// Renders a template with what every template has.
    ///
    /// # Errors
    /// Where the template cannot go on.
    pub fn render(
        &self,
        template: &str,
        language: usize,
        page: &context::Page,
        head: &context::Head,
        own: impl FnOnce(&mut Context),
    ) -> Result<Vec<u8>, Box<Diagnostic>> {
        let mut context = Context::new();
        let page_chrome = &self.page_chrome[language];
        context.insert_value("site", page_chrome.site());
        context.insert_value("frame", page_chrome.html(self.theme, &page.url)?);
        context.insert("page", page);
        context.insert("head", head);
        own(&mut context);
        self.theme.render(template, &context)
    }

    /// Renders a template that is a piece of a page, with `site` and what is its own; nothing in its HTML is left to escape.
    ///
    /// # Errors
    /// Where the template cannot go on.
    pub fn render_alone(
        &self,
        template: &str,
        language: usize,
        own: impl FnOnce(&mut Context),
    ) -> Result<TemplateValue, Box<Diagnostic>> {
        let mut context = Context::new();
        context.insert_value("site", self.page_chrome[language].site());
        own(&mut context);
        let piece = self.theme.render(template, &context)?;
        let html = TemplateValue::safe_string(String::from_utf8_lossy(&piece).trim());
        take_back(piece);
        Ok(html)
    }

    /// Fingerprint of what every template sees of the site, in all languages.
    #[must_use]
    pub fn site_fingerprint(&self) -> Fingerprint {
        let mut mixer = FingerprintBuilder::new("frame");
        for language in 0..self.config.languages.len() {
            mixer.add(serde_json::to_vec(&self.site(language)).unwrap_or_default());
        }
        mixer.fingerprint()
    }

    /// What a page's text is written with.
    #[must_use]
    pub fn text_context(&self, page: &Page) -> TextContext<'_> {
        let resolved = &self.resolved.pages[page.id.index()];
        TextContext {
            page: Some(page.id),
            reading_order: &resolved.reading_order,
            citations: &resolved.citations,
            ..self.text_context_without_page(page.language)
        }
    }

    /// What a text is written with that belongs to no page.
    #[must_use]
    pub fn text_context_without_page(&self, language: usize) -> TextContext<'_> {
        TextContext {
            config: self.config,
            resolved: self.resolved,
            strings: &self.theme.strings,
            language,
            page: None,
            reading_order: &self.nothing.0,
            citations: &self.nothing.1,
            formatters: self.formatters,
            coins: &self.coins,
        }
    }

    /// Makes the structured data of pages in a language.
    #[must_use]
    pub fn structured_data(&self, language: usize) -> StructuredData<'_> {
        StructuredData { config: self.config, resolved: self.resolved, facts: &self.facts[language], language }
    }

    /// The names of the sections.
    #[must_use]
    pub fn section_names(&self, language: usize) -> &SectionNames {
        &self.facts[language].sections
    }

    fn language_facts(&self, language: usize) -> LanguageFacts {
        let say = |key: &str| self.say(language, key);
        LanguageFacts {
            sections: SectionNames {
                home: say("text-home"),
                articles: say("text-articles"),
                exercises: say("text-exercises"),
                programmes: say("text-programmes"),
                people: say("text-people"),
                topics: say("text-topics"),
                glossary: say("text-glossary"),
                references: say("text-references"),
                corrections: say("text-corrections"),
            },
            severities: SeverityNames {
                avoid: say("text-severity-avoid"),
                modify: say("text-severity-modify"),
                ask: say("text-severity-ask"),
            },
            stop_if: say("text-stop-if"),
            citations: CitationCache::default(),
            logo: self.logo(self.theme.logos.light.as_ref()).map(|logo| self.config.base.absolute(&logo.src)),
        }
    }

    /// A string of the theme.
    #[must_use]
    pub fn say(&self, language: usize, key: &str) -> String {
        self.theme.strings.get(language, key).into_owned()
    }

    /// Whether readers can search: the theme has a page for it as well.
    #[must_use]
    pub fn has_search(&self) -> bool {
        self.config.has_search() && self.theme.has_template(super::pages::search::TEMPLATE)
    }

    /// The address under which a language's pages are.
    #[must_use]
    pub fn home(&self, language: usize) -> String {
        language_url(self.config, language)
    }

    /// The path in the output under which a language's pages are.
    #[must_use]
    pub fn folder(&self, language: usize) -> String {
        self.home(language)[self.config.base.path.len()..].to_owned()
    }

    fn site(&self, language: usize) -> context::Site {
        let settings = &self.config.settings;
        let own = &self.config.languages[language];
        let menus = settings.menus_in(&own.tag);
        let link = |item: &wellpress_site::config::MenuItem| {
            context::Link::new(item.title.as_str(), self.config.base.site_address(&item.link.value))
        };
        let base = &self.config.base.path;
        let asset = |(name, asset): (&String, &super::theme_assets::ThemeAsset)| {
            (name.clone(), format!("{base}{}", escape_path(&asset.published)))
        };
        context::Site {
            title: own.title.clone(),
            description: own.description.clone(),
            language: own.tag.clone(),
            dir: direction(&own.tag),
            home: self.home(language),
            menus: context::Menus {
                main: menus.main.iter().map(link).collect(),
                footer: menus.footer.iter().map(link).collect(),
            },
            policies: self.resolved.site.policies.iter().map(|page| self.link(*page)).collect(),
            organization: settings.organization.as_ref().map(|organization| context::Organization {
                name: organization.name.clone(),
                url: organization.url.as_ref().map(|url| url.value.clone()),
                logo: organization.logo.as_ref().map(|logo| self.config.base.site_address(logo)),
            }),
            logo: self.logo(self.theme.logos.light.as_ref()),
            logo_dark: self.logo(self.theme.logos.dark.as_ref()),
            feed: format!("{}feed.xml", self.home(language)),
            search: self.has_search().then(|| super::pages::search::address(self, language)),
            assets: self.theme.assets.iter().map(asset).collect(),
            icons: self.icons.iter().map(|icon| (icon.size.to_string(), format!("{base}{}", icon.published))).collect(),
            manifest: format!("{}{}", self.home(language), icons::MANIFEST),
            tokens: self.theme.tokens.clone(),
            sections: self.sections(language),
            extra: serde_json::to_value(&settings.extra).unwrap_or_default(),
            words: self.theme.strings.words(language),
            parts: BTreeMap::new(),
        }
    }

    fn logo(&self, logo: Option<&Logo>) -> Option<context::Logo> {
        let logo = logo?;
        let published = &self.theme.assets.get(&logo.asset)?.published;
        let src = format!("{}{}", self.config.base.path, escape_path(published));
        Some(context::Logo { src, width: logo.pixels.width, height: logo.pixels.height })
    }

    fn sections(&self, language: usize) -> BTreeMap<String, String> {
        let site = self.resolved.site;
        let home = self.home(language);
        let with_pages = LISTED_KINDS.into_iter().filter(|kind| self.listed(*kind, language).next().is_some());
        let mut sections: BTreeMap<String, String> =
            with_pages.map(|kind| (kind.folder().to_owned(), format!("{home}{}/", kind.folder()))).collect();
        if site.glossaries.iter().any(|glossary| glossary.language == language) {
            sections.insert("glossary".to_owned(), format!("{home}glossary/"));
        }
        if !site.corrections(language).is_empty() {
            sections.insert("corrections".to_owned(), format!("{home}corrections/"));
        }
        if !self.resolved.citation_index.sources.is_empty() {
            sections.insert("references".to_owned(), format!("{}references/", self.config.base.path));
        }
        sections
    }

    /// Pages of a kind that lists show: withdrawn ones are left out.
    pub fn listed(&self, kind: ContentKind, language: usize) -> impl Iterator<Item = &'a Page> {
        let site = self.resolved.site;
        site.pages_of(kind, language).filter(|page| !page.is_withdrawn())
    }

    /// A page's title, its language, and address.
    #[must_use]
    pub fn link(&self, page: PageId) -> context::Link {
        let page = self.resolved.site.page(page);
        let language = Some(self.config.languages[page.language].tag.clone());
        context::Link { language, ..context::Link::new(page.title.as_str(), page.url.as_str()) }
    }

    /// Several pages' titles and addresses; withdrawn ones are left out.
    #[must_use]
    pub fn links(&self, pages: &[PageId]) -> Vec<context::Link> {
        let shown = pages.iter().filter(|page| !self.resolved.site.page(**page).is_withdrawn());
        shown.map(|page| self.link(*page)).collect()
    }

    /// A day in a language.
    #[must_use]
    pub fn date(&self, language: usize, day: Day) -> context::Date {
        context::Date { iso: day.to_string(), text: self.theme.strings.day(language, day) }
    }

    /// A page as a card: a [`context::Card`] in the form that templates get, with what the theme draws of it.
    #[must_use]
    pub fn card(&self, id: PageId) -> TemplateValue {
        let make = || {
            let card = self.card_context(id);
            let drawn = self.theme.drawn(&TemplateValue::from_serializable(&card));
            TemplateValue::from_serializable(&context::Card { drawn, ..card })
        };
        self.cards[id.index()].get_or_init(make).clone()
    }

    fn card_context(&self, id: PageId) -> context::Card {
        let page = self.resolved.site.page(id);
        let resolved = &self.resolved.pages[id.index()];
        let named = |key| self.theme.strings.format(page.language, key, &[("title", Value::Text(&page.title))]);
        let title = match &page.record {
            PageRecord::Person(person) => person.signature(page),
            _ => page.title.clone(),
        };
        let label = match page.kind {
            ContentKind::Exercise => named("text-view-exercise"),
            ContentKind::Programme => named("text-view-programme"),
            ContentKind::Article => named("text-read-article"),
            _ => title.clone(),
        };
        let picture = resolved.images.first().or(resolved.hero.as_deref());
        context::Card {
            kind: page.kind.name(),
            language: self.config.languages[page.language].tag.clone(),
            title,
            url: page.url.clone(),
            label,
            description: page.description.clone(),
            picture: picture.map(picture_context),
            facts: self.card_facts(page),
            filters: super::pages::exercise_filters::values_of(self, page),
            drawn: BTreeMap::new(),
        }
    }

    /// Several pages as cards.
    #[must_use]
    pub fn cards(&self, pages: &[PageId]) -> Vec<TemplateValue> {
        pages.iter().map(|page| self.card(*page)).collect()
    }

    fn card_facts(&self, page: &Page) -> Vec<context::CardFact> {
        let topic = page.article().and_then(|article| article.editorial.topics.first());
        let topic = topic.map(|topic| {
            let topic = self.resolved.site.page(*topic);
            let is_foreign = topic.language != page.language;
            let language = is_foreign.then(|| self.config.languages[topic.language].tag.clone());
            context::CardFact { text: topic.short_title().to_owned(), language }
        });
        let facts = self.card_words(page).into_iter().map(|text| context::CardFact { text, language: None });
        topic.into_iter().chain(facts).collect()
    }

    /// The facts on a page's card in its own language.
    fn card_words(&self, page: &Page) -> Vec<String> {
        let say = |key: &str| self.say(page.language, key);
        match &page.record {
            PageRecord::Article(_) => {
                page.published.map(|day| self.date(page.language, day).text).into_iter().collect()
            }
            PageRecord::Exercise(exercise) => {
                let level = exercise.level.map(|level| say(super::pages::exercise::level_key(level)));
                let caution = self.card_caution(page.language, exercise);
                exercise.position.clone().into_iter().chain(level).chain(caution).collect()
            }
            PageRecord::Programme(programme) => {
                let count = Value::Count(programme.exercises().count());
                vec![self.theme.strings.format(page.language, "text-count-exercises", &[("count", count)])]
            }
            PageRecord::Topic(_) => {
                let count = self.resolved.backlinks.members.get(&page.id).map_or(0, Vec::len);
                vec![super::html::blocks::pages_count(self.text_context_without_page(page.language), count)]
            }
            PageRecord::Person(person) => person.job_title.clone().into_iter().collect(),
            PageRecord::Plain => Vec::new(),
        }
    }

    /// Whom the cautions of an exercise are for, so that nobody has to open it to see that they are meant.
    fn card_caution(&self, language: usize, exercise: &Exercise) -> Option<String> {
        let conditions = exercise.cautions.iter().flat_map(|caution| &caution.conditions);
        let names: BTreeSet<&str> = conditions.map(|topic| self.resolved.site.page(*topic).short_title()).collect();
        let names = names.into_iter().collect::<Vec<_>>().join(", ");
        let say = |key| self.theme.strings.format(language, key, &[("conditions", Value::Text(&names))]);
        // A condition whose page is left out has no name.
        let key = if names.is_empty() { "text-cautions" } else { "text-card-caution" };
        (!exercise.cautions.is_empty()).then(|| say(key))
    }

    /// Somebody with what they did.
    #[must_use]
    pub fn person(&self, id: PageId, role: String, date: Option<context::Date>) -> context::Person {
        let page = self.resolved.site.page(id);
        let resolved = &self.resolved.pages[id.index()];
        let mut person = context::Person {
            name: page.title.clone(),
            credentials: Vec::new(),
            job_title: None,
            url: page.url.clone(),
            organisation: false,
            photo: resolved.hero.as_deref().map(picture_context),
            role,
            date,
        };
        if let PageRecord::Person(record) = &page.record {
            person.name = record.full_name(page);
            person.credentials.clone_from(&record.credentials);
            person.job_title.clone_from(&record.job_title);
            person.organisation = record.is == PersonKind::Organisation;
        }
        person
    }

    /// Who stands behind a page, and its dates.
    #[must_use]
    pub fn byline(&self, page: &Page) -> context::Byline {
        let language = page.language;
        let date = |day: Option<Day>| day.map(|day| self.date(language, day));
        let mut byline = context::Byline {
            people: Vec::new(),
            medically_reviewed: false,
            published: date(page.published),
            updated: date(page.updated),
            last_reviewed: None,
            next_review: None,
            changed_since: None,
            withdrawn: page.is_withdrawn(),
            reading_minutes: reading_minutes(page),
        };
        let Some(reviewed) = page.editorial() else { return byline };
        let say = |key: &str| self.say(language, key);
        let authors = reviewed.authors.iter().map(|author| self.person(*author, say("text-written-by"), None));
        let contributors =
            reviewed.contributors.iter().map(|(person, role)| self.person(*person, say(contributor_key(*role)), None));
        // Nobody vouches for what was taken back.
        let reviews = if page.is_withdrawn() { &[][..] } else { &reviewed.reviews };
        let reviewers =
            reviews.iter().map(|review| self.person(review.person, say(review_key(review.role)), date(review.date)));
        byline.people = authors.chain(contributors).chain(reviewers).collect();
        byline.medically_reviewed = reviewed.is_medically_reviewed();
        byline.last_reviewed = date(reviewed.last_reviewed);
        byline.changed_since = date(reviewed.changed_since().map(|(day, _)| day));
        byline.next_review = date(reviewed.next_review);
        byline
    }
}

/// A picture as templates see it.
#[must_use]
pub fn picture_context(picture: &ResolvedPicture) -> context::Picture {
    let (own, others) = picture.choices.split_last().map_or((None, &[][..]), |(own, others)| (Some(own), others));
    let source = |choice: &PictureSource| context::PictureSource {
        media_type: choice.media_type,
        srcset: choice.srcset.clone(),
    };
    context::Picture {
        src: picture.url.clone(),
        srcset: own.map(|own| own.srcset.clone()),
        sources: others.iter().map(source).collect(),
        alt: picture.alt.clone(),
        width: picture.pixels.width,
        height: picture.pixels.height,
        caption: picture.caption.clone(),
        credit: picture.credit.clone(),
    }
}

fn contributor_key(role: ContributorRole) -> &'static str {
    match role {
        ContributorRole::Expert => "text-contributed-expert",
        ContributorRole::Editor => "text-contributed-editor",
        ContributorRole::Illustrator => "text-contributed-illustrator",
        ContributorRole::FactChecker => "text-contributed-fact-checker",
    }
}

pub(super) fn review_key(role: ReviewRole) -> &'static str {
    match role {
        ReviewRole::Medical => "text-reviewed-medical",
        ReviewRole::Clinical => "text-reviewed-clinical",
        ReviewRole::Editorial => "text-reviewed-editorial",
        ReviewRole::Lay => "text-reviewed-lay",
    }
}

/// Words that a reader reads in a minute.
const WORDS_A_MINUTE: usize = 220;

fn reading_minutes(page: &Page) -> u32 {
    use wellpress_markdown::body::NodeKind;
    let words = page.body.nodes.iter().map(|node| match node.kind {
        NodeKind::Text(text) => count_words(page.body.text(&page.source, text)),
        _ => 0,
    });
    u32::try_from(words.sum::<usize>().div_ceil(WORDS_A_MINUTE)).unwrap_or(u32::MAX).max(1)
}

/// How many words begin in a text, counted for many bytes together: what is left over is filled up with blanks.
fn count_words(text: &str) -> usize {
    let bytes = text.as_bytes();
    let Some((first, later)) = bytes.split_first() else { return 0 };
    let (before, before_rest) = bytes[..later.len()].as_chunks::<STRIDE>();
    let (later, later_rest) = later.as_chunks::<STRIDE>();
    let counted: usize = before.iter().zip(later).map(|(before, later)| words_begun(before, later)).sum();
    let rest = words_begun(&filled_up(before_rest), &filled_up(later_rest));
    usize::from(!is_blank(*first)) + counted + rest
}

/// So many bytes are looked at together.
const STRIDE: usize = 16;

/// How many words begin in a stretch, given each byte's neighbour before it.
fn words_begun(before: &[u8; STRIDE], bytes: &[u8; STRIDE]) -> usize {
    let begins = |(before, byte): (&u8, &u8)| u8::from(is_blank(*before) & !is_blank(*byte));
    usize::from(before.iter().zip(bytes).map(begins).sum::<u8>())
}

fn filled_up(rest: &[u8]) -> [u8; STRIDE] {
    let mut stretch = [b' '; STRIDE];
    stretch[..rest.len()].copy_from_slice(rest);
    stretch
}

fn is_blank(byte: u8) -> bool {
    (byte == b' ') | (byte == b'\n') | (byte == b'\t') | (byte == b'\r') | (byte == 0x0C)
}

/// The direction in which a language is written.
pub(super) fn direction(tag: &str) -> &'static str {
    let primary = tag.split('-').next().unwrap_or(tag);
    if matches!(primary, "ar" | "arc" | "ckb" | "dv" | "fa" | "he" | "ps" | "sd" | "ug" | "ur" | "yi") {
        "rtl"
    } else {
        "ltr"
    }
}
