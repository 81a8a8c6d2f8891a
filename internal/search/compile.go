package search

import (
	"slices"
	"strings"

	"zhibao/internal/fault"
	"zhibao/internal/search/segment"
	"zhibao/internal/search/words"
	"zhibao/internal/sorting"
)

// Bounds of a query.
const (
	maxDepth    = 64
	maxNodes    = 5_000
	maxWords    = 1_000  // of one text
	maxValues   = 50_000 // of all key parts together
	maxDistance = 1_000
	reach       = 20 // of * in Han text
)

// A node is a part of a query for one layout, the same for all segments.
type node interface {
	// open begins the documents of a part.
	open(s *search, part int) iter
}

type (
	allNode  struct{}
	noneNode struct{}

	filterNode struct{ terms [][]byte }

	spanNode struct {
		column   int
		from, to int64
	}

	andNode struct{ must, not []node }
	orNode  struct{ of []node }
	notNode struct{ of node }

	nearNode struct {
		a, b     *pattern
		distance uint32
		ordered  bool
	}
)

// A pattern is words at fixed distances, or several such pieces with gaps between.
type pattern struct {
	group  int
	fields uint32 // in which of the group, as bits; 0 for all
	pieces []piece
	words  string  // as they were asked for
	boost  float64 // what its score is multiplied with
	// Of Han with holes: everything lies in one run, with so many characters before and after.
	run           bool
	before, after uint32
}

// A piece is words one after the other.
type piece struct {
	units    []unit
	length   uint32
	min, max uint32 // characters between it and the piece before
}

// A unit is one position of a piece: a term, or all terms that match.
type unit struct {
	offset uint32
	term   []byte            // or what all the terms begin with
	many   bool              // more than one term
	match  func([]byte) bool // of the term without its space; nil for all with the beginning
}

// A compiler turns a query into nodes.
type compiler struct {
	layout        *layout
	nodes, values int
}

func invalid(code, say string, args ...any) error {
	return fault.New(fault.Invalid, "search."+code, say, args...)
}

func (l *layout) compile(q Query) (node, error) {
	c := &compiler{layout: l}
	return c.node(q, 0)
}

func (c *compiler) node(q Query, depth int) (node, error) {
	if c.nodes++; c.nodes > maxNodes || depth > maxDepth {
		return nil, invalid("too_large", "检索式过长或者嵌套过深（最多 %d 项、%d 层），请拆分后分别检索", maxNodes, maxDepth)
	}
	switch q := q.(type) {
	case nil, All:
		return allNode{}, nil
	case Text:
		return c.text(q)
	case Near:
		return c.near(q)
	case Wild:
		return c.wild(q)
	case Key:
		return c.key(q)
	case Under:
		return c.under(q)
	case Span:
		return c.span(q)
	case And:
		return c.and(q, depth)
	case Or:
		list, err := c.nodesOf(q.Of, depth)
		if len(list) == 0 {
			return noneNode{}, err
		}
		return orNode{list}, err
	case Not:
		of, err := c.node(q.Of, depth+1)
		return notNode{of}, err
	}
	return nil, invalid("unknown_part", "检索式中有无法识别的部分，请重新输入")
}

func (c *compiler) nodesOf(list []Query, depth int) (out []node, err error) {
	for _, q := range list {
		n, err := c.node(q, depth+1)
		if err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, nil
}

// and takes out what is meant to be absent, so that it is only asked of documents that have the rest.
func (c *compiler) and(q And, depth int) (node, error) {
	list, err := c.nodesOf(q.Of, depth)
	if err != nil {
		return nil, err
	}
	var out andNode
	for _, n := range list {
		if not, ok := n.(notNode); ok {
			out.not = append(out.not, not.of)
		} else {
			out.must = append(out.must, n)
		}
	}
	if len(out.must) == 0 {
		out.must = []node{allNode{}}
	}
	if len(out.must) == 1 && len(out.not) == 0 {
		return out.must[0], nil
	}
	return out, nil
}

// column finds a field of some kinds.
func (c *compiler) column(name string, kinds ...Kind) (*column, error) {
	f := c.layout.byName[name]
	if f == nil {
		return nil, invalid("unknown_field", "检索式中的字段“%s”不存在，请查看字段表后改正", name).(*fault.Error).At(name)
	}
	if !slices.Contains(kinds, f.Kind) {
		return nil, invalid("wrong_field", "字段“%s”不能这样检索，请查看字段表中它的类型", name).(*fault.Error).At(name)
	}
	return f, nil
}

// pattern begins the pattern of a text field. It is nil where the schema has no field that stands
// for all.
func (c *compiler) pattern(field, text string) (*pattern, error) {
	if field == "" {
		if c.layout.main < 0 {
			return nil, nil
		}
		return &pattern{group: c.layout.main, words: text, boost: 1}, nil
	}
	f, err := c.column(field, KindText)
	if err != nil {
		return nil, err
	}
	p := &pattern{group: f.group, words: text, boost: 1}
	if len(c.layout.groups[f.group]) > 1 {
		p.fields = 1 << f.slot
	}
	return p, nil
}

func (c *compiler) text(q Text) (node, error) {
	p, err := c.phrase(q.Field, q.Words)
	if p == nil || err != nil {
		return noneNode{}, err
	}
	return p, nil
}

// phrase returns nil for a text without words, which finds nothing.
func (c *compiler) phrase(field, text string) (*pattern, error) {
	p, err := c.pattern(field, text)
	if p == nil || err != nil {
		return nil, err
	}
	one, err := unitsOf(p.group, text)
	if err != nil || one.length == 0 {
		return nil, err
	}
	p.pieces = []piece{one}
	return p, nil
}

// unitsOf cuts a text into the terms that find it. A Han character is found by the pair it begins;
// the last one of a run is in the pair before, or stands alone and is the beginning of many pairs.
func unitsOf(group int, text string) (piece, error) {
	var p piece
	covered := false
	words.Each(text, func(t *words.Token) {
		u := unit{offset: p.length}
		switch {
		case t.Han == 0:
			u.term = segment.WordTerm(group, string(t.Word))
		case t.Next != 0:
			u.term = segment.HanTerm(group, t.Han, t.Next)
		default:
			u.term, u.many = segment.HanTerm(group, t.Han, 0), true
		}
		if !u.many || !covered {
			p.units = append(p.units, u)
		}
		covered = t.Han != 0 && t.Next != 0
		p.length++
	})
	if p.length > maxWords {
		return p, invalid("long_text", "一个检索词最多 %d 个字，请缩短", maxWords)
	}
	return p, nil
}

func (c *compiler) near(q Near) (node, error) {
	a, err := c.phrase(q.Field, q.A)
	if err != nil {
		return nil, err
	}
	b, err := c.phrase(q.Field, q.B)
	if a == nil || b == nil || err != nil {
		return noneNode{}, err
	}
	if q.Distance < 0 || q.Distance > maxDistance {
		return nil, invalid("distance", "邻近检索的间隔应在 0 至 %d 个字之间", maxDistance)
	}
	return nearNode{a, b, uint32(q.Distance), q.Ordered}, nil
}

func (c *compiler) key(q Key) (node, error) {
	f, err := c.column(q.Field, KindKey)
	if err != nil {
		return nil, err
	}
	if c.values += len(q.Values); c.values > maxValues {
		return nil, invalid("many_values", "一次最多检索 %d 个取值，请分批", maxValues)
	}
	return f.filter(q.Values), nil
}

// filter is the node of some values of a field.
func (c *column) filter(values []string) node {
	var n filterNode
	for _, v := range values {
		n.terms = append(n.terms, segment.FilterTerm(c.number, words.Normal(strings.ToValidUTF8(v, "\ufffd"))))
	}
	if len(n.terms) == 0 {
		return noneNode{}
	}
	sorting.By(n.terms, slices.Compare)
	n.terms = slices.CompactFunc(n.terms, func(a, b []byte) bool { return string(a) == string(b) })
	return n
}

func (c *compiler) under(q Under) (node, error) {
	f, err := c.column(q.Field, KindTree)
	if err != nil {
		return nil, err
	}
	return f.filter([]string{q.Code}), nil
}

func (c *compiler) span(q Span) (node, error) {
	f, err := c.column(q.Field, KindDay, KindNumber)
	if err != nil {
		return nil, err
	}
	n := spanNode{column: f.value, from: -maxValue, to: maxValue}
	if q.From != nil {
		n.from = *q.From
	}
	if q.To != nil {
		n.to = *q.To
	}
	return n, nil
}
