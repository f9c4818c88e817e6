//! Drives the built program through a real browser, in a user's terms: fill a field by its label,
//! click what is written on a button, read what the page shows.
//!
//! [`Browser`] starts Chromium and opens a [`Page`]; [`Server`] starts the built `wenming`.
//! Every step waits until the page has come to rest, and a step that cannot be done panics at the
//! test's own line, saying what the page showed and where the screenshot lies.
//! This crate knows nothing of the product's code; it speaks HTTP and the DevTools protocol only.

mod act;
mod browser;
mod look;
mod page;
mod server;
mod shots;

mod element;
mod keys;
mod poll;
mod protocol;
mod record;
mod settings;

pub use browser::{Browser, BrowserKind};
pub use page::{Page, Viewport};
pub use record::Download;
pub use server::Server;

#[doc(hidden)]
pub use browser::start_for_test;

/// Declares one browser test, run once in the current Chromium and once in Chromium 90.
///
/// ```text
/// e2e::in_both_browsers! {
///     async fn a_record_is_filed(browser: Browser) { … }
/// }
/// ```
///
/// expands to the tests `a_record_is_filed::current` and `a_record_is_filed::chromium90`.
#[macro_export]
macro_rules! in_both_browsers {
    ($($(#[$meta:meta])* async fn $name:ident($browser:ident: Browser) $body:block)+) => {$(
        #[allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr, reason = "it is a test")]
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn run($browser: $crate::Browser) $body

            #[tokio::test]
            $(#[$meta])*
            async fn current() {
                run($crate::start_for_test($crate::BrowserKind::Current).await.expect("never skipped")).await;
            }

            #[tokio::test]
            $(#[$meta])*
            async fn chromium90() {
                if let Some(browser) = $crate::start_for_test($crate::BrowserKind::Chromium90).await {
                    run(browser).await;
                }
            }
        }
    )+};
}
