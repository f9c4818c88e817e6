//! What one page has been doing, kept from its events: whether it is loading, which requests are under
//! way, what went wrong, what was downloaded. Reads events; decides nothing about steps.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::protocol::lock;

/// A navigation that was asked for but never begins (a `mailto:` link) is given up after this time.
const BEGINNING: Duration = Duration::from_secs(2);

/// A file the page let the user save.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Download {
    /// The name the server proposed.
    pub name: String,
    /// The file's content.
    pub bytes: Vec<u8>,
}

/// The events of one page, summed up.
#[derive(Debug)]
pub struct Record {
    frame: String,
    state: Mutex<State>,
}

/// A request under way.
#[derive(Debug)]
struct Request {
    url: String,
    /// The loader of the document that asked for it.
    loader: String,
}

#[derive(Debug)]
struct State {
    loading: bool,
    asked: Option<Instant>,
    /// Requests under way, by their number.
    requests: BTreeMap<String, Request>,
    /// Request numbers of the documents shown in the page's main frame.
    documents: BTreeSet<String>,
    /// Counts everything that shows the page at work.
    stirs: u64,
    stirred: Instant,
    status: u16,
    errors: Vec<String>,
    dialogs: Vec<String>,
    accepting: bool,
    /// Download number → proposed name; moved to `downloaded` when complete.
    downloading: BTreeMap<String, String>,
    downloaded: Vec<(String, String)>,
}

impl Record {
    pub fn new(frame: String) -> Self {
        Self {
            frame,
            state: Mutex::new(State {
                loading: false,
                asked: None,
                requests: BTreeMap::new(),
                documents: BTreeSet::new(),
                stirs: 0,
                stirred: Instant::now(),
                status: 0,
                errors: Vec::new(),
                dialogs: Vec::new(),
                accepting: true,
                downloading: BTreeMap::new(),
                downloaded: Vec::new(),
            }),
        }
    }

    /// Takes one event. Returns the answer to give when it was a dialog.
    pub fn take(&self, method: &str, params: &Value) -> Option<bool> {
        let mut state = lock(&self.state);
        let main = params["frameId"] == self.frame.as_str();
        match method {
            "Page.frameRequestedNavigation" | "Page.frameScheduledNavigation" if main => {
                state.asked = Some(Instant::now());
                state.stir();
            }
            "Page.frameClearedScheduledNavigation" if main => state.asked = None,
            "Page.frameStartedLoading" if main => {
                state.loading = true;
                state.asked = None;
                state.stir();
            }
            "Page.frameStoppedLoading" if main => {
                state.loading = false;
                state.asked = None;
                state.stir();
            }
            "Page.frameNavigated" => state.replace(&params["frame"], &self.frame),
            "Network.requestWillBeSent" => state.begin(main, params),
            "Network.responseReceived" if main && params["type"] == "Document" => {
                state.status = status(&params["response"]);
            }
            "Network.loadingFinished" => state.finish(params),
            "Network.loadingFailed" => state.fail(params),
            "Runtime.consoleAPICalled" => state.hear(params),
            "Runtime.exceptionThrown" => {
                let message = exception(&params["exceptionDetails"]);
                state.errors.push(format!("uncaught: {message}"));
            }
            "Log.entryAdded" => state.log(&params["entry"]),
            "Page.javascriptDialogOpening" => {
                state.dialogs.push(text(&params["message"]).to_owned());
                return Some(state.accepting);
            }
            "Page.downloadWillBegin" => {
                let name = text(&params["suggestedFilename"]).to_owned();
                state.downloading.insert(text(&params["guid"]).to_owned(), name);
                state.stir();
            }
            "Page.downloadProgress" => state.download(params),
            "Inspector.targetCrashed" => state.errors.push("the page crashed".into()),
            _ => {}
        }
        None
    }

    /// How much the page has done so far; compare two readings to see whether it did anything between.
    pub fn stirs(&self) -> u64 {
        lock(&self.state).stirs
    }

    /// How long the page has been still.
    pub fn still(&self) -> Duration {
        lock(&self.state).stirred.elapsed()
    }

    /// What keeps the page busy, if anything.
    pub fn busy(&self) -> Option<String> {
        let state = lock(&self.state);
        if state.loading || state.asked.is_some_and(|asked| asked.elapsed() < BEGINNING) {
            return Some("it is still loading".into());
        }
        let urls: Vec<_> = state.requests.values().map(|request| request.url.as_str()).collect();
        (!urls.is_empty()).then(|| format!("still waiting for {}", urls.join(", ")))
    }

    /// The HTTP status of the document shown; 0 before the first.
    pub fn status(&self) -> u16 {
        lock(&self.state).status
    }

    /// Takes the errors heard so far.
    pub fn errors(&self) -> Vec<String> {
        std::mem::take(&mut lock(&self.state).errors)
    }

    /// Takes the texts of the dialogs seen so far.
    pub fn dialogs(&self) -> Vec<String> {
        std::mem::take(&mut lock(&self.state).dialogs)
    }

    pub fn accept_dialogs(&self, accept: bool) {
        lock(&self.state).accepting = accept;
    }

    /// Takes the oldest complete download: number and name.
    pub fn downloaded(&self) -> Option<(String, String)> {
        let mut state = lock(&self.state);
        (!state.downloaded.is_empty()).then(|| state.downloaded.remove(0))
    }
}

impl State {
    fn stir(&mut self) {
        self.stirs += 1;
        self.stirred = Instant::now();
    }

    fn begin(&mut self, main: bool, params: &Value) {
        // A stream of events stays open; it is no sign of work.
        if matches!(text(&params["type"]), "EventSource" | "WebSocket" | "Ping") {
            return;
        }
        let url = text(&params["request"]["url"]);
        // The browser's own viewer of PDF files loads pages of its own.
        if ["data:", "blob:", "chrome-extension:"].iter().any(|own| url.starts_with(own)) {
            return;
        }
        // The icon of the tab is an errand of the browser's own, which a newer page may end without a word.
        if url.contains("/favicon.") {
            return;
        }
        let id = text(&params["requestId"]).to_owned();
        if main && params["type"] == "Document" {
            self.documents.insert(id.clone());
        }
        let loader = text(&params["loaderId"]).to_owned();
        self.requests.insert(id, Request { url: url.to_owned(), loader });
        self.stir();
    }

    /// A new document stands in the main frame. What the one before was still fetching ended with it;
    /// the browser does not always say so.
    fn replace(&mut self, frame: &Value, main: &str) {
        if text(&frame["id"]) == main {
            self.requests.retain(|_, request| frame["loaderId"] == request.loader.as_str());
        }
    }

    fn finish(&mut self, params: &Value) {
        if self.requests.remove(text(&params["requestId"])).is_some() {
            self.stir();
        }
    }

    fn fail(&mut self, params: &Value) {
        let request = self.requests.remove(text(&params["requestId"]));
        let reason = text(&params["errorText"]);
        // A download or a newer navigation ends the older request: no failure.
        let ended = params["canceled"] == true || reason == "net::ERR_ABORTED";
        if let Some(Request { url, .. }) = request {
            if !ended && params.get("blockedReason").is_none() {
                self.errors.push(format!("failed request: {reason} {url}"));
            }
            self.stir();
        }
    }

    fn hear(&mut self, params: &Value) {
        if !matches!(text(&params["type"]), "error" | "assert") {
            return;
        }
        let words: Vec<_> = params["args"].as_array().into_iter().flatten().map(spoken).collect();
        self.errors.push(format!("console: {}", words.join(" ")));
    }

    fn log(&mut self, entry: &Value) {
        // The status of a page itself is a matter of `Page::status`; no page asks for a favicon in words.
        let about_document = self.documents.contains(text(&entry["networkRequestId"]));
        let url = text(&entry["url"]);
        if entry["level"] == "error" && !about_document && !url.ends_with("/favicon.ico") {
            self.errors.push(format!("{}: {} {url}", text(&entry["source"]), text(&entry["text"])));
        }
    }

    fn download(&mut self, params: &Value) {
        let id = text(&params["guid"]);
        match text(&params["state"]) {
            "completed" => {
                if let Some(name) = self.downloading.remove(id) {
                    self.downloaded.push((id.to_owned(), name));
                }
            }
            "canceled" => {
                if let Some(name) = self.downloading.remove(id) {
                    self.errors.push(format!("download of {name} broke off"));
                }
            }
            _ => {}
        }
    }
}

/// What a thrown value says of itself.
pub fn exception(details: &Value) -> String {
    let exception = &details["exception"];
    let message = exception["description"].as_str().or_else(|| exception["value"].as_str());
    message.unwrap_or_else(|| text(&details["text"])).to_owned()
}

fn status(response: &Value) -> u16 {
    response["status"].as_u64().and_then(|status| u16::try_from(status).ok()).unwrap_or_default()
}

fn spoken(argument: &Value) -> String {
    let words = argument["value"].as_str().or_else(|| argument["description"].as_str());
    words.map_or_else(|| argument["value"].to_string(), Into::into)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Record;

    /// An event that a document asks for a picture.
    fn asks(request: &str, loader: &str) -> serde_json::Value {
        json!({
            "requestId": request, "loaderId": loader, "frameId": "main", "type": "Image",
            "request": { "url": format!("http://127.0.0.1/{request}.svg") },
        })
    }

    #[test]
    fn what_a_document_was_fetching_ends_with_it() {
        let record = Record::new("main".into());
        record.take("Network.requestWillBeSent", &asks("old", "first"));
        let inner = json!({ "frame": { "id": "inner", "loaderId": "third" } });
        record.take("Page.frameNavigated", &inner);
        assert_eq!(record.busy().as_deref(), Some("still waiting for http://127.0.0.1/old.svg"));

        record.take("Network.requestWillBeSent", &asks("new", "second"));
        let main = json!({ "frame": { "id": "main", "loaderId": "second" } });
        record.take("Page.frameNavigated", &main);
        assert_eq!(record.busy().as_deref(), Some("still waiting for http://127.0.0.1/new.svg"));

        record.take("Network.loadingFinished", &json!({ "requestId": "new" }));
        assert_eq!(record.busy(), None);
    }
}
