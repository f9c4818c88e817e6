//! 机关: the organisation that keeps its own settings, numbers and audit chain.

use crate::codes;
use crate::id::{BureauId, UnitId};
use crate::refused::{Check, Refused};
use serde::{Deserialize, Serialize};

codes! {
    /// How the bureau separates its administrators (`DESIGN.md` §9).
    pub enum Administration {
        /// One administrator; the deviation is shown under 系统.
        Simple = "simple" "简易",
        /// System, security and audit administrators exclude each other.
        Threefold = "threefold" "三员",
    }
}

/// One bureau. Its root unit carries the name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bureau {
    pub id: BureauId,
    pub name: String,
    pub root: UnitId,
    pub administration: Administration,
    /// A demonstration is marked on every page and refused by `serve`.
    pub demo: bool,
}

/// What the set-up page asks for.
#[derive(Debug, Clone)]
pub struct SetUp {
    pub bureau_name: String,
    pub administration: Administration,
    pub office_name: String,
    pub person_name: String,
    pub login: String,
}

impl SetUp {
    /// Checks what was typed. Field names are those of the form.
    pub fn parse(
        bureau_name: &str,
        administration: &str,
        office_name: &str,
        person_name: &str,
        login: &str,
    ) -> Result<Self, Refused> {
        let mut check = Check::new();
        let bureau_name = check.text("bureau_name", "单位全称", bureau_name, 60);
        let office_name = check.text("office_name", "创建办所在科室", office_name, 40);
        let person_name = check.text("person_name", "姓名", person_name, 30);
        let login = check.take("login", crate::account::parse_login(login));
        let administration = crate::code::Code::from_code(administration);
        check.require(administration.is_some(), "administration", "请选择管理方式。");
        check.done()?;
        Ok(Self {
            bureau_name,
            administration: administration.unwrap_or(Administration::Simple),
            office_name,
            person_name,
            login: login.unwrap_or_default(),
        })
    }
}
