package housetest

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
)

//go:embed exceptions.txt
var exceptionList string

// An Exception lets one subject break one rule, and says why.
type Exception struct {
	Rule   string // name of the check
	On     string // Finding.On
	Reason string
}

// Exceptions returns the list of exceptions.txt. A line without a reason is an error.
func Exceptions() ([]Exception, error) { return parseExceptions(exceptionList) }

func parseExceptions(list string) (out []Exception, err error) {
	for n, line := range slices.Collect(strings.Lines(list)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.SplitN(line, "|", 3)
		if len(f) != 3 || len([]rune(strings.TrimSpace(f[2]))) < 10 {
			return nil, fmt.Errorf("exceptions.txt line %d: want rule | subject | reason", n+1)
		}
		out = append(out, Exception{strings.TrimSpace(f[0]), strings.TrimSpace(f[1]), strings.TrimSpace(f[2])})
	}
	return out, nil
}

// Judge takes from the findings of one check those that are excepted. It returns the rest and
// the exceptions that nothing needed, which are to be deleted from the list.
func Judge(rule string, found []Finding, exceptions []Exception) (rest []Finding, idle []Exception) {
	needed := map[string]bool{}
	for _, f := range found {
		if slices.ContainsFunc(exceptions, func(e Exception) bool { return e.Rule == rule && e.On == f.On }) {
			needed[f.On] = true
			continue
		}
		rest = append(rest, f)
	}
	for _, e := range exceptions {
		if e.Rule == rule && !needed[e.On] {
			idle = append(idle, e)
		}
	}
	return rest, idle
}
