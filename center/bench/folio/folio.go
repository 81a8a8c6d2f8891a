// Package folio (分节) writes pages of figures whose parts are measured by runs of their own, so that
// one run does not wipe what another one has measured.
package folio

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"strings"
	"time"
)

// A Page is a page of figures.
type Page struct {
	Title string
	Intro string
	Parts []string // headings, in the order of the page
}

// Write writes one part of the page, and leaves the others as they stand in the file.
func (p Page) Write(path, part, body string) error {
	old, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	have := map[string]string{part: strings.TrimSpace(body)}
	for _, text := range strings.Split(string(old), "\n## ")[1:] {
		head, rest, _ := strings.Cut(text, "\n")
		if head != part {
			have[head] = strings.TrimSpace(rest)
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n", p.Title, p.Intro)
	for _, head := range p.Parts {
		if have[head] != "" {
			fmt.Fprintf(&b, "\n## %s\n\n%s\n", head, have[head])
		}
	}
	return os.WriteFile(path, []byte(b.String()), 0o644)
}

// On tells which part a figure belongs in, by the address of the database, and what the command says more.
func On(database, lite, postgres string) (part, more string) {
	if database == "" {
		return lite, ""
	}
	return postgres, " --database URL"
}

// Measured says by which command, when and on what machine a part was measured.
func Measured(command string) string {
	return fmt.Sprintf("本节由 `zhibao bench %s` 测量并写入，测于 %s，%s %s/%s，%d 个处理器。\n\n", command, time.Now().Format(time.DateOnly),
		runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
}

// Table is a table of the page; the first row is its head.
func Table(rows [][]string) string {
	var b strings.Builder
	for i, row := range rows {
		fmt.Fprintf(&b, "| %s |\n", strings.Join(row, " | "))
		if i == 0 {
			fmt.Fprintf(&b, "|%s\n", strings.Repeat("---|", len(row)))
		}
	}
	return b.String() + "\n"
}
