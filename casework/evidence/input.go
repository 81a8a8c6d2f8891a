package evidence

import (
	"context"
	"strconv"

	"zhibao/casework"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
)

// particulars are what is asked about an exhibit, whoever hands it in.
type particulars struct {
	Name    string      `json:"name" label:"证据名称" en:"Exhibit" section:"证据=Exhibit" required:"true" max:"120" secret:"true"`
	Kind    string      `json:"kind" label:"证据种类" en:"Kind" widget:"select" required:"true" options:"书证=Document,物证=Thing,视听资料=Sound or image recording,电子数据=Electronic data,证人证言=Testimony,当事人陈述=Statement of a party,鉴定意见=Expert opinion,勘验笔录、现场笔录=Record of inspection"`
	Purpose string      `json:"purpose" label:"证明目的" en:"What it proves" widget:"textarea" required:"true" max:"1000" secret:"true"`
	Source  string      `json:"source" label:"来源" en:"Source" required:"true" max:"200" secret:"true" help:"何时、何处、如何取得；网页注明网址与取证时间" helpen:"When, where and how it was obtained; for a page its address and the time"`
	Form    string      `json:"form" label:"形式" en:"Form" widget:"select" required:"true" options:"原件=Original,复制件=Copy,原物=The thing itself,照片=Photograph of it"`
	Pages   string      `json:"pages" label:"页数或件数" en:"Pages or pieces" max:"40"`
	Files   []form.File `json:"files" label:"证据文件" en:"Files" max:"20" size:"500M" help:"PDF、图片、音视频、办公文档或 ZIP。照片中的拍摄地点等信息不向对方展示" helpen:"PDF, pictures, recordings, office files or ZIP. Where a photograph was taken is not shown to the other side"`

	stored []File
}

// Submit hands in one exhibit.
type Submit struct {
	particulars
	Secret bool   `json:"secret" label:"涉及商业秘密，申请不向对方公开" en:"It is a trade secret: keep it from the other side" section:"保密=Secrecy"`
	Why    string `json:"why" label:"保密理由" en:"Why" widget:"textarea" max:"500" secret:"true" help:"写明秘密点、保密措施，以及不公开是否妨碍对方质证" helpen:"What is secret, how it is kept, and whether the other side can answer without it"`
	casework.Behalf
}

// Validate is that of the kernel: a request for secrecy has a reason.
func (in *Submit) Validate() error {
	if in.Secret && len([]rune(in.Why)) < 5 {
		return fault.New(fault.Invalid, "evidence.why", "申请保密的，请写明理由（至少 5 字）").At("why")
	}
	return nil
}

// Collect enters what the center collects itself.
type Collect struct {
	particulars
	Holder string `json:"holder" label:"从何人处取得" en:"Obtained from" required:"true" max:"100" secret:"true"`
	Place  string `json:"place" label:"取证地点" en:"Place" required:"true" max:"200" secret:"true"`
	Secret bool   `json:"secret" label:"涉及商业秘密，不向当事人公开" en:"It is a trade secret: keep it from the parties"`
}

// Answer says what one party thinks of exhibits of another.
type Answer struct {
	Exhibits  []string `json:"exhibits" label:"质证的证据" en:"Exhibits" widget:"checkboxes" required:"true" options:"*"`
	Authentic string   `json:"authentic" label:"真实性" en:"Authenticity" widget:"radio" required:"true" options:"认可=Accepted,不认可=Contested,无法确认=Cannot tell"`
	Legal     string   `json:"legal" label:"合法性" en:"Lawfulness" widget:"radio" required:"true" options:"认可=Accepted,不认可=Contested,无法确认=Cannot tell"`
	Relevant  string   `json:"relevant" label:"关联性" en:"Relevance" widget:"radio" required:"true" options:"认可=Accepted,不认可=Contested,无法确认=Cannot tell"`
	Text      string   `json:"text" label:"质证意见" en:"Opinion" widget:"textarea" max:"3000" help:"不认可的，请写明理由" helpen:"Say why where something is contested"`
	casework.Behalf
}

// Validate is that of the kernel: what is contested has a reason.
func (in *Answer) Validate() error {
	if in.Text == "" && (in.Authentic != "认可" || in.Legal != "认可" || in.Relevant != "认可") {
		return fault.New(fault.Invalid, "evidence.contested", "对真实性、合法性或关联性不认可或无法确认的，请写明理由").At("text")
	}
	return nil
}

// AskSecret asks that an exhibit that was handed in be sealed.
type AskSecret struct {
	Exhibit string `json:"exhibit" label:"证据" en:"Exhibit" widget:"select" required:"true" options:"*"`
	Why     string `json:"why" label:"保密理由" en:"Why" widget:"textarea" required:"true" min:"5" max:"500" secret:"true"`
}

// DecideSecret decides such a request.
type DecideSecret struct {
	Exhibit  string `json:"exhibit" label:"证据" en:"Exhibit" widget:"select" required:"true" options:"*"`
	Decision string `json:"decision" label:"决定" en:"Decision" widget:"radio" required:"true" options:"seal=准予保密，不向其他当事人公开=Seal it,open=不予保密，向其他当事人公开=Do not seal it"`
	Why      string `json:"why" label:"理由" en:"Why" widget:"textarea" required:"true" min:"5" max:"500" secret:"true"`
}

// Weigh says which exhibits the decision rests on.
type Weigh struct {
	Exhibits []string `json:"exhibits" label:"证据" en:"Exhibits" widget:"checkboxes" required:"true" options:"*"`
	Result   string   `json:"result" label:"采信" en:"Admitted" widget:"radio" required:"true" options:"采信=Admitted,部分采信=Partly admitted,不予采信=Not admitted"`
	Reason   string   `json:"reason" label:"理由" en:"Why" widget:"textarea" required:"true" max:"1000" secret:"true"`
}

// Hand records a step of the way of a thing.
type Hand struct {
	Exhibits []string `json:"exhibits" label:"证据" en:"Exhibits" widget:"checkboxes" required:"true" options:"*"`
	What     string   `json:"what" label:"事项" en:"What" widget:"select" required:"true" options:"移交=Handed over,启封=Opened,封存=Sealed up,抽样=Sample taken,送检=Sent for testing,收回=Taken back,返还=Returned,入库=Stored"`
	From     string   `json:"from" label:"交出人" en:"From" required:"true" max:"60" secret:"true"`
	To       string   `json:"to" label:"接收人" en:"To" required:"true" max:"60" secret:"true"`
	Place    string   `json:"place" label:"地点" en:"Place" required:"true" max:"120" secret:"true"`
	State    string   `json:"state" label:"封条与外观" en:"Seal and appearance" required:"true" max:"200" secret:"true" help:"例如：封条完好，外观无异常" helpen:"For example: seal intact"`
	Note     string   `json:"note" label:"说明" en:"Remark" max:"500" secret:"true"`
}

// Attach adds the word of a time-stamping authority to a file of an exhibit.
type Attach struct {
	Exhibit string    `json:"exhibit" label:"证据" en:"Exhibit" widget:"select" required:"true" options:"*"`
	Token   form.File `json:"token" label:"可信时间戳文件" en:"Time-stamp token" required:"true" size:"1M" accept:".tsr,.tst,.p7s" help:"RFC 3161 时间戳响应或令牌（DER）" helpen:"RFC 3161 response or token, DER"`

	der   []byte
	stamp Stamp
}

// Keeping is the input of a measure that preserves evidence, for the moves of the procedures that
// take it: they embed it and hand it to Preserve.
type Keeping struct {
	List   []Thing      `json:"list" label:"物品清单" en:"List of things" section:"清单=List" required:"true" min:"1" max:"50"`
	Holder string       `json:"holder" label:"当事人（物品持有人）" en:"Holder" required:"true" max:"100" secret:"true"`
	Place  string       `json:"place" label:"存放地点" en:"Where it is kept" required:"true" max:"200" secret:"true"`
	Keeper string       `json:"keeper" label:"保管人" en:"Keeper" required:"true" max:"60" secret:"true"`
	From   calendar.Day `json:"from" label:"起始日" en:"From" widget:"date" required:"true"`
}

// Measure returns the measure of a kind for a length, such as 先行登记保存 for 7工作日.
func (in *Keeping) Measure(kind, days string) Measure {
	return Measure{Kind: kind, List: in.List, Place: in.Place, Keeper: in.Keeper, Holder: in.Holder, From: in.From, Days: days}
}

// matter is what is stored of the particulars.
func (p *particulars) matter() Matter {
	return Matter{Name: p.Name, Kind: p.Kind, Purpose: p.Purpose, Source: p.Source, Form: p.Form, Pages: p.Pages, Files: p.stored}
}

// before stores the files of an exhibit, outside the transaction.
func (d *Desk) before(ctx context.Context, k *casework.Case, key seal.Key, p *particulars) (err error) {
	p.stored, err = d.Keep(ctx, key, k.ID, p.Files...)
	return err
}

// ids reads the exhibits that were chosen.
func ids(chosen ...string) ([]int64, error) {
	out := make([]int64, len(chosen))
	for i, c := range chosen {
		id, err := strconv.ParseInt(c, 10, 64)
		if err != nil {
			return nil, missing()
		}
		out[i] = id
	}
	return out, nil
}
