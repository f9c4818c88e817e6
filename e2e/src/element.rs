//! Asks the page for an element in a user's terms. The finding itself is `element.js`, which runs in
//! the page; this is its typed edge.

use serde_json::{Value, json};

use crate::Page;
use crate::poll::{self, GRACE};

/// Runs inside the page before each question; the page itself keeps nothing of it.
const SCRIPT: &str = include_str!("element.js");

/// What the page answered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Answer {
    /// Nothing more to do.
    Done,
    /// Click here, in CSS pixels from the window's corner.
    At(f64, f64),
}

impl Page {
    /// Asks a function of `element.js`, again within the grace while it refuses.
    pub(crate) async fn ask(&self, function: &str, arguments: Value) -> Result<Answer, String> {
        poll::until(GRACE, async || self.ask_once(function, &arguments).await).await
    }

    pub(crate) async fn ask_once(&self, function: &str, arguments: &Value) -> Result<Answer, String> {
        let answer = self.evaluate(&question(function, arguments)).await?;
        if let Some(refusal) = answer["refusal"].as_str() {
            return Err(refusal.to_owned());
        }
        Ok(match (answer["x"].as_f64(), answer["y"].as_f64()) {
            (Some(x), Some(y)) => Answer::At(x, y),
            _ => Answer::Done,
        })
    }

    /// What a field holds now.
    pub(crate) async fn ask_value(&self, label: &str) -> Result<String, String> {
        poll::until(GRACE, async || {
            let answer = self.evaluate(&question("value", &json!([label, null]))).await?;
            let refusal = || answer["refusal"].as_str().unwrap_or("it has no value").to_owned();
            answer["value"].as_str().map(Into::into).ok_or_else(refusal)
        })
        .await
    }

    /// A handle to a file field.
    pub(crate) async fn ask_files(&self, label: &str) -> Result<String, String> {
        poll::until(GRACE, async || {
            let answer = self.run(&question("files", &json!([label, null])), false).await?;
            answer["result"]["objectId"].as_str().map(Into::into).ok_or_else(|| "it has no handle".to_owned())
        })
        .await
    }
}

fn question(function: &str, arguments: &Value) -> String {
    // JSON is JavaScript; spreading the array gives the arguments.
    format!("(() => {{ {SCRIPT}; return e2e.{function}(...{arguments}); }})()")
}
