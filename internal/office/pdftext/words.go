package pdftext

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// maxReadings bounds how often contents are read where a name stands for several fonts.
const maxReadings = 8

// read gathers the words of all objects.
func (f *file) read() Text {
	t := Text{Whole: true}
	fonts := f.fonts()
	readings := 1
	for _, list := range fonts {
		readings = max(readings, len(list))
	}
	if readings > maxReadings {
		readings, t.Whole = maxReadings, false
	}
	var b strings.Builder
	// A name that stands for several fonts is read once with each: which one a page means would have to
	// be followed through its resources, and a mark that is found in a wrong reading costs nothing.
	shown := false
	for _, o := range f.order {
		for _, s := range stringsOf(o.dict) {
			b.WriteString(spoken(s) + "\n")
		}
		switch {
		case isPicture(o), o.packed && !isFont(o) && !strings.Contains(o.dict, "/XRef"):
			t.Whole = false
		// A picture, and what could not be unpacked, may hold words that nobody saw.
		case o.stream == nil || isFont(o):
		case strings.Contains(o.dict, "/EmbeddedFile"):
			t.Attached = append(t.Attached, o.stream)
		case strings.Contains(o.dict, "/Metadata"):
			b.Write(o.stream)
		case bytes.Contains(o.stream, []byte("BT")):
			for i := range readings {
				c := contents{fonts: fonts, reading: i, whole: true}
				c.run(o.stream)
				b.WriteString(c.out.String() + "\n")
				if c.meant.String() != c.out.String() {
					b.WriteString(c.meant.String() + "\n")
				}
				t.Whole, shown = t.Whole && c.whole, shown || c.shown
			}
		case bytes.Contains(o.stream, []byte(" ID")) && bytes.Contains(o.stream, []byte("BI")):
			t.Whole = false
		}
	}
	// Pages without any words are scans or drawings.
	t.Words, t.Whole = b.String(), t.Whole && shown
	return t
}

// spoken reads a string outside of contents: UTF-16 or UTF-8 with their marks, or Latin.
func spoken(s string) string {
	switch {
	case strings.HasPrefix(s, "\xfe\xff"):
		return wide(s[2:])
	case utf8.ValidString(s):
		return strings.TrimPrefix(s, "\ufeff")
	}
	return latin(s)
}

// stringsOf returns the strings in a dictionary.
func stringsOf(dict string) (out []string) {
	r := reader{s: dict}
	for {
		tok, kind := r.next()
		switch kind {
		case end:
			return out
		case text:
			out = append(out, tok)
		}
	}
}

// contents is one stream of contents while it is read. Reading says which font is taken where a name
// stands for several. Some programs write beside what is shown what it stands for: then there are
// two versions, because words may be made of both.
type contents struct {
	fonts        map[string][]font
	reading      int
	whole, shown bool
	out, meant   strings.Builder
	replaced     int // depth of marked contents that stand for something else
}

// run reads the operators that choose a font and show strings.
func (c *contents) run(data []byte) {
	r := reader{s: string(data)}
	var now font
	known := false
	var name string
	var said []string
	for {
		tok, kind := r.next()
		switch kind {
		case end:
			return
		case label:
			name = tok
		case text:
			said = append(said, tok)
		case operator:
			switch tok {
			case "Tf":
				list := c.fonts[name]
				if known = len(list) > 0; known {
					now = list[c.reading%len(list)]
				}
			case "Tj", "TJ", "'", `"`:
				c.show(now, known, said)
			case "BDC", "BMC":
				c.mark(said)
			case "EMC":
				c.replaced = max(c.replaced-1, 0)
			case "ID": // a picture inside the contents
				c.whole = false
				r.pass("EI")
			}
			// Operands belong to the operator behind them and to no other.
			said = nil
		}
	}
}

// show writes strings in a font.
func (c *contents) show(now font, known bool, said []string) {
	for _, s := range said {
		if s == "" {
			continue
		}
		c.shown = true
		if !known || now == nil {
			// The codes of an unknown font mean anything; where they read as ASCII, they mostly are.
			if c.whole = false; ascii(s) {
				c.out.WriteString(s)
				c.meant.WriteString(s)
			}
			continue
		}
		c.out.WriteString(now(s))
		if c.replaced == 0 {
			c.meant.WriteString(now(s))
		}
	}
}

// ascii reports whether all of a string can be printed as ASCII.
func ascii(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' })
}

// mark begins marked contents, which may state what they stand for.
func (c *contents) mark(said []string) {
	switch {
	case c.replaced > 0:
		c.replaced++
	case len(said) > 0 && strings.HasPrefix(said[len(said)-1], "\xfe\xff"):
		c.replaced = 1
		c.meant.WriteString(spoken(said[len(said)-1]))
	}
}

// The kinds of tokens.
const (
	end = iota
	text
	label
	operator
	other
)

// reader reads tokens.
type reader struct {
	s  string
	at int
}

// pass goes on behind the word.
func (r *reader) pass(word string) {
	if i := strings.Index(r.s[r.at:], word); i >= 0 {
		r.at += i + len(word)
	} else {
		r.at = len(r.s)
	}
}

// next returns the next token and its kind. Brackets of arrays and dictionaries, and numbers, tell
// nothing here.
func (r *reader) next() (string, int) {
	for r.at < len(r.s) && strings.IndexByte(" \t\r\n\f\x00", r.s[r.at]) >= 0 {
		r.at++
	}
	if r.at >= len(r.s) {
		return "", end
	}
	switch c := r.s[r.at]; {
	case c == '%':
		for r.at < len(r.s) && r.s[r.at] != '\n' && r.s[r.at] != '\r' {
			r.at++
		}
		return "", other
	case c == '(':
		return r.literal(), text
	case c == '<' && strings.HasPrefix(r.s[r.at:], "<<"), c == '>' && strings.HasPrefix(r.s[r.at:], ">>"):
		r.at += 2
		return "", other
	case c == '<':
		stop := strings.IndexByte(r.s[r.at:], '>')
		if stop < 0 {
			r.at = len(r.s)
			return "", end
		}
		word := r.s[r.at : r.at+stop+1]
		r.at += stop + 1
		return bare(word), text
	case c == '/':
		r.at++
		return r.word(), label
	case strings.IndexByte("[]{})>", c) >= 0:
		r.at++
		return "", other
	}
	w := r.word()
	if w == "" {
		r.at++
		return "", other
	}
	if strings.IndexByte("0123456789+-.", w[0]) >= 0 {
		return w, other
	}
	return w, operator
}

// word reads up to the next delimiter.
func (r *reader) word() string {
	start := r.at
	for r.at < len(r.s) && strings.IndexByte(" \t\r\n\f\x00()<>[]{}/%", r.s[r.at]) < 0 {
		r.at++
	}
	return r.s[start:r.at]
}

// literal reads a string in round brackets, with what the backslash stands for.
func (r *reader) literal() string {
	var b []byte
	depth := 0
	for ; r.at < len(r.s); r.at++ {
		switch c := r.s[r.at]; c {
		case '(':
			if depth++; depth > 1 {
				b = append(b, c)
			}
		case ')':
			if depth--; depth == 0 {
				r.at++
				return string(b)
			}
			b = append(b, c)
		case '\\':
			b = append(b, r.escape()...)
		default:
			b = append(b, c)
		}
	}
	return string(b)
}

// escape reads what follows a backslash and stops at its last byte.
func (r *reader) escape() []byte {
	r.at++
	if r.at >= len(r.s) {
		return nil
	}
	c := r.s[r.at]
	if i := strings.IndexByte("nrtbf", c); i >= 0 {
		return []byte{"\n\r\t\b\f"[i]}
	}
	if c == '\r' && strings.HasPrefix(r.s[r.at:], "\r\n") {
		r.at++
	}
	if c == '\r' || c == '\n' {
		return nil
	}
	if c < '0' || c > '7' {
		return []byte{c}
	}
	n, last := 0, r.at
	for i := r.at; i < min(r.at+3, len(r.s)) && r.s[i] >= '0' && r.s[i] <= '7'; i++ {
		n, last = n<<3|int(r.s[i]-'0'), i
	}
	r.at = last
	return []byte{byte(n)}
}
