//! `source_files` in the settings: where those who change a site find its files.

use schemars::JsonSchema;
use serde::Deserialize;

use wellpress_diagnostics::yaml::Located;

/// Where the files of the site are published for those who change them. The path of a file is added to each address.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceFiles {
    /// The address below which a file can be read. Links from texts to files outside of the content lead there.
    pub view: Option<Located<String>>,
    /// The address below which a file can be edited. Each page then has a link to its file.
    pub edit: Option<Located<String>>,
}
