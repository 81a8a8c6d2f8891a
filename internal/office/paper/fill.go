package paper

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"zhibao/internal/fault"
)

// Values resolve the variables of a template.
type Values struct {
	Text map[string]string // words for {名称} anywhere in a text
	// Blocks stand in for a paragraph that consists of one variable alone: a table of defects,
	// paragraphs that an official wrote.
	Blocks map[string][]Block
}

// variable is {名称} in a template: a letter or Chinese character first, then digits, _ and .
// as well, at most 40 characters.
var variable = regexp.MustCompile(`\{([\p{Han}A-Za-z][\p{Han}0-9A-Za-z_.]{0,39})\}`)

// Fill resolves every variable of a template. It fails, naming all of them, where one has no
// value or an empty one, where a brace belongs to no variable, and where a value itself looks
// like a placeholder. Values are put in as they are and never read as templates. Quoted runs
// are left alone.
func Fill(template Paper, v Values) (Paper, error) {
	missing, odd := map[string]bool{}, []string{}
	fill := func(at place, s string) string {
		if at.quote {
			return s
		}
		return fillText(s, at, v.Text, missing, &odd)
	}
	out := template
	out.Body = nil
	out = out.mapTexts(fill)
	for i, b := range template.Body {
		if blocks, ok := v.Blocks[slot(b)]; ok {
			out.Body = append(out.Body, blocks...)
			continue
		}
		out.Body = append(out.Body, mapBlock(b, fmt.Sprintf("正文第 %d 段", i+1), fill))
	}
	if len(missing) > 0 {
		return Paper{}, fault.New(fault.Invalid, "paper.variable", "文书模板的变量没有值，请补填：%s", fault.Listed(slices.Sorted(maps.Keys(missing))))
	}
	if len(odd) > 0 {
		return Paper{}, fault.New(fault.Invalid, "paper.template", "文书模板或变量中有不成对的花括号或占位符，请改正：%s", fault.Listed(odd[:min(len(odd), 10)]))
	}
	return out, nil
}

// fillText resolves the variables of one text.
func fillText(s string, at place, values map[string]string, missing map[string]bool, odd *[]string) string {
	if strings.ContainsAny(variable.ReplaceAllString(s, ""), "{}") {
		*odd = append(*odd, at.name)
	}
	return variable.ReplaceAllStringFunc(s, func(m string) string {
		name := m[1 : len(m)-1]
		value := values[name]
		if strings.TrimSpace(value) == "" {
			missing[name] = true
		}
		if placeholder.MatchString(value) {
			*odd = append(*odd, "变量 "+name)
		}
		return value
	})
}

// slot returns the variable of which a paragraph consists, if it is one alone.
func slot(b Block) string {
	p, ok := b.(Para)
	if !ok || len(p.Runs) != 1 || p.Runs[0].Quote {
		return ""
	}
	m := variable.FindStringSubmatch(strings.TrimSpace(p.Runs[0].Text))
	if m == nil || m[0] != strings.TrimSpace(p.Runs[0].Text) {
		return ""
	}
	return m[1]
}

// Slots returns the variables that stand alone in a paragraph, in their order.
func Slots(template Paper) (names []string) {
	for _, b := range template.Body {
		if name := slot(b); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// Variables returns the names that a template uses, sorted.
func Variables(template Paper) []string {
	names := map[string]bool{}
	template.mapTexts(func(at place, s string) string {
		if !at.quote {
			for _, m := range variable.FindAllStringSubmatch(s, -1) {
				names[m[1]] = true
			}
		}
		return s
	})
	return slices.Sorted(maps.Keys(names))
}
