//! The words by which tasks are told from wishes and results.

use std::sync::LazyLock;

/// A list of words, written as one text so that it can be read.
type Words = LazyLock<Vec<&'static str>>;

/// Verbs of action.
pub(super) static VERBS: Words = LazyLock::new(|| {
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
    购置 维修 硬化 打击 查处 压实 筹备 印制 帮扶 \
    "
    .split_whitespace()
    .collect()
});

/// Words between the start of a clause and its verb.
pub(super) static ADVERBS: Words = LazyLock::new(|| {
    "\
    每周五下午 每周五 全年 \
    要 应 应当 须 必须 积极 主动 认真 深入 广泛 大力 扎实 进一步 切实 全面 继续 定期 \
    及时 不断 持续 努力 着力 严格 统筹 精心 充分 经常 同时 并 还 也 将 能 坚决 深化 \
    逐步 适时 牢牢 有效 常年 先后 我们 我局 局将 始终 巩固拓展 一律 按时 每年 每月 \
    每季度 每周 每半年 再 一并 具体 重点 主要 周密 全力 有计划地 严肃认真地 有针对性地 \
    有序 高质量 高标准 加快 组织机关职工 特别是 此外 另外 以及 共 已 尽快 统一 不定期 \
    深入地 \
    "
    .split_whitespace()
    .collect()
});

/// Verbs whose clause states a wish or a result.
pub(super) static RESULTS: Words = LazyLock::new(|| {
    "\
    提高 提升 增强 确保 营造 形成 促进 激发 实现 使 让 成为 保证 展示 展现 体现 达到 \
    为 做到 推动各项 推动全 带动 充分调动 进一步提 进一步增 不断提 切实提 全面提 努力提 \
    推动形成 推进各项 \
    "
    .split_whitespace()
    .collect()
});
