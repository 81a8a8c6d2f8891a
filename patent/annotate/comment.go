package annotate

import (
	"encoding/xml"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var commentID = regexp.MustCompile(`<[A-Za-z0-9]+:comment(?:RangeStart|RangeEnd|Reference)?\s[^>]*?\b[A-Za-z0-9]+:id\s*=\s*["'](-?[0-9]{1,9})["']`)

// commentIDs returns the first number above those of the comments that are there.
func commentIDs(parts ...[]byte) int {
	next := 0
	for _, b := range parts {
		for _, m := range commentID.FindAllSubmatch(b, -1) {
			if n, err := strconv.Atoi(string(m[1])); err == nil && n >= next {
				next = n + 1
			}
		}
	}
	return next
}

// writeComment writes one comment with a name space of its own, so that it can stand in any part.
func writeComment(w *strings.Builder, space string, id int, lines []string, by Author) {
	fmt.Fprintf(w, `<zb:comment xmlns:zb="%s" zb:id="%d" zb:author="%s"`, escape(space), id, escape(by.Name))
	if by.Date != "" {
		fmt.Fprintf(w, ` zb:date="%s"`, escape(by.Date))
	}
	fmt.Fprintf(w, ` zb:initials="%s">`, escape(by.Initials))
	for _, l := range lines {
		fmt.Fprintf(w, `<zb:p><zb:r><zb:t xml:space="preserve">%s</zb:t></zb:r></zb:p>`, escape(l))
	}
	w.WriteString(`</zb:comment>`)
}

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder never fails
	return b.String()
}

// A mark is where a comment stands: over the characters from and to, both inclusive.
type mark struct{ id, from, to int }

// An edit is what is inserted before one byte of the document.
type edit struct {
	split        bool // the run is cut here
	run          int  // which one
	blank        bool // the words behind the cut begin with a blank
	ends, begins []int
}

// insert returns the document with the marks. A run is cut where a comment begins or ends inside it;
// both halves keep its properties, so the words look as before.
func (d *body) insert(marks []mark) []byte {
	edits := map[int]*edit{}
	at := func(i int, behind bool) *edit {
		pos, split := d.boundary(i, behind)
		e := edits[pos]
		if e == nil {
			e = &edit{split: split, run: d.chars[i].run}
			e.blank = split && pos < len(d.xml) && strings.ContainsRune(" \t\r\n", rune(d.xml[pos]))
			edits[pos] = e
		}
		return e
	}
	for _, m := range marks {
		b := at(m.from, false)
		b.begins = append(b.begins, m.id)
		e := at(m.to, true)
		e.ends = append(e.ends, m.id)
	}
	order := make([]int, 0, len(edits))
	for pos := range edits {
		order = append(order, pos)
	}
	slices.Sort(order)
	out := make([]byte, 0, len(d.xml)+200*len(marks))
	last := 0
	for _, pos := range order {
		out = append(append(out, d.xml[last:pos]...), d.words(edits[pos])...)
		last = pos
	}
	return append(out, d.xml[last:]...)
}

// words are the bytes of an edit: comments that end here, then those that begin.
func (d *body) words(e *edit) string {
	var b strings.Builder
	p, r := d.prefix, d.runs[e.run]
	if e.split {
		b.WriteString(r.closing)
	}
	for _, id := range e.ends {
		fmt.Fprintf(&b, `<%[1]scommentRangeEnd %[1]sid="%[2]d"/><%[1]sr><%[1]scommentReference %[1]sid="%[2]d"/></%[1]sr>`, p, id)
	}
	for _, id := range e.begins {
		fmt.Fprintf(&b, `<%[1]scommentRangeStart %[1]sid="%[2]d"/>`, p, id)
	}
	if e.split {
		b.WriteString(r.opening + "<" + r.text)
		if e.blank || r.preserve {
			b.WriteString(` xml:space="preserve"`)
		}
		b.WriteString(">")
	}
	return b.String()
}

// boundary returns the byte before the character i, or behind it, at which comments can stand, and
// whether a run has to be cut there.
func (d *body) boundary(i int, behind bool) (pos int, split bool) {
	c := d.chars[i]
	r := d.runs[c.run]
	if !behind {
		if i == r.first && c.start == r.content {
			return r.start, false
		}
		pos = c.start
		// White space at the end of a half would be lost where the text does not say to keep it.
		for !r.preserve && pos > c.text && strings.ContainsRune(" \t\r\n", rune(d.xml[pos-1])) {
			pos--
		}
		if pos == r.content {
			return r.start, false
		}
		return pos, true
	}
	if i == r.last && c.end == r.contentEnd {
		return r.end, false
	}
	return c.end, true
}
