package xmltree

import "strings"

// Attr returns the value of an attribute by its name without hyphens and case: "figurelabels"
// finds figure-labels and figureLabels. It is empty if there is none.
func (n *Node) Attr(name string) string {
	for _, a := range n.Attrs {
		if plain(a.Name.Local) == name {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
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
	var sb strings.Builder
	n.collect(&sb)
	return strings.Join(strings.Fields(sb.String()), " ")
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
