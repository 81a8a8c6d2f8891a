// Package people (联系人与代理师) is whom a registered party names: its contacts, and the attorneys of an agency.
package people

import (
	"slices"
	"strings"

	"zhibao/internal/fault"
)

// Agent is one attorney of an agency with the number of the licence.
type Agent struct {
	Name string `json:"name" label:"姓名" en:"Name" max:"60"`
	No   string `json:"no" label:"执业证号" en:"Licence number" max:"30"`
}

// Contact is one person of the party whom the center may call.
type Contact struct {
	Name  string `json:"name" label:"姓名" en:"Name" max:"60"`
	Phone string `json:"phone" label:"手机" en:"Phone" widget:"phone" rule:"phone"`
	Mail  string `json:"mail" label:"邮箱" en:"Mail" widget:"email"`
}

// ContactWords writes contacts in one line, to compare and to show them.
func ContactWords(cs []Contact) string {
	var out []string
	for _, c := range cs {
		out = append(out, strings.TrimSpace(c.Name+" "+c.Phone+" "+c.Mail))
	}
	return strings.Join(out, "、")
}

// AgentWords writes attorneys in one line.
func AgentWords(as []Agent) string {
	var out []string
	for _, a := range as {
		out = append(out, strings.TrimSpace(a.Name+" "+a.No))
	}
	return strings.Join(out, "、")
}

// Reachable reports whether one of the contacts can be called by name.
func Reachable(cs []Contact) bool {
	return slices.ContainsFunc(cs, func(c Contact) bool { return c.Name != "" && c.Phone != "" })
}

// Named finds a contact by the name; none is -1.
func Named(cs []Contact, name string) (row int, x Contact) {
	if row = slices.IndexFunc(cs, func(c Contact) bool { return c.Name == name }); row >= 0 {
		x = cs[row]
	}
	return row, x
}

// Correct corrects a contact of the register at the wish of that person; no field strikes it out.
type Correct struct {
	Row   int    `json:"row" label:"第几名联系人" en:"Which contact" min:"0" max:"50"`
	Field string `json:"field" label:"项目" en:"Field" options:"name=姓名=Name,phone=手机=Phone,mail=邮箱=Mail"`
	Value string `json:"value" label:"更正后" en:"As corrected" max:"200"`
}

// In returns the contacts as corrected; the register keeps one that can be called.
func (in *Correct) In(cs []Contact) ([]Contact, error) {
	all := slices.Clone(cs)
	if in.Row < 0 || in.Row >= len(all) {
		return nil, fault.New(fault.Conflict, "registration.contact", "备案中已没有这名联系人，请刷新页面")
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
	if !Reachable(all) {
		return nil, fault.New(fault.Conflict, "registration.last_contact", "备案须留有一名联系人的姓名和手机：请先由单位申请信息变更，换上另一名联系人，再删除这一名")
	}
	return all, nil
}
