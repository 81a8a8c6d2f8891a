package demo

import (
	"context"
	"strings"

	"zhibao/industry/database/navigation"
	"zhibao/law/calendar"
)

// navigate plants the tree of an industry and carries out a project on it: a first set of data, a branch
// that was missing, noise that is taken out, a second set, and a technology that turns out to be core.
func (b *builder) navigate(ctx context.Context) error {
	by, n, today := b.staff["fuzeren"], b.c.Navigation, calendar.DayOf(b.clk.Now())
	root, err := n.AddBranch(ctx, by, 0, navigation.NewBranch{Title: "新能源"})
	if err != nil {
		return err
	}
	var firms []string
	ps, err := b.publications()
	if err != nil {
		return err
	}
	for _, p := range ps[:4] {
		firms = append(firms, p.applicant)
	}
	var cell int64
	for _, in := range []navigation.NewBranch{{Title: "电芯", Stage: "up", IPC: "H01M 10/05", Firms: strings.Join(firms, "\n")}, {Title: "电池包与热管理", Stage: "mid", IPC: "H01M 10/60", Words: "液冷 OR 温度"}, {Title: "光伏组件", Stage: "mid", IPC: "H01L 31"}} {
		id, err := n.AddBranch(ctx, by, root, in)
		if err != nil {
			return err
		}
		if cell == 0 {
			cell = id
		}
	}
	project, err := n.AddProject(ctx, by, root, navigation.NewProject{Title: "新能源产业专利导航（示范）", Client: "示范高新区管委会", Kind: "industry", Leader: by.Name, People: "检索分析：示范人员甲\n产业研究：示范人员乙", Starts: today - 60, Due: today + 60, Need: "园区新能源产业在哪些技术分支有优势、缺什么、向哪里布局；成果用于园区规划。"})
	if err != nil {
		return err
	}
	if err := n.Lead(ctx, by, project, navigation.NewPhase{To: "work", Note: "需求已与委托方确认，立项。"}); err != nil {
		return err
	}
	first, err := n.Build(ctx, by, project, "初检")
	if err != nil {
		return err
	}
	numbers, err := n.Frozen(ctx, by.Center, first)
	if err != nil {
		return err
	}
	if err := n.Clean(ctx, by, project, first, navigation.NewNoise{Numbers: strings.Join(numbers[:2], "\n"), Why: "与本产业无关，分类号偶然相同"}); err != nil {
		return err
	}
	if _, err := n.AddBranch(ctx, by, root, navigation.NewBranch{Title: "燃料电池", Stage: "mid", IPC: "H01M 8"}); err != nil {
		return err
	}
	if _, err := n.Build(ctx, by, project, "补充燃料电池分支后复检"); err != nil {
		return err
	}
	return n.Mark(ctx, by, cell, true, "新能源产业专利导航（示范）：电芯为本区优势技术")
}
