package privacy

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhibao/casework/consent"
	"zhibao/casework/worklist"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/rest"
)

// WithdrawForm takes a separate consent back.
type WithdrawForm struct {
	Sure bool `json:"sure" label:"确认撤回" en:"Take it back" required:"true"`
}

// separateRoutes are the pages of separate consents.
func (d *Desk) separateRoutes() []web.Route {
	return []web.Route{
		{Method: "GET", Pattern: "/my/privacy/consents/{id}", Act: ActOwn, Handler: d.consentPage},
		{Method: "POST", Pattern: "/my/privacy/consents/{id}", Act: ActOwn, Handler: d.consentPage},
	}
}

// words shows a text as lines.
func words(c *web.Ctx, title string, text web.Text) web.KV {
	kv := web.KV{Title: title}
	for _, l := range strings.Split(c.Say(text), "\n") {
		head, rest, ok := strings.Cut(l, c.T("：", ": "))
		if !ok {
			head, rest = "", l
		}
		kv.Rows = append(kv.Rows, web.KVRow{Label: head, Text: rest, Lines: true})
	}
	return kv
}

// consentTexts shows everybody what is said where numbers of identity papers are asked for.
func (d *Desk) consentTexts(c *web.Ctx) error {
	c.Page = web.Page{Title: c.T("证件号码的单独同意", "Separate consent to numbers of identity papers"), NoMark: true, Crumbs: []web.Link{{Href: "/personal-data", Label: c.T("个人信息处理规则", "How personal data are handled")}}}
	var blocks []web.Block
	for _, k := range consent.Kinds() {
		blocks = append(blocks, words(c, fmt.Sprintf(c.T("%s（版本 %s）", "%s (version %s)"), c.Say(web.Text(k.Title)), k.Version()), web.Text(k.Text())))
	}
	return c.Render("page-blocks", blocks)
}

// consents reads what the person agreed to separately.
func (d *Desk) consents(c *web.Ctx) (out []consent.Consent, err error) {
	a := worklist.Actor(c)
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		out, err = consent.Of(c.Context(), tx, a.Center, a.Account)
		return err
	})
	return out, err
}

// shownConsents is how many cases the page of a person's data lists; the others are a click away.
const shownConsents = 10

// consentTable lists the separate consents of the person, a row for each case.
func consentTable(c *web.Ctx, all []consent.Consent) web.Table {
	t := web.Table{Title: c.T("我的单独同意（证件号码、证件复印件）", "My separate consents (numbers and copies of identity papers)"), Head: []string{c.T("案件", "Case"), c.T("谁的", "Whose"), c.T("时间", "Time"), c.T("状态", "State")}, Empty: c.T("还没有。", "Nothing yet.")}
	rows := together(all)
	rest := 0
	if c.Query("consents") != "all" {
		rest = max(0, len(rows)-shownConsents)
	}
	for _, g := range rows[:len(rows)-rest] {
		x := g[0]
		tag := web.Tag{Tone: web.Green, Text: c.T("有效", "Stands")}
		if !x.Ended.IsZero() {
			tag = web.Tag{Tone: web.Grey, Text: c.T("已撤回", "Taken back")}
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: objectOf(c, x), Href: "/my/privacy/consents/" + strconv.FormatInt(x.ID, 10), Sub: []string{c.Say(web.Text(x.Kind.Title))}}, {Text: whose(c, g)}, {Text: written(x.At)}, {Tag: tag}})
	}
	if rest > 0 {
		t.Rows = append(t.Rows, []web.Cell{{Text: fmt.Sprintf(c.T("另有 %d 项较早的同意", "%d earlier consents"), rest), Href: "/my/privacy?consents=all"}, {}, {}, {}})
	}
	return t
}

// together groups the consents that are one to whoever gave them, in the order of the latest of each.
func together(all []consent.Consent) (out [][]consent.Consent) {
	for _, x := range all {
		i := slices.IndexFunc(out, func(g []consent.Consent) bool { return g[0].Same(x) })
		if i < 0 {
			out = append(out, []consent.Consent{x})
			continue
		}
		out[i] = append(out[i], x)
	}
	return out
}

// objectOf calls what was agreed to by its number.
func objectOf(c *web.Ctx, x consent.Consent) string {
	switch {
	case x.Number != "":
		return x.Number
	case x.Kind.Code == consent.Takeover:
		return c.T("账号接管申请", "Take-over of an account")
	}
	return c.T("尚未编号的案件", "A case without a number yet")
}

// whose says of whom the numbers are.
func whose(c *web.Ctx, all []consent.Consent) string {
	var out []string
	for _, one := range []struct{ code, title string }{{consent.Own, c.T("本人", "One's own")}, {consent.Others, c.T("他人（已代为取得其同意）", "Of others, who agreed")}} {
		if slices.ContainsFunc(all, func(x consent.Consent) bool { return x.Whose == one.code }) {
			out = append(out, one.title)
		}
	}
	return strings.Join(out, c.T("、", "; "))
}

// consentPage shows one consent with the text that stood there, and takes it back.
func (d *Desk) consentPage(c *web.Ctx) error {
	x, all, err := d.consentOf(c)
	if err != nil {
		return err
	}
	c.Page = web.Page{Title: c.T("单独同意", "Separate consent"), Sub: x.Version, At: "/my/privacy", Crumbs: []web.Link{{Href: "/my/privacy", Label: c.T("我的个人信息", "My personal data")}}}
	kv := web.KV{Title: c.T("同意", "Consent")}
	kv.Add(c.T("用于", "For"), c.Say(web.Text(x.Kind.Title))).Add(c.T("谁的", "Whose"), whose(c, all)).Add(c.T("同意时间", "Agreed"), written(x.At)).Add(c.T("撤回时间", "Taken back"), written(x.Ended))
	if x.Kind.Code != consent.Takeover {
		kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("案件", "Case"), Text: objectOf(c, x), Href: path(x.Object)})
	}
	blocks := []web.Block{kv, words(c, c.T("同意时的说明全文", "The text to which you agreed"), web.Text(x.Words))}
	if !x.Ended.IsZero() {
		return c.Render("page-blocks", blocks)
	}
	f := form.New(c, d.withdraw)
	f.Submit, f.Cancel, f.Danger = c.T("撤回同意", "Take it back"), "/my/privacy", true
	f.Intro = c.T("撤回前的处理不受影响。撤回后，", "What was done before stands. After that: ") + c.Say(web.Text(x.Kind.After)) + c.T("。", ".")
	var in WithdrawForm
	ok, err := f.Read(&in)
	if err != nil {
		return err
	}
	if ok {
		if err := d.Withdraw(c, x.ID); err != nil {
			return err
		}
		c.Flash(web.Green, c.T("已撤回", "Taken back"))
		return c.Redirect("/my/privacy")
	}
	return c.Render("page-blocks", append(blocks, f))
}

// consentOf finds one of the person's own consents and those that are one with it; another's is as if there were none.
func (d *Desk) consentOf(c *web.Ctx) (x consent.Consent, with []consent.Consent, err error) {
	id, _ := worklist.ID(c, "id") // what is no number is no consent either
	all, err := d.consents(c)
	if err != nil {
		return x, nil, err
	}
	for _, g := range together(all) {
		if i := slices.IndexFunc(g, func(x consent.Consent) bool { return x.ID == id }); i >= 0 {
			return g[i], g, nil
		}
	}
	return x, nil, consent.None()
}

// Withdraw takes a consent of the person back, and tells the audit.
func (d *Desk) Withdraw(c *web.Ctx, id int64) error {
	a := worklist.Actor(c)
	return d.office.DB.Write(c.Context(), func(tx *store.Tx) error {
		x, err := consent.Withdraw(c.Context(), tx, consent.Ask{Center: a.Center, Account: a.Account, At: d.office.Now()}, id)
		if err != nil || d.office.Watch == nil {
			return err
		}
		return d.office.Watch(c.Context(), tx, a, "privacy.withdrawn", fmt.Sprintf("%s/%d %s", x.Kind.Code, x.Object, x.Version))
	})
}

// ConsentOf is a separate consent for programs.
type ConsentOf struct {
	ID      string `json:"id"`
	Kind    string `json:"kind" doc:"preexam 申请文件、infringement 侵权纠纷、takeover 账号接管"`
	Object  string `json:"object" doc:"案件或者接管申请的编号"`
	Whose   string `json:"whose" doc:"own 本人、others 他人（代为取得）"`
	Version string `json:"version"`
	Text    string `json:"text" doc:"同意时的说明全文"`
	Given   string `json:"given"`
	Ended   string `json:"ended,omitempty" doc:"撤回的时间"`
}

// ConsentText is what is said where numbers are asked for.
type ConsentText struct {
	Kind    string `json:"kind"`
	Version string `json:"version"`
	Text    string `json:"text"`
	TextEN  string `json:"text_en"`
}

// separateRest is what programs can do of it.
func (d *Desk) separateRest() []rest.Endpoint {
	return []rest.Endpoint{
		{Method: "GET", Path: "/personal-data/consent", Title: web.Text{"证件号码单独同意的说明（公开）", "What is said of numbers of identity papers (public)"}, Pages: []string{"GET /personal-data/consent"}, Answer: []ConsentText{},
			Handle: func(*rest.Call) (any, error) {
				out := []ConsentText{}
				for _, k := range consent.Kinds() {
					t := k.Text()
					out = append(out, ConsentText{k.Code, k.Version(), t[0], t[1]})
				}
				return out, nil
			}},
		{Method: "GET", Path: "/my/consents", Act: ActOwn, Title: web.Text{"本人的单独同意", "One's own separate consents"}, Pages: []string{"GET /my/privacy/consents/{id}"}, Answer: []ConsentOf{},
			Handle: func(c *rest.Call) (any, error) {
				all, err := d.consents(c.Ctx)
				out := []ConsentOf{}
				for _, x := range all {
					out = append(out, ConsentOf{rest.ID(x.ID), x.Kind.Code, rest.ID(x.Object), x.Whose, x.Version, x.Words[0], written(x.At), written(x.Ended)})
				}
				return out, err
			}},
		{Method: "POST", Path: "/my/consents/{id}/withdrawal", Act: ActOwn, Title: web.Text{"撤回本人的一项单独同意", "Take one of one's own separate consents back"}, Pages: []string{"POST /my/privacy/consents/{id}"}, Body: d.withdraw, Answer: rest.Done{},
			Handle: func(c *rest.Call) (any, error) {
				x, _, err := d.consentOf(c.Ctx)
				if err != nil {
					return nil, err
				}
				var in WithdrawForm
				if err := c.Read(d.withdraw, &in); err != nil {
					return nil, err
				}
				return rest.OK(d.Withdraw(c.Ctx, x.ID))
			}},
	}
}
