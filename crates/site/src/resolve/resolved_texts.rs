//! [`ResolvedTexts`]: the resolved texts of a site, before anything is known of how they relate.

use std::sync::Arc;

use wellpress_foundation::ids::IdVec;

use crate::assets::AssetManifest;
use crate::model::disclaimer::Disclaimer;
use crate::model::{PageTable, Site};

use super::resolved_page::ResolvedPage;
use super::targets::ResolvedBody;

/// The texts of a resolved site with the files beside them: all that the words of a page can come from.
#[derive(Debug, Clone, Copy)]
pub struct ResolvedTexts<'a> {
    /// The pages before resolution.
    pub site: &'a Site,
    /// The files that pages may refer to.
    pub files: &'a AssetManifest,
    /// The resolved pages.
    pub pages: &'a PageTable<Arc<ResolvedPage>>,
    /// Texts of disclaimers.
    pub disclaimers: &'a IdVec<Disclaimer, ResolvedBody>,
}
