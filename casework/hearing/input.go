package hearing

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

// timing is when and where a session is held.
type timing struct {
	Day   calendar.Day `json:"day" label:"日期" en:"Day" section:"时间与地点=Time and place" widget:"date" required:"true"`
	From  string       `json:"from" label:"开始时间" en:"From" required:"true" max:"5" help:"24 小时制，例如 9:30" helpen:"24 hours, for example 9:30"`
	Until string       `json:"until" label:"结束时间" en:"Until" required:"true" max:"5" help:"例如 11:30" helpen:"For example 11:30"`
	Room  string       `json:"room" label:"审理室" en:"Room" max:"60" help:"线上进行的不填" helpen:"Leave empty for a session on line"`
	Link  string       `json:"link" label:"线上入口" en:"Link on line" max:"300" secret:"true" help:"会议号或网址；只向参加人展示" helpen:"Number or address of the meeting, shown to those who take part"`
}

// span reads the times.
func (t *timing) span() (begins, ends time.Time, err error) {
	at := func(field, hour string) (time.Time, error) {
		d, err := time.Parse("15:04", strings.ReplaceAll(strings.TrimSpace(hour), "：", ":"))
		if err != nil {
			return d, fault.New(fault.Invalid, "hearing.hour", "时间应写作 9:30 的形式").At(field)
		}
		return t.Day.Begin().Add(time.Duration(d.Hour())*time.Hour + time.Duration(d.Minute())*time.Minute), nil
	}
	if begins, err = at("from", t.From); err != nil {
		return
	}
	ends, err = at("until", t.Until)
	return
}

// Arrange plans a session.
type Arrange struct {
	Kind string `json:"kind" label:"种类" en:"Kind" widget:"select" required:"true" options:"口头审理=Oral hearing,听证=Formal hearing,证据交换=Exchange of evidence,询问=Inquiry"`
	timing
	Chair    string   `json:"chair" label:"主持人" en:"Chair" section:"人员=People" widget:"select" options:"*" help:"不选的，由合议组成员中列在最前的主持" helpen:"The first of the panel where none is chosen"`
	Panel    []string `json:"panel" label:"合议组成员" en:"Panel" widget:"checkboxes" required:"true" options:"*"`
	Recorder string   `json:"recorder" label:"记录人" en:"Recorder" widget:"select" required:"true" options:"*"`
	Sides    []string `json:"sides" label:"通知哪些当事人参加" en:"Sides that are heard" widget:"checkboxes" options:"*" help:"不选为全部；未被通知的一方看不到本次审理" helpen:"All where none is chosen; a side that is not heard does not see the session"`
	Public   bool     `json:"public" label:"公开举行" en:"In public"`
	Order    string   `json:"order" label:"议程" en:"Order" widget:"textarea" required:"true" max:"2000" help:"每行一项" helpen:"One step a line"`
	Note     string   `json:"note" label:"说明" en:"Remark" widget:"textarea" max:"500"`
}

// bench are the accounts before which it is held, the chair first.
func (in *Arrange) bench() []string {
	if in.Chair == "" {
		return in.Panel
	}
	return append([]string{in.Chair}, slices.DeleteFunc(slices.Clone(in.Panel), func(p string) bool { return p == in.Chair })...)
}

// Postpone changes time or place of a session.
type Postpone struct {
	Session string `json:"session" label:"第几次审理" en:"Session" widget:"select" required:"true" options:"*"`
	timing
	Reason string `json:"reason" label:"改期原因" en:"Why" required:"true" max:"300"`
}

// Present writes down who came.
type Present struct {
	Session string       `json:"session" label:"第几次审理" en:"Session" widget:"select" required:"true" options:"*"`
	Who     []Attendance `json:"who" label:"到场人员" en:"Who came" required:"true" min:"1" max:"30"`
}

// Away writes down that a side did not come.
type Away struct {
	Session string `json:"session" label:"第几次审理" en:"Session" widget:"select" required:"true" options:"*"`
	Side    string `json:"side" label:"缺席的一方" en:"Side" widget:"select" required:"true" options:"*"`
	Just    string `json:"just" label:"有无正当理由" en:"Good reason" widget:"radio" required:"true" options:"no=无正当理由拒不到场或中途退场=None,yes=有正当理由=Yes"`
	Reason  string `json:"reason" label:"情况说明" en:"Remark" widget:"textarea" required:"true" max:"500"`
}

// Minutes is the record as it is typed.
type Minutes struct {
	Session string `json:"session" label:"第几次审理" en:"Session" widget:"select" required:"true" options:"*"`
	Text    string `json:"text" label:"笔录" en:"Record" widget:"textarea" required:"true" max:"200000" secret:"true" help:"每行以“发言人：”开头，可用简称（主＝主持人、申＝请求人、被＝被请求人、三＝第三人、合＝合议组成员、证＝证人、书＝记录人）；不带发言人的行接上一段。填写时自动保存草稿" helpen:"Begin a line with the speaker and a colon; one letter will do. Lines without go on with the last one. What is typed is saved by itself"`
}

// SignRecord signs the record.
type SignRecord struct {
	Session    string    `json:"session" label:"第几次审理" en:"Session" widget:"select" required:"true" options:"*"`
	Name       string    `json:"name" label:"签名人" en:"Name" required:"true" max:"60" secret:"true" help:"与到场登记的姓名一致" helpen:"As written down when you came"`
	As         string    `json:"as" label:"身份" en:"As" required:"true" max:"60"`
	Read       string    `json:"read" label:"核对结果" en:"Result" widget:"radio" required:"true" options:"right=已阅看，记录无误=Read and right,correct=已阅看，补正如下=Read; correction below,refuse=拒绝签名（由工作人员记明）=Refused to sign"`
	Correction string    `json:"correction" label:"补正内容" en:"Correction" widget:"textarea" max:"3000" secret:"true"`
	Reason     string    `json:"reason" label:"拒绝签名的情况" en:"Why it was refused" max:"300"`
	Scan       form.File `json:"scan" label:"手写签名页扫描件" en:"Scan of the signed page" size:"20M" accept:".pdf,.jpg,.jpeg,.png" help:"现场手写签名的上传扫描件；以账号办理的不需要" helpen:"Where it was signed by hand; not needed with an account"`
	casework.Behalf

	stored *Scan
}

// Validate is that of the kernel.
func (in *SignRecord) Validate() error {
	if in.Read == "correct" && strings.TrimSpace(in.Correction) == "" {
		return fault.New(fault.Invalid, "hearing.correction", "请写明补正的内容").At("correction")
	}
	return nil
}

// StaffSign signs for the panel or the recorder.
type StaffSign struct {
	Session string `json:"session" label:"第几次审理" en:"Session" widget:"select" required:"true" options:"*"`
	As      string `json:"as" label:"身份" en:"As" required:"true" max:"60" help:"例如：主持人、合议组成员、记录人" helpen:"For example: chair, member of the panel, recorder"`
}

// Finish ends or cancels a session.
type Finish struct {
	Session string `json:"session" label:"第几次审理" en:"Session" widget:"select" required:"true" options:"*"`
	Note    string `json:"note" label:"说明" en:"Remark" widget:"textarea" required:"true" max:"500" help:"结束的写明审理结果与后续安排；取消的写明原因" helpen:"What comes next, or why it is given up"`
}

// scanPlace is where scans of signatures lie in the encrypted store.
func scanPlace(caseID int64) string { return fmt.Sprintf("hearing/%d/scan", caseID) }

// keepScan stores the page signed by hand, outside the transaction.
func (b *Book) keepScan(ctx context.Context, k *casework.Case, key seal.Key, in *SignRecord) error {
	if in.Scan.IsZero() {
		return nil
	}
	r, err := in.Scan.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	ref, err := b.Blobs.Put(ctx, key, scanPlace(k.ID), r, 20<<20)
	in.stored = &Scan{Name: in.Scan.Name, Size: ref.Size, SHA256: ref.SHA256, Blob: ref.Address}
	return err
}

// no reads which session was chosen.
func no(chosen string) (int64, error) {
	n, err := strconv.ParseInt(chosen, 10, 64)
	if err != nil {
		return 0, missing()
	}
	return n, nil
}

// Open opens the page that somebody signed by hand.
func (b *Book) Open(ctx context.Context, tx *store.Tx, o *casework.Office, caseID int64, s *Scan) (*blob.File, error) {
	key, err := o.Keys.CaseKey(ctx, tx, caseID)
	if err != nil {
		return nil, err
	}
	return b.Blobs.Open(ctx, key, blob.Ref{Address: s.Blob, Place: scanPlace(caseID), SHA256: s.SHA256, Size: s.Size})
}
