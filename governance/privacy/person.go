package privacy

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"zhibao/casework"
	"zhibao/governance/privacy/catalogue"
	"zhibao/internal/fault"
	"zhibao/internal/identity"
	"zhibao/internal/office/paper"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/ident"
)

// An Item is something that the program knows of a person, and can correct or erase.
type Item struct {
	Code    string // source and item, "account.phone"
	Title   web.Text
	Value   string // as it is now; empty for a thing without one
	Field   string // what kind of value corrects it: name, phone or mail; empty: it can only be erased
	Erasing bool   // it can be erased
}

// A Source knows items of a person in one module, and corrects and erases them by that module's own acts.
type Source struct {
	Code    string
	Items   func(ctx context.Context, tx *store.Tx, center, account int64) ([]Item, error)
	Correct func(s *casework.Step, account int64, item Item, value string) error
	Erase   func(s *casework.Step, account int64, item Item) error
}

// Accounts is the source of what an account says of its person.
func Accounts(book *identity.Book) Source {
	who := func(s *casework.Step) identity.Who {
		return identity.Who{Account: s.Actor.Account, Name: s.Actor.Name, Center: s.Case.Center, IP: s.Actor.IP}
	}
	return Source{Code: "account",
		Items: func(ctx context.Context, tx *store.Tx, center, account int64) ([]Item, error) {
			a, err := book.Of(ctx, tx, center, account)
			if err != nil || a.Name == identity.Erased {
				return nil, err
			}
			out := []Item{{Code: "account.name", Title: web.Text{"账号姓名", "Name of the account"}, Value: a.Name, Field: identity.FieldName},
				{Code: "account.phone", Title: web.Text{"账号手机", "Phone of the account"}, Value: a.Phone, Field: identity.FieldPhone, Erasing: a.Phone != ""},
				{Code: "account.mail", Title: web.Text{"账号邮箱", "Mail of the account"}, Value: a.Mail, Field: identity.FieldMail, Erasing: a.Mail != ""}}
			// Who works in the center keeps the account while the contract runs.
			if a.Party != 0 {
				out = append(out, Item{Code: "account.whole", Title: web.Text{"整个账号（姓名、手机、邮箱、登录方式；以后不能登录，答复书须另行送达）", "The whole account: name, phone, mail, ways to sign in; nobody signs in by it again, so serve the letter in another way"}, Erasing: true})
			}
			return out, nil
		},
		Correct: func(s *casework.Step, account int64, item Item, value string) error {
			return book.Correct(s.Ctx, s.Tx, who(s), account, item.Field, value)
		},
		Erase: func(s *casework.Step, account int64, item Item) error {
			if item.Field == "" {
				return book.Erase(s.Ctx, s.Tx, who(s), account)
			}
			return book.Correct(s.Ctx, s.Tx, who(s), account, item.Field, "")
		}}
}

// Drafts is the source of forms that were typed and never sent.
func Drafts(o *casework.Office) Source {
	return Source{Code: "drafts",
		Items: func(ctx context.Context, tx *store.Tx, center, account int64) ([]Item, error) {
			by := casework.Actor{}
			by.Account, by.Center = account, center
			all, err := o.Drafts(ctx, tx, by)
			if err != nil || len(all) == 0 {
				return nil, err
			}
			return []Item{{Code: "drafts.all", Title: web.Text{fmt.Sprintf("没有提交的草稿（%d 份）", len(all)), fmt.Sprintf("Drafts that were not sent (%d)", len(all))}, Erasing: true}}, nil
		},
		Erase: func(s *casework.Step, account int64, _ Item) error {
			return casework.DropDrafts(s.Ctx, s.Tx, s.Case.Center, account)
		}}
}

// items lists what the program knows of a person that fits the request; none where no account asked.
func (d *Desk) items(ctx context.Context, tx *store.Tx, r *Request) (out []Item, err error) {
	if r.Account == 0 {
		return nil, nil
	}
	for _, s := range d.Sources {
		all, err := s.Items(ctx, tx, r.Center, r.Account)
		if err != nil {
			return nil, err
		}
		for _, x := range all {
			if r.Kind == "correct" && x.Field != "" || r.Kind == "delete" && x.Erasing {
				out = append(out, x)
			}
		}
	}
	return out, nil
}

// masked shows a value to who decides: the middle of a phone is hidden, as on every page.
func masked(x Item) string {
	if x.Field == identity.FieldPhone {
		return ident.MaskPhone(x.Value)
	}
	return x.Value
}

// choices offers what can be corrected or erased, with what stands there now.
func (d *Desk) choices(c *web.Ctx, tx *store.Tx, k *casework.Case, move string, f *form.Form) error {
	if move != "answer" || k == nil {
		return nil
	}
	r, err := d.get(c.Context(), tx, k.Center, k.ID)
	if err != nil {
		return err
	}
	all, err := d.items(c.Context(), tx, r)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		for _, name := range []string{"items", "name", "phone", "mail", "final"} {
			f.Without(name)
		}
		return nil
	}
	var out []form.Option
	for _, x := range all {
		label := web.Text{x.Title[0], x.Title[1]}
		if v := masked(x); v != "" {
			label = web.Text{label[0] + "，现为 " + v, label[1] + ", now " + v}
		}
		out = append(out, form.Option{Value: x.Code, Label: label})
	}
	f.Options("items", out)
	hide := []string{"final"}
	if r.Kind == "delete" {
		hide = []string{"name", "phone", "mail"}
	}
	for _, name := range hide {
		f.Without(name)
	}
	return nil
}

// carryOut corrects or erases what was chosen, and notes what was done. The old values stay nowhere but as digests in the
// audit.
func (d *Desk) carryOut(s *casework.Step, r *Request, in *Answer) error {
	all, err := d.items(s.Ctx, s.Tx, r)
	if err != nil || len(in.Items) == 0 {
		return err
	}
	if r.Kind == "delete" && !in.Final {
		return fault.New(fault.Invalid, "privacy.final", "删除由平台立即执行，不能恢复：请核对所选各项后勾选确认").At("final")
	}
	values := map[string]string{identity.FieldName: in.Name, identity.FieldPhone: in.Phone, identity.FieldMail: in.Mail}
	for _, code := range in.Items {
		if !slices.ContainsFunc(all, func(x Item) bool { return x.Code == code }) {
			return fault.New(fault.Invalid, "privacy.item", "没有这项信息，或不能由平台更正、删除；请刷新页面后从列出的各项中选择").At("items")
		}
	}
	// In the order of the sources: what is found by the account comes before the account itself.
	for _, x := range all {
		if !slices.Contains(in.Items, x.Code) {
			continue
		}
		source := d.Sources[slices.IndexFunc(d.Sources, func(s Source) bool { return strings.HasPrefix(x.Code, s.Code+".") })]
		if r.Kind == "delete" {
			if err := source.Erase(s, r.Account, x); err != nil {
				return err
			}
			r.Done = append(r.Done, x.Title[0]+"：已删除")
			continue
		}
		value := strings.TrimSpace(values[x.Field])
		if value == "" {
			return fault.New(fault.Invalid, "privacy.value", "请填写“%s”更正后的内容", x.Title[0]).At(x.Field)
		}
		if err := source.Correct(s, r.Account, x, value); err != nil {
			return err
		}
		r.Done = append(r.Done, x.Title[0]+"：已更正")
	}
	return nil
}

// kept lists in a letter what the law has the center keep although the person asked to delete: the catalogue says what,
// why and how long.
func kept() paper.Block {
	t := paper.Table{Head: []string{"仍保存的个人信息", "依据", "保存期限"}, Widths: []float64{4, 4, 3}}
	for _, e := range catalogue.Entries {
		if e.Personal && e.Lawful() {
			t.Rows = append(t.Rows, []string{e.What[0], e.Basis[0], e.Kept[0]})
		}
	}
	return t
}
