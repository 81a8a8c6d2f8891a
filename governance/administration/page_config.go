package administration

import (
	"fmt"
	"slices"
	"strings"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/law/term"
)

// settingForm is a new value of one setting from a day on. Older values stay: a term is counted
// with the length in force on the day it began.
type settingForm struct {
	Variant string       `json:"variant" label:"类型" en:"Kind" widget:"select" options:"*" help:"不选则适用于全部类型" helpen:"All kinds when empty"`
	Value   string       `json:"value" label:"新的值" en:"New value" widget:"textarea" required:"true" max:"20000"`
	From    calendar.Day `json:"from" label:"自何日起" en:"From" widget:"date" required:"true" help:"此前开始计算的期限不受影响" helpen:"Terms that began before are not changed"`
	Reason  string       `json:"reason" label:"依据与理由" en:"Reason" required:"true" max:"200"`
}

// calendarForm is either the holidays of a year as a file or a closure of the center's own; a
// file takes precedence.
type calendarForm struct {
	File form.File    `json:"file" label:"放假安排文件" en:"Holiday file" accept:".json,.csv" size:"1M" help:"JSON 或 CSV（日期,名称,休或班）；年度安排须包含元旦与国庆" helpen:"JSON or CSV: date, name, and the Chinese word for day off or working day"`
	Name string       `json:"name" section:"临时闭馆=Closure" label:"事由" en:"Reason" max:"60"`
	From calendar.Day `json:"from" label:"自" en:"From" widget:"date"`
	To   calendar.Day `json:"to" label:"至" en:"Until" widget:"date"`
}

// workForm is what the assignment of cases needs to know about one member of staff.
type workForm struct {
	Fields string       `json:"fields" label:"审查领域" en:"Fields" widget:"textarea" max:"2000" help:"IPC 小类或洛迦诺类，以空格分隔；留空表示全部" helpen:"IPC subclasses or Locarno classes; empty means all"`
	Away   calendar.Day `json:"away" label:"请假至" en:"Away until" widget:"date" help:"请假期间不分案；留空表示在岗" helpen:"No new cases until then"`
}

// settingsPage lists the configuration of the center with the values in force today.
func (d *Desk) settingsPage(c *web.Ctx) error {
	center, today := who(c).Center, d.Office.Today()
	var groups []web.Block
	err := d.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		// Only what a center may decide is a setting, so these lists cannot offer to change law.
		tables := map[string]*web.Table{}
		for _, def := range d.Office.Settings.Defs() {
			value, err := d.values(c, tx, center, def, today)
			if err != nil {
				return err
			}
			t := tables[def.Group]
			if t == nil {
				t = &web.Table{Title: d.groupTitle(c, def.Group), Head: []string{c.T("事项", "Matter"), c.T("现行值", "In force"), c.T("性质", "Nature")}}
				tables[def.Group], groups = t, append(groups, t)
			}
			t.Rows = append(t.Rows, []web.Cell{{Text: c.T(def.Title, def.English), Href: "/admin/settings/" + def.Key}, {Text: value}, {Tag: web.Tag{Tone: web.Grey, Text: c.Word(def.Level.Title())}}})
		}
		return nil
	})
	if err != nil {
		return err
	}
	people, err := d.people(c)
	if err != nil {
		return err
	}
	c.Page = web.Page{Title: c.T("中心配置", "Configuration"), Actions: []web.Link{{Href: "/admin/calendar", Label: c.T("节假日与闭馆", "Holidays")}}}
	head := []web.Block{web.Notice{Tone: web.Blue, Text: c.T("这里的数值都是本中心规定，可以调整并注明依据；法律、行政法规和审查指南的规定不在此列，不能更改。",
		"Everything here is a rule of the center and can be changed with a reason; law and guidelines are not listed and cannot be changed.")}}
	return c.Render("page-blocks", slices.Concat(head, groups, []web.Block{people}))
}

// groupTitle names what a group of settings is about: a procedure, or what all of them share.
func (d *Desk) groupTitle(c *web.Ctx, group string) string {
	if ch := d.Office.Chart(group); ch != nil {
		return c.T(ch.Title, ch.English)
	}
	if t, ok := groupTitles[group]; ok {
		return c.Say(t)
	}
	return c.T("其他", "Other")
}

// groupTitles name the groups that are no procedure.
var groupTitles = map[string]web.Text{
	"admin": {"三员管理", "Administrators"}, "treelog": {"存证日志", "Log of records"}, "field": {"技术领域", "Fields"}, "document": {"文书", "Papers"}, "status": {"公开页面与办事指南", "Public pages and guide"}, "board": {"在办期限总览与预测", "Terms of open cases and forecast"},
	"casework": {"查阅授权与答复码", "Openings and answer codes"}, "hearing": {"口头审理与听证", "Hearings"}, "quality": {"审查质量", "Quality of examination"},
	"intake": {"文献导入与外观近似检索", "Import of documents and search of designs"}, "searching": {"专利检索", "Patent search"}, "watch": {"监视与预警", "Watches and warnings"},
	"value": {"高价值发明专利", "Patents of high value"}, "navigation": {"专利导航", "Patent navigation"}, "abnormal": {"非正常申请监测", "Abnormal filings"},
}

// values shows the values in force on a day, one for each kind of case where they differ, cut to
// 80 characters: some settings are lists of classes.
func (d *Desk) values(c *web.Ctx, tx *store.Tx, center int64, def setting.Def, today calendar.Day) (string, error) {
	var out []string
	all, err := d.inForce(c, tx, setting.Query{Center: center, Key: def.Key, On: today}, def.Variants)
	if err != nil {
		return "", err
	}
	for _, x := range all {
		value := x.Value
		switch {
		case def.Type == setting.Bool && value == "true":
			value = c.T("是", "yes")
		case def.Type == setting.Bool:
			value = c.T("否", "no")
		case def.Type == setting.Choice && def.Help != "":
			value += "（" + c.T(def.Help, def.HelpEN) + "）"
		}
		if l, err := term.ParseLength(value); err == nil && def.Type == setting.Length {
			value = c.T(l.String(), l.English())
		}
		if x.Variant != "" {
			value = c.Word(x.Variant) + " " + value
		}
		if r := []rune(value); len(r) > 80 {
			value = string(r[:80]) + "…"
		}
		out = append(out, value)
	}
	return strings.Join(out, c.T("；", "; ")), nil
}

// inForce returns the value of each kind of case on the day of the query.
func (d *Desk) inForce(c *web.Ctx, tx *store.Tx, q setting.Query, variants []string) (out []setting.Value, err error) {
	// A setting without variants has one value, stored under the empty one.
	if len(variants) == 0 {
		variants = []string{""}
	}
	for _, v := range variants {
		q.Variant = v
		value, err := d.Office.Settings.Raw(c.Context(), tx, q)
		if err != nil {
			return nil, err
		}
		out = append(out, setting.Value{Key: q.Key, Variant: v, Value: value})
	}
	return out, nil
}

// people lists the staff with what they examine.
func (d *Desk) people(c *web.Ctx) (web.Table, error) {
	t := web.Table{Title: c.T("人员领域与请假", "Staff: fields and leave"), Head: []string{c.T("姓名", "Name"), c.T("角色", "Roles"), c.T("审查领域", "Fields"), c.T("请假至", "Away until")}}
	accounts, err := d.accounts(c)
	for _, a := range accounts {
		if isStaff(a) {
			t.Rows = append(t.Rows, []web.Cell{{Text: a.Name, Href: fmt.Sprintf("/admin/staff/%d", a.ID)}, {Text: roleWords(c, a.Roles)},
				{Text: strings.Join(a.Fields, " ")}, {Text: calendar.Day(a.AwayUntil).String()}})
		}
	}
	return t, err
}

// isStaff leaves out the administrators and accounts that have no role yet: neither is given cases.
func isStaff(a *identity.Account) bool {
	if a.Party != 0 {
		return false
	}
	for _, r := range a.Roles {
		if casework.Role(r).Info().Staff {
			return true
		}
	}
	return false
}

// member returns the member of staff whom the address names.
func (d *Desk) member(c *web.Ctx) (a *identity.Account, err error) {
	id, err := worklist.ID(c, "id")
	if err != nil {
		return nil, err
	}
	err = d.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		a, err = d.Book.Get(c.Context(), tx, id)
		// Accounts of parties belong to the parties, whoever administers the center.
		if err == nil && (a.Center != who(c).Center || a.Party != 0) {
			return fault.New(fault.Missing, "identity.account", "没有这位工作人员，请从人员列表选择")
		}
		return err
	})
	return a, err
}

// setWork keeps what the member of staff examines and until when the person is away.
func (d *Desk) setWork(c *web.Ctx, a *identity.Account, in *workForm) error {
	return d.Office.DB.Write(c.Context(), func(tx *store.Tx) error {
		return d.Book.SetWork(c.Context(), tx, who(c), a.ID, strings.Fields(in.Fields), int64(in.Away))
	})
}

// staffPage changes what one person examines and until when the person is away.
func (d *Desk) staffPage(c *web.Ctx) error {
	a, err := d.member(c)
	if err != nil {
		return err
	}
	c.Page = web.Page{Title: a.Name, At: "/admin/settings", Crumbs: []web.Link{{Href: "/admin/settings", Label: c.T("中心配置", "Configuration")}, {Label: a.Name}}}
	f := form.New(c, d.work)
	f.Cancel = "/admin/settings"
	f.Fill(workForm{strings.Join(a.Fields, " "), calendar.Day(a.AwayUntil)})
	var in workForm
	ok, err := f.Read(&in)
	if err != nil || !ok {
		return joined(err, func() error { return c.RenderForm(f) })
	}
	if err := d.setWork(c, a, &in); err != nil {
		return err
	}
	c.Flash(web.Green, c.T("已保存", "Saved"))
	return c.Redirect("/admin/settings")
}

// settingPage shows one setting with its history and sets a new value from a day on.
func (d *Desk) settingPage(c *web.Ctx) error {
	def := d.Office.Settings.Def(c.Path("key"))
	if def == nil {
		return fault.New(fault.Missing, "setting.key", "没有这个配置项，请从中心配置页面选择")
	}
	by := who(c)
	c.Page = web.Page{Title: c.T(def.Title, def.English), At: "/admin/settings", Crumbs: []web.Link{{Href: "/admin/settings", Label: c.T("中心配置", "Configuration")}}}
	f := form.New(c, d.setting)
	f.Cancel, f.Intro = "/admin/settings", c.T(def.Help, def.HelpEN)
	f.Options("variant", variantsOf(def)).Fill(settingForm{From: d.Office.Today()})
	var in settingForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		err := d.setValues(c, def, by, in)
		if err == nil {
			if def.Grave {
				c.Flash(web.Green, c.T("已提出；经两位管理员会同后生效", "Asked; it holds when two administrators agreed"))
			} else {
				c.Flash(web.Green, c.T("已保存；在计算中的期限已重新计算", "Saved; running terms were computed again"))
			}
			return c.Redirect("/admin/settings")
		}
		if !f.Refused(err) {
			return err
		}
	}
	// Shown below the form, so that whoever changes a rule sees when and why it changed before.
	history, err := d.history(c, def, by.Center)
	if err != nil {
		return err
	}
	above, err := d.waiting(c, graveSetting, def.Key)
	if err != nil {
		return err
	}
	if len(def.Variants) == 0 {
		f.Without("variant")
	}
	if def.Grave {
		f.Submit = c.T("提出更改", "Ask for the change")
		above = append(above, web.Notice{Tone: web.Blue, Text: c.T("这一项须经系统、安全、审计三员中的两位会同同意后才生效。", "Two of the three administrators have to agree before this holds.")})
	}
	return c.Render("page-blocks", append(above, f, history))
}

// variantsOf are the kinds of cases that have a value of their own, as choices.
func variantsOf(def *setting.Def) (out []form.Option) {
	for _, v := range def.Variants {
		out = append(out, form.Option{Value: v, Label: web.Text{v, worklist.KindEnglish(v)}})
	}
	return out
}

// setValues stores the value, for all kinds where none was chosen, together with its entry in
// the audit, and then computes the open clocks of the center again. A guarded setting is only asked
// for: it holds when two of the three administrators agreed.
func (d *Desk) setValues(c *web.Ctx, def *setting.Def, by identity.Who, in settingForm) error {
	variants := []string{in.Variant}
	if in.Variant == "" && len(def.Variants) > 0 {
		variants = def.Variants
	}
	var values []setting.Value
	for _, v := range variants {
		values = append(values, setting.Value{Key: def.Key, Variant: v, Value: strings.TrimSpace(in.Value), Reason: in.Reason, From: in.From, At: c.Now().UnixMicro(), Actor: by.Account})
	}
	if def.Grave {
		return d.askValues(c, def, values)
	}
	err := d.Office.DB.Write(c.Context(), func(tx *store.Tx) error {
		for _, v := range values {
			if err := d.Office.Settings.Set(c.Context(), tx, d.Office.DB.NewID(), by.Center, v); err != nil {
				return err
			}
		}
		return d.Book.Audit(c.Context(), tx, by, "setting", def.Key, in.Reason)
	})
	if err != nil {
		return err
	}
	// In a transaction of its own: it may touch every open case, and the setting holds without it.
	_, err = d.Office.Recompute(c.Context(), by.Center)
	return err
}

// history lists every value the setting had, with the reason that was given.
func (d *Desk) history(c *web.Ctx, def *setting.Def, center int64) (web.Table, error) {
	t := web.Table{Title: c.T("历次取值", "History"), Head: []string{c.T("自", "From"), c.T("类型", "Kind"), c.T("值", "Value"), c.T("理由", "Reason")},
		Empty: c.T("尚未调整，使用默认值。", "Never changed; the default is in force.")}
	err := d.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		values, err := d.Office.Settings.History(c.Context(), tx, center, def.Key)
		for _, v := range values {
			t.Rows = append(t.Rows, []web.Cell{{Text: v.From.String()}, {Text: v.Variant}, {Text: v.Value}, {Text: v.Reason}})
		}
		return err
	})
	return t, err
}

// calendarPage imports a year's holidays or announces a closure; open clocks are recomputed.
func (d *Desk) calendarPage(c *web.Ctx) error {
	c.Page = web.Page{Title: c.T("节假日与闭馆", "Holidays and closures"), At: "/admin/settings", Crumbs: []web.Link{{Href: "/admin/settings", Label: c.T("中心配置", "Configuration")}}}
	f := form.New(c, d.calendar)
	f.Submit, f.Cancel = c.T("导入并重新计算期限", "Import and recompute"), "/admin/settings"
	var in calendarForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		moved, err := d.importCalendar(c, in)
		if err == nil {
			c.Flash(web.Green, c.T(fmt.Sprintf("已导入；%d 件案件的到期日有变化", moved), fmt.Sprintf("Imported; %d due dates changed", moved)))
			return c.Redirect("/admin/calendar")
		}
		if !f.Refused(err) {
			return err
		}
	}
	ys, err := d.years(c)
	if err != nil {
		return err
	}
	// There is always at least the list that the program brings along.
	years := fmt.Sprintf("%d–%d", ys[0], ys[len(ys)-1])
	return c.Render("page-blocks", []web.Block{web.Notice{Tone: web.Blue, Text: c.T("已有放假安排的年份："+years+"。其后年份的到期日为暂定，导入后自动重算。",
		"Years with holidays: "+years+". Later due dates are provisional until the list is imported.")}, f})
}

// years are those whose holidays are known.
func (d *Desk) years(c *web.Ctx) (out []int, err error) {
	err = d.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		cal, err := d.Office.Calendar(c.Context(), tx, who(c).Center)
		if err == nil {
			out = cal.Years()
		}
		return err
	})
	return out, err
}

// importCalendar adds a layer to the center's calendar and returns how many cases got another
// due day. What is wrong with the file is said beside the field, with the line.
func (d *Desk) importCalendar(c *web.Ctx, in calendarForm) (int, error) {
	var layer calendar.Layer
	switch {
	case !in.File.IsZero():
		r, err := in.File.Open()
		if err != nil {
			return 0, err
		}
		defer r.Close()
		// By the name alone: a CSV file taken for JSON is refused by its first character.
		read := calendar.ImportJSON
		if strings.HasSuffix(strings.ToLower(in.File.Name), ".csv") {
			read = calendar.ImportCSV
		}
		if layer, err = read(r); err != nil {
			return 0, fault.New(fault.Invalid, "calendar.file", "放假安排文件有误，请更正后重新选择：%v", err).At("file")
		}
	case in.Name != "":
		var err error
		if layer, err = calendar.CloseDays(in.Name, in.From, in.To); err != nil {
			return 0, fault.New(fault.Invalid, "calendar.closure", "%v", err).At("from")
		}
	default:
		return 0, fault.New(fault.Invalid, "calendar.nothing", "请选择放假安排文件，或填写临时闭馆的事由与日期").At("file")
	}
	a := worklist.Actor(c)
	moved, err := d.Office.AddCalendarLayer(c.Context(), a, layer)
	if err != nil {
		return 0, err
	}
	return moved, d.Office.DB.Write(c.Context(), func(tx *store.Tx) error {
		return d.Book.Audit(c.Context(), tx, who(c), "calendar", layer.Name, "")
	})
}
