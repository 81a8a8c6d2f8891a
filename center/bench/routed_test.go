package bench

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A mention is one table in a statement, under the name that the conditions use.
type mention struct {
	table, alias string
	depth        []int // the queries it stands in, the outermost first
	routed       bool
}

// A sentence is a statement while it is read.
type sentence struct {
	words    []string
	mentions []*mention
	links    [][2]*mention // whose centers are said to be the same
}

var (
	sqlWord  = regexp.MustCompile(`'(?:[^']|'')*'|[a-z_][a-z0-9_]*|\$\d+|\d+|<>|[<>]=|\S`)
	sqlNoise = regexp.MustCompile(`(?s)--[^\n]*|/\*.*?\*/`)
)

// unrouted returns the tables of the statement that have a center_id, and on which the statement has no
// condition that says which: center_id = a value, IN a list, or the same as a table that has one.
func unrouted(statement string, owned map[string]bool) []string {
	j := &sentence{words: sqlWord.FindAllString(strings.ToLower(sqlNoise.ReplaceAllString(statement, " ")), -1)}
	where := j.read()
	for i, w := range j.words {
		if w == "center_id" {
			j.condition(i, where[i], owned)
		}
	}
	for range j.links {
		for _, l := range j.links {
			l[0].routed = l[0].routed || l[1].routed
			l[1].routed = l[1].routed || l[0].routed
		}
	}
	var out []string
	for _, m := range j.mentions {
		if owned[m.table] && !m.routed && !slices.Contains(out, m.table) {
			out = append(out, m.table)
		}
	}
	return out
}

// read finds the tables, and for each word the queries within which it stands.
func (j *sentence) read() (where [][]int) {
	open := [][]int{{0}} // one for each parenthesis
	lists, queries := []bool{false}, 0
	for i, w := range j.words {
		top := len(open) - 1
		switch w {
		case "(":
			scope := open[top]
			if j.at(i+1) == "select" || j.at(i+1) == "with" {
				queries++
				scope = append(slices.Clone(scope), queries)
			}
			open, lists = append(open, scope), append(lists, false)
			top++
		case "union", "except", "intersect":
			queries++
			open[top] = append(slices.Clone(open[top][:len(open[top])-1]), queries)
			lists[top] = false
		case "where", "set", "on", "order", "group", "values", "returning", "limit", "having":
			lists[top] = false
		case "from", "join", "into", "update", "using":
			lists[top] = w == "from"
			j.table(i+1, open[top])
		case ",":
			if lists[top] {
				j.table(i+1, open[top])
			}
		}
		where = append(where, open[top])
		if w == ")" && top > 0 {
			open, lists = open[:top], lists[:top]
		}
	}
	return where
}

// at is a word, or nothing beyond the end.
func (j *sentence) at(i int) string {
	if i < 0 || i >= len(j.words) {
		return ""
	}
	return j.words[i]
}

// notAlias are the words that may follow the name of a table.
var notAlias = []string{"where", "join", "left", "inner", "cross", "on", "set", "order", "group", "limit", "for", "union", "values", "select", "default", "returning", "using", "except", "intersect", "having", "do"}

// table writes down the table named at i, if one is.
func (j *sentence) table(i int, scope []int) {
	name := j.at(i)
	if name == "" || !(name[0] == '_' || name[0] >= 'a' && name[0] <= 'z') || name == "set" || name == "select" {
		return
	}
	m := &mention{table: name, alias: name, depth: scope}
	next := j.at(i + 1)
	if next == "as" {
		next = j.at(i + 2)
	}
	if next != "" && next[0] >= 'a' && next[0] <= 'z' && !slices.Contains(notAlias, next) {
		m.alias = next
	}
	j.mentions = append(j.mentions, m)
	if j.at(i-1) != "into" || j.at(i+1) != "(" {
		return
	}
	for n := i + 2; j.at(n) != ")" && j.at(n) != ""; n++ { // the columns that are written
		m.routed = m.routed || j.at(n) == "center_id"
	}
}

// named finds the table that a column belongs to: by its alias, or the only one with a center in the
// innermost query that has any.
func (j *sentence) named(alias string, scope []int, owned map[string]bool) *mention {
	for n := len(scope); n > 0; n-- {
		var found []*mention
		for _, m := range j.mentions {
			if slices.Equal(m.depth, scope[:n]) && owned[m.table] && (alias == "" || m.alias == alias) {
				found = append(found, m)
			}
		}
		if len(found) == 1 || alias != "" && len(found) > 0 {
			return found[0]
		}
		if len(found) > 1 {
			return nil
		}
	}
	return nil
}

// condition reads what is said about the center_id at i.
func (j *sentence) condition(i int, scope []int, owned map[string]bool) {
	alias, first := "", i
	if j.at(i-1) == "." {
		alias, first = j.at(i-2), i-2
	}
	m := j.named(alias, scope, owned)
	if m == nil || j.at(first-1) == "+" { // an expression, on which nothing is routed
		return
	}
	switch {
	case j.at(i+1) == "in":
		m.routed = true
	case j.at(i+1) == "=":
		other, column := i+2, ""
		if j.at(i+3) == "." {
			column = j.at(i + 4)
		}
		if column == "center_id" || j.at(other) == "center_id" {
			name := ""
			if column != "" {
				name = j.at(other)
			}
			if o := j.named(name, scope, owned); o != nil {
				j.links = append(j.links, [2]*mention{m, o})
			}
			return
		}
		m.routed = true
	}
}

// The judgement of statements: which have a condition on the center for each table, and which have none.
func TestUnrouted(t *testing.T) {
	owned := map[string]bool{"a": true, "b": true}
	for statement, want := range map[string]string{
		`SELECT x FROM a WHERE id = $1`:                                                                                      "a",
		`SELECT center_id, x FROM a WHERE id = $1`:                                                                           "a",
		`SELECT x FROM a WHERE center_id = $1 AND id = $2`:                                                                   "",
		`SELECT x FROM a WHERE +center_id = $1 AND id = $2`:                                                                  "a",
		`SELECT x FROM a k WHERE k.center_id IN (SELECT id FROM c) AND k.id = $2`:                                            "",
		`SELECT x FROM a JOIN b ON b.a = a.id WHERE a.center_id = $1`:                                                        "b",
		`SELECT x FROM a JOIN b ON b.a = a.id AND b.center_id = a.center_id WHERE a.id = $1`:                                 "a b",
		`SELECT x FROM a, b y WHERE y.center_id = a.center_id AND a.center_id = $1`:                                          "",
		`SELECT x FROM a k WHERE center_id = $1 AND EXISTS (SELECT 1 FROM b WHERE b.k = k.id)`:                               "b",
		`SELECT x FROM a k WHERE center_id = $1 AND EXISTS (SELECT 1 FROM b WHERE b.k = k.id AND b.center_id = k.center_id)`: "",
		`INSERT INTO a (id, center_id) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET x = $3`:                                "",
		`INSERT INTO a (id, x) VALUES ($1, $2)`:                                                                              "a",
		`UPDATE a SET x = $1 WHERE id = $2`:                                                                                  "a",
		`UPDATE a SET x = $1 WHERE center_id = $3`:                                                                           "",
		`DELETE FROM b WHERE id = $2`:                                                                                        "b",
		`SELECT x FROM c WHERE id = $1`:                                                                                      "",
		`SELECT x FROM a WHERE center_id = $1 UNION ALL SELECT x FROM a WHERE id = $2`:                                       "a",
	} {
		if got := strings.Join(unrouted(statement, owned), " "); got != want {
			t.Errorf("%s: %q, not %q", statement, got, want)
		}
	}
}
