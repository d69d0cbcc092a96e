//! The `permalink` of front matter in, the path of the page out: an address in place of the one from folder and file name. Whether
//! another page has the address is for `address_clashes`.

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Rule, quotable, rules};
use wellpress_foundation::text::without_case;
use wellpress_io::fs::{MAX_NAME_BYTES, MAX_PATH_BYTES, is_device_name};

use crate::config::Config;
use crate::parse::document::Document;
use crate::sections::{FORMS_FOLDER, RESERVED_FOLDERS};

/// What is wrong with a permalink, and what to do.
struct Defect {
    rule: &'static Rule,
    message: String,
    help: &'static str,
}

/// The path of the page below its language, without a slash at either end. `None` without a permalink, and for one that is not an
/// address: the finding stops the build, and until then the page has the address of its file.
pub(super) fn path(config: &Config, document: &Document, findings: &mut Vec<Diagnostic>) -> Option<String> {
    let permalink = document.front.permalink.as_ref()?;
    if let Some(slug) = &document.front.slug {
        let message = "`slug` has no effect beside `permalink`";
        let finding = Diagnostic::new(&rules::SLUG_INVALID, document.source.locate(slug.span), message);
        findings.push(finding.help("take it out: `permalink` is the whole address"));
    }
    if document.file.is_section_text() {
        let message = "the text above a list is at the address of the list";
        let finding = Diagnostic::new(&rules::SLUG_INVALID, document.source.locate(permalink.span), message);
        findings.push(finding.help("take `permalink` out"));
        return None;
    }
    match parse(config, permalink) {
        Ok(path) => Some(path),
        Err(Defect { rule, message, help }) => {
            findings.push(Diagnostic::new(rule, document.source.locate(permalink.span), message).help(help));
            None
        }
    }
}

fn parse(config: &Config, permalink: &Located<String>) -> Result<String, Defect> {
    let written_address = permalink.value.as_str();
    let refuse = |rule, reason: &str, help| {
        Err(Defect {
            rule,
            message: format!("`{}` cannot be the address of a page: {reason}", quotable(written_address)),
            help,
        })
    };
    let invalid = &rules::SLUG_INVALID;
    let Some(path) = written_address.strip_prefix('/').filter(|path| !path.starts_with('/')) else {
        return refuse(invalid, "it does not begin with one `/`", "write it from `/`, such as `/clinic/charts/`");
    };
    // Addresses of pages end with `/`, whether authors write it or not.
    let path = path.strip_suffix('/').unwrap_or(path);
    let segments: Vec<&str> = path.split('/').collect();
    let (first, last) = (without_case(segments[0]), without_case(segments[segments.len() - 1]));
    if path.is_empty() {
        return refuse(invalid, "it is that of the home page", "the home page is `content/pages/index.md`");
    }
    if path.len() > MAX_PATH_BYTES || segments.iter().any(|segment| segment.len() > MAX_NAME_BYTES) {
        return refuse(invalid, "it is too long", "write a shorter one");
    }
    if !segments.iter().all(|segment| is_valid_slug(segment)) {
        let help =
            "use letters, digits, `-`, `_` and `.` between the slashes, and no name that Windows keeps for devices";
        return refuse(invalid, "a part of it is not the name of a folder", help);
    }
    if last.ends_with(".html") || last.ends_with(".htm") {
        let help = "write it with `/` in place of the ending, and the address with `.html` under `aliases`";
        return refuse(invalid, "it is that of a file, and a page is a folder", help);
    }
    if config.languages.iter().skip(1).any(|language| without_case(&language.tag) == first) {
        let help = "take the language out: that of a translation is put before its permalink";
        return refuse(invalid, "it begins with a language of the site", help);
    }
    let is_generated = RESERVED_FOLDERS.contains(&&*first)
        || first == FORMS_FOLDER
        || config
            .sections
            .with_lists()
            .any(|(_, list)| without_case(&list.list_path()) == without_case(&format!("{path}/")))
        || segments.windows(2).any(|pair| pair[0] == "page" && pair[1].parse::<usize>().is_ok());
    if is_generated {
        return refuse(&rules::URL_DUPLICATE, "the build makes pages of its own there", "choose another address");
    }
    Ok(path.to_owned())
}

/// A slug becomes a folder of the output, so it must be a name that every file system takes and that leads nowhere else.
pub(super) fn is_valid_slug(slug: &str) -> bool {
    !slug.is_empty()
        && slug.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
        && !slug.contains("..")
        && !slug.starts_with('.')
        && !slug.ends_with('.')
        && !is_device_name(slug)
}
