//! Browsers that signed in before: each keeps a cookie that shows it, so that nobody's guesses elsewhere make it wait.
//!
//! The cookie holds a number drawn for the browser, when it was made, and a keyed hash of both with the person and the
//! password they have. So it says nothing of whose it is, nobody can make one, and another password ends it. It lets
//! nobody in: it only counts guesses apart.

use super::call::Call;
use crate::base::id::UserId;
use crate::base::{Result, Ts, limits};
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use data_encoding::BASE32_NOPAD;

/// The cookie's name.
pub const COOKIE: &str = "comity-device";

/// A browser's number.
pub type Device = [u8; 16];

/// Bytes of the number, the time, and the hash.
const PARTS: (usize, usize, usize) = (16, 8, 16);

/// The browser the call comes from, if it signed this person in before, with this password's hash.
pub fn known(call: &Call, user: UserId, hash: &str) -> Result<Option<Device>> {
    let shown = call.device.as_ref().and_then(|text| BASE32_NOPAD.decode(text.to_uppercase().as_bytes()).ok());
    let Some(shown) = shown.filter(|shown| shown.len() == PARTS.0 + PARTS.1 + PARTS.2) else { return Ok(None) };
    let (device, rest) = shown.split_at(PARTS.0);
    let (made, tag) = rest.split_at(PARTS.1);
    let right = tag_of(call, user, hash, device, made)?;
    let (Ok(device), Ok(made)) = (Device::try_from(device), <[u8; 8]>::try_from(made)) else { return Ok(None) };
    let ends = Ts::from_secs(u64::from_be_bytes(made).saturating_add(limits::DEVICE_SECS));
    let good = verify_slices_are_equal(tag, &right).is_ok() && call.domain().world().now() < ends;
    Ok(good.then_some(device))
}

/// What the browser keeps from now on: it signed this person in, with this password's hash.
pub fn cookie(call: &Call, user: UserId, hash: &str) -> Result<Cookie<'static>> {
    let world = call.domain().world();
    let device = known(call, user, hash)?.unwrap_or_else(|| {
        let mut fresh = Device::default();
        world.fill(&mut fresh);
        fresh
    });
    let made = world.now().secs().to_be_bytes();
    let tag = tag_of(call, user, hash, &device, &made)?;
    let value = BASE32_NOPAD.encode(&[&device[..], &made, &tag].concat()).to_lowercase();
    Ok(Cookie::build(COOKIE, value)
        .path("/api/")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(call.site.public_url.starts_with("https://"))
        .max_age(Duration::seconds(i64::try_from(limits::DEVICE_SECS).unwrap_or(i64::MAX)))
        .finish())
}

fn tag_of(call: &Call, user: UserId, hash: &str, device: &[u8], made: &[u8]) -> Result<[u8; 16]> {
    call.domain().vault().lookup("device", &[user.as_bytes(), device, made, hash.as_bytes()])
}
