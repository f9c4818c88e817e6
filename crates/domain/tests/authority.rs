//! The matrix of roles and actions, printed and compared with `golden/authority.txt`. A change of
//! rights shows as a change of that file: `UPDATE_GOLDEN=1 cargo test -p wenming-domain --test authority`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use domain::authority::{Action, Role, scope};
use domain::code::Code;
use std::fmt::Write;

#[test]
fn the_table_is_as_agreed() {
    let mut table = format!("{:<18}", "");
    for role in Role::ALL {
        let _ = write!(table, "{:<15}", role.code());
    }
    table = table.trim_end().to_owned();
    table.push('\n');
    for action in Action::ALL {
        let mut line = format!("{:<18}", action.code());
        for role in Role::ALL {
            let _ = write!(line, "{:<15}", scope(*role, *action).map_or("-", |scope| scope.mark()));
        }
        table.push_str(line.trim_end());
        table.push('\n');
    }
    compare("authority", &table);
}

#[expect(clippy::disallowed_methods, reason = "a switch of the test itself")]
fn compare(name: &str, found: &str) {
    let path = format!("{}/tests/golden/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    if std::env::var("UPDATE_GOLDEN").is_ok() {
        std::fs::write(&path, found).unwrap();
    }
    let expect = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(expect == found, "rights changed; if that was meant: UPDATE_GOLDEN=1. Now:\n{found}");
}
