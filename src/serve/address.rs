//! Binds the port from [`ListenOptions`], and decides with [`AllowedHosts`] which host names the server accepts.
//!
//! A page of another site can lead a browser to this machine under any name that its owner points here. So only requests
//! to names that are known to mean this server are answered, and only pages of this server may send requests by script.

use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};

use wellpress_command::Failure;

/// How many ports are tried after the first.
const MAX_PORTS_TRIED: u16 = 200;

/// The address and the host names of a preview.
#[derive(Debug, Clone)]
pub struct ListenOptions {
    /// The IP address of this machine to listen on.
    pub interface: IpAddr,
    /// The port, or the first one to try.
    pub port: Port,
    /// Host names besides those of this machine for itself, with or without a port.
    pub allowed_hosts: Vec<String>,
}

/// The port to bind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Port {
    /// This port and no other; 0 lets the operating system choose.
    Exactly(u16),
    /// This port, or the next free one.
    From(u16),
}

/// Binds the port.
///
/// # Errors
/// When the port is taken or needs more rights, or when the interface is open to others and no name is allowed.
pub(super) fn bind(options: &ListenOptions) -> Result<TcpListener, Failure> {
    if let Some(host) = options.allowed_hosts.iter().find(|host| !is_authority(host)) {
        return Err(
            Failure::usage(format!("`{host}` is not the name of a host")).help("write it as `preview.example.org`")
        );
    }
    let interface = options.interface;
    if !interface.is_loopback() && options.allowed_hosts.is_empty() {
        let message = format!("`{interface}` can be reached from other machines, and no name is allowed for it");
        return Err(Failure::usage(message)
            .help("name the host under which it will be asked for, such as `--allow-host preview.example.org`"));
    }
    let (mut port, last) = match options.port {
        Port::Exactly(port) => (port, port),
        Port::From(first) => (first, first.saturating_add(MAX_PORTS_TRIED)),
    };
    loop {
        match listen(SocketAddr::new(interface, port)) {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && port < last => port += 1,
            Err(error) => {
                let address = SocketAddr::new(interface, port);
                return Err(Failure::machine(format!("cannot listen at {address}: {error}"))
                    .help("choose another port with `--port`"));
            }
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the preview is what listens")]
fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let listener = TcpListener::bind(address)?;
    // The server's runtime takes over a socket only if it does not block.
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// The host names that the server accepts, each with its port, in lower case.
#[derive(Debug, Clone)]
pub(super) struct AllowedHosts {
    names: Vec<String>,
}

impl AllowedHosts {
    /// The names of a server that listens at `address`: those of this machine for itself, and the allowed ones.
    pub fn new(address: SocketAddr, allowed: &[String]) -> Self {
        let port = address.port();
        let mut names: Vec<String> = ["localhost", "127.0.0.1", "[::1]"].map(|name| format!("{name}:{port}")).into();
        if address.ip().is_loopback() {
            names.push(address.to_string());
        }
        for host in allowed.iter().map(|host| host.to_ascii_lowercase()) {
            if !has_port(&host) {
                names.push(format!("{host}:{port}"));
            }
            names.push(host);
        }
        // Browsers leave the default port out.
        if port == 80 {
            let without_port: Vec<String> =
                names.iter().filter_map(|name| name.strip_suffix(":80")).map(str::to_owned).collect();
            names.extend(without_port);
        }
        Self { names }
    }

    /// Whether the value of a `Host` header is a name of this server.
    pub fn allow(&self, host: &str) -> bool {
        self.names.iter().any(|name| name.eq_ignore_ascii_case(host))
    }

    /// Whether the value of an `Origin` header is a page of this server. Both schemes count, since an allowed name may be that of a
    /// proxy with TLS.
    pub fn allow_origin(&self, origin: &str) -> bool {
        let authority = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        authority.is_some_and(|authority| self.allow(authority))
    }
}

/// Scheme, host and port under which a browser reaches the server. An open interface such as `0.0.0.0` is no address that a
/// browser can use, so the first allowed name stands for it.
pub(super) fn origin(address: SocketAddr, allowed: &[String]) -> String {
    match allowed.first() {
        Some(host) if !address.ip().is_loopback() => {
            let port = if has_port(host) { String::new() } else { format!(":{}", address.port()) };
            format!("http://{host}{port}")
        }
        _ => format!("http://{address}"),
    }
}

fn has_port(host: &str) -> bool {
    host.rsplit_once(':')
        .is_some_and(|(name, port)| !name.is_empty() && port.parse::<u16>().is_ok() && !host.ends_with(']'))
}

fn is_authority(host: &str) -> bool {
    host.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[') && host.chars().all(is_allowed)
}

fn is_allowed(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | ':' | '[' | ']')
}

/// A thread, the port or the asynchronous runtime cannot be set up.
pub(super) fn not_started(error: io::Error) -> Failure {
    Failure::machine(format!("cannot start the server: {error}"))
}
