package registration

import (
	"context"
	"slices"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/store"
)

// CorrectContact corrects a contact of the register at the wish of that person; no field strikes it out.
type CorrectContact struct {
	Row   int    `json:"row" label:"第几名联系人" en:"Which contact" min:"0" max:"50"`
	Field string `json:"field" label:"项目" en:"Field" options:"name=姓名=Name,phone=手机=Phone,mail=邮箱=Mail"`
	Value string `json:"value" label:"更正后" en:"As corrected" max:"200"`
}

// correctContact changes the entry in force. The change a party asked for itself is another matter and stays as it is.
func (d *Desk) correctContact(s *casework.Step, in *CorrectContact) error {
	e, err := d.own(s)
	if err != nil {
		return err
	}
	all := slices.Clone(e.Particulars.Contacts)
	if in.Row < 0 || in.Row >= len(all) {
		return fault.New(fault.Conflict, "registration.contact", "备案中已没有这名联系人，请刷新页面")
	}
	x := &all[in.Row]
	switch in.Field {
	case "name":
		x.Name = in.Value
	case "phone":
		x.Phone = in.Value
	case "mail":
		x.Mail = in.Value
	default:
		all = slices.Delete(all, in.Row, in.Row+1)
	}
	if !slices.ContainsFunc(all, func(c Contact) bool { return c.Name != "" && c.Phone != "" }) {
		return fault.New(fault.Conflict, "registration.last_contact", "备案须留有一名联系人的姓名和手机：请先由单位申请信息变更，换上另一名联系人，再删除这一名")
	}
	e.Particulars.Contacts = all
	return putEntry(s.Ctx, s.Tx, s.Key(), e)
}

// ContactRow finds the contact of a party by the name, with the case of the entry; no such contact is -1.
func (d *Desk) ContactRow(ctx context.Context, tx *store.Tx, center, party int64, name string) (caseID int64, row int, x Contact, err error) {
	e, err := d.entry(ctx, tx, center, party)
	if err != nil || e == nil {
		return 0, -1, x, err
	}
	row = slices.IndexFunc(e.Particulars.Contacts, func(c Contact) bool { return c.Name == name })
	if row >= 0 {
		x = e.Particulars.Contacts[row]
	}
	return e.Case, row, x, nil
}
