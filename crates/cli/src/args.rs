//! What can be typed. Each option is also an environment variable `WENMING_…`.

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::net::SocketAddr;
use std::path::PathBuf;

/// 文明创建工作台
#[derive(Debug, Parser)]
#[command(name = "wenming", version, about, long_about = None, arg_required_else_help = true)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// 启动服务
    Serve(Serve),
    /// 启动演示：自带一个虚构的单位和各角色用户
    Demo(Demo),
    /// 识读或导入方案
    #[command(arg_required_else_help = true)]
    Plan {
        #[command(subcommand)]
        plan: Plan,
    },
    /// 生成公文，检查公文的版式
    #[command(arg_required_else_help = true)]
    Paper {
        #[command(subcommand)]
        paper: Paper,
    },
    /// 管理账号
    #[command(arg_required_else_help = true)]
    User {
        #[command(flatten)]
        data: Data,
        #[command(subcommand)]
        user: User,
    },
    /// 管理机构
    #[command(arg_required_else_help = true)]
    Unit {
        #[command(flatten)]
        data: Data,
        #[command(subcommand)]
        unit: Unit,
    },
    /// 整理以前的纪实材料
    #[command(arg_required_else_help = true)]
    Record {
        #[command(flatten)]
        data: Data,
        #[command(subcommand)]
        record: Record,
    },
    /// 导入人员名册
    #[command(arg_required_else_help = true)]
    Roster {
        #[command(flatten)]
        data: Data,
        #[command(subcommand)]
        roster: Roster,
    },
    /// 测评体系：列出、检查、采用
    #[command(arg_required_else_help = true)]
    Standard {
        #[command(subcommand)]
        standard: Standard,
    },
    /// 办理后台工作（不提供网页）
    Work(Work),
    /// 核验审计记录
    #[command(arg_required_else_help = true)]
    Audit {
        #[command(subcommand)]
        audit: Audit,
    },
    /// 把全部数据和附件备份为一个文件
    Backup(Backup),
    /// 把备份恢复到空的目录或空的 PostgreSQL 数据库
    Restore(Restore),
    /// 输出命令行补全脚本
    Completion {
        /// bash、zsh 或 fish
        #[arg(value_name = "SHELL")]
        shell: Shell,
    },
}

#[derive(Debug, Subcommand)]
pub enum Plan {
    /// 识读一份公文，输出识读结果（JSON）；不保存任何内容
    Read(ReadPlan),
    /// 把一份公文导入为草稿，随后在浏览器里核对发布
    Import(ImportPlan),
}

#[derive(Debug, Subcommand)]
pub enum Paper {
    /// 把一份公文（JSON）排成 PDF 或 Word 文件，并说明代用的字体、缺少的字形和印发前要改的地方
    Write(WritePaper),
    /// 按 GB/T 9704-2012 检查一份 Word 文件，列出条款、位置和改法；有不符合规定的，退出码为 1
    Check(CheckPaper),
}

#[derive(Debug, Subcommand)]
pub enum User {
    /// 列出账号：登录名、状态、姓名、角色
    List {
        #[command(flatten)]
        who: As,
    },
    /// 为名册里的人发激活码
    Invite(Invite),
    /// 停用账号，并立即结束其登录
    Disable {
        /// 登录名
        #[arg(value_name = "LOGIN")]
        login: String,
        #[command(flatten)]
        who: As,
    },
    /// 启用账号
    Enable {
        /// 登录名
        #[arg(value_name = "LOGIN")]
        login: String,
        #[command(flatten)]
        who: As,
    },
}

#[derive(Debug, Subcommand)]
pub enum Unit {
    /// 列出今天的机构
    List {
        #[command(flatten)]
        who: As,
    },
    /// 新设单位
    Add(AddUnit),
}

#[derive(Debug, Subcommand)]
pub enum Roster {
    /// 核对并导入一份名册：有一处不对或者没有说明，就一行也不写入
    Import(ImportRoster),
}

#[derive(Debug, Subcommand)]
pub enum Record {
    /// 把一个文件夹里的照片和材料按活动分组，随后在浏览器里核对；同样的文件不会收两次
    Import(ImportRecords),
}

#[derive(Debug, Subcommand)]
pub enum Standard {
    /// 列出随程序提供的测评体系
    List,
    /// 检查一份体系文件（.toml），指出缺项和不一致；不保存任何内容
    Check {
        /// 体系文件
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// 采用一套随程序提供的测评体系
    Install(InstallStandard),
    /// 列出体系对照：编号、从哪一版、对到哪一版、已确认和待确认的对数
    Crosswalks(Crosswalks),
    /// 按体系对照，把一份测评的自评和纪实带到另一份
    Carry(CarryOver),
}

#[derive(Debug, Subcommand)]
pub enum Audit {
    /// 逐条核验审计链，指出第一处断开
    Verify(Verify),
}

/// In whose name something is done, with that account's rights.
#[derive(Debug, Clone, ClapArgs)]
pub struct As {
    /// 以哪个账号的名义和权限办理：不问密码，因为能读数据目录和密钥的人本来就受信任；
    /// 这个账号无权办的会被拒绝，审计记下“命令行”和操作系统用户名
    #[arg(id = "as", long = "as", value_name = "LOGIN", env = "WENMING_AS")]
    pub login: String,
}

/// A paper to be imported.
#[derive(Debug, ClapArgs)]
pub struct ImportPlan {
    #[command(flatten)]
    pub data: Data,
    /// 公文：.docx、.pdf、.txt 或 .md
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// 以哪个账号的名义和权限导入：不问密码，因为能读数据目录和密钥的人本来就受信任；
    /// 这个账号无权导入的会被拒绝，审计记下“命令行”和操作系统用户名
    #[arg(id = "as", long = "as", value_name = "LOGIN", env = "WENMING_AS")]
    pub login: String,
    /// 文本文件的编码：utf-8、gbk、utf-16le、utf-16be（默认自动判断）
    #[arg(long, value_name = "CHARSET")]
    pub charset: Option<String>,
}

/// An account for a person of the roster.
#[derive(Debug, ClapArgs)]
pub struct Invite {
    /// 工号，或者不重名的姓名
    #[arg(value_name = "PERSON")]
    pub person: String,
    /// 角色，例如 staff（干部职工）或 liaison（联络员）
    #[arg(long, value_name = "ROLE")]
    pub role: String,
    #[command(flatten)]
    pub who: As,
}

/// A roster of people.
#[derive(Debug, ClapArgs)]
pub struct ImportRoster {
    /// 名册：.xlsx，只读第一张工作表
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// 只核对，不写入
    #[arg(long)]
    pub dry_run: bool,
    /// 有错时，把原表连同每行的原因写到这个文件
    #[arg(long, value_name = "OUT.xlsx")]
    pub errors: Option<PathBuf>,
    /// 没有的科室新建为哪一类，例如 section（内设机构）或 subordinate（局属单位）
    #[arg(long, value_name = "KIND")]
    pub new_units: Option<String>,
    /// 与名册里的人同名的：skip（是同一位，跳过）或 add（是另一位，新增）
    #[arg(long, value_name = "ANSWER", value_parser = ["skip", "add"])]
    pub same_names: Option<String>,
    #[command(flatten)]
    pub who: As,
}

/// A folder of papers and photos of before.
#[derive(Debug, ClapArgs)]
pub struct ImportRecords {
    /// 文件夹，或者一个 .zip 压缩包
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    #[command(flatten)]
    pub who: As,
}

/// A shipped standard that is taken over.
#[derive(Debug, ClapArgs)]
pub struct InstallStandard {
    #[command(flatten)]
    pub data: Data,
    /// 体系的代号，见 wenming standard list
    #[arg(value_name = "KEY")]
    pub key: String,
    #[command(flatten)]
    pub who: As,
}

/// Who asks for the crosswalks.
#[derive(Debug, ClapArgs)]
pub struct Crosswalks {
    #[command(flatten)]
    pub data: Data,
    #[command(flatten)]
    pub who: As,
}

/// From which assessment to which, by which crosswalk.
#[derive(Debug, ClapArgs)]
pub struct CarryOver {
    #[command(flatten)]
    pub data: Data,
    /// 对照的编号，见 wenming standard crosswalks
    #[arg(value_name = "CROSSWALK")]
    pub crosswalk: String,
    /// 从哪一份测评：网页地址 /scores/ 后面的编号
    #[arg(value_name = "FROM")]
    pub from: String,
    /// 带到哪一份测评
    #[arg(value_name = "TO")]
    pub to: String,
    /// 只看会带什么，不保存任何内容
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub who: As,
}

/// A new unit.
#[derive(Debug, ClapArgs)]
pub struct AddUnit {
    /// 名称
    #[arg(value_name = "NAME")]
    pub name: String,
    /// 类型，例如 section（内设机构）或 subordinate（局属单位）
    #[arg(long, value_name = "KIND")]
    pub kind: String,
    /// 上级单位的名称（默认为本局）
    #[arg(long, value_name = "NAME")]
    pub parent: Option<String>,
    /// 从哪天起（默认今天）
    #[arg(long, value_name = "DAY")]
    pub on: Option<String>,
    #[command(flatten)]
    pub who: As,
}

/// Background work.
#[derive(Debug, ClapArgs)]
pub struct Work {
    #[command(flatten)]
    pub data: Data,
    /// 办完现有的就结束
    #[arg(long)]
    pub once: bool,
}

/// What is to be proven.
#[derive(Debug, ClapArgs)]
pub struct Verify {
    #[command(flatten)]
    pub data: Data,
    /// 再与锚点文件核对，可证明末尾没有被删改（默认为数据目录下的锚点文件）
    #[arg(long, value_name = "FILE", num_args = 0..=1)]
    pub anchor: Option<Option<PathBuf>>,
}

/// A paper to be read.
#[derive(Debug, ClapArgs)]
pub struct ReadPlan {
    /// 公文：.docx、.pdf、.txt 或 .md
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// 输出识读结果（默认）
    #[arg(long, conflicts_with = "text")]
    pub json: bool,
    /// 输出识读所依据的原文
    #[arg(long)]
    pub text: bool,
    /// 文本文件的编码：utf-8、gbk、utf-16le、utf-16be（默认自动判断）
    #[arg(long, value_name = "CHARSET")]
    pub charset: Option<String>,
}

/// A paper to be set.
#[derive(Debug, ClapArgs)]
pub struct WritePaper {
    /// 公文：.json，写明版头、标题、正文、落款、版记等内容
    #[arg(value_name = "FILE.json")]
    pub file: PathBuf,
    /// 生成的文件：.pdf 或 .docx，不能已经存在
    #[arg(long, value_name = "OUT")]
    pub out: PathBuf,
    /// 生成存档格式 PDF/A-2b
    #[arg(long)]
    pub archival: bool,
    /// 字体目录：放有仿宋、小标宋等字体文件的，用来代替自带的字体（默认为数据目录下的 fonts）
    #[arg(long, env = "WENMING_FONTS", value_name = "DIR")]
    pub fonts: Option<PathBuf>,
    /// 数据目录（默认 ./wenming-data）
    #[arg(long, env = "WENMING_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
}

/// A Word file whose layout is checked.
#[derive(Debug, ClapArgs)]
pub struct CheckPaper {
    /// 公文：.docx
    #[arg(value_name = "FILE.docx")]
    pub file: PathBuf,
    /// 本机关的细则：.json，写明与国标不同的版式项目，报告里另列
    #[arg(long, value_name = "FILE.json")]
    pub overlay: Option<PathBuf>,
}

/// Where the data lives.
#[derive(Debug, Clone, ClapArgs)]
pub struct Data {
    /// 数据目录（默认 ./wenming-data，演示为 ./wenming-demo）
    #[arg(long, global = true, env = "WENMING_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// 用 PostgreSQL 代替内置数据库，例如 postgres://用户@主机/库
    #[arg(long, global = true, env = "WENMING_DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// 密钥文件（默认为数据目录下的 key）
    #[arg(long, global = true, env = "WENMING_KEY_FILE", value_name = "FILE")]
    pub key_file: Option<PathBuf>,
}

/// How the server listens.
#[derive(Debug, Clone, ClapArgs)]
pub struct Serve {
    #[command(flatten)]
    pub data: Data,
    /// 监听地址（默认 127.0.0.1:8080）
    #[arg(long, env = "WENMING_LISTEN", value_name = "ADDR:PORT", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// 用户在浏览器里使用的网址，例如 `https://wenming.example.gov.cn`
    #[arg(long, env = "WENMING_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// 证书文件（PEM，可以含证书链）；与 --tls-key 一起用，由本程序加密
    #[arg(long, env = "WENMING_TLS_CERT", value_name = "FILE", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// 证书的私钥文件（PEM）
    #[arg(long, env = "WENMING_TLS_KEY", value_name = "FILE", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// 前面有可信的反向代理：由它加密，访问者地址取它在 X-Forwarded-For 里写的最后一个
    #[arg(long, env = "WENMING_TRUSTED_PROXY")]
    pub trusted_proxy: bool,
}

/// How much of a year the demonstration opens on.
#[derive(Debug, Clone, ClapArgs)]
pub struct Demo {
    #[command(flatten)]
    pub serve: Serve,
    /// 演示里有多少内容：full（一整年，约 600 份纪实和 1 500 张照片，照片在启动以后陆续放入）
    /// 或 short（只有方案要求的部分）；已有的演示数据不变
    #[arg(
        long,
        env = "WENMING_DEMO_YEAR",
        value_name = "YEAR",
        default_value = "full",
        hide_possible_values = true
    )]
    pub year: Year,
}

/// What `--year` takes.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Year {
    Full,
    Short,
}

/// Where a backup goes.
#[derive(Debug, ClapArgs)]
pub struct Backup {
    #[command(flatten)]
    pub data: Data,
    /// 备份文件，例如 2026-06-11.wmb
    #[arg(value_name = "OUT.wmb")]
    pub out: PathBuf,
}

/// What is restored, and where.
#[derive(Debug, ClapArgs)]
pub struct Restore {
    #[command(flatten)]
    pub data: Data,
    /// 备份文件
    #[arg(value_name = "IN.wmb")]
    pub archive: PathBuf,
}
