//! What a user sees on a page: its text, its fields, its address, what it saved and what it complained of.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::poll::{self, PATIENCE};
use crate::{Download, Page};

impl Page {
    /// The visible text.
    #[track_caller]
    pub fn text(&self) -> impl Future<Output = String> {
        self.step("read the page".into(), self.shown_text())
    }

    /// Whether the page shows this text now; white space counts as one blank.
    #[track_caller]
    pub fn has_text(&self, text: &str) -> impl Future<Output = bool> {
        self.step(format!("look for {text:?}"), async move {
            Ok(tidy(&self.shown_text().await?).contains(&tidy(text)))
        })
    }

    /// Waits until the page shows this text.
    #[track_caller]
    pub fn wait_for_text(&self, text: &str) -> impl Future<Output = ()> {
        self.step(format!("wait for {text:?}"), self.wait(text, true))
    }

    /// Waits until the page no longer shows this text.
    #[track_caller]
    pub fn wait_until_gone(&self, text: &str) -> impl Future<Output = ()> {
        self.step(format!("wait until {text:?} is gone"), self.wait(text, false))
    }

    async fn wait(&self, text: &str, wanted: bool) -> Result<(), String> {
        poll::until(PATIENCE, async || {
            let there = tidy(&self.shown_text().await?).contains(&tidy(text));
            if there == wanted { Ok(()) } else { Err(format!("not so within {} s", PATIENCE.as_secs())) }
        })
        .await
    }

    /// What the field with this label holds; of a select the chosen option's text, of a box 是 or 否.
    #[track_caller]
    pub fn value(&self, label: &str) -> impl Future<Output = String> {
        self.step(format!("read field {label:?}"), self.ask_value(label))
    }

    /// How many elements match a selector.
    #[track_caller]
    pub fn count(&self, selector: &str) -> impl Future<Output = usize> {
        self.eval(&format!("document.querySelectorAll({}).length", json!(selector)))
    }

    /// An attribute of the first element that matches a selector.
    #[track_caller]
    pub fn attr(&self, selector: &str, name: &str) -> impl Future<Output = Option<String>> {
        self.eval(&format!(
            "document.querySelector({})?.getAttribute({}) ?? null",
            json!(selector),
            json!(name)
        ))
    }

    /// Where every link on the page leads, in order, each once.
    #[track_caller]
    pub fn links(&self) -> impl Future<Output = Vec<String>> {
        self.eval("[...new Set([...document.querySelectorAll('a[href]')].map(a => a.href))]")
    }

    /// The page's address.
    #[track_caller]
    pub fn url(&self) -> impl Future<Output = String> {
        self.eval("location.href")
    }

    /// The HTTP status of the last page gone to.
    pub fn status(&self) -> u16 {
        self.record.status()
    }

    /// The value of a JavaScript expression.
    #[track_caller]
    pub fn eval<T: DeserializeOwned>(&self, expression: &str) -> impl Future<Output = T> + use<'_, T> {
        let expression = expression.to_owned();
        self.step(format!("evaluate {expression}"), async move {
            let value: Value = self.evaluate(&expression).await?;
            serde_json::from_value(value.clone()).map_err(|e| format!("{value}: {e}"))
        })
    }

    /// Takes the errors heard since last asked: console errors, violations of the content security
    /// policy, uncaught exceptions, failed requests. Those never taken fail the test at its end.
    #[track_caller]
    pub fn console_errors(&self) -> impl Future<Output = Vec<String>> {
        self.step("read the console".into(), async move {
            // One round trip, so that what the page said last has arrived.
            self.evaluate("0").await?;
            Ok(self.record.errors())
        })
    }

    /// Takes the texts of the questions (`confirm`) and notices (`alert`) seen since last asked.
    pub fn dialogs(&self) -> Vec<String> {
        self.record.dialogs()
    }

    /// Waits for the next saved file.
    #[track_caller]
    pub fn download(&self) -> impl Future<Output = Download> {
        self.step("wait for a download".into(), async move {
            let (id, name) = poll::until(PATIENCE, async || {
                self.record.downloaded().ok_or_else(|| "none came".to_owned())
            })
            .await?;
            let bytes = std::fs::read(self.downloads.join(&id)).map_err(|e| format!("{name}: {e}"))?;
            Ok(Download { name, bytes })
        })
    }

    pub(crate) async fn shown_text(&self) -> Result<String, String> {
        let value = self.evaluate("document.body ? document.body.innerText : ''").await?;
        Ok(value.as_str().unwrap_or_default().to_owned())
    }
}

/// White space as one blank.
fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
