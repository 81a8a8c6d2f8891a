package catalogue

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/sample"
	"zhibao/internal/sharedata"
	"zhibao/patent"
	"zhibao/patent/reader"
)

// real reads the complete published applications and the drafts of one applicant.
func real(t testing.TB) (names []string, apps []*patent.Application) {
	var paths []string
	for _, pattern := range []string{"patent-xml-standards/data/examples/cn_*.xml", "patent-xml-standards/data/st36_wipo_examples/*/*.XML",
		"patent-xml-standards/data/st36_wipo_examples/*/*.xml", "cn-drafts-one-applicant/*.docx"} {
		found, err := filepath.Glob(filepath.Join(sharedata.Dir(t), filepath.FromSlash(pattern)))
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, found...)
	}
	for _, p := range paths {
		if base := filepath.Base(p); !strings.HasSuffix(p, ".docx") && !strings.HasPrefix(strings.ToLower(base), "cn") && !strings.HasPrefix(base, "2008") {
			continue
		}
		a, err := reader.ReadFile(context.Background(), p, reader.Options{})
		if err != nil {
			t.Errorf("%s: %v", filepath.Base(p), err)
			continue
		}
		names, apps = append(names, filepath.Base(p)), append(apps, a)
	}
	return names, apps
}

// TestReal checks complete papers. It proves that every quote stands where it is said to stand,
// and prints what was found.
func TestReal(t *testing.T) {
	names, apps := real(t)
	count := map[string]int{}
	var dump strings.Builder
	for i, a := range apps {
		begin := time.Now()
		rep := Check(a, sample.On(), check.Facts{})
		took := time.Since(begin)
		t.Logf("%s: %s, %d findings, %v", names[i], a.Kind, len(rep.Findings), took)
		for _, f := range rep.Findings {
			text := a.Text(f.Part).Text
			if text[f.Start:f.End] != f.Quote {
				t.Errorf("%s: %s: quote %q does not stand at [%d, %d)", names[i], f.Rule, f.Quote, f.Start, f.End)
			}
			count[f.Rule+" "+string(f.Severity)]++
			lo, hi := max(0, f.Start-90), min(len(text), f.End+60)
			fmt.Fprintf(&dump, "%s %s %s c%d [%s] %s || %s⟦%s⟧%s\n", f.Rule, f.Severity, names[i], f.Claim, f.Quote, f.Message, strings.ToValidUTF8(text[lo:f.Start], ""), f.Quote, strings.ToValidUTF8(text[f.End:hi], ""))
		}
	}
	if out := os.Getenv("ZHIBAO_DUMP"); out != "" {
		if err := os.WriteFile(out, []byte(dump.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for k, n := range count {
		t.Logf("%s: %d", k, n)
	}
}
