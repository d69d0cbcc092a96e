//! What the commands of `review` share: how they look at the site, and the arguments that name a page or a word of a record.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use wellpress_build::pipeline::{self, CheckedSite, Outcome, Request, Unobserved};
use wellpress_command::console;
use wellpress_command::invocation::{Invocation, SiteArguments};
use wellpress_command::{Exit, Failure};
use wellpress_io::fs::Disk;
use wellpress_render::pages::render_context::RenderContext;
use wellpress_site::config::IncludeUnpublished;
use wellpress_site::model::Page;

/// The arguments that name a page.
#[derive(Debug, Args)]
pub(super) struct PageArguments {
    /// The page's id; `article:neck-pain` or `heart/principles` if several pages have the id
    id: String,
    /// The page's language [default: that of the site]
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
}

/// Reads one of the words that a file of sign-offs can have for a role or a decision.
pub(super) fn one_of<T, const N: usize>(all: [T; N], word: fn(T) -> &'static str) -> impl TypedValueParser<Value = T>
where
    T: Copy + Send + Sync + 'static,
{
    PossibleValuesParser::new(all.map(word)).map(move |text| {
        let value = all.into_iter().find(|value| word(*value) == text);
        value.expect("the parser lets these words through alone")
    })
}

/// The site with drafts and pages of the future: reviewers read a page before it is published.
pub(super) fn site_request(invocation: &Invocation<'_>) -> Result<Request<'static>, Failure> {
    let mut request = SiteArguments::default().request(invocation, &Unobserved)?;
    request.options.include = IncludeUnpublished { drafts: true, future: true, expired: true };
    Ok(request)
}

/// Checks the site, and prints the findings about settings that stop this.
pub(super) fn inspect(
    invocation: &Invocation<'_>,
    look: impl FnOnce(CheckedSite<'_>) -> Result<Exit, Failure>,
) -> Result<Exit, Failure> {
    inspect_site(&site_request(invocation)?, look)
}

/// As [`inspect`], with a request that was made before: a command makes one.
pub(super) fn inspect_site(
    request: &Request<'_>,
    look: impl FnOnce(CheckedSite<'_>) -> Result<Exit, Failure>,
) -> Result<Exit, Failure> {
    match pipeline::inspect(&Disk, request, look)? {
        Outcome::Stopped(report) => {
            console::print_findings(&report);
            Ok(Exit::Usage)
        }
        Outcome::Done(result) => result,
    }
}

/// What renders pages of the site; prints the findings if they keep it from being rendered.
pub(super) fn render_context<'a>(checked: &'a CheckedSite<'_>) -> Option<RenderContext<'a>> {
    let cx = checked.theme.and_then(|theme| RenderContext::new(checked.render_input(theme)).ok());
    if cx.is_none() {
        console::print_findings(&checked.report);
    }
    cx
}

/// The start of the name of a person's files. The id can stand in a file that anybody can edit, so that it must not lead out of the
/// folder.
pub(super) fn file_name(id: &str) -> String {
    let name: String = id.chars().map(|c| if c.is_alphanumeric() || c == '-' || c == '_' { c } else { '.' }).collect();
    match name.trim_start_matches('.') {
        "" => "reviewer".to_owned(),
        name => name.to_owned(),
    }
}

impl PageArguments {
    pub fn find<'a>(&self, checked: &CheckedSite<'a>) -> Result<&'a Page, Failure> {
        crate::find(checked.config, checked.resolved.site, &self.id, self.language.as_deref())
    }
}
