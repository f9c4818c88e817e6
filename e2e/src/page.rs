//! One page of a browser: opening it, going somewhere, coming to rest.
//! Acting on it is in `act`, reading it in `look`, pictures of it in `shots`.

use std::panic::Location;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::BrowserKind;
use crate::poll::{self, PATIENCE};
use crate::protocol::{Connection, Session};
use crate::record::{Record, exception};

/// After work, a page counts as at rest when nothing has happened for this long.
const REST: Duration = Duration::from_millis(80);

/// The size of the window, and whether it is a phone's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewport {
    /// 1366 × 768, the smallest office screen we support.
    Desk,
    /// 390 × 844, touched with a finger.
    Phone,
    /// Width and height in CSS pixels, with a mouse.
    Custom(u32, u32),
}

/// A page with cookies of its own. Dropping it fails the test if errors were heard and not read.
#[derive(Debug)]
pub struct Page {
    pub(crate) session: Session,
    pub(crate) record: Arc<Record>,
    pub(crate) viewport: Viewport,
    pub(crate) kind: BrowserKind,
    pub(crate) downloads: PathBuf,
    /// Whether the page's own scripts run; ours always do.
    scripts: AtomicBool,
    connection: Connection,
    context: String,
    target: String,
}

/// Opens a page in a context of its own.
pub async fn open(
    connection: &Connection,
    kind: BrowserKind,
    viewport: Viewport,
    downloads: &Path,
) -> Result<Page, String> {
    let answer = connection.call("Target.createBrowserContext", json!({})).await?;
    let context = field(&answer, "browserContextId")?;
    let saving = json!({
        "behavior": "allowAndName", "browserContextId": context, "downloadPath": downloads, "eventsEnabled": true,
    });
    connection.call("Browser.setDownloadBehavior", saving).await?;
    let created = json!({ "url": "about:blank", "browserContextId": context });
    let target = field(&connection.call("Target.createTarget", created).await?, "targetId")?;
    attach(connection.clone(), kind, viewport, downloads.into(), context, target).await
}

async fn attach(
    connection: Connection,
    kind: BrowserKind,
    viewport: Viewport,
    downloads: PathBuf,
    context: String,
    target: String,
) -> Result<Page, String> {
    let attached =
        connection.call("Target.attachToTarget", json!({ "targetId": target, "flatten": true })).await?;
    let session = Session::new(&connection, field(&attached, "sessionId")?);
    let tree = session.call("Page.getFrameTree", json!({})).await?;
    let record = Arc::new(Record::new(field(&tree["frameTree"]["frame"], "id")?));
    session.listen({
        let (session, record) = (session.clone(), Arc::clone(&record));
        move |method, params| {
            if let Some(accept) = record.take(method, params) {
                session.tell("Page.handleJavaScriptDialog", &json!({ "accept": accept }));
            }
        }
    });
    for domain in ["Page.enable", "Network.enable", "Runtime.enable", "Log.enable"] {
        session.call(domain, json!({})).await?;
    }
    let scripts = AtomicBool::new(true);
    let page = Page { session, record, viewport, kind, downloads, scripts, connection, context, target };
    page.take_shape().await?;
    Ok(page)
}

impl Page {
    /// Goes to an address and waits until the page has come to rest. An address that begins with `/`
    /// stays on the present server.
    #[track_caller]
    pub fn goto(&self, url: &str) -> impl Future<Output = ()> {
        self.step(format!("goto {url}"), async move {
            let origin =
                if url.starts_with('/') { self.evaluate("location.origin").await? } else { "".into() };
            let before = self.record.stirs();
            let url = format!("{}{url}", origin.as_str().unwrap_or_default());
            let answer = self.session.call("Page.navigate", json!({ "url": url })).await?;
            match answer["errorText"].as_str() {
                // A download aborts the navigation that led to it.
                None | Some("net::ERR_ABORTED" | "") => self.settle(before).await,
                Some(error) => Err(error.to_owned()),
            }
        })
    }

    /// Reads the same address again.
    #[track_caller]
    pub fn reload(&self) -> impl Future<Output = ()> {
        self.acting(
            "reload".into(),
            async move { self.session.call("Page.reload", json!({})).await.map(drop) },
        )
    }

    /// Goes back in the page's history.
    #[track_caller]
    pub fn back(&self) -> impl Future<Output = ()> {
        self.acting("go back".into(), async move { self.evaluate("void history.back()").await.map(drop) })
    }

    /// Gives the window another size; the page is laid out anew, not loaded.
    #[track_caller]
    pub fn resize(&mut self, viewport: Viewport) -> impl Future<Output = ()> {
        self.viewport = viewport;
        let page = &*self;
        page.step(format!("resize to {viewport:?}"), async move {
            page.take_shape().await?;
            // Two frames later the new layout stands.
            let frames = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))";
            page.evaluate(frames).await.map(drop)
        })
    }

    /// From now on pages are loaded as by a browser that runs no scripts.
    #[track_caller]
    pub fn without_scripts(&self) -> impl Future<Output = ()> {
        self.step("switch scripts off".into(), async move {
            self.scripts.store(false, Ordering::Relaxed);
            self.session
                .call("Emulation.setScriptExecutionDisabled", json!({ "value": true }))
                .await
                .map(drop)
        })
    }

    /// Opens a second tab with the same cookies.
    #[track_caller]
    pub fn another_tab(&self) -> impl Future<Output = Self> {
        self.step("open another tab".into(), async move {
            let created = json!({ "url": "about:blank", "browserContextId": self.context });
            let target = field(&self.connection.call("Target.createTarget", created).await?, "targetId")?;
            self.beside(target).await
        })
    }

    /// The tab that a link with `target=_blank` on this page opened.
    #[track_caller]
    pub fn opened_tab(&self) -> impl Future<Output = Self> {
        self.step("find the opened tab".into(), async move {
            let target = poll::until(PATIENCE, async || {
                let answer = self.connection.call("Target.getTargets", json!({})).await?;
                let infos = answer["targetInfos"].as_array().cloned().unwrap_or_default();
                let ours = |info: &&Value| {
                    info["type"] == "page" && info["browserContextId"] == self.context.as_str()
                };
                let fresh = infos.iter().filter(ours).find(|info| info["attached"] == false);
                fresh.map_or_else(|| Err("no tab was opened".into()), |info| field(info, "targetId"))
            })
            .await?;
            let tab = self.beside(target).await?;
            tab.settle(0).await?;
            Ok(tab)
        })
    }

    async fn beside(&self, target: String) -> Result<Self, String> {
        let (connection, downloads) = (self.connection.clone(), self.downloads.clone());
        attach(connection, self.kind, self.viewport, downloads, self.context.clone(), target).await
    }

    /// Ends a test's use of the page: fails if it reported errors that the test did not read.
    #[track_caller]
    pub fn close(self) -> impl Future<Output = ()> {
        let at = Location::caller();
        async move {
            // One round trip, so that what the page said last has arrived. It may be gone already.
            let _ = self.evaluate("0").await;
            let _ = self.connection.call("Target.closeTarget", json!({ "targetId": self.target })).await;
            let errors = self.record.errors();
            assert!(errors.is_empty(), "{at}: the page reported errors:\n  {}", errors.join("\n  "));
        }
    }

    /// Does one step of a test. When it cannot be done, says where, what, and what the page showed.
    #[track_caller]
    pub(crate) fn step<T>(
        &self,
        what: String,
        work: impl Future<Output = Result<T, String>>,
    ) -> impl Future<Output = T> {
        let at = Location::caller();
        async move {
            match work.await {
                Ok(value) => value,
                Err(refusal) => {
                    let scene = self.scene().await;
                    panic!("{at}: {what}: {refusal}\n{scene}")
                }
            }
        }
    }

    /// A step that may set the page to work: afterwards it is waited for.
    #[track_caller]
    pub(crate) fn acting(
        &self,
        what: String,
        work: impl Future<Output = Result<(), String>>,
    ) -> impl Future<Output = ()> {
        self.step(what, async move {
            let before = self.record.stirs();
            work.await?;
            self.settle(before).await
        })
    }

    /// Waits until the page has come to rest: no document loading, no request under way, no htmx swap.
    /// A page that did nothing since `before` is at rest at once.
    pub(crate) async fn settle(&self, before: u64) -> Result<(), String> {
        // Lets the page run what the action has queued (a form's submission is one such task).
        // It fails when the page is replaced meanwhile, which the record then shows.
        if self.scripts.load(Ordering::Relaxed) {
            let _ = self.evaluate("new Promise(done => setTimeout(() => setTimeout(done), 10))").await;
        } else {
            // A page without scripts has no timers; a submission begins at once.
            tokio::time::sleep(poll::PAUSE).await;
        }
        if self.record.stirs() == before && self.record.busy().is_none() {
            return Ok(());
        }
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            let still = self.record.busy().is_none() && self.record.still() > REST;
            if still && self.evaluate(AT_REST).await.is_ok_and(|rest| rest == true) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(15)).await;
        }
        let reason = self.record.busy().unwrap_or_else(|| "its scripts are still at work".into());
        Err(format!("the page did not come to rest in {} s: {reason}", PATIENCE.as_secs()))
    }

    /// Evaluates an expression; a promise is awaited.
    pub(crate) async fn evaluate(&self, expression: &str) -> Result<Value, String> {
        let mut answer = self.run(expression, true).await?;
        Ok(answer["result"]["value"].take())
    }

    /// Evaluates an expression; `by_value` decides between its value and a handle to it.
    pub(crate) async fn run(&self, expression: &str, by_value: bool) -> Result<Value, String> {
        let params = json!({
            "expression": expression, "returnByValue": by_value, "awaitPromise": true, "userGesture": true,
        });
        let answer = self.session.call("Runtime.evaluate", params).await?;
        match answer.get("exceptionDetails") {
            Some(details) => Err(exception(details)),
            None => Ok(answer),
        }
    }

    async fn take_shape(&self) -> Result<(), String> {
        let (width, height, phone) = match self.viewport {
            Viewport::Desk => (1366, 768, false),
            Viewport::Phone => (390, 844, true),
            Viewport::Custom(width, height) => (width, height, false),
        };
        let shape = json!({
            "width": width, "height": height, "mobile": phone, "deviceScaleFactor": if phone { 2 } else { 1 },
        });
        self.session.call("Emulation.setDeviceMetricsOverride", shape).await?;
        self.session.call("Emulation.setTouchEmulationEnabled", json!({ "enabled": phone })).await?;
        // Several people's pages are open at once in a test; each behaves as if it lay in front.
        self.session.call("Emulation.setFocusEmulationEnabled", json!({ "enabled": true })).await?;
        // Without motion a page is at rest sooner and its pictures are alike.
        self.emulate_media("").await
    }

    pub(crate) async fn emulate_media(&self, media: &str) -> Result<(), String> {
        let still = json!([{ "name": "prefers-reduced-motion", "value": "reduce" }]);
        self.session
            .call("Emulation.setEmulatedMedia", json!({ "media": media, "features": still }))
            .await
            .map(drop)
    }
}

/// True once the document is complete and htmx has put everything in its place.
const AT_REST: &str = "document.readyState === 'complete' && \
    !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling, .htmx-added')";

impl Drop for Page {
    fn drop(&mut self) {
        self.session.stop_listening();
        let errors = self.record.errors();
        if !std::thread::panicking() {
            assert!(errors.is_empty(), "the page reported errors:\n  {}", errors.join("\n  "));
        }
    }
}

fn field(value: &Value, name: &str) -> Result<String, String> {
    value[name].as_str().map(Into::into).ok_or_else(|| format!("the browser's answer has no {name}: {value}"))
}
