//! What people do with the whole product, each feature once, in real browsers. One server and one browser
//! per test; what does not disturb each other shares them, for each start costs seconds.

#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

mod calendar;
mod dossier;
mod folder;
mod handover;
mod honesty;
mod import;
mod keyboard;
mod large;
mod matching;
mod no_script;
mod paper;
mod parts;
#[path = "../people/mod.rs"]
mod people;
mod picture;
mod score;
mod table;
mod threefold;
mod walk;

use e2e::Server;

e2e::in_both_browsers! {
    async fn the_office_sends_a_table_subscribes_and_hands_over(browser: Browser) {
        let server = Server::demo(&[]);
        table::goes_out_and_in_again(&browser, &server).await;
        calendar::is_seen_fetched_and_revoked(&browser, &server).await;
        handover::gives_all_open_duties_to_another(&browser, &server).await;
    }

    async fn the_office_builds_a_file_and_opens_it_to_assessors(browser: Browser) {
        let server = Server::demo(&[]);
        dossier::is_built_read_and_opened_to_assessors(&browser, &server).await;
    }

    async fn a_filer_is_told_what_photos_contradict_and_corrects_the_criteria(browser: Browser) {
        let server = Server::demo(&[]);
        honesty::is_told_and_explained(&browser, &server).await;
        matching::is_corrected_by_hand(&browser, &server).await;
    }

    async fn the_office_sees_the_score_change_at_once(browser: Browser) {
        let server = Server::demo(&[]);
        score::changes_with_an_answer(&browser, &server).await;
    }

    async fn a_liaison_brings_in_an_old_folder(browser: Browser) {
        let server = Server::demo(&[]);
        folder::is_sorted_reviewed_and_made_records_of(&browser, &server).await;
    }

    async fn a_user_reads_large_type_and_prints(browser: Browser) {
        let server = Server::demo(&[]);
        paper::holds_all_and_only_the_content(&browser, &server).await;
        large::type_stays_and_fits(&browser, &server).await;
    }

    async fn every_page_of_every_role_is_sound(browser: Browser) {
        let server = Server::demo(&[]);
        walk::finds_no_fault(&browser, &server).await;
    }
}
