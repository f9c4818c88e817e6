//! Tables as people write them, and what they come to.

use super::*;
use crate::points::Points;

/// Rows as `a | b`; `^` goes on with the cell above, `<` with the one to the left.
fn grid_of(text: &str) -> Grid {
    let words: Vec<Vec<&str>> = text
        .lines()
        .map(|line| line.split('|').map(str::trim).collect())
        .filter(|it: &Vec<_>| it.len() > 1)
        .collect();
    let mut rows: Vec<Vec<GridCell>> = Vec::new();
    for (row, line) in words.iter().enumerate() {
        let mut cells: Vec<GridCell> = Vec::new();
        for (column, word) in line.iter().enumerate() {
            let covered = matches!(*word, "^" | "<");
            if *word == "^" {
                let above = (0..row).rev().find(|it| !rows[*it][column].covered).unwrap();
                rows[above][column].down = row - above + 1;
            }
            if *word == "<" {
                let left = (0..column).rev().find(|it| !cells[*it].covered).unwrap();
                cells[left].across = column - left + 1;
            }
            let text = if covered { String::new() } else { (*word).to_owned() };
            cells.push(GridCell { text, down: 1, across: 1, covered });
        }
        rows.push(cells);
    }
    Grid { page: None, rows }
}

fn said(text: &str) -> (Vec<String>, Vec<(usize, String)>, Outcome) {
    let grid = grid_of(text);
    let layout = Layout::guess(std::slice::from_ref(&grid)).expect("a heading");
    let outcome = read(&grid, &layout);
    let nodes = outcome
        .nodes
        .iter()
        .map(|it| {
            let points = it.points.map(|it| it.to_string()).unwrap_or_default();
            format!("{} {} {} {points} {}", it.code, it.under, it.title, it.score.label())
        })
        .collect();
    let remarks = outcome.remarks.iter().map(|it| (it.row, it.sentence.clone())).collect();
    (nodes, remarks, outcome)
}

#[test]
fn merged_and_blank_cells_carry_the_levels_down() {
    let (nodes, remarks, outcome) = said(
        "测评项目 | 测评内容 | 分值 | 评分标准 | 测评方法 | 责任科室 | 报送时间
         组织领导（7分） | 成立领导小组 | 3 | 缺一项扣1分，扣完为止 | 材料审核、实地考察 | 办公室 | 6月
         ^ | 制定规划 | 4分 | 酌情评分 | 材料审核 | ^ | 12月
         道德建设（5分） | 开展道德讲堂（5分） |  |  | 实地考察 | 宣传科 |
         合计 | | 12 | | | |",
    );
    assert_eq!(
        nodes,
        [
            "1  组织领导 7 评定",
            "1-1 1 成立领导小组 3 扣分",
            "1-2 1 制定规划（评分：酌情评分） 4 评定",
            "2  道德建设 5 评定",
            "2-1 2 开展道德讲堂 5 评定",
        ]
    );
    assert_eq!(remarks, [(3, "评分标准没有读成评分方式，原话放在内容后面，暂由人评定。".to_owned())]);
    assert_eq!(outcome.total, Some(Points::whole(12)));
    assert_eq!(outcome.nodes[0].section, "办公室", "a cell over all its rows belongs to the project");
    assert_eq!(outcome.nodes[1].methods, ["材料审核", "实地考察"]);
}

#[test]
fn points_over_several_rows_belong_to_the_node_with_these_rows() {
    let (nodes, remarks, _) = said(
        "项目 | 内容 | 标准 | 分值
         组织领导 | 机构 | 有领导小组 | 3
         ^ | ^ | 有办公室 | ^
         ^ | 规划 | 有规划 | 2
         ^ | 会议 | 有会议 | ^",
    );
    assert_eq!(
        nodes,
        [
            "1  组织领导  评定",
            "1-1 1 机构 3 评定",
            "1-1-1 1-1 有领导小组  评定",
            "1-1-2 1-1 有办公室  评定",
            "1-2 1 规划  评定",
            "1-2-1 1-2 有规划  评定",
            "1-3 1 会议  评定",
            "1-3-1 1-3 有会议  评定",
        ]
    );
    assert_eq!(remarks.len(), 1, "two contents share one cell: {remarks:?}");
    assert!(remarks[0].0 == 4 && remarks[0].1.contains("管 2 行"));
}

#[test]
fn a_content_with_points_row_by_row_has_parts() {
    let (nodes, ..) = said(
        "测评项目 | 测评内容 | 评分标准 | 分值
         组织领导 | 领导小组 | 主要负责人任组长 | 1
         ^ | ^ | 有专人负责 | 2",
    );
    assert_eq!(
        nodes,
        [
            "1  组织领导  评定",
            "1-1 1 领导小组  评定",
            "1-1-1 1-1 主要负责人任组长 1 评定",
            "1-1-2 1-1 有专人负责 2 评定",
        ]
    );
}

#[test]
fn headings_across_blocks_and_what_stands_beside_the_tree() {
    let (nodes, remarks, outcome) = said(
        "项目 | 内容 | 分值 | 备注
         一、基础指标（80分） | < | < | <
         组织领导 | Ⅱ-1-1 成立领导小组 | 8 | 见附件
         二、加分项 | < | < | <
         受表彰 | 国家级表彰，同一工作取最高 | 3 |
         三、一票否决 | < | < | <
         安全 | 近两年内发生重大安全生产事故 | |
         廉政 | 领导班子成员严重违纪违法 | |
         注：本表由创建办解释。 | < | < | <",
    );
    assert_eq!(nodes, ["1  一、基础指标 80 评定", "1-1 1 组织领导  评定", "Ⅱ-1-1 1-1 成立领导小组 8 评定"]);
    assert_eq!(outcome.bonuses[0].cap, Some(Points::whole(3)));
    assert!(outcome.bonuses[0].highest_per_work);
    assert_eq!(outcome.gates.len(), 2);
    assert_eq!(outcome.gates[0].title, "安全：近两年内发生重大安全生产事故");
    let rows: Vec<usize> = remarks.iter().map(|it| it.0).collect();
    assert_eq!(rows, [1, 8, 9], "the column 备注, the gate without a look-back, the note: {remarks:?}");
}

#[test]
fn what_is_no_number_is_a_remark_and_a_heading_again_is_none() {
    let (nodes, remarks, _) = said(
        "序号 | 考核内容 | 标准分
         1 | 组织领导 | 若干
         序号 | 考核内容 | 标准分
         2 | 道德建设 | 5",
    );
    assert_eq!(nodes, ["1  组织领导  评定", "2  道德建设 5 评定"]);
    assert_eq!(remarks, [(2, "这一格没有读出分值，请在编辑器里填写。".to_owned())]);
}

#[test]
fn two_rows_of_heading_and_none() {
    let grid = grid_of(
        "测评项目 | 测评内容 | 评分 | <
         ^ | ^ | 分值 | 评分标准
         组织领导 | 成立领导小组 | 3 | 缺一项扣1分",
    );
    let layout = Layout::guess(std::slice::from_ref(&grid)).unwrap();
    assert_eq!((layout.header, layout.depth), (0, 2));
    assert_eq!(read(&grid, &layout).nodes[1].points, Some(Points::whole(3)));
    let plain = grid_of("甲 | 乙\n子 | 丑");
    assert_eq!(Layout::guess(&[plain]), None);
}
