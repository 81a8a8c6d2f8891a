package importing

import (
	"bytes"
	"errors"
	"flag"
	"strings"
	"testing"

	"zhibao/internal/sharedata"
)

// Every format is multiplied into documents that all go in, and has its line.
func TestRun(t *testing.T) {
	data := sharedata.Dir(t)
	var out bytes.Buffer
	if err := Run(t.Context(), &out, []string{"--data", data, "--documents", "7", "--hold", "30", "--dir", t.TempDir()}); err != nil {
		t.Fatal(err, out.String())
	}
	for _, s := range samples {
		if !strings.Contains(out.String(), s.format) {
			t.Errorf("no line for %s:\n%s", s.format, out.String())
		}
	}
	if strings.Contains(out.String(), "未测") || !strings.Contains(out.String(), "库内 30 件") {
		t.Error(out.String())
	}
}

// Wrong arguments are said and nothing is measured.
func TestWrong(t *testing.T) {
	for _, args := range [][]string{{"--documents", "0"}, {"--nonsense"}, {"file"}} {
		if err := Run(t.Context(), &bytes.Buffer{}, args); !errors.Is(err, flag.ErrHelp) {
			t.Errorf("%q: %v", args, err)
		}
	}
}
