//! Lines that hold several parts of a paper: number, title, addressees, foot, and tags that stood for breaks.
//!
//! Headings that stand glued are the business of `glue`; it comes after this.

use super::{Para, ParagraphKind};
use crate::anatomy::{addressed, number_at_start, praise_end};
use crate::kind;
use crate::mark::{self, Style};
use crate::number::{arabic, find_date};
use crate::organ::is_organ;
use crate::text::{Text, depths, is_break, is_stop, starts};

/// Longest title of a glued paper.
pub(super) const TITLE: usize = 70;

/// Parts number, title and 主送 from a paper whose first line holds all of it.
pub(super) fn head(mut paras: Vec<Para>) -> Vec<Para> {
    let Some(first) = paras.iter().position(|para| !para.text.is_empty()) else { return paras };
    let mut at = first;
    if let Some(end) = page_of_library(&paras[at]) {
        let rest = cut(&mut paras[at], end);
        paras[at].kind = ParagraphKind::Noise;
        paras.insert(at + 1, rest);
        at += 1;
    }
    // 附件3：关于举办…的通知 over its own addressees
    if let Some(len) = crate::anatomy::annex_mark(&paras[at].text.chars)
        && len < paras[at].text.len()
        && kind::of_title(&paras[at].text.str(len..paras[at].text.len())).is_some()
        && paras[at + 1..].iter().take(4).any(|para| addressed(&para.text.chars).is_some())
    {
        let rest = cut(&mut paras[at], len);
        paras[at].kind = ParagraphKind::Noise;
        paras.insert(at + 1, rest);
        at += 1;
    }
    while let Some(end) = head_end(&paras[at]).filter(|end| *end < paras[at].text.len()) {
        let rest = cut(&mut paras[at], end);
        paras.insert(at + 1, rest);
        at += 1;
    }
    // The title may stand in a line of its own over a paper that is glued from its number or its addressees on.
    let numbered = paras.get(at + 1).and_then(|para| {
        let (_, end) = number_at_start(&para.text.chars)?;
        address_end(&para.text.chars[end..]).map(|_| end)
    });
    if let Some(end) = numbered {
        let rest = cut(&mut paras[at + 1], end);
        paras.insert(at + 2, rest);
    }
    let glued = |para: &Para| address_end(&para.text.chars).filter(|end| *end < para.text.len());
    // 德育处：… under 一、工作分工 is addressed to nobody.
    let next = (at..paras.len().min(at + 8))
        .take_while(|at| mark::parse(&paras[*at].text.chars).is_none_or(|mark| mark.value != 1))
        .find_map(|at| glued(&paras[at]).map(|end| (at, end)));
    if let Some((at, end)) = next {
        let rest = cut(&mut paras[at], end);
        paras.insert(at + 1, rest);
    }
    paras
}

/// Parts organ, date and what follows them in one line: 云岚市交通运输局 2024年3月1日 云岚市应急预案 1.1 目的. They
/// may stand behind the sentence that closes the paper.
pub(super) fn foot(mut para: Para) -> Vec<Para> {
    let mut done = Vec::new();
    if let Some(places) = foot_within(&para) {
        let mut from = 0;
        for at in places {
            part(&mut para, at - from, &mut done);
            from = at;
        }
        done.push(para);
        return done;
    }
    if let Some((organ, day)) = glued_foot(&para) {
        part(&mut para, organ, &mut done);
        part(&mut para, day - organ, &mut done);
        done.push(para);
        return done;
    }
    let words = words(&para.loose);
    let dated =
        |word: &[char]| find_date(word).is_some_and(|found| found.start == 0 && found.end == word.len());
    let signs = |at: &usize| {
        let listed = |word: &[char]| {
            starts(word, "附件") && kind::of_title(&word.iter().collect::<String>()).is_some()
        };
        // 电话：3216789 云岚市科学技术协会 2011年3月8日
        let contact =
            |word: &[char]| word.len() >= 7 && word[word.len() - 7..].iter().all(char::is_ascii_digit);
        let opens = *at == 0
            || contact(&words[at - 1].1)
            || words[at - 1].1.last().is_some_and(|c| is_stop(*c))
            || listed(&words[at - 1].1);
        opens && is_organ(&words[*at].1) && words.get(at + 1).is_some_and(|(_, word)| dated(word))
    };
    let Some(foot) = (para.kind == ParagraphKind::Body).then(|| (0..words.len()).find(signs)).flatten()
    else {
        return vec![para];
    };
    let [(organ, _), (day, _), (rest, next), tail @ ..] = &words[foot..] else { return vec![para] };
    let mut places = vec![*organ, *day, *rest];
    // 附件：应急预案 between the last sentence and who signs.
    places.extend(
        foot.checked_sub(1).map(|at| &words[at]).filter(|(_, word)| starts(word, "附件")).map(|(at, _)| *at),
    );
    places.sort_unstable();
    if kind::of_title(&next.iter().collect::<String>()).is_some() {
        places.extend(tail.first().map(|(place, _)| *place));
        places.extend(tail.iter().skip(1).take(3).filter(|(_, word)| counts(word)).map(|(place, _)| *place));
    }
    for place in places {
        let at = para.text.at.partition_point(|at| *at < place);
        part(&mut para, at, &mut done);
    }
    done.push(para);
    done
}

/// …研究院。云岚市经济委员会2017年7月21日（此件公开）: where the organ begins that signs behind the last sentence,
/// and where its day ends.
fn glued_foot(para: &Para) -> Option<(usize, usize)> {
    let chars = &para.text.chars;
    let from = chars.len().saturating_sub(TITLE);
    // 特此通知 may lack its stop.
    let done = || (from..chars.len()).rev().find(|at| crate::text::ends(&chars[..*at], "特此通知"));
    let stop = (from..chars.len()).rev().find(|at| chars[*at] == '。').map(|at| at + 1);
    let stop = stop.max(done())?;
    let date = find_date(&chars[stop..]).filter(|date| date.start >= 4)?;
    let rest = &chars[stop + date.end..];
    let closed = rest.is_empty() || matches!(rest[0], '（' | '(') && matches!(rest.last(), Some('）' | ')'));
    let signs = is_organ(&chars[stop..stop + date.start]);
    (para.kind == ParagraphKind::Body && closed && signs).then_some((stop, stop + date.end))
}

/// …执行。云岚市人民政府2023年9月5日（此件公开发布）云岚市储备粮管理办法第一章…: in a paper of one line the foot of the notice
/// stands before the paper that it carries. Where organ, day, remark, title and text begin.
fn foot_within(para: &Para) -> Option<Vec<usize>> {
    /// Longest organ with its day.
    const FOOT: usize = 48;
    let chars = &para.text.chars;
    if para.kind != ParagraphKind::Body || chars.len() < 2 * TITLE {
        return None;
    }
    let stops = (0..chars.len()).filter(|at| chars[*at] == '。').map(|at| at + 1);
    let signed = |at: usize| {
        let line = &chars[at..chars.len().min(at + FOOT)];
        let day = find_date(line).filter(|day| day.start >= 4 && is_organ(&line[..day.start]))?;
        Some((at + day.start, at + day.end))
    };
    stops.filter_map(|at| signed(at).map(|(day, end)| (at, day, end))).find_map(|(organ, day, end)| {
        let rest = &chars[end..chars.len().min(end + TITLE + 16)];
        let remark = matches!(rest.first(), Some('（' | '('))
            .then(|| rest.iter().position(|c| matches!(c, '）' | ')')))
            .flatten()
            .map_or(0, |close| close + 1);
        let first = |at: &usize| {
            mark::parse(&rest[*at..]).is_some_and(|mark| {
                matches!(mark.style, Style::Han | Style::Chapter | Style::Article) && mark.value == 1
            })
        };
        let text = (remark + 4..rest.len()).find(first)?;
        kind::of_title(&rest[remark..text].iter().collect::<String>())?;
        let mut places = vec![organ, day, end, end + remark, end + text];
        places.dedup();
        Some(places)
    })
}

/// The first words of a line that white space parts, each with its place.
fn words(loose: &Text) -> Vec<(usize, Vec<char>)> {
    let chars = &loose.chars;
    let opens = |at: &usize| !chars[*at].is_whitespace() && (*at == 0 || chars[at - 1].is_whitespace());
    let word = |at: usize| {
        let end = (at..chars.len()).find(|at| chars[*at].is_whitespace()).unwrap_or(chars.len());
        // Of a long word only its end is asked for.
        chars[if end - at > 2 * TITLE { end - TITLE } else { at }..end].to_vec()
    };
    (0..chars.len()).filter(opens).take(12).map(|at| (loose.at[at], word(at))).collect()
}

/// 1.1 or the like, alone between white space.
fn counts(word: &[char]) -> bool {
    word.first().is_some_and(|c| arabic(*c).is_some())
        && word.iter().all(|c| arabic(*c).is_some() || *c == '.')
}

/// 1、应急工作方案 下面是小编为大家…: libraries of documents count their pages in the text.
fn page_of_library(para: &Para) -> Option<usize> {
    let mark = mark::parse(&para.text.chars).filter(|mark| mark.style == Style::Digit && mark.value == 1)?;
    let praised = praise_end(&para.text.chars[..para.text.len().min(2 * TITLE)]).is_some();
    (praised && titled_word(para, mark.len).is_some()).then_some(mark.len)
}

/// Where the first word from `from` on ends, if it is a title and white space parts it from what follows.
fn titled_word(para: &Para, from: usize) -> Option<usize> {
    let chars = &para.text.chars;
    let end = (from + 1..chars.len().min(from + TITLE)).find(|at| para.gap_before(*at))?;
    let word = &chars[from..end];
    let whole = word.len() >= 8
        && !word.iter().any(|c| is_break(*c))
        && kind::of_title(&para.text.str(from..end)).is_some();
    let runs = || chars[end..].iter().any(|c| matches!(c, '，' | ',' | '。'));
    (whole && chars.len() > end + 15 && runs()).then_some(end)
}

/// 关于…的通知 云交函〔2017〕13号: where the number begins that white space parts from the title before it.
fn number_behind_title(para: &Para) -> Option<usize> {
    let loose = &para.loose.chars;
    let gap = loose.iter().rposition(|c| c.is_whitespace()).filter(|_| para.text.len() <= 2 * TITLE)?;
    let at = para.text.at.partition_point(|place| *place < para.loose.at[gap]);
    let number = number_at_start(&para.text.chars[at..]).is_some_and(|(_, end)| at + end == para.text.len());
    (number && at >= 8 && kind::of_title(&para.text.str(0..at)).is_some()).then_some(at)
}

/// 云交发〔2010〕2号 关于…的决定: white space parts the number from the title in its line.
fn titled_rest(para: &Para, end: usize) -> bool {
    if end >= para.text.len() {
        return false;
    }
    let gap = para.gap_before(end);
    let bracketed =
        matches!(para.text.chars[end], '（' | '(') && para.text.chars.ends_with(&['纪', '要', '）']);
    let bracketed = bracketed || para.text.chars.ends_with(&['纪', '要', ')']);
    let about = starts(&para.text.chars[end..], "关于");
    (gap || bracketed || about)
        && para.text.len() >= end + 8
        && kind::of_title(&para.text.str(end..para.text.len())).is_some()
}

/// Where the addressees that a long paragraph begins with end.
fn address_end(chars: &[char]) -> Option<usize> {
    let colon = chars.iter().take(120).position(|c| matches!(c, '：' | ':'))?;
    (chars.len() > colon + 10 && addressed(&chars[..=colon]).is_some()).then_some(colon + 1)
}

/// Where the number, the title or the 主送 that a long paragraph begins with ends.
fn head_end(para: &Para) -> Option<usize> {
    let chars = &para.text.chars;
    if para.kind != ParagraphKind::Body {
        return None;
    }
    if let Some(end) = titled_word(para, 0) {
        return Some(end);
    }
    if let Some(end) = number_behind_title(para) {
        return Some(end);
    }
    if let Some((_, end)) = number_at_start(chars).filter(|(_, end)| titled_rest(para, *end)) {
        return Some(end);
    }
    // 关于…的通报集团所属各科室：
    if chars.len() <= 2 * TITLE && matches!(chars.last(), Some('：' | ':')) {
        let titled = |end: &usize| {
            ["通知", "通报", "决定", "意见", "通告", "函", "方案", "计划", "要点"]
                .iter()
                .any(|kind| crate::text::ends(&chars[..*end], kind))
                && addressed(&chars[*end..]).is_some()
                && kind::of_title(&chars[..*end].iter().collect::<String>()).is_some()
        };
        if let Some(end) = (8..chars.len().saturating_sub(3)).find(titled) {
            return Some(end);
        }
    }
    if chars.len() <= TITLE {
        return None;
    }
    if let Some((_, end)) = number_at_start(chars) {
        let day = find_date(&chars[end..]).filter(|day| day.start == 0);
        return Some(end + day.map_or(0, |day| day.end));
    }
    let colon = |from: usize| (from..chars.len().min(from + 120)).find(|at| matches!(chars[*at], '：' | ':'));
    let address = |from: usize| colon(from).filter(|colon| addressed(&chars[from..=*colon]).is_some());
    if let Some(colon) = address(0) {
        return Some(colon + 1);
    }
    const OPENS: &[&str] = &["为", "根据", "按照", "依据", "第一章", "第一条", "一、", "今年以来", "近年来"];
    let quoted = depths(chars);
    // 篇一：实施方案
    let counted = (chars[0] == '篇' || chars[0] == '第' && chars[..5].contains(&'篇')).then_some(6);
    let opened =
        chars[..counted.unwrap_or(0)].iter().position(|c| matches!(c, '：' | ':')).map_or(0, |at| at + 1);
    let limit = (opened..TITLE).find(|at| quoted[*at] == 0 && is_break(chars[*at])).unwrap_or(TITLE);
    (8..=limit).filter(|end| quoted[*end] == 0).find(|end| {
        let rest = &chars[*end..];
        let year = rest.iter().take(4).all(|c| arabic(*c).is_some()) && rest.get(4) == Some(&'年');
        let numbered = || number_at_start(rest).is_some();
        let opens = year || OPENS.iter().any(|word| starts(rest, word)) || numbered();
        (opens || address(*end).is_some())
            && kind::of_title(&chars[..*end].iter().collect::<String>()).is_some()
    })
}

/// Parts lines at the tags for breaks that pages leave in copied text: <br>, </p>.
pub(super) fn untag(mut para: Para) -> Vec<Para> {
    let mut done = Vec::new();
    while let Some((at, end)) = tag(&para.text.chars) {
        let rest = (end < para.text.len()).then(|| cut(&mut para, end));
        para.text = para.text.slice(0..at);
        let place = para.text.at.last().map_or(0, |at| at + 1);
        para.loose = para.loose.slice(0..para.loose.at.partition_point(|at| *at < place));
        if para.text.is_empty() {
            para.kind = ParagraphKind::Noise;
        }
        done.push(para);
        let Some(rest) = rest else { return done };
        para = rest;
        let open = para.text.chars.iter().position(|c| *c != ' ').unwrap_or(para.text.len());
        para.text = para.text.slice(open..para.text.len());
    }
    if para.text.is_empty() {
        para.kind = ParagraphKind::Noise;
    }
    done.push(para);
    done
}

/// The first such tag.
fn tag(chars: &[char]) -> Option<(usize, usize)> {
    const TAGS: &[&str] = &["br", "br/", "br /", "/br", "p", "/p", "div", "/div"];
    let mut from = 0;
    while let Some(at) = (from..chars.len()).find(|at| chars[*at] == '<') {
        let close = chars[at..].iter().take(8).position(|c| *c == '>').map(|len| at + len);
        if let Some(close) = close
            && TAGS
                .iter()
                .any(|tag| chars[at + 1..close].iter().collect::<String>().eq_ignore_ascii_case(tag))
        {
            return Some((at, close + 1));
        }
        from = at + 1;
    }
    None
}

/// Parts `para` before `at`: the first half is put to `done`, the rest stays. `false` where nothing is parted.
pub(super) fn part(para: &mut Para, at: usize, done: &mut Vec<Para>) -> bool {
    let parts = at > 0 && at < para.text.len();
    if parts {
        let rest = cut(para, at);
        done.push(std::mem::replace(para, rest));
    }
    parts
}

/// Takes what stands from `at` on out of `para`, one character at least.
fn cut(para: &mut Para, at: usize) -> Para {
    let place = para.text.at[at];
    let loose = para.loose.at.partition_point(|loose| *loose < place);
    let rest = Para {
        text: para.text.slice(at..para.text.len()),
        loose: para.loose.slice(loose..para.loose.len()),
        span: [place, para.span[1]],
        ..para.clone()
    };
    para.text = para.text.slice(0..at);
    para.loose = para.loose.slice(0..loose);
    para.span[1] = place;
    rest
}
