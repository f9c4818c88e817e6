//! Whether a text was copied: pieces of four characters, a sketch of them by which a search finds
//! likely texts among many, and the exact share of one in the other.

use std::collections::BTreeSet;

/// Characters of one piece: shorter ones are common words, longer ones break at each correction.
const PIECE: usize = 4;
/// Texts with fewer pieces are not compared: two notes of a sentence are alike by nature.
const LEAST: usize = 40;
/// Values of a sketch, two of which make a band: texts that share three fifths are found in 999 of
/// 1 000 cases, 1 − (1 − 0.6²)¹⁶.
pub const BANDS: usize = 16;
const ROWS: usize = 2;
/// From this share on, in percent, a text is called alike (house; `tests` below show why).
pub const ALIKE: u32 = 60;

/// The pieces of a text without white space and punctuation; none of a text too short to compare.
pub fn pieces(text: &str) -> BTreeSet<u64> {
    let chars: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let pieces: BTreeSet<u64> = chars.windows(PIECE).map(hash).collect();
    if pieces.len() < LEAST { BTreeSet::new() } else { pieces }
}

fn hash(piece: &[char]) -> u64 {
    let fnv = |hash: u64, c: &char| (hash ^ u64::from(*c as u32)).wrapping_mul(0x0000_0100_0000_01b3);
    mixed(piece.iter().fold(0xcbf2_9ce4_8422_2325, fnv), 0)
}

/// A permutation of 64-bit numbers, another one for each `n` (the finaliser of splitmix64).
fn mixed(value: u64, n: u64) -> u64 {
    let mut it = value.wrapping_add((n + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    it ^ (it >> 31)
}

/// The bands of a text, by which likely texts are found; none for a text too short to compare.
pub fn bands(text: &str) -> Vec<i64> {
    let pieces = pieces(text);
    if pieces.is_empty() {
        return Vec::new();
    }
    let least = |n: u64| pieces.iter().map(|it| mixed(*it, n)).min().unwrap_or_default();
    (0..BANDS as u64)
        .map(|band| {
            let rows = (0..ROWS as u64).map(|row| least(band * ROWS as u64 + row + 1));
            rows.fold(band, mixed) as i64
        })
        .collect()
}

/// How much of a text stands in another, in percent.
pub fn share(text: &str, other: &str) -> u32 {
    let (own, others) = (pieces(text), pieces(other));
    if own.is_empty() || others.is_empty() {
        return 0;
    }
    (own.intersection(&others).count() * 100 / own.len()) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "上午九时，十二名志愿者在实验小学门口分三个岗位引导车辆停放，帮助低年级学生过马路，提醒家长即停即走。\
        活动持续一个半小时，护送学生四百余人次，劝导乱停车辆二十余辆，没有发生拥堵和剐蹭。家长代表送来感谢信，学校希望长期坚持。";

    #[test]
    fn a_copy_with_other_names_is_alike_and_another_text_of_the_same_matter_is_not() {
        let copy = TEXT.replace("实验小学", "城南中学").replace("十二名", "八名");
        let other = "清晨七点半，科室八名同志来到城南中学门前站岗，疏导接送学生的车流，给过街的孩子撑伞，\
            并向骑电动车的家长发放头盔佩戴提示卡一百张。大家说，每周站一次岗，既帮了学校，也了解了群众的难处，下周还来。";
        assert!(share(&copy, TEXT) >= ALIKE, "{}", share(&copy, TEXT));
        assert!(share(other, TEXT) < 20, "{}", share(other, TEXT));
        let met = |a: &str, b: &str| bands(a).iter().zip(bands(b)).filter(|(a, b)| **a == *b).count();
        assert!(met(&copy, TEXT) > 0 && met(other, TEXT) == 0);
        assert_eq!(met(TEXT, &TEXT.replace('，', " , ")), BANDS, "punctuation does not matter");
    }

    #[test]
    fn short_notes_are_not_compared() {
        assert_eq!((bands("组织学习。"), share("组织学习。", "组织学习。")), (Vec::new(), 0));
    }
}
