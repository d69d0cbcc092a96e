//! Which IP addresses belong to the public internet, and which to this machine or the network around it. The standard
//! library's `is_global` decides the same, but is not stable.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address belongs to the public internet.
///
/// ```
/// use wellpress_io::net::is_public;
///
/// assert!(is_public("1.1.1.1".parse().unwrap()));
/// assert!(!is_public("192.168.1.1".parse().unwrap()));
/// ```
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [first, second, third, _] = address.octets();
    // Carrier-grade NAT, RFC 6598.
    let is_shared = first == 100 && (64..128).contains(&second);
    // Assignments of the IETF, RFC 6890.
    let is_for_protocols = (first, second, third) == (192, 0, 0);
    // Tests of network devices, RFC 2544.
    let is_for_benchmarks = first == 198 && matches!(second, 18 | 19);
    !(address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        // `0.` is this network. From 240 on all is reserved, with the broadcast address at its end (RFC 6890).
        || matches!(first, 0 | 240..)
        || is_shared
        || is_for_protocols
        || is_for_benchmarks)
}

/// An address that embeds one of version 4 is as public as that one: the request ends up there.
fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(embedded) = embedded_v4(address) {
        return is_public_v4(embedded);
    }
    // 2000::/3 is the only part of the address space that is assigned to hosts of the internet.
    let is_global_unicast = address.segments()[0] & 0xe000 == 0x2000;
    let is_documentation = address.segments()[..2] == [0x2001, 0xdb8];
    is_global_unicast && !is_documentation
}

/// The version 4 address in a mapped (`::ffff:a.b.c.d`), translated (NAT64) or tunnelled (6to4) one.
fn embedded_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let (high, low) = match address.segments() {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => (high, low),
        [0x2002, high, low, ..] => (high, low),
        _ => return None,
    };
    Some(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)))
}

#[cfg(test)]
mod tests {
    use super::is_public;

    #[test]
    fn addresses_of_this_machine_and_its_network_are_not_public() {
        let private = "0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 127.9.9.9 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.8 \
            192.168.1.1 198.18.0.1 203.0.113.5 224.0.0.1 240.0.0.1 255.255.255.255 :: ::1 fe80::1 fc00::1 fd12::1 ff02::1 \
            ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 2002:7f00:1:: 2001:db8::1 ::127.0.0.1";
        for address in private.split_whitespace() {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn all_others_are() {
        for address in "1.1.1.1 100.63.0.1 100.128.0.1 172.15.0.1 172.32.0.1 192.0.1.1 2606:4700::1 ::ffff:8.8.8.8"
            .split_whitespace()
        {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }
}
