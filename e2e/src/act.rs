//! What a user does on a page: fill, choose, tick, attach, click, press. Each step waits for the page
//! to come to rest before it returns.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::element::Answer;
use crate::keys;
use crate::{Page, Viewport};

/// What the browser tells a page when a file is dragged in from outside and let go. (The DevTools call
/// for it takes no files in Chromium 90.)
const DROP: &str = r"(selector, name, data) => {
    const onto = document.querySelector(selector);
    if (!onto) throw new Error(`nothing matches ${selector}`);
    const bytes = Uint8Array.from(atob(data), it => it.charCodeAt(0));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([bytes], name));
    for (const type of ['dragenter', 'dragover', 'drop']) {
        onto.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
    }
}";

impl Page {
    /// Writes into the field with this label (a select takes the option's text), as if typed and left.
    #[track_caller]
    pub fn fill(&self, label: &str, value: &str) -> impl Future<Output = ()> {
        self.acting(
            format!("fill {label:?} with {value:?}"),
            self.do_ask("fill", json!([label, value, null])),
        )
    }

    /// Like [`Page::fill`], within the row, list item, section or form that shows `place`.
    #[track_caller]
    pub fn fill_in(&self, place: &str, label: &str, value: &str) -> impl Future<Output = ()> {
        let what = format!("fill {label:?} beside {place:?} with {value:?}");
        self.acting(what, self.do_ask("fill", json!([label, value, place])))
    }

    /// Chooses an option of a select, or a radio button of a group named by its legend.
    #[track_caller]
    pub fn choose(&self, label: &str, option: &str) -> impl Future<Output = ()> {
        self.acting(
            format!("choose {option:?} for {label:?}"),
            self.do_ask("choose", json!([label, option, null])),
        )
    }

    /// Ticks the box with this label; one already ticked stays so.
    #[track_caller]
    pub fn check(&self, label: &str) -> impl Future<Output = ()> {
        self.acting(format!("check {label:?}"), self.do_toggle(label, true, None))
    }

    /// Unticks the box with this label.
    #[track_caller]
    pub fn uncheck(&self, label: &str) -> impl Future<Output = ()> {
        self.acting(format!("uncheck {label:?}"), self.do_toggle(label, false, None))
    }

    /// Ticks the box with this label within the row or section that shows `place`.
    #[track_caller]
    pub fn check_in(&self, place: &str, label: &str) -> impl Future<Output = ()> {
        self.acting(format!("check {label:?} beside {place:?}"), self.do_toggle(label, true, Some(place)))
    }

    /// Puts files into the file field with this label.
    #[track_caller]
    pub fn attach(&self, label: &str, paths: &[&Path]) -> impl Future<Output = ()> {
        self.acting(format!("attach {paths:?} to {label:?}"), async move {
            if let Some(missing) = paths.iter().find(|path| !path.is_file()) {
                return Err(format!("there is no file {}", missing.display()));
            }
            let object = self.ask_files(label).await?;
            let given = json!({ "objectId": object, "files": paths });
            self.session.call("DOM.setFileInputFiles", given).await.map(drop)
        })
    }

    /// Puts a whole folder into the folder field with this label.
    #[track_caller]
    pub fn attach_folder(&self, label: &str, path: &Path) -> impl Future<Output = ()> {
        self.acting(format!("attach the folder {} to {label:?}", path.display()), async move {
            if !path.is_dir() {
                return Err(format!("there is no folder {}", path.display()));
            }
            let object = self.ask_files(label).await?;
            let given = json!({ "objectId": object, "files": [path] });
            self.session.call("DOM.setFileInputFiles", given).await.map(drop)
        })
    }

    /// Drops a file from outside onto the first visible element of a selector.
    #[track_caller]
    pub fn drop_file(&self, selector: &str, path: &Path) -> impl Future<Output = ()> {
        self.acting(format!("drop {} onto {selector}", path.display()), async move {
            let bytes = std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let (selector, name, data) = (json!(selector), json!(name), json!(STANDARD.encode(bytes)));
            self.evaluate(&format!("({DROP})({selector}, {name}, {data})")).await.map(drop)
        })
    }

    /// Clicks the button, link or summary that says this; on a phone, taps it.
    #[track_caller]
    pub fn click(&self, text: &str) -> impl Future<Output = ()> {
        self.acting(format!("click {text:?}"), self.do_ask("target", json!([text, null])))
    }

    /// Clicks within the row, list item, section or form that shows `place`.
    #[track_caller]
    pub fn click_in(&self, place: &str, text: &str) -> impl Future<Output = ()> {
        self.acting(format!("click {text:?} beside {place:?}"), self.do_ask("target", json!([text, place])))
    }

    /// Clicks the first visible element of a selector. For what has no words.
    #[track_caller]
    pub fn click_css(&self, selector: &str) -> impl Future<Output = ()> {
        self.acting(format!("click {selector}"), self.do_ask("css", json!([selector])))
    }

    /// Moves the mouse over the first visible element of a selector.
    #[track_caller]
    pub fn hover_css(&self, selector: &str) -> impl Future<Output = ()> {
        self.acting(format!("hover {selector}"), async move {
            match self.ask("css", json!([selector])).await? {
                Answer::At(x, y) => self.mouse("mouseMoved", x, y, 0).await,
                Answer::Done => Ok(()),
            }
        })
    }

    /// Drags the first visible element of one selector onto that of another.
    #[track_caller]
    pub fn drag_css(&self, from: &str, to: &str) -> impl Future<Output = ()> {
        self.acting(format!("drag {from} to {to}"), async move {
            let (Answer::At(x, y), Answer::At(u, v)) =
                (self.ask("css", json!([from])).await?, self.ask("css", json!([to])).await?)
            else {
                return Err("one of them has no place".into());
            };
            self.mouse("mouseMoved", x, y, 0).await?;
            self.mouse("mousePressed", x, y, 1).await?;
            for part in 1..=8 {
                let share = f64::from(part) / 8.0;
                self.mouse("mouseMoved", x + (u - x) * share, y + (v - y) * share, 1).await?;
            }
            self.mouse("mouseReleased", u, v, 1).await
        })
    }

    /// Presses a key where the focus is: `Enter`, `j`, `?`, `Ctrl+s`, `Shift+Tab`.
    #[track_caller]
    pub fn press(&self, key: &str) -> impl Future<Output = ()> {
        self.acting(format!("press {key}"), async move {
            let key = keys::parse(key)?;
            let mut event = json!({
                "type": if key.text.is_some() { "keyDown" } else { "rawKeyDown" },
                "key": key.key, "code": key.code, "windowsVirtualKeyCode": key.number, "modifiers": key.modifiers,
            });
            if let Some(text) = &key.text {
                event["text"] = text.as_str().into();
            }
            self.session.call("Input.dispatchKeyEvent", event.clone()).await?;
            event["type"] = "keyUp".into();
            if let Some(event) = event.as_object_mut() {
                event.remove("text");
            }
            match self.session.call("Input.dispatchKeyEvent", event).await {
                Ok(_) => Ok(()),
                // The key may have led to another page before it was let go.
                Err(e) if e.contains("navigated or closed") => Ok(()),
                Err(e) => Err(e),
            }
        })
    }

    /// Types text where the focus is, as an input method commits it.
    #[track_caller]
    pub fn type_text(&self, text: &str) -> impl Future<Output = ()> {
        self.acting(format!("type {text:?}"), async move {
            self.session.call("Input.insertText", json!({ "text": text })).await.map(drop)
        })
    }

    /// From now on the page's questions (`confirm`) are answered with yes, the default, or no.
    pub fn answer_dialogs(&self, yes: bool) {
        self.record.accept_dialogs(yes);
    }

    async fn do_ask(&self, function: &str, arguments: Value) -> Result<(), String> {
        match self.ask(function, arguments).await? {
            Answer::At(x, y) => self.point(x, y).await,
            Answer::Done => Ok(()),
        }
    }

    async fn do_toggle(&self, label: &str, wanted: bool, place: Option<&str>) -> Result<(), String> {
        let arguments = json!([label, wanted, place]);
        let Answer::At(x, y) = self.ask("toggle", arguments.clone()).await? else {
            return Ok(());
        };
        self.point(x, y).await?;
        // The click may have replaced the box or the page; only a box still there must have changed.
        match self.ask_once("toggle", &arguments).await {
            Ok(Answer::At(..)) => Err("it was clicked and did not change".into()),
            _ => Ok(()),
        }
    }

    /// A click with the mouse, or a tap with a finger on a phone.
    async fn point(&self, x: f64, y: f64) -> Result<(), String> {
        if self.viewport == Viewport::Phone {
            let down = json!({ "type": "touchStart", "touchPoints": [{ "x": x, "y": y }] });
            self.session.call("Input.dispatchTouchEvent", down).await?;
            let up = json!({ "type": "touchEnd", "touchPoints": [] });
            return self.session.call("Input.dispatchTouchEvent", up).await.map(drop);
        }
        self.mouse("mouseMoved", x, y, 0).await?;
        self.mouse("mousePressed", x, y, 1).await?;
        self.mouse("mouseReleased", x, y, 1).await
    }

    async fn mouse(&self, kind: &str, x: f64, y: f64, buttons: u32) -> Result<(), String> {
        let button = if buttons == 0 { "none" } else { "left" };
        let held = if kind == "mouseReleased" { 0 } else { buttons };
        let event =
            json!({ "type": kind, "x": x, "y": y, "button": button, "buttons": held, "clickCount": buttons });
        self.session.call("Input.dispatchMouseEvent", event).await.map(drop)
    }
}
