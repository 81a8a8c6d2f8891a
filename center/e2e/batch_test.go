package e2e

import (
	"testing"

	"zhibao/patent/filing"
)

// TestManyPackages uploads packages of a client and of a stranger, as an agency does: for whom each
// is stands in the package, and one that cannot be taken leaves nothing behind.
func TestManyPackages(t *testing.T) {
	slow(t)
	w := lived(t)
	b := sit(t, w, variants()[0])
	b.as("daili01")
	before := w.cases(t)
	upload := func(name string, n int) {
		b.open("/preexam/batch")
		b.send(filed("files", b.file(name, pack(t, defective(n, 0, nil).Filing(), filing.Options{}))))
	}
	// Client 7 entrusted daili01; client 1 has another agency.
	upload("案卷包1.zip", 7)
	b.has("案卷包1.zip", applicant(7).Name, "已建草稿")
	upload("案卷包2.zip", 1)
	b.has("案卷包2.zip", "未委托贵机构")
	if got := w.cases(t); got != before+1 {
		t.Errorf("%d drafts, want the one of the client", got-before)
	}
	b.clean()
}
