//! Serving with and without encryption. Certificates are PEM; the provider is ring, as elsewhere in
//! this program. Only HTTP/1.1 is spoken, with and without encryption alike.

use axum::Router;
use axum::extract::connect_info::IntoMakeServiceWithConnectInfo;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use rustls::ServerConfig;
use rustls::crypto::ring::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// Connections that do not end are cut so long after the server was asked to stop.
const PATIENCE: Duration = Duration::from_secs(20);

/// A certificate with its key, ready to serve.
#[derive(Clone)]
pub struct Tls(RustlsConfig);

impl std::fmt::Debug for Tls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tls").finish_non_exhaustive()
    }
}

impl Tls {
    /// From the text of a certificate chain and of its key. The error is a Chinese sentence.
    pub fn new(chain: &[u8], key: &[u8]) -> Result<Self, String> {
        let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(chain)
            .collect::<Result<_, _>>()
            .map_err(|error| format!("证书不是可用的 PEM 文件（{error}）。"))?;
        if chain.is_empty() {
            return Err("证书文件里没有证书，请给出 PEM 格式的证书。".into());
        }
        let key = PrivateKeyDer::from_pem_slice(key)
            .map_err(|error| format!("私钥不是可用的 PEM 文件（{error}）。"))?;
        let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
            .map_err(|error| format!("证书和私钥不能一起使用（{error}）。"))?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self(RustlsConfig::from_config(Arc::new(config))))
    }
}

/// The application with the address of each peer.
pub type Service = IntoMakeServiceWithConnectInfo<Router, SocketAddr>;

/// Serves until `stopped` ends; requests under way are finished first.
pub async fn serve<S>(listener: TcpListener, service: Service, tls: Option<Tls>, stopped: S) -> io::Result<()>
where
    S: Future<Output = ()> + Send + 'static,
{
    let Some(Tls(config)) = tls else {
        return axum::serve(listener, service).with_graceful_shutdown(stopped).await;
    };
    let handle = Handle::new();
    let stopping = handle.clone();
    tokio::spawn(async move {
        stopped.await;
        stopping.graceful_shutdown(Some(PATIENCE));
    });
    axum_server::from_tcp_rustls(listener.into_std()?, config)?.handle(handle).serve(service).await
}
