//! Lines to paragraphs: what a page or a line break parted is joined.

use super::{LONGEST, Para, ParagraphKind};
use crate::mark;
use crate::number::{arabic, find_date};
use crate::organ::is_organ;
use crate::text::{ends, is_han, is_stop, starts};

pub(super) fn join(lines: Vec<Para>) -> Vec<Para> {
    let lines = figures(lines);
    let measure = Measure::of(&lines);
    let mut done: Vec<Para> = Vec::with_capacity(lines.len());
    let (mut skipped, mut paged) = (0, false);
    for line in lines {
        if line.kind == ParagraphKind::Noise {
            skipped += 1;
            paged |= line.page;
            done.push(line);
            continue;
        }
        let target = done.len().checked_sub(skipped + 1).filter(|_| skipped <= 1);
        match target {
            Some(at) if done[at].text.len() < LONGEST && measure.broken(&done[at], &line, paged) => {
                // A page number between the halves lies inside the joined paragraph.
                done.truncate(at + 1);
                let whole = &mut done[at];
                // A break parts words, but it may stand inside a number.
                let latin = |c: Option<&char>| c.is_some_and(char::is_ascii_alphabetic);
                if latin(whole.text.chars.last()) && latin(line.text.chars.first()) {
                    whole.text.push(' ', line.text.at[0] - 1);
                }
                glue(whole, &line);
                whole.indented = line.indented;
            }
            _ => done.push(line),
        }
        (skipped, paged) = (0, false);
    }
    done
}

/// How wide the lines of a hard-wrapped text are.
struct Measure {
    /// Full width, where the text is hard-wrapped.
    full: Option<usize>,
    indents: bool,
}

impl Measure {
    fn of(lines: &[Para]) -> Self {
        let mut widths: Vec<usize> = lines.iter().map(|line| line.width).filter(|width| *width > 0).collect();
        widths.sort_unstable();
        let full = widths.get(widths.len() * 9 / 10).copied().filter(|full| (30..=120).contains(full));
        let near =
            |full: usize| widths.iter().filter(|width| **width + 4 >= full && **width <= full + 4).count();
        let open = lines.iter().filter(|line| !closed(&line.text.chars)).count();
        let full = full
            .filter(|full| widths.len() >= 6 && near(*full) * 3 >= widths.len() && open * 2 >= widths.len());
        Self { full, indents: lines.iter().any(|line| line.indented) }
    }

    /// True where `next` continues the sentence of `prev`; `paged` says that a page number parts them.
    fn broken(&self, prev: &Para, next: &Para, paged: bool) -> bool {
        let (before, after) = (&prev.text.chars, &next.text.chars);
        let (Some(last), Some(first)) = (before.last(), after.first()) else { return false };
        if prev.kind == ParagraphKind::Table || next.kind == ParagraphKind::Table || next.md > 0 {
            return false;
        }
        if unclosed(before) && after.contains(&'》') && before.len() < 60 && after.len() < 60 {
            return true;
        }
        if prev.md > 0 || mark::parse(after).is_some() {
            return false;
        }
        // 林 峰  党群工作部副调研员、指挥部副总指挥 under another such line: each names one person.
        let gap = |para: &Para, most: usize| {
            (2..=most.min(para.text.len().saturating_sub(1))).any(|at| para.gap_before(at))
        };
        if gap(next, 4) && gap(prev, 8) && !after.iter().any(|c| matches!(c, '，' | ',' | '。' | '；')) {
            return false;
        }
        // （责任单位：市财政局、各县区政 / 府）: a bracket that opened closes.
        if open_bracket(before) && after.iter().take(40).any(|c| matches!(c, '）' | ')')) && prev.width >= 30
        {
            return true;
        }
        // 云公司字〔2015〕26号 签发人：张三 is as wide as its gap.
        if before.len() < 60 && crate::anatomy::number_at_start(before).is_some() {
            return false;
        }
        // （一） alone over its title.
        if mark::parse(before).is_some_and(|mark| mark.len == before.len()) && is_han(*first) {
            return true;
        }
        // 各市税务局， over 局内各单位：: a list of addressees goes on.
        let commas = before.iter().filter(|c| matches!(c, '，' | ',' | '、')).count();
        let addresses = (matches!(last, '，' | ',' | '、') || before.contains(&'各') && commas > 1)
            && matches!(after.last(), Some('：' | ':'))
            && !before.contains(&'。')
            && crate::anatomy::addressed(after).is_some();
        if addresses || is_structural(after) {
            return addresses;
        }
        let titled = before.len() < 60 && crate::kind::of_title(&prev.text.all()).is_some();
        if titled && next.blank_before {
            // A title that names its kind is whole: what follows an empty line is the body.
            return false;
        }
        let runs_on = is_han(*first) || arabic(*first).is_some() || matches!(first, '“' | '《');
        let clauses = before.iter().any(|c| matches!(c, '，' | ',' | '、' | '。'));
        if paged && !closed(before) && clauses && runs_on && prev.width >= 36 {
            return true;
        }
        if prev.hard_break && !closed(before) && !next.blank_before {
            return true;
        }
        if let Some(full) = self.full {
            let filled = prev.width + 4 >= full;
            let flows = !closed(before) || (self.indents && !next.indented && !next.blank_before);
            return filled && flows && !(self.indents && next.indented && !next.blank_before);
        }
        if matches!(last, '，' | ',' | '、') {
            return runs_on;
        }
        // 厕所无异 / 味、窗户清洁: no sentence begins with one character and a comma.
        let torn = is_han(*first) && matches!(after.get(1), Some('、' | '，' | ',' | '《'));
        // 成员：张三、李四 is whole where no mark says that it goes on.
        let listed = ["成员", "组员", "组长", "副组长"]
            .iter()
            .any(|role| starts(before, role) && matches!(before.get(role.chars().count()), Some('：' | ':')));
        // 按规定 / 处理。: nothing but the end of a sentence.
        let tail = after.len() <= 5 && ends(after, "。") && !next.blank_before && !closed(before);
        if tail
            && before.iter().any(|c| matches!(c, '，' | ','))
            && after[..after.len() - 1].iter().all(|c| is_han(*c))
        {
            return true;
        }
        let clauses = before.iter().filter(|c| matches!(c, '，' | ',')).count();
        let headline =
            listed || mark::parse(before).is_some() && !before.contains(&'。') && clauses < 2 && !torn;
        // 4、由组长引领备课组长等骨干 / 教师制定教研计划。: no sentence of a few words follows a heading that is as wide as a line.
        let short = mark::parse(before).is_some()
            && prev.width >= 46
            && after.len() <= 20
            && ends(after, "。")
            && !after.iter().any(|c| matches!(c, '，' | ','))
            && !next.blank_before;
        if runs_on
            && !closed(before)
            && (short || torn && prev.width >= 46 && matches!(after.get(1), Some('《')))
        {
            return true;
        }
        // 2.建立联席会，每季度议事1次，议定 / 事项由街道督办。
        let wide =
            prev.width >= 52 || clauses > 1 && prev.width >= 44 && ends(after, "。") && !next.blank_before;
        let prose = wide && before.iter().any(|c| matches!(c, '。' | '，' | ',' | '；' | '、'));
        prose && !headline && !titled && (is_han(*last) || arabic(*last).is_some()) && runs_on
    }
}

/// 出动 / 8000 / 余人次: copies of pages break lines around figures.
fn figures(lines: Vec<Para>) -> Vec<Para> {
    let figure = |chars: &[char]| {
        chars.len() <= 10
            && chars.first().is_some_and(|c| arabic(*c).is_some())
            && chars.iter().all(|c| arabic(*c).is_some() || matches!(c, '.' | '%' | '％' | ','))
    };
    let goes_on = |chars: &[char], next: &[char]| {
        let percent = matches!(chars.last(), Some('%' | '％'));
        matches!(next.first(), Some('余' | '多' | '年'))
            || crate::quantity::unit_at(next, 0).is_some()
            || percent && next.first().is_some_and(|c| is_han(*c) || is_stop(*c))
    };
    let mut done: Vec<Para> = Vec::with_capacity(lines.len());
    let mut lines = lines.into_iter().peekable();
    while let Some(mut line) = lines.next() {
        let fits = |line: &Para, next: &Para| {
            line.kind == ParagraphKind::Body
                && next.kind == ParagraphKind::Body
                && !next.blank_before
                && goes_on(&line.text.chars, &next.text.chars)
        };
        if figure(&line.text.chars)
            && let Some(next) = lines.next_if(|next| fits(&line, next))
        {
            // 2020年 over a heading opens its text.
            let year = line.text.len() == 4 && starts(&next.text.chars, "年");
            glue(&mut line, &next);
            let open = |prev: &Para| {
                prev.kind == ParagraphKind::Body
                    && prev.text.len() > 4
                    && !closed(&prev.text.chars)
                    && !line.blank_before
                    && !(year && mark::parse(&prev.text.chars).is_some())
            };
            if let Some(prev) = done.last_mut().filter(|prev| open(prev)) {
                glue(prev, &line);
                continue;
            }
        }
        done.push(line);
    }
    done
}

/// Puts `next` behind `line`.
fn glue(line: &mut Para, next: &Para) {
    line.text.append(&next.text);
    line.loose.append(&next.loose);
    line.span[1] = next.span[1];
    line.width = next.width;
    line.hard_break = next.hard_break;
}

fn closed(chars: &[char]) -> bool {
    chars.last().is_none_or(|c| {
        matches!(c, '。' | '！' | '？' | '；' | '：' | '!' | '?' | ';' | ':' | '”' | '…' | '）' | ')')
    })
}

fn unclosed(chars: &[char]) -> bool {
    chars.iter().filter(|c| **c == '《').count() > chars.iter().filter(|c| **c == '》').count()
}

/// True where a bracket near the end of a line is still open.
fn open_bracket(chars: &[char]) -> bool {
    let near = &chars[chars.len().saturating_sub(60)..];
    let last = near.iter().rposition(|c| matches!(c, '（' | '(' | '）' | ')'));
    last.is_some_and(|at| matches!(near[at], '（' | '('))
}

/// Lines that open a part of the paper and therefore continue nothing.
fn is_structural(chars: &[char]) -> bool {
    let opens = [
        "附件",
        "附表",
        "附：",
        "领导小组",
        "办公室",
        "下设",
        "抄送",
        "抄报",
        "主送",
        "联系人",
        "联系电话",
        "签发人",
        "——",
    ];
    let dated = chars.len() < 40
        && find_date(chars)
            .is_some_and(|date| date.start == 0 && date.end == chars.len() || ends(chars, "印发"));
    let numbered = crate::anatomy::number_at_start(chars).is_some()
        || matches!(chars.last(), Some('：' | ':')) && crate::anatomy::addressed(chars).is_some();
    let label = chars
        .iter()
        .take(8)
        .position(|c| matches!(c, '：' | ':'))
        .is_some_and(|colon| !chars[..colon].iter().any(|c| matches!(c, '；' | '，' | '）' | ')')));
    opens.iter().any(|word| starts(chars, word)) || dated || label || numbered || is_organ(chars)
}
