//! [`Service`]: a storage service of others, in a process of its own on a free port of this machine.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

/// A service that is gone once it is dropped.
pub struct Service {
    process: Child,
    pub address: SocketAddr,
    /// Where it may leave what it likes.
    _folder: TempDir,
}

impl Service {
    /// Starts the program that a variable of the environment names; nothing where there is none. The options take the host
    /// and the port, and further ones may follow.
    pub fn start(variable: &str, [host, port]: [&str; 2], further: &[&str]) -> Option<Self> {
        let program = std::env::var_os(variable)?;
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let folder = TempDir::new().unwrap();
        let mut command = Command::new(program);
        command.args([host, "127.0.0.1", port, &address.port().to_string()]).args(further).current_dir(folder.path());
        let process = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let service = Self { process, address, _folder: folder };
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
