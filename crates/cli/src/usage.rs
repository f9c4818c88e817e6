//! Help, errors of usage and shell completion, in Chinese.

use crate::args::Args;
use crate::say;
use crate::stop::INPUT;
use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory, FromArgMatches};
use std::process::ExitCode;

const PARENT: &str = "{about}\n\n用法：{usage}\n\n命令：\n{subcommands}\n\n选项：\n{options}\n";
const LEAF: &str = "{about}\n\n用法：{usage}\n\n{all-args}\n";

/// What was typed, or the exit code after help or a sentence was printed.
pub fn parse() -> Result<Args, ExitCode> {
    let matches = command().try_get_matches().map_err(|error| explain(&error))?;
    Args::from_arg_matches(&matches).map_err(|error| explain(&error))
}

/// Prints the completion script of a shell.
pub fn completion(shell: clap_complete::Shell) {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(), "wenming", &mut script);
    say::exact(&String::from_utf8_lossy(&script));
}

fn command() -> Command {
    chinese(Args::command(), true).disable_help_subcommand(true)
}

/// Replaces clap's English words, command by command.
fn chinese(command: Command, top: bool) -> Command {
    let parent = command.has_subcommands();
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help("显示这份帮助");
    let mut command = command
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .help_template(if parent { PARENT } else { LEAF })
        .mut_args(|arg| {
            let heading = if arg.is_positional() { "参数" } else { "选项" };
            let hidden = arg.get_action().takes_values();
            arg.help_heading(heading).hide_default_value(hidden)
        })
        .arg(help.help_heading("选项"));
    if top {
        let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
        command = command.arg(version.help("显示版本").help_heading("选项"));
    }
    command.mut_subcommands(|sub| chinese(sub, false))
}

fn explain(error: &clap::Error) -> ExitCode {
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp
            | ErrorKind::DisplayVersion
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    ) {
        let shown = error.kind() != ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
        if shown {
            say::exact(&help(&error.render().to_string()));
            return ExitCode::SUCCESS;
        }
        say::complain(help(&error.render().to_string()).trim_end());
        return ExitCode::from(INPUT);
    }
    let about = |kind| error.get(kind).map(ToString::to_string);
    let arg = about(ContextKind::InvalidArg)
        .or_else(|| about(ContextKind::InvalidSubcommand))
        .unwrap_or_else(|| "参数".into());
    let value = about(ContextKind::InvalidValue).unwrap_or_default();
    let sentence = match error.kind() {
        ErrorKind::InvalidSubcommand => format!("没有“{arg}”这个命令。"),
        ErrorKind::UnknownArgument => format!("没有“{arg}”这个选项。"),
        ErrorKind::MissingRequiredArgument => format!("缺少必填项：{arg}。"),
        ErrorKind::MissingSubcommand => "请写明要执行的命令。".into(),
        ErrorKind::ArgumentConflict => format!("“{arg}”不能与其他选项同时使用。"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => format!("{arg} 缺少值。"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => format!("{arg} 的值“{value}”不正确。"),
        _ => "命令写法不正确。".into(),
    };
    say::complain(&format!("wenming: {sentence}加上 --help 可以查看用法。"));
    ExitCode::from(INPUT)
}

/// The one word that no template reaches.
fn help(rendered: &str) -> String {
    rendered.replace("[OPTIONS]", "[选项]")
}
