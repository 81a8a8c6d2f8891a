package exhibits

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/evidence"
	"zhibao/casework/worklist"
	"zhibao/internal/web"
	"zhibao/internal/web/lang"
)

// exhibitPage shows one exhibit. That somebody of the staff looks at one is an event, as every reading
// of what is not public.
func (p *Pages) exhibitPage(c *web.Ctx) error {
	k, x, err := p.one(c)
	if err != nil {
		return err
	}
	if err := p.watched(c, k, x, ""); err != nil {
		return err
	}
	p.head(c, k, web.Link{Label: x.Number})
	c.Page.State = tag(c, x)
	for _, l := range p.steps(c, k, p.fitting(c, k, x)...) {
		// The form begins with this exhibit chosen.
		l.Href += "?exhibit=" + strconv.FormatInt(x.ID, 10)
		c.Page.Actions = append(c.Page.Actions, l)
	}
	d := web.Detail{Main: []web.Block{p.particulars(c, k, x), p.files(c, k, x), opinionTable(c, p.office().ChartOf(k.Chart), x)}, Side: []web.Block{custodyLine(c, x)}}
	return c.Render("page-detail", d)
}

// fitting are the moves that can be about the exhibit.
func (p *Pages) fitting(c *web.Ctx, k *casework.Case, x *evidence.Exhibit) (codes []string) {
	a := worklist.Actor(c)
	for _, code := range []string{evidence.MoveStamp, evidence.MoveHand, evidence.MoveAsk, evidence.MoveDecide, evidence.MoveWeigh, evidence.MoveAnswer} {
		if p.fits(a, k, x, code) {
			codes = append(codes, code)
		}
	}
	return codes
}

// watched records that one of the staff opened an exhibit. Of a sealed one the event says neither
// number nor name: it stands in the history that the other side reads.
func (p *Pages) watched(c *web.Ctx, k *casework.Case, x *evidence.Exhibit, file string) error {
	a := worklist.Actor(c)
	if a.Party != 0 {
		return nil
	}
	what := "证据"
	if !x.Sealed() {
		what += " " + x.Number + file
	}
	return p.office().RecordReading(c.Context(), a, k.ID, what)
}

// particulars are what is known of an exhibit.
func (p *Pages) particulars(c *web.Ctx, k *casework.Case, x *evidence.Exhibit) web.KV {
	kv := web.KV{Title: x.Number + " " + x.Name}
	kv.Add(c.T("种类", "Kind"), c.Word(x.Kind)).Add(c.T("证明目的", "What it proves"), x.Purpose).Add(c.T("来源", "Source"), x.Source).
		Add(c.T("形式", "Form"), c.Word(x.Form)).Add(c.T("页数或件数", "Pages or pieces"), x.Pages).Add(c.T("提交时间", "Handed in"), web.When(x.At))
	if x.Secrecy != evidence.Open {
		kv.Add(c.T("保密", "Secrecy"), c.T(x.Secrecy.Title(), x.Secrecy.English()))
	}
	// Why it is secret is a word of the party that asked, and for whoever decides.
	if x.Sealed() {
		kv.Add(c.T("保密理由", "Why"), x.Secret)
	}
	if x.Admission != nil {
		kv.Add(c.T("采信", "Admitted"), c.Word(x.Admission.Result)).Add(c.T("采信理由", "Why"), x.Admission.Reason)
	}
	// Valid is said of the signature alone; which authority is worth what the reader decides.
	for _, s := range x.Stamps {
		valid := c.T("签名有效", "signature valid")
		if !s.Valid {
			valid = c.T("签名未能验证", "signature not verified")
		}
		kv.Add(c.T("可信时间戳", "Time stamp"), web.When(s.Time)+" "+s.By+" "+valid)
	}
	return kv
}

// filesBlock lists the files of an exhibit, pictures shown.
type filesBlock struct {
	Title, Empty string
	Files        []shown
}

// shown is one file.
type shown struct {
	Name, Size, Hash, Picture, Href, Label string
}

// Block names the template.
func (filesBlock) Block() string { return "exhibit-files" }

func (p *Pages) files(c *web.Ctx, k *casework.Case, x *evidence.Exhibit) filesBlock {
	out := filesBlock{Title: c.T("证据文件", "Files"), Empty: c.T("没有电子文件，见实物。", "No files; see the thing itself.")}
	for i := range x.Files {
		f := &x.Files[i]
		s := shown{Name: f.Name, Size: lang.Size(f.Size), Hash: "SHA-256 " + f.SHA256 + " · SM3 " + f.SM3}
		// A picture is shown to everybody from its pixels; the file itself is another matter.
		if f.Image() {
			s.Picture = fmt.Sprintf("%s/picture/%d", Address(k, x), i)
		}
		if evidence.Whole(p.office(), worklist.Actor(c), k, x, f) {
			s.Href, s.Label = fmt.Sprintf("%s/file/%d", Address(k, x), i), c.T("下载原件", "Download")
		}
		out.Files = append(out.Files, s)
	}
	return out
}

// opinionTable lists what the sides say of an exhibit.
func opinionTable(c *web.Ctx, chart *casework.Chart, x *evidence.Exhibit) web.Table {
	t := web.Table{Title: c.T("质证意见", "Answers"), Empty: c.T("还没有质证意见。", "No answers yet."),
		Head: []string{c.T("一方", "Side"), c.T("真实性", "Authenticity"), c.T("合法性", "Lawfulness"), c.T("关联性", "Relevance"), c.T("意见", "Opinion"), c.T("时间", "Time")}}
	for i := range x.Opinions {
		o := &x.Opinions[i]
		side := chart.Side(o.Side)
		t.Rows = append(t.Rows, []web.Cell{{Text: c.T(side.Title, side.English)}, {Text: c.Word(o.Authentic)}, {Text: c.Word(o.Legal)}, {Text: c.Word(o.Relevant)}, {Text: o.Text}, {Text: web.When(o.At)}})
	}
	return t
}

// custodyLine is the way of a thing.
func custodyLine(c *web.Ctx, x *evidence.Exhibit) web.Timeline {
	t := web.Timeline{Title: c.T("保管与流转", "Custody"), Empty: c.T("没有记录。", "Nothing recorded.")}
	for _, s := range x.Custody {
		t.Entries = append(t.Entries, web.Entry{Time: web.When(s.At), Day: s.At.Format(time.DateOnly), Title: c.Word(s.What), Who: s.From + " → " + s.To,
			Text: strings.Trim(strings.Join([]string{s.Place, s.State, s.Note}, "；"), "；")})
	}
	return t
}
