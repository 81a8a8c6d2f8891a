package text

import (
	"fmt"
	"os"
	"testing"
)

func show(a Application) string {
	s := fmt.Sprintln("#", a.Index, a.Field, a.Kind, a.Title, a.IPC)
	for _, c := range a.Claims {
		s += fmt.Sprintln(c.Number, c.Text())
	}
	n := 0
	for _, x := range a.Sections {
		s += fmt.Sprintln("##", x.Heading)
		for _, p := range x.Paragraphs {
			s += fmt.Sprintln("  ", p)
			n += length(p)
		}
	}
	s += fmt.Sprintln("ABS", length(a.Abstract), a.Abstract)
	for _, b := range a.Brief {
		s += fmt.Sprintln(b)
	}
	s += fmt.Sprintln("DESC", n)
	for _, f := range a.Figures {
		s += fmt.Sprint(f.Label, f.Art.Signs, " ")
	}
	return s + fmt.Sprintf("\n%+v\n", a.Request)
}
func TestZZ(t *testing.T) {
	f, _ := os.Create("/tmp/zb/filing/show.txt")
	for i := range Count() {
		fmt.Fprintln(f, show(New(i)))
	}
	f.Close()
}
