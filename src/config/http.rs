//! `[http]`: what stands between the callers and this process.

use ipnet::IpNet;
use serde::{Deserialize, Deserializer, de};
use std::net::IpAddr;

/// Proxies in front.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Http {
    /// Whose `X-Forwarded-For` is believed.
    #[serde(deserialize_with = "ranges")]
    pub trusted_proxies: Vec<IpNet>,
}

/// Reads addresses and ranges of addresses, and says how one is written when it is not.
fn ranges<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<IpNet>, D::Error> {
    Vec::<String>::deserialize(d)?.iter().map(|text| range(text).map_err(de::Error::custom)).collect()
}

fn range(text: &str) -> Result<IpNet, String> {
    let one = || text.parse::<IpAddr>().map(|address| IpNet::from(address.to_canonical()));
    let Ok(range) = text.parse().or_else(|_| one()) else {
        return Err(format!(
            "`trusted_proxies` has \"{text}\", which is no address and no range. Write 127.0.0.1, 10.0.0.0/8 or fd00::/8"
        ));
    };
    if range.prefix_len() == 0 {
        return Err(format!(
            "`trusted_proxies` has \"{text}\", which is everybody: then all could choose the address they are counted \
             by. Name the proxies alone"
        ));
    }
    Ok(range)
}
