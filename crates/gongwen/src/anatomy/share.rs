//! A list of addressees, parted by what each part can stand for.
//!
//! A comma always parts. Behind 、 a part that has a word of its own for whose it is (各…, 县直…, 松溪区…) stands for itself;
//! any other needs the 各 before it, or the noun behind it, and stays with its neighbour: 各县、区人民政府, 各部门、单位.

use super::address::{LAST, enumerate};
use crate::text::depths;

/// Ends of names of places, which an organ behind them may complete.
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
    "兵团",
    "村",
    "地",
    "社区",
    "新区",
    "开发区",
];

/// Organs that complete names of places.
const ORGANS: &[&str] = &[
    "政府",
    "公署",
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
    "宣传部",
    "组织部",
    "教委",
    "卫健委",
    "发改委",
    "交通委",
    "残联",
    "侨联",
    "工商联",
    "法院",
    "检察院",
    "协会",
    "学会",
    "商会",
    "联合会",
];

/// Units of which a house has one, so that they need no 各.
const SINGLE: &[&str] = &["团委", "工会", "妇联", "办公室", "纪委"];

/// The addressees of the line `list`, which ends before its colon.
pub(super) fn addressees(list: &[char]) -> Vec<String> {
    let depths = depths(list);
    let comma = |at: usize| depths[at] == 0 && matches!(list[at], '，' | ',' | '；' | ';' | '。' | ' ');
    let mut found = Vec::new();
    let mut start = 0;
    for at in 0..=list.len() {
        if at == list.len() || comma(at) {
            found.extend(shared(enumerate(&list[start..at])));
            start = at + 1;
        }
    }
    found
}

/// Parts between two commas, those joined that stand for one addressee.
fn shared(parts: Vec<String>) -> Vec<String> {
    let mut done = Vec::new();
    let mut group: Vec<String> = Vec::new();
    for part in parts {
        if !group.is_empty() && !takes(&group, &part) {
            flush(&mut group, &mut done);
        }
        group.push(part);
    }
    flush(&mut group, &mut done);
    done
}

/// Places that nothing completed stand for themselves.
fn flush(group: &mut Vec<String>, done: &mut Vec<String>) {
    let each = group.first().is_some_and(|first| first.contains('各'));
    let open = !each && group.iter().all(|part| is_place(part) && !is_stub(part));
    match open {
        true => done.append(group),
        false => done.push(std::mem::take(group).join("、")),
    }
}

/// True where `next` belongs to the addressee that `group` names so far.
fn takes(group: &[String], next: &str) -> bool {
    let (first, last) = (group[0].as_str(), group.last().map_or("", String::as_str));
    let scoped = next.contains('各');
    let driven = next.contains('驻') && matches!(last, "中央" | "省" | "市");
    // 各委、办、厅、局; 省直、市属各单位; 市委、市政府各部门
    if is_letter(next.split('和').next().unwrap_or(next)) && next.chars().nth(1).is_none_or(|c| c == '和')
        || is_stub(last) && (!scoped || last.ends_with(['直', '属']) || driven) && !next.contains("各类")
        || party_and_government(last, next)
    {
        return true;
    }
    // 各省、自治区、直辖市文化厅、新疆生产建设兵团文化局, but 各省、新疆生产建设兵团财政厅
    let corps = || next.starts_with("新疆生产建设兵团") && is_organ(next) && is_organ(last);
    if scoped || owned(next) || corps() {
        return false;
    }
    // 客运、货运站: the noun stands behind the last.
    if !last.ends_with(|c| LAST.contains(c))
        && last.chars().count() == 2
        && next.ends_with(|c| LAST.contains(c))
    {
        return true;
    }
    // 各省、自治区、直辖市及新疆生产建设兵团数据管理部门
    if group.iter().all(|part| is_place(part))
        && ["自治区", "直辖市", "计划单列市"].iter().any(|place| next.starts_with(place))
    {
        return true;
    }
    // 邮政银行某省分行、某市分行: branches of the one that is named.
    let branch = |part: &str| part.ends_with("分行") || part.ends_with("支行") || part.ends_with("分公司");
    if branch(last) && branch(next) && !next.contains("银行") && !next.contains("有限") {
        return true;
    }
    // 各县、市、区; 各县、区人民政府; 云湖工业园、湖东新区管委会
    if group.iter().all(|part| is_place(part)) && (is_place(next) || is_organ(next)) {
        return true;
    }
    let party = first.contains('党') && matches!(next, "政府" | "人民政府");
    // 各部门、单位; 各镇人民政府、街道办事处; but 各部门、工会
    if first.contains(['各', '关'])
        || levelled(first)
        || first.starts_with("所属")
        || first.starts_with("全体")
    {
        // 机关各处室、信息中心: within a house such a unit stands alone.
        const SECTIONS: &[&str] =
            &["科室", "处室", "股室", "（室）", "学院", "系部", "院系", "部门", "机关各"];
        let inner = SECTIONS.iter().any(|section| first.contains(section))
            && next.chars().count() > 2
            && next.ends_with(['心', '队', '馆', '所', '站', '院', '司']);
        // 各村民委员会、乡卫生院: what belongs to the level above has no 各.
        // 各乡镇政府、区农业局
        let bureau = next.chars().count() > 3 && next.ends_with(['局', '队', '心', '会', '院', '司']);
        let above = first.contains(['村', '社']) && next.starts_with(['乡', '镇', '街'])
            || first.contains(['乡', '镇', '街', '村']) && next.starts_with(['县', '区']) && bureau;
        return !above && !SINGLE.contains(&next) && !is_named(next) && !inner;
    }
    // 两江新区经济局、财政局: a bureau behind one that names its place.
    let bureau = |part: &str| part.ends_with(['局', '委', '厅', '部', '所', '心', '站', '院', '队']);
    let placed = bureau(first)
        && (first.contains("兵团")
            || first.chars().skip(1).any(|c| "省市县区州旗".contains(c))
            || first.starts_with(['省', '市', '县', '区']) && !first.ends_with(['局', '委', '厅', '部']));
    let bare = next.chars().count() <= 9
        && !next.replace("城乡", "").contains(['市', '县', '区', '省', '镇', '乡', '村']);
    party || placed && bare && bureau(next)
}

/// 县直单位, 有关企业: says itself whose it is.
fn owned(part: &str) -> bool {
    const OWNERS: &[&str] = &["下属", "职能", "辖区"];
    const OPENS: &[&str] =
        &["有关", "相关", "部分", "全体", "全市", "全县", "全区", "全镇", "广大", "驻", "本", "机关"];
    // 县政府有关部门
    let some = || {
        ["有关", "相关"].iter().filter_map(|word| part.find(word)).any(|at| part[..at].chars().count() > 1)
    };
    part == "部门单位"
        || levelled(part)
        || some()
        || OWNERS.iter().any(|owner| part.contains(owner))
        || OPENS.iter().any(|open| part.starts_with(open)) && part != "机关"
}

/// 县直, 省属, 校级: a level and what belongs to it; 省直管县 is a kind of county.
fn levelled(part: &str) -> bool {
    let chars: Vec<char> = part.chars().collect();
    (1..chars.len()).any(|at| {
        let level = "国央省市州盟县区旗镇乡街局厅院校系一二三".contains(chars[at - 1]);
        let opens = at == 1 || !matches!(chars[at], '级') || "校院系".contains(chars[at - 1]);
        let managed = chars.get(at + 1) == Some(&'管');
        level && opens && matches!(chars[at], '直' | '属' | '级') && !managed
    })
}

/// 松溪区交通局, 高新区管委会: the name of a place opens it, not the word for a kind of place.
fn is_named(part: &str) -> bool {
    // 病区, 园区, 校区
    if part.chars().count() <= 2 {
        return false;
    }
    // 住房和城乡建设厅 names no township.
    let part = &part.replace("城乡", "");
    let place = part.chars().position(|c| "省市县区州盟旗镇乡".contains(c));
    let place = place.or_else(|| part.find("街道").map(|at| part[..at].chars().count()));
    let zones = ["开发区", "高新区", "新区"].iter().filter_map(|zone| part.split_once(zone));
    let zone = zones.map(|(name, _)| name).any(|name| name.chars().count() >= 2 && !name.contains('及'));
    zone || place.is_some_and(|at| at >= 1)
        && !part.starts_with(['县', '市', '区', '镇', '乡', '街', '村', '社', '园'])
}

/// 市委、市政府各部门 are those of both.
fn party_and_government(last: &str, next: &str) -> bool {
    let place = last.strip_suffix('委');
    place.is_some_and(|place| {
        !place.is_empty() && next.strip_prefix(place).is_some_and(|next| next.starts_with("政府各"))
    })
}

/// A place without an organ: 各县（市、区）, 云湖工业园, 各乡镇; or a name that ends like nothing of the kind: 吉林.
fn is_place(part: &str) -> bool {
    let stem = stem(part);
    let park = stem.ends_with('园') && !stem.ends_with("幼儿园");
    let named = park || PLACES.iter().any(|place| stem.ends_with(place));
    let bare = || !stem.ends_with(|c| LAST.contains(c)) && stem.chars().count() <= 6;
    stem.chars().count() <= 12 && (named || bare() || is_stub(part))
}

/// An organ with words of its own before its noun.
fn is_organ(part: &str) -> bool {
    let stem = stem(part);
    ORGANS.iter().any(|organ| stem.strip_suffix(organ).is_some_and(|stem| !stem.is_empty()))
}

/// 各部 before 委、办, 镇直 before 镇属各单位: stands for nothing by itself.
fn is_stub(part: &str) -> bool {
    let letter = || part.rsplit_once('各').is_some_and(|(_, noun)| is_letter(noun));
    part.ends_with(['直', '属']) || matches!(part, "中央" | "省" | "市") || letter() || is_letter(part)
}

/// 省人民政府各委、办、厅、局
fn is_letter(part: &str) -> bool {
    part.chars().count() == 1 && "委办厅局行社部处室院校科股".contains(part)
}

/// 区教育局（教育文体局、社会事业局） is told by what stands before the bracket.
fn stem(part: &str) -> &str {
    let bare = part.strip_prefix("各").unwrap_or(part);
    let open = bare.ends_with(['）', ')']).then(|| bare.find(['（', '('])).flatten();
    open.map(|open| &bare[..open]).filter(|stem| !stem.is_empty()).unwrap_or(bare)
}

#[cfg(test)]
mod tests {
    use super::addressees;

    #[test]
    fn the_corps_stands_for_itself_where_an_organ_is_named_before_it() {
        for (list, expected) in [
            (
                "各省、自治区、直辖市文化和旅游厅（局）、新疆生产建设兵团文化体育广电和旅游局",
                &["各省、自治区、直辖市文化和旅游厅（局）", "新疆生产建设兵团文化体育广电和旅游局"][..],
            ),
            (
                "各省、自治区、直辖市、新疆生产建设兵团财政厅（局）",
                &["各省、自治区、直辖市、新疆生产建设兵团财政厅（局）"],
            ),
        ] {
            assert_eq!(addressees(&list.chars().collect::<Vec<_>>()), expected, "{list}");
        }
    }
}
