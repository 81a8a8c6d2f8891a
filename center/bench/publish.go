package bench

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"zhibao/center/bench/drawn"
	"zhibao/center/bench/field"
	"zhibao/center/bench/hostile"
	"zhibao/center/bench/sow"
	"zhibao/center/demo/text"
	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/catalogue"
	"zhibao/law/calendar"
	"zhibao/law/rule"
	"zhibao/patent/reader"
)

// Where the measurement is published, below the folder of the source.
const (
	qualityPage  = "docs/quality.md"
	measuredFile = "examination/preexam/check/catalogue/measured.txt"
	judgedFile   = "examination/preexam/check/clm/testdata/judged.txt"
	basisFile    = "examination/preexam/check/clm/testdata/basis.txt" // judgements of basisRule, a warning
	basisRule    = "CLM-022"

	// Judgements of basisRule over abstracts: those from which its words were improved, and the others.
	learnedFile = "examination/preexam/check/clm/testdata/abstracts-learned.txt"
	heldFile    = "examination/preexam/check/clm/testdata/abstracts-held.txt"
)

// A publication is all that is measured of the checker in one run.
type publication struct {
	on      calendar.Day
	rules   []check.Rule
	docs    []field.Document
	unused  int // lines that are no whole publication
	real    *harvest
	demo    *harvest
	judged  *judged
	paces   []pace
	ordeals []hostile.Ordeal
	stream  *stream
}

// A judged is what the rules found over real texts that forbids passing, with what people said of it.
type judged struct {
	verdict
	rules map[string]map[string]int // by rule and judgement
	wrong []string                  // each finding that is wrong, or that nobody judged
	basis drawn.Draw                // findings of basisRule

	abstracts     int            // that were read as claims
	learned, held map[string]int // findings of basisRule in abstracts, by judgement
}

// sizes of a publication that is made in earnest; a test makes a small one.
type sizes struct {
	places, texts int // how often each fault is sown
	hostile       int // bytes
	files         int // in the folder
}

var earnest = sizes{places: 24, texts: 4, hostile: 1 << 20, files: 10_000}

// publish measures everything and writes the page and the file of figures below root.
func publish(ctx context.Context, w io.Writer, root, data, exe string, n sizes) (err error) {
	p := &publication{on: calendar.DayOf(time.Now()), rules: catalogue.Rules()}
	step := func(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }
	if p.docs, err = field.Collect(data); err != nil {
		return err
	}
	if _, p.unused, err = field.ClaimSets(filepath.Join(data, filepath.FromSlash(field.ClaimFile))); err != nil {
		return err
	}
	step("查全率：%d 件真实文本", len(p.docs))
	if p.real, err = glean(ctx, p.rules, p.docs, n.places); err != nil {
		return err
	}
	step("查全率：示范文本")
	if p.demo, err = reap(ctx, p.rules, text.Count(), n.texts); err != nil {
		return err
	}
	step("误报")
	if p.judged, err = judge(ctx, root, data, p.docs, p.rules); err != nil {
		return err
	}
	step("速度")
	if p.paces, err = paces(ctx, p.docs, p.rules); err != nil {
		return err
	}
	step("特意构造的输入")
	if p.ordeals, err = ordeals(ctx, n.hostile, p.rules); err != nil {
		return err
	}
	step("内存：%d 件的文件夹", n.files)
	temp, remove, err := workDir("")
	if err != nil {
		return err
	}
	defer remove()
	if p.stream, err = flow(ctx, exe, temp, p.docs, n.files); err != nil {
		return err
	}
	for name, write := range map[string]func(io.Writer) error{qualityPage: p.page, measuredFile: p.figures} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(root, filepath.FromSlash(name)), b.Bytes(), 0o644); err != nil {
			return err
		}
		step("已写入 %s", name)
	}
	return nil
}

// ordeals runs all hostile inputs, the dearest first.
func ordeals(ctx context.Context, size int, rules []check.Rule) (out []hostile.Ordeal, err error) {
	for _, h := range hostile.All() {
		o, err := hostile.Endure(ctx, h, size, rules, cpu)
		if err != nil {
			return nil, err
		}
		out = append(out, o)
	}
	slices.SortStableFunc(out, func(a, b hostile.Ordeal) int { return int(b.Read + b.Check - a.Read - a.Check) })
	return out, nil
}

// judge runs the rules over the claim sets as texts, and over the complete files as they are.
func judge(ctx context.Context, root, data string, docs []field.Document, rules []check.Rule) (*judged, error) {
	v, err := judgements(filepath.Join(root, filepath.FromSlash(judgedFile)))
	if err != nil {
		return nil, err
	}
	j := &judged{verdict: v, rules: map[string]map[string]int{}, basis: drawn.Draw{Rule: basisRule}}
	if err := j.basis.ReadLabels(filepath.Join(root, filepath.FromSlash(basisFile))); err != nil {
		return nil, err
	}
	for i := range docs {
		if len(docs[i].Sections) > 0 {
			continue
		}
		s := sheet(&docs[i], field.Anywhere)
		app, err := taken(ctx, s)
		if err != nil {
			return nil, err
		}
		found := check.Run(check.Input{App: app, On: s.On, Facts: s.Facts}, rules).Findings
		j.basis.Add(docs[i].ID, app, found)
		j.note(docs[i].ID, places(found))
	}
	files, err := field.Files(data)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		if filepath.Ext(f) == ".json" {
			continue // a publication taken from its pages, in a form that nobody hands in
		}
		app, err := reader.ReadFile(ctx, f, reader.Options{})
		if err != nil {
			return nil, err
		}
		found := check.Run(check.Input{App: app, On: sow.On()}, rules).Findings
		j.basis.Add(filepath.Base(f), app, found)
		j.note(filepath.Base(f), places(found))
	}
	j.rules[basisRule] = map[string]int{}
	for _, f := range j.basis.Found {
		j.rules[basisRule][j.basis.Labels[f.Place]]++
	}
	return j, j.strange(ctx, root, data, rules)
}

// strange runs basisRule over the abstracts of the claim sets, which were no part of what its words are
// gathered from.
func (j *judged) strange(ctx context.Context, root, data string, rules []check.Rule) error {
	none, err := judgements("")
	if err != nil {
		return err
	}
	c := &checker{rules: rules, on: sow.On(), repeat: 1, asked: map[string]int{}, Draw: drawn.Draw{Rule: basisRule}, verdict: none}
	if err := c.abstractLines(ctx, filepath.Join(data, filepath.FromSlash(field.ClaimFile))); err != nil {
		return err
	}
	j.abstracts = len(c.sizes)
	for file, said := range map[string]*map[string]int{learnedFile: &j.learned, heldFile: &j.held} {
		if err := c.Draw.ReadLabels(filepath.Join(root, filepath.FromSlash(file))); err != nil {
			return err
		}
		*said = map[string]int{}
		for _, f := range c.Draw.Found {
			if v := c.Draw.Labels[f.Place]; v != "" {
				(*said)[v]++
			}
		}
	}
	if rest := len(c.Draw.Found) - sum(j.learned) - sum(j.held); rest > 0 {
		j.held[""] = rest
	}
	return nil
}

// note counts the findings of one document.
func (j *judged) note(document string, found []check.Finding) {
	j.add(document, found)
	for _, f := range found {
		if !grave(f) {
			continue
		}
		claim := "-"
		if f.Claim > 0 {
			claim = fmt.Sprint(f.Claim)
		}
		said := j.words[f.Rule+" "+document+" "+claim]
		if j.rules[f.Rule] == nil {
			j.rules[f.Rule] = map[string]int{}
		}
		j.rules[f.Rule][said]++
		if said == "wrong" || said == "" {
			j.wrong = append(j.wrong, fmt.Sprintf("%s %s 权利要求 %s：%s", f.Rule, document, claim, f.Message))
		}
	}
}

// figures writes the file from which docs/rules.md takes its columns.
func (p *publication) figures(w io.Writer) error {
	m := catalogue.Measurement{Version: check.Version(p.rules), On: p.on.String(), Rules: map[string]catalogue.Figure{}}
	for _, r := range p.rules {
		f := catalogue.Figure{Version: r.Version}
		if t := p.real.rules[r.ID]; t != nil {
			f.RealSown, f.RealFound = t.sown, t.found
		}
		if t := p.demo.rules[r.ID]; t != nil {
			f.DemoSown, f.DemoFound = t.sown, t.found
		}
		said := p.judged.rules[r.ID]
		f.Right, f.Damaged, f.Wrong = said["right"], said["damaged"], said["wrong"]+said[""]
		if f != (catalogue.Figure{Version: r.Version}) {
			m.Rules[r.ID] = f
		}
	}
	_, err := io.WriteString(w, m.String())
	return err
}

// page writes the figures for people.
func (p *publication) page(w io.Writer) error {
	var b strings.Builder
	sets := 0
	for _, d := range p.docs {
		if len(d.Sections) == 0 {
			sets++
		}
	}
	fmt.Fprintf(&b, `# 预审检查的质量

本页由 %s 测量并写入，测于 %s，规则版本 %s（%d 条），%s %s/%s，%d 个处理器。
各规则的数字同时列入 [rules.md](rules.md)。

测量所用的真实文本：%d 件已公布的权利要求书（连同名称和摘要；另有 %d 件没有权利要求、或者说明书的段落混入其中，未用），
%d 件全文（已公布的申请与同一申请人的草稿）。文本是从网页和公报的版面提取的，播种之前由播种程序自己清除版面残留
（页码、公布号、“说明书”的页眉及其后的文字）。这些文本不在本项目之内。

## 查全率

每次只在一件文本的一处播种一种缺陷，再与同一文本播种之前的检查结果比较：同一规则在缺陷所在的文字上有新的发现，才算找到。
播种程序（center/bench/field 与 center/bench/sow）不引用规则、读取程序、词表与表达式的任何代码，由测试保证。
`, "`zhibao bench check --publish DIR`", p.on, check.Version(p.rules), len(p.rules), runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(),
		sets, p.unused, len(p.docs)-sets)
	p.recall(&b)
	p.alarms(&b, sets)
	p.speeds(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

// recall writes the tables of faults: sums by kind, then each rule.
func (p *publication) recall(b *strings.Builder) {
	auto := map[string]rule.Auto{}
	title := map[string]string{}
	for _, r := range p.rules {
		auto[r.ID], title[r.ID] = r.Auto, r.Title
	}
	fmt.Fprint(b, "\n| 方式 | 文本 | 规则 | 播种 | 找到 | 查全率 | 最低的规则 |\n|---|---|---|---|---|---|---|\n")
	for _, a := range []rule.Auto{rule.Deterministic, rule.Heuristic, rule.Manual} {
		for _, h := range []*harvest{p.real, p.demo} {
			if s := h.sum(a); s.sown > 0 {
				fmt.Fprintf(b, "| %s | %s | %d | %d | %d | %.4f | %s |\n", a, h.what, s.rules, s.sown, s.found, s.rate(), s.worst)
			}
		}
	}
	fmt.Fprintf(b, "\n真实文本：%d 种缺陷，%d 条规则。\n\n| 规则 | 要求 | 方式 | 播种 | 找到 | 查全率 | 播种的缺陷 | 没有找到 |\n|---|---|---|---|---|---|---|---|\n",
		p.real.kinds, len(p.real.ids()))
	for _, id := range p.real.ids() {
		t := p.real.rules[id]
		fmt.Fprintf(b, "| %s | %s | %s | %d | %d | %.3f | %s | %s |\n", id, title[id], auto[id], t.sown, t.found, t.rate(), strings.Join(t.ways, "；"), strings.Join(t.missed, " "))
	}
	fmt.Fprintf(b, "\n没有在真实文本中播种的规则涉及请求书、案卷包、图片、登记与提交之后的信息，或者涉及权利要求与说明书两处的附图标记，真实文本没有这些材料；它们在 %d 件示范文本中播种，各 %d 处以内：\n\n",
		len(p.demo.clean), earnest.texts)
	var rest []string
	for _, id := range slices.Sorted(maps.Keys(p.demo.rules)) {
		if !slices.Contains(p.real.ids(), id) {
			rest = append(rest, fmt.Sprintf("%s %d/%d", id, p.demo.rules[id].found, p.demo.rules[id].sown))
		}
	}
	fmt.Fprintf(b, "%s。\n", strings.Join(rest, "，"))
}

// sum counts judgements of every kind.
func sum(said map[string]int) (n int) {
	for _, k := range said {
		n += k
	}
	return n
}

// alarms writes what is found in texts that are mostly right.
func (p *publication) alarms(b *strings.Builder, sets int) {
	j := p.judged
	fmt.Fprintf(b, `
## 误报

对 %d 件文本（权利要求书 %d 件，全文 %d 件）检查，程度 F、E 的发现（同一问题的各处分别计）逐处由人对照原文核对（%s）：
正确 %d 处；原文在提取时受损、规则就所给文本而言正确 %d 处；错误 %d 处；未核对 %d 处。
有错误或者未核对的发现的文件 %d 件，占 %.4f（目标：不超过 0.05）。

| 规则 | 正确 | 原文受损 | 错误 | 未核对 |
|---|---|---|---|---|
`, j.documents, sets, j.documents-sets, "`"+judgedFile+"`", j.said["right"], j.said["damaged"], j.said["wrong"], j.said[""],
		len(j.verdict.wrong), float64(len(j.verdict.wrong))/float64(max(1, j.documents)))
	for _, id := range slices.Sorted(maps.Keys(j.rules)) {
		s := j.rules[id]
		fmt.Fprintf(b, "| %s | %d | %d | %d | %d |\n", id, s["right"], s["damaged"], s["wrong"], s[""])
	}
	if n := len(j.basis.Found); n > 0 {
		fmt.Fprintf(b, "\n%s 是建议（程度 W）：它在这些文本中的发现少于 200 处，故不抽样，全部 %d 处逐处核对（%s）；%s。改进规则时用的是同一批文本，新的文本上会低一些，见 decisions/0010。\n",
			basisRule, n, "`"+basisFile+"`", drawn.Precision(j.rules[basisRule]))
		fmt.Fprintf(b, `
改进时没有用过的文本：同一批公开文本的 %d 件摘要，各当作一项权利要求（摘要用“该”“所述”比权利要求随意，所以是更难的试验）。
按文件编号的散列分为两半，规则在核对之前定下；共 %d 处发现，少于 200 处，因为没有别的未用过的文本。

- 第一半先核对，再从其中的错误改进（%s）：%s；
- 第二半在改进之后才核对，没有再据以改进（%s）：%s。这是 %s 在没有见过的文本上的数字，只有这么多处，误差很大。
`, j.abstracts, sum(j.learned)+sum(j.held), "`"+learnedFile+"`", drawn.Precision(j.learned), "`"+heldFile+"`", drawn.Precision(j.held), basisRule)
	}
	if len(j.wrong) > 0 {
		fmt.Fprint(b, "\n错误与未核对的：\n\n")
		for _, s := range j.wrong {
			fmt.Fprintf(b, "- %s\n", s)
		}
	}
}

// speeds writes what time and memory it takes.
func (p *publication) speeds(b *strings.Builder) {
	fmt.Fprintf(b, "\n## 速度\n\n每项测三遍取最快的一遍。“每个处理器”按所用的处理器时间折算，不受同时运行的其他程序影响；墙钟则受影响。\n\n"+
		"| 内容 | 件 | MB | 每个处理器 MB/s | %d 个处理器 MB/s（折算） | %d 个处理器 MB/s（墙钟） | 30 页（59 KB）毫秒 |\n|---|---|---|---|---|---|---|\n", runtime.NumCPU(), runtime.NumCPU())
	for _, x := range p.paces {
		fmt.Fprintf(b, "| %s | %d | %.2f | %.1f | %.1f | %.1f | %.1f |\n", x.what, x.texts, float64(x.bytes)/(1<<20), x.perCPU(), x.perCPU()*float64(runtime.NumCPU()), x.byClock(),
			pages30/float64(1<<20)/x.perCPU()*1000)
	}
	over := 0
	for _, o := range p.ordeals {
		if o.Read+o.Check > 2*time.Second {
			over++
		}
	}
	fmt.Fprintf(b, "\n## 特意构造的输入\n\n%d 种约 1 MB 的输入，各读取并检查一遍（处理器时间），超过 2 秒的 %d 种。最慢的：\n\n| 输入 | KB | 读取 毫秒 | 检查 毫秒 | |\n|---|---|---|---|---|\n", len(p.ordeals), over)
	for _, o := range p.ordeals[:min(15, len(p.ordeals))] {
		fmt.Fprintf(b, "| %s | %d | %s | %s | %s |\n", o.What, o.Bytes>>10, millis(o.Read), millis(o.Check), o.Refused)
	}
	s := p.stream
	fmt.Fprintf(b, "\n## 内存\n\n`zhibao check --format json` 检查一个有 %d 件申请的文件夹（%.0f MB，十分之一是带请求书与图片的案卷包，其余是播种了缺陷的真实文本）：用时 %.0f 秒，内存最多 %.0f MB（目标：不超过 200 MB）。\n",
		s.files, float64(s.bytes)/(1<<20), s.clock.Seconds(), float64(s.peak)/(1<<20))
}
