package xmltree

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// What is compared and reduced without being written anew is the same.
func TestNodeShort(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringOf(rapid.SampledFrom([]rune("aA-bBéÉK")))
		a, b := name.Draw(t, "a"), name.Draw(t, "b")
		if is(a, b) != (plain(a) == b) || !is(a, plain(a)) {
			t.Fatalf("%q %q", a, b)
		}
		text := rapid.StringOf(rapid.SampledFrom([]rune("xy  \t\r\n\v\f\u0085\u00a0\u3000专\u007f\u0000"))).Draw(t, "text")
		n := &Node{Name: "a", Kids: []*Node{{Text: text}}}
		if got, want := n.Words(), strings.Join(strings.Fields(text), " "); got != want {
			t.Fatalf("%q: %q, not %q", text, got, want)
		}
	})
}

// A prefix goes wherever its colons are, and an end tag is one whatever stands behind its name.
func TestQuickNames(t *testing.T) {
	for in, want := range map[string]string{
		"<a:b:c></a:b:c>": "c", "<a:b></b>": "b", "<b></a:b >": "b", "<ab></ab\n>": "ab", "<a><ab></ab></a>": "a", "<:a></:a>": "a",
		"<ab></a>": "", "<a></ab>": "", "<a></a": "", "<a><b></a></b>": "", "<a></a><a>": "",
	} {
		root, err := Quick(t.Context(), "x", []byte(in), Standard(), false)
		if (err == nil) != (want != "") || root != nil && root.Name != want {
			t.Errorf("%s: %v %v", in, root, err)
		}
	}
}

// Attributes are their element's own: what is added to one changes no other.
func TestQuickAttributes(t *testing.T) {
	root, err := Quick(t.Context(), "x", []byte(`<a x="1" y="2"><b z="3"/><c/><d p="4" q="5" r="6"/></a>`), Standard(), false)
	if err != nil {
		t.Fatal(err)
	}
	a, b := root, root.First("b")
	a.Attrs = append(a.Attrs, b.Attrs[0])
	if root.Attr("x")+root.Attr("y")+root.Attr("z")+b.Attr("z")+root.First("c").Attr("z")+root.First("d").Attr("r") != "12336" {
		t.Error(root.Attrs, b.Attrs)
	}
}
