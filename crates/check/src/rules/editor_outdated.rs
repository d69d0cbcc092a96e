//! `editor-outdated`: the web editor in `static` shows other fields than the site has, so that colleagues cannot fill in what is new, and
//! write what the site does not read any more.
//!
//! The name of its configuration has the fingerprint of what it was made of, so that no file has to be read.

use wellpress_diagnostics::{Diagnostic, Location, rules};

use wellpress_site::config::Config;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::schema::form_fingerprint;

/// The script of the editor, which lies beside its configuration.
const SCRIPT: &str = "/wellpress-editor.js";

/// One finding for each folder with an editor: at its configuration, or at its script if there is none.
pub(super) fn find(config: &Config, resolved: &ResolvedSite<'_>) -> Vec<Diagnostic> {
    let paths = || resolved.files.static_files().map(|file| &*file.path);
    let folders: Vec<&str> = paths().filter_map(|path| path.strip_suffix(SCRIPT)).collect();
    if folders.is_empty() {
        return Vec::new();
    }
    let fingerprint = form_fingerprint(config);
    let outdated = folders.into_iter().filter_map(|folder| {
        let of_folder = || paths().filter_map(move |path| Some((path, fingerprint_in_name(path, folder)?)));
        if of_folder().any(|(_, of_file)| of_file == fingerprint) {
            return None;
        }
        let place = of_folder().next().map_or_else(|| format!("{folder}{SCRIPT}"), |(path, _)| path.to_owned());
        let message =
            "the web editor was made for other fields, directives, disclaimers or languages than the site has now";
        let finding = Diagnostic::new(&rules::EDITOR_OUTDATED, Location::file(place.as_str()), message);
        Some(finding.help("run `wellpress new editor`, and commit what it changes"))
    });
    outdated.collect()
}

/// The fingerprint in a name such as `config.0123456789abcdef.json`.
fn fingerprint_in_name<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    let name = path.strip_prefix(folder)?.strip_prefix("/config.")?.strip_suffix(".json")?;
    name.bytes().all(|byte| byte.is_ascii_hexdigit()).then_some(name)
}
