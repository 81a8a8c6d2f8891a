package preexam

import (
	"context"
	"strings"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/examination/preexam/carry"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

// ActBringIn is bringing in what another system began.
const ActBringIn = "preexam.bring_in"

// importer brings in the open cases of another system.
func (d *Desk) importer() *worklist.Importer {
	return &worklist.Importer{Office: func() *casework.Office { return d.office }, Chart: "preexam", Move: "bring_in", Act: ActBringIn,
		Path: "/bring-in/preexam", At: "/registration/import", Title: web.Text{"批量转入在办案件", "Bring in open cases"}, Unit: web.Text{"件", "cases"},
		Show: "old", Columns: carry.Columns(d.stations()), Name: "在办预审案件", Input: func(line int, v map[string]string) (any, error) { return carry.Row(d.stations(), line, v) }, Judge: d.judgeRow,
		Notes: []string{"一行一件在办案件；日期写作 2026-11-22，代码与申请号列请保持文本格式。",
			"期限按本中心现行规定、自表中日期起算；新案号连续编排，原案号可继续用于查询。",
			"额度不在此计算：请在主体转入表的“本年度已用额度”中填写。"},
		Also: []worklist.Also{{Href: "/registration/import", Act: "registration.bring_in", Label: web.Text{"转入备案主体", "Bring in registered parties"}},
			{Href: "/open/preexam/bring_in", Act: ActBringIn, Label: web.Text{"转入一件", "Bring in one"}}},
		Help: worklist.Help{Title: web.Text{"换系统时，在办案件接着办", "Open cases go on when a center switches over"},
			Text: web.Text{"请先转入备案主体，再上传在办案件。每行先核对：主体、人员、日期、申请号和期限，不会立即写入；确认后每件得到新案号，期限自原来的日期继续计算，原案号保留可查。申请文件转入后在案件页面补传。已转入的不会重复转入，未成功的行可下载、改正后重新上传。",
				"Bring in the registered parties first. Every row is checked (parties, staff, days, numbers, terms) before anything is entered. Each case gets a new number, its term goes on from the old day, and the old number still finds it. The papers are added on the page of the case. What was brought in is not brought in twice; rows that failed can be downloaded, mended and sent again."}}}
}

// judgeRow says what would become of a row.
func (d *Desk) judgeRow(ctx context.Context, tx *store.Tx, a casework.Actor, input any, earlier func(string) int) error {
	in := input.(*BringIn)
	if _, err := d.carry(ctx, tx, a.Center, in); err != nil {
		return err
	}
	if first := earlier("old " + strings.ToUpper(in.Old)); first != 0 {
		return fault.New(fault.Conflict, "preexam.carry_row", "与第 %d 行的原案号相同，请只保留一行", first).At("old")
	}
	if in.Number == "" {
		return nil
	}
	if first := earlier("number " + in.Number); first != 0 {
		return fault.New(fault.Conflict, "preexam.carry_row", "与第 %d 行的申请号相同，请核对", first).At("number")
	}
	return nil
}
