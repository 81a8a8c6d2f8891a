package marking

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/ident"
)

// The kinds of a right as the ledger names them, and how it can stand on a day.
const (
	Valid   = "valid"
	Expired = "expired" // its time was over
	Invalid = "invalid" // declared invalid
	Pending = "pending" // an application
	Unpaid  = "unpaid"  // ended because the annual fee was not paid
	None    = "none"    // an application that came to nothing
)

// A Record is what the ledger of patents knows of a number on a day.
type Record struct {
	Number         ident.ApplicationNo
	Kind           string // invention, utility or design
	Title, Holder  string
	Filed, Granted calendar.Day
	Status         string
	Since          calendar.Day // of the status
	Source         string
	DataVersion    string
}

// A Ledger finds a number in a center's ledger of patents as it stood on a day.
type Ledger func(ctx context.Context, tx *store.Tx, center int64, number string, on calendar.Day) (Record, bool, error)

// The verdicts.
const (
	InForce    = "valid"       // 有效
	Ended      = "ended"       // 终止
	Nullified  = "invalid"     // 无效
	Applying   = "pending"     // 申请中
	NotExist   = "nonexistent" // 不存在
	Mismatched = "mismatch"    // 类型不符
	Unlisted   = "unlisted"    // 台账无记录
)

// A Verdict is the answer about one number.
type Verdict struct {
	Raw     string       `json:"raw"`
	Number  string       `json:"number"` // canonical; empty where it can be none
	Type    string       `json:"type"`   // 发明, 实用新型, 外观设计 by the number
	Claimed string       `json:"claimed"`
	Code    string       `json:"verdict"`
	Reason  string       `json:"reason"`
	English string       `json:"reason_en"`
	Basis   string       `json:"basis"`
	Conduct string       `json:"conduct"` // kind of conduct that it may be; nothing where none
	Holder  string       `json:"holder"`
	Name    string       `json:"title"`
	Since   calendar.Day `json:"since,omitzero"`
	On      calendar.Day `json:"on"`
	Source  string       `json:"source"`
	Version string       `json:"data_version"`
}

// Title returns the Chinese and the English word for a verdict.
func Title(code string) [2]string {
	return map[string][2]string{InForce: {"有效", "In force"}, Ended: {"终止", "Ended"}, Nullified: {"无效", "Invalid"}, Applying: {"申请中", "Application"},
		NotExist: {"不存在", "No such patent"}, Mismatched: {"类型不符", "Other kind"}, Unlisted: {"台账无记录", "Not in the ledger"}}[code]
}

// A Query says what is checked.
type Query struct {
	Center int64
	On     calendar.Day // day as of which
	Marker string       // who marks; compared with the holder where given
	Made   calendar.Day // day on which the goods were marked, no day where unknown
}

const (
	zc101  = "专利法实施细则（2023修订）第一百零一条"
	zc99   = "专利法实施细则（2023修订）第九十九条"
	zc0006 = "专利申请号标准（ZC 0006-2003）"
)

// Check gives a verdict on every number.
func Check(ctx context.Context, tx *store.Tx, ledger Ledger, q Query, found []Found) (out []Verdict, err error) {
	for _, f := range found[:min(len(found), Most)] {
		v := Verdict{Raw: f.Raw, Claimed: f.Claimed, On: q.On, Number: string(f.Number)}
		if f.Number == "" {
			v.malformed(f.Err)
			out = append(out, v)
			continue
		}
		v.Type = f.Number.Type().Title()
		r, known, err := ledger(ctx, tx, q.Center, string(f.Number), q.On)
		if err != nil {
			return nil, err
		}
		v.judge(f, q, r, known)
		out = append(out, v)
	}
	return out, nil
}

func (v *Verdict) say(code, basis, zh, en string, args ...any) {
	v.Code, v.Basis, v.Reason, v.English = code, basis, fmt.Sprintf(zh, args...), fmt.Sprintf(en, args...)
}

// malformed is the verdict on what can be no number.
func (v *Verdict) malformed(err error) {
	zh, en := err.Error(), err.Error()
	if e, ok := errors.AsType[*ident.Error](err); ok {
		zh, en = e.Message, e.EN
	}
	v.say(NotExist, zc0006, "%s", "%s", zh)
	v.English, v.Conduct = en, "unpatented"
}

// judge holds a number against the ledger: first what its own digits say, then how it stood.
func (v *Verdict) judge(f Found, q Query, r Record, known bool) {
	switch {
	case f.Claimed != "" && f.Claimed != v.Type:
		v.say(Mismatched, zc99, "标识称“%s”，而号码的种类位表示“%s”", "the words say %s, the number is that of %s", f.Claimed, v.Type)
		v.Conduct = "improper"
		v.know(r, known)
	case !known:
		v.say(Unlisted, zc101, "号码校验位正确，但专利台账没有记录；请查询专利登记簿副本后再认定", "the check character is right, but the ledger does not know the number; consult the patent register")
	default:
		v.know(r, known)
		v.stood(f, q, r)
	}
}

func (v *Verdict) know(r Record, known bool) {
	if known {
		v.Holder, v.Name, v.Since, v.Source, v.Version = r.Holder, r.Title, r.Since, r.Source, r.DataVersion
	}
}

// stood says how a recorded right stood on the day.
func (v *Verdict) stood(f Found, q Query, r Record) {
	switch {
	case !r.Filed.IsZero() && q.On < r.Filed:
		v.say(NotExist, zc101, "该申请于 %s 提出，%s 尚不存在", "it was filed on %s and did not exist on %s", r.Filed, q.On)
		v.Conduct = "unpatented"
	case r.Status == None:
		v.say(NotExist, zc101, "该申请未被授予专利权（%s 起）", "no patent was granted on it (since %s)", r.Since)
		v.Conduct = "unpatented"
	case r.Status == Pending || !r.Granted.IsZero() && q.On < r.Granted:
		v.say(Applying, zc101, "%s 尚在申请中，未授予专利权", "on %s it was an application, not a patent", q.On)
		if !f.Applied {
			v.Conduct = "application"
		}
	case r.Status == Invalid:
		v.say(Nullified, zc101, "专利权于 %s 被宣告无效", "the patent was declared invalid on %s", r.Since)
		v.Conduct = "lapsed"
	case r.Status == Expired || r.Status == Unpaid:
		v.ended(q, r)
	default:
		v.inForce(q, r)
	}
}

// ended tells an end from goods that were marked lawfully before it.
func (v *Verdict) ended(q Query, r Record) {
	why := [2]string{"期限届满", "its time was over"}
	if r.Status == Unpaid {
		why = [2]string{"未缴年费", "the annual fee was not paid"}
	}
	v.say(Ended, zc101, "专利权于 %s 终止（%s）", "the patent ended on %s (%s)", r.Since, why[0])
	v.English = strings.Replace(v.English, why[0], why[1], 1)
	v.Conduct = "lapsed"
	if !q.Made.IsZero() && q.Made < r.Since {
		v.Reason += fmt.Sprintf("；产品于 %s 标注，在终止之前，终止后许诺销售、销售的不属于假冒专利", q.Made)
		v.English += fmt.Sprintf("; the goods were marked on %s, before the end: offering and selling them is no counterfeiting", q.Made)
		v.Conduct = "legally_marked"
	}
}

// inForce compares the holder with who marks.
func (v *Verdict) inForce(q Query, r Record) {
	v.say(InForce, zc101, "%s 专利权有效", "in force on %s", q.On)
	if q.Marker != "" && r.Holder != "" && !same(q.Marker, r.Holder) {
		v.Reason += fmt.Sprintf("；权利人为“%s”，与标注人“%s”不同，须核实有无许可", r.Holder, q.Marker)
		v.English += fmt.Sprintf("; the holder is %s, not %s: ask for the licence", r.Holder, q.Marker)
		v.Conduct = "number"
	}
}

// same compares names without blanks and brackets of either width; a holder may be several.
func same(marker, holders string) bool {
	plain := strings.NewReplacer(" ", "", "（", "(", "）", ")", "　", "").Replace
	for h := range strings.FieldsFuncSeq(plain(holders), func(r rune) bool { return strings.ContainsRune(";；、,，", r) }) {
		if strings.EqualFold(h, plain(marker)) {
			return true
		}
	}
	return false
}
