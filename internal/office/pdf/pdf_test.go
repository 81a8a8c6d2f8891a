package pdf

import (
	"bytes"
	"os"
	"testing"

	"zhibao/internal/office/paper"
	"zhibao/internal/office/paper/papertest"
)

func TestDump(t *testing.T) {
	f := &Fonts{}
	for name, p := range map[string]paper.Paper{"notice": papertest.Notice(), "report": papertest.Report(60), "dossier": papertest.Dossier()} {
		var b bytes.Buffer
		rep, err := Write(&b, p, f)
		if err != nil {
			t.Fatal(err)
		}
		t.Log(name, rep, b.Len())
		os.WriteFile("/tmp/zb/office/"+name+".pdf", b.Bytes(), 0o644)
	}
}
