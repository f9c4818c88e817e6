//! The words by which tasks are told from wishes and results.

use crate::text::starts;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A list of words, written as one text so that it can be read.
type Words = LazyLock<Lexicon>;

/// Words by their first character, so that asking for one at a place is cheap.
#[derive(Debug)]
pub(super) struct Lexicon(Vec<(char, Vec<&'static str>)>);

impl Lexicon {
    fn of(text: &'static str) -> Self {
        let mut words: BTreeMap<char, Vec<&'static str>> = BTreeMap::new();
        for word in text.split_whitespace() {
            words.entry(word.chars().next().unwrap_or(' ')).or_default().push(word);
        }
        Self(words.into_iter().collect())
    }

    /// Length of the longest word that `text` begins with.
    pub fn longest(&self, text: &[char]) -> Option<usize> {
        let at = self.0.binary_search_by_key(text.first()?, |(first, _)| *first).ok()?;
        self.0[at].1.iter().filter(|word| starts(text, word)).map(|word| word.chars().count()).max()
    }

    /// True where any word stands anywhere in `text`.
    pub fn within(&self, text: &[char]) -> bool {
        (0..text.len()).any(|at| self.longest(&text[at..]).is_some())
    }
}

/// Verbs of action.
pub(super) static VERBS: Words = LazyLock::new(|| {
    Lexicon::of(
        "\
    开展 组织 建立 健全 完善 制定 制订 制作 举办 召开 成立 建设 参与 参加 加强 落实 \
    推进 实施 整治 设立 张贴 宣传 学习 培训 检查 督查 考核 评选 推荐 走访 慰问 印发 \
    报送 收集 整理 编制 聘请 发放 悬挂 打造 创建 深化 抓好 做好 搞好 执行 贯彻 处理 \
    接待 公开 加大 强化 规范 优化 改善 清理 巡查 排查 配备 申报 迎接 总结 表彰 通报 \
    征集 选树 培育 树立 弘扬 倡导 引导 教育 严格 严禁 治理 整改 维护 更新 上报 提交 \
    填报 梳理 分解 签订 推广 运用 动员 部署 调度 听取 指导 督促 监督 丰富 承办 列出 \
    设置 改造 美化 绿化 净化 种植 捐款 捐资 献血 巩固 拓展 创新 推行 试行 推动 \
    广泛征求 邀请 评议 征求 受理 回访 发布 编印 播放 观看 诵读 撰写 建成 投资 安排 \
    召集 落细 抓实 突出 坚持 进行 采取 力争 争取 配合 协调 保障 确定 明确 细化 定期 \
    关心 帮助 解决 发现 倾听 积极参与 归并 整合 减化 简化 减并 联系 办好 用好 管好 \
    查找 研究 编写 汇编 备案 存档 归档 选派 结对 完成 补植 新建 改建 修复 更换 配置 \
    购置 维修 硬化 打击 查处 压实 筹备 印制 帮扶 增添 增设 增加 新增 设计 安装 粉刷 清扫 清洁 消毒 保洁 巡逻 \
    抽查 约谈 列支 投入 补助 奖励 命名 授予 公布 公示 指派 选择 发布 评比 评定 遴选 挑选 寻访 演练 提供 提交 办理 办好 \
    摸排 发动 组成 提出 检修 更新 悬挂 张挂 配发 推送 开设 开通 开辟 签署 印送 转发 传达 汇报 报告 述职 考评 测评 验收 审核 \
    审批 登记 统计 填写 补植 栽种 修订 修编 废止 组建 充实 调整 健全 壮大 扩大 压减 精简 缩短 延长 保留 实行 \
    落地 倡议 号召 鼓励 支持 资助 救助 捐助 走进 自查 自评 自测 互查 互评 立改 复查 暗访 明察 劝导 曝光 讲好 培养 安装 接受 接待 杜绝 防止 禁止 不得 反对 抵制 遏制 扣发 培养 \
    吸纳 招募 注册 投放 打分 完工 开工 竣工 拆除 清除 规划 划定 施划 打造 擦亮 晾晒 评议 反馈 分析 研判 修剪 疏浚 清运 清掏 巡护 抢修 储备 转移 交存 送交 出台 纳入 回复 办结 限期 追究 问责 \
    ",
    )
});

/// Verbs that with two more characters name nothing to do: 加强领导, 强化保障.
pub(super) static ABSTRACT: Words = LazyLock::new(|| {
    Lexicon::of(
        "加强 强化 完善 落实 提高 深化 突出 明确 规范 优化 创新 丰富 严格 加大 健全 坚持 推进 改善 保障 做好 抓好 搞好 抓实",
    )
});

/// Set phrases that ask for nothing that could be checked.
pub(super) static HOLLOW: Words = LazyLock::new(|| {
    Lexicon::of(
        "\
    高度重视 提高认识 全面贯彻落实 全面落实 统一思想 密切配合 通力协作 齐抓共管 常抓不懈 认真贯彻执行 贯彻执行 遵照执行 精心组织 \
    周密部署 狠抓落实 抓好落实 抓好贯彻落实 抓出实效 取得实效 务求实效 注重实效 落到实处 落地见效 内强素质 外树形象 \
    责任到人 层层抓落实 一级抓一级 负总责 亲自抓 具体抓 亲自研究 亲自部署 各负其责 各司其职 形成合力 全力以赴 特此 \
    妥否 请函复 加强领导 强化责任 落实责任 明确责任 加强组织领导 加强协作 加强配合 加强沟通 团结协作 上下联动 \
    真抓实干 持之以恒 久久为功 一盘棋 扎实推进 稳步推进 有序推进 顺利推进 落实落细 有计划 有检查 有总结 有落实 \
    年初有 年中有 年底有 有目标 有任务 勇于创新 开拓创新 与时俱进 求真务实 珍惜荣誉 再接再厉 深入实际 以身作则 \
    率先垂范 抓早抓小 敢抓敢管 \
    ",
    )
});

/// Openings of clauses that tell how things are.
pub(super) static STATES: Words = LazyLock::new(|| {
    Lexicon::of(
        "\
    这 此 该 是 有 无 没有 存在 仍 目前 当前 近年来 其中 由于 因此 因为 但 虽然 尽管 无论 不论 不仅 不但 而且 \
    活动分 活动从 出席 列席 记录 主持 既 如果 一旦 联系人 联系电话 电话 邮箱 地址 附件 共有 现有 刚才 下面 今年以来 截至 截止 据统计 可见 总之 \
    涉及 共计 总计 如 例如 充分认识 深刻认识 清醒认识 认清 克服 坚决克服 \
    极易 事关 希望 望 已经 人人有 个个有 事事有 附： 注： 主要是 主要有 即 包括 适用 本办法 本方案 本意见 本制度 本规定 本细则 本规则 本预案 \
    ",
    )
});

/// Words between the start of a clause and its verb.
pub(super) static ADVERBS: Words = LazyLock::new(|| {
    Lexicon::of(
        "\
    每周五下午 每周五 全年 \
    特 要 应 应当 须 必须 积极 主动 认真 深入 广泛 大力 扎实 进一步 切实 全面 继续 定期 \
    及时 不断 持续 努力 着力 严格 统筹 精心 充分 经常 同时 并 还 也 将 能 坚决 深化 \
    逐步 适时 牢牢 有效 常年 先后 我们 我局 局将 始终 巩固拓展 一律 按时 每年 每月 \
    每季度 每周 每半年 再 一并 具体 重点 主要 周密 全力 有计划地 严肃认真地 有针对性地 \
    有序 高质量 高标准 加快 组织机关职工 特别是 此外 另外 以及 共 已 尽快 统一 不定期 \
    书面 深入地 组织开展 集中 现场 逐一 逐级 逐项 层层 联合 共同 一次性 免费 依法 依规 必要时 原则上 带头 自觉 \
    专题 大幅 按规定 按要求 按照规定 按照要求 分批 分期 分类 择优 提前 同步 滚动 随机 \
    ",
    )
});

/// Verbs whose clause states a wish or a result.
pub(super) static RESULTS: Words = LazyLock::new(|| {
    Lexicon::of(
        "\
    提高 提升 增强 确保 营造 形成 促进 激发 实现 使 让 成为 保证 展示 展现 体现 达到 \
    做到 推动各项 推动全 带动 充分调动 进一步提 进一步增 不断提 切实提 全面提 努力提 \
    推动形成 推进各项 高度重视 \
    ",
    )
});

/// What only predicates say, so that no name of a unit holds it behind another one.
pub(super) static PREDICATES: Words = LazyLock::new(|| {
    Lexicon::of(
        "牵头 开展 落实 做好 抓好 推进 加强 制定 制订 召开 举办 配合 积极 主动 认真 及时 定期 切实 统一 共同 严格 充分 继续 全面 进一步",
    )
});

/// What may stand before a name of a unit and is no part of it.
pub(super) static PREPOSITIONS: Words = LazyLock::new(|| {
    Lexicon::of(
        "提请 报请 呈报 商请 报经 上报 按 根据 依据 结合 围绕 针对 通过 利用 经 争取 特 使 凡 并 再 还 也 已",
    )
});
