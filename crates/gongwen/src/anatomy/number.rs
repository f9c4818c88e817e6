//! 发文字号: code, year in brackets, serial.

use crate::number::{arabic, find_date, is_numeral};
use crate::text::{ends, find, is_han, starts};

/// 发文字号: 云交字〔2022〕1号, alone in its line or beside 签发人 or a date.
pub(super) fn doc_number(chars: &[char]) -> Option<String> {
    let chars = unbracketed(chars);
    if is_serial(chars) {
        return Some(chars.iter().collect());
    }
    let (number, end) = number_at_start(chars)?;
    let rest = &chars[end..];
    let dated = find_date(rest).is_some_and(|date| date.start == 0 && rest.len() <= date.end + 6);
    (rest.is_empty() || starts(rest, "签发") || dated).then_some(number)
}

/// 2024年第1号, 云岚市税务局公告2016年第9号: how announcements are counted. 〔2021〕第7期: how minutes are.
fn is_serial(chars: &[char]) -> bool {
    if let ['〔' | '[' | '［', year @ .., '期' | '号'] = chars
        && let Some((year, ['第', counted @ ..])) = year.split_at_checked(5)
        && let [year @ .., '〕' | ']' | '］'] = year
    {
        return counts(year) && year.len() == 4 && counts(counted);
    }
    let Some(close) = chars.strip_suffix(&['号']) else { return false };
    let Some(at) = find(close, 0, "年第") else { return false };
    let year = at.checked_sub(4).map(|from| &chars[from..at]);
    let organ = &chars[..at.saturating_sub(4)];
    let counted = &close[at + 2..];
    year.is_some_and(counts)
        && counts(counted)
        && (organ.is_empty() || ["公告", "通告", "令"].iter().any(|kind| ends(organ, kind)))
}

/// One to four figures, Arabic or Han.
pub(super) fn counts(figures: &[char]) -> bool {
    (1..=4).contains(&figures.len()) && figures.iter().all(|c| arabic(*c).is_some() || is_numeral(*c))
}

/// （云交字〔2022〕1号）: what stands between the brackets.
pub(super) fn unbracketed(chars: &[char]) -> &[char] {
    match chars {
        ['（' | '(', inner @ .., '）' | ')'] if !inner.iter().any(|c| matches!(c, '（' | '(')) => inner,
        _ => chars,
    }
}

/// The number in brackets that collections put behind a title, and where its bracket opens.
pub(super) fn behind_title(chars: &[char]) -> Option<(usize, String)> {
    let open = chars.iter().rposition(|c| matches!(c, '（' | '('))?;
    let number = doc_number(&chars[open..])
        .filter(|_| open >= 8 && chars.ends_with(&['）']) || chars.ends_with(&[')']))?;
    (open >= 8).then_some((open, number))
}

/// The day beside a number: ISO day and as printed.
pub(super) fn dated_number(chars: &[char]) -> Option<(String, String)> {
    let rest = &chars[number_at_start(chars)?.1..];
    let date = find_date(rest).filter(|date| date.start == 0)?;
    Some((date.iso?, rest[..date.end].iter().collect()))
}

/// The 发文字号 that `chars` begins with, and its end. Brackets that a bad font or a conversion turned into
/// quotes („2022‟) and small ones (﹝2022﹞) are given as 〔〕.
pub(crate) fn number_at_start(chars: &[char]) -> Option<(String, usize)> {
    const OPEN: &[char] =
        &['〔', '[', '［', '【', '(', '（', '﹝', '„', '"', '“', '‟', '{', '｛', '<', '＜', '《'];
    const CLOSE: &[char] =
        &['〕', ']', '］', '】', ')', '）', '﹞', '‟', '"', '”', '„', '}', '｝', '>', '＞', '》'];
    const DAMAGED: &[char] = &['„', '‟', '"', '“', '”', '{', '}', '｛', '｝', '﹝', '﹞', '<', '＜', '《'];
    let open = chars.iter().take(18).position(|c| OPEN.contains(c))?;
    let year = chars.get(open + 1..open + 5)?;
    let sound = year.iter().all(|c| arabic(*c).is_some() || is_numeral(*c) || is_mask(*c));
    if !sound || !CLOSE.contains(chars.get(open + 5)?) {
        return None;
    }
    // 云交发[2012]6: where nothing follows, 号 may be missing.
    let bare = || (open >= 3 && chars.len() > open + 6 && chars.len() <= open + 11).then_some(chars.len());
    let end = (open + 6..chars.len().min(open + 16)).find(|at| chars[*at] == '号').or_else(bare)?;
    let number = chars[open + 6..end]
        .iter()
        .filter(|c| !matches!(c, '第' | '（' | '）' | '(' | ')'))
        .collect::<Vec<_>>();
    let digits = (1..=5).contains(&number.len())
        && number.iter().all(|c| arabic(**c).is_some() || is_numeral(**c) || is_mask(**c));
    // …的实施意见浙政发〔2009〕69号: a code holds no word of a title.
    let code =
        chars[..open].iter().all(|c| (is_han(*c) || c.is_ascii_alphanumeric() || is_mask(*c)) && *c != '的')
            && !chars.first().is_some_and(char::is_ascii_digit);
    let damaged = DAMAGED.contains(&chars[open]) && open > 0;
    let close = chars.len().min(end + 1);
    let mut text: Vec<char> = chars[..close].to_vec();
    if damaged {
        (text[open], text[open + 5]) = ('〔', '〕');
    }
    let fits = digits && code && open <= 16 && (damaged || !DAMAGED.contains(&chars[open]));
    fits.then(|| (text.into_iter().collect(), close))
}

/// What stands for a figure or a name that was masked.
fn is_mask(c: char) -> bool {
    matches!(c, 'x' | 'X' | '*' | '×' | '＊' | '○')
}
