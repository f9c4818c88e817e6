//! 主送: to whom a paper is addressed.

use super::number::number_at_start;
use super::{Anatomy, share};
use crate::mark;
use crate::organ::is_organ;
use crate::paragraph::{Para, ParagraphKind as Kind};
use crate::text::{contains, ends, starts};

/// What names of addressees end with.
pub(super) const LAST: &str = "组局科处部委办厅室位门司心所站队院校系学构道乡镇村县区市旗州盟会员企业店馆园厂行社团股府关街口支织联协片段署班居";
/// People whom a list of addressees may name beside its units.
const PEOPLE: &[&str] = &[
    "个人",
    "老师",
    "教师",
    "师生",
    "同学",
    "朋友们",
    "朋友",
    "商户",
    "家长",
    "车间",
    "高中",
    "初中",
    "公司领导",
    "项目负责人",
    "老师们",
    "同学们",
    "年级",
    "班级",
    "品牌",
    "门店",
    "船舶",
];

pub(super) fn recipients(paras: &mut [Para], at: usize, found: &mut Anatomy) -> usize {
    let read = |para: &Para| addressed(&para.text.chars).or_else(|| person(&para.text.chars));
    let listed = paras.get(at).and_then(read).or_else(|| unmarked(paras, at));
    let Some((mut list, end)) = listed else { return at };
    // 桂政发〔2006〕17号 各市人民政府: in a paper of one line the number stands before the addressees.
    if let Some(first) = list.first_mut()
        && let Some((number, close)) = number_at_start(&first.chars().collect::<Vec<_>>())
        && close < first.chars().count()
    {
        found.doc_number = found.doc_number.take().or(Some(number));
        *first = first.chars().skip(close).collect();
    }
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
    const ALL: &[&str] = &[
        "群众",
        "教职工",
        "同学们",
        "朋友们",
        "职工",
        "市民",
        "居民",
        "家长",
        "师生",
        "干部",
        "校友",
        "校友们",
        "业主",
        "业主们",
        "旅客",
    ];
    let name = chars.strip_suffix(&['：']).or_else(|| chars.strip_suffix(&[':']))?;
    let name = name
        .strip_prefix(&['尊', '敬', '的'])
        .or_else(|| name.strip_prefix(&['亲', '爱', '的']))
        .unwrap_or(name);
    let ends = |words: &[&str]| words.iter().any(|end| ends(name, end));
    let fits = ends(ONE) && (4..=12).contains(&name.len()) || ends(ALL) && (2..=16).contains(&name.len());
    let sound = name.iter().all(|c| crate::text::is_han(*c) || c.is_ascii_digit());
    // 主任委员： is a role.
    let role = crate::roster::is_role(name);
    (fits && sound && !role).then(|| (vec![name.iter().collect()], chars.len()))
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
    let labels = &[
        "发文",
        "发布",
        "制发",
        "存档",
        "责任",
        "牵头",
        "配合",
        "承办",
        "主办",
        "协办",
        "协作",
        "协同",
        "参与",
        "任务单位",
        "地点",
    ];
    let each = list.first() == Some(&'各') && list.len() > 12;
    let label = has(labels) && !each || starts(list, "成员单位");
    // 成员：… is a line of a roster.
    let role = ["成员", "组员", "委员", "队员", "人员"].iter().any(|role| ends(list, role));
    // 各企业、广大消费者朋友
    let friends = has(&["朋友"]) && !has(&["各位", "来宾", "尊敬", "亲爱"]) && list.contains(&'、');
    let led = has(&["领导"]) && !has(&["领导小组"]) && !(list.len() <= 5 && ends(list, "领导"));
    let speech = role || led || has(&["同志", "来宾"]) || has(&["朋友"]) && !friends;
    let prose =
        has(&["如下", "现将", "为了", "根据", "。", "要求", "通知", "制定", "时间", "主题", "目标", "阶段"]);
    let names = share::addressees(list);
    let organs = names.iter().all(|name| {
        let last = name.chars().last().unwrap_or(' ');
        let people = PEOPLE.iter().any(|people| name.ends_with(people));
        name.chars().count() <= 60 && (LAST.contains(last) || people || matches!(last, '）' | ')'))
    });
    let opens = list.first().is_some_and(|c| OPENS.contains(*c)) && names.len() > 1;
    let whole = colon + 1 == chars.len();
    let sound =
        (2..=600).contains(&list.len()) && !speech && !label && !prose && mark::parse(chars).is_none();
    let listed = names.iter().any(|name| LAST.contains(name.chars().last().unwrap_or(' ')));
    (sound && whole && (organs || opens && listed)).then_some((names, colon + 1))
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
