//! 密码: what may be chosen. Long enough, not among the common ones, and with something of one's own
//! beside names, keyboard walks and years. No classes of characters are demanded and nothing has to
//! be changed with time: ASVS 5.0 6.2.1, 6.2.4, 6.2.5, 6.2.10 and 6.2.11. Hashing is done in `app`.

/// Characters that a password has at least and at most.
pub const LENGTH: std::ops::RangeInclusive<usize> = 8..=128;

/// Common passwords in lower case, sorted; its origin and licence stand beside it.
const COMMON: &str = include_str!("../assets/common_passwords.txt");

/// Syllables, words and names in pinyin that Chinese lists of leaked passwords are full of, and words
/// of this field. Ours; in lower case.
const PINYIN: &[&str] = &[
    "aini",
    "anquan",
    "baobao",
    "baobei",
    "beijing",
    "bumen",
    "chuangjian",
    "chuchu",
    "daxue",
    "diannao",
    "dianhua",
    "fangfang",
    "fengyun",
    "gongan",
    "gonglu",
    "gongsi",
    "gongzuo",
    "guangzhou",
    "guanliyuan",
    "haoren",
    "huawei",
    "jiaotong",
    "jiayou",
    "jingcha",
    "jintian",
    "jisuanji",
    "kuaile",
    "laoban",
    "laogong",
    "laopo",
    "laoshi",
    "lichao",
    "lifeng",
    "lihua",
    "lijuan",
    "lijun",
    "lili",
    "liming",
    "lina",
    "liqiang",
    "lishi",
    "liuyang",
    "liwei",
    "liying",
    "luolan",
    "mama",
    "meili",
    "meinv",
    "mima",
    "minzhu",
    "nihao",
    "ningmeng",
    "pengyou",
    "pingan",
    "qingchun",
    "qiye",
    "renmin",
    "shanghai",
    "shehui",
    "shenghuo",
    "shenzhen",
    "shouji",
    "shijie",
    "tiankong",
    "tianxia",
    "wangfang",
    "wangjing",
    "wangjun",
    "wanglei",
    "wangli",
    "wangwei",
    "wangyang",
    "wangyong",
    "wangpeng",
    "weixin",
    "wenhua",
    "wenming",
    "woaini",
    "woaiwojia",
    "wodemima",
    "xiaobao",
    "xiaolong",
    "xiaoming",
    "xiaoxiao",
    "xiexie",
    "xingfu",
    "xuesheng",
    "yangyang",
    "yingxiong",
    "yinhang",
    "yuanfang",
    "yunshu",
    "yunying",
    "zaijian",
    "zhangjie",
    "zhangjing",
    "zhangli",
    "zhangmin",
    "zhangwei",
    "zhangyong",
    "zhifu",
    "zhongguo",
    "zhonghua",
    "zhuren",
    "ziyou",
];

/// Rows of keys and the columns that fingers run down.
const WALKS: [&str; 17] = [
    "1234567890-=",
    "qwertyuiop[]",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "abcdefghijklmnopqrstuvwxyz",
    "1qaz",
    "2wsx",
    "3edc",
    "4rfv",
    "5tgb",
    "6yhn",
    "7ujm",
    "8ik,",
    "9ol.",
    "0p;/",
    "147258369",
    "!@#$%^&*()_+",
];

/// What is left beside all that is known counts as of one's own from this weight on.
const OWN: usize = 5;

/// Checks a new password. `known` are names that others know of its owner: login name, person,
/// bureau, in characters and in pinyin; short ones (a single character, two letters) are passed over.
pub fn check(password: &str, known: &[String]) -> Result<(), String> {
    let count = password.chars().count();
    if !LENGTH.contains(&count) {
        return Err(format!("密码请用 {} 至 {} 个字符，现在有 {count} 个。", LENGTH.start(), LENGTH.end()));
    }
    let folded = password.to_lowercase();
    let core = folded.trim_matches(|c: char| c.is_ascii() && !c.is_ascii_alphabetic());
    if common(&folded) {
        return Err("这个密码在常见密码表里，别人一试就中，请换一个。".into());
    }
    let mut rest = folded.clone();
    let mut named = false;
    for name in known.iter().map(|name| name.to_lowercase()).filter(|name| tells(name)) {
        named |= rest.contains(&name);
        rest = rest.replace(&name, "\u{0}");
    }
    for word in PINYIN.iter().copied().chain((core.len() > 5 && common(core)).then_some(core)) {
        rest = rest.replace(word, "\u{0}");
    }
    match weight(&rest) {
        OWN.. => Ok(()),
        _ if named => Err("这个密码容易被猜到：除了登录名、姓名或单位名称，剩下的太少。请换一个。".into()),
        _ => Err("这个密码容易被猜到：除了常见的词、年份和键盘上相邻的键，剩下的太少。请换一个。".into()),
    }
}

fn common(word: &str) -> bool {
    COMMON.lines().any(|known| known == word)
}

/// Whether a name is long enough to be looked for.
fn tells(name: &str) -> bool {
    let count = name.chars().count();
    if name.is_ascii() { count > 2 } else { count > 1 }
}

/// How much there is to guess: a run of neighbouring keys, of one character or a year weighs one, a
/// Chinese character two, what was taken out nothing.
fn weight(text: &str) -> usize {
    let letters: Vec<char> = text.chars().collect();
    let mut at = 0;
    let mut sum = 0;
    while at < letters.len() {
        let run = run(&letters[at..]);
        sum += match letters[at] {
            '\u{0}' => 0,
            c if !c.is_ascii() && run == 1 => 2,
            _ => 1,
        };
        at += run;
    }
    sum
}

/// The length of the run at the head of `letters`: at least 1.
fn run(letters: &[char]) -> usize {
    let year = letters.get(..4).is_some_and(|head| {
        matches!(head, ['1', '9', a, b] | ['2', '0', a, b] if a.is_ascii_digit() && b.is_ascii_digit())
    });
    let same = letters.iter().take_while(|c| **c == letters[0]).count();
    let walk = WALKS.iter().map(|keys| walk(letters, keys)).max().unwrap_or(1);
    match same.max(walk) {
        long if long > 2 => long.max(if year { 4 } else { 1 }),
        _ if year => 4,
        _ => 1,
    }
}

/// How far `letters` follow neighbouring keys, forwards or backwards.
fn walk(letters: &[char], keys: &str) -> usize {
    let place = |c: &char| keys.chars().position(|key| key == *c);
    let places: Vec<usize> = letters.iter().map_while(place).collect();
    let along = |step: isize| {
        let near = |pair: &&[usize]| pair[1].checked_add_signed(-step) == Some(pair[0]);
        1 + places.windows(2).take_while(near).count()
    };
    if places.is_empty() { 1 } else { along(1).max(along(-1)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_chosen() {
        let known: Vec<String> =
            ["linxw", "林晓雯", "linxiaowen", "云岚", "yunlan", "交通运输"].map(str::to_owned).into();
        for (password, said) in [
            ("short7!", "8 至 128"),
            ("12345678", "常见密码表"),
            ("iloveyou", "常见密码表"),
            ("QWERTYUIOP", "常见密码表"),
            ("Password2026", "常见的词"),
            ("aaaaaaaaaaaa", "常见的词"),
            ("1qaz2wsx3edc", "常见密码表"),
            ("4rfv5tgb6yhn", "常见的词"),
            ("asdf!@#$1234", "常见的词"),
            ("woaini1314520", ""),
            ("woaini2026", "常见的词"),
            ("wenming12345", "常见的词"),
            ("zhangwei1990", "常见的词"),
            ("linxiaowen88", "姓名"),
            ("林晓雯123456", "姓名"),
            ("yunlan-2026", "单位名称"),
            ("交通运输2026", "单位名称"),
            ("chuang-jian-7", ""),
            ("春风化雨润物无声", ""),
            ("a8#kQ2m9", ""),
            ("tree lamp bridge", ""),
        ] {
            let found = check(password, &known);
            match said {
                "" => assert_eq!(found, Ok(()), "{password}"),
                said => assert!(found.clone().is_err_and(|it| it.contains(said)), "{password}: {found:?}"),
            }
        }
        assert!(check(&"好".repeat(129), &[]).is_err());
        assert!(check(&"abcxyz好".repeat(18), &[]).is_ok());
    }

    #[test]
    fn the_list_is_long_and_folded() {
        assert!(COMMON.lines().filter(|word| word.chars().count() >= *LENGTH.start()).count() > 3_000);
        assert!(COMMON.lines().chain(PINYIN.iter().copied()).all(|word| word == word.to_lowercase()));
    }

    #[test]
    fn runs_are_seen() {
        for (text, expect) in [
            ("1234", 4),
            ("dcba", 4),
            ("ab", 1),
            ("2026x", 4),
            ("1990", 4),
            ("zzz1", 3),
            ("qaz", 3),
            ("春风", 1),
        ] {
            assert_eq!(run(&text.chars().collect::<Vec<char>>()), expect, "{text}");
        }
    }
}
