//! TLS spoken by the server itself, with a certificate and a key as an operator gives them.

use crate::app::TestApp;
use crate::cli::{init, run};
use crate::setup::{Server, place};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/tls").join(name)
}

fn client() -> ClientConnection {
    let mut roots = RootCertStore::empty();
    for name in ["cert.pem", "renewed-cert.pem"] {
        roots.add(CertificateDer::from_pem_file(data(name)).unwrap()).unwrap();
    }
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

/// The certificate that a new connection is shown.
fn shown(address: &str) -> CertificateDer<'static> {
    let mut stream = StreamOwned::new(client(), TcpStream::connect(address).unwrap());
    stream.flush().unwrap();
    stream.conn.peer_certificates().unwrap()[0].clone().into_owned()
}

fn is_shown(address: &str, name: &str) -> bool {
    shown(address) == CertificateDer::from_pem_file(data(name)).unwrap()
}

fn within(time: Duration, mut what: impl FnMut() -> bool) -> bool {
    let end = Instant::now() + time;
    while Instant::now() < end {
        if what() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    what()
}

pub fn hang_up(server: &Server) {
    let pid = server.child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-HUP", &pid]).status().unwrap().success());
}

/// A server of Ada's with a certificate in `dir`.
fn with_certificate(dir: &Path) -> Server {
    init(dir);
    let (ok, words) = run(dir, &["admin", "user", "add", "ada", "--email", "ada@example.org", "--role", "owner"]);
    assert!(ok, "{words}");
    for name in ["cert.pem", "key.pem"] {
        std::fs::copy(data(name), dir.join(name)).unwrap();
    }
    let at = |name: &str| dir.join(name).display().to_string();
    Server::start_with(dir, &[("COMITY_TLS__CERT", &at("cert.pem")), ("COMITY_TLS__KEY", &at("key.pem"))])
}

#[test]
fn a_renewed_certificate_is_served_without_a_restart_and_a_broken_one_is_not() {
    let (_above, dir) = place();
    let mut server = with_certificate(&dir);
    let address = server.url.strip_prefix("https://").unwrap().to_owned();
    let renew = |from: &str, to: &str| {
        std::fs::copy(data(from), dir.join(to)).unwrap();
    };
    assert!(is_shown(&address, "cert.pem"));
    // The one who renews has written one file of two.
    renew("renewed-cert.pem", "cert.pem");
    hang_up(&server);
    assert!(
        within(Duration::from_secs(10), || server.log().contains("the one before is served on")),
        "{}",
        server.log()
    );
    assert!(server.log().contains("cert.pem") && server.log().contains("the private key that belongs to it"));
    assert!(is_shown(&address, "cert.pem"));
    renew("renewed-key.pem", "key.pem");
    hang_up(&server);
    assert!(within(Duration::from_secs(10), || is_shown(&address, "renewed-cert.pem")), "{}", server.log());
    // Without being told, and with what no program should leave behind in between.
    for broken in ["", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
        std::fs::write(dir.join("cert.pem"), broken).unwrap();
        hang_up(&server);
    }
    std::fs::remove_file(dir.join("key.pem")).unwrap();
    hang_up(&server);
    assert!(is_shown(&address, "renewed-cert.pem"));
    renew("key.pem", "key.pem");
    renew("cert.pem", "cert.pem");
    assert!(within(Duration::from_secs(20), || is_shown(&address, "cert.pem")), "{}", server.log());
    assert!(server.child.try_wait().unwrap().is_none(), "it runs on");
}

#[test]
fn a_hang_up_ends_no_server_be_it_without_tls_or_in_the_middle_of_a_set_up() {
    let (_above, dir) = place();
    let mut server = Server::start(&dir);
    hang_up(&server);
    std::thread::sleep(Duration::from_millis(200));
    server.finish();
    hang_up(&server);
    std::thread::sleep(Duration::from_millis(200));
    assert!(server.child.try_wait().unwrap().is_none(), "it runs on");
    assert!(crate::app::agent().get(&server.url).call().is_ok());
}
