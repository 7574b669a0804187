//! The certificate that is served: read at the start, and again whenever what lies on the disk has changed.
//!
//! Certificates are renewed every few weeks by programs that write two files, one after the other. So a pair that can't
//! be used is no reason to stop: the one before is served on, and the log says what is wrong until it is mended.

use crate::base::{Error, Result, limits};
use crate::config::Tls;
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock, Weak};
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};
use zeroize::Zeroizing;

/// How often the files are looked at: reading two small files costs nothing, and a renewal need not wait.
const LOOK: Duration = Duration::from_secs(5);

/// The configuration of the connections, if this process speaks TLS; the certificate in it follows the files for as
/// long as it is in use. Called inside an actix system.
pub(super) fn config(tls: &Tls) -> Result<Option<ServerConfig>> {
    let (Some(cert), Some(key)) = (&tls.cert, &tls.key) else { return Ok(None) };
    let pair = Pair::read(cert, key)?;
    let served = Arc::new(Served(RwLock::new(pair.certified(cert, key)?)));
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|e| Error::internal(format!("TLS can't be set up: {e}")))?
        .with_no_client_auth()
        .with_cert_resolver(served.clone());
    actix_web::rt::spawn(follow(Arc::downgrade(&served), tls.clone(), pair));
    Ok(Some(config))
}

/// Whether certificate and key can be used together; the doctor asks.
pub fn check(tls: &Tls) -> Result<()> {
    let (Some(cert), Some(key)) = (&tls.cert, &tls.key) else { return Ok(()) };
    Pair::read(cert, key)?.certified(cert, key).map(drop)
}

/// The certificate that new connections get; those that are there keep theirs.
#[derive(Debug)]
struct Served(RwLock<Arc<CertifiedKey>>);

impl ResolvesServerCert for Served {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.0.read().unwrap_or_else(PoisonError::into_inner).clone())
    }
}

/// What the two files say.
#[derive(PartialEq)]
struct Pair {
    cert: Vec<u8>,
    key: Zeroizing<Vec<u8>>,
}

impl Pair {
    fn read(cert: &Path, key: &Path) -> Result<Self> {
        Ok(Self { cert: contents("tls.cert", cert)?, key: Zeroizing::new(contents("tls.key", key)?) })
    }

    /// The pair as TLS uses it; refused when one is none, or they do not belong together.
    fn certified(&self, cert: &Path, key: &Path) -> Result<Arc<CertifiedKey>> {
        let chain = CertificateDer::pem_slice_iter(&self.cert)
            .collect::<std::result::Result<Vec<_>, _>>()
            .map_err(|e| unusable("tls.cert", cert, &e.to_string()))?;
        if chain.is_empty() {
            return Err(unusable("tls.cert", cert, "it holds no certificate in PEM"));
        }
        let private = PrivateKeyDer::from_pem_slice(&self.key).map_err(|e| unusable("tls.key", key, &e.to_string()))?;
        let certified = CertifiedKey::from_der(chain, private, &default_provider())
            .map_err(|e| unusable("tls.cert", cert, &format!("with the key in {}: {e}", key.display())))?;
        Ok(Arc::new(certified))
    }
}

/// Reads a PEM file whole; one that is larger than a chain can be is something else.
fn contents(name: &str, path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(limits::PEM_BYTES + 1);
    let read = File::open(path).and_then(|file| file.take(limits::PEM_BYTES as u64 + 1).read_to_end(&mut bytes));
    match read {
        Ok(_) if bytes.len() > limits::PEM_BYTES => {
            Err(unusable(name, path, &format!("it is larger than {} bytes", limits::PEM_BYTES)))
        }
        Ok(_) => Ok(bytes),
        Err(e) => Err(unusable(name, path, &e.to_string())),
    }
}

fn unusable(name: &str, path: &Path, why: &str) -> Error {
    Error::invalid("invalid_configuration").because(format!(
        "`{name}` {} can't be used for TLS: {why}. Put the certificate with its chain, and the private key that belongs \
         to it, there as PEM",
        path.display()
    ))
}

/// Looks at the files every so often, and when the process is told to (SIGHUP). It ends with the configuration.
async fn follow(served: Weak<Served>, tls: Tls, mut seen: Pair) {
    let Ok(mut told) = signal(SignalKind::hangup()) else { return };
    let mut complained = None;
    while served.strong_count() > 0 {
        let asked = tokio::select! {
            _ = told.recv() => true,
            () = tokio::time::sleep(LOOK) => false,
        };
        let Some(served) = served.upgrade() else { return };
        let files = tls.clone();
        // A disk that hangs must hang no worker.
        let looked = actix_web::web::block(move || look(&files, &seen).map(|found| (found, seen))).await;
        let Ok(Ok(outcome)) = looked else { return };
        let (found, before) = outcome;
        seen = before;
        match found {
            Found::Same => {
                complained = None;
                if asked {
                    tracing::info!("certificate and key are unchanged");
                }
            }
            Found::Renewed(pair, certified) => {
                (seen, complained) = (pair, None);
                *served.0.write().unwrap_or_else(PoisonError::into_inner) = certified;
                tracing::info!("the renewed certificate is served from now on");
            }
            Found::Unusable(why) => {
                // Said once for each thing that is wrong, or the log would say it every few seconds.
                if asked || complained.as_ref() != Some(&why) {
                    tracing::warn!(why, "the certificate on the disk can't be used; the one before is served on");
                }
                complained = Some(why);
            }
        }
    }
}

/// What a look at the files came to.
enum Found {
    Same,
    Renewed(Pair, Arc<CertifiedKey>),
    Unusable(String),
}

fn look(tls: &Tls, seen: &Pair) -> Result<Found> {
    let (Some(cert), Some(key)) = (&tls.cert, &tls.key) else { return Ok(Found::Same) };
    let found = Pair::read(cert, key).and_then(|pair| {
        if pair == *seen {
            return Ok(Found::Same);
        }
        let certified = pair.certified(cert, key)?;
        Ok(Found::Renewed(pair, certified))
    });
    Ok(found.unwrap_or_else(|error| Found::Unusable(error.detail.into_owned())))
}
