package exhibits

import (
	"time"

	"zhibao/casework"
	"zhibao/casework/evidence"
	"zhibao/casework/worklist"
	"zhibao/internal/web"
	"zhibao/internal/web/rest"
	"zhibao/law/calendar"
)

// ExhibitOf is one exhibit for programs.
type ExhibitOf struct {
	ID        string      `json:"id"`
	Number    string      `json:"number"`
	Side      string      `json:"side" doc:"提交方在流程中的代码；center 为本中心依职权取得"`
	Name      string      `json:"name"`
	Kind      string      `json:"kind"`
	Purpose   string      `json:"purpose"`
	Source    string      `json:"source"`
	Form      string      `json:"form"`
	Pages     string      `json:"pages,omitempty"`
	At        time.Time   `json:"at"`
	Secrecy   string      `json:"secrecy,omitempty" doc:"asked 已申请保密、granted 保密、refused 不予保密；没有的为公开质证"`
	Files     []FileOf    `json:"files"`
	Opinions  []OpinionOf `json:"opinions"`
	Custody   []CustodyOf `json:"custody"`
	Stamps    []StampOf   `json:"stamps,omitempty"`
	Admission string      `json:"admission,omitempty"`
	Reason    string      `json:"reason,omitempty"`
}

// FileOf is one file of an exhibit. Its place in the list is its number in the address.
type FileOf struct {
	Name     string `json:"name"`
	Size     int64  `json:"size"`
	Media    string `json:"media"`
	SHA256   string `json:"sha256"`
	SM3      string `json:"sm3"`
	Original bool   `json:"original" doc:"可以下载原件；否则图片只提供去除拍摄信息的版本"`
}

// OpinionOf is what one side says of it.
type OpinionOf struct {
	Side      string    `json:"side"`
	Authentic string    `json:"authentic"`
	Legal     string    `json:"legal"`
	Relevant  string    `json:"relevant"`
	Text      string    `json:"text,omitempty"`
	At        time.Time `json:"at"`
}

// CustodyOf is one step of its way.
type CustodyOf struct {
	What  string    `json:"what"`
	From  string    `json:"from"`
	To    string    `json:"to"`
	Place string    `json:"place,omitempty"`
	State string    `json:"state,omitempty"`
	At    time.Time `json:"at"`
}

// StampOf is the word of a time-stamping authority.
type StampOf struct {
	File  string    `json:"file" doc:"所属文件的 SHA-256"`
	Time  time.Time `json:"time"`
	By    string    `json:"by"`
	Valid bool      `json:"valid"`
}

func at(t time.Time) time.Time { return t.In(calendar.Shanghai()) }

// of describes an exhibit as the person may know it.
func (p *Pages) of(c *web.Ctx, k *casework.Case, x *evidence.Exhibit) ExhibitOf {
	out := ExhibitOf{ID: rest.ID(x.ID), Number: x.Number, Side: x.Side, Name: x.Name, Kind: x.Kind, Purpose: x.Purpose, Source: x.Source, Form: x.Form, Pages: x.Pages, At: at(x.At),
		Secrecy: string(x.Secrecy), Files: []FileOf{}, Opinions: []OpinionOf{}, Custody: []CustodyOf{}}
	// The same person gets by program what the page shows, and no more.
	for i := range x.Files {
		f := &x.Files[i]
		out.Files = append(out.Files, FileOf{f.Name, f.Size, f.Media, f.SHA256, f.SM3, evidence.Whole(p.office(), worklist.Actor(c), k, x, f)})
	}
	for i := range x.Opinions {
		o := &x.Opinions[i]
		out.Opinions = append(out.Opinions, OpinionOf{o.Side, o.Authentic, o.Legal, o.Relevant, o.Text, at(o.At)})
	}
	for _, s := range x.Custody {
		out.Custody = append(out.Custody, CustodyOf{s.What, s.From, s.To, s.Place, s.State, at(s.At)})
	}
	for _, s := range x.Stamps {
		out.Stamps = append(out.Stamps, StampOf{s.File, at(s.Time), s.By, s.Valid})
	}
	if x.Admission != nil {
		out.Admission, out.Reason = x.Admission.Result, x.Admission.Reason
	}
	return out
}

// Rest returns what programs can do of the pages. The moves on evidence are moves of the case.
func (p *Pages) Rest() rest.Module {
	get := func(path, page, zh, en string) rest.Endpoint {
		return rest.Endpoint{Method: "GET", Path: "/cases/{case}/exhibits" + path, Act: casework.ActSee, Title: web.Text{zh, en}, Pages: []string{"GET /case/{id}/evidence" + page}}
	}
	// Reading an exhibit is recorded here as on its page.
	list := get("", "", "案件的证据", "Evidence of a case")
	list.Answer, list.Handle = []ExhibitOf{}, func(c *rest.Call) (any, error) {
		k, xs, err := p.load(c.Ctx, nil)
		out := []ExhibitOf{}
		if err != nil || len(xs) == 0 {
			return out, err
		}
		for i := range xs {
			out = append(out, p.of(c.Ctx, k, &xs[i]))
		}
		// One entry for the whole list, as for one look at a page.
		if a := worklist.Actor(c.Ctx); a.Party == 0 {
			err = p.office().RecordReading(c.Context(), a, k.ID, "接口：证据")
		}
		return out, err
	}
	one := get("/{exhibit}", "/{exhibit}", "一份证据", "One exhibit")
	one.Answer, one.Handle = ExhibitOf{}, func(c *rest.Call) (any, error) {
		k, x, err := p.one(c.Ctx)
		if err == nil {
			err = p.watched(c.Ctx, k, x, "")
		}
		if err != nil {
			return nil, err
		}
		return p.of(c.Ctx, k, x), nil
	}
	file := get("/{exhibit}/files/{file}", "/{exhibit}/file/{file}", "证据文件原件", "A file of an exhibit as it was sent")
	file.Files, file.Handle, file.Timeout = evidence.MediaTypes(), rest.File(p.filePage), time.Hour
	picture := get("/{exhibit}/pictures/{file}", "/{exhibit}/picture/{file}", "证据图片（不含拍摄信息）", "A picture without what the camera wrote into it")
	picture.Files, picture.Handle = []string{"image/jpeg"}, rest.File(p.picturePage)
	printed := get("/list/{format}", "/list/{format}", "证据清单，格式 pdf 或 docx", "List of the evidence, as pdf or docx")
	printed.Files, printed.Handle = []string{"application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}, rest.File(p.printPage)
	return rest.Module{Endpoints: []rest.Endpoint{list, one, file, picture, printed}}
}
