//! [`Layer`]: the files of one theme. The theme that the settings name comes first, then those that it extends, the one
//! that is built in last where it is reached.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use serde::Deserialize;

use wellpress_diagnostics::yaml::{self, Dialect, Located};
use wellpress_diagnostics::{Diagnostic, Location, Rule, Source, nearest, rules};
use wellpress_io::fs::{EntryKind, Files, slashed};
use wellpress_site::config::Config;
use wellpress_site::discover::is_left_behind;

static WELL: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../themes/well");

static DIALECT: Dialect = Dialect::of_one_rule("theme", &rules::THEME_INVALID);

/// `theme.yaml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    #[expect(dead_code, reason = "for people; the folder's name is what counts")]
    name: Option<String>,
    extends: Option<Located<String>>,
    /// The site's name as a picture, by its path in `assets/`; `logo-dark` where it is dark.
    pub logo: Option<Located<String>>,
    #[serde(rename = "logo-dark")]
    pub logo_dark: Option<Located<String>>,
    #[serde(default)]
    pub tokens: BTreeMap<String, Located<String>>,
}

/// One theme's own files.
pub(super) struct Layer {
    /// `theme.yaml`.
    pub manifest: Manifest,
    /// By path in the theme: where it is, and its bytes.
    pub files: BTreeMap<String, (String, Vec<u8>)>,
}

/// The theme of the settings and those that it extends, the built-in one last where it is reached.
pub(super) fn layers(files: &dyn Files, config: &Config) -> Result<Vec<Layer>, Box<Diagnostic>> {
    let mut layers = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    let mut next = Some((config.settings.theme.clone(), config.source.clone(), &rules::SETTINGS_INVALID));
    while let Some((name, source, rule)) = next.take() {
        if seen.contains(&name.value) {
            let message = format!("the themes extend each other: {} > {}", seen.join(" > "), name.value);
            return Err(Box::new(wrong(source.locate(name.span), message).help("take one `extends` out")));
        }
        seen.push(name.value.clone());
        let layer = layer(files, config, &name, &source, rule)?;
        let own = layer
            .files
            .get("theme.yaml")
            .map(|(path, bytes)| Source::new(path.as_str(), String::from_utf8_lossy(bytes)));
        next = layer.manifest.extends.clone().zip(own).map(|(name, source)| (name, source, &rules::THEME_INVALID));
        layers.push(layer);
    }
    if seen.last().is_some_and(|last| last == "well") && layers.last().is_some_and(|layer| !layer.is_built_in()) {
        layers.push(built_in());
    }
    Ok(layers)
}

impl Layer {
    /// `theme.yaml` as text, unless it is the built-in theme's.
    pub(super) fn source(&self) -> Option<Source> {
        let (path, bytes) = self.files.get("theme.yaml").filter(|_| !self.is_built_in())?;
        Some(Source::new(path.as_str(), String::from_utf8_lossy(bytes)))
    }

    fn is_built_in(&self) -> bool {
        self.files.values().all(|(path, _)| path.starts_with(BUILT_IN))
    }
}

/// What the paths of the built-in theme's files begin with.
pub(super) const BUILT_IN: &str = "(built in)";

fn layer(
    files: &dyn Files,
    config: &Config,
    name: &Located<String>,
    source: &Source,
    rule: &'static Rule,
) -> Result<Layer, Box<Diagnostic>> {
    let unsound = name.value.is_empty() || name.value.contains(['/', '\\', '\0']) || name.value.starts_with('.');
    let folder = if unsound { None } else { own_folder(files, &config.root, &name.value)? };
    let Some(folder) = folder else {
        if name.value == "well" {
            return Ok(built_in());
        }
        let known = files.list(&config.root.join("themes")).unwrap_or_default();
        let known: Vec<String> = known.iter().map(|entry| entry.path.to_string_lossy().into_owned()).collect();
        let near = nearest(&name.value, known.iter().map(String::as_str).chain(["well"]));
        let place = source.locate(name.span);
        let finding = Diagnostic::new(rule, place, format!("there is no theme `{}`", name.value));
        return Err(Box::new(match near {
            Some(near) => finding.suggest(Some(near)),
            None => finding.help(format!("make `themes/{}`, or use `well`", name.value)),
        }));
    };
    read_layer(files, &folder, &name.value)
}

/// A theme's folder in the site, if it has one. Something else in its place would be passed over without a word.
fn own_folder(files: &dyn Files, root: &Path, name: &str) -> Result<Option<PathBuf>, Box<Diagnostic>> {
    for shown in ["themes".to_owned(), format!("themes/{name}")] {
        let message = match files.kind(&root.join(&shown)) {
            Ok(EntryKind::Folder) => continue,
            Ok(other) => format!("this is {other}, not a folder"),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => format!("the theme cannot be read: {error}"),
        };
        return Err(Box::new(wrong(Location::file(shown), message).help("put the folder itself here")));
    }
    Ok(Some(root.join("themes").join(name)))
}

fn read_layer(files: &dyn Files, folder: &Path, name: &str) -> Result<Layer, Box<Diagnostic>> {
    let entries = files.walk(folder).map_err(|error| {
        Box::new(wrong(Location::file(format!("themes/{name}")), format!("the theme cannot be read: {error}")))
    })?;
    let mut found = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.kind != EntryKind::Folder) {
        let path = slashed(&entry.path);
        if path.split('/').any(|part| part.starts_with(['.', '_']) || is_left_behind(part)) {
            continue;
        }
        let shown = format!("themes/{name}/{path}");
        if entry.kind != EntryKind::File {
            let message = format!("this is {}, not a file", entry.kind);
            return Err(Box::new(
                wrong(Location::file(shown), message).help("put the file itself here, or take it out of the theme"),
            ));
        }
        let bytes = files.read_limited(&folder.join(&entry.path), 10_000_000).map_err(|error| {
            Box::new(wrong(Location::file(shown.clone()), format!("the file cannot be read: {error}")))
        })?;
        found.insert(path, (shown, bytes));
    }
    let manifest = match found.get("theme.yaml") {
        None => Manifest::default(),
        Some((path, bytes)) => read_manifest(path, bytes)?,
    };
    Ok(Layer { manifest, files: found })
}

fn read_manifest(path: &str, bytes: &[u8]) -> Result<Manifest, Box<Diagnostic>> {
    let source = Source::new(path, String::from_utf8_lossy(bytes));
    let decoded = yaml::decode::<Manifest>(&source, source.text.len(), &DIALECT);
    match decoded.diagnostics.into_iter().next() {
        Some(finding) => Err(Box::new(finding)),
        None => Ok(decoded.value.unwrap_or_default()),
    }
}

/// The theme that is built in.
pub(super) fn built_in() -> Layer {
    let mut found = BTreeMap::new();
    collect(&WELL, &mut found);
    let manifest = found.get("theme.yaml").and_then(|(path, bytes)| read_manifest(path, bytes).ok());
    Layer { manifest: manifest.unwrap_or_default(), files: found }
}

fn collect(folder: &Dir<'_>, found: &mut BTreeMap<String, (String, Vec<u8>)>) {
    for file in folder.files() {
        let path = slashed(file.path());
        found.insert(path.clone(), (format!("{BUILT_IN} themes/well/{path}"), file.contents().to_vec()));
    }
    folder.dirs().for_each(|folder| collect(folder, found));
}

/// Each file of the layers once, from the strongest that has it.
pub(super) fn strongest<'a>(layers: &'a [Layer], folder: &'a str) -> BTreeMap<&'a str, &'a (String, Vec<u8>)> {
    let mut found = BTreeMap::new();
    for layer in layers {
        for (path, file) in &layer.files {
            if let Some(name) = path.strip_prefix(folder) {
                found.entry(name).or_insert(file);
            }
        }
    }
    found
}

/// A finding about a theme.
pub(super) fn wrong(place: Location, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(&rules::THEME_INVALID, place, message)
}
