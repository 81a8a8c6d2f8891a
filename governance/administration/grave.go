package administration

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"zhibao/casework/setting"
	"zhibao/governance/administration/mutual"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

// Kinds of dangerous acts of this package, as they are stored.
const (
	graveSetting = "setting"    // a new value of a setting that is guarded
	graveRules   = "rules.sign" // the rules of signing in
)

// kinds are the acts that two of the three administrators want before they are done.
func (d *Desk) kinds() map[string]mutual.Kind {
	return map[string]mutual.Kind{
		graveSetting: {Title: web.Text{"更改受保护的配置", "Change of a guarded setting"}, Facts: d.valueFacts, Do: d.doValues, After: func(ctx context.Context, center int64) error {
			// In a transaction of its own: it may touch every open case, and the setting holds without it.
			_, err := d.Office.Recompute(ctx, center)
			return err
		}},
		graveRules: {Title: web.Text{"更改登录规则", "Change of the rules of signing in"}, Facts: d.rulesFacts, Do: func(ctx context.Context, tx *store.Tx, by identity.Who, x *identity.Consent) error {
			var r identity.Rules
			if err := json.Unmarshal([]byte(x.Data), &r); err != nil {
				return err
			}
			return d.Book.SetRules(ctx, tx, by, r)
		}},
	}
}

// askValues asks for new values of a guarded setting. What is wrong with them is said at once, not when others agreed.
func (d *Desk) askValues(c *web.Ctx, def *setting.Def, values []setting.Value) error {
	for _, v := range values {
		if err := def.Check(v.Value); err != nil {
			return err
		}
	}
	data, err := json.Marshal(values)
	if err != nil {
		return err
	}
	return d.Office.DB.Write(c.Context(), func(tx *store.Tx) error {
		return d.Mutual.Ask(c.Context(), tx, who(c), identity.Consent{Kind: graveSetting, Object: def.Key, Data: string(data), Reason: values[0].Reason})
	})
}

// asked reads the values that somebody asked for.
func asked(x *identity.Consent) (out []setting.Value, err error) {
	if err = json.Unmarshal([]byte(x.Data), &out); err == nil && len(out) == 0 {
		err = fault.New(fault.Internal, "admin.consent", "会同事项 %d 没有内容，请不予同意后重新提出", x.ID)
	}
	return out, err
}

// valueFacts say which setting would have which value, beside what is in force.
func (d *Desk) valueFacts(c *web.Ctx, tx *store.Tx, x *identity.Consent) ([]web.KVRow, error) {
	values, err := asked(x)
	if err != nil {
		return nil, err
	}
	def := d.Office.Settings.Def(values[0].Key)
	if def == nil {
		return nil, fault.New(fault.Missing, "setting.key", "没有这个配置项，请从中心配置页面选择")
	}
	now, err := d.values(c, tx, who(c).Center, *def, d.Office.Today())
	if err != nil {
		return nil, err
	}
	var next []string
	for _, v := range values {
		next = append(next, strings.TrimSpace(c.Word(v.Variant)+" "+v.Value))
	}
	rows := []web.KVRow{{Label: c.T("事项", "Matter"), Text: c.T(def.Title, def.English)}}
	if x.State == identity.ConsentOpen {
		rows = append(rows, web.KVRow{Label: c.T("现行值", "In force"), Text: now})
	}
	return append(rows, web.KVRow{Label: c.T("新的值", "New value"), Text: strings.Join(next, c.T("；", "; "))}, web.KVRow{Label: c.T("自何日起", "From"), Text: values[0].From.String()}), nil
}

// doValues stores what was agreed to, as set by whoever asked.
func (d *Desk) doValues(ctx context.Context, tx *store.Tx, by identity.Who, x *identity.Consent) error {
	values, err := asked(x)
	if err != nil {
		return err
	}
	for _, v := range values {
		v.At, v.Actor = d.Office.Now().UnixMicro(), x.AskedBy
		if err := d.Office.Settings.Set(ctx, tx, d.Office.DB.NewID(), by.Center, v); err != nil {
			return err
		}
	}
	return d.Book.Audit(ctx, tx, by, "setting", values[0].Key, x.Reason)
}

// askRules asks for other rules of signing in.
func (d *Desk) askRules(c *web.Ctx, r identity.Rules, reason string) error {
	if err := r.Check(); err != nil {
		return err
	}
	data, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return d.Office.DB.Write(c.Context(), func(tx *store.Tx) error {
		return d.Mutual.Ask(c.Context(), tx, who(c), identity.Consent{Kind: graveRules, Data: string(data), Reason: reason})
	})
}

// rulesFacts say which rules would hold, and while that is open which of them are others than now.
func (d *Desk) rulesFacts(c *web.Ctx, tx *store.Tx, x *identity.Consent) (out []web.KVRow, err error) {
	var r identity.Rules
	if err := json.Unmarshal([]byte(x.Data), &r); err != nil {
		return nil, err
	}
	now := r
	if x.State == identity.ConsentOpen {
		if now, err = d.Book.RulesOf(c.Context(), tx, who(c).Center); err != nil {
			return nil, err
		}
	}
	yes := func(b bool) string {
		if b {
			return c.T("是", "yes")
		}
		return c.T("否", "no")
	}
	days := func(n int64) string {
		if n > 0 {
			return c.T(fmt.Sprintf("%d 天", n), fmt.Sprintf("%d days", n))
		}
		return c.T("不要求更换", "never changed")
	}
	for _, row := range [][3]string{{c.T("工作人员须用第二因子", "The staff needs a second factor"), yes(r.StaffStrong), yes(now.StaffStrong)},
		{c.T("每人一个登录会话", "One session for each"), yes(r.Single), yes(now.Single)}, {c.T("密码有效期", "Passwords hold"), days(r.PasswordDays), days(now.PasswordDays)}} {
		text := row[1]
		if row[2] != row[1] {
			text += c.T("（现为："+row[2]+"）", " (now: "+row[2]+")")
		}
		out = append(out, web.KVRow{Label: row[0], Text: text})
	}
	return out, nil
}

// waiting says that a change was asked for and is not in force; nothing where none waits.
func (d *Desk) waiting(c *web.Ctx, kind, object string) (out []web.Block, err error) {
	err = d.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		out = nil // a transaction may be tried again
		all, err := d.Mutual.Open(c.Context(), tx, who(c).Center, kind)
		for _, x := range all {
			if x.Object == object {
				out = append(out, web.Notice{Tone: web.Amber, Text: c.T("已有一项更改于 "+web.When(x.Asked)+" 提出，正由三员会同，尚未生效。", "A change was asked for at "+web.When(x.Asked)+" and waits for the administrators; it is not in force.")})
			}
		}
		return err
	})
	return out, err
}
