//! The sink's certificate, made anew for each sink by an authority of its own, and who may sign in.
//! Here because what the product trusts must be shown against a server that nobody else would trust.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// Who may sign in.
pub const USER: &str = "sarai";
/// With what.
pub const PASSWORD: &str = "open-sesame";

pub(super) struct Tls {
    pub(super) acceptor: TlsAcceptor,
    pub(super) authority: String,
    pub(super) from_start: bool,
}

impl Tls {
    pub(super) fn new(from_start: bool) -> Self {
        let mut ca = CertificateParams::new(Vec::new()).expect("an authority");
        ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        ca.distinguished_name
            .push(DnType::CommonName, "Sarai test authority");
        let ca_key = KeyPair::generate().expect("a key");
        let authority = ca.self_signed(&ca_key).expect("its certificate").pem();
        let issuer = Issuer::new(ca, ca_key);
        let key = KeyPair::generate().expect("a key");
        let own = CertificateParams::new(vec!["localhost".to_owned()])
            .and_then(|params| params.signed_by(&key, &issuer))
            .expect("a certificate");
        let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions of TLS")
            .with_no_client_auth()
            .with_single_cert(vec![own.der().clone()], key)
            .expect("a certificate and its key");
        Self {
            acceptor: TlsAcceptor::from(Arc::new(config)),
            authority,
            from_start,
        }
    }
}

/// Whether `PLAIN <base64>` is the right user with the right password.
pub(super) fn may_sign_in(rest: &str) -> bool {
    let right = format!("\0{USER}\0{PASSWORD}");
    rest.strip_prefix("PLAIN ")
        .and_then(|word| STANDARD.decode(word).ok())
        .is_some_and(|word| word == right.as_bytes())
}
