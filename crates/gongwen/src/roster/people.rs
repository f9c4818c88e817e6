//! The people of a cell of a roster, sorted into names, posts and groups.
//!
//! Posts beside a name belong to that person and are not listed; posts without a name stand for persons and are.

use super::bracket::unnoted;
use super::cell::{unpadded, words};
use super::names::{
    NO_NAMES, is_group, is_head, is_masked_name, is_name, is_post, is_unit, may_name, name_in, names_one,
    opens_several, run_into_unit,
};
use super::words::{NOUNS, RARE};
use crate::text::{Text, contains, ends, find, is_han, starts};

/// The people of one cell, sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct People {
    pub names: Vec<String>,
    pub posts: Vec<String>,
    pub collective: Vec<String>,
    pub opens_with_name: bool,
}

impl People {
    pub fn is_empty(&self) -> bool {
        self.names.is_empty() && self.posts.is_empty() && self.collective.is_empty()
    }

    pub fn merge(&mut self, other: Self) {
        self.names.extend(other.names);
        self.posts.extend(other.posts);
        self.collective.extend(other.collective);
    }
}

/// Sorts what stands in running text before or after a role; `known` are people whom the paper has named before.
pub(super) fn sort(cell: &Text, known: &[String]) -> People {
    Sorter { known, ..Sorter::new(cell, false) }.sort()
}

/// Sorts what stands behind the label of a role, or in a line under it.
pub(super) fn sort_labelled(cell: &Text) -> People {
    Sorter::new(cell, true).sort()
}

/// A cell, and what of it tells whether a word is a name.
struct Sorter<'a> {
    cell: &'a [char],
    /// The label of a role stands before the cell.
    labelled: bool,
    /// The words, and whether a mark stands before each.
    words: Vec<(String, bool)>,
    /// The words around one are names, so that it is one too.
    company: bool,
    /// One word stands behind one other.
    paired: bool,
    /// The name that the cell opens with by its place.
    placed: Option<Vec<char>>,
    known: &'a [String],
    people: People,
    /// Somebody was named.
    named: bool,
    /// The last word was a post or a unit.
    posted: bool,
    /// The last word was a name.
    bare: bool,
    /// The last word was a post that stands for somebody beside those named.
    one_more: bool,
    /// Words whose part is told by what follows them.
    loose: Vec<String>,
}

impl<'a> Sorter<'a> {
    fn new(cell: &'a Text, labelled: bool) -> Self {
        let words = words(cell, labelled);
        let letters = |word: &str| word.chars().collect::<Vec<_>>();
        let named = words.iter().filter(|(word, _)| names_one(&letters(word))).count();
        let comrades = words.iter().any(|(word, _)| word.strip_suffix("同志").and_then(comrade).is_some());
        // In running text only names nearly all around say that one more is meant.
        let around = named > 0 && (labelled || named * 2 >= words.len());
        // 种小军  那莉: words that all may be names, and nothing else.
        let all = || {
            words.iter().all(|(word, _)| may_name(&letters(word)) && !is_unit(&letters(word)))
                && words.len() > 1
        };
        let company = comrades || around || labelled && all();
        let placed = placed(&unpadded(&cell.chars, labelled));
        let paired = words.len() == 2;
        Self {
            cell: &cell.chars,
            labelled,
            words,
            company,
            paired,
            placed,
            known: &[],
            people: People::default(),
            named: false,
            posted: false,
            bare: false,
            one_more: false,
            loose: Vec::new(),
        }
    }

    fn sort(mut self) -> People {
        self.leave_posts();
        for (word, marked) in std::mem::take(&mut self.words) {
            self.word(&word, marked);
        }
        // 局长*** is told by the post.
        if !self.people.posts.is_empty() {
            self.people.names.retain(|name| name.chars().any(|c| c != '*'));
        }
        self.people
    }

    /// 林立  党群工作处、服务中心负责人: in a line of one name, which white space parts from the rest, all that follows is what
    /// that person is, but for groups (各村主干).
    fn leave_posts(&mut self) {
        let letters = |word: &str| word.chars().collect::<Vec<_>>();
        let [(first, _), (second, false), ..] = &self.words[..] else { return };
        let alone = self.labelled
            && is_name(&letters(first))
            && !may_name(&letters(second))
            && self.words[1..].iter().all(|(word, _)| !names_one(&letters(word)) && !word.ends_with("同志"));
        if alone {
            let rest = self.words.split_off(1);
            self.words.extend(rest.into_iter().filter(|(word, _)| opens_several(word)));
        }
    }

    fn word(&mut self, word: &str, marked: bool) {
        let word = uncounted(word);
        // 李四等人员
        let word = word
            .strip_suffix("等人员")
            .filter(|name| is_name(&name.chars().collect::<Vec<_>>()))
            .unwrap_or(word);
        // 韩冰  及各班班主任
        let word = word.strip_prefix('及').filter(|rest| rest.chars().count() > 2).unwrap_or(word);
        let bare = word.strip_suffix("同志");
        if let Some(masked) = [Some(word), bare].into_iter().flatten().find(|word| is_masked_name(word)) {
            self.name(masked.to_owned());
            return;
        }
        // 同志 says that a name stands before it.
        let comrade = bare.and_then(comrade);
        // A masked name leaves the post: 局长***.
        let said = comrade.as_deref().unwrap_or(word);
        let said = said.trim_matches(|c| matches!(c, '*' | '×' | '＊' | 'x' | 'X')).replace('某', "");
        let chars: Vec<char> = said.chars().collect();
        if chars.is_empty() {
            return;
        }
        let after_post = std::mem::replace(&mut self.posted, is_post(&chars) || is_unit(&chars)) && !marked;
        // 唐彩霞  公司仓储部人员, 唐彩霞  仓储部: white space parts the post from the name before it.
        let beside = self.bare && !marked && self.paired;
        // 邓敏  综合办公室负责人: nor is it one more who leads what only one can lead.
        let heads =
            self.bare && !marked && ends(&chars, "负责人") && !matches!(chars[0], '各' | '有' | '相' | '其');
        let after_name = std::mem::take(&mut self.bare) && marked;
        self.one_more &= !marked;
        // 陈  勇  敖东镇镇长: behind a name stands the place of the post, not one more.
        let place = |at: usize| is_unit(&chars[..at]) && "局委办府会".contains(chars[at - 1]);
        let seated = beside
            && is_post(&chars)
            && chars.len() >= 5
            && ("镇乡县市区".contains(chars[2]) || (5..chars.len()).any(place));
        if seated {
            self.posted = true;
            return;
        }
        let named_before = || self.known.contains(&said).then(|| said.clone());
        let known = name_in(&chars).or(comrade.clone()).or_else(named_before);
        if heads {
            self.loose.clear();
            return;
        }
        if let Some(name) = known.or_else(|| self.told(&chars, after_post)) {
            // 局长、经理张三 and 党委书记  张三 give posts of one person.
            let posts =
                !is_name(&chars) || !marked || comrade.is_some_and(|name| Some(name.as_str()) != bare);
            if posts && !self.named {
                self.people.posts.clear();
            }
            // 张三、设备部部长  李四: the post is that of who follows.
            if !marked && std::mem::take(&mut self.one_more) {
                self.people.posts.pop();
            }
            // 养护股  路遥: nor is the unit listed to which somebody belongs.
            if posts && (!self.named || !marked) {
                let loose = &self.loose;
                self.people.collective.retain(|word| !loose.contains(word));
            }
            self.name(name);
            self.bare = true;
        } else if beside
            && (is_unit(&chars)
                || ["人员", "成员"].iter().any(|end| ends(&chars, end))
                    && (3..chars.len()).any(|at| is_unit(&chars[..at])))
        {
            self.loose.clear();
        } else if is_group(&chars) || !self.named && is_head(&chars) && !self.loose.is_empty() {
            self.group(&said, &chars);
        } else if is_post(unnoted(&chars)) {
            // After a name and a space, or between 、 behind one, it is that person's post; but behind several names without
            // posts 养护站站长 is one more.
            let one_more =
                after_name && self.people.names.len() > 1 && (3..chars.len()).any(|at| is_unit(&chars[..at]));
            self.one_more = one_more;
            if !self.named || one_more {
                self.people.posts.push(said);
            }
            self.loose.clear();
        } else {
            let section = "办委科室部联";
            let short = (self.labelled || !self.people.collective.is_empty())
                && chars.len() == 2
                && section.contains(chars[1]);
            if is_unit(unnoted(&chars)) || ends(&chars, "社区") || short {
                self.people.collective.push(said.clone());
            }
            self.loose.push(said);
        }
    }

    fn name(&mut self, name: String) {
        self.people.opens_with_name |= self.people.is_empty();
        self.people.names.push(name);
        self.named = true;
        self.loose.clear();
    }

    fn group(&mut self, word: &str, chars: &[char]) {
        let people = &mut self.people;
        // 公安、交通、教育等部门领导: what stands before it is listed in short.
        // 局物价、稽查、法规部门的负责人: nor does 等 always stand.
        let etc = || ["等部门", "等单位"].iter().any(|etc| contains(chars, etc));
        let shared =
            || ["部门的负责人", "部门负责人"].iter().any(|end| ends(chars, end)) && !chars.contains(&'各');
        let several = || {
            find(chars, 2, "等").is_some_and(|at| {
                (at + 3..=chars.len().min(at + 6)).any(|end| is_unit(&chars[at + 1..end]))
                    && ends(chars, "人员")
            })
        };
        if etc() || !self.loose.is_empty() && (shared() || several()) {
            let listed: Vec<String> =
                self.loose.drain(..).filter(|unit| !people.collective.contains(unit)).collect();
            people.collective.extend(listed);
            people.collective.push(word.to_owned());
            return;
        }
        // 区委、区政府分管领导 is one group with several heads.
        if is_head(chars) && !self.loose.is_empty() {
            let mut loose = std::mem::take(&mut self.loose);
            people.collective.retain(|word| !loose.contains(word));
            loose.push(word.to_owned());
            people.collective.push(loose.join("、"));
        } else if !(starts(chars, "从") && ends(chars, "抽调")) {
            people.collective.extend(groups(word));
        }
        self.loose.clear();
    }

    /// The name that a word is by what stands beside it, though its first character is no common surname.
    fn told(&self, word: &[char], after_post: bool) -> Option<String> {
        let opens = self.people.is_empty();
        let placed = opens && self.placed.as_deref() == Some(word);
        // 办事处主任  国栋: white space parts it from the post before it.
        let behind = after_post && may_name(word) && word.len() <= 3;
        if placed || behind || self.is_rare(word) {
            return Some(word.iter().collect());
        }
        (self.labelled && opens).then(|| run_into_unit(word)).flatten()
    }

    /// 从伟 and 那顺 beside other names, 区少芬（镇委委员）, or nothing but 胡格吉乐 behind a label.
    fn is_rare(&self, word: &[char]) -> bool {
        const OTHERS: &[&str] = &[
            "待定", "空缺", "暂缺", "另行", "附件", "附后", "全体", "若干", "具体", "根据", "名单", "如下",
            "同志", "部分", "本人", "无",
        ];
        if !may_name(word) || OTHERS.iter().any(|other| contains(word, other)) {
            return false;
        }
        let noted = || {
            // 那  磊（科长） is padded.
            let said: Vec<char> = self.cell.iter().copied().filter(|c| !c.is_whitespace()).collect();
            let at = find(&said, 0, &word.iter().collect::<String>());
            at.is_some_and(|at| matches!(said.get(at + word.len()), Some('（' | '(')))
        };
        let whole = || self.cell.iter().filter(|c| is_han(**c)).count() == word.len();
        let known = RARE.contains(word[0]);
        word.len() <= 3 && (self.company || known && noted())
            || self.labelled && (self.company || noted() || whole())
            || known && word.len() == 3 && whole()
    }
}

/// 综合执法支队等单位各2人: how many each of them sends is no part of its name.
fn uncounted(word: &str) -> &str {
    let Some((units, count)) = word.rsplit_once('各') else { return word };
    let counted = count.strip_suffix(['人', '名']).is_some_and(|n| {
        !n.is_empty() && n.chars().all(|c| crate::number::is_numeral(c) || c.is_ascii_digit())
    });
    match counted && units.chars().count() > 2 {
        true => ["等单位", "等部门"].iter().find_map(|etc| units.strip_suffix(etc)).unwrap_or(units),
        false => word,
    }
}

/// 香小元 镇党委副书记: the word that a cell opens with is a name, whatever its first character, where white space
/// parts it from a post.
fn placed(chars: &[char]) -> Option<Vec<char>> {
    let open = chars.iter().position(|c| !c.is_whitespace())?;
    let name: Vec<char> = chars[open..].iter().copied().take_while(|c| is_han(*c)).collect();
    let rest = &chars[open + name.len()..];
    let post = rest
        .split(|c| c.is_whitespace() || matches!(c, '、' | '，' | ',' | '；'))
        .find(|word| !word.is_empty())?;
    let sound = (2..=3).contains(&name.len())
        && rest.first().is_some_and(|c| c.is_whitespace())
        && post.len() >= 3
        && is_post(post)
        && !name.last().is_some_and(|c| NO_NAMES.contains(c))
        && !is_post(&name)
        && !NOUNS.iter().any(|noun| ends(&name, noun));
    sound.then_some(name)
}

/// 招丽娟 in 副乡长招丽娟同志: 同志 says that a name stands before it, whatever its surname.
fn comrade(bare: &str) -> Option<String> {
    let chars: Vec<char> = bare.chars().collect();
    if may_name(&chars) {
        return Some(bare.to_owned());
    }
    // 运输股长法成 has the post of a section, and not its unit.
    let behind = |told: &dyn Fn(&[char], char) -> bool| {
        [3, 2].into_iter().find_map(|len| {
            let at = chars.len().checked_sub(len).filter(|at| *at >= 2)?;
            (told(&chars[..at], chars[at]) && may_name(&chars[at..])).then(|| chars[at..].iter().collect())
        })
    };
    behind(&|before, _| is_post(before)).or_else(|| {
        behind(&|before, first| {
            (is_unit(before) || before.len() > 3 && before.last() == Some(&'组'))
                && !matches!(first, '长' | '员')
        })
    })
}

/// 局属单位和局有关科室 are two groups.
fn groups(word: &str) -> Vec<String> {
    let group = |part: &str| {
        let chars: Vec<char> = part.chars().collect();
        chars.len() >= 3 && ["单位", "科室", "部门", "处室", "股室"].iter().any(|end| ends(&chars, end))
    };
    let word = word.strip_suffix('等').unwrap_or(word);
    match word.split_once('和') {
        Some((one, other)) if group(one) && group(other) => vec![one.to_owned(), other.to_owned()],
        _ => vec![word.to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(given: &str, names: &[&str], posts: &[&str], collective: &[&str]) {
        let people = sort(&Text::new(given), &[]);
        assert_eq!(
            (people.names, people.posts, people.collective),
            (owned(names), owned(posts), owned(collective)),
            "{given}"
        );
    }

    fn owned(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn cells() {
        check("张 三、李四光，王五", &["张三", "李四光", "王五"], &[], &[]);
        check("赵六  局党组成员、副局长", &["赵六"], &[], &[]);
        check("党组书记、局长", &[], &["党组书记", "局长"], &[]);
        check("周红、吴山，局机关各科室负责人。", &["周红", "吴山"], &[], &["局机关各科室负责人"]);
        check("局长郑青（兼）", &["郑青"], &[], &[]);
        check("欧阳文静", &["欧阳文静"], &[], &[]);
    }
}
