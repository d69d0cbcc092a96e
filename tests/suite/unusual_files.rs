//! The program on a real disk with files that should not be there: links, FIFOs, devices, unreadable files, odd names. Each test
//! checks the message, the exit status, and that the output of the last build stays as it was.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use crate::harness::files_below;
use crate::site_on_disk::SiteOnDisk;

const PAGE: &str = "---\ntitle: Page\n---\n";

#[test]
fn symbolic_links_are_not_followed() {
    for target in ["/etc/passwd", "..", "../..", "/", "link.md", "nowhere.md", "spine.md"] {
        let site = SiteOnDisk::new();
        symlink(target, site.path("content/articles/link.md")).unwrap();
        site.assert_refused(
            1,
            &["error[file-special]: this is a symbolic link, not a file", "--> content/articles/link.md:1:1"],
        );
    }
}

#[test]
fn symbolic_links_to_pictures_static_files_and_libraries_are_not_followed() {
    let site = SiteOnDisk::new();
    let outside = TempDir::new().unwrap();
    std::fs::write(outside.path().join("secret.txt"), "secret").unwrap();
    std::fs::create_dir_all(site.path("static")).unwrap();
    std::fs::create_dir_all(site.path("content/references")).unwrap();
    symlink(outside.path(), site.path("static/out")).unwrap();
    symlink(outside.path().join("secret.txt"), site.path("content/articles/picture.svg")).unwrap();
    symlink(outside.path().join("secret.txt"), site.path("content/references/a.bib")).unwrap();
    site.assert_refused(1, &["static/out:1:1", "content/articles/picture.svg:1:1", "content/references/a.bib:1:1"]);
}

#[test]
fn a_loop_of_symbolic_links_does_not_hang() {
    let site = SiteOnDisk::new();
    symlink("two.md", site.path("content/articles/one.md")).unwrap();
    symlink("one.md", site.path("content/articles/two.md")).unwrap();
    site.assert_refused(1, &["--> content/articles/one.md:1:1", "--> content/articles/two.md:1:1"]);
}

#[test]
fn a_link_or_a_file_in_place_of_a_folder_is_refused() {
    let site = SiteOnDisk::new();
    std::fs::rename(site.path("content"), site.path("elsewhere")).unwrap();
    symlink("elsewhere", site.path("content")).unwrap();
    site.assert_refused(1, &["error[file-special]: this is a symbolic link, not a folder", "--> content:1:1"]);
    let site = SiteOnDisk::new();
    symlink("/etc", site.path("static")).unwrap();
    site.assert_refused(1, &["error[file-special]: this is a symbolic link, not a folder", "--> static:1:1"]);
    let site = SiteOnDisk::new();
    site.write("static", "x");
    site.assert_refused(1, &["error[file-special]: this is a file, not a folder", "--> static:1:1"]);
}

/// Findings about links to pages in the folder would send the author to the wrong file.
#[test]
fn an_unreadable_content_folder_is_the_only_finding() {
    for folder in ["content", "content/articles", "content/references"] {
        let site = SiteOnDisk::new();
        site.write("content/articles/spine.md", "---\ntitle: Spine\n---\nTold [@known].\n");
        site.write("content/pages/about.md", "---\ntitle: About\n---\nOf the [[article:spine]] [@known].\n");
        site.write(
            "content/references/library.bib",
            "@book{known, title = {Known}, author = {Ames, Ada}, year = 2024}\n",
        );
        site.write(
            "wellpress.yaml",
            "title: A\nbase_url: https://a.example/\nfeatured: [spine]\npolicies: {editorial: about}\n",
        );
        assert!(site.run(&["check"]).status.success());
        std::fs::rename(site.path(folder), site.path("elsewhere")).unwrap();
        symlink(site.path("elsewhere"), site.path(folder)).unwrap();
        let refused = site.build();
        site.assert_refusal(
            &refused,
            1,
            &["error[file-special]: this is a symbolic link", &format!("--> {folder}:1:1")],
        );
        let errors = String::from_utf8(refused.stderr).unwrap();
        assert_eq!(errors.matches("error[").count(), 1, "{errors}");
    }
}

#[test]
fn an_unreadable_static_folder_hides_no_mistake_of_a_page() {
    let site = SiteOnDisk::new();
    site.write("content/pages/about.md", "---\ntitle: About\n---\nOf the [[article:nowhere]].\n");
    symlink("/etc", site.path("static")).unwrap();
    site.assert_refused(1, &["--> static:1:1", "--> content/pages/about.md:4:8"]);
}

#[test]
fn a_link_or_a_file_in_place_of_a_theme_is_refused() {
    for path in ["themes", "themes/well"] {
        let site = SiteOnDisk::new();
        let outside = TempDir::new().unwrap();
        std::fs::create_dir_all(outside.path().join("well/templates")).unwrap();
        std::fs::create_dir_all(site.path(path).parent().unwrap()).unwrap();
        symlink(outside.path(), site.path(path)).unwrap();
        let position = format!("--> {path}:1:1");
        site.assert_refused(1, &["error[theme-invalid]: this is a symbolic link, not a folder", &position]);
        std::fs::remove_file(site.path(path)).unwrap();
        site.write(path, "x").assert_refused(1, &["error[theme-invalid]: this is a file, not a folder", &position]);
    }
}

#[test]
fn a_fifo_is_refused_and_does_not_hang() {
    for path in [
        "content/articles/pipe.md",
        "content/articles/pipe.svg",
        "content/references/pipe.bib",
        "content/glossary.yaml",
    ] {
        let site = SiteOnDisk::new();
        std::fs::create_dir_all(site.path("content/references")).unwrap();
        let mkfifo = std::process::Command::new("mkfifo").arg(site.path(path)).status().unwrap();
        assert!(mkfifo.success());
        site.assert_refused(1, &["error[file-special]: this is", "not a file", &format!("--> {path}:1:1")]);
    }
}

#[test]
fn a_socket_or_a_device_is_refused() {
    let site = SiteOnDisk::new();
    let _socket = std::os::unix::net::UnixListener::bind(site.path("content/articles/socket.md")).unwrap();
    site.assert_refused(1, &["error[file-special]: this is", "--> content/articles/socket.md:1:1"]);
    let site = SiteOnDisk::new();
    let path = site.path("content/articles/device.md");
    let mknod = std::process::Command::new("mknod").arg(&path).args(["c", "1", "5"]).output();
    if !mknod.is_ok_and(|mknod| mknod.status.success()) {
        eprintln!("NOT TESTED: only root makes devices");
        return;
    }
    site.assert_refused(1, &["error[file-special]: this is", "--> content/articles/device.md:1:1"]);
}

#[test]
fn a_fifo_in_place_of_the_settings_does_not_hang() {
    let site = SiteOnDisk::new();
    std::fs::remove_file(site.path("wellpress.yaml")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(site.path("wellpress.yaml")).status().unwrap().success());
    site.assert_refused(3, &["wellpress.yaml"]);
}

#[test]
fn a_fifo_in_place_of_the_lock_does_not_hang() {
    let site = SiteOnDisk::new();
    let lock = site.path(".wellpress-lock-output");
    assert!(std::process::Command::new("mkfifo").arg(&lock).status().unwrap().success());
    let output = site.build();
    std::fs::remove_file(&lock).unwrap();
    site.assert_refusal(&output, 3, &["cannot lock", ".wellpress-lock-output"]);
    let link_target = site.path("elsewhere");
    symlink(&link_target, &lock).unwrap();
    let output = site.build();
    std::fs::remove_file(&lock).unwrap();
    site.assert_refusal(&output, 3, &["cannot lock"]);
    assert!(!link_target.exists(), "a file was made where the link leads");
}

#[test]
fn an_unreadable_file_is_reported() {
    let site = SiteOnDisk::new();
    let messages = ["error[file-unreadable]: the file cannot be read", "--> content/articles/spine.md:1:1"];
    assert_unreadable(&site, "content/articles/spine.md", &messages);
}

#[test]
fn an_unreadable_folder_is_reported() {
    for folder in ["content/articles", "static", "static/downloads"] {
        let site = SiteOnDisk::new();
        site.write("static/downloads/form.pdf", "%PDF");
        let messages = ["error[file-unreadable]: this folder cannot be listed", &format!("--> {folder}:1:1")];
        assert_unreadable(&site, folder, &messages);
    }
}

/// Fails unless a build that may not read `path` is refused with these messages. Root may read everything, so `setpriv` takes that
/// capability away from the program.
#[track_caller]
fn assert_unreadable(site: &SiteOnDisk, path: &str, messages: &[&str]) {
    std::fs::set_permissions(site.path(path), std::fs::Permissions::from_mode(0o000)).unwrap();
    let mut command = std::process::Command::new("setpriv");
    command.args(["--bounding-set", "-dac_override,-dac_read_search", crate::program::PROGRAM, "build"]);
    let is_root = std::fs::File::open(site.path(path)).is_ok();
    let output = if is_root { command.arg("--root").arg(site.folder.path()).output().unwrap() } else { site.build() };
    std::fs::set_permissions(site.path(path), std::fs::Permissions::from_mode(0o755)).unwrap();
    site.assert_refusal(&output, 1, messages);
}

#[test]
fn names_that_windows_keeps_for_devices_are_refused() {
    for name in ["con.md", "AUX.md", "nul/index.md", "com1.md", "LPT9.md", "prn.svg", "Con.tar.md"] {
        let site = SiteOnDisk::new();
        site.write(&format!("content/articles/{name}"), PAGE);
        site.assert_refused(
            1,
            &["error[file-name]", "is a reserved name on Windows", &format!("--> content/articles/{name}:1:1")],
        );
    }
    let site = SiteOnDisk::new();
    site.write("content/articles/console.md", PAGE).write("content/articles/com10.md", PAGE);
    site.assert_built();
}

#[test]
fn names_that_differ_only_in_case_or_unicode_form_are_refused() {
    let pairs = [("Neck.md", "neck.md"), ("caf\u{e9}.md", "cafe\u{301}.md"), ("x/STRASSE.md", "x/strasse.md")];
    for (first, second) in pairs {
        let site = SiteOnDisk::new();
        site.write(&format!("content/articles/{first}"), PAGE).write(&format!("content/articles/{second}"), PAGE);
        site.assert_refused(
            1,
            &["error[file-name]: this name differs from `content/articles/", "rename one of the two"],
        );
    }
}

#[test]
fn a_slug_of_300_bytes_is_refused() {
    let site = SiteOnDisk::new();
    site.write("content/articles/long.md", format!("---\ntitle: Long\nslug: {}\n---\n", "a".repeat(300)));
    site.assert_refused(1, &["error[slug-invalid]", "too long", "--> content/articles/long.md:3:7"]);
}

#[test]
fn an_alias_of_300_bytes_is_refused() {
    let site = SiteOnDisk::new();
    site.write("content/articles/long.md", format!("---\ntitle: Long\naliases: [/{}/]\n---\n", "a".repeat(300)));
    site.assert_refused(1, &["error[slug-invalid]", "--> content/articles/long.md:3:11"]);
}

#[test]
fn the_longest_file_name_of_a_disk_does_not_stop_the_program() {
    let site = SiteOnDisk::new();
    site.write(&format!("content/articles/{}.md", "é".repeat(126)), PAGE);
    site.write(&format!("content/articles/p/{}.txt", "b".repeat(251)), "b").write("content/articles/p/index.md", PAGE);
    site.write("content/articles/q.md", format!("{PAGE}[File](p/{}.txt).\n", "b".repeat(251)));
    let output = site.build();
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn names_with_a_line_end_or_a_backslash_are_refused() {
    for name in ["a\nb.md", "a\\b.md", "a\tb.svg"] {
        let site = SiteOnDisk::new();
        site.write(&format!("content/articles/{name}"), PAGE);
        site.assert_refused(1, &["error[file-name]: the name has a control character or a backslash"]);
    }
}

#[test]
fn names_that_are_not_utf_8_are_refused() {
    use std::os::unix::ffi::OsStrExt;
    let site = SiteOnDisk::new();
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.md");
    std::fs::write(site.path("content/articles").join(name), PAGE).unwrap();
    site.assert_refused(1, &["error[file-name]: the name is not valid UTF-8"]);
}

#[test]
fn temporary_and_secret_files_are_never_published() {
    let site = SiteOnDisk::new();
    let names = [
        ".env",
        ".git/config",
        "a/.DS_Store",
        "notes.md~",
        "#notes.md#",
        "notes.md.swp",
        "notes.bak",
        "key.pem",
        "_draft/x.txt",
    ];
    for name in names {
        site.write(&format!("static/{name}"), "secret").write(&format!("content/articles/{name}"), "secret");
    }
    for name in ["id_rsa", "private.key", "server.p12", "Thumbs.db", "a.orig", "a.sw?", ".#lock"] {
        site.write(&format!("static/{}", name.replace('?', "n")), "secret");
    }
    site.assert_built();
    let published = files_below(&site.path("output"));
    let published_secrets: Vec<&PathBuf> =
        published.iter().filter(|(_, bytes)| *bytes == b"secret").map(|(path, _)| path).collect();
    assert!(published_secrets.is_empty(), "{published_secrets:?}");
}

#[test]
fn mistakes_in_the_settings_end_with_2() {
    let rows: &[(&str, &[&str])] = &[
        (
            "title: \"A\nbase_url: https://a.example/\n",
            &["the settings cannot be read: a quote above is not closed", "--> wellpress.yaml:2:1"],
        ),
        (
            "title: A\nbase_url: https://a.example/\ntitel: B\n",
            &["unknown key `titel`", "did you mean `title`?", "--> wellpress.yaml:3:1"],
        ),
        ("title: A\nbase_url: ftp://a.example/\n", &["is not a base address", "--> wellpress.yaml:2:11"]),
        (
            "title: A\nbase_url: https://a.example/\ncitations:\n  style: american-medical-asociation\n",
            &["did you mean `american-medical-association`?", "--> wellpress.yaml:4:10"],
        ),
        (
            "title: A\nbase_url: https://a.example/\ntheme: wel\n",
            &["there is no theme `wel`", "did you mean `well`?", "--> wellpress.yaml:3:8"],
        ),
        (
            "title: A\nbase_url: https://a.example/\n---\nsearch: none\n",
            &["a second document begins here, and nothing of it would be read", "--> wellpress.yaml:4:1"],
        ),
        ("\u{feff}title: A\n", &["`base_url` is missing", "--> wellpress.yaml:1:1"]),
    ];
    for (settings, messages) in rows {
        let site = SiteOnDisk::new();
        site.write("wellpress.yaml", settings);
        site.assert_refused(2, messages);
    }
}

#[test]
fn a_site_without_settings_or_content_ends_with_2() {
    let site = SiteOnDisk::new();
    std::fs::remove_file(site.path("wellpress.yaml")).unwrap();
    site.assert_refused(2, &["there is no `", "wellpress.yaml`", "wellpress init"]);
    let site = SiteOnDisk::new();
    std::fs::remove_dir_all(site.path("content")).unwrap();
    site.assert_refused(2, &["there is no folder `", "content`"]);
}

#[test]
fn mistakes_in_the_theme_end_with_1() {
    let rows: &[(&str, &str, &[&str])] = &[
        (
            "article.html",
            "<p>\n{{ page.title }\n",
            &["error[theme-invalid]", "--> themes/mine/templates/article.html:2:15\n"],
        ),
        (
            "article.html",
            "<p>\n  {{ page.titel }}\n",
            &[
                "error[theme-invalid]",
                "titel",
                "did you mean `title`?",
                "--> themes/mine/templates/article.html:2:11\n",
            ],
        ),
        (
            "article.html",
            "{% extends \"base.html\" %}\nLost.\n",
            &["this content would be ignored", "see the manual's page on themes"],
        ),
        (
            "article.html",
            "<p>\n  {{ record.noen }}\n",
            &["error[theme-invalid]", "is given `byline`, `changes`,", "--> themes/mine/templates/article.html:2:13\n"],
        ),
        (
            "article.html",
            "<p>\n  {{ recrod.byline }}\n",
            &["error[theme-invalid]", "did you mean `record`?", "--> themes/mine/templates/article.html:2:6\n"],
        ),
        (
            "article.html",
            "<p>\n{% include \"article.html\" %}\n",
            &["include each other", "--> themes/mine/templates/article.html:2:1\n"],
        ),
        (
            "article.html",
            "<p>\n{% include \"bsae.html\" %}\n",
            &["there is no template `bsae.html`", "did you mean `base.html`?", "article.html:2:12\n"],
        ),
        (
            "article.html",
            "{% extends \"bsae.html\" %}\n",
            &["there is no template `bsae.html`", "did you mean `base.html`?", "article.html:1:1\n"],
        ),
        (
            "article.html",
            "\n{{ t(key=\"footer-languag\") }}\n",
            &["the theme has no string `footer-languag`", "article.html:2:4\n"],
        ),
    ];
    rows.iter().for_each(|(name, text, messages)| assert_template_refused(name, text, messages));
}

#[test]
fn templates_that_contradict_each_other_end_with_1() {
    let rows: &[(&str, &str, &[&str])] = &[
        (
            "article.html",
            "{% extends \"base.html\" %}\n{% block heda %}{% endblock %}\n",
            &["block `heda` is not defined", "a block of that name, or take this one out", "article.html:2:"],
        ),
        (
            "components/own.html",
            "<p>\n{% component toc() %}{% endcomponent %}\n",
            &["the component `toc` is defined in `components/toc.html` too", "take one of the two out", "own.html:2:4"],
        ),
    ];
    rows.iter().for_each(|(name, text, messages)| assert_template_refused(name, text, messages));
}

#[track_caller]
fn assert_template_refused(name: &str, text: &str, messages: &[&str]) {
    let site = SiteOnDisk::new();
    site.write("wellpress.yaml", "title: A\nbase_url: https://a.example/\ntheme: mine\n");
    site.write("themes/mine/theme.yaml", "extends: well\n");
    site.write(&format!("themes/mine/templates/{name}"), text);
    site.assert_refused(1, messages);
    assert_check_finds(&site, messages);
}

#[track_caller]
fn assert_check_finds(site: &SiteOnDisk, messages: &[&str]) {
    let checked = site.run(&["check"]);
    let output = [checked.stdout, checked.stderr].concat();
    let output = String::from_utf8_lossy(&output);
    assert_eq!(checked.status.code(), Some(1), "{output}");
    messages.iter().for_each(|message| assert!(output.contains(message), "`{message}` is not in {output}"));
}

#[test]
fn a_theme_without_the_templates_that_it_needs_ends_with_1() {
    let site = SiteOnDisk::new();
    site.write("wellpress.yaml", "title: A\nbase_url: https://a.example/\ntheme: mine\n");
    site.write("themes/mine/theme.yaml", "name: mine\n").write("themes/mine/i18n/en.ftl", "a = A\n");
    site.write("themes/mine/templates/page.html", "{{ page.title }}");
    site.assert_refused(
        1,
        &["the theme has no template `article.html`", "--> themes/mine/theme.yaml:1:1", "extends: well"],
    );
}

#[test]
fn a_theme_whose_strings_have_control_characters_ends_with_1() {
    let strings = [
        ("# \\u0007 in a comment\nhome-cover = A {\"\\u0007\"} b\n", "control character U+0007", 18),
        ("a = A\n# \nhome-cover = A {\"\\U00FFFE\"} b\n", "noncharacter U+FFFE", 18),
        ("a = A\nhome-cover = A \u{7} b\n", "control character U+0007", 16),
    ];
    for (number, (strings, character, column)) in strings.into_iter().enumerate() {
        let site = SiteOnDisk::new();
        site.write("wellpress.yaml", "title: A\nbase_url: https://a.example/\ntheme: mine\n");
        site.write("themes/mine/theme.yaml", "name: mine\nextends: well\n");
        site.write("themes/mine/i18n/en.ftl", strings);
        let line = if number == 1 { 3 } else { 2 };
        let place = format!("--> themes/mine/i18n/en.ftl:{line}:{column}\n");
        site.assert_refused(1, &[&format!("a string of the theme has a {character}, which pages cannot show"), &place]);
    }
}

#[test]
fn a_broken_style_file_ends_with_2_and_shows_its_line() {
    let nested = "<style xmlns=\"http://purl.org/net/xbiblio/csl\" version=\"1.0\" class=\"in-text\">\n<macro name=\"a\">\n\
                  <text macro=\"b\"/></macro>\n<macro name=\"b\"><text macro=\"a\"/></macro>\n<citation><layout>\
                  <text macro=\"a\"/></layout></citation></style>\n";
    let rows: &[(&str, &str, &str)] = &[
        ("", "`own.csl` is not a citation style: the file is empty", "--> own.csl:1:1\n"),
        ("<style>\n\n</info>", "`own.csl` is not a citation style: not well-formed XML", "--> own.csl:3:1\n"),
        (nested, "the macro calls itself, directly or through others", "--> own.csl:2:1\n"),
    ];
    for (style, message, place) in rows {
        let site = SiteOnDisk::new();
        site.write("wellpress.yaml", "title: A\nbase_url: https://a.example/\ncitations: {style: own.csl}\n");
        site.write("own.csl", *style);
        site.assert_refused(2, &[message, place]);
    }
}

#[test]
fn mistakes_in_the_content_end_with_1_and_show_the_line() {
    let site = SiteOnDisk::new();
    site.write("content/articles/spine.md", "---\ntitle: Spine\n---\n\nSee [@nobody] and [x](nekc.md).\n");
    site.assert_refused(
        1,
        &[
            "error[citation-unknown]: no source has the key `nobody`\n --> content/articles/spine.md:5:7\n",
            "5 | See [@nobody] and [x](nekc.md).\n",
            "error[link-broken]: `nekc.md` leads nowhere\n --> content/articles/spine.md:5:19\n",
            "did you mean `neck.md`?",
        ],
    );
}

#[test]
fn warnings_do_not_stop_a_build_unless_it_is_strict() {
    let site = SiteOnDisk::new();
    site.write("content/articles/spine.md", "---\ntitle: Spine\n---\n<x>Raw</x>\n");
    site.assert_built();
    let strict = site.run(&["build", "--strict"]);
    assert_eq!(strict.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&strict.stderr).contains("warning[raw-html]"));
}

#[test]
fn the_output_is_never_a_folder_that_holds_something_else() {
    let site = SiteOnDisk::new();
    site.write("precious/notes.txt", "mine");
    for folder in ["precious", ".", "content", "..", "/"] {
        let folder = if folder == "/" { PathBuf::from(folder) } else { site.path(folder) };
        let output = site.run(&["build", "--output-dir", folder.to_str().unwrap()]);
        assert!(matches!(output.status.code(), Some(2 | 3)), "{folder:?} {output:?}");
    }
    assert_eq!(std::fs::read(site.path("precious/notes.txt")).unwrap(), b"mine");
    assert!(Path::new(&site.path("content/articles/neck.md")).exists());
}

/// Sets the dates of a folder and all in it years back. A build does not trust files that changed a moment ago, because a second
/// change within the resolution of the clock would go unseen.
fn date_back_all(folder: &Path) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            date_back_all(&path);
        } else {
            date_back(&path);
        }
    }
    date_back(folder);
}

fn date_back(path: &Path) {
    std::fs::File::open(path)
        .unwrap()
        .set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_500_000_000))
        .unwrap();
}

/// Waits until the clock of the disk is past the date of a file.
fn wait_until_later_than(path: &Path, probe: &Path) {
    let date = |path: &Path| std::fs::metadata(path).unwrap().modified().unwrap();
    std::fs::write(probe, "").unwrap();
    while date(probe) <= date(path) {
        std::fs::write(probe, "again").unwrap();
    }
}

#[test]
fn a_changed_output_is_restored_although_no_source_changed() {
    let site = SiteOnDisk::new();
    date_back_all(&site.path("content"));
    date_back(&site.path("wellpress.yaml"));
    site.assert_built();
    let (page, built_files) = (site.path("output/articles/neck/index.html"), files_below(&site.path("output")));
    let timings = || String::from_utf8(site.run(&["build", "--timings"]).stderr).unwrap();
    assert!(!timings().contains("parse"), "nothing changed, and the sources were read");
    let changes: [(&str, &dyn Fn()); 4] = [
        ("the same size", &|| std::fs::write(&page, "x".repeat(built_files[&page].len())).unwrap()),
        ("emptied", &|| std::fs::write(&page, "").unwrap()),
        ("removed", &|| std::fs::remove_file(&page).unwrap()),
        ("a folder removed", &|| std::fs::remove_dir_all(site.path("output/articles")).unwrap()),
    ];
    for (name, change) in changes {
        wait_until_later_than(&site.path("output/.wellpress-manifest"), &site.path("probe"));
        change();
        site.assert_built();
        assert!(files_below(&site.path("output")) == built_files, "{name}");
    }
    wait_until_later_than(&site.path("output/.wellpress-manifest"), &site.path("probe"));
    site.write("output/articles/mine.txt", "mine");
    let refused = site.build();
    assert_eq!(refused.status.code(), Some(2), "{refused:?}");
    assert!(String::from_utf8_lossy(&refused.stderr).contains("articles/mine.txt"));
    std::fs::remove_file(site.path("output/articles/mine.txt")).unwrap();
    assert!(!timings().contains("parse"), "the output is as it was, and the sources were read");
}
