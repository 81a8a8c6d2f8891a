package text

import (
	"slices"
	"strings"
)

// Renamed returns the application with another name for each part: the text of somebody who exchanges
// the parts of a thing and leaves the rest.
func (a Application) Renamed(prefix string) Application {
	a = a.clone()
	// The longer name first, because one may be within another.
	signs := slices.SortedFunc(slices.Values(a.Signs), func(x, y Sign) int { return len(y.Name) - len(x.Name) })
	var names []string
	for _, s := range signs {
		names = append(names, s.Name, prefix+s.Name)
	}
	swap := strings.NewReplacer(names...)
	for i := range a.Sections {
		for k, words := range a.Sections[i].Paragraphs {
			a.Sections[i].Paragraphs[k] = swap.Replace(words)
		}
	}
	for i := range a.Claims {
		a.Claims[i].Body = swap.Replace(a.Claims[i].Body)
	}
	for i := range a.Signs {
		a.Signs[i].Name = prefix + a.Signs[i].Name
	}
	a.Abstract = swap.Replace(a.Abstract)
	return a
}
