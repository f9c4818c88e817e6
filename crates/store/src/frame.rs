//! What stands around every page, in one statement: the bureau, the unit of the reader, what is unread
//! and what waits.

use crate::column::args;
use crate::way::Part;
use crate::{Conn, MENU_COUNTED, Result, WorkTab, sift};
use domain::authority::Actor;
use domain::day::Day;

/// The frame of a page. Figures of the menu stop at [`MENU_COUNTED`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    pub bureau: String,
    pub demo: bool,
    /// The first unit where the reader serves.
    pub unit: Option<String>,
    /// Messages that were not read.
    pub unread: i64,
    /// What is expected of the reader.
    pub todo: i64,
    /// Records that wait for 创建办.
    pub reviews: i64,
}

impl Conn {
    /// The frame of a page for this reader.
    pub async fn frame(&mut self, actor: &Actor, today: Day) -> Result<Frame> {
        let (ways, todo) = sift::todo(actor, today);
        let mut part = Part::new(
            "select b.name, b.demo, (select u.name from unit u where u.id = ?) as unit_name, ",
            args![actor.units.first().copied()],
        );
        part.push(
            "(select count(*) from message where person_id = ? and read_at is null) as unread, (",
            args![actor.person],
        );
        part.add(&ways.count(&todo, WorkTab::Todo.sort().order(), MENU_COUNTED));
        let reviews = "select 1 as one from record where bureau_id = ? and state = 'filed'";
        part.push(
            &format!(
                ") as todo, (select count(*) from ({reviews} limit {MENU_COUNTED}) capped) as reviews \
                 from bureau b where b.id = ?"
            ),
            args![actor.bureau, actor.bureau],
        );
        let query = part.query();
        self.one(&query.sql, query.args, |row| {
            Ok(Frame {
                bureau: row.get("name")?,
                demo: row.get("demo")?,
                unit: row.opt("unit_name")?,
                unread: row.get("unread")?,
                todo: row.get("todo")?,
                reviews: row.get("reviews")?,
            })
        })
        .await
    }
}
