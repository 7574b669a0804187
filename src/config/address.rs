//! `listen` and `public_url`: where the server is, and what clients call it.

use super::{Config, Problem};
use actix_web::http::Uri;
use serde::{Deserialize, Deserializer, de};
use std::net::{IpAddr, SocketAddr};

/// Reads an address and port, and says how one is written when it is not.
pub(super) fn listen<'de, D: Deserializer<'de>>(d: D) -> Result<SocketAddr, D::Error> {
    let text = String::deserialize(d)?;
    text.parse().map_err(|_| {
        de::Error::custom(format!(
            "`listen` is \"{text}\", which is no IP address with a port. Write 127.0.0.1:8065, [::1]:8065, or \
             0.0.0.0:443 for every interface"
        ))
    })
}

/// Refuses a public URL that clients could not use.
pub(super) fn check(config: &Config) -> Result<(), Problem> {
    let wrong = |cause: String| {
        Err(Problem::new("public_url", cause, "Write it as https://chat.example.org, with a port if it is unusual"))
    };
    if config.public_url.is_empty() {
        if config.listen.ip().is_unspecified() {
            return wrong(format!("is missing, and {} is nothing a client could call", config.listen));
        }
        return Ok(());
    }
    let Ok(uri) = config.public_url.parse::<Uri>() else {
        return wrong(format!("is \"{}\", which is no URL", config.public_url));
    };
    if !matches!(uri.scheme_str(), Some("http" | "https")) {
        return wrong("does not start with http:// or https://".to_owned());
    }
    let plain_host = uri.authority().is_some_and(|a| !a.host().is_empty() && !a.as_str().contains('@'));
    if !plain_host {
        return wrong("has no plain host name".to_owned());
    }
    if uri.path() != "/" || uri.query().is_some() {
        return wrong("has a path, but one origin serves everything from its root".to_owned());
    }
    if config.tls.is_on() && uri.scheme_str() == Some("http") {
        return wrong("starts with http://, but the server speaks TLS".to_owned());
    }
    Ok(())
}

/// Whether an address names this machine itself, so that nothing said to it crosses a network.
pub(super) fn is_local(url: &str) -> bool {
    let Some(host) = url.parse::<Uri>().ok().and_then(|uri| uri.host().map(str::to_ascii_lowercase)) else {
        return false;
    };
    let host = host.trim_start_matches('[').trim_end_matches(']').trim_end_matches('.');
    host == "localhost" || host.ends_with(".localhost") || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}
