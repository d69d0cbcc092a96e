//! `wellpress theme eject`: copies a file of the theme `well` out of the program into the theme of the site, where it takes the place
//! of the original.

use std::fmt::Write as _;

use clap::Args;

use wellpress_build::pipeline::Unobserved;
use wellpress_command::console;
use wellpress_command::invocation::{Invocation, SiteArguments, existing_site, settings};
use wellpress_command::{Exit, Failure};
use wellpress_diagnostics::nearest;
use wellpress_io::fs::Disk;

use crate::default_theme::DEFAULT_THEME;
use crate::scaffold;

/// Folders of the theme in which a name without a folder is looked up, in this order.
const FOLDERS: [&str; 5] = ["templates", "templates/components", "directives", "assets", "i18n"];

/// Copy a template or another file of the theme `well` into the site's theme, to change it there
///
/// The copy takes the place of the original, and updates of wellpress do not change it. It goes into the theme of the settings, or
/// into `themes/well` if they name none, and the command prints its path. A file that exists is left as it is.
#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// The file, such as `article.html`, `components/card.html` or `well.css`; without it, all files are listed
    file: Option<String>,
    /// Print the file instead of copying it, to compare a copy with it after an update
    #[arg(long)]
    print: bool,
}

/// Copies or prints the file, or lists what can be copied.
pub(in crate::cli) fn run(invocation: &Invocation<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let Some(name) = &arguments.file else {
        console::print_stdout(&paths().fold(String::new(), |list, path| list + path + "\n"))?;
        return Ok(Exit::Done);
    };
    let (path, bytes) = find(name)?;
    if arguments.print {
        let text = std::str::from_utf8(bytes)
            .map_err(|_| Failure::usage(format!("`{path}` is no text")).help("leave `--print` out to copy it"))?;
        console::print_stdout(text)?;
    } else {
        copy(invocation, path, bytes)?;
    }
    Ok(Exit::Done)
}

fn copy(invocation: &Invocation<'_>, path: &str, bytes: &[u8]) -> Result<(), Failure> {
    let request = SiteArguments::default().request(invocation, &Unobserved)?;
    let config = settings(&request)?;
    let theme = &config.settings.theme.value;
    let copied = scaffold::eject(&Disk, &existing_site(invocation)?, theme, path, bytes).map_err(|failure| match failure.exit {
        // Its one usage error is that the copy is there already.
        Exit::Usage => failure.help(format!(
            "`wellpress theme eject --print {path}` prints the original, to compare it with this copy; delete the copy to make it anew"
        )),
        _ => failure,
    })?;
    console::print_stdout(&format!("{}\n", copied.display()))?;
    let mut advice = String::new();
    let _ = writeln!(
        advice,
        "The site now uses this copy of `{path}` from wellpress {}. Updates of wellpress do not change it.\n\
         After an update, `wellpress theme eject --print {path}` prints the new original: compare your copy with it, and take over \
         what changed.\nTo return to the original, delete the copy.",
        env!("CARGO_PKG_VERSION")
    );
    if theme == DEFAULT_THEME.name() {
        let _ = writeln!(
            advice,
            "The settings name no theme of your own, so the copy is in `themes/{theme}`, whose files replace those of the program."
        );
    }
    console::print_stderr(&advice);
    Ok(())
}

/// The files that can be copied. Not the manifest: the theme of a site has one of its own.
fn paths() -> impl Iterator<Item = &'static str> {
    DEFAULT_THEME.paths().filter(|path| *path != "theme.yaml")
}

/// The path and the bytes of the file that `name` means.
fn find(name: &str) -> Result<(&'static str, &'static [u8]), Failure> {
    let asked_name = name.strip_prefix("./").unwrap_or(name);
    let candidates =
        std::iter::once(asked_name.to_owned()).chain(FOLDERS.iter().map(|folder| format!("{folder}/{asked_name}")));
    let theme = &*DEFAULT_THEME;
    let names: Vec<&'static str> = paths().collect();
    let path = candidates.into_iter().find_map(|path| names.iter().copied().find(|name| *name == path));
    let file = path.and_then(|path| Some((path, theme.file(path)?)));
    file.ok_or_else(|| {
        let short_names = names.iter().filter_map(|path| path.split_once('/')).map(|(_, name)| name);
        let near = nearest(asked_name, names.iter().copied().chain(short_names));
        let help = match near {
            Some(near) => format!("did you mean `{near}`? `wellpress theme eject` lists all files"),
            None => "`wellpress theme eject` lists all files".to_owned(),
        };
        Failure::usage(format!("the theme `{}` has no file `{name}`", theme.name())).help(help)
    })
}
