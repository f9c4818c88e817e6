//! The fixed texts and faces, in the order of the standard. `tests/layout.rs` compares each with the sources.
use super::{Strength, Words};

macro_rules! words {
    ($($constant:ident = $id:literal $name:literal $value:expr, $clause:literal $strength:ident;)*) => {
        $(
            #[doc = concat!($name, ": GB/T 9704-2012, ", $clause, ".")]
            pub const $constant: Words = Words {
                id: $id,
                name: $name,
                value: &$value,
                clause: $clause,
                strength: Strength::$strength,
            };
        )*
        pub(super) const TEXTS: &[&Words] = &[$(&$constant),*];
    };
}

words! {
    DEFAULT_FACE = "default.font" "各要素字体" ["仿宋体"], "5.2.2" Usual;
    DEFAULT_SIZE = "default.size" "各要素字号" ["三号"], "5.2.2" Usual;
    DEFAULT_COLOR = "default.color" "文字颜色" ["黑"], "5.2.4" Usual;
    SECRECY_FACE = "header.secrecy.font" "密级字体" ["黑体"], "7.2.2" Usual;
    URGENCY_FACE = "header.urgency.font" "紧急程度字体" ["黑体"], "7.2.3" Usual;
    HEADER_ORDER = "header.urgency.order" "份号、密级、紧急程度的顺序" ["份号", "密级和保密期限", "紧急程度"], "7.2.3" Required;
    MARK_FACE = "header.organ_mark.font" "发文机关标志字体" ["小标宋体"], "7.2.4" Recommended;
    MARK_COLOR = "header.organ_mark.color" "发文机关标志颜色" ["红"], "7.2.4" Recommended;
    MARK_ALIGN = "header.organ_mark.align" "发文机关标志位置" ["居中"], "7.2.4" Required;
    MARK_SUFFIX = "header.organ_mark.suffix" "发文机关标志后缀" ["文件"], "7.2.4" Optional;
    NUMBER_ALIGN = "header.doc_number.align" "发文字号位置" ["居中"], "7.2.5" Required;
    NUMBER_OPEN = "header.doc_number.bracket_open" "年份左括号" ["〔"], "7.2.5" Required;
    NUMBER_CLOSE = "header.doc_number.bracket_close" "年份右括号" ["〕"], "7.2.5" Required;
    NUMBER_SUFFIX = "header.doc_number.serial_suffix" "发文顺序号后缀" ["号"], "7.2.5" Required;
    SIGNER_LABEL_FACE = "header.signer.label_font" "“签发人”字体" ["仿宋体"], "7.2.6" Required;
    SIGNER_NAME_FACE = "header.signer.name_font" "签发人姓名字体" ["楷体"], "7.2.6" Required;
    SIGNER_SIZE = "header.signer.size" "签发人字号" ["三号"], "7.2.6" Required;
    SIGNER_LABEL = "header.signer.label" "签发人标签" ["签发人："], "7.2.6" Required;
    RED_RULE_COLOR = "header.red_rule.color" "版头分隔线颜色" ["红"], "7.2.7" Required;
    TITLE_FACE = "body.title.font" "标题字体" ["小标宋体"], "7.3.1" Usual;
    TITLE_SIZE = "body.title.size" "标题字号" ["二号"], "7.3.1" Usual;
    TITLE_ALIGN = "body.title.align" "标题位置" ["居中"], "7.3.1" Required;
    TITLE_SHAPE = "body.title.shape" "多行标题形状" ["梯形", "菱形"], "7.3.1" Required;
    RECIPIENTS_MARK = "body.recipients.final_mark" "主送机关末尾标点" ["："], "7.3.2" Required;
    LEVEL_FACES = "body.text.level_fonts" "四级标题字体" ["黑体", "楷体", "仿宋体", "仿宋体"], "7.3.3" Usual;
    LEVEL_SIZE = "body.text.level_size" "四级标题字号" ["三号"], "7.3.3" Usual;
    LEVEL_NUMERALS = "body.text.numerals" "四级标题序号" ["一、", "（一）", "1.", "（1）"], "7.3.3" Optional;
    ATTACHMENT_NOTE_LABEL = "body.attachment_note.label" "附件说明标签" ["附件："], "7.3.4" Required;
    NOTE_BRACKETS = "body.note.brackets" "附注括号" ["（）"], "7.3.6" Required;
    ATTACHMENT_LABEL_FACE = "body.attachment.label_font" "“附件”二字字体" ["黑体"], "7.3.7" Required;
    ATTACHMENT_LABEL_SIZE = "body.attachment.label_size" "“附件”二字字号" ["三号"], "7.3.7" Required;
    IMPRINT_FACE = "imprint.font" "版记字体" ["仿宋体"], "7.4.2, 7.4.3" Usual;
    IMPRINT_SIZE = "imprint.size" "版记字号" ["四号"], "7.4.2, 7.4.3" Usual;
    CC_LABEL = "imprint.cc_label" "抄送标签" ["抄送："], "7.4.2" Required;
    CC_MARK = "imprint.cc_final_mark" "抄送机关末尾标点" ["。"], "7.4.2" Required;
    TO_LABEL = "imprint.to_label" "版记中的主送标签" ["主送："], "7.4.2" Required;
    PRINT_SUFFIX = "imprint.print_suffix" "印发日期后缀" ["印发"], "7.4.3" Required;
    PAGE_NUMBER_FACE = "page_number.font" "页码字体" ["宋体"], "7.5" Usual;
    PAGE_NUMBER_SIZE = "page_number.size" "页码字号" ["四号"], "7.5" Usual;
    PAGE_NUMBER_DASH = "page_number.dash" "页码一字线" ["—"], "7.5" Required;
    PAGE_NUMBER_ODD = "page_number.odd" "单页码位置" ["居右空一字"], "7.5" Required;
    PAGE_NUMBER_EVEN = "page_number.even" "双页码位置" ["居左空一字"], "7.5" Required;
    LETTER_NUMBER_ALIGN = "letter.doc_number_align" "信函发文字号位置" ["版心右边缘顶格"], "10.1" Required;
    LETTER_JOINT_MARK = "letter.joint_mark" "联合行文的信函标志" ["主办机关"], "10.1" Required;
    MINUTES_LABEL_FACE = "minutes.label_font" "出席、请假、列席标签字体" ["黑体"], "10.3" Usual;
    MINUTES_LABEL_SIZE = "minutes.label_size" "出席、请假、列席标签字号" ["三号"], "10.3" Usual;
    MINUTES_NAME_FACE = "minutes.name_font" "出席、请假、列席人员字体" ["仿宋体"], "10.3" Usual;
}
