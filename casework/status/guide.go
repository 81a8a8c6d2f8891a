package status

import (
	"fmt"
	"slices"
	"strings"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/casework/worklist"
	"zhibao/internal/store"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/law/clause"
)

// A Matter is a procedure for which the public turns to the center.
type Matter struct {
	Chart      string
	Conditions string // settings with the center's own words
	Materials  string
	Ask        string // address where it is opened, and its words
	AskText    web.Text
}

// guidePage is the guide (办事指南) of one procedure: conditions, papers, times, steps, fee, basis,
// contact. What the program decides is read from where it decides: times from the settings in
// force today, papers from the forms, steps from the chart, so that the guide cannot differ from
// the practice. What only the center can say is a setting.
func (p *Pages) guidePage(c *web.Ctx) error {
	c.Page = web.Page{Title: c.T("办事指南", "Guide"), NoMark: true, Wide: true}
	var blocks []web.Block
	err := p.Office.DB.Read(c.Context(), func(tx *store.Tx) error {
		centers, err := p.Office.Centers(c.Context(), tx)
		if err != nil || len(centers) == 0 || len(p.Matters) == 0 {
			return err
		}
		// A program serves one center to the public; a guide of several would be a guide of none.
		g := guide{p: p, c: c, tx: tx, center: centers[0], matter: p.Matters[0]}
		for _, m := range p.Matters {
			if m.Chart == c.Query("of") {
				g.matter = m
			}
		}
		g.chart = p.Office.Chart(g.matter.Chart)
		c.Page.State = web.Tag{Tone: web.Blue, Text: c.T(g.chart.Title, g.chart.English)}
		blocks, err = g.blocks()
		return err
	})
	if err != nil {
		return err
	}
	return c.Render("page-blocks", blocks)
}

// A guide is one being put together.
type guide struct {
	p      *Pages
	c      *web.Ctx
	tx     *store.Tx
	center casework.Center
	matter Matter
	chart  *casework.Chart
}

func (g *guide) blocks() (out []web.Block, err error) {
	c := g.c
	tabs := web.Tabs{Label: c.T("业务", "Procedures")}
	for _, m := range g.p.Matters {
		ch := g.p.Office.Chart(m.Chart)
		tabs.Items = append(tabs.Items, web.Tab{Href: "/guide?of=" + m.Chart, Label: c.T(ch.Title, ch.English), Count: -1, Now: m == g.matter})
	}
	out = append(out, tabs)
	notice, err := g.text("status.notice", "")
	if err != nil {
		return nil, err
	}
	if notice != "" {
		out = append(out, web.Notice{Tone: web.Blue, Title: c.T("公告", "Notice"), Text: notice})
	}
	main, err := g.main()
	if err != nil {
		return nil, err
	}
	times, err := g.times()
	if err != nil {
		return nil, err
	}
	return append(out, main, g.papers(), times, g.flow(), web.Notice{Tone: web.Grey, Text: c.T(
		"期限自起算事件的次日开始计算，以工作日计的不含节假日；中止期间不计算。对不利的结论，可在上列期限内通过业务平台提出异议，不影响按普通程序向国家知识产权局提交专利申请。",
		"A term begins on the day after its event; working days leave out holidays; a suspension does not count. You may object to an unfavourable result within the time above, and remain free to file with the CNIPA by the ordinary procedure.")}), nil
}

// text reads a setting in force today.
func (g *guide) text(key, variant string) (string, error) {
	return g.p.Office.Settings.Raw(g.c.Context(), g.tx, setting.Query{Center: g.center.ID, Key: key, Variant: variant, On: g.p.Office.Today()})
}

// lines reads a setting of several lines, all its variants, each line in the language of the page
// where it is known.
func (g *guide) lines(key string) (string, error) {
	var out []string
	def := g.p.Office.Settings.Def(key)
	for _, v := range orOne(def.Variants) {
		text, err := g.text(key, v)
		if err != nil {
			return "", err
		}
		if v != "" {
			out = append(out, g.c.T(v+"：", g.c.Word(v)+":"))
		}
		for line := range strings.Lines(text) {
			out = append(out, g.c.Word(strings.TrimSpace(line)))
		}
	}
	return strings.Join(out, "\n"), nil
}

// main is what one asks first.
func (g *guide) main() (web.KV, error) {
	c := g.c
	kv := web.KV{Title: c.T("办理要点", "In short")}
	for _, k := range []struct{ key, zh, en string }{{g.matter.Conditions, "办理条件", "Conditions"}, {g.matter.Materials, "提交材料", "Papers"}} {
		text, err := g.lines(k.key)
		if err != nil {
			return kv, err
		}
		kv.Rows = append(kv.Rows, web.KVRow{Label: c.T(k.zh, k.en), Text: text, Lines: true})
	}
	kv.Add(c.T("收费", "Fee"), c.T("免费", "Free"))
	ask := web.KVRow{Label: c.T("办理方式", "Where"), Text: c.Say(g.matter.AskText), Href: g.matter.Ask}
	// The door is for parties; the staff reads the same guide and would find it closed.
	if a := worklist.Actor(c); a.Account != 0 && a.Party == 0 {
		ask.Href = ""
	}
	kv.Rows = append(kv.Rows, ask,
		web.KVRow{Label: c.T("进度查询", "Status"), Text: c.T("凭回执上的查询码查询", "by the code on the receipt"), Href: "/status"})
	kv.Add(c.T("受理机构", "Authority"), c.T(g.center.Name, g.center.English))
	for _, k := range []struct{ key, zh, en string }{{"status.place", "办公地址", "Address"}, {"status.hours", "办公时间", "Office hours"}} {
		text, err := g.text(k.key, "")
		if err != nil {
			return kv, err
		}
		if text != "" {
			kv.Add(c.T(k.zh, k.en), text)
		}
	}
	kv.Add(c.T("咨询与投诉", "Questions and complaints"), c.Footer().Phone)
	kv.Rows = append(kv.Rows, web.KVRow{Label: c.T("设立依据", "Founded on"), Text: clause.Notice + " " + string(g.chart.Clause) + " " + c.T(clause.Of(g.chart.Clause).Title, clause.Of(g.chart.Clause).English), Href: "/law/notice-92"},
		web.KVRow{Label: c.T("依据", "Basis"), Text: g.basis(), Law: true})
	return kv, nil
}

// basis lists the texts on which the steps rest; the center's own
// rules stand with the times.
func (g *guide) basis() string {
	var out []string
	for _, m := range g.chart.Moves {
		for _, b := range m.Basis {
			if !strings.HasPrefix(b.Text, "本中心规定") && !strings.HasPrefix(b.Text, "国知发管字〔2016〕92号") && !slices.Contains(out, b.String()) {
				out = append(out, b.String())
			}
		}
	}
	return strings.Join(out, "；")
}

// papers lists the files that the forms of the party ask for.
func (g *guide) papers() web.Table {
	c := g.c
	t := web.Table{Title: c.T("各环节上传的文件", "Files to upload"), Head: []string{c.T("步骤", "Step"), c.T("文件", "File"), c.T("要求", "Needed"), c.T("格式", "Formats"), c.T("大小", "Size")},
		Empty: c.T("办理本业务不需要上传文件。", "No files are needed.")}
	for i := range g.chart.Moves {
		m := &g.chart.Moves[i]
		if !slices.Contains(m.By, casework.Entity) && !slices.Contains(m.By, casework.AgencyRole) {
			continue
		}
		for _, f := range form.Describe(m.Do.New(), g.p.Rules).Fields {
			if f.Kind != form.Files {
				continue
			}
			need := c.T("视情况，见表单说明", "see the form")
			if f.Required {
				need = c.T("必须", "yes")
			}
			t.Rows = append(t.Rows, []web.Cell{{Text: c.T(m.Title, m.English)}, {Text: c.Say(f.Label)}, {Text: need},
				{Text: strings.ToUpper(strings.ReplaceAll(strings.Join(f.Accept, " "), ".", ""))}, {Text: fmt.Sprintf("≤ %d MB", f.Size>>20)}})
		}
	}
	return t
}

// times lists the clocks of the chart and the other terms of the procedure, as in force today.
func (g *guide) times() (web.Table, error) {
	c := g.c
	t := web.Table{Title: c.T("办理时限", "Times"), Head: []string{c.T("事项", "Matter"), c.T("由谁遵守", "Binds"), c.T("时限", "Time"), c.T("依据", "Basis")}}
	done := map[string]bool{}
	for _, r := range g.chart.Clocks {
		done[r.Setting] = true
		var basis []string
		for _, b := range r.Basis {
			basis = append(basis, b.String())
		}
		who := c.T("中心", "the center")
		if r.Party {
			who = c.T("当事人", "the party")
		}
		value, err := g.length(r.Setting)
		if err != nil {
			return t, err
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: c.T(r.Title, r.English)}, {Text: who}, {Text: value}, {Text: strings.Join(basis, "；"), Law: true}})
	}
	// Terms that no clock of a case measures, such as the time to object.
	for _, d := range g.p.Office.Settings.Defs() {
		if d.Group != g.chart.Code || d.Type != setting.Length || done[d.Key] {
			continue
		}
		value, err := g.length(d.Key)
		if err != nil {
			return t, err
		}
		t.Rows = append(t.Rows, []web.Cell{{Text: c.T(d.Title, d.English)}, {}, {Text: value}, {Text: c.T("本中心规定", "Center rule")}})
	}
	return t, nil
}

// length says a term in force today, once where it is the same for all kinds.
func (g *guide) length(key string) (string, error) {
	var names, values []string
	for _, v := range orOne(g.p.Office.Settings.Def(key).Variants) {
		l, err := g.p.Office.Settings.Length(g.c.Context(), g.tx, setting.Query{Center: g.center.ID, Key: key, Variant: v, On: g.p.Office.Today()})
		if err != nil {
			return "", err
		}
		values = append(values, g.c.T(l.String(), l.English()))
		names = append(names, g.c.Word(v))
	}
	if len(slices.Compact(slices.Clone(values))) == 1 {
		return values[0], nil
	}
	for i := range values {
		values[i] = names[i] + " " + values[i]
	}
	return strings.Join(values, g.c.T("；", "; ")), nil
}

// flow lists the stages of the chart, the stations of each with who works on them, and how a
// matter may end there.
func (g *guide) flow() web.Table {
	c := g.c
	t := web.Table{Title: c.T("办理流程", "Steps"), Head: []string{c.T("阶段", "Stage"), c.T("环节（由谁办理）", "Stations, and whose turn it is"), c.T("可能的结果", "May end as")}}
	var stages []string
	on, ends := map[string][]string{}, map[string][]string{}
	for _, s := range g.chart.States {
		if !slices.Contains(stages, s.Phase) {
			stages = append(stages, s.Phase)
		}
		title := c.T(s.Title, s.English)
		role := s.Queue.Info()
		switch {
		case s.Final:
			ends[s.Phase] = append(ends[s.Phase], title)
			continue
		case s.Party:
			title += c.T("（当事人）", " (the party)")
		case s.Queue != "":
			title += c.T("（"+role.Title+"）", " ("+role.English+")")
		}
		on[s.Phase] = append(on[s.Phase], title)
	}
	for _, stage := range stages {
		t.Rows = append(t.Rows, []web.Cell{{Text: c.Word(stage)}, {Text: strings.Join(on[stage], c.T("、", ", "))}, {Text: strings.Join(ends[stage], c.T("、", ", "))}})
	}
	return t
}

// orOne gives a setting without variants the one that it has, the empty one.
func orOne(vs []string) []string {
	if len(vs) == 0 {
		return []string{""}
	}
	return vs
}
