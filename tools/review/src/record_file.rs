//! Writes a file of records beside the reviews, which other programs may write in the same moment: an editor, a second command.

use std::io;
use std::path::Path;

use wellpress_command::Failure;
use wellpress_io::fs::Files;

use super::unwritten;

/// How often a change is made again because somebody else has written the file meanwhile.
const MAX_TRIES: usize = 20;

/// The bytes of a file; `None` if there is no file.
///
/// # Errors
/// When the file cannot be read.
pub fn read_bytes(files: &dyn Files, path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    match files.read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::machine(format!("cannot read `{}`: {error}", path.display()))),
    }
}

/// Replaces the text of a file, which need not exist, by what `change` makes of its bytes. What another program writes into it meanwhile
/// stays: the change is then made to that.
///
/// # Errors
/// Those of `change`, or when the file cannot be read or written.
pub fn update(
    files: &dyn Files,
    path: &Path,
    change: impl Fn(Option<Vec<u8>>) -> Result<String, Failure>,
) -> Result<(), Failure> {
    for _ in 0..MAX_TRIES {
        let before = read_bytes(files, path)?;
        let text = change(before.clone())?;
        let is_written = match before {
            Some(before) => files.replace_if(path, &before, text.as_bytes()),
            None => {
                files.create_dir_all(path.parent().unwrap_or(Path::new(""))).map_err(unwritten(path))?;
                files.replace(path, text.as_bytes()).map(|()| true)
            }
        };
        if is_written.map_err(unwritten(path))? {
            return Ok(());
        }
    }
    Err(Failure::machine(format!("`{}` is being written by another program", path.display())).help("try again"))
}
