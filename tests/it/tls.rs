//! TLS spoken by the server itself, with a certificate and a key as an operator gives them.

use crate::app::TestApp;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/tls").join(name)
}

fn client() -> ClientConnection {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(data("cert.pem")).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    ClientConnection::new(Arc::new(config), ServerName::try_from("localhost").unwrap()).unwrap()
}

#[test]
fn a_client_that_trusts_the_certificate_is_served() {
    let app = TestApp::start_with(|config| {
        config.tls.cert = Some(data("cert.pem"));
        config.tls.key = Some(data("key.pem"));
    });
    let address = app.url.strip_prefix("https://").expect("the address says https");
    let mut stream = StreamOwned::new(client(), TcpStream::connect(address).unwrap());
    let request = format!(
        "POST /api/auth.test HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {}\r\n\
         content-length: 0\r\nconnection: close\r\n\r\n",
        app.ada.token
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    // A server may close without a TLS goodbye; what was read before counts.
    let _ = stream.read_to_string(&mut answer);
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("\"ok\":true"), "{answer}");
}

#[test]
fn a_key_that_is_none_is_refused_with_its_name() {
    let mut config = comity::config::Config { listen: "127.0.0.1:0".parse().unwrap(), ..Default::default() };
    config.tls.cert = Some(data("cert.pem"));
    config.tls.key = Some(data("cert.pem"));
    let app = TestApp::start();
    let refused = actix_web::rt::System::new().block_on(async { comity::app::bind(&config, app.domain.clone()).err() });
    let refused = refused.unwrap().to_string();
    assert!(refused.contains("cert.pem") && refused.contains("TLS"), "{refused}");
}
