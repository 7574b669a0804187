//! Whose call it is on the network: the address that limits count by.
//!
//! A proxy adds the address it was called from at the end of `X-Forwarded-For`; what stands before that its caller may
//! have made up. So the header is read from the end, and only as far as proxies we trust vouch for it. `Forwarded` and
//! other headers are never read: a proxy that writes the one passes the others on as its caller sent them.

use actix_web::HttpRequest;
use ipnet::IpNet;
use std::net::{IpAddr, SocketAddr};

/// What proxies say whom they were called by.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// The network of the caller, who is whoever connected, or the last of those named who is no trusted proxy: the narrow one
/// that one household or machine has, and the wide one that a provider gives to one customer at most. Of the older kind of
/// address both are the address itself.
pub fn networks(request: &HttpRequest, trusted: &[IpNet]) -> [String; 2] {
    let Some(peer) = request.peer_addr() else { return Default::default() };
    let named = request.headers().get_all(FORWARDED_FOR).map(|value| value.to_str().unwrap_or_default());
    around(caller(peer.ip().to_canonical(), named.collect(), trusted))
}

/// One who has a /64 has as many addresses as they like, and a /48 is what a customer is given (RFC 6177).
fn around(address: IpAddr) -> [String; 2] {
    match address {
        IpAddr::V4(_) => [address.to_string(), address.to_string()],
        IpAddr::V6(_) => [64, 48].map(|bits| match IpNet::new(address, bits) {
            Ok(network) => network.trunc().to_string(),
            Err(_) => address.to_string(),
        }),
    }
}

fn caller(peer: IpAddr, named: Vec<&str>, trusted: &[IpNet]) -> IpAddr {
    let is_proxy = |address: &IpAddr| trusted.iter().any(|range| range.contains(address));
    let mut caller = peer;
    for entry in named.iter().rev().flat_map(|value| value.rsplit(',')) {
        // What can't be read was passed on by a proxy all the same: that one then answers for it.
        let Some(before) = is_proxy(&caller).then(|| read(entry.trim())).flatten() else { break };
        caller = before;
    }
    caller
}

/// An address; some proxies write the port beside it, and brackets around the newer kind.
fn read(entry: &str) -> Option<IpAddr> {
    let bare = entry.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(entry);
    let with_port = || entry.parse::<SocketAddr>().ok().map(|address| address.ip());
    bare.parse::<IpAddr>().ok().or_else(with_port).map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_is_believed_as_far_as_trusted_proxies_vouch_for_it() {
        let trusted: Vec<IpNet> = ["127.0.0.1/32", "10.0.0.0/8", "fd00::/8"].map(|range| range.parse().unwrap()).into();
        // Who connects, what the header says line by line, and who calls.
        let stories: &[(&str, &[&str], &str)] = &[
            ("203.0.113.7", &[], "203.0.113.7"),
            ("127.0.0.1", &[], "127.0.0.1"),
            ("127.0.0.1", &["203.0.113.7"], "203.0.113.7"),
            // Whoever is no proxy is not believed.
            ("203.0.113.7", &["198.51.100.4"], "203.0.113.7"),
            ("127.0.0.2", &["198.51.100.4"], "127.0.0.2"),
            // What the caller sent stands before what the proxy adds, on one line or on two.
            ("127.0.0.1", &["198.51.100.4, 203.0.113.7"], "203.0.113.7"),
            ("127.0.0.1", &["198.51.100.4", "203.0.113.7"], "203.0.113.7"),
            ("127.0.0.1", &["127.0.0.1, 203.0.113.7"], "203.0.113.7"),
            // One proxy behind another.
            ("127.0.0.1", &["198.51.100.4, 203.0.113.7 ,10.1.2.3"], "203.0.113.7"),
            ("fd00::1", &["203.0.113.7, 10.1.2.3,fd00::2"], "203.0.113.7"),
            // A proxy that calls by itself.
            ("127.0.0.1", &["10.1.2.3"], "10.1.2.3"),
            // As some write it.
            ("127.0.0.1", &["203.0.113.7:4711"], "203.0.113.7"),
            ("127.0.0.1", &["[2001:db8::7]"], "2001:db8::7"),
            ("127.0.0.1", &["[2001:db8::7]:4711"], "2001:db8::7"),
            ("127.0.0.1", &["::ffff:203.0.113.7"], "203.0.113.7"),
            // What can't be read counts for the proxy that passed it on.
            ("127.0.0.1", &["203.0.113.7, unknown"], "127.0.0.1"),
            ("127.0.0.1", &["203.0.113.7,"], "127.0.0.1"),
            ("127.0.0.1", &["203.0.113.7, nonsense, 10.1.2.3"], "10.1.2.3"),
        ];
        for (peer, named, expected) in stories {
            let found = caller(peer.parse().unwrap(), named.to_vec(), &trusted);
            assert_eq!(found.to_string(), *expected, "{peer} {named:?}");
        }
        assert_eq!(around("203.0.113.7".parse().unwrap()), ["203.0.113.7"; 2]);
        assert_eq!(around("2001:db8:1:2:aaaa::7".parse().unwrap()), ["2001:db8:1:2::/64", "2001:db8:1::/48"]);
        assert_eq!(caller(trusted[0].addr(), vec!["203.0.113.7"], &[]), trusted[0].addr(), "nobody is trusted unasked");
    }
}
