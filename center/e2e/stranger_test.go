package e2e

import (
	"testing"

	"zhibao/examination/preexam"
	"zhibao/patent/filing"
)

// TestPackageOfAnotherCompany uploads the package of another registered company, as happens when
// the wrong file is picked, or when one lends its standing: the self-check says so, the door does not
// open, and nothing is submitted until the right package is there.
func TestPackageOfAnotherCompany(t *testing.T) {
	w := lived(t)
	b := sit(t, w, variants()[0])
	b.as("qiye01")
	b.open("/open/preexam/create")
	b.send()
	b.send(filed("files", b.file("案卷包.zip", pack(t, defective(3, 0, nil).Filing(), filing.Options{}))))
	b.has("自检结果", "SUB-001", "请求书的申请人是“"+applicant(3).Name+"”，不是提交本请求的备案主体“"+applicant(0).Name+"”")
	id := b.id()
	b.open("/case/" + itoa(id) + "/move/submit")
	b.has(applicant(3).Name)
	b.send(ticked("undertaking"))
	b.has("不是提交本请求的备案主体", "核对是否传错案卷包")
	if k := w.read(t, id); k.State != preexam.Draft {
		t.Fatalf("submitted: %s", k.State)
	}
	b.open("/case/" + itoa(id) + "/move/upload")
	b.send(filed("files", b.file("案卷包.zip", pack(t, defective(0, 0, nil).Filing(), filing.Options{}))))
	b.open("/case/" + itoa(id) + "/move/submit")
	b.send(ticked("undertaking"))
	b.has("待受理")
	b.clean()
}
