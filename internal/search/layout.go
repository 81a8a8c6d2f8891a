package search

import (
	"math"
	"strings"

	"zhibao/internal/fault"
	"zhibao/internal/search/segment"
	"zhibao/internal/search/words"
)

// Bounds of a document. They are far beyond any patent, and keep one bad record from filling memory.
const (
	maxTextBytes = 16 << 20
	maxTexts     = 10_000
	maxKeys      = 10_000
	maxKeyBytes  = 1 << 15
	maxIDBytes   = 1 << 10
	maxValue     = 1 << 61
)

// A column is a field of the schema with its place in the segments.
type column struct {
	Field
	group, slot int // of a text field: which texts share its postings, and which of them it is
	number      int // of a key or tree field: its filter terms
	facet       int // its column of names, or -1
	value       int // its column of numbers, or -1
}

// A layout is a schema as segments see it. Text fields that stand for all share the postings of
// group 0, if there are any; each of the others has a group of its own.
type layout struct {
	version string
	columns []*column
	byName  map[string]*column
	groups  [][]*column
	plan    segment.Plan
	scale   []float64 // of each group: what a weight of 1 in the segments stands for
	main    int       // group of the fields that stand for all, or -1
}

// newLayout fails for a schema that no index can have; it is written by a programmer, so the fault
// is not one of the user's.
func newLayout(s Schema) (*layout, error) {
	l := &layout{version: s.Version, byName: map[string]*column{}, main: -1}
	for _, f := range s.Fields {
		c := &column{Field: f, facet: -1, value: -1}
		if l.byName[f.Name] != nil || f.Name == "" {
			return nil, schemaError(f.Name)
		}
		l.byName[f.Name] = c
		l.columns = append(l.columns, c)
		switch f.Kind {
		case KindText:
			l.addText(c)
		case KindKey, KindTree:
			c.number = len(l.columns) - 1
			if f.Facet {
				c.facet = l.plan.Facets
				l.plan.Facets++
			}
		case KindDay, KindNumber:
			c.value = l.plan.Values
			l.plan.Values++
		default:
			return nil, schemaError(f.Name)
		}
	}
	if len(l.columns) > 100 || len(l.groups) > 32 || l.main >= 0 && len(l.groups[l.main]) > 16 {
		return nil, schemaError(s.Version)
	}
	for _, g := range l.groups {
		weights, scale := integers(g)
		l.plan.Groups = append(l.plan.Groups, weights)
		l.scale = append(l.scale, scale)
	}
	return l, nil
}

func schemaError(name string) error {
	return fault.New(fault.Internal, "search.schema", "检索字段“%s”的定义有误，请联系系统管理员", name)
}

func (l *layout) addText(c *column) {
	if !c.Alone && l.main >= 0 {
		c.group, c.slot = l.main, len(l.groups[l.main])
		l.groups[l.main] = append(l.groups[l.main], c)
		return
	}
	c.group = len(l.groups)
	l.groups = append(l.groups, []*column{c})
	if !c.Alone {
		l.main = c.group
	}
}

// integers returns the weights of fields as small whole numbers, and what 1 stands for. A weight is
// told apart to a quarter.
func integers(fields []*column) (weights []int, scale float64) {
	common := 0
	for _, c := range fields {
		w := c.Weight
		if w <= 0 {
			w = 1
		}
		n := max(1, int(math.Round(4*w)))
		weights = append(weights, n)
		for n != 0 {
			common, n = n, common%n
		}
	}
	for i := range weights {
		weights[i] /= common
	}
	return weights, float64(common) / 4
}

// check refuses documents that the index cannot hold.
func (l *layout) check(d *Document) error {
	bad := func(say string, args ...any) error {
		return fault.New(fault.Invalid, "search.document", "文献“%s”不能编入索引，请检查来源数据：%s", d.ID, fault.Say(say, args...))
	}
	if d.ID == "" || len(d.ID) > maxIDBytes {
		return bad("编号为空或者过长")
	}
	size, count := 0, 0
	for name, texts := range d.Texts {
		if c := l.byName[name]; c == nil || c.Kind != KindText {
			return bad("没有全文字段“%s”", name)
		}
		count += len(texts)
		for _, t := range texts {
			size += len(t)
		}
	}
	if size > maxTextBytes || count > maxTexts {
		return fault.New(fault.TooLarge, "search.document_size", "文献“%s”的文字过多（%d 字节，%d 段），不能编入索引，请检查是否混入了其他文件", d.ID, size, count)
	}
	for name, keys := range d.Keys {
		if c := l.byName[name]; c == nil || c.Kind != KindKey && c.Kind != KindTree {
			return bad("没有取值字段“%s”", name)
		}
		if len(keys) > maxKeys {
			return bad("字段“%s”的取值过多", name)
		}
		for _, k := range keys {
			if len(k) > maxKeyBytes {
				return bad("字段“%s”的取值过长", name)
			}
		}
	}
	for name, v := range d.Values {
		if c := l.byName[name]; c == nil || c.value < 0 {
			return bad("没有日期或者数字字段“%s”", name)
		}
		if v < -maxValue || v > maxValue {
			return bad("字段“%s”的数字过大", name)
		}
	}
	return nil
}

// add gives a document to a builder.
func (l *layout) add(b *segment.Builder, d *Document) {
	b.Begin(d.ID)
	for g, fields := range l.groups {
		texts := make([][]string, len(fields))
		for i, c := range fields {
			texts[i] = d.Texts[c.Name]
		}
		b.Texts(g, texts)
	}
	for _, c := range l.columns {
		if c.value >= 0 {
			if v, ok := d.Values[c.Name]; ok {
				b.Value(c.value, v)
			}
			continue
		}
		seen := map[string]bool{}
		for _, k := range d.Keys[c.Name] {
			k = strings.ToValidUTF8(k, "\ufffd")
			if c.Kind == KindText || seen[k] {
				continue
			}
			seen[k] = true
			for _, node := range c.nodes(k) {
				b.Filter(c.number, words.Normal(node))
			}
			if c.facet >= 0 {
				b.Facet(c.facet, k)
			}
		}
	}
}

// nodes are the values by which a value is found.
func (c *column) nodes(value string) []string {
	if c.Kind == KindTree && c.Path != nil {
		return c.Path(value)
	}
	return []string{value}
}

// build makes a segment of documents whose IDs differ.
func (l *layout) build(docs []Document) (*segment.Reader, error) {
	b := segment.NewBuilder(l.plan, len(docs))
	for i := range docs {
		l.add(b, &docs[i])
	}
	return segment.Read(b.Build())
}
