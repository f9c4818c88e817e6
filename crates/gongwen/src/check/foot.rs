//! GW-05, GW-11, GW-12, GW-13: date, attachments, sign-off, imprint.

use super::List;
use super::find::{self, Parts};
use super::header::face;
use super::parse::{File, Para};
use crate::layout::{
    ATTACHMENT_LABEL_FACE, ATTACHMENT_LABEL_SIZE, ATTACHMENT_NOTE_LABEL, CC_MARK, IMPRINT_INNER_RULE_MM,
    IMPRINT_OUTER_RULE_MM, IMPRINT_SIZE, NOTE_BRACKETS, PRINT_SUFFIX, SEALED_DATE_RIGHT_CHARS, SIZE_3_PT,
    SIZE_4_PT, Strength, size_name,
};
use crate::paper::{Day, Face, width};

pub(super) fn check(file: &File, parts: &Parts, list: &mut List<'_>) {
    let all = &file.paragraphs;
    date(all, parts, list);
    note(all, parts, list);
    labels(all, parts, list);
    imprint(all, parts, list);
    if let Some(para) = parts.remark.map(|at| &all[at])
        && !para.text.trim().starts_with('（')
    {
        list.words("GW-12", &NOTE_BRACKETS, find::spot("附注", para), "半角括号", "附注用全角圆括号括入。");
    }
}

fn date(all: &[Para], parts: &Parts, list: &mut List<'_>) {
    let Some(para) = parts.date.map(|at| &all[at]) else { return };
    let text = para.text.trim();
    if Day::printed(text).is_none() {
        let fix = "成文日期用阿拉伯数字标全年、月、日，年份写全称，月、日不编虚位。";
        list.other(
            ("GW-05", "7.3.5.4", Strength::Required),
            find::spot("成文日期", para),
            format!("成文日期是“{text}”"),
            "“2026年3月5日”的形式",
            fix,
        );
    }
    if para.table.is_none() {
        sign_off(all, parts, para, list);
    }
}

/// Name and date against the right edge, by one of the ways of 7.3.5. Whether there is a seal the file does not
/// say, so that only what fits neither way is remarked.
fn sign_off(all: &[Para], parts: &Parts, date: &Para, list: &mut List<'_>) {
    let Some(organ) = parts.organ.map(|at| &all[at]).filter(|para| para.table.is_none()) else { return };
    let (Some(date_right), Some(organ_right)) = (right(date), right(organ)) else { return };
    let (wide, narrow) = (width::chars(organ.text.trim()), width::chars(date.text.trim()));
    let near = |found: f64, wanted: f64| (found - wanted).abs() <= 0.6;
    let centred = near(organ_right + wide / 2.0, date_right + narrow / 2.0);
    let sealed = centred && (near(date_right, SEALED_DATE_RIGHT_CHARS.value) || near(organ_right, 0.0));
    let unsealed = if narrow > wide {
        near(date_right, 2.0) && near(organ_right, narrow + 4.0 - wide)
    } else {
        near(organ_right, 2.0) && near(date_right, (wide - narrow).max(0.0))
    };
    let signature = near(organ_right, 4.0) && near(date_right, 4.0);
    if !(sealed || unsealed || signature) {
        let found = format!("署名右空 {organ_right:.1} 字、成文日期右空 {date_right:.1} 字");
        let expected =
            "加盖印章时日期右空四字、署名居中于日期之上，或不加盖印章时署名右空二字、日期首字右移二字";
        list.other(
            ("GW-12", "7.3.5", Strength::Usual),
            find::spot("落款", date),
            found,
            expected,
            "请调整署名和成文日期的右缩进。",
        );
    }
}

/// Distance of the end of a line from the right edge in characters, for lines set against that edge.
fn right(para: &Para) -> Option<f64> {
    let against = matches!(para.props.align.as_deref(), Some("right" | "end"));
    against.then(|| para.props.right.unwrap_or(0) as f64 / 315.0)
}

/// Names of the attachments in the note, without label and number.
fn noted(all: &[Para], parts: &Parts) -> Vec<(usize, String)> {
    let name = |at: &usize| {
        let text = all[*at].text.trim();
        let text = ["附件：", "附件:", "附：", "附:"]
            .iter()
            .find_map(|label| text.strip_prefix(label))
            .unwrap_or(text);
        let bare = text
            .trim()
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .trim_start_matches(['.', '．', '、']);
        let numbered =
            bare.len() < text.trim().len() && text.trim().len() - bare.len() > 1 && !bare.starts_with('年');
        (*at, if numbered { bare.trim().to_owned() } else { text.trim().to_owned() })
    };
    parts.note.iter().map(name).collect()
}

fn note(all: &[Para], parts: &Parts, list: &mut List<'_>) {
    if let Some(first) = parts.note.first().map(|at| &all[*at])
        && !first.text.trim().starts_with(ATTACHMENT_NOTE_LABEL.value[0])
    {
        list.words(
            "GW-11",
            &ATTACHMENT_NOTE_LABEL,
            find::spot("附件说明", first),
            "其他写法",
            "请写“附件”二字后标全角冒号。",
        );
    }
    let names = noted(all, parts);
    for (at, name) in &names {
        if name.ends_with(['。', '；', '，', ';', ',', '.']) {
            let spot = find::spot("附件说明", &all[*at]);
            list.other(
                ("GW-11", "7.3.4", Strength::Required),
                spot,
                "附件名称后有标点",
                "不加标点",
                "请删去附件名称后的标点。",
            );
        }
    }
    let plain =
        |text: &str| text.chars().filter(|c| !c.is_whitespace() && !"《》".contains(*c)).collect::<String>();
    for (at, (label, lines)) in parts.attachments.iter().enumerate() {
        let title: String = lines.iter().map(|at| plain(&all[*at].text)).collect();
        let number: usize =
            all[*label].text.trim().trim_start_matches("附件").trim().parse().unwrap_or(at + 1);
        let Some((_, name)) = names.get(number.saturating_sub(1)) else { continue };
        if !title.is_empty() && plain(name) != title {
            let spot = find::spot("附件", &all[*label]);
            list.other(
                ("GW-11", "7.3.7", Strength::Required),
                spot,
                format!("附件标题是“{title}”"),
                format!("与附件说明一致的“{name}”"),
                "请使附件标题与附件说明的名称一致。",
            );
        }
    }
}

fn labels(all: &[Para], parts: &Parts, list: &mut List<'_>) {
    for (label, _) in &parts.attachments {
        let para = &all[*label];
        let spot = || find::spot("附件", para);
        face(para, Face::Hei, "GW-11", &ATTACHMENT_LABEL_FACE, "附件", list);
        if let Some(size) = para.size_pt().filter(|size| (size - SIZE_3_PT).abs() > 0.1) {
            list.words("GW-11", &ATTACHMENT_LABEL_SIZE, spot(), size_name(size), "请设为三号。");
        }
        if para.text.trim().ends_with(['：', ':']) {
            list.other(
                ("GW-11", "7.3.7", Strength::Required),
                spot(),
                "“附件”二字后有冒号",
                "不加冒号",
                "请删去冒号。",
            );
        }
    }
}

fn imprint(all: &[Para], parts: &Parts, list: &mut List<'_>) {
    for para in [parts.to, parts.cc].into_iter().flatten().map(|at| &all[at]) {
        if !para.text.trim().ends_with('。') {
            list.words("GW-13", &CC_MARK, find::spot("版记", para), "没有句号", "请在最后一个机关后标句号。");
        }
    }
    if let Some(para) = parts.printed.map(|at| &all[at]) {
        let text = para.text.trim();
        let sound = text.strip_suffix(PRINT_SUFFIX.value[0]).map(str::trim_end).is_some_and(|text| {
            // The organ stands before the day on the same line.
            (text.len().saturating_sub(40)..text.len())
                .filter(|at| text.is_char_boundary(*at))
                .any(|at| Day::printed(&text[at..]).is_some())
        });
        if !sound {
            let fix = "印发日期用阿拉伯数字标全年、月、日，后加“印发”二字。";
            list.other(
                ("GW-13", PRINT_SUFFIX.clause, Strength::Required),
                find::spot("版记", para),
                "印发日期的写法不同",
                "“2026年3月5日印发”的形式",
                fix,
            );
        }
    }
    for para in [parts.to, parts.cc, parts.printed].into_iter().flatten().map(|at| &all[at]) {
        if let Some(size) = para.size_pt().filter(|size| (size - SIZE_4_PT).abs() > 0.1) {
            list.words(
                "GW-13",
                &IMPRINT_SIZE,
                find::spot("版记", para),
                size_name(size),
                "版记一般用四号仿宋体。",
            );
        }
        for eighths in &para.cell_rules {
            let mm = *eighths as f64 / 8.0 * crate::layout::MM_PER_PT;
            let thin = (mm - IMPRINT_INNER_RULE_MM.value).abs() < 0.04;
            if *eighths > 0 && !thin {
                let fix = "版记首末分隔线推荐 0.35 毫米，中间分隔线推荐 0.25 毫米。";
                list.number("GW-13", &IMPRINT_OUTER_RULE_MM, 0.04, find::spot("版记", para), mm, fix);
            }
        }
    }
}
