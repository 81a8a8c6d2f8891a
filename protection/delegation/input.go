package delegation

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/law/division"
	"zhibao/law/ident"
	"zhibao/patent/secrecy"
)

// An OfficerLine is one officer of the form.
type OfficerLine struct {
	Account string       `json:"account" label:"姓名" en:"Officer" widget:"select" options:"*" required:"true"`
	Card    string       `json:"card" label:"执法资格证号" en:"Card number" required:"true" max:"40"`
	Until   calendar.Day `json:"until" label:"证件有效期至" en:"Card valid until" widget:"date" required:"true"`
}

// Content is what an entrustment says.
type Content struct {
	Body     string        `json:"body" label:"委托机关" en:"Authority" section:"委托机关=Authority" required:"true" max:"100" help:"依法行使专利行政执法权的机关全称" helpen:"Full name of the authority that holds the power"`
	Mark     string        `json:"mark" label:"机关代字" en:"Word in paper numbers" required:"true" max:"20" help:"受委托制作的文书以此编号，例如“示知法”" helpen:"Papers made under the entrustment carry it in their numbers"`
	Seal     string        `json:"seal" label:"印章名称" en:"Name on the seal" required:"true" max:"100"`
	Code     string        `json:"code" label:"统一社会信用代码" en:"Unified social credit code" rule:"uscc" max:"30"`
	Contact  string        `json:"contact" label:"联系部门或联系人" en:"Contact" required:"true" max:"60"`
	Phone    string        `json:"phone" label:"联系电话" en:"Telephone" required:"true" max:"30"`
	Acts     []string      `json:"acts" label:"委托的行为" en:"Acts" section:"委托事项与权限=Scope" options:"*" required:"true" help:"只能勾选委托书写明的行为；未勾选的，办理时系统不予放行" helpen:"Only what the document names; everything else is refused when it is tried"`
	Kinds    []string      `json:"kinds" label:"专利类型" en:"Kinds of patents" required:"true" options:"发明=发明=Invention,实用新型=实用新型=Utility model,外观设计=外观设计=Design"`
	Area     string        `json:"area" label:"地域" en:"Area" widget:"textarea" required:"true" max:"2000" help:"行政区划代码，每行一个，例如 3301 为杭州市" helpen:"Division codes, one a line; 3301 is Hangzhou"`
	From     calendar.Day  `json:"from" label:"委托期限自" en:"From" section:"期限=Term" widget:"date" required:"true"`
	Until    calendar.Day  `json:"until" label:"至（含当日）" en:"Until (including)" widget:"date" required:"true"`
	Officers []OfficerLine `json:"officers" label:"执法人员" en:"Officers" required:"true" max:"100" help:"本中心取得行政执法资格的工作人员；受委托的事项不得再委托其他组织或者个人" helpen:"Staff of the center who hold the right to enforce; what is entrusted cannot be entrusted on"`
}

// Draw draws up an entrustment to be signed.
type Draw struct{ Content }

// Signature is the document as it was signed.
type Signature struct {
	Number string       `json:"number" label:"委托书文号" en:"Number of the document" section:"签署=Signature" required:"true" max:"60" help:"例如 示知法委〔2026〕1号" helpen:"As it stands on the document, with the year in brackets"`
	Signed calendar.Day `json:"signed" label:"签署日期" en:"Signed on" widget:"date" required:"true"`
	File   form.File    `json:"file" label:"签署并盖章的委托书" en:"The signed and sealed document" required:"true" accept:".pdf,.jpg,.jpeg,.png,.docx" size:"20M"`
	secrecy.Declared
	stored file
}

func (in *Signature) document() (form.File, secrecy.Declared, *file) {
	return in.File, in.Declared, &in.stored
}

// Register enters an entrustment that was signed already.
type Register struct {
	Content
	Signature
}

// Publish records where the authority published the entrustment.
type Publish struct {
	Day   calendar.Day `json:"day" label:"公布日期" en:"Published on" widget:"date" required:"true"`
	Where string       `json:"where" label:"公布途径或网址" en:"Where" required:"true" max:"300"`
}

// Staff changes who may act.
type Staff struct {
	From     calendar.Day  `json:"from" label:"自何日起" en:"From" widget:"date" required:"true"`
	Officers []OfficerLine `json:"officers" label:"变更后的执法人员（全部）" en:"All officers from then on" required:"true" max:"100"`
	Reason   string        `json:"reason" label:"变更原因" en:"Reason" widget:"textarea" required:"true" max:"500"`
	File     form.File     `json:"file" label:"委托机关同意的材料" en:"Consent of the authority" accept:".pdf,.jpg,.jpeg,.png,.docx" size:"20M"`
	secrecy.Declared
	stored file
}

func (in *Staff) document() (form.File, secrecy.Declared, *file) {
	return in.File, in.Declared, &in.stored
}

// Renew enters a renewal as it was signed.
type Renew struct {
	Until calendar.Day `json:"until" label:"续签至（含当日）" en:"Renewed until (including)" widget:"date" required:"true" help:"自现有期限届满的次日起连续计算；已经届满的须重新登记委托书" helpen:"It goes on from the day after the present term; what has expired must be entered anew"`
	Signature
}

// Revoke ends an entrustment before its time.
type Revoke struct {
	Day    calendar.Day `json:"day" label:"自何日起终止" en:"No longer in force from" widget:"date" required:"true"`
	Ground string       `json:"ground" label:"原因" en:"Ground" widget:"select" required:"true" options:"委托机关撤销委托=Revoked by the authority,协商解除=Ended by agreement,机构或职能调整=Reorganisation,不再具备受委托条件=Conditions no longer met"`
	Reason string       `json:"reason" label:"说明" en:"Explanation" widget:"textarea" required:"true" max:"1000"`
	Number string       `json:"number" label:"终止文件的文号" en:"Number of the document" max:"60"`
	File   form.File    `json:"file" label:"终止文件" en:"The document" required:"true" accept:".pdf,.jpg,.jpeg,.png,.docx" size:"20M"`
	secrecy.Declared
	stored file
}

func (in *Revoke) document() (form.File, secrecy.Declared, *file) {
	return in.File, in.Declared, &in.stored
}

// Reasoned is a step that needs a reason.
type Reasoned struct {
	Reason string `json:"reason" label:"理由" en:"Reason" widget:"textarea" required:"true" max:"1000"`
}

// Remarked is a step that may have a remark.
type Remarked struct {
	Remark string `json:"remark" label:"备注" en:"Remark" widget:"textarea" max:"500"`
}

// Tick is made by the clock.
type Tick struct{}

// longest bounds a term: a year that was mistyped must not entrust for a century.
const longest = 10 * 366

// checked brings what was typed into an entrustment, or says what is wrong with it.
func (d *Desk) checked(s *casework.Step, e *Entrustment, in *Content) error {
	switch {
	case in.Until < in.From:
		return fault.New(fault.Invalid, "delegation.days", "委托期限的截止日 %s 早于起始日 %s，请核对", in.Until, in.From).At("until")
	case in.Until-in.From > longest:
		return fault.New(fault.Invalid, "delegation.long", "委托期限超过十年，请核对起止日的年份").At("until")
	}
	area := strings.FieldsFunc(in.Area, func(r rune) bool { return strings.ContainsRune(" \t\r\n,，、;；", r) })
	for _, code := range area {
		if strings.Trim(code, "0123456789") != "" || !slices.Contains([]int{2, 4, 6}, len(code)) || !place(code) {
			return fault.New(fault.Invalid, "delegation.division", "没有行政区划代码 %s，请填写两位、四位或六位代码，例如 3301", code).At("area")
		}
	}
	if len(area) == 0 {
		return fault.New(fault.Invalid, "delegation.no_area", "请填写委托的地域，每行一个行政区划代码").At("area")
	}
	for _, code := range in.Acts {
		if !slices.ContainsFunc(d.Acts, func(a Act) bool { return a.Code == code }) {
			return fault.New(fault.Invalid, "delegation.act", "没有代码为 %s 的行为，请从表单中勾选", code).At("acts")
		}
	}
	if in.Code != "" {
		code, err := ident.ParseUSCC(in.Code)
		if err != nil {
			return unreadable(err, "code")
		}
		e.Code = string(code)
	}
	e.Body, e.Mark, e.Seal, e.Contact, e.Phone = strings.TrimSpace(in.Body), strings.TrimSpace(in.Mark), strings.TrimSpace(in.Seal), in.Contact, in.Phone
	e.Kinds, e.Acts, e.Area, e.From, e.Until = in.Kinds, in.Acts, area, in.From, in.Until
	var err error
	e.Officers, err = d.officersOf(s, in.Officers, in.From)
	return err
}

// place reports whether there is a division that begins with the digits.
func place(code string) bool {
	p, exact := division.Lookup((code + "000000")[:6])
	return exact || p.String() != ""
}

// officersOf reads the officers of a form. Each must work in the center, and be there once; at least
// as many as the center demands must hold a card that is valid on the first day.
func (d *Desk) officersOf(s *casework.Step, lines []OfficerLine, from calendar.Day) (out []Officer, err error) {
	people, err := d.Staff(s.Ctx, s.Tx, s.Case.Center)
	if err != nil {
		return nil, err
	}
	valid := 0
	for _, l := range lines {
		i := slices.IndexFunc(people, func(p Person) bool { return strconv.FormatInt(p.Account, 10) == l.Account })
		if i < 0 {
			return nil, fault.New(fault.Invalid, "delegation.stranger", "执法人员须是本中心的工作人员，所选账号不在其中，请重新选择").At("officers").On(penaltyLaw("第二十一条").String())
		}
		o := Officer{Account: people[i].Account, Name: people[i].Name, Card: strings.TrimSpace(l.Card), CardUntil: l.Until, From: from}
		for _, other := range out {
			if other.Account == o.Account || other.Card == o.Card {
				return nil, fault.New(fault.Invalid, "delegation.twice", "%s 或其执法资格证号 %s 填写了两次，请只保留一行", o.Name, o.Card).At("officers")
			}
		}
		if o.CardUntil >= from {
			valid++
		}
		out = append(out, o)
	}
	least, err := s.Office.Settings.Int(s.Ctx, s.Tx, s.Setting("delegation.officers"))
	if err == nil && valid < least {
		err = fault.New(fault.Invalid, "delegation.few", "%s 起证件有效的执法人员只有 %d 名，至少须有 %d 名，请增加人员或先换证", from, valid, least).At("officers").On(penaltyLaw("第四十二条").String())
	}
	return out, err
}

// signature checks what was signed and returns the number in its usual form.
func (d *Desk) signature(s *casework.Step, in *Signature) (string, error) {
	if in.Signed > s.Today {
		return "", fault.New(fault.Invalid, "delegation.signed", "签署日期 %s 还没有到，请在签署后登记", in.Signed).At("signed")
	}
	no, err := ident.ParseDocumentNo(in.Number)
	if err != nil {
		return "", unreadable(err, "number")
	}
	all, err := d.all(s.Ctx, s.Tx, s.Case.Center)
	for _, e := range all {
		taken := e.Case != s.Case.ID && e.Number == string(no) || slices.ContainsFunc(e.Terms, func(t Term) bool { return t.Number == string(no) })
		if taken && e.State != Dropped {
			return "", fault.New(fault.Conflict, "delegation.number", "文号 %s 已登记在 %s 中，请核对", no, e.Own).At("number")
		}
	}
	return string(no), err
}

// unreadable is the refusal of a number that is not made as such numbers are.
func unreadable(err error, field string) error {
	if e, ok := errors.AsType[*ident.Error](err); ok {
		return fault.New(fault.Invalid, "delegation.ident", "%s", fault.Pair{e.Message, e.EN}).At(field)
	}
	return err
}
