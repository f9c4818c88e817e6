//! Radicals in the place of characters: some makers of PDF files write ⽂ (a radical) for 文.
//!
//! Unicode holds the 214 radicals of the Kangxi dictionary once more as symbols. They look alike but match
//! nothing, so that every one is exchanged for its character.

use crate::plan::{Diagnostic, Severity};
use crate::text::Text;

/// Characters of the radicals from U+2F00 on, in order.
const KANGXI: &str = "\
    一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴\
    廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿\
    目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵\
    邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

/// Simplified radicals of the supplement that stand for whole characters.
const SUPPLEMENT: &[(char, char)] = &[
    ('\u{2ED3}', '长'),
    ('\u{2ED4}', '门'),
    ('\u{2ECB}', '车'),
    ('\u{2EC5}', '见'),
    ('\u{2EC9}', '贝'),
    ('\u{2EE2}', '马'),
    ('\u{2EDA}', '页'),
    ('\u{2EDB}', '风'),
    ('\u{2EDC}', '飞'),
    ('\u{2EDD}', '食'),
    ('\u{2EE5}', '鱼'),
    ('\u{2EE6}', '鸟'),
    ('\u{2EEC}', '齐'),
    ('\u{2EEE}', '齿'),
    ('\u{2EF0}', '龙'),
    ('\u{2EF3}', '龟'),
    ('\u{2EA0}', '民'),
    ('\u{2ED8}', '青'),
    ('\u{2EE9}', '黄'),
    ('\u{2EC4}', '西'),
    ('\u{2EC1}', '虎'),
    ('\u{2EC6}', '角'),
    ('\u{2ED9}', '韦'),
    ('\u{2E9F}', '母'),
    ('\u{2EA9}', '玉'),
    ('\u{2ED1}', '長'),
    ('\u{2EC8}', '言'),
    ('\u{2EE8}', '麦'),
    ('\u{2EE4}', '鬼'),
    ('\u{2EDF}', '飠'),
    ('\u{2EAF}', '糸'),
    ('\u{2EB6}', '羊'),
    ('\u{2E81}', '厂'),
    ('\u{2EBF}', '艹'),
    ('\u{2E8C}', '小'),
    ('\u{2E84}', '乙'),
];

/// The character that a radical stands for.
pub(crate) fn character(c: char) -> char {
    match c {
        '\u{2F00}'..='\u{2FD5}' => KANGXI.chars().nth(c as usize - 0x2F00).unwrap_or(c),
        '\u{2E80}'..='\u{2EF3}' => SUPPLEMENT.iter().find(|pair| pair.0 == c).map_or(c, |pair| pair.1),
        _ => c,
    }
}

pub(super) fn mend(text: &mut Text, diagnostics: &mut Vec<Diagnostic>) {
    let mut count = 0;
    let mut first = None;
    for at in 0..text.len() {
        let meant = character(text.chars[at]);
        if meant != text.chars[at] {
            text.chars[at] = meant;
            count += 1;
            first = first.or_else(|| Some(text.span(at..at + 1)));
        }
    }
    if let Some(place) = first {
        let message = format!("文件用部首符号代替汉字 {count} 处，已还原为汉字。");
        diagnostics.push(Diagnostic::new(Severity::Repair, place, message));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_become_characters() {
        let mut text = Text::new("⽂明单位⼯作⾏动，⼈⺠交通");
        mend(&mut text, &mut Vec::new());
        assert_eq!(text.all(), "文明单位工作行动，人民交通");
    }
}
