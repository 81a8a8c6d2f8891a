package xmltree

import "strings"

// Attr returns the value of an attribute by its name without hyphens and case: "figurelabels"
// finds figure-labels and figureLabels. It is empty if there is none.
func (n *Node) Attr(name string) string {
	for i := range n.Attrs {
		if a := &n.Attrs[i]; is(a.Name.Local, name) {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}

// is reports whether a name is the plain one, without writing it anew.
func is(s, name string) bool {
	at := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= 0x80:
			return plain(s) == name
		case c == '-':
			continue
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		}
		if at >= len(name) || name[at] != c {
			return false
		}
		at++
	}
	return at == len(name)
}

// Plain returns the element's name in lower case without hyphens: "claimtext" for claim-text and
// ClaimText.
func (n *Node) Plain() string {
	if n.plain != "" {
		return n.plain
	}
	return plain(n.Name)
}

// plain is the spelling in which names are compared.
func plain(s string) string { return strings.ToLower(strings.ReplaceAll(s, "-", "")) }

// First returns the first child with one of the plain names, or nil.
func (n *Node) First(names ...string) *Node {
	if n == nil {
		return nil
	}
	for _, k := range n.Kids {
		if k.Name == "" {
			continue
		}
		p := k.Plain()
		for _, name := range names {
			if p == name {
				return k
			}
		}
	}
	return nil
}

// Path follows First through the names; nil if one is missing.
func (n *Node) Path(names ...string) *Node {
	for _, name := range names {
		n = n.First(name)
	}
	return n
}

// All returns the children with the plain name.
func (n *Node) All(name string) []*Node {
	if n == nil {
		return nil
	}
	var out []*Node
	for _, k := range n.Kids {
		if k.Name != "" && k.Plain() == name {
			out = append(out, k)
		}
	}
	return out
}

// Find returns the first descendant with the plain name in document order, or nil.
func (n *Node) Find(name string) *Node {
	if n == nil {
		return nil
	}
	for _, k := range n.Kids {
		if k.Name == "" {
			continue
		}
		if k.Plain() == name {
			return k
		}
		if f := k.Find(name); f != nil {
			return f
		}
	}
	return nil
}

// Elements returns the children that are elements.
func (n *Node) Elements() []*Node {
	if n == nil {
		return nil
	}
	var out []*Node
	for _, k := range n.Kids {
		if k.Name != "" {
			out = append(out, k)
		}
	}
	return out
}

// Words returns all text below the node with white space reduced to single blanks.
func (n *Node) Words() string {
	if n == nil {
		return ""
	}
	// Most have one piece of text in which no blanks are to be reduced.
	if len(n.Kids) == 1 && n.Kids[0].Name == "" {
		if s, ok := single(n.Kids[0].Text); ok {
			return s
		}
	}
	var sb strings.Builder
	n.collect(&sb)
	return strings.Join(strings.Fields(sb.String()), " ")
}

// single is a text of ASCII without its outer blanks, if within it they are single ones.
func single(s string) (string, bool) {
	s = strings.Trim(s, " \t\r\n")
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= 0x80 || c < ' ' || c == ' ' && s[i+1] == ' ' { // it does not end with a blank
			return "", false
		}
	}
	return s, true
}

// collect gathers all text below the node.
func (n *Node) collect(sb *strings.Builder) {
	if n.Name == "" {
		sb.WriteString(n.Text)
		return
	}
	for _, k := range n.Kids {
		k.collect(sb)
	}
}

// Val returns the attribute "val", by which WordprocessingML states most things; empty for nil.
func (n *Node) Val() string {
	if n == nil {
		return ""
	}
	return n.Attr("val")
}
