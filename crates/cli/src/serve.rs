//! `wenming serve` and `wenming demo`: listens, prints where, works on jobs, ends on a signal.

use crate::args::{Demo, Serve, Year};
use crate::command::plan::reason;
use crate::{data, say};
use app::{App, Error, Result};
use std::net::SocketAddr;
use std::path::Path;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;
use web::Tls;

/// Serves a bureau. The first start prints a one-time set-up link.
pub async fn serve(args: Serve) -> Result<()> {
    let tls = tls(&args)?;
    let app = data::open(&args.data, false).await?;
    let listener = bind(&args).await?;
    let address = address(&args, &listener);
    say::line(&format!("文明创建工作台已启动：{address}"));
    if let Some(token) = app::setup::offer(&app).await? {
        say::line(&format!(
            "首次使用，请在浏览器打开下面的初始化链接（只能用一次）：\n{address}/setup/{token}"
        ));
    }
    run(app, args, listener, tls).await
}

/// Serves the demonstration.
pub async fn demo(Demo { serve: args, year }: Demo) -> Result<()> {
    let tls = tls(&args)?;
    let app = data::open(&args.data, true).await?;
    let year = match year {
        Year::Full => app::demo::Year::Full,
        Year::Short => app::demo::Year::Short,
    };
    let users = app::demo::ensure(&app, year).await?;
    let listener = bind(&args).await?;
    say::line(&format!("文明创建工作台演示已启动：{}", address(&args, &listener)));
    say::line("演示用户（人名和数据都是虚构的）：");
    for user in users {
        say::line(&format!("  {}  登录名 {}  密码 {}  {}", user.role, user.login, user.password, user.name));
    }
    run(app, args, listener, tls).await
}

pub fn logging() {
    let filter = EnvFilter::try_from_env("WENMING_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}

async fn bind(args: &Serve) -> Result<TcpListener> {
    TcpListener::bind(args.listen).await.map_err(|error| {
        Error::unfit(format!("无法监听 {}：{error}。可以用 --listen 换一个端口。", args.listen))
    })
}

fn address(args: &Serve, listener: &TcpListener) -> String {
    let local = listener.local_addr().unwrap_or(args.listen);
    let scheme = if args.tls_cert.is_some() { "https" } else { "http" };
    args.public_url
        .as_ref()
        .map_or_else(|| format!("{scheme}://{local}"), |url| url.trim_end_matches('/').to_owned())
}

/// The certificate and its key, read before anything is opened.
fn tls(args: &Serve) -> Result<Option<Tls>> {
    let (Some(cert), Some(key)) = (&args.tls_cert, &args.tls_key) else { return Ok(None) };
    let read = |path: &Path| {
        std::fs::read(path)
            .map_err(|error| Error::unfit(format!("无法读取 {}：{}。", path.display(), reason(&error))))
    };
    Tls::new(&read(cert)?, &read(key)?).map(Some).map_err(Error::unfit)
}

async fn run(app: App, args: Serve, listener: TcpListener, tls: Option<Tls>) -> Result<()> {
    app::file::sweep(&app).await?;
    app::job::wind(&app).await?;
    let worker = tokio::spawn(app::job::work(app.clone()));
    let https = tls.is_some() || args.public_url.as_deref().is_some_and(|url| url.starts_with("https://"));
    let config = web::Config {
        public_url: args.public_url.map(|url| url.trim_end_matches('/').to_owned()),
        https,
        trusted_proxy: args.trusted_proxy,
        tls: tls.is_some(),
        listen: Some(args.listen),
    };
    if config.exposed() {
        say::line(&format!("注意：{}", web::Config::EXPOSED));
    }
    let store = app.store.clone();
    let service = web::router(app, config).into_make_service_with_connect_info::<SocketAddr>();
    let served = web::serve(listener, service, tls, stopped()).await;
    worker.abort();
    store.close().await;
    served.map_err(|error| Error::fault("server", error))
}

/// Ctrl-C, or the end that a service manager asks for.
pub async fn stopped() {
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
}
