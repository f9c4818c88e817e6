//! `wenming work`: runs the background jobs without serving pages.

use crate::args::Work;
use crate::say;
use crate::stop::Stop;
use app::App;

/// Drains the queue once, or works until it is stopped.
pub async fn work(app: &App, args: &Work) -> Result<(), Stop> {
    if args.once {
        let done = app::job::drain(app).await?;
        say::line(&format!("已完成后台工作 {done} 项。"));
        return Ok(());
    }
    app::job::wind(app).await?;
    tokio::select! {
        () = app::job::work(app.clone()) => {}
        () = crate::serve::stopped() => {}
    }
    Ok(())
}
