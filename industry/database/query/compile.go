package query

import (
	"strings"
	"unicode"

	"zhibao/internal/fault"
	"zhibao/internal/search"
)

// Compile turns the query into that of the index.
func (q Query) Compile() (search.Query, error) {
	if q.root == nil {
		return search.All{}, nil
	}
	return compile(q.root, nil)
}

// compile turns a part into a query of the index. The field is that of the words, nil outside any.
func compile(x *part, f *Field) (search.Query, error) {
	switch x.op {
	case field:
		if f != nil {
			return nil, wrong(x.at, x.to-x.at, fault.Say("字段里面不能再写字段，请把它移到“%s=(…)”的括号外面", fault.Pair(f.Title)))
		}
		if x.sign != "=" && x.field.use != days && x.field.use != amounts {
			return nil, wrong(x.at, x.to-x.at, fault.Say("只有日期和数量可以比较大小，“%s”请用“=”", fault.Pair(x.field.Title)))
		}
		if x.sign != "=" {
			return compared(x.of[0], x.field, x.sign)
		}
		return compile(x.of[0], x.field)
	case and, or:
		of := make([]search.Query, len(x.of))
		for i, y := range x.of {
			var err error
			if of[i], err = compile(y, f); err != nil {
				return nil, err
			}
		}
		if x.op == or || x.bare && f != nil && f.use != words {
			return gathered(of), nil
		}
		return search.And{Of: of}, nil
	case not:
		of, err := compile(x.of[0], f)
		return search.Not{Of: of}, err
	case near, before:
		return beside(x, f)
	}
	return leaf(x, f)
}

// gathered joins alternatives; a list of values of one field becomes one set.
func gathered(of []search.Query) search.Query {
	set := search.Key{}
	for i, q := range of {
		k, ok := q.(search.Key)
		if !ok || i > 0 && k.Field != set.Field {
			return search.Or{Of: of}
		}
		set.Field, set.Values = k.Field, append(set.Values, k.Values...)
	}
	return set
}

// either asks for one of the fields.
func either(f *Field, ask func(in string) search.Query) search.Query {
	if f == nil {
		f = ByCode("TAC")
	}
	var of []search.Query
	for _, in := range f.in {
		of = append(of, ask(in))
	}
	if len(of) == 1 {
		return of[0]
	}
	return search.Or{Of: of}
}

// beside compiles NEAR and PRE.
func beside(x *part, f *Field) (search.Query, error) {
	if f != nil && f.use != words {
		return nil, wrong(x.at, x.to-x.at, fault.Say("“%s”不是文字，不能用 NEAR 和 PRE", fault.Pair(f.Title)))
	}
	for _, y := range x.of {
		if strings.ContainsAny(y.text, "*?＊？") && y.op == word {
			return nil, wrong(y.at, y.to-y.at, fault.Say("NEAR 和 PRE 的两边不能用通配符，请写出完整的词"))
		}
		if !spoken(y.text) {
			return nil, wrong(y.at, y.to-y.at, fault.Say("“%s”里没有可以检索的文字", y.text))
		}
	}
	return either(f, func(in string) search.Query {
		return search.Near{Field: in, A: x.of[0].text, B: x.of[1].text, Distance: x.apart, Ordered: x.op == before}
	}), nil
}

// spoken reports whether a text has any character that is searched for.
func spoken(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) >= 0
}

// leaf compiles a word, a phrase or an interval.
func leaf(x *part, f *Field) (search.Query, error) {
	use := words
	if f != nil {
		use = f.use
	}
	if x.op == bracket && use != days && use != amounts {
		return nil, wrong(x.at, x.to-x.at, fault.Say("方括号写日期和数量的区间，例如 公开日=[2020 TO 2022]；文字请用圆括号"))
	}
	bad := func(why fault.Phrase) error { return wrong(x.at, x.to-x.at, why) }
	text := strings.TrimSpace(x.text)
	switch use {
	case words:
		return phrase(x, f)
	case days, amounts:
		return compared(x, f, "=")
	case numbers:
		if n := numberOf(f, text); n != "" {
			return search.Key{Field: f.in[0], Values: []string{n}}, nil
		}
		return nil, bad(fault.Say("“%s”不是%s，例如 CN113783949A；几个号码用逗号、空格或者换行分开", text, fault.Pair(f.Title)))
	case codes:
		code, ok := class(text)
		example := "G06F17/30、G06F 或者 G"
		if f.Code == "LOC" {
			code, ok = locarno(text)
			example = "14-02 或者 14"
		}
		if !ok {
			return nil, bad(fault.Say("“%s”不是%s号，应当写作 %s", text, fault.Pair(f.Title), example))
		}
		return search.Under{Field: f.in[0], Code: code}, nil
	case choices:
		v, ok := f.choice(text)
		if !ok {
			var all []fault.Pair
			for _, c := range f.choices {
				all = append(all, fault.Pair(c.Title))
			}
			return nil, bad(fault.Say("“%s”不是%s，可以写：%s", text, fault.Pair(f.Title), fault.Listed(all)))
		}
		return search.Key{Field: f.in[0], Values: []string{v}}, nil
	}
	if !spoken(text) {
		return nil, bad(fault.Say("“%s”里没有可以检索的文字", text))
	}
	return search.Key{Field: f.in[0], Values: []string{text}}, nil
}

// phrase compiles words that stand together, with their wildcards where they are not quoted.
func phrase(x *part, f *Field) (search.Query, error) {
	if !spoken(x.text) {
		return nil, wrong(x.at, x.to-x.at, fault.Say("“%s”里没有可以检索的文字", x.text))
	}
	text := strings.NewReplacer("＊", "*", "？", "?").Replace(x.text)
	if x.op == quoted || !strings.ContainsAny(text, "*?") {
		return either(f, func(in string) search.Query { return search.Text{Field: in, Words: x.text} }), nil
	}
	if len([]rune(strings.Trim(text, "*?"))) == 0 || strings.HasPrefix(text, "*") && len([]rune(strings.Trim(text, "*?"))) < 2 {
		return nil, wrong(x.at, x.to-x.at, fault.Say("通配符前面至少要有一个字，例如 折叠*、colo?r；词头的 * 后面至少两个字"))
	}
	return either(f, func(in string) search.Query { return search.Wild{Field: in, Pattern: text} }), nil
}
