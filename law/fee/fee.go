// Package fee (费用) holds the official fees of patent procedures as dated data and works out
// what a filing costs, line by line with its basis. The amounts are [K]: known, without the
// text of the tariff at hand, so that papers show them as 供参考 and a newer table can be read.
// Centers themselves charge nothing.
package fee

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"zhibao/law/calendar"
	"zhibao/law/ident"
	"zhibao/law/rule"
)

// Code names a fee, stable for ever.
type Code string

// The fees.
const (
	Filing          Code = "filing"           // 申请费
	Publication     Code = "publication"      // 公布印刷费
	Page            Code = "page"             // 说明书附加费, pages 31 to 300
	PageOver300     Code = "page-over-300"    // 说明书附加费, from page 301
	Claim           Code = "claim"            // 权利要求附加费, from claim 11
	Priority        Code = "priority"         // 优先权要求费
	Examination     Code = "examination"      // 实质审查费
	Reexamination   Code = "reexamination"    // 复审费
	Invalidation    Code = "invalidation"     // 无效宣告请求费
	Evaluation      Code = "evaluation"       // 专利权评价报告请求费
	Restoration     Code = "restoration"      // 恢复权利请求费
	Extension       Code = "extension"        // 延长期限请求费, first, a month
	ExtensionRepeat Code = "extension-repeat" // 延长期限请求费, again, a month
	Change          Code = "change"           // 著录事项变更费
)

// An Item is a fee with its amount for a type of patent and a time.
type Item struct {
	Code      Code             `json:"code"`
	Title     string           `json:"title"`
	English   string           `json:"english"`
	Type      ident.PatentType `json:"type,omitzero"` // 0: all types
	Yuan      int              `json:"yuan"`          // for one
	Reducible bool             `json:"reducible,omitempty"`
	Basis     []rule.Cite      `json:"basis"`
	Since     calendar.Day     `json:"since,omitzero"` // first day, no day: always
	Until     calendar.Day     `json:"until,omitzero"` // last day, no day: still
}

// A Table is a tariff. Its order is that of the lines of a bill.
type Table []Item

// Standard returns the table that ships with the program.
func Standard() Table { return slices.Clone(standard) }

// Item returns the fee for a type of patent on a day.
func (t Table) Item(code Code, typ ident.PatentType, on calendar.Day) (Item, bool) {
	i := slices.IndexFunc(t, func(it Item) bool {
		return it.Code == code && (it.Type == 0 || it.Type == typ.Right()) &&
			(it.Since.IsZero() || on >= it.Since) && (it.Until.IsZero() || on <= it.Until)
	})
	if i < 0 {
		return Item{}, false
	}
	return t[i], true
}

// Reduction is the part of a reducible fee that need not be paid, in percent.
type Reduction int

// The reductions of 细则 117 and the measures on the reduction of patent fees. [K]
const (
	None   Reduction = 0
	Joint  Reduction = 70 // several applicants, all of them entitled
	Single Reduction = 85 // one applicant
)

// An Application is what the fees of a filing depend on.
type Application struct {
	Type       ident.PatentType
	Claims     int // none for designs
	Pages      int // of description with drawings; none for designs
	Priorities int
	Examine    bool // 实质审查 is requested with the filing; inventions only
	Reduction  Reduction
	On         calendar.Day // day of filing
}

// A Line is one fee of a bill.
type Line struct {
	Item
	Number  int // how many times Yuan
	Full    int // before reduction, in yuan
	Payable int // after it
}

// A Bill is what a filing costs.
type Bill struct {
	Lines         []Line
	Full, Payable int // sums, in yuan
}

// maxCount bounds claims, pages and priorities.
const maxCount = 100_000

// Bill works out the fees that are due with a filing. Errors are in Chinese and say which
// figure is wrong.
func (t Table) Bill(a Application) (Bill, error) {
	if err := a.check(); err != nil {
		return Bill{}, err
	}
	counts := map[Code]int{Filing: 1, Claim: max(0, a.Claims-10), Priority: a.Priorities,
		Page: min(270, max(0, a.Pages-30)), PageOver300: max(0, a.Pages-300)}
	if a.Type.Right() == ident.Invention {
		counts[Publication] = 1
		if a.Examine {
			counts[Examination] = 1
		}
	}
	var b Bill
	for _, code := range []Code{Filing, Publication, Page, PageOver300, Claim, Priority, Examination} {
		n := counts[code]
		if n == 0 {
			continue
		}
		item, ok := t.Item(code, a.Type, a.On)
		if !ok {
			return Bill{}, fmt.Errorf("收费表中没有 %s 当日适用的项目 %s，请更新收费表", a.On, code)
		}
		line := Line{Item: item, Number: n, Full: n * item.Yuan}
		line.Payable = line.Full
		if item.Reducible {
			line.Payable = line.Full * (100 - int(a.Reduction)) / 100
		}
		b.Lines = append(b.Lines, line)
		b.Full += line.Full
		b.Payable += line.Payable
	}
	return b, nil
}

// Surcharges are the lines for claims and pages beyond the free number, with their sums.
func (b Bill) Surcharges() (out Bill) {
	for _, l := range b.Lines {
		if l.Code == Claim || l.Code == Page || l.Code == PageOver300 {
			out.Lines = append(out.Lines, l)
			out.Full += l.Full
			out.Payable += l.Payable
		}
	}
	return out
}

// String lists the fees in one line: 申请费135元（减缴85%）、优先权要求费（每项）80元×2=160元.
func (b Bill) String() string {
	out := make([]string, len(b.Lines))
	for i, l := range b.Lines {
		switch {
		case l.Number > 1:
			out[i] = fmt.Sprintf("%s%d元×%d=%d元", l.Title, l.Yuan, l.Number, l.Payable)
		case l.Payable != l.Full:
			out[i] = fmt.Sprintf("%s%d元（减缴%d%%）", l.Title, l.Payable, 100-l.Payable*100/l.Full)
		default:
			out[i] = fmt.Sprintf("%s%d元", l.Title, l.Payable)
		}
	}
	return strings.Join(out, "、")
}

func (a Application) check() error {
	design := a.Type == ident.Design
	switch {
	case a.Type.Title() == "":
		return errors.New("专利类型应为发明、实用新型或外观设计，请选择")
	case a.Claims < 0 || a.Pages < 0 || a.Priorities < 0 || max(a.Claims, a.Pages, a.Priorities) > maxCount:
		return fmt.Errorf("权利要求项数、说明书页数和优先权项数应在 0 至 %d 之间", maxCount)
	case design && (a.Claims > 0 || a.Pages > 0):
		return errors.New("外观设计没有权利要求和说明书，请将项数和页数填为 0")
	case a.Examine && a.Type.Right() != ident.Invention:
		return errors.New("只有发明专利申请需要缴纳实质审查费，请取消勾选")
	case a.Reduction != None && a.Reduction != Joint && a.Reduction != Single:
		return fmt.Errorf("减缴比例 %d%% 不存在，应为 85%%（一个申请人）或 70%%（多个申请人）", a.Reduction)
	}
	return nil
}
