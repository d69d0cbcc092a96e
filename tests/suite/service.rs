//! [`Service`]: starts a storage server from elsewhere, such as moto or Azurite, on a free port of this machine.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

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
