//! The strings and the logo that structured data, breadcrumbs and lists of one language use, looked up once per run.

use wellpress_site::config::{Config, LanguageId};

use crate::context::breadcrumbs::SectionNames;
use crate::machine::json_ld::{CareLevelNames, CitationCache, LanguageFacts, SeverityNames};
use crate::pages::render_context::site_variable::logo;
use crate::theme::Theme;

pub(crate) fn language_facts(config: &Config, theme: &Theme, language: LanguageId) -> LanguageFacts {
    let say = |key: &str| theme.strings.get(language, key).into_owned();
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
        care_levels: CareLevelNames {
            non_urgent: say("text-care-non-urgent"),
            urgent: say("text-care-urgent"),
            emergency: say("text-care-emergency"),
        },
        stop_if: say("text-stop-if"),
        not_reviewed: say("not-medically-reviewed"),
        citations: CitationCache::default(),
        logo: logo(config, theme, theme.logos.light.as_ref()).map(|logo| config.base.absolute(&logo.src)),
    }
}
