//! The language server with a client that knows only the protocol: Neovim, without a window. `neovim.lua` is what an author does there.

use std::process::{Command, Stdio};

use serde_json::Value;

use crate::site_on_disk::SiteOnDisk;
use crate::well_guide;

#[test]
fn an_author_writes_in_neovim() {
    if Command::new("nvim").arg("--version").stdout(Stdio::null()).status().is_err() {
        assert!(std::env::var_os("CI").is_none(), "Neovim is missing");
        println!("NOT TESTED: there is no Neovim");
        return;
    }
    let site = SiteOnDisk::build_first(&well_guide::site());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite/neovim.lua");
    let mut editor = assert_cmd::Command::new("timeout");
    editor
        .args(["100", "nvim", "--headless", "--clean", "-c"])
        .arg(format!("lua local ok, reason = pcall(dofile, '{script}') if not ok then io.stderr:write(reason) vim.cmd('cquit') end"))
        .current_dir(site.folder.path())
        .env("WELLPRESS", assert_cmd::cargo::cargo_bin("wellpress"))
        .env("XDG_STATE_HOME", site.path(".state"));
    let output = editor.output().unwrap();
    let messages = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{messages}");
    let result: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {messages}"));
    assert_eq!(result["fixed"], true);
    assert_eq!(result["completed"], serde_json::json!(["sawicki-2021", "mayo-exercising"]), "keys, authors and titles");
    let hover = result["hover"].as_str().unwrap();
    assert!(hover.contains("Sawicki P") && hover.contains("10.12659/MSM.929853"), "{hover}");
    assert!(result["definition"].as_str().unwrap().ends_with("content/references/well-guide.bib"));
    assert!(result["outline"].to_string().contains("Five stretches to try"), "{}", result["outline"]);
    assert_eq!(result["renamed"], true);
    let library = std::fs::read_to_string(site.path("content/references/well-guide.bib")).unwrap();
    assert!(library.contains("@article{sawicki-fractures,") && !library.contains("sawicki-2021"));
}
