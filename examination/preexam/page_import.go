package preexam

import (
	"context"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/office/sheet"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/calendar"
)

// ActBringIn is bringing in what another system began.
const ActBringIn = "preexam.bring_in"

// importedCode marks a row that was brought in earlier.
const importedCode = worklist.AlreadyIn

// importColumns are the columns of a list of open cases.
func (d *Desk) importColumns() []sheet.Column {
	var states []string
	for _, s := range carriable() {
		states = append(states, d.chart.State(s).Title)
	}
	day := func(key, title, help string, required bool) sheet.Column {
		return sheet.Column{Key: key, Title: title, Kind: sheet.Date, Help: help, Required: required}
	}
	return []sheet.Column{
		{Key: "old", Title: "原案号", Aliases: []string{"原系统案号", "旧案号"}, Required: true, Max: 60, Help: "原系统中的案号；按它查重，同一案号只转入一次"},
		{Key: "entity", Title: "申请主体统一社会信用代码", Aliases: []string{"主体代码", "申请人代码"}, Required: true, Max: 30, Help: "须已备案或已转入"},
		{Key: "agency", Title: "代理机构统一社会信用代码", Aliases: []string{"代理机构代码"}, Max: 30, Help: "自行提交的不填"},
		{Key: "kind", Title: "申请类型", Aliases: []string{"专利类型"}, Required: true, Choices: kinds()},
		{Key: "title", Title: "发明名称", Aliases: []string{"名称"}, Max: 200, Help: "可不填，补传申请文件后由文件带出"},
		{Key: "class", Title: "主分类号", Aliases: []string{"主分类"}, Max: 20, Help: "IPC 小类或洛迦诺类，例如 H01M、14-03"},
		{Key: "state", Title: "当前状态", Aliases: []string{"状态"}, Required: true, Choices: states, Help: "待受理、待复核、待一致性审查的案件请先在原系统办结该环节，或按前一环节填写"},
		day("received", "提交日", "", true), day("accepted", "受理日", "首次意见期限自该日起算", true),
		day("notified", "补正通知日", "待补正的必填，答复期限自该日起算", false), day("answered", "补正答复日", "预审中且发过补正通知的必填", false),
		day("passed", "合格日", "合格及以后的必填，正式提交期限自该日起算", false), day("reported", "申请号上报日", "待报送的必填，报送期限自该日起算", false),
		day("marked", "报送日", "快速审查中及以后的必填", false), day("action", "审查意见日", "待答复审查意见的必填，承诺期限自该日起算", false),
		{Key: "extended", Title: "已准予的延期", Max: 20, Help: "现行期限已延长的，写作 3工作日、10日"},
		{Key: "examiner", Title: "预审员", Aliases: []string{"审查员"}, Max: 60, Help: "本系统中的登录名或姓名；待分案的不填"},
		{Key: "second", Title: "复核员", Max: 60, Help: "登录名或姓名，不能与预审员相同"},
		{Key: "rounds", Title: "已发补正通知次数", Aliases: []string{"补正次数"}, Kind: sheet.Integer},
		{Key: "number", Title: "申请号", Max: 30, Help: "待报送及以后的必填，核对校验位"},
		day("filed", "申请日", "", false), day("paid", "缴费日", "", false),
		{Key: "batch", Title: "报送批次", Max: 40, Help: "不填的以报送日为批次"},
	}
}

// importer brings in the open cases of another system.
func (d *Desk) importer() *worklist.Importer {
	return &worklist.Importer{Office: func() *casework.Office { return d.office }, Chart: "preexam", Move: "bring_in", Act: ActBringIn,
		Path: "/bring-in/preexam", At: "/registration/import", Title: web.Text{"批量转入在办案件", "Bring in open cases"}, Unit: web.Text{"件", "cases"},
		Show: "old", Columns: d.importColumns(), Name: "在办预审案件", Input: d.importRow, Judge: d.judgeRow,
		Notes: []string{"一行一件在办案件；日期写作 2026-11-22，代码与申请号列请保持文本格式。",
			"期限按本中心现行规定、自表中日期起算；新案号连续编排，原案号可继续用于查询。",
			"额度不在此计算：请在主体转入表的“本年度已用额度”中填写。"},
		Also: []worklist.Also{{Href: "/registration/import", Act: "registration.bring_in", Label: web.Text{"转入备案主体", "Bring in registered parties"}},
			{Href: "/open/preexam/bring_in", Act: ActBringIn, Label: web.Text{"转入一件", "Bring in one"}}},
		Help: worklist.Help{Title: web.Text{"换系统时，在办案件接着办", "Open cases go on when a center switches over"},
			Text: web.Text{"请先转入备案主体，再上传在办案件。每行先核对：主体、人员、日期、申请号和期限，不会立即写入；确认后每件得到新案号，期限自原来的日期继续计算，原案号保留可查。申请文件转入后在案件页面补传。已转入的不会重复转入，未成功的行可下载、改正后重新上传。",
				"Bring in the registered parties first. Every row is checked (parties, staff, days, numbers, terms) before anything is entered. Each case gets a new number, its term goes on from the old day, and the old number still finds it. The papers are added on the page of the case. What was brought in is not brought in twice; rows that failed can be downloaded, mended and sent again."}}}
}

// importRow makes the input of the move from the cells of a row.
func (d *Desk) importRow(line int, v map[string]string) (any, error) {
	in := &BringIn{Old: v["old"], Entity: v["entity"], Agency: v["agency"], Kind: v["kind"], Title: v["title"], Class: v["class"], Extended: v["extended"],
		Examiner: v["examiner"], Second: v["second"], Number: v["number"], Batch: v["batch"], Row: line}
	for _, s := range carriable() {
		if d.chart.State(s).Title == v["state"] {
			in.State = s
		}
	}
	if s := strings.TrimSpace(v["rounds"]); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 0 || n > 20 {
			return nil, fault.New(fault.Invalid, "preexam.carry_rounds", "应为 0 至 20 的整数").At("rounds")
		}
		in.Rounds = n
	}
	for _, x := range []struct {
		key string
		to  *calendar.Day
	}{{"received", &in.Received}, {"accepted", &in.Accepted}, {"notified", &in.Notified}, {"answered", &in.Answered}, {"passed", &in.Passed},
		{"reported", &in.Reported}, {"marked", &in.Marked}, {"action", &in.Action}, {"filed", &in.Filed}, {"paid", &in.Paid}} {
		if v[x.key] == "" {
			continue
		}
		day, err := calendar.ParseDay(v[x.key])
		if err != nil {
			return nil, fault.New(fault.Invalid, "preexam.carry_day", "应为日期，例如 2026-11-22").At(x.key)
		}
		*x.to = day
	}
	return in, nil
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
