package carry

import (
	"strconv"
	"strings"

	"zhibao/internal/fault"
	"zhibao/internal/office/sheet"
	"zhibao/law/calendar"
	"zhibao/patent"
)

// Columns are the columns of a list of open cases.
func Columns(stations []Station) []sheet.Column {
	var states []string
	for _, s := range stations {
		states = append(states, s.Title)
	}
	day := func(key, title, help string, required bool) sheet.Column {
		return sheet.Column{Key: key, Title: title, Kind: sheet.Date, Help: help, Required: required}
	}
	return []sheet.Column{
		{Key: "old", Title: "原案号", Aliases: []string{"原系统案号", "旧案号"}, Required: true, Max: 60, Help: "原系统中的案号；按它查重，同一案号只转入一次"},
		{Key: "entity", Title: "申请主体统一社会信用代码", Aliases: []string{"主体代码", "申请人代码"}, Required: true, Max: 30, Help: "须已备案或已转入"},
		{Key: "agency", Title: "代理机构统一社会信用代码", Aliases: []string{"代理机构代码"}, Max: 30, Help: "自行提交的不填"},
		{Key: "kind", Title: "申请类型", Aliases: []string{"专利类型"}, Required: true, Choices: []string{string(patent.Invention), string(patent.UtilityModel), string(patent.Design)}},
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

// Row makes the input of the move from the cells of a row.
func Row(stations []Station, line int, v map[string]string) (*Input, error) {
	in := &Input{Old: v["old"], Entity: v["entity"], Agency: v["agency"], Kind: v["kind"], Title: v["title"], Class: v["class"], Extended: v["extended"],
		Examiner: v["examiner"], Second: v["second"], Number: v["number"], Batch: v["batch"], Row: line}
	for _, s := range stations {
		if s.Title == v["state"] {
			in.State = s.Code
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
