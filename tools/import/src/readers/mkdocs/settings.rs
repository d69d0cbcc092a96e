//! The settings of MkDocs: those of `INHERIT` are under those of the file, and what `!ENV` reads is told.

use serde_json::{Map, Value};

use crate::front_matter;
use crate::log::ImportLog;
use crate::readers::page_keys::text_of;
use crate::readers::read_error::ReadError;
use crate::readers::settings::merge;
use crate::source_folder::{SourceFolder, beside};

/// Reads the settings of a site.
pub(super) fn read(source: &SourceFolder<'_>, log: &mut ImportLog) -> Result<Map<String, Value>, ReadError> {
    read_file(source, if source.has("mkdocs.yml") { "mkdocs.yml" } else { "mkdocs.yaml" }, &mut Vec::new(), log)
}

/// Reads a file of settings. `open` has the files that inherit from it.
fn read_file(
    source: &SourceFolder<'_>,
    path: &str,
    open: &mut Vec<String>,
    log: &mut ImportLog,
) -> Result<Map<String, Value>, ReadError> {
    let text = source.text(path).map_err(|source| ReadError::File { path: path.to_owned(), source })?;
    let text: String = text.split_inclusive('\n').map(|line| without_environment(line, path, log)).collect();
    let parsed = front_matter::yaml(&text);
    let mut own = parsed.map_err(|why| ReadError::Format { path: path.to_owned(), expected: "configuration", why })?;
    let Some(parent) = own.remove("INHERIT").as_ref().and_then(text_of) else { return Ok(own) };
    open.push(path.to_owned());
    match beside(path, &parent).filter(|parent| source.has(parent) && !open.contains(parent)) {
        Some(parent) => {
            let mut settings = read_file(source, &parent, open, log)?;
            merge(&mut settings, own);
            Ok(settings)
        }
        None => {
            log.confirm(
                path,
                format!("the settings of `{parent}` are not here, such as the menu `nav` and `site_name`"),
            );
            Ok(own)
        }
    }
}

/// A line such as `site_name: !ENV [NAME, "Title"]` with the last of its values, if that is no name of a variable. A value below another
/// key is taken out, since texts can show it.
fn without_environment(line: &str, path: &str, log: &mut ImportLog) -> String {
    let is_of_key = |sign: char| sign.is_alphanumeric() || "_- ".contains(sign);
    let Some((key, names)) = line.split_once(": !ENV ").filter(|(key, _)| key.chars().all(is_of_key)) else {
        return line.to_owned();
    };
    let names = front_matter::yaml_value(names).unwrap_or_default();
    let last = names.as_array().filter(|names| names.len() > 1).and_then(|names| names.last());
    let last = last.filter(|_| !key.starts_with([' ', '-'])).unwrap_or(&Value::Null);
    if !key.starts_with([' ', '-']) {
        log.confirm(path, format!("`{key}` is read from the environment, and is `{last}` here"));
    }
    format!("{key}: {last}\n")
}

#[cfg(test)]
mod tests {
    use crate::readers::site_of_files;

    #[test]
    fn settings_are_inherited_and_the_environment_is_told() {
        let own = "INHERIT: conf/base.yml\nsite_name: !ENV [SITE, \"Hill: clinic\"]\nsite_url: !ENV URL # here\nextra:\n  dose: !ENV [DOSE, 5]\n  b: 6\nplugins: [{macros: {x: !ENV Y}}]\n";
        let base = "INHERIT: ../mkdocs.yml\nsite_name: Base\nnav: [{Home: a.md}]\nextra: {a: 7, b: 8}\n";
        let site = site_of_files(&[
            ("mkdocs.yml", own),
            ("conf/base.yml", base),
            ("docs/a.md", "{{ a }} {{ b }} mg, {{ dose }} mg\n"),
        ]);
        assert_eq!((site.title.as_deref(), site.base_url.as_deref()), (Some("Hill: clinic"), None));
        assert_eq!((site.menu[0].title.as_str(), site.pages[0].text.trim()), ("Home", "7 6 mg,  mg"));
        assert!(site.log.is_doubtful("docs/a.md"));
        for (file, words) in [
            ("mkdocs.yml", "`site_name` is read from the environment, and is `\"Hill: clinic\"` here"),
            ("mkdocs.yml", "`site_url` is read from the environment, and is `null` here"),
            ("conf/base.yml", "the settings of `../mkdocs.yml` are not here"),
        ] {
            assert!(site.log.to_confirm.iter().any(|(own, what)| own == file && what.starts_with(words)), "{words}");
        }
    }
}
