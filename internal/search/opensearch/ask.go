package opensearch

import (
	"fmt"
	"strconv"
	"strings"

	"zhibao/internal/fault"
	"zhibao/internal/search"
	"zhibao/internal/search/words"
)

// maxStars is how many * a pattern of Han has at most on a server: all but the last two stretches are
// written out for each distance.
const maxStars = 3

// A clause is a part of a query that gives a score.
type clause struct {
	field, words string
	key          string // how the server writes it when it explains a score; "" where it does not
}

// A writer writes a query in the words of the server.
type writer struct {
	*Index
	clauses []clause // by their names
}

// all finds everything and gives no score.
func all() object { return filtered(object{"match_all": object{}}) }

// filtered finds what q finds and gives no score.
func filtered(q ...object) object { return object{"bool": object{"filter": q}} }

// oneOf finds what some of its parts find.
func oneOf(list []object) object {
	if len(list) == 1 {
		return list[0]
	}
	if len(list) == 0 {
		return object{"match_none": object{}}
	}
	return object{"bool": object{"should": list, "minimum_should_match": 1}}
}

// query writes a query that was checked. Where scored is false nothing gives a score.
func (w *writer) query(q search.Query, scored bool) (object, error) {
	switch q := q.(type) {
	case search.Text:
		return w.eachField(q.Field, q.Words, scored, func(f search.Field) (object, string, error) {
			o, key := phrase(f, tokens(q.Words, true))
			return o, key, nil
		})
	case search.Near:
		return w.eachField(q.Field, q.A+" … "+q.B, scored, func(f search.Field) (object, string, error) {
			o, key := near(f, q)
			return o, key, nil
		})
	case search.Wild:
		return w.eachField(q.Field, q.Pattern, scored, func(f search.Field) (object, string, error) {
			o, err := wild(f, q.Pattern)
			return object{"constant_score": object{"filter": o}}, "", err
		})
	case search.Key:
		return filtered(w.terms(q.Field, q.Values)), nil
	case search.Under:
		return filtered(w.terms(q.Field, []string{q.Code})), nil
	case search.Span:
		between := object{}
		if q.From != nil {
			between["gte"] = *q.From
		}
		if q.To != nil {
			between["lte"] = *q.To
		}
		if len(between) == 0 {
			return filtered(exists(inValue, q.Field)), nil
		}
		return filtered(object{"range": object{inValue + "." + q.Field: between}}), nil
	case search.And:
		return w.and(q, scored)
	case search.Or:
		var list []object
		for _, p := range flat(q.Of, func(q search.Query) []search.Query { o, _ := q.(search.Or); return o.Of }) {
			o, err := w.query(p, scored)
			if err != nil {
				return nil, err
			}
			list = append(list, o)
		}
		return oneOf(list), nil
	case search.Not:
		o, err := w.query(q.Of, false)
		return filtered(object{"bool": object{"must_not": o}}), err
	}
	return all(), nil
}

// and writes what all parts find. Only what is text gives a score.
func (w *writer) and(q search.And, scored bool) (object, error) {
	var must, not []object
	for _, p := range flat(q.Of, func(q search.Query) []search.Query { a, _ := q.(search.And); return a.Of }) {
		n, absent := p.(search.Not)
		if absent {
			p = n.Of
		}
		o, err := w.query(p, scored && !absent)
		if err != nil {
			return nil, err
		}
		if absent {
			not = append(not, o)
		} else {
			must = append(must, o)
		}
	}
	if len(must) == 0 {
		must = []object{all()}
	}
	if len(must) == 1 && len(not) == 0 {
		return must[0], nil
	}
	return object{"bool": object{"must": must, "must_not": not}}, nil
}

// flat takes parts of the same kind out of each other, because the server allows few levels.
func flat(list []search.Query, inside func(search.Query) []search.Query) (out []search.Query) {
	for _, q := range list {
		if of := inside(q); len(of) > 0 {
			out = append(out, flat(of, inside)...)
		} else {
			out = append(out, q)
		}
	}
	return out
}

// eachField writes a part for the field that was asked, or for each that stands for all.
func (w *writer) eachField(field, asked string, scored bool, write func(search.Field) (o object, key string, err error)) (object, error) {
	fields := w.main
	if field != "" {
		fields = []search.Field{w.fields[field]}
	}
	var list []object
	for _, f := range fields {
		o, key, err := write(f)
		if err != nil {
			return nil, err
		}
		if o == nil { // a text without words finds nothing
			continue
		}
		if scored {
			o = w.named(o, clause{f.Name, asked, key}, weight(f))
		}
		list = append(list, o)
	}
	if scored || len(list) == 0 {
		return oneOf(list), nil
	}
	return filtered(oneOf(list)), nil
}

// weight is what a hit in a field counts.
func weight(f search.Field) float64 {
	if f.Weight > 0 {
		return f.Weight
	}
	return 1
}

// named gives a part the name under which its share of a score comes back.
func (w *writer) named(o object, c clause, boost float64) object {
	w.clauses = append(w.clauses, c)
	return object{"bool": object{"must": o, "boost": boost, "_name": strconv.Itoa(len(w.clauses) - 1)}}
}

// terms finds values of a key or tree field.
func (w *writer) terms(field string, values []string) object {
	list := []string{}
	for _, v := range values {
		list = append(list, term(valid(v)))
	}
	return object{"terms": object{inKey + "." + field: list}}
}

// exists finds documents with a value.
func exists(where, field string) object {
	return object{"exists": object{"field": where + "." + field}}
}

// tokens cuts what is asked. The last character of a run is in the pair before it, so a phrase need not
// have it at its end; short leaves it out.
func tokens(text string, short bool) (out []string) {
	covered, inside := false, false // the last token is in the pair before; the next one would be
	words.Each(text, func(t *words.Token) {
		covered, inside = inside && t.Han != 0, t.Han != 0 && t.Next != 0
		switch {
		case t.Han == 0:
			out = append(out, string(t.Word))
		case t.Next != 0:
			out = append(out, string(t.Han)+"_"+string(t.Next))
		default:
			out = append(out, string(t.Han))
		}
	})
	if short && covered {
		out = out[:len(out)-1]
	}
	return out
}

// phrase finds tokens one after the other; nil without any. key is how the server writes it.
func phrase(f search.Field, list []string) (o object, key string) {
	if len(list) == 0 {
		return nil, ""
	}
	field, text := inText+"."+f.Name, strings.Join(list, " ")
	key = field + ":" + text
	if len(list) > 1 {
		key = fmt.Sprintf("%s:%q", field, text)
	}
	return object{"match_phrase": object{field: text}}, key
}

// block is tokens one after the other among intervals.
func block(list []string) object {
	return object{"match": object{"query": strings.Join(list, " "), "ordered": true, "max_gaps": 0}}
}

// follows is blocks one after the other with at most so many positions between them.
func follows(gaps int, blocks ...object) object {
	return object{"all_of": object{"ordered": true, "max_gaps": gaps, "intervals": blocks}}
}

// near finds one phrase close to another. The nearest pair is always among the intervals that the server
// looks at, because all occurrences of a phrase are of one length.
func near(f search.Field, q search.Near) (o object, key string) {
	a, b := tokens(q.A, false), tokens(q.B, false)
	if len(a) == 0 || len(b) == 0 {
		return nil, ""
	}
	found := follows(q.Distance, block(a), block(b))
	if !q.Ordered {
		found = object{"any_of": object{"intervals": []object{found, follows(q.Distance, block(b), block(a))}}}
	}
	score, key := phrase(f, a)
	return object{"bool": object{"must": score, "filter": object{"intervals": object{inText + "." + f.Name: found}}}}, key
}

// wild finds a word with holes.
func wild(f search.Field, pattern string) (object, error) {
	list, word := search.Stretches(pattern)
	if word != "" {
		return object{"wildcard": object{inText + "." + f.Name: object{"value": word}}}, nil
	}
	// Everything lies in one run, so holes at the ends are characters that must be there.
	var blocks [][]string
	for i, s := range list {
		hole := anyHan(s.Min)
		if i == 0 || i > 0 && s.Star && s.Text != "" {
			if i > 0 {
				blocks[len(blocks)-1] = append(blocks[len(blocks)-1], hole...)
				hole = nil
			}
			blocks = append(blocks, nil)
		}
		at := len(blocks) - 1
		blocks[at] = append(blocks[at], hole...)
		for _, r := range s.Text {
			blocks[at] = append(blocks[at], "_"+string(r))
		}
	}
	if len(blocks) > maxStars+1 {
		return nil, fault.New(fault.Invalid, "opensearch.stars", "“%s”中间的 * 过多（检索服务器上最多 %d 个），请改用邻近检索", pattern, maxStars)
	}
	return oneOf(spread(inRun+"."+f.Name, blocks)), nil
}

// anyHan is so many characters of Han, whichever they are.
func anyHan(n int) (out []string) {
	for range n {
		out = append(out, "_")
	}
	return out
}

// spread finds blocks with a star between each two. The server looks at the shortest intervals alone,
// which is right for two blocks; of more, the first two are joined at every distance.
func spread(field string, blocks [][]string) (out []object) {
	switch len(blocks) {
	case 1:
		return []object{{"match_phrase": object{field: strings.Join(blocks[0], " ")}}}
	case 2:
		return []object{{"intervals": object{field: follows(search.Reach, block(blocks[0]), block(blocks[1]))}}}
	}
	for gap := range search.Reach + 1 {
		joined := append(append(append([]string{}, blocks[0]...), anyHan(gap)...), blocks[1]...)
		out = append(out, spread(field, append([][]string{joined}, blocks[2:]...))...)
	}
	return out
}
