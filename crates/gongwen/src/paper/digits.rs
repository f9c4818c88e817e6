//! Numbers in text, after GB/T 15835-2011 《出版物上数字用法》: hints for a text, and numbers as they are printed.

use super::number::is_han;

/// A remark on how a number is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DigitHint {
    /// The passage.
    pub text: String,
    /// What to do, as a sentence.
    pub advice: &'static str,
}

/// Every remark on a text, in order of place.
pub fn hints(text: &str) -> Vec<DigitHint> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if let Some((end, advice)) = RULES.iter().find_map(|rule| rule(&chars, at)) {
            found.push(DigitHint { text: chars[at..end].iter().collect(), advice });
            at = end;
        } else {
            at += 1;
        }
    }
    found
}

type Rule = fn(&[char], usize) -> Option<(usize, &'static str)>;

const RULES: &[Rule] = &[wide, short_year, padded, mixed, han_date, roundabout, dashed];

/// Digits at a place; longer numbers than any rule asks for are not counted out, so that each place costs the same.
fn digits(chars: &[char], at: usize) -> usize {
    chars[at.min(chars.len())..].iter().take(20).take_while(|c| c.is_ascii_digit()).count()
}

/// True where a number begins at `at` rather than goes on.
fn fresh(chars: &[char], at: usize) -> bool {
    at == 0 || !(chars[at - 1].is_ascii_alphanumeric() || chars[at - 1] == '.')
}

fn wide(chars: &[char], at: usize) -> Option<(usize, &'static str)> {
    let count = chars[at..].iter().take_while(|c| ('０'..='９').contains(c)).count();
    (count > 0).then_some((at + count, "阿拉伯数字用半角，不用全角。"))
}

fn short_year(chars: &[char], at: usize) -> Option<(usize, &'static str)> {
    let month = at + 3 + digits(chars, at + 3);
    let short = fresh(chars, at) && digits(chars, at) == 2 && chars.get(at + 2) == Some(&'年');
    (short && month > at + 3 && chars.get(month) == Some(&'月')).then_some((month + 1, "年份写全四位。"))
}

fn padded(chars: &[char], at: usize) -> Option<(usize, &'static str)> {
    let padded = |at: usize| chars.get(at) == Some(&'0') && digits(chars, at) == 2;
    let after = |mark| at > 0 && chars[at - 1] == mark;
    let date = padded(at)
        && (after('年') && chars.get(at + 2) == Some(&'月')
            || after('月') && chars.get(at + 2) == Some(&'日'));
    date.then_some((at + 3, "月、日不编虚位，如 3月5日。"))
}

/// 5亿3千4百万: besides 亿 and 万 no unit stands among digits.
fn mixed(chars: &[char], at: usize) -> Option<(usize, &'static str)> {
    let count = digits(chars, at);
    let unit = at + count;
    let thousand = count > 0 && fresh(chars, at) && matches!(chars.get(unit), Some('千' | '百'));
    let goes_on = chars.get(unit + 1).is_some_and(|c| c.is_ascii_digit() || *c == '万');
    (thousand && goes_on).then_some((unit + 2, "除“万”“亿”外，数字之间不夹用“千”“百”，如 5.34亿。"))
}

/// 二〇二六年三月五日 in running text.
fn han_date(chars: &[char], at: usize) -> Option<(usize, &'static str)> {
    let digit = |c: &char| "〇零○一二三四五六七八九".contains(*c);
    let year = chars.get(at..at + 4)?.iter().all(digit) && chars.get(at + 4) == Some(&'年');
    if !year || (at > 0 && digit(&chars[at - 1])) {
        return None;
    }
    let month = chars[at + 5..].iter().take_while(|c| "一二三四五六七八九十".contains(**c)).count();
    let dated = month > 0 && chars.get(at + 5 + month) == Some(&'月');
    dated.then_some((at + 6 + month, "公历日期用阿拉伯数字，如 2026年3月5日。"))
}

/// 三、四个: approximate numbers take no mark between them.
fn roundabout(chars: &[char], at: usize) -> Option<(usize, &'static str)> {
    const ROW: &str = "一二三四五六七八九";
    let place = |c: Option<&char>| c.and_then(|c| ROW.chars().position(|digit| digit == *c));
    let (first, second) = (place(chars.get(at))?, place(chars.get(at + 2))?);
    let counted = chars.get(at + 3).is_some_and(|c| "个天人次名".contains(*c));
    let alone = at > 0 && is_han(chars[at - 1]) && !"第十".contains(chars[at - 1]);
    let rough = chars.get(at + 1) == Some(&'、') && second == first + 1 && counted && alone;
    rough.then_some((at + 4, "相邻两个数字表示概数时，中间不用顿号，如 三四个。"))
}

/// 1-3月: a range takes a dash or wave.
fn dashed(chars: &[char], at: usize) -> Option<(usize, &'static str)> {
    let first = digits(chars, at);
    let dash = at + first;
    if first == 0 || first > 4 || !fresh(chars, at) || chars.get(dash) != Some(&'-') {
        return None;
    }
    let second = digits(chars, dash + 1);
    let unit = dash + 1 + second;
    let range = second > 0 && chars.get(unit).is_some_and(|c| "月日年人个万亿元时项次名".contains(*c));
    range.then_some((unit + 1, "数值范围用“—”或“～”连接，如 1—3月。"))
}

/// A count as papers print it: whole 万 and 亿 with at most two decimals, everything else in digits.
pub fn amount(number: u64) -> String {
    for (unit, word) in [(100_000_000, "亿"), (10_000, "万")] {
        if number >= unit && number.is_multiple_of(unit / 100) {
            let (whole, hundredths) = (number / unit, number % unit * 100 / unit);
            return match hundredths {
                0 => format!("{whole}{word}"),
                part if part % 10 == 0 => format!("{whole}.{}{word}", part / 10),
                part => format!("{whole}.{part:02}{word}"),
            };
        }
    }
    number.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remarked() {
        let cases = [
            ("于2026年03月05日印发", vec!["03月", "05日"]),
            ("26年3月启动", vec!["26年3月"]),
            ("投入5亿3千4百万元", vec!["3千4", "4百万"][..1].to_vec()),
            ("二〇二六年三月五日", vec!["二〇二六年三月"]),
            ("历时三、四个月", vec!["三、四个"]),
            ("在1-3月完成", vec!["1-3月"]),
            ("共１２人", vec!["１２"]),
        ];
        for (text, expected) in cases {
            let found: Vec<String> = hints(text).into_iter().map(|hint| hint.text).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn what_is_right_stays_unremarked() {
        for text in [
            "2026年3月5日",
            "三四个月",
            "5.34亿元",
            "3千米",
            "第一、二季度",
            "一、二年级",
            "编号2026-001",
            "1—3月",
            "正月初五",
        ] {
            assert_eq!(hints(text), [], "{text}");
        }
    }

    #[test]
    fn amounts() {
        let cases = [
            (534_000_000, "5.34亿"),
            (34_000, "3.4万"),
            (12_345, "12345"),
            (20_000, "2万"),
            (305, "305"),
            (10_500, "1.05万"),
        ];
        for (number, text) in cases {
            assert_eq!(amount(number), text);
        }
    }
}
