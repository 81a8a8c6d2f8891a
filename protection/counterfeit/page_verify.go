package counterfeit

import (
	"context"
	"io"
	"strings"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/internal/fault"
	"zhibao/internal/office/sheet"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/calendar"
	"zhibao/protection/counterfeit/marking"
)

// verifyForm asks what is checked: words, a list, or a photograph.
type verifyForm struct {
	Text   string       `json:"text" label:"标识文字或号码" en:"Words or numbers" widget:"textarea" max:"20000" help:"粘贴产品、包装或网页上的文字，或每行一个号码，一次最多 200 个；空格、全角、缺小数点都可以" helpen:"Paste the words of a product or page, or a number a line, at most 200; blanks, full width and missing dots do not matter"`
	List   form.File    `json:"list" label:"号码表（XLSX、CSV）" en:"List (XLSX, CSV)" size:"4M" accept:".xlsx,.csv" help:"一列“专利号”" helpen:"One column of patent numbers; take the heading of the example"`
	Photo  form.File    `json:"photo" label:"标识照片" en:"Photograph" size:"10M" accept:".jpg,.jpeg,.png" help:"本机已启用文字识别时可用，识别结果请与照片核对" helpen:"Where reading pictures is on; compare what was read"`
	On     calendar.Day `json:"on" label:"核验时点" en:"As of" widget:"date" help:"标注、销售或者发现之日；不填为今天" helpen:"Day of marking, sale or discovery; today if left open"`
	Marker string       `json:"marker" label:"标注人" en:"Who marks" max:"120" help:"填写后与权利人比对" helpen:"Is compared with the holder"`
	Made   calendar.Day `json:"made" label:"产品标注（生产）日期" en:"Marked on" widget:"date" help:"终止前依法标注的，终止后销售不属于假冒" helpen:"What was marked lawfully before the end is no counterfeit"`
	Case   string       `json:"case" label:"记入案件（案号）" en:"Keep in case (number)" max:"40" help:"填写后核验结果记入该案，须由承办人办理" helpen:"The verdicts are kept in the case; its officer only"`
}

// Routes are the pages.
func (d *Desk) Routes() []web.Route {
	return append(d.reporters().Routes(), []web.Route{
		{Method: "GET", Pattern: "/counterfeit/verify", Act: ActVerifier, Handler: d.verifyPage},
		{Method: "POST", Pattern: "/counterfeit/verify", Act: ActVerifier, Handler: d.verifyPage, Limit: 16 << 20},
		{Method: "GET", Pattern: "/counterfeit/figures", Act: ActFigures, Handler: d.figuresPage},
		{Method: "GET", Pattern: "/counterfeit/published", Public: true, Handler: d.publishedPage},
		{Method: "GET", Pattern: "/report", Public: true, Handler: d.reportPage},
		{Method: "POST", Pattern: "/report", Public: true, Handler: d.reportPage},
	}...)
}

// Module returns the pages.
func (d *Desk) Module() web.Module { return web.Module{Name: Code, Routes: d.Routes()} }

// Verdicts checks words, a list and a photograph, whichever were given. What was read in the
// photograph comes back to be compared.
func (d *Desk) verdicts(ctx context.Context, center int64, in *verifyForm) (out []marking.Verdict, seen string, err error) {
	text := in.Text
	if !in.List.IsZero() {
		more, err := listed(in.List)
		if err != nil {
			return nil, "", err
		}
		text += "\n" + more
	}
	if !in.Photo.IsZero() {
		if seen, err = d.look(ctx, center, in.Photo); err != nil {
			return nil, "", err
		}
		text += "\n" + seen
	}
	if strings.TrimSpace(text) == "" {
		return nil, "", fault.New(fault.Invalid, "counterfeit.nothing_to_check", "请填写标识文字、上传号码表或照片").At("text")
	}
	found := marking.Find(text)
	if len(found) > marking.Most {
		return nil, seen, fault.New(fault.Invalid, "counterfeit.too_many", "一次最多核验 %d 个号码，标识原文中有 %d 个，请分次核验", marking.Most, len(found)).At("text")
	}
	q := marking.Query{Center: center, On: in.On, Marker: strings.TrimSpace(in.Marker), Made: in.Made}
	if q.On.IsZero() {
		q.On = d.office.Today()
	}
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		out, err = marking.Check(ctx, tx, d.Patents, q, found)
		return err
	})
	return out, seen, err
}

// listed reads the numbers of a list, a line each.
func listed(f form.File) (string, error) {
	data, err := readAll(f)
	if err != nil {
		return "", err
	}
	cols := []sheet.Column{{Key: "number", Title: "专利号", Aliases: []string{"号码", "申请号", "专利号码", "标识"}, Required: true, Max: 200}}
	in, err := sheet.Read(data, cols, sheet.Limits{Rows: marking.Most * 5})
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, r := range in.Rows {
		// The heading says that it is a number, which lets what cannot be one be found too.
		v := r.Values["number"]
		if !strings.Contains(strings.ToUpper(v), "ZL") {
			v = "专利号：" + v
		}
		b.WriteString(v + "\n")
	}
	return b.String(), nil
}

func readAll(f form.File) (_ []byte, err error) {
	defer fault.Wrap(&err, "read upload")
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, f.Size+1))
}

// look reads the words in a photograph on this machine.
func (d *Desk) look(ctx context.Context, center int64, f form.File) (string, error) {
	if d.Words == nil {
		return "", fault.New(fault.Unavailable, "counterfeit.no_eyes", "本机没有启用图片文字识别，请照着照片键入号码").At("photo")
	}
	data, err := readAll(f)
	if err != nil {
		return "", err
	}
	return d.Words(ctx, center, data)
}

// keepIn makes the step that keeps the check in a case.
func (d *Desk) keepIn(ctx context.Context, by casework.Actor, in *verifyForm, seen string) (id int64, err error) {
	var k *casework.Case
	err = d.office.DB.Read(ctx, func(tx *store.Tx) error {
		k, err = d.office.Find(ctx, tx, by, in.Case)
		return err
	})
	if err != nil {
		return 0, err
	}
	on := in.On
	if on.IsZero() {
		on = d.office.Today()
	}
	label := strings.TrimSpace(in.Text + "\n" + seen)
	if !in.List.IsZero() {
		more, err := listed(in.List)
		if err != nil {
			return 0, err
		}
		label += "\n" + more
	}
	_, err = d.office.Move(ctx, casework.Request{Actor: by, Case: k.ID, Move: "mark", Expected: k.Version, Input: &Mark{Day: on, Label: label, Lawful: in.Made}})
	return k.ID, err
}

// verifyPage is the verifier.
func (d *Desk) verifyPage(c *web.Ctx) error {
	a := worklist.Actor(c)
	title := c.T("专利标识核验", "Check patent markings")
	c.Page = web.Page{Title: title, At: "/counterfeit/verify"}
	f := form.New(c, verifySchema())
	f.Submit = c.T("核验", "Check")
	f.Suggest("on", d.office.Today().String()).Suggest("case", c.Query("case"))
	var in verifyForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if !ok {
		return c.Render("page-blocks", []web.Block{f, d.meanings(c)})
	}
	out, seen, err := d.verdicts(c.Context(), a.Center, &in)
	if err == nil && strings.TrimSpace(in.Case) != "" {
		var id int64
		if id, err = d.keepIn(c.Context(), a, &in, seen); err == nil {
			c.Flash(web.Green, c.T("核验结果已记入案件", "The verdicts are kept in the case"))
			return c.Redirect("/case/" + fmtID(id))
		}
	}
	if err != nil {
		if !f.Refused(err) {
			return err
		}
		return c.Render("page-blocks", []web.Block{f, d.meanings(c)})
	}
	blocks := []web.Block{verdictTable(c, out)}
	if seen != "" {
		kv := web.KV{Title: c.T("照片中识别的文字（请与照片核对）", "Read in the photograph (please compare)")}
		kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("文字", "Words"), Text: seen, Lines: true})
		blocks = append(blocks, kv)
	}
	return c.Render("page-blocks", append(blocks, f, d.meanings(c)))
}

// verifySchema describes the form of the verifier.
func verifySchema() *form.Schema { return form.Describe(verifyForm{}, nil) }

// meanings says what the verdicts mean and what they do not decide.
func (d *Desk) meanings(c *web.Ctx) web.KV {
	kv := web.KV{Title: c.T("结论的含义", "What the verdicts mean")}
	for _, x := range []struct{ code, zh, en string }{
		{marking.InForce, "核验时点专利权有效；权利人与标注人不同的须核实许可", "In force on the day; ask for the licence where the holder is another"},
		{marking.Ended, "期限届满或未缴年费终止；终止前依法标注、终止后销售的不属于假冒", "Its time was over or the fee not paid; goods marked lawfully before may still be sold"},
		{marking.Nullified, "专利权已被宣告无效", "Declared invalid"}, {marking.Applying, "尚未授权，称为“专利”的涉嫌假冒", "Not granted yet; calling it a patent may be counterfeiting"},
		{marking.NotExist, "号码不符合编号规则，或该号没有授予专利权", "It can be no number, or no patent was granted on it"}, {marking.Mismatched, "标识所称的种类与号码的种类不同", "The words and the number name different kinds"},
		{marking.Unlisted, "台账没有记录，须查专利登记簿副本", "Not in the ledger: consult the register"}} {
		t := marking.Title(x.code)
		kv.Add(c.T(t[0], t[1]), c.T(x.zh, x.en))
	}
	kv.Add(c.T("说明", "Note"), c.T("核验结论是线索，不是认定；认定以专利登记簿副本和证据为准。", "A verdict is a lead and decides nothing; the register and the evidence do."))
	return kv
}
