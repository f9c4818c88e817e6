//! Breaking a title into lines: words stay whole, the lines form a trapezoid or a diamond
//! (GB/T 9704-2012, 7.3.1: 排列应当使用梯形或菱形).

use super::lexicon::{LEADING, ORGANS, WORDS};
use super::{linebreak, width};

/// Widest line of a title in 二号: what 156 mm hold.
pub const TITLE_CHARS: usize = 20;

/// Lines of a title. A line break in it is kept; otherwise it is broken where it is wider than `max` characters.
/// `words` must not be cut, beside those the lexicon knows.
pub fn lines(title: &str, words: &[String], max: usize) -> Vec<String> {
    if title.contains('\n') {
        return title.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
    }
    let title = title.trim();
    if width::halves(title) <= max * 2 {
        return vec![title.to_owned()];
    }
    let wrapped =
        || linebreak::wrap(title, max * 2, max * 2).into_iter().map(|at| title[at].to_owned()).collect();
    if width::halves(title) > max * 2 * MOST_LINES {
        return wrapped();
    }
    let chars: Vec<char> = title.chars().collect();
    let prices = prices(&chars, words);
    [STRICT, LENIENT].into_iter().find_map(|limit| best(&chars, &prices, limit, max)).unwrap_or_else(wrapped)
}

/// True if the widths of lines form a trapezoid or a diamond.
pub fn is_shaped(lines: &[String]) -> bool {
    let widths: Vec<usize> = lines.iter().map(|line| width::halves(line)).collect();
    shape(&widths).is_some_and(|price| price < EQUAL)
}

/// Most lines that are weighed against each other; a longer title is only wrapped.
const MOST_LINES: usize = 6;
/// Dearest break that is taken as long as any other way exists.
const STRICT: u32 = 40;
/// Dearest break that is taken at all.
const LENIENT: u32 = 400;
/// Price of a break inside a word or against the rules of punctuation.
const NEVER: u32 = u32::MAX;
/// Price of lines of equal length.
const EQUAL: u32 = 30;

/// Price of a break before each character.
fn prices(chars: &[char], words: &[String]) -> Vec<u32> {
    let mut prices = vec![NEVER; chars.len()];
    let pieces = segment(chars, words);
    for pair in pieces.windows(2) {
        let (before, after) = (&pair[0], &pair[1]);
        let at = after.start;
        if !linebreak::may_break(chars[at - 1], chars[at]) || matches!(chars[at], '的' | '地' | '之' | '等')
        {
            continue;
        }
        prices[at] = match (before.kind, after.kind) {
            (Kind::Leading, _) => 80,
            (Kind::Organ, _) => 0,
            _ if chars[at..].starts_with(&['关', '于']) => 0,
            _ if matches!(chars[at - 1], '》' | '、' | '，') => 8,
            (Kind::Unknown, Kind::Unknown) => 120,
            (Kind::Unknown, _) | (_, Kind::Unknown) => 28,
            _ if chars[at] == '《' => 10,
            _ => 14,
        };
    }
    prices
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Organ,
    Leading,
    Word,
    Unknown,
}

struct Piece {
    start: usize,
    kind: Kind,
}

/// Cuts into known words and single characters: as few unknown characters as possible, then as few words.
fn segment(chars: &[char], words: &[String]) -> Vec<Piece> {
    let known: Vec<(Vec<char>, Kind)> = words
        .iter()
        .map(|word| (word.chars().collect(), Kind::Word))
        .chain(ORGANS.split_whitespace().map(|word| (word.chars().collect(), Kind::Organ)))
        .chain(LEADING.split_whitespace().map(|word| (word.chars().collect(), Kind::Leading)))
        .chain(WORDS.split_whitespace().map(|word| (word.chars().collect(), Kind::Word)))
        .filter(|(word, _): &(Vec<char>, Kind)| !word.is_empty())
        .collect();
    let mut from: Vec<(u32, usize, Kind)> = vec![(u32::MAX, 0, Kind::Unknown); chars.len() + 1];
    from[0].0 = 0;
    for at in 0..chars.len() {
        let price = from[at].0;
        let mut offer = |length: usize, extra: u32, kind: Kind| {
            let to = &mut from[at + length];
            if price.saturating_add(extra) < to.0 {
                *to = (price.saturating_add(extra), at, kind);
            }
        };
        offer(number(&chars[at..]).max(1), 30, Kind::Unknown);
        for (word, kind) in known.iter().filter(|(word, _)| chars[at..].starts_with(word)) {
            offer(word.len(), if word.len() == 1 { 20 } else { 10 }, *kind);
        }
    }
    let mut pieces = Vec::new();
    let mut at = chars.len();
    while at > 0 {
        let (_, start, kind) = from[at];
        pieces.push(Piece { start, kind });
        at = start;
    }
    pieces.reverse();
    pieces
}

/// Length of a number with its unit: 2026年度, 2026届, 第3次.
fn number(chars: &[char]) -> usize {
    let lead = usize::from(chars.first() == Some(&'第'));
    let digits = chars[lead..]
        .iter()
        .take_while(|c| c.is_ascii_digit() || "一二三四五六七八九十〇".contains(**c))
        .count();
    if digits == 0 {
        return 0;
    }
    let rest = &chars[lead + digits..];
    let unit = ["年度", "周年", "季度", "年", "届", "月", "日", "次", "期", "号", "个", "批"];
    let suffix = unit.iter().find(|unit| rest.iter().copied().take(unit.chars().count()).eq(unit.chars()));
    lead + digits + suffix.map_or(0, |unit| unit.chars().count())
}

/// The cheapest way among all numbers of lines that fit, or none below the limit.
fn best(chars: &[char], prices: &[u32], limit: u32, max: usize) -> Option<Vec<String>> {
    let sums: Vec<usize> = std::iter::once(0)
        .chain(chars.iter().scan(0, |sum, c| {
            *sum += width::half(*c);
            Some(*sum)
        }))
        .collect();
    let total = *sums.last()?;
    let fewest = total.div_ceil(max * 2);
    let search = Search { sums: &sums, prices, limit, max: max * 2 };
    let found = (fewest..=(fewest + 1).min(MOST_LINES)).filter_map(|count| {
        let mut state = State { cuts: vec![0], best: None };
        search.go(&mut state, count, 0);
        state.best.map(|(price, cuts)| (price + 12 * (count - fewest) as u32, cuts))
    });
    let (_, cuts) = found.min_by_key(|(price, _)| *price)?;
    Some(cuts.windows(2).map(|pair| chars[pair[0]..pair[1]].iter().collect()).collect())
}

struct Search<'a> {
    sums: &'a [usize],
    prices: &'a [u32],
    limit: u32,
    max: usize,
}

struct State {
    cuts: Vec<usize>,
    best: Option<(u32, Vec<usize>)>,
}

impl Search<'_> {
    /// Tries every next cut; `left` lines remain to be made.
    fn go(&self, state: &mut State, left: usize, spent: u32) {
        let start = state.cuts.last().copied().unwrap_or(0);
        let last = self.sums.len() - 1;
        if left == 1 {
            if self.sums[last] - self.sums[start] <= self.max {
                self.weigh(state, last, spent);
            }
            return;
        }
        for at in start + 1..last {
            let width = self.sums[at] - self.sums[start];
            if width > self.max {
                break;
            }
            let rest = self.sums[last] - self.sums[at];
            let price = self.prices[at];
            if width < 6 || price >= self.limit || rest > self.max * (left - 1) {
                continue;
            }
            state.cuts.push(at);
            self.go(state, left - 1, spent + price);
            state.cuts.pop();
        }
    }

    fn weigh(&self, state: &mut State, last: usize, spent: u32) {
        let ends = state.cuts.iter().copied().chain([last]).collect::<Vec<_>>();
        let widths: Vec<usize> =
            ends.windows(2).map(|pair| self.sums[pair[1]] - self.sums[pair[0]]).collect();
        let Some(shape) = shape(&widths) else { return };
        let mean = self.sums[last] / widths.len();
        let uneven: usize = widths.iter().map(|width| width.abs_diff(mean)).sum();
        let full = widths.iter().filter(|width| **width + 4 > self.max).count() as u32 * 20;
        let price = spent + shape + (uneven / 2) as u32 + full;
        if state.best.as_ref().is_none_or(|(least, _)| price < *least) {
            state.best = Some((price, ends));
        }
    }
}

/// Price of a shape: trapezoid and diamond are free, equal lines dear, an hourglass is none at all.
fn shape(widths: &[usize]) -> Option<u32> {
    let peak = widths.iter().enumerate().max_by_key(|(_, width)| **width)?.0;
    let rising = |part: &[usize]| part.windows(2).all(|pair| pair[0] <= pair[1]);
    let falling = |part: &[usize]| part.windows(2).all(|pair| pair[0] >= pair[1]);
    let first = widths.iter().position(|width| *width == widths[peak])?;
    if !rising(&widths[..=first]) || !falling(&widths[first..]) {
        return None;
    }
    let equal = widths.windows(2).filter(|pair| pair[0] == pair[1]).count();
    Some(match (widths.len(), equal) {
        (0 | 1, _) | (_, 0) => 0,
        (lines, equal) if equal + 1 == lines => EQUAL,
        _ => EQUAL / 3,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_broken_between_words_and_shaped() {
        let cases: &[(&str, &[&str])] = &[
            ("云岚市交通运输局关于开展清明活动的通知", &["云岚市交通运输局关于开展清明活动的通知"]),
            (
                "云岚市交通运输局关于印发《2026年文明单位创建工作实施方案》的通知",
                &["云岚市交通运输局", "关于印发《2026年文明单位创建工作", "实施方案》的通知"],
            ),
        ];
        for (title, expected) in cases {
            assert_eq!(lines(title, &["云岚市".into()], TITLE_CHARS), *expected);
        }
    }

    #[test]
    fn a_given_break_is_kept_and_given_words_stay_whole() {
        assert_eq!(lines("甲局关于\n乙事的通知", &[], TITLE_CHARS), ["甲局关于", "乙事的通知"]);
        let title = "云岚市交通运输局关于举办“云岚先锋号”岗位技能提升培训班有关事项的通知";
        for line in lines(title, &["岗位技能".into(), "培训班".into(), "云岚先锋号".into()], TITLE_CHARS)
        {
            let cut = |word: &str| {
                (1..4).any(|at| {
                    line.ends_with(&word.chars().take(at).collect::<String>()) && !line.ends_with(word)
                })
            };
            assert!(!cut("岗位技能") && !cut("云岚先锋"), "{line}");
        }
    }

    #[test]
    fn shapes() {
        for (widths, good) in [
            (vec![8, 12], true),
            (vec![12, 8], true),
            (vec![6, 12, 8], true),
            (vec![12, 6, 12], false),
            (vec![10, 10], false),
        ] {
            assert_eq!(shape(&widths).is_some_and(|price| price < EQUAL), good, "{widths:?}");
        }
    }
}
