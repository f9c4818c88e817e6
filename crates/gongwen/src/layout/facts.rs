//! The numbers, in the order of the standard. `tests/layout.rs` compares each with the sources.
use super::{Fact, Strength, Unit};

macro_rules! facts {
    ($($constant:ident = $id:literal $name:literal $value:literal ~ $tolerance:literal $unit:ident, $clause:literal $strength:ident;)*) => {
        $(
            #[doc = concat!($name, ": GB/T 9704-2012, ", $clause, ".")]
            pub const $constant: Fact = Fact {
                id: $id,
                name: $name,
                value: $value,
                tolerance: $tolerance,
                unit: Unit::$unit,
                clause: $clause,
                strength: Strength::$strength,
            };
        )*
        pub(super) const NUMBERS: &[&Fact] = &[$(&$constant),*];
    };
}

facts! {
    PAGE_WIDTH_MM = "page.width_mm" "纸张宽" 210.0 ~ 0.0 Mm, "5.1" Required;
    PAGE_HEIGHT_MM = "page.height_mm" "纸张高" 297.0 ~ 0.0 Mm, "5.1" Required;
    TOP_MARGIN_MM = "page.top_margin_mm" "天头" 37.0 ~ 1.0 Mm, "5.2.1" Required;
    LEFT_MARGIN_MM = "page.left_margin_mm" "订口" 28.0 ~ 1.0 Mm, "5.2.1" Required;
    BOTTOM_MARGIN_MM = "page.bottom_margin_mm" "下白边" 35.0 ~ 0.0 Mm, "5.2.1" Derived;
    RIGHT_MARGIN_MM = "page.right_margin_mm" "切口" 26.0 ~ 0.0 Mm, "5.2.1" Derived;
    TYPE_AREA_WIDTH_MM = "page.type_area_width_mm" "版心宽" 156.0 ~ 0.0 Mm, "5.2.1" Required;
    TYPE_AREA_HEIGHT_MM = "page.type_area_height_mm" "版心高" 225.0 ~ 0.0 Mm, "5.2.1" Required;
    LINES_PER_PAGE = "grid.lines_per_page" "每面行数" 22.0 ~ 0.0 Count, "5.2.3" Usual;
    CHARS_PER_LINE = "grid.chars_per_line" "每行字数" 28.0 ~ 0.0 Count, "5.2.3" Usual;
    LINE_IN_CHAR_HEIGHTS = "grid.line_in_char_heights" "一行" 1.875 ~ 0.0 CharHeights, "3" Required;
    CHAR_HEIGHT_MM = "grid.char_height_mm" "三号字高" 5.5728 ~ 0.0 Mm, "3, 5.2" Derived;
    LINE_PITCH_MM = "grid.line_pitch_mm" "行距" 10.449 ~ 0.0 Mm, "3, 5.2" Derived;
    LINE_PITCH_PT = "grid.line_pitch_pt" "行距" 29.62 ~ 0.0 Pt, "3, 5.2" Derived;
    WORD_EXACT_LINE_PT = "grid.word_exact_line_pt" "固定行距" 28.95 ~ 0.0 Pt, "5.2.3" Practice;
    WORD_CHAR_SPACING_TWIPS = "grid.word_char_spacing_twips" "字间距" -5.0 ~ 0.0 Twip, "5.2.3" Practice;
    COPY_NO_DIGITS = "header.copy_no.digits" "份号位数" 6.0 ~ 0.0 Count, "7.2.1" Usual;
    MARK_TO_TYPE_AREA_MM = "header.organ_mark.top_to_type_area_mm" "发文机关标志上边缘至版心上边缘" 35.0 ~ 0.0 Mm, "7.2.4" Required;
    NUMBER_LINES_AFTER_MARK = "header.doc_number.blank_lines_after_mark" "发文字号上空" 2.0 ~ 0.0 Lines, "7.2.5" Required;
    NUMBER_UPWARD_INDENT_CHARS = "header.doc_number.upward_left_indent_chars" "上行文发文字号左空" 1.0 ~ 0.0 Chars, "7.2.5" Required;
    NUMBER_YEAR_DIGITS = "header.doc_number.year_digits" "年份位数" 4.0 ~ 0.0 Count, "7.2.5" Required;
    SIGNER_RIGHT_INDENT_CHARS = "header.signer.right_indent_chars" "签发人右空" 1.0 ~ 0.0 Chars, "7.2.6" Required;
    SIGNERS_PER_LINE = "header.signer.names_per_line" "签发人每行" 2.0 ~ 0.0 Count, "7.2.6" Usual;
    RED_RULE_BELOW_NUMBER_MM = "header.red_rule.below_doc_number_mm" "红色分隔线在发文字号之下" 4.0 ~ 0.0 Mm, "7.2.7" Required;
    RED_RULE_WIDTH_MM = "header.red_rule.width_mm" "红色分隔线长" 156.0 ~ 0.0 Mm, "7.2.7" Required;
    TITLE_LINES_AFTER_RULE = "body.title.blank_lines_after_red_rule" "标题上空" 2.0 ~ 0.0 Lines, "7.3.1" Required;
    RECIPIENTS_LINES_AFTER_TITLE = "body.recipients.blank_lines_after_title" "主送机关上空" 1.0 ~ 0.0 Lines, "7.3.2" Required;
    RECIPIENTS_INDENT_CHARS = "body.recipients.left_indent_chars" "主送机关左空" 0.0 ~ 0.0 Chars, "7.3.2" Required;
    TEXT_INDENT_CHARS = "body.text.first_line_indent_chars" "正文首行左空" 2.0 ~ 0.0 Chars, "7.3.3" Required;
    ATTACHMENT_NOTE_LINES_BEFORE = "body.attachment_note.blank_lines_before" "附件说明上空" 1.0 ~ 0.0 Lines, "7.3.4" Required;
    ATTACHMENT_NOTE_INDENT_CHARS = "body.attachment_note.left_indent_chars" "附件说明左空" 2.0 ~ 0.0 Chars, "7.3.4" Required;
    SEALED_DATE_RIGHT_CHARS = "body.sign_with_seal.date_right_indent_chars" "成文日期右空（加盖印章）" 4.0 ~ 0.0 Chars, "7.3.5.1" Usual;
    SEAL_WITHIN_LINES = "body.sign_with_seal.seal_top_within_lines_of_text" "印章顶端距正文" 1.0 ~ 0.0 Lines, "7.3.5.1" Required;
    UNSEALED_LINES_BEFORE = "body.sign_without_seal.blank_lines_before" "署名上空（不加盖印章）" 1.0 ~ 0.0 Lines, "7.3.5.2" Required;
    UNSEALED_ORGAN_RIGHT_CHARS = "body.sign_without_seal.organ_right_indent_chars" "署名右空（不加盖印章）" 2.0 ~ 0.0 Chars, "7.3.5.2" Required;
    UNSEALED_DATE_SHIFT_CHARS = "body.sign_without_seal.date_first_char_shift_right_chars" "成文日期首字比署名首字右移" 2.0 ~ 0.0 Chars, "7.3.5.2" Required;
    UNSEALED_LONG_DATE_RIGHT_CHARS = "body.sign_without_seal.if_date_longer_date_right_indent_chars" "成文日期右空（长于署名）" 2.0 ~ 0.0 Chars, "7.3.5.2" Required;
    STAMP_LINES_BEFORE = "body.sign_with_signature_stamp.blank_lines_before" "签名章上空" 2.0 ~ 0.0 Lines, "7.3.5.3" Required;
    STAMP_RIGHT_CHARS = "body.sign_with_signature_stamp.stamp_right_indent_chars" "签名章右空" 4.0 ~ 0.0 Chars, "7.3.5.3" Required;
    STAMP_POST_GAP_CHARS = "body.sign_with_signature_stamp.title_left_of_stamp_gap_chars" "签发人职务与签名章相距" 2.0 ~ 0.0 Chars, "7.3.5.3" Required;
    STAMP_DATE_LINES = "body.sign_with_signature_stamp.date_blank_lines_after_stamp" "签名章下空" 1.0 ~ 0.0 Lines, "7.3.5.3" Required;
    STAMP_DATE_RIGHT_CHARS = "body.sign_with_signature_stamp.date_right_indent_chars" "成文日期右空（签名章）" 4.0 ~ 0.0 Chars, "7.3.5.3" Required;
    NOTE_INDENT_CHARS = "body.note.left_indent_chars" "附注左空" 2.0 ~ 0.0 Chars, "7.3.6" Required;
    ATTACHMENT_LABEL_LINE = "body.attachment.label_line" "“附件”二字所在行" 1.0 ~ 0.0 Lines, "7.3.7" Required;
    ATTACHMENT_TITLE_LINE = "body.attachment.title_line" "附件标题所在行" 3.0 ~ 0.0 Lines, "7.3.7" Required;
    IMPRINT_OUTER_RULE_MM = "imprint.outer_rule_mm" "版记首末分隔线粗" 0.35 ~ 0.0 Mm, "7.4.1" Recommended;
    IMPRINT_INNER_RULE_MM = "imprint.inner_rule_mm" "版记中间分隔线粗" 0.25 ~ 0.0 Mm, "7.4.1" Recommended;
    IMPRINT_RULE_WIDTH_MM = "imprint.rule_width_mm" "版记分隔线长" 156.0 ~ 0.0 Mm, "7.4.1" Required;
    IMPRINT_INDENT_CHARS = "imprint.indent_chars" "版记左右各空" 1.0 ~ 0.0 Chars, "7.4.2, 7.4.3" Required;
    PAGE_NUMBER_BELOW_MM = "page_number.dash_below_type_area_mm" "页码一字线距版心下边缘" 7.0 ~ 0.0 Mm, "7.5" Required;
    LETTER_MARK_TO_PAGE_MM = "letter.mark_top_to_page_top_mm" "发文机关标志上边缘至上页边" 30.0 ~ 0.0 Mm, "10.1" Required;
    LETTER_FIRST_RULE_BELOW_MM = "letter.first_double_rule_below_mark_mm" "第一条红色双线在标志之下" 4.0 ~ 0.0 Mm, "10.1" Required;
    LETTER_SECOND_RULE_TO_PAGE_MM = "letter.second_double_rule_to_page_bottom_mm" "第二条红色双线距下页边" 20.0 ~ 0.0 Mm, "10.1" Required;
    LETTER_RULE_LENGTH_MM = "letter.rule_length_mm" "红色双线长" 170.0 ~ 0.0 Mm, "10.1" Required;
    LETTER_GAP_CHAR_HEIGHTS = "letter.element_gap_char_heights" "要素与红色双线相距" 0.875 ~ 0.0 CharHeights, "10.1" Required;
    LETTER_TITLE_LINES = "letter.title_gap_lines" "信函标题上空" 2.0 ~ 0.0 Lines, "10.1" Required;
    COMMAND_MARK_TO_TYPE_AREA_MM = "command.mark_top_to_type_area_mm" "命令（令）标志上边缘至版心上边缘" 20.0 ~ 0.0 Mm, "10.2" Required;
    COMMAND_LINES_MARK_TO_NUMBER = "command.blank_lines_mark_to_number" "令号上空" 2.0 ~ 0.0 Lines, "10.2" Required;
    COMMAND_LINES_NUMBER_TO_TEXT = "command.blank_lines_number_to_text" "令文上空" 2.0 ~ 0.0 Lines, "10.2" Required;
    MINUTES_MARK_TO_TYPE_AREA_MM = "minutes.mark_top_to_type_area_mm" "纪要标志上边缘至版心上边缘" 35.0 ~ 0.0 Mm, "10.3" Required;
    MINUTES_LIST_LINES_BEFORE = "minutes.blank_lines_before_list" "出席人员上空" 1.0 ~ 0.0 Lines, "10.3" Required;
    MINUTES_LIST_INDENT_CHARS = "minutes.left_indent_chars" "出席人员左空" 2.0 ~ 0.0 Chars, "10.3" Required;
}

// Sizes of type by their Chinese names, in points.

/// 一号.
pub const SIZE_1_PT: f64 = 26.0;
/// 二号.
pub const SIZE_2_PT: f64 = 22.0;
/// 三号.
pub const SIZE_3_PT: f64 = 16.0;
/// 四号.
pub const SIZE_4_PT: f64 = 14.0;
/// 小四.
pub const SIZE_4_SMALL_PT: f64 = 12.0;
/// 五号.
pub const SIZE_5_PT: f64 = 10.5;

/// Names of the sizes of type, in points; for messages.
pub const SIZES: &[(&str, f64)] = &[
    ("初号", 42.0),
    ("小初", 36.0),
    ("一号", 26.0),
    ("小一", 24.0),
    ("二号", 22.0),
    ("小二", 18.0),
    ("三号", 16.0),
    ("小三", 15.0),
    ("四号", 14.0),
    ("小四", 12.0),
    ("五号", 10.5),
    ("小五", 9.0),
    ("六号", 7.5),
    ("小六", 6.5),
    ("七号", 5.5),
    ("八号", 5.0),
];

/// A size as people say it: 三号, or 17 磅.
pub fn size_name(pt: f64) -> String {
    let named = SIZES.iter().find(|(_, size)| (size - pt).abs() < 0.01);
    named.map_or_else(|| format!("{pt} 磅"), |(name, _)| (*name).to_owned())
}
