//! Whose call it is on the network: what limits count by.
//!
//! Of the newer kind of address everybody has a whole network, so one guesser is whoever calls from one /64; and who has
//! a /48 has 65,536 of those, so they count together as well.
//!
//! A proxy adds the address it was called from at the end of `X-Forwarded-For`; what stands before that its caller may
//! have made up. So the header is read from the end, and only as far as proxies we trust vouch for it. `Forwarded` and
//! other headers are never read: a proxy that writes the one passes the others on as its caller sent them.

use actix_web::HttpRequest;
use ipnet::{IpNet, Ipv6Net};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// What proxies say whom they were called by.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// Where a call comes from.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Network(IpAddr);

impl Network {
    /// One caller: an address, or the /64 it is in.
    pub fn near(self) -> IpNet {
        self.around(64).unwrap_or(IpNet::from(self.0))
    }

    /// Whoever has many of those: the /48 around.
    pub fn wide(self) -> Option<IpNet> {
        self.around(48)
    }

    fn around(self, bits: u8) -> Option<IpNet> {
        let IpAddr::V6(address) = self.0 else { return None };
        Ipv6Net::new(address, bits).ok().map(|network| network.trunc().into())
    }
}

/// Where a request comes from: who connected, or the last of those named who is no trusted proxy.
pub fn network(request: &HttpRequest, trusted: &[IpNet]) -> Network {
    let Some(peer) = request.peer_addr() else { return Network(Ipv4Addr::UNSPECIFIED.into()) };
    let named = request.headers().get_all(FORWARDED_FOR).map(|value| value.to_str().unwrap_or_default());
    Network(caller(peer.ip().to_canonical(), named.collect(), trusted))
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
        assert_eq!(caller(trusted[0].addr(), vec!["203.0.113.7"], &[]), trusted[0].addr(), "nobody is trusted unasked");
    }

    #[test]
    fn an_address_stands_for_the_network_its_caller_has() {
        let of = |text: &str| Network(text.parse::<IpAddr>().unwrap().to_canonical());
        let net = |text: &str| text.parse::<IpNet>().unwrap();
        assert_eq!(of("203.0.113.7").near(), net("203.0.113.7/32"));
        assert_eq!(of("::ffff:203.0.113.7").near(), net("203.0.113.7/32"));
        assert_eq!(of("203.0.113.7").wide(), None);
        assert_eq!(of("2001:db8:1:2:3:4:5:6").near(), net("2001:db8:1:2::/64"));
        assert_eq!(of("2001:db8:1:2:3:4:5:6").wide(), Some(net("2001:db8:1::/48")));
    }
}
