//! [`Layer`]: the files of one theme. The theme that the settings name is the strongest layer, followed by the themes that
//! it extends, with the embedded theme last where the chain reaches it.
//!
//! Input: the site's `themes/` folder and the embedded theme. Output: layers in that order, or the finding that explains
//! why one cannot be read. What the files mean is left to `theme` and its parts.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use wellpress_diagnostics::yaml::{self, Dialect, Located};
use wellpress_diagnostics::{Diagnostic, Location, Rule, Severity, Source, nearest, rules};
use wellpress_io::fs::{EntryKind, Files, slashed};
use wellpress_site::config::Config;
use wellpress_site::discover::is_left_behind;

use crate::theme::embedded_files::EmbeddedFiles;

static DIALECT: Dialect = Dialect::of_one_rule("theme", &rules::THEME_INVALID);

/// A larger file in a theme is refused: it would be held in memory and sent with every page.
const MAX_FILE_BYTES: u64 = 10_000_000;

/// The settings of a theme in its `theme.yaml`, all of them optional.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    #[expect(dead_code, reason = "for people; the folder's name is what counts")]
    name: Option<String>,
    extends: Option<Located<String>>,
    /// The logo for light backgrounds, by its path in `assets/`.
    pub logo: Option<Located<String>>,
    /// The logo for dark backgrounds.
    #[serde(rename = "logo-dark")]
    pub logo_dark: Option<Located<String>>,
    #[serde(default)]
    pub tokens: BTreeMap<String, Located<String>>,
}

/// One theme's own files, without those of the themes that it extends.
///
/// Layers stay apart after they are read instead of being merged into one theme: findings name the file that the site's author
/// can edit, and only values of the site's own themes are judged.
#[derive(Clone)]
pub(crate) struct Layer {
    /// `theme.yaml`; the default value without one.
    pub manifest: Manifest,
    /// By path in the theme, with `/`.
    pub files: BTreeMap<String, ThemeFile>,
    pub origin: LayerOrigin,
}

/// Who brings a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LayerOrigin {
    Site,
    Program,
}

/// A file of a theme.
#[derive(Debug, Clone)]
pub(crate) struct ThemeFile {
    /// Where findings say that it is.
    pub shown_path: String,
    pub bytes: Cow<'static, [u8]>,
}

impl ThemeFile {
    /// The file as text. Bytes that are not UTF-8 are replaced, so that positions in findings can still be shown.
    pub fn source(&self) -> Source {
        Source::new(self.shown_path.as_str(), String::from_utf8_lossy(&self.bytes))
    }
}

impl Layer {
    /// `theme.yaml` as text; `None` for the embedded theme, about whose manifest an author cannot do anything.
    pub(crate) fn source(&self) -> Option<Source> {
        self.files.get("theme.yaml").filter(|_| self.origin == LayerOrigin::Site).map(ThemeFile::source)
    }
}

/// Where a theme's name was written, for findings about it.
struct ThemeReference {
    name: Located<String>,
    source: Source,
    rule: &'static Rule,
}

impl ThemeReference {
    fn location(&self) -> Location {
        self.source.locate(self.name.span)
    }
}

/// Reads the theme of the settings and those that it extends, the strongest first: of the site's own themes the manifest and the
/// files that are `wanted`, by their paths in the theme.
pub(crate) fn layers(
    files: &dyn Files,
    config: &Config,
    embedded: &EmbeddedFiles,
    wanted: fn(&str) -> bool,
) -> Result<Vec<Layer>, Box<Diagnostic>> {
    let mut layers = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    let (name, source) = (config.settings.theme.clone(), config.source.clone());
    let mut next = Some(ThemeReference { name, source, rule: &rules::SETTINGS_INVALID });
    while let Some(reference) = next.take() {
        let name = &reference.name.value;
        if seen.contains(name) {
            let message = format!("the themes extend each other: {} > {name}", seen.join(" > "));
            return Err(Box::new(wrong(reference.location(), message).help("take one `extends` out")));
        }
        seen.push(name.clone());
        let layer = read_layer(files, config, &reference, embedded, wanted)?;
        let extends = layer.manifest.extends.clone().zip(layer.files.get("theme.yaml"));
        next = extends.map(|(name, file)| ThemeReference { name, source: file.source(), rule: &rules::THEME_INVALID });
        layers.push(layer);
    }
    // A site's own folder may have the embedded theme's name. It then extends the embedded one without saying so.
    let ends_in_namesake = seen.last().is_some_and(|name| name == embedded.name);
    if ends_in_namesake && layers.last().is_some_and(|layer| layer.origin == LayerOrigin::Site) {
        layers.push(embedded.layer.clone());
    }
    Ok(layers)
}

/// Reads the folder of a theme, or takes the embedded theme if the site has no folder of its name.
fn read_layer(
    files: &dyn Files,
    config: &Config,
    reference: &ThemeReference,
    embedded: &EmbeddedFiles,
    wanted: fn(&str) -> bool,
) -> Result<Layer, Box<Diagnostic>> {
    let name = &reference.name.value;
    // A name that is a path could read files outside `themes/`.
    let is_unsound = name.is_empty() || name.contains(['/', '\\', '\0']) || name.starts_with('.');
    match if is_unsound { None } else { theme_folder(files, &config.root, name)? } {
        Some(folder) => read_folder(files, &folder, name, wanted),
        None if *name == embedded.name => Ok(embedded.layer.clone()),
        None => Err(Box::new(no_such_theme(files, config, reference, embedded))),
    }
}

fn no_such_theme(
    files: &dyn Files,
    config: &Config,
    reference: &ThemeReference,
    embedded: &EmbeddedFiles,
) -> Diagnostic {
    let name = &reference.name.value;
    // Only for a suggestion: the finding holds even if the folder cannot be listed.
    let folders = files.list(&config.root.join("themes")).unwrap_or_default();
    let folders: Vec<String> = folders.iter().map(|entry| entry.path.to_string_lossy().into_owned()).collect();
    let near = nearest(name, folders.iter().map(String::as_str).chain([embedded.name]));
    let finding = Diagnostic::new(reference.rule, reference.location(), format!("there is no theme `{name}`"));
    match near {
        Some(near) => finding.suggest(Some(near)),
        None => finding.help(format!("make `themes/{name}`, or use `{}`", embedded.name)),
    }
}

/// A theme's folder in the site, if it has one. A link or a file in its place is an error: taken for a missing folder, it
/// would silently turn the site's theme into the embedded one.
fn theme_folder(files: &dyn Files, root: &Path, name: &str) -> Result<Option<PathBuf>, Box<Diagnostic>> {
    for shown_path in ["themes".to_owned(), format!("themes/{name}")] {
        let message = match files.kind(&root.join(&shown_path)) {
            Ok(EntryKind::Folder) => continue,
            Ok(kind) => format!("this is {kind}, not a folder"),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => format!("the theme cannot be read: {error}"),
        };
        return Err(Box::new(wrong(Location::file(shown_path), message).help("put the folder itself here")));
    }
    Ok(Some(root.join("themes").join(name)))
}

fn read_folder(
    files: &dyn Files,
    folder: &Path,
    name: &str,
    wanted: fn(&str) -> bool,
) -> Result<Layer, Box<Diagnostic>> {
    let entries = files.walk(folder).map_err(|error| {
        Box::new(wrong(Location::file(format!("themes/{name}")), format!("the theme cannot be read: {error}")))
    })?;
    let mut theme_files = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.kind != EntryKind::Folder) {
        let path = slashed(&entry.path);
        if path.split('/').any(is_left_out) || !(wanted(&path) || path == "theme.yaml") {
            continue;
        }
        let shown_path = format!("themes/{name}/{path}");
        if entry.kind != EntryKind::File {
            let message = format!("this is {}, not a file", entry.kind);
            let finding = wrong(Location::file(shown_path), message);
            return Err(Box::new(finding.help("put the file itself here, or take it out of the theme")));
        }
        let bytes = files.read_limited(&folder.join(&entry.path), MAX_FILE_BYTES).map_err(|error| {
            Box::new(wrong(Location::file(shown_path.clone()), format!("the file cannot be read: {error}")))
        })?;
        theme_files.insert(path, ThemeFile { shown_path, bytes: Cow::Owned(bytes) });
    }
    let manifest = theme_files.get("theme.yaml").map(read_manifest).transpose()?.unwrap_or_default();
    Ok(Layer { manifest, files: theme_files, origin: LayerOrigin::Site })
}

fn is_left_out(part: &str) -> bool {
    part.starts_with(['.', '_']) || is_left_behind(part)
}

/// Decodes a `theme.yaml`, or returns the first thing that is wrong in it.
pub(crate) fn read_manifest(file: &ThemeFile) -> Result<Manifest, Box<Diagnostic>> {
    let source = file.source();
    let decoded = yaml::decode::<Manifest>(&source, source.text.len(), &DIALECT);
    match decoded.diagnostics.into_iter().next() {
        Some(finding) => Err(Box::new(finding)),
        None => Ok(decoded.value.unwrap_or_default()),
    }
}

/// The files under `folder`, by their path below it; of several layers that have one, the strongest wins.
pub(crate) fn strongest<'a>(layers: &'a [Layer], folder: &str) -> BTreeMap<&'a str, &'a ThemeFile> {
    let mut strongest = BTreeMap::new();
    for (path, file) in layers.iter().flat_map(|layer| &layer.files) {
        if let Some(name) = path.strip_prefix(folder) {
            // The strongest layer comes first, so the first file of a path stays.
            strongest.entry(name).or_insert(file);
        }
    }
    strongest
}

/// A warning about a theme, whose pages can be shown all the same.
pub(crate) fn doubtful(location: Location, message: impl Into<String>) -> Diagnostic {
    Diagnostic { severity: Severity::Warning, ..wrong(location, message) }
}

/// A finding about a theme.
pub(crate) fn wrong(location: Location, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(&rules::THEME_INVALID, location, message)
}
