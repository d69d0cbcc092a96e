//! `crawlers` in the settings: what `robots.txt` says to programs that read the site. Writing the file is left to the renderer.

use schemars::JsonSchema;
use serde::Deserialize;

/// What `robots.txt` allows to programs that read the site. A use that the settings do not name is neither allowed nor refused: then
/// crawlers may read the site, and no signal says what for.
#[derive(Debug, Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CrawlerSettings {
    /// Whether the site may be read to train models. What you name is also written as a Content Signal; what you do not name is allowed,
    /// without a signal.
    pub training: Option<CrawlerPermission>,
    /// Whether the site may be read for search engines. `disallow` asks all crawlers to stay away but those that you allow for training or
    /// answers.
    pub search: Option<CrawlerPermission>,
    /// Whether the site may be read to answer questions, by models that get its texts with the question.
    pub answers: Option<CrawlerPermission>,
}

/// What `robots.txt` says to a group of crawlers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CrawlerPermission {
    /// The crawlers may read the site.
    Allow,
    /// The crawlers are asked to stay away.
    Disallow,
}
