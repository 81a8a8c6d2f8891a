package query

import (
	"strconv"
	"strings"
	"unicode"

	"zhibao/internal/fault"
)

// maxQuery bounds a query in characters: some two thousand numbers.
const maxQuery = 40_000

type kind int

const (
	end kind = iota
	word
	quoted
	open
	shut
	comma
	field   // a field with what stands behind it: = > < >= <=
	and     // AND 与
	or      // OR 或
	not     // NOT 非
	near    // NEAR/5
	before  // PRE/5
	bracket // [ … ], an interval
)

// A token stands at the characters [at, at+n) of the query.
type token struct {
	kind  kind
	text  string // of words, without quotation marks
	field *Field
	op    string // of a field: "=", ">=", "<=", ">", "<"
	apart int    // of near and before
	at, n int
}

// A lexer cuts a query into tokens.
type lexer struct {
	in []rune
	at int
}

// half is a character in its half-width form, where the language gives it a meaning.
func half(r rune) rune {
	switch r {
	case '（':
		return '('
	case '）':
		return ')'
	case '［', '【':
		return '['
	case '］', '】':
		return ']'
	case '＝':
		return '='
	case '：':
		return ':'
	case '＞':
		return '>'
	case '＜':
		return '<'
	case '，', '、', '；', ';':
		return ','
	case '“', '”', '＂', '「', '」':
		return '"'
	case '＊':
		return '*'
	case '？':
		return '?'
	}
	return r
}

// tokens cuts the whole query.
func tokens(s string) (ts []token, err error) {
	l := &lexer{in: []rune(s)}
	if len(l.in) > maxQuery {
		return nil, wrong(maxQuery, 0, fault.Say("检索式超过%d个字，请分成几次检索，或者用号码清单建立集合", maxQuery))
	}
	for {
		t, err := l.next()
		if err != nil {
			return nil, err
		}
		ts = append(ts, t)
		if t.kind == end {
			return ts, nil
		}
	}
}

func (l *lexer) space() {
	for l.at < len(l.in) && unicode.IsSpace(l.in[l.at]) {
		l.at++
	}
}

func (l *lexer) next() (token, error) {
	l.space()
	at := l.at
	if at == len(l.in) {
		return token{kind: end, at: at}, nil
	}
	if t, ok := l.field(); ok {
		return t, nil
	}
	one := func(k kind) (token, error) { l.at++; return token{kind: k, at: at, n: 1}, nil }
	switch half(l.in[at]) {
	case '(':
		return one(open)
	case ')':
		return one(shut)
	case ',':
		return one(comma)
	case '"':
		return l.quote('"', quoted, fault.Say("引号没有结束，请在短语后面补上引号"))
	case '[':
		return l.quote(']', bracket, fault.Say("方括号没有结束，请在区间后面补上“]”"))
	case ']':
		return token{}, wrong(at, 1, fault.Say("多了一个“]”，请删去，或者在前面补上“[”"))
	case '=', '>', '<':
		return token{}, wrong(at, 1, fault.Say("“%s”前面应当是字段，例如 标题=支架", string(l.in[at])))
	}
	return l.word()
}

// quote reads up to the closing character.
func (l *lexer) quote(closing rune, k kind, unclosed fault.Phrase) (token, error) {
	at := l.at
	for l.at++; l.at < len(l.in); l.at++ {
		if half(l.in[l.at]) == closing {
			text := string(l.in[at+1 : l.at])
			l.at++
			return token{kind: k, text: text, at: at, n: l.at - at}, nil
		}
	}
	return token{}, wrong(at, 1, unclosed)
}

// field reads the name of a field with the sign behind it, where the query goes on with one. Names
// may hold brackets and spaces, so all that stands in front of the next sign is looked at.
func (l *lexer) field() (t token, ok bool) {
	const longest = 24
	i, op := l.at, ""
	for ; i < min(len(l.in), l.at+longest) && op == ""; i++ {
		op = sign(l.in[i])
	}
	if op == "" {
		return token{}, false
	}
	name := strings.TrimSpace(string(l.in[l.at : i-1]))
	f := named(name)
	if f == nil {
		return token{}, false
	}
	if len(op) == 1 && op != "=" && i < len(l.in) && half(l.in[i]) == '=' {
		op, i = op+"=", i+1
	}
	t = token{kind: field, field: f, op: op, at: l.at, n: i - l.at}
	l.at = i
	return t, true
}

// sign is the sign that stands between a field and its value, "" if the character is none.
func sign(r rune) string {
	switch half(r) {
	case '=', ':':
		return "="
	case '>':
		return ">"
	case '<':
		return "<"
	case '≥':
		return ">="
	case '≤':
		return "<="
	}
	return ""
}

// word reads a bare word, and finds operators among them.
func (l *lexer) word() (token, error) {
	at := l.at
	for l.at < len(l.in) && !unicode.IsSpace(l.in[l.at]) && !strings.ContainsRune(`()[]=,"<>≥≤`, half(l.in[l.at])) {
		l.at++
	}
	text := string(l.in[at:l.at])
	t := token{kind: word, text: text, at: at, n: l.at - at}
	if l.at < len(l.in) && half(l.in[l.at]) == '=' {
		return token{}, unknownField(text, at)
	}
	switch upper := strings.ToUpper(text); upper {
	case "AND", "与", "&", "&&":
		t.kind = and
	case "OR", "或", "|", "||":
		t.kind = or
	case "NOT", "非", "!":
		t.kind = not
	default:
		return distance(t, upper)
	}
	return t, nil
}

// maxApart is the farthest that NEAR reaches.
const maxApart = 100

// distance reads NEAR/5 and PRE/5; NEAR alone is NEAR/10.
func distance(t token, upper string) (token, error) {
	for name, k := range map[string]kind{"NEAR": near, "PRE": before, "邻近": near, "先于": before} {
		rest, ok := strings.CutPrefix(upper, name)
		if !ok {
			continue
		}
		if rest == "" && (name == "NEAR" || name == "PRE") {
			t.kind, t.apart = k, 10
			return t, nil
		}
		digits, ok := strings.CutPrefix(strings.Replace(rest, "／", "/", 1), "/")
		if !ok {
			continue
		}
		n, err := strconv.Atoi(digits)
		if err != nil || n < 0 || n > maxApart {
			return token{}, wrong(t.at, t.n, fault.Say("%s 后面的间隔应当是 0 至 %d 的整数，例如 NEAR/5", name, maxApart))
		}
		t.kind, t.apart = k, n
		return t, nil
	}
	return t, nil
}
