//! The archive has to be the known one.

use wellpress_command::Exit;
use wellpress_editor::package;

#[test]
fn another_archive_is_refused() {
    let failure = package::unpack(b"not the archive").unwrap_err();
    assert!(matches!(failure.exit, Exit::Content));
    assert!(
        failure.message.starts_with("this is not the archive of Sveltia CMS 0.221.1: its SHA-512 is `"),
        "{failure:?}"
    );
    assert!(failure.help.unwrap().contains("npm pack @sveltia/cms@0.221.1"));
}
