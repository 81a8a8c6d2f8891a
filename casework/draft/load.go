package draft

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"zhibao/internal/sorting"
	"zhibao/law/calendar"
)

// Load reads the wordings of papers from the text files of a folder and returns their templates in the
// order of kinds, which say everything of a paper but its wording and its day. A file is called
// code.date.txt after the day from which it holds; it is in force until the next one of the same code.
// Where it has no title of its own, it is given that of the kind, the addressee and, if any, the lines
// with which all of the papers begin. A mistake in them is one of the program: it panics.
func Load(files fs.FS, folder, top string, kinds []Template) (out []Template) {
	names, err := fs.Glob(files, folder+"/*.txt")
	if err != nil {
		panic(err)
	}
	place := func(code string) int { return slices.IndexFunc(kinds, func(k Template) bool { return k.Code == code }) }
	slices.Sort(names)
	for _, name := range slices.Backward(names) {
		code, version, _ := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(name, folder+"/"), ".txt"), ".")
		at := place(code)
		from, err := calendar.ParseDay(version)
		if at < 0 || err != nil {
			panic(fmt.Sprintf("%s: no paper has this code, or the name has no day: %v", name, err))
		}
		body, err := fs.ReadFile(files, name)
		if err != nil {
			panic(err)
		}
		t := kinds[at]
		t.Version, t.From, t.Text = version, from, strings.TrimSpace(string(body))
		if !strings.HasPrefix(t.Text, "标题：") {
			t.Text = "标题：" + t.Name + "\n主送：{受送达人}\n\n" + strings.TrimLeft(top+"\n"+t.Text, "\n")
		}
		// Sorted by name, the version before is the one that follows in time.
		if n := len(out); n > 0 && out[n-1].Code == code {
			t.To = out[n-1].From - 1
		}
		out = append(out, t)
	}
	// In the order in which a case comes to them, as people choose from them.
	sorting.Stable(out, func(a, b Template) int { return place(a.Code) - place(b.Code) })
	return out
}
