package query

import (
	"regexp"
	"strings"

	"zhibao/internal/fault"
)

// A part of a query as it was written, at the characters [at, to).
type part struct {
	op       kind // and, or, not, near, before; word or quoted; bracket; field
	of       []*part
	text     string
	field    *Field
	sign     string // of a field
	apart    int
	bare     bool // of an and: no operator was written
	listed   bool // of a bare and: separated by commas alone
	at, to   int
	brackets bool // it stands in round brackets
}

// maxDepth and maxParts bound what is read.
const (
	maxDepth = 60
	maxParts = 10_000
)

type parser struct {
	ts    []token
	i     int
	depth int
	parts int
	codes bool // within the value of a class, whose group may stand apart: G06F 17/30
}

// A Query is what somebody asked, read and understood.
type Query struct {
	Text string
	root *part // nil asks for everything
}

// Parse reads a query. Error: Wrong with the place. Empty text asks for all documents.
func Parse(text string) (Query, error) {
	q := Query{Text: text}
	ts, err := tokens(text)
	if err != nil {
		return q, err
	}
	if len(ts) == 1 {
		return q, nil
	}
	p := &parser{ts: ts}
	if q.root, err = p.any(); err != nil {
		return q, err
	}
	if t := p.peek(); t.kind != end {
		return q, wrong(t.at, t.n, fault.Say("多了一个“)”，请删去，或者在前面补上“(”"))
	}
	_, err = compile(q.root, nil)
	return q, err
}

func (p *parser) peek() token { return p.ts[p.i] }

func (p *parser) take() token {
	t := p.ts[p.i]
	if t.kind != end {
		p.i++
	}
	return t
}

// enter counts a part and its depth.
func (p *parser) enter(t token) error {
	p.parts++
	if p.depth > maxDepth {
		return wrong(t.at, t.n, fault.Say("括号套了 %d 层以上，请拆成几个检索式", maxDepth))
	}
	if p.parts > maxParts {
		return wrong(t.at, t.n, fault.Say("检索式的词超过 %d 个，请分成几次检索，或者用号码清单建立集合", maxParts))
	}
	return nil
}

// any reads parts joined by OR, the weakest of the operators.
func (p *parser) any() (*part, error) {
	x, err := p.all()
	if err != nil {
		return nil, err
	}
	for p.peek().kind == or {
		p.take()
		y, err := p.all()
		if err != nil {
			return nil, err
		}
		x = join(or, x, y)
	}
	return x, nil
}

// all reads parts joined by AND, NOT, commas or nothing.
func (p *parser) all() (*part, error) {
	x, err := p.one()
	if err != nil {
		return nil, err
	}
	for {
		t := p.peek()
		bare, listed := false, false
		switch t.kind {
		case and:
			p.take()
		case comma:
			for p.peek().kind == comma {
				p.take()
			}
			if k := p.peek().kind; k == end || k == shut {
				return x, nil
			}
			bare, listed = true, true
		case not, word, quoted, open, field, bracket:
			bare = t.kind != not
		default:
			return x, nil
		}
		y, err := p.one()
		if err != nil {
			return nil, err
		}
		x = extend(x, y, bare, listed)
	}
}

// extend adds y to what must all hold.
func extend(x, y *part, bare, listed bool) *part {
	if x.op == and && !x.brackets && x.bare == bare {
		x.of, x.to = append(x.of, y), y.to
		x.listed = x.listed && listed
		return x
	}
	x = join(and, x, y)
	x.bare, x.listed = bare, listed
	return x
}

func join(op kind, x, y *part) *part {
	if x.op == op && !x.brackets && !x.bare {
		x.of, x.to = append(x.of, y), y.to
		return x
	}
	return &part{op: op, of: []*part{x, y}, at: x.at, to: y.to}
}

// one reads a word, a bracket, a field with its value, or NOT of one; and what it stands near to.
func (p *parser) one() (*part, error) {
	x, err := p.atom()
	if err != nil {
		return nil, err
	}
	for t := p.peek(); t.kind == near || t.kind == before; t = p.peek() {
		p.take()
		y, err := p.atom()
		if err != nil {
			return nil, err
		}
		for _, z := range []*part{x, y} {
			if z.op != word && z.op != quoted {
				return nil, wrong(z.at, z.to-z.at, fault.Say("NEAR 和 PRE 的两边应当各是一个词或者一个短语，例如 激光 NEAR/5 散热"))
			}
		}
		x = &part{op: t.kind, of: []*part{x, y}, apart: t.apart, at: x.at, to: y.to}
	}
	return x, nil
}

func (p *parser) atom() (*part, error) {
	t := p.take()
	if err := p.enter(t); err != nil {
		return nil, err
	}
	p.depth++
	defer func() { p.depth-- }()
	switch t.kind {
	case word, quoted, bracket:
		if p.codes && t.kind == word {
			t = p.group(t)
		}
		return &part{op: t.kind, text: t.text, at: t.at, to: t.at + t.n}, nil
	case open:
		return p.inside(t)
	case not:
		x, err := p.one()
		if err != nil {
			return nil, err
		}
		return &part{op: not, of: []*part{x}, at: t.at, to: x.to}, nil
	case field:
		if k := p.peek().kind; k == end || k == shut || k == and || k == or {
			return nil, wrong(t.at, t.n, fault.Say("字段后面没有内容，例如 %s=…", fault.Pair(t.field.Title)))
		}
		x, err := p.value(t)
		if err != nil {
			return nil, err
		}
		return &part{op: field, of: []*part{x}, field: t.field, sign: t.op, at: t.at, to: x.to}, nil
	case and, or, near, before:
		return nil, wrong(t.at, t.n, fault.Say("“%s”的前面缺少检索词", strings.ToUpper(string(operator(t.kind)))))
	case end:
		if p.i > 0 && p.ts[p.i-1].kind == open {
			return nil, wrong(p.ts[p.i-1].at, 1, fault.Say("括号没有结束，请补上“)”"))
		}
		return nil, wrong(max(t.at-1, 0), 1, fault.Say("检索式没有写完，操作符后面缺少检索词"))
	case shut:
		return nil, wrong(t.at, t.n, fault.Say("“)”的前面缺少检索词，或者多了一个“)”"))
	}
	return nil, wrong(t.at, t.n, fault.Say("这里应当是检索词"))
}

// value reads what stands behind a field: one word, phrase or bracket, with what is near to it, or
// an interval written with 至 or TO.
func (p *parser) value(t token) (*part, error) {
	p.codes = t.field.use == codes
	defer func() { p.codes = false }()
	x, err := p.one()
	if err != nil {
		return nil, err
	}
	if t.field.use != days && t.field.use != amounts || x.op != word {
		return x, nil
	}
	if n := p.peek(); n.kind == word && between(n.text) {
		p.take()
		y := p.take()
		if y.kind != word {
			return nil, wrong(n.at, n.n, fault.Say("“%s”后面缺少区间的末尾", n.text))
		}
		return &part{op: bracket, text: x.text + " TO " + y.text, at: x.at, to: y.at + y.n}, nil
	}
	return x, nil
}

var (
	subclass = regexp.MustCompile(`^(?i)[A-HY]\d\d[A-Z]$`)
	subgroup = regexp.MustCompile(`^\d{1,4}(/\d{1,6})?$`)
)

// group joins a subclass with the group that is written apart from it.
func (p *parser) group(t token) token {
	if n := p.peek(); n.kind == word && subclass.MatchString(t.text) && subgroup.MatchString(n.text) {
		p.take()
		t.text, t.n = t.text+n.text, n.at+n.n-t.at
	}
	return t
}

// between reports whether a word stands between the ends of an interval.
func between(s string) bool {
	switch strings.ToUpper(s) {
	case "至", "到", "TO", "-", "~", "～", "—", "–":
		return true
	}
	return false
}

// inside reads up to the closing bracket.
func (p *parser) inside(t token) (*part, error) {
	x, err := p.any()
	if err != nil {
		return nil, err
	}
	s := p.take()
	if s.kind != shut {
		return nil, wrong(t.at, 1, fault.Say("括号没有结束，请补上“)”"))
	}
	in := *x
	in.at, in.to, in.brackets = t.at, s.at+1, true
	return &in, nil
}

// operator is how an operator is written.
func operator(k kind) string {
	switch k {
	case and:
		return "AND"
	case or:
		return "OR"
	case not:
		return "NOT"
	case near:
		return "NEAR"
	case before:
		return "PRE"
	}
	return ""
}
