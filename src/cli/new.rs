//! `wellpress new`: creates the file of one record, with every field that it needs, and says where to see it and how to publish it.

mod editor;
mod manuscript;

use std::path::Path;
#[cfg(any(feature = "import", feature = "editor"))]
use std::path::PathBuf;

use clap::Args;

use wellpress_build::pipeline::Unobserved;
use wellpress_command::console::{self, Verbosity};
use wellpress_command::invocation::{Invocation, SiteArguments, existing_site, settings, today};
use wellpress_command::{Exit, Failure};
use wellpress_diagnostics::nearest;
use wellpress_io::fs::Disk;
use wellpress_site::config::Config;
use wellpress_site::sections::{ContentKind, Sections};

use crate::scaffold::{self, AddedRecord, NewRecord, RecordKind};

use super::serve::FIRST_PORT;
use editor::EditorArguments;

/// The word for a term of the glossary.
const TERM: &str = "term";

/// The word for an article, which a Word file can be.
const ARTICLE: &str = "article";

/// The word for the web editor, which is no record.
const EDITOR: &str = "editor";

/// The word for a house rule, which is no record.
const RULE: &str = "rule";

/// Create an article, another page, a term of the glossary or a house rule, ready to be filled in; or a web editor for colleagues
///
/// For authors. It prints the path of the file, and says where the preview shows the record and how to publish it. If the site has
/// one person, that person is the author.
///
/// The title is kept as it is, and gives the id: "Übungen für den Rücken" becomes `ubungen-fur-den-rucken`. Letters of other
/// scripts are transcribed, and a long title is cut at a word. An id in place of a title, such as `neck-pain`, gives the title
/// "Neck pain".
///
/// Fields that most records of the kind have stand there as comments: remove the `#` of those that you fill in. Fields that the
/// settings of a section require have no value yet, and are errors until they have one. Words to be replaced are findings of
/// `wellpress explain placeholder`.
#[derive(Debug, Args)]
#[command(after_long_help = "- `article`, `exercise`, `programme`, `page`, a section's `singular`: a draft
- `person`, `topic`: a page that the next build publishes
- `disclaimer`, `snippet`: shown once the settings or a page name it
- `term`: a term at the end of `content/glossary.yaml`
- `rule`: a house rule in `rules`, which runs as it is (`wellpress help house-rules`)
- `editor`: a web editor for colleagues in `static/editor` (`wellpress help editor`)

Exit status: 2 if the file exists, the title has no letters and no digits, or Windows keeps the name for a device. Nothing is \
    written then.

    $ wellpress new \"Walking after a hip fracture\"
    content/articles/walking-after-a-hip-fracture/index.md")]
pub(super) struct Arguments {
    /// The kind of the record: `article`, `exercise`, `programme`, `person`, `topic`, `page`, `disclaimer`, `snippet`, `term`, `rule`, or the `singular` of a section; without one, the title of an article; `editor` alone makes the web editor or brings it up to date
    #[arg(value_name = "WHAT")]
    kind_or_title: String,
    /// The title, such as "Walking after a hip fracture", or the id, such as `neck-pain`
    #[arg(value_name = "TITLE")]
    title: Vec<String>,
    /// The id, if it is not to be made from the title
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// A Word file whose text, pictures and cited sources the article gets; without TITLE, its title too. With `editor`: the package of Sveltia CMS, where there is no network
    #[cfg(any(feature = "import", feature = "editor"))]
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    #[command(flatten)]
    editor: EditorArguments,
}

/// Creates the record and prints the path of its file; advice goes to standard error.
pub(super) fn run(invocation: &Invocation<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let console = &invocation.console;
    let root = existing_site(invocation)?;
    if arguments.kind_or_title == EDITOR && arguments.title.is_empty() {
        return editor::run(invocation, &arguments.editor, arguments.source_file());
    }
    if arguments.editor.is_given() {
        return Err(Failure::usage("an argument is for the web editor alone")
            .help("write `wellpress new editor`, without a title"));
    }
    if let (RULE, [name]) = (arguments.kind_or_title.as_str(), &arguments.title[..]) {
        return new_rule(invocation, &root, name);
    }
    // For the sections, the address of the record and its author. A mistake in the settings is for `build` to report.
    let config = SiteArguments::default().request(invocation, &Unobserved).and_then(|request| settings(&request)).ok();
    let sections = config.as_ref().map(|config| config.sections.clone()).unwrap_or_default();
    let manuscript = manuscript::read(arguments.source_file())?;
    let (kind, name) = match &manuscript {
        Some(manuscript) if arguments.title.is_empty() && arguments.kind_or_title == ARTICLE => {
            let article = RecordKind::Content(ContentKind::Article, ContentKind::Article.section());
            (article, manuscript.title().to_owned())
        }
        _ => arguments.kind_and_name(&sections)?,
    };
    if manuscript.is_some() && !matches!(kind, RecordKind::Content(ContentKind::Article, _)) {
        return Err(Failure::usage("only an article can be made from a Word file")
            .help("write `wellpress new article --from FILE.docx`"));
    }
    let is_authored =
        matches!(kind, RecordKind::Content(ContentKind::Article | ContentKind::Exercise | ContentKind::Programme, _));
    let author = config.as_ref().filter(|_| is_authored).and_then(|config| scaffold::only_person(&Disk, config));
    let record = NewRecord { kind, name: &name, id: arguments.id.as_deref(), author: author.as_deref() };
    let added = scaffold::add(&Disk, &root, &sections, record, today(invocation)?)?;
    console::print_stdout(&format!("{}\n", added.path.display()))?;
    if let (Some(manuscript), Some(config)) = (manuscript, &config) {
        let lines = manuscript.fill(config, &added)?;
        lines.iter().for_each(|line| console.progress(line));
    }
    if console.verbosity != Verbosity::Quiet {
        console::print_stderr(&advice(kind, &added, config.as_ref()));
    }
    Ok(Exit::Done)
}

fn new_rule(invocation: &Invocation<'_>, root: &Path, name: &str) -> Result<Exit, Failure> {
    let console = &invocation.console;
    let config = SiteArguments::default().request(invocation, &Unobserved).and_then(|request| settings(&request)).ok();
    let language = config.as_ref().map_or("en", |config| config.settings.language.value.as_str());
    let path = scaffold::rule(&Disk, root, name, language)?;
    console::print_stdout(&format!("{}\n", path.display()))?;
    if console.verbosity != Verbosity::Quiet {
        console::print_stderr("Put your own words into it. `wellpress check` runs it and verifies its examples.\n");
    }
    Ok(Exit::Done)
}

impl Arguments {
    /// The file of `--from`. A program without the tools that read one has no such argument.
    #[cfg(any(feature = "import", feature = "editor"))]
    fn source_file(&self) -> Option<&Path> {
        self.from.as_deref()
    }

    #[cfg(not(any(feature = "import", feature = "editor")))]
    #[expect(clippy::unused_self, reason = "with one of the tools it reads the argument")]
    fn source_file(&self) -> Option<&Path> {
        None
    }

    fn kind_and_name(&self, sections: &Sections) -> Result<(RecordKind, String), Failure> {
        let first = self.kind_or_title.as_str();
        let section = sections.of_name(first).map(|id| RecordKind::Content(sections[id].kind, id));
        let kind = section.or_else(|| (first == TERM).then_some(RecordKind::Term));
        match (kind, self.title.is_empty()) {
            // The words of a title without quotation marks are as many arguments.
            (Some(kind), false) => Ok((kind, self.title.join(" "))),
            (Some(_), true) => Err(Failure::usage(format!("the {first} has no title"))
                .help(format!("write it behind the kind: `wellpress new {first} \"..\"`"))),
            (None, _) => {
                let article = RecordKind::Content(ContentKind::Article, ContentKind::Article.section());
                self.article_title(sections).map(|title| (article, title))
            }
        }
    }

    /// The title of an article without its kind. A word that is nearly a kind is taken for a mistyped one.
    fn article_title(&self, sections: &Sections) -> Result<String, Failure> {
        let first = self.kind_or_title.as_str();
        let kinds: Vec<&str> = sections.entries().map(|(_, section)| &*section.name).chain([TERM]).collect();
        let near = nearest(first, kinds.iter().copied());
        if near.is_none() && self.title.is_empty() {
            return Ok(first.to_owned());
        }
        let failure = Failure::usage(format!("there is no kind `{first}`"));
        Err(match near {
            Some(near) => failure.help(format!(
                "did you mean `{near}`? An article with this title is `wellpress new article \"{first}\"`"
            )),
            None => failure.help(format!("the kinds are `{}` and `{RULE}`", kinds.join("`, `"))),
        })
    }
}

fn advice(kind: RecordKind, added: &AddedRecord, config: Option<&Config>) -> String {
    let AddedRecord { id, empty_fields, .. } = added;
    let address = config.and_then(|config| kind.address(config, id));
    let address = address.map(|path| {
        format!(
            "To see it, run `wellpress serve` and open http://127.0.0.1:{FIRST_PORT}{path} \
             (with the port that it prints, if {FIRST_PORT} is in use)\n"
        )
    });
    let publication = match kind {
        RecordKind::Content(ContentKind::Disclaimer, _) => format!(
            "To show it on a page, write `disclaimers: [{id}]` into its front matter; on all articles, `disclaimers: {{articles: [{id}]}}` \
             into the settings.\n"
        ),
        RecordKind::Content(ContentKind::Snippet, _) => {
            format!("To show it on a page, write `::snippet{{#{id}}}` on a line of its own.\n")
        }
        RecordKind::Term => format!("To use it in a text, write `:term[{id}]`.\n"),
        _ if kind.begins_as_draft() => "It is a draft. To publish it, remove the line `draft: true`.\n".to_owned(),
        _ => "It is no draft: the next build publishes it.\n".to_owned(),
    };
    let to_fill = match &empty_fields[..] {
        [] => String::new(),
        fields => format!("Fill in `{}`: without a value, there is no build.\n", fields.join("`, `")),
    };
    address.unwrap_or_default() + &to_fill + &publication
}
