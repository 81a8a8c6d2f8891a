package infringement

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"zhibao/casework"
	"zhibao/casework/merger"
	"zhibao/casework/worklist"
	"zhibao/casework/worklist/original"
	"zhibao/internal/access"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/law/calendar"
	"zhibao/protection/infringement/matter"
	"zhibao/protection/infringement/measure"
)

// ActFile is to read the matter of a case and open its stored files, as far as one's side goes.
const ActFile = "infringement.read"

// Grants returns who sees and reads infringement cases beside those who see every case. An officer or an expert sees
// nothing of other procedures by them; head and director read what they have to decide on.
func Grants() (gs []access.Grant) {
	chart := []string{Code}
	add := func(act string, rel access.Relation, roles ...casework.Role) {
		for _, r := range roles {
			gs = append(gs, access.Grant{Act: act, Role: string(r), Rel: rel, Charts: chart})
		}
	}
	add(casework.ActSee, access.Center, casework.Enforcer, casework.Expert)
	add(casework.ActName, access.Center, casework.Enforcer, casework.Expert, casework.Head, casework.Director)
	add(casework.ActForm, access.Center, casework.Enforcer, casework.Head, casework.Director)
	add(casework.ActText, access.Center, casework.Enforcer, casework.Director)
	chart = nil // the act is of this procedure alone
	add(ActFile, access.Owner, casework.Entity)
	add(ActFile, access.Agent, casework.AgencyRole)
	add(ActFile, access.Part, casework.Entity, casework.AgencyRole)
	add(ActFile, access.Center, casework.Clerk, casework.Enforcer, casework.Expert, casework.Head, casework.Director)
	add(ActFile, access.Second, casework.Reviewer)
	return append(gs, measure.Grants()...)
}

// Hooks returns what the procedure adds to the shared pages.
func (d *Desk) Hooks() worklist.Hooks {
	return worklist.Hooks{Extra: d.extra, Options: d.options, Prefill: d.prefill, Review: d.review, Contents: d.contents, Checked: []string{"file", "intake", "answer", "sign"}}
}

// reader is who looks at a case.
func (d *Desk) reader(a casework.Actor, k *casework.Case, f *matter.File) matter.Reader {
	r := matter.Reader{Party: a.Party, Side: d.chart.SideOf(k, a.Party), Stands: k.Stands(a.Party)}
	if a.Party == 0 {
		r.Inside = f.Sits(a.Account) || a.Account != 0 && (k.Second == a.Account || k.Handler == a.Account) || a.Is(casework.Director)
	}
	return r
}

// seen reads the matter as far as the person may know it; nil where the person may not read it at all. An expert reads
// the cases on whose panel it sits or in which it is the technical investigator.
func (d *Desk) seen(c *web.Ctx, tx *store.Tx, k *casework.Case) (f *matter.File, r *row, inside bool, err error) {
	a := worklist.Actor(c)
	if k.Chart != d.chart.Code || !d.office.Policy.May(a.Subject, ActFile, k.Object()) {
		return nil, nil, false, nil
	}
	whole, r, err := d.get(c.Context(), tx, k.ID)
	if err != nil {
		return nil, nil, false, err
	}
	asked := func(x matter.Investigator) bool { return x.Account == a.Account }
	if a.Is(casework.Expert) && len(a.Roles) == 1 && !whole.Sits(a.Account) && !slices.ContainsFunc(whole.Investigators, asked) {
		return nil, nil, false, nil
	}
	who := d.reader(a, k, whole)
	return whole.For(who), r, who.Inside, nil
}

// extra shows the matter on the page of the case.
func (d *Desk) extra(c *web.Ctx, tx *store.Tx, k *casework.Case) (x worklist.Extra, err error) {
	f, r, inside, err := d.seen(c, tx, k)
	if err != nil || f == nil {
		return x, err
	}
	if word := partyTurns(k.State, d.chart.SideOf(k, worklist.Actor(c).Party)); word[0] != "" && worklist.Actor(c).Party != 0 {
		x.Notices = append(x.Notices, web.Notice{Tone: web.Blue, Title: c.T("需要您办理", "Asked of you"), Text: c.T(word[0], word[1])})
	}
	x.Notices = append(x.Notices, d.halted(c, k, f)...)
	x.Facts, x.Relations = facts(c, k, f, r), relations(k, f)
	x.Main = []web.Block{d.claimBlock(c, f), d.partiesBlock(c, f)}
	x.Main = append(x.Main, d.proceedings(c, f)...)
	if inside {
		blocks, err := d.insideBlocks(c, tx, k, f)
		if err != nil {
			return x, err
		}
		x.Main = append(x.Main, blocks...)
	}
	x.Side = append(x.Side, d.docsBlock(c, k, f))
	return x, nil
}

// why are the grounds of a suspension.
func why(grounds []string) (out web.Text) {
	for i, g := range grounds {
		t := matter.GroundTitle(g)
		if i > 0 {
			t[0], t[1] = "；"+t[0], "; "+t[1]
		}
		out[0], out[1] = out[0]+t[0], out[1]+t[1]
	}
	return out
}

// data is what stands in a case in the words in which it was entered.
func data(text string) web.Text { return web.Text{text, text} }

// halted says why the clocks stand still.
func (d *Desk) halted(c *web.Ctx, k *casework.Case, f *matter.File) (out []web.Notice) {
	switch k.State {
	case Suspended:
		out = append(out, web.Notice{Tone: web.Amber, Title: c.T("已中止，期限停止计算", "Suspended: the clocks stand still"), Text: c.Say(why(f.Grounds))})
	case Appraising:
		out = append(out, web.Notice{Tone: web.Amber, Title: c.T("鉴定中，期限停止计算", "Appraisal: the clocks stand still"), Text: f.Appraisal})
	case Announcing:
		out = append(out, web.Notice{Tone: web.Amber, Title: c.T("公告送达中", "Service by public notice"), Text: c.T("公告期不计入法定办案期限", "The time of the notice does not count in the term of the rule text")})
	}
	if last := f.Latest(); last != nil && (last.What == "invalid" || last.What == "partial" || last.What == "lapsed") {
		word := map[string][2]string{"invalid": {"专利权被宣告全部无效", "The patent was declared invalid"}, "partial": {"专利权被宣告部分无效", "The patent was partly invalidated"}, "lapsed": {"专利权已终止", "The patent has lapsed"}}[last.What]
		out = append(out, web.Notice{Tone: web.Amber, Title: c.T(word[0], word[1]), Text: last.On.String() + " " + last.Source + " " + last.Claims})
	}
	return out
}

// facts are further particulars of the case.
func facts(c *web.Ctx, k *casework.Case, f *matter.File, r *row) []web.KVRow {
	track := c.T("普通程序", "Ordinary")
	if f.Simple {
		track = c.T("简易程序", "Simplified")
	}
	rows := []web.KVRow{{Label: c.T("适用程序", "Procedure"), Text: track}, {Label: c.T("立案日期", "Accepted on"), Text: dayText(r.Accepted)}}
	if !r.Accepted.IsZero() {
		rows = append(rows, web.KVRow{Label: c.T("适用规定", "Rule text"), Text: matter.TextOn(r.Accepted).Cite.String(), Law: true})
	}
	if f.From != "" {
		rows = append(rows, web.KVRow{Label: c.T("移送机关", "Transferred from"), Text: f.From})
	}
	if r.Outcome != "" {
		o := matter.OutcomeTitle(r.Outcome)
		rows = append(rows, web.KVRow{Label: c.T("结案方式", "Outcome"), Text: c.T(o[0], o[1])}, web.KVRow{Label: c.T("结案日期", "Ended on"), Text: dayText(r.Ended)})
	}
	if f.Court != "" {
		rows = append(rows, web.KVRow{Label: c.T("法院", "Court"), Text: strings.TrimSpace(f.Court + " " + f.CourtNo)})
	}
	if !f.Public.On.IsZero() {
		rows = append(rows, web.KVRow{Label: c.T("裁决公开", "Published"), Text: f.Public.On.String() + " " + f.Public.Place})
	}
	return rows
}

// relations are the other matters on which the case depends.
func relations(k *casework.Case, f *matter.File) (out []worklist.Relation) {
	for _, other := range merger.Numbers(k) {
		out = append(out, worklist.Relation{What: web.Text{"合并审理", "Tried together"}, Number: other})
	}
	if f.Awaits != "" {
		what := web.Text{"中止所等待的案件", "Awaited while suspended"}
		if k.State != Suspended {
			what = web.Text{"曾因其中止的案件", "Was suspended for"}
		}
		out = append(out, worklist.Relation{What: what, Number: f.Awaits, Where: why(f.Grounds)})
	}
	if f.Court != "" {
		out = append(out, worklist.Relation{What: web.Text{"诉讼或执行案件", "In court"}, Number: f.CourtNo, Where: data(f.Court)})
	}
	if last := f.Latest(); last != nil {
		out = append(out, worklist.Relation{What: web.Text{"无效宣告或登记簿变更", "Invalidation or register"}, Number: last.Source, Where: data(last.On.String())})
	}
	return out
}

// dayText writes a day, or nothing where there is none.
func dayText(d calendar.Day) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// item is the stored file that an address names, as far as the person may read it.
func (d *Desk) item(c *web.Ctx) (doc *matter.Doc, id int64, err error) {
	if id, err = worklist.ID(c, "id"); err != nil {
		return nil, 0, err
	}
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		k, err := d.office.Get(c.Context(), tx, worklist.Actor(c), id)
		if err != nil {
			return err
		}
		f, _, _, err := d.seen(c, tx, k)
		if err != nil || f == nil {
			return err
		}
		for i := range f.Docs {
			if strconv.FormatInt(f.Docs[i].ID, 10) == c.Path("file") {
				doc = &f.Docs[i]
			}
		}
		return nil
	})
	if err == nil && doc == nil {
		err = fault.New(fault.Missing, "infringement.no_file", "没有这份侵权案件材料，或您无权查看；请从案件页面打开")
	}
	return doc, id, err
}

// filePage sends one stored file. For the staff the opening is an event of the case.
func (d *Desk) filePage(c *web.Ctx) error {
	doc, id, err := d.item(c)
	if err != nil {
		return err
	}
	a := worklist.Actor(c)
	if a.Party == 0 && d.mayRecord(c, id) {
		if err := d.office.RecordReading(c.Context(), a, id, "案件材料"); err != nil {
			return err
		}
	}
	var file *blob.File
	err = d.office.DB.Read(c.Context(), func(tx *store.Tx) (err error) {
		file, err = d.open(c.Context(), tx, id, doc)
		return err
	})
	if err != nil {
		return err
	}
	defer file.Close()
	return original.Send(c, doc.Name, file)
}

// mayRecord reports whether the opening of a file by the person stands in the history: the kernel records it for those
// who may read the form of the case.
func (d *Desk) mayRecord(c *web.Ctx, id int64) bool {
	ok := false
	_ = d.office.DB.Read(c.Context(), func(tx *store.Tx) error {
		k, err := d.office.Get(c.Context(), tx, worklist.Actor(c), id)
		ok = err == nil && d.office.Policy.May(worklist.Actor(c).Subject, casework.ActForm, k.Object())
		return err
	})
	return ok
}

// contents lists the stored files for the dossier.
func (d *Desk) contents(c *web.Ctx, tx *store.Tx, k *casework.Case) (out []worklist.Item, err error) {
	f, _, _, err := d.seen(c, tx, k)
	if err != nil || f == nil {
		return nil, err
	}
	for _, x := range f.Docs {
		out = append(out, worklist.Item{Name: x.Name, Kind: x.What, At: x.On.Begin().Add(12 * time.Hour), Digest: x.SHA256})
	}
	return out, nil
}

// Module returns the pages.
func (d *Desk) Module() web.Module {
	return web.Module{Name: "infringement", Routes: append(d.figures.Routes(), web.Route{Method: "GET", Pattern: "/infringement/{id}/files/{file}", Act: ActFile, Handler: d.filePage})}
}
