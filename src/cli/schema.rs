//! `wellpress schema`: prints the JSON Schema of a file that authors write, for completion in editors, of the report, or of the copies of
//! pages for programs.

use clap::Args;
use serde_json::Value;

use wellpress_build::pipeline::Unobserved;
use wellpress_command::console;
use wellpress_command::invocation::{Invocation, SiteArguments, settings};
use wellpress_command::{Exit, Failure};
use wellpress_diagnostics::nearest;
use wellpress_diagnostics::render::json;
use wellpress_site::schema::{SchemaSubject, schema_of_section};
use wellpress_site::sections::{ContentKind, Sections};

/// The JSON of `check --format json`, which wellpress writes and other programs read; the other subjects are files of authors.
const REPORT: &str = "report";

/// A file of criteria in `audits`.
#[cfg(feature = "audit")]
const AUDIT: &str = "audit";

/// What people answer for a conformance report, `data/accessibility.yaml`.
#[cfg(feature = "audit")]
const ACCESSIBILITY: &str = "accessibility";

/// The JSON of `care --format json`. Without the tool nobody writes it.
#[cfg(feature = "care")]
const CARE: &str = "care";

/// The end of the names of the schemas of copies for programs: `article-json` and others.
const COPY: &str = "-json";

/// The JSON of `import --format json`.
#[cfg(feature = "import")]
const IMPORT: &str = "import-report";

/// The JSON of `import --compare --format json`.
#[cfg(feature = "import")]
const COMPARISON: &str = "import-comparison";

/// Print the JSON Schema of the settings, the glossary, a kind's front matter or a report
///
/// For editors and programs. The schemas (2020-12) are made of the types with which wellpress reads the files, so that an editor
/// completes and checks what wellpress accepts. A section that the settings declare has one with its own fields, by its `singular`:
/// write it again when these change.
///
/// `init` writes them for VS Code. After an update of wellpress, write the settings' one again. `article-json` and the like are
/// those of copies for programs (`wellpress help output#copies-for-programs`), `audit` that of criteria, `accessibility` that of
/// answers for a conformance report, `report` that of findings, `import-report` and `import-comparison` those of `wellpress help import`.
#[derive(Debug, Args)]
#[command(after_long_help = "    $ wellpress schema settings > .vscode/wellpress/settings.json
    $ wellpress schema condition > .vscode/wellpress/condition.json")]
pub(super) struct Arguments {
    /// `settings`, `glossary`, `article`, `exercise`, `report` ... or the `singular` of a section; without it, all names are listed
    subject: Option<String>,
}

/// Prints a schema, or the names of all schemas.
pub(super) fn run(invocation: &Invocation<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    // Outside of a site, and in one whose settings have a mistake, there are the sections of every site.
    let config = SiteArguments::default().request(invocation, &Unobserved).and_then(|request| settings(&request)).ok();
    let sections = config.map(|config| config.sections).unwrap_or_default();
    let names = names(&sections);
    let Some(name) = &arguments.subject else {
        console::print_stdout(&names.iter().map(|name| format!("{name}\n")).collect::<String>())?;
        return Ok(Exit::Done);
    };
    let schema = match sections.of_name(name) {
        Some(section) if !sections[section].is_declared() && sections[section].fields.is_empty() => {
            SchemaSubject::find(name).map(SchemaSubject::schema)
        }
        Some(section) => Some(schema_of_section(&sections[section])),
        None if name == REPORT => Some(json::schema()),
        #[cfg(feature = "audit")]
        None if name == AUDIT => Some(wellpress_audit::standard::schema()),
        #[cfg(feature = "audit")]
        None if name == ACCESSIBILITY => Some(wellpress_audit::wcag::answers::schema()),
        #[cfg(feature = "care")]
        None if name == CARE => Some(wellpress_check::care::CareList::schema()),
        #[cfg(feature = "import")]
        None if name == IMPORT => Some(wellpress_import::run::schema()),
        #[cfg(feature = "import")]
        None if name == COMPARISON => Some(wellpress_import::compare::schema()),
        None => copy_schema(name).or_else(|| SchemaSubject::find(name).map(SchemaSubject::schema)),
    };
    let Some(schema) = schema else {
        let failure = Failure::usage(format!("there is no schema of `{name}`"));
        let near = nearest(name, names.iter().map(String::as_str));
        return Err(failure.suggest_or(near, "`wellpress schema` lists all there are"));
    };
    console::print_stdout(&format!("{schema:#}\n"))?;
    Ok(Exit::Done)
}

/// The schema of the copies of a kind of page, by a name such as `article-json`.
fn copy_schema(name: &str) -> Option<Value> {
    let kind = name.strip_suffix(COPY)?;
    ContentKind::ALL.into_iter().find(|candidate| candidate.name() == kind).and_then(wellpress_copies::schema)
}

fn names(sections: &Sections) -> Vec<String> {
    let declared = sections.entries().filter(|(_, section)| section.is_declared());
    let declared = declared.map(|(_, section)| section.name.to_string());
    let reports = [
        REPORT,
        #[cfg(feature = "audit")]
        AUDIT,
        #[cfg(feature = "audit")]
        ACCESSIBILITY,
        #[cfg(feature = "care")]
        CARE,
        #[cfg(feature = "import")]
        IMPORT,
        #[cfg(feature = "import")]
        COMPARISON,
    ];
    let copies = ContentKind::ALL.into_iter().filter(|kind| wellpress_copies::schema(*kind).is_some());
    let copies = copies.map(|kind| format!("{kind}{COPY}"));
    SchemaSubject::all()
        .map(|subject| subject.name().to_owned())
        .chain(declared)
        .chain(copies)
        .chain(reports.map(str::to_owned))
        .collect()
}
