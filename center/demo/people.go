package demo

import (
	"context"
	"fmt"

	"zhibao/casework"
	"zhibao/governance/administration"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/store"
)

// A person works in the center of the demo.
type person struct {
	login, name, no string
	role            casework.Role
	more            []casework.Role // beside role
	fields          []string        // classes that the examiner takes; none: any
}

// people lists the accounts of the center: three administrators, the staff, and one account each of
// the province and of CNIPA, which see cases without titles or text.
func people() []person {
	return []person{
		{login: "sysadmin", name: "周系统", no: "A001", role: casework.SysAdmin},
		{login: "secadmin", name: "吴安全", no: "A002", role: casework.SecAdmin},
		{login: "auditor", name: "郑审计", no: "A003", role: casework.Auditor},
		{login: "zhuren", name: "沈立新", no: "Z001", role: casework.Director},
		{login: "fuzeren", name: "许文静", no: "Z002", role: casework.Head},
		{login: "shouli1", name: "陈佳慧", no: "S101", role: casework.Clerk},
		{login: "shouli2", name: "何晓东", no: "S102", role: casework.Clerk},
		{login: "yushen1", name: "张敏", no: "Y201", role: casework.Examiner, fields: []string{"H01", "H02", "B60"}},
		{login: "yushen2", name: "李强", no: "Y202", role: casework.Examiner, fields: []string{"B25", "B65", "G05"}},
		{login: "yushen3", name: "王芳", no: "Y203", role: casework.Examiner, fields: []string{"A61", "G06"}},
		{login: "yushen4", name: "赵磊", no: "Y204", role: casework.Examiner, fields: []string{"C02", "D01", "A01", "A23"}},
		{login: "yushen5", name: "孙悦", no: "Y205", role: casework.Examiner},
		{login: "fuhe1", name: "钱国华", no: "F301", role: casework.Reviewer},
		{login: "fuhe2", name: "冯丽娟", no: "F302", role: casework.Reviewer},
		{login: "baosong", name: "韩雪", no: "B401", role: casework.Marker},
		{login: "zhifa1", name: "徐正平", no: "E701", role: casework.Enforcer},
		{login: "zhifa2", name: "罗岚", no: "E702", role: casework.Enforcer},
		{login: "zhifa3", name: "高远航", no: "E703", role: casework.Enforcer},
		{login: "zhuanjia1", name: "方启明", no: "X801", role: casework.Expert},
		{login: "shengju", name: "省局联络员", no: "P501", role: casework.ProvRole},
		{login: "guojia", name: "国家局联络员", no: "N601", role: casework.NationRole},
	}
}

// guests are two accounts of applicants for the sign-in page.
func guests() []administration.DemoAccount {
	return []administration.DemoAccount{{Login: "qiye01", Password: Password, Who: "一家申请主体"}, {Login: "daili01", Password: Password, Who: "一家代理机构"}}
}

// hire makes the accounts of the center and gives them their roles.
func (b *builder) hire(ctx context.Context) error {
	b.staff = map[string]casework.Actor{}
	for _, p := range people() {
		a := &identity.Account{Center: 1, Login: p.login, Name: p.name, StaffNo: p.no, Fields: p.fields}
		// The province sees the centers of its own number only.
		if p.role == casework.ProvRole {
			a.Province = "33"
		}
		actor, err := b.account(ctx, a, append([]casework.Role{p.role}, p.more...)...)
		if err != nil {
			return err
		}
		b.staff[p.login] = actor
	}
	return nil
}

// account makes an account with its password and returns the actor that it is. It uses the one-time
// link as its owner would, so that the demo's accounts are no different from others.
func (b *builder) account(ctx context.Context, a *identity.Account, roles ...casework.Role) (_ casework.Actor, err error) {
	defer fault.Wrap(&err, "account %s", a.Login)
	by := identity.Who{Center: 1, Name: "示范"}
	var token string
	err = b.c.DB.Write(ctx, func(tx *store.Tx) error {
		if token, err = b.c.Book.Create(ctx, tx, by, a); err != nil {
			return err
		}
		for _, r := range roles {
			if err := b.c.Book.Grant(ctx, tx, by, a.ID, string(r)); err != nil {
				return err
			}
			a.Roles = append(a.Roles, string(r))
		}
		return b.c.Privacy.Agreed(ctx, tx, a.Center, a.ID)
	})
	if err != nil {
		return casework.Actor{}, err
	}
	if err := b.c.Book.SetPassword(ctx, token, Password); err != nil {
		return casework.Actor{}, err
	}
	return administration.ActorOf(a, "", "127.0.0.1"), nil
}

// login numbers the accounts of parties, as qiye01.
func login(prefix string, n int) string { return fmt.Sprintf("%s%02d", prefix, n) }
