package text

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"zhibao/patent/filing"
)

// describe writes the five sections of the description.
func (w *writer) describe() {
	disclosure := "发明内容"
	if w.app.Kind == filing.UtilityModel {
		disclosure = "实用新型内容"
	}
	w.app.Sections = []Section{
		{"技术领域", []string{w.frame("field")}},
		{"背景技术", w.background()},
		{disclosure, w.disclosure()},
		{"附图说明", w.drawings()},
		{"具体实施方式", w.embodiments()},
	}
}

// background tells what is known in the field, what is wrong with it and what is wanted. A good
// background ends where the invention begins, so nothing of the solution is told here.
func (w *writer) background() []string {
	return []string{w.frame("known", "{K}", w.fact()) + w.frame("trouble"), w.frame("need")}
}

// fact chooses what is known in the field: the fact that shares most words with the problem.
func (w *writer) fact() string {
	best, most := "", -1
	about := w.name + w.problem + w.domain
	for _, k := range w.lib.known[w.field] {
		n := w.rng.IntN(3)
		r := []rune(k)
		for i := range len(r) - 1 {
			if strings.Contains(about, string(r[i:i+2])) {
				n += 2
			}
		}
		if n > most {
			best, most = k, n
		}
	}
	return best
}

// marks are the bracketed signs of claims.
var marks = regexp.MustCompile(`（[0-9]+）`)

// disclosure repeats the claims in running text, as every claim must rest on the description,
// and says what is gained.
func (w *writer) disclosure() []string {
	out := []string{w.frame("purpose"), w.frame("scheme")}
	for i, c := range w.app.Claims {
		body := marks.ReplaceAllString(c.Body, "")
		body = strings.Replace(body, "权利要求1所述的", "上述", 1)
		switch {
		case i == 0:
			out = append(out, "一种"+c.Subject+"，"+body+"。")
		case c.Independent():
			out = append(out, w.frame("other", "{X}", c.Subject)+"，"+body+"。")
		default:
			out = append(out, w.frame("further")+body+"。")
		}
	}
	out = append(out, w.frame("benefit"))
	for i := range 2 {
		out = append(out, w.gain(i))
	}
	return out
}

// gain names two parts or steps and what they do together. A short seed has one such pair.
func (w *writer) gain(k int) string {
	if w.isProcess() {
		i := k * max(1, (len(w.steps)-1)/2) % (len(w.steps) - 1)
		p, q := w.steps[i], w.steps[i+1]
		return w.frame("benefit-step", "{P}", p.name, "{F}", p.job, "{Q}", q.name, "{G}", q.job)
	}
	i := 1 + k*max(1, (len(w.parts)-2)/2)%(len(w.parts)-2)
	p, q := w.parts[i], w.parts[i+1]
	return w.frame("benefit-part", "{P}", p.name, "{F}", p.job, "{Q}", q.name, "{G}", q.job)
}

// drawings lists the figures, one a paragraph, and then the reference signs.
func (w *writer) drawings() []string {
	out := []string{w.frame("figures")}
	out = append(out, w.captions...)
	last := &out[len(out)-1]
	*last = strings.TrimSuffix(*last, "；") + "。"
	if len(w.app.Signs) == 0 {
		return out
	}
	sep := []string{"、", "-"}[w.rng.IntN(2)]
	var signs []string
	for _, s := range w.app.Signs {
		signs = append(signs, s.Mark+sep+s.Name)
	}
	return append(out, w.frame("signs", "{S}", strings.Join(signs, "；")))
}

// embodiments writes how the thing is made and used, with three sets of values.
func (w *writer) embodiments() []string {
	var out []string
	if w.isProcess() {
		out = append(out, w.frame("intro-step"), "实施例1")
		out = append(out, w.stepTexts()...)
	} else {
		out = append(out, w.frame("intro"), "实施例1")
		out = append(out, w.partTexts()...)
		section := "work"
		if !w.moves() {
			section = "work-still"
		}
		out = append(out, w.frame(section, "{W}", w.working()))
		if w.useFigure > 0 {
			out = append(out, w.frame("use", "{N}", strconv.Itoa(w.useFigure), "{W}", w.useSteps()))
		}
	}
	out = append(out, w.values()...)
	out = append(out, w.data()...)
	if !w.isProcess() {
		out = append(out, w.assembly())
	}
	out = append(out, w.frame("scene"))
	out = append(out, w.others()...)
	return append(out, w.frame("close"))
}

// partTexts describes every part: where it stands, what it does, how it is made.
func (w *writer) partTexts() []string {
	var names []string
	for _, p := range w.core() {
		names = append(names, w.naming.one(p.name, inText))
	}
	out := []string{w.frame("overview", "{L}", list(names, "和"))}
	for i, p := range w.core() {
		section := "part"
		if i == 0 {
			section = "part-plain"
		}
		out = append(out, w.partText(section, p)+w.detail(p))
	}
	for _, p := range w.parts {
		if p.extra {
			out = append(out, w.partText("more", p)+w.detail(p))
		}
	}
	for _, t := range w.traits {
		out = append(out, w.frame("trait", "{P}", w.naming.one(t.on, inText), "{X}", w.naming.apply(t.text, inText),
			"{N}", strconv.Itoa(w.shown[t.on])))
	}
	// Short paragraphs are joined two by two, as a writer would.
	for i := 1; i+1 < len(out); i++ {
		if length(out[i]) < 60 {
			out[i] += out[i+1]
			out = slices.Delete(out, i+1, i+2)
		}
	}
	return out
}

// partText says of one part where it stands and what it does, in the pattern of a section.
func (w *writer) partText(section string, p part) string {
	return w.frame(section, "{P}", w.naming.one(p.name, inText), "{R}", w.naming.apply(p.rel, inText),
		"{F}", w.naming.apply(p.job, inText), "{N}", strconv.Itoa(w.shown[p.name]))
}

// chooseDetails decides for some parts how they are made, once for each sort of part.
func (w *writer) chooseDetails() {
	sorts := map[string]bool{}
	for _, p := range w.parts {
		var fit []detail
		for _, d := range w.lib.details {
			if strings.HasSuffix(p.name, d.suffix) && !sorts[d.suffix] {
				fit = append(fit, d)
			}
		}
		if len(fit) > 0 && w.rng.IntN(5) > 0 {
			w.made[p.name] = fit[w.rng.IntN(len(fit))]
			sorts[w.made[p.name].suffix] = true
		}
	}
}

// detail says how a part is made.
func (w *writer) detail(p part) string {
	d, ok := w.made[p.name]
	if !ok {
		return ""
	}
	return w.naming.one(p.name, inText) + d.text + "。"
}

// working tells what happens when the thing runs: what the parts do, in their order.
func (w *writer) working() string {
	var b strings.Builder
	for i, p := range w.parts[1:] {
		if i > 0 {
			b.WriteString(w.frame("link"))
		}
		if strings.HasSuffix(b.String(), "再由") {
			b.WriteString(w.naming.one(p.name, inText) + w.naming.apply(p.job, inText))
			continue
		}
		b.WriteString([]string{"由", "", "通过"}[w.rng.IntN(3)] + w.naming.one(p.name, inText) + w.naming.apply(p.job, inText))
	}
	return b.String()
}

// assembly tells in which order the core is put together.
func (w *writer) assembly() string {
	var names []string
	for _, p := range w.core()[1:] {
		names = append(names, w.naming.one(p.name, inText))
	}
	return w.frame("assemble", "{P}", w.naming.one(w.parts[0].name, inText), "{L}", list(names, "和"))
}

// useSteps repeats the steps of the claim for the way of working, with plain signs.
func (w *writer) useSteps() string {
	var steps []string
	for i, p := range w.core()[1:] {
		steps = append(steps, "S"+strconv.Itoa(i+1)+"，由"+w.naming.one(p.name, inText)+w.naming.apply(p.job, inText))
	}
	return strings.Join(steps, "；")
}

// resultOf returns what a step yields: the words after the last 得到.
func resultOf(text string) string {
	i := strings.LastIndex(text, "得到")
	if i < 0 {
		return ""
	}
	out, _, _ := strings.Cut(text[i+len("得到"):], "，")
	return strings.ReplaceAll(out, "~", "")
}

// stepTexts describes every step.
func (w *writer) stepTexts() []string {
	out := []string{w.frame("overview-step", "{N}", strconv.Itoa(len(w.steps)))}
	for i, s := range w.steps {
		text := strings.ReplaceAll(strings.ReplaceAll(s.text, "~", "该"), "所述", "该")
		text = w.frame("step", "{S}", "步骤S"+strconv.Itoa(i+1), "{X}", text, "{F}", s.job)
		for _, t := range w.traits {
			if t.on == strconv.Itoa(i+1) {
				text += w.frame("step-trait", "{S}", "步骤S"+t.on, "{X}", strings.ReplaceAll(strings.ReplaceAll(t.text, "~", "该"), "所述", "该"))
			}
		}
		if result := resultOf(s.text); result != "" {
			text += w.frame("check", "{S}", "步骤S"+strconv.Itoa(i+1), "{X}", result)
		}
		out = append(out, text)
	}
	if w.class == 'Y' {
		var names []string
		for i := range w.steps {
			m := w.module(i)
			names = append(names, m.Name+m.Mark)
		}
		out = append(out, "参照图2，"+w.frame("module", "{L}", list(names, "和")))
	}
	return out
}
