//! What can be typed. Each option is also an environment variable `WENMING_…`.

use clap::{Args as ClapArgs, Parser, Subcommand};
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
    Demo(Serve),
    /// 识读或导入方案
    #[command(arg_required_else_help = true)]
    Plan {
        #[command(subcommand)]
        plan: Plan,
    },
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

/// Where the data lives.
#[derive(Debug, Clone, ClapArgs)]
pub struct Data {
    /// 数据目录（默认 ./wenming-data，演示为 ./wenming-demo）
    #[arg(long, env = "WENMING_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// 用 PostgreSQL 代替内置数据库，例如 postgres://用户@主机/库
    #[arg(long, env = "WENMING_DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// 密钥文件（默认为数据目录下的 key）
    #[arg(long, env = "WENMING_KEY_FILE", value_name = "FILE")]
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
    /// 用户在浏览器里使用的网址，例如 https://wenming.example.gov.cn
    #[arg(long, env = "WENMING_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// 前面有可信的反向代理（它负责加密并给出 X-Forwarded-For）
    #[arg(long, env = "WENMING_TRUSTED_PROXY")]
    pub trusted_proxy: bool,
}
