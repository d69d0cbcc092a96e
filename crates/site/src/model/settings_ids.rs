//! The ids that the settings name: standing disclaimers, featured pages and policies become pages and disclaimers, or
//! findings at their place in `wellpress.yaml`.

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Missing, nearest, rules};

use crate::config::MAIN_LANGUAGE;
use crate::sections::ContentKind;

use super::disclaimer::DisclaimerId;
use super::indexed_page::LookupResult;
use super::lookup::{IdResolver, Lookup};
use super::page_id::PageId;

/// Disclaimers that the settings always show.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub struct StandingDisclaimers {
    pub articles: Vec<DisclaimerId>,
    pub exercises: Vec<DisclaimerId>,
    pub programmes: Vec<DisclaimerId>,
    /// On pages about a topic or a narrower one.
    pub topics: Vec<TopicDisclaimers>,
}

/// Disclaimers that the settings show on every page about a topic.
#[derive(Debug, Clone)]
pub struct TopicDisclaimers {
    /// The topic, in the main language.
    pub topic: PageId,
    /// The disclaimers, in the order of the settings.
    pub disclaimers: Vec<DisclaimerId>,
}

/// The ids of the settings, resolved.
pub(super) struct SettingsIds {
    pub standing: StandingDisclaimers,
    pub featured: Vec<PageId>,
    pub policies: Vec<PageId>,
    /// Featured pages and policies, each with the place of its id.
    pub links: Vec<Located<PageId>>,
}

/// Looks up every id that the settings name.
pub(super) fn resolve(lookup: Lookup<'_>, findings: &mut Vec<Diagnostic>) -> SettingsIds {
    let settings = &lookup.config.settings;
    let mut resolver = SettingsResolver { ids: lookup.ids_of_settings(findings), links: Vec::new() };
    let standing = resolver.standing_disclaimers();
    let featurable = [ContentKind::Article, ContentKind::Exercise, ContentKind::Programme, ContentKind::Topic];
    let featured = settings.featured.iter().filter_map(|id| resolver.page(id, &featurable)).collect();
    let policies = settings.policies.iter().filter_map(|id| resolver.page(id, &[ContentKind::Page])).collect();
    SettingsIds { standing, featured, policies, links: resolver.links }
}

struct SettingsResolver<'a, 'f> {
    ids: IdResolver<'a, 'f>,
    links: Vec<Located<PageId>>,
}

impl SettingsResolver<'_, '_> {
    fn standing_disclaimers(&mut self) -> StandingDisclaimers {
        let settings = &self.ids.lookup.config.settings.disclaimers;
        StandingDisclaimers {
            articles: self.ids.disclaimers(&settings.articles),
            exercises: self.ids.disclaimers(&settings.exercises),
            programmes: self.ids.disclaimers(&settings.programmes),
            topics: settings.topics.iter().filter_map(|(topic, ids)| self.disclaimers_of_topic(topic, ids)).collect(),
        }
    }

    fn disclaimers_of_topic(&mut self, topic: &str, ids: &[Located<String>]) -> Option<TopicDisclaimers> {
        let index = self.ids.lookup.index;
        let LookupResult::Page(page) = index.find(ContentKind::Topic, topic, MAIN_LANGUAGE) else {
            let message = format!("there is no topic with the id `{topic}`");
            let location = self.ids.lookup.config.key_location(topic);
            let finding = Diagnostic::new(&rules::SETTINGS_INVALID, location, message)
                .about_missing(Missing::File(topic.to_owned()));
            let near = nearest(topic, index.ids(ContentKind::Topic));
            self.ids.findings.push(finding.suggest_or(near, "make it with a file in `content/topics`"));
            return None;
        };
        Some(TopicDisclaimers { topic: page, disclaimers: self.ids.disclaimers(ids) })
    }

    /// The page of this id in the first of `kinds` that has one.
    fn page(&mut self, id: &Located<String>, kinds: &[ContentKind]) -> Option<PageId> {
        let page = self.ids.page_of_kinds(kinds, id)?;
        self.links.push(Located { value: page, span: id.span });
        Some(page)
    }
}
