//! A list of addressees, parted by what each part can stand for.
//!
//! A comma always parts. Behind 、 a part may need the noun of the next one (各县、区人民政府), or the scope of the one before
//! it (各部门、单位); whatever needs neither stands for itself (各乡镇、县直各部门).

use super::address::{LAST, enumerate};
use crate::text::depths;

/// Ends of names of places, which an organ behind them may complete.
const PLACES: &[&str] = &[
    "省", "自治区", "市", "县", "区", "镇", "乡", "旗", "州", "盟", "街道", "兵团", "村", "地", "社区", "新区", "开发区",
];

/// Organs that complete names of places.
const ORGANS: &[&str] = &[
    "政府", "公署", "委员会", "管委会", "管委", "办事处", "党委", "团委", "局", "厅", "党工委", "文明委", "文明办", "科协", "学联", "妇联",
    "工会", "公司", "学校", "宣传部", "组织部", "教委", "卫健委", "发改委", "交通委", "残联", "侨联", "工商联", "法院", "检察院", "协会", "学会", "商会", "联合会",
];

/// Nouns that without a word of their own go with what stands before them.
const NOUNS: &[&str] = &[
    "单位", "部门", "公司", "企业", "直属机构", "直属单位", "事业单位", "派出机构", "处室", "科室", "部室", "股室", "系部",
];

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
    // 各处室、直属单位、直管学会党委: the organ that each of them has stands behind the last.
    if let [first, .., last] = &parts[..]
        && first.starts_with('各')
        && has_party_organ(last)
        && !parts[..parts.len() - 1].iter().any(|part| has_party_organ(part) || part.contains("党"))
        && !parts[1..].iter().any(|part| part.contains('各'))
    {
        return vec![parts.join("、")];
    }
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

/// 直管学会党委（总支、支部）: an organ of the party with words of its own before it.
fn has_party_organ(part: &str) -> bool {
    ["党委", "党组", "党总支", "党支部", "党组织"]
        .iter()
        .any(|organ| stem(part).strip_suffix(organ).is_some_and(|stem| stem.chars().count() >= 2))
}

/// Places that nothing completed stand for themselves.
fn flush(group: &mut Vec<String>, done: &mut Vec<String>) {
    let open = group.iter().all(|part| is_place(part) && !is_stub(part));
    match open {
        true => done.append(group),
        false => done.push(std::mem::take(group).join("、")),
    }
}

/// True where `next` belongs to the addressee that `group` names so far.
fn takes(group: &[String], next: &str) -> bool {
    let (first, last) = (group[0].as_str(), group.last().map_or("", String::as_str));
    let scoped = next.contains('各');
    // 各委、办、厅、局; 省直、市属各单位; 市委、市政府各部门
    if is_letter(next.split('和').next().unwrap_or(next)) && next.chars().nth(1).is_none_or(|c| c == '和')
        || is_stub(last) && (!scoped || last.ends_with(['直', '属'])) && !next.contains("各类")
        || party_and_government(last, next)
    {
        return true;
    }
    if scoped {
        return false;
    }
    let each = first.contains(['各', '关']);
    // 市直各部门、单位; 各镇党委、政府; 各党委、总支、支部
    let bare = NOUNS.contains(&next) || matches!(next, "办事处" | "管委会");
    let party = first.contains('党') && ["党组", "总支", "支部", "党总支", "党支部"].contains(&next);
    if each && (bare || party) || matches!(next, "政府" | "人民政府") {
        return true;
    }
    let own = ["直属", "市直", "县直", "省直", "区直", "镇直", "乡直", "局属", "市属", "本"];
    if own.iter().any(|own| next.contains(own)) {
        return false;
    }
    // 各县、市、区; 各县、区人民政府; 云湖工业园、湖东新区管委会
    if group.iter().all(|part| is_place(part)) {
        return is_place(next) || is_organ(next);
    }
    // 各市、县教育局、财政局: a bureau without a place of its own.
    let short = next.chars().count() <= 6 && !next.contains(['市', '县', '区', '省', '镇', '乡', '村', '街']);
    let bureau = next.ends_with(['局', '委', '办', '会', '厅']) || next.ends_with("检察院") || next.ends_with("法院");
    // 两江新区经济局、财政局: so does one behind a bureau that names its place.
    let placed = || first.ends_with(['局', '委', '厅']) && first.chars().skip(1).any(|c| "省市县区州旗".contains(c));
    let of_each = each && (group.iter().any(|part| is_place(part)) || is_local(first));
    short && bureau && (of_each || placed() && next.ends_with(['局', '委', '厅']))
}

/// 市委、市政府各部门 are those of both.
fn party_and_government(last: &str, next: &str) -> bool {
    let place = last.strip_suffix('委');
    place.is_some_and(|place| !place.is_empty() && next.strip_prefix(place).is_some_and(|next| next.starts_with("政府各")))
}

/// 各县市区教育局, 各县（市、区）宣传部: the organ of several places.
fn is_local(part: &str) -> bool {
    let several = |stem: &str| {
        stem.chars().filter(|c| "省市县区州旗盟镇乡".contains(*c)).count() > 1 && stem.starts_with('各')
    };
    ORGANS.iter().filter_map(|organ| part.strip_suffix(organ)).any(several)
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
