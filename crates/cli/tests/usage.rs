//! Help, completion and wrong usage.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod kit;

use kit::run;

#[test]
fn every_command_has_help_in_chinese() {
    let help = run(&["--help"]).done();
    assert!(help.contains("用法：") && help.contains("命令："), "{help}");
    for english in ["Usage", "Options", "Print help", "Commands"] {
        assert!(!help.contains(english), "{help}");
    }
    for command in [
        &["serve"][..],
        &["demo"],
        &["plan"],
        &["plan", "read"],
        &["paper"],
        &["paper", "write"],
        &["paper", "check"],
        &["completion"],
    ] {
        let help = run(&[command, &["--help"]].concat()).done();
        assert!(help.contains("用法：wenming") && !help.contains("Print"), "{help}");
    }
}

#[test]
fn wrong_usage_is_one_sentence_and_exit_code_2() {
    assert!(run(&["fly"]).stopped(2).contains("没有“fly”这个命令"));
    assert!(run(&["serve", "--fast"]).stopped(2).contains("--fast"));
    assert!(run(&["serve", "--listen", "here"]).stopped(2).contains("here"));
    assert!(run(&["plan", "read"]).stopped(2).contains("FILE"));
    assert_eq!(run(&[]).code, 2);
}

#[test]
fn completion_is_made_for_each_shell() {
    for shell in ["bash", "zsh", "fish"] {
        assert!(run(&["completion", shell]).done().contains("wenming"));
    }
    run(&["completion", "dos"]).stopped(2);
}
