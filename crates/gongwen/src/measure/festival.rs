//! Festivals that a task names.

use crate::lexicon::{Lexicon, Words};
use crate::text::has_at;
use std::ops::Range;
use std::sync::LazyLock;

/// Festivals that are named in the clause. Those whose names are mere numbers count only in quotes or with 节.
pub(super) fn named(clause: &[char]) -> Vec<String> {
    static NAMES: Words = LazyLock::new(|| {
        Lexicon::of(
            "\
        元旦 春节 元宵 清明 端午 七夕 中秋 重阳 国庆 劳动节 妇女节 青年节 儿童节 建党节 \
        建军节 教师节 植树节 护士节 冬至 腊八 除夕 小年 宪法日 烈士纪念日 学雷锋纪念日 \
        ",
        )
    });
    static NUMBERS: Words = LazyLock::new(|| Lexicon::of("三八 五一 五四 六一 七一 八一 十一 三五 3·5 3.5"));
    let mut found: Vec<(usize, String)> = Vec::new();
    // Each festival counts once, where it is named first.
    let mut add = |range: Range<usize>| {
        let (at, name) = (range.start, clause[range].iter().collect::<String>());
        if !found.iter().any(|(_, other)| *other == name) {
            found.push((at, name));
        }
    };
    let mut from = 0;
    while let Some((at, len)) = NAMES.find(clause, from) {
        from = at + len;
        add(at..from);
    }
    from = 0;
    while let Some((at, len)) = NUMBERS.find(clause, from) {
        let end = at + len;
        from = end;
        let quoted =
            at > 0 && matches!(clause[at - 1], '“' | '"') && matches!(clause.get(end), Some('”' | '"'));
        let listed = at > 0
            && matches!(clause[at - 1], '“' | '、')
            && matches!(clause.get(end), Some('”' | '、'))
            && !quoted;
        let named =
            ["节", "期间", "前后", "国际", "建党", "建军"].iter().any(|word| has_at(clause, end, word));
        if quoted || named || listed && clause[at..end] != ['十', '一'] {
            add(at..end);
        }
    }
    found.sort();
    found.into_iter().map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_festivals_only_in_quotes() {
        let named = |text: &str| named(&text.chars().collect::<Vec<_>>());
        assert_eq!(named("利用“五一”“十一”、春节开展活动"), ["五一", "十一", "春节"]);
        assert!(named("落实“十四五”规划和十一项制度").is_empty());
    }
}
