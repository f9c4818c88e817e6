//! Why a file is not read: one polite sentence per cause.
//!
//! Only files are refused. A text that could be decoded is always read, however poor it is, unless it
//! carries a classification mark.

use thiserror::Error;

/// The reason why a file was not read. `Display` gives the sentence for the user.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The file has no content.
    #[error("文件是空的，没有可以识读的文字。请检查文件后重新选择。")]
    Empty,
    /// The file exceeds the size limit, in megabytes.
    #[error("文件太大（超过 {limit_mb} MB），不予识读。请拆分或删去图片后再试。")]
    TooLarge {
        /// The limit in megabytes.
        limit_mb: usize,
    },
    /// More text than any paper has, in megabytes.
    #[error("文件中的文字太多（超过 {limit_mb} MB，约二百七十万字），不予识读。请按章节拆分后分别上传。")]
    TooLong {
        /// The limit in megabytes of UTF-8.
        limit_mb: usize,
    },
    /// An encrypted office file.
    #[error("这份文档设有打开密码，无法识读。请先在 WPS 或 Word 中去掉密码再试。")]
    Encrypted,
    /// The binary .doc (or .xls, .ppt) of former days.
    #[error("这是旧版二进制文档（.doc 一类），无法识读。请用 WPS 或 Word 另存为 .docx 后再试。")]
    OldOffice,
    /// A container that cannot be unpacked; the part says where.
    #[error("文档已损坏：{part} 无法读取。请用 WPS 或 Word 重新保存后再试。")]
    Damaged {
        /// The part of the container that failed.
        part: String,
    },
    /// A container that unpacks to far more than its size.
    #[error("文档解压后过大或条目过多（{what}），疑为压缩炸弹，已停止识读。")]
    Bomb {
        /// Which limit was exceeded.
        what: String,
    },
    /// XML with a document type or entities.
    #[error("文档的 {part} 含有外部实体或 DTD 声明，出于安全考虑不予识读。")]
    Entities {
        /// The part of the container.
        part: String,
    },
    /// A PDF that holds images only.
    #[error("这份 PDF 是扫描件，没有文字层，读不出文字。请先做文字识别（OCR），或上传原始的 .docx。")]
    Scanned,
    /// A Word file that holds images only.
    #[error("这份文档里只有图片，没有文字。请先做文字识别（OCR），或上传有文字的原件。")]
    Pictures,
    /// A PDF that the reader could not take apart.
    #[error("这份 PDF 已损坏或设有密码，读不出文字。请重新导出 PDF，或上传原始的 .docx。")]
    BadPdf,
    /// A build without PDF support.
    #[error("本程序未包含 PDF 识读功能。请上传 .docx 或文本文件。")]
    NoPdf,
    /// Neither text nor a known container.
    #[error("无法识别的文件类型（{kind}）。请上传 .docx、.pdf、.txt 或 .md 文件。")]
    UnknownType {
        /// What the file seems to be.
        kind: String,
    },
    /// A 密级 mark in the header.
    #[error(
        "文件第 {line} 行标有密级“{mark}”。本系统不得存储、处理国家秘密和工作秘密，已停止识读，未保存任何内容。"
    )]
    Classified {
        /// The mark as printed.
        mark: String,
        /// 1-based line of the decoded text.
        line: usize,
    },
}
