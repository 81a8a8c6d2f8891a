package annotate

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Same proves that an annotated copy is the original but for the comments: every other part has the
// same bytes, and the changed ones are equal once the comments are taken away and runs that were cut
// for them are joined again. The error names the first difference; it is never the user's fault.
func Same(original, annotated []byte) error {
	a, err := open(original)
	if err != nil {
		return err
	}
	b, err := open(annotated)
	if err != nil {
		return err
	}
	left := map[string]bool{}
	for _, f := range b.zip.File {
		left[f.Name] = true
	}
	for _, f := range a.zip.File {
		if !left[f.Name] {
			return fmt.Errorf("%s is gone", f.Name)
		}
		delete(left, f.Name)
	}
	for name := range left {
		if name != commentsPart && name != relsPart {
			return fmt.Errorf("%s is new", name)
		}
	}
	for i, f := range a.zip.File {
		g := b.zip.File[i]
		if f.Name != g.Name {
			return fmt.Errorf("%s stands where %s was", g.Name, f.Name)
		}
		if err := samePart(f.Name, a, b, func() (bool, error) {
			x, err := bytesOf(f)
			if err != nil {
				return false, err
			}
			y, err := bytesOf(g)
			return bytes.Equal(x, y), err
		}); err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	return nil
}

// samePart compares one part in the way that its kind allows.
func samePart(name string, a, b *parts, equal func() (bool, error)) error {
	switch name {
	case bodyPart, commentsPart, relsPart, typesPart:
		return sameTokens(name, a.data[name], b.data[name])
	}
	same, err := equal()
	if err == nil && !same {
		err = errors.New("the bytes differ")
	}
	return err
}

// sameTokens compares two parts as XML without what annotations add.
func sameTokens(name string, a, b []byte) error {
	old := keep(a)
	x, err := tokens(name, a, old)
	if err != nil {
		return err
	}
	y, err := tokens(name, b, old)
	if err != nil {
		return err
	}
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return fmt.Errorf("token %d was %.80q and is %.80q", i, x[i], y[i])
		}
	}
	if len(x) != len(y) {
		return fmt.Errorf("%d tokens, were %d", len(y), len(x))
	}
	return nil
}

// keep returns the numbers of the comments that were there before.
func keep(b []byte) map[string]bool {
	out := map[string]bool{}
	for _, m := range commentID.FindAllSubmatch(b, -1) {
		out[string(m[1])] = true
	}
	return out
}

// tokens flattens a part: new comments and their anchors are left out, and the words and properties of
// a run are told once for each stretch of equal properties, so that a cut run reads as it did.
func tokens(name string, data []byte, old map[string]bool) (out []string, err error) {
	dec := xml.NewDecoder(bytes.NewReader(data))
	dec.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	f := &flat{old: old, body: name == bodyPart}
	for {
		t, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return f.out, nil
		}
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if f.added(t) {
				if err := dec.Skip(); err != nil {
					return nil, err
				}
				continue
			}
			f.open(t)
		case xml.EndElement:
			f.close(t)
		case xml.CharData:
			f.say(string(t))
		default:
			f.out = append(f.out, fmt.Sprintf("%T", t))
		}
	}
}

// flat gathers tokens.
type flat struct {
	out  []string
	old  map[string]bool
	body bool
}

// added reports an element that an annotation brought in.
func (f *flat) added(t xml.StartElement) bool {
	attr := func(name string) string {
		for _, a := range t.Attr {
			if a.Name.Local == name {
				return a.Value
			}
		}
		return ""
	}
	switch t.Name.Local {
	case "comment", "commentRangeStart", "commentRangeEnd", "commentReference":
		return !f.old[attr("id")]
	case "Override":
		return attr("PartName") == "/word/comments.xml" && len(f.old) == 0
	case "Relationship":
		return attr("Id") == relID
	}
	return false
}

func (f *flat) open(t xml.StartElement) {
	var b strings.Builder
	b.WriteString("<" + t.Name.Space + " " + t.Name.Local)
	for _, a := range t.Attr {
		// Whether white space is kept is told by the white space itself.
		if !(f.body && t.Name.Local == "t" && a.Name.Local == "space") {
			b.WriteString(" " + a.Name.Space + ":" + a.Name.Local + "=" + a.Value)
		}
	}
	f.out = append(f.out, b.String())
}

// close ends an element. Two runs of equal properties one behind the other become one, and a run that
// holds nothing disappears.
func (f *flat) close(t xml.EndElement) {
	end := ">" + t.Name.Space + " " + t.Name.Local
	f.out = append(f.out, end)
	if !f.body || t.Name.Local != "r" {
		return
	}
	at := f.begin(t.Name.Space + " r")
	if at < 0 {
		return
	}
	run := f.out[at:]
	if len(run) == 2 { // it held the anchor of a comment
		f.out = f.out[:at]
		return
	}
	before := f.begun(at, t.Name.Space+" r")
	if before < 0 {
		return
	}
	props, rest := head(run, t.Name.Space)
	same, _ := head(f.out[before:at], t.Name.Space)
	if props != same || f.out[before] != run[0] {
		return
	}
	joined := slices.Clone(rest)
	f.out = f.out[:at-1] // without the end of the run before
	// Words that were cut in two are one text again.
	text := ">" + t.Name.Space + " t"
	if n := len(f.out); n > 0 && f.out[n-1] == text && len(joined) > 0 && joined[0] == "<"+t.Name.Space+" t" {
		f.out, joined = f.out[:n-1], joined[1:]
		if n = len(f.out); n > 0 && strings.HasPrefix(f.out[n-1], "=") && len(joined) > 0 && strings.HasPrefix(joined[0], "=") {
			f.out[n-1] += joined[0][1:]
			joined = joined[1:]
		}
	}
	f.out = append(f.out, joined...)
}

// begin returns where the element that was just closed begins.
func (f *flat) begin(name string) int { return f.begun(len(f.out), name) }

// begun returns where the element that ends right before token at begins, -1 if another ends there.
func (f *flat) begun(at int, name string) int {
	if at == 0 || f.out[at-1] != ">"+name {
		return -1
	}
	depth := 0
	for i := at - 1; i >= 0; i-- {
		switch {
		case f.out[i] == ">"+name:
			depth++
		case f.out[i] == "<"+name || strings.HasPrefix(f.out[i], "<"+name+" "):
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// head parts a run into its properties and the rest, without the beginning of the run; the rest keeps
// its end.
func head(run []string, space string) (props string, rest []string) {
	rest = run[1:]
	if !strings.HasPrefix(rest[0], "<"+space+" rPr") {
		return "", rest
	}
	end := slices.Index(rest, ">"+space+" rPr")
	if end < 0 {
		return "", rest
	}
	return strings.Join(rest[:end+1], "\x00"), rest[end+1:]
}

// say adds words; those that stand together are one token.
func (f *flat) say(s string) {
	if n := len(f.out); n > 0 && strings.HasPrefix(f.out[n-1], "=") {
		f.out[n-1] += s
		return
	}
	f.out = append(f.out, "="+s)
}
