// Package english is the English of what the program says in Chinese first: the messages of
// refusals, by their format, and the fixed words of lists and cases. Texts of pages stand beside
// their Chinese in the pages; here stands what the packages of the law, the kernel and the
// plumbing say, which know nothing of languages.
//
// The files in po are as gettext writes them: msgid is the Chinese as it stands in the code,
// msgstr the English. Where the order differs, a verb names its value: %[2]s.
package english

import (
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"zhibao/internal/fault"
)

//go:embed po/*.po
var files embed.FS

// Catalogue returns all entries. It panics on a file that is wrong: they are part of the program.
func Catalogue() fault.Catalogue {
	c := fault.Catalogue{}
	names, _ := fs.Glob(files, "po/*.po")
	for _, name := range names {
		b, err := files.ReadFile(name)
		if err == nil {
			err = read(c, string(b))
		}
		if err != nil {
			panic("english: " + name + ": " + err.Error())
		}
	}
	return c
}

// read adds the entries of one file: a line msgid and a line msgstr each, in quotes as in Go.
func read(c fault.Catalogue, text string) error {
	id := ""
	n := 0
	for line := range strings.Lines(text) {
		n++
		key, quoted, _ := strings.Cut(strings.TrimSpace(line), " ")
		if key == "" || key[0] == '#' {
			continue
		}
		s, err := strconv.Unquote(quoted)
		switch {
		case err != nil || s == "":
			return fmt.Errorf("line %d: %q is no quoted text", n, quoted)
		case key == "msgid" && id == "":
			id = s
		case key == "msgstr" && id != "":
			if _, twice := c[id]; twice {
				return fmt.Errorf("line %d: %q twice", n, id)
			}
			c[id], id = s, ""
		default:
			return fmt.Errorf("line %d: %s out of order", n, key)
		}
	}
	if id != "" {
		return fmt.Errorf("%q has no msgstr", id)
	}
	return nil
}
