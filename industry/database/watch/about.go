package watch

import (
	"regexp"
	"strings"

	"zhibao/industry/database/query"
	"zhibao/internal/fault"
	"zhibao/internal/search"
	"zhibao/internal/web"
	"zhibao/patent/literature"
)

// The kinds of watches.
const (
	byQuery   = "query"   // in the language of the search
	byFirm    = "firm"    // names, one a line
	byClass   = "class"   // IPC, CPC or Locarno, with all below
	byNumbers = "numbers" // publications, usually one's own patents
)

func kinds() []choice {
	return []choice{{byQuery, web.Text{"检索式", "A query"}}, {byFirm, web.Text{"企业", "Firms"}}, {byClass, web.Text{"分类号", "Classes"}}, {byNumbers, web.Text{"号码清单", "A list of numbers"}}}
}

var (
	between = regexp.MustCompile(`[\s,，;；、]+`)
	class   = regexp.MustCompile(`^([A-HY](\d\d([A-Z](\d{1,4}(/\d{1,6})?)?)?)?|\d\d(-\d\d)?)$`)
)

// maxNumbers is how many numbers one watch has.
const maxNumbers = 5000

// compiled turns what a watch is about into a query of the index. Error: Invalid, on the field about.
func compiled(kind, about string) (search.Query, error) {
	switch kind {
	case byFirm:
		return firms(about)
	case byClass:
		return classes(about)
	case byNumbers:
		numbers, err := numbersOf(about)
		return search.Key{Field: "number", Values: numbers}, err
	}
	q, err := query.Parse(about)
	if err != nil {
		return nil, err
	}
	return q.Compile()
}

// firms finds documents of which an applicant has one of the names in its own, or a holder is named so.
func firms(about string) (search.Query, error) {
	// Part of a name is enough for an applicant: firms are many that begin alike.
	var or search.Or
	var names []string
	for name := range strings.Lines(about) {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
			or.Of = append(or.Of, search.Text{Field: "applicant", Words: name})
		}
	}
	if len(names) == 0 {
		return nil, fault.New(fault.Invalid, "watch.firm", "请填写企业名称，每行一个").At("about")
	}
	or.Of = append(or.Of, search.Key{Field: "holder_name", Values: names})
	return or, nil
}

// classes finds documents in one of the classes or below.
func classes(about string) (search.Query, error) {
	var or search.Or
	for _, s := range between.Split(strings.ToUpper(strings.TrimSpace(about)), -1) {
		switch {
		case s == "":
		case !class.MatchString(s):
			return nil, fault.New(fault.Invalid, "watch.class", "“%s”不是分类号，应当写作 G06F、H01S5/024 或者 14-02", s).At("about")
		// Locarno classes are digits alone.
		case s[0] < 'A':
			or.Of = append(or.Of, search.Under{Field: "locarno", Code: s})
		default:
			or.Of = append(or.Of, search.Under{Field: "ipc", Code: literature.Code(s)}, search.Under{Field: "cpc", Code: literature.Code(s)})
		}
	}
	if len(or.Of) == 0 {
		return nil, fault.New(fault.Invalid, "watch.no_class", "请填写分类号，每行一个").At("about")
	}
	return or, nil
}

// numbersOf reads a list of publication numbers; all publications of each are meant.
func numbersOf(about string) (out []string, err error) {
	for _, s := range between.Split(strings.TrimSpace(about), -1) {
		if s == "" {
			continue
		}
		n := literature.Canonical(s)
		if n == "" {
			return nil, fault.New(fault.Invalid, "watch.number", "“%s”不是公开（公告）号，请改正或者删去", s).At("about")
		}
		out = append(out, literature.Root(n))
	}
	if len(out) == 0 || len(out) > maxNumbers {
		return nil, fault.New(fault.Invalid, "watch.numbers", "请填写 1 至 %d 个公开（公告）号", maxNumbers).At("about")
	}
	return out, nil
}

// missing reports whether something is not held.
func missing(err error) bool { return fault.KindOf(err) == fault.Missing }
