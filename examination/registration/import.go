package registration

import (
	"context"
	"strconv"

	"zhibao/casework"
	"zhibao/casework/party"
	"zhibao/casework/setting"
	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/office/sheet"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/calendar"
)

// importer brings in the register of another system.
func (d *Desk) importer() *worklist.Importer {
	return &worklist.Importer{Office: func() *casework.Office { return d.office }, Chart: "registration", Move: "bring_in", Act: ActBringIn,
		Path: "/registration/import", At: "/registration/import", Title: web.Text{"批量转入已备案主体", "Bring in registered parties"}, Unit: web.Text{"家", "parties"},
		Show: "name", Columns: importColumns(), Name: "备案主体", Input: func(_ int, v map[string]string) (any, error) { return rowInput(v) }, Judge: d.judge,
		Notes: []string{"一行填写一家申请主体或代理机构；日期写作 2026-11-22。", "代码列请保持文本格式。"},
		Also:  []worklist.Also{{Href: "/bring-in/preexam", Act: "preexam.bring_in", Label: web.Text{"转入在办案件", "Bring in open cases"}}},
		Help: worklist.Help{Title: web.Text{"先主体，后案件", "Parties first, then cases"},
			Text: web.Text{"从原系统切换时，先在此转入已备案的申请主体和代理机构，再转入在办的预审案件。上传后逐行核对，不会立即写入；已在册的主体不会重复转入，未成功的行可下载、改正后重新上传。",
				"When switching over, bring in the registered entities and agencies here first, then the open pre-examination cases. Every row is checked before anything is entered; who is registered already is not brought in twice, and rows that failed can be downloaded, mended and sent again."}}}
}

// importColumns are the columns of a register as it is read in.
func importColumns() []sheet.Column {
	return []sheet.Column{
		{Key: "kind", Title: "类别", Required: true, Choices: []string{KindEntity, KindAgency}},
		{Key: "name", Title: "名称", Aliases: []string{"单位名称", "企业名称", "机构名称"}, Required: true, Max: 120},
		{Key: "code", Title: "统一社会信用代码", Aliases: []string{"信用代码"}, Required: true, Max: 30},
		{Key: "division", Title: "注册地行政区划代码", Aliases: []string{"行政区划代码", "区划代码"}, Required: true, Max: 6, Help: "六位数字，例如 320500"},
		{Key: "address", Title: "注册地址", Max: 200},
		{Key: "legal", Title: "法定代表人", Max: 60},
		{Key: "established", Title: "成立日期", Kind: sheet.Date},
		{Key: "insured", Title: "社保参保人数", Kind: sheet.Integer},
		{Key: "industry", Title: "产业领域", Max: 100},
		{Key: "scope", Title: "经营范围", Max: 4000},
		{Key: "licence", Title: "专利代理机构代码", Aliases: []string{"机构代码"}, Max: 20, Help: "仅代理机构填写"},
		{Key: "contacts", Title: "联系人", Required: true, Max: 60},
		{Key: "phone", Title: "手机", Aliases: []string{"联系电话"}, Required: true, Max: 30},
		{Key: "mail", Title: "邮箱", Max: 200},
		{Key: "registered", Title: "备案日期", Kind: sheet.Date, Required: true},
		{Key: "assured", Title: "在保障名单内", Choices: []string{"是", "否"}, Help: "仅代理机构填写"},
		{Key: "used", Title: "本年度已用额度", Kind: sheet.Integer},
		{Key: "passed", Title: "上年度合格件数", Kind: sheet.Integer},
		{Key: "failed", Title: "上年度不合格件数", Kind: sheet.Integer},
	}
}

// judge compares one row with the rest of the file and with the register.
func (d *Desk) judge(ctx context.Context, tx *store.Tx, a casework.Actor, input any, earlier func(string) int) error {
	in := input.(*BringIn)
	adm, err := d.admission(ctx, tx, setting.Query{Center: a.Center, On: d.office.Today()}, in.Kind)
	if err != nil {
		return err
	}
	if err := adm.check(&in.Particulars); err != nil {
		return err
	}
	if in.Registered > d.office.Today() {
		return fault.New(fault.Invalid, "registration.registered", "不能晚于今天，请改正").At("registered")
	}
	if first := earlier(in.Kind + in.Code); first != 0 {
		return fault.New(fault.Conflict, "registration.twice", "与第 %d 行的统一社会信用代码 %s 相同，请只保留一行", first, in.Code).At("code")
	}
	kind := party.Entity
	if in.Kind == KindAgency {
		kind = party.Agency
	}
	p, err := find(ctx, tx, a.Center, kind, "", in.Code)
	if err != nil {
		return err
	}
	if p != nil {
		return compare(ctx, tx, p, in)
	}
	// The same name under another code is a mistake more often than two parties.
	p, err = find(ctx, tx, a.Center, kind, in.Name, "")
	if err == nil && p != nil {
		return fault.New(fault.Conflict, "registration.same_name", "已有同名主体“%s”，其代码为 %s，请核对", p.Name, p.Code).At("name")
	}
	return err
}

// compare judges a row whose code the register has already.
func compare(ctx context.Context, tx *store.Tx, p *party.Party, in *BringIn) error {
	e, _, err := plainEntry(ctx, tx, p.Center, p.ID)
	switch {
	case err != nil:
		return err
	case p.Name != in.Name:
		return fault.New(fault.Conflict, "registration.other_name", "代码 %s 已登记在“%s”名下，与表中名称“%s”不同；如已更名请办理信息变更", p.Code, p.Name, in.Name).At("name")
	case e == nil:
		return nil
	case p.Status == party.Active:
		return fault.New(fault.Conflict, worklist.AlreadyIn, "已备案，无需转入，请从表中删去此行")
	}
	return fault.New(fault.Conflict, "registration.standing", "本系统中为“%s”，不能由转入改变；请在备案页面办理", fault.Pair{p.Status.Title(), p.Status.English()})
}

// rowInput makes the input of the move from the cells of a row.
func rowInput(v map[string]string) (*BringIn, error) {
	in := &BringIn{Kind: v["kind"], Assured: v["assured"] == "是"}
	in.Particulars = Particulars{Name: v["name"], Code: v["code"], Division: v["division"], Address: v["address"], Legal: v["legal"], Industry: v["industry"],
		Scope: v["scope"], Licence: v["licence"], Contacts: []Contact{{Name: v["contacts"], Phone: v["phone"], Mail: v["mail"]}}}
	for _, x := range []struct {
		key string
		to  *int
	}{{"insured", &in.Insured}, {"used", &in.Used}, {"passed", &in.Passed}, {"failed", &in.Failed}} {
		if v[x.key] == "" {
			continue
		}
		n, err := strconv.Atoi(v[x.key])
		if err != nil || n < 0 || n > 1_000_000 {
			return nil, fault.New(fault.Invalid, "registration.number", "应为不小于 0 的整数").At(x.key)
		}
		*x.to = n
	}
	for _, x := range []struct {
		key string
		to  *calendar.Day
	}{{"established", &in.Established}, {"registered", &in.Registered}} {
		if v[x.key] == "" {
			continue
		}
		day, err := calendar.ParseDay(v[x.key])
		if err != nil {
			return nil, fault.New(fault.Invalid, "registration.day", "应为日期，例如 2026-11-22").At(x.key)
		}
		*x.to = day
	}
	return in, nil
}
