//! 主送: to whom a paper is addressed.

use super::Anatomy;
use crate::mark;
use crate::organ::is_organ;
use crate::paragraph::{Para, ParagraphKind as Kind};
use crate::text::{contains, ends, starts};

/// What names of addressees end with.
const LAST: &str = "组局科处部委办厅室位门司心所站队院校系学构道乡镇村县区市旗州盟会员企业店馆园厂行社团股府关街口支织联协片";

pub(super) fn recipients(paras: &mut [Para], at: usize, found: &mut Anatomy) -> usize {
    let read = |para: &Para| addressed(&para.text.chars).or_else(|| person(&para.text.chars));
    let listed = paras.get(at).and_then(read).or_else(|| unmarked(paras, at));
    let Some((list, end)) = listed else { return at };
    found.recipients = list;
    // 渡口整治方案各村，各单位：: the title stands once more before the addressees in their line.
    let first: Vec<char> = found.recipients.first().map(|first| first.chars().collect()).unwrap_or_default();
    let again = paras[..at].iter().map(|para| &para.text.chars).find(|line| {
        line.len() >= 6
            && !is_organ(line)
            && first.len() > line.len()
            && first[..line.len()] == line[..]
            && first[line.len()] == '各'
    });
    if let (Some(line), Some(name)) = (again, found.recipients.first_mut()) {
        *name = first[line.len()..].iter().collect();
    }
    if end < paras[at].text.len() {
        return at;
    }
    paras[at].kind = Kind::Recipients;
    at + 1
}

/// 王小明委员：, 尊敬的市民朋友们：a letter to one person or to all.
pub(super) fn person(chars: &[char]) -> Option<(Vec<String>, usize)> {
    const ONE: &[&str] = &["委员", "代表", "同志", "先生", "女士"];
    const ALL: &[&str] =
        &["群众", "教职工", "同学们", "朋友们", "职工", "市民", "居民", "家长", "师生", "干部"];
    let name = chars.strip_suffix(&['：']).or_else(|| chars.strip_suffix(&[':']))?;
    let name = name
        .strip_prefix(&['尊', '敬', '的'])
        .or_else(|| name.strip_prefix(&['亲', '爱', '的']))
        .unwrap_or(name);
    let ends = |words: &[&str]| words.iter().any(|end| ends(name, end));
    let fits = ends(ONE) && (4..=12).contains(&name.len()) || ends(ALL) && (2..=16).contains(&name.len());
    let sound = name.iter().all(|c| crate::text::is_han(*c) || c.is_ascii_digit());
    (fits && sound).then(|| (vec![name.iter().collect()], chars.len()))
}

/// 局属各科室、各站 in a line under the title that lost its colon, over the sentence that says why the paper is written.
fn unmarked(paras: &[Para], at: usize) -> Option<(Vec<String>, usize)> {
    const OPENS: &[&str] = &["为", "根据", "按照", "现将", "现就", "经"];
    let chars = &paras.get(at)?.text.chars;
    let says = paras
        .get(at + 1)
        .is_some_and(|next| next.text.len() > 20 && OPENS.iter().any(|word| starts(&next.text.chars, word)));
    let each = chars.iter().take(4).any(|c| *c == '各');
    let titled = at > 0 && paras[..at].iter().any(|para| para.kind == Kind::Title);
    let whole: Vec<char> = chars.iter().copied().chain(['：']).collect();
    let (list, _) = addressed(&whole).filter(|_| each && says && titled && chars.len() <= 40)?;
    Some((list, chars.len()))
}

/// The organs that a line ends with a colon after, and the place behind the colon.
pub(crate) fn addressed(chars: &[char]) -> Option<(Vec<String>, usize)> {
    const OPENS: &str = "厅委各局机市县区省镇全本校院委";
    let colon = chars.iter().position(|c| matches!(c, '：' | ':'))?;
    let list = &chars[..colon];
    let has = |words: &[&str]| words.iter().any(|word| contains(list, word));
    let label =
        has(&["责任", "牵头", "配合", "承办", "主办", "协办", "协作", "协同", "参与", "任务单位", "地点"])
            || starts(list, "成员单位");
    // 成员：… is a line of a roster.
    let role = ["成员", "组员", "委员", "队员", "人员"].iter().any(|role| ends(list, role));
    let speech = role || has(&["同志", "领导", "朋友", "来宾"]);
    let prose =
        has(&["如下", "现将", "为了", "根据", "。", "要求", "通知", "制定", "时间", "主题", "目标", "阶段"]);
    let names = joined(enumerate(list), list);
    let organs = names.iter().all(|name| {
        let last = name.chars().last().unwrap_or(' ');
        name.chars().count() <= 30 && (LAST.contains(last) || matches!(last, '）' | ')'))
    });
    let opens = list.first().is_some_and(|c| OPENS.contains(*c)) && names.len() > 1;
    let whole = colon + 1 == chars.len();
    let sound =
        (2..=200).contains(&list.len()) && !speech && !label && !prose && mark::parse(chars).is_none();
    let listed = names.iter().any(|name| LAST.contains(name.chars().last().unwrap_or(' ')));
    (sound && whole && (organs || opens && listed)).then_some((names, colon + 1))
}

/// 各省、自治区、直辖市人民政府 is one addressee: words for places that the organ behind the last one completes.
fn joined(names: Vec<String>, list: &[char]) -> Vec<String> {
    const PLACES: &[&str] = &[
        "省",
        "自治区",
        "市",
        "县",
        "区",
        "镇",
        "乡",
        "旗",
        "州",
        "盟",
        "街道",
        "委",
        "办",
        "兵团",
        "村",
        "直",
        "属",
    ];
    const ORGANS: &[&str] = &[
        "政府",
        "委员会",
        "管委会",
        "管委",
        "办事处",
        "党委",
        "团委",
        "局",
        "厅",
        "党工委",
        "文明委",
        "文明办",
        "科协",
        "学联",
        "妇联",
        "工会",
        "公司",
        "学校",
    ];
    const NOUNS: &[&str] = &["单位", "部门", "公司", "企业", "直属机构", "直属单位", "事业单位", "派出机构"];
    let list: String = list.iter().collect();
    let mut done: Vec<String> = Vec::new();
    let (mut open, mut grouped) = (false, false);
    for name in names {
        let bare = name.strip_prefix("各").unwrap_or(&name);
        // 区教育局（教育文体局、社会事业局） is completed by what stands before the bracket.
        let stem = bare.split(['（', '(']).next().filter(|stem| !stem.is_empty()).unwrap_or(bare);
        let completes =
            ORGANS.iter().any(|organ| stem.strip_suffix(organ).is_some_and(|stem| !stem.is_empty()));
        // 市直各部门、单位: a bare noun goes with the words before it.
        let noun =
            NOUNS.contains(&name.as_str()) && done.last().is_some_and(|last| last.contains(['各', '关']));
        // 省人民政府各委、办、厅、局
        let noun = noun || name.chars().count() == 1 && "委办厅局行社部处室院校".contains(name.as_str());
        // 各镇党委、政府: an organ without a place of its own.
        let noun = noun || matches!(name.as_str(), "政府" | "人民政府" | "办事处" | "管委会");
        // 各市、县教育局、财政局: so does a bureau without a place of its own behind such a group.
        let bureau = grouped
            && completes
            && name.chars().count() <= 6
            && !name.contains(['各', '市', '县', '区', '省', '直', '属', '本']);
        let joins = open || noun || bureau;
        match done.last_mut() {
            Some(last) if joins && !apart(last, &name) && list.contains(&format!("{last}、{name}")) => {
                grouped = true;
                last.push('、');
                last.push_str(&name);
            }
            _ => {
                grouped = false;
                done.push(name.clone());
            }
        }
        // 吉林、龙江森工集团公司: what ends like no organ is completed by what follows.
        let park = name.ends_with('园') && !name.ends_with("幼儿园");
        let place = park
            || PLACES.iter().any(|place| name.ends_with(place))
            || !stem.ends_with(|c| LAST.contains(c)) && stem.chars().count() <= 6;
        open = !completes && bare.chars().count() <= 12 && place;
    }
    // Places that nothing completes stand for themselves.
    let whole = |name: &String| {
        let stem = name
            .strip_suffix(['）', ')'])
            .and_then(|name| name.rsplit_once(['（', '(']))
            .map(|(stem, _)| stem);
        ORGANS.iter().any(|organ| stem.unwrap_or(name).ends_with(organ))
            || NOUNS.iter().any(|noun| name.strip_suffix(noun).is_some_and(|stem| stem.ends_with('、')))
            || name.rsplit_once('、').is_some_and(|(_, last)| last.chars().count() == 1)
            || name.rsplit_once('、').is_some_and(|(_, last)| {
                // 各行政村、企事业单位 are two, 镇直、镇属各单位 are one.
                last.ends_with("单位") && !matches!(last, "企事业单位" | "事业单位")
            })
    };
    done.into_iter()
        .flat_map(|name| match whole(&name) {
            true => vec![name],
            false => enumerate(&name.chars().collect::<Vec<_>>()),
        })
        .collect()
}

/// 各学区、直属各类学校, 各乡镇、市直机关各单位: the second has a word of its own for whose it is.
fn apart(last: &str, name: &str) -> bool {
    let own = last.starts_with('各') && name.chars().nth(1) == Some('直') && name.contains('各');
    // 各行政村、各有关单位 are two.
    let own = own
        || last.starts_with('各')
            && name.starts_with('各')
            && name.ends_with(['位', '门', '业'])
            && !last.ends_with(['市', '县', '区', '直', '属']);
    (own || name.contains("各类")) && !last.ends_with(['直', '属'])
}

/// Splits a list of organs at ，、； outside brackets; 县（市、区） stays whole.
pub(super) fn enumerate(chars: &[char]) -> Vec<String> {
    let depths = crate::text::depths(chars);
    chars
        .iter()
        .zip(depths)
        .collect::<Vec<_>>()
        .split(|(c, depth)| *depth == 0 && matches!(c, '，' | ',' | '、' | '；' | ';' | '。' | ' '))
        .map(|part| part.iter().map(|(c, _)| **c).collect::<String>())
        .filter(|part| !part.is_empty())
        .collect()
}
