package administration

import (
	"zhibao/casework/setting"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// A SettingView is one setting of the center with the values in force today.
type SettingView struct {
	Key     string         `json:"key"`
	Title   string         `json:"title"`
	English string         `json:"english"`
	Level   string         `json:"level" doc:"性质，例如本中心规定"`
	Values  []SettingValue `json:"values"`
	History []SettingValue `json:"history,omitempty" doc:"仅在单项查询时给出，最新的在前"`
}

// A SettingValue is one value, of one kind of case where they differ.
type SettingValue struct {
	Variant string       `json:"variant,omitempty"`
	Value   string       `json:"value"`
	From    calendar.Day `json:"from,omitzero"`
	Reason  string       `json:"reason,omitempty"`
}

// SettingSet says whether a value was stored, or waits for two administrators.
type SettingSet struct {
	Done  bool `json:"done"`
	Waits bool `json:"waits,omitempty" doc:"已提出，待两位管理员会同"`
}

// CalendarView is what is known of holidays.
type CalendarView struct {
	Years []int `json:"years" doc:"已有放假安排的年份；其后年份的到期日为暂定"`
}

// CalendarMoved is how many cases got another due day.
type CalendarMoved struct {
	Moved int `json:"moved"`
}

// A StaffView is what the assignment of cases knows about somebody.
type StaffView struct {
	ID     string       `json:"id"`
	Name   string       `json:"name"`
	Roles  []string     `json:"roles"`
	Fields []string     `json:"fields" doc:"空为全部领域"`
	Away   calendar.Day `json:"away,omitzero" doc:"请假至"`
}

// restConfig is the configuration: settings, calendar, staff.
func (d *Desk) restConfig() []rest.Endpoint {
	return []rest.Endpoint{
		{Method: "GET", Path: "/settings", Act: ActConfig, Title: web.Text{"中心规定及现行值", "Settings in force"}, Pages: []string{"GET /admin/settings"}, Answer: []SettingView{}, Handle: d.restSettings},
		{Method: "GET", Path: "/settings/{key}", Act: ActConfig, Title: web.Text{"一项规定及历次取值", "One setting with its history"}, Pages: []string{"GET /admin/settings/{key}"}, Answer: SettingView{},
			Handle: d.restSetting},
		{Method: "POST", Path: "/settings/{key}", Act: ActConfig, Title: web.Text{"自某日起更改一项规定，期限随即重算；受保护的只是提出，经两位管理员会同后生效", "Change a setting from a day on; a guarded one is asked for and holds when two administrators agreed"}, Pages: []string{"POST /admin/settings/{key}"},
			Body: d.setting, Answer: SettingSet{}, Handle: d.restSet},
		{Method: "GET", Path: "/calendar", Act: ActConfig, Title: web.Text{"已有放假安排的年份", "Years whose holidays are known"}, Pages: []string{"GET /admin/calendar"}, Answer: CalendarView{},
			Handle: func(c *rest.Call) (any, error) {
				years, err := d.years(c.Ctx)
				return CalendarView{rest.List(years)}, err
			}},
		{Method: "POST", Path: "/calendar", Act: ActConfig, Title: web.Text{"导入放假安排，或登记临时闭馆", "Import holidays or record a closure"}, Pages: []string{"POST /admin/calendar"}, Body: d.calendar,
			Answer: CalendarMoved{}, Handle: func(c *rest.Call) (any, error) {
				var in calendarForm
				if err := c.Read(d.calendar, &in); err != nil {
					return nil, err
				}
				n, err := d.importCalendar(c.Ctx, in)
				return CalendarMoved{n}, err
			}},
		{Method: "GET", Path: "/staff", Act: ActConfig, Title: web.Text{"人员的审查领域与请假", "Fields and leave of the staff"}, Pages: []string{"GET /admin/settings", "GET /admin/staff/{id}"},
			Answer: []StaffView{}, Handle: d.restStaff},
		{Method: "POST", Path: "/staff/{id}", Act: ActConfig, Title: web.Text{"设定一人的审查领域与请假", "Set somebody's fields and leave"}, Pages: []string{"POST /admin/staff/{id}"}, Body: d.work,
			Answer: rest.Done{}, Handle: func(c *rest.Call) (any, error) {
				a, err := d.member(c.Ctx)
				if err != nil {
					return nil, err
				}
				var in workForm
				if err := c.Read(d.work, &in); err != nil {
					return nil, err
				}
				return rest.OK(d.setWork(c.Ctx, a, &in))
			}},
	}
}

// settingView is a setting with its values of today.
func (d *Desk) settingView(c *rest.Call, tx *store.Tx, def *setting.Def) (SettingView, error) {
	v := SettingView{Key: def.Key, Title: def.Title, English: def.English, Level: def.Level.Title(), Values: []SettingValue{}}
	all, err := d.inForce(c.Ctx, tx, setting.Query{Center: who(c.Ctx).Center, Key: def.Key, On: d.Office.Today()}, def.Variants)
	for _, x := range all {
		v.Values = append(v.Values, SettingValue{Variant: x.Variant, Value: x.Value})
	}
	return v, err
}

// restSettings answers every setting.
func (d *Desk) restSettings(c *rest.Call) (any, error) {
	out := []SettingView{}
	err := d.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		for _, def := range d.Office.Settings.Defs() {
			v, err := d.settingView(c, tx, &def)
			if err != nil {
				return err
			}
			out = append(out, v)
		}
		return nil
	})
	return out, err
}

// definition is the setting that the address names.
func (d *Desk) definition(c *rest.Call) (*setting.Def, error) {
	if def := d.Office.Settings.Def(c.Path("key")); def != nil {
		return def, nil
	}
	return nil, fault.New(fault.Missing, "setting.key", "没有这个配置项，请从中心配置页面选择")
}

// restSetting answers one setting with every value that it had.
func (d *Desk) restSetting(c *rest.Call) (any, error) {
	def, err := d.definition(c)
	if err != nil {
		return nil, err
	}
	var out SettingView
	err = d.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		if out, err = d.settingView(c, tx, def); err != nil {
			return err
		}
		values, err := d.Office.Settings.History(c.Context(), tx, who(c.Ctx).Center, def.Key)
		for _, v := range values {
			out.History = append(out.History, SettingValue{v.Variant, v.Value, v.From, v.Reason})
		}
		return err
	})
	return out, err
}

// restSet gives a setting a new value from a day on.
func (d *Desk) restSet(c *rest.Call) (any, error) {
	def, err := d.definition(c)
	if err != nil {
		return nil, err
	}
	var in settingForm
	if err := c.ReadForm(c.Form(d.setting).Options("variant", variantsOf(def)), &in); err != nil {
		return nil, err
	}
	return SettingSet{Done: !def.Grave, Waits: def.Grave}, d.setValues(c.Ctx, def, who(c.Ctx), in)
}

// restStaff answers who examines what, and until when somebody is away.
func (d *Desk) restStaff(c *rest.Call) (any, error) {
	out := []StaffView{}
	accounts, err := d.accounts(c.Ctx)
	for _, a := range accounts {
		if isStaff(a) {
			out = append(out, StaffView{rest.ID(a.ID), a.Name, rest.List(a.Roles), rest.List(a.Fields), calendar.Day(a.AwayUntil)})
		}
	}
	return out, err
}
