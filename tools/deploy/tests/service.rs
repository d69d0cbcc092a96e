//! [`Service`]: starts a storage server from elsewhere, such as moto or Azurite, on a free port of this machine.
//! [`StorageService`]: what a deploy to any of them is tested with.

use std::collections::BTreeMap;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

use wellpress_harness::output::ProgramOutput;

use crate::command::{DeploySite, public};

/// A running server. It is killed when it is dropped.
pub struct Service {
    process: Child,
    pub address: SocketAddr,
    /// Its working folder; Azurite writes files there.
    _folder: TempDir,
}

impl Service {
    /// Starts the program that an environment variable names, and waits until it accepts connections. Gives `None` if the variable is
    /// not set. `address_options` are the program's options for host and port.
    pub fn start(variable: &str, address_options: [&str; 2], arguments: &[&str]) -> Option<Self> {
        let program = std::env::var_os(variable)?;
        // The listener only finds a free port. It is closed at the end of this statement, so that the server can take the port.
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let folder = TempDir::new().unwrap();
        let mut command = Command::new(program);
        let [host, port] = address_options;
        command.args([host, "127.0.0.1", port, &address.port().to_string()]).args(arguments).current_dir(folder.path());
        let process = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let service = Self { process, address, _folder: folder };
        // Neither server tells when it is ready, so its port is polled.
        let is_up = (0..600).any(|_| {
            thread::sleep(Duration::from_millis(100));
            TcpStream::connect(address).is_ok()
        });
        assert!(is_up, "the server did not start");
        Some(service)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A storage service with a bucket `site`; deploys go below `guide/` in it.
pub trait StorageService {
    fn deploy(&self, site: &DeploySite, arguments: &[&str]) -> ProgramOutput;
    /// Writes an object that belongs to no deploy.
    fn put(&self, path: &str, bytes: &[u8]);
    /// The objects below `guide/`, without the deploy record.
    fn served(&self) -> BTreeMap<PathBuf, Vec<u8>>;
    /// The header lines of an object.
    fn head(&self, path: &str) -> Vec<String>;
}

/// Deploys a site with an odd file name, changes it, deploys again and rolls back. An object of somebody else stays throughout.
pub fn assert_deploy_change_and_rollback(remote: &impl StorageService) {
    let site = DeploySite::built("");
    let odd = "a b+c%20#é.txt";
    std::fs::create_dir_all(site.path("guide/static")).unwrap();
    std::fs::write(site.path("guide/static").join(odd), "odd").unwrap();
    site.on(&["build"]).assert_status(0);
    remote.put("theirs/page.html", b"theirs");
    let expected = || {
        let theirs = (PathBuf::from("theirs/page.html"), b"theirs".to_vec());
        public(&site.path("guide/output")).into_iter().chain([theirs]).collect::<BTreeMap<_, _>>()
    };

    let first = remote.deploy(&site, &[]).assert_status(0);
    assert!(first.out.starts_with("Release 1 is at ") && first.out.contains(", 0 deleted in "), "{}", first.out);
    let old = remote.served();
    assert!(old == expected() && old.contains_key(Path::new(odd)), "{:?}", old.keys());
    let head = remote.head("index.html").join("\n").to_lowercase();
    assert!(head.contains("cache-control: public, max-age=300"), "{head}");
    assert!(head.contains("content-type: text/html; charset=utf-8"), "{head}");
    assert!(remote.deploy(&site, &["--verify"]).assert_status(0).out.contains(": 0 objects uploaded (0 B), "));

    std::fs::remove_file(site.path("guide/static").join(odd)).unwrap();
    site.remove_a_page();
    let second = remote.deploy(&site, &[]).assert_status(0);
    assert!(second.out.starts_with("Release 2 is at ") && !second.out.contains(" 0 deleted"), "{}", second.out);
    assert!(remote.served() == expected(), "what is served is not what was built");
    assert!(remote.deploy(&site, &["--rollback"]).assert_status(0).out.starts_with("Release 1 is at "));
    assert!(remote.served() == old, "it is not what it was");
}
