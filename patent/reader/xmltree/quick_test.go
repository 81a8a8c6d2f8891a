package xmltree

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhibao/internal/sharedata"
)

// The quick reader builds the tree that the careful one builds.
func TestQuickEqual(t *testing.T) {
	for _, s := range []string{`<a x="1" y='&lt;2'><b:c>t &amp; u</b:c> <d/>v<!-- n --><![CDATA[<w>]]></a>`, `<?xml version="1.0"?><!DOCTYPE a [<!ELEMENT a ANY>]><a>` + "\n" + `<b></b></a>`} {
		same(t, "inline", []byte(s))
	}
	dir := sharedata.Dir(t, "patent-xml-standards", "data", "examples")
	files, _ := filepath.Glob(filepath.Join(dir, "*.xml"))
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		same(t, filepath.Base(f), data)
	}
}

func same(t *testing.T, name string, data []byte) {
	t.Helper()
	want, err := Parse(t.Context(), name, data, Standard())
	if err != nil {
		t.Fatal(err)
	}
	got, err := Quick(t.Context(), name, data, Standard(), false)
	if err != nil {
		t.Fatal(err)
	}
	if at := differ(want.Root, got); at != "" {
		t.Errorf("%s: %s", name, at)
	}
}

// differ says where two trees differ, pieces of text that follow one another taken together.
func differ(a, b *Node) string {
	if a.Name != b.Name || len(a.Attrs) != len(b.Attrs) {
		return a.Name + " is " + b.Name
	}
	for i := range a.Attrs {
		if a.Attrs[i].Name.Local != b.Attrs[i].Name.Local || a.Attrs[i].Value != b.Attrs[i].Value {
			return a.Name + "@" + a.Attrs[i].Name.Local
		}
	}
	ka, kb := joined(a), joined(b)
	if len(ka) != len(kb) {
		return a.Name + " has other children"
	}
	for i := range ka {
		if (ka[i].Name == "") != (kb[i].Name == "") || ka[i].Name == "" && laid(ka[i].Text) != laid(kb[i].Text) {
			return a.Name + " has other text: " + ka[i].Text + " | " + kb[i].Text
		}
		if ka[i].Name != "" {
			if at := differ(ka[i], kb[i]); at != "" {
				return a.Name + "/" + at
			}
		}
	}
	return ""
}

// laid is a text as it counts: what only lays the file out is a blank, however long.
func laid(s string) string {
	if strings.TrimSpace(s) == "" {
		return " "
	}
	return strings.ReplaceAll(s, "\r\n", "\n")
}

func joined(n *Node) (out []*Node) {
	for _, k := range n.Kids {
		if last := len(out) - 1; k.Name == "" && last >= 0 && out[last].Name == "" {
			out[last] = &Node{Text: out[last].Text + k.Text}
			continue
		}
		out = append(out, k)
	}
	return out
}

// Files that are broken or made to hurt are refused, and none takes long or much.
func TestQuickHostile(t *testing.T) {
	lim := Limits{Bytes: 1 << 20, Depth: 50, Elements: 1000, Attribute: 1000}
	for name, s := range map[string]string{"deep": strings.Repeat("<a>", 100), "open": "<a><b></b>", "crossed": "<a><b></a></b>", "two": "<a/><b/>", "none": "text", "tag": "<a", "attr": `<a x="`, "comment": "<a><!-- ", "cdata": "<a><![CDATA[",
		"doctype": "<!DOCTYPE a [ <!ENTITY x 'y'", "many": "<a>" + strings.Repeat("<b/>", 2000) + "</a>", "wide": `<a x="` + strings.Repeat("x", 2000) + `"/>`, "large": strings.Repeat(" ", 2<<20), "less": "<a>1 < 2</a>"} {
		if _, err := Quick(t.Context(), name, []byte(s), lim, false); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	// An entity that expands itself is text.
	n, err := Quick(t.Context(), "bomb", []byte(`<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>`), lim, false)
	if err != nil || n.Words() != "&c;" {
		t.Error(n, err)
	}
	n, err = Quick(t.Context(), "sgml", []byte(`<A><EMI ID=x FILE="y.tif"><B>1 < 2</B><C>3</A>`), lim, true)
	if err != nil || n.Words() != "1 < 23" || n.Find("emi").Attr("id") != "x" {
		t.Error(n, err)
	}
}

func FuzzQuick(f *testing.F) {
	f.Add([]byte(`<a x="1"><b:c>t &amp; u</b:c><![CDATA[<w>]]></a>`), false)
	f.Add([]byte(`<A><EMI ID=x><B>1 < 2</B><C>3</A>`), true)
	f.Fuzz(func(t *testing.T, data []byte, lenient bool) {
		lim := Limits{Bytes: 1 << 20, Depth: 64, Elements: 10_000, Attribute: 1 << 12}
		if n, err := Quick(t.Context(), "fuzz", data, lim, lenient); err == nil {
			n.Words()
		}
	})
}
