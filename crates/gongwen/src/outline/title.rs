//! Where the title of a heading ends.
//!
//! A heading that fills its paragraph is its own title. Of a heading that runs into text, the title is its
//! first sentence, or, where that is no heading by its length, its first clause.

use crate::mark::Mark;
use crate::plan::Node;
use crate::text::{Text, depths, is_break, is_stop, starts};
use std::ops::Range;

/// Longest first sentence that still counts as a title.
const SENTENCE: usize = 48;
/// Longest first sentence of an inline item.
const ITEM: usize = 26;
/// Longest line that is a title as a whole.
const LINE: usize = 80;

/// Words that open a clause which has its verb in the next one.
const LEADS: &[&str] = &[
    "根据",
    "按照",
    "围绕",
    "通过",
    "结合",
    "针对",
    "以“",
    "以《",
    "以创",
    "以开",
    "以学",
    "以提",
    "以加",
    "利用",
    "依托",
    "在",
    "为",
    "对照",
    "紧扣",
    "本着",
    "充分利用",
    "严格按照",
    "紧紧围绕",
    "充分发挥",
    "以",
];

/// Words that begin like a lead but carry their own verb.
const NO_LEADS: &[&str] = &["为民", "在职", "在建", "以案", "以赛", "以考", "以身", "为困", "以上率下"];

/// True where a clause only leads to the next one.
pub(crate) fn lead_in(clause: &[char]) -> bool {
    LEADS.iter().any(|word| starts(clause, word)) && !NO_LEADS.iter().any(|word| starts(clause, word))
}

/// The title of a heading whose mark ends at `from`.
pub(super) fn of_heading(chars: &[char], from: usize) -> Range<usize> {
    let depths = depths(chars);
    let stop = (from..chars.len()).find(|at| depths[*at] == 0 && is_stop(chars[*at]));
    let colon = (from..chars.len()).find(|at| depths[*at] == 0 && matches!(chars[*at], '：' | ':'));
    let whole = trimmed(chars, from..chars.len());
    match (stop, colon) {
        (_, Some(colon)) if colon - from <= 24 && colon > from && stop.is_none_or(|stop| colon < stop) => {
            // 第一阶段（4月）：宣传发动 has its name behind the colon.
            let bare = matches!(chars[from], '（' | '(') && matches!(chars[colon - 1], '）' | ')');
            if bare && colon + 1 < chars.len() {
                let end = (colon + 1..chars.len()).find(|at| is_break(chars[*at])).unwrap_or(chars.len());
                return from..end;
            }
            from..colon
        }
        (Some(stop), _) if stop - from <= SENTENCE => from..stop,
        (None, _) if whole.len() <= LINE => whole,
        _ => from..clause_end(chars, &depths, from, chars.len()),
    }
}

/// The title of an inline item that reaches to `end` at most.
pub(super) fn of_item(chars: &[char], from: usize, end: usize) -> Range<usize> {
    let depths = depths(chars);
    let stop = (from..end)
        .find(|at| depths[*at] == 0 && (is_stop(chars[*at]) || matches!(chars[*at], '：' | ':')))
        .unwrap_or(end);
    if stop - from <= ITEM {
        return trimmed(chars, from..stop);
    }
    from..clause_end(chars, &depths, from, stop)
}

fn clause_end(chars: &[char], depths: &[usize], from: usize, end: usize) -> usize {
    let mut start = from;
    loop {
        let at = (start..end).find(|at| depths[*at] == 0 && is_break(chars[*at])).unwrap_or(end);
        let short = at - from < 3;
        if at >= end || !(lead_in(&chars[start..at]) || short) {
            return at;
        }
        start = at + 1;
    }
}

fn trimmed(chars: &[char], range: Range<usize>) -> Range<usize> {
    let mut end = range.end;
    while end > range.start && (is_break(chars[end - 1]) || chars[end - 1] == '、' || chars[end - 1] == '*')
    {
        end -= 1;
    }
    range.start..end
}

/// A node without its place in the tree.
pub(super) fn node(text: &Text, mark: &Mark, title: Range<usize>, inline: bool) -> Node {
    let start = title.start - mark.len;
    Node {
        id: 0,
        parent: None,
        level: 0,
        number: Some(mark.label.clone()),
        title: text.str(title.clone()).split_whitespace().collect(),
        inline,
        span: text.span(start..title.end.max(start + mark.len)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(given: &str, from: usize, expect: &str) {
        let chars: Vec<char> = given.chars().collect();
        let title: String = chars[of_heading(&chars, from)].iter().collect();
        assert_eq!(title, expect);
    }

    #[test]
    fn titles_of_headings() {
        check("（一）加强领导，落实责任。各科室要制定计划。", 3, "加强领导，落实责任");
        check("一、工作目标", 2, "工作目标");
        check("1.时间安排：4月至5月完成全部动员工作并按要求报送材料。", 2, "时间安排");
        check("2、完善“一窗受理。”机制，方便群众。", 2, "完善“一窗受理。”机制，方便群众");
    }
}
