package text

import (
	"slices"
	"strconv"
	"strings"

	"zhibao/patent/filing"
)

// Text returns the claim without its number.
func (c Claim) Text() string {
	if len(c.Refs) == 0 {
		return "一种" + c.Subject + "，" + c.Lead + c.Body + c.Stop
	}
	return c.Opening + "权利要求" + c.refs() + "所述的" + c.Subject + "，" + c.Lead + c.Body + c.Stop
}

// refs writes the numbers that a claim refers to, as 1, as 1或2 or as 1至5中任一项.
func (c Claim) refs() string {
	nums := make([]string, len(c.Refs))
	for i, r := range c.Refs {
		nums[i] = strconv.Itoa(r)
	}
	switch {
	case len(nums) == 1:
		return nums[0]
	case c.Joint == "至":
		return nums[0] + "至" + nums[len(nums)-1] + "中任一项"
	default:
		return list(nums, c.Joint)
	}
}

// Independent reports whether the claim stands for itself.
func (c Claim) Independent() bool { return len(c.Refs) == 0 }

// add appends a claim with the next number.
func (w *writer) add(subject, body string, refs ...int) int {
	n := len(w.app.Claims) + 1
	w.app.Claims = append(w.app.Claims, Claim{
		Number: n, Refs: refs, Joint: "至", Subject: subject, Opening: w.opening, Lead: w.lead, Body: body, Stop: "。",
	})
	return n
}

// core returns the parts of the first claim.
func (w *writer) core() []part {
	return slices.DeleteFunc(slices.Clone(w.parts), func(p part) bool { return p.extra })
}

// claimDevice writes the claims of a product: its core, then one claim for each further part,
// trait and range.
func (w *writer) claimDevice() {
	var names, rels []string
	for i, p := range w.core() {
		names = append(names, w.naming.one(p.name, inClaims))
		rel := w.naming.apply(p.name+p.rel, inClaims)
		if i > 0 && w.rng.IntN(2) == 0 {
			rel += "，用于" + w.naming.apply(p.job, inClaims)
		}
		rels = append(rels, rel)
	}
	sep := []string{"，", "；"}[w.rng.IntN(2)]
	w.add(w.name, "包括"+list(names, "和")+"，"+strings.Join(rels, sep))
	at := map[string]int{} // claim that introduces a part
	for _, p := range w.parts {
		if p.extra {
			body := "还包括" + w.naming.one(p.name, inClaims) + "，" + w.naming.apply(p.name+p.rel, inClaims) +
				"，用于" + w.naming.apply(p.job, inClaims)
			at[p.name] = w.add(w.name, body, w.baseOf(at, p.rel+p.job))
		}
	}
	for _, t := range w.traits {
		w.add(w.name, w.naming.apply(t.on+t.text, inClaims), w.baseOf(at, t.on+t.text))
	}
	w.claimDetails(at)
	for _, p := range w.params {
		w.add(w.name, w.naming.apply(p.on, inClaims)+"的"+p.what+"为"+p.span(), w.baseOf(at, p.on))
	}
	w.widen()
	// A method has no place in a utility model, and needs some parts to be worth a claim.
	if w.app.Kind != filing.UtilityModel && len(w.core()) >= 4 && w.rng.IntN(4) == 0 {
		w.claimUse()
	}
}

// claimDetails adds claims on how some parts are made. The description says it in full.
func (w *writer) claimDetails(at map[string]int) {
	left := w.rng.IntN(4)
	if w.app.Kind == filing.UtilityModel {
		left = w.rng.IntN(2)
	}
	for _, p := range w.parts[1:] {
		d, ok := w.made[p.name]
		if left == 0 || !ok {
			continue
		}
		clause, _, _ := strings.Cut(d.text, "，")
		w.add(w.name, w.naming.apply(p.name+clause, inClaims), w.baseOf(at, p.name))
		left--
	}
}

// baseOf returns a claim on which a text about certain parts can rest: the one that introduces
// the last of them, or now and then the claim just written if it rests on that one.
func (w *writer) baseOf(at map[string]int, text string) int {
	base := 1
	for _, name := range w.naming.mentions(text) {
		base = max(base, at[name])
	}
	if w.rng.IntN(5) < 2 {
		n := len(w.app.Claims)
		for n > base {
			n = w.app.Claims[n-1].Refs[0]
		}
		if n == base {
			return len(w.app.Claims)
		}
	}
	return base
}

// widen lets the last claim refer to all before it where it rests on the first alone. It is then
// the only multiple claim.
func (w *writer) widen() {
	last := &w.app.Claims[len(w.app.Claims)-1]
	if len(last.Refs) != 1 || last.Refs[0] != 1 || last.Number < 4 || w.rng.IntN(2) == 0 {
		return
	}
	if w.rng.IntN(2) == 0 {
		last.Refs, last.Joint = []int{1, 2}, "或"
		return
	}
	last.Refs = nil
	for n := 1; n < last.Number; n++ {
		last.Refs = append(last.Refs, n)
	}
}

// claimUse adds an independent claim for the way in which the product works.
func (w *writer) claimUse() {
	var steps []string
	for i, p := range w.core()[1:] {
		steps = append(steps, "S"+strconv.Itoa(i+1)+"，由"+w.naming.apply(p.name+p.job, inClaims))
	}
	w.app.Title += "及其工作方法"
	var boxes []string
	for i := range steps {
		boxes = append(boxes, "S"+strconv.Itoa(i+1))
	}
	w.useFigure = w.figure("图"+w.next()+"为"+w.name+"的工作方法的流程示意图；", filing.Art{Style: filing.Flow, Signs: boxes})
	w.add(w.name+"的工作方法", "应用于权利要求1所述的"+w.name+"，包括以下步骤："+strings.Join(steps, "；"))
}

// claimProcess writes the claims of a process, and of the system that carries it out.
func (w *writer) claimProcess() {
	subject := w.name
	if w.class == 'Y' {
		subject += "方法"
	}
	var steps []string
	for i, s := range w.steps {
		steps = append(steps, "S"+strconv.Itoa(i+1)+"，"+introduce(s.text))
	}
	w.add(subject, "包括以下步骤："+strings.Join(steps, "；"))
	for _, t := range w.traits {
		w.add(subject, "步骤S"+t.on+"中，"+introduce(t.text), 1)
	}
	for _, p := range w.params {
		w.add(subject, "步骤S"+p.on+"中，"+p.what+"为"+p.span(), 1)
	}
	w.widen()
	if w.class == 'Y' {
		w.claimSystem()
	}
}

// introduce writes what an earlier step introduced as 所述.
func introduce(s string) string { return strings.ReplaceAll(s, "~", "所述") }

// claimSystem adds the system: one module for each step.
func (w *writer) claimSystem() {
	var names, jobs []string
	for i, s := range w.steps {
		m := w.module(i)
		names = append(names, m.Name+"（"+m.Mark+"）")
		jobs = append(jobs, "所述"+m.Name+"（"+m.Mark+"）用于"+introduce(s.text))
	}
	n := w.add(w.name+"系统", "包括"+list(names, "和")+"，"+strings.Join(jobs, "；"))
	if len(w.traits) > 0 {
		t := w.traits[0]
		k, _ := strconv.Atoi(t.on)
		m := w.module(k - 1)
		w.add(w.name+"系统", "所述"+m.Name+"（"+m.Mark+"）工作时，"+introduce(t.text), n)
	}
}

// module names the module of a step.
func (w *writer) module(i int) Sign {
	return Sign{strconv.Itoa(10 * (i + 1)), w.steps[i].name + "模块"}
}
