// Package field (实文播种) puts faults into real texts: published claims and applications, and the
// drafts of an applicant. The folder of texts is the caller's; nothing of it is kept.
//
// Notice 1.2.3. A generator that shared a word list, an expression or a reader with the rules
// would measure nothing. The package therefore reads the texts by itself, and what it calls a
// fault was taken from the law and from practice; a test holds it to its imports.
package field

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"
)

// Anywhere stands for a fault that concerns a part as a whole, so that no words can be named.
const Anywhere = "*"

// A Document is a real text, in its parts. Only some have a description.
type Document struct {
	ID       string
	Title    string
	Abstract string
	Claims   []string // with their numbers, as printed
	Sections []Section
	Utility  bool // the text is handed in as a utility model
}

// A Section is a part of a description.
type Section struct {
	Heading string
	Lines   []string
}

// A Fault is one way to break a rule.
type Fault struct {
	Rule string
	How  string // in Chinese, what is done to the text
	full bool   // only into texts with a description
	sow  func(*draft) string
}

// Sown is a text with a fault.
type Sown struct {
	Document
	Words string // what is wrong, see Anywhere
}

// draft is a text while a fault is put into it. Its choices depend on text, fault and round alone.
type draft struct {
	*Document
	rng *rand.Rand
}

// Faults lists all faults, by chapters.
func Faults() []Fault {
	return slices.Concat(titles(), numbers(), references(), claimWords(), claimWhole(), whole(), prose(), signs(), abstracts(), models())
}

// Rules returns the ids of the rules for which there are faults.
func Rules() (out []string) {
	for _, f := range Faults() {
		out = append(out, f.Rule)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Sow puts the fault into a copy of the text. It reports false where the text has no place for it.
// Another round takes other places and other words where there are any.
func (f *Fault) Sow(d *Document, round int) (*Sown, bool) {
	if f.full && len(d.Sections) == 0 {
		return nil, false
	}
	h := fnv.New64a()
	fmt.Fprint(h, d.ID, f.Rule, f.How)
	c := d.clone()
	words := f.sow(&draft{c, rand.New(rand.NewPCG(h.Sum64(), uint64(round)))})
	if words == "" {
		return nil, false
	}
	return &Sown{*c, words}, true
}

func (d *Document) clone() *Document {
	c := *d
	c.Claims, c.Sections = slices.Clone(d.Claims), slices.Clone(d.Sections)
	for i := range c.Sections {
		c.Sections[i].Lines = slices.Clone(c.Sections[i].Lines)
	}
	return &c
}

// Text writes the document as the plain text that an applicant would hand in.
func (d *Document) Text() string {
	var b strings.Builder
	put := func(heading string, lines ...string) {
		if lines = slices.DeleteFunc(lines, func(l string) bool { return l == "" }); len(lines) > 0 {
			b.WriteString(heading + "\n" + strings.Join(lines, "\n") + "\n")
		}
	}
	if len(d.Sections) == 0 {
		put("发明名称", d.Title)
	}
	put("权利要求书", slices.Clone(d.Claims)...)
	put("说明书摘要", d.Abstract)
	if len(d.Sections) > 0 {
		put("说明书", d.Title)
		for _, s := range d.Sections {
			b.WriteString(strings.Join(append([]string{s.Heading}, s.Lines...), "\n") + "\n")
		}
	}
	return b.String()
}

// has reports whether the words stand anywhere in the text.
func (d *draft) has(words string) bool { return strings.Contains(d.Text(), words) }

// pick returns one of the words.
func (d *draft) pick(words ...string) string { return words[d.rng.IntN(len(words))] }

// stranger returns one of the words that the text does not have, or nothing.
func (d *draft) stranger(words ...string) string {
	words = slices.DeleteFunc(words, d.has)
	if len(words) == 0 {
		return ""
	}
	return d.pick(words...)
}
