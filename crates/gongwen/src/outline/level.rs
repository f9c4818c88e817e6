//! Levels: which heading stands under which, told by the order in which the styles of numbers open.

use crate::mark::{Mark, Style};
use crate::plan::{Diagnostic, Severity};
use std::collections::{BTreeMap, BTreeSet};

/// The open headings, outermost first.
#[derive(Default)]
pub(super) struct Levels {
    open: Vec<Open>,
    /// Numbers of each style that were closed, since some papers number through their sections.
    closed: BTreeSet<(Style, u64)>,
    /// The last of them.
    last: BTreeMap<Style, u64>,
    /// The heading opened last is nothing but a title, and no text followed it yet.
    alone: bool,
    /// 一、总则 stands over 第一条: what is numbered 一、 are chapters here, and articles are counted through them.
    chaptered: bool,
}

struct Open {
    style: Style,
    value: u64,
    id: usize,
}

impl Levels {
    /// A number far from any sequence is not a heading but a figure that happens to open a line.
    /// In a paper whose beginning is missing, a short line with the first 五、 is one all the same, and so is any line
    /// whose successor opens a later one (`followed`).
    /// In an excerpt that skips numbers each line with a note on who is to act (`noted`) is an item.
    pub fn accepts(
        &self,
        mark: &Mark,
        short: bool,
        followed: impl FnOnce() -> bool,
        noted: impl FnOnce() -> bool,
    ) -> bool {
        let last = self.open.iter().rev().find(|open| open.style == mark.style).map(|open| open.value);
        let closed = self.last.get(&mark.style).copied();
        let expected = last.or(closed).unwrap_or(0) + 1;
        if mark.value <= 3 || mark.value <= expected + 3 {
            return true;
        }
        let first = last.is_none() && closed.is_none();
        first && (mark.style == Style::Han && short || followed())
            || mark.value > expected && mark.value <= 99 && noted()
    }

    /// Closes what `mark` ends and returns the parent of its node.
    pub fn place(
        &mut self,
        mark: &Mark,
        span: impl FnOnce() -> [usize; 2],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<usize> {
        let of_style = |open: &Open| open.style == mark.style;
        // 1、优秀干部 over 1、…，2、…: the same numbers once more stand one level below; 2、优秀干事 goes on above.
        let nested = self.alone && mark.value == 1 && self.open.last().is_some_and(of_style);
        // 4.2.1.2 响应行动 over （一）…: what is numbered in brackets stands under the decimal it follows.
        let decimal = |open: &Open| matches!(open.style, Style::Decimal | Style::Decimal3 | Style::Decimal4);
        let inside = mark.style == Style::HanBracket
            && mark.value == 1
            && self.open.last().is_some_and(decimal)
            && !self.open.iter().any(of_style);
        // So do the 1. of each of them.
        let figure = mark.style == Style::Digit
            && mark.value == 1
            && self.open.last().is_some_and(|open| open.style == Style::HanBracket)
            && self.open.iter().any(decimal);
        let next = |open: &Open| of_style(open) && open.value + 1 == mark.value;
        let same = self.open.iter().rposition(next).or_else(|| self.open.iter().rposition(of_style));
        let same = same.filter(|_| !nested && !figure);
        // 第一步 under 1.验收分两步进行：: steps are parts of what is numbered in figures.
        let step = mark.style == Style::Stage && mark.label.contains('步');
        let inner = step && self.open.last().is_some_and(|open| open.style == Style::Digit);
        let first = |open: &Open| open.style == Style::Han && open.value == 1;
        self.chaptered |=
            mark.style == Style::Article && mark.value == 1 && self.open.last().is_some_and(first);
        let below = |open: &Open| {
            open.style >= mark.style
                && open.style != Style::Inner
                && !(self.chaptered && mark.style == Style::Article && open.style == Style::Han)
        };
        // 1.活动前期 over （一）…, 2.活动中期 over （一）…: a first number in brackets under a bare title, where none is open.
        let under = self.alone
            && mark.style == Style::HanBracket
            && mark.value == 1
            && self.open.last().is_some_and(|open| open.style == Style::Digit)
            && !self.open.iter().any(of_style);
        let keep = same.unwrap_or_else(|| {
            if inner || nested || under || inside || figure {
                return self.open.len();
            }
            self.open.iter().position(below).unwrap_or(self.open.len())
        });
        let last = match same {
            Some(at) => self.open[at].value,
            None if !nested && self.closed.contains(&(mark.style, mark.value - 1)) => mark.value - 1,
            None => 0,
        };
        for open in self.open.drain(keep..) {
            self.closed.insert((open.style, open.value));
            self.last.insert(open.style, open.value);
        }
        if mark.value != last + 1 && mark.value != 1 {
            let message = match mark.value {
                value if value == last => format!("编号“{}”重复。", mark.label),
                value if value > last => format!("编号从 {last} 跳到 {value}，中间可能有缺漏。"),
                value => format!("编号从 {last} 退回到 {value}，请核对。"),
            };
            diagnostics.push(Diagnostic::new(Severity::Doubt, span(), message).hint("请对照原件核对编号。"));
        }
        self.open.push(Open { style: mark.style, value: mark.value, id: 0 });
        self.open.len().checked_sub(2).map(|at| self.open[at].id)
    }

    /// Opens an item of a chain, under which the numbered lines that follow stand.
    pub fn lead(&mut self, item: Option<usize>) {
        if let Some(id) = item {
            self.open.push(Open { style: Style::Chain, value: 1, id });
        }
    }

    /// Notes the node of the heading just placed; `alone` says that its paragraph holds nothing but the title.
    pub fn opened(&mut self, id: usize, alone: bool) {
        self.alone = alone;
        if let Some(last) = self.open.last_mut() {
            last.id = id;
        }
    }

    /// The number of the heading just placed was counted on to `value` within its paragraph.
    pub fn counted(&mut self, value: u64) {
        if let Some(last) = self.open.last_mut() {
            last.value = value;
        }
    }

    /// Text stands under the heading.
    pub fn spoken(&mut self) {
        self.alone = false;
    }

    pub fn current(&self) -> Option<usize> {
        self.open.last().map(|open| open.id)
    }
}
