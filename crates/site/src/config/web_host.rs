//! [`WebHost`]: the host that serves the site, and which redirects it can have.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{EnumIter, EnumString, IntoEnumIterator, IntoStaticStr};

/// The host that serves the site; the names are those of `init --host`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, EnumIter, EnumString, IntoStaticStr,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum WebHost {
    /// GitHub Pages or GitLab Pages.
    Pages,
    /// Netlify.
    Netlify,
    /// Cloudflare Pages.
    Cloudflare,
    /// Vercel.
    Vercel,
    /// Amazon S3 and services with its protocol.
    S3,
    /// Google Cloud Storage.
    Gcs,
    /// Azure Static Web Apps.
    Azure,
    /// Firebase Hosting.
    Firebase,
    /// A web server of your own.
    Server,
}

/// What a host does with a redirect of a whole folder, such as `/blog/*`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FolderRedirects {
    /// It has none.
    Unknown,
    /// All lead to one address.
    ToOneAddress,
    /// The rest of the path can be kept.
    KeepRest,
}

/// The redirects that a host can have beside those of single addresses, which pages do where a host cannot.
#[derive(Debug, Clone, Copy)]
pub struct RedirectSupport {
    /// What messages call the host.
    pub host: &'static str,
    /// Redirects of folders.
    pub folders: FolderRedirects,
    /// Whether a redirect can ask for a query.
    pub queries: bool,
}

impl WebHost {
    /// All hosts.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::iter()
    }

    /// What messages call the host.
    #[must_use]
    pub fn words(self) -> &'static str {
        self.redirect_support().host
    }

    pub(super) fn redirect_support(self) -> RedirectSupport {
        use FolderRedirects::{KeepRest, ToOneAddress, Unknown};
        let (host, folders, queries) = match self {
            Self::Pages => ("GitHub Pages", Unknown, false),
            Self::Netlify => ("Netlify", KeepRest, true),
            Self::Cloudflare => ("Cloudflare Pages", KeepRest, false),
            Self::Vercel => ("Vercel", KeepRest, true),
            Self::S3 => ("a bucket of S3", Unknown, false),
            Self::Gcs => ("a bucket of Google Cloud Storage", Unknown, false),
            Self::Azure => ("Azure Static Web Apps", ToOneAddress, false),
            Self::Firebase => ("Firebase Hosting", KeepRest, false),
            Self::Server => ("a web server of your own", KeepRest, true),
        };
        RedirectSupport { host, folders, queries }
    }
}
