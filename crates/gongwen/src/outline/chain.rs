//! Chains inside paragraphs: 一是…二是…, 一要…二要…, 首先…其次…, （1）…（2）…, ①…②….
//!
//! A word counts only where a clause begins and only together with its successor; a lone 一是 is prose.

use super::{Outline, Piece, title};
use crate::mark::{Chain, Mark, Style, chain_at};
use crate::paragraph::Para;
use crate::plan::{Diagnostic, Severity};
use crate::text::{has_at, is_break, is_han, is_point_behind_han};

/// Candidates and text since the last heading.
#[derive(Default)]
pub(super) struct Chains {
    texts: Vec<Piece>,
    found: Vec<Candidate>,
}

struct Candidate {
    chain: Chain,
    mark: Mark,
    para: usize,
    at: usize,
    /// Continues the number of the heading that opens its paragraph: （1）…；（2）….
    sibling: bool,
}

impl Chains {
    /// Notes the running text of a paragraph from `start` on and the chain words in it. Returns how far the number that
    /// `opened` it was counted on within it: 2 behind （一）…。（二）….
    pub fn collect(
        &mut self,
        para: &Para,
        index: usize,
        start: usize,
        under: Option<usize>,
        mut opened: Option<(Style, u64)>,
    ) -> Option<u64> {
        let chars = &para.text.chars;
        self.texts.push(Piece { para: index, range: start..chars.len(), under });
        for at in start..chars.len() {
            let opens = at == 0
                || (at == start && start == 0)
                || is_break(chars[at - 1])
                || opens_after(chars, at)
                || pointed(chars, at);
            if (opens || chars[at] == '一' && told(chars, at, start))
                && let Some((chain, mark)) = chain_at(chars, at)
                && (chain != Chain::Digit || at > start && !matches!(chars[at - 1], '，' | ',' | '、'))
            {
                let style = match chain {
                    Chain::HanBracket => Some(Style::HanBracket),
                    Chain::Bracket => Some(Style::DigitBracket),
                    Chain::Circle => Some(Style::Circle),
                    Chain::Stage => Some(Style::Stage),
                    Chain::Digit => Some(Style::Digit),
                    _ => None,
                };
                let sibling =
                    opened.is_some_and(|(open, value)| Some(open) == style && value + 1 == mark.value);
                if sibling {
                    opened = opened.map(|(open, value)| (open, value + 1));
                }
                self.found.push(Candidate { chain, mark, para: index, at, sibling });
            }
        }
        opened.map(|(_, value)| value)
    }

    /// Turns what was noted into nodes and pieces. Where the text breaks off with a colon in the last item,
    /// returns that item: the numbered lines that follow stand under it.
    pub fn close(
        &mut self,
        outline: &mut Outline,
        paras: &[Para],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<usize> {
        let texts = std::mem::take(&mut self.texts);
        let mut last = None;
        let items = select(std::mem::take(&mut self.found), paras, diagnostics);
        let mut items = items.into_iter().peekable();
        // The open item of an outer chain, and where it stands in the tree.
        let mut outer: Option<(Chain, Option<usize>, usize)> = None;
        for piece in texts {
            let mut under = piece.under;
            let mut from = piece.range.start;
            while let Some(item) = items.next_if(|item| item.para == piece.para) {
                push(outline, piece.para, from..item.at, under);
                let text = &paras[item.para].text;
                let end = items
                    .peek()
                    .filter(|next| next.para == item.para)
                    .map_or(piece.range.end, |next| next.at);
                let range = title::of_item(&text.chars, item.at + item.mark.len, end);
                // 1.…。2.… count like any item, wherever they stand.
                let numbers = [Chain::Digit, Chain::Bracket, Chain::HanBracket, Chain::Circle];
                let node = title::node(text, &item.mark, range.clone(), !numbers.contains(&item.chain));
                let above = piece.under.filter(|_| item.sibling).map(|id| outline.node(id).parent);
                let inner = outer
                    .filter(|(chain, place, _)| *place == piece.under && holds(*chain, item.chain))
                    .map(|(_, _, id)| Some(id));
                let id = outline.add(above.or(inner).unwrap_or(piece.under), node, (item.para, range));
                if inner.is_none() {
                    outer = Some((item.chain, piece.under, id));
                }
                under = Some(id);
                last = under.filter(|_| matches!(text.chars.last(), Some('：' | ':')));
                from = item.at + item.mark.len;
            }
            push(outline, piece.para, from..piece.range.end, under);
        }
        last
    }
}

/// 各中队一是…；二是…: the subject may stand before the first word, where the second one follows.
fn told(chars: &[char], at: usize, start: usize) -> bool {
    let subject = at > start && is_han(chars[at - 1]) && !"统唯之第万单同专逐任".contains(chars[at - 1]);
    let second = |at: usize| is_break(chars[at]) && has_at(chars, at + 1, "二是");
    subject && has_at(chars, at, "一是") && (at + 3..chars.len().min(at + 200)).any(second)
}

/// True where a chain of one kind stands inside an item of another: 第一阶段：…（一）…（二）….
fn holds(outer: Chain, inner: Chain) -> bool {
    let numbers = [Chain::HanBracket, Chain::Digit, Chain::Bracket, Chain::Circle];
    match outer {
        Chain::Stage => numbers.contains(&inner),
        _ => {
            let place = |chain: Chain| numbers.iter().position(|known| *known == chain);
            place(outer).zip(place(inner)).is_some_and(|(outer, inner)| outer < inner)
        }
    }
}

/// Glued sentences sometimes lack their stop: a closing quote or bracket may stand before the word.
fn opens_after(chars: &[char], at: usize) -> bool {
    matches!(chars[at - 1], '”' | '）' | ')' | '、') && matches!(chars.get(at + 1), Some('是' | '要'))
}

/// …任务.二是…: a full stop typed as a Western point.
fn pointed(chars: &[char], at: usize) -> bool {
    is_point_behind_han(chars, at - 1) && matches!(chars.get(at + 1), Some('是' | '要'))
}

fn push(outline: &mut Outline, para: usize, range: std::ops::Range<usize>, under: Option<usize>) {
    if !range.is_empty() {
        outline.pieces.push(Piece { para, range, under });
    }
}

/// Keeps the candidates that form chains of two and more.
fn select(found: Vec<Candidate>, paras: &[Para], diagnostics: &mut Vec<Diagnostic>) -> Vec<Candidate> {
    let mut keep: Vec<bool> = found.iter().map(|found| found.sibling).collect();
    for chain in [
        Chain::Is,
        Chain::Must,
        Chain::OfThem,
        Chain::First,
        Chain::Ordinal,
        Chain::Stage,
        Chain::HanBracket,
        Chain::Bracket,
        Chain::Circle,
        Chain::Digit,
    ] {
        let mut run: Vec<usize> = Vec::new();
        for at in (0..found.len()).filter(|at| found[*at].chain == chain && !found[*at].sibling) {
            let value = found[at].mark.value;
            let next = run.len() as u64 + 1;
            if value == 1 {
                settle(&run, &mut keep);
                run = vec![at];
            } else if !run.is_empty() && value == next {
                run.push(at);
            } else if !run.is_empty() && value == next + 1 && chain == Chain::Is {
                let place = paras[found[at].para].text.span(found[at].at..found[at].at + found[at].mark.len);
                let message = format!("并列项从第 {} 项跳到第 {value} 项，中间可能有缺漏。", next - 1);
                diagnostics.push(Diagnostic::new(Severity::Doubt, place, message));
                run.push(at);
                // Keeps the count in step with the numbers that follow.
                run.insert(0, run[0]);
            }
        }
        settle(&run, &mut keep);
    }
    found.into_iter().zip(keep).filter(|(_, keep)| *keep).map(|(found, _)| found).collect()
}

fn settle(run: &[usize], keep: &mut [bool]) {
    if run.len() >= 2 {
        run.iter().for_each(|at| keep[*at] = true);
    }
}
